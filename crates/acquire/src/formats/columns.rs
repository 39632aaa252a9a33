//! Parquet: an article a row; only the columns that give a field are read.

use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};
use terms::Place;

use super::record::Record;
use super::{Articles, Head, Setting, Source, held, in_steps, only};
use crate::draft::Items;
use crate::fields::{self, normal};
use crate::problem::on_one_line;
use crate::{Cause, Problem, guard};

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    head.bytes.starts_with(b"PAR1")
}

pub(super) fn open(source: Source) -> Articles {
    let Source { place, bytes, file, setting, .. } = source;
    let reader = match file {
        Some(file) => reader(file),
        None => held(bytes, "a Parquet file in a stream", setting.limits.held_bytes)
            .and_then(|held| reader(Bytes::from(held))),
    };
    match reader.and_then(|reader| rows(reader, &setting)) {
        Ok(rows) => {
            let mut rows = Rows { rows, number: 0, place, setting };
            in_steps(move |items| rows.step(items))
        }
        Err(cause) => only(Problem::new(&place, cause)),
    }
}

fn reader(bytes: impl ChunkReader + 'static) -> Result<Box<dyn FileReader>, Cause> {
    guarded(|| Ok(Box::new(SerializedFileReader::new(bytes)?) as Box<dyn FileReader>))
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
    let mut texts = setting.fields.paths(fields::field::TEXT).iter().filter_map(|path| path.first());
    if !texts.any(|first| names.contains(first)) {
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
}

impl Rows {
    fn step(&mut self, items: &mut Items) -> Result<ControlFlow<()>, Problem> {
        self.number += 1;
        // A row is its line in a table.
        let place = Place { line: Some(self.number), ..self.place.clone() };
        let row = guarded(|| self.rows.next().transpose()).map_err(|cause| Problem::new(&place, cause))?;
        let Some(row) = row else { return Ok(ControlFlow::Break(())) };
        record(row, &self.setting).read(&place, &self.setting, items);
        Ok(ControlFlow::Continue(()))
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
