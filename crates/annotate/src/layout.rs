//! Which parts of a text are no part of the article.

use terms::{Article, DataError, Dropped, Parsed, Resources};

/// Finds datelines, links to other stories, captions, bylines and standing matter.
pub struct Layout {}

impl Layout {
    /// Builds the finder from `data/layout/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(_resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// The parts to keep from coding, in order, without overlap.
    pub fn dropped(&self, _article: &Article, _parsed: &Parsed) -> Vec<Dropped> {
        Vec::new()
    }
}
