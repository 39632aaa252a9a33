//! Which reports tell of one event.
//!
//! Within a story, each report joins the event that it fits best, or begins one. A report must fit the event's anchor,
//! the report that tells it most fully: nearness alone never chains two events together. Where two reports share neither
//! words nor things, [`paraphrase`] may still find that they tell one deed.

use jiff::civil::Date;
use terms::{Dated, Party, Precision, Report, Sector, Status};

use crate::paraphrase::{self, Paraphrases};

/// Least fit for joining an event.
const JOIN: f64 = 0.55;

/// A report with what collation knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The report.
    pub report: &'a Report,
    /// Index of its article in canonical order.
    pub article: usize,
    /// Index among the article's reports.
    pub index: usize,
    /// The article's day, given or inferred.
    pub day: Option<Date>,
}

/// Groups the reports of one story into events; each event's first report is its anchor.
pub fn group<'a>(mut told: Vec<Told<'a>>, paraphrases: &Paraphrases) -> Vec<Vec<Told<'a>>> {
    told.sort_by(|one, other| {
        fullness(other.report)
            .total_cmp(&fullness(one.report))
            .then_with(|| (one.article, one.index).cmp(&(other.article, other.index)))
    });
    let mut events: Vec<Vec<Told<'a>>> = Vec::new();
    for report in told {
        let best = events
            .iter()
            .enumerate()
            .filter_map(|(index, event)| event_fit(&report, event, paraphrases).map(|fit| (fit, index)))
            .filter(|(fit, _)| *fit >= JOIN)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        match best {
            Some((_, index)) => events[index].push(report),
            None => events.push(vec![report]),
        }
    }
    events
}

/// How fully a report tells its event.
fn fullness(report: &Report) -> f64 {
    let known = |parties: &[Party]| parties.iter().any(|party| party.actor.code.is_some());
    let mut fullness = report.confidence;
    fullness += if known(&report.actor) { 1.0 } else { 0.0 };
    fullness += if known(&report.recipient) { 1.0 } else { 0.0 };
    fullness += if report.date.as_ref().is_some_and(is_exact) { 1.0 } else { 0.0 };
    fullness += if report.mode.is_empty() { 0.0 } else { 0.5 };
    fullness - if report.anaphoric { 2.0 } else { 0.0 }
}

/// The fit with the anchor, raised by a member that is closer; `None` where the anchor or any member rules it out.
fn event_fit(report: &Told<'_>, event: &[Told<'_>], paraphrases: &Paraphrases) -> Option<f64> {
    let one_deed = |one: &Told<'_>, other: &Told<'_>| paraphrases.one_deed(one, other);
    let no_contradiction = |one: &Told<'_>, other: &Told<'_>| !paraphrases.contradict(one.report, other.report);
    let anchor = fit(report, &event[0], one_deed)?;
    let in_other_words = !common_ground(report, &event[0]);
    let mut best = anchor;
    for member in &event[1..] {
        // A paraphrase of the anchor need not be one of every other way of telling it.
        let member_fit = if in_other_words || !common_ground(&event[0], member) {
            fit(report, member, no_contradiction)?
        } else {
            fit(report, member, one_deed)?
        };
        best = best.max(anchor * 0.5 + member_fit * 0.5);
    }
    Some(best)
}

