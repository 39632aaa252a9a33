//! Words of time: `data/times/words.toml`, one table a class, word → what it stands for.

use std::collections::{BTreeMap, HashMap};

use terms::{DataError, Resources, Token};

use crate::quantities::numerals;

pub(super) const FILE: &str = "times/words.toml";

/// A class of words that a pattern can name in braces.
///
/// Classes above [`Class::Count`] are word lists in the data; the others are read off the characters of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Weekday,
    /// Weekdays in the plural; caught as [`Class::Weekday`].
    Weekdays,
    Month,
    /// Months without their point; caught as [`Class::Month`].
    Abbreviated,
    Season,
    Unit,
    /// Units in the plural; caught as [`Class::Unit`].
    Units,
    /// Units of which one is always going on; caught as [`Class::Unit`].
    Calendar,
    Part,
    /// Parts of days in the plural; caught as [`Class::Part`].
    Parts,
    /// AM or PM beside a clock; caught as [`Class::Part`].
    Half,
    Ordinal,
    Holiday,
    Zone,
    Vague,
    Edge,
    /// A number of things: figures, number words, "a", a vague word ("several").
    Count,
    /// 1 to 31 in figures, with or without "th".
    Day,
    /// A year in four figures, or in words ("nineteen ninety-six").
    Year,
    /// "1990s", "'80s", "nineties".
    Decade,
    /// "10:35", or a bare hour from 0 to 24.
    Clock,
    /// "2016-12-30", "30/12/2016".
    Iso,
}

impl Class {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "weekday" => Class::Weekday,
            "weekdays" => Class::Weekdays,
            "month" => Class::Month,
            "season" => Class::Season,
            "abbreviated" => Class::Abbreviated,
            "unit" => Class::Unit,
            "units" => Class::Units,
            "calendar" => Class::Calendar,
            "parts" => Class::Parts,
            "half" => Class::Half,
            "part" => Class::Part,
            "ordinal" => Class::Ordinal,
            "holiday" => Class::Holiday,
            "zone" => Class::Zone,
            "vague" => Class::Vague,
            "edge" => Class::Edge,
            "count" => Class::Count,
            "day" => Class::Day,
            "year" => Class::Year,
            "decade" => Class::Decade,
            "clock" => Class::Clock,
            "iso" => Class::Iso,
            _ => return None,
        })
    }

    /// Whether its words are listed in the data.
    pub(super) fn is_listed(self) -> bool {
        !matches!(self, Class::Count | Class::Day | Class::Year | Class::Decade | Class::Clock | Class::Iso)
    }
}

/// What a class found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Capture {
    pub(super) class: Class,
    /// As the data has it ("D", "SU", "5"), or as the token reads.
    pub(super) text: Box<str>,
    /// The number, where it is one; 0 for a vague count.
    pub(super) number: f64,
}

impl Capture {
    /// Whether it is a count that says no number ("several").
    pub(super) fn is_vague(&self) -> bool {
        self.class == Class::Count && &*self.text == "X"
    }

    /// The number as a whole one; 0 where it is none.
    pub(super) fn whole(&self) -> i64 {
        if self.number.abs() < 1e15 { self.number as i64 } else { 0 }
    }
}

/// The number of a word that the rules know; every other word is [`UNKNOWN`].
pub(super) type Symbol = u32;
/// The symbol of all words that the rules do not know.
pub(super) const UNKNOWN: Symbol = 0;
/// The symbol of tokens that begin with a figure or an apostrophe and a figure.
pub(super) const FIGURES: Symbol = 1;

/// Words with which a count can begin; "nineteen" begins a year as well.
const COUNT_WORDS: &[&str] = &[
    "a",
    "an",
    "half",
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
];
/// Decades of the twentieth century by name.
const DECADE_WORDS: &[&str] =
    &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

/// All words known to the rules.
pub(super) struct Words {
    symbols: HashMap<Box<str>, Symbol>,
    /// For each symbol the classes that list it and what it stands for there.
    listed: Vec<Vec<(Class, Box<str>)>>,
}

