//! Rules over tag, word and relation that give a token its coarse part of speech, and some tokens their lemma.

use std::collections::HashMap;

use serde::Deserialize;
use terms::{DataError, PartOfSpeech, Relation, Tag};

use super::weights::model_error;

const FILE: &str = "attributes.json";

#[derive(Deserialize)]
struct RuleData {
    tokens: Vec<ConditionData>,
    target: usize,
    set: EffectData,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionData {
    tag: Option<Vec<Box<str>>>,
    #[serde(default)]
    not_tag: Vec<Box<str>>,
    lower: Option<Vec<Box<str>>>,
    relation: Option<Vec<Box<str>>>,
    #[serde(default)]
    not_relation: Vec<Box<str>>,
    is_space: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffectData {
    tag: Option<Box<str>>,
    part: Option<Box<str>>,
    lemma: Option<Box<str>>,
    relation: Option<Box<str>>,
    features: Option<Box<str>>,
}

/// What a rule asks of one token. Tags and relations are bit sets by their place in `ALL`.
struct Condition {
    tags: u64,
    relations: u64,
    lower: Option<Vec<Box<str>>>,
    is_space: Option<bool>,
}

/// Inflection as far as the lemmatizer needs it: whether the form is a base form, by part of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Inflection {
    /// Base form whatever the part of speech (infinitive, positive degree).
    always_base: bool,
    /// Base form of a noun (singular).
    base_noun: bool,
    /// Base form of a verb (present, neither third person nor participle).
    base_verb: bool,
}

impl Inflection {
    fn read(features: &str) -> Self {
        let has = |feature: &str| features.split('|').any(|candidate| candidate == feature);
        Self {
            always_base: has("VerbForm=Inf") || has("Degree=Pos"),
            base_noun: has("Number=Sing"),
            base_verb: has("VerbForm=Fin") && has("Tense=Pres") && !features.contains("Number="),
        }
    }

    /// Whether a form of this part of speech is its own lemma.
    pub fn is_base(self, part: PartOfSpeech) -> bool {
        self.always_base
            || (self.base_noun && part == PartOfSpeech::Noun)
            || (self.base_verb && part == PartOfSpeech::Verb)
    }
}

struct Rule {
    tokens: Vec<Condition>,
    target: usize,
    tag: Option<Tag>,
    part: Option<PartOfSpeech>,
    lemma: Option<Box<str>>,
    relation: Option<Relation>,
    inflection: Option<Inflection>,
}

/// What the ruler looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observed<'a> {
    /// The tagger's tag.
    pub tag: Tag,
    /// The parser's relation.
    pub relation: Relation,
    /// The word in lower case.
    pub lower: &'a str,
    /// Whether it is white space.
    pub is_space: bool,
    /// [`AttributeRuler::word`] of the lower-case word.
    pub word: u32,
}

/// What the ruler gives a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruled<'a> {
    /// Tag, changed for white space only.
    pub tag: Tag,
    /// Relation, changed for white space only.
    pub relation: Relation,
    /// Coarse part of speech.
    pub part: PartOfSpeech,
    /// Lemma where a rule gives it.
    pub lemma: Option<&'a str>,
    /// Inflection for the lemmatizer.
    pub inflection: Inflection,
}

/// All rules, with an index by word and by tag.
pub(super) struct AttributeRuler {
    rules: Vec<Rule>,
    /// Rules whose first token names words, by word; the first entry is the empty list.
    by_word: Vec<Vec<u16>>,
    words: HashMap<Box<str>, u32>,
    /// Rules whose first token names no word, by tag.
    by_tag: Vec<Vec<u16>>,
}

impl AttributeRuler {
    /// Reads the rules.
    pub fn load(json: &[u8]) -> Result<Self, DataError> {
        let data: Vec<RuleData> = serde_json::from_slice(json).map_err(|error| model_error(FILE, error.to_string()))?;
        let by_tag = vec![Vec::new(); Tag::ALL.len()];
        let mut ruler = Self { rules: Vec::new(), by_word: vec![Vec::new()], words: HashMap::new(), by_tag };
        for entry in data {
            let number = ruler.rules.len() as u16;
            let tokens = entry.tokens.into_iter().map(Condition::read).collect::<Result<Vec<_>, _>>()?;
            let Some(first) = tokens.first() else { return Err(model_error(FILE, "a rule has no tokens")) };
            if tokens.len() > 2 || entry.target >= tokens.len() {
                return Err(model_error(FILE, "a rule has more than two tokens, or its target is none of them"));
            }
            if let Some(words) = &first.lower {
                for word in words {
                    let index = *ruler.words.entry(word.clone()).or_insert_with(|| {
                        ruler.by_word.push(Vec::new());
                        ruler.by_word.len() as u32 - 1
                    });
                    ruler.by_word[index as usize].push(number);
                }
            } else {
                for (tag, rules) in ruler.by_tag.iter_mut().enumerate() {
                    if first.tags >> tag & 1 == 1 {
                        rules.push(number);
                    }
                }
            }
            ruler.rules.push(Rule {
                tokens,
                target: entry.target,
                tag: parsed(entry.set.tag, Tag::parse)?,
                part: parsed(entry.set.part, PartOfSpeech::parse)?,
                lemma: entry.set.lemma,
                relation: parsed(entry.set.relation, Relation::parse)?,
                inflection: entry.set.features.map(|features| Inflection::read(&features)),
            });
        }
        Ok(ruler)
    }

