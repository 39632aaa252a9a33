//! `demarche claims`: who says what, over several articles of one story.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use program::Desk;
use serde_json::Value;

/// A charge and its denial, a second telling of the denial with an agency's doubt, and an admission days later.
const LINES: &str = r#"{"id": "a", "published": "2024-03-04", "outlet": "Herald", "title": "Minister Denies Torture Allegations", "text": "Human rights groups said on Monday that Kenyan police had tortured prisoners in a jail near Nairobi.\n\nThe Kenyan interior minister, Peter Otieno, called the allegations baseless. \"We have never tortured anybody,\" he told reporters."}
{"id": "b", "published": "2024-03-05", "outlet": "Post", "text": "Kenya's interior minister, Peter Otieno, rejected the torture allegations against police on Tuesday and said “we have never tortured anybody”."}
{"id": "c", "published": "2024-03-09", "outlet": "Post", "text": "Kenya's interior minister, Peter Otieno, admitted on Saturday that police had tortured prisoners in a jail near Nairobi."}
"#;

fn read() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", LINES);
    assert_eq!(desk.call(&["read", "news.jsonl"]).code, 0);
    desk
}

fn claims(desk: &Desk, flags: &[&str]) -> Vec<Value> {
    let told = desk.call(&[&["claims", "--format", "json"], flags].concat()).json();
    told["claims"].as_array().unwrap().clone()
}

#[test]
fn a_denial_answers_the_claim_that_it_only_refers_to_also_in_another_article() {
    let desk = read();
    let charge = &claims(&desk, &["--speaker", "rights groups"])[0];
    let denials = claims(&desk, &["--speaker", "Otieno", "--stance", "denies"]);
    assert!(!denials.is_empty());
    for denial in &denials {
        assert_eq!(denial["answers"][0], charge["id"], "{denial}");
        assert_eq!(denial["event"], charge["event"], "{denial}");
        assert_eq!(denial["proposition"], charge["proposition"], "{denial}");
    }
    let events = desk.call(&["ledger", "--as-of", "2024-03-05", "--format", "json"]).json();
    let event = events["events"].as_array().unwrap().iter().find(|event| event["id"] == charge["event"]).unwrap();
    assert_eq!(event["assertion"], "disputed", "{event}");
}

#[test]
fn one_utterance_in_two_articles_is_one_claim() {
    let desk = read();
    let told = claims(&desk, &["--speaker", "Otieno", "--stance", "asserts", "--as-of", "2024-03-05"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["evidence"].as_array().unwrap().len(), 2);
}

#[test]
fn a_changed_stance_is_a_claim_of_its_own_that_names_the_earlier() {
    let desk = read();
    let denials = claims(&desk, &["--speaker", "Otieno", "--stance", "denies"]);
    let admitted = claims(&desk, &["--speaker", "Otieno", "--since", "2024-03-09"]);
    assert_eq!(admitted.len(), 1);
    assert!(denials.iter().any(|denial| denial["id"] == admitted[0]["revises"]), "{admitted:?}");
    let table = desk.call(&["claims"]).out;
    assert!(table.contains("changed stance"), "{table}");
}

#[test]
fn a_headline_makes_claims_with_offsets_of_its_own() {
    let desk = read();
    let headed: Vec<Value> =
        claims(&desk, &[]).into_iter().filter(|claim| !claim["headlines"].as_array().unwrap().is_empty()).collect();
    assert_eq!(headed.len(), 1, "{headed:?}");
    assert_eq!(headed[0]["headlines"][0]["quote"], "Torture Allegations");
    assert_eq!(headed[0]["headlines"][0]["field"], "title");
    assert_eq!(headed[0]["speaker"]["name"], "Peter Otieno");
}

#[test]
fn the_matrix_has_propositions_speakers_and_stances_in_every_format() {
    let desk = read();
    let matrix = desk.call(&["claims", "--matrix", "--format", "json"]).json();
    let story = &matrix["stories"][0];
    let row = &story["propositions"][0];
    assert!(row["event"].is_string(), "{row}");
    assert_eq!(row["cells"].as_array().unwrap().len(), 2, "{row}");
    let table = desk.call(&["claims", "--matrix"]).out;
    assert!(table.contains("denies → asserts"), "{table}");
    assert!(table.contains("[1] Herald, 2024-03-04, a"), "{table}");
    let rows = desk.call(&["claims", "--matrix", "--format", "csv"]).out;
    assert!(rows.lines().count() > 2, "{rows}");
    let lines = desk.call(&["claims", "--matrix", "--format", "jsonl"]).out;
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{lines}");
}

#[test]
fn a_stance_that_there_is_not_is_named() {
    let told = read().call(&["claims", "--stance", "shrugs"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("asserts, denies, doubts, supports, demands"), "{}", told.err);
}
