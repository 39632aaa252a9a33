//! Points of the calendar at several grains, and reckoning with them.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use terms::{Basis, Dated, Precision};

/// How fine a point of the calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Grain {
    /// The grain of a unit of time, by its letter in a TIMEX3 duration ("D", "W", "M", "Q", "Y", "E", "C").
    pub(super) fn of_unit(unit: &str) -> Option<Self> {
        Some(match unit {
            "D" => Grain::Day,
            "WE" => Grain::Weekend,
            "W" => Grain::Week,
            "M" => Grain::Month,
            "Q" => Grain::Quarter,
            "Y" => Grain::Year,
            "E" => Grain::Decade,
            "C" => Grain::Century,
            _ => return None,
        })
    }
}

/// A day, week, month, … of the calendar, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) first: Date,
    pub(super) grain: Grain,
}

impl Point {
    /// The point of a grain that holds a day.
    pub(super) fn holding(day: Date, grain: Grain) -> Self {
        let month = |month: i8| Date::new(day.year(), month, 1).unwrap_or(day);
        let first = match grain {
            Grain::Day => day,
            Grain::Week => back(day, i64::from(day.weekday().to_monday_zero_offset())),
            Grain::Weekend => back(day, i64::from(day.weekday().to_monday_zero_offset()) - 5),
            Grain::Month => day.first_of_month(),
            // A winter is dated by its January, so that December lies in the next year's.
            Grain::Season if day.month() == 12 => first_of_year(day.year() + 1),
            Grain::Season => month((day.month() / 3 * 3).max(1)),
            Grain::Quarter => month((day.month() - 1) / 3 * 3 + 1),
            Grain::Half => month((day.month() - 1) / 6 * 6 + 1),
            Grain::Year => month(1),
            Grain::Decade => first_of_year(day.year().div_euclid(10) * 10),
            Grain::Century => first_of_year(day.year().div_euclid(100) * 100),
        };
        Self { first, grain }
    }

    /// The point of a month; `None` where there is no such month.
    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(|first| Self { first, grain: Grain::Month })
    }

    /// The point of a year.
    pub(super) fn year(year: i16) -> Self {
        Self { first: first_of_year(year), grain: Grain::Year }
    }

    /// A quarter of a year, from 1.
    pub(super) fn quarter(year: i16, quarter: i8) -> Option<Self> {
        Some(Self { first: Date::new(year, quarter.checked_mul(3)?.checked_sub(2)?, 1).ok()?, grain: Grain::Quarter })
    }

    /// A half of a year, from 1.
    pub(super) fn half(year: i16, half: i8) -> Option<Self> {
        Some(Self { first: Date::new(year, half.checked_mul(6)?.checked_sub(5)?, 1).ok()?, grain: Grain::Half })
    }

    /// A season by its TIMEX3 letters; a winter is dated by the year of its January.
    pub(super) fn season(year: i16, letters: &str) -> Option<Self> {
        let month = match letters {
            "WI" => 1,
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => return None,
        };
        Some(Self { first: Date::new(year, month, 1).ok()?, grain: Grain::Season })
    }

    /// The point so many units later (earlier where negative), at the grain of the unit or, for units coarser than this
    /// point, at its own grain: a day two years before is a day.
    pub(super) fn shifted(self, by: i64, unit: Grain) -> Option<Self> {
        let first = match unit {
            Grain::Day => self.first.checked_add(jiff::Span::new().try_days(by).ok()?).ok()?,
            Grain::Week | Grain::Weekend => self.first.checked_add(limit(by)?.weeks()).ok()?,
            Grain::Month => self.first.checked_add(limit(by)?.months()).ok()?,
            Grain::Season | Grain::Quarter => self.first.checked_add(limit(by)?.checked_mul(3)?.months()).ok()?,
            Grain::Half => self.first.checked_add(limit(by)?.checked_mul(6)?.months()).ok()?,
            Grain::Year => self.first.checked_add(limit(by)?.years()).ok()?,
            Grain::Decade => self.first.checked_add(limit(by)?.checked_mul(10)?.years()).ok()?,
            Grain::Century => self.first.checked_add(limit(by)?.checked_mul(100)?.years()).ok()?,
        };
        Some(Self { first, grain: self.grain })
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.grain {
            Grain::Day => self.first.to_string(),
            Grain::Week => week(self.first),
            Grain::Weekend => format!("{}-WE", week(self.first)),
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Season => {
                format!("{year:04}-{}", ["WI", "SP", "SU", "FA"][usize::try_from(month / 3).unwrap_or(0).min(3)])
            }
            Grain::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Grain::Year => format!("{year:04}"),
            Grain::Decade => format!("{:03}", year.div_euclid(10)),
            Grain::Century => format!("{:02}", year.div_euclid(100)),
        }
    }

    /// The same as a date in records.
    pub(super) fn dated(self, basis: Basis) -> Dated {
        let precision = match self.grain {
            Grain::Day => Precision::Day,
            Grain::Week | Grain::Weekend => Precision::Week,
            Grain::Month | Grain::Season | Grain::Quarter | Grain::Half => Precision::Month,
            Grain::Year | Grain::Decade | Grain::Century => Precision::Year,
        };
        Dated { day: self.first, precision, basis }
    }
}

