//! Nouns that name a role or a body, and the words before them that say more, from `data/actors/roles.toml`.

use std::ops::Range;

use serde::Deserialize;
use terms::{DataError, Relation, Resources, Sector, Tag, Token};

use super::index::QuickMap;

/// What a role noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// One person, or several where the noun is plural.
    Person,
    /// Several persons, whatever the noun's form ("police", "troops").
    People,
    /// An organisation or a part of one.
    Body,
    /// A country or territory.
    Country,
}

/// An entry of `roles.toml`: nouns that stand for one kind of actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Nouns in the singular, lower case; several words where need be.
    pub nouns: Vec<String>,
    /// Plurals that are not formed by rule.
    #[serde(default)]
    pub plurals: Vec<String>,
    /// What the nouns stand for.
    pub what: What,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Whether a word before it decides the sector ("police spokesman").
    #[serde(default)]
    pub generic: bool,
    /// Whether it belongs to the country that the article is about, where no other is said.
    #[serde(default)]
    pub domestic: bool,
    /// Offices of `leaders.tsv` that it names, most usual first.
    #[serde(default)]
    pub office: Vec<String>,
    /// Whether "the …" stands for whatever actor of its kind was last spoken of ("the group", "the minister").
    #[serde(default)]
    pub refers: bool,
    /// Codes that it may mean, where it cannot mean every country's ("the island nation", "the Duma");
    /// a body of no country in sight is the first one's.
    #[serde(default)]
    pub among: Vec<String>,
    /// Whether "the …" may stand for any body last spoken of ("the group").
    #[serde(default)]
    pub any: bool,
    /// Whether "the …" may stand for a body founded by states that was last spoken of ("the bloc").
    #[serde(default)]
    pub league: bool,
    /// Whether it must be written with a capital ("the House").
    #[serde(default)]
    pub capital: bool,
    /// A sentence that must give a mention headed by one of the nouns.
    pub example: String,
    /// A sentence that holds one of the nouns and must give none.
    pub not: String,
}

/// What a word before a role noun does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Gives its sector to generic nouns.
    Sector,
    /// Gives its sector to every noun ("opposition lawmakers").
    Overrides,
    /// No longer in office.
    Former,
    /// Not yet in office.
    Elect,
    /// Holds an office below the one that the noun names ("deputy").
    Below,
}

/// An entry of `roles.toml`: words before a role noun.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modifier {
    /// The words, lower case.
    pub words: Vec<String>,
    /// What they do.
    pub effect: Effect,
    /// The sector that they give.
    pub sector: Option<Sector>,
    /// A sentence in which one of the words acts so.
    pub example: String,
    /// A sentence with one of the words in which it does not.
    pub not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    role: Vec<Role>,
    #[serde(default)]
    modifier: Vec<Modifier>,
}

/// A form of a role's noun.
#[derive(Clone, Debug)]
struct Form {
    /// Words before the last one.
    before: Vec<Box<str>>,
    role: u32,
    noun: u32,
    plural: bool,
}

/// All role nouns and modifiers.
#[derive(Debug, Default)]
pub struct Roles {
    entries: Vec<Role>,
    modifiers: Vec<Modifier>,
    /// Last word of a form → forms, more words first.
    forms: QuickMap<Box<str>, Vec<Form>>,
    modifier_of: QuickMap<Box<str>, u32>,
}

/// A role noun found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoleMatch {
    /// Its words.
    pub(super) tokens: Range<usize>,
    /// Number of its role.
    pub(super) role: u32,
    /// Number of its noun, singular and plural alike.
    pub(super) noun: u32,
    /// Whether the noun is plural.
    pub(super) plural: bool,
}

const FILE: &str = "actors/roles.toml";

