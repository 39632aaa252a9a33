use jiff::civil::Date;

use crate::{Annotated, Article, Coded, Correction, Record, Relate};

/// Stage 2: finds the layers of a text. A pure function of the article and of the data it was built from.
pub trait Annotate: Send + Sync {
    /// Annotates one article; never fails, never panics, whatever the text.
    fn annotate(&self, article: &Article) -> Annotated;
}

/// Stage 3: codes an annotated article. A pure function.
pub trait Code: Send + Sync {
    /// Draws reports and utterances from one article. Without a scorer words and grammar decide alone.
    fn code(&self, annotated: &Annotated, scorer: Option<&dyn Relate>) -> Coded;
}

/// Stage 4: brings all reports together. The order of `coded` and of `corrections` does not matter.
pub trait Collate: Send + Sync {
    /// The record of everything known, as the program alone has it.
    fn collate(&self, coded: &[Coded]) -> Record {
        self.collate_corrected(coded, &[])
    }

    /// The record of everything known, as people set it right.
    fn collate_corrected(&self, coded: &[Coded], corrections: &[Correction]) -> Record;

    /// Looks at a record on a day: marks what was due before it and went unreported. [`Collate::collate`] looks on the day
    /// of the last article.
    fn look_on(&self, record: &mut Record, day: Date);
}
