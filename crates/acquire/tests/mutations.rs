//! Spoiled files of every kind: no reader may panic or stall.
//!
//! `DEMARCHE_MUTATIONS=100000 cargo test --release -p acquire --test mutations` tries that many; without it, some thousand.

mod samples;

use std::io::Cursor;
use std::panic;
use std::time::{Duration, Instant};

use acquire::{Input, Limits, Reader};
use samples::all;

/// Longest that one input of some thousand bytes may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// A sequence of numbers that is the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// What marks places where formats break.
const TOKENS: [&[u8]; 28] = [
    b"<",
    b">",
    b"</",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<item>",
    b"</item>",
    b"<p>",
    b"<b x>",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b",",
    b":",
    b"\n",
    b"\r\n\r\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"\x1F\x8B\x08",
    b"\x28\xB5\x2F\xFD",
    b"PAR1",
    b"\xFF\xFE",
    b"\0",
    b"&amp;&#x110000;",
];

/// Spoils a file in one to four places.
fn spoil(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        let span = numbers.below(64).min(bytes.len().saturating_sub(at));
        match numbers.below(9) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << numbers.below(8),
            1 if !bytes.is_empty() => bytes[at] = numbers.below(256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + span)),
            4 => {
                let again = bytes[at..at + span].repeat(1 + numbers.below(40));
                bytes.splice(at..at, again);
            }
            5 => bytes[at..at + span].fill(numbers.below(256) as u8),
            6 => {
                let from = numbers.below(other.len());
                let piece = other[from..(from + span).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let token = TOKENS[numbers.below(TOKENS.len())].repeat(1 + numbers.below(3) * numbers.below(60));
                bytes.splice(at..at, token);
            }
        }
    }
}

#[test]
fn no_spoiled_file_makes_a_reader_panic_or_stall() {
    let count: usize = std::env::var("DEMARCHE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(3_000);
    let samples = all();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for round in 0..count {
        let (kind, sample) = &samples[round % samples.len()];
        let (mut bytes, other) = (sample.clone(), &samples[numbers.below(samples.len())].1);
        spoil(&mut bytes, other, &mut numbers);
        let spoiled = bytes.clone();
        let started = Instant::now();
        let outcome = panic::catch_unwind(|| {
            Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::with_text_bytes(100_000))
                .filter(Result::is_ok)
                .count()
        });
        let took = started.elapsed();
        if outcome.is_err() || took > PATIENCE {
            let path = std::env::temp_dir().join(format!("spoiled-{round}"));
            std::fs::write(&path, spoiled).unwrap();
            panic!("{kind}, round {round}: {took:?}, panic: {}; kept as {}", outcome.is_err(), path.display());
        }
    }
}

#[test]
fn a_whole_file_of_every_kind_is_read() {
    for (kind, bytes) in all() {
        let articles =
            Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::default()).filter(Result::is_ok).count();
        assert!(articles > 0, "{kind}");
    }
}
