//! An HTTP response as crawls keep it: status, headers, body; chunks joined, packing taken off.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::markup::end_of;
use super::packed::GZIP;
use super::plain::STRANGE;
use crate::encoding;

/// A response taken apart; its body is as it came.
pub(super) struct Response<'a> {
    pub(super) status: u16,
    /// Media type in lower case, without parameters; empty where none was told.
    pub(super) media: String,
    /// Encoding that was told with the media type.
    pub(super) charset: Option<String>,
    packing: Option<String>,
    is_chunked: bool,
    body: &'a [u8],
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
pub(super) fn read(block: &[u8]) -> Option<Response<'_>> {
    let end = end_of(block, b"\r\n\r\n").or_else(|| end_of(block, b"\n\n"))?;
    let header = String::from_utf8_lossy(&block[..end]);
    let first = header.lines().next().filter(|line| line.starts_with("HTTP/"))?;
    let status = first.split_whitespace().nth(1)?.parse().ok()?;
    let lower = |name| field(&header, name).map(str::to_ascii_lowercase);
    let kind = lower("content-type").unwrap_or_default();
    let charset = kind
        .split_once("charset=")
        .map(|(_, label)| label.split(';').next().unwrap_or(label).trim().trim_matches(['"', '\'']).to_string());
    Some(Response {
        status,
        media: media(&kind).to_string(),
        charset,
        packing: lower("content-encoding"),
        is_chunked: lower("transfer-encoding").is_some_and(|value| value.contains("chunked")),
        body: &block[end..],
    })
}

/// The first field of a header under a name, which is compared without case.
pub(super) fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = header.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The media type without its parameters.
pub(super) fn media(kind: &str) -> &str {
    kind.split(';').next().unwrap_or_default().trim()
}

impl Response<'_> {
    /// The body, chunks joined and packing taken off, where it is no longer than that.
    pub(super) fn unpacked(&self, limit: usize) -> Body {
        // Crawlers often join the chunks and keep the header.
        let joined = if self.is_chunked { joined(self.body) } else { None };
        unpacked(joined.as_deref().unwrap_or(self.body), self.packing.as_deref(), limit)
    }
}

/// The body of an HTTP response, its packing (`Content-Encoding`) taken off; `None` where that is not known, or where the
/// body is longer than the limit.
pub fn unpacked_body(body: &[u8], packing: &str, limit: usize) -> Option<Vec<u8>> {
    match unpacked(body, Some(&packing.trim().to_ascii_lowercase()), limit) {
        Body::Bytes(bytes) => Some(bytes),
        Body::Packed(_) | Body::TooLong => None,
    }
}

/// Bytes that a reader of Brotli holds beside its window.
const BUFFER: usize = 1 << 14;

/// A body with its packing taken off; `packing` in lower case.
fn unpacked(body: &[u8], packing: Option<&str>, limit: usize) -> Body {
    let is_markup = body.trim_ascii_start().starts_with(b"<");
    let reader: Box<dyn Read + '_> = match packing {
        // Crawlers often unpack and keep the header.
        Some("gzip" | "x-gzip") if body.starts_with(GZIP) => Box::new(GzDecoder::new(body)),
        Some("deflate") if body.first().is_some_and(|first| first & 0x0F == 8) => Box::new(ZlibDecoder::new(body)),
        Some("deflate") if !is_markup => Box::new(DeflateDecoder::new(body)),
        Some("br") if !is_markup => Box::new(Decompressor::new(body, BUFFER)),
        None | Some("" | "identity" | "gzip" | "x-gzip") => return Body::Bytes(body.to_vec()),
        Some(_) if is_markup => return Body::Bytes(body.to_vec()),
        Some(other) => return Body::Packed(other.to_string()),
    };
    let mut bytes = Vec::new();
    // What was unpacked before a break is worth reading.
    let outcome = reader.take(limit as u64 + 1).read_to_end(&mut bytes);
    match packing {
        // Nothing marks Brotli as such: words that are none were unpacked before.
        Some("br") if outcome.is_err() && bytes.is_empty() && encoding::strangeness(body) < STRANGE => {
            Body::Bytes(body.to_vec())
        }
        _ if bytes.len() > limit => Body::TooLong,
        _ => Body::Bytes(bytes),
    }
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
