use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::{LedgerError, schema};

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// The record of everything read, in one SQLite file.
///
/// Readers work while a writer writes; a second writer waits up to ten seconds. What was committed
/// survives a kill of the program.
///
/// # Example
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("record.db");
/// use ledger::{Ledger, LedgerError, View};
/// assert!(matches!(Ledger::open_read_only(&path), Err(LedgerError::Missing { .. })));
/// let ledger = Ledger::open(&path)?;
/// let record = ledger.record(&View::default(), &|_, _| terms::Record::default())?;
/// assert!(record.articles.is_empty());
/// # Ok::<(), LedgerError>(())
/// ```
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// Opens a ledger to read and write; makes the file where there is none.
    ///
    /// A file of an older schema is brought up to date, after a copy is made beside it
    /// (`record.db.schema-1`).
    ///
    /// # Errors
    /// The file is no ledger, is newer than this program, or cannot be opened or written.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let opened = || {
            let of = |error| LedgerError::of(path, error);
            let mut connection = Connection::open(path).map_err(of)?;
            connection.busy_timeout(PATIENCE).map_err(of)?;
            schema::prepare(&mut connection, path)?;
            connection
                .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
                .map_err(of)?;
            Ok(connection)
        };
        let connection = opened().map_err(|error| match error {
            // It is there, but no log can be made beside it.
            LedgerError::CannotOpen { path } if path.exists() => LedgerError::ReadOnly { path },
            other => other,
        })?;
        Ok(Self { connection, path: path.into() })
    }

    /// Opens a ledger to read; writes nothing, also where the folder may not be written.
    ///
    /// # Errors
    /// There is no such file, it is no ledger, or its schema is not this program's.
    pub fn open_read_only(path: &Path) -> Result<Self, LedgerError> {
        let connection = connect(path)?;
        schema::check(&connection, path)?;
        Ok(Self { connection, path: path.into() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does one piece of writing whole or not at all, with nobody else writing meanwhile.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        let Self { connection, path } = self;
        let whole = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        whole().map_err(|error| LedgerError::of(path, error))
    }

    pub(crate) fn fault(&self, error: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, error)
    }
}

/// Opens any SQLite file to read, and writes nothing.
pub(crate) fn connect(path: &Path) -> Result<Connection, LedgerError> {
    if !path.exists() {
        return Err(LedgerError::Missing { path: path.into() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let of = |error| LedgerError::of(path, error);
    let connection = Connection::open_with_flags(path, flags).map_err(of)?;
    connection.busy_timeout(PATIENCE).map_err(of)?;
    // A ledger needs a log beside it even to be read. Where none can be made and none was left, nobody can be
    // writing, and the file alone is the whole ledger.
    let readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    match readable.map_err(|error| error.sqlite_error_code()) {
        Err(Some(ErrorCode::CannotOpen)) if !log_of(path).exists() => {
            Connection::open_with_flags(immutable(path), flags).map_err(of)
        }
        _ => Ok(connection),
    }
}

/// The file's write-ahead log.
pub(crate) fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// The address of a file that SQLite may take for unchanging.
fn immutable(path: &Path) -> String {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .map(|letter| match letter {
            '%' => "%25".into(),
            '?' => "%3f".into(),
            '#' => "%23".into(),
            other => other.to_string(),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}
