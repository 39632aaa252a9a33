//! What must hold whatever is read.

use std::io::Cursor;

use acquire::{Input, Limits, Reader};

/// Reads bytes, texts of at most 64 KiB: an article has an id, its preamble lies in its text, whose length counts
/// characters; a problem is one line.
pub fn read(bytes: Vec<u8>) {
    for item in Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::with_text_bytes(1 << 16)) {
        match item {
            Ok(article) => {
                assert!(article.preamble <= article.text.len());
                assert_eq!(article.text.len() as usize, article.text.as_str().chars().count());
                assert!(!article.id.is_empty());
            }
            Err(problem) => assert!(!problem.to_string().contains('\n')),
        }
    }
}

/// Reads bytes behind a head that tells their kind.
#[allow(dead_code, reason = "each target uses one")]
pub fn read_after(head: &[u8], bytes: &[u8]) {
    read([head, bytes].concat());
}
