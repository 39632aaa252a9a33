use std::collections::VecDeque;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use terms::{Article, Place};

use crate::folders::{self, Files};
use crate::formats::{self, Articles, Setting};
use crate::{Fields, Limits, Problem};

/// Something that articles are read from.
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// A stream, with the name that it bears in records and messages (`-` for standard input).
    Stream(String, Box<dyn Read + Send>),
}

impl Input {
    /// A stream under a name.
    pub fn stream(name: impl Into<String>, stream: impl Read + Send + 'static) -> Self {
        Self::Stream(name.into(), Box::new(stream))
    }
}

impl<P: Into<PathBuf>> From<P> for Input {
    fn from(path: P) -> Self {
        Self::Path(path.into())
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Self::Stream(name, _) => f.debug_tuple("Stream").field(name).finish(),
        }
    }
}

/// Reads the articles of any number of inputs, one after another, a piece of a file at a time: what is held at once is
/// bounded by the [`Limits`], whatever the length of a file.
///
/// Gives each article, and each problem at the place where it was met. An article about which there is something
/// to say ([`Severity::Warning`](crate::Severity::Warning)) is given after its warnings.
///
/// # Example
/// ```
/// use acquire::{Input, Limits, Reader};
/// let lines = "{\"text\": \"Envoys met in Oslo.\"}\n{\"text\": 7}\n";
/// let mut reader = Reader::new([Input::stream("-", lines.as_bytes())], Limits::default());
/// assert_eq!(reader.next().unwrap().unwrap().text.as_str(), "Envoys met in Oslo.");
/// let problem = reader.next().unwrap().unwrap_err();
/// assert!(problem.to_string().starts_with("-, line 2: \"text\" is a number"));
/// assert!(reader.next().is_none());
/// ```
pub struct Reader {
    setting: Setting,
    inputs: VecDeque<Input>,
    files: Option<Files>,
    articles: Option<Articles>,
    meter: Meter,
    /// Bytes of the files before this one.
    before: u64,
}

/// Counts the bytes of files that were read so far, packed as they are; can be looked at from another thread.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A file that counts what is read of it.
struct Metered(File, Meter);

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The files that a reader of this path would read, in its order: itself, or those below it.
pub fn files_of(path: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let (below, alone) = if path.is_dir() { (Some(Files::below(path)), None) } else { (None, Some(path.to_owned())) };
    below.into_iter().flatten().flatten().chain(alone)
}

/// Bytes of all files that a reader of this path would read.
pub fn bytes_of(path: &Path) -> u64 {
    files_of(path).map(|file| fs::metadata(file).map_or(0, |data| data.len())).sum()
}

impl Reader {
    /// A reader of these inputs in this order. Nothing is opened before the first article is asked for.
    pub fn new(inputs: impl IntoIterator<Item = impl Into<Input>>, limits: Limits) -> Self {
        let setting = Setting::new(limits, Fields::default());
        Self {
            setting,
            inputs: inputs.into_iter().map(Into::into).collect(),
            files: None,
            articles: None,
            meter: Meter::default(),
            before: 0,
        }
    }

    /// The same, with other names for the fields of records.
    #[must_use]
    pub fn with_fields(mut self, fields: Fields) -> Self {
        self.setting = Setting::new(self.setting.limits, fields);
        self
    }

    /// Counts the bytes that are read.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    fn open(&mut self, path: PathBuf) -> Result<(), Problem> {
        let file = File::open(&path).map_err(|error| folders::refused(&path, &error))?;
        let data = file.metadata().ok();
        self.before += data.as_ref().map_or(0, Metadata::len);
        // A second handle, for kinds that are read from the end.
        let again = data.filter(Metadata::is_file).and_then(|_| file.try_clone().ok());
        self.articles = Some(formats::open(
            folders::place(&path),
            Box::new(Metered(file, self.meter())),
            again,
            self.setting.clone(),
        ));
        Ok(())
    }

    fn start(&mut self, input: Input) -> Result<(), Problem> {
        match input {
            Input::Path(path) => {
                if fs::metadata(&path).map_err(|error| folders::refused(&path, &error))?.is_dir() {
                    self.files = Some(Files::below(&path));
                    Ok(())
                } else {
                    self.open(path)
                }
            }
            Input::Stream(name, stream) => {
                let place = Place { path: name, ..Place::default() };
                self.articles = Some(formats::open(place, stream, None, self.setting.clone()));
                Ok(())
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Article, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.articles.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            self.articles = None;
            // Parts that a kind has no need to read count as read with the file.
            self.meter.0.store(self.before, Ordering::Relaxed);
            let started = if let Some(file) = self.files.as_mut().and_then(Iterator::next) {
                file.and_then(|path| self.open(path))
            } else {
                self.files = None;
                let input = self.inputs.pop_front()?;
                self.start(input)
            };
            if let Err(problem) = started {
                return Some(Err(problem));
            }
        }
    }
}
