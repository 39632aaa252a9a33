//! CSV and TSV with a header that names the fields: an article a row, a broken row named and left out.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::Value;
use terms::Place;

use super::record::Record;
use super::{Articles, Head, Setting, Source, in_steps, only, unreadable};
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
        let mut row = ByteRecord::new();
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(*delimiter).from_reader(line.as_bytes());
        let is_read = reader.read_byte_record(&mut row).is_ok();
        let names = if is_read { names(&row) } else { Vec::new() };
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

/// Whether a field of the first line may be a column's name: five words at most, short, without marks of a sentence.
fn is_name(name: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':' | '/' | '(' | ')' | '#');
    name.len() <= 60 && name.matches('_').count() <= 4 && name.chars().all(is_letter) && !name.ends_with(['.', ':'])
}

/// Names of a header, as they are compared.
fn names(header: &ByteRecord) -> Vec<String> {
    header.iter().map(|name| normal(&String::from_utf8_lossy(name))).collect()
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
    let Source { place, bytes, setting, .. } = source;
    let limit = setting.limits.line_bytes();
    let bytes = Allowance { bytes, used: 0, limit: limit as u64 };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
    let names = match reader.byte_headers() {
        Ok(header) => names(header),
        Err(error) => return only(Problem::new(&place, broken(error, limit))),
    };
    let columns: Vec<Option<usize>> = names.iter().map(|name| place_of(&setting, name)).collect();
    if !columns.contains(&Some(field::TEXT)) {
        return only(Problem::new(&place, fields::no_text(&names)));
    }
    let mut rows = Rows { reader, names, columns, limit, place, setting };
    in_steps(move |items| rows.step(items))
}

struct Rows {
    reader: Reader<Allowance>,
    names: Vec<String>,
    columns: Vec<Option<usize>>,
    limit: usize,
    place: Place,
    setting: Setting,
}

impl Rows {
    fn step(&mut self, items: &mut Items) -> Result<ControlFlow<()>, Problem> {
        self.reader.get_mut().used = 0;
        let mut row = ByteRecord::new();
        let read = self.reader.read_byte_record(&mut row);
        let line = row.position().unwrap_or(self.reader.position()).line();
        let place = Place { line: Some(line), ..self.place.clone() };
        if !read.map_err(|error| Problem::new(&place, broken(error, self.limit)))? {
            return Ok(ControlFlow::Break(()));
        }
        if row.len() == self.names.len() {
            self.read(&row, &place, items);
        } else {
            let cause = Cause::BrokenRow { found: row.len(), expected: self.names.len() };
            items.push_back(Err(Problem::new(&place, cause)));
        }
        Ok(ControlFlow::Continue(()))
    }

    fn read(&self, row: &ByteRecord, place: &Place, items: &mut Items) {
        let mut record = Record::default();
        // One word on the encoding of a row is enough.
        let mut warning = None;
        for ((name, column), value) in self.names.iter().zip(&self.columns).zip(row) {
            if column.is_none() || value.is_empty() {
                continue;
            }
            let (value, cause) = encoding::decode(value.to_vec());
            warning = warning.or(cause);
            record.add(&self.setting.fields, name.clone(), Value::String(value));
        }
        items.extend(warning.map(|cause| Err(Problem::new(place, cause))));
        record.read(place, &self.setting, items);
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
    used: u64,
    limit: u64,
}

impl Read for Allowance {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used > self.limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let count = self.bytes.read(buffer)?;
        self.used += count as u64;
        Ok(count)
    }
}
