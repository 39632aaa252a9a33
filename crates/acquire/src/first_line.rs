use jiff::civil::Date;

/// Scalar values of the first line that are looked at.
const REACH: usize = 200;

/// A date that the first line of a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FirstLine {
    /// The day.
    pub(crate) day: Date,
    /// Bytes at the start of the text, white space after them included, that tell nothing but the date;
    /// 0 where the date stands in a dateline with a place.
    pub(crate) preamble: usize,
}

/// Reads the date in the first line of a text: alone on its line, after a label, before a dash, or in a dateline.
///
/// A date within a sentence ("On 30 December 2016 …") is no date of publication, and one without a year none at all.
pub(crate) fn read(text: &str) -> Option<FirstLine> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let line = line.char_indices().nth(REACH).map_or(line, |(end, _)| &line[..end]);
    if let Some((day, end)) = heading(line) {
        let rest = &text[start + end..];
        let preamble = text.len() - rest.trim_start().len();
        return Some(FirstLine { day, preamble });
    }
    dateline(line).map(|day| FirstLine { day, preamble: 0 })
}

/// The day, where a date is all that a line holds.
pub(crate) fn whole(line: &str) -> Option<Date> {
    heading(line).filter(|(_, end)| *end == line.len()).map(|(day, _)| day)
}

/// A date that heads the line, and where in the line other matter starts.
fn heading(line: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { line, at: 0 };
    cursor.skip(is_ornament);
    let label = cursor.label();
    cursor.skip(is_ornament);
    let written = cursor.date()?;
    cursor.time();
    let after_date = cursor.at;
    cursor.skip(|character| is_ornament(character) || matches!(character, '.' | ',' | '|' | ')' | ']'));
    if cursor.rest().is_empty() {
        return Some((written.day, line.len()));
    }
    cursor.at = after_date;
    cursor.skip(char::is_whitespace);
    let spaced = cursor.at > after_date;
    let separator = cursor.separator();
    let parted = separator.is_some_and(|marks| spaced || marks != "-") || label == Label::Colon;
    cursor.skip(is_ornament);
    let starts_afresh = cursor
        .rest()
        .starts_with(|first: char| !first.is_lowercase() && (first.is_alphanumeric() || "“‘\"'«([".contains(first)));
    let told = match label {
        // Whatever follows "date 2016-12-30", it is not part of the date.
        Label::Date => spaced || parted,
        Label::Colon => spaced,
        Label::Other | Label::None => starts_afresh && (parted || written.iso && spaced),
    };
    (told && !cursor.rest().starts_with('(')).then_some((written.day, cursor.at))
}

/// `MOSCOW, Dec. 30, 2016 (Agency) —`: place in capitals, date with year, dash, all before the first sentence.
fn dateline(line: &str) -> Option<Date> {
    let first = line.split(|character: char| !character.is_alphabetic()).find(|word| !word.is_empty())?;
    if first.chars().count() < 3 || first.chars().any(char::is_lowercase) {
        return None;
    }
    let starts = line.char_indices().take(80).filter(|(at, _)| *at > 0 && line[..*at].ends_with([' ', '(']));
    for (at, _) in starts {
        let mut cursor = Cursor { line, at };
        let Some(written) = cursor.date() else { continue };
        let place = &line[..at];
        let words = place.split([' ', ',', '(', ')', '/', '-', '–', '—', '_']).filter(|word| !word.is_empty());
        let is_place = words.clone().count() <= 8
            && words.into_iter().all(|word| word.starts_with(char::is_uppercase) || matches!(word, "de" | "la" | "al"));
        cursor.skip(|character| matches!(character, ' ' | ')' | ','));
        if cursor.rest().starts_with(['(', '/']) {
            let close = cursor.rest()[1..].find([')', '/'])?;
            cursor.at += 1 + close + 1;
            cursor.skip(|character| character == ' ');
        }
        let ends_so = cursor.separator().is_some();
        return (is_place && ends_so).then_some(written.day);
    }
    None
}

/// What stands before a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    None,
    /// "date".
    Date,
    /// "published on" and the like, without a colon.
    Other,
    /// Any of them with a colon.
    Colon,
}

