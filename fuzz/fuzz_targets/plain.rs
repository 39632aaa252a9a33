//! Text or Markdown.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"LONDON, March 3 (Wire) - Envoys met.\n\n", bytes));
