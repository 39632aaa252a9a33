use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// What a server said of its last answer, so that it need not give it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Where it was in the end, after redirects.
    pub url: String,
    /// `Content-Type`, as told.
    pub media: Option<String>,
    /// `Content-Encoding`, as told; the body is still packed.
    pub packing: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// For asking again.
    pub validators: Validators,
}

impl Response {
    /// The answer as one record of a web archive (WARC 1.0).
    pub fn archived(&self) -> Vec<u8> {
        let mut head = String::from("HTTP/1.1 200 OK\r\n");
        for (name, value) in [("Content-Type", &self.media), ("Content-Encoding", &self.packing)] {
            if let Some(value) = value {
                let _ = write!(head, "{name}: {}\r\n", on_one_line(value));
            }
        }
        head += "\r\n";
        let length = head.len() + self.body.len();
        let url = on_one_line(&self.url);
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {length}\r\n\r\n{head}"
        )
        .into_bytes();
        record.extend_from_slice(&self.body);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }
}

fn on_one_line(value: &str) -> String {
    value.chars().filter(|letter| !letter.is_control()).collect()
}
