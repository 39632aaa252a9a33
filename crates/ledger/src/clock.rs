use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use terms::ArticleRow;

/// A moment up to which something counts as known: a whole day, or an instant.
///
/// # Example
/// ```
/// use ledger::Until;
/// assert!("2016-12-30".parse::<Until>().is_ok()); // the whole day
/// assert!("2016-12-30T18:00:00+03:00".parse::<Until>().is_ok());
/// assert!("2016-12-30T18:00".parse::<Until>().is_ok()); // without a zone: UTC
/// assert!("30 Dec".parse::<Until>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// To the end of a day, by the calendar of whoever wrote the date.
    Day(Date),
    /// To an instant, that instant included.
    Instant(Timestamp),
}

/// A moment that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no date (2016-12-30) and no date-time (2016-12-30T18:00:00Z)")]
pub struct BadMoment(pub String);

impl FromStr for Until {
    type Err = BadMoment;

    fn from_str(text: &str) -> Result<Self, BadMoment> {
        match Known::parse(text.trim()) {
            Some(Known::Day(day)) => Ok(Self::Day(day)),
            Some(Known::Instant { instant, .. }) => Ok(Self::Instant(instant)),
            _ => Err(BadMoment(text.into())),
        }
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Instant(instant) => instant.fmt(f),
        }
    }
}

/// Since when something is known, by the clock of what was said and published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Not dated: known from the start.
    Always,
    /// Dated by day: known from the day's first instant, in UTC.
    Day(Date),
    /// Dated by instant.
    Instant { instant: Timestamp, day: Date },
}

impl Known {
    /// Dated by the program's clock.
    pub(crate) fn at(instant: Timestamp) -> Self {
        Self::Instant { instant, day: TimeZone::UTC.to_datetime(instant).date() }
    }

    /// Reads a date, a date-time with a zone, or one without (taken as UTC).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Ok(instant) = text.parse::<Timestamp>() {
            let day = text
                .get(..10)
                .and_then(|day| day.parse().ok())
                .unwrap_or_else(|| TimeZone::UTC.to_datetime(instant).date());
            return Some(Self::Instant { instant, day });
        }
        if text.len() == 10 {
            return text.parse().ok().map(Self::Day);
        }
        let moment: DateTime = text.parse().ok()?;
        let instant = TimeZone::UTC.to_timestamp(moment).ok()?;
        Some(Self::Instant { instant, day: moment.date() })
    }

    /// The clock of an article: published, else the day inferred from others, else from the start.
    pub(crate) fn of(article: &ArticleRow) -> Self {
        let told = |value: &Option<String>| value.as_deref().and_then(Self::parse);
        told(&article.published).or_else(|| told(&article.published_inferred)).unwrap_or(Self::Always)
    }
}

impl Until {
    /// The day, or the instant's day in UTC.
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => TimeZone::UTC.to_datetime(instant).date(),
        }
    }

    /// Whether a date or date-time, as records write them, lies in the day, or at the instant, or after; a month or a
    /// year does when its last day does. What cannot be understood does not.
    ///
    /// # Example
    /// ```
    /// let since: ledger::Until = "2016-12-30".parse()?;
    /// assert!(since.reaches("2016-12-30T08:00:00Z") && since.reaches("2016-12"));
    /// assert!(!since.reaches("2016-12-29") && !since.reaches("soon"));
    /// # Ok::<(), ledger::BadMoment>(())
    /// ```
    pub fn reaches(self, told: &str) -> bool {
        let known = Known::parse(told).or_else(|| {
            let (year, month) = told.split_once('-').map_or((told, "12"), |(year, month)| (year, month));
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            Some(Known::Day(first.last_of_month()))
        });
        known.is_some_and(|known| !self.follows(known))
    }

    /// Whether something was known by then.
    pub(crate) fn includes(self, known: Known) -> bool {
        match (self, known) {
            (_, Known::Always) => true,
            (Self::Day(until), Known::Day(day) | Known::Instant { day, .. }) => day <= until,
            (Self::Instant(until), Known::Day(day)) => start(day) <= until,
            (Self::Instant(until), Known::Instant { instant, .. }) => instant <= until,
        }
    }

    /// Whether something was known before it began: the baseline of "what changed since".
    pub(crate) fn follows(self, known: Known) -> bool {
        match (self, known) {
            (_, Known::Always) => true,
            (Self::Day(since), Known::Day(day) | Known::Instant { day, .. }) => day < since,
            (Self::Instant(since), Known::Day(day)) => start(day) < since,
            (Self::Instant(since), Known::Instant { instant, .. }) => instant < since,
        }
    }

    /// The last microsecond that counts, for the reading clock; a day is one in UTC.
    pub(crate) fn last_microsecond(self) -> i64 {
        match self {
            Self::Instant(instant) => instant.as_microsecond(),
            Self::Day(day) => day.tomorrow().map_or(i64::MAX, |next| start(next).as_microsecond() - 1),
        }
    }
}

/// The first instant of a day in UTC.
fn start(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.into()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(text: &str) -> Until {
        text.parse().unwrap()
    }

    fn known(text: &str) -> Known {
        Known::parse(text).unwrap()
    }

    #[test]
    fn a_bare_date_includes_its_whole_day() {
        assert!(until("2016-12-30").includes(known("2016-12-30T23:59:59-05:00")));
        assert!(until("2016-12-30").includes(known("2016-12-30")));
        assert!(!until("2016-12-30").includes(known("2016-12-31")));
    }

    #[test]
    fn an_instant_includes_what_was_published_by_then() {
        assert!(until("2016-12-30T12:00:00Z").includes(known("2016-12-30T13:00:00+03:00")));
        assert!(!until("2016-12-30T12:00:00Z").includes(known("2016-12-30T12:00:01Z")));
        assert!(until("2016-12-30T12:00:00Z").includes(known("2016-12-30T12:00")));
        assert!(until("2016-12-30T12:00:00Z").includes(known("2016-12-30")));
    }

    #[test]
    fn what_is_undated_was_known_from_the_start() {
        assert!(until("1990-01-01").includes(Known::Always));
        assert!(until("1990-01-01").follows(Known::Always));
    }

    #[test]
    fn what_was_known_before_a_day_leaves_the_day_out() {
        assert!(!until("2016-12-30").follows(known("2016-12-30")));
        assert!(until("2016-12-30").follows(known("2016-12-29T23:00:00Z")));
    }
}