/// Labels, longest first where one starts another.
const LABELS: [&str; 10] = [
    "publication date",
    "date published",
    "last updated",
    "published on",
    "published",
    "posted on",
    "posted",
    "updated",
    "dated",
    "date",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A date as it is written.
struct Written {
    day: Date,
    /// Whether it is a year, a month and a day in figures.
    iso: bool,
}

/// White space within a line, and the marks that Markdown sets around words.
fn is_ornament(character: char) -> bool {
    character.is_whitespace() || matches!(character, '*' | '_')
}

/// A place in a line; every method moves it only past what it has read.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        self.at = self.line.len() - self.rest().trim_start_matches(is_skipped).len();
    }

    fn eat(&mut self, characters: &[char]) -> bool {
        match self.rest().strip_prefix(characters) {
            Some(rest) => {
                self.at = self.line.len() - rest.len();
                true
            }
            None => false,
        }
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let run = &rest[..rest.find(|character| !belongs(character)).unwrap_or(rest.len())];
        self.at += run.len();
        run
    }

    /// A number of at most four digits.
    fn number(&mut self) -> Option<(i16, usize)> {
        let digits = self.run(|character| character.is_ascii_digit());
        (1..=4).contains(&digits.len()).then(|| Some((digits.parse().ok()?, digits.len())))?
    }

    fn label(&mut self) -> Label {
        let found = LABELS.iter().find(|label| {
            let start = self.rest().get(..label.len());
            let ends = !self.rest().get(label.len()..).is_none_or(|rest| rest.starts_with(char::is_alphanumeric));
            ends && start.is_some_and(|start| start.eq_ignore_ascii_case(label))
        });
        let Some(label) = found else { return Label::None };
        self.at += label.len();
        self.skip(is_ornament);
        if self.eat(&[':']) {
            Label::Colon
        } else if *label == "date" {
            Label::Date
        } else {
            Label::Other
        }
    }

    /// A date with a year, a weekday before it or not; the cursor is moved only if there is one.
    fn date(&mut self) -> Option<Written> {
        let mut cursor = *self;
        if cursor.name(&WEEKDAYS).is_some() {
            cursor.eat(&[',']);
            cursor.skip(char::is_whitespace);
        }
        let written = if cursor.rest().starts_with(|first: char| first.is_ascii_digit()) {
            cursor.figures_first()
        } else {
            cursor.month_first()
        }?;
        let cut_short = cursor.rest().starts_with(|next: char| next.is_alphanumeric() && !(written.iso && next == 'T'));
        if cut_short || !(1800..=2100).contains(&written.day.year()) {
            return None;
        }
        *self = cursor;
        Some(written)
    }

    /// The index of a name that stands here in full, or cut to three or four letters with or without a full stop.
    fn name(&mut self, names: &[&str]) -> Option<usize> {
        let mut cursor = *self;
        let word = cursor.run(char::is_alphabetic).to_ascii_lowercase();
        let index =
            names.iter().position(|name| word == *name || (3..=5).contains(&word.len()) && name.starts_with(&word))?;
        if names[index] != word {
            cursor.eat(&['.']);
        }
        *self = cursor;
        Some(index)
    }

    /// `30 December 2016`, `30th of Dec. 2016`, `2016-12-30`, `2016/12/30`, `30.12.2016`, `30/12/2016`.
    fn figures_first(&mut self) -> Option<Written> {
        let (first, digits) = self.number()?;
        if let Some(separator) = ['-', '/', '.'].into_iter().find(|&separator| self.eat(&[separator])) {
            let (second, _) = self.number()?;
            let (third, last_digits) = self.eat(&[separator]).then(|| self.number())??;
            let (year, month, day) = match (digits, last_digits) {
                (4, 1..=2) => (first, second, third),
                (1..=2, 4) if separator == '.' || first > 12 || first == second => (third, second, first),
                // 12/30/2016 can only be American; 5/6/2016 may be either, and stays unread.
                (1..=2, 4) if second > 12 => (third, first, second),
                _ => return None,
            };
            return Some(Written { day: civil(year, month, day)?, iso: digits == 4 });
        }
        if digits > 2 {
            return None;
        }
        self.ordinal();
        self.skip(char::is_whitespace);
        if self.rest().starts_with("of ") {
            self.at += 3;
        }
        let month = self.name(&MONTHS)?;
        let year = self.year()?;
        Some(Written { day: civil(year, month as i16 + 1, first)?, iso: false })
    }

    /// `December 30, 2016`, `Dec. 30th 2016`.
    fn month_first(&mut self) -> Option<Written> {
        let month = self.name(&MONTHS)?;
        self.skip(char::is_whitespace);
        let (day, digits) = self.number()?;
        if digits > 2 {
            return None;
        }
        self.ordinal();
        let year = self.year()?;
        Some(Written { day: civil(year, month as i16 + 1, day)?, iso: false })
    }

    fn ordinal(&mut self) {
        if let Some(suffix) = ["st", "nd", "rd", "th"].into_iter().find(|suffix| self.rest().starts_with(suffix)) {
            self.at += suffix.len();
        }
    }

    /// A comma or none, and four digits.
    fn year(&mut self) -> Option<i16> {
        self.eat(&[',']);
        self.skip(char::is_whitespace);
        self.number().filter(|(_, digits)| *digits == 4).map(|(year, _)| year)
    }

    /// A time of day with its zone, where one follows: `, 14:05 GMT`, `T14:05:00Z`, ` at 2:05 p.m.`.
    fn time(&mut self) {
        let mut cursor = *self;
        if !cursor.eat(&['T']) {
            cursor.skip(|character| character.is_whitespace() || matches!(character, ',' | '-' | '–' | '|'));
            if cursor.rest().starts_with("at ") {
                cursor.at += 3;
            }
        }
        if cursor.number().is_none_or(|(hour, digits)| digits > 2 || hour > 24) || !cursor.eat(&[':']) {
            return;
        }
        cursor.run(|character| character.is_ascii_digit() || matches!(character, ':'));
        if cursor.rest().starts_with('.') {
            let mut fraction = cursor;
            fraction.at += 1;
            if !fraction.run(|character| character.is_ascii_digit()).is_empty() {
                cursor = fraction;
            }
        }
        *self = cursor;
        cursor.skip(|character| character == ' ');
        for half in ["a.m.", "p.m.", "am", "pm", "AM", "PM"] {
            if cursor.rest().starts_with(half) {
                cursor.at += half.len();
                *self = cursor;
                cursor.skip(|character| character == ' ');
                break;
            }
        }
        let mut zone = cursor;
        if zone.eat(&['+', '-']) {
            let figures = zone.run(|character| character.is_ascii_digit() || character == ':');
            if matches!(figures.len(), 4 | 5) {
                *self = zone;
            }
        } else {
            let letters = zone.run(|character| character.is_ascii_uppercase());
            if letters == "Z"
                || matches!(
                    letters,
                    "UTC"
                        | "GMT"
                        | "EST"
                        | "EDT"
                        | "CST"
                        | "CDT"
                        | "MST"
                        | "MDT"
                        | "PST"
                        | "PDT"
                        | "ET"
                        | "PT"
                        | "BST"
                        | "CET"
                        | "CEST"
                        | "EET"
                        | "MSK"
                        | "IST"
                        | "JST"
                        | "HKT"
                        | "AEST"
                        | "AEDT"
                )
            {
                *self = zone;
            }
        }
    }

    /// A dash, a bar or a colon between the date and what follows.
    fn separator(&mut self) -> Option<&'a str> {
        let marks = self.run(|character| matches!(character, '-' | '–' | '—' | '|' | ':' | '_'));
        (!marks.is_empty()).then_some(marks)
    }
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The day, and the text that is left after the preamble.
    fn told(text: &str) -> Option<(Date, &str)> {
        read(text).map(|first| (first.day, &text[first.preamble..]))
    }

    #[test]
    fn a_date_before_the_text_is_no_text() {
        for text in [
            " date 2017-03-04 Envoys met.",
            "Date: 2017-03-04 Envoys met.",
            "2017-03-04\nEnvoys met.",
            "\n\n  2017-03-04T10:00:00Z\r\n\r\nEnvoys met.",
            "2017-03-04 Envoys met.",
            "2017-03-04: Envoys met.",
            "4 March 2017\n\nEnvoys met.",
            "4th of March, 2017.\nEnvoys met.",
            "Saturday, March 4, 2017  \n\n\nEnvoys met.",
            "Saturday, 4 March 2017, 10:05 GMT\nEnvoys met.",
            "Sat. Mar. 4, 2017 at 10:05 p.m. EST\nEnvoys met.",
            "Mar 4 2017 — Envoys met.",
            "March 4, 2017 -- Envoys met.",
            "04.03.2017\nEnvoys met.",
            "Published on 4 March 2017\nEnvoys met.",
            "Last updated: 4 March 2017 10:05\nEnvoys met.",
            "**4 March 2017**\n\nEnvoys met.",
            "*Date:* 2017-03-04\n\nEnvoys met.",
        ] {
            assert_eq!(told(text), Some((date(2017, 3, 4), "Envoys met.")), "{text:?}");
        }
    }

    #[test]
    fn a_dateline_with_a_year_dates_the_text_and_stays_in_it() {
        for text in [
            "LIMA, March 4, 2017 (Wire) — Envoys met.",
            "PORT LOUIS, Mauritius, 4 Mar. 2017 - Envoys met.",
            "QUITO (Wire, 4 March 2017) – Envoys met.",
        ] {
            assert_eq!(told(text), Some((date(2017, 3, 4), text)), "{text:?}");
        }
    }

    #[test]
    fn a_date_within_a_sentence_is_text() {
        for text in [
            "",
            "\n",
            "Envoys met.",
            "On 4 March 2017 envoys met.",
            "4 March 2017 was a cold day.",
            "March 4, 2017, was a cold day.",
            "2017-03-04 was a cold day.",
            "LIMA, March 4 (Wire) - Envoys met.",
            "March 2017\nEnvoys met.",
            "5/6/2017\nEnvoys met.",
            "30 February 2017\nEnvoys met.",
            "2017\nEnvoys met.",
            "UNESCO said on March 4, 2017 that it would close.",
            "May 4 20170 envoys meet?",
            "4 March 2017 – the day the envoys met – was cold.",
            "Published March 4, 2017, the report says so.",
            "99999999999999999999-12-30",
            "Monday",
            "Monday, ",
            "date",
            "date ",
            "12/",
            "Mar",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
