//! Who says what as a matrix: propositions below each other, speakers beside each other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{Actor, ClaimRow, EventRow, Record, Stance};

/// The matrix of one story.
#[derive(Clone, Debug, Serialize)]
pub struct StoryMatrix<'a> {
    /// Id of the story.
    pub story: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// Columns: those who say most of all that is disputed first.
    pub speakers: Vec<&'a Actor>,
    /// Rows: what is disputed first, then what several speak of, then what was said first.
    pub propositions: Vec<Proposition<'a>>,
}

/// A row: an event, or what is said.
#[derive(Clone, Debug, Serialize)]
pub struct Proposition<'a> {
    /// What its claims share.
    pub id: &'a str,
    /// Id of the event, where it is one.
    pub event: Option<&'a str>,
    /// The event's line, else the words of the first claim.
    pub content: &'a str,
    /// A cell for each speaker who speaks of it.
    pub cells: Vec<Cell<'a>>,
}

/// How one speaker stands to one proposition.
#[derive(Clone, Debug, Serialize)]
pub struct Cell<'a> {
    /// Name of the speaker.
    pub speaker: &'a str,
    /// In the order of saying, each once.
    pub stances: Vec<Stance>,
    /// Ids of the claims.
    pub claims: Vec<&'a str>,
    /// Ids of the articles that tell them.
    pub articles: Vec<&'a str>,
}

/// Claims by story, in the order of the stories; claims of no story come last, under `None`.
pub fn by_story<'a>(record: &'a Record, claims: &[&'a ClaimRow]) -> Vec<(Option<&'a str>, Vec<&'a ClaimRow>)> {
    let place: BTreeMap<&str, usize> =
        record.stories.iter().enumerate().map(|(index, story)| (story.id.as_str(), index)).collect();
    let mut stories: BTreeMap<usize, Vec<&ClaimRow>> = BTreeMap::new();
    for &claim in claims {
        let at = claim.story.as_deref().and_then(|story| place.get(story)).copied().unwrap_or(usize::MAX);
        stories.entry(at).or_default().push(claim);
    }
    stories.into_iter().map(|(at, claims)| (record.stories.get(at).map(|story| story.id.as_str()), claims)).collect()
}

/// The title of a story.
pub fn title<'a>(record: &'a Record, story: Option<&str>) -> &'a str {
    record.stories.iter().find(|row| Some(row.id.as_str()) == story).map_or("In no story", |row| &row.title)
}

/// The matrix of every story that has one of the claims.
pub fn of<'a>(record: &'a Record, claims: &[&'a ClaimRow]) -> Vec<StoryMatrix<'a>> {
    let events: BTreeMap<&str, &EventRow> = record.events.iter().map(|event| (event.id.as_str(), event)).collect();
    by_story(record, claims)
        .into_iter()
        .map(|(story, claims)| StoryMatrix::new(title(record, story), story, &claims, &|id| events.get(id).copied()))
        .collect()
}

impl<'a> StoryMatrix<'a> {
    /// The matrix of some claims of one story; `events` are those of the record, by id.
    pub fn new(
        title: &'a str,
        story: Option<&'a str>,
        claims: &[&'a ClaimRow],
        events: &dyn Fn(&str) -> Option<&'a EventRow>,
    ) -> Self {
        let mut rows: Vec<Proposition<'a>> = Vec::new();
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in claims {
            let index = *at.entry(claim.proposition.as_str()).or_insert_with(|| {
                let event = events(claim.proposition.as_str());
                rows.push(Proposition {
                    id: &claim.proposition,
                    event: event.map(|event| event.id.as_str()),
                    content: event.map_or(claim.content.as_str(), |event| event.summary.as_str()),
                    cells: Vec::new(),
                });
                rows.len() - 1
            });
            rows[index].add(claim);
        }
        // What several speakers speak of comes first, then what was said first.
        rows.sort_by_key(|row| (!row.is_disputed(), row.cells.len() < 2));
        let mut weight: BTreeMap<&str, usize> = BTreeMap::new();
        let mut speakers: Vec<&Actor> = Vec::new();
        for row in &rows {
            for cell in &row.cells {
                *weight.entry(cell.speaker).or_default() += if row.cells.len() > 1 { 100 } else { 1 };
            }
        }
        let mut named: BTreeSet<&str> = BTreeSet::new();
        speakers.extend(claims.iter().map(|claim| &claim.speaker).filter(|speaker| named.insert(&speaker.name)));
        speakers.sort_by_key(|speaker| std::cmp::Reverse(weight.get(speaker.name.as_str()).copied()));
        Self { story, title, speakers, propositions: rows }
    }

    /// Ids of the articles that the matrix rests on.
    pub fn articles(&self) -> Vec<&'a str> {
        let cells = self.propositions.iter().flat_map(|row| &row.cells);
        let mut articles: Vec<&str> = cells.flat_map(|cell| cell.articles.iter().copied()).collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    }
}

impl<'a> Proposition<'a> {
    fn add(&mut self, claim: &'a ClaimRow) {
        let speaker = claim.speaker.name.as_str();
        let at = self.cells.iter().position(|cell| cell.speaker == speaker).unwrap_or_else(|| {
            self.cells.push(Cell { speaker, stances: Vec::new(), claims: Vec::new(), articles: Vec::new() });
            self.cells.len() - 1
        });
        let cell = &mut self.cells[at];
        if !cell.stances.contains(&claim.stance) {
            cell.stances.push(claim.stance);
        }
        cell.claims.push(&claim.id);
        for piece in claim.evidence.iter().chain(&claim.headlines) {
            if !cell.articles.contains(&piece.article.as_str()) {
                cell.articles.push(&piece.article);
            }
        }
    }

    /// Whether somebody denies or doubts what somebody else does not.
    pub fn is_disputed(&self) -> bool {
        let against = |cell: &Cell| cell.stances.iter().any(|stance| matches!(stance, Stance::Denies | Stance::Doubts));
        self.cells.iter().any(against) && !self.cells.iter().all(against)
    }
}

impl Cell<'_> {
    /// The stances in words, "asserts → denies" where a mind has changed.
    pub fn words(&self, between: &str) -> String {
        self.stances.iter().map(|stance| stance.as_str()).collect::<Vec<_>>().join(between)
    }
}
