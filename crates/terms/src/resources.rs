use std::borrow::Cow;
use std::path::PathBuf;

use serde::de::DeserializeOwned;

/// Data files that the stages are built from, by path below `data/` ("lexicon/sanction.toml").
///
/// Implementations must list files in a fixed order and give the same bytes for the same path.
pub trait Resources: Sync {
    /// The bytes of one file; `None` where there is no such file.
    fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>>;

    /// Paths of all files directly in a folder, sorted.
    fn list(&self, folder: &str) -> Vec<String>;

    /// One file as text.
    ///
    /// # Errors
    /// The file is missing or is not UTF-8.
    fn text(&self, path: &str) -> Result<Cow<'_, str>, DataError> {
        let bad =
            |problem: &str| DataError { file: path.into(), line: None, problem: problem.into(), remedy: String::new() };
        match self.bytes(path) {
            None => Err(bad("is missing")),
            Some(Cow::Borrowed(bytes)) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| bad("is not UTF-8"))
            }
            Some(Cow::Owned(bytes)) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| bad("is not UTF-8")),
        }
    }
}

/// A data file that cannot be used: which, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("data/{file}{}: {problem}{}{remedy}", line.map(|line| format!(":{line}")).unwrap_or_default(), if remedy.is_empty() { "" } else { "; " })]
pub struct DataError {
    /// Path below `data/`.
    pub file: String,
    /// Line, from 1, where known.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do about it; may be empty.
    pub remedy: String,
}

/// One TOML file of rows, whose head tells its fields.
///
/// # Errors
/// The file is missing or wrong; the error names the line.
pub fn read_table<T: DeserializeOwned>(resources: &dyn Resources, file: &str) -> Result<T, DataError> {
    let text = resources.text(file)?;
    toml::from_str(&text).map_err(|error| DataError {
        file: file.to_owned(),
        line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        problem: error.message().replace('\n', " "),
        remedy: "the head of the file tells its fields".to_owned(),
    })
}

/// Resources from a folder on disk.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Resources for Folder {
    fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        std::fs::read(self.0.join(path)).ok().map(Cow::Owned)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let mut files: Vec<String> = std::fs::read_dir(self.0.join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .map(|name| format!("{folder}/{name}"))
            .collect();
        files.sort();
        files
    }
}
