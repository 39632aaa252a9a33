//! The words of an utterance, by which two tellings of it are known to be one.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Least words that two utterances must share for one to be a part of the other.
const LEAST_SHARED: usize = 3;
/// Share of the shorter one's words that the longer must hold.
const HELD: f64 = 0.75;
/// The same where the two are known to speak of one event, or where one is a headline.
const HELD_OF_ONE_EVENT: f64 = 0.5;
/// Longest utterance that is compared word by word.
const LONGEST: usize = 400;

/// Words that tell nothing of what is said.
const EMPTY: &[&str] = &[
    "the", "an", "of", "to", "in", "on", "at", "by", "for", "and", "or", "but", "that", "this", "it", "its", "is",
    "are", "was", "were", "be", "been", "being", "has", "have", "had", "will", "would", "as", "with", "from", "he",
    "she", "they", "we", "his", "her", "their", "our", "who", "which", "there", "than", "so", "if", "do", "did",
    "does", "you", "your", "my", "me", "us", "them", "him", "what", "any", "also", "re", "ve", "ll",
];
/// Words that turn a sentence round.
const TURNING: &[&str] = &["not", "no", "never", "without", "cannot", "nobody", "nothing", "neither", "nor"];

/// Every stem and number met so far, numbered from 0.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let next = self.numbers.len() as u32;
        self.numbers.insert(word.to_owned(), next);
        next
    }
}

/// The words of one utterance.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording {
    /// All words in order, in lower case, each between blanks.
    text: String,
    /// Stems of the words that tell something, by their places in the vocabulary, sorted.
    pub stems: Vec<u32>,
    /// Numbers, likewise.
    numbers: Vec<u32>,
    /// Whether something is denied in it.
    turned: bool,
}

impl Wording {
    pub(super) fn of(content: &str, vocabulary: &mut Vocabulary) -> Self {
        let mut wording = Self { text: " ".to_owned(), ..Self::default() };
        let plain = content.replace(['’', '‘'], "'");
        for word in plain.split(|c: char| !c.is_alphanumeric() && c != '\'').take(LONGEST) {
            let word = word.trim_matches('\'').to_lowercase();
            if word.is_empty() {
                continue;
            }
            wording.text.push_str(&word);
            wording.text.push(' ');
            wording.turned |= word.ends_with("n't") || TURNING.contains(&word.as_str());
            let word = word.trim_end_matches("'s");
            if word.chars().all(char::is_numeric) {
                wording.numbers.push(vocabulary.number(word));
            } else if word.chars().count() > 1 && !EMPTY.contains(&word) {
                wording.stems.push(vocabulary.number(stem(word)));
            }
        }
        for words in [&mut wording.stems, &mut wording.numbers] {
            words.sort_unstable();
            words.dedup();
        }
        wording
    }

    /// How many words that tell something both have.
    pub(super) fn shared(&self, other: &Self) -> usize {
        common(&self.stems, &other.stems) + common(&self.numbers, &other.numbers)
    }

    fn len(&self) -> usize {
        self.stems.len() + self.numbers.len()
    }

    /// Whether one is longer than the other.
    pub(super) fn is_fuller(&self, other: &Self) -> bool {
        self.len() > other.len()
    }

    /// Whether both are the same words, or one is cut out of the other word by word.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let (long, short) = if self.text.len() < other.text.len() { (other, self) } else { (self, other) };
        // Whole words are cut out, so the stems of the shorter are all in the longer: that is told sooner.
        self.text == other.text
            || short.stems.len() > 1
                && common(&long.stems, &short.stems) == short.stems.len()
                && long.text.contains(&short.text)
    }

    /// Whether two say the same in much the same words; `near` where they are known to speak of one thing.
    pub(super) fn is_like(&self, other: &Self, near: bool) -> bool {
        let shared = self.shared(other);
        let share = if near { HELD_OF_ONE_EVENT } else { HELD };
        shared >= LEAST_SHARED
            && shared as f64 >= share * self.len().min(other.len()) as f64
            && self.turned == other.turned
            && (self.numbers.is_empty() || other.numbers.is_empty() || common(&self.numbers, &other.numbers) > 0)
    }
}

/// How many numbers two sorted lists share.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut left, mut right, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            Ordering::Less => left += 1,
            Ordering::Greater => right += 1,
            Ordering::Equal => {
                count += 1;
                left += 1;
                right += 1;
            }
        }
    }
    count
}

/// A word without its commonest endings.
fn stem(word: &str) -> &str {
    let long = |rest: &&str| rest.chars().count() > 2;
    ["ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(long))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_quotation_is_known_whatever_its_marks() {
        let mut words = Vocabulary::default();
        let whole = Wording::of("“We’ll never leave the harbour while it’s blocked,”", &mut words);
        assert!(whole.holds(&Wording::of("\"never leave the harbour\"", &mut words)));
        assert!(!whole.holds(&Wording::of("\"the harbour\"", &mut words)));
    }

    #[test]
    fn other_numbers_and_other_signs_are_other_words() {
        let mut words = Vocabulary::default();
        let told = Wording::of("the army lost 40 soldiers at the northern border post", &mut words);
        assert!(
            told.is_like(
                &Wording::of("the army had lost 40 soldiers at its border post in the north", &mut words),
                false
            )
        );
        assert!(
            !told.is_like(&Wording::of("the army lost 50 soldiers at the northern border post", &mut words), false)
        );
        assert!(
            !told.is_like(&Wording::of("the army never lost soldiers at the northern border post", &mut words), false)
        );
    }
}
