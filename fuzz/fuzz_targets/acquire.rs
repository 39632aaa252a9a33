//! Any bytes as an input: no panic; an article's own figures agree with its text.
#![no_main]

use std::io::Cursor;

use acquire::{Input, Limits, Reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| {
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
});
