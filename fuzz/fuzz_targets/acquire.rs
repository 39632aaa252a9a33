//! Any bytes as an input of whatever kind they look like.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| shared::read(bytes));
