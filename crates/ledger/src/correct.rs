//! A correction, from what a person wants to what stands.

use jiff::{Timestamp, ToSpan};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::{
    Actor, Coded, CorrectedField, Correction, CorrectionKind, CorrectionState, EventRow, EventTarget, Judgement,
    Record, ReportPlace, essentials, set_field, value_of,
};

use crate::store::Ledger;
use crate::view::Collating;
use crate::{Amendment, LedgerError, RunEnd, corrections, runs};

/// How often a correction is tried anew where another program writes meanwhile.
const TRIES: usize = 5;

/// What a person wants to have set right. Events are named by their id or by that of one of their reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wish {
    /// An event is right as it stands.
    Accept {
        /// The event.
        event: String,
    },
    /// A field of an event is otherwise.
    Set {
        /// The event.
        event: String,
        /// The field.
        field: CorrectedField,
        /// What should stand there, as [`terms::value_of`] gives it and [`terms::Allowed::read`] reads it.
        after: Value,
    },
    /// It is no event.
    Reject {
        /// What was taken for one.
        event: String,
    },
    /// Two events are one.
    Merge {
        /// The event whose fields lead.
        event: String,
        /// The event that becomes part of it.
        other: String,
    },
    /// Some reports of an event are of another one.
    Split {
        /// The event.
        event: String,
        /// Ids of the reports that are taken out.
        reports: Vec<String>,
    },
    /// Two names are one actor.
    SameActor {
        /// Who both are.
        actor: Actor,
        /// Who is no actor beside it.
        other: Actor,
    },
    /// Two names are not one actor.
    OtherActor {
        /// The one.
        actor: Actor,
        /// Name of the other, or words that were taken for the one.
        other: String,
    },
    /// An earlier correction is to be taken back.
    Undo {
        /// Its id, or the beginning of one.
        correction: String,
    },
}

/// A correction that is to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What is wanted.
    pub wish: Wish,
    /// What the person had before them: of a field that is set its value, of an event else its [`terms::essentials`]; `None`
    /// takes whatever stands.
    #[serde(default)]
    pub before: Option<Value>,
    /// Who wants it.
    pub author: String,
    /// Why; may be empty where an event is accepted or a correction taken back.
    #[serde(default)]
    pub reason: String,
}

/// A correction that was made, with what it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The correction.
    pub correction: Correction,
    /// The events that it changed, as they were.
    pub before: Vec<EventRow>,
    /// The events that it changed, as they are.
    pub after: Vec<EventRow>,
    /// How the record changed.
    pub amendments: Vec<Amendment>,
}

impl Ledger {
    /// Makes a correction; `None`, and nothing is written, where it would change nothing.
    ///
    /// It is appended with a run of its own, and what it changes is amended. `now` is the clock of corrections; one that was
    /// made in the same microsecond as another, or by a clock that went back, is put after it.
    ///
    /// # Errors
    /// There is no such event, report or correction; [`Draft::before`] is not what stands; the value is none of that field;
    /// nobody is named, or no reason; the file cannot be read or written.
    pub fn correct(
        &mut self,
        now: Timestamp,
        draft: &Draft,
        collate: &Collating<'_>,
    ) -> Result<Option<Made>, LedgerError> {
        check_words(draft)?;
        for _ in 0..TRIES {
            let (mark, coded, mut known) = self.snapshot()?;
            let before = collate(&coded, &known);
            let Some(judgement) = judge(draft, &before, &coded, &known)? else { return Ok(None) };
            let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
            let after_last = known.last().and_then(|last| last.made_at.checked_add(1.microsecond()).ok());
            let made_at = after_last.map_or(now, |least| now.max(least));
            let (author, reason) = (draft.author.trim().to_owned(), draft.reason.trim().to_owned());
            let correction = corrections::identified(judgement, author, reason, made_at).map_err(|error| {
                LedgerError::BadCorrection { reason: format!("it cannot be written down: {error}"), remedy: "" }
            })?;
            known.push(correction.clone());
            let after = collate(&coded, &known);
            // One that acts no more is taken back all the same, so that nobody is asked about it again.
            if is_same(&before, &after) && correction.judgement.kind() != CorrectionKind::Undo {
                return Ok(None);
            }
            let inputs = inputs(&correction);
            let run = self.write(|transaction| {
                if self::mark(transaction)? != mark {
                    return Ok(None);
                }
                corrections::insert(transaction, &correction)?;
                runs::begin(transaction, made_at, "correct", &inputs, "").map(Some)
            })?;
            // Somebody wrote meanwhile: look again.
            let Some(run) = run else { continue };
            let amendments = self.amend(run, made_at, &after)?;
            let counts = [("corrections".to_owned(), 1)].into();
            self.end(run, made_at, &RunEnd { counts, problems: Vec::new() })?;
            let (before, after) = differing(before.events, after.events);
            return Ok(Some(Made { correction, before, after, amendments }));
        }
        Err(LedgerError::Busy { path: self.path.clone() })
    }

