//! The stages wired together: the only place that names implementations.

use annotate::Annotator;
use code::Coder;
use collate::Collator;
use terms::{Annotate, Annotated, Article, Code, Coded, Collate, DataError, Failure, Record, Resources};

/// All stages between an article and the record, built from one set of data.
pub struct Engine {
    annotator: Annotator,
    coder: Coder,
    collator: Box<dyn Collate>,
}

impl Engine {
    /// Builds every stage.
    ///
    /// # Errors
    /// A data file is missing or wrong; the error names file, line and remedy.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {
            annotator: Annotator::load(resources)?,
            coder: Coder::load(resources)?,
            collator: Box::new(Collator::load(resources)?),
        })
    }

    /// Stage 2: the layers of an article. An article that is not to be coded gets none.
    pub fn annotate(&self, article: &Article) -> Annotated {
        if article.is_coded() {
            return self.annotator.annotate(article);
        }
        Annotated::bare(article.clone())
    }

    /// Stage 3: the reports and utterances of an annotated article.
    pub fn code(&self, annotated: &Annotated) -> Coded {
        self.coder.code(annotated)
    }

    /// Stage 4: the record of everything known; the order of `coded` does not matter.
    pub fn collate(&self, coded: &[Coded]) -> Record {
        self.collator.collate(coded)
    }

    /// Version of the codebook and of the weights, written beside what they coded.
    pub fn version(&self) -> String {
        format!("demarche {} codebook {}", env!("CARGO_PKG_VERSION"), self.coder.version())
    }

    /// Runs the `example` and `not` of every entry that carries them; empty where the data hold.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn check_data(&self, resources: &dyn Resources) -> Result<Vec<Failure>, DataError> {
        let mut failures = self.annotator.check(resources)?;
        failures.extend(self.coder.check(&self.annotator));
        Ok(failures)
    }
}
