//! From the words that a rule caught to a time.

use jiff::civil::Date;
use terms::{Basis, TimeKind};

use super::calendar::{Grain, Point, holiday, last, next, weekday};
use super::rules::{Direction, From, Means, Written};
use super::tense::Tense;
use super::words::{Capture, Class};

/// Days within which a date ahead is meant in spite of a past tense ("was extended to March 3"), where the last such date
/// is more than [`LONG_AGO`] days back.
const SOON: i64 = 92;
const LONG_AGO: i64 = 250;
/// Days for which a date that was ahead of its verb is still meant, where the next such date is further off than
/// [`LONG_AGO`] days.
const JUST_PAST: i64 = 45;

/// What a time expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// A point of the calendar.
    Point(Point, Basis),
    /// A time of day: the day where it is known and how, the clock or part as TIMEX3 writes it after "T".
    Time(Option<(Date, Basis)>, String),
    /// Any other value; a date of which only a part is known ("XXXX-WXX-5"), a duration, a set, a reference.
    Value(TimeKind, String),
}

/// What is known where a time expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    /// Day of the article.
    pub(super) article: Option<Date>,
    /// The last point that the text told.
    pub(super) story: Option<Point>,
    /// The last quarter that the text told a few sentences ago at most.
    pub(super) quarter: Option<Point>,
    pub(super) tense: Tense,
    /// Whether the time tells directly when the verb's deed was ("left on March 5"), not what a noun beside it is for.
    pub(super) direct: bool,
}

/// What a rule says of its captures; `None` where they make no sense ("February 31").
pub(super) fn read(rule: &Written, captures: &[Capture], scene: Scene) -> Option<Reading> {
    let find = |class: Class| captures.iter().find(|capture| capture.class == class);
    let year = find(Class::Year)
        .map(|capture| capture.whole() as i16)
        .or_else(|| rule.year.and_then(|by| Some(scene.article?.year() + by)));
    let named = find(Class::Month).is_some() && rule.direction.is_none() && rule.year.is_none();
    let basis = if named || find(Class::Year).is_some() || find(Class::Iso).is_some() {
        Basis::Stated
    } else {
        Basis::Relative
    };
    let point = |point: Option<Point>| point.map(|point| Reading::Point(point, basis));
    match rule.means {
        Means::Nothing => None,
        Means::Fixed => Some(Reading::Value(rule.kind.unwrap_or(TimeKind::Date), rule.value.clone()?)),
        Means::Day => day(rule, captures, year, scene, basis),
        Means::Week => match day(rule, captures, year, scene, basis)? {
            Reading::Point(day, basis) => Some(Reading::Point(Point::holding(day.first, Grain::Week), basis)),
            _ => None,
        },
        Means::Weekday => {
            let number = find(Class::Weekday)?.whole() as i8;
            let Some(article) = scene.article else {
                return Some(Reading::Value(TimeKind::Date, format!("XXXX-WXX-{number}")));
            };
            let base =
                if rule.from == From::Story { scene.story.map_or(article, |story| story.first) } else { article };
            let day = weekday(number)?;
            let found = match (rule.direction, scene.tense) {
                (Some(Direction::Past), _) => last(day, base, false),
                (Some(Direction::Future), _) => next(day, base, false),
                (Some(Direction::Here), _) => {
                    Point::holding(base, Grain::Week).shifted(i64::from(number) - 1, Grain::Day)?.first
                }
                (None, Tense::Future) => next(day, base, true),
                (None, _) => last(day, base, true),
            };
            point(Some(Point { first: found, grain: Grain::Day }))
        }
        Means::Month => {
            let number = find(Class::Month)?.whole() as i8;
            match (year, scene.article) {
                (Some(year), _) => point(Point::month(year, number)),
                (None, None) => Some(Reading::Value(TimeKind::Date, format!("XXXX-{number:02}"))),
                (None, Some(article)) => point(by_tense(rule, scene, article, |year| Point::month(year, number))),
            }
        }
        Means::Year => year.map(|year| Reading::Point(Point::year(year), basis)),
        Means::Season => {
            let letters = &find(Class::Season)?.text;
            match (year, scene.article) {
                (Some(year), _) => point(Point::season(year, letters)),
                (None, None) => Some(Reading::Value(TimeKind::Date, format!("XXXX-{letters}"))),
                (None, Some(article)) => point(by_tense(rule, scene, article, |year| Point::season(year, letters))),
            }
        }
        Means::Quarter => {
            let of_month = find(Class::Month).map(|month| (month.whole() as i8 - 1) / 3 + 1);
            let told = of_month
                .or(find(Class::Ordinal).map(|number| number.whole() as i8))
                .or(scene.quarter.map(|quarter| (quarter.first.month() - 1) / 3 + 1));
            point(part_of_year(told?, 4, year, scene, Point::quarter))
        }
        Means::Half => part_of_year(find(Class::Ordinal).map_or(1, Capture::whole) as i8, 2, year, scene, Point::half)
            .map(|point| Reading::Point(point, basis)),
        Means::Decade => {
            let first = find(Class::Decade)?.whole() as i16;
            point(Some(Point { grain: Grain::Decade, ..Point::year(first) }))
        }
        Means::Century => {
            let number = find(Class::Ordinal).or(find(Class::Day))?.whole() as i16;
            point(Some(Point { grain: Grain::Century, ..Point::year(number.checked_sub(1)?.checked_mul(100)?) }))
        }
        Means::Holiday => {
            let name = &find(Class::Holiday)?.text;
            match (year, scene.article) {
                (Some(year), _) => point(holiday(name, year).map(|day| Point::holding(day, Grain::Day))),
                (None, None) => None,
                (None, Some(article)) => point(by_tense(rule, scene, article, |year| {
                    holiday(name, year).map(|day| Point::holding(day, Grain::Day))
                })),
            }
        }
        Means::Shift => shift(rule, captures, scene),
        Means::Duration => duration(rule, captures).map(|value| Reading::Value(TimeKind::Duration, value)),
        Means::Set => set(rule, captures).map(|value| Reading::Value(TimeKind::Set, value)),
        Means::Clock => clock(rule, captures).map(|clock| Reading::Time(None, clock)),
        Means::Part => {
            let letters = rule.value.as_deref().or(find(Class::Part).map(|part| &*part.text))?;
            let base = if rule.from == From::Story {
                scene.story.map(|story| story.first).or(scene.article)
            } else {
                scene.article
            };
            let day = rule
                .count
                .and_then(|by| Point::holding(base?, Grain::Day).shifted(by, Grain::Day))
                .map(|day| (day.first, Basis::Relative));
            Some(Reading::Time(day, letters.to_owned()))
        }
    }
}

