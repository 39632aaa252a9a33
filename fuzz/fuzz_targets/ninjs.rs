//! An item in ninjs.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"{\"uri\":\"u\",\"standard\":{\"name\":\"ninjs\",\"version\":\"3.1\"},\"bodies\":[", bytes));
