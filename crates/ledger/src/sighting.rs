use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use terms::{Article, Place, Published, Text};

/// What came with a text: everything of an article but its id and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sighting {
    pub title: Option<String>,
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<Published>,
    pub preamble: u32,
    pub language: Option<String>,
    pub source: Place,
}

impl Sighting {
    pub(crate) fn of(article: &Article) -> Self {
        Self {
            title: article.title.clone(),
            url: article.url.clone(),
            author: article.author.clone(),
            outlet: article.outlet.clone(),
            published: article.published.clone(),
            preamble: article.preamble,
            language: article.language.clone(),
            source: article.source.clone(),
        }
    }

    pub(crate) fn article(self, id: String, content_hash: String, text: Text) -> Article {
        let Self { title, url, author, outlet, published, preamble, language, source } = self;
        Article { id, text, title, url, author, outlet, published, preamble, language, content_hash, source }
    }

    /// Whether another sighting of the same text would be coded alike: they differ in place only.
    pub(crate) fn codes_like(&self, other: &Self) -> bool {
        Self { source: other.source.clone(), ..self.clone() } == *other
    }

    /// Which of two sightings of one text stands: the dated one, then the earlier, then the better
    /// described, then the one with the shorter path. Every field takes part, so that no two that
    /// differ are equal and what stands never depends on the order of reading.
    pub(crate) fn rank(&self, other: &Self) -> Ordering {
        let key = |sighting: &'_ Self| {
            let published = sighting.published.clone().map(|known| (known.day, known.source as u8, known.value));
            (
                Missing(published),
                Missing(sighting.title.clone()),
                Missing(sighting.outlet.clone()),
                Missing(sighting.url.clone()),
                Missing(sighting.language.clone()),
                Missing(sighting.author.clone()),
                sighting.preamble,
                (
                    sighting.source.path.len(),
                    sighting.source.path.clone(),
                    sighting.source.line,
                    sighting.source.offset,
                    sighting.source.length,
                ),
            )
        };
        key(self).cmp(&key(other))
    }
}

/// Orders what is missing after everything that is there.
#[derive(PartialEq, Eq)]
struct Missing<T>(Option<T>);

impl<T: Ord> Ord for Missing<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => one.cmp(two),
            (one, two) => two.is_some().cmp(&one.is_some()),
        }
    }
}

impl<T: Ord> PartialOrd for Missing<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
