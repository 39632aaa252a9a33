//! The names, numbers and days of a report's words: what two tellings of one deed do not contradict.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use terms::{DataError, Report, Resources, read_table};

const NUMBERS: &str = "standing/numbers.toml";
const DAYS: &str = "times/words.toml";

/// Letters that two forms of a name share ("Libya", "Libyan").
const STEM: usize = 4;

/// Words that tell a number or a day.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The number, as its first word.
    numbers: BTreeMap<String, String>,
    weekdays: BTreeMap<String, u8>,
    months: BTreeMap<String, u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    number: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Days {
    weekday: BTreeMap<String, u8>,
    month: BTreeMap<String, u8>,
    ordinal: BTreeMap<String, i32>,
}

impl Telling {
    /// Reads the words.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let rows = read_table::<Numbers>(resources, NUMBERS)?.number;
        let days: Days = read_table(resources, DAYS)?;
        let mut numbers = BTreeMap::new();
        for row in rows {
            for word in &row {
                numbers.insert(word.clone(), row[0].clone());
            }
        }
        for (word, value) in days.ordinal {
            if let Some(number) = numbers.get(&value.to_string()).cloned() {
                numbers.insert(word, number);
            }
        }
        Ok(Self { numbers, weekdays: days.weekday, months: days.month })
    }

    /// The number that a word tells: "2", "second" and "2nd" are "two"; `None` where it tells none.
    fn number(&self, small: &str) -> Option<String> {
        let figures = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| small.strip_suffix(ending).filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit())))
            .unwrap_or(small);
        let told = self.numbers.get(figures).cloned();
        told.or_else(|| figures.chars().any(char::is_numeric).then(|| figures.to_owned()))
    }
}

/// What a report's words name.
#[derive(Default)]
pub struct Specifics {
    /// Stems of names, and numbers; not of who acts and who is acted upon, since those may be named in many ways.
    things: BTreeSet<String>,
    weekdays: BTreeSet<u8>,
    months: BTreeSet<u8>,
    /// Stems of all words, and numbers.
    words: BTreeSet<String>,
}

impl Specifics {
    /// Of a report.
    pub fn of(report: &Report, telling: &Telling) -> Self {
        let quote = report.evidence.first().map_or("", |evidence| evidence.quote.as_str());
        let sides = report.actor.iter().chain(&report.recipient).flat_map(|party| words(&party.text));
        Self::of_words(quote, sides.map(stem).collect(), telling)
    }

    /// Of the words of one deed; `sides` are stems of the words for who acts and who is acted upon. A capital tells no name in
    /// the first word.
    pub fn of_words(quote: &str, sides: BTreeSet<String>, telling: &Telling) -> Self {
        let mut specifics = Self::default();
        for (place, word) in words(quote).enumerate() {
            let small = word.to_lowercase();
            let capital = word.starts_with(char::is_uppercase);
            let stem = stem(word);
            if let Some(number) = telling.number(&small) {
                specifics.things.insert(number.clone());
                specifics.words.insert(number);
            } else if let Some(day) = telling.weekdays.get(&small).filter(|_| capital) {
                specifics.weekdays.insert(*day);
            } else if let Some(month) = telling.months.get(&small).filter(|_| capital) {
                specifics.months.insert(*month);
            } else if place > 0 && capital && word.chars().count() > 1 && !sides.contains(&stem) {
                specifics.things.insert(stem.clone());
            }
            specifics.words.insert(stem);
        }
        specifics.words.extend(sides);
        specifics
    }

    /// Whether each of two names something that the other leaves out: two deeds, not one told with more or less.
    pub fn contradict(&self, other: &Self) -> bool {
        fn more<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
            one.difference(other).next().is_some()
        }
        let apart = |one: &BTreeSet<u8>, other: &BTreeSet<u8>| more(one, other) && more(other, one);
        more(&self.things, &other.words) && more(&other.things, &self.words)
            || apart(&self.weekdays, &other.weekdays)
            || apart(&self.months, &other.months)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn stem(word: &str) -> String {
    word.to_lowercase().chars().take(STEM).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contradict(one: &str, other: &str) -> bool {
        let data = terms::Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
        let telling = Telling::load(&data).unwrap();
        let of = |quote| Specifics::of_words(quote, BTreeSet::new(), &telling);
        let both = (of(one).contradict(&of(other)), of(other).contradict(&of(one)));
        assert_eq!(both.0, both.1, "{one} / {other}");
        both.0
    }

    #[test]
    fn other_names_and_numbers_on_both_sides_contradict() {
        assert!(contradict("the third round of talks in Astana", "talks in Astana, the eighth"));
        assert!(contradict("gunmen shot a teacher in Kirkuk", "a teacher was killed in Mosul"));
        assert!(contradict("they freed 40 hostages", "they freed 31 hostages"));
        assert!(contradict("the 3rd round of talks", "the second round of talks"));
        assert!(contradict("they met on Monday", "a meeting on Thursday"));
        assert!(contradict("they met in May", "a meeting in June"));
    }

    #[test]
    fn more_said_by_one_side_does_not_contradict() {
        assert!(!contradict("gunmen shot a teacher", "a teacher was killed in Mosul on Monday by 3 men"));
        assert!(!contradict("they freed two hostages in Libya on Monday", "2 hostages of the Libyan rebels went home"));
        assert!(!contradict("the second round of talks", "the 2nd round"));
        assert!(!contradict("they met on Monday", "a meeting in May"));
        assert!(!contradict("they may meet", "a meeting in June"));
        assert!(!contradict("", ""));
    }
}
