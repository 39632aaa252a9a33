//! Any text: sentences lie in it, in order, and hold their tokens.
#![no_main]

use std::sync::LazyLock;

use annotate::foundation::Foundation;
use annotate::sentences;
use libfuzzer_sys::fuzz_target;
use terms::{Article, Folder};

static FOUNDATION: LazyLock<Foundation> = LazyLock::new(|| {
    Foundation::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../data").into())).expect("the data are sound")
});

fuzz_target!(|text: &str| {
    if text.len() > 1 << 14 {
        return;
    }
    let article = Article::of_text(text);
    let mut parsed = FOUNDATION.parse(article.text.as_str());
    let mut end = 0;
    for sentence in sentences::correct(&article, &mut parsed, &[]) {
        assert!(end <= sentence.span.start && sentence.span.end <= article.text.len());
        assert!(sentence.tokens.end <= parsed.tokens.len());
        end = sentence.span.end;
    }
});
