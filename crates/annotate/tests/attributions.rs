//! Attributions of whole texts, as `tests/cases/attributions.md` tells them.

use std::fmt::Write as _;

use annotate::Annotator;
use terms::{Annotate, Annotated, Article, Attribution, Folder, Place, Text};

fn article(text: &str) -> Article {
    Article {
        id: "case".into(),
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

fn annotator() -> Annotator {
    Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).expect("the data files are sound")
}

/// One case of the file.
struct Case<'a> {
    title: &'a str,
    text: String,
    wanted: Vec<&'a str>,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    file.split("\n## ")
        .skip(1)
        .map(|case| {
            let mut lines = case.lines();
            let title = lines.next().unwrap_or_default();
            let (wanted, text): (Vec<&str>, Vec<&str>) =
                lines.filter(|line| !line.trim().is_empty()).partition(|line| line.starts_with("- "));
            Case {
                title,
                text: text.join("\n").replace('¶', "\n\n"),
                wanted: wanted.into_iter().map(|line| &line[2..]).filter(|line| *line != "none").collect(),
            }
        })
        .collect()
}

/// An attribution in the file's notation.
fn told(annotated: &Annotated, attribution: &Attribution) -> String {
    let words = |span| annotated.article.text.slice(span);
    let mut line = format!(
        "{} | {} | {} | {} {}",
        attribution.source.map_or("-", words),
        attribution.cue.map_or("-", words),
        attribution.content.iter().map(|&piece| words(piece)).collect::<Vec<_>>().join(" / "),
        attribution.stance,
        attribution.quote,
    );
    if let Some(outer) = attribution.within {
        write!(line, " within {outer}").expect("a string takes all");
    }
    if attribution.anonymous {
        line.push_str(" anonymous");
    }
    line
}

#[test]
fn every_case_gives_the_attributions_that_it_tells() {
    let annotator = annotator();
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases(include_str!("cases/attributions.md")) {
        let annotated = annotator.annotate(&article(&case.text));
        let got: Vec<String> = annotated.attributions.iter().map(|attribution| told(&annotated, attribution)).collect();
        if case.wanted != got {
            writeln!(wrong, "\n{}\n  {}\n  wanted {:#?}\n  got {got:#?}", case.title, case.text, case.wanted).expect("a string takes all");
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "of {count} cases these are wrong:{wrong}");
}
