//! Dictionary forms: exceptions, then suffix rules checked against lists of known forms.

use std::collections::HashMap;

use serde::Deserialize;
use terms::{DataError, PartOfSpeech, Resources};

use super::characters::CharacterSet;
use super::weights::{model_error, model_file};

/// Old ending → new ending, in order.
type Endings = Vec<(Box<str>, Box<str>)>;

/// Form → its lemmas.
type Exceptions = HashMap<Box<str>, Vec<Box<str>>>;

#[derive(Deserialize)]
struct LemmaData {
    rules: HashMap<Box<str>, Endings>,
    exceptions: HashMap<Box<str>, Exceptions>,
}

/// The tables of one part of speech.
#[derive(Default)]
struct Paradigm {
    rules: Endings,
    exceptions: Exceptions,
    /// Known lemmas, sorted by bytes, a line each.
    known: Box<[u8]>,
}

/// Finds lemmas.
pub(super) struct Lemmatizer {
    paradigms: Vec<(PartOfSpeech, Paradigm)>,
}

const PARTS: [(PartOfSpeech, &str); 5] = [
    (PartOfSpeech::Adj, "adj"),
    (PartOfSpeech::Adv, "adv"),
    (PartOfSpeech::Noun, "noun"),
    (PartOfSpeech::Verb, "verb"),
    (PartOfSpeech::Punct, "punct"),
];

impl Lemmatizer {
    /// Reads the tables.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut data: LemmaData = serde_json::from_slice(&model_file(resources, "lemmas.json")?)
            .map_err(|error| model_error("lemmas.json", error.to_string()))?;
        let mut paradigms = Vec::new();
        for (part, name) in PARTS {
            let known = match part {
                PartOfSpeech::Punct => Box::default(),
                _ => model_file(resources, &format!("lemmas_{name}.txt"))?.into_owned().into_boxed_slice(),
            };
            paradigms.push((
                part,
                Paradigm {
                    rules: data.rules.remove(name).unwrap_or_default(),
                    exceptions: data.exceptions.remove(name).unwrap_or_default(),
                    known,
                },
            ));
        }
        Ok(Self { paradigms })
    }

    /// The lemma of a word; `lower` is the word in lower case, `is_base` whether this is its base form.
    pub fn lemma<'a>(
        &'a self,
        text: &'a str,
        lower: &'a str,
        part: PartOfSpeech,
        is_base: bool,
        alphabetic: &CharacterSet,
    ) -> std::borrow::Cow<'a, str> {
        if part == PartOfSpeech::Space || is_base {
            return lower.into();
        }
        let Some((_, paradigm)) = self.paradigms.iter().find(|(known, _)| *known == part) else {
            return if part == PartOfSpeech::Propn { text.into() } else { lower.into() };
        };
        paradigm.lemma(text, lower, alphabetic)
    }
}

impl Paradigm {
    fn lemma<'a>(&'a self, text: &'a str, lower: &'a str, alphabetic: &CharacterSet) -> std::borrow::Cow<'a, str> {
        // Each listed exception is put before what is there, so that the last one listed wins.
        let exceptions = self.exceptions.get(lower).map_or(&[][..], Vec::as_slice);
        let mut newest_known = None;
        let mut others: Vec<String> = Vec::new();
        let mut unknown = None;
        let mut known: Vec<String> = Vec::new();
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.knows(&form) {
                known.push(form.clone());
                newest_known = Some(form);
            } else if !form.chars().all(|character| alphabetic.contains(character)) {
                others.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        let listed = |form: &str| known.iter().chain(&others).any(|other| other == form);
        if let Some(exception) = exceptions.iter().rev().find(|exception| !listed(exception)) {
            return (&**exception).into();
        }
        match newest_known.or_else(|| others.into_iter().next()).or(unknown) {
            Some(form) => form.into(),
            None => text.into(),
        }
    }

    /// Whether the form is a line of the sorted list.
    fn knows(&self, form: &str) -> bool {
        let (mut low, mut high) = (0, self.known.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start =
                self.known[low..middle].iter().rposition(|&byte| byte == b'\n').map_or(low, |place| low + place + 1);
            let end = self.known[start..]
                .iter()
                .position(|&byte| byte == b'\n')
                .map_or(self.known.len(), |place| start + place);
            match self.known[start..end].cmp(form.as_bytes()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use terms::Folder;

    use super::*;

    #[test]
    fn lemmas_follow_exceptions_then_rules_that_give_a_known_form() {
        let lemmatizer = Lemmatizer::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).unwrap();
        let letters = CharacterSet::from(vec![65, 90, 97, 122]);
        for (text, part, is_base, expected) in [
            ("Countries", PartOfSpeech::Noun, false, "country"),
            ("went", PartOfSpeech::Verb, false, "go"),
            ("expelled", PartOfSpeech::Verb, false, "expel"),
            ("tougher", PartOfSpeech::Adj, false, "tough"),
            ("tweeted", PartOfSpeech::Verb, false, "tweet"),
            ("News", PartOfSpeech::Noun, true, "news"),
            ("Nations", PartOfSpeech::Propn, false, "Nations"),
            ("“", PartOfSpeech::Punct, false, "\""),
            ("The", PartOfSpeech::Det, false, "the"),
        ] {
            assert_eq!(lemmatizer.lemma(text, &text.to_lowercase(), part, is_base, &letters), expected, "{text}");
        }
    }
}
