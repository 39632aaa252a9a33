//! A record with indices: found by id without a search, put in the order in which it is shown.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ledger::{ArticleKey, Until};
use terms::{ArticleRow, ClaimRow, EventRow, Record, StoryRow};

use crate::facts::{Facts, facts};
use crate::people::People;

/// Which record of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// What was known by then.
    AsOf(Until),
    /// What was known before then.
    Before(Until),
}

impl std::hash::Hash for Moment {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let (kind, until) = match self {
            Self::AsOf(until) => (0_u8, until),
            Self::Before(until) => (1, until),
        };
        kind.hash(state);
        match until {
            Until::Day(day) => day.hash(state),
            Until::Instant(instant) => instant.hash(state),
        }
    }
}

/// A record as of a moment, with indices. Places are indices into the record's lists.
pub(crate) struct Snapshot {
    pub record: Record,
    /// From which moment it is seen; `None`: now.
    pub as_of: Option<Until>,
    /// Where each article is kept in the file.
    pub keys: Arc<BTreeMap<String, ArticleKey>>,
    /// Counts the records of now, from 0.
    pub generation: u64,
    /// Of each story, in the record's order.
    pub facts: Vec<Facts>,
    /// Places of the stories, those with the latest news first.
    pub order: Vec<usize>,
    /// Who takes part or speaks.
    pub people: People,
    stories: HashMap<String, usize>,
    events: HashMap<String, usize>,
    claims: HashMap<String, usize>,
    articles: HashMap<String, usize>,
    of_event: HashMap<usize, Vec<usize>>,
    of_story: HashMap<usize, Vec<usize>>,
}

impl Snapshot {
    pub(crate) fn new(
        record: Record,
        as_of: Option<Until>,
        keys: Arc<BTreeMap<String, ArticleKey>>,
        generation: u64,
    ) -> Self {
        fn by_id<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
            ids.enumerate().map(|(place, id)| (id.clone(), place)).collect()
        }
        // A story's id is the hash of its least article's: at another moment another may have been the least.
        let mut stories = HashMap::new();
        for (place, story) in record.stories.iter().enumerate() {
            let hash = |id: &String| blake3::hash(id.as_bytes()).to_hex()[..12].to_owned();
            stories.extend(story.articles.iter().map(|id| (hash(id), place)));
        }
        stories.extend(by_id(record.stories.iter().map(|story| &story.id)));
        let claims = by_id(record.claims.iter().map(|claim| &claim.id));
        let articles = by_id(record.articles.iter().map(|article| &article.id));
        let mut events = HashMap::new();
        for (place, event) in record.events.iter().enumerate() {
            events.extend(event.reports.iter().map(|report| (report.clone(), place)));
        }
        events.extend(record.events.iter().enumerate().map(|(place, event)| (event.id.clone(), place)));
        let (mut of_event, mut of_story) = (HashMap::new(), HashMap::new());
        for (place, claim) in record.claims.iter().enumerate() {
            if let Some(&event) = claim.event.as_ref().and_then(|id| events.get(id)) {
                of_event.entry(event).or_insert_with(Vec::new).push(place);
            }
            if let Some(&story) = claim.story.as_ref().and_then(|id| stories.get(id)) {
                of_story.entry(story).or_insert_with(Vec::new).push(place);
            }
        }
        let people = People::of(&record);
        let mut snapshot = Self {
            record,
            as_of,
            keys,
            generation,
            facts: Vec::new(),
            order: Vec::new(),
            people,
            stories,
            events,
            claims,
            articles,
            of_event,
            of_story,
        };
        snapshot.facts = snapshot.record.stories.iter().map(|story| facts(&snapshot, story)).collect();
        let mut order: Vec<usize> = (0..snapshot.record.stories.len()).collect();
        order.sort_by(|&one, &other| {
            let key = |place: usize| (&snapshot.facts[place].last_day, &snapshot.record.stories[place].id);
            key(other).cmp(&key(one))
        });
        snapshot.order = order;
        snapshot
    }

    /// The last day on which something was published.
    pub(crate) fn last_day(&self) -> Option<&str> {
        self.order.first().and_then(|&place| self.facts[place].last_day.as_deref())
    }

    /// "2016-12-30", where it is of a moment.
    pub(crate) fn moment(&self) -> Option<String> {
        self.as_of.map(|until| until.to_string())
    }

    pub(crate) fn story(&self, id: &str) -> Option<&StoryRow> {
        self.story_place(id).map(|place| &self.record.stories[place])
    }

    pub(crate) fn story_place(&self, id: &str) -> Option<usize> {
        self.stories.get(id).copied()
    }

    /// An event by its id or by that of any of its reports.
    pub(crate) fn event(&self, id: &str) -> Option<&EventRow> {
        self.event_place(id).map(|place| &self.record.events[place])
    }

    pub(crate) fn event_place(&self, id: &str) -> Option<usize> {
        self.events.get(id).copied()
    }

    pub(crate) fn claim(&self, id: &str) -> Option<&ClaimRow> {
        self.claims.get(id).map(|&place| &self.record.claims[place])
    }

    pub(crate) fn article(&self, id: &str) -> Option<&ArticleRow> {
        self.articles.get(id).map(|&place| &self.record.articles[place])
    }

    /// The events of a story, in its order.
    pub(crate) fn events_of<'a>(&'a self, story: &'a StoryRow) -> impl Iterator<Item = &'a EventRow> + Clone {
        story.events.iter().filter_map(|id| self.event(id))
    }

    /// The claims about an event.
    pub(crate) fn claims_of_event(&self, id: &str) -> impl Iterator<Item = &ClaimRow> {
        let places = self.event_place(id).and_then(|place| self.of_event.get(&place));
        places.into_iter().flatten().map(|&place| &self.record.claims[place])
    }

    /// The claims of a story.
    pub(crate) fn claims_of_story(&self, id: &str) -> impl Iterator<Item = &ClaimRow> {
        let places = self.story_place(id).and_then(|place| self.of_story.get(&place));
        places.into_iter().flatten().map(|&place| &self.record.claims[place])
    }
}
