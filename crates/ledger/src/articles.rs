use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use terms::{Article, Coded, Text};

use crate::sighting::Sighting;
use crate::store::Ledger;
use crate::versions::Versions;
use crate::{LedgerError, RunId};

/// What the ledger knows of an article that is about to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Nothing: it is to be coded and added.
    New,
    /// The text is known, but this sighting says more of it (a date, a title): it is to be coded anew and added.
    Better,
    /// The text, which was kept without being coded: it is to be coded as [`Ledger::as_stored`] gives it, and added.
    Uncoded,
    /// All of it.
    Known,
    /// Its text was taken out with `forget`, and stays out.
    Forgotten,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that were not there before.
    pub new: usize,
    /// Those of them that are another text under an id that was there before.
    pub versions: usize,
    /// Articles that were there and are better known now.
    pub better: usize,
    /// Articles that were there and are coded now for the first time.
    pub coded: usize,
    /// Articles that were there already.
    pub known: usize,
}

/// An article as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredArticle {
    /// The id that it bears in outputs (`id~0123abcd` for one of several versions).
    pub public_id: String,
    /// The article; its `id` is the given one and its text is empty where it was forgotten.
    pub article: Article,
    /// Whether its text was taken out.
    pub forgotten: bool,
    /// Version of codebook and weights that coded it last; `None` where it was kept without being coded.
    pub version: Option<String>,
}

/// An article's row with the sighting that stands.
struct Row {
    key: i64,
    forgotten: bool,
    is_coded: bool,
    sighting: Sighting,
}

fn find(connection: &Connection, article: &Article) -> rusqlite::Result<Option<Row>> {
    let sql = "SELECT article, EXISTS (SELECT 1 FROM forgotten WHERE forgotten.article = articles.article),
                      EXISTS (SELECT 1 FROM coded WHERE coded.article = articles.article),
                      (SELECT sighted FROM sightings WHERE sightings.article = articles.article ORDER BY sighting DESC LIMIT 1)
               FROM articles WHERE id = ?1 AND content_hash = ?2";
    connection
        .prepare_cached(sql)?
        .query_row([&article.id, &article.content_hash], |row| {
            Ok(Row { key: row.get(0)?, forgotten: row.get(1)?, is_coded: row.get(2)?, sighting: json(row, 3)? })
        })
        .optional()
}

/// Reads a column that holds JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    let wrong = |error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error));
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(wrong)
}

/// Writes a value that serde can write: numbers, strings, lists and maps with string keys only.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

