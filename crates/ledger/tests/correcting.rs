//! Corrections in the file: their clock, their amendments, what is refused, what is damaged.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod sample;

use jiff::ToSpan;
use ledger::{AmendmentKind, Draft, LedgerError, View, Wish, salvage};
use sample::{Desk, article, at, collate, hash, json_of};
use serde_json::json;
use terms::CorrectedField;

fn standing(after: &str) -> Draft {
    let wish = Wish::Set { event: "e1".into(), field: CorrectedField::Standing, after: json!(after) };
    Draft { wish, before: None, author: "Ada Quist".into(), reason: "read it again".into() }
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.read(1, &[article(Some("a"), "Envoys may have to leave, the minister proposed.", Some("2016-12-29"))]);
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    desk.ledger.amend(desk.run, at(2), &record).unwrap();
    desk
}

#[test]
fn a_correction_is_an_amendment_with_its_author() {
    let mut desk = desk();
    desk.ledger.correct(at(10), &standing("refused"), &collate).unwrap().unwrap();
    let all = desk.ledger.amendments(Some("e1")).unwrap();
    assert_eq!(all.iter().map(|one| one.kind).collect::<Vec<_>>(), [AmendmentKind::New, AmendmentKind::Changed]);
    assert_eq!(all[1].changes["standing"], (json!("proposed"), json!("refused")));
    assert_eq!(all[1].state.as_ref().unwrap()["corrected"][0]["author"], "Ada Quist");
    let runs = desk.ledger.runs().unwrap();
    let last = runs.last().unwrap();
    assert_eq!((last.command.as_str(), last.inputs[0].as_str(), last.end.is_some()), ("correct", "set", true));
}

#[test]
fn corrections_of_one_moment_stand_in_the_order_in_which_they_were_made() {
    let mut desk = desk();
    for after in ["refused", "failed", "withdrawn"] {
        desk.ledger.correct(at(10), &standing(after), &collate).unwrap().unwrap();
    }
    // A clock that went back.
    desk.ledger.correct(at(3), &standing("done"), &collate).unwrap().unwrap();
    let made: Vec<_> = desk.ledger.corrections(None).unwrap().into_iter().map(|one| one.made_at).collect();
    assert_eq!(made, (0..4).map(|more| at(10) + more.microseconds()).collect::<Vec<_>>());
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    assert_eq!(record.events[0].standing, terms::Status::Done);
    let then = View { read_as_of: Some(at(10).to_string().parse().unwrap()), ..View::default() };
    assert_eq!(desk.ledger.record(&then, &collate).unwrap().events[0].standing, terms::Status::Refused);
}

#[test]
fn a_correction_cut_off_before_it_was_amended_is_made_up_for_by_the_next_run() {
    let mut desk = desk();
    let made = desk.ledger.correct(at(10), &standing("refused"), &collate).unwrap().unwrap();
    let mut cut = self::desk();
    let connection = rusqlite::Connection::open(cut.path()).unwrap();
    connection.execute("ATTACH ?1 AS whole", [desk.path().to_string_lossy()]).unwrap();
    connection.execute("INSERT INTO main.corrections SELECT * FROM whole.corrections", []).unwrap();
    drop(connection);
    assert_eq!(cut.ledger.corrections(None).unwrap(), [made.correction]);
    let record = cut.ledger.record(&View::default(), &collate).unwrap();
    let amended = cut.ledger.amend(cut.run, at(20), &record).unwrap();
    assert_eq!(amended[0].changes, made.amendments[0].changes);
}

#[test]
fn what_says_nothing_or_nothing_that_can_be_is_refused_and_nothing_is_written() {
    let mut desk = desk();
    let mut refused = |draft: &Draft| desk.ledger.correct(at(10), draft, &collate).unwrap_err();
    assert!(matches!(refused(&Draft { author: " ".into(), ..standing("done") }), LedgerError::BadCorrection { .. }));
    let silent = refused(&Draft { reason: String::new(), ..standing("done") });
    assert!(silent.remedy().contains("--reason"), "{silent}");
    assert!(matches!(refused(&standing("perhaps")), LedgerError::BadCorrection { .. }));
    let elsewhere = Wish::Reject { event: "e9".into() };
    assert!(matches!(refused(&Draft { wish: elsewhere, ..standing("done") }), LedgerError::NoSuchEvent { .. }));
    let unmade = Wish::Undo { correction: "0".into() };
    assert!(matches!(refused(&Draft { wish: unmade, ..standing("done") }), LedgerError::NoSuchCorrection { .. }));
    let seen = Draft { before: Some(json!("done")), ..standing("refused") };
    let conflict = refused(&seen);
    assert!(conflict.to_string().contains("\"proposed\" by now, not \"done\""), "{conflict}");
    assert!(desk.ledger.correct(at(10), &standing("proposed"), &collate).unwrap().is_none());
    assert!(desk.ledger.corrections(None).unwrap().is_empty());
    assert_eq!(desk.ledger.runs().unwrap().len(), 1);
}

#[test]
fn taking_a_correction_back_restores_the_record() {
    let mut desk = desk();
    let before = json_of(&desk.ledger);
    let made = desk.ledger.correct(at(10), &standing("refused"), &collate).unwrap().unwrap();
    assert_ne!(json_of(&desk.ledger), before);
    let undo = Draft {
        wish: Wish::Undo { correction: made.correction.id[..5].into() },
        reason: String::new(),
        ..standing("refused")
    };
    desk.ledger.correct(at(11), &undo, &collate).unwrap().unwrap();
    assert_eq!(json_of(&desk.ledger), before);
    assert_eq!(desk.ledger.corrections(None).unwrap().len(), 2);
}

#[test]
fn corrections_are_copied_out_of_a_damaged_ledger_and_those_that_are_none_are_not() {
    let mut desk = desk();
    desk.ledger.correct(at(10), &standing("refused"), &collate).unwrap().unwrap();
    let kept = desk.ledger.corrections(None).unwrap();
    let connection = rusqlite::Connection::open(desk.path()).unwrap();
    connection
        .execute("INSERT INTO corrections VALUES (9, '{}', 'mystery', NULL, NULL, 'nobody', '', 99)", [])
        .unwrap();
    drop(connection);
    assert!(matches!(desk.ledger.corrections(None), Err(LedgerError::Correction { number: 9, .. })));
    let out = desk.folder.path().join("out.db");
    salvage(&desk.path(), &out, &hash).unwrap();
    assert_eq!(ledger::Ledger::open(&out).unwrap().corrections(None).unwrap(), kept);
}
