//! Mentions of actors.

use terms::{Annotated, DataError, Mention, Resources};

/// Finds mentions of actors and resolves them by the files in `data/actors/`.
pub struct Actors {}

impl Actors {
    /// Builds the finder from `data/actors/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(_resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// All mentions, by start, longer first.
    pub fn find(&self, _annotated: &Annotated) -> Vec<Mention> {
        Vec::new()
    }
}
