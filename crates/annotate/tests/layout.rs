//! Parts of a text that are no part of the article.

use annotate::layout::Layout;
use terms::{Article, DropReason, Folder, Place, Text};

fn layout() -> Layout {
    Layout::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).expect("the data are right")
}

fn article(text: &str, preamble: u32) -> Article {
    Article {
        id: "a".into(),
        text: Text::new(text),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: None,
        preamble,
        language: None,
        content_hash: String::new(),
        source: Place::default(),
    }
}

fn dropped(text: &str) -> Vec<(DropReason, String)> {
    let article = article(text, 0);
    layout().dropped(&article).into_iter().map(|part| (part.reason, article.text.slice(part.span).to_owned())).collect()
}

const BEFORE: &str = "The foreign ministers of both countries met in Vienna on Monday and agreed that the border crossing near the river would be opened again in the spring.";
const AFTER: &str = "A spokeswoman for the ministry said that the details were still being worked out, and that they would meet for a second time before the month was out.";

/// A line amid prose, as it stands in an article.
fn amid(line: &str) -> Vec<(DropReason, String)> {
    dropped(&format!("{BEFORE}\n\n{line}\n\n{AFTER}"))
}

#[test]
fn a_date_that_heads_the_text_is_dropped() {
    assert_eq!(
        dropped(&format!("Monday, March 4, 2019 \n\n\n{BEFORE}")),
        [(DropReason::Dateline, "Monday, March 4, 2019".into())]
    );
    assert_eq!(dropped(&format!("Published: 4 March 2019, 10:30 GMT\n{BEFORE}")).len(), 1);
    assert_eq!(dropped(&format!("In March 2019 the talks began.\n{BEFORE}")), []);
}

#[test]
fn a_preamble_is_dropped_without_the_blank_after_it() {
    let article = article(" date 2016-12-30 Russia protested.", 17);
    let parts = layout().dropped(&article);
    assert_eq!((parts.len(), parts[0].span.start, parts[0].span.end), (1, 0, 16));
}

#[test]
fn place_and_agency_before_the_first_sentence_are_dropped() {
    for head in [
        "MOSCOW (Reuters) -",
        "NAIROBI, Kenya (AP) _",
        "WASHINGTON, August 8 (Xinhua) --",
        "LONDON —",
        "Kyiv (AFP) –",
        "(CNN)",
        "THE HAGUE, Netherlands (AP)_",
    ] {
        assert_eq!(dropped(&format!("{head} {BEFORE}")), [(DropReason::Dateline, head.into())]);
    }
    for head in [
        "NATO - the alliance of thirty states - welcomed it.",
        "Trump — who had been in Rome — left.",
        "Both sides - Iran and Iraq - agreed.",
    ] {
        assert_eq!(dropped(&format!("{head} {BEFORE}")), []);
    }
}

#[test]
fn a_teaser_between_paragraphs_is_dropped() {
    for line in [
        "You won't believe what the mayor's dog did next...it's all on tape!",
        "Mayor Wins Third Term After Long Night Of Counting",
        "[Why the river crossing matters to farmers]",
    ] {
        assert_eq!(amid(line), [(DropReason::RelatedLink, line.into())]);
    }
    for line in [
        "\"This is a great day for all of us!\" the mayor told reporters.",
        "The river has not been crossed since 1998.",
        "Farmers had asked for it for years.",
    ] {
        assert_eq!(amid(line), []);
    }
}

#[test]
fn words_under_a_picture_are_dropped() {
    assert_eq!(amid("The two ministers shake hands at the river on Monday afternoon")[0].0, DropReason::Caption);
    assert_eq!(amid("██ Held by the government")[0].0, DropReason::Caption);
    assert_eq!(
        amid("The ministers agreed on three points:\n- trade across the river and through the old town at night"),
        []
    );
}

#[test]
fn a_byline_is_dropped() {
    assert_eq!(dropped(&format!("By Anna Bell and Tom Hill\n{BEFORE}"))[0].0, DropReason::Byline);
    assert_eq!(dropped(&format!("By Monday the talks had failed.\n{BEFORE}")), []);
}

#[test]
fn english_that_follows_a_translation_stays() {
    let found = amid(
        "He said, \"We will stay.\" ((de))German language: Wir bleiben hier, bis alles vorbei ist The council was set to meet with him on the next day.",
    );
    assert_eq!(found.len(), 1);
    assert!(found[0].1.starts_with("((de))") && found[0].1.ends_with("vorbei ist"), "{found:?}");
}

#[test]
fn odd_texts_are_taken_as_they_are() {
    for text in ["", " ", "\n\n\n", "((", "))Spanish language:", "[", "██", "By ", "🙂\u{200d}\n🙂", "(photo:", "Share"]
    {
        dropped(text);
    }
}
