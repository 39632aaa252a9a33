//! What people set right: corrections, where they act, and how they are spelled.
//!
//! A correction never names what coding anew may change. It names places in texts ([`ReportPlace`]) or actors, so that it
//! holds over new runs, new codebooks and any order of reading.

mod allowed;
mod fields;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::labels::labels;
use crate::{Actor, Coded, EventType, Report, Span};

pub use allowed::{Allowed, BadValue};
pub use fields::{essentials, set_field, set_field_as_named, value_of};

labels! {
    /// A field of an event that a person can set.
    CorrectedField {
        /// The deed's type: one of PLOVER's sixteen.
        Event = "event",
        /// Modes of the deed.
        Mode = "mode",
        /// Contexts.
        Context = "context",
        /// Who acts.
        Actor = "actor",
        /// Who is acted upon.
        Recipient = "recipient",
        /// Day, month or year of the deed.
        Date = "date",
        /// Where it stands.
        Standing = "standing",
        /// Numbers.
        Quantities = "quantities",
        /// Where.
        Locations = "locations",
    }
}

labels! {
    /// What a correction does.
    CorrectionKind {
        /// Says that an event is right as it stands.
        Accept = "accept",
        /// Sets a field of an event.
        Set = "set",
        /// Says that it is no event.
        Reject = "reject",
        /// Makes two events one.
        Merge = "merge",
        /// Takes reports out of an event, into one of their own.
        Split = "split",
        /// Says that two names are one actor.
        SameActor = "same-actor",
        /// Says that two names are not one actor.
        OtherActor = "other-actor",
        /// Takes an earlier correction back.
        Undo = "undo",
    }
}

labels! {
    /// What has become of a correction.
    CorrectionState {
        /// It acts.
        Applied = "applied",
        /// A later one, or what the event has become since, took its place.
        Superseded = "superseded",
        /// It was taken back.
        Undone = "undone",
        /// What it was about is no longer there.
        Orphaned = "orphaned",
    }
}

/// Where a report stands: what is known of it that coding anew leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReportPlace {
    /// Its id when the correction was made.
    pub id: String,
    /// Id of its article then.
    pub article: String,
    /// Hash of the article's text.
    pub content_hash: String,
    /// The words that named the deed.
    pub trigger: Span,
    /// What they were coded as.
    pub event: EventType,
}

impl ReportPlace {
    /// The place of a report of an article.
    pub fn of(coded: &Coded, report: &Report) -> Self {
        Self {
            id: report.id.clone(),
            article: coded.article.clone(),
            content_hash: coded.content_hash.clone(),
            trigger: report.trigger,
            event: report.event,
        }
    }
}

/// An event, by the places of its reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTarget {
    /// Its id when the correction was made.
    pub id: String,
    /// Its summary then: what the correction was about, should it no longer be found.
    pub about: String,
    /// Its reports then.
    pub reports: Vec<ReportPlace>,
}

/// What a person says of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Judgement {
    /// An event is right as it stands.
    Accept {
        /// The event.
        event: EventTarget,
        /// Its [`essentials`]: it is accepted as long as these stay.
        after: Value,
    },
    /// A field of an event is otherwise.
    Set {
        /// The event.
        event: EventTarget,
        /// The field.
        field: CorrectedField,
        /// What stood there, as [`value_of`] gives it.
        before: Value,
        /// What stands there from now on.
        after: Value,
    },
    /// It is no event.
    Reject {
        /// What was taken for one.
        event: EventTarget,
    },
    /// Two events are one.
    Merge {
        /// The event whose fields lead.
        event: EventTarget,
        /// The event that becomes part of it.
        other: EventTarget,
    },
    /// Some reports of an event are of another one.
    Split {
        /// What is left of the event.
        event: EventTarget,
        /// The reports of the other one.
        reports: Vec<ReportPlace>,
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
    /// An earlier correction is taken back.
    Undo {
        /// Its id.
        correction: String,
    },
}

