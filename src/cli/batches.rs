//! Articles from inputs, some dozens at a time, so that threads have work and memory stays small.

use std::io::stdin;
use std::path::{Path, PathBuf};

use acquire::{Input, Problem, Reader};
use terms::Article;

use crate::cli::intake::Manner;

/// Most articles in a batch.
const ARTICLES: usize = 64;

/// Scalar values after which a batch is full.
const LETTERS: u64 = 2_000_000;

/// The articles of inputs, a batch at a time.
pub(crate) struct Batches {
    reader: Reader,
}

/// Some articles, and what was met on the way to them, in order.
#[derive(Default)]
pub(crate) struct Batch {
    /// Articles in input order.
    pub articles: Vec<Article>,
    /// Problems in input order.
    pub problems: Vec<Problem>,
}

impl Batches {
    /// Of paths as given on the command line; `-` is standard input.
    pub(crate) fn of_paths(paths: &[PathBuf], manner: Manner) -> Self {
        let input = |path: &PathBuf| {
            if path == Path::new("-") { Input::stream("-", stdin()) } else { Input::from(path.as_path()) }
        };
        Self::new(paths.iter().map(input), manner)
    }

    /// Of any inputs.
    pub(crate) fn new(inputs: impl IntoIterator<Item = Input>, manner: Manner) -> Self {
        Self { reader: Reader::new(inputs, manner.limits).with_fields(manner.fields) }
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        let mut letters = 0;
        for item in self.reader.by_ref() {
            match item {
                Ok(article) => {
                    letters += u64::from(article.text.len());
                    batch.articles.push(article);
                }
                Err(problem) => batch.problems.push(problem),
            }
            if batch.articles.len() == ARTICLES || letters > LETTERS || batch.problems.len() == ARTICLES {
                break;
            }
        }
        (!batch.articles.is_empty() || !batch.problems.is_empty()).then_some(batch)
    }
}
