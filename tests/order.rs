//! The same articles give the same ledger, byte for byte, whatever their order, the calls they come in, and the threads.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::path::PathBuf;
use std::sync::LazyLock;

use acquire::{Limits, Reader};
use demarche::data;
use demarche::engine::Engine;
use jiff::Timestamp;
use ledger::{Ledger, View};
use program::{Desk, example_files};
use proptest::prelude::*;
use terms::{Article, Coded, Correction};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load_with_relations(&data::embedded()).unwrap());

/// One deed in two tellings that only their meanings bring together, and like deeds.
const TELLINGS: &str = r#"{"id": "w1", "published": "2021-09-14", "text": "Hungary closed its border with Serbia to migrants."}
{"id": "w2", "published": "2021-09-15", "text": "Hungary has barred migrants from crossing its border with Serbia."}
{"id": "w3", "published": "2021-09-15", "text": "Hungary closed a market for cattle on its border with Serbia. Hungary has barred lorries from its bridges."}
"#;

/// Every article of the examples with its coding, one that is a second version of another, and [`TELLINGS`].
static CODED: LazyLock<Vec<(Article, Coded)>> = LazyLock::new(|| {
    let mut articles: Vec<Article> = Reader::new(example_files(), Limits::default()).filter_map(Result::ok).collect();
    let versions = "{\"id\": \"v\", \"text\": \"Norway expelled an envoy of Peru.\"}\n{\"id\": \"v\", \"text\": \"Norway expelled two envoys of Peru.\"}\n";
    for lines in [versions, TELLINGS] {
        let input = acquire::Input::stream("-", lines.as_bytes());
        articles.extend(Reader::new([input], Limits::default()).filter_map(Result::ok));
    }
    articles.into_iter().map(|article| (article.clone(), ENGINE.code(&ENGINE.annotate(&article)))).collect()
});

/// The ledger's JSON after reading in calls of some size.
fn ledger_after(order: &[usize], call: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("record.db")).unwrap();
    let collate = |coded: &[Coded], corrections: &[Correction]| ENGINE.collate_corrected(coded, corrections);
    for (moment, indices) in (0..).zip(order.chunks(call)) {
        let now = Timestamp::from_second(moment).unwrap();
        let run = ledger.begin(now, "read", &[], "test").unwrap();
        let batch: Vec<(Article, Coded)> = indices.iter().map(|&index| CODED[index].clone()).collect();
        ledger.add(run, now, "test", &batch).unwrap();
        let record = ledger.record(&View::default(), &collate).unwrap();
        ledger.amend(run, now, &record).unwrap();
    }
    serde_json::to_string_pretty(&ledger.record(&View::default(), &collate).unwrap()).unwrap()
}

static EXPECTED: LazyLock<String> = LazyLock::new(|| ledger_after(&(0..CODED.len()).collect::<Vec<_>>(), CODED.len()));

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn articles_in_any_order_and_any_calls_give_the_same_ledger(
        order in Just((0..CODED.len()).collect::<Vec<_>>()).prop_shuffle(),
        call in 1..=CODED.len(),
    ) {
        prop_assert_eq!(ledger_after(&order, call), EXPECTED.as_str());
    }

    #[test]
    fn reading_some_articles_again_changes_nothing(again in proptest::collection::vec(0..CODED.len(), 1..8), call in 1..5usize) {
        let order: Vec<usize> = again.iter().copied().chain(0..CODED.len()).chain(again.iter().copied()).collect();
        prop_assert_eq!(ledger_after(&order, call), EXPECTED.as_str());
    }
}

#[test]
fn meanings_take_part_in_what_is_put_in_order() {
    let record = ENGINE.collate(&CODED.iter().map(|(_, coded)| coded.clone()).collect::<Vec<_>>());
    let told_in = |event: &terms::EventRow| event.history.iter().map(|step| step.article.clone()).collect::<Vec<_>>();
    let both = |articles: &[String]| ["w1", "w2"].iter().all(|id| articles.iter().any(|article| article == id));
    assert!(record.events.iter().any(|event| both(&told_in(event))), "no event is told by w1 and w2");
}

#[test]
fn one_thread_or_two_and_forwards_or_backwards_give_the_same_bytes() {
    let files = example_files();
    let names = |files: &[PathBuf]| files.iter().map(|path| path.to_str().unwrap().to_owned()).collect::<Vec<_>>();
    let read = |threads: &str, files: &[PathBuf]| {
        let desk = Desk::new();
        let paths = names(files);
        let arguments: Vec<&str> =
            ["read", "--threads", threads].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let told = desk.call(&arguments);
        assert_eq!(told.code, 0, "{}", told.err);
        desk.json()
    };
    let backwards: Vec<PathBuf> = files.iter().rev().cloned().collect();
    assert_eq!(read("1", &files), read("2", &backwards));
}

#[test]
fn lines_of_annotate_come_in_the_order_of_the_input_on_any_threads() {
    let desk = Desk::new();
    let lines: String = (0..9)
        .map(|index| {
            format!("{{\"id\": \"a{index}\", \"text\": \"Peru recalled envoy number {index} from Norway.\"}}\n")
        })
        .collect();
    let path = desk.write("some.jsonl", &lines);
    let annotate = |threads: &str| desk.call(&["annotate", "--threads", threads, path.to_str().unwrap()]);
    let one = annotate("1");
    let ids: Vec<String> = one.lines().iter().map(|line| line["article"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..9).map(|index| format!("a{index}")).collect::<Vec<_>>());
    assert_eq!(one.out, annotate("2").out);
}
