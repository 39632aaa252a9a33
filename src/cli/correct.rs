//! `demarche correct`: what people set right, append-only, with author and reason; it holds over new runs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;
use jiff::Timestamp;
use ledger::{Draft, Ledger, Made, View, Wish, review};
use miette::{Result, miette};
use serde_json::Value;
use terms::{Allowed, BadValue, Collate, CorrectedField, EventRow, Record, value_of};

use crate::cli::context::Context;
use crate::cli::paint::Style;
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, corrected, fault, lookup, phrases};

/// Environment variables that tell who calls, the best first.
const NAMES: [&str; 4] = ["GIT_AUTHOR_NAME", "USER", "LOGNAME", "USERNAME"];

/// Flags of `demarche correct`.
#[derive(clap::Args)]
#[command(
    after_help = "Fields: type, mode, context, actor, recipient, date, standing, quantities, locations; several values by \
    “;”, none by “none”. Actors by name, by code, or in full: “Sergei Lavrov (RUS GOV)”.\n\
    Nothing is overwritten: a correction is appended, holds over `read` and `recode`, and can be undone. One whose event is \
    no longer found is kept and listed as orphaned."
)]
pub(crate) struct Arguments {
    /// Id of an event or of one of its reports, or the beginning of one
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    #[command(flatten)]
    action: Action,
    /// Why; may be left out with --accept and --undo
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Who says so [default: $GIT_AUTHOR_NAME, else the name of the user]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// What to do.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Action {
    /// Set a field of the event; may be given several times
    #[arg(long, value_name = "FIELD=VALUE", requires = "event")]
    set: Vec<String>,
    /// Say that the event is right as it stands
    #[arg(long, requires = "event")]
    accept: bool,
    /// Say that it is no event
    #[arg(long, requires = "event")]
    reject: bool,
    /// Make another event part of this one
    #[arg(long, value_name = "OTHER", requires = "event")]
    merge: Option<String>,
    /// Take reports out of the event, into one of their own
    #[arg(long, value_name = "REPORT", num_args = 1.., requires = "event")]
    split: Vec<String>,
    /// Say that two names are one actor: the first is kept
    #[arg(long, num_args = 2, value_names = ["ACTOR", "OTHER"])]
    same_actor: Vec<String>,
    /// Say that a name, or words that were taken for an actor, are not that actor
    #[arg(long, num_args = 2, value_names = ["ACTOR", "WORDS"])]
    other_actor: Vec<String>,
    /// Take a correction back
    #[arg(long, value_name = "CORRECTION")]
    undo: Option<String>,
    /// List the corrections with what became of each
    #[arg(long)]
    list: bool,
    /// List what should be looked at: orphaned corrections, unsure events, reports that share little with their event
    #[arg(long)]
    review: bool,
}

/// How to print corrections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One list
    Json,
    /// A line each
    Jsonl,
}

/// Makes a correction, or lists them.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let collation = context.collation()?;
    if arguments.action.list || arguments.action.review {
        return list(context, collation.as_ref(), arguments, out);
    }
    let mut ledger = context.ledger_to_write()?;
    let collate = |coded: &[_], corrections: &[_]| collation.collate_corrected(coded, corrections);
    let record = ledger.record(&View::default(), &collate).map_err(fault::ledger)?;
    let wishes = wishes(context, &ledger, &record, arguments)?;
    let author = author(arguments)?;
    let reason = arguments.reason.clone().unwrap_or_default();
    let mut made = Vec::new();
    for wish in wishes {
        let draft = Draft { wish, before: None, author: author.clone(), reason: reason.clone() };
        match ledger.correct(Timestamp::now(), &draft, &collate).map_err(fault::ledger)? {
            Some(one) => made.push(one),
            None => context.voice.note(format!("{}: changes nothing, so nothing was written", told(&draft.wish))),
        }
    }
    let printed = match arguments.format {
        Format::Text => made.iter().try_for_each(|made| print(context, made, out)),
        format => values(format, &made.iter().map(|made| &made.correction).collect::<Vec<_>>(), out),
    };
    printed.map_err(fault::output)?;
    Ok(Outcome::Fine)
}

/// What the flags ask for, whole or not at all: no field is set where another's value is wrong.
fn wishes(context: &Context, ledger: &Ledger, record: &Record, arguments: &Arguments) -> Result<Vec<Wish>> {
    let action = &arguments.action;
    let found = |id: &str| lookup::event_or_former(ledger, record, id, &context.voice);
    if let Some(correction) = &action.undo {
        return Ok(vec![Wish::Undo { correction: correction.clone() }]);
    }
    if let [actor, other] = &action.same_actor[..] {
        let (actor, other) = (named(actor, record)?, named(other, record)?);
        return Ok(vec![Wish::SameActor { actor, other }]);
    }
    if let [actor, other] = &action.other_actor[..] {
        return Ok(vec![Wish::OtherActor { actor: named(actor, record)?, other: other.clone() }]);
    }
    let row = found(arguments.event.as_deref().unwrap_or_default())?;
    let event = row.id.clone();
    Ok(if action.accept {
        vec![Wish::Accept { event }]
    } else if action.reject {
        vec![Wish::Reject { event }]
    } else if let Some(other) = &action.merge {
        vec![Wish::Merge { event, other: found(other)?.id.clone() }]
    } else if !action.split.is_empty() {
        vec![Wish::Split { event, reports: action.split.clone() }]
    } else {
        let resources = context.resources(context.data.as_deref())?;
        let allowed = Allowed::load(resources.as_ref()).map_err(fault::data)?;
        settings(&allowed, record, row, &action.set)?
    })
}

