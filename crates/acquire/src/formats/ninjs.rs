//! IPTC ninjs, news in JSON, versions 1 to 3: a record with bodies and headlines by role.

use serde_json::Value;
use terms::Place;

use super::markup;
use super::record::{Record, member, names};
use crate::draft::Draft;
use crate::{Cause, published};

/// Members of a ninjs object that are read, in lower case: version 3 writes `versionCreated`, version 2 `versioncreated`.
const MEMBERS: [&str; 18] = [
    "uri",
    "bodies",
    "headlines",
    "headline",
    "by",
    "byline",
    "infosources",
    "infosource",
    "source",
    "versioncreated",
    "contentcreated",
    "firstcreated",
    "pubstatus",
    "language",
    "body_text",
    "body_html",
    "body_xhtml",
    "copyrightholder",
];

/// Members that speak for ninjs where there is a `uri`.
const TELLING: [&str; 7] =
    ["bodies", "headlines", "versioncreated", "firstcreated", "contentcreated", "pubstatus", "infosources"];

/// Whether a ninjs object has a member of this name.
pub(super) fn wants(name: &str) -> bool {
    MEMBERS.contains(&name)
}

/// The article, or why there is none; nothing where the record is no ninjs object.
pub(super) fn draft(record: &Record, place: &Place, warnings: &mut Vec<Cause>) -> Option<Result<Draft, Cause>> {
    let uri = record.named("uri").and_then(Value::as_str)?;
    if record.named("text").is_some() || !TELLING.iter().any(|name| record.named(name).is_some()) {
        return None;
    }
    Some(read(record, uri, place, warnings))
}

fn read(record: &Record, uri: &str, place: &Place, warnings: &mut Vec<Cause>) -> Result<Draft, Cause> {
    let string = |name| record.named(name).and_then(Value::as_str).map(str::trim).filter(|value| !value.is_empty());
    let text = match record.named("bodies").and_then(|bodies| main(bodies, true)) {
        Some(body) => body,
        None => match (string("body_text"), string("body_xhtml").or(string("body_html"))) {
            (Some(text), _) => text.to_string(),
            (None, Some(page)) => markup::words(page),
            (None, None) => return Err(Cause::TextMissing),
        },
    };
    if text.trim().is_empty() {
        return Err(Cause::TextBlank);
    }
    if let Some(status @ ("canceled" | "withheld")) = string("pubstatus") {
        warnings.push(Cause::Unpublished { status: if status == "canceled" { "canceled" } else { "withheld" } });
    }
    let title = record.named("headlines").and_then(|all| main(all, false)).or(string("headline").map(str::to_string));
    let date = ["versioncreated", "contentcreated", "firstcreated"].into_iter().find_map(string);
    let outlet = ["infosources", "infosource", "source", "copyrightholder"].into_iter();
    Ok(Draft {
        id: Some(uri.to_string()),
        text,
        title,
        url: uri.starts_with("http").then(|| uri.to_string()),
        author: record.named("by").or(record.named("byline")).and_then(names),
        outlet: outlet.filter_map(|name| record.named(name)).find_map(first_name),
        published: date.map(|date| published::told(date).unwrap_or_else(|| date.to_string())),
        language: string("language").map(str::to_string),
        place: place.clone(),
        ..Draft::default()
    })
}

fn first_name(value: &Value) -> Option<String> {
    value.as_array().map_or_else(|| names(value), |list| list.iter().find_map(names))
}

/// The main one of things by role: of a body the plain one, else the one in markup without its marks.
fn main(list: &Value, is_body: bool) -> Option<String> {
    let of = |one, name| member(one, name).and_then(Value::as_str).map(str::to_string);
    let list = list.as_array()?;
    let told: Vec<(bool, bool, String)> = list
        .iter()
        .filter_map(|one| {
            let value = of(one, "value").filter(|value| !value.trim().is_empty())?;
            let kind = of(one, "contenttype").unwrap_or_default();
            Some((of(one, "role").is_none_or(|role| role == "main"), kind.contains("html"), value))
        })
        .collect();
    let best = told.iter().min_by_key(|(is_main, is_marked, _)| (!is_main, *is_marked))?;
    Some(if is_body && best.1 { markup::words(&best.2) } else { best.2.clone() })
}
