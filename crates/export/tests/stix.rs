//! The STIX bundle: what is said of attacks, and by whom.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod sample;

use std::collections::BTreeSet;

use sample::{record, text, written};
use serde_json::Value;

fn objects() -> Vec<Value> {
    let bundle: Value = serde_json::from_str(&text("stix", "bundle")).unwrap();
    bundle["objects"].as_array().unwrap().clone()
}

fn of<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

#[test]
fn an_attack_that_only_may_be_is_no_campaign() {
    let objects = objects();
    assert_eq!(of(&objects, "campaign").len(), 1);
}

#[test]
fn spearphishing_is_t1566_and_no_technique_below_it() {
    let objects = objects();
    let patterns = of(&objects, "attack-pattern");
    let ids: Vec<&str> =
        patterns.iter().map(|pattern| pattern["external_references"][0]["external_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["T1566"]);
    assert!(of(&objects, "relationship").iter().any(|link| link["relationship_type"] == "uses"));
}

#[test]
fn without_words_that_name_one_there_is_no_technique() {
    let mut record = record();
    record.claims.retain(|claim| claim.id != "how");
    let bundle: Value = serde_json::from_slice(&written(&record, "stix", "bundle")).unwrap();
    assert!(of(bundle["objects"].as_array().unwrap(), "attack-pattern").is_empty());
}

#[test]
fn a_denial_is_a_note_and_a_stance_an_opinion_on_the_attribution() {
    let objects = objects();
    let links = of(&objects, "relationship");
    let attribution = links.iter().find(|link| link["relationship_type"] == "attributed-to").unwrap();
    let on = |object: &Value| object["object_refs"].as_array().unwrap().iter().all(|id| *id == attribution["id"]);
    let notes = of(&objects, "note");
    assert_eq!(notes.len(), 1);
    assert!(on(notes[0]) && notes[0]["authors"][0] == "Sergei Lavrov", "{}", notes[0]);
    let opinions = of(&objects, "opinion");
    let mut told: Vec<&str> = opinions.iter().map(|opinion| opinion["opinion"].as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(told, ["agree", "disagree", "strongly-disagree"]);
    assert!(opinions.iter().all(|opinion| on(opinion)));
}

#[test]
fn every_reference_is_in_the_bundle_and_groupings_hold_leaves() {
    let objects = objects();
    let ids: BTreeSet<&str> = objects.iter().map(|object| object["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len());
    for object in &objects {
        let lists = object["object_refs"].as_array().into_iter().flatten();
        let one = ["created_by_ref", "source_ref", "target_ref"].into_iter().filter_map(|field| object.get(field));
        for id in lists.chain(one) {
            assert!(ids.contains(id.as_str().unwrap()), "{id}");
        }
    }
    let groupings = of(&objects, "grouping");
    let refs = groupings[0]["object_refs"].as_array().unwrap();
    assert!(
        refs.iter()
            .all(|id| !id.as_str().unwrap().starts_with("report") && !id.as_str().unwrap().starts_with("grouping"))
    );
    assert_eq!(of(&objects, "report").len(), 2);
}

#[test]
fn ids_are_version_five_and_stay_the_same() {
    let objects = objects();
    for object in &objects {
        let (_, id) = object["id"].as_str().unwrap().split_once("--").unwrap();
        assert_eq!(id.as_bytes()[14], b'5', "{id}");
    }
    assert_eq!(text("stix", "bundle"), text("stix", "bundle"));
}

#[test]
fn words_of_a_forgotten_article_leave_a_mark() {
    let objects = objects();
    let note = of(&objects, "note")[0];
    assert_eq!(note["content"], "(the text was taken out of the ledger)");
}
