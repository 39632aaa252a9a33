//! Bad input, through the program: each named with place and next step on standard error, the rest read,
//! exit 1, or 2 where nothing could be read.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// What a run of the program gave.
struct Run {
    status: i32,
    errors: String,
    /// How many articles the ledger has afterwards, or were annotated.
    articles: usize,
}

impl Run {
    /// That nothing panicked, the status is so, and standard error has a line with each of the words.
    fn holds(&self, status: i32, articles: usize, lines: &[&[&str]]) {
        assert!(!self.errors.contains("panicked"), "{}", self.errors);
        assert_eq!((self.status, self.articles), (status, articles), "{}", self.errors);
        for words in lines {
            let named = self.errors.lines().any(|line| words.iter().all(|word| line.contains(word)));
            assert!(named, "no line names {words:?} in:\n{}", self.errors);
        }
    }
}

fn demarche(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(folder.path()).env_remove("DEMARCHE_DB").env_remove("DEMARCHE_DATA");
    command
}

/// Reads paths of a folder into a ledger there, and counts the articles that the ledger has then.
fn read(folder: &TempDir, paths: &[&str]) -> Run {
    let output = demarche(folder).arg("read").args(paths).output().expect("the program starts");
    let ledger = demarche(folder).args(["ledger", "--format", "json"]).output().expect("the program starts");
    let articles = serde_json::from_slice::<Value>(&ledger.stdout)
        .map_or(0, |ledger| ledger["articles"].as_array().map_or(0, Vec::len));
    Run {
        status: output.status.code().expect("no signal ended it"),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        articles,
    }
}

/// Annotates paths of a folder and counts the lines.
fn annotate(folder: &TempDir, paths: &[&str], input: &[u8]) -> Run {
    let output = demarche(folder).arg("annotate").args(paths).write_stdin(input).output().expect("the program starts");
    let lines = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    lines.lines().for_each(|line| assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}"));
    Run {
        status: output.status.code().expect("no signal ended it"),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        articles: lines.lines().count(),
    }
}

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder of the test");
    fs::write(path, content).expect("a file of the test");
}

const GOOD: &str = "2018-05-04\n\nPeru recalled its ambassador from Quito on Friday.\n";

#[test]
fn whatever_is_bad_is_named_and_the_good_article_is_read() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "good.txt", GOOD);
    write(&folder, "empty.txt", "");
    write(&folder, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0");
    write(&folder, "noise.txt", [0u8, 1, 2, 3, 4, 5, 6, 7].repeat(64));
    fs::create_dir(folder.path().join("nothing")).unwrap();
    read(&folder, &["missing.txt", "nothing", "empty.txt", "picture.txt", "noise.txt", "good.txt"]).holds(
        1,
        1,
        &[
            &["missing.txt", "no such file", "check the spelling"],
            &["nothing", "folder holds no files", "put articles into it"],
            &["empty.txt", "is empty"],
            &["picture.txt", "PNG image", "extract the text"],
            &["noise.txt", "is no text", "extract the text"],
        ],
    );
}

#[test]
fn where_nothing_can_be_read_the_status_is_two() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "empty.txt", "\u{FEFF}\n");
    read(&folder, &["missing.txt", "empty.txt"]).holds(2, 0, &[&["missing.txt"], &["empty.txt"]]);
    annotate(&folder, &["-"], b"").holds(2, 0, &[&["-: ", "is empty"]]);
}

#[test]
fn a_broken_line_is_named_by_number_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> =
        (1..=8).map(|day| format!("{{\"text\": \"Chile recalled its envoy on May {day}, 2018.\"}}")).collect();
    lines[6].truncate(20);
    lines.push("{\"text\": null}".into());
    lines.push("{\"text\": 12}".into());
    write(&folder, "week.jsonl", lines.join("\n"));
    read(&folder, &["week.jsonl"]).holds(
        1,
        7,
        &[
            &["week.jsonl, line 7", "broken JSON", "repair it"],
            &["line 9", "no \"text\""],
            &["line 10", "a number, not a string"],
        ],
    );
}

#[test]
fn fifty_megabytes_in_one_line_are_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let long = "Envoys met. ".repeat(50_000_000 / 12);
    write(&folder, "a/1-long.txt", &long);
    write(&folder, "a/2-long.jsonl", format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"Peru recalled its envoy.\"}}\n"));
    write(&folder, "a/3-good.txt", GOOD);
    annotate(&folder, &["a"], b"").holds(
        1,
        2,
        &[&["1-long.txt", "over the limit", "split it"], &["2-long.jsonl, line 1", "over the limit", "split it"]],
    );
}

#[test]
fn another_language_is_kept_counted_and_named_without_an_error() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "ru.txt", "Правительство объявило в понедельник об отзыве посла из соседней страны.");
    write(&folder, "good.txt", GOOD);
    read(&folder, &["ru.txt", "good.txt"]).holds(0, 2, &[&["ru.txt", "not English but Russian", "kept"]]);
}

#[test]
fn a_date_that_is_none_and_an_older_encoding_are_warned_of_without_an_error() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "undated.jsonl", "{\"text\": \"Peru recalled its envoy.\", \"published\": \"last week\"}");
    write(
        &folder,
        "older.txt",
        b"Peru recalled its envoy, Jos\xE9 Garc\xEDa, on Friday. \x93He is home,\x94 a spokesman said.",
    );
    read(&folder, &["undated.jsonl", "older.txt"]).holds(
        0,
        2,
        &[&["undated.jsonl", "last week", "undated"], &["older.txt", "windows-1252"]],
    );
}

#[test]
fn odd_texts_are_read_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in [
        "“",
        "\"\"\"\"\"",
        "🕊️🕊️",
        "(((((",
        "a",
        "...",
        "—",
        "\u{202E}Peru\u{200B}",
        "1\n\n2\n\n3",
        "Peru said \"the envoy",
    ]
    .iter()
    .enumerate()
    {
        write(&folder, &format!("odd/{number}.txt"), text);
    }
    annotate(&folder, &["odd"], b"").holds(0, 10, &[]);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    annotate(&folder, &["-"], b"{\"text\": \"Peru recalled its envoy.\"}\n{\"text\":\n").holds(
        1,
        1,
        &[&["-, line 2", "broken JSON"]],
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_are_named() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a/good.txt", GOOD);
    symlink("gone.txt", folder.path().join("a/dangling")).unwrap();
    symlink("..", folder.path().join("a/circle")).unwrap();
    annotate(&folder, &["a"], b"").holds(
        1,
        1,
        &[&["dangling", "gone.txt", "restore the target"], &["circle", "leads back"]],
    );
}