impl Roles {
    /// Reads `data/actors/roles.toml`.
    ///
    /// # Errors
    /// The file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let text = resources.text(FILE)?;
        let file: File = toml::from_str(&text).map_err(|error| DataError {
            file: FILE.into(),
            line: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
            problem: error.message().into(),
            remedy: "compare with the entries around it".into(),
        })?;
        let mut roles = Self::default();
        let mut count = 0;
        for (number, role) in file.role.iter().enumerate() {
            for noun in &role.nouns {
                count += 1;
                roles.add(noun, number, count, role.what == What::People);
                roles.add(&plural(noun), number, count, true);
            }
            for noun in &role.plurals {
                count += 1;
                roles.add(noun, number, count, true);
            }
        }
        for forms in roles.forms.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.before.len()));
        }
        for (number, modifier) in file.modifier.iter().enumerate() {
            for word in &modifier.words {
                roles.modifier_of.insert(word.as_str().into(), number as u32);
            }
        }
        roles.entries = file.role;
        roles.modifiers = file.modifier;
        Ok(roles)
    }

    fn add(&mut self, noun: &str, role: usize, number: u32, plural: bool) {
        let mut before: Vec<Box<str>> = noun.split_whitespace().map(Box::from).collect();
        if let Some(last) = before.pop() {
            let forms = self.forms.entry(last).or_default();
            if !forms.iter().any(|form| form.before == before) {
                forms.push(Form { before, role: role as u32, noun: number, plural });
            }
        }
    }

    /// A role by its number.
    pub(super) fn role(&self, number: u32) -> &Role {
        &self.entries[number as usize]
    }

    /// All roles, in the order of the file.
    pub fn entries(&self) -> &[Role] {
        &self.entries
    }

    /// All modifiers, in the order of the file.
    pub fn modifiers(&self) -> &[Modifier] {
        &self.modifiers
    }

    /// What a word before a role noun does to it.
    pub(super) fn modifier(&self, word: &str) -> Option<&Modifier> {
        self.modifier_of.get(word).map(|&number| &self.modifiers[number as usize])
    }

    /// Role nouns in a text, longest first at each place, without overlap, in order.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<RoleMatch> {
        let mut found: Vec<RoleMatch> = Vec::new();
        let mut lower = String::new();
        for (index, token) in tokens.iter().enumerate() {
            if !token.is_noun() && token.tag != Tag::JJ {
                continue;
            }
            let Some(forms) = self.forms.get(lowered(&token.text, &mut lower)) else { continue };
            let fitting = forms.iter().find(|form| {
                index >= form.before.len()
                    && (token.is_noun() || !form.before.is_empty() || heads_phrase(token))
                    && tokens[index - form.before.len()..index]
                        .iter()
                        .zip(&form.before)
                        .all(|(token, word)| token.text.eq_ignore_ascii_case(word))
            });
            let Some(form) = fitting else { continue };
            if self.role(form.role).capital && !token.text.starts_with(char::is_uppercase) {
                continue;
            }
            let start = index - form.before.len();
            while found.last().is_some_and(|last| last.tokens.end > start) {
                found.pop();
            }
            found.push(RoleMatch { tokens: start..index + 1, role: form.role, noun: form.noun, plural: form.plural });
        }
        found
    }
}

/// Whether a word that the tagger takes for an adjective stands where a noun does: "arrested a French national".
fn heads_phrase(token: &Token) -> bool {
    matches!(token.relation, Relation::Dobj | Relation::Pobj | Relation::Nsubj | Relation::Nsubjpass | Relation::Attr)
}

/// A word in lower case, in a buffer that is used again.
pub(super) fn lowered<'b>(word: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    buffer.push_str(word);
    buffer.make_ascii_lowercase();
    buffer
}

/// The plural that a noun forms by rule.
fn plural(noun: &str) -> String {
    let ends = |tails: &[&str]| tails.iter().any(|tail| noun.ends_with(tail));
    if let Some(stem) = noun.strip_suffix("man") {
        format!("{stem}men")
    } else if let Some(stem) = noun.strip_suffix("person") {
        format!("{stem}people")
    } else if let Some(stem) = noun.strip_suffix('y').filter(|_| !ends(&["ay", "ey", "oy"])) {
        format!("{stem}ies")
    } else if ends(&["s", "x", "ch", "sh"]) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_rules() {
        for (one, many) in
            [("embassy", "embassies"), ("spokeswoman", "spokeswomen"), ("attorney", "attorneys"), ("boss", "bosses")]
        {
            assert_eq!(plural(one), many);
        }
    }
}
