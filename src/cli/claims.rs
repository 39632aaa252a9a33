//! `demarche claims`: who says what, story by story.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;
use miette::Result;
use terms::matrix::{by_story, title};
use terms::{ClaimRow, EventRow, Record, Stance};

use crate::cli::context::Context;
use crate::cli::filter::ClaimFilter;
use crate::cli::matrix::Matrix;
use crate::cli::paint::{Paint, Style};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, columns, export, fault, lookup, phrases};

/// Flags of `demarche claims`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    view: ViewArguments,
    #[command(flatten)]
    filter: ClaimFilter,
    /// Propositions below each other, speakers beside each other, stances where they meet
    #[arg(long)]
    matrix: bool,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,
}

/// How to print claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading, by story
    Table,
    /// One object: claims; or, of the matrix, stories with their propositions
    Json,
    /// A line a claim; or a line a proposition
    Jsonl,
    /// A row a claim; or a row a proposition and speaker
    Csv,
}

/// Prints the claims that pass.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let claims = arguments.filter.claims(&record)?;
    let printed = if arguments.matrix {
        let matrix = Matrix::new(&record, &claims);
        match arguments.format {
            Format::Table => matrix.table(context.paint, context.width, out),
            Format::Json => matrix.json(out),
            Format::Jsonl => matrix.lines(out),
            Format::Csv => matrix.csv(out),
        }
    } else {
        match arguments.format {
            Format::Table => Page::new(context.paint, context.width, &record).print(&claims, out),
            Format::Json => json(&claims, out),
            Format::Jsonl => lines(&claims, out),
            Format::Csv => {
                let only = Record { claims: claims.into_iter().cloned().collect(), ..Record::default() };
                return export::table(context, &only, "csv", "claims", out);
            }
        }
    };
    printed.map_err(fault::output)?;
    Ok(Outcome::Fine)
}

/// The colour of a stance; the word itself always stands beside it.
pub(crate) fn style(stance: Stance) -> Style {
    match stance {
        Stance::Asserts => Style::Plain,
        Stance::Denies => Style::Red,
        Stance::Doubts => Style::Yellow,
        Stance::Supports => Style::Green,
        Stance::Demands => Style::Blue,
    }
}

/// Claims as a page of text.
struct Page<'a> {
    paint: Paint,
    width: usize,
    record: &'a Record,
    claims: BTreeMap<&'a str, &'a ClaimRow>,
    events: BTreeMap<&'a str, &'a EventRow>,
}

impl<'a> Page<'a> {
    fn new(paint: Paint, width: usize, record: &'a Record) -> Self {
        let claims = record.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
        let events = record.events.iter().map(|event| (event.id.as_str(), event)).collect();
        Self { paint, width, record, claims, events }
    }
}

impl Page<'_> {
    fn print(&self, claims: &[&ClaimRow], out: &mut dyn Write) -> io::Result<()> {
        let digits = lookup::short_length(self.record.claims.iter().map(|claim| claim.id.as_str()), 6);
        let widths = columns::share(self.width.saturating_sub(2), &[(10, 0), (14, 1), (8, 0), (20, 3), (digits, 0)]);
        for (story, claims) in by_story(self.record, claims) {
            let words = title(self.record, story);
            let count = phrases::counted(claims.len(), "claim");
            writeln!(out, "{}  {}", self.paint.on(Style::Bold, words), self.paint.on(Style::Dim, &count))?;
            let heads = ["SAID", "WHO", "STANCE", "WHAT", "ID"].map(|head| vec![(Style::Dim, head.to_owned())]);
            columns::row(out, self.paint, 2, &widths, &heads)?;
            for claim in claims {
                self.claim(claim, digits, &widths, out)?;
            }
            writeln!(out)?;
        }
        writeln!(out, "{}", self.paint.on(Style::Dim, &phrases::counted(claims.len(), "claim")))
    }

    fn claim(&self, claim: &ClaimRow, digits: usize, widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
        let mut what = vec![(Style::Plain, claim.content.clone())];
        let other = |id: &str| self.claims.get(id);
        if let Some(earlier) = claim.revises.as_deref().and_then(other) {
            let when = earlier.said.as_deref().map(|said| format!(" on {said}")).unwrap_or_default();
            let words = format!("! changed stance: {}{when} ({})", earlier.stance, short(&earlier.id, digits));
            what.push((Style::Yellow, words));
        }
        for answered in claim.answers.iter().filter_map(|id| other(id)) {
            let words = format!("answers {} ({})", answered.speaker.name, short(&answered.id, digits));
            what.push((Style::Dim, words));
        }
        if let Some(event) = claim.event.as_deref().and_then(|id| self.events.get(id)) {
            what.push((Style::Dim, format!("of {}: {} {}", short(&event.id, digits), event.summary, event.standing)));
        }
        let mut articles: Vec<&str> = claim.evidence.iter().map(|piece| piece.article.as_str()).collect();
        articles.dedup();
        let headlines = claim.headlines.iter().map(|piece| piece.article.as_str());
        let headlines =
            headlines.map(|id| (Style::Dim, format!("in the headline of {}", phrases::article(self.record, id))));
        what.extend(articles.iter().map(|id| (Style::Dim, format!("in {}", phrases::article(self.record, id)))));
        what.extend(headlines);
        let cells = [
            vec![(Style::Plain, claim.said.clone().unwrap_or_else(|| "—".to_owned()))],
            vec![(Style::Plain, phrases::in_full(&claim.speaker))],
            vec![(style(claim.stance), claim.stance.to_string())],
            what,
            vec![(Style::Dim, short(&claim.id, digits))],
        ];
        columns::row(out, self.paint, 2, widths, &cells)
    }
}

fn short(id: &str, digits: usize) -> String {
    id.chars().take(digits).collect()
}

fn json(claims: &[&ClaimRow], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "claims": claims }))?;
    writeln!(out)
}

fn lines(claims: &[&ClaimRow], out: &mut dyn Write) -> io::Result<()> {
    for claim in claims {
        serde_json::to_writer(&mut *out, claim)?;
        writeln!(out)?;
    }
    Ok(())
}