impl Ledger {
    /// What is known of an article, before it is coded.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn knowledge(&self, article: &Article) -> Result<Knowledge, LedgerError> {
        let row = find(&self.connection, article).map_err(|error| self.fault(error))?;
        Ok(match row {
            None => Knowledge::New,
            Some(row) if row.forgotten => Knowledge::Forgotten,
            Some(row) => match Sighting::of(article).rank(&row.sighting) {
                Ordering::Less => Knowledge::Better,
                Ordering::Equal | Ordering::Greater if row.is_coded => Knowledge::Known,
                Ordering::Equal | Ordering::Greater => Knowledge::Uncoded,
            },
        })
    }

    /// The same article as it is best known: with date, title and place of the sighting that stands, where that ranks before this.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn as_stored(&self, article: Article) -> Result<Article, LedgerError> {
        let row = find(&self.connection, &article).map_err(|error| self.fault(error))?;
        Ok(match row {
            Some(row) if row.sighting.rank(&Sighting::of(&article)) == Ordering::Less => {
                let Article { id, text, content_hash, .. } = article;
                row.sighting.article(id, content_hash, text)
            }
            _ => article,
        })
    }

    /// Stores articles with what was coded of them, all or none.
    ///
    /// An article that is there already adds nothing, unless this sighting of it ranks before the one that
    /// stands; then it takes its place. A forgotten article stays forgotten.
    ///
    /// # Errors
    /// The file cannot be written, or another program has been writing for ten seconds.
    pub fn add(
        &mut self,
        run: RunId,
        read_at: Timestamp,
        version: &str,
        batch: &[(Article, Coded)],
    ) -> Result<Added, LedgerError> {
        let rows = batch.iter().map(|(article, coded)| (article, Some(coded)));
        self.store(run, read_at, version, rows)
    }

    /// Stores articles that are to be coded later, all or none; else as [`Ledger::add`].
    ///
    /// # Errors
    /// As [`Ledger::add`].
    pub fn keep(&mut self, run: RunId, read_at: Timestamp, articles: &[Article]) -> Result<Added, LedgerError> {
        self.store(run, read_at, "", articles.iter().map(|article| (article, None)))
    }

    fn store<'a>(
        &mut self,
        run: RunId,
        read_at: Timestamp,
        version: &str,
        batch: impl Iterator<Item = (&'a Article, Option<&'a Coded>)>,
    ) -> Result<Added, LedgerError> {
        let now = read_at.as_microsecond();
        self.write(|transaction| {
            let mut added = Added::default();
            for (article, coded) in batch {
                let sighting = Sighting::of(article);
                let found = find(transaction, article)?;
                let stands = found.as_ref().is_some_and(|row| sighting.rank(&row.sighting) != Ordering::Less);
                let key = match &found {
                    // A better sighting of a coded article waits until it can be coded: the two belong together.
                    Some(row) if row.forgotten || (row.is_coded && (stands || coded.is_none())) || (stands && coded.is_none()) => {
                        added.known += 1;
                        continue;
                    }
                    Some(row) => {
                        *(if stands { &mut added.coded } else { &mut added.better }) += 1;
                        row.key
                    }
                    None => {
                        added.new += 1;
                        added.versions += usize::from(
                            transaction
                                .prepare_cached("SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1)")?
                                .query_row([&article.id], |row| row.get::<_, bool>(0))?,
                        );
                        transaction
                            .prepare_cached("INSERT INTO articles (id, content_hash, text, run, read_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
                            .insert(params![article.id, article.content_hash, article.text.as_str(), run.0, now])?
                    }
                };
                if !stands {
                    transaction
                        .prepare_cached("INSERT INTO sightings (article, sighted, run, read_at) VALUES (?1, ?2, ?3, ?4)")?
                        .insert(params![key, to_json(&sighting)?, run.0, now])?;
                }
                let is_coded_alike = found.is_some_and(|row| row.is_coded && row.sighting.codes_like(&sighting));
                if let Some(coded) = coded.filter(|_| !is_coded_alike) {
                    store_coding(transaction, key, version, coded, run, now)?;
                }
            }
            Ok(added)
        })
    }

    /// Keys of the articles whose standing code was not made by this version, for [`Ledger::load`] and [`Ledger::recode`].
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn outdated(&self, version: &str) -> Result<Vec<i64>, LedgerError> {
        let sql = "SELECT article FROM articles WHERE text IS NOT NULL AND ?1 IS NOT
                   (SELECT version FROM coded WHERE coded.article = articles.article ORDER BY coding DESC LIMIT 1) ORDER BY article";
        let all = || {
            self.connection.prepare(sql)?.query_map([version], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()
        };
        all().map_err(|error| self.fault(error))
    }

    /// One article by the key that [`Ledger::outdated`] gave; under its given id.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn load(&self, key: i64) -> Result<Article, LedgerError> {
        let sql = "SELECT id, content_hash, coalesce(text, ''),
                          (SELECT sighted FROM sightings WHERE sightings.article = articles.article ORDER BY sighting DESC LIMIT 1)
                   FROM articles WHERE article = ?1";
        let one = || {
            self.connection.prepare_cached(sql)?.query_row([key], |row| {
                Ok(json::<Sighting>(row, 3)?.article(row.get(0)?, row.get(1)?, Text::new(row.get::<_, String>(2)?)))
            })
        };
        one().map_err(|error| self.fault(error))
    }

    /// Stores a new coding of articles that are there already, all or none; the old one stays beneath it.
    ///
    /// # Errors
    /// The file cannot be written, or another program has been writing for ten seconds.
    pub fn recode(
        &mut self,
        run: RunId,
        read_at: Timestamp,
        version: &str,
        batch: &[(i64, Coded)],
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            for (key, coded) in batch {
                store_coding(transaction, *key, version, coded, run, read_at.as_microsecond())?;
            }
            Ok(())
        })
    }

    /// Every article, by the id that it bears in outputs.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn articles(&self) -> Result<Vec<StoredArticle>, LedgerError> {
        let sql = "SELECT id, content_hash, text,
                          (SELECT sighted FROM sightings WHERE sightings.article = articles.article ORDER BY sighting DESC LIMIT 1),
                          (SELECT version FROM coded WHERE coded.article = articles.article ORDER BY coding DESC LIMIT 1)
                   FROM articles";
        let all = || -> rusqlite::Result<Vec<StoredArticle>> {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let text: Option<String> = row.get(2)?;
                let forgotten = text.is_none();
                let article =
                    json::<Sighting>(row, 3)?.article(row.get(0)?, row.get(1)?, Text::new(text.unwrap_or_default()));
                Ok(StoredArticle { public_id: String::new(), article, forgotten, version: row.get(4)? })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let mut articles = all().map_err(|error| self.fault(error))?;
        let versions = Versions::of(
            articles.iter().map(|stored| (stored.article.id.as_str(), stored.article.content_hash.as_str())),
        );
        for stored in &mut articles {
            stored.public_id = versions.public(&stored.article.id, &stored.article.content_hash);
        }
        articles.sort_by(|one, two| one.public_id.cmp(&two.public_id));
        Ok(articles)
    }

    /// The article with an id, or the only one whose id starts so.
    ///
    /// # Errors
    /// There is none, there are several, or the file cannot be read.
    pub fn article(&self, id: &str) -> Result<StoredArticle, LedgerError> {
        let mut fitting: Vec<Stored> =
            self.stored()?.into_iter().filter(|stored| stored.public_id.starts_with(id)).collect();
        if let Some(exact) = fitting.iter().position(|stored| stored.public_id == id) {
            fitting = vec![fitting.swap_remove(exact)];
        }
        match (fitting.len(), fitting.pop()) {
            (1, Some(Stored { public_id, key, forgotten, version })) => {
                Ok(StoredArticle { public_id, article: self.load(key)?, forgotten, version })
            }
            (0, _) | (_, None) => Err(LedgerError::NoSuchArticle { id: id.into() }),
            (_, Some(last)) => {
                fitting.push(last);
                let mut candidates: Vec<String> = fitting.into_iter().map(|stored| stored.public_id).collect();
                candidates.sort();
                Err(LedgerError::Ambiguous { id: id.into(), candidates })
            }
        }
    }

    /// By the id that each article bears in outputs, the version of codebook and weights that coded it last.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn coded_by(&self) -> Result<BTreeMap<String, String>, LedgerError> {
        Ok(self.stored()?.into_iter().filter_map(|stored| Some((stored.public_id, stored.version?))).collect())
    }

    /// Every article without what it says.
    fn stored(&self) -> Result<Vec<Stored>, LedgerError> {
        let sql = "SELECT article, id, content_hash, text IS NULL,
                          (SELECT version FROM coded WHERE coded.article = articles.article ORDER BY coding DESC LIMIT 1)
                   FROM articles";
        let all = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let (id, content_hash): (String, String) = (row.get(1)?, row.get(2)?);
                Ok((id, content_hash, row.get::<_, i64>(0)?, row.get::<_, bool>(3)?, row.get::<_, Option<String>>(4)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = all().map_err(|error| self.fault(error))?;
        let versions = Versions::of(rows.iter().map(|(id, content_hash, ..)| (id.as_str(), content_hash.as_str())));
        let stored = |(id, content_hash, key, forgotten, version): (String, String, _, _, _)| Stored {
            public_id: versions.public(&id, &content_hash),
            key,
            forgotten,
            version,
        };
        Ok(rows.into_iter().map(stored).collect())
    }
}

/// An article by its key, without what it says; else as in [`StoredArticle`].
struct Stored {
    public_id: String,
    key: i64,
    forgotten: bool,
    version: Option<String>,
}

fn store_coding(
    connection: &Connection,
    key: i64,
    version: &str,
    coded: &Coded,
    run: RunId,
    now: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO coded (article, version, coded, run, read_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![key, version, to_json(coded)?, run.0, now])
        .map(|_| ())
}
