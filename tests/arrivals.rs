//! Any split of the articles into arrivals, in any order, coded by any number of threads, gives the same ledger, byte for
//! byte: on the story cases and on many articles of the measuring data, where those are there. They are no part of the
//! project; `order.rs` does the same on its own examples, always.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

use std::path::{Path, PathBuf};

use acquire::{Input, Limits, Reader};
use demarche::data;
use demarche::engine::Engine;
use jiff::Timestamp;
use ledger::{Ledger, View};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rayon::prelude::*;
use terms::{Article, Coded, Correction};

/// Articles of the heap that are read; fewer where the program is built to be debugged and slow.
const HEAP: usize = if cfg!(debug_assertions) { 200 } else { 2000 };
/// Splits that are tried on the heap, and on the story cases. The model takes part in the story cases only: it would take minutes on the heap.
const SPLITS: [u32; 2] = [3, 8];

/// Where the measuring data are: `DEMARCHE_SHARED`, else beside the project.
fn shared(what: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DEMARCHE_SHARED").map_or(beside, PathBuf::from);
    let found = Some(folder.join(what)).filter(|path| path.exists());
    if found.is_none() {
        eprintln!("SKIPPED: {} is not there; set DEMARCHE_SHARED", folder.join(what).display());
    }
    found
}

fn coded(engine: &Engine, articles: &[Article], threads: usize) -> Vec<(Article, Coded)> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let code = |article: &Article| (article.clone(), engine.code(&engine.annotate(article)));
    pool.install(|| articles.par_iter().map(code).collect())
}

/// The ledger's JSON after its articles arrived in calls that end at the given places.
fn ledger_after(engine: &Engine, coded: &[(Article, Coded)], order: &[usize], ends: &[usize]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("record.db")).unwrap();
    let collate = |coded: &[Coded], corrections: &[Correction]| engine.collate_corrected(coded, corrections);
    let mut start = 0;
    for (moment, &end) in (0..).zip(ends.iter().chain([&order.len()])) {
        let now = Timestamp::from_second(moment).unwrap();
        let run = ledger.begin(now, "read", &[], "test").unwrap();
        let batch: Vec<(Article, Coded)> = order[start..end].iter().map(|&index| coded[index].clone()).collect();
        start = end;
        ledger.add(run, now, "test", &batch).unwrap();
        let record = ledger.record(&View::default(), &collate).unwrap();
        ledger.amend(run, now, &record).unwrap();
    }
    serde_json::to_string_pretty(&ledger.record(&View::default(), &collate).unwrap()).unwrap()
}

fn hold(engine: &Engine, articles: &[Article], least: usize, splits: u32, most_calls: usize) {
    assert!(articles.len() >= least, "only {} articles were read", articles.len());
    let coded_at_once = coded(engine, articles, 2);
    let has_meaning = |(_, coded): &(Article, Coded)| coded.reports.iter().any(|report| report.meaning.is_some());
    assert_eq!(coded_at_once.iter().any(has_meaning), engine.has_relations(), "meanings are told by the model alone");
    assert_eq!(coded_at_once, coded(engine, articles, 1), "one thread codes otherwise than two");
    let all: Vec<usize> = (0..articles.len()).collect();
    let expected = ledger_after(engine, &coded_at_once, &all, &[]);
    let ends = proptest::collection::vec(0..=all.len(), 0..most_calls).prop_map(|mut ends| {
        ends.sort_unstable();
        ends
    });
    let arrivals = (Just(all).prop_shuffle(), ends);
    let config = Config { cases: splits, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    TestRunner::new(config)
        .run(&arrivals, |(order, ends)| {
            // Not `prop_assert_eq`: what differs is megabytes.
            prop_assert!(ledger_after(engine, &coded_at_once, &order, &ends) == expected, "calls end at {ends:?}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_story_cases_give_the_same_ledger_however_they_arrive() {
    let Some(cases) = shared("cases") else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(cases)
        .unwrap()
        .map(|case| case.unwrap().path().join("articles"))
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()))
        .collect();
    files.sort();
    let articles: Vec<Article> = Reader::new(files, Limits::default()).filter_map(Result::ok).collect();
    hold(&Engine::load_with_relations(&data::embedded()).unwrap(), &articles, 12, SPLITS[1], 8);
}

#[test]
fn two_thousand_articles_give_the_same_ledger_however_they_arrive() {
    let Some(heap) = shared("gold/heap.jsonl.gz") else { return };
    let Ok(unpacked) = std::process::Command::new("gzip").arg("-dc").arg(&heap).output() else {
        eprintln!("SKIPPED: no gzip to unpack {}", heap.display());
        return;
    };
    let all = Reader::new([Input::stream("-", std::io::Cursor::new(unpacked.stdout))], Limits::default());
    let articles: Vec<Article> = all.filter_map(Result::ok).step_by(12).take(HEAP).collect();
    hold(&Engine::load(&data::embedded()).unwrap(), &articles, HEAP, SPLITS[0], 4);
}
