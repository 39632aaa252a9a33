//! A file packed by gzip.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"\x1F\x8B\x08\0\0\0\0\0\0\x03", bytes));