    /// The number of a lower-case word in the index; 0 where no rule names it.
    pub fn word(&self, lower: &str) -> u32 {
        self.words.get(lower).copied().unwrap_or(0)
    }

    /// Applies all rules to the token `at`, which `observed` must know: every rule is matched against what was observed, later rules win.
    pub fn rule<'word>(
        &self,
        at: usize,
        observed: impl Fn(usize) -> Option<Observed<'word>>,
        matched: &mut Vec<u16>,
    ) -> Ruled<'_> {
        let here = observed(at).expect("the token is there");
        matched.clear();
        self.matches(here, || observed(at + 1), 0, matched);
        if let Some(before) = at.checked_sub(1).and_then(&observed) {
            self.matches(before, || Some(here), 1, matched);
        }
        matched.sort_unstable();
        let mut ruled = Ruled {
            tag: here.tag,
            relation: here.relation,
            part: PartOfSpeech::X,
            lemma: None,
            inflection: Inflection::default(),
        };
        for &number in &*matched {
            let rule = &self.rules[number as usize];
            ruled.tag = rule.tag.unwrap_or(ruled.tag);
            ruled.relation = rule.relation.unwrap_or(ruled.relation);
            ruled.part = rule.part.unwrap_or(ruled.part);
            ruled.lemma = rule.lemma.as_deref().or(ruled.lemma);
            ruled.inflection = rule.inflection.unwrap_or(ruled.inflection);
        }
        ruled
    }

    /// Rules that start at `first` and speak of the token `target` places on.
    fn matches<'a>(
        &self,
        first: Observed<'a>,
        second: impl Fn() -> Option<Observed<'a>>,
        target: usize,
        matched: &mut Vec<u16>,
    ) {
        let lists = [&self.by_tag[first.tag as usize], &self.by_word[first.word as usize]];
        for &number in lists.into_iter().flatten() {
            let rule = &self.rules[number as usize];
            if rule.target != target || !rule.tokens[0].holds(first) {
                continue;
            }
            if rule.tokens.get(1).is_none_or(|condition| second().is_some_and(|token| condition.holds(token))) {
                matched.push(number);
            }
        }
    }
}

impl Condition {
    fn read(data: ConditionData) -> Result<Self, DataError> {
        // Tags that the tagger never gives are named by some rules: they hold for no token.
        let tags = |names: &[Box<str>]| {
            names.iter().filter_map(|name| Tag::parse(name)).fold(0, |set, tag| set | 1u64 << tag as usize)
        };
        let relations = |names: &[Box<str>]| -> Result<u64, DataError> {
            names.iter().try_fold(0, |set, name| match Relation::parse(name) {
                Some(relation) => Ok(set | 1u64 << relation as usize),
                None => Err(model_error(FILE, format!("no relation is called `{name}`"))),
            })
        };
        Ok(Self {
            tags: data.tag.as_deref().map_or(u64::MAX, tags) & !tags(&data.not_tag),
            relations: data.relation.as_deref().map_or(Ok(u64::MAX), relations)? & !relations(&data.not_relation)?,
            lower: data.lower,
            is_space: data.is_space,
        })
    }

    fn holds(&self, token: Observed<'_>) -> bool {
        self.tags >> token.tag as usize & 1 == 1
            && self.relations >> token.relation as usize & 1 == 1
            && self.is_space.is_none_or(|is_space| is_space == token.is_space)
            && self.lower.as_ref().is_none_or(|words| words.iter().any(|word| **word == *token.lower))
    }
}

fn parsed<T>(name: Option<Box<str>>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, DataError> {
    name.map(|name| parse(&name).ok_or_else(|| model_error(FILE, format!("no label is called `{name}`")))).transpose()
}
