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
        author: None,
        outlet: None,
        published: None,
        preamble: 0,
        language: Some("en".into()),
        content_hash: String::new(),
        source: Place::default(),
    }
}

fn annotator() -> Annotator {
    Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into()))
        .expect("the data files are sound")
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
            writeln!(wrong, "\n{}\n  {}\n  wanted {:#?}\n  got {got:#?}", case.title, case.text, case.wanted)
                .expect("a string takes all");
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "of {count} cases these are wrong:{wrong}");
}

#[test]
fn no_text_is_too_odd() {
    let annotator = annotator();
    let long = "“We stay and ".to_owned() + &"we do not leave and ".repeat(1_000) + "so on,” he said.";
    let relayed = "The paper quoted the guard ".to_owned() + &"as quoting the guard ".repeat(2_000) + "as saying no.";
    let texts = [
        "",
        " \n\n\t ",
        "\"",
        "“”",
        "''",
        "\"\"\"\" “ ” ‘ ’ ' « » : : :",
        "said",
        ": said \"",
        "He said: \"",
        "\"He said \"she said \"it said \"they said",
        "‘‘‘ said ’’’ said ‘ he ’ said",
        "😀 said 😀: “😀”",
        "A: B: C: D: “E: F” G: said H:",
        "“One.\n\n“Two.\n\n“Three.\n\nFour said.",
        "according to",
        "According to according to according to",
        "said said said said said said, said said.",
        "(\"[said](\" he) said",
        &long,
        &relayed,
    ];
    for text in texts {
        let article = article(text);
        let annotated = annotator.annotate(&article);
        for (index, attribution) in annotated.attributions.iter().enumerate() {
            assert_eq!(attribution.id, index);
            assert!(!attribution.content.is_empty(), "{text:?}");
            for piece in attribution.content.iter().chain(&attribution.cue).chain(&attribution.source) {
                assert!(piece.start < piece.end && piece.end <= article.text.len(), "{text:?}");
            }
            assert!(attribution.within.is_none_or(|outer| outer != index && outer < annotated.attributions.len()));
        }
    }
}

#[test]
fn a_mark_without_partner_does_not_swallow_the_article() {
    let annotator = annotator();
    let body = "The village was evacuated at noon. Two hundred people slept in a school.\n\n".repeat(20);
    let text = format!("The mayor called it \"a dark day and left.\n\n{body}");
    let annotated = annotator.annotate(&article(&text));
    let said: u32 =
        annotated.attributions.iter().flat_map(|attribution| &attribution.content).map(|piece| piece.len()).sum();
    assert!(said < 120, "{said} characters are said to be said");
}

#[test]
fn a_speech_of_five_thousand_words_is_one_attribution() {
    let annotator = annotator();
    let speech = "We will rebuild the bridge and the school. ".repeat(620);
    let text = format!("\"{}\" the governor said.", speech.trim_end().trim_end_matches('.').to_owned() + ",");
    let annotated = annotator.annotate(&article(&text));
    assert_eq!(annotated.attributions.len(), 1, "{:?}", annotated.attributions);
    assert!(annotated.attributions[0].content[0].len() > 20_000);
}

#[test]
fn words_in_dropped_parts_are_not_attributed() {
    let annotator = annotator();
    let text = "Read more: Minister says the dam is safe\n\nThe dam is old.";
    let mut annotated = annotator.annotate(&article(text));
    for sentence in &mut annotated.sentences {
        sentence.dropped = true;
    }
    let attributions =
        annotate::attributions::Attributions::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into()))
            .expect("the data files are sound");
    assert!(attributions.find(&annotated).is_empty());
}

#[test]
fn a_pronoun_speaks_for_the_person_it_stands_for() {
    let annotator = annotator();
    let text = "Sergei Lavrov, the Russian foreign minister, met reporters in Moscow. He said that the embassy would stay open.";
    let annotated = annotator.annotate(&article(text));
    let [said] = annotated.attributions.as_slice() else { panic!("{:?}", annotated.attributions) };
    let speaker = said.speaker.as_ref().expect("there is a source");
    assert!(speaker.name.contains("Lavrov"), "{speaker:?}");
    assert_eq!(speaker.code.as_deref(), Some("RUS"));
}

#[test]
fn a_speaker_without_entry_keeps_the_name_in_the_text() {
    let annotator = annotator();
    let annotated =
        annotator.annotate(&article("A spokeswoman for the ferry company, Anna Lindqvist, said the ship was safe."));
    let [said] = annotated.attributions.as_slice() else { panic!("{:?}", annotated.attributions) };
    assert!(said.speaker.as_ref().is_some_and(|speaker| speaker.name.contains("Lindqvist")), "{said:?}");
    assert!(!said.anonymous);
}

#[test]
fn a_name_that_is_introduced_is_the_speakers() {
    let annotator = annotator();
    let annotated =
        annotator.annotate(&article("A university student named Fong said, \"We are not afraid of rain.\""));
    let [said] = annotated.attributions.as_slice() else { panic!("{:?}", annotated.attributions) };
    assert_eq!(said.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Fong"));
    assert!(!said.anonymous);
}

#[test]
fn an_account_speaks_for_its_owner() {
    let annotator = annotator();
    let annotated =
        annotator.annotate(&article("The Twitter account of the Kenyan government said that the road was closed."));
    let [said] = annotated.attributions.as_slice() else { panic!("{:?}", annotated.attributions) };
    let speaker = said.speaker.as_ref().expect("there is a source");
    assert_eq!(speaker.code.as_deref(), Some("KEN"), "{speaker:?}");
}
