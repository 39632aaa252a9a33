//! The cue lexicon: `data/cues/*.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use terms::{DataError, Resources, Stance};

/// Shapes of complement in which a verb brings what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// Quoted speech: "We leave," she said.
    Quote,
    /// A clause with or without "that", "whether", "why": said that they leave.
    Clause,
    /// An infinitive: promised to leave.
    Infinitive,
    /// A gerund: suggested leaving.
    Gerund,
    /// A noun phrase: rejected the claim.
    Object,
    /// A noun phrase with what is said of it or asked of it: called it a lie, urged them to leave, accused them of lying.
    ObjectComplement,
    /// A noun phrase and what it is taken for: sees him as a rival.
    As,
    /// A predicate without object: seems likely, appears to be ill.
    Predicate,
}

/// What sort of act a cue tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words are uttered or written.
    Speech,
    /// Somebody is for or against, praises or blames.
    Attitude,
    /// Somebody wants, plans or promises.
    Intent,
    /// Somebody thinks, knows or feels.
    Thought,
}

/// What a verb needs to be a cue, and what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbCue {
    /// What sort of act it tells of.
    pub kind: Kind,
    /// How the speaker stands to what is said.
    pub stance: Stance,
    /// Complements that are content.
    pub takes: Vec<Frame>,
    /// Prepositions whose object is content; the preposition belongs to the cue ("called for").
    pub prepositions: Vec<Box<str>>,
    /// Whether the object is the hearer ("told reporters"), no content.
    pub addressee: bool,
    /// Whether it needs no source ("it seems").
    pub impersonal: bool,
    /// Objects with which the verb means something else ("claimed eleven *lives*").
    pub unless_object: Vec<Box<str>>,
    /// Whether the verb means something else with a person as its object ("questioned *two men*").
    pub unless_person: bool,
}

impl VerbCue {
    /// What any verb tells that stands beside a quotation like a verb of saying ("he boomed").
    pub fn of_any_verb() -> Self {
        Self {
            kind: Kind::Speech,
            stance: Stance::Asserts,
            takes: Vec::new(),
            prepositions: Vec::new(),
            addressee: false,
            impersonal: false,
            unless_object: Vec::new(),
            unless_person: false,
        }
    }

    /// Whether the verb brings content in that shape.
    pub fn takes(&self, frame: Frame) -> bool {
        self.takes.contains(&frame)
    }

    /// Whether the verb means something else with an object of this lemma.
    pub fn is_other_with(&self, object: &str) -> bool {
        self.unless_object.iter().any(|lemma| **lemma == *object)
    }
}

/// What a noun, or an adjective after "be", needs to be a cue, and what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounCue {
    /// What sort of act it tells of.
    pub kind: Kind,
    /// How the speaker stands to what is said.
    pub stance: Stance,
    /// Whether a "that" clause is its content.
    pub clause: bool,
    /// Whether an infinitive is its content ("a vow to leave").
    pub infinitive: bool,
    /// Prepositions whose object is its content ("criticism of").
    pub prepositions: Vec<Box<str>>,
}

/// A word of a phrase, or what stands for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// This very word.
    Word(Box<str>),
    /// A few words of any kind: threw *its full* weight behind.
    Gap,
    /// The content: called *the count* into question.
    Content,
    /// Where the content begins: held *the army* responsible for the deaths.
    Opening,
}

/// A verb that is a cue only with certain words behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseCue {
    /// What follows the verb; the content stands behind it, where it is not among it.
    pub rest: Vec<Part>,
    /// What sort of act it tells of.
    pub kind: Kind,
    /// How the speaker stands to what is said.
    pub stance: Stance,
}

/// All cues.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// By the lemma of the verb.
    phrases: HashMap<Box<str>, Vec<PhraseCue>>,
    verbs: HashMap<Box<str>, VerbCue>,
    nouns: HashMap<Box<str>, NounCue>,
    adjectives: HashMap<Box<str>, NounCue>,
    /// First words of verbs of two words.
    compounds: HashSet<Box<str>>,
    words: HashMap<&'static str, HashSet<Box<str>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbFile {
    verb: Vec<VerbEntry>,
}

