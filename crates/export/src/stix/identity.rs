//! Who is said to act, is acted upon, or speaks; and the program itself.

use serde_json::{Value, json};
use terms::Actor;

use super::bundle::{id, object};
use super::moments::ALWAYS;
use crate::source::Source;

/// The program, as the maker of all objects. Its version is left out of the id.
pub(super) fn maker(source: &Source<'_>) -> Value {
    let fields = json!({ "name": source.program, "identity_class": "system" });
    object("identity", &maker_id(), ALWAYS, ALWAYS, fields)
}

pub(super) fn maker_id() -> String {
    id("identity", "")
}

/// Somebody of the ledger; what he is (a person, a body, a country) is not told by it.
pub(super) fn identity(actor: &Actor, name: &str) -> Value {
    let sector = actor.sector.map(|sector| sector.as_str());
    let code = actor.code.as_deref();
    let item = actor.wikidata_id.as_deref();
    let key = [name, code.unwrap_or_default(), sector.unwrap_or_default(), item.unwrap_or_default()].join("\u{1f}");
    let labels: Vec<&str> = code.into_iter().chain(sector).collect();
    let known = item.map(|item| json!([{ "source_name": "wikidata", "external_id": item }]));
    let fields = json!({
        "name": if name.is_empty() { "unknown" } else { name },
        "identity_class": "unknown",
        "labels": if labels.is_empty() { Value::Null } else { json!(labels) },
        "external_references": known,
    });
    object("identity", &id("identity", &key), ALWAYS, ALWAYS, fields)
}