/// A day by month and day of the month, or in figures.
fn day(rule: &Written, captures: &[Capture], year: Option<i16>, scene: Scene, basis: Basis) -> Option<Reading> {
    let find = |class: Class| captures.iter().find(|capture| capture.class == class);
    let on = |day: Date| Reading::Point(Point { first: day, grain: Grain::Day }, basis);
    if let Some(iso) = find(Class::Iso) {
        return iso.text.parse().ok().map(on);
    }
    let number = find(Class::Day).or(find(Class::Ordinal))?.whole() as i8;
    let Some(month) = find(Class::Month) else {
        // "the 14th": a day of the month that the story is in.
        let base = scene.story.map(|story| story.first).or(scene.article)?;
        return Date::new(base.year(), base.month(), number).ok().map(on);
    };
    let month = month.whole() as i8;
    match (year, scene.article) {
        (Some(year), _) => Date::new(year, month, number).ok().map(on),
        (None, None) => Some(Reading::Value(TimeKind::Date, format!("XXXX-{month:02}-{number:02}"))),
        (None, Some(article)) => {
            let point = |year| Date::new(year, month, number).ok().map(|first| Point { first, grain: Grain::Day });
            by_tense(rule, scene, article, point).map(|point| Reading::Point(point, basis))
        }
    }
}