/// Whether a report fits one event better than another; neither is empty.
pub(crate) fn is_nearer(report: &Told<'_>, one: &[Told<'_>], other: &[Told<'_>], paraphrases: &Paraphrases) -> bool {
    let fit =
        |event: &[Told<'_>]| if event.is_empty() { 0.0 } else { event_fit(report, event, paraphrases).unwrap_or(0.0) };
    fit(one) > fit(other)
}

/// How well two reports fit one event, 0 to 1; `None` where they cannot be one. Where they share no ground, `paraphrase` tells
/// whether they may be one.
fn fit(one: &Told<'_>, other: &Told<'_>, paraphrase: impl Fn(&Told<'_>, &Told<'_>) -> bool) -> Option<f64> {
    let (a, b) = (one.report, other.report);
    if a.event != b.event {
        return None;
    }
    let mode = match (a.mode.is_empty(), b.mode.is_empty()) {
        (false, false) if a.mode.iter().any(|mode| b.mode.contains(mode)) => 1.0,
        (false, false) => return None,
        (true, true) => 0.7,
        _ => 0.4,
    };
    if told_apart(one, other) {
        return None;
    }
    let in_other_words = !common_ground(one, other);
    if in_other_words && !paraphrase(one, other) {
        return None;
    }
    let personal = is_personal(a);
    let actor = parties(&a.actor, &b.actor, personal)?;
    // A recipient may be told as a body and as its people; who acts may not.
    let recipient = match parties(&a.recipient, &b.recipient, personal) {
        Some(fit) => fit,
        None if !personal && share_code(&a.recipient, &b.recipient) => 0.35,
        None => return None,
    };
    let date = dates(one, other)?;
    let words = if in_other_words { paraphrase::FIT } else { words(a, b)? };
    Some(0.3 * actor + 0.2 * recipient + 0.15 * mode + 0.15 * date + 0.2 * words)
}

/// Modes that are so wide that two deeds of one actor share them by chance.
const WIDE: &[&str] = &["restrict", "demo", "disapprove", "allege", "discontinue", "yield", "change", "assist", "meet"];

/// Whether two reports share more than their actor and type: the words, the thing, the day, the other side, or a narrow mode.
fn common_ground(one: &Told<'_>, other: &Told<'_>) -> bool {
    let (a, b) = (one.report, other.report);
    let narrow = a.mode.iter().any(|mode| !WIDE.contains(&mode.as_str()) && b.mode.contains(mode));
    let day = matches!((&a.date, &b.date), (Some(date), Some(rival)) if date.day == rival.day && is_exact(date) && is_exact(rival));
    a.entry == b.entry
        || a.lemma == b.lemma
        || a.anaphoric
        || b.anaphoric
        || narrow
        || day && a.object == b.object
        || a.object.is_some() && a.object == b.object
        || share_code(&a.recipient, &b.recipient) && a.mode == b.mode
        || (is_personal(a) || a.event == terms::EventType::Consult)
            && a.actor.iter().any(|party| b.actor.iter().any(|rival| rival.actor.name == party.actor.name))
}

/// Two deeds of one sentence, by different words and to different people or things, are two events.
fn told_apart(one: &Told<'_>, other: &Told<'_>) -> bool {
    let (a, b) = (one.report, other.report);
    let sides_differ =
        || !a.recipient.iter().map(|party| &party.actor).eq(b.recipient.iter().map(|party| &party.actor));
    one.article == other.article
        && a.sentence == b.sentence
        && a.entry != b.entry
        && !a.anaphoric
        && !b.anaphoric
        && (a.object != b.object || sides_differ())
}

/// Deeds that belong to one person: two officials of a state who resign are two events.
fn is_personal(report: &Report) -> bool {
    use terms::EventType::{Accuse, Coerce, Retreat, Sanction, Support};
    matches!(report.event, Support)
        || report.event == Retreat && report.mode.iter().any(|mode| mode == "resign" || mode == "release")
        || report.event == Coerce && report.mode.iter().any(|mode| mode == "arrest" || mode == "deport")
        || report.event == Sanction && report.mode.iter().any(|mode| mode == "convict")
        || report.event == Accuse && report.mode.iter().any(|mode| mode == "allege")
}

/// Fit of two sides; `None` where they are different people or states.
fn parties(one: &[Party], other: &[Party], personal: bool) -> Option<f64> {
    if one.is_empty() || other.is_empty() {
        return Some(if one.is_empty() && other.is_empty() { 0.6 } else { 0.45 });
    }
    one.iter()
        .flat_map(|party| other.iter().map(move |rival| party_fit(party, rival, personal)))
        .max_by(|a, b| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0)))
        .flatten()
}

fn share_code(one: &[Party], other: &[Party]) -> bool {
    one.iter().any(|party| party.actor.code.is_some() && other.iter().any(|rival| rival.actor.code == party.actor.code))
}

