//! Leaves of a record, or of its claims, what was asked for.

use std::collections::BTreeSet;

use ledger::Until;
use miette::{Result, miette};
use terms::{ArticleRow, ClaimRow, EventRow, EventType, Record, Stance};

use crate::cli::lookup;

/// What to leave of a record; all that is given must hold.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct FilterArguments {
    /// Only events of an actor, on either side: a country code (RUS) or part of a name
    #[arg(long, value_name = "ACTOR")]
    pub actor: Option<String>,
    /// Only one event (an id) or one kind (SANCTION, or SANCTION/expel)
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,
    /// Only one story: an id, or part of the title
    #[arg(long, value_name = "STORY")]
    pub story: Option<String>,
    /// Only events of which something was said or published since: a date or a date-time
    #[arg(long, value_name = "TIME")]
    pub since: Option<Until>,
}

/// One event, or one kind of event.
enum Which<'a> {
    One(&'a str),
    Kind(EventType, Option<&'a str>),
}

impl Which<'_> {
    fn holds(&self, event: &EventRow) -> bool {
        match self {
            Self::One(id) => event.id == *id,
            Self::Kind(kind, mode) => {
                event.event == *kind && mode.is_none_or(|mode| event.mode.iter().any(|one| one == mode))
            }
        }
    }
}

impl FilterArguments {
    fn is_empty(&self) -> bool {
        self.actor.is_none() && self.event.is_none() && self.story.is_none() && self.since.is_none()
    }

    /// The record with the events that were asked for, their stories, those stories' articles, and the claims about them.
    pub(crate) fn apply(&self, record: Record) -> Result<Record> {
        if self.is_empty() {
            return Ok(record);
        }
        let stories = self.stories(&record)?;
        let kept: BTreeSet<String> = {
            let which = self.event.as_deref().map(|event| which(&record, event)).transpose()?;
            let articles = self.since.map(|since| articles_since(&record, since));
            let fits = |event: &&EventRow| {
                stories.as_ref().is_none_or(|stories| event.story.as_ref().is_some_and(|story| stories.contains(story)))
                    && self.actor.as_deref().is_none_or(|name| event.involves(name))
                    && articles.as_ref().is_none_or(|articles| told_since(event, articles, self.since))
                    && which.as_ref().is_none_or(|which| which.holds(event))
            };
            record.events.iter().filter(fits).map(|event| event.id.clone()).collect()
        };
        Ok(only(
            record,
            &kept,
            stories.as_ref().filter(|_| self.actor.is_none() && self.event.is_none() && self.since.is_none()),
        ))
    }

    fn stories(&self, record: &Record) -> Result<Option<BTreeSet<String>>> {
        self.story.as_deref().map(|asked| stories(record, asked)).transpose()
    }
}

/// Which claims to leave; all that is given must hold.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct ClaimFilter {
    /// Only claims of a speaker: a country code (RUS) or part of a name
    #[arg(long, value_name = "SPEAKER")]
    pub speaker: Option<String>,
    /// Only one stance: asserts, denies, doubts, supports, demands
    #[arg(long, value_name = "STANCE", value_parser = stance)]
    pub stance: Option<Stance>,
    /// Only claims about events of an actor, on either side: a country code (RUS) or part of a name
    #[arg(long, value_name = "ACTOR")]
    pub actor: Option<String>,
    /// Only claims about one event (an id) or one kind (SANCTION, or SANCTION/expel)
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,
    /// Only one story: an id, or part of the title
    #[arg(long, value_name = "STORY")]
    pub story: Option<String>,
    /// Only what was said since: a date or a date-time
    #[arg(long, value_name = "TIME")]
    pub since: Option<Until>,
}

