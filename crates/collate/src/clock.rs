//! When things were said: the articles' clock.

use jiff::civil::Date;
use terms::{Coded, Report};

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
