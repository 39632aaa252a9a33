//! WARC, the archive of web crawls, plain or packed member by member: its pages, each located by offset and length.
//!
//! Responses with a page, and texts that another program drew from one; requests, images, scripts, redirects and
//! whatever else a crawl keeps are no articles and are passed over.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;
use terms::Place;

use super::html::{self, Circumstances};
use super::http::{self, Body};
use super::packed::{self, Counting, GZIP};
use super::plain;
use super::{Articles, Head, Setting, Source, unreadable};
use crate::draft::{Draft, Items};
use crate::encoding;
use crate::problem::on_one_line;
use crate::{Cause, Problem};

const MAGIC: &[u8] = b"WARC/1.";

/// Most bytes of a record's own header, and of the header of a response.
const HEADER: usize = 1 << 16;

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    head.bytes.starts_with(MAGIC)
}

/// Whether the first member of a gzip file is a WARC record.
pub(super) fn is_packed(head: &[u8]) -> bool {
    let mut start = [0; MAGIC.len()];
    GzDecoder::new(head).read_exact(&mut start).is_ok() && start == MAGIC
}

pub(super) fn open(source: Source) -> Articles {
    start(source, false)
}

pub(super) fn open_packed(source: Source) -> Articles {
    start(source, true)
}

fn start(source: Source, is_packed: bool) -> Articles {
    let taken = Arc::new(AtomicU64::new(0));
    let bytes = Counting { bytes: source.bytes, taken: Arc::clone(&taken) };
    let (place, setting) = (source.place, source.setting);
    Box::new(Archive { bytes, taken, given: 0, is_packed, place, setting, items: Items::new(), ended: false })
}

struct Archive {
    bytes: Counting<Box<dyn BufRead + Send>>,
    /// Bytes of the file before the one to be read next.
    taken: Arc<AtomicU64>,
    /// Bytes unpacked so far.
    given: u64,
    is_packed: bool,
    place: Place,
    setting: Setting,
    items: Items,
    ended: bool,
}

/// A record: its header, and as much of its block as may be kept.
struct Record {
    kind: String,
    url: Option<String>,
    media: String,
    block: Vec<u8>,
    is_cut: bool,
}

/// What stands where a record is looked for.
enum Found {
    Record(Record),
    /// Something that is no record.
    Garbage(&'static str),
    /// The end came within a record.
    Broken,
    End,
}

impl Archive {
    fn step(&mut self) -> io::Result<()> {
        if !self.is_packed {
            skip_line_ends(&mut self.bytes)?;
        }
        let offset = self.taken.load(Ordering::Relaxed);
        let limit = self.setting.limits.page_bytes + HEADER;
        if !self.is_packed {
            let found = next(&mut self.bytes, limit)?;
            if let Found::Garbage(_) = found {
                seek(&mut self.bytes, MAGIC)?;
            }
            self.take(found, offset);
            return Ok(());
        }
        match self.bytes.fill_buf()?.first() {
            None => {
                self.ended = true;
                return Ok(());
            }
            Some(first) if *first == GZIP[0] => {}
            Some(_) => {
                seek(&mut self.bytes, GZIP)?;
                self.say(offset, Cause::BrokenRecord { reason: "there is no gzip member here".into() });
                return Ok(());
            }
        }
        let mut records = Vec::new();
        let outcome = self.member(limit, &mut records);
        if self.taken.load(Ordering::Relaxed) == offset {
            self.bytes.consume(1);
        }
        // Where a member holds one record, as it should, the record is where the member is.
        for found in records {
            self.take(found, offset);
        }
        if let Err(error) = outcome {
            let cause = unreadable_record(&error);
            self.ended |= packed::over_limit(&error).is_some();
            self.say(offset, cause);
        }
        Ok(())
    }

    /// Unpacks one member and reads its records.
    fn member(&mut self, limit: usize, records: &mut Vec<Found>) -> io::Result<()> {
        let limits = self.setting.limits;
        let mut held = 0;
        let mut unpacked = io::BufReader::with_capacity(
            1 << 16,
            Metered { unpacked: GzDecoder::new(&mut self.bytes), taken: &self.taken, given: &mut self.given, limits },
        );
        loop {
            match next(&mut unpacked, limit)? {
                Found::End => break,
                Found::Garbage(reason) => {
                    records.push(Found::Garbage(reason));
                    io::copy(&mut unpacked, &mut io::sink())?;
                    break;
                }
                Found::Record(record) => {
                    held += record.block.len();
                    records.push(Found::Record(record));
                }
                broken => records.push(broken),
            }
            if held > limit.saturating_mul(8) {
                records.push(Found::Garbage("it holds more records than fit in memory; pack them one by one"));
                io::copy(&mut unpacked, &mut io::sink())?;
                break;
            }
        }
        Ok(())
    }

    fn say(&mut self, offset: u64, cause: Cause) {
        let place = Place { offset: Some(offset), ..self.place.clone() };
        self.items.push_back(Err(Problem::new(&place, cause)));
    }

    fn take(&mut self, found: Found, offset: u64) {
        match found {
            Found::End => self.ended |= !self.is_packed,
            Found::Broken => {
                self.say(offset, Cause::BrokenRecord { reason: "the archive ends within it".into() });
                self.ended |= !self.is_packed;
            }
            Found::Garbage(reason) => self.say(offset, Cause::BrokenRecord { reason: reason.into() }),
            Found::Record(record) => {
                let length = self.taken.load(Ordering::Relaxed) - offset;
                let place = Place { offset: Some(offset), length: Some(length), ..self.place.clone() };
                read(record, &place, &self.setting, &mut self.items);
            }
        }
    }
}

fn unreadable_record(error: &io::Error) -> Cause {
    packed::over_limit(error).unwrap_or_else(|| Cause::BrokenRecord { reason: on_one_line(&error.to_string()) })
}

impl Iterator for Archive {
    type Item = <Items as IntoIterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        while self.items.is_empty() && !self.ended {
            if let Err(error) = self.step() {
                self.ended = true;
                self.items.push_back(Err(Problem::new(&self.place, unreadable(&error))));
            }
        }
        self.items.pop_front()
    }
}

