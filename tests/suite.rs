//! Runs the specs in `suite/`: an article excerpt and the events that it must give. The format is in `suite/README.md`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::fmt::Write;
use std::path::PathBuf;

use demarche::data;
use demarche::engine::Engine;
use terms::{Article, EventRow, Party, Place, Published, PublishedSource, Record};

/// One spec: a heading, its articles, the events expected and those forbidden.
struct Spec {
    name: String,
    articles: Vec<(Option<String>, String)>,
    lines: Vec<String>,
}

fn specs() -> Vec<Spec> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/suite"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut specs: Vec<Spec> = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "md") && !file.ends_with("README.md"))
    {
        let text = std::fs::read_to_string(file).unwrap();
        let mut block: Option<(String, String)> = None;
        for line in text.lines() {
            match &mut block {
                Some((head, body)) if line.starts_with("```") => {
                    let spec = specs.last_mut().expect("a block stands under a heading");
                    if let Some(rest) = head.strip_prefix("article") {
                        spec.articles.push((
                            Some(rest.trim().to_owned()).filter(|date| !date.is_empty()),
                            body.trim_end().to_owned(),
                        ));
                    } else if head == "events" {
                        spec.lines
                            .extend(body.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
                    }
                    block = None;
                }
                Some((_, body)) => {
                    body.push_str(line);
                    body.push('\n');
                }
                None => {
                    if let Some(head) = line.strip_prefix("```") {
                        block = Some((head.trim().to_owned(), String::new()));
                    } else if let Some(name) = line.strip_prefix("## ") {
                        let file = file.file_stem().unwrap().to_string_lossy();
                        specs.push(Spec { name: format!("{file}: {name}"), articles: Vec::new(), lines: Vec::new() });
                    }
                }
            }
        }
    }
    specs
}

fn article(index: usize, date: Option<&str>, text: &str) -> Article {
    Article {
        id: format!("spec-{index}"),
        text: text.into(),
        title: None,
        url: None,
        outlet: None,
        published: date.map(|date| Published {
            value: date.to_owned(),
            day: date.parse().unwrap(),
            source: PublishedSource::Given,
        }),
        preamble: 0,
        language: Some("en".to_owned()),
        content_hash: format!("{index}"),
        source: Place::default(),
    }
}

fn codes(parties: &[Party]) -> String {
    let mut codes: Vec<String> =
        parties.iter().map(|party| party.actor.code.clone().unwrap_or_else(|| "?".to_owned())).collect();
    codes.sort();
    codes.dedup();
    if codes.is_empty() { "-".to_owned() } else { codes.join("+") }
}

/// An event as a spec writes it: `SANCTION/expel RUS -> USA refused confirmed`.
fn spelled(event: &EventRow) -> String {
    let mode = event.mode.first().map(|mode| format!("/{mode}")).unwrap_or_default();
    format!(
        "{}{mode} {} -> {} {} {}",
        event.event,
        codes(&event.actor),
        codes(&event.recipient),
        event.standing,
        event.assertion
    )
}

/// Whether an event meets a line: words that the line leaves out (`*`, assertion) are open.
fn meets(event: &EventRow, line: &str) -> bool {
    let got = spelled(event);
    let (got, want): (Vec<&str>, Vec<&str>) = (got.split(' ').collect(), line.split_whitespace().collect());
    want.iter()
        .zip(&got)
        .all(|(want, got)| *want == "*" || want == got || want.split('|').any(|choice| choice == "*" || choice == *got))
}

fn problems(spec: &Spec, record: &Record) -> Vec<String> {
    let mut problems = Vec::new();
    for line in &spec.lines {
        if line == "nothing" {
            if !record.events.is_empty() {
                problems.push("something is coded".to_owned());
            }
        } else if let Some(forbidden) = line.strip_prefix("no ") {
            if record.events.iter().any(|event| meets(event, forbidden)) {
                problems.push(format!("forbidden: {forbidden}"));
            }
        } else if !record.events.iter().any(|event| meets(event, line)) {
            problems.push(format!("missing: {line}"));
        }
    }
    problems
}

#[test]
fn every_spec_of_the_suite_holds() {
    let engine = Engine::load(&data::embedded()).unwrap();
    let mut report = String::new();
    let (mut held, mut failed) = (0, 0);
    for spec in specs() {
        assert!(
            !spec.articles.is_empty() && !spec.lines.is_empty(),
            "{}: an article block and an events block are needed",
            spec.name
        );
        let coded: Vec<_> = spec
            .articles
            .iter()
            .enumerate()
            .map(|(index, (date, text))| engine.code(&engine.annotate(&article(index, date.as_deref(), text))))
            .collect();
        let record = engine.collate(&coded);
        let problems = problems(&spec, &record);
        if problems.is_empty() {
            held += 1;
        } else {
            failed += 1;
            writeln!(report, "{}\n  {}", spec.name, problems.join("\n  ")).unwrap();
            for event in &record.events {
                writeln!(report, "    got: {}", spelled(event)).unwrap();
            }
        }
    }
    assert!(failed == 0, "{held} specs hold, {failed} do not:\n{report}");
}
