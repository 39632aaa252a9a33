//! A feed of news.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><item><title>A</title>", bytes));
