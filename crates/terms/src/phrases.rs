//! Rows of the record as short phrases, for whoever prints them; nothing is said that is not in the row.

use jiff::civil::Date;

use crate::{
    Actor, AnswerBasis, Assertion, EventRow, HangsOn, HistoryStep, Party, Quantity, QuantityRelation, Record, Status,
};

/// Most names of one side.
const NAMES: usize = 3;

/// Names of one side: "Russia", "Sergei Lavrov, Maria Zakharova and 2 more"; "—" where nobody is known.
pub fn side(parties: &[Party]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for party in parties {
        let name = if party.actor.name.is_empty() { party.text.as_str() } else { party.actor.name.as_str() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        0 => "—".to_owned(),
        1..=NAMES => names.join(", "),
        more => format!("{} and {} more", names[..NAMES - 1].join(", "), more - NAMES + 1),
    }
}

/// "Russia → United States"; without an arrow where nobody is acted upon, or where all act upon each other.
pub fn who_to_whom(event: &EventRow) -> String {
    let (who, whom) = (side(&event.actor), side(&event.recipient));
    if event.recipient.is_empty() || who == whom { who } else { format!("{who} → {whom}") }
}

/// The deed alone, out of an event's summary, which has who before it and whom after it: "expel 35 diplomat".
pub fn deed(event: &EventRow) -> &str {
    let after = event.summary.split_once(": ").map_or(event.summary.as_str(), |(_, rest)| rest);
    if event.recipient.is_empty() { after } else { after.rsplit_once(" → ").map_or(after, |(deed, _)| deed) }
}

/// "Sergei Lavrov (RUS GOV)".
pub fn in_full(actor: &Actor) -> String {
    let codes: Vec<&str> =
        actor.code.as_deref().into_iter().chain(actor.sector.map(|sector| sector.as_str())).collect();
    if codes.is_empty() { actor.name.clone() } else { format!("{} ({})", actor.name, codes.join(" ")) }
}

/// "SANCTION expel · diplomatic".
pub fn kind(event: &EventRow) -> String {
    let deed = std::iter::once(event.event.as_str())
        .chain(event.mode.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ");
    if event.context.is_empty() { deed } else { format!("{deed} · {}", event.context.join(", ")) }
}

/// "at least 35 diplomat".
pub fn quantity(quantity: &Quantity) -> String {
    let relation = match quantity.relation {
        QuantityRelation::Exactly => "",
        QuantityRelation::AtLeast => "at least ",
        QuantityRelation::AtMost => "at most ",
        QuantityRelation::MoreThan => "more than ",
        QuantityRelation::FewerThan => "fewer than ",
        QuantityRelation::About => "about ",
    };
    format!("{relation}{} {}", quantity.value, quantity.unit).trim_end().to_owned()
}

/// "The Guardian, 2016-12-30, 0123456789abcdef"; a day that was inferred from other articles is told as such.
pub fn article(record: &Record, id: &str) -> String {
    let Ok(at) = record.articles.binary_search_by(|article| article.id.as_str().cmp(id)) else { return id.to_owned() };
    let row = &record.articles[at];
    let inferred = row.published_inferred.as_ref().map(|day| format!("{day} (inferred)"));
    let facts: Vec<String> =
        row.outlet.iter().cloned().chain(row.published.clone().or(inferred)).chain([id.to_owned()]).collect();
    facts.join(", ")
}

/// How it is known that one event answers another: "an article says so", "mirrored within 3 days"; `None` where it does
/// not answer it.
pub fn how_answered(later: &EventRow, earlier: &EventRow) -> Option<String> {
    let answer = later.answers.iter().find(|answer| answer.event == earlier.id)?;
    let within = days_between(earlier, later).map(|days| match days {
        1 => " within a day".to_owned(),
        days => format!(" within {days} days"),
    });
    let within = within.unwrap_or_default();
    Some(match answer.basis {
        AnswerBasis::Told => "an article says so".to_owned(),
        AnswerBasis::Mirrored => format!("mirrored{within}"),
        AnswerBasis::Procedure => format!("the next step of a procedure{within}"),
    })
}

/// Days from one event to another, where both days are known.
pub fn days_between(earlier: &EventRow, later: &EventRow) -> Option<i32> {
    let day = |event: &EventRow| event.moment()?.get(..10)?.parse::<Date>().ok();
    Some((day(later)? - day(earlier)?).get_days())
}

/// Whose word it is: "Vladimir Putin, confirmed", "the article", "alleged by the FBI, denied by Russia".
pub fn says_so(event: &EventRow) -> String {
    let by = |assertion: Assertion| {
        let mut names: Vec<&str> = Vec::new();
        for name in event
            .history
            .iter()
            .filter(|step| step.assertion == assertion)
            .filter_map(|step| step.by.as_ref())
            .map(|by| by.name.as_str())
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMES);
        names.truncate(NAMES);
        let named = names.join(", ");
        match (named.is_empty(), more) {
            (true, _) => "somebody".to_owned(),
            (false, 0) => named,
            (false, more) => format!("{named} and {more} more"),
        }
    };
    let speaker = event.deciding().and_then(|step| step.by.as_ref());
    match (event.assertion, speaker) {
        (Assertion::Disputed, _) => {
            format!("disputed: alleged by {}, denied by {}", by(Assertion::Alleged), by(Assertion::Denied))
        }
        (Assertion::Stated, None) => "the article".to_owned(),
        (assertion, None) => match by(assertion).as_str() {
            "somebody" => format!("the article, {assertion}"),
            named => format!("{named}, {assertion}"),
        },
        (assertion, Some(speaker)) => format!("{}, {assertion}", speaker.name),
    }
}

/// The move that brought an event to where it stands: the step before it that told another status, and the step that
/// decides; `None` where it stands as it was first told.
pub fn last_change(event: &EventRow) -> Option<(&HistoryStep, &HistoryStep)> {
    let stands = |step: &HistoryStep| step.status == event.standing;
    let at = event
        .history
        .iter()
        .rposition(|step| step.decides && stands(step))
        .or_else(|| event.history.iter().rposition(stands))?;
    let old = event.history[..at].iter().rev().find(|step| !stands(step))?;
    Some((old, &event.history[at]))
}

/// What an event hangs on, and whether that has come.
pub fn hangs_on(hinge: &HangsOn) -> String {
    let short = &hinge.event[..hinge.event.len().min(6)];
    match (hinge.unless, hinge.came) {
        (false, true) => format!("! its condition has come ({short})"),
        (false, false) => format!("if {short} comes about"),
        (true, true) => format!("! what would avert it has come ({short})"),
        (true, false) => format!("unless {short} comes about"),
    }
}

/// What is odd about an event, a line each: an overstated lead, a deadline that passed, what it hangs on.
pub fn warnings(event: &EventRow) -> Vec<String> {
    let overstated =
        event.overstated.then(|| "! the lead of an article claims more than its body bears out".to_owned());
    let overdue = event.overdue.as_ref().map(|due| format!("! due {due}: deadline passed, unreported"));
    overstated.into_iter().chain(overdue).chain(event.hangs_on.as_ref().map(hangs_on)).collect()
}

/// "REJECT, quad 3, scale -2"; "nothing to be counted" where PLOVER records nothing.
pub fn plover(event: &EventRow) -> String {
    event.plover.as_ref().map_or("nothing to be counted".to_owned(), |plover| {
        let deed: Vec<&str> =
            std::iter::once(plover.event.as_str()).chain(plover.mode.iter().map(String::as_str)).collect();
        format!("{}, quad {}, scale {:+}", deed.join(" "), plover.quad_code, plover.event_scale)
    })
}

/// "2016-12-30 (stated)"; "unknown".
pub fn when(event: &EventRow) -> String {
    event.date.as_ref().map_or("unknown".to_owned(), |date| {
        let basis = event.date_basis.as_deref().map(|basis| format!(" ({basis})")).unwrap_or_default();
        format!("{date}{basis}")
    })
}

/// The shape of a standing, for a place beside its word, so that colour is never the only sign.
pub fn shape(standing: Status) -> char {
    match standing {
        Status::Done => '●',
        Status::UnderWay => '◑',
        Status::Planned => '◔',
        Status::Proposed => '○',
        Status::Demanded => '◇',
        Status::Threatened => '▲',
        Status::Refused => '✗',
        Status::Failed => '⊘',
        Status::Withdrawn => '◌',
        Status::Reversed => '⟲',
        Status::Hypothetical => '·',
    }
}

/// The word of a standing as it is read: "under way".
pub fn word(standing: Status) -> &'static str {
    match standing {
        Status::UnderWay => "under way",
        other => other.as_str(),
    }
}

