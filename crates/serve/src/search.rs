//! Search over texts, quotes, actors and codes: an index of SQLite's FTS5 in a file of its own that has no name and goes
//! with the process. It holds no words, only where they stand; what memory it takes is bounded by its cache.

use std::sync::{Mutex, PoisonError};

use ledger::{Ledger, LedgerError};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::snapshot::Snapshot;

/// Memory that the index keeps of its file, in KiB.
const CACHE: i64 = 64 << 10;

/// Most hits that are looked through for one answer.
const DEEP: usize = 1_000;

/// Most words of a query that are looked for.
const WORDS: usize = 16;

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = HitKind)]
pub(crate) enum Kind {
    /// An article, by its title and text.
    Article,
    /// A claim, by the words of its speaker.
    Claim,
    /// An event, by its line, types, modes, contexts and codes.
    Event,
    /// Somebody, by name, code and Wikidata item.
    Actor,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Article, Self::Claim, Self::Event, Self::Actor];

    /// "article".
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Claim => "claim",
            Self::Event => "event",
            Self::Actor => "actor",
        }
    }
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub kind: Kind,
    pub id: String,
}

/// The index of one record.
pub(crate) struct Index {
    connection: Mutex<Connection>,
}

impl Index {
    /// Reads every text once.
    pub(crate) fn build(snapshot: &Snapshot, ledger: &Ledger) -> Result<Self, LedgerError> {
        let fault = |source| LedgerError::Sqlite { path: "the search index".into(), source };
        let connection = empty().map_err(fault)?;
        {
            let mut add = Adding::new(&connection).map_err(fault)?;
            for event in &snapshot.record.events {
                add.row(Kind::Event, &event.id, &words_of(event)).map_err(fault)?;
            }
            for (id, person) in snapshot.people.iter() {
                let words: Vec<String> = person
                    .actors
                    .iter()
                    .flat_map(|actor| {
                        let sector = actor.sector.map(|sector| sector.as_str().to_owned());
                        [Some(actor.name.clone()), actor.code.clone(), sector, actor.wikidata_id.clone()]
                    })
                    .flatten()
                    .collect();
                // A country is found by its code and its own name, not by those of all its people.
                let is_country = person.actors.iter().any(|actor| actor.code.as_deref() == Some(id));
                let words = if is_country { id.to_owned() } else { words.join(" ") };
                add.row(Kind::Actor, id, &words).map_err(fault)?;
            }
            for claim in &snapshot.record.claims {
                let words = format!("{} {}", claim.speaker.name, claim.content);
                add.row(Kind::Claim, &claim.id, &words).map_err(fault)?;
            }
            for article in &snapshot.record.articles {
                let Some(&key) = snapshot.keys.get(&article.id) else { continue };
                let text = ledger.text(key)?.unwrap_or_default();
                let title = article.title.as_deref().unwrap_or_default();
                add.row(Kind::Article, &article.id, &format!("{title}\n{text}")).map_err(fault)?;
            }
        }
        connection.execute_batch("COMMIT").map_err(fault)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Where all words of a query stand, the closest first; words in quote marks stand together. `passes` leaves out what a
    /// view does not have. With the number of all hits, as far as they were looked through.
    pub(crate) fn find(
        &self,
        query: &str,
        kind: Option<Kind>,
        passes: impl Fn(&Hit) -> bool,
    ) -> rusqlite::Result<Vec<Hit>> {
        let asked = terms(query);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let asked: Vec<String> = asked.iter().map(|term| format!("\"{term}\"")).collect();
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(
            "SELECT kind, id FROM words JOIN rows ON rows.row = words.rowid
             WHERE words MATCH ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY rank, row LIMIT ?3",
        )?;
        let kind = kind.map(|kind| kind as i64);
        let mut rows = statement.query(params![asked.join(" "), kind, DEEP as i64])?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            let kind = Kind::ALL[row.get::<_, usize>(0)?.min(3)];
            let hit = Hit { kind, id: row.get(1)? };
            if passes(&hit) {
                hits.push(hit);
            }
        }
        Ok(hits)
    }
}

