//! What the views tell of time: tit for tat, odd clocks, inferred days, ids that events bore before.

mod program;

use program::Desk;
use serde_json::Value;

const LINES: &str = concat!(
    r#"{"id": "first", "published": "2021-03-04", "outlet": "Riga Post", "text": "Latvia expelled two Belarusian diplomats on Wednesday, the foreign ministry in Riga said. The two diplomats left Riga for Minsk."}"#,
    "\n",
    r#"{"id": "answer", "published": "2021-03-08", "outlet": "Minsk Courier", "text": "Belarus expelled two Latvian diplomats on Sunday, the foreign ministry in Minsk said. The two diplomats left Minsk for Riga."}"#,
    "\n",
    r#"{"id": "undated", "text": "Belarus expelled two Latvian diplomats on Sunday, the foreign ministry in Minsk said. Riga spoke of revenge of Minsk, and the diplomats packed."}"#,
    "\n"
);

fn read() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", LINES);
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
    desk
}

#[test]
fn tit_for_tat_is_told_in_time_order_with_how_each_answer_is_known() {
    let desk = read();
    let lines = desk.call(&["exchanges", "--format", "jsonl", "--between", "LVA", "BLR"]).lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["between"], serde_json::json!(["BLR", "LVA"]));
    let deeds = lines[0]["deeds"].as_array().unwrap();
    assert_eq!(deeds.iter().map(|deed| deed["by"].as_str().unwrap()).collect::<Vec<_>>(), ["LVA", "BLR"]);
    assert_eq!(deeds[1]["answers"][0]["event"], deeds[0]["event"]);
    assert_eq!(deeds[1]["answers"][0]["basis"], "mirrored");
    assert_eq!(deeds[1]["answers"][0]["days"], 4);
    let page = desk.call(&["exchanges", "--between", "belarus", "latvia"]).out;
    for words in ["BLR – LVA", "2021-03-03", "2021-03-07", "● done", "answers 1: mirrored within 4 days"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(desk.call(&["exchanges", "--between", "LVA", "KEN"]).out.is_empty());
    assert!(desk.call(&["exchanges", "--as-of", "2021-03-05"]).out.is_empty());
}

#[test]
fn an_undated_article_takes_its_day_from_a_shared_event_and_says_so() {
    let desk = read();
    let record = desk.call(&["ledger", "--format", "json"]).json();
    let rows = record["articles"].as_array().unwrap();
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(row("undated")["published_inferred"], "2021-03-08");
    assert_eq!((&row("undated")["published"], &row("answer")["published_inferred"]), (&Value::Null, &Value::Null));
    let events = record["events"].as_array().unwrap();
    let shared = events.iter().find(|event| event.to_string().contains("\"undated\"")).unwrap();
    assert!(desk.call(&["show", shared["id"].as_str().unwrap()]).out.contains("2021-03-08 (inferred)"));
}

#[test]
fn odd_clocks_are_named_and_nothing_is_dropped() {
    let desk = Desk::new();
    let lines = [
        r#"{"id": "future", "published": "2999-03-09", "text": "Belarus expelled an envoy of Chad."}"#,
        r#"{"id": "zone", "published": "2021-03-09T10:00:00", "text": "Norway expelled an envoy of Peru."}"#,
        r#"{"id": "ahead", "published": "2021-03-04", "text": "Kenya recalled its ambassador from Somalia on March 19, 2021."}"#,
        r#"{"id": "twice", "text": "Ghana expelled an envoy of Togo."}"#,
        r#"{"id": "twice", "text": "Ghana expelled two envoys of Togo."}"#,
    ];
    desk.write("odd.jsonl", &lines.join("\n"));
    let told = desk.call(&["read", "--no-model", "odd.jsonl"]);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in ["after it was read", "taken as UTC", "told as done on 2021-03-19", "several texts"] {
        assert!(told.err.contains(words), "{words}: {}", told.err);
    }
    let record = desk.call(&["ledger", "--format", "json"]).json();
    let articles = record["articles"].as_array().unwrap();
    assert_eq!(articles.len(), lines.len());
    let kinds: Vec<&str> = articles.iter().filter_map(|row| row["clock_problems"][0]["kind"].as_str()).collect();
    assert_eq!(kinds, ["event-after-report", "several-texts", "several-texts", "no-zone"]);
}

#[test]
fn every_id_that_an_event_ever_bore_still_finds_it() {
    let desk = Desk::new();
    let mut borne: Vec<String> = Vec::new();
    for (number, line) in LINES.lines().enumerate() {
        desk.write("one.jsonl", line);
        assert_eq!(desk.call(&["read", "--no-model", "one.jsonl"]).code, 0, "{number}");
        let record = desk.call(&["ledger", "--format", "json"]).json();
        borne.extend(record["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()));
    }
    for id in borne {
        assert_eq!(desk.call(&["show", &id]).code, 0, "{id}");
        assert_eq!(desk.call(&["explain", &id]).code, 0, "{id}");
    }
}

#[test]
fn a_later_toll_of_one_source_takes_the_place_of_its_earlier_one_and_stands_beside_those_of_others() {
    let desk = Desk::new();
    let line = |id: &str, day: &str, outlet: &str, number: u32| {
        format!(
            "{{\"id\": \"{id}\", \"published\": \"2021-03-{day}\", \"outlet\": \"{outlet}\", \"text\": \"Rebels killed {number} soldiers in an attack on the Kenyan town of Lamu on Wednesday.\"}}\n"
        )
    };
    let tolls = |lines: &[String]| {
        desk.write("tolls.jsonl", &lines.concat());
        assert_eq!(desk.call(&["read", "--no-model", "tolls.jsonl"]).code, 0);
        let record = desk.call(&["ledger", "--format", "json"]).json();
        let events = record["events"].as_array().unwrap().clone();
        let told = events.into_iter().find(|event| !event["quantities"].as_array().unwrap().is_empty()).unwrap();
        let numbers = told["quantities"].as_array().unwrap().iter().map(|number| number["value"].as_f64().unwrap());
        (numbers.collect::<Vec<_>>(), told["disagreements"].to_string().contains("quantities"))
    };
    assert_eq!(tolls(&[line("a", "04", "Post", 12), line("b", "05", "Post", 19)]), (vec![19.0], false));
    assert_eq!(tolls(&[line("c", "05", "Courier", 17)]), (vec![19.0, 17.0], true));
}