/// What a standing means for a reader who knows none of the words: "will not happen", "is said to have happened".
pub fn meaning(standing: Status, assertion: Assertion) -> &'static str {
    let vouched = matches!(assertion, Assertion::Stated | Assertion::Confirmed);
    match (standing, assertion) {
        (Status::Done, _) if vouched => "has happened",
        (Status::Done, Assertion::Alleged) => "is said to have happened",
        (Status::Done, Assertion::Denied) => "is denied to have happened",
        (Status::Done, Assertion::Doubted) => "is doubted to have happened",
        (Status::Done, _) => "is said to have happened, and that is denied",
        (Status::UnderWay, Assertion::Disputed | Assertion::Denied) => "is said to be going on, and that is denied",
        (Status::UnderWay, _) if vouched => "is going on",
        (Status::UnderWay, _) => "is said to be going on",
        (Status::Planned, _) => "is decided and still to come",
        (Status::Proposed, _) => "is proposed and not decided",
        (Status::Demanded, _) => "is demanded and not decided",
        (Status::Threatened, _) => "is threatened",
        (Status::Refused, _) => "was refused and will not happen",
        (Status::Withdrawn, _) => "was called off",
        (Status::Reversed, _) => "was done and then undone",
        (Status::Failed, _) => "was tried and failed",
        (Status::Hypothetical, _) => "may happen",
    }
}

/// Whether an event is still to be decided or to come: proposed, demanded, threatened, planned.
pub fn is_pending(standing: Status) -> bool {
    matches!(standing, Status::Proposed | Status::Demanded | Status::Threatened | Status::Planned)
}

/// "1 article", "3 articles".
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix("y")) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !noun.ends_with("ay") => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}
