use std::fmt;

use rusqlite::{Connection, ErrorCode};
use terms::{Coded, Evidence, Field, Span, Text};

use crate::LedgerError;
use crate::articles::json;
use crate::sighting::Sighting;
use crate::store::Ledger;

/// Most faults of the file itself that are told.
const FAULTS: u32 = 20;

/// What was looked at, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Articles whose text was hashed.
    pub articles: usize,
    /// Articles whose text was taken out, so that there is nothing to hash.
    pub forgotten: usize,
    /// Codings, standing and former.
    pub codings: usize,
    /// Pieces of evidence that were looked up in the text.
    pub pieces: usize,
    /// What does not hold, in the order of the file.
    pub faults: Vec<Fault>,
}

/// Something in a ledger that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file itself, in SQLite's words.
    File(String),
    /// A row that points to a row that is not there.
    Reference {
        /// Its table.
        table: String,
        /// Its key.
        row: Option<i64>,
    },
    /// A text that is not the one that was read.
    Text {
        /// Id of the article.
        article: String,
    },
    /// A coding or sighting that cannot be read.
    Row {
        /// Id of the article.
        article: String,
        /// What is wrong.
        reason: String,
    },
    /// Words that do not stand where a coding says.
    Evidence {
        /// Id of the article.
        article: String,
        /// First scalar value.
        start: u32,
        /// One past the last.
        end: u32,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(words) => write!(f, "the file: {words}"),
            Self::Reference { table, row: Some(row) } => {
                write!(f, "{table}, row {row}: points to a row that is not there")
            }
            Self::Reference { table, row: None } => write!(f, "{table}: points to a row that is not there"),
            Self::Text { article } => write!(f, "article {article}: its text is not the one that was read"),
            Self::Row { article, reason } => write!(f, "article {article}: a row of it cannot be read: {reason}"),
            Self::Evidence { article, start, end } => {
                write!(f, "article {article}: the words quoted from {start} to {end} do not stand there")
            }
        }
    }
}

impl Ledger {
    /// Checks the whole file: its pages, what rows point to, every text against its hash, every quote against its text.
    ///
    /// # Errors
    /// The file cannot be read at all; damage is no error but a fault of the verdict.
    pub fn verify(&self, hash: &dyn Fn(&str) -> String) -> Result<Verdict, LedgerError> {
        let mut verdict = Verdict { faults: faults_of_file(&self.connection), ..Verdict::default() };
        match contents(&self.connection, hash, &mut verdict) {
            Err(error) if is_damage(&error) => {
                // Told by the file's own faults already, mostly.
                let fault = Fault::File(error.to_string());
                if !verdict.faults.iter().any(|fault| matches!(fault, Fault::File(_))) {
                    verdict.faults.push(fault);
                }
            }
            other => other.map_err(|error| self.fault(error))?,
        }
        Ok(verdict)
    }
}

/// What SQLite finds wrong with pages and references.
pub(crate) fn faults_of_file(connection: &Connection) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut pages = || -> rusqlite::Result<()> {
        let mut statement = connection.prepare(&format!("PRAGMA integrity_check({FAULTS})"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let words: String = row.get(0)?;
            faults.extend(words.lines().filter(|line| *line != "ok").map(|line| Fault::File(line.trim().to_owned())));
        }
        Ok(())
    };
    if let Err(error) = pages() {
        faults.push(Fault::File(error.to_string()));
    }
    let mut references = || -> rusqlite::Result<()> {
        let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            faults.push(Fault::Reference { table: row.get(0)?, row: row.get(1)? });
        }
        Ok(())
    };
    if let Err(error) = references()
        && faults.is_empty()
    {
        faults.push(Fault::File(error.to_string()));
    }
    faults
}

/// Whether SQLite says that the file, not the asking, is at fault.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        || matches!(
            error,
            rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::Utf8Error(..)
        )
}

fn contents(connection: &Connection, hash: &dyn Fn(&str) -> String, verdict: &mut Verdict) -> rusqlite::Result<()> {
    let mut articles = connection.prepare("SELECT article, id, content_hash, text FROM articles ORDER BY article")?;
    let mut sightings = connection.prepare("SELECT sighted FROM sightings WHERE article = ?1 ORDER BY sighting")?;
    let mut codings = connection.prepare("SELECT coded FROM coded WHERE article = ?1 ORDER BY coding")?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        let (key, id, content_hash): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let text = row.get::<_, Option<String>>(3)?.map(Text::new);
        match &text {
            None => verdict.forgotten += 1,
            Some(text) => {
                verdict.articles += 1;
                if hash(text.as_str()) != content_hash {
                    verdict.faults.push(Fault::Text { article: id.clone() });
                }
            }
        }
        let mut titles = Vec::new();
        let mut unreadable = Vec::new();
        let mut seen = sightings.query([key])?;
        while let Some(row) = seen.next()? {
            match json::<Sighting>(row, 0) {
                Ok(sighting) => titles.extend(sighting.title.map(Text::new)),
                Err(error) => unreadable.push(error.to_string()),
            }
        }
        let mut coded = codings.query([key])?;
        while let Some(row) = coded.next()? {
            verdict.codings += 1;
            match json::<Coded>(row, 0) {
                Ok(coded) => {
                    for piece in pieces(&coded).filter(|piece| !piece.quote.is_empty()) {
                        verdict.pieces += 1;
                        let stands = match piece.field {
                            Field::Title => titles.iter().any(|title| says(title, piece)),
                            Field::Text => text.as_ref().is_some_and(|text| says(text, piece)),
                        };
                        if !stands {
                            let (article, start, end) = (id.clone(), piece.start, piece.end);
                            verdict.faults.push(Fault::Evidence { article, start, end });
                        }
                    }
                }
                Err(error) => unreadable.push(error.to_string()),
            }
        }
        verdict.faults.extend(unreadable.into_iter().map(|reason| Fault::Row { article: id.clone(), reason }));
    }
    Ok(())
}

fn pieces(coded: &Coded) -> impl Iterator<Item = &Evidence> {
    let of_reports = coded.reports.iter().flat_map(|report| &report.evidence);
    of_reports.chain(coded.utterances.iter().flat_map(|utterance| &utterance.evidence))
}

fn says(text: &Text, piece: &Evidence) -> bool {
    piece.start <= piece.end && piece.end <= text.len() && text.slice(Span::new(piece.start, piece.end)) == piece.quote
}
