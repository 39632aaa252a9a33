//! The foundation against spaCy's own output, recorded by `fixtures/record.py` on texts written for the project.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use annotate::foundation::Foundation;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use terms::{Folder, Parsed, Resources, Tag};

static FOUNDATION: LazyLock<Foundation> =
    LazyLock::new(|| Foundation::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).unwrap());

/// `[start, end, lemma, tag, part, head, relation, blank after, starts a sentence]`
#[derive(Deserialize)]
struct RecordedToken(u32, u32, String, String, String, usize, String, u8, u8);

#[derive(Deserialize)]
struct Recorded {
    text: String,
    tokens: Vec<RecordedToken>,
    entities: Vec<(usize, usize, String)>,
}

fn fixtures() -> Folder {
    Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures").into())
}

fn recorded() -> Vec<Recorded> {
    fixtures().text("spacy.jsonl").unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(name: &str) -> String {
    fixtures().text(&format!("texts/{name}")).unwrap().into_owned()
}

/// Agreement of one layer: how many of how many.
#[derive(Default)]
struct Agreement {
    same: usize,
    all: usize,
}

impl Agreement {
    fn count(&mut self, same: bool) {
        self.same += usize::from(same);
        self.all += 1;
    }

    fn at_least(&self, layer: &str, percent: f64) {
        let found = 100.0 * self.same as f64 / self.all as f64;
        assert!(found >= percent, "{layer}: {} of {} agree, {found:.3} %, not {percent} %", self.same, self.all);
    }
}

#[test]
fn every_layer_agrees_with_spacy() {
    let (mut tags, mut parts, mut lemmas) = (Agreement::default(), Agreement::default(), Agreement::default());
    let (mut heads, mut relations, mut starts) = (Agreement::default(), Agreement::default(), Agreement::default());
    let (mut found, mut expected, mut common) = (0, 0, 0);
    let mut count = 0;
    for recorded in recorded() {
        let name = &recorded.text;
        let text = text(name);
        let parsed = FOUNDATION.parse(&text);
        assert_eq!(parsed.tokens.len(), recorded.tokens.len(), "{name}: number of tokens");
        count += parsed.tokens.len();
        for ((token, start), want) in parsed.tokens.iter().zip(&parsed.sentence_starts).zip(&recorded.tokens) {
            assert_eq!(
                (token.span.start, token.span.end, u8::from(token.space_after)),
                (want.0, want.1, want.7),
                "{name}: {token:?}"
            );
            lemmas.count(*token.lemma == *want.2);
            tags.count(token.tag.as_str() == want.3);
            parts.count(token.part.as_str() == want.4);
            heads.count(token.head == want.5);
            relations.count(token.head == want.5 && token.relation.as_str() == want.6);
            starts.count(u8::from(*start) == want.8);
        }
        let own: BTreeSet<_> = parsed
            .entities
            .iter()
            .map(|entity| (entity.tokens.start, entity.tokens.end, entity.label.as_str().to_owned()))
            .collect();
        let theirs: BTreeSet<_> = recorded.entities.into_iter().collect();
        found += own.len();
        expected += theirs.len();
        common += own.intersection(&theirs).count();
    }
    assert!(count >= 8_000, "only {count} tokens");
    tags.at_least("tags", 99.9);
    parts.at_least("parts of speech", 99.9);
    lemmas.at_least("lemmas", 99.9);
    heads.at_least("heads", 99.8);
    relations.at_least("heads with relations", 99.8);
    starts.at_least("sentence starts", 99.9);
    Agreement { same: 2 * common, all: found + expected }.at_least("entities", 99.5);
}

#[test]
fn the_same_text_gives_the_same_parse_whatever_was_parsed_before_and_on_any_thread() {
    let texts: Vec<String> = recorded().iter().take(6).map(|recorded| text(&recorded.text)).collect();
    let fresh: Vec<Parsed> = {
        let foundation = Foundation::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).unwrap();
        texts.iter().map(|text| foundation.parse(text)).collect()
    };
    std::thread::scope(|scope| {
        for turn in 0..3 {
            let (texts, fresh) = (&texts, &fresh);
            scope.spawn(move || {
                for index in (0..texts.len()).cycle().skip(turn).step_by(turn + 1).take(texts.len()) {
                    assert_eq!(FOUNDATION.parse(&texts[index]), fresh[index]);
                }
            });
        }
    });
}

