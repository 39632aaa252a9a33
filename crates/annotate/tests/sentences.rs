//! Sentence boundaries on short news texts.

use annotate::foundation::Foundation;
use annotate::layout::Layout;
use annotate::sentences::correct;
use proptest::prelude::*;
use std::sync::LazyLock;
use terms::{Article, Folder, Parsed, PartOfSpeech, Place, Relation, Sentence, Span, Tag, Text, Token};

static LAYERS: LazyLock<(Foundation, Layout)> = LazyLock::new(|| {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    (Foundation::load(&data).expect("the data are right"), Layout::load(&data).expect("the data are right"))
});

fn article(text: &str) -> Article {
    Article {
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
    }
}

fn corrected(text: &str) -> (Parsed, Vec<Sentence>) {
    let article = article(text);
    let mut parsed = LAYERS.0.parse(text);
    let dropped = LAYERS.1.dropped(&article);
    let sentences = correct(&article, &mut parsed, &dropped);
    check(&parsed, &sentences);
    (parsed, sentences)
}

fn split(text: &str) -> Vec<String> {
    let whole = Text::new(text);
    corrected(text).1.iter().map(|sentence| whole.slice(sentence.span).to_owned()).collect()
}

/// What must hold for any text: every word in one sentence, in order; one root a sentence; no head outside.
fn check(parsed: &Parsed, sentences: &[Sentence]) {
    let mut held = vec![0; parsed.tokens.len()];
    let mut end = 0;
    for sentence in sentences {
        assert!(sentence.tokens.start >= end && !sentence.tokens.is_empty());
        end = sentence.tokens.end;
        assert_eq!(
            sentence.span,
            parsed.tokens[sentence.tokens.start].span.cover(parsed.tokens[sentence.tokens.end - 1].span)
        );
        let mut roots = 0;
        for index in sentence.tokens.clone() {
            held[index] += 1;
            assert!(sentence.tokens.contains(&parsed.tokens[index].head));
            roots += usize::from(parsed.tokens[index].head == index);
        }
        assert_eq!(roots, 1);
    }
    assert!(parsed.tokens.iter().zip(&held).all(|(token, &times)| times == 1 || (token.is_space() && times == 0)));
}

#[test]
fn a_paragraph_ends_a_sentence_even_without_a_full_stop() {
    assert_eq!(
        split("Ministers meet in Oslo\n\nThe talks began on Monday."),
        ["Ministers meet in Oslo", "The talks began on Monday."]
    );
    assert_eq!(
        split("Talks begin\nThe envoys met on Monday.\nThey left."),
        ["Talks begin", "The envoys met on Monday.", "They left."]
    );
}

#[test]
fn an_abbreviation_does_not_end_a_sentence() {
    assert_eq!(split("Gen. Ivan Petrov met U.S. envoys on Jan. 5 at 9 a.m. in Geneva. Mr. Smith left.").len(), 2);
}

#[test]
fn a_time_of_day_can_end_a_sentence() {
    assert_eq!(split("The envoys landed at about 9:40 a.m. There was nobody to greet them.").len(), 2);
}

#[test]
fn closing_marks_stay_with_their_sentence() {
    assert_eq!(
        split("The envoy said, \"We will stay. We will not leave.\" Then he left the hall."),
        ["The envoy said, \"We will stay.", "We will not leave.\"", "Then he left the hall."]
    );
}

#[test]
fn opening_marks_stay_with_their_sentence() {
    assert_eq!(
        split("The talks failed on Monday. \"The government will withdraw its troops,\" the minister said."),
        ["The talks failed on Monday.", "\"The government will withdraw its troops,\" the minister said."]
    );
}

#[test]
fn quotes_of_two_strokes_open_as_well_as_close() {
    assert_eq!(
        split("''We will stay here,'' the envoy said. ''They will not.''"),
        ["''We will stay here,'' the envoy said.", "''They will not.''"]
    );
}

#[test]
fn words_that_tell_who_speaks_stay_with_the_quotation() {
    assert_eq!(split("“Leave our country!” he said on Tuesday.").len(), 1);
    assert_eq!(split("\"We will wait…\" the minister added.").len(), 1);
}

#[test]
fn a_dropped_part_never_shares_a_sentence_with_the_rest() {
    let (_, sentences) = corrected("MOSCOW (Reuters) - Russia expelled two envoys on Monday. Latvia protested.");
    assert_eq!(sentences.iter().map(|sentence| sentence.dropped).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn paragraphs_are_counted() {
    let (_, sentences) = corrected("Talks failed. Both sides left.\n\nThey may meet again.");
    assert_eq!(sentences.iter().map(|sentence| sentence.paragraph).collect::<Vec<_>>(), [0, 0, 1]);
}

#[test]
fn odd_texts_are_taken_as_they_are() {
    for text in ["", " ", "\n\n\n", "\"", "”””", "...", "a", "🙂 🙂", ". . .\n.", "no end in sight"] {
        corrected(text);
    }
}

/// Tokens as a careless parser might give them: any heads, any boundaries.
fn wild() -> impl Strategy<Value = (String, Vec<(usize, bool)>)> {
    let word = prop::sample::select(vec![
        "He", "said", ".", "\"", "“", "”", "\n\n", "\n", "U.S.", "Gen.", "…", "!", "Russia", "no.", "(", ")", "é", "5",
    ]);
    prop::collection::vec((word, any::<prop::sample::Index>(), any::<bool>()), 0..40).prop_map(|words| {
        let count = words.len();
        let text = words.iter().map(|(word, _, _)| *word).collect::<Vec<_>>().join(" ");
        // A head that points back, or to itself, keeps the parse a forest.
        (
            text,
            words.iter().enumerate().map(|(at, (_, head, start))| (head.index(count.max(1)).min(at), *start)).collect(),
        )
    })
}

proptest! {
    #[test]
    fn any_parse_gives_whole_sentences((text, shape) in wild()) {
        let mut at = 0;
        let tokens: Vec<Token> = text.split(' ').zip(&shape).map(|(word, (head, _))| {
            let length = word.chars().count() as u32;
            let span = Span::new(at, at + length);
            at += length + 1;
            Token { span, text: word.into(), lemma: word.into(), tag: if word.trim().is_empty() { Tag::Space } else { Tag::NN }, part: PartOfSpeech::Noun, head: *head, relation: Relation::Dep, space_after: true }
        }).collect();
        let mut parsed = Parsed { sentence_starts: shape.iter().take(tokens.len()).map(|(_, start)| *start).collect(), tokens, entities: Vec::new() };
        let article = article(&text);
        let dropped = LAYERS.1.dropped(&article);
        let sentences = correct(&article, &mut parsed, &dropped);
        check(&parsed, &sentences);
    }
}
