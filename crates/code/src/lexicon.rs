//! The lexicon: which words name which deeds, read from `data/lexicon/*.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use terms::{DataError, EventType, Resources, Sector};

use crate::positions::Position;

/// What an entry demands of the head of a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Lemmas, classes resolved.
    pub lemmas: BTreeSet<String>,
    /// Any actor.
    pub actor: bool,
    /// An actor with a country.
    pub country: bool,
    /// A country itself, by name.
    pub state: bool,
    /// A person.
    pub person: bool,
    /// Actors of these sectors.
    pub sectors: BTreeSet<Sector>,
}

/// One entry: the words that name a deed and where its parties stand.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique name.
    pub id: String,
    /// File it stands in.
    pub file: String,
    /// PLOVER type.
    pub event: EventType,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// Contexts that the words imply.
    pub context: Vec<String>,
    /// Demand on the deed's object.
    pub object: Option<Demand>,
    /// Demand on who does it.
    pub subject: Option<Demand>,
    /// Phrases that must be there, each behind one of its prepositions.
    pub with: Vec<(Vec<String>, Demand)>,
    /// Whether the deed is named by its negation ("not allow").
    pub negated: bool,
    /// Whether the verb must have an infinitive for what is to be done ("told … to leave").
    pub infinitive: bool,
    /// Whether it counts as one demand more than it names, before a wider entry of another type.
    pub narrow: bool,
    /// Whether announcing the deed does it: sanctions, bans, a curfew.
    pub by_announcement: bool,
    /// Whether the words tell of what is to come: a strike that is called.
    pub to_come: bool,
    /// A second deed that the same words tell, with its mode: a prison sentence is a conviction too.
    pub also: Option<(EventType, String)>,
    /// Where the recipient stands, best first.
    pub recipient: Vec<Position>,
    /// Where the actor stands, best first.
    pub actor: Vec<Position>,
    /// Whether all parties are both actor and recipient.
    pub reciprocal: bool,
    /// A sentence that it codes.
    pub example: String,
    /// A sentence that it leaves alone.
    pub not: String,
}

impl Entry {
    /// An entry without words, for deeds that a scorer found.
    fn scored(event: EventType) -> Self {
        Self {
            id: format!("scored {event}"),
            file: String::new(),
            event,
            mode: Vec::new(),
            context: Vec::new(),
            object: None,
            subject: None,
            with: Vec::new(),
            negated: false,
            infinitive: false,
            narrow: false,
            by_announcement: false,
            to_come: false,
            also: None,
            recipient: Vec::new(),
            actor: Vec::new(),
            reciprocal: false,
            example: String::new(),
            not: String::new(),
        }
    }

    /// Number of demands: an entry with more beats one with fewer.
    pub fn demands(&self) -> usize {
        usize::from(self.object.is_some())
            + usize::from(self.subject.is_some())
            + self.with.len()
            + usize::from(self.negated)
            + usize::from(self.infinitive)
            + usize::from(self.narrow)
    }
}

/// The word class that a trigger must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A verb, with its particle where the entry has one.
    Verb,
    /// A noun, or a run of lemmas that ends or starts in it.
    Noun,
    /// A predicate adjective.
    Adjective,
}

/// A trigger: an entry's word, ready to be matched.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Index of the entry.
    pub entry: usize,
    /// Word class.
    pub kind: Kind,
    /// All words, lower case; the first is the key of the index.
    pub words: Vec<String>,
}

