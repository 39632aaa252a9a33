//! `demarche read`: articles into the ledger, then what is new and where things stand.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use demarche::engine::Engine;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Added, Amendment, AmendmentKind, Knowledge, Ledger, RunEnd, RunId, View};
use miette::Result;
use rayon::ThreadPool;
use rayon::prelude::*;
use terms::{Article, ArticleRow, Coded, Record, StoryRow};

use crate::cli::batches::{Batch, Batches};
use crate::cli::context::Context;
use crate::cli::intake::Intake;
use crate::cli::paint::Style;
use crate::cli::table::{self, Table};
use crate::cli::view::Timed;
use crate::cli::{Outcome, fault};

/// Most stories printed after reading; the rest is counted.
const STORIES: usize = 12;

/// Most odd clocks that are named after reading; the rest is counted.
const CLOCKS: usize = 5;

/// Flags of `demarche read`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input; the kind is told by the content
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    intake: Intake,
}

/// What was met while reading.
#[derive(Default)]
struct Tally {
    /// The day of reading, in UTC.
    today: Date,
    articles: usize,
    added: Added,
    foreign: usize,
    forgotten: usize,
    problems: Vec<String>,
    bad: usize,
    /// Given id and content hash of every article met.
    met: BTreeSet<(String, String)>,
}

/// Reads articles into the ledger.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut batches = Batches::of_paths(&arguments.paths, arguments.intake.manner(context));
    let mut tally = Tally { today: TimeZone::UTC.to_datetime(Timestamp::now()).date(), ..Tally::default() };
    let first = batches.find(|batch| {
        tally.note(context, batch);
        !batch.articles.is_empty()
    });
    // A ledger is made only when there is something to keep in it.
    let Some(first) = first else { return Ok(Outcome::Nothing) };
    let mut ledger = Ledger::open(&context.db).map_err(fault::ledger)?;
    let engine = context.engine()?;
    let pool = context.pool()?;
    let version = engine.version();
    let inputs: Vec<String> = arguments.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let run = ledger.begin(Timestamp::now(), "read", &inputs, &version).map_err(fault::ledger)?;
    let keeper = Keeper { engine: &engine, pool: &pool, version: &version, run };
    context.voice.start("reading", None);
    keeper.keep(context, &mut ledger, first, &mut tally)?;
    for batch in batches {
        tally.note(context, &batch);
        keeper.keep(context, &mut ledger, batch, &mut tally)?;
    }
    let passes = engine.has_relations().then(|| engine.passes());
    // Words and weights take more room than many a ledger.
    let collation = engine.into_collation();
    let collating = Timed::new(collation.as_ref());
    let record = ledger.record(&View::default(), &|coded| collating.collate(coded)).map_err(fault::ledger)?;
    let amendments = ledger.amend(run, Timestamp::now(), &record).map_err(fault::ledger)?;
    ledger.end(run, Timestamp::now(), &tally.end()).map_err(fault::ledger)?;
    context.voice.finish();
    collating.tell(&context.voice);
    context.voice.note(tally.summary());
    tell_clocks(context, &record, &tally);
    let coded = tally.added.new + tally.added.better + tally.added.coded;
    if let Some(passes) = passes.filter(|_| coded > 0) {
        context.voice.note(format!("relation model: {passes:.0} passes, {:.1} an article", passes / coded as f64));
    }
    print(context, &record, &amendments, &tally, out).map_err(fault::output)?;
    Ok(if tally.bad > 0 { Outcome::SomeBad } else { Outcome::Fine })
}

/// Codes batches and stores them.
struct Keeper<'a> {
    engine: &'a Engine,
    pool: &'a ThreadPool,
    version: &'a str,
    run: RunId,
}