fn party_fit(one: &Party, other: &Party, personal: bool) -> Option<f64> {
    let (a, b) = (&one.actor, &other.actor);
    if a.name == b.name {
        return Some(1.0);
    }
    match (&a.code, &b.code) {
        // One person under two offices, or before and after one.
        (Some(code), Some(rival)) if code == rival && share_surname(&a.name, &b.name) => Some(0.9),
        (Some(code), Some(rival)) if code == rival => {
            let general = |sector: Option<Sector>| sector.is_none() || sector == Some(Sector::Gov);
            match (general(a.sector), general(b.sector)) {
                (true, true) if a.sector.is_none() || b.sector.is_none() => Some(0.85),
                (true, true) if personal => named(&a.name, &b.name),
                (true, true) => Some(0.75),
                _ if a.sector == b.sector => {
                    if personal {
                        named(&a.name, &b.name)
                    } else {
                        Some(0.8)
                    }
                }
                // A state and its forces.
                _ if (a.sector.is_none() || b.sector.is_none()) && (arms(a.sector) || arms(b.sector)) => Some(0.75),
                _ if a.sector.is_none() || b.sector.is_none() => Some(0.5),
                _ if (general(a.sector) || general(b.sector)) && (arms(a.sector) || arms(b.sector)) && !personal => {
                    Some(0.6)
                }
                _ => None,
            }
        }
        (Some(_), Some(_)) => None,
        _ if a.sector.is_some() && a.sector == b.sector => Some(0.6),
        _ => Some(0.3),
    }
}

/// Sectors through which a state acts.
fn arms(sector: Option<Sector>) -> bool {
    matches!(sector, Some(Sector::Mil | Sector::Cop | Sector::Spy))
}

/// Whether two names are of persons and one holds the other's last word.
fn share_surname(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
    };
    let is_name = |words: &[String]| {
        (1..=4).contains(&words.len()) && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    let (a, b) = (words(one), words(other));
    is_name(&a)
        && is_name(&b)
        && (a.last().is_some_and(|last| b.contains(last)) || b.last().is_some_and(|last| a.contains(last)))
}

/// Two names of officials: the same where one holds the other's last word.
fn named(one: &str, other: &str) -> Option<f64> {
    if share_surname(one, other) {
        return Some(0.9);
    }
    // A role without a name ("the governor") may be anybody of that state.
    let is_role = |name: &str| name.split_whitespace().any(|word| word.chars().next().is_some_and(char::is_lowercase));
    (is_role(one) || is_role(other)).then_some(0.4)
}

pub(crate) fn is_exact(date: &Dated) -> bool {
    matches!(date.precision, Precision::Day | Precision::Time)
}

/// Fit of two dates; `None` where both are known and apart.
fn dates(one: &Told<'_>, other: &Told<'_>) -> Option<f64> {
    let (a, b) = (one.report, other.report);
    let settled = |report: &Report| matches!(report.status, Status::Done | Status::UnderWay | Status::Failed);
    match (&a.date, &b.date) {
        (Some(date), Some(rival)) if is_exact(date) && is_exact(rival) => {
            let apart = (date.day - rival.day).get_days().abs();
            match apart {
                0 => Some(1.0),
                1 => Some(0.5),
                _ if settled(a) && settled(b) => None,
                2..=40 => Some(0.3),
                _ => None,
            }
        }
        (Some(date), Some(rival)) => {
            let apart = (date.day - rival.day).get_days().abs();
            (apart <= 366).then_some(if apart <= 31 { 0.6 } else { 0.2 })
        }
        (None, None) => Some(0.6),
        (Some(date), None) => undated(date, other),
        (None, Some(date)) => undated(date, one),
    }
}

/// A dated report against one without a date, told on a day of its own.
fn undated(date: &Dated, told: &Told<'_>) -> Option<f64> {
    let Some(day) = told.day else {
        return Some(0.5);
    };
    let before = (day - date.day).get_days();
    // A deed told as done cannot be of a day still to come.
    if before < -1 && told.report.status == Status::Done && is_exact(date) {
        return None;
    }
    Some(if (-1..=4).contains(&before) { 0.7 } else { 0.4 })
}

/// Fit of the words: trigger, object, numbers.
fn words(a: &Report, b: &Report) -> Option<f64> {
    let mut fit: f64 = if a.entry == b.entry || a.lemma == b.lemma || a.anaphoric || b.anaphoric { 0.6 } else { 0.35 };
    if a.lemma == b.lemma {
        fit += 0.15;
    }
    match (&a.object, &b.object) {
        (Some(object), Some(rival)) if object == rival => fit += 0.3,
        (Some(_), Some(_)) => fit -= 0.35,
        _ => {}
    }
    for quantity in &a.quantities {
        for rival in &b.quantities {
            if quantity.unit == rival.unit {
                fit += if (quantity.value - rival.value).abs() < 0.5 { 0.2 } else { -0.1 };
            }
        }
    }
    Some(fit.clamp(0.0, 1.0))
}
