//! What every subcommand works with: the ledger file, the data, the threads, the voice.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use acquire::Fields;
use demarche::data;
use demarche::engine::{self, Engine};
use export::Mapping;
use ledger::Ledger;
use miette::{Result, miette};
use rayon::{ThreadPool, ThreadPoolBuilder};
use terms::{Collate, Resources};

use crate::cli::flow::Pace;
use crate::cli::paint::Paint;
use crate::cli::settings::Settings;
use crate::cli::voice::Voice;
use crate::cli::{Global, fault};

/// Width of output that is no terminal.
const PLAIN_WIDTH: usize = 120;

/// What every subcommand works with.
pub(crate) struct Context {
    /// Ledger file.
    pub db: PathBuf,
    /// Folder of data laid over the one in the program.
    pub data: Option<PathBuf>,
    /// Names under which records give an article's fields.
    pub fields: Fields,
    /// Speaks to the user.
    pub voice: Voice,
    /// Colours of results.
    pub paint: Paint,
    /// Columns that results may take.
    pub width: usize,
    threads: Option<NonZeroUsize>,
    no_model: bool,
}

impl Context {
    /// From flags, then environment, then settings files.
    pub(crate) fn new(global: &Global) -> Result<Self> {
        let settings = Settings::find()?;
        let given = |path: &Option<PathBuf>| path.clone().filter(|path| !path.as_os_str().is_empty());
        let on_terminal = io::stdout().is_terminal();
        let width = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        Ok(Self {
            db: given(&global.db).or(settings.db).unwrap_or_else(|| "demarche.db".into()),
            data: given(&global.data).or(settings.data),
            fields: settings.fields,
            voice: Voice::new(global),
            paint: Paint(global.color.is_wanted(on_terminal)),
            width: width.filter(|_| on_terminal).unwrap_or(PLAIN_WIDTH).max(40),
            threads: global.threads,
            no_model: global.no_model,
        })
    }

    /// All stages, built from the data.
    pub(crate) fn engine(&self) -> Result<Engine> {
        let resources = self.resources(self.data.as_deref())?;
        let load = if self.no_model { Engine::load } else { Engine::load_with_relations };
        load(resources.as_ref()).map_err(fault::data)
    }

    /// Stage 4 alone, for commands that code nothing.
    pub(crate) fn collation(&self) -> Result<Box<dyn Collate>> {
        let resources = self.resources(self.data.as_deref())?;
        engine::collation(resources.as_ref()).map_err(fault::data)
    }

    /// The tables that exports are written by.
    pub(crate) fn mapping(&self) -> Result<Mapping> {
        let resources = self.resources(self.data.as_deref())?;
        engine::mapping(resources.as_ref()).map_err(fault::data)
    }

    /// The data of the program, with a folder laid over them where there is one.
    pub(crate) fn resources(&self, folder: Option<&Path>) -> Result<Box<dyn Resources>> {
        match folder {
            None => Ok(Box::new(data::embedded())),
            Some(folder) if !folder.is_dir() => Err(miette!(
                help = "give a folder laid out like the data of the program (lexicon/, actors/, …)",
                "{} is no folder",
                folder.display()
            )),
            Some(folder) => Ok(Box::new(data::layered(folder))),
        }
    }

    /// Threads for work that goes article by article.
    pub(crate) fn pool(&self) -> Result<ThreadPool> {
        let threads = self.threads.map_or(0, NonZeroUsize::get); // 0: one a core
        ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| miette!(help = "give fewer --threads", "{error}"))
    }

    /// How many threads work on articles, and how long on one.
    pub(crate) fn pace(&self, patience: Option<Duration>) -> Pace {
        let threads = self.threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        Pace { threads, patience }
    }

    /// The ledger, to read.
    pub(crate) fn ledger(&self) -> Result<Ledger> {
        Ledger::open_read_only(&self.db).map_err(fault::ledger)
    }

    /// The ledger, to write; it must be there already.
    pub(crate) fn ledger_to_write(&self) -> Result<Ledger> {
        if !self.db.exists() {
            return Err(fault::ledger(ledger::LedgerError::Missing { path: self.db.clone() }));
        }
        Ledger::open(&self.db).map_err(fault::ledger)
    }
}
