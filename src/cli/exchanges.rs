//! `demarche exchanges`: tit for tat, the deeds of two sides in time order, each with the one that it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use clap::ValueEnum;
use miette::Result;
use serde::Serialize;
use terms::{Actor, AnswerBasis, Assertion, EventRow, Party, Record, Status};

use crate::cli::context::Context;
use crate::cli::paint::{Paint, Style, mark};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, columns, fault, phrases};

/// Flags of `demarche exchanges`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only between two sides, each a country code (RUS) or part of a name
    #[arg(long, num_args = 2, value_names = ["ONE", "OTHER"])]
    between: Vec<String>,
    #[command(flatten)]
    view: ViewArguments,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// How to print exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: a chain of deeds below each pair of sides
    Text,
    /// One object: exchanges, each with its deeds
    Json,
    /// A line an exchange
    Jsonl,
}

/// Deeds of two sides that answer each other, in time order.
#[derive(Serialize)]
struct Exchange<'a> {
    /// Codes of the two sides; names where there is no code.
    between: [&'a str; 2],
    deeds: Vec<Deed<'a>>,
}

/// One deed of an exchange.
#[derive(Serialize)]
struct Deed<'a> {
    event: &'a str,
    story: Option<&'a str>,
    /// When it happened or is due, else when it was first spoken of.
    at: Option<&'a str>,
    /// Where the day comes from; "told" where it is only known when it was spoken of.
    at_basis: &'a str,
    by: &'a str,
    summary: &'a str,
    standing: Status,
    assertion: Assertion,
    answers: Vec<Answered<'a>>,
    #[serde(skip)]
    row: &'a EventRow,
}

/// The deed that a deed answers.
#[derive(Serialize)]
struct Answered<'a> {
    event: &'a str,
    basis: AnswerBasis,
    days: Option<i32>,
    #[serde(skip)]
    row: &'a EventRow,
}

/// Prints the exchanges that were asked for.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let exchanges = exchanges(&record, &arguments.between);
    let printed = match arguments.format {
        Format::Text => exchanges.iter().try_for_each(|exchange| page(context.paint, context.width, exchange, out)),
        Format::Json => serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "exchanges": exchanges }))
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out)),
        Format::Jsonl => exchanges.iter().try_for_each(|exchange| {
            serde_json::to_writer(&mut *out, exchange)?;
            writeln!(out)
        }),
    };
    printed.map_err(fault::output)?;
    if exchanges.is_empty() {
        context.voice.note("no deed answers one of another side");
    }
    Ok(Outcome::Fine)
}

/// What a side is called in an exchange: its code, else its name.
fn called(actor: &Actor) -> &str {
    actor.code.as_deref().unwrap_or(&actor.name)
}

/// Exchanges by their first day: of each pair of sides, the deeds that answers tie together.
fn exchanges<'a>(record: &'a Record, between: &[String]) -> Vec<Exchange<'a>> {
    let events: BTreeMap<&str, &EventRow> = record.events.iter().map(|event| (event.id.as_str(), event)).collect();
    let mut ties: BTreeMap<[&str; 2], Vec<Tie<'_>>> = BTreeMap::new();
    for later in &record.events {
        for earlier in later.responds_to.iter().filter_map(|id| events.get(id.as_str()).copied()) {
            if let Some(mut sides) = sides(later, earlier, between) {
                sides.sort_unstable();
                ties.entry(sides).or_default().push((later, earlier));
            }
        }
    }
    let mut all: Vec<Exchange<'_>> = ties
        .into_iter()
        .flat_map(|(between, ties)| chains(&ties).into_iter().map(move |chain| exchange(between, &chain)))
        .collect();
    all.sort_by_key(|exchange| {
        let first = exchange.deeds.first();
        (first.is_some_and(|deed| deed.at.is_none()), first.map(|deed| (deed.at, deed.event)), exchange.between)
    });
    all
}

/// The two sides of an answer: who answers and whom; `None` where one side answers itself, or others were asked for. Where
/// nobody was asked for, one of the two deeds must be done to the other side.
fn sides<'a>(later: &'a EventRow, earlier: &'a EventRow, between: &[String]) -> Option<[&'a str; 2]> {
    let acts_on = |event: &EventRow, code: &str| event.recipient.iter().any(|party| called(&party.actor) == code);
    let mut found: Vec<(usize, [&str; 2])> = Vec::new();
    for answering in &later.actor {
        for answered in &earlier.actor {
            let (one, other) = (called(&answering.actor), called(&answered.actor));
            let asked = match between {
                [first, second] => {
                    let are = |a: &str, b: &str| answering.actor.answers_to(a) && answered.actor.answers_to(b);
                    are(first, second) || are(second, first)
                }
                _ => true,
            };
            let crossed = usize::from(acts_on(later, other)) + usize::from(acts_on(earlier, one));
            if one != other && asked && (crossed > 0 || !between.is_empty()) {
                found.push((crossed, [one, other]));
            }
        }
    }
    found.into_iter().rev().max_by_key(|(crossed, _)| *crossed).map(|(_, sides)| sides)
}