impl Judgement {
    /// What it does.
    pub fn kind(&self) -> CorrectionKind {
        match self {
            Self::Accept { .. } => CorrectionKind::Accept,
            Self::Set { .. } => CorrectionKind::Set,
            Self::Reject { .. } => CorrectionKind::Reject,
            Self::Merge { .. } => CorrectionKind::Merge,
            Self::Split { .. } => CorrectionKind::Split,
            Self::SameActor { .. } => CorrectionKind::SameActor,
            Self::OtherActor { .. } => CorrectionKind::OtherActor,
            Self::Undo { .. } => CorrectionKind::Undo,
        }
    }

    /// The event that it is about; `None` where it is about actors or another correction.
    pub fn event(&self) -> Option<&EventTarget> {
        match self {
            Self::Accept { event, .. }
            | Self::Set { event, .. }
            | Self::Reject { event }
            | Self::Merge { event, .. }
            | Self::Split { event, .. } => Some(event),
            Self::SameActor { .. } | Self::OtherActor { .. } | Self::Undo { .. } => None,
        }
    }

    /// The reports that it names, by the events whose they are: one, two where it makes them one or parts them, none where it
    /// is about actors or another correction.
    pub fn sides(&self) -> impl Iterator<Item = &[ReportPlace]> {
        let further: Option<&[ReportPlace]> = match self {
            Self::Merge { other, .. } => Some(&other.reports),
            Self::Split { reports, .. } => Some(reports),
            _ => None,
        };
        self.event().map(|event| event.reports.as_slice()).into_iter().chain(further)
    }

    /// Every report that it names.
    pub fn places(&self) -> impl Iterator<Item = &ReportPlace> {
        self.sides().flatten()
    }

    /// What it is about, in the words of the moment when it was made.
    pub fn about(&self) -> String {
        match self {
            Self::Accept { event, .. }
            | Self::Set { event, .. }
            | Self::Reject { event }
            | Self::Split { event, .. } => event.about.clone(),
            Self::Merge { event, other } => format!("{} + {}", event.about, other.about),
            Self::SameActor { actor, other } => format!("{} = {}", actor.name, other.name),
            Self::OtherActor { actor, other } => format!("{} ≠ {other}", actor.name),
            Self::Undo { correction } => format!("correction {correction}"),
        }
    }
}

/// What a person set right, when and why; never altered once made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Hash of all that follows.
    pub id: String,
    /// What is said.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// Who says so.
    pub author: String,
    /// Why; may be empty where it is accepted or undone.
    pub reason: String,
    /// When: the order of corrections.
    pub made_at: Timestamp,
}

/// A correction in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionRow {
    /// The correction.
    #[serde(flatten)]
    pub correction: Correction,
    /// What has become of it.
    pub state: CorrectionState,
    /// Ids that the reports bear now which it names, or which the correction named that it takes back; without those that
    /// are no longer there.
    pub found: Vec<String>,
    /// Ids of the events on which it acts.
    pub events: Vec<String>,
}

impl CorrectionRow {
    /// Whether it has a say in the record, or had and lost what it was about: neither taken back nor one that takes back.
    pub fn is_in_force(&self) -> bool {
        let takes_back = matches!(self.correction.judgement, Judgement::Undo { .. });
        self.state == CorrectionState::Orphaned || self.state != CorrectionState::Undone && !takes_back
    }
}

pub(crate) fn none_in_force(rows: &[CorrectionRow]) -> bool {
    !rows.iter().any(CorrectionRow::is_in_force)
}

pub(crate) fn in_force<S: Serializer>(rows: &[CorrectionRow], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().filter(|row| row.is_in_force()))
}

/// The mark of a correction on an event that it acts on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// Id of the correction.
    pub id: String,
    /// What it does.
    pub kind: CorrectionKind,
    /// Fields that it sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<CorrectedField>,
    /// What stood in the field when the correction was made; absent where none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// Who says so.
    pub author: String,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Timestamp,
}

impl Corrected {
    /// The mark of a correction that sets these fields.
    pub fn by(correction: &Correction, fields: Vec<CorrectedField>) -> Self {
        let (before, after) = match &correction.judgement {
            Judgement::Set { before, after, .. } => (Some(before.clone()), Some(after.clone())),
            _ => (None, None),
        };
        Self {
            id: correction.id.clone(),
            kind: correction.judgement.kind(),
            fields,
            before,
            after,
            author: correction.author.clone(),
            reason: correction.reason.clone(),
            made_at: correction.made_at,
        }
    }
}
