//! What the ledger keeps, and that only the set of what was read tells what it says.

mod sample;

use ledger::{AmendmentKind, Knowledge, Ledger, LedgerError, RunEnd, View, changes};
use sample::{Desk, VERSION, article, at, code, collate, holds, json_of};
use terms::{Article, Status};

fn two() -> [Article; 2] {
    [
        article(None, "The minister proposed it.", Some("2016-12-29")),
        article(None, "The president refused it.", Some("2016-12-30T18:00:00+03:00")),
    ]
}

#[test]
fn reading_the_same_article_twice_changes_nothing() {
    let mut desk = Desk::new();
    assert_eq!(desk.read(1, &two()).new, 2);
    let before = desk.json();
    let again = desk.read(2, &two());
    assert_eq!((again.new, again.better, again.known), (0, 0, 2));
    assert_eq!(desk.json(), before);
    assert_eq!(desk.ledger.knowledge(&two()[0]).unwrap(), Knowledge::Known);
}

#[test]
fn one_batch_with_an_article_twice_keeps_it_once() {
    let mut desk = Desk::new();
    let [one, _] = two();
    assert_eq!(desk.read(1, &[one.clone(), one]).new, 1);
}

#[test]
fn articles_in_any_order_and_any_batches_give_the_same_record() {
    let articles = [
        two().to_vec(),
        vec![
            article(Some("a"), "First text under one id.", None),
            article(Some("a"), "Second text under one id.", None),
            article(None, "The minister proposed it.", None), // the same text without its date
        ],
    ]
    .concat();
    let mut together = Desk::new();
    together.read(1, &articles);
    let mut apart = Desk::new();
    for (seconds, one) in (0..).zip(articles.iter().rev()) {
        apart.read(seconds, std::slice::from_ref(one));
    }
    assert_eq!(together.json(), apart.json());
}

#[test]
fn two_texts_under_one_id_are_versions_that_bear_their_hash() {
    let mut desk = Desk::new();
    let (first, second) = (article(Some("a"), "One.", None), article(Some("a"), "Two.", None));
    desk.read(1, std::slice::from_ref(&first));
    assert_eq!(desk.ledger.coded(None).unwrap()[0].article, "a");
    desk.read(2, std::slice::from_ref(&second));
    let mut expected = [format!("a~{}", &first.content_hash[..8]), format!("a~{}", &second.content_hash[..8])];
    expected.sort();
    let coded = desk.ledger.coded(None).unwrap();
    assert_eq!([coded[0].article.as_str(), &coded[1].article], expected);
    for one in &coded {
        assert!(
            one.reports.iter().all(|report| report.article == one.article && report.evidence[0].article == one.article)
        );
        assert!(one.utterances.iter().all(|utterance| utterance.evidence[0].article == one.article));
    }
    assert_eq!(desk.ledger.article(&expected[0]).unwrap().article.id, "a");
    assert!(matches!(desk.ledger.article("a"), Err(LedgerError::Ambiguous { .. })));
    assert!(matches!(desk.ledger.article("b"), Err(LedgerError::NoSuchArticle { .. })));
}

#[test]
fn the_better_described_sighting_of_a_text_stands_whichever_came_first() {
    let plain = article(None, "The minister proposed it.", None);
    let dated = article(None, "The minister proposed it.", Some("2016-12-29"));
    for order in [[&plain, &dated], [&dated, &plain]] {
        let mut desk = Desk::new();
        for (seconds, one) in (0..).zip(order) {
            desk.read(seconds, std::slice::from_ref(one));
        }
        let record = desk.ledger.record(&View::default(), &collate).unwrap();
        assert_eq!(record.articles[0].published.as_deref(), Some("2016-12-29"));
        assert_eq!(desk.ledger.knowledge(&plain).unwrap(), Knowledge::Known);
    }
}

#[test]
fn as_of_goes_by_the_articles_clock_and_read_as_of_by_the_programs() {
    let mut desk = Desk::new();
    let [proposal, refusal] = two();
    desk.read(1, &[refusal]);
    desk.read(100, &[proposal]);
    let standing = |view: View| desk.ledger.record(&view, &collate).unwrap().events.first().map(|event| event.standing);
    let as_of = |text: &str| View { as_of: Some(text.parse().unwrap()), ..View::default() };
    assert_eq!(standing(View::default()), Some(Status::Refused));
    assert_eq!(standing(as_of("2016-12-29")), Some(Status::Proposed));
    assert_eq!(standing(as_of("2016-12-30T14:59:59Z")), Some(Status::Proposed));
    assert_eq!(standing(as_of("2016-12-30T15:00:00Z")), Some(Status::Refused));
    assert_eq!(standing(as_of("2016-12-28")), None);
    let read_as_of = |seconds| View { read_as_of: Some(at(seconds).to_string().parse().unwrap()), ..View::default() };
    assert_eq!(desk.ledger.record(&read_as_of(0), &collate).unwrap().articles.len(), 0);
    assert_eq!(desk.ledger.record(&read_as_of(50), &collate).unwrap().articles.len(), 1);
    assert_eq!(desk.ledger.record(&read_as_of(100), &collate).unwrap().articles.len(), 2);
}