    /// Everything that a record is made of, read at one moment, with a mark of that moment.
    fn snapshot(&self) -> Result<(Mark, Vec<Coded>, Vec<Correction>), LedgerError> {
        let transaction = self.connection.unchecked_transaction().map_err(|error| self.fault(error))?;
        let mark = mark(&transaction).map_err(|error| self.fault(error))?;
        let read = (mark, self.coded(None)?, self.corrections(None)?);
        drop(transaction);
        Ok(read)
    }
}

/// The last rows of what a record is made of.
type Mark = (Option<i64>, Option<i64>, Option<i64>, Option<i64>);

fn mark(connection: &Connection) -> rusqlite::Result<Mark> {
    let last = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
    Ok((
        corrections::last(connection)?,
        last("SELECT max(coding) FROM coded")?,
        last("SELECT max(sighting) FROM sightings")?,
        last("SELECT max(article) FROM forgotten")?,
    ))
}

fn check_words(draft: &Draft) -> Result<(), LedgerError> {
    let is_plain = matches!(draft.wish, Wish::Accept { .. } | Wish::Undo { .. });
    if draft.author.trim().is_empty() {
        let remedy = "give a name with --author";
        return Err(LedgerError::BadCorrection { reason: "a correction needs an author".into(), remedy });
    }
    if draft.reason.trim().is_empty() && !is_plain {
        let remedy = "say why with --reason";
        return Err(LedgerError::BadCorrection { reason: "a correction needs a reason".into(), remedy });
    }
    Ok(())
}

/// What a draft comes to in a record; `None` where it would change nothing.
fn judge(
    draft: &Draft,
    record: &Record,
    coded: &[Coded],
    known: &[Correction],
) -> Result<Option<Judgement>, LedgerError> {
    let found = |id: &str| find(record, id);
    let target = |event: &EventRow| target(event, coded);
    Ok(Some(match &draft.wish {
        Wish::Accept { event } => {
            let event = found(event)?;
            check_essentials(draft, event)?;
            if event.corrected.iter().any(|mark| mark.kind == CorrectionKind::Accept) {
                return Ok(None);
            }
            Judgement::Accept { event: target(event), after: essentials(event) }
        }
        Wish::Set { event, field, after } => {
            let event = found(event)?;
            let before = value_of(event, *field);
            if let Some(given) = draft.before.as_ref().filter(|given| **given != before) {
                return Err(conflict(event, field.as_str(), given, &before));
            }
            let mut set = event.clone();
            if set_field(&mut set, *field, after).is_none() {
                let reason = format!("{after} is no value of {field}");
                return Err(LedgerError::BadCorrection {
                    reason,
                    remedy: "give it as the ledger's JSON has that field",
                });
            }
            let after = value_of(&set, *field);
            if before == after {
                return Ok(None);
            }
            Judgement::Set { event: target(event), field: *field, before, after }
        }
        Wish::Reject { event } => {
            let event = found(event)?;
            check_essentials(draft, event)?;
            Judgement::Reject { event: target(event) }
        }
        Wish::Merge { event, other } => {
            let (event, other) = (found(event)?, found(other)?);
            check_essentials(draft, event)?;
            if event.id == other.id {
                return Ok(None);
            }
            Judgement::Merge { event: target(event), other: target(other) }
        }
        Wish::Split { event, reports } => {
            let event = found(event)?;
            check_essentials(draft, event)?;
            split(event, reports, target(event))?
        }
        Wish::SameActor { actor, other } => {
            let is_other = |named: &Actor| named.name == other.name && named.code == other.code;
            if actor.name == other.name && actor.code == other.code {
                return Ok(None);
            }
            if !actors(record).any(is_other) {
                return Err(LedgerError::BadCorrection {
                    reason: format!("nobody in the record is called {:?} with the code {:?}", other.name, other.code),
                    remedy: "`demarche ledger --format json` gives names and codes",
                });
            }
            Judgement::SameActor { actor: actor.clone(), other: other.clone() }
        }
        Wish::OtherActor { actor, other } => {
            Judgement::OtherActor { actor: actor.clone(), other: other.trim().to_owned() }
        }
        Wish::Undo { correction } => {
            let id = correction_id(known, correction)?;
            let state = record.corrections.iter().find(|row| row.correction.id == id).map(|row| row.state);
            if state == Some(CorrectionState::Undone) {
                return Ok(None);
            }
            Judgement::Undo { correction: id }
        }
    }))
}

