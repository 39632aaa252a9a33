//! Where the places of a text lie, and what is no place.

use std::sync::LazyLock;

use annotate::Annotator;
use terms::{Annotate, Annotated, Article, EntityLabel, Folder, Mention, Place, Text};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| {
    Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).expect("the data hold")
});

fn read(text: &str) -> Annotated {
    ANNOTATOR.annotate(&Article {
        id: "test".into(),
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
    })
}

/// The mention of these words that is a place.
fn place<'a>(read: &'a Annotated, words: &str) -> Option<&'a Mention> {
    read.mentions
        .iter()
        .find(|mention| read.article.text.slice(mention.span) == words && mention.label == EntityLabel::Gpe)
}

#[test]
fn a_city_that_the_actor_files_do_not_know_has_country_and_point() {
    let read = read("Gunmen attacked a convoy outside the city of Maiduguri on Monday.");
    let place = place(&read, "Maiduguri").unwrap();
    assert_eq!(place.actor.code.as_deref(), Some("NGA"));
    assert!((place.point.unwrap().latitude - 11.8).abs() < 0.2);
}

#[test]
fn the_country_that_an_article_speaks_of_chooses_between_namesakes() {
    let of = |text: &str, name: &str| place(&read(text), name).and_then(|place| place.actor.code.clone());
    assert_eq!(
        of("Trinidad and Tobago's unions called a strike. Workers marched in San Fernando on Friday.", "San Fernando")
            .as_deref(),
        Some("TTO")
    );
    assert_eq!(
        of("The Philippines was hit by a storm. Schools closed in San Fernando on Friday.", "San Fernando").as_deref(),
        Some("PHL")
    );
}

#[test]
fn a_state_behind_a_city_tells_which_is_meant() {
    let read = read("Officials met in Springfield, Illinois, on Monday.");
    let point = place(&read, "Springfield").unwrap().point.unwrap();
    assert!((point.longitude + 89.6).abs() < 0.2);
}

#[test]
fn a_person_of_a_citys_name_is_no_place() {
    let read = read(
        "Colombia's former president, Juan Manuel Santos, spoke on Monday. Voters lost trust in Santos, a poll found.",
    );
    assert!(place(&read, "Santos").is_none());
}

#[test]
fn a_country_has_a_point() {
    let read = read("Soldiers were killed in Syria on Monday.");
    let point = place(&read, "Syria").unwrap().point.unwrap();
    assert!((point.latitude - 35.1).abs() < 1.0 && (point.longitude - 37.2).abs() < 1.0);
}
