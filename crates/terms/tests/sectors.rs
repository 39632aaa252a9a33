//! The sectors of the code and of `data/ontology/sectors.toml` are the same.

use std::collections::BTreeSet;

use terms::{Folder, Resources, Sector};

#[test]
fn the_ontology_defines_every_sector_and_no_other() {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    let table: toml::Table = data.text("ontology/sectors.toml").unwrap().parse().unwrap();
    let defined: BTreeSet<String> =
        table["sector"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect();
    let known: BTreeSet<String> = Sector::ALL.iter().map(|sector| sector.to_string()).collect();
    assert_eq!(defined, known);
    assert_eq!(known.len(), 25);
}
