//! Who says what.

use terms::{Annotated, Attribution, DataError, Resources};

/// Finds attributions by the cues in `data/cues/`.
pub struct Attributions {}

impl Attributions {
    /// Builds the finder from `data/cues/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(_resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// All attributions; `id` is the index.
    pub fn find(&self, _annotated: &Annotated) -> Vec<Attribution> {
        Vec::new()
    }
}
