//! The commands as a user calls them: what they print, and how they end.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use program::{Desk, Told, examples};
use serde_json::Value;

/// Three lines: a proposal, its refusal, and something undated of elsewhere.
const LINES: &str = r#"{"id": "p", "published": "2019-03-04", "outlet": "Fjord Post", "text": "Norway's foreign minister proposed on Monday to expel two diplomats of Peru."}
{"id": "r", "published": "2019-03-06T18:00:00Z", "text": "Norway will not expel any diplomats of Peru, Prime Minister Erna Solberg said on Wednesday."}
{"text": "Kenya signed a fishing agreement with Ghana."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", LINES);
    desk
}

/// A desk that has read its news.
fn read() -> (Desk, Told) {
    let desk = desk();
    let told = desk.call(&["read", "news.jsonl"]);
    assert_eq!(told.code, 0, "{}", told.err);
    (desk, told)
}

fn events(record: &Value) -> &Vec<Value> {
    record["events"].as_array().unwrap()
}

#[test]
fn read_prints_what_is_new_and_where_things_stand_also_the_second_time() {
    let (desk, first) = read();
    assert!(first.out.contains("New: 3 articles"), "{}", first.out);
    assert!(first.err.contains("3 new"), "{}", first.err);
    assert!(!first.out.contains('\u{1b}') && !first.err.contains('\u{1b}'), "colours where there is no terminal");
    let before = desk.json();
    let second = desk.call(&["read", "news.jsonl"]);
    assert_eq!(second.code, 0);
    assert!(second.out.contains("Nothing new."), "{}", second.out);
    assert!(second.out.contains("STANDS"), "{}", second.out);
    assert!(second.err.contains("3 known already"), "{}", second.err);
    assert_eq!(desk.json(), before);
}

#[test]
fn the_ledger_as_json_has_the_fields_of_the_contract_and_quotes_at_their_offsets() {
    let (desk, _) = read();
    let record = desk.call(&["ledger", "--format", "json"]).json();
    for list in ["articles", "stories", "events", "claims"] {
        assert!(record[list].is_array(), "{list}");
    }
    assert_eq!(record["articles"].as_array().unwrap().len(), 3);
    assert!(!events(&record).is_empty());
    assert!(!desk.json().contains("read_at"));
    let texts: Vec<(String, Vec<char>)> = LINES
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| {
            (line["id"].as_str().unwrap_or_default().to_owned(), line["text"].as_str().unwrap().chars().collect())
        })
        .collect();
    for event in events(&record) {
        for field in [
            "id",
            "story",
            "summary",
            "event",
            "mode",
            "context",
            "actor",
            "recipient",
            "standing",
            "assertion",
            "responds_to",
            "disagreements",
        ] {
            assert!(!event[field].is_null(), "{field} of {event}");
        }
        for piece in event["history"].as_array().unwrap().iter().flat_map(|step| step["evidence"].as_array().unwrap()) {
            let id = piece["article"].as_str().unwrap();
            let (_, text) = texts.iter().find(|(given, _)| given == id).unwrap_or(&texts[2]);
            let range = piece["start"].as_u64().unwrap() as usize..piece["end"].as_u64().unwrap() as usize;
            assert_eq!(text[range].iter().collect::<String>(), piece["quote"].as_str().unwrap());
        }
    }
}

