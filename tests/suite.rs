//! Runs the specs in `suite/`: an article excerpt, and the events, sayings and claims that it must give. The format is in
//! `suite/README.md`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod sayings;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use demarche::data;
use demarche::engine::Engine;
use terms::{Annotated, Article, EventRow, EventType, HistoryStep, Party, Place, Published, PublishedSource, Record};

/// One spec: a heading, its articles, and what is expected and forbidden of them.
#[derive(Default)]
struct Spec {
    name: String,
    articles: Vec<Excerpt>,
    /// Lines of `events`.
    lines: Vec<String>,
    /// Lines of `says`.
    says: Vec<String>,
    /// Lines `- says: …`, `- not says: …` and `- says nothing` under the heading.
    told: Vec<String>,
    /// Lines of `claims`.
    claims: Vec<String>,
}

/// An article of a spec.
struct Excerpt {
    date: Option<String>,
    title: Option<String>,
    text: String,
}

impl Excerpt {
    /// From the words behind `article`: a day and a headline in quote marks, either may be left out.
    fn new(head: &str, text: &str) -> Self {
        let (date, title) = head
            .split_once('"')
            .map_or((head, None), |(date, title)| (date, Some(title.trim_end_matches('"').to_owned())));
        let date = Some(date.trim().to_owned()).filter(|date| !date.is_empty());
        Self { date, title, text: text.to_owned() }
    }
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
                        spec.articles.push(Excerpt::new(rest.trim(), body.trim_end()));
                    } else {
                        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
                        match head.as_str() {
                            "events" => spec.lines.extend(lines),
                            "says" => spec.says.extend(lines),
                            "claims" => spec.claims.extend(lines),
                            other => panic!("{}: a block of {other:?}", spec.name),
                        }
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
                        specs.push(Spec { name: format!("{file}: {name}"), ..Spec::default() });
                    } else if let Some(line) = line.strip_prefix("- ")
                        && (line.starts_with("says")
                            || line.starts_with("not says")
                            || line.starts_with("not yet says"))
                        && let Some(spec) = specs.last_mut()
                    {
                        spec.told.push(line.to_owned());
                    }
                }
            }
        }
    }
    specs
}

