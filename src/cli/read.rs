//! `demarche read`: articles into the ledger, then what is new and where things stand.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acquire::Problem;
use clap::ValueEnum;
use demarche::engine::Engine;
use jiff::Timestamp;
use ledger::{Amendment, AmendmentKind, Knowledge, Ledger, RunId, View};
use miette::Result;
use terms::{Article, Coded, Collate, Record, StoryRow};

use crate::cli::context::Context;
use crate::cli::flow::{Fed, Pace, Step, flow, taken_back};
use crate::cli::intake::Intake;
use crate::cli::paint::Style;
use crate::cli::progress::Progress;
use crate::cli::table::{self, Table};
use crate::cli::tally::Tally;
use crate::cli::view::Timed;
use crate::cli::{Outcome, fault, phrases};

/// Most stories printed after reading; the rest is counted.
const STORIES: usize = 12;

/// Most odd clocks that are named after reading; the rest is counted.
const CLOCKS: usize = 5;

/// Most articles that are written at once.
const BATCH: usize = 64;

/// Scalar values after which a batch is written.
const LETTERS: u64 = 2_000_000;

/// Time after which what is done is written, however little it is.
const HELD: Duration = Duration::from_secs(2);

/// Flags of `demarche read`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input; the kind is told by the content
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Stop after a stage; a later `read` or `recode` goes on from there
    #[arg(long, value_enum, value_name = "STAGE")]
    until: Option<Stage>,
    #[command(flatten)]
    intake: Intake,
}

/// A stage after which reading may stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Texts are kept, nothing is coded
    Acquire,
    /// Texts are kept, and annotated to see that they can be; layers are not kept
    Annotate,
    /// Texts are kept and coded; the record is not drawn up
    Code,
}

/// Reads articles into the ledger.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut reader = arguments.intake.manner(context).reader_of(&arguments.paths);
    let meter = reader.meter();
    let mut tally = Tally::new();
    // A ledger is made only when there is something to keep in it.
    let first = loop {
        match reader.next() {
            None => return Ok(Outcome::Nothing),
            Some(Ok(article)) => break article,
            Some(Err(problem)) => tally.problem(context, &problem),
        }
    };
    let mut ledger = Ledger::open(&context.db).map_err(fault::ledger)?;
    let engine = match arguments.until {
        Some(Stage::Acquire) => None,
        _ => Some(Arc::new(context.engine()?)),
    };
    let inputs: Vec<String> = arguments.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let version = engine.as_ref().map(|engine| engine.version()).unwrap_or_default();
    let run = ledger.begin(Timestamp::now(), "read", &inputs, &version).map_err(fault::ledger)?;
    let mut keeper =
        Keeper { context, ledger: &mut ledger, engine: engine.clone(), until: arguments.until, run, version };
    let mut progress = Progress::start(&context.voice, "reading", &arguments.paths, meter);
    let items = std::iter::once(Ok(first)).chain(reader);
    keeper.keep(items, context.pace(arguments.intake.patience()), &mut tally, &mut || progress.advance())?;
    if arguments.until.is_some() {
        ledger.end(run, Timestamp::now(), &tally.end()).map_err(fault::ledger)?;
        context.voice.finish();
        writeln!(out, "{}", tally.summary()).map_err(fault::output)?;
        return Ok(tally.outcome());
    }
    let passes = engine.as_ref().filter(|engine| engine.has_relations()).map(|engine| engine.passes());
    // Words and weights take more room than many a ledger; only work that was given up on may still hold them.
    let collation = match engine.and_then(taken_back) {
        Some(engine) => engine.into_collation(),
        None => context.collation()?,
    };
    let (record, amendments) = conclude(context, &mut ledger, run, &tally, collation.as_ref())?;
    let coded = tally.news();
    if let Some(passes) = passes.filter(|_| coded > 0) {
        context.voice.note(format!("relation model: {passes:.0} passes, {:.1} an article", passes / coded as f64));
    }
    print(context, &record, &amendments, &tally, out).map_err(fault::output)?;
    Ok(tally.outcome())
}

