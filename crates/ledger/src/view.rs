use std::collections::{BTreeMap, BTreeSet};

use terms::{ArticleRow, Coded, Correction, Judgement, Record, ReportPlace};

use crate::articles::json;
use crate::clock::Known;
use crate::sighting::Sighting;
use crate::store::Ledger;
use crate::versions::{self, Versions};
use crate::{LedgerError, Until};

/// Which moment of which clock to look from; by default now, on both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// By the articles' clock: published, else the day inferred from other articles, else known from the start.
    pub as_of: Option<Until>,
    /// By the program's clock: when it read them.
    pub read_as_of: Option<Until>,
}

/// What makes a record of coded articles and of what people set right.
pub type Collating<'a> = dyn Fn(&[Coded], &[Correction]) -> Record + 'a;

/// The moment up to which an article's own date reaches, for asking what was known just then; `None` where it is not dated.
pub fn until_of_published(article: &ArticleRow) -> Option<Until> {
    match Known::of(article) {
        Known::Always => None,
        Known::Day(day) => Some(Until::Day(day)),
        Known::Instant { instant, .. } => Some(Until::Instant(instant)),
    }
}

impl Ledger {
    /// What stands coded of every article, sorted by article id; what the program had read by a moment, where one is given.
    ///
    /// Article ids are those of outputs: a version bears its hash.
    ///
    /// # Errors
    /// The file cannot be read, or a coding has a form that this program does not know.
    pub fn coded(&self, read_as_of: Option<Until>) -> Result<Vec<Coded>, LedgerError> {
        let sql = "SELECT articles.id, articles.content_hash, coded.version, sightings.sighted, coded.coded
                   FROM articles
                   JOIN coded ON coded.coding =
                       (SELECT max(coding) FROM coded WHERE coded.article = articles.article AND coded.read_at <= ?1)
                   JOIN sightings ON sightings.sighting =
                       (SELECT max(sighting) FROM sightings WHERE sightings.article = articles.article AND sightings.read_at <= ?1)";
        let until = read_as_of.map_or(i64::MAX, Until::last_microsecond);
        let mut all = Vec::new();
        let mut read = || {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([until])?;
            while let Some(row) = rows.next()? {
                let coded = serde_json::from_str::<Coded>(row.get_ref(4)?.as_str()?);
                all.push((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    json::<Sighting>(row, 3)?,
                    coded,
                ));
            }
            Ok(())
        };
        read().map_err(|error| self.fault(error))?;
        let versions = Versions::of(all.iter().map(|(id, content_hash, ..)| (id.as_str(), content_hash.as_str())));
        let mut named = Vec::with_capacity(all.len());
        for (id, content_hash, version, sighting, coded) in all {
            let mut coded = coded.map_err(|source| LedgerError::Coding { article: id.clone(), version, source })?;
            // The place of the standing sighting, since one that differs only in place is not coded again.
            coded.source = sighting.source;
            versions::rename(&mut coded, &versions.public(&id, &content_hash));
            named.push(coded);
        }
        named.sort_by(|one, two| one.article.cmp(&two.article));
        Ok(named)
    }

    /// The record as seen from a moment.
    ///
    /// # Errors
    /// As [`Ledger::coded`].
    pub fn record(&self, view: &View, collate: &Collating<'_>) -> Result<Record, LedgerError> {
        let coded = self.coded(view.read_as_of)?;
        let corrections = self.corrections(view.read_as_of)?;
        let record = collate(&coded, &corrections);
        let Some(until) = view.as_of else { return Ok(record) };
        let coded = kept(coded, &record, |known| until.includes(known));
        Ok(collate(&coded, &of_articles(corrections, &coded)))
    }

    /// The record as of a moment of the articles' clock, where that of all articles is at hand: collates once.
    ///
    /// # Errors
    /// As [`Ledger::coded`].
    pub fn record_as_of(&self, until: Until, all: &Record, collate: &Collating<'_>) -> Result<Record, LedgerError> {
        let coded = kept(self.coded(None)?, all, |known| until.includes(known));
        Ok(collate(&coded, &of_articles(self.corrections(None)?, &coded)))
    }

    /// The record just before a moment of the articles' clock, where that of all articles is at hand: collates once.
    ///
    /// # Errors
    /// As [`Ledger::coded`].
    pub fn record_before(&self, since: Until, all: &Record, collate: &Collating<'_>) -> Result<Record, LedgerError> {
        let coded = kept(self.coded(None)?, all, |known| since.follows(known));
        let mut corrections = self.corrections(None)?;
        corrections.retain(|one| !made_since(one, since, None));
        Ok(collate(&coded, &of_articles(corrections, &coded)))
    }

    /// The record just before a moment, and the record now, for telling what changed since.
    ///
    /// Corrections made since then are left out of the first; where `view` ends on a day of the articles' clock, those made
    /// after it are in both.
    ///
    /// # Errors
    /// As [`Ledger::coded`].
    pub fn before_and_now(
        &self,
        since: Until,
        view: &View,
        collate: &Collating<'_>,
    ) -> Result<(Record, Record), LedgerError> {
        let coded = self.coded(view.read_as_of)?;
        let corrections = self.corrections(view.read_as_of)?;
        let mut now = collate(&coded, &corrections);
        let earlier = kept(coded.clone(), &now, |known| since.follows(known));
        let old = corrections.iter().filter(|one| !made_since(one, since, view.as_of)).cloned().collect();
        let before = collate(&earlier, &of_articles(old, &earlier));
        if let Some(until) = view.as_of {
            let coded = kept(coded, &now, |known| until.includes(known));
            now = collate(&coded, &of_articles(corrections, &coded));
        }
        Ok((before, now))
    }
}

/// Whether a correction was made from one moment on, and until another where one is given.
fn made_since(correction: &Correction, since: Until, until: Option<Until>) -> bool {
    let made = Known::at(correction.made_at);
    !since.follows(made) && until.is_none_or(|until| until.includes(made))
}

/// The corrections of what some articles tell, and of actors; one of articles that are not yet known would tell of them.
fn of_articles(mut corrections: Vec<Correction>, coded: &[Coded]) -> Vec<Correction> {
    let texts: BTreeSet<&str> = coded.iter().map(|one| one.content_hash.as_str()).collect();
    let is_known = |correction: &Correction| {
        let is_there = |place: &ReportPlace| texts.contains(place.content_hash.as_str());
        correction.judgement.sides().all(|side| side.iter().any(is_there))
    };
    let unknown: BTreeSet<String> =
        corrections.iter().filter(|one| !is_known(one)).map(|correction| correction.id.clone()).collect();
    corrections.retain(|correction| match &correction.judgement {
        Judgement::Undo { correction } => !unknown.contains(correction),
        _ => !unknown.contains(&correction.id),
    });
    corrections
}

/// The codings of the articles whose clock passes. An inferred day is taken from the record of them all.
fn kept(coded: Vec<Coded>, record: &Record, passes: impl Fn(Known) -> bool) -> Vec<Coded> {
    let clocks: BTreeMap<&str, Known> =
        record.articles.iter().map(|article| (article.id.as_str(), Known::of(article))).collect();
    coded.into_iter().filter(|one| passes(clocks.get(one.article.as_str()).copied().unwrap_or(Known::Always))).collect()
}
