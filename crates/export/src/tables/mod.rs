//! The record as tables: what `csv` and `parquet` write.
//!
//! A table is one file here. Lists in a cell are joined by " | ". Every row ends in the columns that tell which codes it
//! is written in.

mod articles;
mod claims;
mod events;
mod evidence;
mod reports;
mod standings;
mod stories;

use std::io;

pub(crate) use articles::ARTICLES;
pub(crate) use claims::CLAIMS;
pub(crate) use events::EVENTS;
pub(crate) use evidence::EVIDENCE;
pub(crate) use reports::REPORTS;
pub(crate) use standings::STANDINGS;
pub(crate) use stories::STORIES;
use terms::{Actor, Party};

use crate::source::{Source, name};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Real,
    Flag,
}

/// A cell; of its column's kind, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Nothing,
    Text(String),
    Integer(i64),
    Real(f64),
    Flag(bool),
}

pub(crate) type Row = Vec<Value>;

/// Takes the rows of a table, each with the day, or the moment, that it is filed under.
pub(crate) type Sink<'s> = dyn FnMut(Option<&str>, Row) -> io::Result<()> + 's;

/// A table.
pub(crate) struct Table {
    pub name: &'static str,
    columns: &'static [(&'static str, Kind)],
    rows: fn(&Source<'_>, &mut Sink<'_>) -> io::Result<()>,
}

/// Columns at the end of every table.
const MARKS: [(&str, Kind); 3] =
    [("ontology", Kind::Text), ("ontology_version", Kind::Text), ("mapping_version", Kind::Text)];

impl Table {
    /// Names and kinds of its columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        self.columns.iter().chain(&MARKS).copied()
    }

    /// Hands its rows over, in the record's order.
    pub(crate) fn rows(&self, source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
        let marks = source.marks();
        (self.rows)(source, &mut |day, mut row| {
            debug_assert_eq!(row.len(), self.columns.len(), "{}", self.name);
            row.extend([marks.ontology, marks.ontology_version, marks.mapping_version].map(text));
            sink(day, row)
        })
    }
}

fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

fn maybe<T: ToString>(value: Option<T>) -> Value {
    value.map_or(Value::Nothing, text)
}

fn whole(value: impl TryInto<i64>) -> Value {
    value.try_into().map_or(Value::Nothing, Value::Integer)
}

fn list<T: ToString>(values: impl IntoIterator<Item = T>) -> Value {
    let all: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    if all.is_empty() { Value::Nothing } else { Value::Text(all.join(" | ")) }
}

/// Names, codes, sectors and Wikidata items of one side; lists of equal length, with gaps where something is not known.
fn side(parties: &[Party]) -> [Value; 4] {
    let of = |part: &dyn Fn(&Party) -> String| list(parties.iter().map(part));
    [
        of(&|party| name(party).to_owned()),
        of(&|party| party.actor.code.clone().unwrap_or_default()),
        of(&|party| party.actor.sector.map(|sector| sector.to_string()).unwrap_or_default()),
        of(&|party| party.actor.wikidata_id.clone().unwrap_or_default()),
    ]
}

/// Name, code, sector and Wikidata item.
fn actor(actor: Option<&Actor>) -> [Value; 4] {
    [
        maybe(actor.map(|actor| &actor.name)),
        maybe(actor.and_then(|actor| actor.code.as_ref())),
        maybe(actor.and_then(|actor| actor.sector)),
        maybe(actor.and_then(|actor| actor.wikidata_id.as_ref())),
    ]
}
