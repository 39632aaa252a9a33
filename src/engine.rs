//! The stages wired together: the only place that names implementations.

use annotate::Annotator;
use annotate::relations::Relations;
use code::{Coder, Related};
use collate::Collator;
use export::Mapping;
use terms::{
    Annotate, Annotated, Article, Code, Coded, Collate, Correction, DataError, Failure, Pair, Record, Relate, Report,
    Resources,
};

/// Stage 4 alone, for views of what is coded already: it needs neither words nor weights.
///
/// # Errors
/// A data file is missing or wrong.
pub fn collation(resources: &dyn Resources) -> Result<Box<dyn Collate>, DataError> {
    Ok(Box::new(Collator::load(resources)?))
}

/// The tables that exports are written by.
///
/// # Errors
/// A data file is missing or wrong.
pub fn mapping(resources: &dyn Resources) -> Result<Mapping, DataError> {
    Mapping::load(resources)
}

/// All stages between an article and the record, built from one set of data.
pub struct Engine {
    annotator: Annotator,
    coder: Coder,
    collator: Box<dyn Collate>,
    relations: Option<Relations>,
}

impl Engine {
    /// Builds every stage.
    ///
    /// # Errors
    /// A data file is missing or wrong; the error names file, line and remedy.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let (annotator, coder) = rayon::join(|| Annotator::load(resources), || Coder::load(resources));
        Ok(Self { annotator: annotator?, coder: coder?, collator: collation(resources)?, relations: None })
    }

    /// Builds every stage and the relation model, where the data have one, side by side.
    ///
    /// # Errors
    /// As [`Engine::load`], or a file of the model does not hold what the code expects.
    pub fn load_with_relations(resources: &dyn Resources) -> Result<Self, DataError> {
        let (engine, relations) = rayon::join(|| Self::load(resources), || Relations::load(resources));
        Ok(Self { relations: relations?, ..engine? })
    }

    /// Whether the relation model has a say; without it words and grammar decide alone.
    pub fn has_relations(&self) -> bool {
        self.relations.is_some()
    }

    /// Whether a pair of a text is one that the relation model would be asked about.
    pub fn passes_gate(&self, text: &str, pair: Pair) -> bool {
        self.coder.passes_gate(&self.annotator.annotate(&Article::of_text(text)), pair)
    }

    /// What the gate before the relation model sees of a pair of an annotated text, for training it.
    pub fn gate_features(&self, annotated: &Annotated, pair: Pair) -> Vec<String> {
        self.coder.gate_features(annotated, pair)
    }

    /// Passes through the relation model that were made so far; 0 without it.
    pub fn passes(&self) -> f64 {
        self.relations.as_ref().map_or(0.0, Relations::passes)
    }

    /// What one marked side of a text does to the other.
    pub fn relate(&self, text: &str, pair: Pair) -> Related {
        let annotated = self.annotator.annotate(&Article::of_text(text));
        self.coder.relate(&annotated, pair, self.scorer())
    }

    fn scorer(&self) -> Option<&dyn Relate> {
        self.relations.as_ref().map(|relations| relations as &dyn Relate)
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
        self.coder.code(annotated, self.scorer())
    }

    /// The reports of an article as PLOVER would count them, a line a record.
    pub fn plover_lines(&self, annotated: &Annotated, coded: &Coded) -> Vec<Report> {
        self.coder.plover_lines(annotated, &coded.reports)
    }

    /// Stage 4: the record of everything known; the order of `coded` does not matter.
    pub fn collate(&self, coded: &[Coded]) -> Record {
        self.collator.collate(coded)
    }

    /// The same as people set it right.
    pub fn collate_corrected(&self, coded: &[Coded], corrections: &[Correction]) -> Record {
        self.collator.collate_corrected(coded, corrections)
    }

    /// Stage 4 alone; lets go of words and weights.
    pub fn into_collation(self) -> Box<dyn Collate> {
        self.collator
    }

    /// Version of the codebook and of the weights, written beside what they coded.
    pub fn version(&self) -> String {
        let relations = self.scorer().map_or("none", Relate::version);
        format!("demarche {} codebook {} relations {relations}", env!("CARGO_PKG_VERSION"), self.coder.version())
    }

    /// Runs the `example` and `not` of every entry that carries them, of exports too; empty where the data hold.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn check_data(&self, resources: &dyn Resources) -> Result<Vec<Failure>, DataError> {
        let mut failures = self.annotator.check(resources)?;
        failures.extend(self.coder.check(&self.annotator));
        failures.extend(export::check(resources)?);
        Ok(failures)
    }
}
