//! Articles, codings and a plain way to collate, for tests of the ledger alone.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "only tests use it; in tests of a crate itself it is allowed anyway")]

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ledger::{Ledger, RunId};
use terms::{
    Actor, Article, ArticleRow, Assertion, ClaimRow, Coded, Corrected, Correction, CorrectionKind, Decided, EventRow,
    EventType, Evidence, Field, HistoryStep, Judgement, Party, Place, Published, PublishedSource, Quote, Record,
    Report, Span, Stance, Status, Text, Utterance, set_field,
};

pub const VERSION: &str = "test-1";

/// A moment of reading: seconds after a fixed one.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_483_056_000 + seconds).unwrap()
}

/// A text's hash; the tests need only that different texts differ.
pub fn hash(text: &str) -> String {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{state:016x}").repeat(4)
}

pub fn article(id: Option<&str>, text: &str, published: Option<&str>) -> Article {
    let content_hash = hash(text);
    Article {
        id: id.map_or_else(|| content_hash[..16].to_owned(), str::to_owned),
        text: Text::new(text),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: published.map(|value| Published {
            value: value.into(),
            day: value[..10].parse().unwrap(),
            source: PublishedSource::Given,
        }),
        preamble: 0,
        language: Some("en".into()),
        content_hash,
        source: Place { path: "stdin".into(), line: None, offset: None, length: None },
    }
}

/// One report an article: its first six scalar values; refused where the text says "refuse".
pub fn code(article: &Article) -> Coded {
    let quote = article.text.slice(Span::new(0, 6)).to_owned();
    let evidence = vec![Evidence {
        article: article.id.clone(),
        start: 0,
        end: article.text.len().min(6),
        quote: quote.clone(),
        field: Field::Text,
    }];
    let minister = Actor { name: "The minister".into(), code: Some("RUS".into()), sector: None, wikidata_id: None };
    let report = Report {
        id: format!("r{}", &hash(&format!("{}{}", article.id, article.content_hash))[..8]),
        article: article.id.clone(),
        event: EventType::Sanction,
        mode: vec!["expel".into()],
        context: vec![],
        trigger: Span::new(0, 1),
        sentence: 0,
        lemma: "expel".into(),
        object: None,
        plover: None,
        actor: vec![Party { actor: minister.clone(), text: quote.clone(), start: 0, end: 6 }],
        recipient: vec![],
        status: if article.text.as_str().contains("refuse") { Status::Refused } else { Status::Proposed },
        assertion: Assertion::Stated,
        attribution: None,
        by: None,
        decided: Decided::Narrator,
        said: None,
        said_order: 0,
        date: None,
        quantities: vec![],
        locations: vec![],
        confidence: 0.1 + 0.2,
        evidence: evidence.clone(),
        answers: None,
        anaphoric: false,
        presupposed: false,
        undoing: None,
        meaning: None,
        condition: None,
        entry: "expel".into(),
        path: "nsubj".into(),
    };
    let utterance = Utterance {
        attribution: 0,
        speaker: minister,
        stance: Stance::Asserts,
        quote: Quote::Indirect,
        content: article.text.as_str().to_owned(),
        said: None,
        evidence,
        reports: vec![0],
        anonymous: false,
        refers: false,
        answers: None,
    };
    Coded {
        article: article.id.clone(),
        title: article.title.clone(),
        outlet: article.outlet.clone(),
        url: article.url.clone(),
        published: article.published.clone(),
        content_hash: article.content_hash.clone(),
        source: article.source.clone(),
        reports: vec![report],
        utterances: vec![utterance],
        profile: [("expel".to_owned(), 1)].into(),
        origins: vec![],
        shingles: vec![u64::MAX],
    }
}

