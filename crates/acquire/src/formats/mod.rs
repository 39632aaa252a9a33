//! Kinds of file, a module and a row in [`FORMATS`] each.
//!
//! A kind is told by the first bytes of a file, never by its name. To add one, write its module with
//! `recognises` and `open` and put its row before the rows that would take it for theirs.

mod json_document;
mod json_lines;
mod json_record;
mod plain;
mod unread;

use std::io::{self, BufRead, BufReader, Cursor, Read};

use terms::{Article, Place};

use crate::draft::Items;
use crate::encoding::{self, Narrowed, Scheme};
use crate::{Cause, Limits, Problem};

/// First bytes of a file by which its kind is told.
const HEAD: usize = 1 << 16;

/// Articles of one file, and its problems, as they come.
pub(crate) type Articles = Box<dyn Iterator<Item = Result<Article, Problem>> + Send>;

/// A kind of file.
struct Format {
    /// Whether a file that starts with these bytes is of this kind.
    recognises: fn(&Head) -> bool,
    /// Reads a file of this kind.
    open: fn(Source) -> Articles,
}

/// All kinds, asked in this order; the first that recognises a file reads it.
const FORMATS: [Format; 4] = [
    Format { recognises: unread::recognises, open: unread::open },
    Format { recognises: json_lines::recognises, open: json_lines::open },
    Format { recognises: json_document::recognises, open: json_document::open },
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
    limits: Limits,
}

/// Tells the kind of a stream and starts to read it.
pub(crate) fn open(place: Place, stream: Box<dyn Read + Send>, limits: Limits) -> Articles {
    match prepare(&place, stream, limits) {
        Ok(source) => match FORMATS.iter().find(|format| (format.recognises)(&source.head)) {
            Some(format) => (format.open)(source),
            None => only(Problem::new(&place, Cause::NotText { what: unread::likeness(&source.head.bytes) })),
        },
        Err(error) => only(Problem::new(&place, unreadable(&error))),
    }
}

fn prepare(place: &Place, stream: Box<dyn Read + Send>, limits: Limits) -> io::Result<Source> {
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
    Ok(Source { place: place.clone(), head: Head { bytes: head, whole }, bytes: stream, limits })
}

/// The first bytes of a stream, and what comes after them.
fn split_head(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, impl BufRead + Send)> {
    let mut head = Vec::new();
    stream.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok((head, BufReader::with_capacity(HEAD, stream)))
}

/// A file of which there is only this to say.
fn only(problem: Problem) -> Articles {
    Box::new(Items::from([Err(problem)]).into_iter())
}

fn unreadable(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Cause::Denied,
        _ => Cause::Unreadable { reason: error.to_string() },
    }
}

/// The first byte that is no white space, and where it is.
fn first_byte(bytes: &[u8]) -> Option<(usize, u8)> {
    bytes.iter().enumerate().find(|(_, byte)| !byte.is_ascii_whitespace()).map(|(at, byte)| (at, *byte))
}
