//! A `read` that is killed leaves a ledger that the next `read` brings to where it would have been; readers never notice.
//!
//! `DEMARCHE_KILLS=50 cargo test --release --test kill -- --nocapture` kills that many at random moments; without it, five.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::fs::File;
use std::io::Write;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use ledger::Ledger;
use program::{Desk, Numbers, Told};

/// More than one batch, so that some are committed when the kill comes.
const ARTICLES: usize = 90;

/// Characters that say nothing in each line, so that no buffer holds a whole batch.
const PADDING: usize = 4_000;

/// A JSON line an article, each a little story of its own.
fn lines() -> Vec<String> {
    stories(ARTICLES, 0)
}

/// The same, with so many more sentences to read in each.
fn stories(articles: usize, sentences: usize) -> Vec<String> {
    let more =
        "The two sides had met on Sunday and agreed to sign a treaty before the end of the month. ".repeat(sentences);
    let deeds = [
        "expelled two envoys of",
        "recalled its ambassador from",
        "signed a fishing accord with",
        "rejected a loan offered by",
    ];
    let countries = ["Norway", "Peru", "Kenya", "Japan", "Chile", "Ghana", "Spain"];
    (0..articles)
        .map(|index| {
            let (actor, recipient) = (countries[index % 7], countries[(index / 7 + index + 1) % 7]);
            let day = 1 + index % 28;
            let padding = "-".repeat(PADDING);
            format!(
                "{{\"id\": \"n{index}\", \"published\": \"2019-03-{day:02}\", \"padding\": \"{padding}\", \"text\": \"{actor} {} {recipient} on Monday, \
                 notice {index} said. {more}\"}}\n",
                deeds[index % 4]
            )
        })
        .collect()
}