impl ClaimFilter {
    /// The claims that were asked for, in the record's order.
    pub(crate) fn claims<'a>(&self, record: &'a Record) -> Result<Vec<&'a ClaimRow>> {
        let stories = self.story.as_deref().map(|asked| stories(record, asked)).transpose()?;
        let which = self.event.as_deref().map(|event| which(record, event)).transpose()?;
        let events: Option<BTreeSet<&str>> = (which.is_some() || self.actor.is_some()).then(|| {
            let fits = |event: &&EventRow| {
                which.as_ref().is_none_or(|which| which.holds(event))
                    && self.actor.as_deref().is_none_or(|name| event.involves(name))
            };
            record.events.iter().filter(fits).map(|event| event.id.as_str()).collect()
        });
        let fits = |claim: &&ClaimRow| {
            self.stance.is_none_or(|stance| claim.stance == stance)
                && self.speaker.as_deref().is_none_or(|asked| claim.speaker.answers_to(asked))
                && events.as_ref().is_none_or(|events| claim.event.as_deref().is_some_and(|id| events.contains(id)))
                && stories.as_ref().is_none_or(|kept| claim.story.as_ref().is_some_and(|story| kept.contains(story)))
                && self.since.is_none_or(|since| claim.said.as_deref().is_some_and(|said| since.reaches(said)))
        };
        Ok(record.claims.iter().filter(fits).collect())
    }
}

fn stance(asked: &str) -> std::result::Result<Stance, String> {
    let known = || Stance::ALL.iter().map(|stance| stance.as_str()).collect::<Vec<_>>().join(", ");
    Stance::parse(&asked.to_lowercase()).ok_or_else(|| format!("a stance is one of {}", known()))
}

/// Ids of the stories with that id, or with those words in the title.
fn stories(record: &Record, asked: &str) -> Result<BTreeSet<String>> {
    let lower = asked.to_lowercase();
    let fits = |story: &&terms::StoryRow| story.id.starts_with(asked) || story.title.to_lowercase().contains(&lower);
    let found: BTreeSet<String> = record.stories.iter().filter(fits).map(|story| story.id.clone()).collect();
    if found.is_empty() {
        return Err(miette!(
            help = "`demarche ledger` lists the stories",
            "no story has an id or a title with {asked:?}"
        ));
    }
    Ok(found)
}

fn which<'a>(record: &'a Record, asked: &'a str) -> Result<Which<'a>> {
    let (kind, mode) = asked.split_once('/').map_or((asked, None), |(kind, mode)| (kind, Some(mode)));
    match EventType::parse(&kind.to_uppercase()) {
        Some(kind) => Ok(Which::Kind(kind, mode)),
        None => lookup::event(record, asked).map(|event| Which::One(&event.id)),
    }
}

fn articles_since(record: &Record, since: Until) -> BTreeSet<&str> {
    let recent = |article: &&ArticleRow| {
        article.published.as_deref().or(article.published_inferred.as_deref()).is_some_and(|at| since.reaches(at))
    };
    record.articles.iter().filter(recent).map(|article| article.id.as_str()).collect()
}

fn told_since(event: &EventRow, articles: &BTreeSet<&str>, since: Option<Until>) -> bool {
    let reached = |at: &str| since.is_none_or(|since| since.reaches(at));
    event.history.iter().any(|step| articles.contains(step.article.as_str()) || step.at.as_deref().is_some_and(reached))
}

/// The record with some events; whole stories keep their articles and claims also where no event is left.
pub(crate) fn only(mut record: Record, events: &BTreeSet<String>, whole: Option<&BTreeSet<String>>) -> Record {
    record.events.retain(|event| events.contains(&event.id));
    let used: BTreeSet<&str> = record.events.iter().filter_map(|event| event.story.as_deref()).collect();
    record
        .stories
        .retain(|story| used.contains(story.id.as_str()) || whole.is_some_and(|whole| whole.contains(&story.id)));
    for story in &mut record.stories {
        story.events.retain(|event| events.contains(event));
    }
    let articles: BTreeSet<String> = record.stories.iter().flat_map(|story| story.articles.iter().cloned()).collect();
    record.articles.retain(|article| articles.contains(&article.id));
    record.corrections.retain(|row| row.events.iter().any(|event| events.contains(event)));
    record.claims.retain(|claim| match &claim.event {
        Some(event) => events.contains(event),
        None => whole.is_some() && claim.evidence.iter().any(|piece| articles.contains(&piece.article)),
    });
    record
}
