//! An attack: its campaign, who is said to be behind it, whom it hit, how.

use std::collections::BTreeSet;
use std::io;

use serde_json::json;
use terms::{ClaimRow, EventRow, Party};

use super::bundle::{Bundle, id, object};
use super::identity::identity;
use super::moments::{ALWAYS, of_events, written};
use super::{Told, codebook, stances};
use crate::source::{Source, name};
use crate::techniques::Technique;

/// Writes an attack with all that hangs on it; gives the ids of what was written.
pub(super) fn put(
    source: &Source<'_>,
    story: &[&EventRow],
    event: &EventRow,
    bundle: &mut Bundle<'_>,
    told: &mut Told,
) -> io::Result<BTreeSet<String>> {
    let times = of_events(source, &[event]);
    let campaign = id("campaign", &event.id);
    bundle.put(self::campaign(source, event, &campaign, &times))?;
    let mut written = BTreeSet::from([campaign.clone()]);
    let mut attributions = Vec::new();
    for (kind, parties) in [("attributed-to", &event.actor), ("targets", &event.recipient)] {
        for party in parties {
            let (who, link) = relate(&campaign, kind, party, &times, bundle)?;
            if kind == "attributed-to" {
                attributions.push(link.clone());
            }
            written.extend([who, link]);
        }
    }
    let beside = claims_beside(source, story, event);
    let quotes = event.history.iter().flat_map(|step| &step.evidence).map(|piece| piece.quote.as_str());
    let said = beside.iter().map(|claim| claim.content.as_str());
    for text in quotes.chain(said) {
        for technique in source.mapping.techniques.named(text) {
            let pattern = id("attack-pattern", &technique.id);
            bundle.put(attack_pattern(source, technique, &pattern))?;
            let link = link(&campaign, "uses", &pattern, &times, bundle)?;
            written.extend([pattern, link]);
        }
    }
    let objects = if attributions.is_empty() { vec![campaign] } else { attributions };
    for claim in source.record.claims.iter().filter(|claim| claim.event.as_deref() == Some(&event.id)) {
        let stances = stances::put(source, claim, &objects, bundle)?;
        for piece in claim.evidence.iter().chain(&claim.headlines) {
            told.entry(piece.article.clone()).or_default().extend(stances.iter().cloned());
        }
        written.extend(stances);
    }
    for article in event.history.iter().map(|step| &step.article) {
        let own = written.iter().filter(|id| !id.starts_with("note") && !id.starts_with("opinion"));
        told.entry(article.clone()).or_default().extend(own.cloned());
    }
    Ok(written)
}

fn campaign(source: &Source<'_>, event: &EventRow, id: &str, (first, last): &(String, String)) -> serde_json::Value {
    let quotes = event.history.iter().flat_map(|step| &step.evidence).map(|piece| piece.quote.as_str());
    let mut seen = BTreeSet::new();
    let quotes: Vec<String> =
        quotes.filter(|quote| !quote.is_empty() && seen.insert(*quote)).map(|quote| format!("“{quote}”")).collect();
    let stands = format!("{}, {}; independent origins: {}.", event.standing, event.assertion, event.origins);
    let code = format!("{}/{}", event.event, event.mode.join("+"));
    let description = [vec![stands], quotes].concat().join("\n");
    let fields = json!({
        "name": event.summary,
        "description": description,
        "first_seen": event.date.as_deref().and_then(written),
        "labels": [format!("standing:{}", event.standing), format!("assertion:{}", event.assertion)],
        "external_references": [codebook(source, Some(code)), { "source_name": "demarche", "external_id": event.id }],
    });
    object("campaign", id, first, last, fields)
}

fn relate(
    campaign: &str,
    kind: &str,
    party: &Party,
    times: &(String, String),
    bundle: &mut Bundle<'_>,
) -> io::Result<(String, String)> {
    let identity = identity(&party.actor, name(party));
    let who = identity["id"].as_str().unwrap_or_default().to_owned();
    bundle.put(identity)?;
    let link = link(campaign, kind, &who, times, bundle)?;
    Ok((who, link))
}

fn link(
    from: &str,
    kind: &str,
    to: &str,
    (first, last): &(String, String),
    bundle: &mut Bundle<'_>,
) -> io::Result<String> {
    let id = id("relationship", &[from, kind, to].join(" "));
    let fields = json!({ "relationship_type": kind, "source_ref": from, "target_ref": to });
    bundle.put(object("relationship", &id, first, last, fields))?;
    Ok(id)
}

fn attack_pattern(source: &Source<'_>, technique: &Technique, id: &str) -> serde_json::Value {
    let path = technique.id.replace('.', "/");
    let fields = json!({
        "name": technique.name,
        "external_references": [{
            "source_name": "mitre-attack",
            "external_id": technique.id,
            "url": format!("https://attack.mitre.org/techniques/{path}"),
            "description": format!("ATT&CK {}; mapping {}", source.mapping.ontology.attack, source.mapping.version()),
        }],
    });
    object("attack-pattern", id, ALWAYS, ALWAYS, fields)
}

/// Claims that speak of an attack, and claims of its story about no event, in articles that tell of no other attack: "the
/// document also says …".
fn claims_beside<'a>(source: &Source<'a>, story: &[&EventRow], event: &EventRow) -> Vec<&'a ClaimRow> {
    let tells = |event: &EventRow, article: &str| event.history.iter().any(|step| step.article == article);
    let alone =
        |article: &str| story.iter().filter(|other| tells(other, article)).count() == 1 && tells(event, article);
    let beside = |claim: &&ClaimRow| match &claim.event {
        Some(id) => *id == event.id,
        None => claim.story == event.story && claim.evidence.iter().all(|piece| alone(&piece.article)),
    };
    source.record.claims.iter().filter(beside).collect()
}
