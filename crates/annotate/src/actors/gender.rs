//! Whether "he" or "she" may stand for a person: first names and titles.

use serde::Deserialize;
use terms::{DataError, Resources};

use super::index::QuickMap;

/// Grammatical gender of a person, as the text or the first name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// First names with the gender they tell.
#[derive(Debug, Default)]
pub(super) struct FirstNames(QuickMap<Box<str>, Option<Gender>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    male: String,
    female: String,
    either: String,
}

const FILE: &str = "actors/first-names.toml";

impl FirstNames {
    /// Reads `data/actors/first-names.toml`.
    ///
    /// # Errors
    /// The file is missing or wrong, or holds a name twice.
    pub(super) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let bad =
            |problem: String, remedy: &str| DataError { file: FILE.into(), line: None, problem, remedy: remedy.into() };
        let text = resources.text(FILE)?;
        let file: File = toml::from_str(&text)
            .map_err(|error| bad(error.message().into(), "keep the lists `male`, `female` and `either`"))?;
        let mut names = QuickMap::default();
        for (list, gender) in
            [(&file.male, Some(Gender::Male)), (&file.female, Some(Gender::Female)), (&file.either, None)]
        {
            for name in list.split_whitespace() {
                if names.insert(Box::from(name), gender).is_some_and(|other| other != gender) {
                    return Err(bad(format!("`{name}` stands in two lists"), "keep it in `either` only"));
                }
            }
        }
        Ok(Self(names))
    }

    /// What a first name tells; `None` for names not listed.
    pub(super) fn gender(&self, name: &str) -> Option<Gender> {
        self.0.get(name).copied().flatten()
    }

    /// Whether a word is a first name at all.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// What a title or a noun for a person tells ("Mrs", "spokeswoman").
pub(super) fn gender_of_title(word: &str) -> Option<Gender> {
    match word {
        "mr" | "mr." | "sir" | "lord" | "king" | "prince" | "man" | "boy" | "father" | "brother" | "son"
        | "husband" | "pope" | "emperor" | "sultan" | "emir" | "sheikh" | "imam" | "priest" | "bishop" => {
            Some(Gender::Male)
        }
        "mrs" | "mrs." | "ms" | "ms." | "miss" | "dame" | "lady" | "queen" | "princess" | "woman" | "girl"
        | "mother" | "sister" | "daughter" | "wife" | "madame" | "nun" | "baroness" => Some(Gender::Female),
        _ if word.ends_with("woman") => Some(Gender::Female),
        _ if word.ends_with("man") && word.len() > 4 => Some(Gender::Male),
        _ => None,
    }
}

/// Whether a word is a form of address that stands before a name and is no part of it.
pub(super) fn is_address(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "sir"
            | "lord"
            | "lady"
            | "dame"
            | "prof"
            | "professor"
            | "rev"
            | "reverend"
            | "hon"
            | "honorable"
            | "honourable"
            | "sen"
            | "rep"
            | "gov"
            | "gen"
            | "col"
            | "lt"
            | "maj"
            | "capt"
            | "sgt"
            | "adm"
            | "madame"
            | "monsieur"
            | "herr"
            | "baroness"
            | "baron"
            | "representative"
            | "congressman"
            | "congresswoman"
            | "brig"
            | "cpl"
            | "pvt"
    )
}
