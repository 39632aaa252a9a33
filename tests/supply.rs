//! What the program is built from: licences, banned crates and sources, as `deny.toml` says.
//!
//! `cargo deny check licenses bans sources` asks the same and more; this needs nothing to be installed.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

use std::collections::BTreeSet;
use std::path::Path;

use cargo_metadata::{Metadata, MetadataCommand};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: BTreeSet<String>,
    allow_git: BTreeSet<String>,
}

fn deny() -> Deny {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Every crate of the lock file that this machine's build may need.
fn metadata() -> Metadata {
    let host = std::process::Command::new("rustc").args(["-vV"]).output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .other_options(["--locked".into(), "--filter-platform".into(), host])
        .exec()
        .unwrap()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let allow = deny().licenses.allow;
    for package in metadata().packages.iter().filter(|package| package.source.is_some()) {
        let license = package.license.as_deref().unwrap_or_else(|| panic!("{} names no licence", package.name));
        let expression = Expression::parse_mode(license, ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{}: {license}: {error}", package.name));
        let may = expression.evaluate(|requirement| allow.contains(&requirement.to_string()));
        assert!(may, "{} {} is under {license}", package.name, package.version);
    }
}

#[test]
fn no_banned_crate_is_built_from() {
    let banned = deny().bans.deny;
    for package in metadata().packages {
        if let Some(ban) = banned.iter().find(|ban| ban.name == package.name.as_str()) {
            panic!("{}: {}", package.name, ban.reason);
        }
    }
}

#[test]
fn every_crate_comes_from_the_registry_or_from_here() {
    let Sources { allow_registry, allow_git } = deny().sources;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for package in metadata().packages {
        match &package.source {
            None => assert!(package.manifest_path.as_std_path().starts_with(root), "{}", package.manifest_path),
            Some(source) => {
                let source = source.repr.as_str();
                let known = source.strip_prefix("registry+").is_some_and(|url| allow_registry.contains(url))
                    || source.strip_prefix("git+").is_some_and(|url| allow_git.contains(url));
                assert!(known, "{} comes from {source}", package.name);
            }
        }
    }
}
