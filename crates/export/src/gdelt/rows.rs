//! What both tables have rows of: counted events by pairs of sides, and denials.

use terms::{Actor, ClaimRow, EventRow, Party, Stance};

use crate::counted::counted;
use crate::day::{Days, days};
use crate::dyads::{dyads, side};
use crate::source::{Source, name};

/// A row of the table of events, before it is spelled out.
pub(super) struct Pair<'a> {
    pub id: i64,
    pub code: &'a str,
    pub scale: f64,
    pub days: Option<Days>,
    pub from: Option<Who<'a>>,
    pub to: Option<Who<'a>>,
    pub of: Of<'a>,
}

/// What a row tells of.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Event(&'a EventRow),
    Denial(&'a ClaimRow),
}

/// A side of a row.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    pub name: &'a str,
    pub actor: &'a Actor,
}

impl<'a> From<&'a Party> for Who<'a> {
    fn from(party: &'a Party) -> Self {
        Self { name: name(party), actor: &party.actor }
    }
}

impl<'a> From<&'a Actor> for Who<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self { name: &actor.name, actor }
    }
}

/// Hands over every row: events in the record's order, then denials.
pub(super) fn each<'a>(
    source: &Source<'a>,
    mut take: impl FnMut(Pair<'a>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for counted in counted(source) {
        let code = source.mapping.cameo(counted.plover, &counted.event.context);
        for (from, to) in dyads(counted.event) {
            take(Pair {
                id: id(&[&counted.event.id, code, from.map_or("", side), to.map_or("", side)]),
                code,
                scale: counted.plover.event_scale,
                days: counted.days,
                from: from.map(Who::from),
                to: to.map(Who::from),
                of: Of::Event(counted.event),
            })?;
        }
    }
    let Some(statement) = source.mapping.statement(Stance::Denies) else { return Ok(()) };
    for claim in source.record.claims.iter().filter(|claim| denies_own(source, claim)) {
        let to = accuser(source, claim);
        take(Pair {
            id: id(&[&claim.id, &statement.cameo]),
            code: &statement.cameo,
            scale: statement.scale,
            days: claim.said.as_deref().and_then(days),
            from: Some(Who::from(&claim.speaker)),
            to: to.map(Who::from),
            of: Of::Denial(claim),
        })?;
    }
    Ok(())
}

/// Whether somebody denies what his own side is said to have done.
fn denies_own(source: &Source<'_>, claim: &ClaimRow) -> bool {
    let event = claim.event.as_deref().and_then(|id| source.event(id));
    let own = |party: &Party| match (&party.actor.code, &claim.speaker.code) {
        (Some(one), Some(other)) => one == other,
        _ => name(party) == claim.speaker.name,
    };
    claim.stance == Stance::Denies && event.is_some_and(|event| event.actor.iter().any(own))
}

/// Whom a denial answers: the first claim that it denies, else the first that alleges the event.
fn accuser<'a>(source: &Source<'a>, claim: &ClaimRow) -> Option<&'a Actor> {
    let claims = &source.record.claims;
    let answered = claims.iter().find(|other| claim.answers.contains(&other.id)).map(|other| &other.speaker);
    answered.or_else(|| {
        let event = source.event(claim.event.as_deref()?)?;
        let alleges = |by: &&Actor| **by != claim.speaker;
        let alleged = event.history.iter().filter(|step| step.assertion == terms::Assertion::Alleged);
        alleged.filter_map(|step| step.by.as_ref()).find(alleges)
    })
}

/// A number of 53 bits, so that readers that take numbers for floating-point ones keep it whole.
fn id(parts: &[&str]) -> i64 {
    let hash = blake3::hash(parts.join("\u{1f}").as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    i64::try_from(u64::from_be_bytes(first) >> 11).unwrap_or_default()
}
