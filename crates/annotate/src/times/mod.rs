//! Time expressions (TIMEX3).

use terms::{Annotated, DataError, Resources, TimeMention};

/// Finds time expressions and gives them values, by the rules in `data/times/`.
pub struct Times {}

impl Times {
    /// Builds the finder from `data/times/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(_resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// All time expressions, in order, without overlap.
    pub fn find(&self, _annotated: &Annotated) -> Vec<TimeMention> {
        Vec::new()
    }
}