/// Numbers past any calendar give nothing rather than a panic.
fn limit(by: i64) -> Option<i64> {
    (by.abs() <= 20_000).then_some(by)
}

fn first_of_year(year: i16) -> Date {
    Date::new(year, 1, 1).unwrap_or(Date::ZERO)
}

fn back(day: Date, days: i64) -> Date {
    day.checked_sub(days.days()).unwrap_or(day)
}

fn week(day: Date) -> String {
    let week: ISOWeekDate = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The weekday of a number from 1 (Monday) to 7.
pub(super) fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// The last such weekday before a day, or that day itself where `today` allows it.
pub(super) fn last(weekday: Weekday, day: Date, today: bool) -> Date {
    let days = i64::from(day.weekday().since(weekday));
    back(day, if days == 0 && !today { 7 } else { days })
}

/// The next such weekday after a day, or that day itself where `today` allows it.
pub(super) fn next(weekday: Weekday, day: Date, today: bool) -> Date {
    let days = i64::from(day.weekday().until(weekday));
    back(day, -(if days == 0 && !today { 7 } else { days }))
}

/// The day of a holiday in a year: "12-25", "11-4-4" (fourth Thursday of November), "easter", "easter-2".
pub(super) fn holiday(rule: &str, year: i16) -> Option<Date> {
    if let Some(offset) = rule.strip_prefix("easter") {
        let days: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
        return easter(year)?.checked_add(days.days()).ok();
    }
    let parts: Vec<i8> = rule.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    match parts[..] {
        [month, day] => Date::new(year, month, day).ok(),
        [month, count, day] => Date::new(year, month, 1).ok()?.nth_weekday_of_month(count, weekday(day)?).ok(),
        _ => None,
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous computus.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (a, b, c) = (year_number % 19, year_number / 100, year_number % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_lies_in_points_of_every_grain() {
        let value = |grain| Point::holding(day("2016-12-30"), grain).value();
        assert_eq!(value(Grain::Week), "2016-W52");
        assert_eq!(value(Grain::Weekend), "2016-W52-WE");
        assert_eq!(value(Grain::Quarter), "2016-Q4");
        assert_eq!(value(Grain::Half), "2016-H2");
        assert_eq!(value(Grain::Decade), "201");
        assert_eq!(value(Grain::Century), "20");
    }

    #[test]
    fn weekdays_are_found_both_ways() {
        let friday = weekday(5).unwrap();
        assert_eq!(last(friday, day("2016-12-30"), true), day("2016-12-30"));
        assert_eq!(last(friday, day("2016-12-30"), false), day("2016-12-23"));
        assert_eq!(next(friday, day("2016-12-29"), false), day("2016-12-30"));
    }

    #[test]
    fn movable_feasts_move() {
        assert_eq!(holiday("easter", 2000), Some(day("2000-04-23")));
        assert_eq!(holiday("easter-2", 2019), Some(day("2019-04-19")));
        assert_eq!(holiday("11-4-4", 1999), Some(day("1999-11-25")));
        assert_eq!(holiday("nonsense", 1999), None);
    }

    #[test]
    fn numbers_past_any_calendar_give_nothing() {
        assert_eq!(Point::year(2016).shifted(-9_000_000, Grain::Century), None);
        assert_eq!(Point::year(2016).shifted(i64::MAX, Grain::Day), None);
    }
}
