//! No entry was written for one known sentence: no `example` or `not` of the data, and no text of the project's own
//! examples and specs, shares six words in a row with a story case. Needs `../shared`; says so where it is absent.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Words in a row that may not be shared.
const RUN: usize = 6;

fn runs(text: &str) -> Vec<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_text_of_the_project_shares_six_words_in_a_row_with_a_story_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = root.join("../shared/cases");
    if !cases.is_dir() {
        eprintln!("SKIPPED: needs ../shared/cases beside the project");
        return;
    }
    let mut articles = Vec::new();
    files(&cases, &mut articles);
    let mut theirs: BTreeSet<String> = BTreeSet::new();
    for path in articles.iter().filter(|path| path.parent().is_some_and(|parent| parent.ends_with("articles"))) {
        let raw = std::fs::read_to_string(path).unwrap();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            for line in raw.lines().filter(|line| !line.trim().is_empty()) {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                theirs.extend(runs(row["text"].as_str().unwrap_or_default()));
            }
        } else {
            theirs.extend(runs(&raw));
        }
    }
    assert!(!theirs.is_empty(), "the story cases hold text");
    let mut ours = Vec::new();
    for folder in
        ["data/lexicon", "data/cues", "data/layout", "data/times", "data/actors", "data/ontology", "suite", "examples"]
    {
        files(&root.join(folder), &mut ours);
    }
    let mut shared = Vec::new();
    for path in ours {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let table = path.extension().is_some_and(|extension| extension == "tsv");
        for line in text.lines() {
            // In a table of names only `example` and `not` are sentences; names are facts.
            let sentences = line.split('\t').skip(8).take(2).collect::<Vec<_>>().join(" ");
            let line = if table { &sentences } else { line };
            shared.extend(
                runs(line)
                    .into_iter()
                    .filter(|run| theirs.contains(run))
                    .map(|run| format!("{}: {run}", path.display())),
            );
        }
    }
    assert!(shared.is_empty(), "shared with a story case:\n{}", shared.join("\n"));
}