/// What must hold of any parse of any text.
fn assert_well_formed(text: &str) {
    let parsed = FOUNDATION.parse(text);
    let characters: Vec<char> = text.chars().collect();
    let count = parsed.tokens.len();
    assert_eq!(parsed.sentence_starts.len(), count);
    assert!(count == 0 || parsed.sentence_starts[0], "{text:?}");
    let mut end = 0;
    for token in &parsed.tokens {
        let covered: String = characters[token.span.start as usize..token.span.end as usize].iter().collect();
        assert_eq!(covered, *token.text, "{text:?}");
        assert!(!token.text.is_empty() && !token.lemma.is_empty(), "{text:?}");
        assert_eq!(token.span.start, end, "{text:?}");
        assert!(token.head < count, "{text:?}");
        end = token.span.end + u32::from(token.space_after);
    }
    assert_eq!(end as usize, characters.len(), "{text:?}");
    for token in 0..count {
        let mut ancestor = token;
        let climbed = (0..=count).any(|_| {
            let head = parsed.tokens[ancestor].head;
            let root = head == ancestor;
            ancestor = head;
            root
        });
        assert!(climbed, "a cycle above token {token} of {text:?}");
    }
    let mut last = 0;
    for entity in &parsed.entities {
        assert!(
            last <= entity.tokens.start && entity.tokens.start < entity.tokens.end && entity.tokens.end <= count,
            "{text:?}"
        );
        last = entity.tokens.end;
    }
}

#[test]
fn odd_texts_are_parsed_too() {
    for text in [
        "",
        " ",
        "\n",
        "   \n\n\t ",
        "a",
        ".",
        "\u{1c}\u{85}\u{2028}",
        "\"",
        "((((((((((",
        ":)",
        "…………",
        "\0",
        "e\u{301}",
        "👩‍👩‍👧‍👦",
        "İstanbul'dan",
        "http://",
        "a@b",
        "1.2.3.4.5",
        "http://user:pass@example.org:80/x",
        " leading",
        "trailing ",
        "\u{feff}Bom",
        "don't can't won't",
        "\"“‘unclosed",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚",
        "日本語のテキスト",
        "نص عربي",
        "x\u{0}y",
        "A.B.C.D.E.F.",
        "--",
        "------",
        "$5bn €3m 5kg 7%",
        "\r\n\r\nHello\r\n",
    ] {
        assert_well_formed(text);
    }
}

#[test]
fn long_runs_of_one_sign_are_parsed_too() {
    for unit in ["(", ".", "-", "a", "'", "é", "@", "a.", ":/", "x-"] {
        assert_well_formed(&unit.repeat(1_500 / unit.len()));
    }
}

#[test]
fn a_very_long_text_is_cut_at_a_blank_line() {
    let paragraph = "The minister refused to sign the treaty.\n\n";
    let text = paragraph.repeat(2_300);
    let parsed = FOUNDATION.parse(&text);
    assert!(parsed.tokens.len() > 20_000);
    assert_eq!(parsed.tokens.last().unwrap().span.end as usize, text.len());
    let first = &parsed.tokens[19_998..20_007];
    assert!(first.iter().any(|token| token.tag == Tag::Space));
    assert!(parsed.tokens.iter().enumerate().all(|(index, token)| token.head.abs_diff(index) < 1_000));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_is_parsed_whole(text in "\\PC{0,80}|[ a-zA-Z.,'\"“”‘’()\\n\\t0-9$%:;!?@/-]{0,200}") {
        assert_well_formed(&text);
    }
}

#[test]
fn a_missing_model_file_is_named() {
    let Err(error) = Foundation::load(&Folder("nowhere".into())) else { panic!("loaded from nowhere") };
    assert!(error.to_string().contains("models/en_core_web_sm/weights.safetensors: is missing"), "{error}");
}
