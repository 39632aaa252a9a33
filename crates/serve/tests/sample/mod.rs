//! A ledger of two articles that contradict each other, collated as the program does it.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "only tests use it; in tests of the crate itself it is allowed anyway")]

#[path = "../../../ledger/tests/sample/mod.rs"]
mod kept;

use collate::Collator;
use terms::{Actor, Article, Coded, Collate, Decided, Folder, Party};

/// An article's text that would be a script, were it not escaped.
pub const SCRIPT: &str = "<script>alert(1)</script>";

pub struct Sample {
    desk: kept::Desk,
}

fn person(name: &str, code: &str, item: &str) -> Actor {
    Actor { name: name.into(), code: Some(code.into()), sector: None, wikidata_id: Some(item.into()) }
}

/// What is coded of an article: the minister proposes an expulsion, or the president refuses it.
fn code(article: &Article) -> Coded {
    let mut coded = kept::code(article);
    let by = if article.text.as_str().contains("refuse") {
        person("The president", "RUS", "Q2")
    } else {
        person("The minister", "RUS", "Q1")
    };
    for report in &mut coded.reports {
        report.id = kept::hash(&format!("{}{}", article.id, article.text.as_str()))[..12].to_owned();
        report.by = Some(by.clone());
        report.decided = Decided::Decider;
        report.recipient =
            vec![Party { actor: person("United <b>States</b>", "USA", "Q30"), text: "US".into(), start: 1, end: 3 }];
    }
    for utterance in &mut coded.utterances {
        utterance.speaker = by.clone();
    }
    coded
}

impl Sample {
    /// The first of two articles.
    pub fn begun() -> Self {
        let mut sample = Self { desk: kept::Desk::new() };
        sample.read("a/1 ?", "We propose to expel.", "2016-12-29");
        sample
    }

    /// Two articles of two days.
    pub fn new() -> Self {
        let mut sample = Self::begun();
        sample.read("a2", &format!("We refuse to expel. {SCRIPT}"), "2016-12-30");
        sample
    }

    /// Adds an article.
    pub fn read(&mut self, id: &str, text: &str, published: &str) {
        let mut article = kept::article(Some(id), text, Some(published));
        article.title = Some(format!("{SCRIPT} {id}"));
        article.outlet = Some("Morning \"Post\"".into());
        let coded = code(&article);
        self.desk.ledger.add(self.desk.run, kept::at(1), kept::VERSION, &[(article, coded)]).unwrap();
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.desk.path()
    }
}

/// The program's own way of collating.
pub fn collation() -> Box<dyn Collate> {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    Box::new(Collator::load(&data).unwrap())
}
