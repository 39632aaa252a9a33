//! Where an event stands after all reports known.

use serde::Deserialize;
use terms::{Assertion, DataError, Decided, Report, Resources, Status, read_table};

use crate::clock::{self, Said};
use crate::sameness::Told;

const FILE: &str = "standing/steps.toml";

/// The table of steps: which status moves which standing.
#[derive(Clone, Debug)]
pub struct Steps {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    status: Status,
    #[serde(default)]
    moves: Vec<Status>,
    #[serde(default)]
    later: Vec<Status>,
    #[serde(default)]
    meets: Vec<Status>,
    becomes: Option<Status>,
    #[serde(rename = "reason")]
    _reason: String,
}

#[derive(Deserialize)]
struct File {
    step: Vec<Row>,
}

/// Where an event stands, and the reports in the order in which they were said.
#[derive(Clone, Debug)]
pub struct Stands<'a> {
    /// The standing.
    pub standing: Status,
    /// Whose word it rests on.
    pub assertion: Assertion,
    /// Reports in the order of their saying, each with the status after it and whether it decides.
    pub steps: Vec<Step<'a>>,
    /// Whether the lead of an article claims more than its body.
    pub overstated: bool,
}

/// One report in the order of saying.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The report.
    pub told: Told<'a>,
    /// When it was said.
    pub said: Said,
    /// Whether the standing rests on it.
    pub decides: bool,
}

/// Scalar values at the start of a text that count as its lead.
const LEAD: u32 = 400;

impl Steps {
    /// Reads the table.
    ///
    /// # Errors
    /// The file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let file: File = read_table(resources, FILE)?;
        Ok(Self { rows: file.step })
    }

    /// The standing after a step; `None` where the step does not move it.
    fn after(&self, standing: Status, step: Status, later_day: bool) -> Option<Status> {
        if standing == step {
            return Some(step);
        }
        self.rows.iter().filter(|row| row.status == step).find_map(|row| {
            if row.meets.contains(&standing) {
                return row.becomes;
            }
            (row.moves.contains(&standing) || later_day && row.later.contains(&standing)).then_some(step)
        })
    }

    /// Where an event stands, from all its reports.
    pub fn stands<'a>(&self, event: &[Told<'a>]) -> Stands<'a> {
        let mut steps: Vec<Step<'a>> =
            event.iter().map(|&told| Step { told, said: clock::said(told.report, told.day), decides: false }).collect();
        steps.sort_by(|one, other| {
            (clock::key(one.said.day), one.said.order, rank(one.told.report), one.told.article, one.told.report.trigger)
                .cmp(&(
                    clock::key(other.said.day),
                    other.said.order,
                    rank(other.told.report),
                    other.told.article,
                    other.told.report.trigger,
                ))
        });
        let overstating: Vec<bool> = steps.iter().map(|step| overstates(step, event)).collect();
        let overstated = overstating.contains(&true);
        let tells = |step: &Step<'_>| !step.told.report.presupposed && !step.told.report.anaphoric;
        let told = steps.iter().any(tells);
        let mut standing: Option<(Status, usize)> = None;
        for index in 0..steps.len() {
            let report = steps[index].told.report;
            // A noun that only names the deed moves nothing where other words tell how far it has come.
            let open = !matches!(standing, Some((Status::UnderWay | Status::Done, _)));
            if told && open && report.presupposed && matches!(report.status, Status::Done | Status::UnderWay) {
                continue;
            }
            // A denial, and a lead stronger than its own body, move nothing.
            if matches!(report.assertion, Assertion::Denied | Assertion::Doubted) || overstating[index] {
                continue;
            }
            standing = match standing {
                None => Some((report.status, index)),
                Some((status, at)) => {
                    let later_day = steps[index].said.day > steps[at].said.day;
                    self.after(status, report.status, later_day).map_or(Some((status, at)), |next| Some((next, index)))
                }
            };
        }
        let (standing, at) = standing.unwrap_or_else(|| (steps[0].told.report.status, 0));
        steps[at].decides = true;
        Stands { standing, assertion: assertion(event), steps, overstated }
    }
}

/// Within one moment, the weaker word first: what comes last counts.
fn rank(report: &Report) -> (u8, u8) {
    let status = match report.status {
        Status::Hypothetical => 0,
        Status::Demanded => 1,
        Status::Proposed => 2,
        Status::Threatened => 3,
        Status::Planned => 4,
        Status::UnderWay => 5,
        Status::Done => 6,
        Status::Withdrawn => 7,
        Status::Failed => 8,
        Status::Refused => 9,
        Status::Reversed => 10,
    };
    let decided = match report.decided {
        Decided::Adviser => 0,
        Decided::Narrator => 1,
        Decided::Decider => 2,
    };
    (status, decided)
}

/// Whether a step is a lead that plans what the body of the same article only proposes.
fn overstates(step: &Step<'_>, event: &[Told<'_>]) -> bool {
    let report = step.told.report;
    report.trigger.start < LEAD
        && report.status == Status::Planned
        && event.iter().any(|other| {
            other.article == step.told.article
                && other.report.trigger.start > report.trigger.start
                && other.report.status == Status::Proposed
        })
        && !event.iter().any(|other| {
            other.article == step.told.article
                && other.report.trigger.start > report.trigger.start
                && matches!(other.report.status, Status::Planned | Status::Done)
        })
}

/// Whose word an event rests on: alleged and denied is disputed; a denial never deletes.
fn assertion(event: &[Told<'_>]) -> Assertion {
    let has = |assertion: Assertion| event.iter().any(|told| told.report.assertion == assertion);
    let said = has(Assertion::Stated) || has(Assertion::Alleged);
    if has(Assertion::Denied) {
        return if said { Assertion::Disputed } else { Assertion::Denied };
    }
    for assertion in [Assertion::Confirmed, Assertion::Stated, Assertion::Alleged] {
        if has(assertion) {
            return assertion;
        }
    }
    Assertion::Doubted
}
