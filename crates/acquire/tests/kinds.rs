//! What each kind of file gives.

use std::fs;
use std::io::Cursor;

use acquire::{Cause, Input, Limits, Reader};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;
use terms::{Article, PublishedSource, Span};

fn only_article(bytes: impl Into<Vec<u8>>) -> Article {
    let mut items: Vec<_> = Reader::new([Input::stream("-", Cursor::new(bytes.into()))], Limits::default()).collect();
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).expect("an article without a problem")
}

#[test]
fn plain_text_is_kept_whole_less_its_byte_order_mark() {
    let text = " \r\nEnvoys met.\u{2028}\n\tThey left. \n\n";
    assert_eq!(only_article(text).text.as_str(), text);
    assert_eq!(only_article(format!("\u{FEFF}{text}")).text.as_str(), text);
    let wide: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(only_article(wide).text.as_str(), text);
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(only_article(unmarked).text.as_str(), text);
}

#[test]
fn a_date_in_the_first_line_dates_the_article_and_is_no_text() {
    let article = only_article(" date 2017-03-04 Envoys met in Oslo.");
    let published = article.published.clone().unwrap();
    assert_eq!(
        (published.value.as_str(), published.day, published.source),
        ("2017-03-04", date(2017, 3, 4), PublishedSource::FirstLine)
    );
    assert_eq!(article.text.slice(Span::new(article.preamble, article.text.len())), "Envoys met in Oslo.");
    assert_eq!(only_article("Envoys met in Oslo.").published, None);
}

#[test]
fn a_given_date_wins_and_the_first_line_is_still_no_text() {
    let line = json!({"text": "Saturday, March 4, 2017 \n\nEnvoys met.", "published": "2017-03-05T01:00:00+05:00"});
    let article = only_article(line.to_string());
    let published = article.published.clone().unwrap();
    assert_eq!(
        (published.value.as_str(), published.day, published.source),
        ("2017-03-05T01:00:00+05:00", date(2017, 3, 5), PublishedSource::Given)
    );
    assert_eq!(article.text.slice(Span::new(article.preamble, article.text.len())), "Envoys met.");
}

#[test]
fn markdown_gives_its_heading_as_title_and_its_front_matter_as_fields() {
    let article = only_article("# Envoys meet\n\n*4 March 2017*\n\nThey met.\n");
    assert_eq!((article.title.as_deref(), article.preamble), (Some("Envoys meet"), 0));
    assert_eq!(article.published.unwrap().day, date(2017, 3, 4));
    let article =
        only_article("---\ntitle: \"Envoys meet\"\ndate: 2017-03-04\ntags: [a]\nsource: The Wire\n---\n\nThey met.\n");
    assert_eq!((article.title.as_deref(), article.outlet.as_deref()), (Some("Envoys meet"), Some("The Wire")));
    assert_eq!(article.published.unwrap().source, PublishedSource::Given);
    assert_eq!(article.text.slice(Span::new(article.preamble, article.text.len())), "They met.\n");
    let rule = only_article("---\n\nThey met: twice.\n\n---\n");
    assert_eq!((rule.preamble, rule.title), (0, None));
}

#[test]
fn an_older_encoding_is_read_and_named() {
    let bytes = b"Pe\xF1a Nieto\x92s visit was put off, aides in Bogot\xE1 said.".to_vec();
    let items: Vec<_> = Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::default()).collect();
    assert!(
        matches!(&items[0], Err(problem) if problem.cause == Cause::Converted { encoding: "windows-1252" } && !problem.is_error())
    );
    assert_eq!(items[1].as_ref().unwrap().text.as_str(), "Peña Nieto’s visit was put off, aides in Bogotá said.");
}

#[test]
fn a_folder_is_walked_by_name_and_the_kind_told_by_content() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("b.jsonl", "Plain after all."),
        ("a/z.txt", "{\"text\": \"A line.\"}\n"),
        ("a/.hidden", "No."),
        ("c.csv", "Envoys met."),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let articles: Vec<Article> = Reader::new([folder.path()], Limits::default()).map(Result::unwrap).collect();
    assert_eq!(
        articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>(),
        ["A line.", "Plain after all.", "Envoys met."]
    );
    assert_eq!((articles[0].source.line, articles[1].source.line), (Some(1), None));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::with_text_bytes(300)).for_each(drop);
    }

    #[test]
    fn nothing_that_looks_like_an_input_panics(
        bytes in r#"(\[|\{|---\n|\{"text": ?|# |date |<!--|<\?xml|2016-12-30|Dec\. 30, 2016|\PC|"|\}|\]|,|\n|: ){0,20}"#,
        cut in any::<prop::sample::Index>(),
        spoil in any::<u8>(),
    ) {
        let mut bytes = bytes.into_bytes();
        if !bytes.is_empty() {
            let at = cut.index(bytes.len());
            bytes[at] = spoil;
        }
        Reader::new([Input::stream("-", Cursor::new(bytes))], Limits::with_text_bytes(100)).for_each(drop);
    }

    #[test]
    fn a_jsonl_line_gives_its_text_as_it_was(texts in prop::collection::vec("\\PC{0,60}[a-z]\\s{0,3}", 1..6), id in "[a-z0-9]{1,12}") {
        let lines: String = texts.iter().map(|text| json!({"text": text, "id": id}).to_string() + "\n").collect();
        let articles: Vec<Article> = Reader::new([Input::stream("-", Cursor::new(lines.into_bytes()))], Limits::default())
            .filter_map(Result::ok)
            .collect();
        prop_assert_eq!(articles.iter().map(|article| article.text.as_str()).collect::<Vec<_>>(), texts);
        prop_assert!(articles.iter().all(|article| article.id == id && article.preamble <= article.text.len()));
    }

    #[test]
    fn a_preamble_holds_no_text(text in "[A-Z][a-z]{2,8} [a-z]{2,8}[^0-9]{0,20}", heading in prop::sample::select(vec!["2016-12-30\n", "date 2016-12-30 ", "Friday, 30 December 2016\n\n", "Dec. 30, 2016 -- "])) {
        let whole = format!("{heading}{text}");
        for article in Reader::new([Input::stream("-", Cursor::new(whole.into_bytes()))], Limits::default()).flatten() {
            prop_assert_eq!(article.preamble as usize, heading.chars().count());
        }
    }
}
