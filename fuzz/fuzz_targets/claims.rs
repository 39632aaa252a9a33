//! Who says so, over two articles with the same words in other mouths: the order of the articles changes nothing.
#![no_main]

use std::sync::LazyLock;

use demarche::{data, engine::Engine};
use libfuzzer_sys::fuzz_target;
use terms::Article;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load(&data::embedded()).expect("the data are sound"));

fuzz_target!(|words: &str| {
    if words.len() > 1 << 11 {
        return;
    }
    let coded = |id: &str, text: String| {
        let article = Article { id: id.into(), content_hash: id.into(), ..Article::of_text(&text) };
        ENGINE.code(&ENGINE.annotate(&article))
    };
    let mut all = vec![
        coded("a", format!("Norway expelled two envoys of Peru, the minister said. {words}")),
        coded("b", format!("Peru denied that Norway had expelled its envoys. \"{words}\", Peru's president said.")),
    ];
    let record = ENGINE.collate(&all);
    all.reverse();
    assert!(ENGINE.collate(&all).claims == record.claims);
});