#[test]
fn changes_since_a_day_tell_the_old_and_the_new_standing() {
    let mut desk = Desk::new();
    desk.read(1, &two());
    let (before, now) = desk.ledger.before_and_now("2016-12-30".parse().unwrap(), &View::default(), &collate).unwrap();
    let found = changes(&before, &now);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].old.map(|old| old.standing), Some(Status::Proposed));
    assert_eq!(found[0].new.unwrap().standing, Status::Refused);
    assert_eq!(found[0].steps.len(), 1);
    let (before, now) = desk.ledger.before_and_now("2017-01-01".parse().unwrap(), &View::default(), &collate).unwrap();
    assert!(changes(&before, &now).is_empty());
}

#[test]
fn an_amendment_tells_what_changed_and_a_second_one_of_the_same_record_nothing() {
    let mut desk = Desk::new();
    let [proposal, refusal] = two();
    desk.read(1, &[proposal]);
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    assert_eq!(desk.ledger.amend(desk.run, at(1), &record).unwrap()[0].kind, AmendmentKind::New);
    assert!(desk.ledger.amend(desk.run, at(2), &record).unwrap().is_empty());
    desk.read(3, &[refusal]);
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    let amendments = desk.ledger.amend(desk.run, at(3), &record).unwrap();
    assert_eq!(amendments[0].kind, AmendmentKind::Changed);
    assert_eq!(amendments[0].changes["standing"], ("proposed".into(), "refused".into()));
    assert_eq!(desk.ledger.amendments(Some("e1")).unwrap().len(), 2);
    desk.ledger.amend(desk.run, at(4), &terms::Record::default()).unwrap();
    assert_eq!(desk.ledger.amendments(None).unwrap().last().unwrap().kind, AmendmentKind::Gone);
}

#[test]
fn an_article_kept_without_being_coded_is_coded_later_as_it_is_best_known() {
    let mut desk = Desk::new();
    let dated = article(None, "The minister proposed it.", Some("2016-12-29"));
    let plain = article(None, "The minister proposed it.", None);
    assert_eq!(desk.ledger.keep(desk.run, at(1), std::slice::from_ref(&dated)).unwrap().new, 1);
    assert!(desk.ledger.coded(None).unwrap().is_empty());
    assert_eq!(desk.ledger.articles().unwrap()[0].version, None);
    assert_eq!(desk.ledger.knowledge(&plain).unwrap(), Knowledge::Uncoded);
    assert_eq!(desk.ledger.keep(desk.run, at(1), std::slice::from_ref(&plain)).unwrap().known, 1);
    let stored = desk.ledger.as_stored(plain.clone()).unwrap();
    assert_eq!(stored.published, dated.published);
    assert_eq!(desk.read(2, &[stored]).coded, 1);
    assert_eq!(desk.ledger.knowledge(&plain).unwrap(), Knowledge::Known);
    let mut straight = Desk::new();
    straight.read(1, &[dated]);
    assert_eq!(desk.json(), straight.json());
}

#[test]
fn a_forgotten_text_leaves_the_file_and_stays_out_of_it() {
    let mut desk = Desk::new();
    let words = "The minister proposed a thing that nobody may read again.";
    let secret = article(Some("secret"), words, Some("2016-12-29"));
    desk.read(1, &[secret.clone(), two()[1].clone()]);
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    desk.ledger.amend(desk.run, at(1), &record).unwrap();
    assert!(holds(&desk.path(), "nobody may read again"));
    desk.ledger.forget(desk.run, at(2), "sec").unwrap();
    assert!(!holds(&desk.path(), "nobody may read again"));
    assert!(!holds(&desk.path(), "\"The mi\""));
    let stored = desk.ledger.article("secret").unwrap();
    assert!(stored.forgotten && stored.article.text.is_empty() && stored.article.content_hash == secret.content_hash);
    assert_eq!(desk.ledger.knowledge(&secret).unwrap(), Knowledge::Forgotten);
    desk.read(3, std::slice::from_ref(&secret));
    assert!(!holds(&desk.path(), "nobody may read again"));
    assert_eq!(desk.ledger.coded(None).unwrap().len(), 2);
    assert!(desk.ledger.outdated("test-2").unwrap().len() == 1);
}

