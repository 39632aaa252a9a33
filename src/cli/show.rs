//! `demarche show`: one event with its whole history and the words it rests on.

use std::io::{self, Write};

use clap::ValueEnum;
use miette::Result;
use serde::Serialize;
use terms::{ClaimRow, EventRow, Evidence, HistoryStep, Record};

use crate::cli::context::Context;
use crate::cli::paint::{Paint, Style, mark};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, columns, corrected, fault, lookup, phrases};

/// Flags of `demarche show`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Id of an event or of one of its reports, or the beginning of one
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    view: ViewArguments,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// How to print one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// The event as in the ledger, with its claims
    Json,
}

/// An event with the claims about it.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    event: &'a EventRow,
    claims: Vec<&'a ClaimRow>,
}

/// Prints one event.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let event = lookup::event_or_former(&ledger, &record, &arguments.id, &context.voice)?;
    let claims: Vec<&ClaimRow> = record.claims.iter().filter(|claim| claim.event.as_ref() == Some(&event.id)).collect();
    let printed = match arguments.format {
        Format::Json => serde_json::to_writer_pretty(&mut *out, &Whole { event, claims })
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out)),
        Format::Text => {
            Page { paint: context.paint, width: context.width.min(110), record: &record }.event(out, event, &claims)
        }
    };
    printed.map_err(fault::output)?;
    Ok(Outcome::Fine)
}

/// An event as a page of text.
struct Page<'a> {
    paint: Paint,
    width: usize,
    record: &'a Record,
}

impl Page<'_> {
    fn event(&self, out: &mut dyn Write, event: &EventRow, claims: &[&ClaimRow]) -> io::Result<()> {
        let (shape, style) = mark(event.standing);
        self.line(out, 0, Style::Bold, &event.summary)?;
        let stands = format!("{shape} {}: {}", event.standing, phrases::says_so(event));
        self.line(out, 0, style, &stands)?;
        for warning in phrases::warnings(event) {
            self.line(out, 0, Style::Yellow, &warning)?;
        }
        for mark in &event.corrected {
            self.line(out, 0, Style::Cyan, &corrected::mark(mark))?;
        }
        writeln!(out)?;
        self.facts(out, event)?;
        self.heading(out, "History, in the order of saying")?;
        for step in &event.history {
            self.step(out, step)?;
        }
        if !event.disagreements.is_empty() {
            self.heading(out, "Where reports differ")?;
            for disagreement in &event.disagreements {
                for (index, value) in disagreement.values.iter().enumerate() {
                    let field = if index == 0 { disagreement.field.as_str() } else { "" };
                    let articles: Vec<String> = value.articles.iter().map(|id| self.article(id)).collect();
                    let told = vec![(Style::Plain, value.value.clone()), (Style::Dim, articles.join("; "))];
                    self.row(out, field, told)?;
                }
            }
        }
        if !claims.is_empty() {
            self.heading(out, "Who says what of it")?;
            for claim in claims {
                let mut told = vec![(Style::Plain, format!("{}: {}", phrases::in_full(&claim.speaker), claim.content))];
                told.extend(claim.evidence.iter().map(|piece| (Style::Dim, self.place(piece))));
                self.row(out, claim.stance.as_str(), told)?;
            }
        }
        self.answers(out, event)
    }

    fn facts(&self, out: &mut dyn Write, event: &EventRow) -> io::Result<()> {
        let list = |names: Vec<String>| if names.is_empty() { "unknown".to_owned() } else { names.join(", ") };
        let story = self.record.stories.iter().find(|story| Some(&story.id) == event.story.as_ref());
        let mut facts = vec![
            ("deed", phrases::kind(event)),
            ("actor", list(event.actor.iter().map(|party| phrases::in_full(&party.actor)).collect())),
            ("recipient", list(event.recipient.iter().map(|party| phrases::in_full(&party.actor)).collect())),
            ("when", phrases::when(event)),
        ];
        if !event.quantities.is_empty() {
            facts.push(("numbers", event.quantities.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")));
        }
        if !event.locations.is_empty() {
            facts
                .push(("where", event.locations.iter().map(|place| place.name.clone()).collect::<Vec<_>>().join(", ")));
        }
        facts.push(("PLOVER", phrases::plover(event)));
        facts.push(("origins", format!("{} independent", event.origins)));
        facts.extend(story.map(|story| ("story", format!("{} ({})", story.title, story.id))));
        facts.push(("id", event.id.clone()));
        for (name, value) in facts {
            self.row(out, name, vec![(Style::Plain, value)])?;
        }
        Ok(())
    }

    fn step(&self, out: &mut dyn Write, step: &HistoryStep) -> io::Result<()> {
        let (shape, style) = mark(step.status);
        let by = step.by.as_ref().map_or("the article".to_owned(), phrases::in_full);
        let decides = if step.decides { ", decides" } else { "" };
        let mut told = vec![(style, format!("{shape} {}: {by}, {}{decides}", step.status, step.assertion))];
        for piece in &step.evidence {
            told.push(if piece.quote.is_empty() {
                (Style::Dim, "(the text was taken out of the ledger)".to_owned())
            } else {
                (Style::Plain, format!("“{}”", piece.quote))
            });
            told.push((Style::Dim, self.place(piece)));
        }
        self.row(out, step.at.as_deref().unwrap_or("undated"), told)
    }

    fn answers(&self, out: &mut dyn Write, event: &EventRow) -> io::Result<()> {
        let named = |later: &EventRow, earlier: &EventRow, other: &EventRow| {
            let known = phrases::how_answered(later, earlier).map(|how| format!(", {how}")).unwrap_or_default();
            (Style::Plain, format!("{} ({}){known}", other.summary, other.id))
        };
        let others = || self.record.events.iter();
        let answered: Vec<columns::Piece> = others()
            .filter(|other| event.responds_to.contains(&other.id))
            .map(|other| named(event, other, other))
            .collect();
        let answering: Vec<columns::Piece> = others()
            .filter(|other| other.responds_to.contains(&event.id))
            .map(|other| named(other, event, other))
            .collect();
        if !answered.is_empty() || !answering.is_empty() {
            self.heading(out, "Answers")?;
        }
        if !answered.is_empty() {
            self.row(out, "it answers", answered)?;
        }
        if !answering.is_empty() {
            self.row(out, "answered by", answering)?;
        }
        Ok(())
    }

    fn heading(&self, out: &mut dyn Write, words: &str) -> io::Result<()> {
        writeln!(out)?;
        self.line(out, 0, Style::Bold, words)
    }

    fn line(&self, out: &mut dyn Write, indent: usize, style: Style, words: &str) -> io::Result<()> {
        columns::row(out, self.paint, indent, &[self.width - indent], &[vec![(style, words.to_owned())]])
    }

    fn row(&self, out: &mut dyn Write, name: &str, value: Vec<columns::Piece>) -> io::Result<()> {
        columns::row(out, self.paint, 2, &[12, self.width - 16], &[vec![(Style::Dim, name.to_owned())], value])
    }

    /// "The Guardian, 2016-12-30, characters 299 to 365 of 0123456789abcdef".
    fn place(&self, piece: &Evidence) -> String {
        format!("{}, characters {} to {}", self.article(&piece.article), piece.start, piece.end)
    }

    fn article(&self, id: &str) -> String {
        phrases::article(self.record, id)
    }
}