/// All entries with an index by first lemma.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// The entries in file order.
    pub entries: Vec<Entry>,
    index: HashMap<String, Vec<Trigger>>,
    /// Lemmas that tell of no deed between two sides however they are used: the class `no_deed`.
    pub no_deeds: BTreeSet<String>,
    /// Index of the first entry that no word names, one a type.
    scored: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adjective: Vec<String>,
    object: Option<Vec<String>>,
    subject: Option<Vec<String>>,
    #[serde(default)]
    with: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    infinitive: bool,
    #[serde(default)]
    narrow: bool,
    #[serde(default)]
    by_announcement: bool,
    #[serde(default)]
    to_come: bool,
    also: Option<(EventType, String)>,
    recipient: Option<Vec<String>>,
    actor: Option<Vec<String>>,
    #[serde(default)]
    reciprocal: bool,
    example: String,
    not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    /// Classes of lemmas, by name without `@`.
    classes: BTreeMap<String, Vec<String>>,
    /// Lists of places that many entries name.
    #[serde(default)]
    places: BTreeMap<String, Vec<String>>,
}

impl Classes {
    fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        const FILE: &str = "lexicon/classes.toml";
        parse(FILE, &resources.text(FILE)?)
    }

    /// Reads places, `@lists` of them spelled out; a place that is told twice counts where it stands first.
    fn positions(&self, texts: &[String]) -> Result<Vec<Position>, String> {
        let mut positions = Vec::new();
        for text in texts {
            let named = match text.strip_prefix('@') {
                Some(name) => self
                    .places
                    .get(name)
                    .ok_or_else(|| format!("there are no places {text} in lexicon/classes.toml"))?,
                None => std::slice::from_ref(text),
            };
            for text in named {
                let position = Position::parse(text)?;
                if !positions.contains(&position) {
                    positions.push(position);
                }
            }
        }
        Ok(positions)
    }
}

/// Files of the folder that hold no entries.
const OTHER_FILES: &[&str] = &["classes.toml"];

/// Parses one TOML file; an error names the line.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, DataError> {
    toml::from_str(text).map_err(|error| DataError {
        file: file.to_owned(),
        line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        problem: error.message().replace('\n', " "),
        remedy: "see the README.md of that folder for the format".to_owned(),
    })
}

/// Line of an entry's id, for errors.
pub(crate) fn line_of(text: &str, id: &str) -> Option<usize> {
    let wanted = format!("\"{id}\"");
    text.lines().position(|line| line.trim_start().starts_with("id") && line.contains(&wanted)).map(|at| at + 1)
}

impl Demand {
    /// Reads a list of lemmas, `@classes` and `#tests`.
    ///
    /// # Errors
    /// The term that is no class and no test.
    pub fn read(terms: &[String], classes: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut demand = Demand::default();
        for term in terms {
            if let Some(class) = term.strip_prefix('@') {
                let lemmas =
                    classes.get(class).ok_or_else(|| format!("there is no class {term} in lexicon/classes.toml"))?;
                demand.lemmas.extend(lemmas.iter().map(|lemma| lemma.to_lowercase()));
            } else if let Some(test) = term.strip_prefix('#') {
                match test {
                    "actor" => demand.actor = true,
                    "country" => demand.country = true,
                    "state" => demand.state = true,
                    "person" => demand.person = true,
                    sector => {
                        demand
                            .sectors
                            .insert(Sector::parse(sector).ok_or_else(|| format!("{term} is no test and no sector"))?);
                    }
                }
            } else {
                demand.lemmas.insert(term.to_lowercase());
            }
        }
        Ok(demand)
    }

    /// Whether nothing is demanded but that the phrase is there.
    pub fn is_open(&self) -> bool {
        *self == Demand::default()
    }
}