/// Takes all reports for one event; the latest published decides, and people over that. Undoing takes all corrections back.
pub fn collate(coded: &[Coded], corrections: &[Correction]) -> Record {
    let mut coded: Vec<&Coded> = coded.iter().collect();
    coded.sort_by_key(|one| (one.published.as_ref().map(|known| known.value.clone()), one.article.clone()));
    let steps: Vec<HistoryStep> = coded
        .iter()
        .flat_map(|one| &one.reports)
        .map(|report| HistoryStep {
            status: report.status,
            assertion: report.assertion,
            at: None,
            by: report.by.clone(),
            article: report.article.clone(),
            evidence: report.evidence.clone(),
            decides: false,
        })
        .collect();
    let mut reports: Vec<String> = coded.iter().flat_map(|one| &one.reports).map(|report| report.id.clone()).collect();
    reports.sort();
    let mut event = steps.last().map(|last| EventRow {
        id: "e1".into(),
        reports,
        story: None,
        summary: "expel".into(),
        event: EventType::Sanction,
        mode: vec![],
        context: vec![],
        plover: None,
        actor: vec![],
        recipient: vec![],
        date: None,
        date_precision: None,
        date_basis: None,
        quantities: vec![],
        locations: vec![],
        standing: last.status,
        assertion: last.assertion,
        history: steps.clone(),
        responds_to: vec![],
        answers: vec![],
        overdue: None,
        hangs_on: None,
        disagreements: vec![],
        origins: 1,
        overstated: false,
        corrected: vec![],
    });
    let undone = corrections.iter().any(|correction| correction.judgement.kind() == CorrectionKind::Undo);
    for correction in corrections.iter().filter(|_| !undone) {
        if let (Some(event), Judgement::Set { field, after, .. }) = (&mut event, &correction.judgement) {
            set_field(event, *field, after).unwrap();
            event.corrected.push(Corrected::by(correction, vec![*field]));
        }
    }
    Record {
        articles: coded
            .iter()
            .map(|one| ArticleRow {
                id: one.article.clone(),
                story: None,
                published: one.published.as_ref().map(|known| known.value.clone()),
                published_inferred: None,
                title: one.title.clone(),
                outlet: None,
                url: None,
                content_hash: one.content_hash.clone(),
                source: one.source.clone(),
                clock_problems: vec![],
            })
            .collect(),
        stories: vec![],
        events: event.into_iter().collect(),
        claims: coded
            .iter()
            .flat_map(|one| &one.utterances)
            .map(|utterance| ClaimRow {
                id: hash(&utterance.content)[..8].to_owned(),
                speaker: utterance.speaker.clone(),
                stance: utterance.stance,
                event: None,
                content: utterance.content.clone(),
                quote: utterance.quote,
                said: None,
                evidence: utterance.evidence.clone(),
                headlines: vec![],
                story: None,
                anonymous: false,
                proposition: String::new(),
                answers: vec![],
                revises: None,
            })
            .collect(),
        corrections: vec![],
    }
}

/// A ledger in a folder of its own.
pub struct Desk {
    pub ledger: Ledger,
    pub run: RunId,
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(&folder.path().join("record.db")).unwrap();
        let run = ledger.begin(at(0), "read", &["articles/".into()], VERSION).unwrap();
        Self { ledger, run, folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("record.db")
    }

    pub fn read(&mut self, seconds: i64, articles: &[Article]) -> ledger::Added {
        let batch: Vec<_> = articles.iter().map(|article| (article.clone(), code(article))).collect();
        self.ledger.add(self.run, at(seconds), VERSION, &batch).unwrap()
    }

    pub fn json(&self) -> String {
        json_of(&self.ledger)
    }
}

pub fn json_of(ledger: &Ledger) -> String {
    serde_json::to_string(&ledger.record(&ledger::View::default(), &collate).unwrap()).unwrap()
}

/// Whether a file, or its log, holds some bytes.
pub fn holds(path: &Path, words: &str) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    [path.to_path_buf(), log.into()]
        .iter()
        .filter_map(|file| std::fs::read(file).ok())
        .any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}
