//! Techniques of ATT&CK that a text names, by `data/exports/techniques.toml`.

use serde::Deserialize;
use terms::{DataError, Failure, Resources, read_table};

const FILE: &str = "exports/techniques.toml";

/// The table of techniques.
pub(crate) struct Techniques {
    rows: Vec<Technique>,
}

/// A technique, and the words that name it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Technique {
    /// ATT&CK's id ("T1566").
    pub id: String,
    /// ATT&CK's name.
    pub name: String,
    words: Vec<String>,
    example: String,
    not: String,
}

#[derive(Deserialize)]
struct Table {
    technique: Vec<Technique>,
}

impl Techniques {
    pub(crate) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let table: Table = read_table(resources, FILE)?;
        Ok(Self { rows: table.technique })
    }

    /// The techniques that a text names, in the order of the table. Words that stand within longer ones that name another
    /// are left to those.
    pub(crate) fn named(&self, text: &str) -> Vec<&Technique> {
        let letters = Letters::of(text);
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (row, technique) in self.rows.iter().enumerate() {
            for words in &technique.words {
                found.extend(letters.places(words).into_iter().map(|(start, end)| (start, end, row)));
            }
        }
        let within = |&(start, end, _): &(usize, usize, usize)| {
            found.iter().any(|&(from, to, _)| from <= start && end <= to && to - from > end - start)
        };
        let mut rows: Vec<usize> = found.iter().filter(|place| !within(place)).map(|&(_, _, row)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| &self.rows[row]).collect()
    }
}

/// The letters and digits of a text in lower case, without what stands between them.
struct Letters {
    letters: Vec<char>,
    /// For each letter, whether a word starts there.
    starts: Vec<bool>,
    /// For each letter, whether a word ends behind it.
    ends: Vec<bool>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut all = Self { letters: Vec::new(), starts: Vec::new(), ends: Vec::new() };
        let mut fresh = true;
        for letter in text.chars() {
            if letter.is_alphanumeric() {
                for lower in letter.to_lowercase() {
                    all.letters.push(lower);
                    all.starts.push(fresh);
                    all.ends.push(false);
                    fresh = false;
                }
            } else if matches!(letter, ' ' | '-' | '\u{2010}' | '\u{2011}') {
                all.close(&mut fresh);
            } else {
                all.close(&mut fresh);
                // Words are not read across other signs.
                all.letters.push('\0');
                all.starts.push(false);
                all.ends.push(false);
            }
        }
        all.close(&mut fresh);
        all
    }

    fn close(&mut self, fresh: &mut bool) {
        if let Some(last) = self.ends.last_mut() {
            *last = true;
        }
        *fresh = true;
    }

    fn places(&self, words: &str) -> Vec<(usize, usize)> {
        let wanted: Vec<char> = words.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if wanted.is_empty() || wanted.len() > self.letters.len() {
            return Vec::new();
        }
        let fits = |&start: &usize| {
            let end = start + wanted.len();
            self.starts[start] && self.ends[end - 1] && self.letters[start..end] == wanted[..]
        };
        let starts = 0..=self.letters.len() - wanted.len();
        starts.filter(fits).map(|start| (start, start + wanted.len())).collect()
    }
}

/// Runs the `example` and `not` of every technique.
///
/// # Errors
/// The table is missing or wrong.
pub fn check(resources: &dyn Resources) -> Result<Vec<Failure>, DataError> {
    let techniques = Techniques::load(resources)?;
    let names = |text: &str, id: &str| techniques.named(text).iter().any(|technique| technique.id == id);
    let mut failures = Vec::new();
    for technique in &techniques.rows {
        let mut fail = |problem: String| {
            failures.push(Failure { file: FILE.to_owned(), entry: technique.id.clone(), problem });
        };
        if !names(&technique.example, &technique.id) {
            fail(format!("the example does not name it: {:?}", technique.example));
        }
        if names(&technique.not, &technique.id) {
            fail(format!("the counter-example names it: {:?}", technique.not));
        }
    }
    Ok(failures)
}
