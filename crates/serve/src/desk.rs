//! What every request works with: the ledger to read, the record of now, views of other moments, the search index.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ledger::{Change, Ledger, LedgerError, Run, Until, View, Whole};
use lru::LruCache;
use terms::{Coded, Collate, Correction, EventRow, Record, StoryRow};
use tokio::sync::{broadcast, watch};

use crate::problem::Problem;
use crate::search::Index;
use crate::snapshot::{Moment, Snapshot};

/// Most views of other moments that are kept.
const VIEWS: NonZeroUsize = NonZeroUsize::new(8).unwrap();

/// Most batches of changes that a slow listener may lie behind.
const BACKLOG: usize = 64;

/// What to serve, and to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The ledger file.
    pub db: PathBuf,
    /// What a caller must show, where not everybody may read.
    pub token: Option<String>,
    /// Whether only callers on this machine can reach the server: then their `Host` must be this machine.
    pub loopback: bool,
    /// Version of the program, told in every answer.
    pub version: String,
}

/// What the file looks like: which file it is, and a number that changes with each commit of another program.
pub(crate) type Look = (Option<u64>, i64);

/// A connection for short looks, and what the file looked like to it before the record was read.
struct Reader {
    ledger: Ledger,
    look: Look,
}

/// What every request works with.
pub struct Desk {
    pub(crate) options: Options,
    collation: Box<dyn Collate>,
    now: RwLock<Arc<Snapshot>>,
    views: Mutex<LruCache<(Moment, u64), Arc<Snapshot>>>,
    /// One view is collated at a time: each takes all cores' memory bandwidth, and the next may want the same.
    turn: tokio::sync::Mutex<()>,
    reader: Mutex<Reader>,
    index: RwLock<Option<Arc<Index>>>,
    pub(crate) news: broadcast::Sender<Arc<Vec<Change>>>,
    pub(crate) closing: watch::Sender<bool>,
}

impl Desk {
    /// Opens the ledger and collates what it holds: takes some seconds for tens of thousands of articles. The search index is
    /// built by [`Desk::build_index`].
    ///
    /// # Errors
    /// There is no ledger, or it cannot be read.
    pub fn open(options: Options, collation: Box<dyn Collate>) -> Result<Self, LedgerError> {
        let reader = Reader::open(&options.db)?;
        let now = snapshot_of(&reader.ledger, collation.as_ref(), 0)?;
        Ok(Self {
            options,
            collation,
            now: RwLock::new(Arc::new(now)),
            views: Mutex::new(LruCache::new(VIEWS)),
            turn: tokio::sync::Mutex::new(()),
            reader: Mutex::new(reader),
            index: RwLock::new(None),
            news: broadcast::channel(BACKLOG).0,
            closing: watch::Sender::new(false),
        })
    }

    /// The ledger file.
    pub(crate) fn path(&self) -> &Path {
        &self.options.db
    }

    /// The record as it stands.
    pub(crate) fn now(&self) -> Arc<Snapshot> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The search index; `None` while the first is being built.
    pub(crate) fn index(&self) -> Option<Arc<Index>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Builds the search index of the record as it stands.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn build_index(&self) -> Result<(), LedgerError> {
        // A connection of its own, so that pages need not wait for it.
        let ledger = Ledger::open_read_only(self.path())?;
        let index = Arc::new(Index::build(&self.now(), &ledger)?);
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(index);
        Ok(())
    }

    /// Collates anew, after the file was written, and tells listeners what stands otherwise.
    ///
    /// # Errors
    /// The ledger cannot be read; the record stays as it was.
    pub(crate) fn renew(&self) -> Result<(), LedgerError> {
        let reader = Reader::open(self.path())?;
        let before = self.now();
        let now = Arc::new(snapshot_of(&reader.ledger, self.collation.as_ref(), before.generation + 1)?);
        let changes = ledger::changes(&before.record, &now.record);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = now;
        *self.reader() = reader;
        self.views.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if !changes.is_empty() {
            // Nobody may be listening.
            let _ = self.news.send(Arc::new(changes));
        }
        self.build_index()
    }

    /// The record as of a moment: now where none is given. A moment that was not asked for lately is collated.
    pub(crate) async fn view(self: &Arc<Self>, as_of: Option<Until>) -> Result<Arc<Snapshot>, Problem> {
        match as_of {
            None => Ok(self.now()),
            Some(until) => self.moment(Moment::AsOf(until)).await,
        }
    }

