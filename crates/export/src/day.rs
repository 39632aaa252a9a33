//! Days as the record tells them: a day, a month, a year, or a moment.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The days that a date of the record means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first, or the only one.
    pub first: Date,
    /// The last, where a month or year is meant.
    pub last: Option<Date>,
}

/// Reads "2016", "2016-12", "2016-12-30" or a date-time; `None` where it is no date.
pub(crate) fn days(told: &str) -> Option<Days> {
    if let Some(day) = told.get(..10) {
        return day.parse().ok().map(|first| Days { first, last: None });
    }
    let (first, span) = match told.len() {
        4 => (format!("{told}-01-01"), 1.year()),
        7 => (format!("{told}-01"), 1.month()),
        _ => return None,
    };
    let first: Date = first.parse().ok()?;
    let last = first.checked_add(span).and_then(|next| next.yesterday()).ok();
    Some(Days { first, last })
}

/// The day alone, where one day is meant.
pub(crate) fn day(told: &str) -> Option<Date> {
    days(told).filter(|days| days.last.is_none()).map(|days| days.first)
}

/// The moment in UTC; a date-time without zone is taken as UTC, a day, month or year as its first midnight.
pub(crate) fn moment(told: &str) -> Option<DateTime> {
    if let Ok(stamp) = told.parse::<Timestamp>() {
        return Some(stamp.to_zoned(TimeZone::UTC).datetime());
    }
    told.parse::<DateTime>()
        .ok()
        .or_else(|| days(told).map(|days| days.first.to_datetime(jiff::civil::Time::midnight())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_a_first_and_a_last_day_and_a_moment_one_day() {
        let month = days("2016-02").unwrap();
        assert_eq!(
            (month.first.to_string(), month.last.unwrap().to_string()),
            ("2016-02-01".into(), "2016-02-29".into())
        );
        assert_eq!(days("2016").unwrap().last.unwrap().to_string(), "2016-12-31");
        assert_eq!(day("2016-12-30T23:00:00+02:00").unwrap().to_string(), "2016-12-30");
        assert_eq!(day("2016-12"), None);
        for odd in ["", "soon", "2016-13", "２０１６", "9999", "2016-12-3é"] {
            let _ = days(odd);
            let _ = moment(odd);
        }
        assert_eq!(days("9999-12").unwrap().last, None);
    }

    #[test]
    fn moments_are_told_in_utc() {
        assert_eq!(moment("2016-12-30T01:00:00+02:00").unwrap().to_string(), "2016-12-29T23:00:00");
        assert_eq!(moment("2016-12-30T01:00:00").unwrap().to_string(), "2016-12-30T01:00:00");
        assert_eq!(moment("2016-12-30").unwrap().to_string(), "2016-12-30T00:00:00");
    }
}