#[test]
fn a_new_coding_takes_the_place_of_the_old_one_which_stays_beneath() {
    let mut desk = Desk::new();
    let [proposal, _] = two();
    desk.read(1, &[proposal]);
    assert!(desk.ledger.outdated(VERSION).unwrap().is_empty());
    let keys = desk.ledger.outdated("test-2").unwrap();
    let stored = desk.ledger.load(keys[0]).unwrap();
    let mut coded = code(&stored);
    coded.reports[0].status = Status::Withdrawn;
    desk.ledger.recode(desk.run, at(9), "test-2", &[(keys[0], coded)]).unwrap();
    assert!(desk.ledger.outdated("test-2").unwrap().is_empty());
    assert_eq!(desk.ledger.coded(None).unwrap()[0].reports[0].status, Status::Withdrawn);
    let earlier = desk.ledger.coded(Some(at(8).to_string().parse().unwrap())).unwrap();
    assert_eq!(earlier[0].reports[0].status, Status::Proposed);
}

#[test]
fn a_coding_comes_back_just_as_it_was_stored() {
    let mut desk = Desk::new();
    let [one, _] = two();
    desk.read(1, std::slice::from_ref(&one));
    assert_eq!(desk.ledger.coded(None).unwrap(), [code(&one)]);
}

#[test]
fn runs_tell_inputs_counts_and_problems_and_a_run_cut_short_has_no_end() {
    let mut desk = Desk::new();
    let end = RunEnd { counts: [("new".to_owned(), 2)].into(), problems: vec!["b.jsonl:7: no JSON".into()] };
    desk.ledger.end(desk.run, at(5), &end).unwrap();
    desk.ledger.begin(at(6), "read", &[], VERSION).unwrap();
    let runs = desk.ledger.runs().unwrap();
    assert_eq!((runs[0].inputs.as_slice(), runs[0].end.as_ref()), (["articles/".to_owned()].as_slice(), Some(&end)));
    assert!(runs[1].end.is_none());
}

#[test]
fn rows_can_be_neither_changed_nor_deleted() {
    let mut desk = Desk::new();
    desk.read(1, &two());
    let record = desk.ledger.record(&View::default(), &collate).unwrap();
    desk.ledger.amend(desk.run, at(1), &record).unwrap();
    desk.ledger.end(desk.run, at(1), &RunEnd::default()).unwrap();
    let other = rusqlite::Connection::open(desk.path()).unwrap();
    for table in ["runs", "run_ends", "articles", "sightings", "coded", "amendments"] {
        let deleted = other.execute(&format!("DELETE FROM {table}"), []).unwrap_err().to_string();
        assert!(deleted.contains("append-only"), "{table}: {deleted}");
        let changed = other.execute(&format!("UPDATE {table} SET read_at = 0"), []).unwrap_err().to_string();
        assert!(changed.contains("append-only"), "{table}: {changed}");
    }
    assert!(other.execute("UPDATE articles SET text = NULL", []).is_err());
    assert!(other.execute("UPDATE coded SET coded = '{}'", []).is_err());
}

#[test]
fn a_reader_sees_the_last_commit_while_a_writer_writes() {
    let mut desk = Desk::new();
    desk.read(1, &two()[..1]);
    let reader = Ledger::open_read_only(&desk.path()).unwrap();
    let writer = rusqlite::Connection::open(desk.path()).unwrap();
    writer
        .execute_batch(
            "BEGIN IMMEDIATE; INSERT INTO runs (read_at, command, inputs, version) VALUES (1, 'read', '[]', '')",
        )
        .unwrap();
    assert_eq!(reader.record(&View::default(), &collate).unwrap().articles.len(), 1);
    writer.execute_batch("ROLLBACK").unwrap();
    desk.read(2, &two());
    assert_eq!(reader.record(&View::default(), &collate).unwrap().articles.len(), 2);
    assert_eq!(json_of(&reader), desk.json());
}

#[test]
fn a_second_writer_waits_for_the_first() {
    let mut desk = Desk::new();
    let path = desk.path();
    let (held, hold) = std::sync::mpsc::channel();
    let first = std::thread::spawn(move || {
        let writer = rusqlite::Connection::open(path).unwrap();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        held.send(()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        writer.execute_batch("COMMIT").unwrap();
    });
    hold.recv().unwrap();
    assert_eq!(desk.read(1, &two()).new, 2);
    first.join().unwrap();
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let words = "These are notes and no database. ".repeat(100);
    std::fs::write(&path, &words).unwrap();
    assert!(matches!(Ledger::open(&path), Err(LedgerError::NotADatabase { .. })));
    assert!(matches!(Ledger::open_read_only(&path), Err(LedgerError::NotADatabase { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), words);
    let path = folder.path().join("other.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE birds (name TEXT)").unwrap();
    assert!(matches!(Ledger::open(&path), Err(LedgerError::NotALedger { .. })));
    assert!(matches!(Ledger::open_read_only(&path), Err(LedgerError::NotALedger { .. })));
    assert!(matches!(Ledger::open_read_only(&folder.path().join("none.db")), Err(LedgerError::Missing { .. })));
}
