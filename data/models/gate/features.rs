//! What the gate sees of the pairs of the training text, a line a pair, for `train.py` beside this file:
//!
//! `cargo run --release --example gate_features > features.tsv`
//!
//! Columns: `trained` or `held-back`; the type of the line (`NONE` without relation), or `other` for a pair of two further
//! sides that a text speaks of; the features, with tabs between.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use demarche::data;
use demarche::engine::Engine;
use terms::{Article, MentionKind, Pair, Span};

/// Marks of the side that acts and of the side acted upon.
const MARKS: [char; 4] = ['[', ']', '{', '}'];

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

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::load(&data::embedded())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let training = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/training");
    for (name, folder) in [("trained", training.clone()), ("held-back", training.join("held-back"))] {
        let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        files.sort_by_key(std::fs::DirEntry::path);
        for file in
            files.iter().map(std::fs::DirEntry::path).filter(|path| path.extension().is_some_and(|it| it == "tsv"))
        {
            for line in std::fs::read_to_string(file)?.lines() {
                let columns: Vec<&str> = line.split('\t').collect();
                let Some((text, pair)) = columns.get(4).copied().and_then(unmarked) else { continue };
                let annotated = engine.annotate(&Article::of_text(&text));
                let mut tell = |label: &str, pair: Pair| {
                    writeln!(out, "{name}\t{label}\t{}", engine.gate_features(&annotated, pair).join("\t"))
                };
                tell(columns[0], pair)?;
                let sides: Vec<Span> = annotated
                    .mentions
                    .iter()
                    .filter(|mention| matches!(mention.kind, MentionKind::Named | MentionKind::Nominal))
                    .map(|mention| mention.span)
                    .filter(|span| !span.touches(pair.actor) && !span.touches(pair.recipient))
                    .collect();
                for &side in &sides {
                    for (actor, recipient) in
                        [(side, pair.recipient), (pair.actor, side), (side, pair.actor), (pair.recipient, side)]
                    {
                        tell("other", Pair { actor, recipient })?;
                    }
                }
            }
        }
    }
    Ok(())
}