#[test]
fn as_of_a_day_shows_what_was_known_by_its_end() {
    let (desk, _) = read();
    let ids = |time: &str| -> Vec<String> {
        let told = desk.call(&["ledger", "--format", "json", "--as-of", time]);
        assert!(told.err.contains("known from the start: 1"), "{}", told.err);
        told.json()["articles"]
            .as_array()
            .unwrap()
            .iter()
            .map(|article| article["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("2019-03-03").len(), 1);
    assert_eq!(ids("2019-03-04").len(), 2);
    assert_eq!(ids("2019-03-06T17:59:59Z").len(), 2);
    assert_eq!(ids("2019-03-06").len(), 3);
    assert_eq!(desk.call(&["ledger", "--as-of", "yesterday"]).code, 2);
}

#[test]
fn the_same_articles_read_by_their_day_only_give_the_ledger_as_of_that_day() {
    let (desk, _) = read();
    let early = Desk::new();
    let lines: Vec<&str> = LINES.lines().collect();
    early.write("news.jsonl", &format!("{}\n\n{}\n", lines[0], lines[2]));
    assert_eq!(early.call(&["read", "news.jsonl"]).code, 0);
    assert_eq!(desk.call(&["ledger", "--format", "json", "--as-of", "2019-03-05"]).out, early.json());
}

#[test]
fn read_as_of_shows_what_the_program_had_read_and_nothing_else_tells_when_it_read() {
    let (desk, _) = read();
    let count = |time: &str| {
        desk.call(&["ledger", "--format", "json", "--read-as-of", time]).json()["articles"].as_array().unwrap().len()
    };
    assert_eq!(count("2001-01-01"), 0);
    assert_eq!(count("2999-01-01"), 3);
}

#[test]
fn every_format_of_the_ledger_tells_the_same_events() {
    let (desk, _) = read();
    let whole = desk.call(&["ledger", "--format", "json"]).json();
    let lines = desk.call(&["ledger", "--format", "jsonl"]).lines();
    let of_lines: Vec<&Value> = lines.iter().filter(|line| line["kind"] == "event").map(|line| &line["id"]).collect();
    let of_json: Vec<&Value> = events(&whole).iter().map(|event| &event["id"]).collect();
    assert_eq!(of_lines, of_json);
    let sheet = desk.call(&["ledger", "--format", "csv"]);
    let mut sheet = csv::Reader::from_reader(sheet.out.as_bytes());
    assert_eq!(sheet.headers().unwrap().get(0), Some("id"));
    let of_sheet: Vec<Value> = sheet.records().map(|row| row.unwrap()[0].into()).collect();
    assert_eq!(of_sheet.iter().collect::<Vec<_>>(), of_json);
}

#[test]
fn filters_leave_what_was_asked_for() {
    let (desk, _) = read();
    let of = |flags: &[&str]| desk.call(&[&["ledger", "--format", "json"], flags].concat()).json();
    let all = of(&[]);
    for event in events(&of(&["--actor", "KEN"])) {
        assert!(event.to_string().contains("KEN"), "{event}");
    }
    assert!(events(&of(&["--actor", "Atlantis"])).is_empty());
    let one = events(&all)[0]["id"].as_str().unwrap();
    let only = of(&["--event", one]);
    assert_eq!(events(&only).len(), 1);
    assert_eq!(only["stories"].as_array().unwrap().len(), 1);
    let since = of(&["--since", "2019-03-06"]);
    assert!(events(&since).iter().all(|event| event.to_string().contains("\"article\":\"r\"")));
    assert_eq!(desk.call(&["ledger", "--event", "zzzz"]).code, 2);
    assert_eq!(desk.call(&["ledger", "--story", "no such story"]).code, 2);
}

#[test]
fn an_event_is_shown_by_its_id_by_a_reports_id_and_by_the_beginning_of_either() {
    let (desk, _) = read();
    let record = desk.call(&["ledger", "--format", "json"]).json();
    let event = &events(&record)[0];
    let (id, report) = (event["id"].as_str().unwrap(), event["reports"][0].as_str().unwrap());
    let whole = desk.call(&["show", id]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.out.contains(event["standing"].as_str().unwrap()) && whole.out.contains('“'), "{}", whole.out);
    for other in [report, &report[..10], &id[..10]] {
        assert_eq!(desk.call(&["show", other]).out, whole.out, "{other}");
    }
    assert_eq!(desk.call(&["show", "--format", "json", id]).json()["id"], event["id"]);
    let missing = desk.call(&["show", "zzzz"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("zzzz") && missing.err.contains("demarche ledger"), "{}", missing.err);
}

#[test]
fn explain_names_entry_path_and_score_of_every_report() {
    let (desk, _) = read();
    let record = desk.call(&["ledger", "--format", "json"]).json();
    let event = &events(&record)[0];
    let told = desk.call(&["explain", event["id"].as_str().unwrap()]);
    assert_eq!(told.code, 0, "{}", told.err);
    for word in ["entry", "path", "trigger", "score", "version", "codebook"] {
        assert!(told.out.contains(word), "{word}: {}", told.out);
    }
    let lines = desk.call(&["explain", "--format", "jsonl", event["id"].as_str().unwrap()]).lines();
    assert_eq!(lines.len(), event["reports"].as_array().unwrap().len());
}

#[test]
fn changes_since_a_day_are_told_and_none_since_the_last() {
    let (desk, _) = read();
    let since = |time: &str| desk.call(&["changes", "--format", "jsonl", "--since", time]).lines();
    assert!(!since("2019-03-01").is_empty());
    assert!(since("2019-04-01").is_empty());
    let table = desk.call(&["changes", "--since", "2019-03-01"]);
    assert!(table.out.contains("→"), "{}", table.out);
    assert_eq!(desk.call(&["changes"]).code, 2);
}

#[test]
fn two_texts_under_one_id_bear_their_hash_in_every_output() {
    let desk = Desk::new();
    let path = desk.write("v.jsonl", "{\"id\": \"v\", \"text\": \"Norway expelled an envoy of Peru.\"}\n{\"id\": \"v\", \"text\": \"Norway expelled two envoys of Peru.\"}\n");
    let annotated: Vec<String> = desk
        .call(&["annotate", path.to_str().unwrap()])
        .lines()
        .iter()
        .map(|line| line["article"]["id"].to_string())
        .collect();
    assert!(annotated.iter().all(|id| id.starts_with("\"v~") && id.len() == 12), "{annotated:?}");
    assert_eq!(desk.call(&["read", "v.jsonl"]).code, 0);
    let record = desk.call(&["ledger", "--format", "json"]).json();
    let mut expected = annotated.clone();
    expected.sort();
    assert_eq!(
        record["articles"].as_array().unwrap().iter().map(|article| article["id"].to_string()).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn some_bad_input_ends_in_one_only_bad_input_in_two_and_leaves_no_ledger() {
    let desk = desk();
    let nothing = desk.call(&["read", "missing.txt"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    assert!(nothing.err.contains("missing.txt"), "{}", nothing.err);
    assert!(!desk.ledger().exists());
    let some = desk.call(&["read", "missing.txt", "news.jsonl"]);
    assert_eq!(some.code, 1);
    assert!(some.err.contains("missing.txt") && some.out.contains("New: 3 articles"), "{}{}", some.err, some.out);
    assert_eq!(desk.call(&["annotate", "missing.txt"]).code, 2);
    assert_eq!(desk.call(&["read"]).code, 2);
    assert_eq!(desk.call(&["no-such-command"]).code, 2);
}

#[test]
fn without_a_ledger_or_with_a_file_that_is_none_the_way_on_is_named() {
    let desk = desk();
    let none = desk.call(&["ledger"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("demarche.db") && none.err.contains("demarche read"), "{}", none.err);
    let wrong = desk.call(&["read", "--db", "news.jsonl", "news.jsonl"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("not a ledger") && wrong.err.contains("--db"), "{}", wrong.err);
    assert_eq!(std::fs::read_to_string(desk.path("news.jsonl")).unwrap(), LINES);
}

#[test]
fn the_ledger_file_is_named_by_flag_then_environment_then_settings() {
    let desk = desk();
    desk.write("demarche.toml", "db = \"settings.db\"\n");
    let read = |flags: &[&str], environment: Option<&str>| {
        let mut command = desk.command(&[&["read", "news.jsonl"], flags].concat());
        command.envs(environment.map(|file| ("DEMARCHE_DB", file)));
        assert!(command.output().unwrap().status.success());
    };
    read(&["--db", "flag.db"], Some("environment.db"));
    assert!(desk.path("flag.db").exists() && !desk.path("environment.db").exists());
    read(&[], Some("environment.db"));
    assert!(desk.path("environment.db").exists() && !desk.path("settings.db").exists());
    read(&[], None);
    assert!(desk.path("settings.db").exists() && !desk.path("demarche.db").exists());
    desk.write("demarche.toml", "database = 1\n");
    let wrong = desk.call(&["ledger"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("demarche.toml") && wrong.err.contains("database"), "{}", wrong.err);
}

#[test]
fn settings_say_under_which_names_records_give_their_fields_and_flags_how_much_is_taken_in() {
    let desk = desk();
    desk.write("export.csv", "seen;wording\n2019-03-04;Envoys met in Oslo.\n2019-03-05;Envoys met in Oslo and left.\n");
    desk.write("demarche.toml", "[fields]\ntext = \"wording\"\npublished = [\"told\", \"seen\"]\n");
    let all = desk.call(&["annotate", "export.csv"]);
    assert_eq!((all.code, all.out.lines().count()), (0, 2), "{}", all.err);
    assert!(all.out.contains("\"published\":\"2019-03-05\""), "{}", all.out);
    let short = desk.call(&["annotate", "--max-article", "20", "export.csv"]);
    assert_eq!((short.code, short.out.lines().count()), (1, 1), "{}", short.err);
    assert!(short.err.contains("export.csv, line 3: over the limit of 20 bytes"), "{}", short.err);
    desk.write("demarche.toml", "[fields]\ncolour = \"red\"\n");
    let wrong = desk.call(&["annotate", "export.csv"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("no field \"colour\""), "{}", wrong.err);
}

#[test]
fn a_forgotten_article_stays_in_the_ledger_without_its_words() {
    let (desk, _) = read();
    assert_eq!(desk.call(&["forget", "p"]).code, 0);
    let record = desk.call(&["ledger", "--format", "json"]);
    assert!(record.out.contains("\"id\": \"p\"") && !record.out.contains("to expel two diplomats"), "{}", record.out);
    let bytes = std::fs::read(desk.ledger()).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("to expel two diplomats"));
    let again = desk.call(&["read", "news.jsonl"]);
    assert_eq!(again.code, 0);
    assert!(again.err.contains("forgotten"), "{}", again.err);
    assert_eq!(desk.json(), record.out);
    assert_eq!(desk.call(&["forget", "nobody"]).code, 2);
}

#[test]
fn coding_anew_by_the_same_version_changes_nothing() {
    let (desk, _) = read();
    let before = desk.json();
    assert!(desk.call(&["recode"]).out.starts_with("Nothing to code anew"));
    let told = desk.call(&["recode", "--all"]);
    assert!(told.out.contains("0 new, 0 changed, 0 gone"), "{}", told.out);
    assert_eq!(desk.json(), before);
}

#[test]
fn annotate_prints_every_layer_of_the_contract() {
    let desk = desk();
    let lines = desk.call(&["annotate", "news.jsonl"]).lines();
    assert_eq!(lines.len(), 3);
    for layer in ["article", "text", "dropped", "sentences", "entities", "times", "attributions", "reports"] {
        assert!(!lines[0][layer].is_null(), "{layer}");
    }
    assert_eq!(lines[0]["article"]["outlet"], "Fjord Post");
    let reports = lines.iter().flat_map(|line| line["reports"].as_array().unwrap());
    for report in reports {
        for field in [
            "event",
            "mode",
            "context",
            "trigger",
            "actor",
            "recipient",
            "status",
            "assertion",
            "quantities",
            "locations",
            "confidence",
            "evidence",
        ] {
            assert!(!report[field].is_null(), "{field} of {report}");
        }
        assert!(report["evidence"].get("article").is_none());
        for field in ["plover", "attribution", "date", "date_precision"] {
            assert!(report.get(field).is_some(), "{field} of {report}");
        }
    }
}

#[test]
fn quiet_says_nothing_beside_the_results() {
    let desk = desk();
    let told = desk.call(&["read", "-q", "news.jsonl"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("New: 3 articles"));
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let (desk, _) = read();
    assert!(desk.call(&["ledger", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!desk.call(&["ledger"]).out.contains('\u{1b}'));
}

#[test]
fn completions_and_manual_come_from_the_table_of_flags() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.call(&["completions", shell]).out.contains("check-data"), "{shell}");
    }
    assert!(desk.call(&["man"]).out.contains(".TH"));
    assert_eq!(desk.call(&["man", "--out", "pages"]).code, 0);
    assert!(desk.path("pages").join("demarche-ledger.1").exists());
}

#[test]
fn the_examples_are_read_without_a_complaint() {
    let desk = Desk::new();
    let told = desk.call(&["read", examples().to_str().unwrap()]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(!told.err.contains("error:") && !told.err.contains("warning:"), "{}", told.err);
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let shown = readme.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let desk = Desk::new();
    for call in shown.split("$ ").filter(|call| !call.is_empty()) {
        let (command, lines) = call.split_once('\n').unwrap();
        let words = command.strip_prefix("cargo run --release -- ").or(command.strip_prefix("demarche ")).unwrap();
        let words = words.replace("examples/", examples().to_str().unwrap());
        let told = desk.call(&words.split(' ').collect::<Vec<_>>());
        let mut printed = told.out.lines();
        for line in lines.lines().filter(|line| !line.is_empty() && *line != "…") {
            assert!(printed.any(|other| other == line), "{command} does not print, in this place: {line}");
        }
    }
}
