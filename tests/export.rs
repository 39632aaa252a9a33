//! `demarche export` as a user calls it: where it writes, and what it says when it cannot.

mod program;

use program::Desk;

const LINES: &str = r#"{"id": "p", "published": "2019-03-04", "outlet": "Fjord Post", "title": "A \"quoted\"\ttitle", "text": "Norway expelled two diplomats of Peru."}
{"id": "r", "published": "2019-03-06", "text": "Chile will not expel any diplomats of Ghana, President Sebastian Pinera said on Wednesday."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", LINES);
    let told = desk.call(&["read", "--no-model", "news.jsonl"]);
    assert_eq!(told.code, 0, "{}", told.err);
    desk
}

#[test]
fn a_format_of_one_file_goes_to_standard_output_or_into_a_file() {
    let desk = desk();
    let shown = desk.call(&["export", "--to", "plover"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.lines().iter().all(|record| record["ontology"] == "PLOVER"));
    assert_eq!(desk.call(&["export", "--to", "plover", "--out", "records.jsonl"]).code, 0);
    assert_eq!(std::fs::read_to_string(desk.path("records.jsonl")).unwrap(), shown.out);
    assert!(!desk.path("records.jsonl.part").exists());
}

#[test]
fn a_refused_expulsion_is_no_expulsion_in_any_export() {
    let desk = desk();
    let events = desk.call(&["export", "--to", "gdelt", "--part", "events"]).out;
    let of_chile: Vec<&str> = events.lines().filter(|line| line.split('\t').nth(7) == Some("CHL")).collect();
    assert!(!of_chile.is_empty(), "{events}");
    assert!(of_chile.iter().all(|line| line.split('\t').nth(26) != Some("166")), "{events}");
    assert!(events.lines().any(|line| line.split('\t').nth(26) == Some("166")), "{events}");
}

#[test]
fn a_format_of_several_files_goes_into_a_new_folder_or_is_asked_for_by_part() {
    let desk = desk();
    for (name, file) in [("gdelt", "events.mentions.CSV"), ("csv", "evidence.csv"), ("parquet", "claims")] {
        let told = desk.call(&["export", "--to", name, "--out", name]);
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(desk.path(name).join(file).exists(), "{name}");
        let again = desk.call(&["export", "--to", name, "--out", name]);
        assert_eq!(again.code, 2, "{}", again.out);
        assert!(again.err.contains("holds files already"), "{}", again.err);
    }
    let bare = desk.call(&["export", "--to", "csv"]);
    assert_eq!(bare.code, 2);
    assert!(bare.err.contains("7 files") && bare.err.contains("--part"), "{}", bare.err);
    let one = desk.call(&["export", "--to", "csv", "--part", "claims"]);
    assert_eq!(one.out, desk.call(&["claims", "--format", "csv"]).out);
}

#[test]
fn the_ledger_prints_the_table_that_is_exported() {
    let desk = desk();
    let exported = desk.call(&["export", "--to", "csv", "--part", "events"]).out;
    assert_eq!(exported, desk.call(&["ledger", "--format", "csv"]).out);
    let parquet = desk.command(&["ledger", "--format", "parquet"]).output().unwrap().stdout;
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
}

#[test]
fn views_and_filters_of_the_ledger_hold_for_exports() {
    let desk = desk();
    let count = |more: &[&str]| desk.call(&[&["export", "--to", "polecat"], more].concat()).out.lines().count();
    assert_eq!(count(&["--as-of", "2019-03-01"]), 1);
    assert!(count(&["--actor", "NOR"]) < count(&[]));
}

#[test]
fn wrong_use_names_what_there_is_and_the_next_step() {
    let desk = desk();
    let told = desk.call(&["export", "--to", "xml"]);
    assert_eq!(told.code, 2);
    for name in ["plover", "polecat", "gdelt", "stix", "timeline", "graphml", "geojson", "csv", "parquet"] {
        assert!(told.err.contains(name), "{name}: {}", told.err);
    }
    std::fs::create_dir(desk.path("folder")).unwrap();
    let folder = desk.call(&["export", "--to", "stix", "--out", "folder"]);
    assert_eq!(folder.code, 2);
    assert!(folder.err.contains("is a folder") && folder.err.contains("bundle.json"), "{}", folder.err);
    let file = desk.call(&["export", "--to", "gdelt", "--out", "news.jsonl"]);
    assert_eq!(file.code, 2);
    assert!(file.err.contains("is a file"), "{}", file.err);
    let part = desk.call(&["export", "--to", "gdelt", "--part", "people"]);
    assert_eq!(part.code, 2);
    assert!(part.err.contains("events, mentions"), "{}", part.err);
    let nowhere = desk.call(&["export", "--to", "plover", "--out", "no/such/place.jsonl"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("no/such/place.jsonl"), "{}", nowhere.err);
}

#[test]
fn what_was_forgotten_is_in_no_export() {
    let desk = desk();
    assert_eq!(desk.call(&["forget", "p"]).code, 0);
    for name in ["plover", "polecat", "stix", "timeline", "graphml", "geojson"] {
        let told = desk.call(&["export", "--to", name]);
        assert_eq!(told.code, 0, "{name}: {}", told.err);
        assert!(!told.out.contains("expelled two diplomats"), "{name}");
    }
    for part in ["events", "standings", "reports", "claims", "evidence"] {
        let told = desk.call(&["export", "--to", "csv", "--part", part]);
        assert!(!told.out.contains("expelled two diplomats"), "{part}");
    }
}
