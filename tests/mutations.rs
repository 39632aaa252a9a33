//! Spoiled texts through all stages: no sentence, time, actor, attribution or claim may panic, stall or point outside its text.
//!
//! `DEMARCHE_MUTATIONS=20000 cargo test --release --test mutations -- --nocapture` tries that many; without it, some dozens. What spoiled
//! files do to the readers is tried in `crates/acquire/tests/mutations.rs`.

mod program;

use std::panic;
use std::time::{Duration, Instant};

use acquire::{Limits, Reader};
use demarche::data;
use demarche::engine::Engine;
use program::{Numbers, example_files};
use terms::{Annotated, Article, Coded, Evidence, Field, Span};

/// Longest that one text of some thousand letters may take; debug builds are slower.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });

/// Texts whose codings are collated together.
const TOGETHER: usize = 8;

/// What marks places where sentences, times, names and speeches break.
const TOKENS: [&str; 48] = [
    ". ",
    "? ",
    "... ",
    "! ",
    ", ",
    "; ",
    ": ",
    " - ",
    " — ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " \u{a0} ",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "(",
    ")",
    "[",
    "]",
    " said ",
    " denied that ",
    " told ",
    ", according to ",
    " not ",
    " he ",
    " Mr. ",
    " U.S. ",
    " the ",
    " on Friday ",
    " Feb. 30 ",
    " 31 February 9999 ",
    " 1/13/0000 ",
    " last week ",
    " 24:61 ",
    " in 99999999999999999999 days ",
    " Jan. ",
    " $1.5 billion ",
    "#",
    "\u{301}",
    "\u{202e}",
    "\u{feff}",
    "🇳🇴",
    "İ",
];

/// Spoils a text in one to six places.
fn spoil(text: &str, other: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let other: Vec<char> = other.chars().collect();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(letters.len());
        let span = numbers.below(80).min(letters.len().saturating_sub(at));
        match numbers.below(8) {
            0 => drop(letters.drain(at..at + span)),
            1 => letters.truncate(at.max(200).min(letters.len())),
            2 => {
                let again = letters[at..at + span].repeat(1 + numbers.below(12));
                letters.splice(at..at, again);
            }
            3 => {
                let from = numbers.below(other.len());
                let piece = other[from..(from + span).min(other.len())].to_vec();
                letters.splice(at..at, piece);
            }
            4 => letters.retain(|letter| *letter != ' ' && *letter != 'e'),
            5 => letters[at..at + span]
                .iter_mut()
                .for_each(|letter| *letter = letter.to_uppercase().next().unwrap_or('X')),
            _ => {
                let token = TOKENS[numbers.below(TOKENS.len())].repeat(1 + numbers.below(3) * numbers.below(30));
                letters.splice(at..at, token.chars());
            }
        }
    }
    letters.truncate(6_000);
    letters.into_iter().collect()
}

fn lies_in_its_text(annotated: &Annotated, coded: &Coded) {
    let text = &annotated.article.text;
    let lies = |span: Span| assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {}", text.len());
    let mut end = 0;
    for sentence in &annotated.sentences {
        lies(sentence.span);
        assert!(end <= sentence.span.start, "sentences overlap at {end}");
        end = sentence.span.end;
    }
    annotated.times.iter().for_each(|time| lies(time.span));
    annotated.mentions.iter().for_each(|mention| lies(mention.span));
    let spans =
        annotated.attributions.iter().flat_map(|one| one.content.iter().copied().chain(one.source).chain(one.cue));
    spans.for_each(lies);
    let says = |piece: &Evidence| {
        if piece.field == Field::Text {
            lies(Span { start: piece.start, end: piece.end });
            assert_eq!(text.slice(Span::new(piece.start, piece.end)), piece.quote);
        }
    };
    coded.reports.iter().flat_map(|report| &report.evidence).for_each(says);
    coded.utterances.iter().flat_map(|utterance| &utterance.evidence).for_each(says);
}

#[test]
fn no_spoiled_text_makes_a_stage_panic_stall_or_point_outside_it() {
    let count: usize = std::env::var("DEMARCHE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(64);
    let engine = Engine::load(&data::embedded()).unwrap();
    let articles: Vec<Article> = Reader::new(example_files(), Limits::default()).filter_map(Result::ok).collect();
    assert!(articles.len() > 5);
    let mut numbers = Numbers(0xD1B5_4A32_D192_ED03);
    let mut together: Vec<Coded> = Vec::new();
    let mut longest = Duration::ZERO;
    for round in 0..count {
        let article = &articles[round % articles.len()];
        let other = &articles[numbers.below(articles.len())];
        let text = spoil(article.text.as_str(), other.text.as_str(), &mut numbers);
        let spoiled = Article {
            id: format!("m{round}"),
            content_hash: acquire::content_hash(&text),
            preamble: 0,
            title: article.title.as_ref().map(|title| spoil(title, other.text.as_str(), &mut numbers)),
            text: terms::Text::new(text.clone()),
            ..article.clone()
        };
        let started = Instant::now();
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            let annotated = engine.annotate(&spoiled);
            let coded = engine.code(&annotated);
            lies_in_its_text(&annotated, &coded);
            together.push(coded);
            if together.len() == TOGETHER {
                let record = engine.collate(&together);
                together.reverse();
                assert!(engine.collate(&together) == record, "the order of articles changed the record");
                together.clear();
            }
        }));
        let took = started.elapsed();
        longest = longest.max(took);
        if outcome.is_err() || took > PATIENCE {
            let path = std::env::temp_dir().join(format!("spoiled-text-{round}"));
            std::fs::write(&path, text).unwrap();
            panic!("round {round}: {took:?}, panic: {}; kept as {}", outcome.is_err(), path.display());
        }
    }
    println!("{count} spoiled texts, the longest took {longest:?}");
}
