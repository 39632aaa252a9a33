use std::fmt;

/// An entry of a data file whose `example` or `not` does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// File below `data/`.
    pub file: String,
    /// Which entry: its id, its words, or its line.
    pub entry: String,
    /// What went wrong.
    pub problem: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "data/{}: entry {}: {}", self.file, self.entry, self.problem)
    }
}

impl std::error::Error for Failure {}
