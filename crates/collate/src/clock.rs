//! When things were said: the articles' clock.

use jiff::civil::{Date, DateTime};
use terms::{Basis, ClockFault, ClockProblem, Coded, Precision, Report, Status};

/// Days by which a deed may be ahead of its report for the sake of time zones.
const ZONES: i32 = 1;
/// Digits of its hash by which a text is told from others of one id.
const DIGITS: usize = 8;

/// When a report was said, as far as it is known; orders the steps of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The day; reports of an unknown day come last.
    pub day: Option<Date>,
    /// The text's own order words within the day: below 0 is earlier.
    pub order: i8,
}

/// The day an article was published, where known.
pub fn published(coded: &Coded) -> Option<Date> {
    coded.published.as_ref().map(|published| published.day)
}

/// When a report was said: the day that the text names, else the article's (given or inferred).
pub fn said(report: &Report, article_day: Option<Date>) -> Said {
    let day = report
        .said
        .as_ref()
        .map(|said| said.day)
        .filter(|day| article_day.is_none_or(|article| *day <= article))
        .or(article_day);
    Said { day, order: report.said_order }
}

/// A key that puts unknown days last.
pub fn key(day: Option<Date>) -> (bool, Option<Date>) {
    (day.is_none(), day)
}

/// What is odd about the clocks of an article; nothing is set right for it.
pub fn problems(coded: &Coded) -> Vec<ClockProblem> {
    let mut problems = Vec::new();
    if let Some(published) = &coded.published {
        let ahead = coded.reports.iter().filter_map(|report| {
            let date = report.date.as_ref().filter(|date| {
                date.basis == Basis::Stated
                    && matches!(date.precision, Precision::Day | Precision::Time)
                    && matches!(report.status, Status::Done | Status::Failed | Status::Reversed)
                    && !report.presupposed
                    && !report.anaphoric
            })?;
            ((date.day - published.day).get_days() > ZONES).then_some((date.day, &report.lemma))
        });
        for (day, lemma) in ahead {
            let detail = format!("\u{201c}{lemma}\u{201d} is told as done on {day}, published {}", published.value);
            problems.push(ClockProblem { kind: ClockFault::EventAfterReport, detail });
        }
        let has_zone = published.value.parse::<jiff::Timestamp>().is_ok();
        if !has_zone && published.value.len() > 10 && published.value.parse::<DateTime>().is_ok() {
            let detail = format!("published {}, taken as UTC", published.value);
            problems.push(ClockProblem { kind: ClockFault::NoZone, detail });
        }
    }
    let version = coded
        .article
        .rsplit_once('~')
        .filter(|(_, digits)| digits.len() == DIGITS && coded.content_hash.starts_with(digits));
    if let Some((given, _)) = version {
        let detail = format!("the id {given} was given to several texts");
        problems.push(ClockProblem { kind: ClockFault::SeveralTexts, detail });
    }
    problems
}
