//! Kinds of file, a row in [`FORMATS`] each. Modules without a row are what several kinds hold: records and ninjs,
//! markup and what a page says of itself, responses.
//!
//! A kind is told by the first bytes of a file, never by its name. To add one, write its module with
//! `recognises` and `open` and put its row before the rows that would take it for theirs.

mod columns;
mod feed;
mod html;
mod http;
mod json_document;
mod json_lines;
mod markup;
mod ninjs;
mod packed;
mod page_facts;
mod plain;
mod record;
mod table;
mod unread;
mod warc;

pub use feed::{FeedLink, feed_links};
pub use http::unpacked_body;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::iter;
use std::ops::ControlFlow;
use std::sync::Arc;

use terms::{Article, Place};

use crate::draft::Items;
use crate::encoding::{self, Narrowed, Scheme};
use crate::fields::Fields;
use crate::{Cause, Limits, Problem};

/// First bytes of a file by which its kind is told.
const HEAD: usize = 1 << 16;

/// Articles of one file, and its problems, as they come.
pub(crate) type Articles = Box<dyn Iterator<Item = Result<Article, Problem>> + Send>;

/// How files are read.
#[derive(Clone, Default)]
pub(crate) struct Setting {
    pub(crate) limits: Limits,
    pub(crate) fields: Arc<Fields>,
    /// Packings that were taken off already.
    unpacked: u8,
}

impl Setting {
    pub(crate) fn new(limits: Limits, fields: Fields) -> Self {
        Self { limits, fields: Arc::new(fields), unpacked: 0 }
    }
}

/// A kind of file.
struct Format {
    /// Whether a file that starts with these bytes is of this kind.
    recognises: fn(&Head, &Setting) -> bool,
    /// Reads a file of this kind.
    open: fn(Source) -> Articles,
}

/// All kinds, asked in this order; the first that recognises a file reads it.
const FORMATS: [Format; 10] = [
    Format { recognises: packed::recognises, open: packed::open },
    Format { recognises: warc::recognises, open: warc::open },
    Format { recognises: columns::recognises, open: columns::open },
    Format { recognises: feed::recognises, open: feed::open },
    Format { recognises: unread::recognises, open: unread::open },
    Format { recognises: json_lines::recognises, open: json_lines::open },
    Format { recognises: json_document::recognises, open: json_document::open },
    Format { recognises: html::recognises, open: html::open },
    Format { recognises: table::recognises, open: table::open },
    Format { recognises: plain::recognises, open: plain::open },
];

/// First bytes of a file, its byte-order mark taken off, UTF-16 turned into UTF-8.
struct Head {
    bytes: Vec<u8>,
    /// Whether the file ends with them.
    whole: bool,
}

/// A file to be read: where it is, how it starts, and its bytes from the start.
struct Source {
    place: Place,
    head: Head,
    bytes: Box<dyn BufRead + Send>,
    /// The same as a file, for kinds that are read from the end; only where nothing lies between.
    file: Option<File>,
    setting: Setting,
}

/// Tells the kind of a stream and starts to read it.
pub(crate) fn open(place: Place, stream: Box<dyn Read + Send>, file: Option<File>, setting: Setting) -> Articles {
    match prepare(&place, stream, file, setting) {
        Ok(source) => match FORMATS.iter().find(|format| (format.recognises)(&source.head, &source.setting)) {
            Some(format) => (format.open)(source),
            None => only(Problem::new(&place, Cause::NotText { what: unread::likeness(&source.head.bytes) })),
        },
        Err(error) => only(Problem::new(&place, unreadable(&error))),
    }
}

/// Whether bytes are a feed, not packed: RSS, Atom or JSON Feed.
pub fn is_feed(bytes: &[u8]) -> bool {
    // The head of a file in UTF-16 is made of twice as many bytes, and a mark.
    let start = bytes[..bytes.len().min(2 * HEAD + 2)].to_vec();
    let source = prepare(&Place::default(), Box::new(Cursor::new(start)), None, Setting::default());
    source.is_ok_and(|source| {
        feed::recognises(&source.head, &source.setting) || json_document::is_json_feed(&source.head.bytes)
    })
}

fn prepare(place: &Place, stream: Box<dyn Read + Send>, file: Option<File>, setting: Setting) -> io::Result<Source> {
    let (start, stream) = split_head(stream)?;
    let (head, stream): (Vec<u8>, Box<dyn BufRead + Send>) = match encoding::scheme(&start) {
        Scheme::Bytes(mark) => {
            let head = start[mark..].to_vec();
            (head.clone(), Box::new(Cursor::new(head).chain(stream)))
        }
        Scheme::Wide(encoding, mark) => {
            let narrowed = Narrowed::new(Cursor::new(start[mark..].to_vec()).chain(stream), encoding);
            let (head, narrowed) = split_head(Box::new(narrowed))?;
            (head.clone(), Box::new(Cursor::new(head).chain(narrowed)))
        }
    };
    let whole = head.len() < HEAD - 4;
    Ok(Source { place: place.clone(), head: Head { bytes: head, whole }, bytes: stream, file, setting })
}

/// The first bytes of a stream, and what comes after them; a stream that breaks off later than that is begun.
fn split_head(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, impl BufRead + Send)> {
    let mut head = Vec::new();
    let broken = stream.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
    if head.is_empty()
        && let Some(error) = broken
    {
        return Err(error);
    }
    Ok((head, BufReader::with_capacity(HEAD, Broken(broken).chain(stream))))
}

/// Gives an error that was met, once, then nothing.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A file of which there is only this to say.
fn only(problem: Problem) -> Articles {
    Box::new(Items::from([Err(problem)]).into_iter())
}

/// What a file's steps give, one after another until one of them breaks off or fails.
fn in_steps(mut step: impl FnMut(&mut Items) -> Result<ControlFlow<()>, Problem> + Send + 'static) -> Articles {
    let (mut items, mut flow) = (Items::new(), ControlFlow::Continue(()));
    Box::new(iter::from_fn(move || {
        while items.is_empty() && flow.is_continue() {
            flow = step(&mut items).unwrap_or_else(|problem| {
                items.push_back(Err(problem));
                ControlFlow::Break(())
            });
        }
        items.pop_front()
    }))
}

/// All bytes of a file, where they are within the limit; `what` names it where they are not.
fn held(bytes: impl Read, what: &'static str, limit: usize) -> Result<Vec<u8>, Cause> {
    let mut held = Vec::new();
    match bytes.take(limit as u64 + 1).read_to_end(&mut held) {
        Err(error) => Err(unreadable(&error)),
        Ok(_) if held.len() > limit => Err(Cause::TooLong { what, limit }),
        Ok(_) => Ok(held),
    }
}

fn unreadable(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Cause::Denied,
        _ => packed::over_limit(error).unwrap_or_else(|| Cause::Unreadable { reason: error.to_string() }),
    }
}

/// The first byte that is no white space, and where it is.
fn first_byte(bytes: &[u8]) -> Option<(usize, u8)> {
    bytes.iter().enumerate().find(|(_, byte)| !byte.is_ascii_whitespace()).map(|(at, byte)| (at, *byte))
}

/// Lines that end in these bytes.
fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
