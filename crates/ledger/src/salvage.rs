use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use terms::Coded;

use crate::LedgerError;
use crate::corrections;
use crate::remains::{self, Loss, TABLES, Table};
use crate::sighting::Sighting;
use crate::soundness::{Fault, faults_of_file};
use crate::store::{Ledger, log_of};

/// What is left of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remains {
    /// The table.
    pub table: &'static str,
    /// Rows that can be read and hold what they should.
    pub kept: usize,
    /// Rows that can be read and do not, or that belong to an article that is lost.
    pub spoiled: usize,
    /// Rows that cannot be read.
    pub lost: Loss,
}

impl Remains {
    /// Whether anything is missing.
    pub fn is_whole(&self) -> bool {
        self.spoiled == 0 && self.lost == Loss::None
    }
}

/// The state of a ledger file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the log beside it; `None` where there is none.
    pub log_bytes: Option<u64>,
    /// What is wrong with pages and references.
    pub faults: Vec<Fault>,
    /// What is left, table by table.
    pub remains: Vec<Remains>,
}

impl Checkup {
    /// Whether nothing is missing and nothing wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.remains.iter().all(Remains::is_whole)
    }
}

/// Looks over a file that may be damaged, and writes nothing.
///
/// # Errors
/// There is no file, or it is no ledger, or one of another schema.
pub fn examine(path: &Path, hash: &dyn Fn(&str) -> String) -> Result<Checkup, LedgerError> {
    let connection = remains::open(path)?;
    let of = |error| LedgerError::of(path, error);
    let articles = articles(&connection, hash).map_err(of)?;
    let sift = Sift { articles };
    let remains =
        TABLES.iter().map(|table| sift.rows(&connection, table, &mut |_, _| Ok(()))).collect::<Result<_, _>>();
    let bytes = |path: &Path| std::fs::metadata(path).map(|data| data.len()).ok();
    Ok(Checkup {
        bytes: bytes(path).unwrap_or_default(),
        log_bytes: bytes(&log_of(path)).filter(|bytes| *bytes > 0),
        faults: faults_of_file(&connection),
        remains: remains.map_err(of)?,
    })
}

/// Copies what can be read of a damaged file into a new ledger; the damaged file is left as it is.
///
/// The new ledger holds only texts that agree with their hashes, and only rows whose article is there. What is lost
/// comes back when its source is read again.
///
/// # Errors
/// `to` is there already or cannot be written; nothing of the file can be read.
pub fn salvage(path: &Path, to: &Path, hash: &dyn Fn(&str) -> String) -> Result<Vec<Remains>, LedgerError> {
    if to.exists() {
        return Err(LedgerError::Exists { path: to.into() });
    }
    let connection = remains::open(path)?;
    let articles = articles(&connection, hash).map_err(|error| LedgerError::of(path, error))?;
    let sift = Sift { articles };
    let mut copy = Ledger::open(to)?;
    copy.write(|transaction| {
        let mut remains = Vec::new();
        for table in &TABLES {
            let Table { name, key, columns } = table;
            let marks = vec!["?"; columns.split(", ").count() + 1].join(", ");
            let mut insert = transaction.prepare(&format!("INSERT INTO {name} ({key}, {columns}) VALUES ({marks})"))?;
            let mut missing = transaction.prepare(
                "INSERT OR IGNORE INTO runs (run, read_at, command, inputs, version) VALUES (?1, ?2, 'lost', '[]', '')",
            )?;
            let run = columns.split(", ").position(|column| column == "run");
            let read_at = columns.split(", ").position(|column| column == "read_at");
            remains.push(sift.rows(&connection, table, &mut |key, values| {
                if let (Some(run), Some(read_at)) = (run, read_at) {
                    missing.execute(params![values[run], values[read_at]])?;
                } else if *name == "run_ends" {
                    missing.execute(params![key, values[0]])?;
                }
                insert.execute(params_from_iter([Value::Integer(key)].iter().chain(values)))?;
                Ok(())
            })?);
        }
        Ok(remains)
    })
}

/// Keys of the articles whose text is whole and of which a sighting is left; without one nothing is known of an article
/// but its words.
fn articles(connection: &Connection, hash: &dyn Fn(&str) -> String) -> rusqlite::Result<BTreeSet<i64>> {
    let mut sighted = BTreeSet::new();
    let mut whole = BTreeSet::new();
    for table in TABLES.iter().filter(|table| ["articles", "sightings"].contains(&table.name)) {
        remains::rows(connection, table, &mut |key, values| match values.as_slice() {
            [Value::Integer(article), Value::Text(text), _, _] if serde_json::from_str::<Sighting>(text).is_ok() => {
                sighted.insert(*article);
            }
            [Value::Text(_), Value::Text(expected), Value::Text(text), ..] if hash(text) == *expected => {
                whole.insert(key);
            }
            [Value::Text(_), Value::Text(_), Value::Null, ..] => drop(whole.insert(key)),
            _ => {}
        })?;
    }
    Ok(whole.intersection(&sighted).copied().collect())
}

/// Tells rows that hold what they should from those that do not.
struct Sift {
    articles: BTreeSet<i64>,
}

impl Sift {
    fn rows(
        &self,
        connection: &Connection,
        table: &Table,
        take: &mut dyn FnMut(i64, &[Value]) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Remains> {
        let (mut kept, mut spoiled) = (0, 0);
        let mut failed = Ok(());
        let lost = remains::rows(connection, table, &mut |key, values| {
            if failed.is_err() {
                return;
            }
            if self.holds(table.name, key, &values) {
                kept += 1;
                failed = take(key, &values);
            } else {
                spoiled += 1;
            }
        })?;
        failed?;
        Ok(Remains { table: table.name, kept, spoiled, lost })
    }

    fn holds(&self, table: &str, key: i64, values: &[Value]) -> bool {
        let has = |value: &Value| matches!(value, Value::Integer(key) if self.articles.contains(key));
        match (table, values) {
            ("articles" | "forgotten", _) => self.articles.contains(&key),
            ("sightings", [article, Value::Text(text), ..]) => {
                has(article) && serde_json::from_str::<Sighting>(text).is_ok()
            }
            ("coded", [article, Value::Text(_), Value::Text(text), ..]) => {
                has(article) && serde_json::from_str::<Coded>(text).is_ok()
            }
            ("amendments", [_, _, _, Value::Text(changes), state, ..]) => {
                let json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
                json(changes) && !matches!(state, Value::Text(text) if !json(text))
            }
            ("corrections", row) => corrections::is_whole(row),
            ("sightings" | "coded" | "amendments", _) => false,
            _ => true,
        }
    }
}