impl Words {
    pub(super) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let text = resources.text(FILE)?;
        let tables: BTreeMap<String, BTreeMap<String, toml::Value>> =
            toml::from_str(&text).map_err(|fault| DataError {
                file: FILE.into(),
                line: fault.span().map(|span| text[..span.start].matches('\n').count() + 1),
                problem: fault.message().to_owned(),
                remedy: "write a table a class, and in it `word = value`".into(),
            })?;
        let mut words = Self { symbols: HashMap::new(), listed: vec![Vec::new(), Vec::new()] };
        for word in COUNT_WORDS.iter().chain(DECADE_WORDS) {
            words.intern(word);
        }
        for (name, entries) in tables {
            let class = Class::parse(&name).filter(|class| class.is_listed()).ok_or_else(|| DataError {
                file: FILE.into(),
                line: None,
                problem: format!("there is no class of words `{name}`"),
                remedy: "use one of weekday, weekdays, month, abbreviated, season, unit, units, calendar, part, parts, half, ordinal, holiday, zone, vague, edge".into(),
            })?;
            for (word, value) in entries {
                let symbol = words.intern(&word.to_lowercase());
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                words.listed[symbol as usize].push((class, value.into()));
            }
        }
        Ok(words)
    }

    /// The symbol of a word in a pattern; a new one where it is not known yet.
    pub(super) fn intern(&mut self, word: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(word) {
            return symbol;
        }
        let symbol = self.listed.len() as Symbol;
        self.symbols.insert(word.into(), symbol);
        self.listed.push(Vec::new());
        symbol
    }

    /// The symbol of a token.
    pub(super) fn symbol(&self, token: &Token, lower: &mut String) -> Symbol {
        let first = token.text.as_bytes().first().copied().unwrap_or(b' ');
        if first.is_ascii_digit() || without_prefix(&token.text).is_some() {
            return FIGURES;
        }
        lower.clear();
        lower.extend(token.text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        match lower.as_bytes() {
            [b'\'', b'0'..=b'9', ..] => FIGURES,
            _ => self.symbols.get(lower.as_str()).copied().unwrap_or(UNKNOWN),
        }
    }

    /// Whether a symbol stands for one of a listed class.
    pub(super) fn is(&self, symbol: Symbol, class: Class) -> bool {
        self.listed[symbol as usize].iter().any(|(own, _)| *own == class)
    }

    /// Symbols of words that begin a class which is not listed.
    pub(super) fn spelled(&self, class: Class) -> Vec<Symbol> {
        let of = |words: &[&str]| -> Vec<Symbol> {
            words.iter().filter_map(|word| self.symbols.get(*word).copied()).collect()
        };
        match class {
            Class::Count => self.members(Class::Vague).chain(of(COUNT_WORDS)).collect(),
            Class::Year => of(&["nineteen"]),
            Class::Decade => of(DECADE_WORDS),
            _ => Vec::new(),
        }
    }

    /// How many symbols there are.
    pub(super) fn len(&self) -> usize {
        self.listed.len()
    }

    /// Symbols of the words that a listed class holds.
    pub(super) fn members(&self, class: Class) -> impl Iterator<Item = Symbol> + '_ {
        self.listed
            .iter()
            .enumerate()
            .filter(move |(_, classes)| classes.iter().any(|(own, _)| *own == class))
            .map(|(symbol, _)| symbol as Symbol)
    }

    /// What a class finds at token `at`, and one past the last token it takes.
    pub(super) fn capture(
        &self,
        class: Class,
        tokens: &[Token],
        symbols: &[Symbol],
        at: usize,
    ) -> Option<(Capture, usize)> {
        let token = tokens.get(at)?;
        if class.is_listed() {
            let (_, text) = self.listed[symbols[at] as usize].iter().find(|(own, _)| *own == class)?;
            // "may" and "march" are verbs.
            let named = !matches!(class, Class::Month | Class::Abbreviated | Class::Holiday)
                || token.text.starts_with(char::is_uppercase);
            let class = match class {
                Class::Abbreviated => Class::Month,
                Class::Units | Class::Calendar => Class::Unit,
                Class::Weekdays => Class::Weekday,
                Class::Half | Class::Parts => Class::Part,
                class => class,
            };
            return named
                .then(|| (Capture { class, text: text.clone(), number: text.parse().unwrap_or_default() }, at + 1));
        }
        let number = |number: f64, end: usize| Some((Capture { class, text: token.text.clone(), number }, end));
        match class {
            Class::Count => {
                if let Some(numeral) = numerals::read(tokens, at) {
                    return number(numeral.value, numeral.end);
                }
                if let Some((vague, end)) = self.capture(Class::Vague, tokens, symbols, at) {
                    return Some((Capture { class, text: vague.text, number: vague.number }, end));
                }
                matches!(&*token.text, "a" | "an" | "A" | "An")
                    .then_some((Capture { class, text: "1".into(), number: 1.0 }, at + 1))
            }
            Class::Day => {
                let figures = token.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let suffix = &token.text[figures.len()..];
                let day: u8 = figures.parse().ok().filter(|_| figures.len() <= 2)?;
                ((1..=31).contains(&day) && matches!(suffix, "" | "st" | "nd" | "rd" | "th")).then_some(())?;
                number(f64::from(day), at + 1)
            }
            Class::Year => year(tokens, at).and_then(|(year, end)| number(year, end)),
            Class::Decade => decade(&token.text).and_then(|decade| number(decade, at + 1)),
            Class::Clock => clock(&token.text).and_then(|minutes| number(minutes, at + 1)),
            Class::Iso => {
                let (year, month, day, end) = iso(tokens, at)?;
                Some((Capture { class, text: format!("{year:04}-{month:02}-{day:02}").into(), number: 0.0 }, end))
            }
            _ => None,
        }
    }
}