/// Draws up the record from all that is stored, and notes how it changed and how the run went.
pub(crate) fn conclude(
    context: &Context,
    ledger: &mut Ledger,
    run: RunId,
    tally: &Tally,
    collation: &dyn Collate,
) -> Result<(Record, Vec<Amendment>)> {
    let collating = Timed::new(collation);
    let record = ledger
        .record(&View::default(), &|coded, corrections| collating.collate(coded, corrections))
        .map_err(fault::ledger)?;
    let amendments = ledger.amend(run, Timestamp::now(), &record).map_err(fault::ledger)?;
    ledger.end(run, Timestamp::now(), &tally.end()).map_err(fault::ledger)?;
    context.voice.finish();
    collating.tell(&context.voice);
    context.voice.note(tally.summary());
    tell_clocks(context, &record, tally);
    Ok((record, amendments))
}

/// What needs no work, in its place.
enum Passed {
    Problem(Problem),
    Known(Article),
    Forgotten(Article),
    /// The ledger could not say what it knows of an article.
    Unknown(ledger::LedgerError),
}

/// Codes articles and stores them.
pub(crate) struct Keeper<'a> {
    pub context: &'a Context,
    pub ledger: &'a mut Ledger,
    /// Without one, texts are kept and nothing is coded.
    pub engine: Option<Arc<Engine>>,
    pub until: Option<Stage>,
    pub run: RunId,
    pub version: String,
}

impl Keeper<'_> {
    /// Works on articles as they come, and writes what is done a batch at a time, in the order of the input.
    pub(crate) fn keep(
        &mut self,
        items: impl Iterator<Item = std::result::Result<Article, Problem>> + Send + 'static,
        pace: Pace,
        tally: &mut Tally,
        advance: &mut dyn FnMut(),
    ) -> Result<()> {
        // Looks up what is known while this thread writes.
        let known = Ledger::open_read_only(self.ledger.path()).map_err(fault::ledger)?;
        let feed = items.map(move |item| match item {
            Err(problem) => Fed::Pass(Passed::Problem(problem)),
            Ok(article) => match known.knowledge(&article) {
                Ok(Knowledge::New | Knowledge::Better) => Fed::Work((), article),
                Ok(Knowledge::Uncoded) => {
                    known.as_stored(article).map_or_else(|e| Fed::Pass(Passed::Unknown(e)), |a| Fed::Work((), a))
                }
                Ok(Knowledge::Known) => Fed::Pass(Passed::Known(article)),
                Ok(Knowledge::Forgotten) => Fed::Pass(Passed::Forgotten(article)),
                Err(error) => Fed::Pass(Passed::Unknown(error)),
            },
        });
        let (engine, until) = (self.engine.clone(), self.until);
        let steps = flow(feed, pace, move |article| {
            let annotated = engine.as_ref()?.annotate(article);
            let coded = engine.as_ref()?.code(&annotated);
            Some(coded).filter(|_| until != Some(Stage::Annotate))
        });
        let mut batch: Vec<(Article, Option<Coded>)> = Vec::new();
        let (mut letters, mut written) = (0, Instant::now());
        for step in steps {
            match step {
                Step::Passed(Passed::Problem(problem)) => {
                    tally.problem(self.context, &problem);
                    continue;
                }
                Step::Passed(Passed::Unknown(error)) => return Err(fault::ledger(error)),
                Step::Passed(Passed::Known(article)) => {
                    tally.article(self.context, &article);
                    tally.added.known += 1;
                }
                Step::Passed(Passed::Forgotten(article)) => {
                    tally.article(self.context, &article);
                    tally.forgotten(self.context, &article);
                }
                Step::Failed((), article, failure) => {
                    tally.article(self.context, &article);
                    tally.failed(self.context, &article, failure);
                }
                Step::Done((), article, coded) => {
                    tally.article(self.context, &article);
                    letters += u64::from(article.text.len());
                    batch.push((article, coded));
                    if batch.len() >= BATCH || letters > LETTERS || written.elapsed() > HELD {
                        self.write(&mut batch, tally)?;
                        (letters, written) = (0, Instant::now());
                    }
                }
            }
            advance();
        }
        self.write(&mut batch, tally)
    }

    fn write(&mut self, batch: &mut Vec<(Article, Option<Coded>)>, tally: &mut Tally) -> Result<()> {
        let (mut coded, mut texts) = (Vec::new(), Vec::new());
        for (article, coding) in batch.drain(..) {
            match coding {
                Some(coding) => coded.push((article, coding)),
                None => texts.push(article),
            }
        }
        for added in [
            self.ledger.add(self.run, Timestamp::now(), &self.version, &coded),
            self.ledger.keep(self.run, Timestamp::now(), &texts),
        ] {
            tally.add(added.map_err(fault::ledger)?);
        }
        Ok(())
    }
}

