//! CSV and TSV with a header that names the fields: an article a row, a broken row named and left out.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::Value;
use terms::Place;

use super::record::Record;
use super::{Articles, Head, Setting, Source, only, unreadable};
use crate::draft::Items;
use crate::fields::{self, field, normal};
use crate::{Cause, Problem, encoding};

/// What may stand between the fields of a row.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Known names in a header from which it is one, though none of them gives the text.
const TELLING: usize = 3;

pub(super) fn recognises(head: &Head, setting: &Setting) -> bool {
    delimiter(head, setting).is_some()
}

/// The delimiter by which the first line is a header with names that are known.
fn delimiter(head: &Head, setting: &Setting) -> Option<u8> {
    let end = head.bytes.iter().position(|byte| *byte == b'\n').or(head.whole.then_some(head.bytes.len()))?;
    let line = std::str::from_utf8(&head.bytes[..end]).ok()?;
    let is_header = |delimiter: &u8| {
        let names = header(line.as_bytes(), *delimiter);
        if names.len() < 2 || !names.iter().all(|name| is_name(name)) {
            return false;
        }
        let mut known: Vec<usize> = names.iter().filter_map(|name| place_of(setting, name)).collect();
        known.sort_unstable();
        known.dedup();
        let has_text = known.contains(&field::TEXT) && known.len() > 1;
        has_text || known.len() >= TELLING || names.iter().any(|name| name == "text")
    };
    DELIMITERS.into_iter().find(is_header)
}

/// Whether a field of the first line may be a column's name: three words at most, without marks of a sentence.
fn is_name(name: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':' | '/' | '(' | ')' | '#');
    name.len() <= 60 && name.matches('_').count() <= 4 && name.chars().all(is_letter) && !name.ends_with(['.', ':'])
}

/// Names of a header, as they are compared.
fn header(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut record = ByteRecord::new();
    let read =
        ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line).read_byte_record(&mut record);
    if read.is_err() {
        return Vec::new();
    }
    record.iter().map(|name| normal(&String::from_utf8_lossy(name))).collect()
}

/// The field that a column gives; a path into objects has no place in a table but stands for itself.
fn place_of(setting: &Setting, name: &str) -> Option<usize> {
    setting.fields.field(name).or_else(|| {
        (0..fields::FIELDS.len()).find(|at| setting.fields.paths(*at).iter().any(|path| path.join(".") == name))
    })
}

pub(super) fn open(source: Source) -> Articles {
    let Some(delimiter) = delimiter(&source.head, &source.setting) else {
        return only(Problem::new(&source.place, Cause::Empty));
    };
    let used = Arc::new(AtomicU64::new(0));
    let limit = source.setting.limits.line_bytes();
    let bytes = Allowance { bytes: source.bytes, used: Arc::clone(&used), limit: limit as u64 };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
    let names: Vec<String> = match reader.byte_headers() {
        Ok(names) => names.iter().map(|name| normal(&String::from_utf8_lossy(name))).collect(),
        Err(error) => return only(Problem::new(&source.place, broken(error, limit))),
    };
    let columns: Vec<Option<usize>> = names.iter().map(|name| place_of(&source.setting, name)).collect();
    if !columns.contains(&Some(field::TEXT)) {
        return only(Problem::new(&source.place, fields::no_text(&names)));
    }
    let (place, setting) = (source.place, source.setting);
    Box::new(Rows { reader, used, names, columns, limit, place, setting, items: Items::new(), ended: false })
}

struct Rows {
    reader: Reader<Allowance>,
    used: Arc<AtomicU64>,
    names: Vec<String>,
    columns: Vec<Option<usize>>,
    limit: usize,
    place: Place,
    setting: Setting,
    items: Items,
    ended: bool,
}

impl Rows {
    fn step(&mut self) {
        self.used.store(0, Ordering::Relaxed);
        let mut row = ByteRecord::new();
        let mut place = self.place.clone();
        let read = self.reader.read_byte_record(&mut row);
        place.line = Some(row.position().unwrap_or(self.reader.position()).line());
        let say = |cause| Err(Problem::new(&place, cause));
        match read {
            Ok(false) => self.ended = true,
            Ok(true) if row.len() != self.names.len() => {
                let cause = Cause::BrokenRow { found: row.len(), expected: self.names.len() };
                self.items.push_back(say(cause));
            }
            Ok(true) => self.read(&row, &place),
            Err(error) => {
                self.ended = true;
                self.items.push_back(say(broken(error, self.limit)));
            }
        }
    }

    fn read(&mut self, row: &ByteRecord, place: &Place) {
        let mut record = Record::default();
        let warned = Cell::new(false);
        for ((name, column), value) in self.names.iter().zip(&self.columns).zip(row) {
            if column.is_none() || value.is_empty() {
                continue;
            }
            let (value, cause) = encoding::decode(value.to_vec());
            // One word on the encoding of a row is enough.
            if let Some(cause) = cause.filter(|_| !warned.replace(true)) {
                self.items.push_back(Err(Problem::new(place, cause)));
            }
            record.add(&self.setting.fields, name.clone(), Value::String(value));
        }
        record.read(place, &self.setting, &mut self.items);
    }
}

impl Iterator for Rows {
    type Item = <Items as IntoIterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        while self.items.is_empty() && !self.ended {
            self.step();
        }
        self.items.pop_front()
    }
}

fn broken(error: csv::Error, limit: usize) -> Cause {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Cause::EndlessRow { limit },
        csv::ErrorKind::Io(error) => unreadable(&error),
        _ => Cause::Unreadable { reason: "the table cannot be read".into() },
    }
}

/// Gives no more bytes to one row than a row may have: a quotation mark without its fellow would take the whole file.
struct Allowance {
    bytes: Box<dyn BufRead + Send>,
    used: Arc<AtomicU64>,
    limit: u64,
}

impl Read for Allowance {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used.load(Ordering::Relaxed) > self.limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let count = self.bytes.read(buffer)?;
        self.used.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
