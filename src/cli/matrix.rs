//! Who says what as a matrix: propositions below each other, speakers beside each other.

use std::io::{self, Write};

use serde::Serialize;
use terms::matrix::{self, Proposition, StoryMatrix};
use terms::{ClaimRow, Record, Stance, phrases};

use crate::cli::claims::style;
use crate::cli::columns::{self, Piece};
use crate::cli::paint::{Paint, Style};

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

impl<'a> Matrix<'a> {
    /// The matrix of some claims of a record.
    pub(crate) fn new(record: &'a Record, claims: &[&'a ClaimRow]) -> Self {
        Self { stories: matrix::of(record, claims), record }
    }

    /// Prints it for reading; speakers that do not fit beside each other follow below.
    pub(crate) fn table(&self, paint: Paint, width: usize, out: &mut dyn Write) -> io::Result<()> {
        for story in &self.stories {
            writeln!(out, "{}", paint.on(Style::Bold, story.title))?;
            table(story, paint, width, out)?;
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
                        &cell.words(" | "),
                        &cell.claims.join(" | "),
                        &cell.articles.join(" | "),
                    ])?;
                }
            }
        }
        sheet.flush()
    }
}

fn table(story: &StoryMatrix<'_>, paint: Paint, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let whole = width.saturating_sub(2);
    let beside = (whole.saturating_sub(PROPOSITION) / (SPEAKER + 2)).max(1);
    let articles = story.articles();
    for speakers in story.speakers.chunks(beside) {
        let mut shape = vec![(PROPOSITION.min(whole / 2), 2)];
        shape.extend(speakers.iter().map(|_| (SPEAKER, 1)));
        let widths = columns::share(whole, &shape);
        let mut heads: Vec<Vec<Piece>> = vec![vec![(Style::Dim, "WHAT".to_owned())]];
        heads.extend(speakers.iter().map(|speaker| vec![(Style::Bold, phrases::in_full(speaker))]));
        columns::row(out, paint, 2, &widths, &heads)?;
        for row in &story.propositions {
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
                        vec![(style(last), format!("{} {}", cell.words(" → "), numbers.join(" ")))]
                    },
                ));
            }
            columns::row(out, paint, 2, &widths, &cells)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn cut(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    words.chars().take(LONGEST).chain(['…']).collect()
}