fn split(event: &EventRow, reports: &[String], target: EventTarget) -> Result<Judgement, LedgerError> {
    let bad = |reason: String| LedgerError::BadCorrection {
        reason,
        remedy: "`demarche explain` lists the reports of an event with their ids",
    };
    for id in reports {
        let fitting = event.reports.iter().filter(|report| report.starts_with(id.as_str()) && !id.is_empty()).count();
        if fitting != 1 {
            let many = if fitting == 0 { "no report" } else { "several reports" };
            return Err(bad(format!("{many} of event {} has an id that starts with {id:?}", event.id)));
        }
    }
    let is_taken = |place: &ReportPlace| reports.iter().any(|id| place.id.starts_with(id.as_str()));
    let (taken, rest): (Vec<_>, Vec<_>) = target.reports.into_iter().partition(is_taken);
    if taken.is_empty() {
        return Err(bad(format!("no report of event {} is named", event.id)));
    }
    if rest.is_empty() {
        return Err(bad(format!("nothing would be left of event {}: those are all its reports", event.id)));
    }
    Ok(Judgement::Split { event: EventTarget { reports: rest, ..target }, reports: taken })
}

fn find<'a>(record: &'a Record, id: &str) -> Result<&'a EventRow, LedgerError> {
    let by_id = record.events.iter().find(|event| event.id == id);
    let by_report = || record.events.iter().find(|event| event.reports.iter().any(|report| report == id));
    by_id.or_else(by_report).ok_or_else(|| LedgerError::NoSuchEvent { id: id.to_owned() })
}

fn target(event: &EventRow, coded: &[Coded]) -> EventTarget {
    let reports = coded.iter().flat_map(|one| {
        one.reports
            .iter()
            .filter(|report| event.reports.contains(&report.id))
            .map(|report| ReportPlace::of(one, report))
    });
    EventTarget { id: event.id.clone(), about: event.summary.clone(), reports: reports.collect() }
}

fn check_essentials(draft: &Draft, event: &EventRow) -> Result<(), LedgerError> {
    let stands = essentials(event);
    let Some(given) = draft.before.as_ref().filter(|given| **given != stands) else { return Ok(()) };
    let differs = stands
        .as_object()
        .and_then(|fields| fields.iter().find(|(name, value)| given.get(name.as_str()) != Some(value)));
    Err(match differs {
        Some((name, value)) => conflict(event, name, given.get(name.as_str()).unwrap_or(&Value::Null), value),
        None => conflict(event, "the record", given, &stands),
    })
}

fn conflict(event: &EventRow, what: &str, given: &Value, stands: &Value) -> LedgerError {
    LedgerError::Conflict {
        event: event.id.clone(),
        what: what.to_owned(),
        given: given.to_string(),
        stands: stands.to_string(),
    }
}

fn actors(record: &Record) -> impl Iterator<Item = &Actor> {
    let parties = record.events.iter().flat_map(|event| event.actor.iter().chain(&event.recipient));
    let speakers = record.events.iter().flat_map(|event| event.history.iter().filter_map(|step| step.by.as_ref()));
    parties.map(|party| &party.actor).chain(speakers).chain(record.claims.iter().map(|claim| &claim.speaker))
}

fn correction_id(known: &[Correction], id: &str) -> Result<String, LedgerError> {
    let fitting: Vec<&str> =
        known.iter().map(|correction| correction.id.as_str()).filter(|known| known.starts_with(id)).collect();
    match fitting[..] {
        _ if id.is_empty() => Err(LedgerError::NoSuchCorrection { id: id.to_owned() }),
        [] => Err(LedgerError::NoSuchCorrection { id: id.to_owned() }),
        [only] => Ok(only.to_owned()),
        _ => {
            let candidates = fitting.into_iter().map(str::to_owned).collect();
            Err(LedgerError::Ambiguous { id: id.to_owned(), candidates })
        }
    }
}

fn is_same(before: &Record, after: &Record) -> bool {
    before.events == after.events
        && before.claims == after.claims
        && before.stories == after.stories
        && before.articles == after.articles
}

/// The events of each side that the other has not just so.
fn differing(before: Vec<EventRow>, after: Vec<EventRow>) -> (Vec<EventRow>, Vec<EventRow>) {
    let missing = |events: &[EventRow], others: &[EventRow]| -> Vec<EventRow> {
        let others: std::collections::BTreeMap<&str, &EventRow> =
            others.iter().map(|event| (event.id.as_str(), event)).collect();
        events.iter().filter(|event| others.get(event.id.as_str()) != Some(event)).cloned().collect()
    };
    (missing(&before, &after), missing(&after, &before))
}

/// What the run of a correction is told to have been given.
fn inputs(correction: &Correction) -> Vec<String> {
    let judgement = &correction.judgement;
    let target = judgement.event().map_or_else(|| judgement.about(), |event| event.id.clone());
    vec![judgement.kind().to_string(), target, correction.id.clone()]
}
