//! Any text as an article: no panic; every offset lies in the text, every head in its sentence.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use acquire::{Input, Limits, Reader};
use annotate::Annotator;
use libfuzzer_sys::fuzz_target;
use terms::{Annotate, Folder};

static ANNOTATOR: LazyLock<Annotator> =
    LazyLock::new(|| Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../data").into())).expect("the data are sound"));

fuzz_target!(|text: String| {
    let input = Input::stream("-", Cursor::new(text.into_bytes()));
    for article in Reader::new([input], Limits::with_text_bytes(1 << 14)).flatten() {
        let length = article.text.len();
        let annotated = ANNOTATOR.annotate(&article);
        for sentence in &annotated.sentences {
            assert!(sentence.span.end <= length);
            for token in sentence.tokens.clone() {
                assert!(sentence.tokens.contains(&annotated.tokens[token].head));
            }
        }
        assert!(annotated.mentions.iter().all(|mention| mention.span.end <= length));
        assert!(annotated.times.iter().all(|time| time.span.end <= length));
    }
});
