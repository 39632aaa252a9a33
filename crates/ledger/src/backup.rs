use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::LedgerError;
use crate::store::Ledger;

/// Pages copied in one go; a writer waits no longer than that takes.
const PAGES: i32 = 2_048;

impl Ledger {
    /// Writes a copy of the whole ledger, while others may go on reading and writing it.
    ///
    /// The copy is one file without a log, and holds what was committed when the copying ended.
    ///
    /// # Errors
    /// `to` is there already or cannot be written, or this file cannot be read.
    pub fn backup(&self, to: &Path) -> Result<(), LedgerError> {
        if to.exists() {
            return Err(LedgerError::Exists { path: to.into() });
        }
        let written = || -> rusqlite::Result<()> {
            let mut copy = Connection::open(to)?;
            Backup::new(&self.connection, &mut copy)?.run_to_completion(PAGES, Duration::from_millis(1), None)?;
            copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        };
        written().map_err(|error| {
            // Half a copy is none.
            let _ = std::fs::remove_file(to);
            LedgerError::of(to, error)
        })
    }
}
