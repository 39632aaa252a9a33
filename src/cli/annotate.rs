//! `demarche annotate`: every layer of articles, a JSON line each, in input order.

use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use acquire::{Input, Reader};
use demarche::engine::Engine;
use ledger::Versions;
use miette::{Result, miette};
use serde::Serialize;
use terms::{
    Actor, Annotated, Article, Attribution, Dropped, EntityLabel, Field, Location, Mention, MentionKind, Party,
    PloverRecord, Quantity, Report, Sector, Span,
};

use crate::cli::context::Context;
use crate::cli::flow::{Fed, Step, flow};
use crate::cli::intake::{Intake, Manner};
use crate::cli::progress::Progress;
use crate::cli::tally::place_of;
use crate::cli::{Outcome, fault};

/// Flags of `demarche annotate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input; the kind is told by the content
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    intake: Intake,
}

/// Prints a line an article. The inputs are read twice: first to know which ids stand for several texts.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let engine = context.engine()?;
    let sources = Sources::of(&arguments.paths)?;
    let mut versions = Versions::default();
    for article in sources.reader(arguments.intake.manner(context)).flatten() {
        versions.note(&article.id, &article.content_hash);
    }
    let reader = sources.reader(arguments.intake.manner(context));
    let (mut articles, mut bad) = (0, 0);
    let mut progress = Progress::start(&context.voice, "annotating", &arguments.paths, reader.meter());
    let feed = reader.map(|item| item.map_or_else(Fed::Pass, |article| Fed::Work((), article)));
    let lines = flow(feed, context.pace(arguments.intake.patience()), move |article| {
        let id = versions.public(&article.id, &article.content_hash);
        serde_json::to_string(&line(&engine, article, &id))
    });
    for step in lines {
        match step {
            Step::Passed(problem) => {
                context.voice.problem(&problem);
                bad += usize::from(problem.is_error());
            }
            Step::Failed((), article, failure) => {
                context.voice.error(format!("{}: article {} {failure}", place_of(&article), article.id));
                bad += 1;
            }
            Step::Done((), _, line) => {
                let line = line.map_err(|error| fault::output(error.into()))?;
                writeln!(out, "{line}").map_err(fault::output)?;
                articles += 1;
                progress.advance();
            }
        }
    }
    context.voice.finish();
    Ok(match (articles, bad) {
        (0, _) => Outcome::Nothing,
        (_, 0) => Outcome::Fine,
        _ => Outcome::SomeBad,
    })
}

/// The inputs, so kept that they can be read more than once.
struct Sources<'a> {
    paths: &'a [PathBuf],
    standard_input: Arc<[u8]>,
}

impl<'a> Sources<'a> {
    fn of(paths: &'a [PathBuf]) -> Result<Self> {
        let mut bytes = Vec::new();
        if paths.iter().any(|path| path == Path::new("-")) {
            io::stdin().read_to_end(&mut bytes).map_err(|error| miette!("standard input: {error}"))?;
        }
        Ok(Self { paths, standard_input: bytes.into() })
    }

    fn reader(&self, manner: Manner) -> Reader {
        let input = |path: &PathBuf| {
            if path == Path::new("-") {
                Input::stream("-", Cursor::new(self.standard_input.clone()))
            } else {
                Input::from(path.as_path())
            }
        };
        manner.reader(self.paths.iter().map(input))
    }
}

#[derive(Serialize)]
struct Line {
    article: ArticleLine,
    text: String,
    dropped: Vec<Dropped>,
    sentences: Vec<Span>,
    entities: Vec<EntityLine>,
    times: Vec<TimeLine>,
    attributions: Vec<AttributionLine>,
    reports: Vec<ReportLine>,
}

#[derive(Serialize)]
struct ArticleLine {
    id: String,
    published: Option<String>,
    title: Option<String>,
    author: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    language: Option<String>,
    content_hash: String,
}

#[derive(Serialize)]
struct EntityLine {
    start: u32,
    end: u32,
    label: EntityLabel,
    name: String,
    code: Option<String>,
    sector: Option<Sector>,
    wikidata_id: Option<String>,
    kind: MentionKind,
}

#[derive(Serialize)]
struct TimeLine {
    start: u32,
    end: u32,
    r#type: terms::TimeKind,
    value: String,
}

