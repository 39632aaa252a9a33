//! `demarche watch`: keeps the ledger current from feeds, pages and folders.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use acquire::{Cause, Input, Problem, feed_links, files_of, is_feed};
use jiff::Timestamp;
use ledger::Ledger;
use miette::{Result, miette};
use terms::Article;
use watch::{Answer, Fetcher, Manners, Memory, Response, Trouble, Validators, joined};

use crate::cli::context::Context;
use crate::cli::intake::Intake;
use crate::cli::read::{self, Keeper};
use crate::cli::tally::Tally;
use crate::cli::{Outcome, fault};

/// Most pages of one feed that are fetched in one round; the next round goes on.
const PAGES: usize = 100;

/// A file that was changed less long ago may still be being written.
const SETTLED: i64 = 2_000_000;

/// Longest sleep between rounds, so that folders are looked at in time.
const NAP: Duration = Duration::from_secs(60);

/// Flags of `demarche watch`.
#[derive(clap::Args)]
#[command(
    after_help = "What was read and when to ask again is kept beside the ledger (demarche.db.watch), so that watching goes on where it ended.\n\
    Nothing but this command opens connections."
)]
pub(crate) struct Arguments {
    /// Feeds and pages by address, files and folders by path
    #[arg(required = true, value_name = "URL|FOLDER")]
    sources: Vec<String>,
    /// Look once at what is due, then end
    #[arg(long)]
    once: bool,
    /// Minutes between two looks at a feed or page
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=10_080))]
    every: i64,
    /// Seconds between two requests to one host, at least
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pause: f64,
    /// Longest that one answer of a server may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    patience: u64,
    /// Keep what feeds tell themselves, and do not fetch the pages that they name
    #[arg(long)]
    no_pages: bool,
    /// Fetch pages of private networks too, where a feed names them
    #[arg(long)]
    private: bool,
    #[command(flatten)]
    intake: Intake,
}

/// What one round found.
type Items = Vec<std::result::Result<Article, Problem>>;

/// Watches until it is ended, or once.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut watcher = Watcher::new(context, arguments)?;
    let engine = Arc::new(context.engine()?);
    let collation = context.collation()?;
    let version = engine.version();
    loop {
        let mut tally = Tally::new();
        let items = watcher.round(&mut tally);
        if !items.is_empty() {
            let mut ledger = Ledger::open(&context.db).map_err(fault::ledger)?;
            let run = ledger.begin(Timestamp::now(), "watch", &arguments.sources, &version).map_err(fault::ledger)?;
            let engine = Some(engine.clone());
            let mut keeper =
                Keeper { context, ledger: &mut ledger, engine, until: None, run, version: version.clone() };
            let pace = context.pace(arguments.intake.patience());
            keeper.keep(items.into_iter(), pace, &mut tally, &mut || {})?;
            if tally.news() > 0 {
                let (record, amendments) = read::conclude(context, &mut ledger, run, &tally, collation.as_ref())?;
                read::print(context, &record, &amendments, &tally, out).map_err(fault::output)?;
                out.flush().map_err(fault::output)?;
            } else {
                ledger.end(run, Timestamp::now(), &tally.end()).map_err(fault::ledger)?;
                context.voice.note(tally.summary());
            }
        }
        // Only now: what was fetched and not kept is to be fetched again.
        watcher.remember()?;
        if arguments.once {
            return Ok(tally.outcome());
        }
        thread::sleep(watcher.nap());
    }
}

/// What is watched, and what is known of it.
struct Watcher<'a> {
    context: &'a Context,
    arguments: &'a Arguments,
    fetcher: Fetcher,
    memory: Memory,
    path: PathBuf,
}

fn is_address(source: &str) -> bool {
    source.contains("://")
}

impl<'a> Watcher<'a> {
    fn new(context: &'a Context, arguments: &'a Arguments) -> Result<Self> {
        let mut path = OsString::from(&context.db);
        path.push(".watch");
        let path = PathBuf::from(path);
        let help =
            "take it away to begin anew: then everything is asked for again, and what is known is not read twice";
        let memory = Memory::load(&path).map_err(|error| miette!(help = help, "{}: {error}", path.display()))?;
        let fetcher = Fetcher::new(Manners {
            pause: Duration::try_from_secs_f64(arguments.pause).map_err(|error| miette!("--pause: {error}"))?,
            patience: Duration::from_secs(arguments.patience.max(1)),
            is_private_allowed: arguments.private,
            ..Manners::default()
        });
        for source in &arguments.sources {
            if is_address(source) {
                fetcher.trust(source).map_err(|trouble| miette!("{source}: {trouble}"))?;
            } else if !Path::new(source).exists() {
                return Err(miette!(
                    help = "give the address of a feed or page, or a folder",
                    "{source}: there is no such file or folder"
                ));
            }
        }
        Ok(Self { context, arguments, fetcher, memory, path })
    }

    /// Everything new from what is due.
    fn round(&mut self, tally: &mut Tally) -> Items {
        let mut items = Vec::new();
        for source in &self.arguments.sources {
            if !is_address(source) {
                self.files(Path::new(source), &mut items);
            } else if self.memory.source(source).due.is_none_or(|due| due <= Timestamp::now()) {
                self.address(source, tally, &mut items);
            }
        }
        items
    }

