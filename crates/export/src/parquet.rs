//! A table as Parquet, packed by Snappy. Integers are signed, since readers such as Spark know no others.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::day;
use crate::format::Folder;
use crate::source::Source;
use crate::tables::{Kind, Row, Table, Value};

/// Rows that are held before they are written.
const GROUP: usize = 10_000;

/// What Hive, Spark, Arrow and DuckDB call the partition of rows without a value.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes a table as one file.
pub(crate) fn write(source: &Source<'_>, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut file = File::open(source, table, out).map_err(failed)?;
    let mut held: Vec<Row> = Vec::new();
    table.rows(source, &mut |_, row| {
        held.push(row);
        if held.len() == GROUP { file.group(&std::mem::take(&mut held)) } else { Ok(()) }
    })?;
    file.close(&held)
}

/// Writes a table as a file a day, in folders as Hive names them; the day is told by the folder alone.
pub(crate) fn by_day(source: &Source<'_>, table: &Table, folder: &mut dyn Folder) -> io::Result<()> {
    let mut days: BTreeMap<Option<String>, Vec<Row>> = BTreeMap::new();
    table.rows(source, &mut |told, row| {
        let day = told.and_then(day::day).map(|day| day.to_string());
        days.entry(day).or_default().push(row);
        Ok(())
    })?;
    if days.is_empty() {
        days.insert(None, Vec::new()); // readers still find the columns
    }
    for (day, rows) in days {
        let day = day.as_deref().unwrap_or(NO_DAY);
        let out = folder.create(&format!("{}/day={day}/part-0.parquet", table.name))?;
        let mut file = File::open(source, table, out).map_err(failed)?;
        let mut groups = rows.chunks(GROUP).peekable();
        let mut last: &[Row] = &[];
        while let Some(group) = groups.next() {
            if groups.peek().is_some() { file.group(group)? } else { last = group }
        }
        file.close(last)?;
    }
    Ok(())
}

/// A file that is being written: what the library makes is handed on after each group of rows.
struct File<'a> {
    writer: SerializedFileWriter<Pipe>,
    pipe: Pipe,
    out: &'a mut dyn Write,
}

/// Bytes on their way: the library wants a writer that may go to another thread, which ours need not be.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> File<'a> {
    fn open(source: &Source<'_>, table: &Table, out: &'a mut dyn Write) -> Result<Self, ParquetError> {
        let columns = table.columns().map(|(name, kind)| column(name, kind).map(Arc::new));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder(table.name).with_fields(columns).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(source.program.to_owned())
            .build();
        let pipe = Pipe::default();
        let writer = SerializedFileWriter::new(pipe.clone(), Arc::new(schema), Arc::new(properties))?;
        Ok(Self { writer, pipe, out })
    }

    fn group(&mut self, rows: &[Row]) -> io::Result<()> {
        self.append(rows).map_err(failed)?;
        self.writer.flush()?;
        self.out.write_all(&self.pipe.take())
    }

    fn append(&mut self, rows: &[Row]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut index = 0;
        while let Some(mut column) = group.next_column()? {
            fill(&mut column, rows.iter().map(|row| &row[index]))?;
            column.close()?;
            index += 1;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the last rows and the file's end.
    fn close(mut self, rows: &[Row]) -> io::Result<()> {
        if !rows.is_empty() {
            self.group(rows)?;
        }
        self.writer.finish().map_err(failed)?;
        self.writer.flush()?;
        self.out.write_all(&self.pipe.take())
    }
}

fn column(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let physical = match kind {
        Kind::Text => Physical::BYTE_ARRAY,
        Kind::Integer => Physical::INT64,
        Kind::Real => Physical::DOUBLE,
        Kind::Flag => Physical::BOOLEAN,
    };
    let logical = (kind == Kind::Text).then_some(LogicalType::String);
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn fill<'v>(
    column: &mut SerializedColumnWriter<'_>,
    values: impl Iterator<Item = &'v Value> + Clone,
) -> Result<(), ParquetError> {
    use parquet::column::writer::ColumnWriter::{BoolColumnWriter, ByteArrayColumnWriter, DoubleColumnWriter};
    match column.untyped() {
        BoolColumnWriter(_) => put::<BoolType>(column, values, |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }),
        DoubleColumnWriter(_) => put::<DoubleType>(column, values, |value| match value {
            Value::Real(number) => Some(*number),
            _ => None,
        }),
        ByteArrayColumnWriter(_) => put::<ByteArrayType>(column, values, |value| match value {
            Value::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        _ => put::<Int64Type>(column, values, |value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }),
    }
}

fn put<'v, T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: impl Iterator<Item = &'v Value>,
    read: impl Fn(&Value) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let mut levels = Vec::new();
    let mut known = Vec::new();
    for value in values {
        let value = read(value);
        levels.push(i16::from(value.is_some()));
        known.extend(value);
    }
    column.typed::<T>().write_batch(&known, Some(&levels), None)?;
    Ok(())
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
