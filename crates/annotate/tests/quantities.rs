//! Numbers with what they count.

use annotate::foundation::Foundation;
use annotate::quantities::find;
use annotate::sentences::correct;
use std::sync::LazyLock;
use terms::{Annotated, Article, Folder, Place, Text, Tree};

static FOUNDATION: LazyLock<Foundation> = LazyLock::new(|| {
    Foundation::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).expect("the data are right")
});

/// Quantities of a text as "relation value unit".
fn told(text: &str) -> Vec<String> {
    let article = Article {
        id: "a".into(),
        text: Text::new(text),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: None,
        preamble: 0,
        language: None,
        content_hash: String::new(),
        source: Place::default(),
    };
    let mut parsed = FOUNDATION.parse(text);
    let sentences = correct(&article, &mut parsed, &[]);
    let mut sentence_of = vec![0; parsed.tokens.len()];
    for (index, sentence) in sentences.iter().enumerate() {
        sentence_of[sentence.tokens.clone()].fill(index);
    }
    let annotated = Annotated {
        article,
        dropped: Vec::new(),
        sentences,
        tree: Tree::new(&parsed.tokens),
        tokens: parsed.tokens,
        sentence_of,
        entities: parsed.entities,
        mentions: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        attributions: Vec::new(),
        title: None,
    };
    find(&annotated)
        .iter()
        .map(|mention| format!("{} {} {}", mention.quantity.relation, mention.quantity.value, mention.quantity.unit))
        .collect()
}

#[test]
fn a_number_counts_the_noun_that_it_modifies() {
    assert_eq!(told("The ministry expelled at least 35 British diplomats."), ["at_least 35 diplomat"]);
    assert_eq!(told("Soldiers closed two Syrian compounds."), ["exactly 2 compound"]);
    assert_eq!(told("The city sent sixteen teams."), ["exactly 16 team"]);
    assert_eq!(told("They freed 12 of the prisoners."), ["exactly 12 prisoner"]);
}

#[test]
fn words_before_and_after_bound_the_number() {
    assert_eq!(told("More than 1,000 people marched."), ["more_than 1000 people"]);
    assert_eq!(told("Some 1.7 million people marched."), ["about 1700000 people"]);
    assert_eq!(told("Up to 20 ships were seen."), ["at_most 20 ship"]);
    assert_eq!(told("No fewer than six ships were seen."), ["at_least 6 ship"]);
    assert_eq!(told("Sixty people or more were hurt."), ["at_least 60 people"]);
}

#[test]
fn a_range_is_two_bounds() {
    assert_eq!(told("Between 10 and 20 soldiers were killed."), ["at_least 10 soldier", "at_most 20 soldier"]);
}

#[test]
fn money_and_shares_have_units_of_their_own() {
    assert_eq!(told("The bill costs US$3.6 billion."), ["exactly 3600000000 USD"]);
    assert_eq!(told("The bill costs about 40 million euros."), ["about 40000000 EUR"]);
    assert_eq!(told("Turnout was 35 percent."), ["exactly 35 percent"]);
    assert_eq!(told("About a quarter of the voters stayed at home."), ["about 25 percent"]);
}

#[test]
fn the_dead_are_people() {
    assert_eq!(told("The blast killed at least 62."), ["at_least 62 person"]);
}

#[test]
fn others_are_more_of_the_same() {
    assert_eq!(
        told("They expelled 31 diplomats from Rome and four others from Milan."),
        ["exactly 31 diplomat", "exactly 4 diplomat"]
    );
}

#[test]
fn times_ages_and_names_count_nothing() {
    for text in [
        "The law of 1998 was changed on June 12, 2003.",
        "They have 72 hours to leave.",
        "The 18-year-old student left.",
        "They met at 5 p.m. on Tuesday.",
        "He cited Article 5 of the treaty.",
        "Anna Bell, 36, was elected.",
        "Dozens of people left.",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn odd_texts_are_taken_as_they_are() {
    for text in ["", " ", "1", "$", "$1", "10-", "between 5 and", "half a", "a quarter of", "1,,000", "½"] {
        told(text);
    }
}
