//! Time expressions with values.

use std::sync::LazyLock;

use annotate::foundation::Foundation;
use annotate::layout::Layout;
use annotate::sentences::correct;
use annotate::times::Times;
use terms::{Annotated, Article, Basis, Folder, Place, Precision, Published, PublishedSource, Text, TimeMention, Tree};

static LAYERS: LazyLock<(Foundation, Layout, Times)> = LazyLock::new(|| {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    (
        Foundation::load(&data).expect("the data are right"),
        Layout::load(&data).expect("the data are right"),
        Times::load(&data).unwrap_or_else(|error| panic!("{error}")),
    )
});

/// The day on which examples are read: a Friday.
const DAY: &str = "2016-12-30";

fn annotated(text: &str, published: Option<&str>) -> Annotated {
    let article = Article {
        id: "a".into(),
        text: Text::new(text),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: published.map(|value| Published {
            value: value.into(),
            day: value.parse().expect("a date"),
            source: PublishedSource::Given,
        }),
        preamble: 0,
        language: None,
        content_hash: String::new(),
        source: Place::default(),
    };
    let mut parsed = LAYERS.0.parse(text);
    let dropped = LAYERS.1.dropped(&article);
    let sentences = correct(&article, &mut parsed, &dropped);
    let mut sentence_of = vec![0; parsed.tokens.len()];
    for (index, sentence) in sentences.iter().enumerate() {
        sentence_of[sentence.tokens.clone()].fill(index);
    }
    Annotated {
        article,
        dropped,
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
    }
}

fn found(text: &str) -> Vec<TimeMention> {
    LAYERS.2.find(&annotated(text, Some(DAY)))
}

/// Words and values of a text read on the day of the examples.
fn values(text: &str) -> Vec<String> {
    let whole = Text::new(text);
    found(text).iter().map(|time| format!("{} = {}", whole.slice(time.span), time.value)).collect()
}

#[test]
fn a_weekday_lies_behind_or_ahead_by_the_tense_of_its_verb() {
    assert_eq!(values("Russia protested on Thursday."), ["Thursday = 2016-12-29"]);
    assert_eq!(values("Russia protested on Friday."), ["Friday = 2016-12-30"]);
    assert_eq!(values("The council will meet on Thursday."), ["Thursday = 2017-01-05"]);
    assert_eq!(values("The council plans to meet on Monday."), ["Monday = 2017-01-02"]);
    assert_eq!(values("The council is scheduled to meet on Monday."), ["Monday = 2017-01-02"]);
    assert_eq!(values("The council must answer by Monday."), ["Monday = 2017-01-02"]);
}

#[test]
fn neighbours_make_one_time() {
    assert_eq!(values("The blast came on Thursday night."), ["Thursday night = 2016-12-29TNI"]);
    assert_eq!(values("The council will meet next Wednesday, January 4."), ["next Wednesday, January 4 = 2017-01-04"]);
    assert_eq!(values("He left on April 9 at 6 p.m. local time."), ["April 9 at 6 p.m. local time = 2016-04-09T18:00"]);
    assert_eq!(values("They met at 9 a.m. Tuesday."), ["9 a.m. Tuesday = 2016-12-27T09:00"]);
    assert_eq!(values("Prices rose in the second half of this year."), ["the second half of this year = 2016-H2"]);
}

#[test]
fn a_time_told_before_is_what_later_ones_are_reckoned_from() {
    assert_eq!(
        values(
            "The treaty was signed on March 5, 2014. Two days later, the army left. It came back the following year."
        ),
        ["March 5, 2014 = 2014-03-05", "Two days later = 2014-03-07", "the following year = 2015"]
    );
    assert_eq!(
        values("Sales fell in the third quarter from $5 million a year earlier."),
        ["the third quarter = 2016-Q3", "a year earlier = 2015-Q3"]
    );
}

#[test]
fn words_that_narrow_a_time_belong_to_it() {
    assert_eq!(values("It was closed in mid-August."), ["mid-August = 2016-08"]);
    assert_eq!(values("It will be closed by the end of 2017."), ["the end of 2017 = 2017"]);
    assert_eq!(values("Earlier this month the envoys left."), ["Earlier this month = 2016-12"]);
}

#[test]
fn an_undated_article_keeps_what_is_known() {
    let value = |text: &str| {
        LAYERS
            .2
            .find(&annotated(text, None))
            .into_iter()
            .map(|time| (time.value, time.date.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(value("Russia protested on Thursday."), [("XXXX-WXX-4".into(), false)]);
    assert_eq!(value("Russia protested on June 12."), [("XXXX-06-12".into(), false)]);
    assert_eq!(value("Russia protested yesterday."), [("PAST_REF".into(), false)]);
    assert_eq!(value("Russia protested on June 12, 1998."), [("1998-06-12".into(), true)]);
}

#[test]
fn a_date_that_heads_the_text_dates_an_undated_article() {
    let times = LAYERS.2.find(&annotated("Monday, March 4, 2019\n\nRussia protested on Sunday.", None));
    assert_eq!(times.last().map(|time| time.value.as_str()), Some("2019-03-03"));
}

#[test]
fn dates_tell_how_they_are_known_and_how_much() {
    let dated = |text: &str| found(text)[0].date.clone().map(|date| (date.value(), date.precision, date.basis));
    assert_eq!(dated("It was signed on March 5, 2014."), Some(("2014-03-05".into(), Precision::Day, Basis::Stated)));
    assert_eq!(
        dated("It was signed on March 5 at 3 p.m."),
        Some(("2016-03-05".into(), Precision::Time, Basis::Stated))
    );
    assert_eq!(dated("It was signed on Thursday."), Some(("2016-12-29".into(), Precision::Day, Basis::Relative)));
    assert_eq!(dated("It was signed last month."), Some(("2016-11".into(), Precision::Month, Basis::Relative)));
    assert_eq!(dated("It took two weeks."), None);
}

#[test]
fn any_words_give_times_in_order_without_overlap() {
    let words = [
        "last", "next", "the", "Friday", "May", "5", "1998", "p.m.", "of", "year", "two", "a", "half", "-", ",", "ago",
        "quarter", "week", "night", "and", "every", "third", "1990s", "in", "\n", "to", "first", "December", "31",
        "99", "century", "later", "'s", "(", ".", "noon", "12:30", "several", "billion",
    ];
    let mut state = 7u64;
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(words[(state >> 33) as usize % words.len()]);
            text.push(' ');
        }
        let times = found(&text);
        assert!(
            times
                .iter()
                .zip(times.iter().skip(1))
                .all(|(one, next)| one.tokens.end <= next.tokens.start && one.span.end <= next.span.start),
            "{text}"
        );
        assert!(times.iter().all(|time| !time.tokens.is_empty()), "{text}");
    }
}

#[test]
fn odd_texts_are_taken_as_they_are() {
    for text in [
        "",
        "\n",
        "99999999999 years ago",
        "9 9 9",
        "February 31, 2016",
        "the 99th century",
        "'",
        "0000-00-00",
        "in a a a",
        "31 June",
        "last last last",
        "the",
    ] {
        found(text);
    }
}
