//! Mentions of actors: who is spoken of, where, by name, by role or by pronoun, and whom it means.
//!
//! The steps, each a file:
//!
//! 1. [`gazetteer`]: the actor files, with an [`index`] over the words of their names
//! 2. [`roles`]: role nouns and the words before them
//! 3. [`names`]: names in the text, from the files and from the model, less the [`spurious`], with the [`unnamed`] and the [`missed_places`]
//! 4. [`persons`]: full names, and the surnames that stand for them later
//! 5. [`context`]: the countries that the article is about; readings of ambiguous names; where places lie ([`sites`])
//! 6. [`apposition`]: titles and appositions, which tell of persons
//! 7. [`reading`]: one pass from the first word to the last: [`naming`] (with [`standing`] and [`short_forms`]),
//!    [`nominal`] (with [`phrase`] and [`meaning`]), [`mod@reference`]
//!
//! Every step is linear in the number of tokens; looking back is bounded by a window.

mod apposition;
mod context;
mod fold;
mod gazetteer;
mod gender;
mod index;
mod meaning;
mod missed_places;
mod names;
mod naming;
mod nominal;
mod persons;
mod phrase;
mod reading;
mod reference;
pub mod roles;
mod short_forms;
mod sites;
mod spurious;
mod standing;
mod unnamed;

use terms::{Annotated, DataError, Mention, Resources};

/// Finds mentions of actors and resolves them by the files in `data/actors/` and `data/places/`.
pub struct Actors {
    gazetteer: gazetteer::Gazetteer,
    roles: roles::Roles,
    first_names: gender::FirstNames,
    sites: sites::Sites,
}

impl Actors {
    /// Builds the finder from `data/actors/` and `data/places/`.
    ///
    /// # Errors
    /// A data file is missing or wrong; the error names the file and the line.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {
            gazetteer: gazetteer::Gazetteer::load(resources)?,
            roles: roles::Roles::load(resources)?,
            first_names: gender::FirstNames::load(resources)?,
            sites: sites::Sites::load(resources)?,
        })
    }

    /// The role nouns and modifiers of `roles.toml`, with their examples.
    pub fn roles(&self) -> &roles::Roles {
        &self.roles
    }

    /// All mentions, by start, longer first.
    pub fn find(&self, annotated: &Annotated) -> Vec<Mention> {
        reading::Reading::new(self, annotated).read()
    }
}