/// Unpacks one member and no more than the limits allow of the whole file.
struct Metered<'a, R> {
    unpacked: R,
    taken: &'a AtomicU64,
    given: &'a mut u64,
    limits: crate::Limits,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        packed::check(&self.limits, self.taken.load(Ordering::Relaxed), *self.given)?;
        let count = self.unpacked.read(buffer)?;
        *self.given += count as u64;
        Ok(count)
    }
}

/// The next record; of its block no more than the limit is kept, the rest is passed over.
fn next(bytes: &mut impl BufRead, limit: usize) -> io::Result<Found> {
    skip_line_ends(bytes)?;
    if bytes.fill_buf()?.is_empty() {
        return Ok(Found::End);
    }
    let mut header = Vec::new();
    loop {
        let start = header.len();
        bytes.by_ref().take((HEADER - start) as u64).read_until(b'\n', &mut header)?;
        if start == 0 && !header.starts_with(MAGIC) {
            return Ok(Found::Garbage("it does not start with WARC/1."));
        }
        match header[start..].trim_ascii() {
            _ if header.len() >= HEADER => return Ok(Found::Garbage("its header has no end")),
            _ if header.len() == start => return Ok(Found::Broken),
            [] => break,
            _ => {}
        }
    }
    let header = String::from_utf8_lossy(&header);
    let field = |name| http::field(&header, name);
    let Some(length) = field("content-length").and_then(|length| length.parse::<u64>().ok()) else {
        return Ok(Found::Garbage("its header gives no Content-Length"));
    };
    let kept = length.min(limit as u64);
    let mut block = Vec::new();
    let read = bytes.by_ref().take(kept).read_to_end(&mut block)? as u64;
    let passed = io::copy(&mut bytes.by_ref().take(length - kept), &mut io::sink())?;
    if read + passed < length {
        return Ok(Found::Broken);
    }
    let url = field("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_string());
    let media = field("content-type").unwrap_or_default().to_ascii_lowercase();
    let kind = field("warc-type").unwrap_or_default().to_ascii_lowercase();
    Ok(Found::Record(Record { kind, url, media, block, is_cut: kept < length }))
}

/// Passes over the line ends that close the record before.
fn skip_line_ends(bytes: &mut impl BufRead) -> io::Result<()> {
    while let Some(b'\r' | b'\n') = bytes.fill_buf()?.first() {
        bytes.consume(1);
    }
    Ok(())
}

/// Passes over bytes until these, or as many of them as the buffer shows, stand ahead.
fn seek(bytes: &mut impl BufRead, mark: &[u8]) -> io::Result<()> {
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let ahead = |at: &usize| mark.starts_with(&buffer[*at..buffer.len().min(at + mark.len())]);
        let mut starts = (0..buffer.len()).filter(|at| buffer[*at] == mark[0]);
        match starts.find(ahead) {
            Some(at) => {
                bytes.consume(at);
                return Ok(());
            }
            None => {
                let count = buffer.len();
                bytes.consume(count);
            }
        }
    }
}

/// Media types of pages and texts; what tells none is looked at.
const MEDIA: [&str; 4] = ["", "text/html", "application/xhtml+xml", "text/plain"];

/// Reads the page of a record, where it holds one.
fn read(record: Record, place: &Place, setting: &Setting, items: &mut Items) {
    let Record { kind, url, media, block, is_cut } = record;
    let limit = setting.limits.page_bytes;
    let (media, encoding, body) = match kind.as_str() {
        "response" if media.contains("application/http") || media.is_empty() => {
            let Some(response) = http::read(&block) else {
                let cause = Cause::BrokenRecord { reason: "the response has no header".into() };
                return items.push_back(Err(Problem::new(place, cause)));
            };
            // Most of a crawl is neither: its bodies stay packed.
            if response.status != 200 || !MEDIA.contains(&response.media.as_str()) {
                return;
            }
            let body = response.unpacked(limit);
            (response.media, response.charset, body)
        }
        "resource" | "conversion" | "response" => (http::media(&media).to_string(), None, Body::Bytes(block)),
        _ => return,
    };
    let is_page = match (media.as_str(), &body) {
        ("text/html" | "application/xhtml+xml", _) => true,
        ("text/plain", _) => false,
        ("", Body::Bytes(bytes)) if html::is_page(bytes) => true,
        _ => return,
    };
    let say = |cause, items: &mut Items| items.push_back(Err(Problem::new(place, cause)));
    let bytes = match body {
        Body::Packed(packing) => return say(Cause::PackedOtherwise { packing: on_one_line(&packing) }, items),
        Body::TooLong => return say(Cause::TooLong { what: "a web page", limit }, items),
        Body::Bytes(_) if is_cut => return say(Cause::TooLong { what: "a web page", limit }, items),
        Body::Bytes(bytes) => bytes,
    };
    if is_page || html::is_page(&bytes) {
        return html::read(bytes, &Circumstances { url, encoding }, place, setting, items);
    }
    let (text, cause) = encoding::decode(bytes);
    if text.trim().is_empty() || encoding::strangeness(text.as_bytes()) > plain::STRANGE {
        return;
    }
    items.extend(cause.map(|cause| Err(Problem::new(place, cause))));
    let draft = Draft { text, url, is_one_by_url: true, place: place.clone(), ..Draft::default() };
    draft.finish(&setting.limits, items);
}
