//! Governors: words that a deed hangs on and that tell how far it has come ("plans to", "refused to", "called for",
//! "lifted"), read from `data/lexicon/governors/*.toml`.

use std::collections::HashMap;

use serde::Deserialize;
use terms::{DataError, Resources};

use crate::lexicon::{Kind, line_of, parse};

/// What a governor makes of the deed that hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gives {
    /// The governor only carries the deed out ("imposed", "launched", "managed to"): its own tense counts.
    Carries,
    /// Decided or announced, still to come.
    Planned,
    /// Recommended or considered.
    Proposed,
    /// Asked of another.
    Demanded,
    /// Announced on a condition.
    Threatened,
    /// Decided against.
    Refused,
    /// Put into question, may happen.
    Hypothetical,
    /// A deed in force is undone ("lifted"); a plan is taken back.
    Reversed,
    /// A plan, proposal or demand is taken back.
    Withdrawn,
    /// Put on hold ("suspended", "paused"): a plan stays what it is, a deed in force is undone.
    Held,
    /// Put off ("postponed"): still to come.
    PutOff,
    /// Tried without success.
    Failed,
    /// Begun or going on.
    UnderWay,
    /// Come to its own end.
    Ended,
    /// Somebody says it is not so.
    Denied,
    /// Somebody says so of another.
    Alleged,
    /// Somebody is not sure.
    Doubted,
    /// Spoken of as a fact ("condemned", "welcomed"): the deed keeps what it is.
    Fact,
    /// Not to be coded (a look-alike: "a history of", "the risk of").
    Nothing,
}

/// Which word of the governor's clause does the deed, where the deed's own clause does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// The governor's subject ("plans to expel").
    #[default]
    Subject,
    /// The governor's object ("urged Iran to release", "accused Russia of hacking").
    Object,
    /// Neither.
    Nobody,
}

/// One governor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Governor {
    /// Unique name.
    pub id: String,
    /// Verb lemmas, a particle after a blank.
    #[serde(default)]
    pub verb: Vec<String>,
    /// Noun lemmas.
    #[serde(default)]
    pub noun: Vec<String>,
    /// Predicate adjectives.
    #[serde(default)]
    pub adjective: Vec<String>,
    /// What it makes of the deed.
    pub gives: Gives,
    /// How the deed hangs on it: `clause`, `object`, `subject`, `compound`, or a preposition. Default: clause and object.
    #[serde(default = "default_links")]
    pub links: Vec<String>,
    /// Who does the deed.
    #[serde(default)]
    pub control: Control,
    /// A sentence in which it gives just that.
    pub example: String,
    /// A sentence in which it does not.
    pub not: String,
}

fn default_links() -> Vec<String> {
    vec!["clause".to_owned(), "object".to_owned()]
}

/// A governor's word: its index in [`Governors::entries`], and the further words that must be there.
pub type Word = (usize, Vec<String>);

/// All governors with an index by first lemma and word class.
#[derive(Clone, Debug, Default)]
pub struct Governors {
    /// The governors in file order.
    pub entries: Vec<Governor>,
    index: HashMap<(String, Kind), Vec<Word>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<Governor>,
}

impl Governors {
    /// Reads every file of `data/lexicon/governors/`.
    ///
    /// # Errors
    /// A file or entry is wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut governors = Governors::default();
        for file in resources.list("lexicon/governors") {
            if !file.ends_with(".toml") {
                continue;
            }
            let text = resources.text(&file)?;
            for entry in parse::<File>(&file, &text)?.entry {
                if governors.entries.iter().any(|other| other.id == entry.id) {
                    return Err(DataError {
                        line: line_of(&text, &entry.id),
                        file,
                        problem: format!("governor {}: the id is used twice", entry.id),
                        remedy: "give it another id".to_owned(),
                    });
                }
                let index = governors.entries.len();
                for (kind, list) in
                    [(Kind::Verb, &entry.verb), (Kind::Noun, &entry.noun), (Kind::Adjective, &entry.adjective)]
                {
                    for phrase in list {
                        let mut words = phrase.split_whitespace().map(str::to_lowercase);
                        if let Some(first) = words.next() {
                            governors.index.entry((first, kind)).or_default().push((index, words.collect()));
                        }
                    }
                }
                governors.entries.push(entry);
            }
        }
        Ok(governors)
    }

    /// Governors of that lemma and class with the further words that must be there.
    pub fn find(&self, lemma: &str, kind: Kind) -> &[Word] {
        // The key needs an owned lemma; lemmas are short and governors are asked for only on the way up from a deed.
        self.index.get(&(lemma.to_owned(), kind)).map_or(&[], Vec::as_slice)
    }
}
