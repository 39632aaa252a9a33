//! The table of corrections. It was there from the first schema on, so that it has no column for all that a correction is:
//!
//! | column | holds |
//! | --- | --- |
//! | `field` | the field that is set, else what the correction does ("reject", "merge", …) |
//! | `target` | JSON: all else of [`terms::Judgement`] — events by the places of their reports, actors, a correction |
//! | `before`, `after` | JSON: what stood there and what stands from now on |
//! | `made_at` | microseconds; no two are the same, so that they are the order |

use jiff::Timestamp;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Map, Value};
use terms::{CorrectedField, Correction, CorrectionKind, Judgement};

use crate::store::Ledger;
use crate::{LedgerError, Until};

/// Digits of a correction's id.
const DIGITS: usize = 12;

/// A row, before it is known to hold what it should.
struct Row {
    number: i64,
    target: String,
    field: String,
    before: Option<String>,
    after: Option<String>,
    author: String,
    reason: String,
    made_at: Timestamp,
}

impl Ledger {
    /// What people set right, in the order in which they did; by a moment, where one is given.
    ///
    /// # Errors
    /// The file cannot be read, or a correction has a form that this program does not know.
    pub fn corrections(&self, read_as_of: Option<Until>) -> Result<Vec<Correction>, LedgerError> {
        let until = read_as_of.map_or(i64::MAX, Until::last_microsecond);
        let sql = "SELECT correction, target, field, before, after, author, reason, made_at FROM corrections
                   WHERE made_at <= ?1 ORDER BY made_at, correction";
        let rows = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([until], |row| {
                Ok(Row {
                    number: row.get(0)?,
                    target: row.get(1)?,
                    field: row.get(2)?,
                    before: row.get(3)?,
                    after: row.get(4)?,
                    author: row.get(5)?,
                    reason: row.get(6)?,
                    made_at: Timestamp::from_microsecond(row.get(7)?).unwrap_or_default(),
                })
            })?;
            rows.collect()
        };
        let rows = rows().map_err(|error| self.fault(error))?;
        let read = |row: Row| {
            let number = row.number;
            correction(row).map_err(|source| LedgerError::Correction { path: self.path.clone(), number, source })
        };
        rows.into_iter().map(read).collect()
    }
}

/// A correction with its id: the hash of all that it says.
pub(crate) fn identified(
    judgement: Judgement,
    author: String,
    reason: String,
    made_at: Timestamp,
) -> serde_json::Result<Correction> {
    let said = serde_json::to_string(&(&judgement, &author, &reason, made_at.as_microsecond()))?;
    let id = blake3::hash(said.as_bytes()).to_hex()[..DIGITS].to_owned();
    Ok(Correction { id, judgement, author, reason, made_at })
}

/// When the last correction was made.
pub(crate) fn last(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT max(made_at) FROM corrections", [], |row| row.get(0)).optional().map(Option::flatten)
}

/// Appends a correction.
pub(crate) fn insert(connection: &Connection, correction: &Correction) -> rusqlite::Result<()> {
    let wrong = |error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let mut said = match serde_json::to_value(&correction.judgement).map_err(wrong)? {
        Value::Object(said) => said,
        _ => Map::new(),
    };
    let kind = said.remove("kind");
    let field = said.remove("field").or(kind);
    let (before, after) = (said.remove("before"), said.remove("after"));
    connection.execute(
        "INSERT INTO corrections (target, field, before, after, author, reason, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            Value::Object(said).to_string(),
            field.as_ref().and_then(Value::as_str),
            before.map(|value| value.to_string()),
            after.map(|value| value.to_string()),
            correction.author,
            correction.reason,
            correction.made_at.as_microsecond()
        ],
    )?;
    Ok(())
}

fn correction(row: Row) -> serde_json::Result<Correction> {
    let judgement = judgement(&row.target, &row.field, row.before.as_deref(), row.after.as_deref())?;
    identified(judgement, row.author, row.reason, row.made_at)
}

fn judgement(target: &str, field: &str, before: Option<&str>, after: Option<&str>) -> serde_json::Result<Judgement> {
    let mut said: Map<String, Value> = serde_json::from_str(target)?;
    let set = CorrectedField::parse(field);
    let kind = if set.is_some() { CorrectionKind::Set.as_str() } else { field };
    said.insert("kind".to_owned(), kind.into());
    if let Some(field) = set {
        said.insert("field".to_owned(), field.as_str().into());
    }
    for (name, value) in [("before", before), ("after", after)] {
        if let Some(value) = value {
            said.insert(name.to_owned(), serde_json::from_str(value)?);
        }
    }
    Judgement::deserialize(Value::Object(said))
}

/// Whether a row, without its key, holds a correction.
pub(crate) fn is_whole(row: &[Cell]) -> bool {
    let text = |cell: &Cell| match cell {
        Cell::Null => Some(None),
        Cell::Text(text) => Some(Some(text.clone())),
        _ => None,
    };
    match row {
        [Cell::Text(target), Cell::Text(field), before, after, Cell::Text(_), Cell::Text(_), Cell::Integer(_)] => {
            match (text(before), text(after)) {
                (Some(before), Some(after)) => judgement(target, field, before.as_deref(), after.as_deref()).is_ok(),
                _ => false,
            }
        }
        _ => false,
    }
}
