//! What was met while reading, and what became of it.

use std::collections::BTreeSet;

use acquire::Problem;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Added, RunEnd};
use terms::{Article, ArticleRow, Record};

use crate::cli::context::Context;
use crate::cli::flow::Failure;
use crate::cli::{Outcome, phrases};

/// What was met while reading.
pub(crate) struct Tally {
    /// The day of reading, in UTC.
    today: Date,
    articles: usize,
    /// What became of those that are kept.
    pub added: Added,
    foreign: usize,
    forgotten: usize,
    failed: usize,
    problems: Vec<String>,
    bad: usize,
    /// Given id and content hash of every article met.
    met: BTreeSet<(String, String)>,
}

/// "news.jsonl, line 7".
pub(crate) fn place_of(article: &Article) -> String {
    article.source.line.map_or(article.source.path.clone(), |line| format!("{}, line {line}", article.source.path))
}

impl Tally {
    /// Nothing was met so far.
    pub(crate) fn new() -> Self {
        Self {
            today: TimeZone::UTC.to_datetime(Timestamp::now()).date(),
            articles: 0,
            added: Added::default(),
            foreign: 0,
            forgotten: 0,
            failed: 0,
            problems: Vec::new(),
            bad: 0,
            met: BTreeSet::new(),
        }
    }

    /// An input, or a part of one, that is bad or odd.
    pub(crate) fn problem(&mut self, context: &Context, problem: &Problem) {
        context.voice.problem(problem);
        self.bad += usize::from(problem.is_error());
        self.problems.push(problem.to_string());
    }

    /// Something that could not be had.
    pub(crate) fn trouble(&mut self, context: &Context, what: String) {
        context.voice.error(&what);
        self.bad += 1;
        self.problems.push(what);
    }

    /// An article, whatever becomes of it.
    pub(crate) fn article(&mut self, context: &Context, article: &Article) {
        self.articles += 1;
        if let Some(published) = &article.published
            && (published.day - self.today).get_days() > 1
        {
            let problem =
                format!("{}: published {}, after it was read; kept as given", place_of(article), published.value);
            context.voice.warning(&problem);
            self.problems.push(problem);
        }
        self.foreign += usize::from(!article.is_coded());
        context.voice.detail(format!("{}: article {}", place_of(article), article.id));
        self.met.insert((article.id.clone(), article.content_hash.clone()));
    }

    /// An article whose text was taken out of the ledger.
    pub(crate) fn forgotten(&mut self, context: &Context, article: &Article) {
        self.forgotten += 1;
        let place = place_of(article);
        context.voice.warning(format!("{place}: article {} was forgotten, so it was not read again", article.id));
    }

    /// An article of which nothing came.
    pub(crate) fn failed(&mut self, context: &Context, article: &Article, failure: Failure) {
        self.failed += 1;
        self.bad += 1;
        let problem = format!("{}: article {} {failure}", place_of(article), article.id);
        context.voice.error(&problem);
        self.problems.push(problem);
    }

    /// What became of a batch.
    pub(crate) fn add(&mut self, added: Added) {
        self.added.new += added.new;
        self.added.versions += added.versions;
        self.added.better += added.better;
        self.added.coded += added.coded;
        self.added.known += added.known;
    }

    /// Articles that were not known, or not as well.
    pub(crate) fn news(&self) -> usize {
        self.added.new + self.added.better + self.added.coded
    }

    /// How the command ended.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.bad > 0 { Outcome::SomeBad } else { Outcome::Fine }
    }

    /// The record's rows of the articles that were met.
    pub(crate) fn rows<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a ArticleRow> {
        record.articles.iter().filter(|row| {
            let given = row.id.rsplit_once('~').map_or(row.id.as_str(), |(given, _)| given);
            [given, row.id.as_str()].iter().any(|id| self.met.contains(&((*id).to_owned(), row.content_hash.clone())))
        })
    }

    /// The report that is kept of the run.
    pub(crate) fn end(&self) -> RunEnd {
        let counts = [
            ("articles", self.articles),
            ("new", self.added.new),
            ("versions", self.added.versions),
            ("better", self.added.better),
            ("coded", self.added.coded),
            ("known", self.added.known),
            ("not_english", self.foreign),
            ("forgotten", self.forgotten),
            ("failed", self.failed),
            ("bad", self.bad),
        ];
        let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count as u64)).collect();
        RunEnd { counts, problems: self.problems.clone() }
    }

    /// "read 12 articles: 9 new, 3 known already".
    pub(crate) fn summary(&self) -> String {
        let versions = match self.added.versions {
            0 => String::new(),
            count => format!(" ({count} of them another text of an article known before)"),
        };
        let mut parts = vec![format!("{} new{versions}", self.added.new)];
        for (count, what) in [
            (self.added.better, "better known now"),
            (self.added.coded, "known already and coded now"),
            (self.added.known, "known already"),
            (self.forgotten, "forgotten"),
            (self.failed, "left out"),
            (self.foreign, "not English (kept, not coded)"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let bad = if self.bad > 0 {
            format!("; {} could not be read", phrases::counted(self.bad, "input"))
        } else {
            String::new()
        };
        format!("read {}: {}{bad}", phrases::counted(self.articles, "article"), parts.join(", "))
    }
}
