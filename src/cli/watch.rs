//! `demarche watch`: keeps the ledger current from feeds, pages and folders.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use acquire::{Cause, FeedLink, Input, Problem, feed_links, files_of, is_feed, unpacked_body};
use jiff::Timestamp;
use ledger::Ledger;
use miette::{Result, miette};
use terms::Article;
use watch::{Answer, Fetcher, Manners, Memory, Response, Sight, Trouble, Validators, joined};

use crate::cli::context::Context;
use crate::cli::intake::Intake;
use crate::cli::read::{self, Keeper};
use crate::cli::tally::Tally;
use crate::cli::{Outcome, fault};

/// Most pages of one feed that are fetched in one round, new or again; the next round goes on.
const PAGES: usize = 100;

/// Longest answer that is packed though nobody asked for that, in bytes when unpacked.
const UNPACKED: usize = 16 << 20;

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
    /// Days over which pages of feeds are looked at again for changes, less and less often; 0 for never
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(i64).range(0..=365))]
    revisit: i64,
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

/// A page that a feed names.
struct Named {
    url: String,
    /// When it was changed last, as the feed tells it.
    told: Option<String>,
    /// What the feed tells itself.
    entry: Option<Article>,
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
                continue;
            }
            if self.memory.source(source).due.is_none_or(|due| due <= Timestamp::now()) {
                self.address(source, tally, &mut items);
            }
            if !self.arguments.no_pages {
                for page in self.memory.pages.due(source, Timestamp::now()).iter().take(PAGES) {
                    self.page(source, Named { url: page.clone(), told: None, entry: None }, tally, &mut items);
                }
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
            // A time to come is a clock that goes wrong, not a file that is being written.
            if (now - since).abs() > SETTLED && self.memory.is_changed(&name, data.len(), since) {
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
        match self.fetch(url, &validators) {
            Ok(Answer::Unchanged) => {
                self.context.voice.detail(format!("{url}: nothing new"));
                self.memory.answered(url, None, Timestamp::now(), every);
            }
            Ok(Answer::New(response)) if is_feed(&response.body) => {
                let is_whole = self.feed(url, &response, tally, items);
                // Where pages are still to come, the feed must be given again.
                let validators = if is_whole { response.validators } else { Validators::default() };
                self.memory.answered(url, Some(validators), Timestamp::now(), every);
            }
            Ok(Answer::New(response)) => {
                let read = self.read(&response);
                if read.is_empty() {
                    let media = response.media.as_deref().unwrap_or("of no kind that is told");
                    tally.trouble(self.context, format!("{url}: is neither a feed nor a page with a text ({media})"));
                }
                items.extend(read);
                self.memory.answered(url, Some(response.validators), Timestamp::now(), every);
            }
            Err(trouble) => {
                tally.trouble(self.context, format!("{url}: {trouble}"));
                self.memory.failed(url, &trouble, Timestamp::now(), every);
            }
        }
    }

    /// Asks for an address; an answer that is packed is unpacked where that can be done.
    fn fetch(&mut self, url: &str, validators: &Validators) -> std::result::Result<Answer, Trouble> {
        let answer = self.fetcher.fetch(url, validators)?;
        let Answer::New(mut response) = answer else { return Ok(answer) };
        if let Some(packing) = &response.packing
            && let Some(body) = unpacked_body(&response.body, packing, UNPACKED)
        {
            (response.body, response.packing) = (body, None);
        }
        Ok(Answer::New(response))
    }

    /// What a feed tells, in the words of the pages that it names where those can be had; says whether all of it was done.
    fn feed(&mut self, source: &str, feed: &Response, tally: &mut Tally, items: &mut Items) -> bool {
        let manner = self.arguments.intake.manner(self.context);
        let entries: Items = manner.reader([Input::stream(feed.url.clone(), Cursor::new(feed.body.clone()))]).collect();
        let are_fetched = !self.arguments.no_pages;
        let links = if are_fetched { feed_links(&feed.body, &feed.url) } else { Vec::new() };
        let told: BTreeMap<&str, &String> =
            links.iter().filter_map(|FeedLink { url, told }| Some((url.as_str(), told.as_ref()?))).collect();
        let (mut pages, mut named) = (Vec::new(), BTreeSet::new());
        for entry in entries {
            match entry {
                Ok(article) if are_fetched && article.url.is_some() => {
                    let url = joined(&feed.url, article.url.as_deref().unwrap_or_default());
                    if named.insert(url.clone()) {
                        let told = told.get(url.as_str()).map(|told| (*told).clone());
                        pages.push(Named { url, told, entry: Some(article) });
                    }
                }
                // Its page has the text.
                Err(Problem { cause: Cause::TextMissing, .. }) if are_fetched => {}
                other => items.push(other),
            }
        }
        let bare = links.iter().filter(|link| named.insert(link.url.clone()));
        pages.extend(bare.map(|FeedLink { url, told }| Named { url: url.clone(), told: told.clone(), entry: None }));
        pages.retain(|page| self.memory.pages.wants(&page.url, page.told.as_deref()));
        let mut is_whole = pages.len() <= PAGES;
        for page in pages.into_iter().take(PAGES) {
            is_whole &= self.page(source, page, tally, items);
        }
        is_whole
    }

    /// The text of a page that a feed names, where it is new; says whether all of it was done.
    fn page(&mut self, feed: &str, page: Named, tally: &mut Tally, items: &mut Items) -> bool {
        let Named { url, told, entry } = page;
        let (context, days) = (self.context, self.arguments.revisit);
        let before = self.memory.pages.sight(&url).cloned();
        let validators = before.as_ref().map(|before| before.validators.clone()).unwrap_or_default();
        let answer = self.fetch(&url, &validators);
        let (now, told) = (Timestamp::now(), told.or(before.as_ref().and_then(|before| before.told.clone())));
        match answer {
            Ok(Answer::New(response)) => {
                let read = self.read(&response);
                let text = read.iter().flatten().next().map(|article| article.content_hash.clone());
                match &before {
                    None => {
                        items.extend(read);
                        items.extend(entry.filter(|_| text.is_none()).map(Ok));
                    }
                    Some(before) if text.is_none() || text == before.text => {
                        context.voice.detail(format!("{url}: no other text than before"));
                    }
                    Some(_) => {
                        context.voice.detail(format!("{url}: another text than before"));
                        items.extend(read);
                    }
                }
                let text = text.or(before.and_then(|before| before.text));
                let sight = Sight { feed: feed.to_owned(), told, validators: response.validators, text };
                self.memory.pages.read(&url, sight, now, days);
                true
            }
            Ok(Answer::Unchanged) => {
                context.voice.detail(format!("{url}: nothing new"));
                self.memory.pages.unchanged(&url, told.as_deref(), now, days);
                true
            }
            Err(trouble) => {
                let is_asked_again = self.memory.pages.missed(&url, &trouble, now, days);
                let then = match (&before, is_asked_again) {
                    (_, true) => "it will be asked for again",
                    (Some(_), false) => "what was read of it before is kept",
                    (None, false) => "the feed's own words were kept",
                };
                let message = format!("{url}: {trouble}; {then}");
                // A robots.txt that is kept is nothing bad, nor is a page that is gone after it was read.
                if before.is_some() || trouble == Trouble::Robots {
                    context.voice.warning(message);
                } else {
                    tally.trouble(context, message);
                }
                items.extend(entry.filter(|_| before.is_none() && !is_asked_again).map(Ok));
                before.is_some() || !is_asked_again
            }
        }
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