/// "1996" of "mid-1996", where the tokenizer keeps the two together.
fn without_prefix(text: &str) -> Option<&str> {
    let (prefix, rest) = text.split_once('-')?;
    (matches!(prefix, "mid" | "Mid" | "pre" | "post" | "early" | "late")
        && rest.starts_with(|c: char| c.is_ascii_digit()))
    .then_some(rest)
}

/// A year in four figures, or in words from 1901 to 1999.
fn year(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let text = without_prefix(&tokens[at].text).unwrap_or(&tokens[at].text);
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let year: f64 = text.parse().ok()?;
        return (1000.0..2200.0).contains(&year).then_some((year, at + 1));
    }
    if text.eq_ignore_ascii_case("nineteen") {
        let rest =
            numerals::read(tokens, at + 1).filter(|rest| !rest.figures && (10.0..100.0).contains(&rest.value))?;
        return Some((1900.0 + rest.value, rest.end));
    }
    None
}

/// The first year of "1990s", "'90s", "90s", "nineties".
fn decade(text: &str) -> Option<f64> {
    let lower = without_prefix(text).unwrap_or(text).to_ascii_lowercase();
    if let Some(at) = DECADE_WORDS.iter().position(|&name| name == lower) {
        return Some(1920.0 + 10.0 * at as f64);
    }
    let figures = lower.trim_start_matches(['\'', '’']).strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let number: f64 = figures
        .parse()
        .ok()
        .filter(|number: &f64| number % 10.0 == 0.0 && figures.bytes().all(|byte| byte.is_ascii_digit()))?;
    match figures.len() {
        4 if (1000.0..2200.0).contains(&number) => Some(number),
        2 if number >= 20.0 => Some(1900.0 + number),
        _ => None,
    }
}

/// Minutes since midnight of "10:35", "10.35", "1035", "10".
fn clock(text: &str) -> Option<f64> {
    let four = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = if four { text.split_at(2) } else { text.split_once([':', '.']).unwrap_or((text, "00")) };
    if hour.is_empty() || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60).then(|| f64::from(hour) * 60.0 + f64::from(minute))
}

/// "2016-12-30" (in one token or five), "12/30/2016", "30.12.2016"; a month above 12 is a day.
fn iso(tokens: &[Token], at: usize) -> Option<(i16, i8, i8, usize)> {
    let mut text = String::new();
    let mut end = at;
    while end < tokens.len() && end < at + 5 && text.len() < 10 {
        let token = &tokens[end];
        if !token.text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.')) {
            break;
        }
        text.push_str(&token.text);
        end += 1;
        if token.space_after {
            break;
        }
    }
    let text = text.trim_end_matches('.');
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1..=2) => (number(a)?, number(b)?, number(c)?),
        (1..=2, 4) if number(a)? > 12 || text.contains('.') => (number(c)?, number(b)?, number(a)?),
        (1..=2, 4) => (number(c)?, number(a)?, number(b)?),
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day) && (1000..2200).contains(&year)).then_some((
        year,
        month as i8,
        day as i8,
        end,
    ))
}
