//! A ledger file of every released schema is kept beside this test and must stay readable.
//!
//! A file is made once, when its schema is new, by
//! `DEMARCHE_MAKE_SCHEMA_FILE=1 cargo test -p ledger --test schema`, and committed (`git add -f`). It is never made anew after
//! the schema was released: when this test fails then, the program lost the power to read old ledgers, and a
//! migration or a `serde(default)` is missing.

mod sample;

use std::path::PathBuf;

use ledger::{Draft, Ledger, SCHEMA, View, Wish};
use sample::{Desk, article, at, collate};
use terms::{CorrectedField, Status};

fn kept(schema: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/schema-{schema}.db"))
}

#[test]
fn ledgers_of_every_released_schema_are_read() {
    for schema in 1..=SCHEMA {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::copy(kept(schema), &path).unwrap_or_else(|error| panic!("schema {schema}: {error}"));
        let ledger = Ledger::open(&path).unwrap_or_else(|error| panic!("schema {schema}: {error}"));
        let record =
            ledger.record(&View::default(), &collate).unwrap_or_else(|error| panic!("schema {schema}: {error}"));
        assert_eq!(record.articles.len(), 3, "schema {schema}");
        assert_eq!(record.events[0].standing, Status::Refused, "schema {schema}");
        let forgotten: Vec<_> = ledger.articles().unwrap().into_iter().filter(|stored| stored.forgotten).collect();
        assert_eq!(forgotten.len(), 1, "schema {schema}");
        assert_eq!(forgotten[0].public_id, "gone", "schema {schema}");
        assert_eq!(ledger.amendments(None).unwrap().len(), 1, "schema {schema}");
        assert_eq!(ledger.runs().unwrap()[0].command, "read", "schema {schema}");
    }
}

#[test]
fn ledgers_of_every_released_schema_can_be_corrected() {
    for schema in 1..=SCHEMA {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::copy(kept(schema), &path).unwrap();
        let mut ledger = Ledger::open(&path).unwrap();
        assert!(ledger.corrections(None).unwrap().is_empty(), "schema {schema}");
        let draft = Draft {
            wish: Wish::Set { event: "e1".into(), field: CorrectedField::Standing, after: "withdrawn".into() },
            before: Some("refused".into()),
            author: "Ada Quist".into(),
            reason: "taken back since".into(),
        };
        let made = ledger.correct(at(9), &draft, &collate).unwrap().unwrap();
        drop(ledger);
        let ledger = Ledger::open_read_only(&path).unwrap();
        assert_eq!(ledger.corrections(None).unwrap(), [made.correction], "schema {schema}");
        let record = ledger.record(&View::default(), &collate).unwrap();
        assert_eq!(record.events[0].standing, Status::Withdrawn, "schema {schema}");
    }
}

#[test]
fn a_kept_file_is_read_without_being_written() {
    let ledger = Ledger::open_read_only(&kept(SCHEMA)).unwrap();
    assert_eq!(ledger.articles().unwrap().len(), 3);
}

#[test]
fn the_file_of_this_schema_is_made_only_when_asked_for() {
    if std::env::var_os("DEMARCHE_MAKE_SCHEMA_FILE").is_none() {
        assert!(kept(SCHEMA).is_file(), "make it with DEMARCHE_MAKE_SCHEMA_FILE=1");
        return;
    }
    let mut desk = Desk::new();
    desk.read(
        1,
        &[
            article(None, "Envoys may have to leave, the minister proposed on Thursday.", Some("2016-12-29")),
            article(None, "The president refused to send anybody home.", Some("2016-12-30")),
            article(Some("gone"), "A text that was taken out.", None),
        ],
    );
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    desk.ledger.amend(desk.run, at(2), &record).unwrap();
    desk.ledger.forget(desk.run, at(3), "gone").unwrap();
    desk.ledger.end(desk.run, at(4), &ledger::RunEnd::default()).unwrap();
    let path = desk.path();
    let Desk { ledger, folder, .. } = desk;
    drop(ledger);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("PRAGMA journal_mode = DELETE; VACUUM;").unwrap();
    drop(connection);
    std::fs::copy(&path, kept(SCHEMA)).unwrap();
    drop(folder);
}
