//! Parameters of addresses: what each may be, and its description, in one place.

use std::fmt;

use jiff::civil::Date;
use ledger::Until;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use terms::Span;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Reads a string with a function.
struct Reading<T>(&'static str, fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Reading<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.1)(text).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }
}

/// A type that is read from a string, and described by a schema.
macro_rules! field {
    ($(#[$meta:meta])* $name:ident($inner:ty): $expected:literal, $read:expr, $schema:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $name(pub $inner);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Reading($expected, $read)).map($name)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }

        impl ToSchema for $name {}
    };
}

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn formatted(format: KnownFormat) -> ObjectBuilder {
    string().format(Some(SchemaFormat::KnownFormat(format)))
}

field! {
    /// A moment: a whole day, or an instant.
    When(Until): "a date (2016-12-30) or a date-time (2016-12-30T18:00:00Z)", moment,
    OneOfBuilder::new().item(formatted(KnownFormat::Date)).item(formatted(KnownFormat::DateTime)).into()
}

field! {
    /// A day.
    Day(Date): "a date (2016-12-30)", day, formatted(KnownFormat::Date).into()
}

field! {
    /// How many rows.
    Limit(usize): "a whole number from 1 to 200", |text| number(text, 1, 200),
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(200)).default(Some(50.into())).into()
}

field! {
    /// How many stories of a matrix.
    Few(usize): "a whole number from 1 to 20", |text| number(text, 1, 20),
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(20)).default(Some(5.into())).into()
}

field! {
    /// A place in a list that is counted.
    Offset(usize): "a whole number below 100000", |text| number(text, 0, 99_999),
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(99_999)).into()
}

field! {
    /// Id of a row: twelve hexadecimal digits.
    Id(String): "an id of twelve digits 0 to 9 and a to f", |text| is_id(text).then(|| text.to_owned()),
    string().pattern(Some("^[0-9a-f]{12}$")).into()
}

field! {
    /// Words to look for.
    Words(String): "1 to 200 characters", |text| words(text, 200),
    string().min_length(Some(1)).max_length(Some(200)).into()
}

field! {
    /// A country or organisation.
    Code(String): "a code of three capital letters (RUS)", |text| is_code(text).then(|| text.to_owned()),
    string().pattern(Some("^[A-Z]{3}$")).into()
}

field! {
    /// Words of a text, in Unicode scalar values.
    Range(Span): "two whole numbers (88-187)", range, string().pattern(Some("^[0-9]{1,8}-[0-9]{1,8}$")).into()
}

fn range(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    let place = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
    Some(Span::new(place(start)?, place(end)?))
}

fn words(text: &str, most: usize) -> Option<String> {
    (1..=most).contains(&text.chars().count()).then(|| text.to_owned())
}

fn number(text: &str, least: usize, most: usize) -> Option<usize> {
    let number: usize = text.parse().ok()?;
    (number.to_string() == text && (least..=most).contains(&number)).then_some(number)
}

fn is_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn day(text: &str) -> Option<Date> {
    let digits = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    (text.len() == 10 && text.bytes().enumerate().all(digits)).then(|| text.parse().ok())?
}

/// A date, or a date-time of RFC 3339. One that is out of the calendar's reach only by its zone counts as its day.
fn moment(text: &str) -> Option<Until> {
    if text.len() == 10 {
        return day(text).map(Until::Day);
    }
    let date = day(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix(['T', 't'])?;
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = rest.split_at(zone);
    let pair = |part: &str, most: u8| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) && part.parse::<u8>().is_ok_and(|n| n <= most)
    };
    let (clock, fraction) = time.split_once('.').map_or((time, None), |(clock, fraction)| (clock, Some(fraction)));
    let mut clock = clock.split(':');
    let fits = clock.next().is_some_and(|hour| pair(hour, 23))
        && clock.next().is_some_and(|minute| pair(minute, 59))
        && clock.next().is_some_and(|second| pair(second, 60))
        && clock.next().is_none()
        && fraction.is_none_or(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let shift = zone.get(1..).unwrap_or_default().split_once(':');
    let placed = zone.eq_ignore_ascii_case("z")
        || zone.starts_with(['+', '-']) && shift.is_some_and(|(hours, minutes)| pair(hours, 23) && pair(minutes, 59));
    (fits && placed).then(|| text.parse().unwrap_or(Until::Day(date)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_or_a_date_time_of_rfc_3339_and_nothing_else() {
        for good in [
            "2016-12-30",
            "0001-01-01",
            "2016-12-30T18:00:00Z",
            "2016-12-30T18:00:00.25+03:00",
            "2016-12-31T23:59:60Z",
            "9999-12-31T23:59:59-23:59",
            "0001-01-01T00:00:00+23:00",
        ] {
            assert!(moment(good).is_some(), "{good}");
        }
        for bad in [
            "",
            " 2016-12-30",
            "2016-12-30 ",
            "2016-13-30",
            "20161230",
            "2016-12-30T18:00Z",
            "2016-12-30T18:00:00",
            "2016-12-30T18:00:00[UTC]",
            "2016-12-30T18:00:00Z[UTC]",
            "2016-12-30 18:00:00Z",
            "2016-12-30T18:00:00.Z",
            "٢٠١٦-12-30",
        ] {
            assert!(moment(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_number_is_written_in_one_way() {
        assert_eq!(number("50", 1, 200), Some(50));
        for bad in ["0", "201", "+5", "05", "5.0", "1e1", "", "٥"] {
            assert_eq!(number(bad, 1, 200), None, "{bad}");
        }
    }
}
