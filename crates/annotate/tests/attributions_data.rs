//! Every entry of `data/cues/` finds its own example and leaves its `not` alone.

use std::fmt::Write as _;

use annotate::Annotator;
use annotate::attributions::cues;
use terms::{Annotate, Annotated, Article, Folder, Place, Span, Text};

/// A sentence of a data file: the plain words and what is marked in them.
struct Marked {
    text: String,
    source: Option<Span>,
    cue: Option<Span>,
    content: Vec<Span>,
}

/// Reads `<source> [cue] {content}`.
fn marked(sentence: &str) -> Marked {
    let mut found = Marked { text: String::new(), source: None, cue: None, content: Vec::new() };
    let mut length = 0;
    let mut starts = Vec::new();
    for character in sentence.chars() {
        match character {
            '<' | '[' | '{' => starts.push(length),
            '>' | ']' | '}' => {
                let span = Span::new(starts.pop().unwrap_or_default(), length);
                match character {
                    '>' => found.source = Some(span),
                    ']' => found.cue = Some(span),
                    _ => found.content.push(span),
                }
            }
            _ => {
                found.text.push(character);
                length += 1;
            }
        }
    }
    found
}

fn article(text: &str) -> Article {
    Article {
        id: "example".into(),
        text: Text::new(text),
        title: None,
        url: None,
        outlet: None,
        published: None,
        preamble: 0,
        language: Some("en".into()),
        content_hash: String::new(),
        source: Place::default(),
    }
}

/// The lemmas of all cues that were found, with the word after each ("point out").
fn cue_lemmas(annotated: &Annotated) -> Vec<String> {
    let lemma = |token: usize| annotated.tokens.get(token).map_or("", |token| &*token.lemma);
    annotated
        .attributions
        .iter()
        .filter_map(|attribution| attribution.cue_token)
        .flat_map(|token| [lemma(token).to_owned(), format!("{} {}", lemma(token), lemma(token + 1))])
        .collect()
}

/// What is wrong with an entry; empty where nothing is.
fn check(annotator: &Annotator, lemmas: &[String], example: &str, not: &str) -> String {
    let mut wrong = String::new();
    let wanted = marked(example);
    let annotated = annotator.annotate(&article(&wanted.text));
    let found = annotated.attributions.iter().any(|got| {
        wanted.source.is_none_or(|source| got.source == Some(source))
            && wanted.cue.is_none_or(|cue| got.cue == Some(cue))
            && (wanted.content.is_empty() || got.content == wanted.content)
    });
    if !found {
        writeln!(wrong, "{lemmas:?}: not found in {example:?}; found {:?}", annotated.attributions)
            .expect("a string takes all");
    }
    let annotated = annotator.annotate(&article(not));
    if let Some(lemma) = cue_lemmas(&annotated).iter().find(|lemma| lemmas.contains(lemma)) {
        writeln!(wrong, "{lemma:?} is a cue in {not:?}, which must have none").expect("a string takes all");
    }
    wrong
}

#[test]
fn every_cue_finds_its_example_and_leaves_its_not_alone() {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    let annotator = Annotator::load(&data).expect("the data files are sound");
    let mut wrong = String::new();
    for entry in cues::verb_entries(&data).expect("verbs.toml is sound") {
        wrong += &check(&annotator, &entry.lemma, &entry.example, &entry.not);
    }
    for entry in cues::noun_entries(&data).expect("nouns.toml is sound") {
        wrong += &check(&annotator, &entry.lemma, &entry.example, &entry.not);
    }
    for entry in cues::adjective_entries(&data).expect("adjectives.toml is sound") {
        wrong += &check(&annotator, &entry.lemma, &entry.example, &entry.not);
    }
    assert!(wrong.is_empty(), "{wrong}");
}