/// One entry of `data/cues/verbs.toml` as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbEntry {
    /// Dictionary forms that behave alike; a particle follows its verb ("point out").
    pub lemma: Vec<String>,
    kind: Kind,
    stance: Stance,
    takes: Vec<Frame>,
    #[serde(default)]
    prepositions: Vec<String>,
    #[serde(default)]
    addressee: bool,
    #[serde(default)]
    impersonal: bool,
    #[serde(default)]
    unless_object: Vec<String>,
    #[serde(default)]
    unless_person: bool,
    /// Sentences in which one of the verbs must be the cue, the cue's word and the content in the second and third place.
    pub example: String,
    /// A sentence in which none of the verbs may be a cue.
    pub not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounFile {
    noun: Vec<NounEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjectiveFile {
    adjective: Vec<NounEntry>,
}

/// One entry of `data/cues/nouns.toml` or `adjectives.toml` as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NounEntry {
    /// Dictionary forms that behave alike.
    pub lemma: Vec<String>,
    kind: Kind,
    stance: Stance,
    #[serde(default)]
    clause: bool,
    #[serde(default)]
    infinitive: bool,
    #[serde(default)]
    prepositions: Vec<String>,
    /// A sentence in which one of the nouns must be the cue.
    pub example: String,
    /// A sentence in which none of the nouns may be a cue.
    pub not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    phrase: Vec<PhraseEntry>,
}

/// One entry of `data/cues/phrases.toml` as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseEntry {
    /// Phrases that behave alike: a verb's dictionary form and the words behind it, `~` for a gap, `{}` for the content,
    /// `{` for words that open it.
    pub words: Vec<String>,
    kind: Kind,
    stance: Stance,
    /// A sentence in which one of the phrases must be the cue.
    pub example: String,
    /// A sentence in which none of the phrases may be a cue.
    pub not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    list: Vec<WordList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    name: String,
    words: Vec<String>,
}

/// Names of the lists that `data/cues/words.toml` must have.
const LISTS: &[&str] = &[
    "anonymous",
    "anonymous-always",
    "anonymous-one",
    "body",
    "calling",
    "channel",
    "claim-noun",
    "contrast",
    "counterpart",
    "denying-word",
    "document",
    "doubting",
    "evidence",
    "fighters",
    "giving",
    "hedge",
    "insight",
    "insight-verb",
    "label",
    "light-verb",
    "measure",
    "measure-always",
    "medium",
    "open-when-denied",
    "opinion-noun",
    "outlet",
    "part",
    "part-adjective",
    "person",
    "relayed",
    "relayed-clause",
    "relayed-stance",
    "serves",
    "status",
    "telling",
    "truth",
    "withheld",
    "within-clause",
];

