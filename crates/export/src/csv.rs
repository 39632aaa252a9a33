//! A table as comma-separated values, RFC 4180; nothing is an empty cell.

use std::io::{self, Write};

use crate::source::Source;
use crate::tables::{Table, Value};

/// Writes a table with a head.
pub(crate) fn write(source: &Source<'_>, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(table.columns().map(|(name, _)| name))?;
    table.rows(source, &mut |_, row| Ok(sheet.write_record(row.iter().map(cell))?))?;
    sheet.flush()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}
