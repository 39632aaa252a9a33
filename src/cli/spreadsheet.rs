//! Events as CSV, a row an event; lists are joined by " | ".

use std::collections::BTreeMap;
use std::io::{self, Write};

use terms::{EventRow, Party, Record};

use crate::cli::phrases;

const HEAD: [&str; 34] = [
    "id",
    "story",
    "story_title",
    "summary",
    "event",
    "mode",
    "context",
    "plover_event",
    "plover_mode",
    "quad_code",
    "event_scale",
    "actor",
    "actor_code",
    "actor_sector",
    "recipient",
    "recipient_code",
    "recipient_sector",
    "date",
    "date_precision",
    "quantities",
    "locations",
    "standing",
    "assertion",
    "by",
    "said",
    "origins",
    "disagreements",
    "responds_to",
    "article",
    "evidence",
    "overstated",
    "overdue",
    "hangs_on",
    "condition_came",
];

/// Prints the events of a record.
pub(crate) fn events(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(HEAD)?;
    let titles: BTreeMap<&str, &str> =
        record.stories.iter().map(|story| (story.id.as_str(), story.title.as_str())).collect();
    for event in &record.events {
        let title = event.story.as_deref().and_then(|story| titles.get(story)).copied().unwrap_or_default();
        sheet.write_record(row(event, title))?;
    }
    sheet.flush()
}

fn row(event: &EventRow, story_title: &str) -> [String; HEAD.len()] {
    let join = |values: &mut dyn Iterator<Item = String>| values.collect::<Vec<_>>().join(" | ");
    let of = |parties: &[Party], part: &dyn Fn(&Party) -> String| join(&mut parties.iter().map(part));
    let name = |party: &Party| party.actor.name.clone();
    let code = |party: &Party| party.actor.code.clone().unwrap_or_default();
    let sector = |party: &Party| party.actor.sector.map(|sector| sector.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let plover = event.plover.as_ref();
    let deciding = phrases::deciding(event);
    let evidence = deciding.and_then(|step| step.evidence.first());
    [
        event.id.clone(),
        text(&event.story),
        story_title.to_owned(),
        event.summary.clone(),
        event.event.to_string(),
        event.mode.join(" | "),
        event.context.join(" | "),
        plover.map(|plover| plover.event.to_string()).unwrap_or_default(),
        plover.map(|plover| plover.mode.join(" | ")).unwrap_or_default(),
        plover.map(|plover| plover.quad_code.to_string()).unwrap_or_default(),
        plover.map(|plover| plover.event_scale.to_string()).unwrap_or_default(),
        of(&event.actor, &name),
        of(&event.actor, &code),
        of(&event.actor, &sector),
        of(&event.recipient, &name),
        of(&event.recipient, &code),
        of(&event.recipient, &sector),
        text(&event.date),
        text(&event.date_precision),
        join(&mut event.quantities.iter().map(phrases::quantity)),
        join(&mut event.locations.iter().map(|location| location.name.clone())),
        event.standing.to_string(),
        event.assertion.to_string(),
        deciding.and_then(|step| step.by.as_ref()).map(|by| by.name.clone()).unwrap_or_default(),
        deciding.and_then(|step| step.at.clone()).unwrap_or_default(),
        event.origins.to_string(),
        join(&mut event.disagreements.iter().map(|disagreement| disagreement.field.clone())),
        event.responds_to.join(" | "),
        evidence.map(|piece| piece.article.clone()).unwrap_or_default(),
        evidence.map(|piece| piece.quote.clone()).unwrap_or_default(),
        event.overstated.to_string(),
        text(&event.overdue),
        event.hangs_on.as_ref().map(|hinge| hinge.event.clone()).unwrap_or_default(),
        event.hangs_on.as_ref().map(|hinge| hinge.came.to_string()).unwrap_or_default(),
    ]
}
