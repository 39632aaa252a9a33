//! What is exported.

use std::collections::BTreeMap;

use serde::Serialize;
use terms::{ArticleRow, Coded, EventRow, Party, Record, Report, StoryRow};

use crate::mapping::Mapping;

/// A record with what exports need beside it, indexed.
pub struct Source<'a> {
    pub(crate) record: &'a Record,
    pub(crate) mapping: &'a Mapping,
    pub(crate) program: &'a str,
    articles: BTreeMap<&'a str, &'a ArticleRow>,
    events: BTreeMap<&'a str, &'a EventRow>,
    stories: BTreeMap<&'a str, &'a StoryRow>,
    reports: BTreeMap<&'a str, (&'a Report, &'a str)>,
}

/// Which codes a record is written in.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Marks<'a> {
    pub ontology: &'a str,
    pub ontology_version: &'a str,
    pub mapping_version: &'a str,
}

impl<'a> Source<'a> {
    /// A record; the codings that it was collated from, of which those of other articles are left aside; and the program
    /// that writes ("demarche 0.1.0"), which some formats name as their maker.
    pub fn new(record: &'a Record, coded: &'a [Coded], mapping: &'a Mapping, program: &'a str) -> Self {
        let all = coded.iter().flat_map(|one| one.reports.iter().map(|report| (report, one.article.as_str())));
        let mut reports: BTreeMap<&str, (&Report, &str)> = BTreeMap::new();
        for (report, article) in all {
            reports.entry(report.id.as_str()).or_insert((report, article));
        }
        Self {
            record,
            mapping,
            program,
            articles: record.articles.iter().map(|row| (row.id.as_str(), row)).collect(),
            events: record.events.iter().map(|row| (row.id.as_str(), row)).collect(),
            stories: record.stories.iter().map(|row| (row.id.as_str(), row)).collect(),
            reports,
        }
    }

    pub(crate) fn article(&self, id: &str) -> Option<&'a ArticleRow> {
        self.articles.get(id).copied()
    }

    pub(crate) fn event(&self, id: &str) -> Option<&'a EventRow> {
        self.events.get(id).copied()
    }

    pub(crate) fn story(&self, id: Option<&str>) -> Option<&'a StoryRow> {
        self.stories.get(id?).copied()
    }

    /// The reports of an event with the ids of their articles, in the event's order; those of articles that the record
    /// leaves out are left out.
    pub(crate) fn reports<'s>(&'s self, event: &'s EventRow) -> impl Iterator<Item = (&'a Report, &'a str)> + 's {
        let known = event.reports.iter().filter_map(|id| self.reports.get(id.as_str()).copied());
        known.filter(|(_, article)| self.articles.contains_key(article))
    }

    /// Marks of records in PLOVER's codes.
    pub(crate) fn marks(&self) -> Marks<'a> {
        Marks {
            ontology: "PLOVER",
            ontology_version: &self.mapping.ontology.plover,
            mapping_version: self.mapping.version(),
        }
    }
}

/// When an article was published, else the day inferred for it.
pub(crate) fn published(article: &ArticleRow) -> Option<&str> {
    article.published.as_deref().or(article.published_inferred.as_deref())
}

/// The name of somebody in a role: as the actor files have it, else the words.
pub(crate) fn name(party: &Party) -> &str {
    if party.actor.name.is_empty() { &party.text } else { &party.actor.name }
}