#[derive(Serialize)]
struct AttributionLine {
    id: usize,
    source: Option<[u32; 2]>,
    cue: Option<[u32; 2]>,
    content: Vec<[u32; 2]>,
    quote: terms::Quote,
    stance: terms::Stance,
    within: Option<usize>,
    speaker: Option<Actor>,
    /// Left out where the offsets count in the text.
    #[serde(skip_serializing_if = "Field::is_text")]
    field: Field,
}

#[derive(Serialize)]
struct ReportLine {
    id: String,
    event: terms::EventType,
    mode: Vec<String>,
    context: Vec<String>,
    trigger: [u32; 2],
    plover: Option<PloverRecord>,
    actor: Vec<Party>,
    recipient: Vec<Party>,
    status: terms::Status,
    assertion: terms::Assertion,
    attribution: Option<usize>,
    by: Option<Actor>,
    date: Option<String>,
    date_precision: Option<terms::Precision>,
    quantities: Vec<Quantity>,
    locations: Vec<Location>,
    confidence: f64,
    evidence: Option<Words>,
    entry: String,
}

#[derive(Serialize)]
struct Words {
    start: u32,
    end: u32,
    quote: String,
}

/// All layers of one article, under the id that it bears in outputs.
fn line(engine: &Engine, article: &Article, id: &str) -> Line {
    let annotated = engine.annotate(article);
    let coded = engine.code(&annotated);
    Line {
        article: ArticleLine {
            id: id.to_owned(),
            published: article.published.as_ref().map(|published| published.value.clone()),
            title: article.title.clone(),
            author: article.author.clone(),
            outlet: article.outlet.clone(),
            url: article.url.clone(),
            language: article.language.clone(),
            content_hash: article.content_hash.clone(),
        },
        text: article.text.as_str().to_owned(),
        sentences: annotated.sentences.iter().map(|sentence| sentence.span).collect(),
        entities: annotated.mentions.iter().map(entity).collect(),
        times: times(&annotated),
        attributions: attributions(&annotated),
        reports: engine.plover_lines(&annotated, &coded).into_iter().map(report).collect(),
        dropped: annotated.dropped,
    }
}

fn entity(mention: &Mention) -> EntityLine {
    EntityLine {
        start: mention.span.start,
        end: mention.span.end,
        label: mention.label,
        name: mention.actor.name.clone(),
        code: mention.actor.code.clone(),
        sector: mention.actor.sector,
        wikidata_id: mention.actor.wikidata_id.clone(),
        kind: mention.kind,
    }
}

fn times(annotated: &Annotated) -> Vec<TimeLine> {
    let line = |time: &terms::TimeMention| TimeLine {
        start: time.span.start,
        end: time.span.end,
        r#type: time.kind,
        value: time.value.clone(),
    };
    annotated.times.iter().map(line).collect()
}

fn pair(span: Span) -> [u32; 2] {
    [span.start, span.end]
}

/// Those of the text, then those of the headline, numbered on.
fn attributions(annotated: &Annotated) -> Vec<AttributionLine> {
    let text = annotated.attributions.iter().map(|one| attribution(one, 0, Field::Text));
    let title = annotated.title.iter().flat_map(|title| &title.attributions);
    text.chain(title.map(|one| attribution(one, annotated.attributions.len(), Field::Title))).collect()
}

fn attribution(attribution: &Attribution, before: usize, field: Field) -> AttributionLine {
    AttributionLine {
        id: attribution.id + before,
        source: attribution.source.map(pair),
        cue: attribution.cue.map(pair),
        content: attribution.content.iter().copied().map(pair).collect(),
        quote: attribution.quote,
        stance: attribution.stance,
        within: attribution.within.map(|outer| outer + before),
        speaker: attribution.speaker.clone(),
        field,
    }
}

fn report(report: Report) -> ReportLine {
    ReportLine {
        trigger: pair(report.trigger),
        date: report.date.as_ref().map(terms::Dated::value),
        date_precision: report.date.as_ref().map(|date| date.precision),
        evidence: report.evidence.into_iter().next().map(|piece| Words {
            start: piece.start,
            end: piece.end,
            quote: piece.quote,
        }),
        id: report.id,
        event: report.event,
        mode: report.mode,
        context: report.context,
        plover: report.plover,
        actor: report.actor,
        recipient: report.recipient,
        status: report.status,
        assertion: report.assertion,
        attribution: report.attribution,
        by: report.by,
        quantities: report.quantities,
        locations: report.locations,
        confidence: report.confidence,
        entry: report.entry,
    }
}