impl Keeper<'_> {
    fn keep(&self, context: &Context, ledger: &mut Ledger, batch: Batch, tally: &mut Tally) -> Result<()> {
        let count = batch.articles.len();
        let place = batch.articles.last().map(|article| article.source.path.clone()).unwrap_or_default();
        let mut wanted = Vec::new();
        for article in batch.articles {
            match ledger.knowledge(&article).map_err(fault::ledger)? {
                Knowledge::New | Knowledge::Better => wanted.push(article),
                Knowledge::Uncoded => wanted.push(ledger.as_stored(article).map_err(fault::ledger)?),
                Knowledge::Known => tally.added.known += 1,
                Knowledge::Forgotten => {
                    tally.forgotten += 1;
                    context.voice.warning(format!(
                        "{}: article {} was forgotten, so it was not read again",
                        place_of(&article),
                        article.id
                    ));
                }
            }
        }
        let coded = code_all(self.engine, self.pool, wanted);
        let added = ledger.add(self.run, Timestamp::now(), self.version, &coded).map_err(fault::ledger)?;
        tally.added.new += added.new;
        tally.added.better += added.better;
        tally.added.coded += added.coded;
        tally.added.known += added.known;
        context.voice.advance(count, &place);
        Ok(())
    }
}

/// Annotates and codes articles on all threads; the order stays.
pub(crate) fn code_all(engine: &Engine, pool: &ThreadPool, articles: Vec<Article>) -> Vec<(Article, Coded)> {
    let code = |article: Article| {
        let coded = engine.code(&engine.annotate(&article));
        (article, coded)
    };
    pool.install(|| articles.into_par_iter().with_max_len(1).map(code).collect())
}

fn place_of(article: &Article) -> String {
    article.source.line.map_or(article.source.path.clone(), |line| format!("{}, line {line}", article.source.path))
}

impl Tally {
    fn note(&mut self, context: &Context, batch: &Batch) {
        for problem in &batch.problems {
            context.voice.problem(problem);
            self.bad += usize::from(problem.is_error());
            self.problems.push(problem.to_string());
        }
        for article in &batch.articles {
            self.articles += 1;
            if let Some(published) = &article.published
                && (published.day - self.today).get_days() > 1
            {
                let problem =
                    format!("{}: published {}, after it was read; kept as given", place_of(article), published.value);
                context.voice.warning(&problem);
                self.problems.push(problem);
            }
            self.foreign += usize::from(!article.is_coded());
            context.voice.detail(format!("{}: article {}", place_of(article), article.id));
            self.met.insert((article.id.clone(), article.content_hash.clone()));
        }
    }

    /// The record's rows of the articles that were met.
    fn rows<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a ArticleRow> {
        record.articles.iter().filter(|row| {
            let given = row.id.rsplit_once('~').map_or(row.id.as_str(), |(given, _)| given);
            [given, row.id.as_str()].iter().any(|id| self.met.contains(&((*id).to_owned(), row.content_hash.clone())))
        })
    }

    fn end(&self) -> RunEnd {
        let counts = [
            ("articles", self.articles),
            ("new", self.added.new),
            ("better", self.added.better),
            ("coded", self.added.coded),
            ("known", self.added.known),
            ("not_english", self.foreign),
            ("forgotten", self.forgotten),
            ("bad", self.bad),
        ];
        let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count as u64)).collect();
        RunEnd { counts, problems: self.problems.clone() }
    }

    fn summary(&self) -> String {
        let mut parts = vec![format!("{} new", self.added.new)];
        for (count, what) in [
            (self.added.better, "better known now"),
            (self.added.coded, "known already and coded now"),
            (self.added.known, "known already"),
            (self.forgotten, "forgotten"),
            (self.foreign, "not English (kept, not coded)"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let bad = if self.bad > 0 {
            format!("; {} could not be read", table::counted(self.bad, "input"))
        } else {
            String::new()
        };
        format!("read {}: {}{bad}", table::counted(self.articles, "article"), parts.join(", "))
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
fn print(
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
    let news = match (tally.added.new + tally.added.better + tally.added.coded, count('+'), count('~')) {
        (0, 0, 0) => "Nothing new.".to_owned(),
        (articles, new, moved) => {
            let moved =
                if moved > 0 { format!(", {} moved (~)", table::counted(moved, "standing")) } else { String::new() };
            let sign = if new > 0 { " (+)" } else { "" };
            format!("New: {}, {}{sign}{moved}.", table::counted(articles, "article"), table::counted(new, "event"))
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