/// The point of one of the years around the article that the rule's direction or the tense picks: the last one begun by
/// the day of the article, or the next one not yet past, or the nearest.
fn by_tense(rule: &Written, scene: Scene, article: Date, point: impl Fn(i16) -> Option<Point>) -> Option<Point> {
    let year = article.year();
    let candidates: Vec<Point> = (-1..=1).filter_map(|by| point(year + by)).collect();
    let grain = candidates.first()?.grain;
    let here = Point::holding(article, grain).first;
    let days = |point: &Point| i64::from(point.first.since(here).map_or(i32::MAX, |span| span.get_days()));
    let past = |limit: i64| candidates.iter().filter(|point| days(point) <= limit).max_by_key(|point| days(point));
    let future = |limit: i64| candidates.iter().filter(|point| days(point) >= limit).min_by_key(|point| days(point));
    let nearest = candidates.iter().min_by_key(|point| (days(point).abs(), days(point)));
    let long_ago = past(3).is_none_or(|last| days(last) < -LONG_AGO);
    let soon = future(1).filter(|next| !scene.direct && long_ago && days(next) <= SOON);
    match (rule.direction, scene.tense) {
        (Some(Direction::Past), _) => past(-1),
        (Some(Direction::Future), _) => future(1),
        (Some(Direction::Here), _) => candidates.iter().find(|point| point.first.year() == year),
        // A day just ahead of an article in the past tense is a slip of the zone, not last year's.
        (None, Tense::Past) => soon.or(past(3)),
        // "was to end on January 14", read on the 30th.
        (None, Tense::Future) => past(-1)
            .filter(|last| days(last) >= -JUST_PAST && future(0).is_none_or(|next| days(next) > LONG_AGO))
            .or(future(0)),
        (None, Tense::Unknown) => nearest,
    }
    .copied()
}

/// A quarter or half: of the year told, else the last one begun, else with a verb of the future the next one.
fn part_of_year(
    number: i8,
    parts: i8,
    year: Option<i16>,
    scene: Scene,
    point: impl Fn(i16, i8) -> Option<Point>,
) -> Option<Point> {
    let number = if number < 0 { parts } else { number };
    if let Some(year) = year {
        return point(year, number);
    }
    let article = scene.article?;
    let this = point(article.year(), number)?;
    let begun = this.first <= article;
    let ahead = scene.tense == Tense::Future;
    let over = begun && (article.month() - 1) / (12 / parts) + 1 > number;
    match (begun, ahead) {
        (true, true) if over && article.month() - this.first.month() > 9 => point(article.year() + 1, number),
        (true, _) | (false, true) => Some(this),
        // A quarter that is about to begin is this year's; one far off was last year's.
        (false, false) if this.first.month() - article.month() <= 3 => Some(this),
        (false, false) => point(article.year() - 1, number),
    }
}

fn shift(rule: &Written, captures: &[Capture], scene: Scene) -> Option<Reading> {
    let find = |class: Class| captures.iter().find(|capture| capture.class == class);
    let unit = rule.unit.as_deref().or(find(Class::Unit).map(|unit| &*unit.text))?;
    let sign = match rule.direction {
        Some(Direction::Past) => -1,
        Some(Direction::Here) => 0,
        Some(Direction::Future) | None => 1,
    };
    let vague = |sign: i64| {
        let value = match sign {
            0 => "PRESENT_REF",
            1 => "FUTURE_REF",
            _ => "PAST_REF",
        };
        Some(Reading::Value(TimeKind::Date, value.into()))
    };
    let count = match (rule.count, find(Class::Count)) {
        (Some(count), _) => count,
        (None, Some(count)) if count.is_vague() => return vague(sign),
        // Halves of years are dropped: "2 1/2 years ago" is a year.
        (None, Some(count)) => count.whole(),
        (None, None) => 1,
    };
    let Some(grain) = Grain::of_unit(unit) else { return clock_shift(rule, unit, count, sign, scene) };
    let by = sign * count;
    // Only a quarter that is over has figures to compare.
    let over = scene.quarter.filter(|quarter| {
        quarter.shifted(1, Grain::Quarter).zip(scene.article).is_none_or(|(next, article)| next.first <= article)
    });
    if grain == Grain::Year && by == -1 {
        // "a year earlier" beside a quarter means the same quarter of the year before.
        if let Some(quarter) = over.filter(|_| find(Class::Count).is_some() || rule.from == From::Story) {
            return Some(Reading::Point(quarter.shifted(-1, Grain::Year)?, Basis::Relative));
        }
    }
    let base = match rule.from {
        From::Article => scene.article,
        From::Story => scene.story.map(|story| story.first).or(scene.article),
    };
    let Some(base) = base else { return vague(by.signum()) };
    if grain == Grain::Quarter && rule.from == From::Story {
        let last = Point::holding(base, Grain::Quarter).shifted(-1, Grain::Quarter)?;
        return Some(Reading::Point(over.unwrap_or(last).shifted(by, Grain::Quarter)?, Basis::Relative));
    }
    // On a Saturday "over the weekend" is this one.
    let begun = grain == Grain::Weekend && base.weekday().to_monday_one_offset() > 5;
    let by = if begun && by < 0 { by + 1 } else { by };
    Some(Reading::Point(Point::holding(base, grain).shifted(by, grain)?, Basis::Relative))
}

