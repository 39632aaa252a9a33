use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why the ledger could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no file to read from.
    #[error("there is no ledger at {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is no SQLite database.
    #[error("{} is not a ledger: it is no SQLite database", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file is a database of some other program.
    #[error("{} is not a ledger: it is a database of another program", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error("{} has schema {found}; this program knows schemas up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
    },
    /// The file has an older schema, and it was opened for reading only, so that it cannot be brought up to date.
    #[error("{} has the older schema {found}; this program reads schema {known}", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The schema that this program reads.
        known: u32,
    },
    /// The copy that is made before a schema is changed could not be written.
    #[error("no backup of {} could be written to {}, so its schema was left as it is", path.display(), backup.display())]
    Backup {
        /// The ledger.
        path: PathBuf,
        /// The copy.
        backup: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Another program has been writing for longer than a writer waits.
    #[error("{} is being written by another program", path.display())]
    Busy {
        /// The ledger.
        path: PathBuf,
    },
    /// The file, or the folder around it, may not be written.
    #[error("{} cannot be written", path.display())]
    ReadOnly {
        /// The ledger.
        path: PathBuf,
    },
    /// No room is left on the disk, or none that the program may take.
    #[error("no room is left to write {}", path.display())]
    Full {
        /// The ledger.
        path: PathBuf,
    },
    /// The file is a ledger, and parts of it cannot be read.
    #[error("{} is damaged: {source}", path.display())]
    Damaged {
        /// The ledger.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file cannot be opened or made: its folder is missing or may not be entered.
    #[error("{} cannot be opened", path.display())]
    CannotOpen {
        /// The ledger.
        path: PathBuf,
    },
    /// A file that was to be made is there already.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A stored coding has a form that this program does not know.
    #[error("what version {version} coded of article {article} cannot be read by this program")]
    Coding {
        /// Id of the article.
        article: String,
        /// Version of codebook and weights that coded it.
        version: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// No article has that id.
    #[error("no article has an id that starts with {id:?}")]
    NoSuchArticle {
        /// What was asked for.
        id: String,
    },
    /// Several articles have an id that starts so.
    #[error("{id:?} may be any of {}", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        id: String,
        /// Ids that start so.
        candidates: Vec<String>,
    },
    /// No event has that id, and no report of one.
    #[error("no event has the id {id:?}, or a report with it")]
    NoSuchEvent {
        /// What was asked for.
        id: String,
    },
    /// No correction has an id that starts so.
    #[error("no correction has an id that starts with {id:?}")]
    NoSuchCorrection {
        /// What was asked for.
        id: String,
    },
    /// What a person who corrects had before them no longer stands.
    #[error("{what} of event {event} is {stands} by now, not {given}; nothing was changed")]
    Conflict {
        /// Id of the event.
        event: String,
        /// The field, or "the record".
        what: String,
        /// What the person saw.
        given: String,
        /// What stands.
        stands: String,
    },
    /// A correction that cannot be made.
    #[error("{reason}")]
    BadCorrection {
        /// Why not.
        reason: String,
        /// What would do.
        remedy: &'static str,
    },
    /// A stored correction has a form that this program does not know.
    #[error("correction number {number} in {} cannot be read by this program", path.display())]
    Correction {
        /// The ledger.
        path: PathBuf,
        /// Its row.
        number: i64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Anything else that SQLite refused.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The ledger.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl LedgerError {
    /// Sorts out what SQLite said of a file.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase) => Self::NotADatabase { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, source },
            Some(ErrorCode::CannotOpen) => Self::CannotOpen { path },
            Some(ErrorCode::SystemIoFailure) if is_want_of_room(&source) => Self::Full { path },
            _ => Self::Sqlite { path, source },
        }
    }

    /// What the reader of the message can do about it; empty where the message says all.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "`demarche read PATH…` makes one; --db or $DEMARCHE_DB names another file",
            Self::NotADatabase { .. } | Self::NotALedger { .. } => "nothing was changed; name another file with --db",
            Self::Newer { .. } => "use the program that wrote it, or a newer one; nothing was changed",
            Self::Older { .. } => "`demarche read` brings it up to date, after a backup",
            Self::Backup { .. } => "make room or give the right to write beside the ledger, then try again",
            Self::Busy { .. } => "what was committed is kept; try again when the other program is done",
            Self::ReadOnly { .. } => "give the right to write the file and its folder, or name another file with --db",
            Self::Full { .. } => "what was committed is kept; make room and give the same command again",
            Self::Damaged { .. } => "`demarche doctor` says what is left, `demarche salvage OUT` copies it out",
            Self::CannotOpen { .. } => "make its folder, give the right to enter it, or name another file with --db",
            Self::Exists { .. } => "name a file that is not there yet; nothing was written",
            Self::Coding { .. } => "`demarche recode` codes the stored articles anew",
            Self::NoSuchArticle { .. } => "`demarche ledger --format json` lists the articles",
            Self::Ambiguous { .. } => "give more of the id",
            Self::NoSuchEvent { .. } => "`demarche ledger` lists the events with their ids",
            Self::NoSuchCorrection { .. } => "`demarche correct --list` lists the corrections",
            Self::Conflict { .. } => "somebody else was faster: look at it again, then correct what stands",
            Self::BadCorrection { remedy, .. } => remedy,
            Self::Correction { .. } => "use the program that wrote it, or a newer one; nothing was changed",
            Self::Sqlite { .. } => "",
        }
    }
}

/// A write that failed, or a log's index that could not be laid out: both come from a disk or quota that is full.
fn is_want_of_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    matches!(code, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE)
}
