//! One article at a time, without a look at all the others: for those who keep the keys.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use terms::{Article, Coded, Text};

use crate::LedgerError;
use crate::articles::json;
use crate::sighting::Sighting;
use crate::store::Ledger;
use crate::versions::{self, Versions};

/// Where an article is kept in this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleKey(i64);

/// An article with what stands coded of it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The article, under the id that it bears in outputs; its text is empty where it was forgotten.
    pub article: Article,
    /// Whether its text was taken out.
    pub forgotten: bool,
    /// What was coded of it; `None` where it was kept without being coded.
    pub coded: Option<Coded>,
}

impl Ledger {
    /// A number that changes whenever another program has written to the file since this ledger was opened.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn data_version(&self) -> Result<i64, LedgerError> {
        self.connection.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(|error| self.fault(error))
    }

    /// The key of every article, by the id that it bears in outputs.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn keys(&self) -> Result<BTreeMap<String, ArticleKey>, LedgerError> {
        let all = || {
            let mut statement = self.connection.prepare("SELECT id, content_hash, article FROM articles")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect::<rusqlite::Result<Vec<(String, String, i64)>>>()
        };
        let rows = all().map_err(|error| self.fault(error))?;
        let versions = Versions::of(rows.iter().map(|(id, content_hash, _)| (id.as_str(), content_hash.as_str())));
        Ok(rows.iter().map(|(id, content_hash, key)| (versions.public(id, content_hash), ArticleKey(*key))).collect())
    }

    /// The text of an article; `None` where it was forgotten, or the key is of another file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn text(&self, key: ArticleKey) -> Result<Option<String>, LedgerError> {
        let one = || {
            let mut statement = self.connection.prepare_cached("SELECT text FROM articles WHERE article = ?1")?;
            statement.query_row([key.0], |row| row.get(0)).optional()
        };
        one().map(Option::flatten).map_err(|error| self.fault(error))
    }

    /// An article with what stands coded of it, under the id that it bears in outputs; `None` where the key is of another file.
    ///
    /// # Errors
    /// The file cannot be read, or the coding has a form that this program does not know.
    pub fn whole(&self, public_id: &str, key: ArticleKey) -> Result<Option<Whole>, LedgerError> {
        let sql = "SELECT content_hash, text,
                          (SELECT sighted FROM sightings WHERE sightings.article = articles.article ORDER BY sighting DESC LIMIT 1),
                          (SELECT coded FROM coded WHERE coded.article = articles.article ORDER BY coding DESC LIMIT 1),
                          (SELECT version FROM coded WHERE coded.article = articles.article ORDER BY coding DESC LIMIT 1)
                   FROM articles WHERE article = ?1";
        let one = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let row = |row: &rusqlite::Row<'_>| {
                let text: Option<String> = row.get(1)?;
                let forgotten = text.is_none();
                let article = json::<Sighting>(row, 2)?.article(
                    public_id.to_owned(),
                    row.get(0)?,
                    Text::new(text.unwrap_or_default()),
                );
                Ok((article, forgotten, row.get::<_, Option<String>>(3)?, row.get::<_, Option<String>>(4)?))
            };
            statement.query_row([key.0], row).optional()
        };
        let Some((article, forgotten, coded, version)) = one().map_err(|error| self.fault(error))? else {
            return Ok(None);
        };
        let coded = coded.map(|coded| serde_json::from_str::<Coded>(&coded)).transpose().map_err(|source| {
            LedgerError::Coding { article: public_id.to_owned(), version: version.unwrap_or_default(), source }
        })?;
        let coded = coded.map(|mut coded| {
            versions::rename(&mut coded, public_id);
            coded
        });
        Ok(Some(Whole { article, forgotten, coded }))
    }
}