/// Hours and minutes from now stay on the day.
fn clock_shift(rule: &Written, unit: &str, count: i64, sign: i64, scene: Scene) -> Option<Reading> {
    let base = match rule.from {
        From::Article => scene.article,
        From::Story => scene.story.filter(|story| story.grain == Grain::Day).map(|story| story.first).or(scene.article),
    };
    let days = if unit == "TH" { count / 24 } else { 0 };
    let day = Point::holding(base?, Grain::Day).shifted(sign * days, Grain::Day)?;
    Some(Reading::Point(day, Basis::Relative))
}

/// "P3D", "PT72H", "PXM", "P2Y6M".
fn duration(rule: &Written, captures: &[Capture]) -> Option<String> {
    let unit = rule
        .unit
        .as_deref()
        .or_else(|| captures.iter().rev().find(|capture| capture.class == Class::Unit).map(|unit| &*unit.text))?;
    let counts: Vec<&Capture> = captures.iter().filter(|capture| capture.class == Class::Count).collect();
    let number = match (rule.count, counts.as_slice()) {
        (Some(count), _) => Some(count as f64),
        (None, []) => None,
        (None, [.., count]) if count.is_vague() => None,
        (None, [count, ..]) => Some(count.number),
    };
    period(number.map(|number| number + rule.add), unit)
}

fn period(number: Option<f64>, unit: &str) -> Option<String> {
    let (time, letter) = unit.strip_prefix('T').map_or(("", unit), |letter| ("T", letter));
    let (letter, times) = match letter {
        "E" => ("Y", 10.0),
        "C" => ("Y", 100.0),
        "WE" => ("D", 2.0),
        // A fortnight is two weeks.
        "F" => ("W", 2.0),
        letter => (letter, 1.0),
    };
    let Some(number) = number else {
        return Some(match unit {
            "E" => "PXE".into(),
            "C" => "PXC".into(),
            _ => format!("P{time}X{letter}"),
        });
    };
    let number = number * times;
    (number.is_finite() && number < 1e9).then_some(())?;
    let (whole, half) = (number.trunc(), number.fract());
    if (half - 0.5).abs() < 1e-9 {
        let rest = match (time, letter) {
            ("", "Y") => Some("6M"),
            ("T", "H") => Some("30M"),
            ("T", "M") => Some("30S"),
            _ => None,
        };
        if let Some(rest) = rest {
            return Some(if whole == 0.0 { format!("P{time}{rest}") } else { format!("P{time}{whole}{letter}{rest}") });
        }
    }
    Some(format!("P{time}{number}{letter}"))
}

/// "P1D" for "daily", "XXXX-WXX-5" for "every Friday".
fn set(rule: &Written, captures: &[Capture]) -> Option<String> {
    if let Some(value) = &rule.value {
        return Some(value.clone());
    }
    let find = |class: Class| captures.iter().find(|capture| capture.class == class);
    let part = find(Class::Part).map_or(String::new(), |part| format!("T{}", part.text));
    if let Some(day) = find(Class::Weekday) {
        return Some(format!("XXXX-WXX-{}{part}", day.text));
    }
    if let Some(month) = find(Class::Month) {
        return Some(format!("XXXX-{:02}", month.whole()));
    }
    if let Some(season) = find(Class::Season) {
        return Some(format!("XXXX-{}", season.text));
    }
    if !part.is_empty() {
        return Some(format!("XXXX-XX-XX{part}"));
    }
    duration(rule, captures).map(|value| value.replace("PX", "P1"))
}

/// "17:00" for "5 p.m.".
fn clock(rule: &Written, captures: &[Capture]) -> Option<String> {
    if let Some(value) = &rule.value {
        return Some(value.clone());
    }
    let minutes = captures.iter().find(|capture| capture.class == Class::Clock)?.whole();
    let half = captures.iter().find(|capture| capture.class == Class::Part).map_or("", |part| &part.text);
    let (hour, minute) = (minutes / 60, minutes % 60);
    let hour = match half {
        "PM" | "AF" | "EV" | "NI" if hour < 12 => hour + 12,
        "AM" | "MO" if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("{hour:02}:{minute:02}"))
}
