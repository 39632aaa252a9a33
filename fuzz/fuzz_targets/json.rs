//! A record in JSON: a line of several, or an object over many lines.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"{\"text\":\"Envoys met.\",\"url\":", bytes));
