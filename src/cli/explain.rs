//! `demarche explain`: which entry, parse path and score made an event's reports.

use std::io::{self, Write};

use clap::ValueEnum;
use miette::Result;
use serde::Serialize;
use terms::{Coded, Corrected, Report, Utterance};

use crate::cli::context::Context;
use crate::cli::paint::{Paint, Style};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, columns, corrected, fault, lookup, phrases};

/// Flags of `demarche explain`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Id of an event or of one report, or the beginning of one
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    view: ViewArguments,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// How to print the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// A line a report
    Jsonl,
}

/// A report with what it was drawn from.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// Version of codebook and weights that coded it.
    version: &'a str,
    /// Who says it, where an attribution was found.
    said_by: Option<&'a Utterance>,
    /// Corrections that act on its event.
    #[serde(skip_serializing_if = "no_marks")]
    corrected: &'a [Corrected],
}

fn no_marks(marks: &&[Corrected]) -> bool {
    marks.is_empty()
}

/// Explains one event, or one report.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let coded = ledger.coded(arguments.view.read_as_of).map_err(fault::ledger)?;
    let event = lookup::event_or_former(&ledger, &record, &arguments.id, &context.voice)?;
    // The id of one report asks for that report, unless the event bears it too.
    let one = Some(&arguments.id).filter(|id| event.id != **id && event.reports.contains(id));
    let coded_by = ledger.coded_by().map_err(fault::ledger)?;
    let wanted = |report: &Report| one.map_or_else(|| event.reports.contains(&report.id), |id| report.id == *id);
    let all: Vec<Explained<'_>> = coded
        .iter()
        .flat_map(|article| article.reports.iter().map(move |report| (article, report)))
        .filter(|(_, report)| wanted(report))
        .map(|(article, report)| Explained {
            report,
            version: coded_by.get(&report.article).map_or("", String::as_str),
            said_by: utterance(article, report),
            corrected: &event.corrected,
        })
        .collect();
    let mut print = || -> io::Result<()> {
        if arguments.format == Format::Text {
            writeln!(out, "{}", context.paint.on(Style::Bold, &event.summary))?;
            writeln!(
                out,
                "{}: {}; from {}",
                event.standing,
                phrases::says_so(event),
                phrases::counted(event.reports.len(), "report")
            )?;
            for mark in &event.corrected {
                writeln!(out, "{}", context.paint.on(Style::Cyan, &corrected::mark(mark)))?;
            }
        }
        for explained in &all {
            match arguments.format {
                Format::Text => page(out, context.paint, context.width.min(110), explained)?,
                Format::Jsonl => {
                    serde_json::to_writer(&mut *out, explained)?;
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    };
    print().map_err(fault::output)?;
    Ok(Outcome::Fine)
}

fn utterance<'a>(article: &'a Coded, report: &Report) -> Option<&'a Utterance> {
    let attribution = report.attribution?;
    article.utterances.iter().find(|utterance| utterance.attribution == attribution)
}

fn page(out: &mut dyn Write, paint: Paint, width: usize, explained: &Explained<'_>) -> io::Result<()> {
    let report = explained.report;
    let side = |parties: &[terms::Party]| {
        let each = parties.iter().map(|party| {
            format!("{} from “{}” ({} to {})", phrases::in_full(&party.actor), party.text, party.start, party.end)
        });
        let all = each.collect::<Vec<_>>().join("; ");
        if all.is_empty() { "nobody found".to_owned() } else { all }
    };
    let deed = std::iter::once(report.event.as_str())
        .chain(report.mode.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ");
    let said = explained.said_by.map_or_else(
        || report.attribution.map_or("nobody: the article's own voice".to_owned(), |id| format!("attribution {id}")),
        |utterance| {
            format!(
                "{} {}, attribution {}, {}",
                phrases::in_full(&utterance.speaker),
                utterance.stance,
                utterance.attribution,
                utterance.quote
            )
        },
    );
    let by = report.by.as_ref().map_or("nobody named".to_owned(), phrases::in_full);
    let object = report.object.as_deref().map(|object| format!(", object “{object}”")).unwrap_or_default();
    let reference = if report.anaphoric { ", by reference only" } else { "" };
    let mut facts = vec![
        ("entry", report.entry.clone()),
        (
            "trigger",
            format!("“{}” ({} to {}){object}{reference}", report.lemma, report.trigger.start, report.trigger.end),
        ),
        ("path", report.path.clone()),
        ("deed", format!("{deed} [{}]", report.context.join(", "))),
        ("status", format!("{}, {}; by {by} ({})", report.status, report.assertion, report.decided)),
        ("said by", said),
        ("actor", side(&report.actor)),
        ("recipient", side(&report.recipient)),
        (
            "date",
            report
                .date
                .as_ref()
                .map_or("none".to_owned(), |date| format!("{} ({}, {})", date.value(), date.precision, date.basis)),
        ),
        ("score", format!("{:.3}", report.confidence)),
        ("article", report.article.clone()),
        ("version", explained.version.to_owned()),
    ];
    facts.extend(
        report.evidence.iter().map(|piece| ("words", format!("“{}” ({} to {})", piece.quote, piece.start, piece.end))),
    );
    writeln!(out)?;
    writeln!(out, "{}", paint.on(Style::Bold, &format!("report {}", report.id)))?;
    for (name, value) in facts {
        columns::row(
            out,
            paint,
            2,
            &[10, width - 14],
            &[vec![(Style::Dim, name.to_owned())], vec![(Style::Plain, value)]],
        )?;
    }
    Ok(())
}
