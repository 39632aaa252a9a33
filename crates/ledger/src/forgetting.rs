use jiff::Timestamp;
use rusqlite::params;
use terms::Coded;

use crate::articles::{json, to_json};
use crate::store::Ledger;
use crate::{LedgerError, RunId, StoredArticle};

impl Ledger {
    /// Takes an article's text out of the file; its hash, a mark, and where its reports stood stay.
    ///
    /// Reports of it still count for where things stand, with empty quotes; what people said in it goes
    /// with the text. Reading the article again does not bring it back. Takes an id, or the beginning of
    /// one where only one article fits; returns the article as it was. One already forgotten stays so.
    ///
    /// # Errors
    /// No article or several fit, a coding cannot be read, or the file cannot be written.
    pub fn forget(&mut self, run: RunId, read_at: Timestamp, id: &str) -> Result<StoredArticle, LedgerError> {
        let stored = self.article(id)?;
        self.write(|transaction| {
            let key: i64 = transaction.query_row(
                "SELECT article FROM articles WHERE id = ?1 AND content_hash = ?2",
                [&stored.article.id, &stored.article.content_hash],
                |row| row.get(0),
            )?;
            transaction.execute(
                "INSERT OR IGNORE INTO forgotten (article, run, read_at) VALUES (?1, ?2, ?3)",
                params![key, run.0, read_at.as_microsecond()],
            )?;
            transaction.execute("UPDATE articles SET text = NULL WHERE article = ?1", [key])?;
            let codings: Vec<(i64, Coded)> = transaction
                .prepare("SELECT coding, coded FROM coded WHERE article = ?1")?
                .query_map([key], |row| Ok((row.get(0)?, json(row, 1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (coding, mut coded) in codings {
                without_words(&mut coded);
                transaction
                    .execute("UPDATE coded SET coded = ?1 WHERE coding = ?2", params![to_json(&coded)?, coding])?;
            }
            Ok(())
        })?;
        // Pages that held the text lie in the log until it is folded into the file and cut; where a reader
        // holds the log for longer than a writer waits, the last program to close the file does it.
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| self.fault(error))?;
        Ok(stored)
    }
}

/// Leaves of a coding what tells the deeds, without the article's words.
fn without_words(coded: &mut Coded) {
    for report in &mut coded.reports {
        for piece in &mut report.evidence {
            piece.quote.clear();
        }
        // Words can be guessed from it.
        report.meaning = None;
        for party in report.actor.iter_mut().chain(&mut report.recipient) {
            party.text.clear();
        }
    }
    coded.utterances.clear();
}
