use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use terms::{Published, PublishedSource};

use crate::first_line;

/// Reads a date of publication that came with an article: RFC 3339, a date-time without zone, or a date.
///
/// The day is the one in the zone that was given; nothing is shifted.
pub(crate) fn given(value: &str) -> Option<Published> {
    let value = value.trim();
    let day = day(value)?;
    Some(Published { value: value.into(), day, source: PublishedSource::Given })
}

/// A date as feeds, pages and tables write it, in a form that [`given`] reads and as precise as it was written:
/// RFC 2822, an offset without colon, a compact date, a day in words.
///
/// The wall clock and its zone stay what they are.
pub(crate) fn told(value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() > LONGEST {
        return None;
    }
    if day(value).is_some() {
        return Some(value.to_string());
    }
    let with_colon = || {
        let (start, minutes) = value.split_at_checked(value.len().checked_sub(2)?)?;
        Some(format!("{start}:{minutes}"))
    };
    let spaced = || Some(value.replacen(" UTC", "Z", 1).replacen(" GMT", "Z", 1).replacen(" +", "+", 1));
    let compact = || {
        let day = value.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))?;
        let rest = value.get(8..).filter(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))?;
        let clock = match rest.strip_prefix('T').map(|clock| clock.trim_end_matches('Z')) {
            Some(clock) if clock.len() == 6 && clock.is_ascii() => {
                let zone = if rest.ends_with('Z') { "Z" } else { "" };
                format!("T{}:{}:{}{zone}", &clock[..2], &clock[2..4], &clock[4..])
            }
            Some(_) => return None,
            None => String::new(),
        };
        Some(format!("{}-{}-{}{clock}", &day[..4], &day[4..6], &day[6..]))
    };
    let mail = || {
        let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(value).ok()?;
        let clock = zoned.strftime("%Y-%m-%dT%H:%M:%S");
        Some(if zoned.offset().is_zero() { format!("{clock}Z") } else { format!("{clock}{}", zoned.strftime("%:z")) })
    };
    let forms: [&dyn Fn() -> Option<String>; 4] = [&with_colon, &spaced, &compact, &mail];
    let form = forms.iter().find_map(|form| form().filter(|form| day(form).is_some()));
    form.or_else(|| first_line::whole(value).map(|day| day.to_string()))
}

/// Longest date that is looked at, in bytes.
const LONGEST: usize = 100;

fn day(value: &str) -> Option<Date> {
    let (date, rest) = value.split_at_checked(10)?;
    let day = iso_day(date)?;
    if rest.is_empty() {
        return Some(day);
    }
    let time = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    (is_clock(clock.trim_end()) && is_zone(zone)).then_some(day)
}

/// `2016-12-30`, a day that exists.
fn iso_day(date: &str) -> Option<Date> {
    let [year, month, day] = numbers::<3>(date, '-')?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `14:05`, `14:05:00` or `14:05:00.123`; the leap second `:60` counts as the second before it.
fn is_clock(clock: &str) -> bool {
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    if fraction.is_some_and(|fraction| fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    let (hour, minute, second) = if let Some([hour, minute, second]) = numbers::<3>(clock, ':') {
        (hour, minute, second)
    } else if let Some([hour, minute]) = numbers::<2>(clock, ':').filter(|_| fraction.is_none()) {
        (hour, minute, 0)
    } else {
        return false;
    };
    let second = if second == 60 { 59 } else { second };
    Time::new(hour.min(99) as i8, minute.min(99) as i8, second.min(99) as i8, 0).is_ok()
}

/// Nothing, `Z`, or `+03:00` as far as a day either way.
fn is_zone(zone: &str) -> bool {
    match zone {
        "" | "Z" | "z" => true,
        _ => zone
            .strip_prefix(['+', '-'])
            .and_then(|zone| numbers::<2>(zone, ':'))
            .is_some_and(|[hour, minute]| hour < 24 && minute < 60),
    }
}

/// Exactly `N` groups of digits, two each (four for a first one that is a year).
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i16; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(separator);
    for (index, number) in numbers.iter_mut().enumerate() {
        let part = parts.next()?;
        let digits = if index == 0 && separator == '-' { 4 } else { 2 };
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_three_forms_of_the_contract_are_read_in_their_own_zone() {
        for value in [
            "2016-12-30",
            "2016-12-30T23:59:00Z",
            "2016-12-30T23:59:60.5+14:00",
            "2016-12-30t00:10:00-08:00",
            "2016-12-30T08:00:00",
            "2016-12-30 08:00",
        ] {
            assert_eq!(given(value).map(|published| published.day), Some(date(2016, 12, 30)), "{value}");
        }
    }

    #[test]
    fn dates_of_feeds_and_pages_keep_their_clock_and_zone() {
        for (value, told_as) in [
            ("Sat, 04 Mar 2017 23:30:00 -0500", "2017-03-04T23:30:00-05:00"),
            ("Sat, 4 Mar 2017 10:00:00 GMT", "2017-03-04T10:00:00Z"),
            ("2017-03-04T10:00:00+0000", "2017-03-04T10:00:00+00:00"),
            ("2017-03-04 10:00:00 UTC", "2017-03-04 10:00:00Z"),
            ("20170304", "2017-03-04"),
            ("20170304T101500Z", "2017-03-04T10:15:00Z"),
            ("March 4, 2017", "2017-03-04"),
            ("4 March 2017", "2017-03-04"),
            ("2017-03-04", "2017-03-04"),
        ] {
            assert_eq!(told(value).as_deref(), Some(told_as), "{value}");
            assert_eq!(given(told_as).map(|published| published.day), Some(date(2017, 3, 4)), "{told_as}");
        }
        for value in ["", "soon", "2017", "Envoys met on 4 March 2017 in Oslo", "99999999", "ééééééééé", "T+"]
        {
            assert_eq!(told(value), None, "{value}");
        }
    }

    #[test]
    fn anything_else_is_no_date() {
        for value in [
            "",
            "2016",
            "2016-12",
            "2016-02-30",
            "20161230",
            "30.12.2016",
            "yesterday",
            "2016-12-30T",
            "2016-12-30T25:00",
            "2016-12-30T10:00:00+3",
            "2016-12-30T10:00:00[Europe/Paris]",
            "٢٠١٦-١٢-٣٠",
            "2016-12-30Z",
            "+2016-12-3",
        ] {
            assert_eq!(given(value), None, "{value}");
        }
    }
}
