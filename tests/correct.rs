//! `demarche correct` as a user calls it.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use program::{Desk, Told};
use serde_json::Value;

const LINES: &str = r#"{"id": "p", "published": "2019-03-04", "outlet": "Fjord Post", "text": "Norway's foreign minister proposed on Monday to expel two diplomats of Peru."}
{"id": "r", "published": "2019-03-06T18:00:00Z", "text": "Norway will not expel any diplomats of Peru, Prime Minister Erna Solberg said on Wednesday."}
{"id": "k", "published": "2019-03-07", "text": "Kenya signed a fishing agreement with Ghana."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", LINES);
    let told = desk.call(&["read", "--no-model", "news.jsonl"]);
    assert_eq!(told.code, 0, "{}", told.err);
    desk
}

fn event(desk: &Desk, kind: &str) -> Value {
    event_of(&desk.json(), kind).unwrap()
}

fn event_of(record: &str, kind: &str) -> Option<Value> {
    let record: Value = serde_json::from_str(record).unwrap();
    record["events"].as_array().unwrap().iter().find(|event| event["event"] == kind).cloned()
}

fn id(event: &Value) -> String {
    event["id"].as_str().unwrap().to_owned()
}

fn correct(desk: &Desk, arguments: &[&str]) -> Told {
    let all: Vec<&str> = ["correct", "--author", "Ada Quist"].iter().chain(arguments).copied().collect();
    desk.call(&all)
}

#[test]
fn a_standing_that_is_set_is_told_by_every_command_and_taken_back_to_the_byte() {
    let desk = desk();
    let before = desk.json();
    let sanction = event(&desk, "SANCTION");
    let old = sanction["standing"].as_str().unwrap();
    let told =
        correct(&desk, &[&id(&sanction), "--set", "standing=withdrawn", "--reason", "the minister took it back"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains(&format!("standing: {old} → withdrawn")), "{}", told.out);
    let now = event(&desk, "SANCTION");
    assert_eq!(now["standing"], "withdrawn");
    let mark = &now["corrected"][0];
    assert_eq!((mark["author"].as_str(), mark["fields"][0].as_str()), (Some("Ada Quist"), Some("standing")));
    let since = "2019-03-08";
    for command in [&["show", &id(&now)][..], &["explain", &id(&now)], &["changes", "--since", since]] {
        let told = desk.call(command);
        let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in ["Ada Quist", "the minister took it back"] {
            assert!(said.contains(words), "{command:?}: {}", told.out);
        }
    }
    let changed = desk.call(&["changes", "--since", since, "--format", "jsonl"]).lines();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["corrected"][0]["reason"], "the minister took it back");
    let correction = mark["id"].as_str().unwrap();
    assert!(correct(&desk, &["--list"]).out.contains("applied"));
    assert_eq!(correct(&desk, &["--undo", correction]).code, 0);
    assert_eq!(desk.json(), before);
    assert!(correct(&desk, &["--list"]).out.contains("undone"));
    let again = correct(&desk, &["--undo", correction]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert!(again.err.contains("changes nothing"), "{}", again.err);
}

#[test]
fn corrections_hold_when_the_articles_are_read_and_coded_again() {
    let desk = desk();
    let (sanction, other) = (event(&desk, "SANCTION"), event(&desk, "SUPPORT"));
    assert_eq!(correct(&desk, &[&id(&other), "--reject", "--reason", "no deed"]).code, 0);
    let told = correct(
        &desk,
        &[&id(&sanction), "--set", "recipient=Ghana (GHA)", "--set", "date=2019-03", "--reason", "misread"],
    );
    assert_eq!(told.code, 0, "{}", told.err);
    let corrected = desk.json();
    assert!(event_of(&corrected, "SUPPORT").is_none());
    let shown = desk.call(&["show", &id(&other)]);
    assert_eq!(shown.code, 2);
    assert!(shown.err.contains("Ada Quist") && shown.err.contains("--undo"), "{}", shown.err);
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
    assert_eq!(desk.call(&["recode", "--all", "--no-model"]).code, 0);
    assert_eq!(desk.json(), corrected);
    let now = event(&desk, "SANCTION");
    assert_eq!((now["recipient"][0]["code"].as_str(), now["date"].as_str()), (Some("GHA"), Some("2019-03")));
    let lines = desk.call(&["ledger", "--format", "jsonl"]).lines();
    assert_eq!(lines.iter().filter(|line| line["kind"] == "correction").count(), 3);
}

#[test]
fn events_are_merged_and_parted() {
    let desk = desk();
    let (sanction, other) = (event(&desk, "SANCTION"), event(&desk, "SUPPORT"));
    let told = correct(&desk, &[&id(&sanction), "--merge", &id(&other), "--reason", "one affair"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("part of"), "{}", told.out);
    let merged = event(&desk, "SANCTION");
    let reports = |event: &Value| event["reports"].as_array().unwrap().len();
    assert_eq!(reports(&merged), reports(&sanction) + reports(&other));
    let out = other["reports"][0].as_str().unwrap();
    assert_eq!(correct(&desk, &[out, "--split", out, "--reason", "two affairs"]).code, 0);
    assert_eq!(reports(&event(&desk, "SUPPORT")), reports(&other));
    let all: Vec<&str> = sanction["reports"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let mut split = vec![all[0], "--reason", "none", "--split"];
    split.extend(&all);
    let none_left = correct(&desk, &split);
    assert_eq!(none_left.code, 2);
    assert!(none_left.err.contains("nothing would be left"), "{}", none_left.err);
}

#[test]
fn a_bad_value_names_what_is_allowed_and_sets_nothing() {
    let desk = desk();
    let before = desk.json();
    let sanction = id(&event(&desk, "SANCTION"));
    for (pair, named) in [
        ("standing=perhaps", "refused"),
        ("type=EXPEL", "SANCTION"),
        ("mode=teleport", "expel"),
        ("context=cheese", "military"),
        ("date=soon", "2016-12-30"),
        ("quantities=many", "at least 35"),
        ("colour=red", "standing"),
        ("plover=REJECT", "follows from the others"),
        ("standing", "standing=refused"),
    ] {
        let told = correct(&desk, &[&sanction, "--set", "date=2019", "--set", pair, "--reason", "none"]);
        let said = told.err.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(told.code, 2, "{pair}");
        assert!(said.contains(named), "{pair}: {}", told.err);
    }
    assert_eq!(correct(&desk, &[&sanction, "--set", "standing=done"]).code, 2, "without a reason");
    assert_eq!(correct(&desk, &["zzzz", "--reject", "--reason", "none"]).code, 2);
    assert_eq!(correct(&desk, &[&sanction]).code, 2, "without anything to do");
    assert_eq!(desk.json(), before);
    let current = event(&desk, "SANCTION")["standing"].as_str().unwrap().to_owned();
    let same = correct(&desk, &[&sanction, "--set", &format!("standing={current}"), "--reason", "none"]);
    assert_eq!(same.code, 0);
    assert!(same.err.contains("changes nothing"), "{}", same.err);
    assert_eq!(desk.json(), before);
}

#[test]
fn the_queue_for_review_tells_why_and_accepting_takes_an_event_out_of_it() {
    let desk = desk();
    let queue = |desk: &Desk| correct(desk, &["--review", "--format", "json"]).json();
    let first = queue(&desk);
    for item in first.as_array().unwrap() {
        assert!(!item["reason"].as_str().unwrap().is_empty());
        if let Some(event) = item["event"].as_str() {
            correct(&desk, &[event, "--accept"]);
        }
    }
    assert_eq!(queue(&desk).as_array().unwrap().len(), 0);
}