fn article(index: usize, excerpt: &Excerpt) -> Article {
    Article {
        id: format!("spec-{index}"),
        text: excerpt.text.as_str().into(),
        title: excerpt.title.clone(),
        url: None,
        author: None,
        outlet: None,
        published: excerpt.date.as_ref().map(|date| Published {
            value: date.clone(),
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
    if event.actor == event.recipient && got[1] == got[3] && want.len() > 3 {
        // A mutual deed: each side is both, so that either order of two of its sides meets a line.
        let sides: Vec<&str> = got[1].split('+').collect();
        let is_side = |want: &str| want == got[1] || want.split('|').any(|one| one == "*" || sides.contains(&one));
        return is_side(want[1])
            && is_side(want[3])
            && [0, 2, 4, 5]
                .iter()
                .all(|&at| want.get(at).is_none_or(|want| got.get(at).is_some_and(|got| word_meets(got, want))));
    }
    want.iter().zip(&got).all(|(want, got)| word_meets(got, want))
}

/// Whether a word is one of those that a line allows; `TYPE/*` is a type with any mode or none.
fn word_meets(got: &str, want: &str) -> bool {
    want.split('|').any(|choice| {
        choice == "*"
            || choice == got
            || choice.strip_suffix("/*").is_some_and(|event| got.split('/').next() == Some(event))
    })
}

/// Whether an event of the record meets a line, with what may stand behind it: `overdue`, `condition came`, `answers LINE`, `counts NUMBERS`.
fn holds(record: &Record, event: &EventRow, line: &str) -> bool {
    if let Some(wanted) = line.strip_prefix("plover ") {
        return record_meets(event, wanted);
    }
    if let Some((line, answered)) = line.split_once(" answers ") {
        let answers = |other: &EventRow| event.responds_to.contains(&other.id) && meets(other, answered);
        return meets(event, line) && record.events.iter().any(answers);
    }
    if let Some((line, numbers)) = line.split_once(" counts ") {
        let told: Vec<String> =
            event.quantities.iter().map(|quantity| format!("{} {}", quantity.value, quantity.unit)).collect();
        return meets(event, line) && told.join(", ") == numbers;
    }
    if let Some((line, fields)) = line.split_once(" differs ") {
        let told: Vec<&str> = event.disagreements.iter().map(|one| one.field.as_str()).collect();
        let told = if told.is_empty() { "nowhere".to_owned() } else { told.join(", ") };
        return meets(event, line) && told == fields;
    }
    for (ending, came) in [(" condition came", true), (" condition open", false)] {
        if let Some(line) = line.strip_suffix(ending) {
            return meets(event, line) && event.hangs_on.as_ref().is_some_and(|hinge| hinge.came == came);
        }
    }
    match line.strip_suffix(" overdue") {
        Some(line) => meets(event, line) && event.overdue.is_some(),
        None => meets(event, line),
    }
}

/// Whether PLOVER's record of an event, as it stands, meets a line: type, actor, recipient.
fn record_meets(event: &EventRow, line: &str) -> bool {
    let Some(record) = &event.plover else { return false };
    let (record, line) = (record.event.as_str(), line.split_once(' ').unwrap_or((line, "")));
    let sides = if line.1.is_empty() { "* -> *" } else { line.1 };
    word_meets(record, line.0) && (meets(event, &format!("* {sides}")) || asks(event, sides))
}

/// Whether whoever asked for a deed, or would not have it done to them, and whoever was to do it are the sides of a line: a
/// request or a rejection goes from the one to the other.
fn asks(event: &EventRow, sides: &str) -> bool {
    let Some((asker, asked)) = sides.split_once(" -> ") else { return false };
    let record = event.plover.as_ref().map(|record| record.event);
    let said = |step: &HistoryStep| {
        step.by.as_ref().and_then(|by| by.code.as_deref()).is_some_and(|code| word_meets(code, asker))
    };
    matches!(record, Some(EventType::Request | EventType::Reject))
        && Some(event.event) != record
        && word_meets(&codes(&event.actor), asked)
        && event.history.iter().any(said)
}

fn problems(spec: &Spec, record: &Record) -> Vec<String> {
    let mut problems = Vec::new();
    for line in &spec.lines {
        if let Some(known) = line.strip_prefix("not yet ") {
            let (forbidden, asked) = known.strip_prefix("no ").map_or((false, known), |asked| (true, asked));
            if record.events.iter().any(|event| holds(record, event, asked)) != forbidden {
                problems.push(format!("holds now, take its \"not yet\" off: {known}"));
            }
        } else if line == "nothing" {
            if !record.events.is_empty() {
                problems.push("something is coded".to_owned());
            }
        } else if let Some(forbidden) = line.strip_prefix("no ") {
            if record.events.iter().any(|event| holds(record, event, forbidden)) {
                problems.push(format!("forbidden: {forbidden}"));
            }
        } else if let Some(wanted) = line.strip_prefix("plover ") {
            if !record.events.iter().any(|event| record_meets(event, wanted)) {
                problems.push(format!("missing record: {wanted}"));
            }
        } else if !record.events.iter().any(|event| holds(record, event, line)) {
            problems.push(format!("missing: {line}"));
        }
    }
    problems
}

#[test]
fn every_spec_of_the_suite_holds() {
    let engine = Engine::load_with_relations(&data::embedded()).unwrap();
    let mut report = String::new();
    let mut figures: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for spec in specs() {
        let expected = spec.lines.len() + spec.says.len() + spec.told.len() + spec.claims.len();
        assert!(
            !spec.articles.is_empty() && expected > 0,
            "{}: articles and what they must give are needed",
            spec.name
        );
        let annotated: Vec<Annotated> = spec
            .articles
            .iter()
            .enumerate()
            .map(|(index, excerpt)| engine.annotate(&article(index, excerpt)))
            .collect();
        let coded: Vec<_> = annotated.iter().map(|annotated| engine.code(annotated)).collect();
        let record = engine.collate(&coded);
        let sayings = sayings::all(&annotated);
        let mut problems = problems(&spec, &record);
        problems.extend(sayings::problems(&spec.says, &sayings));
        problems.extend(sayings::told::problems(&spec.told, &sayings));
        problems.extend(sayings::claim_problems(&spec.claims, &record));
        let file = spec.name.split(':').next().unwrap().to_owned();
        let (held, all) = figures.entry(file).or_default();
        *all += 1;
        if problems.is_empty() {
            *held += 1;
            continue;
        }
        writeln!(report, "{}\n  {}", spec.name, problems.join("\n  ")).unwrap();
        if !spec.lines.is_empty() {
            for event in &record.events {
                let numbers: Vec<String> =
                    event.quantities.iter().map(|quantity| format!("{} {}", quantity.value, quantity.unit)).collect();
                let due = event.overdue.as_ref().map(|due| format!(" overdue {due}")).unwrap_or_default();
                let date = event.date.as_deref().unwrap_or("undated");
                let answers = event.responds_to.len();
                writeln!(report, "    got: {} {date}{due} [{}] answers {answers}", spelled(event), numbers.join(", "))
                    .unwrap();
            }
        }
        if spec.says.len() + spec.told.len() > 0 {
            for saying in &sayings {
                writeln!(report, "    got: {saying}").unwrap();
            }
        }
        if !spec.claims.is_empty() {
            for claim in &record.claims {
                writeln!(report, "    got: {}", sayings::spelled(&record, claim)).unwrap();
            }
        }
    }
    let told: Vec<String> = figures.iter().map(|(file, (held, all))| format!("{file}: {held} of {all} hold")).collect();
    assert!(report.is_empty(), "{}\n{report}", told.join("; "));
}
