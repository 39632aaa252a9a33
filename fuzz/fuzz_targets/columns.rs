//! Bytes of a Parquet file.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"PAR1", bytes));
