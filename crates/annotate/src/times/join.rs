//! Joins time expressions that make one: "Friday" + "night", "9 a.m." + "Tuesday", "the first half of" + "1989".

use jiff::civil::Date;
use terms::Token;

use super::Found;
use super::calendar::{Grain, Point};
use super::meaning::Reading;
use super::words::{Class, Symbol, Words};

/// Joins neighbours and takes in the words that narrow a time ("early", "the end of"); the list stays in order.
pub(super) fn join(found: Vec<Found>, tokens: &[Token], symbols: &[Symbol], words: &Words) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::new();
    for mut next in found {
        widen(&mut next, joined.last().map_or(0, |last| last.end), tokens, symbols, words);
        if let Some(last) = joined.last_mut()
            && let Some(reading) = link(tokens, last.end, next.start).and_then(|link| both(last, &next, link))
        {
            last.reading = reading;
            last.end = next.end;
            last.whole = true;
            continue;
        }
        joined.push(next);
    }
    joined
}

/// What stands between two expressions that may be one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Nothing,
    Comma,
    On,
    At,
    Of,
}

fn link(tokens: &[Token], end: usize, start: usize) -> Option<Link> {
    let mut between = tokens.get(end..start)?.iter().filter(|token| !token.is_space());
    let Some(first) = between.next() else { return Some(Link::Nothing) };
    let kind = match &*first.text.to_ascii_lowercase() {
        "," => Link::Comma,
        "on" => Link::On,
        "at" | "around" | "about" | "in" | "by" => Link::At,
        "of" => Link::Of,
        _ => return None,
    };
    match between.next() {
        None => Some(kind),
        Some(second) if kind == Link::Comma && matches!(&*second.text, "at" | "about" | "around" | "on") => {
            between.next().is_none().then_some(Link::At)
        }
        Some(second) if kind != Link::Comma && matches!(&*second.text, "the" | "about" | "around") => {
            between.next().is_none().then_some(kind)
        }
        Some(_) => None,
    }
}

fn both(last: &Found, next: &Found, link: Link) -> Option<Reading> {
    match (&last.reading, &next.reading) {
        (Reading::Point(day, basis), Reading::Time(None, time))
            if day.grain == Grain::Day && link != Link::Of && link != Link::On =>
        {
            Some(Reading::Time(Some((day.first, *basis)), time.clone()))
        }
        (Reading::Time(None, time), Reading::Point(day, basis)) if day.grain == Grain::Day && link != Link::At => {
            Some(Reading::Time(Some((day.first, *basis)), time.clone()))
        }
        // "7:30 in the evening", "Friday evening at 7:30".
        (Reading::Time(day, clock), Reading::Time(None, part))
            if clock.contains(':') && !part.contains(':') && matches!(link, Link::Nothing | Link::At) =>
        {
            Some(Reading::Time(*day, afternoon(clock, part)))
        }
        (Reading::Time(day, part), Reading::Time(None, clock))
            if clock.contains(':') && !part.contains(':') && link != Link::Of =>
        {
            Some(Reading::Time(*day, afternoon(clock, part)))
        }
        // "the first half of next year", "the third quarter of 1990", "July of last year".
        (Reading::Point(part, _), Reading::Point(year, basis))
            if year.grain == Grain::Year
                && matches!(link, Link::Of | Link::Nothing)
                && matches!(part.grain, Grain::Quarter | Grain::Half | Grain::Month | Grain::Season) =>
        {
            let months = part.first.month();
            let first = Date::new(year.first.year(), months, 1).ok()?;
            Some(Reading::Point(Point { first, grain: part.grain }, *basis))
        }
        // "Wednesday, July 31", "July 31, Wednesday", "Tuesday last week": the finer or stated one tells the day.
        (Reading::Point(weekday, own), Reading::Point(day, basis))
            if weekday.grain == Grain::Day && matches!(link, Link::Nothing | Link::Comma) =>
        {
            match day.grain {
                Grain::Day if last.weekday != next.weekday && last.weekday => Some(Reading::Point(*day, *basis)),
                Grain::Day if last.weekday != next.weekday && link == Link::Nothing => {
                    Some(Reading::Point(*weekday, *own))
                }
                Grain::Week if last.weekday && link == Link::Nothing => {
                    let within = i64::from(weekday.first.weekday().to_monday_zero_offset());
                    Some(Reading::Point(
                        Point { first: day.first, grain: Grain::Day }.shifted(within, Grain::Day)?,
                        *basis,
                    ))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A clock of twelve hours beside a part of the day that tells which half is meant.
fn afternoon(clock: &str, part: &str) -> String {
    let hour: u8 = clock[..2].parse().unwrap_or_default();
    if matches!(part, "AF" | "EV" | "NI") && (1..12).contains(&hour) {
        format!("{:02}{}", hour + 12, &clock[2..])
    } else {
        clock.to_owned()
    }
}

/// Takes in the words before a time that narrow it: "early next year", "the end of 1990", "mid-August".
fn widen(found: &mut Found, from: usize, tokens: &[Token], symbols: &[Symbol], words: &Words) {
    if !matches!(found.reading, Reading::Point(..) | Reading::Time(..)) {
        return;
    }
    let mut at = found.start;
    if at > from && &*tokens[at - 1].text == "-" && at >= 2 && words.is(symbols[at - 2], Class::Edge) {
        at -= 2;
    } else if at > from && words.is(symbols[at - 1], Class::Edge) {
        at -= 1;
    } else if at >= from + 2 && tokens[at - 1].text.eq_ignore_ascii_case("of") && words.is(symbols[at - 2], Class::Edge)
    {
        at -= 2;
    } else {
        return;
    }
    if at > from && tokens[at - 1].text.eq_ignore_ascii_case("the") {
        at -= 1;
    }
    found.start = at;
}