fn settings(allowed: &Allowed, record: &Record, event: &EventRow, given: &[String]) -> Result<Vec<Wish>> {
    let mut pairs: Vec<(CorrectedField, &str)> = Vec::new();
    for pair in given {
        let (name, words) = pair
            .split_once('=')
            .ok_or_else(|| miette!(help = "write --set standing=refused", "{pair:?} is no field with a value"))?;
        pairs.push((Allowed::field(name).map_err(bad)?, words));
    }
    // Modes are those of the type that is set beside them.
    let kind = pairs.iter().rev().find(|(field, _)| *field == CorrectedField::Event);
    let kind = match kind {
        Some((field, words)) => allowed.read(*field, words, event.event, record).map_err(bad)?,
        None => value_of(event, CorrectedField::Event),
    };
    let kind = kind.as_str().and_then(terms::EventType::parse).unwrap_or(event.event);
    pairs.sort_by_key(|(field, _)| *field);
    let read = |(field, words): (CorrectedField, &str)| {
        let after = allowed.read(field, words, kind, record).map_err(bad)?;
        Ok(Wish::Set { event: event.id.clone(), field, after })
    };
    pairs.into_iter().map(read).collect()
}

fn named(words: &str, record: &Record) -> Result<terms::Actor> {
    Allowed::actor(words, record).map_err(bad)
}

fn bad(value: BadValue) -> miette::Report {
    miette!(help = format!("allowed: {}", value.allowed), "{value}")
}

fn author(arguments: &Arguments) -> Result<String> {
    let given = arguments.author.clone();
    let known = || NAMES.iter().filter_map(|name| std::env::var(name).ok()).find(|name| !name.trim().is_empty());
    given.or_else(known).ok_or_else(|| miette!(help = "give a name with --author", "nobody knows who corrects"))
}

/// What a wish is, for saying that it changes nothing.
fn told(wish: &Wish) -> String {
    match wish {
        Wish::Accept { event } => format!("accept {event}"),
        Wish::Set { event, field, after } => format!("{event} {field} = {}", corrected::words(after)),
        Wish::Reject { event } => format!("reject {event}"),
        Wish::Merge { event, other } => format!("merge {event} and {other}"),
        Wish::Split { event, .. } => format!("split {event}"),
        Wish::SameActor { actor, other } => format!("{} = {}", actor.name, other.name),
        Wish::OtherActor { actor, other } => format!("{} ≠ {other}", actor.name),
        Wish::Undo { correction } => format!("undo {correction}"),
    }
}

/// Fields of an event that are printed where they change, with the name in the ledger's JSON.
const SHOWN: [&str; 13] = [
    "event",
    "mode",
    "context",
    "actor",
    "recipient",
    "date",
    "standing",
    "assertion",
    "quantities",
    "locations",
    "plover",
    "responds_to",
    "reports",
];

/// The correction, then before → after of every event that it changed.
fn print(context: &Context, made: &Made, out: &mut dyn Write) -> io::Result<()> {
    let correction = &made.correction;
    let head = format!("{} correction {}", corrected::what(correction), correction.id);
    writeln!(out, "{}", context.paint.on(Style::Bold, &head))?;
    let before: BTreeMap<&str, &EventRow> = made.before.iter().map(|event| (event.id.as_str(), event)).collect();
    let after: BTreeMap<&str, &EventRow> = made.after.iter().map(|event| (event.id.as_str(), event)).collect();
    for old in made.before.iter().filter(|old| !after.contains_key(old.id.as_str())) {
        let heir = made.after.iter().find(|event| event.reports.iter().any(|report| old.reports.contains(report)));
        let now = heir.map_or("no event".to_owned(), |heir| format!("part of {}", heir.id));
        writeln!(out, "  {} {} → {now}", old.id, old.summary)?;
    }
    for new in &made.after {
        let Some(old) = before.get(new.id.as_str()) else {
            let reports = phrases::counted(new.reports.len(), "report");
            writeln!(out, "  {} {}: {}, {reports}", new.id, new.summary, new.standing)?;
            continue;
        };
        writeln!(out, "  {} {}", new.id, new.summary)?;
        let (was, is) = (serde_json::to_value(old)?, serde_json::to_value(new)?);
        for field in SHOWN {
            let (was, is) = (worded(field, &was), worded(field, &is));
            if was != is {
                writeln!(out, "    {field}: {was} → {is}")?;
            }
        }
    }
    Ok(())
}

fn worded(field: &str, event: &Value) -> String {
    match (field, &event[field]) {
        ("reports", Value::Array(all)) => all.len().to_string(),
        (_, value) => corrected::words(value),
    }
}

fn list(context: &Context, collation: &dyn Collate, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let record = ViewArguments::default().record(&ledger, collation, &context.voice)?;
    let printed = if arguments.action.review {
        let queue = review(&record, &ledger.coded(None).map_err(fault::ledger)?);
        match arguments.format {
            Format::Text => queue.iter().try_for_each(|item| {
                let id = item.event.as_deref().or(item.correction.as_deref()).unwrap_or_default();
                writeln!(out, "{id}  {:.2}  {}\n    {}", item.score, item.about, item.reason)
            }),
            format => values(format, &queue, out),
        }
    } else {
        if record.corrections.is_empty() {
            context.voice.note("nothing was corrected");
        }
        match arguments.format {
            Format::Text => record.corrections.iter().try_for_each(|row| writeln!(out, "{}", corrected::row(row))),
            format => values(format, &record.corrections, out),
        }
    };
    printed.map_err(fault::output)?;
    Ok(Outcome::Fine)
}

fn values<T: serde::Serialize>(format: Format, all: &[T], out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, all)?;
        return writeln!(out);
    }
    all.iter().try_for_each(|one| {
        serde_json::to_writer(&mut *out, one)?;
        writeln!(out)
    })
}