fn start(desk: &Desk) -> Child {
    let mut command = desk.command(&["read", "--threads", "1", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn read_all(desk: &Desk) {
    let mut child = desk
        .command(&["read", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines().concat().as_bytes()).unwrap();
    let told = Told::of(child.wait_with_output().unwrap());
    assert_eq!(told.code, 0, "{}", told.err);
}

/// Waits until the ledger holds something that is asked for.
fn wait(desk: &Desk, what: impl Fn(&Ledger) -> bool) {
    let begun = Instant::now();
    while !Ledger::open_read_only(&desk.ledger()).is_ok_and(|ledger| what(&ledger)) {
        assert!(begun.elapsed() < Duration::from_secs(300), "nothing was committed");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_read_that_was_killed_and_done_again_gives_the_ledger_of_a_read_that_was_not() {
    let whole = Desk::new();
    read_all(&whole);
    let expected = whole.json();

    // Killed after the first batch, while it waits for more of the second.
    let between = Desk::new();
    let mut child = start(&between);
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines()[..80].concat().as_bytes()).unwrap();
    input.flush().unwrap();
    wait(&between, |ledger| ledger.articles().is_ok_and(|articles| !articles.is_empty()));
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    let kept = Ledger::open_read_only(&between.ledger()).unwrap().articles().unwrap().len();
    assert!(kept > 0 && kept < ARTICLES, "{kept}");
    assert_ne!(between.json(), expected);
    read_all(&between);
    assert_eq!(between.json(), expected);

    // Killed as soon as there is a file, wherever that finds it.
    let early = Desk::new();
    let mut child = start(&early);
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines().concat().as_bytes()).unwrap();
    drop(input);
    wait(&early, |ledger| ledger.runs().is_ok_and(|runs| !runs.is_empty()));
    child.kill().unwrap();
    child.wait().unwrap();
    read_all(&early);
    assert_eq!(early.json(), expected);
    let runs = Ledger::open_read_only(&early.ledger()).unwrap().runs().unwrap();
    assert_eq!((runs[0].end.is_none(), runs[1].end.is_some()), (true, true));
}

#[test]
fn kills_at_random_moments_cost_nothing_that_the_next_read_does_not_bring_back() {
    let kills: usize = std::env::var("DEMARCHE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(5);
    let (articles, sentences) = if kills > 5 { (400, 12) } else { (ARTICLES, 0) };
    let news = stories(articles, sentences).concat();
    let read = |desk: &Desk| {
        let mut command = desk.command(&["read", "--no-model", "--quiet", "news.jsonl"]);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let fresh = || {
        let desk = Desk::new();
        desk.write("news.jsonl", &news);
        desk
    };
    let whole = fresh();
    let runs = |desk: &Desk| {
        Ledger::open_read_only(&desk.ledger()).and_then(|ledger| ledger.runs()).map_or(0, |runs| runs.len())
    };
    let begun = Instant::now();
    let mut child = read(&whole);
    wait(&whole, |ledger| ledger.runs().is_ok_and(|runs| !runs.is_empty()));
    let started = begun.elapsed();
    assert!(child.wait().unwrap().success());
    let took = begun.elapsed();
    let expected = whole.json();
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let mut desk = fresh();
    let (mut cut_short, mut kept) = (0, 0);
    for kill in 0..kills {
        let before = runs(&desk);
        let mut child = read(&desk);
        // One of four at any moment; the others while articles are coded and written.
        let mut span = took * 11 / 10;
        if kill % 4 != 3 {
            wait(&desk, |ledger| ledger.runs().is_ok_and(|runs| runs.len() > before));
            span = (took - started) * 11 / 10;
        }
        let micros = numbers.below(span.as_micros() as usize);
        std::thread::sleep(Duration::from_micros(micros as u64));
        cut_short += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let found = match Ledger::open_read_only(&desk.ledger()) {
            Ok(ledger) => {
                let verdict = ledger.verify(&acquire::content_hash).unwrap();
                assert!(verdict.faults.is_empty(), "kill {kill} after {micros} µs: {:?}", verdict.faults);
                verdict.articles
            }
            // Killed before the tables were made.
            Err(_) => 0,
        };
        kept += usize::from((1..articles).contains(&found));
        // A ledger that has everything is nothing to cut short.
        if found == articles || kill + 1 == kills {
            assert!(read(&desk).wait().unwrap().success());
            assert!(desk.json() == expected, "kill {kill} after {micros} µs");
            desk = fresh();
        }
    }
    println!(
        "{kills} kills, {cut_short} of them before the end, {kept} with a part of the articles kept; whole read {took:?}"
    );
}

#[test]
fn readers_see_a_sound_ledger_while_it_is_written_and_do_not_wait() {
    let desk = Desk::new();
    desk.write("first.jsonl", &lines()[..40].concat());
    desk.write("news.jsonl", &lines().concat());
    assert_eq!(desk.call(&["read", "--no-model", "--quiet", "first.jsonl"]).code, 0);
    let mut writer = desk.command(&["read", "--no-model", "--quiet", "news.jsonl"]);
    let mut writer = writer.stdout(File::create(desk.path("out.txt")).unwrap()).spawn().unwrap();
    let path = desk.ledger();
    let mut took: Vec<Duration> = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut took = Vec::new();
                    let ledger = Ledger::open_read_only(&path).unwrap();
                    for query in 0..200 {
                        let begun = Instant::now();
                        let found = match query % 4 {
                            0 => ledger.coded(None).unwrap().len(),
                            1 => ledger.article("n7").unwrap().article.text.as_str().len(),
                            2 => ledger.articles().unwrap().len(),
                            _ => Ledger::open_read_only(&path).unwrap().amendments(None).unwrap().len(),
                        };
                        took.push(begun.elapsed());
                        assert!(found > 0);
                        std::thread::sleep(Duration::from_millis(3));
                    }
                    took
                })
            })
            .collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    let during = writer.try_wait().unwrap().is_none();
    assert!(writer.wait().unwrap().success());
    took.sort();
    println!(
        "{} queries: median {:?}, p99 {:?}, longest {:?}; still writing at the end: {during}",
        took.len(),
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took[took.len() - 1]
    );
    assert!(desk.call(&["verify"]).out.starts_with("Sound: 90 articles"));
}
