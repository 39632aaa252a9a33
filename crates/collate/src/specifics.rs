//! The names, numbers and days of a report's words: what two tellings of one deed do not contradict.

use std::collections::BTreeSet;

use terms::Report;

/// Numbers that are words; those of one line are one number.
const NUMBERS: &[&[&str]] = &[
    &["two", "second", "twice", "2", "2nd"],
    &["three", "third", "3", "3rd"],
    &["four", "fourth", "4", "4th"],
    &["five", "fifth", "5", "5th"],
    &["six", "sixth", "6", "6th"],
    &["seven", "seventh", "7", "7th"],
    &["eight", "eighth", "8", "8th"],
    &["nine", "ninth", "9", "9th"],
    &["ten", "tenth", "10", "10th"],
    &["eleven", "eleventh", "11", "11th"],
    &["twelve", "twelfth", "dozen", "12", "12th"],
    &["thirteen"],
    &["fourteen"],
    &["fifteen"],
    &["sixteen"],
    &["seventeen"],
    &["eighteen"],
    &["nineteen"],
    &["twenty"],
    &["thirty"],
    &["forty"],
    &["fifty"],
    &["sixty"],
    &["seventy"],
    &["eighty"],
    &["ninety"],
    &["dozens"],
    &["hundred"],
    &["hundreds"],
    &["thousand"],
    &["thousands"],
    &["million"],
    &["millions"],
];

/// Words that name a day or a month.
const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
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

/// Letters that two forms of a name share ("Libya", "Libyan").
const STEM: usize = 4;

/// What a report's words name.
pub(crate) struct Specifics {
    /// Stems of names, and numbers; not of who acts and who is acted upon, since those may be named in many ways.
    things: BTreeSet<String>,
    days: BTreeSet<String>,
    /// Stems of all words.
    words: BTreeSet<String>,
}

impl Specifics {
    /// Of a report.
    pub fn of(report: &Report) -> Self {
        let quote = report.evidence.first().map_or("", |evidence| evidence.quote.as_str());
        let sides = report.actor.iter().chain(&report.recipient).flat_map(|party| words(&party.text));
        Self::of_words(quote, sides.map(stem).collect())
    }

    fn of_words(quote: &str, sides: BTreeSet<String>) -> Self {
        let mut specifics = Self { things: BTreeSet::new(), days: BTreeSet::new(), words: BTreeSet::new() };
        for (place, word) in words(quote).enumerate() {
            let small = word.to_lowercase();
            let number = NUMBERS.iter().find(|forms| forms.contains(&small.as_str()));
            let stem = stem(word);
            if let Some(forms) = number {
                specifics.things.insert(forms[0].to_owned());
                specifics.words.insert(forms[0].to_owned());
            } else if word.chars().any(char::is_numeric) {
                specifics.things.insert(small.clone());
                specifics.words.insert(small);
            } else if word.starts_with(char::is_uppercase) && DAYS.contains(&small.as_str()) {
                specifics.days.insert(small);
            } else if place > 0
                && word.starts_with(char::is_uppercase)
                && word.chars().count() > 1
                && !sides.contains(&stem)
            {
                specifics.things.insert(stem.clone());
            }
            specifics.words.insert(stem);
        }
        specifics.words.extend(sides);
        specifics
    }

    /// Whether each of two names something that the other leaves out: two deeds, not one told with more or less.
    pub fn contradict(&self, other: &Self) -> bool {
        let more = |one: &Self, other: &Self| one.things.difference(&other.words).next().is_some();
        let days = |one: &Self, other: &Self| one.days.difference(&other.days).next().is_some();
        more(self, other) && more(other, self) || days(self, other) && days(other, self)
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
        let of = |quote| Specifics::of_words(quote, BTreeSet::new());
        let both = (of(one).contradict(&of(other)), of(other).contradict(&of(one)));
        assert_eq!(both.0, both.1, "{one} / {other}");
        both.0
    }

    #[test]
    fn other_names_and_numbers_on_both_sides_contradict() {
        assert!(contradict("the third round of talks in Astana", "talks in Astana, the eighth"));
        assert!(contradict("gunmen shot a teacher in Kirkuk", "a teacher was killed in Mosul"));
        assert!(contradict("they freed 40 hostages", "they freed 31 hostages"));
        assert!(contradict("they met on Monday", "a meeting on Thursday"));
    }

    #[test]
    fn more_said_by_one_side_does_not_contradict() {
        assert!(!contradict("gunmen shot a teacher", "a teacher was killed in Mosul on Monday by 3 men"));
        assert!(!contradict("they freed two hostages in Libya on Monday", "2 hostages of the Libyan rebels went home"));
        assert!(!contradict("", ""));
    }
}
