//! An HTTP response as crawls keep it: status, headers, body; chunks joined, packing taken off.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::markup::position;

/// A response taken apart.
pub(super) struct Response {
    pub(super) status: u16,
    /// Media type in lower case, without parameters; empty where none was told.
    pub(super) media: String,
    /// Encoding that was told with the media type.
    pub(super) charset: Option<String>,
    pub(super) body: Body,
}

/// What a response holds.
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// Packed in a way that is not read.
    Packed(String),
    /// More than the limit when unpacked.
    TooLong,
}

/// Takes a response apart; `None` where the block is none.
pub(super) fn read(block: &[u8], limit: usize) -> Option<Response> {
    let end = position(block, b"\r\n\r\n").or_else(|| position(block, b"\n\n"))?;
    let head = String::from_utf8_lossy(&block[..end]);
    let mut lines = head.lines();
    let status = lines.next().filter(|line| line.starts_with("HTTP/"))?.split_whitespace().nth(1)?.parse().ok()?;
    let header = |name: &str| {
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut values = lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
        values.next().map(str::to_ascii_lowercase)
    };
    let kind = header("content-type").unwrap_or_default();
    let charset = kind
        .split_once("charset=")
        .map(|(_, label)| label.split(';').next().unwrap_or(label).trim().trim_matches(['"', '\'']).to_string());
    let mut body = block[end..].to_vec();
    if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        // Crawlers often join the chunks and keep the header.
        body = joined(&body).unwrap_or(body);
    }
    let body = unpacked(body, header("content-encoding").as_deref(), limit);
    let media = kind.split(';').next().unwrap_or_default().trim().to_string();
    Some(Response { status, media, charset, body })
}

fn unpacked(body: Vec<u8>, packing: Option<&str>, limit: usize) -> Body {
    let reader: Box<dyn Read + '_> = match packing {
        None | Some("" | "identity") => return Body::Bytes(body),
        // Crawlers often unpack and keep the header.
        Some("gzip" | "x-gzip") if body.starts_with(b"\x1F\x8B") => Box::new(GzDecoder::new(body.as_slice())),
        Some("gzip" | "x-gzip") => return Body::Bytes(body),
        Some("deflate") if body.first().is_some_and(|first| first & 0x0F == 8) => {
            Box::new(ZlibDecoder::new(body.as_slice()))
        }
        Some("deflate") if !body.trim_ascii_start().starts_with(b"<") => Box::new(DeflateDecoder::new(body.as_slice())),
        Some(_) if body.trim_ascii_start().starts_with(b"<") => return Body::Bytes(body),
        Some(other) => return Body::Packed(other.to_string()),
    };
    let mut bytes = Vec::new();
    // What was unpacked before a break is worth reading.
    let _ = reader.take(limit as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limit { Body::TooLong } else { Body::Bytes(bytes) }
}

/// The chunks of a body in a row; `None` where they are not what they say.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let end = rest.iter().take(100).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..length)?);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}
