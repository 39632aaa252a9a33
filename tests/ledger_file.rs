//! What may befall the ledger's file: a second writer, a full disk, no right to write, damage.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use program::{Desk, Told};

const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// Lines of articles, most of them long and not English, so that there is much to keep and little to code.
fn lines(count: usize) -> String {
    let filler = "Sonst wurde darüber an diesem Tag nichts mehr berichtet. ".repeat(60);
    (0..count).fold(String::new(), |mut lines, index| {
        let day = 1 + index % 28;
        let (language, filler) = if index % 20 == 0 { ("en", "") } else { ("de", filler.as_str()) };
        let text = format!("Norway expelled two envoys of Peru, notice {index} said. {filler}");
        writeln!(
            lines,
            "{{\"id\": \"n{index}\", \"published\": \"2019-03-{day:02}\", \"language\": \"{language}\", \"text\": \"{text}\"}}"
        )
        .unwrap();
        lines
    })
}

fn desk(count: usize) -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", &lines(count));
    desk
}

/// A shell script of somebody who may mount, if only here; `None` where nobody may, which is said loudly.
fn in_a_mount(desk: &Desk, script: &str) -> Option<Told> {
    let may = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !may.is_ok_and(|output| output.status.success()) {
        eprintln!(
            "SKIPPED: nothing can be mounted here, so that the disk was neither full nor without the right to write"
        );
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script]).current_dir(desk.path("")).env("PROGRAM", PROGRAM).stdin(Stdio::null());
    for name in ["DEMARCHE_DB", "DEMARCHE_DATA", "NO_COLOR"] {
        command.env_remove(name);
    }
    Some(Told::of(command.output().unwrap()))
}

#[test]
fn a_second_writer_waits_and_then_says_why_it_gave_up() {
    let desk = desk(2);
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
    let first = rusqlite::Connection::open(desk.ledger()).unwrap();
    first.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let told = desk.call(&["read", "--no-model", "news.jsonl"]);
    assert!(begun.elapsed() > Duration::from_secs(9), "{:?}", begun.elapsed());
    assert_eq!(told.code, 2);
    assert!(told.err.contains("being written by another program") && told.err.contains("try again"), "{}", told.err);
    assert_eq!(desk.call(&["ledger"]).code, 0);
    first.execute_batch("ROLLBACK").unwrap();
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
}

#[test]
fn a_full_disk_is_told_the_ledger_is_sound_and_with_room_the_same_call_makes_it_whole() {
    let desk = desk(300);
    let script = r#"
        mkdir small && mount -t tmpfs -o size=900k none small
        $PROGRAM --db small/l.db read --no-model news.jsonl > /dev/null 2> full.txt; echo "full $?"
        $PROGRAM --db small/l.db verify; echo "verify $?"
        mount -o remount,size=64m small
        $PROGRAM --db small/l.db verify; echo "again $?"
        $PROGRAM --db small/l.db read --no-model -q news.jsonl > /dev/null; echo "read $?"
        $PROGRAM --db small/l.db verify; echo "whole $?"
        $PROGRAM --db small/l.db ledger --format json > small.json"#;
    let Some(told) = in_a_mount(&desk, script) else { return };
    for line in ["full 2", "verify 0", "again 0", "read 0", "whole 0"] {
        assert!(told.out.contains(line), "{line}: {}{}", told.out, told.err);
    }
    let said = std::fs::read_to_string(desk.path("full.txt")).unwrap();
    assert!(said.contains("no room is left") && said.contains("make room"), "{said}");
    assert_eq!(desk.call(&["read", "--no-model", "-q", "news.jsonl"]).code, 0);
    assert!(std::fs::read_to_string(desk.path("small.json")).unwrap() == desk.json());
}

/// The same where nothing can be mounted: files may not grow beyond a size.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told_like_a_full_disk() {
    let desk = desk(300);
    let script = "ulimit -f 800; trap '' XFSZ; exec $PROGRAM read --no-model news.jsonl";
    let output =
        Command::new("sh").args(["-c", script]).current_dir(desk.path("")).env("PROGRAM", PROGRAM).output().unwrap();
    let told = Told::of(output);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("no room is left"), "{}", told.err);
    let verified = desk.call(&["verify"]);
    assert!(verified.code == 0 && verified.out.starts_with("Sound"), "{}{}", verified.out, verified.err);
}

