//! WARC, the archive of web crawls, plain or packed member by member: its pages, each located by offset and length.
//!
//! Responses with a page, and texts that another program drew from one; requests, images, scripts, redirects and
//! whatever else a crawl keeps are no articles and are passed over.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use flate2::bufread::GzDecoder;
use terms::Place;

use super::html::{self, Circumstances};
use super::http::{self, Body};
use super::packed::{self, Bounded, Counting, GZIP};
use super::plain;
use super::{Articles, Head, Setting, Source, in_steps, unreadable};
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
    in_archive(source, Archive::step_plain)
}

pub(super) fn open_packed(source: Source) -> Articles {
    in_archive(source, Archive::step_packed)
}

fn in_archive(source: Source, step: fn(&mut Archive, &mut Items) -> io::Result<ControlFlow<()>>) -> Articles {
    let Source { place, bytes, setting, .. } = source;
    let bytes = Counting { bytes, taken: Arc::default() };
    let mut archive = Archive { bytes, given: 0, place: place.clone(), setting };
    in_steps(move |items| step(&mut archive, items).map_err(|error| Problem::new(&place, unreadable(&error))))
}

struct Archive {
    bytes: Counting<Box<dyn BufRead + Send>>,
    /// Bytes unpacked so far.
    given: u64,
    place: Place,
    setting: Setting,
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
    fn step_plain(&mut self, items: &mut Items) -> io::Result<ControlFlow<()>> {
        skip_line_ends(&mut self.bytes)?;
        let (offset, limit) = (self.offset(), self.longest());
        let found = next(&mut self.bytes, limit)?;
        let is_last = matches!(found, Found::Broken | Found::End);
        if let Found::Garbage(_) = found {
            seek(&mut self.bytes, MAGIC)?;
        }
        self.take(found, offset, items);
        Ok(if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn step_packed(&mut self, items: &mut Items) -> io::Result<ControlFlow<()>> {
        let offset = self.offset();
        let Some(first) = self.bytes.fill_buf()?.first() else { return Ok(ControlFlow::Break(())) };
        if *first != GZIP[0] {
            seek(&mut self.bytes, GZIP)?;
            self.say(offset, Cause::BrokenRecord { reason: "there is no gzip member here".into() }, items);
            return Ok(ControlFlow::Continue(()));
        }
        let mut found = Vec::new();
        let outcome = self.member(&mut found);
        if self.offset() == offset {
            self.bytes.consume(1);
        }
        // Where a member holds one record, as it should, the record is where the member is.
        for found in found {
            self.take(found, offset, items);
        }
        let Err(error) = outcome else { return Ok(ControlFlow::Continue(())) };
        let limit = packed::over_limit(&error);
        let flow = if limit.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let broken = || Cause::BrokenRecord { reason: on_one_line(&error.to_string()) };
        self.say(offset, limit.unwrap_or_else(broken), items);
        Ok(flow)
    }

    /// Unpacks one member and finds its records.
    fn member(&mut self, found: &mut Vec<Found>) -> io::Result<()> {
        let (limit, limits) = (self.longest(), self.setting.limits);
        let (taken, given) = (Arc::clone(&self.bytes.taken), self.given);
        let unpacked = GzDecoder::new(&mut self.bytes);
        let mut unpacked = BufReader::with_capacity(1 << 16, Bounded { unpacked, taken, given, limits });
        let outcome = records(&mut unpacked, limit, found);
        self.given = unpacked.get_ref().given;
        outcome
    }

    /// Bytes of the file before the one to be read next.
    fn offset(&self) -> u64 {
        self.bytes.taken.load(Ordering::Relaxed)
    }

    /// Most bytes of a record's block that are kept.
    fn longest(&self) -> usize {
        self.setting.limits.page_bytes + HEADER
    }

    fn say(&self, offset: u64, cause: Cause, items: &mut Items) {
        let place = Place { offset: Some(offset), ..self.place.clone() };
        items.push_back(Err(Problem::new(&place, cause)));
    }

    fn take(&self, found: Found, offset: u64, items: &mut Items) {
        match found {
            Found::End => {}
            Found::Broken => {
                self.say(offset, Cause::BrokenRecord { reason: "the archive ends within it".into() }, items);
            }
            Found::Garbage(reason) => self.say(offset, Cause::BrokenRecord { reason: reason.into() }, items),
            Found::Record(record) => {
                let length = self.offset() - offset;
                let place = Place { offset: Some(offset), length: Some(length), ..self.place.clone() };
                read(record, &place, &self.setting, items);
            }
        }
    }
}

/// The records of one member, as many of them as fit in memory; the rest is passed over.
fn records(unpacked: &mut impl BufRead, limit: usize, found: &mut Vec<Found>) -> io::Result<()> {
    let (mut held, most) = (0, limit.saturating_mul(8));
    while held <= most {
        match next(unpacked, limit)? {
            Found::End => return Ok(()),
            Found::Garbage(reason) => {
                found.push(Found::Garbage(reason));
                break;
            }
            Found::Record(record) => {
                held += record.block.len();
                found.push(Found::Record(record));
            }
            Found::Broken => found.push(Found::Broken),
        }
    }
    if held > most {
        found.push(Found::Garbage("it holds more records than fit in memory; pack them one by one"));
    }
    io::copy(unpacked, &mut io::sink()).map(drop)
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
        Body::TooLong => return say(Cause::TooLong { what: html::WHAT, limit }, items),
        Body::Bytes(_) if is_cut => return say(Cause::TooLong { what: html::WHAT, limit }, items),
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