    /// Files that are new or were changed.
    fn files(&mut self, path: &Path, items: &mut Items) {
        let now = Timestamp::now().as_microsecond();
        let mut changed = Vec::new();
        for file in files_of(path) {
            let Ok(data) = fs::metadata(&file) else { continue };
            let since = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let since = since.map_or(0, |since| since.as_micros() as i64);
            let name = file.to_string_lossy().into_owned();
            if now - since > SETTLED && self.memory.is_changed(&name, data.len(), since) {
                self.memory.read_file(&name, data.len(), since);
                changed.push(file);
            }
        }
        if !changed.is_empty() {
            items.extend(self.arguments.intake.manner(self.context).reader_of(&changed));
        }
    }

    /// A feed with its new pages, or a page.
    fn address(&mut self, url: &str, tally: &mut Tally, items: &mut Items) {
        let validators = self.memory.source(url).validators;
        let every = self.arguments.every;
        match self.fetcher.fetch(url, &validators) {
            Ok(Answer::Unchanged) => {
                self.context.voice.detail(format!("{url}: nothing new"));
                self.memory.answered(url, None, Timestamp::now(), every);
            }
            Ok(Answer::New(response)) if is_feed(&response.body) => {
                let is_whole = self.feed(&response, tally, items);
                // Where pages are still to come, the feed must be given again.
                let validators = if is_whole { response.validators } else { Validators::default() };
                self.memory.answered(url, Some(validators), Timestamp::now(), every);
            }
            Ok(Answer::New(response)) => {
                items.extend(self.read(&response));
                self.memory.answered(url, Some(response.validators), Timestamp::now(), every);
            }
            Err(trouble) => {
                tally.trouble(self.context, format!("{url}: {trouble}"));
                self.memory.failed(url, &trouble, Timestamp::now(), every);
            }
        }
    }

    /// What a feed tells, in the words of the pages that it names where those can be had; says whether all of it was done.
    fn feed(&mut self, feed: &Response, tally: &mut Tally, items: &mut Items) -> bool {
        let manner = self.arguments.intake.manner(self.context);
        let entries: Items = manner.reader([Input::stream(feed.url.clone(), Cursor::new(feed.body.clone()))]).collect();
        let mut named: BTreeMap<String, Option<Article>> = BTreeMap::new();
        let mut pages = Vec::new();
        let are_fetched = !self.arguments.no_pages;
        for entry in entries {
            match entry {
                Ok(Article { url: Some(link), .. }) if are_fetched && named.contains_key(&joined(&feed.url, &link)) => {
                }
                Ok(article) if are_fetched && article.url.is_some() => {
                    let page = joined(&feed.url, article.url.as_deref().unwrap_or_default());
                    named.insert(page.clone(), Some(article));
                    pages.push(page);
                }
                // Its page has the text.
                Err(Problem { cause: Cause::TextMissing, .. }) if are_fetched => {}
                other => items.push(other),
            }
        }
        if are_fetched {
            let bare = feed_links(&feed.body, &feed.url).into_iter().filter(|page| !named.contains_key(page));
            pages.extend(bare.collect::<Vec<_>>());
        }
        let (mut fetched, mut is_whole) = (0, true);
        for page in pages {
            let entry = named.remove(&page).flatten();
            if !self.memory.wants(&page) {
                continue;
            }
            if fetched == PAGES {
                is_whole = false;
                continue;
            }
            fetched += 1;
            match self.fetcher.fetch(&page, &Validators::default()) {
                Ok(Answer::New(response)) => {
                    let read = self.read(&response);
                    let has_text = read.iter().any(std::result::Result::is_ok);
                    items.extend(read);
                    if !has_text {
                        items.extend(entry.map(Ok));
                    }
                    self.memory.read(&page, Timestamp::now());
                }
                Ok(Answer::Unchanged) => self.memory.read(&page, Timestamp::now()),
                Err(trouble) => {
                    let is_asked_again = self.memory.missed(&page, &trouble, Timestamp::now());
                    let then =
                        if is_asked_again { "it will be asked for again" } else { "the feed's own words were kept" };
                    if !is_asked_again {
                        items.extend(entry.map(Ok));
                    }
                    is_whole &= !is_asked_again;
                    // A robots.txt that is kept is nothing bad.
                    match trouble {
                        Trouble::Robots => self.context.voice.warning(format!("{page}: {trouble}; {then}")),
                        trouble => tally.trouble(self.context, format!("{page}: {trouble}; {then}")),
                    }
                }
            }
        }
        is_whole
    }

    /// What one answer holds.
    fn read(&self, response: &Response) -> Items {
        let input = Input::stream(response.url.clone(), Cursor::new(response.archived()));
        self.arguments.intake.manner(self.context).reader([input]).collect()
    }

    fn remember(&self) -> Result<()> {
        let wrong = |error: io::Error| {
            miette!(help = "what was read is kept; it will be asked for again", "{}: {error}", self.path.display())
        };
        self.memory.save(&self.path).map_err(wrong)
    }

    /// How long nothing is due.
    fn nap(&self) -> Duration {
        let now = Timestamp::now();
        let dues = self.arguments.sources.iter().filter(|source| is_address(source)).map(|source| {
            let due = self.memory.source(source).due.unwrap_or(now);
            Duration::try_from(due.duration_since(now)).unwrap_or_default()
        });
        dues.min().unwrap_or(NAP).clamp(Duration::from_secs(1), NAP)
    }
}
