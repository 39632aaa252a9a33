use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::Value;
use terms::{EventRow, Record};

use crate::articles::to_json;
use crate::store::Ledger;
use crate::{LedgerError, RunId};

/// How the record of an event changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmendmentKind {
    /// It was not in the record before.
    New,
    /// Some of its fields changed.
    Changed,
    /// It is no longer in the record under this id: merged with another, or no longer coded.
    Gone,
}

impl AmendmentKind {
    /// The spelling in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "new" => Self::New,
            "gone" => Self::Gone,
            _ => Self::Changed,
        }
    }
}

/// One change of an event in the record; never altered once written.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Id of the event.
    pub event: String,
    /// How it changed.
    pub kind: AmendmentKind,
    /// When what decides the new standing was said; `None` where unknown.
    pub said: Option<String>,
    /// Fields that changed: old and new value; empty for new and gone events.
    pub changes: BTreeMap<String, (Value, Value)>,
    /// The event after the change, in the fields of [`terms::EventRow`] but without any article's words; left out of what
    /// [`Ledger::amend`] returns.
    pub state: Option<Value>,
    /// When the program wrote it.
    pub read_at: Timestamp,
}

impl Ledger {
    /// Appends how a record differs from the last one that was amended; returns what was appended.
    ///
    /// It is drawn from what is stored, so one that was cut short is made up for by the next.
    ///
    /// # Errors
    /// The file cannot be written, or another program has been writing for ten seconds.
    pub fn amend(&mut self, run: RunId, read_at: Timestamp, record: &Record) -> Result<Vec<Amendment>, LedgerError> {
        self.write(|transaction| {
            let mut before = last_states(transaction)?;
            let mut amendments = Vec::new();
            let mut insert = transaction.prepare_cached(
                "INSERT INTO amendments (event, kind, said, changes, state, run, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            let mut append = |amendment: Amendment, state: Option<String>| -> rusqlite::Result<()> {
                insert.execute(params![
                    amendment.event,
                    amendment.kind.as_str(),
                    amendment.said,
                    to_json(&amendment.changes)?,
                    state,
                    run.0,
                    read_at.as_microsecond()
                ])?;
                amendments.push(amendment);
                Ok(())
            };
            for event in &record.events {
                let state = wordless(event)?;
                let text = state.to_string();
                let (kind, changes) = match before.remove(&event.id) {
                    Some(old) if old == text => continue,
                    Some(old) => match differences(&value(&old)?, &state) {
                        changes if changes.is_empty() => continue,
                        changes => (AmendmentKind::Changed, changes),
                    },
                    None => (AmendmentKind::New, BTreeMap::new()),
                };
                let amendment =
                    Amendment { event: event.id.clone(), kind, said: said(event), changes, state: None, read_at };
                append(amendment, Some(text))?;
            }
            for event in before.into_keys() {
                let changes = BTreeMap::new();
                append(Amendment { event, kind: AmendmentKind::Gone, said: None, changes, state: None, read_at }, None)?;
            }
            Ok(amendments)
        })
    }

    /// Ids that events bore once, by their beginning, with the last state of each that is known, as in [`Amendment::state`].
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn former(&self, beginning: &str) -> Result<BTreeMap<String, Value>, LedgerError> {
        let sql = "SELECT event, state FROM amendments WHERE substr(event, 1, length(?1)) = ?1 AND state IS NOT NULL ORDER BY amendment";
        let all = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([beginning], |row| Ok((row.get(0)?, crate::articles::json(row, 1)?)))?;
            rows.collect::<rusqlite::Result<BTreeMap<_, _>>>()
        };
        all().map_err(|error| self.fault(error))
    }

    /// Every change of one event, first to last; of all events where none is named.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn amendments(&self, event: Option<&str>) -> Result<Vec<Amendment>, LedgerError> {
        let sql = "SELECT event, kind, said, changes, state, read_at FROM amendments WHERE ?1 IS NULL OR event = ?1 ORDER BY amendment";
        let all = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([event], |row| {
                let state: Option<String> = row.get(4)?;
                Ok(Amendment {
                    event: row.get(0)?,
                    kind: AmendmentKind::parse(row.get_ref(1)?.as_str()?),
                    said: row.get(2)?,
                    changes: crate::articles::json(row, 3)?,
                    state: state.and_then(|state| serde_json::from_str(&state).ok()),
                    read_at: Timestamp::from_microsecond(row.get(5)?).unwrap_or_default(),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        all().map_err(|error| self.fault(error))
    }
}

/// The last state of every event that is not gone, as it was written.
fn last_states(connection: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let sql = "SELECT event, state FROM amendments WHERE amendment IN (SELECT max(amendment) FROM amendments GROUP BY event) AND state IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn value(text: &str) -> rusqlite::Result<Value> {
    serde_json::from_str(text).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// An event as JSON without any article's words, so that nothing here must be forgotten with an article.
fn wordless(event: &EventRow) -> rusqlite::Result<Value> {
    let mut event = event.clone();
    for piece in event.history.iter_mut().flat_map(|step| &mut step.evidence) {
        piece.quote.clear();
    }
    for party in event.actor.iter_mut().chain(&mut event.recipient) {
        party.text.clear();
    }
    // Through text, so that numbers compare as they will when they are read back.
    value(&to_json(&event)?)
}

/// When what decides an event's standing was said: the last step that decides, else the last.
fn said(event: &EventRow) -> Option<String> {
    let deciding = event.history.iter().rev().find(|step| step.decides);
    deciding.or(event.history.last()).and_then(|step| step.at.clone())
}

fn differences(old: &Value, new: &Value) -> BTreeMap<String, (Value, Value)> {
    let (Value::Object(old), Value::Object(new)) = (old, new) else { return BTreeMap::new() };
    let fields = old.keys().chain(new.keys().filter(|field| !old.contains_key(*field)));
    fields
        .filter(|field| old.get(*field) != new.get(*field))
        .map(|field| {
            (field.clone(), (old.get(field).cloned().unwrap_or_default(), new.get(field).cloned().unwrap_or_default()))
        })
        .collect()
}
