//! The arrows of the workspace: every stage depends on `terms`, none on another; only the root knows them all.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

const STAGES: [&str; 5] = ["acquire", "annotate", "code", "collate", "ledger"];

/// Crates that hand on what the stages made: like stages, they know `terms` alone.
const DOORS: [&str; 1] = ["export"];

/// Crates whose change must be tried in seconds.
const LIGHT: [&str; 3] = ["terms", "code", "collate"];

/// What makes a crate heavy: databases, tensors, event loops.
const HEAVY: [&str; 9] =
    ["rusqlite", "libsqlite3-sys", "gemm", "safetensors", "tokio", "axum", "arrow", "parquet", "fancy-regex"];

/// What waits for many callers at once.
const LOOPS: [&str; 3] = ["tokio", "axum", "tower-http"];

/// What opens connections.
const NETWORK: [&str; 5] = ["ureq", "reqwest", "hyper", "curl", "rustls"];

/// The crates of the workspace, without what they are built from in turn: needs no network.
fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).no_deps().exec().unwrap()
}

/// Names of the workspace's crates that each of them is built from, tests aside.
fn arrows(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let ours: BTreeSet<&str> = metadata.workspace_packages().iter().map(|package| package.name.as_str()).collect();
    let below = |package: &cargo_metadata::Package| {
        let built_from =
            package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
        built_from.map(|dependency| dependency.name.clone()).filter(|name| ours.contains(name.as_str())).collect()
    };
    metadata.workspace_packages().iter().map(|package| (package.name.to_string(), below(package))).collect()
}

#[test]
fn stages_depend_on_terms_and_never_on_each_other() {
    let arrows = arrows(&metadata());
    for stage in STAGES.into_iter().chain(DOORS) {
        assert_eq!(arrows[stage], BTreeSet::from(["terms".to_owned()]), "{stage}");
    }
    assert!(arrows["terms"].is_empty(), "{:?}", arrows["terms"]);
}

#[test]
fn only_the_crate_that_watches_opens_connections_and_it_knows_no_stage() {
    let metadata = metadata();
    assert!(arrows(&metadata)["watch"].is_empty());
    for package in metadata.workspace_packages().iter().filter(|package| package.name.as_str() != "watch") {
        let asks = package.dependencies.iter().find(|dependency| NETWORK.contains(&dependency.name.as_str()));
        assert!(asks.is_none(), "{} is built from {}", package.name, asks.map_or("", |dependency| &dependency.name));
    }
}

#[test]
fn the_pages_know_the_ledger_and_the_vocabulary_and_only_they_run_an_event_loop() {
    let metadata = metadata();
    assert_eq!(arrows(&metadata)["serve"], BTreeSet::from(["ledger".to_owned(), "terms".to_owned()]));
    for package in metadata.workspace_packages().iter().filter(|package| package.name.as_str() != "serve") {
        let runs = package.dependencies.iter().find(|dependency| LOOPS.contains(&dependency.name.as_str()));
        assert!(runs.is_none(), "{} is built from {}", package.name, runs.map_or("", |dependency| &dependency.name));
    }
}

#[test]
fn only_the_root_knows_all_stages() {
    let arrows = arrows(&metadata());
    for (name, below) in &arrows {
        let all = STAGES.iter().all(|stage| below.contains(*stage));
        assert_eq!(all, name == "demarche", "{name}");
    }
}

#[test]
fn codebook_crates_stay_light() {
    for light in LIGHT {
        let tree = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--offline",
                "--locked",
                "--edges",
                "normal,build",
                "--prefix",
                "none",
                "--format",
                "{p}",
                "--package",
                light,
            ])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        let tree = String::from_utf8(tree.stdout).unwrap();
        let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.contains("serde"), "{light}: {tree}");
        let heavy: Vec<&str> = HEAVY.into_iter().filter(|name| names.contains(name)).collect();
        assert!(heavy.is_empty(), "{light} pulls in {heavy:?}");
    }
}
