use jiff::civil::{Date, Time};
use terms::{Published, PublishedSource};

/// Reads a date of publication that came with an article: RFC 3339, a date-time without zone, or a date.
///
/// The day is the one in the zone that was given; nothing is shifted.
pub(crate) fn given(value: &str) -> Option<Published> {
    let value = value.trim();
    let day = day(value)?;
    Some(Published { value: value.into(), day, source: PublishedSource::Given })
}

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