    /// The record just before a moment.
    pub(crate) async fn before(self: &Arc<Self>, since: Until) -> Result<Arc<Snapshot>, Problem> {
        self.moment(Moment::Before(since)).await
    }

    async fn moment(self: &Arc<Self>, moment: Moment) -> Result<Arc<Snapshot>, Problem> {
        let now = self.now();
        let key = (moment, now.generation);
        let known = |desk: &Self| desk.views.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(view) = known(self) {
            return Ok(view);
        }
        let _turn = self.turn.lock().await;
        if let Some(view) = known(self) {
            return Ok(view);
        }
        let desk = self.clone();
        let made = tokio::task::spawn_blocking(move || desk.collate(moment, &now));
        let view = Arc::new(made.await.map_err(|_| Problem::fault())??);
        self.views.lock().unwrap_or_else(PoisonError::into_inner).put(key, view.clone());
        Ok(view)
    }

    fn collate(&self, moment: Moment, now: &Snapshot) -> Result<Snapshot, LedgerError> {
        let ledger = Ledger::open_read_only(self.path())?;
        let collate =
            |coded: &[Coded], corrections: &[Correction]| self.collation.collate_corrected(coded, corrections);
        let (mut record, until) = match moment {
            Moment::Before(since) => (ledger.record_before(since, &now.record, &collate)?, None),
            Moment::AsOf(until) => (ledger.record_as_of(until, &now.record, &collate)?, Some(until)),
        };
        if let Some(until) = until {
            self.collation.look_on(&mut record, until.day());
        }
        Ok(Snapshot::new(record, until, now.keys.clone(), now.generation))
    }

    /// A story of a view by its id, or by the one that it bears in the record of now.
    pub(crate) fn story<'a>(&self, view: &'a Snapshot, id: &str) -> Result<&'a StoryRow, Problem> {
        let heir = || {
            let now = self.now();
            let articles = &now.story(id)?.articles;
            articles.iter().find_map(|article| view.story(view.article(article)?.story.as_deref()?))
        };
        view.story(id).or_else(heir).ok_or_else(|| Problem::unknown("story", id))
    }

    /// An event of a view by its id, by that of a report of it, or by the one that it bears in the record of now.
    pub(crate) fn event<'a>(&self, view: &'a Snapshot, id: &str) -> Result<&'a EventRow, Problem> {
        let heir = || self.now().event(id)?.reports.iter().find_map(|report| view.event(report));
        view.event(id).or_else(heir).ok_or_else(|| Problem::unknown("event", id))
    }

    /// An article with what was coded of it; `None` where the view has no such article.
    pub(crate) fn whole(&self, view: &Snapshot, id: &str) -> Result<Option<Whole>, LedgerError> {
        let Some(&key) = view.article(id).and_then(|_| view.keys.get(id)) else { return Ok(None) };
        self.reader().ledger.whole(id, key)
    }

    /// What the file looks like now, where that is not what it looked like when the record was read.
    pub(crate) fn changed(&self) -> Option<Look> {
        let reader = self.reader();
        let look = (which(self.path()), reader.ledger.data_version().ok()?);
        (look != reader.look).then_some(look)
    }

    /// The text of an article.
    pub(crate) fn text(&self, view: &Snapshot, id: &str) -> Option<String> {
        let &key = view.keys.get(id)?;
        self.reader().ledger.text(key).ok().flatten()
    }

    /// The runs that wrote, first to last.
    pub(crate) fn runs(&self) -> Result<Vec<Run>, LedgerError> {
        self.reader().ledger.runs()
    }

    fn reader(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    fn open(path: &Path) -> Result<Self, LedgerError> {
        let ledger = Ledger::open_read_only(path)?;
        let look = (which(path), ledger.data_version()?);
        Ok(Self { ledger, look })
    }
}

/// Which file a path names, since another may take its place.
#[cfg(unix)]
fn which(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|data| data.ino())
}

/// Files cannot be told apart here.
#[cfg(not(unix))]
fn which(_: &Path) -> Option<u64> {
    None
}

fn snapshot_of(ledger: &Ledger, collation: &dyn Collate, generation: u64) -> Result<Snapshot, LedgerError> {
    let record: Record =
        ledger.record(&View::default(), &|coded, corrections| collation.collate_corrected(coded, corrections))?;
    Ok(Snapshot::new(record, None, Arc::new(ledger.keys()?), generation))
}