impl Cues {
    /// Reads the cue files.
    ///
    /// # Errors
    /// A file is missing, is no TOML, has an unknown field or names a lemma twice.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut cues = Self::default();
        for entry in verb_entries(resources)? {
            let cue = VerbCue {
                kind: entry.kind,
                stance: entry.stance,
                takes: entry.takes,
                prepositions: entry.prepositions.into_iter().map(Into::into).collect(),
                addressee: entry.addressee,
                impersonal: entry.impersonal,
                unless_object: entry.unless_object.into_iter().map(Into::into).collect(),
                unless_person: entry.unless_person,
            };
            for lemma in entry.lemma {
                if let Some((first, _)) = lemma.split_once(' ') {
                    cues.compounds.insert(first.into());
                }
                if cues.verbs.insert(lemma.as_str().into(), cue.clone()).is_some() {
                    return Err(twice("cues/verbs.toml", &lemma));
                }
            }
        }
        for (file, entries) in
            [("cues/nouns.toml", noun_entries(resources)?), ("cues/adjectives.toml", adjective_entries(resources)?)]
        {
            for entry in entries {
                let cue = NounCue {
                    kind: entry.kind,
                    stance: entry.stance,
                    clause: entry.clause,
                    infinitive: entry.infinitive,
                    prepositions: entry.prepositions.into_iter().map(Into::into).collect(),
                };
                let words = if file == "cues/nouns.toml" { &mut cues.nouns } else { &mut cues.adjectives };
                for lemma in entry.lemma {
                    if words.insert(lemma.as_str().into(), cue.clone()).is_some() {
                        return Err(twice(file, &lemma));
                    }
                }
            }
        }
        for entry in phrase_entries(resources)? {
            for words in &entry.words {
                let mut parts = words.split(' ').map(|word| match word {
                    "~" => Part::Gap,
                    "{}" => Part::Content,
                    "{" => Part::Opening,
                    word => Part::Word(word.into()),
                });
                let Some(Part::Word(verb)) = parts.next() else { return Err(no_verb(words)) };
                let cue = PhraseCue { rest: parts.collect(), kind: entry.kind, stance: entry.stance };
                cues.phrases.entry(verb).or_default().push(cue);
            }
        }
        let mut lists: HashMap<String, HashSet<Box<str>>> = HashMap::new();
        for list in read::<WordFile>(resources, "cues/words.toml")?.list {
            lists.insert(list.name, list.words.into_iter().map(Into::into).collect());
        }
        for name in LISTS {
            let words = lists.remove(*name).ok_or_else(|| DataError {
                file: "cues/words.toml".into(),
                line: None,
                problem: format!("has no list named {name:?}"),
                remedy: "add a [[list]] of that name; it may be empty".into(),
            })?;
            cues.words.insert(name, words);
        }
        Ok(cues)
    }

    /// The verb cue of a lemma.
    pub fn verb(&self, lemma: &str) -> Option<&VerbCue> {
        self.verbs.get(lemma)
    }

    /// Whether a verb is the first word of an entry of two words ("point out").
    pub fn has_compounds(&self, lemma: &str) -> bool {
        self.compounds.contains(lemma)
    }

    /// The phrases that begin with a verb of this lemma.
    pub fn phrases(&self, lemma: &str) -> &[PhraseCue] {
        self.phrases.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The noun cue of a lemma.
    pub fn noun(&self, lemma: &str) -> Option<&NounCue> {
        self.nouns.get(lemma)
    }

    /// The cue of an adjective after "be".
    pub fn adjective(&self, lemma: &str) -> Option<&NounCue> {
        self.adjectives.get(lemma)
    }

    /// Whether a list of `data/cues/words.toml` holds a word.
    pub fn lists(&self, name: &str, word: &str) -> bool {
        self.words.get(name).is_some_and(|words| words.contains(word))
    }
}

/// The entries of `data/cues/verbs.toml`, for their examples.
///
/// # Errors
/// The file is missing or is no TOML of that shape.
pub fn verb_entries(resources: &dyn Resources) -> Result<Vec<VerbEntry>, DataError> {
    Ok(read::<VerbFile>(resources, "cues/verbs.toml")?.verb)
}

/// The entries of `data/cues/nouns.toml`, for their examples.
///
/// # Errors
/// The file is missing or is no TOML of that shape.
pub fn noun_entries(resources: &dyn Resources) -> Result<Vec<NounEntry>, DataError> {
    Ok(read::<NounFile>(resources, "cues/nouns.toml")?.noun)
}

/// The entries of `data/cues/adjectives.toml`, for their examples.
///
/// # Errors
/// The file is missing or is no TOML of that shape.
pub fn adjective_entries(resources: &dyn Resources) -> Result<Vec<NounEntry>, DataError> {
    Ok(read::<AdjectiveFile>(resources, "cues/adjectives.toml")?.adjective)
}

/// The entries of `data/cues/phrases.toml`, for their examples.
///
/// # Errors
/// The file is missing or is no TOML of that shape.
pub fn phrase_entries(resources: &dyn Resources) -> Result<Vec<PhraseEntry>, DataError> {
    Ok(read::<PhraseFile>(resources, "cues/phrases.toml")?.phrase)
}

fn read<T: DeserializeOwned>(resources: &dyn Resources, file: &str) -> Result<T, DataError> {
    let text = resources.text(file)?;
    toml::from_str(&text).map_err(|error| DataError {
        file: file.into(),
        line: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
        problem: error.message().trim_end().into(),
        remedy: "compare with the entries around it".into(),
    })
}

fn twice(file: &str, lemma: &str) -> DataError {
    DataError {
        file: file.into(),
        line: None,
        problem: format!("has {lemma:?} twice"),
        remedy: "leave it in one entry".into(),
    }
}

fn no_verb(words: &str) -> DataError {
    DataError {
        file: "cues/phrases.toml".into(),
        line: None,
        problem: format!("has {words:?}, which begins with no verb"),
        remedy: "begin the phrase with a verb's dictionary form".into(),
    }
}
