//! Copies, checks, and what is left of a ledger that was damaged.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod sample;

use std::path::PathBuf;

use ledger::{Fault, Ledger, LedgerError, Loss, View, examine, salvage};
use sample::{Desk, article, at, collate, hash, json_of};

/// A ledger of many articles, folded into one file.
fn filled() -> (tempfile::TempDir, PathBuf, String) {
    let mut desk = Desk::new();
    let filler = "The envoys of both sides met again and said nothing that was new. ".repeat(40);
    let articles: Vec<_> = (0..120)
        .map(|index| article(Some(&format!("n{index}")), &format!("Talks, day {index}. {filler}"), Some("2016-12-29")))
        .collect();
    for (seconds, batch) in (0..).zip(articles.chunks(40)) {
        desk.read(seconds, batch);
    }
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    desk.ledger.amend(desk.run, at(9), &record).unwrap();
    let (json, path) = (desk.json(), desk.path());
    let Desk { ledger, folder, .. } = desk;
    drop(ledger);
    (folder, path, json)
}

fn spoil(path: &PathBuf, pages: std::ops::Range<usize>) {
    let mut bytes = std::fs::read(path).unwrap();
    for byte in &mut bytes[pages.start * 4096..pages.end * 4096] {
        *byte = 0xA5;
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_taken_while_the_ledger_is_open_is_the_same_ledger() {
    let mut desk = Desk::new();
    desk.read(1, &[article(None, "The minister proposed it.", Some("2016-12-29"))]);
    let copy = desk.folder.path().join("copy.db");
    desk.ledger.backup(&copy).unwrap();
    assert_eq!(json_of(&Ledger::open_read_only(&copy).unwrap()), desk.json());
    assert!(matches!(desk.ledger.backup(&copy), Err(LedgerError::Exists { .. })));
    let nowhere = desk.ledger.backup(&desk.folder.path().join("none/copy.db"));
    assert!(matches!(nowhere, Err(LedgerError::CannotOpen { .. })), "{nowhere:?}");
}

#[test]
fn a_ledger_that_is_sound_is_found_sound_also_where_a_text_was_forgotten() {
    let mut desk = Desk::new();
    let secret = article(Some("secret"), "The minister proposed it in secret.", None);
    desk.read(1, &[secret, article(None, "The president refused it.", None)]);
    desk.ledger.forget(desk.run, at(2), "secret").unwrap();
    let verdict = desk.ledger.verify(&hash).unwrap();
    assert_eq!((verdict.articles, verdict.forgotten, verdict.codings), (1, 1, 2));
    assert!(verdict.pieces > 0 && verdict.faults.is_empty(), "{verdict:?}");
}

#[test]
fn a_text_or_a_quote_that_was_altered_is_found() {
    let (_folder, path, _) = filled();
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch(
            "DROP TRIGGER articles_stay; DROP TRIGGER coded_stay;
             UPDATE articles SET text = replace(text, 'Talks', 'Talk!') WHERE id = 'n7';
             UPDATE coded SET coded = replace(coded, '\"quote\":\"Talks,', '\"quote\":\"Tulks,') WHERE article = 3;",
        )
        .unwrap();
    drop(other);
    let verdict = Ledger::open_read_only(&path).unwrap().verify(&hash).unwrap();
    assert!(verdict.faults.contains(&Fault::Text { article: "n7".into() }), "{:?}", verdict.faults);
    let quoted = |fault: &Fault| matches!(fault, Fault::Evidence { article, start: 0, end: 6 } if article == "n2");
    assert!(verdict.faults.iter().any(quoted), "{:?}", verdict.faults);
}

#[test]
fn a_sound_file_is_copied_whole() {
    let (folder, path, json) = filled();
    let checkup = examine(&path, &hash).unwrap();
    assert!(checkup.is_sound(), "{checkup:?}");
    let out = folder.path().join("saved.db");
    assert!(salvage(&path, &out, &hash).unwrap().iter().all(ledger::Remains::is_whole));
    assert_eq!(json_of(&Ledger::open_read_only(&out).unwrap()), json);
    assert!(matches!(salvage(&path, &out, &hash), Err(LedgerError::Exists { .. })));
}

#[test]
fn what_stands_on_whole_pages_of_a_damaged_file_is_saved_and_reading_again_makes_it_whole() {
    let (folder, path, json) = filled();
    let pages = std::fs::metadata(&path).unwrap().len() as usize / 4096;
    spoil(&path, pages / 2..pages / 2 + 4);
    let checkup = examine(&path, &hash).unwrap();
    assert!(!checkup.is_sound() && !checkup.faults.is_empty(), "{checkup:?}");
    let before = std::fs::read(&path).unwrap();
    let out = folder.path().join("saved.db");
    let remains = salvage(&path, &out, &hash).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let articles = remains.iter().find(|remains| remains.table == "articles").unwrap();
    assert!(articles.kept >= 100, "{remains:?}");
    let saved = Ledger::open(&out).unwrap();
    assert!(saved.verify(&hash).unwrap().faults.is_empty());
    drop(saved);
    let filler = "The envoys of both sides met again and said nothing that was new. ".repeat(40);
    let articles: Vec<_> = (0..120)
        .map(|index| article(Some(&format!("n{index}")), &format!("Talks, day {index}. {filler}"), Some("2016-12-29")))
        .collect();
    let mut ledger = Ledger::open(&out).unwrap();
    let run = ledger.begin(at(20), "read", &[], sample::VERSION).unwrap();
    let again: Vec<_> = articles.into_iter().map(|one| (one.clone(), sample::code(&one))).collect();
    ledger.add(run, at(20), sample::VERSION, &again).unwrap();
    assert!(json_of(&ledger) == json);
}

#[test]
fn a_file_without_its_first_page_still_gives_its_rows() {
    let (folder, path, json) = filled();
    spoil(&path, 0..1);
    assert!(matches!(Ledger::open_read_only(&path), Err(LedgerError::NotADatabase { .. })));
    let checkup = examine(&path, &hash).unwrap();
    assert!(checkup.remains.iter().all(|remains| remains.lost == Loss::None), "{checkup:?}");
    let out = folder.path().join("saved.db");
    salvage(&path, &out, &hash).unwrap();
    assert_eq!(json_of(&Ledger::open_read_only(&out).unwrap()), json);
}

#[test]
fn pages_spoiled_anywhere_cost_rows_and_never_a_crash() {
    let (folder, path, _) = filled();
    let whole = std::fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    for (round, at) in (0..pages).step_by((pages / 24).max(1)).enumerate() {
        std::fs::write(&path, &whole).unwrap();
        spoil(&path, at..at + 1);
        let out = folder.path().join(format!("saved-{round}.db"));
        salvage(&path, &out, &hash).unwrap_or_else(|error| panic!("page {at}: {error}"));
        let verdict = Ledger::open_read_only(&out).unwrap().verify(&hash).unwrap();
        assert!(verdict.faults.is_empty() && verdict.articles > 0, "page {at}: {verdict:?}");
    }
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let out = folder.path().join("half.db");
    salvage(&path, &out, &hash).unwrap();
    assert!(Ledger::open_read_only(&out).unwrap().verify(&hash).unwrap().faults.is_empty());
}

#[test]
fn what_never_was_a_ledger_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "These are notes and no database. ".repeat(1000)).unwrap();
    assert!(matches!(examine(&path, &hash), Err(LedgerError::NotADatabase { .. })));
    assert!(matches!(examine(&folder.path().join("none.db"), &hash), Err(LedgerError::Missing { .. })));
}
