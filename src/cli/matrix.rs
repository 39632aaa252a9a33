//! Who says what as a matrix: propositions below each other, speakers beside each other.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use terms::{Actor, ClaimRow, EventRow, Record, Stance};

use crate::cli::claims::{by_story, style, title};
use crate::cli::columns::{self, Piece};
use crate::cli::paint::{Paint, Style};
use crate::cli::phrases;

/// Least columns for a speaker.
const SPEAKER: usize = 15;
/// Least columns for the proposition.
const PROPOSITION: usize = 30;
/// Longest proposition printed, in characters.
const LONGEST: usize = 140;

/// The matrix of every story.
#[derive(Serialize)]
pub(crate) struct Matrix<'a> {
    stories: Vec<StoryMatrix<'a>>,
    #[serde(skip)]
    record: &'a Record,
}

/// The matrix of one story.
#[derive(Serialize)]
struct StoryMatrix<'a> {
    story: Option<&'a str>,
    title: &'a str,
    /// Columns: those who say most of all that is disputed first.
    speakers: Vec<&'a Actor>,
    propositions: Vec<Proposition<'a>>,
}

/// A row: an event, or what is said.
#[derive(Serialize)]
struct Proposition<'a> {
    id: &'a str,
    event: Option<&'a str>,
    /// The event's line, else the words of the first claim.
    content: &'a str,
    cells: Vec<Cell<'a>>,
}

/// How one speaker stands to one proposition.
#[derive(Serialize)]
struct Cell<'a> {
    speaker: &'a str,
    /// In the order of saying, each once.
    stances: Vec<Stance>,
    claims: Vec<&'a str>,
    articles: Vec<&'a str>,
}

impl<'a> Matrix<'a> {
    /// The matrix of some claims of a record.
    pub(crate) fn new(record: &'a Record, claims: &[&'a ClaimRow]) -> Self {
        let events: BTreeMap<&str, &EventRow> = record.events.iter().map(|event| (event.id.as_str(), event)).collect();
        let stories = by_story(record, claims)
            .into_iter()
            .map(|(story, claims)| StoryMatrix::new(title(record, story), story, &claims, &events))
            .collect();
        Self { stories, record }
    }

    /// Prints it for reading; speakers that do not fit beside each other follow below.
    pub(crate) fn table(&self, paint: Paint, width: usize, out: &mut dyn Write) -> io::Result<()> {
        for story in &self.stories {
            writeln!(out, "{}", paint.on(Style::Bold, story.title))?;
            story.table(paint, width, out)?;
            for (number, id) in story.articles().iter().enumerate() {
                let words = format!("[{}] {}", number + 1, phrases::article(self.record, id));
                columns::row(out, paint, 2, &[width - 2], &[vec![(Style::Dim, words)]])?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// Prints one object.
    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }

    /// Prints a line a proposition.
    pub(crate) fn lines(&self, out: &mut dyn Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Line<'a> {
            story: Option<&'a str>,
            #[serde(flatten)]
            proposition: &'a Proposition<'a>,
        }
        for story in &self.stories {
            for proposition in &story.propositions {
                serde_json::to_writer(&mut *out, &Line { story: story.story, proposition })?;
                writeln!(out)?;
            }
        }
        Ok(())
    }

    /// Prints a row a proposition and speaker; lists are joined by " | ".
    pub(crate) fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut sheet = csv::Writer::from_writer(out);
        sheet.write_record(["story", "proposition", "event", "content", "speaker", "stances", "claims", "articles"])?;
        for story in &self.stories {
            for row in &story.propositions {
                for cell in &row.cells {
                    sheet.write_record([
                        story.story.unwrap_or_default(),
                        row.id,
                        row.event.unwrap_or_default(),
                        row.content,
                        cell.speaker,
                        &cell.stances(" | "),
                        &cell.claims.join(" | "),
                        &cell.articles.join(" | "),
                    ])?;
                }
            }
        }
        sheet.flush()
    }
}

impl<'a> StoryMatrix<'a> {
    fn new(
        title: &'a str,
        story: Option<&'a str>,
        claims: &[&'a ClaimRow],
        events: &BTreeMap<&str, &'a EventRow>,
    ) -> Self {
        let mut rows: Vec<Proposition<'a>> = Vec::new();
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in claims {
            let index = *at.entry(claim.proposition.as_str()).or_insert_with(|| {
                let event = events.get(claim.proposition.as_str());
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
    fn articles(&self) -> Vec<&'a str> {
        let cells = self.propositions.iter().flat_map(|row| &row.cells);
        let mut articles: Vec<&str> = cells.flat_map(|cell| cell.articles.iter().copied()).collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    }

    fn table(&self, paint: Paint, width: usize, out: &mut dyn Write) -> io::Result<()> {
        let whole = width.saturating_sub(2);
        let beside = (whole.saturating_sub(PROPOSITION) / (SPEAKER + 2)).max(1);
        let articles = self.articles();
        for speakers in self.speakers.chunks(beside) {
            let mut shape = vec![(PROPOSITION.min(whole / 2), 2)];
            shape.extend(speakers.iter().map(|_| (SPEAKER, 1)));
            let widths = columns::share(whole, &shape);
            let mut heads: Vec<Vec<Piece>> = vec![vec![(Style::Dim, "WHAT".to_owned())]];
            heads.extend(speakers.iter().map(|speaker| vec![(Style::Bold, phrases::in_full(speaker))]));
            columns::row(out, paint, 2, &widths, &heads)?;
            for row in &self.propositions {
                if !row.cells.iter().any(|cell| speakers.iter().any(|speaker| speaker.name == cell.speaker)) {
                    continue;
                }
                let mut cells: Vec<Vec<Piece>> = vec![vec![(Style::Plain, cut(row.content))]];
                for speaker in speakers {
                    let cell = row.cells.iter().find(|cell| cell.speaker == speaker.name);
                    cells.push(cell.map_or_else(
                        || vec![(Style::Dim, "·".to_owned())],
                        |cell| {
                            let numbers: Vec<String> = cell
                                .articles
                                .iter()
                                .filter_map(|id| articles.binary_search(id).ok())
                                .map(|at| format!("[{}]", at + 1))
                                .collect();
                            let last = cell.stances.last().copied().unwrap_or(Stance::Asserts);
                            vec![(style(last), format!("{} {}", cell.stances(" → "), numbers.join(" ")))]
                        },
                    ));
                }
                columns::row(out, paint, 2, &widths, &cells)?;
            }
            writeln!(out)?;
        }
        Ok(())
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
    fn is_disputed(&self) -> bool {
        let against = |cell: &Cell| cell.stances.iter().any(|stance| matches!(stance, Stance::Denies | Stance::Doubts));
        self.cells.iter().any(against) && !self.cells.iter().all(against)
    }
}

impl Cell<'_> {
    fn stances(&self, between: &str) -> String {
        self.stances.iter().map(|stance| stance.as_str()).collect::<Vec<_>>().join(between)
    }
}

fn cut(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    words.chars().take(LONGEST).chain(['…']).collect()
}
