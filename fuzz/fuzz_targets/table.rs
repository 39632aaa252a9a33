//! A table of articles.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"id,text,published\n1,\"Envoys met.\",2016-12-30\n", bytes));
