//! Any words where a time expression would stand: the spans of the times that are found lie in the text.
#![no_main]

use std::sync::LazyLock;

use annotate::Annotator;
use libfuzzer_sys::fuzz_target;
use terms::{Annotate, Article, Folder};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| {
    Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../data").into())).expect("the data are sound")
});

fuzz_target!(|words: &str| {
    if words.len() > 1 << 10 {
        return;
    }
    let article = Article::of_text(&format!("March 3, 2016. The envoys met {words} and on Friday, {words}."));
    let annotated = ANNOTATOR.annotate(&article);
    for time in &annotated.times {
        assert!(time.span.start <= time.span.end && time.span.end <= article.text.len());
    }
});
