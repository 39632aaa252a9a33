//! A small record, made by hand, with what exports may stumble over.

#![allow(dead_code, reason = "each test file uses its part")]
#![expect(clippy::unwrap_used, reason = "only tests use it")]

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use export::{Folder, Mapping, Source, format};
use serde_json::{Value, json};
use terms::{Coded, Record};

pub const PROGRAM: &str = "demarche test";

/// Words that no format may trip over.
pub const ODD: &str = "A \"quoted\"\ttab,\nline & <script>alert('é')</script> | ; \u{1}";

pub fn mapping() -> Mapping {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    Mapping::load(&terms::Folder(data)).unwrap()
}

fn party(name: &str, code: Option<&str>, sector: Option<&str>, start: u32) -> Value {
    let item = (name == "Russia").then_some("Q159");
    let end = start + u32::try_from(name.chars().count()).unwrap();
    json!({"name": name, "code": code, "sector": sector, "wikidata_id": item, "text": name, "start": start, "end": end})
}

fn actor(name: &str, code: &str) -> Value {
    json!({"name": name, "code": code, "sector": "GOV", "wikidata_id": null})
}

fn piece(article: &str, quote: &str) -> Value {
    json!({"article": article, "start": 4, "end": 4 + quote.chars().count(), "quote": quote})
}

fn step(status: &str, assertion: &str, at: &str, by: Value, article: &str, quote: &str, decides: bool) -> Value {
    json!({"status": status, "assertion": assertion, "at": at, "by": by, "article": article,
           "evidence": [piece(article, quote)], "decides": decides})
}

fn event(id: &str, fields: Value) -> Value {
    let mut whole = json!({
        "id": id, "reports": [format!("{id}-r")], "story": "s1", "summary": ODD, "event": "SANCTION", "mode": [], "context": [],
        "plover": null, "actor": [], "recipient": [], "date": null, "date_precision": null, "date_basis": null, "quantities": [],
        "locations": [], "standing": "done", "assertion": "stated", "history": [], "responds_to": [], "disagreements": [],
        "origins": 1, "overstated": false,
    });
    whole.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    whole
}

fn plover(event: &str, mode: &[&str], quad: u8, scale: f64) -> Value {
    json!({"event": event, "mode": mode, "quad_code": quad, "event_scale": scale})
}

fn claim(id: &str, speaker: Value, stance: &str, event: Option<&str>, content: &str, answers: &[&str]) -> Value {
    json!({"id": id, "speaker": speaker, "stance": stance, "event": event, "content": content, "quote": "indirect",
           "said": "2016-12-30", "evidence": [piece("b", content)], "story": "s1", "answers": answers})
}

