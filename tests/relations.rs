//! The relation model on the text of `data/training/held-back`, which it has never seen, and the gate before it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use demarche::data;
use demarche::engine::Engine;
use terms::{Deed, EventType, Ontology, Pair, Span, Status};

/// A line of training text: the record that it must give (`None`: no relation, or nothing that PLOVER records), its text
/// and its pair.
struct Line {
    related: bool,
    record: Option<EventType>,
    text: String,
    pair: Pair,
}

fn lines() -> Vec<Line> {
    let ontology = Ontology::load(&data::embedded()).unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/training/held-back/mixed.tsv");
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().filter(|line| !line.is_empty()).map(|line| parse(&ontology, line)).collect()
}

fn parse(ontology: &Ontology, line: &str) -> Line {
    let columns: Vec<&str> = line.split('\t').collect();
    let [event, mode, status, _, marked] = columns[..] else { panic!("five columns: {line}") };
    let mut spans = [[0, 0], [0, 0]];
    let mut text = String::new();
    for letter in marked.chars() {
        let here = text.chars().count() as u32;
        match letter {
            '[' => spans[0][0] = here,
            ']' => spans[0][1] = here,
            '{' => spans[1][0] = here,
            '}' => spans[1][1] = here,
            _ => text.push(letter),
        }
    }
    let mode: Vec<String> = Some(mode.to_owned()).filter(|mode| mode != "-").into_iter().collect();
    let record = EventType::parse(event).and_then(|event| {
        let status = Status::parse(status).unwrap();
        ontology.fold(Deed { event, mode: &mode, context: &[], status, by_self: true })
    });
    let [actor, recipient] = spans.map(|[start, end]| Span::new(start, end));
    Line { related: event != "NONE", record: record.map(|record| record.event), text, pair: Pair { actor, recipient } }
}

fn engine() -> Engine {
    Engine::load_with_relations(&data::embedded()).unwrap()
}

#[test]
fn four_of_five_unseen_lines_get_their_record() {
    let engine = engine();
    let lines: Vec<Line> = lines().into_iter().filter(|line| line.record.is_some()).step_by(5).collect();
    let right = lines.iter().filter(|line| Some(engine.relate(&line.text, line.pair).event) == line.record).count();
    println!("{right} of {} records right", lines.len());
    assert!(right * 5 >= lines.len() * 4, "{right} of {} records right", lines.len());
}

#[test]
fn the_gate_keeps_true_pairs_and_drops_some_that_look_like_them() {
    let engine = engine();
    let lines = lines();
    let passed = |related: bool| {
        let of: Vec<&Line> = lines.iter().filter(|line| line.related == related).collect();
        let kept = of.iter().filter(|line| engine.passes_gate(&line.text, line.pair)).count();
        println!("related {related}: {kept} of {} pass", of.len());
        kept as f64 / of.len() as f64
    };
    let (kept, left) = (passed(true), passed(false));
    assert!(kept >= 0.97 && left <= 0.8, "{kept} of the true pairs, {left} of the others");
}

#[test]
fn a_pair_is_read_the_same_whatever_is_read_before() {
    let engine = engine();
    let lines: Vec<Line> = lines().into_iter().take(6).collect();
    let forwards: Vec<_> = lines.iter().map(|line| engine.relate(&line.text, line.pair)).collect();
    let mut backwards: Vec<_> = lines.iter().rev().map(|line| engine.relate(&line.text, line.pair)).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
}

#[test]
fn without_the_model_words_and_grammar_decide() {
    let engine = Engine::load(&data::embedded()).unwrap();
    assert!(!engine.has_relations());
    let text = "Norway expelled two Belarusian diplomats.";
    let pair = Pair { actor: Span::new(0, 6), recipient: Span::new(16, 40) };
    let related = engine.relate(text, pair);
    assert_eq!(related.event, EventType::Sanction);
    assert!(related.by.starts_with("entry "), "{}", related.by);
}
