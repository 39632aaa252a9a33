//! Reading stage by stage, on any number of threads, within a time for each article.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use program::{Desk, examples};

fn read(desk: &Desk, more: &[&str]) -> program::Told {
    let examples = examples();
    let told = desk.call(&[&["read", "--no-model", examples.to_str().unwrap()], more].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    told
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let one = Desk::new();
    let out = read(&one, &["--threads", "1"]).out;
    for threads in ["2", "5"] {
        let more = Desk::new();
        assert_eq!(read(&more, &["--threads", threads]).out, out);
        assert_eq!(more.json(), one.json());
    }
    let examples = examples();
    let annotate =
        |threads| one.call(&["annotate", "--no-model", "--threads", threads, examples.to_str().unwrap()]).out;
    assert_eq!(annotate("1"), annotate("3"));
}

#[test]
fn reading_may_stop_after_each_stage_and_goes_on_from_there() {
    let straight = Desk::new();
    read(&straight, &[]);
    for first in ["acquire", "annotate", "code"] {
        let desk = Desk::new();
        let told = read(&desk, &["--until", first]);
        assert!(told.out.starts_with("read ") && told.out.contains(" new"), "{first}: {}", told.out);
        let runs = desk.call(&["runs", "--format", "json"]).json();
        assert!(runs[0]["counts"]["new"].as_u64().unwrap() > 0);
        let known = read(&desk, &["--until", first]);
        assert!(known.out.contains("0 new"), "{first}: {}", known.out);
        let then = read(&desk, &[]);
        assert_eq!(then.err.contains("coded now"), first != "code", "{first}: {}", then.err);
        assert_eq!(desk.json(), straight.json(), "{first}");
    }
    let recoded = Desk::new();
    read(&recoded, &["--until", "acquire"]);
    assert_eq!(recoded.call(&["recode", "--no-model"]).code, 0);
    assert_eq!(recoded.json(), straight.json());
}

#[test]
fn an_article_that_takes_too_long_is_named_and_the_rest_is_read() {
    let desk = Desk::new();
    let long = "The minister of Norway met the president of Peru and signed a treaty on trade. ".repeat(12_000);
    let lines = format!(
        "{{\"id\": \"short\", \"text\": \"Norway expelled two envoys of Peru.\"}}\n{{\"id\": \"long\", \"text\": \"{long}\"}}\n{}",
        "{\"id\": \"after\", \"text\": \"Peru recalled its ambassador from Norway.\"}\n"
    );
    desk.write("news.jsonl", &lines);
    let told = desk.call(&["read", "--no-model", "--threads", "1", "--max-time", "1", "news.jsonl"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("article long took longer than 1 s") && told.err.contains("--max-time"), "{}", told.err);
    let ledger = desk.call(&["ledger", "--format", "json"]).json();
    let ids: Vec<_> = ledger["articles"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["after", "short"]);
    let runs = desk.call(&["runs", "--format", "json"]).json();
    assert_eq!(runs[0]["counts"]["failed"], 1);
    assert!(runs[0]["problems"][0].as_str().unwrap().contains("article long"));
}
