//! A line of JSON, or a list of records.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"{\"text\":\"Envoys met.\",\"url\":", bytes));