fn empty() -> rusqlite::Result<Connection> {
    // Without a name it is a file that SQLite keeps to itself and takes away.
    let connection = Connection::open("")?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE};
         CREATE TABLE rows (row INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL);
         CREATE VIRTUAL TABLE words USING fts5 (body, content = '', tokenize = 'unicode61 remove_diacritics 2');
         BEGIN"
    ))?;
    Ok(connection)
}

struct Adding<'a> {
    row: rusqlite::Statement<'a>,
    words: rusqlite::Statement<'a>,
    count: i64,
}

impl<'a> Adding<'a> {
    fn new(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            row: connection.prepare("INSERT INTO rows VALUES (?1, ?2, ?3)")?,
            words: connection.prepare("INSERT INTO words (rowid, body) VALUES (?1, ?2)")?,
            count: 0,
        })
    }

    fn row(&mut self, kind: Kind, id: &str, words: &str) -> rusqlite::Result<()> {
        self.count += 1;
        self.row.execute(params![self.count, kind as i64, id])?;
        self.words.execute(params![self.count, words])?;
        Ok(())
    }
}

fn words_of(event: &terms::EventRow) -> String {
    let mut words = vec![event.summary.clone(), event.event.to_string(), event.standing.to_string()];
    words.extend(event.mode.iter().chain(&event.context).cloned());
    words.extend(event.plover.iter().map(|plover| plover.event.to_string()));
    words.extend(event.participants().flat_map(|actor| [Some(actor.name.clone()), actor.code.clone()]).flatten());
    words.extend(event.locations.iter().map(|place| place.name.clone()));
    words.join(" ")
}

/// The words and phrases of a query, without anything that the index would take for an operator.
pub(crate) fn terms(query: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (at, part) in query.split('"').enumerate() {
        let words: Vec<&str> =
            part.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if at % 2 == 1 && !words.is_empty() {
            terms.push(words.join(" "));
        } else {
            terms.extend(words.into_iter().map(str::to_owned));
        }
    }
    terms.truncate(WORDS);
    terms
}

/// The words around the first of a query's terms in a text, and where that term stands, in scalar values of the text; `None` where
/// none of them stands there as it is written.
pub(crate) fn excerpt(text: &str, query: &str) -> Option<(String, u32, u32)> {
    const AROUND: usize = 90;
    let letters: Vec<char> = text.chars().collect();
    let folded: Vec<char> = letters.iter().map(|letter| letter.to_lowercase().next().unwrap_or(*letter)).collect();
    let (start, end) = terms(query).iter().find_map(|term| {
        let term: Vec<char> = term.to_lowercase().chars().collect();
        let whole = |at: usize| {
            let edge = |at: Option<&char>| at.is_none_or(|letter| !letter.is_alphanumeric());
            edge(at.checked_sub(1).and_then(|before| folded.get(before))) && edge(folded.get(at + term.len()))
        };
        let found = folded.windows(term.len().max(1)).enumerate().find(|(at, window)| *window == term && whole(*at));
        found.map(|(at, _)| (at, at + term.len()))
    })?;
    let from = start.saturating_sub(AROUND);
    let to = (end + AROUND).min(letters.len());
    let mut words: String =
        letters[from..to].iter().map(|letter| if letter.is_whitespace() { ' ' } else { *letter }).collect();
    if from > 0 {
        words.insert(0, '…');
    }
    if to < letters.len() {
        words.push('…');
    }
    Some((words, u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_query_is_taken_for_an_operator() {
        assert_eq!(terms("NEAR(a b) OR col:c* \"d e\" -f ^"), ["NEAR", "a", "b", "OR", "col", "c", "d e", "f"]);
        assert_eq!(terms("\"\0\" ' ;"), Vec::<String>::new());
        assert_eq!(terms(&"x ".repeat(100)).len(), WORDS);
    }

    #[test]
    fn an_excerpt_tells_where_the_word_stands() {
        let (words, start, end) = excerpt("Čas běží: the envoy left Oslo.", "ENVOY").unwrap();
        assert_eq!((start, end), (14, 19));
        assert_eq!(words, "Čas běží: the envoy left Oslo.");
        assert!(excerpt("nothing", "envoy").is_none());
    }
}