impl Lexicon {
    /// Reads every file of `data/lexicon/`; a file is named for its type.
    ///
    /// # Errors
    /// A file or entry is wrong; the error names file, line and remedy.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let shared = Classes::load(resources)?;
        let mut lexicon = Lexicon {
            no_deeds: shared.classes.get("no_deed").into_iter().flatten().map(|lemma| lemma.to_lowercase()).collect(),
            ..Lexicon::default()
        };
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for file in resources.list("lexicon") {
            let name = file.rsplit('/').next().unwrap_or(&file);
            if !name.ends_with(".toml") || OTHER_FILES.contains(&name) {
                continue;
            }
            let text = resources.text(&file)?;
            // A type may be spread over several files: `assault.toml`, `assault-mine.toml`.
            let stem = name.trim_end_matches(".toml");
            let type_name = stem.split('-').next().unwrap_or(stem).to_uppercase();
            let event = EventType::parse(&type_name).ok_or_else(|| DataError {
                file: file.clone(),
                line: None,
                problem: format!("{type_name} is none of the sixteen types"),
                remedy: "name the file for its type: assault.toml, or assault-mine.toml".to_owned(),
            })?;
            for row in parse::<File>(&file, &text)?.entry {
                let wrong = |problem: String, remedy: &str| DataError {
                    file: file.clone(),
                    line: line_of(&text, &row.id),
                    problem: format!("entry {}: {problem}", row.id),
                    remedy: remedy.to_owned(),
                };
                if let Some(other) = seen.insert(row.id.clone(), file.clone()) {
                    return Err(wrong(format!("the id is already used in {other}"), "give it another id"));
                }
                if row.verb.is_empty() && row.noun.is_empty() && row.adjective.is_empty() {
                    return Err(wrong("no trigger".into(), "add verb, noun or adjective"));
                }
                let places = |given: &Option<Vec<String>>, default: &[&str]| -> Result<Vec<Position>, DataError> {
                    match given {
                        Some(list) => {
                            shared.positions(list).map_err(|problem| wrong(problem, "see README.md for the places"))
                        }
                        None => Ok(default.iter().filter_map(|text| Position::parse(text).ok()).collect()),
                    }
                };
                let demand = |terms: &Vec<String>| {
                    Demand::read(terms, &shared.classes)
                        .map_err(|problem| wrong(problem, "correct the term or add the class"))
                };
                let index = lexicon.entries.len();
                lexicon.entries.push(Entry {
                    file: file.clone(),
                    event,
                    object: row.object.as_ref().map(demand).transpose()?,
                    subject: row.subject.as_ref().map(demand).transpose()?,
                    with: row
                        .with
                        .iter()
                        .map(|(prepositions, terms)| {
                            Ok((prepositions.split('|').map(str::to_owned).collect(), demand(terms)?))
                        })
                        .collect::<Result<_, DataError>>()?,
                    recipient: places(&row.recipient, &["object", "of", "against", "on"])?,
                    actor: places(&row.actor, &["subject", "by", "possessive", "compound", "adjective"])?,
                    id: row.id.clone(),
                    mode: row.mode.clone(),
                    context: row.context.clone(),
                    negated: row.negated,
                    infinitive: row.infinitive,
                    narrow: row.narrow,
                    by_announcement: row.by_announcement,
                    to_come: row.to_come,
                    also: row.also.clone(),
                    reciprocal: row.reciprocal,
                    example: row.example.clone(),
                    not: row.not.clone(),
                });
                for (kind, list) in
                    [(Kind::Verb, &row.verb), (Kind::Noun, &row.noun), (Kind::Adjective, &row.adjective)]
                {
                    for phrase in list {
                        let words: Vec<String> = phrase.to_lowercase().split_whitespace().map(str::to_owned).collect();
                        if let Some(first) = words.first() {
                            lexicon.index.entry(first.clone()).or_default().push(Trigger { entry: index, kind, words });
                        }
                    }
                }
            }
        }
        lexicon.scored = lexicon.entries.len();
        lexicon.entries.extend(EventType::ALL.iter().map(|&event| Entry::scored(event)));
        Ok(lexicon)
    }

    /// Index of the entry that stands for deeds of a type that a scorer found; no word names it.
    pub fn scored(&self, event: EventType) -> usize {
        self.scored + EventType::ALL.iter().position(|&other| other == event).unwrap_or(0)
    }

    /// Triggers whose first word is this lemma.
    pub fn triggers(&self, lemma: &str) -> &[Trigger] {
        self.index.get(lemma).map_or(&[], Vec::as_slice)
    }
}
