//! Parquet: an article a row; only the columns that give a field are read.

use std::io::Read;
use std::sync::Arc;

use jiff::Timestamp;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};
use terms::Place;

use super::record::Record;
use super::{Articles, Head, Setting, Source, only, unreadable};
use crate::draft::Items;
use crate::fields::{self, normal};
use crate::problem::on_one_line;
use crate::{Cause, Problem, guard};

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    head.bytes.starts_with(b"PAR1")
}

pub(super) fn open(source: Source) -> Articles {
    let Source { place, mut bytes, file, setting, .. } = source;
    let limit = setting.limits.held_bytes;
    let reader: Result<Box<dyn FileReader>, Cause> = match file {
        Some(file) => guarded(|| SerializedFileReader::new(file)).map(|reader| Box::new(reader) as Box<dyn FileReader>),
        None => {
            let mut held = Vec::new();
            match bytes.by_ref().take(limit as u64 + 1).read_to_end(&mut held) {
                Err(error) => Err(unreadable(&error)),
                Ok(_) if held.len() > limit => Err(Cause::TooLong { what: "a Parquet file in a stream", limit }),
                Ok(_) => guarded(|| SerializedFileReader::new(bytes::Bytes::from(held)))
                    .map(|reader| Box::new(reader) as Box<dyn FileReader>),
            }
        }
    };
    match reader.and_then(|reader| rows(reader, &setting)) {
        Ok(rows) => Box::new(Rows { rows, number: 0, place, setting, items: Items::new(), ended: false }),
        Err(cause) => only(Problem::new(&place, cause)),
    }
}

/// The rows of a file, with the columns that give a field.
fn rows(reader: Box<dyn FileReader>, setting: &Setting) -> Result<RowIter<'static>, Cause> {
    let schema = reader.metadata().file_metadata().schema().clone();
    let names: Vec<String> = schema.get_fields().iter().map(|column| normal(column.name())).collect();
    let columns: Vec<Arc<Type>> = schema
        .get_fields()
        .iter()
        .zip(&names)
        .filter(|(_, name)| setting.fields.wants(name))
        .map(|(column, _)| Arc::clone(column))
        .collect();
    let has_text = setting.fields.paths(fields::field::TEXT).iter().filter_map(|path| path.first());
    if !has_text.into_iter().any(|first| names.contains(first)) {
        return Err(fields::no_text(&names));
    }
    for group in reader.metadata().row_groups() {
        let mut size = 0i64;
        for column in group.columns() {
            let offsets = [Some(column.data_page_offset()), column.dictionary_page_offset()];
            let sizes = [column.compressed_size(), column.uncompressed_size()];
            if offsets.iter().flatten().chain(&sizes).any(|number| *number < 0) {
                return Err(Cause::BrokenTable { reason: "a column lies before the start of the file".into() });
            }
            let first = column.column_path().parts().first();
            if first.is_some_and(|name| setting.fields.wants(&normal(name))) {
                size = size.saturating_add(sizes[0].max(sizes[1]));
            }
        }
        if size > i64::try_from(setting.limits.held_bytes).unwrap_or(i64::MAX) {
            return Err(Cause::TooLong { what: "a row group", limit: setting.limits.held_bytes });
        }
    }
    guarded(|| {
        let projection = Type::group_type_builder(schema.name()).with_fields(columns).build()?;
        RowIter::from_file_into(reader).project(Some(projection))
    })
}

/// Calls the reader of Parquet, which may fail in more ways than by an error.
fn guarded<T>(call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Cause> {
    match guard::guarded(call) {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(Cause::BrokenTable { reason: on_one_line(&error.to_string()) }),
        None => Err(Cause::BrokenTable { reason: "its parts do not fit together".into() }),
    }
}

struct Rows {
    rows: RowIter<'static>,
    number: u64,
    place: Place,
    setting: Setting,
    items: Items,
    ended: bool,
}

impl Iterator for Rows {
    type Item = <Items as IntoIterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        while self.items.is_empty() && !self.ended {
            self.number += 1;
            // A row is its line in a table.
            let place = Place { line: Some(self.number), ..self.place.clone() };
            let rows = &mut self.rows;
            match guarded(|| rows.next().transpose()) {
                Ok(Some(row)) => record(row, &self.setting).read(&place, &self.setting, &mut self.items),
                Ok(None) => self.ended = true,
                Err(cause) => {
                    self.ended = true;
                    self.items.push_back(Err(Problem::new(&place, cause)));
                }
            }
        }
        self.items.pop_front()
    }
}

fn record(row: Row, setting: &Setting) -> Record {
    let mut record = Record::default();
    for (name, field) in row.into_columns() {
        record.add(&setting.fields, normal(&name), value(field, 0));
    }
    record
}

/// Deepest nesting of a value that is looked at.
const DEPTH: usize = 8;

fn value(field: Field, depth: usize) -> Value {
    let moment = |moment: Option<Timestamp>| moment.map_or(Value::Null, |moment| moment.to_string().into());
    match field {
        Field::Str(text) => text.into(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned().into(),
        Field::Bool(is) => is.into(),
        Field::Byte(number) => number.into(),
        Field::Short(number) => number.into(),
        Field::Int(number) => number.into(),
        Field::Long(number) => number.into(),
        Field::UByte(number) => number.into(),
        Field::UShort(number) => number.into(),
        Field::UInt(number) => number.into(),
        Field::ULong(number) => number.into(),
        Field::Date(days) => moment(Timestamp::from_second(i64::from(days) * 86_400).ok())
            .as_str()
            .map_or(Value::Null, |moment| moment[..10.min(moment.len())].into()),
        Field::TimestampMillis(millis) => moment(Timestamp::from_millisecond(millis).ok()),
        Field::TimestampMicros(micros) => moment(Timestamp::from_microsecond(micros).ok()),
        Field::Group(row) if depth < DEPTH => Value::Object(Map::from_iter(
            row.into_columns().into_iter().map(|(name, field)| (name, value(field, depth + 1))),
        )),
        Field::ListInternal(list) if depth < DEPTH => {
            list.elements().iter().map(|element| value(element.clone(), depth + 1)).collect()
        }
        _ => Value::Null,
    }
}
