//! A web page.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| shared::read_after(b"<!DOCTYPE html><html><body><article>", bytes));
