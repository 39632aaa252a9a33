//! What the gate sees of the pairs of the training text, a line a pair, for `train.py` beside this file:
//!
//! `cargo run --release --example gate_features > features.tsv`
//!
//! Columns: `trained` or `held-back`, then the type of the line (`NONE` without relation), or `other` for a pair with a further
//! side that a text speaks of; or `examples`, `running` for any two sides of a sentence of the articles of `examples/`; then the
//! features. Tabs between.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use demarche::data;
use demarche::engine::Engine;
use terms::{Annotated, Article, MentionKind, Pair, Span};

/// Marks of the side that acts and of the side acted upon.
const MARKS: [char; 4] = ['[', ']', '{', '}'];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::load(&data::embedded())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut tell = |part: &str, label: &str, annotated: &Annotated, pair: Pair| {
        writeln!(out, "{part}\t{label}\t{}", engine.gate_features(annotated, pair).join("\t"))
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let training = root.join("data/training");
    for (part, folder) in [("trained", training.clone()), ("held-back", training.join("held-back"))] {
        for file in files(&folder)?.iter().filter(|path| path.extension().is_some_and(|it| it == "tsv")) {
            for line in fs::read_to_string(file)?.lines() {
                let columns: Vec<&str> = line.split('\t').collect();
                let Some((text, pair)) = columns.get(4).copied().and_then(unmarked) else { continue };
                let annotated = engine.annotate(&Article::of_text(&text));
                tell(part, columns[0], &annotated, pair)?;
                let Pair { actor, recipient } = pair;
                for side in sides(&annotated, |span| !span.touches(actor) && !span.touches(recipient)) {
                    for (actor, recipient) in [(side, recipient), (actor, side), (side, actor), (recipient, side)] {
                        tell(part, "other", &annotated, Pair { actor, recipient })?;
                    }
                }
            }
        }
    }
    for folder in files(&root.join("examples"))?.iter().filter(|path| path.is_dir()) {
        for file in files(folder)? {
            for text in texts(&file)? {
                let annotated = engine.annotate(&Article::of_text(&text));
                for sentence in &annotated.sentences {
                    let within = |span: Span| span.start >= sentence.span.start && span.end <= sentence.span.end;
                    let here = sides(&annotated, within);
                    for (&actor, &recipient) in here.iter().flat_map(|one| here.iter().map(move |other| (one, other))) {
                        if !actor.touches(recipient) {
                            tell("examples", "running", &annotated, Pair { actor, recipient })?;
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

/// Everything in a folder, sorted.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The articles of a file.
fn texts(file: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let content = fs::read_to_string(file)?;
    if file.extension().is_none_or(|it| it != "jsonl") {
        return Ok(vec![content]);
    }
    let text =
        |line| Ok(serde_json::from_str::<serde_json::Value>(line)?["text"].as_str().unwrap_or_default().to_owned());
    content.lines().map(text).collect()
}

/// A text without its marks, and the pair that they mark; `None` where a mark is missing.
fn unmarked(marked: &str) -> Option<(String, Pair)> {
    let mut places = [None; MARKS.len()];
    let (mut text, mut here) = (String::new(), 0);
    for letter in marked.chars() {
        match MARKS.iter().position(|mark| *mark == letter) {
            Some(mark) => places[mark] = Some(here),
            None => {
                text.push(letter);
                here += 1;
            }
        }
    }
    let [from, to, start, end] = places;
    Some((text, Pair { actor: Span::new(from?, to?), recipient: Span::new(start?, end?) }))
}

/// Those whom a text names or speaks of, where the place passes.
fn sides(annotated: &Annotated, passes: impl Fn(Span) -> bool) -> Vec<Span> {
    let spoken_of = annotated.mentions.iter().filter(|it| matches!(it.kind, MentionKind::Named | MentionKind::Nominal));
    spoken_of.map(|mention| mention.span).filter(|&span| passes(span)).collect()
}
