use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::LedgerError;
use crate::store::Ledger;

/// Number of a call of the program that writes, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(pub i64);

/// One call of the program that wrote to the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// When it began.
    pub began: Timestamp,
    /// "read", "watch", "recode", "forget", "correct"; "lost" in a ledger that was salvaged, where nothing else is known of it.
    pub command: String,
    /// Paths or ids, as they were given.
    pub inputs: Vec<String>,
    /// Version of codebook and weights.
    pub version: String,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it ended; `None` where it was cut short or is still going on.
    pub end: Option<RunEnd>,
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunEnd {
    /// What was counted ("articles", "new", "known", …).
    pub counts: BTreeMap<String, u64>,
    /// What could not be read, a line each.
    pub problems: Vec<String>,
}

impl Ledger {
    /// Notes that a call begins; what it writes refers to it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin(
        &mut self,
        read_at: Timestamp,
        command: &str,
        inputs: &[String],
        version: &str,
    ) -> Result<RunId, LedgerError> {
        self.write(|transaction| begin(transaction, read_at, command, inputs, version))
    }

    /// Notes how a call ended.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn end(&mut self, run: RunId, read_at: Timestamp, end: &RunEnd) -> Result<(), LedgerError> {
        let counts: serde_json::Map<_, _> =
            end.counts.iter().map(|(name, &count)| (name.clone(), count.into())).collect();
        let (counts, problems) = (
            serde_json::Value::Object(counts).to_string(),
            serde_json::Value::from(end.problems.as_slice()).to_string(),
        );
        self.write(|transaction| {
            let sql = "INSERT INTO run_ends (run, read_at, counts, problems) VALUES (?1, ?2, ?3, ?4)";
            transaction.execute(sql, params![run.0, read_at.as_microsecond(), counts, problems]).map(|_| ())
        })
    }

    /// Every call that wrote, first to last.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>, LedgerError> {
        let sql = "SELECT run, runs.read_at, command, inputs, version, counts, problems, run_ends.read_at FROM runs LEFT JOIN run_ends USING (run) ORDER BY run";
        let all = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let counts: Option<String> = row.get(5)?;
                let problems: Option<String> = row.get(6)?;
                Ok(Run {
                    id: RunId(row.get(0)?),
                    began: Timestamp::from_microsecond(row.get(1)?).unwrap_or_default(),
                    command: row.get(2)?,
                    inputs: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
                    version: row.get(4)?,
                    ended: row.get::<_, Option<i64>>(7)?.and_then(|at| Timestamp::from_microsecond(at).ok()),
                    end: counts.map(|counts| RunEnd {
                        counts: serde_json::from_str(&counts).unwrap_or_default(),
                        problems: problems.and_then(|list| serde_json::from_str(&list).ok()).unwrap_or_default(),
                    }),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        all().map_err(|error| self.fault(error))
    }
}

/// Notes that a call begins, as part of more that is written.
pub(crate) fn begin(
    connection: &Connection,
    read_at: Timestamp,
    command: &str,
    inputs: &[String],
    version: &str,
) -> rusqlite::Result<RunId> {
    connection
        .prepare_cached("INSERT INTO runs (read_at, command, inputs, version) VALUES (?1, ?2, ?3, ?4)")?
        .insert(params![read_at.as_microsecond(), command, serde_json::Value::from(inputs).to_string(), version])
        .map(RunId)
}