/// Names what is odd about the clocks of the articles that were met.
fn tell_clocks(context: &Context, record: &Record, tally: &Tally) {
    let odd: Vec<String> = tally
        .rows(record)
        .flat_map(|row| row.clock_problems.iter().map(|problem| format!("{}: {}", row.id, problem.detail)))
        .collect();
    for line in odd.iter().take(CLOCKS) {
        context.voice.warning(line);
    }
    if odd.len() > CLOCKS {
        let more = odd.len() - CLOCKS;
        context.voice.warning(format!("odd clocks of {more} more; `demarche ledger --format jsonl` names them all"));
    }
}

/// Prints what is new, then the stories of the articles that were read, new or not.
pub(crate) fn print(
    context: &Context,
    record: &Record,
    amendments: &[Amendment],
    tally: &Tally,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let moved = |amendment: &&Amendment| {
        amendment.changes.contains_key("standing") || amendment.changes.contains_key("assertion")
    };
    let mut marks: BTreeMap<String, char> = BTreeMap::new();
    for amendment in amendments {
        match amendment.kind {
            AmendmentKind::New => marks.insert(amendment.event.clone(), '+'),
            AmendmentKind::Changed if moved(&amendment) => marks.insert(amendment.event.clone(), '~'),
            AmendmentKind::Changed | AmendmentKind::Gone => None,
        };
    }
    let count = |sign: char| marks.values().filter(|mark| **mark == sign).count();
    let news = match (tally.news(), count('+'), count('~')) {
        (0, 0, 0) => "Nothing new.".to_owned(),
        (articles, new, moved) => {
            let moved =
                if moved > 0 { format!(", {} moved (~)", phrases::counted(moved, "standing")) } else { String::new() };
            let sign = if new > 0 { " (+)" } else { "" };
            format!("New: {}, {}{sign}{moved}.", phrases::counted(articles, "article"), phrases::counted(new, "event"))
        }
    };
    writeln!(out, "{}\n", context.paint.on(Style::Bold, &news))?;
    let met: BTreeSet<&str> = tally.rows(record).map(|row| row.id.as_str()).collect();
    let of_these = |story: &&StoryRow| story.articles.iter().any(|article| met.contains(article.as_str()));
    let has_news = |story: &StoryRow| story.events.iter().any(|event| marks.contains_key(event));
    let mut stories: Vec<&StoryRow> = record.stories.iter().filter(of_these).collect();
    // Stories with something new, the latest first, then those with events at all.
    stories.reverse();
    stories.sort_by_key(|story| (!has_news(story), story.events.is_empty()));
    let shown: BTreeSet<&str> = stories.iter().take(STORIES).map(|story| story.id.as_str()).collect();
    Table { paint: context.paint, width: context.width, marks: &marks }
        .print(out, record, |story| shown.contains(story.id.as_str()))?;
    if stories.len() > shown.len() {
        writeln!(
            out,
            "… and {} more; `demarche ledger` shows all, `demarche show ID` one event",
            stories.len() - shown.len()
        )?;
    }
    writeln!(out, "{}", context.paint.on(Style::Dim, &format!("The ledger holds {}.", table::holdings(record))))
}