/// Three articles: one full of odd signs, one whose text was forgotten (its quotes are empty), one without a date.
pub fn record() -> Record {
    let article = |id: &str, published: Option<&str>, title: Option<&str>, url: Option<&str>| {
        json!({"id": id, "story": "s1", "published": published, "published_inferred": null, "title": title, "outlet": null,
               "url": url, "content_hash": "00", "source": {"path": "news.jsonl", "line": 3, "offset": null}})
    };
    let russia = || party("Russia", Some("RUS"), None, 10);
    let states = || party("United States", Some("USA"), None, 30);
    serde_json::from_value(json!({
        "articles": [
            article("a", Some("2016-12-29T23:30:00-05:00"), Some(ODD), Some("https://news.example/a?x=1&y=2")),
            article("b", Some("2016-12-30"), None, None),
            article("c", None, None, None),
        ],
        "stories": [{"id": "s1", "title": ODD, "articles": ["a", "b", "c"],
                     "events": ["done", "refused", "hack", "may", "attack"]}],
        "events": [
            event("done", json!({
                "mode": ["expel"], "context": ["diplomatic"], "plover": plover("SANCTION", &["expel"], 4, -5.5),
                "actor": [party("Barack Obama", Some("USA"), Some("GOV"), 0), states()], "recipient": [russia()],
                "date": "2016-12-29", "date_precision": "day",
                "history": [step("done", "stated", "2016-12-30", Value::Null, "a", "expelled 35 diplomats", true)],
            })),
            event("refused", json!({
                "mode": ["expel"], "context": ["diplomatic"], "plover": plover("REJECT", &[], 3, -2.0), "standing": "refused",
                "actor": [russia()], "recipient": [states()], "date": "2017-01-05",
                "history": [
                    step("proposed", "alleged", "2016-12-30", actor("Sergei Lavrov", "RUS"), "a", "asked to expel", false),
                    step("refused", "confirmed", "2016-12-30", actor("Vladimir Putin", "RUS"), "b", "", true),
                ],
            })),
            event("hack", json!({
                "event": "COERCE", "mode": ["cyber"], "context": ["cyber"], "plover": plover("COERCE", &["cyber"], 4, -7.0),
                "assertion": "disputed", "actor": [russia()], "recipient": [party("the party", Some("USA"), Some("PTY"), 50)],
                "history": [
                    step("done", "alleged", "2016-12-29", actor("the FBI", "USA"), "a", "said Russia hacked it", true),
                    step("done", "denied", "2016-12-30", actor("Sergei Lavrov", "RUS"), "b", "denied the hacking", false),
                ],
            })),
            event("may", json!({
                "event": "COERCE", "mode": ["cyber"], "standing": "hypothetical", "actor": [states()], "recipient": [russia()],
                "history": [step("hypothetical", "doubted", "2016-12-30", Value::Null, "c", "may strike back", true)],
            })),
            event("attack", json!({
                "event": "ASSAULT", "mode": ["explosives"], "plover": plover("ASSAULT", &["explosives"], 4, -9.0),
                "actor": [party("unknown gunmen", None, Some("UAF"), 3)], "date": "2016-11", "date_precision": "month",
                "locations": [{"name": "Ganja", "country": "AZE", "latitude": 40.683, "longitude": 46.361,
                               "wikidata_id": null, "start": 0, "end": 5}],
                "quantities": [{"value": 12.0, "relation": "at_least", "unit": "civilian"}],
                "history": [step("done", "stated", "2016-12-01", Value::Null, "c", "a bomb went off", true)],
            })),
        ],
        "claims": [
            claim("says", actor("the FBI", "USA"), "asserts", Some("hack"), "Russia hacked it", &[]),
            claim("denies", actor("Sergei Lavrov", "RUS"), "denies", Some("hack"), "", &["says"]),
            claim("doubts", actor("Donald Trump", "USA"), "doubts", Some("hack"), "another excuse", &["says"]),
            claim("asks", actor("the FBI", "USA"), "demands", Some("hack"), "stop it", &[]),
            claim("how", actor("the FBI", "USA"), "asserts", None, "that spear-phishing opened the way", &[]),
        ],
    }))
    .unwrap()
}

/// The codings behind the record: a report an event.
pub fn coded(record: &Record) -> Vec<Coded> {
    record
        .articles
        .iter()
        .map(|article| {
            let reports: Vec<Value> = record
                .events
                .iter()
                .filter(|event| event.history[0].article == article.id)
                .map(|event| {
                    json!({
                        "id": format!("{}-r", event.id), "article": article.id, "event": event.event, "mode": event.mode,
                        "context": event.context, "sentence": 1, "trigger": {"start": 21, "end": 28}, "lemma": "expel",
                        "object": null, "plover": null, "actor": event.actor, "recipient": event.recipient, "status": event.standing,
                        "assertion": "stated", "attribution": null, "by": null, "decided": "narrator", "said": null,
                        "said_order": 0, "date": null, "quantities": [], "locations": [], "confidence": 0.84,
                        "evidence": event.history[0].evidence, "answers": null, "anaphoric": false, "entry": "test", "path": "",
                    })
                })
                .collect();
            serde_json::from_value(json!({
                "article": article.id, "title": null, "outlet": null, "url": null, "published": null, "content_hash": "00",
                "source": {"path": "news.jsonl", "line": null, "offset": null}, "reports": reports, "utterances": [],
                "profile": {}, "origins": [], "shingles": [],
            }))
            .unwrap()
        })
        .collect()
}

/// A part of a format, of a record.
pub fn written(record: &Record, name: &str, part: &str) -> Vec<u8> {
    let (mapping, coded) = (mapping(), coded(record));
    let source = Source::new(record, &coded, &mapping, PROGRAM);
    let mut out = Vec::new();
    format(name).unwrap().part(part).unwrap().write(&source, &mut out).unwrap();
    out
}

/// The same of the sample, as text.
pub fn text(name: &str, part: &str) -> String {
    String::from_utf8(written(&record(), name, part)).unwrap()
}

/// Rows of cells between tabs.
pub fn cells(table: &str) -> Vec<Vec<&str>> {
    table.lines().map(|line| line.split('\t').collect()).collect()
}

/// A folder in memory.
#[derive(Default)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Folder for Files {
    fn create(&mut self, path: &str) -> io::Result<&mut dyn Write> {
        assert!(!self.0.contains_key(path), "{path} twice");
        Ok(self.0.entry(path.to_owned()).or_default())
    }
}
