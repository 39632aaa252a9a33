//! STIX 2.1: a bundle of the cyber attacks that are said to have been made.
//!
//! A deed is a campaign, `attributed-to` the identities that are said to be behind it and with its `targets`; a technique
//! that the words name is an attack pattern that it `uses`. A claim about it is an opinion on the attribution, and one
//! that denies it a note besides. An article is a report; a story a grouping of all but reports. Ids are made of what an
//! object is of, so that the same ledger gives the same bundle, and clocks are those of the articles.

mod attack;
mod bundle;
mod identity;
mod moments;
mod stances;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::json;
use terms::{EventRow, EventType, Status};

use crate::source::Source;
use crate::stix::bundle::{Bundle, id};

/// The mode of PLOVER that is an attack on machines.
const MODE: &str = "cyber";

/// By article: ids of the objects that rest on it.
type Told = BTreeMap<String, BTreeSet<String>>;

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    let attacks: Vec<&EventRow> = source.record.events.iter().filter(|event| is_attack(event)).collect();
    let name: Vec<&str> = attacks.iter().map(|event| event.id.as_str()).collect();
    let mut bundle = Bundle::open(out, &name.join(" "))?;
    if !attacks.is_empty() {
        bundle.put(identity::maker(source))?;
    }
    for story in attacks.chunk_by(|one, other| one.story == other.story) {
        let mut told = Told::new();
        let mut leaves: BTreeSet<String> = BTreeSet::new();
        for event in story {
            leaves.extend(attack::put(source, story, event, &mut bundle, &mut told)?);
        }
        for (article, objects) in &told {
            report(source, article, objects, &mut bundle)?;
        }
        grouping(source, story, &leaves, &mut bundle)?;
    }
    bundle.close()
}

/// Whether a deed is an attack that is said to have been made; plans, threats and what may be are none.
fn is_attack(event: &EventRow) -> bool {
    let made = matches!(event.standing, Status::Done | Status::UnderWay | Status::Failed | Status::Reversed);
    made && event.event == EventType::Coerce && event.mode.iter().any(|mode| mode == MODE)
}

fn report(source: &Source<'_>, article: &str, objects: &BTreeSet<String>, bundle: &mut Bundle<'_>) -> io::Result<()> {
    let row = source.article(article);
    let at = moments::of_article(source, article);
    let title = row.and_then(|row| row.title.clone()).filter(|title| !title.trim().is_empty());
    let outlet = row.and_then(|row| row.outlet.as_deref()).unwrap_or("article");
    let mut cited = json!({ "source_name": outlet, "external_id": article });
    if let Some(url) = row.and_then(|row| row.url.as_deref()) {
        cited["url"] = json!(url);
    }
    let refs: Vec<&String> = objects.iter().collect();
    bundle.put(bundle::object(
        "report",
        &id("report", article),
        &at,
        &at,
        json!({
            "name": title.unwrap_or_else(|| format!("Article {article}")),
            "published": at,
            "report_types": ["campaign"],
            "object_refs": refs,
            "external_references": [cited, codebook(source, None)],
        }),
    ))
}

fn grouping(
    source: &Source<'_>,
    story: &[&EventRow],
    leaves: &BTreeSet<String>,
    bundle: &mut Bundle<'_>,
) -> io::Result<()> {
    let Some(first) = story.first() else { return Ok(()) };
    let row = source.story(first.story.as_deref());
    let name = row.map_or(first.summary.as_str(), |row| row.title.as_str());
    let (from, to) = moments::of_events(source, story);
    let key = row.map_or(first.id.as_str(), |row| row.id.as_str());
    let refs: Vec<&String> = leaves.iter().collect();
    let fields = json!({ "name": name, "context": "suspicious-activity", "object_refs": refs });
    bundle.put(bundle::object("grouping", &id("grouping", key), &from, &to, fields))
}

/// Which codes an object is written in, as a reference.
fn codebook(source: &Source<'_>, code: Option<String>) -> serde_json::Value {
    let marks = source.marks();
    json!({
        "source_name": format!("{} {}", marks.ontology, marks.ontology_version),
        "external_id": code.unwrap_or_else(|| format!("mapping {}", marks.mapping_version)),
        "description": format!("mapping {}", marks.mapping_version),
    })
}
