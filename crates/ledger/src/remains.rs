//! What can still be read of a damaged file: its rows one by one, through whatever pages are whole.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, OptionalExtension};

use crate::soundness::is_damage;
use crate::store::connect;
use crate::{LedgerError, SCHEMA, schema};

/// Keys beyond the last known one that are tried where a table's end cannot be found.
const BEYOND: i64 = 20_000;

/// A table, its key and its other columns, as the schema has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    pub key: &'static str,
    pub columns: &'static str,
}

/// Every table, those that others point to first.
pub(crate) const TABLES: [Table; 8] = [
    Table { name: "runs", key: "run", columns: "read_at, command, inputs, version" },
    Table { name: "run_ends", key: "run", columns: "read_at, counts, problems" },
    Table { name: "articles", key: "article", columns: "id, content_hash, text, run, read_at" },
    Table { name: "sightings", key: "sighting", columns: "article, sighted, run, read_at" },
    Table { name: "coded", key: "coding", columns: "article, version, coded, run, read_at" },
    Table { name: "forgotten", key: "article", columns: "run, read_at" },
    Table { name: "corrections", key: "correction", columns: "target, field, before, after, author, reason, made_at" },
    Table { name: "amendments", key: "amendment", columns: "event, kind, said, changes, state, run, read_at" },
];

/// Whether all rows of a table could be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Every row was found.
    None,
    /// So many rows are known to be there and cannot be read.
    Rows(usize),
    /// Rows are lost, and nobody can say how many.
    Unknown,
}

/// Opens a file to save what can be saved: also one whose first page, where the tables are listed, is gone.
///
/// Every ledger of a schema has the same first pages, so a new ledger's takes the place of a lost one.
pub(crate) fn open(path: &Path) -> Result<Connection, LedgerError> {
    let looked = connect(path).and_then(|connection| schema::check(&connection, path).map(|()| connection));
    match looked {
        Err(error @ (LedgerError::NotADatabase { .. } | LedgerError::Damaged { .. })) => {
            grafted(path).map_err(|fault| LedgerError::of(path, fault))?.ok_or(error)
        }
        other => other,
    }
}

fn grafted(path: &Path) -> rusqlite::Result<Option<Connection>> {
    let Ok(mut bytes) = std::fs::read(path) else { return Ok(None) };
    let mut fresh = Connection::open_in_memory()?;
    if schema::prepare(&mut fresh, path).is_err() {
        return Ok(None);
    }
    let first = fresh.serialize(MAIN_DB)?;
    let page = usize::from(u16::from_be_bytes([first[16], first[17]]));
    if bytes.len() < 2 * page {
        return Ok(None);
    }
    bytes.truncate(bytes.len() / page * page);
    bytes[..page].copy_from_slice(&first[..page]);
    let pages = u32::try_from(bytes.len() / page).unwrap_or(u32::MAX);
    bytes[28..32].copy_from_slice(&pages.to_be_bytes());
    let mut connection = Connection::open_in_memory()?;
    let length = bytes.len();
    connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), length, true)?;
    let mut found = 0;
    for table in &TABLES {
        rows(&connection, table, &mut |_, _| found += 1)?;
    }
    Ok((found > 0).then_some(connection))
}

/// Gives every row of a table that can be read, by its key, and says whether those are all.
pub(crate) fn rows(
    connection: &Connection,
    table: &Table,
    take: &mut dyn FnMut(i64, Vec<Value>),
) -> rusqlite::Result<Loss> {
    let Table { name, key, columns } = table;
    let (mut lost, mut unknown) = (0, false);
    let Ok(mut one) = connection.prepare(&format!("SELECT {columns} FROM {name} NOT INDEXED WHERE {key} = ?1")) else {
        return Ok(Loss::Unknown);
    };
    let width = one.column_count();
    let mut give = |key: i64| -> rusqlite::Result<()> {
        let row = one
            .query_row([key], |row| (0..width).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>())
            .optional();
        match row {
            Ok(Some(values)) => take(key, values),
            Ok(None) => {}
            Err(error) if is_damage(&error) => lost += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    };
    let (keys, whole) = keys(connection, &format!("SELECT {key} FROM {name} NOT INDEXED ORDER BY {key}"))?;
    if whole {
        for key in keys {
            give(key)?;
        }
    } else {
        // Keys count up from 1, so those between can be asked for one by one.
        let (last, _) = self::keys(connection, &format!("SELECT {key} FROM {name} NOT INDEXED ORDER BY {key} DESC"))?;
        let end = match (keys.last(), last.first()) {
            (_, Some(last)) => *last,
            (first, None) => {
                unknown = true;
                first.copied().unwrap_or(0) + BEYOND
            }
        };
        for key in 1..=end {
            give(key)?;
        }
    }
    Ok(match (unknown, lost) {
        (true, _) => Loss::Unknown,
        (false, 0) if whole => Loss::None,
        // Pages were lost, yet no key is missing: nothing that a row stood in.
        (false, lost) => Loss::Rows(lost),
    })
}

/// The keys that a walk along the table meets, and whether it came to the end.
fn keys(connection: &Connection, sql: &str) -> rusqlite::Result<(Vec<i64>, bool)> {
    let mut keys = Vec::new();
    let mut walk = || -> rusqlite::Result<()> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            keys.push(row.get(0)?);
        }
        Ok(())
    };
    match walk() {
        Ok(()) => Ok((keys, true)),
        Err(error) if is_damage(&error) => Ok((keys, false)),
        Err(error) => Err(error),
    }
}

/// The schema that the tables above belong to; a new schema needs a look at them.
const _: () = assert!(SCHEMA == 2);
