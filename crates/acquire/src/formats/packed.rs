//! Packed files, gzip and Zstandard: unpacked as they are read, and told again by what they hold.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::{Articles, Head, Setting, Source, only, unreadable, warc};
use crate::{Cause, Limits, Problem};

pub(super) const GZIP: &[u8] = b"\x1F\x8B";
const ZSTANDARD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Bytes out before the share of bytes in is looked at.
const FREE: u64 = 64 << 20;

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    head.bytes.starts_with(GZIP) || head.bytes.starts_with(ZSTANDARD)
}

pub(super) fn open(source: Source) -> Articles {
    let limits = source.setting.limits;
    let mut setting = source.setting.clone();
    setting.unpacked += 1;
    if setting.unpacked > limits.packings {
        return only(Problem::new(&source.place, Cause::PackedTooOften { limit: limits.packings }));
    }
    let is_gzip = source.head.bytes.starts_with(GZIP);
    if is_gzip && warc::is_packed(&source.head.bytes) {
        return warc::open_packed(Source { setting, ..source });
    }
    let taken = Arc::new(AtomicU64::new(0));
    let packed = Counting { bytes: source.bytes, taken: Arc::clone(&taken) };
    let unpacked: Box<dyn Read + Send> = if is_gzip {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        match zstd::stream::read::Decoder::with_buffer(packed) {
            Ok(decoder) => Box::new(decoder),
            Err(error) => return only(Problem::new(&source.place, unreadable(&error))),
        }
    };
    super::open(source.place, Box::new(Bounded { unpacked, taken, given: 0, limits }), None, setting)
}

/// Counts what is taken of a file.
pub(super) struct Counting<R> {
    pub(super) bytes: R,
    pub(super) taken: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        self.bytes.consume(count);
    }
}

/// Unpacks no more than the limits allow.
pub(super) struct Bounded<R> {
    pub(super) unpacked: R,
    /// Bytes taken of the packed file, as [`Counting`] counts them.
    pub(super) taken: Arc<AtomicU64>,
    /// Bytes unpacked of the whole file.
    pub(super) given: u64,
    pub(super) limits: Limits,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        check(&self.limits, self.taken.load(Ordering::Relaxed), self.given)?;
        let count = self.unpacked.read(buffer)?;
        self.given += count as u64;
        Ok(count)
    }
}

/// Whether so many bytes may come out of so many bytes in.
fn check(limits: &Limits, taken: u64, given: u64) -> io::Result<()> {
    if given > limits.unpacked_bytes {
        return Err(io::Error::other(OverLimit(Cause::UnpackedTooLong { limit: limits.unpacked_bytes })));
    }
    if given > FREE && given / limits.unpacked_ratio.max(1) > taken {
        return Err(io::Error::other(OverLimit(Cause::Bomb { ratio: limits.unpacked_ratio })));
    }
    Ok(())
}

/// A limit that was met while reading.
#[derive(Debug)]
struct OverLimit(Cause);

impl fmt::Display for OverLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for OverLimit {}

/// The limit that an error of reading stands for.
pub(super) fn over_limit(error: &io::Error) -> Option<Cause> {
    error.get_ref()?.downcast_ref::<OverLimit>().map(|over| over.0.clone())
}
