//! Word lists of `data/layout/`: what tells that a line is no part of the article.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use terms::{DataError, DropReason, Resources};

use super::paragraphs::ends_sentence;

/// Most words of a line that an entry may drop, where the entry does not say.
const LIMIT: usize = 30;

/// Where in a line the words of an entry must stand.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum At {
    Start,
    Whole,
    End,
    Inside,
    Rest,
}

/// One entry of a word list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    words: Vec<String>,
    at: At,
    limit: Option<usize>,
    #[serde(default)]
    sentence: bool,
    example: String,
    not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entry: Vec<Entry>,
}

/// What an entry must and must not do, to be run by a test or a check of the data.
pub struct Proof {
    /// Path below `data/`.
    pub file: String,
    /// Number of the entry in its file, from 1.
    pub entry: usize,
    /// The reason under which the example is dropped.
    pub reason: DropReason,
    /// A line of which some part is dropped for this reason.
    pub example: String,
    /// A line that stays whole.
    pub not: String,
}

/// All entries, ready to be held against lines.
pub(super) struct Entries {
    entries: Vec<(DropReason, Entry)>,
    /// Finds the words of all entries of the kind "rest".
    rest: AhoCorasick,
    rest_reasons: Vec<DropReason>,
    proofs: Vec<(String, usize)>,
}

impl Entries {
    pub(super) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut entries = Vec::new();
        let mut proofs = Vec::new();
        for file in resources.list("layout").into_iter().filter(|file| file.ends_with(".toml")) {
            let stem = file.trim_start_matches("layout/").trim_end_matches(".toml");
            let error = |line, problem: String, remedy: &str| DataError {
                file: file.clone(),
                line,
                problem,
                remedy: remedy.into(),
            };
            let reason = DropReason::parse(stem).ok_or_else(|| {
                error(
                    None,
                    format!("`{stem}` is no reason to drop a line"),
                    "name the file after a reason, such as caption.toml",
                )
            })?;
            let text = resources.text(&file)?;
            let parsed: File = toml::from_str(&text).map_err(|fault| {
                let line = fault.span().map(|span| text[..span.start].matches('\n').count() + 1);
                error(line, fault.message().to_owned(), "see the comment at the head of boilerplate.toml")
            })?;
            for (index, mut entry) in parsed.entry.into_iter().enumerate() {
                entry.words.iter_mut().for_each(|words| words.make_ascii_lowercase());
                proofs.push((file.clone(), index + 1));
                entries.push((reason, entry));
            }
        }
        let (mut phrases, mut rest_reasons) = (Vec::new(), Vec::new());
        for (reason, entry) in entries.iter().filter(|(_, entry)| entry.at == At::Rest) {
            for words in &entry.words {
                phrases.push(words.clone());
                rest_reasons.push(*reason);
            }
        }
        let rest = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&phrases).map_err(|fault| {
            DataError { file: "layout".into(), line: None, problem: fault.to_string(), remedy: String::new() }
        })?;
        Ok(Self { entries, rest, rest_reasons, proofs })
    }

    /// Why a whole line goes; the line is lower case and trimmed.
    pub(super) fn line(&self, line: &str) -> Option<DropReason> {
        let mut words = None;
        self.entries
            .iter()
            .find(|(_, entry)| {
                entry.words.iter().any(|phrase| entry.at.holds(line, phrase, entry.sentence))
                    && (entry.at == At::Whole
                        || *words.get_or_insert_with(|| line.split_whitespace().count())
                            <= entry.limit.unwrap_or(LIMIT))
            })
            .map(|(reason, _)| *reason)
    }

    /// Places in a lower-case text from which on the rest of the line goes.
    pub(super) fn rests<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, DropReason)> + 'a {
        self.rest.find_iter(text).map(|found| (found.range(), self.rest_reasons[found.pattern().as_usize()]))
    }

    pub(super) fn proofs(&self) -> impl Iterator<Item = Proof> + '_ {
        self.entries.iter().zip(&self.proofs).map(|((reason, entry), (file, number))| Proof {
            file: file.clone(),
            entry: *number,
            reason: *reason,
            example: entry.example.clone(),
            not: entry.not.clone(),
        })
    }
}

impl At {
    fn holds(self, line: &str, phrase: &str, sentence: bool) -> bool {
        match self {
            At::Start => {
                line.strip_prefix(phrase).is_some_and(|rest| !continues(phrase, rest))
                    && (sentence || !phrase.ends_with(char::is_alphabetic) || !ends_sentence(line))
            }
            At::Whole => line.trim_end_matches(['.', ':', '!', ' ', '»', '>']) == phrase || line == phrase,
            At::End => line.trim_end_matches(['.', '!', '»', '>', ' ']).ends_with(phrase) || line.ends_with(phrase),
            At::Inside => line.contains(phrase),
            At::Rest => false,
        }
    }
}

/// Whether the last word of a phrase goes on in what follows it.
fn continues(phrase: &str, rest: &str) -> bool {
    phrase.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}