#[test]
fn a_file_that_may_not_be_written_is_read_and_the_way_on_is_named() {
    let desk = desk(2);
    std::fs::create_dir(desk.path("locked")).unwrap();
    assert_eq!(desk.call(&["--db", "locked/l.db", "read", "--no-model", "news.jsonl"]).code, 0);
    let script = r#"
        mount --bind locked locked && mount -o remount,ro,bind locked
        $PROGRAM --db locked/l.db ledger; echo "ledger $?"
        $PROGRAM --db locked/l.db verify; echo "verify $?"
        $PROGRAM --db locked/l.db read --no-model news.jsonl; echo "read $?"
        $PROGRAM --db locked/new.db read --no-model news.jsonl; echo "new $?""#;
    let Some(told) = in_a_mount(&desk, script) else { return };
    for line in ["ledger 0", "verify 0", "read 2", "new 2"] {
        assert!(told.out.contains(line), "{line}: {}{}", told.out, told.err);
    }
    assert!(told.err.contains("cannot be written") && told.err.contains("right to write"), "{}", told.err);
    assert!(told.err.contains("cannot be opened"), "{}", told.err);
}

#[test]
fn a_damaged_ledger_is_told_what_is_left_is_copied_out_and_reading_again_makes_it_whole() {
    let desk = desk(120);
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
    assert!(desk.call(&["verify"]).out.starts_with("Sound: 120 articles"));
    let doctor = desk.call(&["doctor"]);
    assert!(doctor.code == 0 && doctor.out.contains("Sound"), "{}", doctor.out);
    let expected = desk.json();
    assert_eq!(desk.call(&["backup", "copy.db"]).code, 0);
    assert_eq!(desk.call(&["backup", "copy.db"]).code, 2);
    assert_eq!(desk.call(&["--db", "copy.db", "ledger", "--format", "json"]).out, expected);

    let mut bytes = std::fs::read(desk.ledger()).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 3 * 4096].fill(0x5A);
    std::fs::write(desk.ledger(), bytes).unwrap();
    let doctor = desk.call(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("demarche salvage"), "{}{}", doctor.out, doctor.err);
    assert_eq!(desk.call(&["verify"]).code, 1);
    let salvage = desk.call(&["salvage", "saved.db"]);
    assert!(salvage.code == 1 && salvage.out.contains("read news.jsonl"), "{}{}", salvage.out, salvage.err);
    assert!(desk.call(&["--db", "saved.db", "verify"]).out.starts_with("Sound"));
    assert_eq!(desk.call(&["--db", "saved.db", "read", "--no-model", "news.jsonl"]).code, 0);
    assert!(desk.call(&["--db", "saved.db", "ledger", "--format", "json"]).out == expected);
}

#[test]
fn runs_tell_inputs_counts_and_what_was_left_out() {
    let desk = desk(2);
    desk.write("broken.jsonl", "{\"text\": 7}\n");
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl", "broken.jsonl"]).code, 1);
    let runs = desk.call(&["runs", "--format", "json"]).json();
    let run = &runs[0];
    assert_eq!((run["run"].as_i64(), run["command"].as_str()), (Some(1), Some("read")));
    assert_eq!((run["counts"]["articles"].as_u64(), run["counts"]["bad"].as_u64()), (Some(2), Some(1)));
    let problems = run["problems"].as_array().unwrap();
    assert!(problems.iter().any(|line| line.as_str().unwrap().contains("broken.jsonl, line 1")), "{problems:?}");
    assert!(run["version"].as_str().unwrap().contains("codebook"));
    let text = desk.call(&["runs", "-1"]);
    assert!(text.out.contains("broken.jsonl, line 1") && text.out.contains("articles 2"), "{}", text.out);
    assert_eq!(desk.call(&["runs", "9"]).code, 2);
}

#[test]
fn a_ledger_of_a_newer_program_is_refused_and_left_as_it_is() {
    let desk = desk(2);
    assert_eq!(desk.call(&["read", "--no-model", "news.jsonl"]).code, 0);
    rusqlite::Connection::open(desk.ledger()).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    let before = size(&desk.ledger());
    for command in [&["read", "--no-model", "news.jsonl"][..], &["ledger"], &["doctor"], &["salvage", "out.db"]] {
        let told = desk.call(command);
        assert!(told.code == 2 && told.err.contains("schema 99"), "{command:?}: {}", told.err);
    }
    assert_eq!(size(&desk.ledger()), before);
}