/// An answer: the later event and the earlier one that it answers.
type Tie<'a> = (&'a EventRow, &'a EventRow);

/// Groups of answers that hang together.
fn chains<'a>(ties: &[Tie<'a>]) -> Vec<Vec<Tie<'a>>> {
    let mut chains: Vec<(BTreeSet<&str>, Vec<Tie<'a>>)> = Vec::new();
    for &(later, earlier) in ties {
        let touches = |ids: &BTreeSet<&str>| ids.contains(later.id.as_str()) || ids.contains(earlier.id.as_str());
        let (joined, apart): (Vec<_>, Vec<_>) = chains.into_iter().partition(|(ids, _)| touches(ids));
        chains = apart;
        let mut whole = (BTreeSet::from([later.id.as_str(), earlier.id.as_str()]), vec![(later, earlier)]);
        for (ids, ties) in joined {
            whole.0.extend(ids);
            whole.1.extend(ties);
        }
        chains.push(whole);
    }
    chains.into_iter().map(|(_, ties)| ties).collect()
}

fn exchange<'a>(between: [&'a str; 2], ties: &[Tie<'a>]) -> Exchange<'a> {
    let mut rows: Vec<&EventRow> = ties.iter().flat_map(|&(later, earlier)| [later, earlier]).collect();
    rows.sort_by_key(|event| (event.moment().is_none(), event.moment(), &event.id));
    rows.dedup_by_key(|event| &event.id);
    // A deed whose day is not known comes after what it answers.
    let mut ordered: Vec<&EventRow> = Vec::new();
    let mut waiting: BTreeSet<&str> = rows.iter().map(|event| event.id.as_str()).collect();
    while !rows.is_empty() {
        let waits = |event: &EventRow| event.responds_to.iter().any(|id| waiting.contains(id.as_str()));
        let next = rows.iter().position(|event| !waits(event)).unwrap_or(0);
        let event = rows.remove(next);
        waiting.remove(event.id.as_str());
        ordered.push(event);
    }
    let deeds = ordered
        .into_iter()
        .map(|row| Deed {
            event: &row.id,
            story: row.story.as_deref(),
            at: row.moment(),
            at_basis: row.date_basis.as_deref().unwrap_or("told"),
            by: row
                .actor
                .iter()
                .map(|party: &Party| called(&party.actor))
                .find(|side| between.contains(side))
                .unwrap_or(""),
            summary: &row.summary,
            standing: row.standing,
            assertion: row.assertion,
            answers: ties
                .iter()
                .filter(|(later, _)| later.id == row.id)
                .filter_map(|&(_, earlier)| {
                    let basis = row.answers.iter().find(|answer| answer.event == earlier.id)?.basis;
                    Some(Answered {
                        event: &earlier.id,
                        basis,
                        days: phrases::days_between(earlier, row),
                        row: earlier,
                    })
                })
                .collect(),
            row,
        })
        .collect();
    Exchange { between, deeds }
}

fn page(paint: Paint, width: usize, exchange: &Exchange<'_>, out: &mut dyn Write) -> io::Result<()> {
    let days: Vec<&str> = exchange.deeds.iter().filter_map(|deed| deed.at).collect();
    let span = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => format!(", {first}"),
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let facts = format!("{}{span}", phrases::counted(exchange.deeds.len(), "deed"));
    let title = exchange.between.join(" – ");
    writeln!(out, "{}  {}", paint.on(Style::Bold, &title), paint.on(Style::Dim, &facts))?;
    let number = |id: &str| exchange.deeds.iter().position(|deed| deed.event == id).map_or(0, |at| at + 1);
    let widths = columns::share(width.saturating_sub(2), &[(2, 0), (10, 0), (14, 0), (20, 1), (12, 0)]);
    for (at, deed) in exchange.deeds.iter().enumerate() {
        let (shape, style) = mark(deed.standing);
        let mut told = vec![
            (Style::Plain, format!("{}: {}", phrases::who_to_whom(deed.row), phrases::deed(deed.row))),
            (Style::Dim, format!("says {}", phrases::says_so(deed.row))),
        ];
        for answered in &deed.answers {
            let how = phrases::how_answered(deed.row, answered.row).unwrap_or_default();
            told.push((Style::Cyan, format!("answers {}: {how}", number(answered.event))));
        }
        let cells = [
            vec![(Style::Bold, (at + 1).to_string())],
            vec![(Style::Plain, deed.at.unwrap_or("—").to_owned())],
            vec![(style, format!("{shape} {}", deed.standing))],
            told,
            vec![(Style::Dim, deed.event.to_owned())],
        ];
        columns::row(out, paint, 2, &widths, &cells)?;
    }
    writeln!(out)
}
