//! A `read` that is killed leaves a ledger that the next `read` brings to where it would have been.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use ledger::Ledger;
use program::{Desk, Told};

/// More than one batch, so that some are committed when the kill comes.
const ARTICLES: usize = 90;

/// Characters that say nothing in each line, so that no buffer holds a whole batch.
const PADDING: usize = 4_000;

/// A JSON line an article, each a little story of its own.
fn lines() -> Vec<String> {
    let deeds = [
        "expelled two envoys of",
        "recalled its ambassador from",
        "signed a fishing accord with",
        "rejected a loan offered by",
    ];
    let countries = ["Norway", "Peru", "Kenya", "Japan", "Chile", "Ghana", "Spain"];
    (0..ARTICLES)
        .map(|index| {
            let (actor, recipient) = (countries[index % 7], countries[(index / 7 + index + 1) % 7]);
            let day = 1 + index % 28;
            let padding = "-".repeat(PADDING);
            format!(
                "{{\"id\": \"n{index}\", \"published\": \"2019-03-{day:02}\", \"padding\": \"{padding}\", \"text\": \"{actor} {} {recipient} on Monday, \
                 notice {index} said.\"}}\n",
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
