//! Corrections as short phrases; nothing is said that is not in the row.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use terms::{Corrected, Correction, CorrectionRow, Judgement};

/// Digits of an id that are printed where it stands beside others.
const SHORT: usize = 6;

/// "set right by Ada Quist on 2026-11-26: standing proposed → refused, because the cabinet voted it down (correction 1a2b3c)".
pub(crate) fn mark(mark: &Corrected) -> String {
    let fields = mark.fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
    let what = match (&mark.before, &mark.after) {
        (Some(before), Some(after)) => format!("{fields} {} → {}", words(before), words(after)),
        _ if fields.is_empty() => mark.kind.to_string(),
        _ => format!("{} ({fields})", mark.kind),
    };
    let because = if mark.reason.is_empty() { String::new() } else { format!(", because {}", mark.reason) };
    format!(
        "set right by {} on {}: {what}{because} (correction {})",
        mark.author,
        day(mark.made_at),
        &mark.id[..mark.id.len().min(SHORT)]
    )
}

/// What a correction does: "standing proposed → refused", "reject", "merge".
pub(crate) fn what(correction: &Correction) -> String {
    match &correction.judgement {
        Judgement::Set { field, before, after, .. } => format!("{field} {} → {}", words(before), words(after)),
        Judgement::Split { reports, .. } => {
            format!("split, {} out", crate::cli::phrases::counted(reports.len(), "report"))
        }
        other => other.kind().to_string(),
    }
}

/// The lines of a correction in a list.
pub(crate) fn row(row: &CorrectionRow) -> String {
    let correction = &row.correction;
    let reason = if correction.reason.is_empty() { String::new() } else { format!(": {}", correction.reason) };
    let events = if row.events.is_empty() { String::new() } else { format!(" [{}]", row.events.join(", ")) };
    format!(
        "{}  {}  {:<10}  {}{events}\n    {}\n    {}{reason}",
        correction.id,
        day(correction.made_at),
        row.state.as_str(),
        what(correction),
        correction.judgement.about(),
        correction.author,
    )
}

fn day(moment: Timestamp) -> String {
    TimeZone::UTC.to_datetime(moment).date().to_string()
}

/// A value of a field in words: "Russia (RUS)", "at least 35 diplomat", "expel", "none".
pub(crate) fn words(value: &Value) -> String {
    let part = |name: &str| value.get(name).and_then(Value::as_str);
    match value {
        Value::Null => "none".to_owned(),
        Value::String(words) => words.clone(),
        Value::Array(all) if all.is_empty() => "none".to_owned(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(_) if value.get("quad_code").is_some() => {
            let modes = value.get("mode").filter(|modes| modes.as_array().is_some_and(|modes| !modes.is_empty()));
            let mode = modes.map(|modes| format!(" {}", words(modes))).unwrap_or_default();
            format!("{}{mode}", part("event").unwrap_or_default())
        }
        Value::Object(_) if value.get("unit").is_some() => {
            let relation =
                part("relation").filter(|relation| *relation != "exactly").map(|word| word.replace('_', " "));
            let number = value.get("value").and_then(Value::as_f64).unwrap_or_default();
            let unit = part("unit").unwrap_or_default();
            [relation.unwrap_or_default(), number.to_string(), unit.to_owned()].join(" ").trim().to_owned()
        }
        Value::Object(_) => {
            let codes: Vec<&str> = ["code", "sector", "country"].into_iter().filter_map(part).collect();
            let name = part("name").unwrap_or_default();
            if codes.is_empty() { name.to_owned() } else { format!("{name} ({})", codes.join(" ")) }
        }
        other => other.to_string(),
    }
}
