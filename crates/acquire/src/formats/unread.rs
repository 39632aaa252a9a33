//! Kinds that are recognised and not read: named, with what to do instead.

use super::markup::{self, Markup};
use super::{Articles, Head, Setting, Source, only};
use crate::{Cause, Problem};

/// A kind by the bytes at its start.
struct Mark {
    start: &'static [u8],
    what: &'static str,
    remedy: &'static str,
}

const UNPACK: &str = "unpack it and give what it holds";
const EXTRACT: &str = "extract the text and give that";
const CONVERT: &str = "convert it to JSONL, an article a line, and give that";

/// Binary kinds, by their first bytes.
const MARKS: [Mark; 18] = [
    Mark { start: b"BZh", what: "bzip2", remedy: UNPACK },
    Mark { start: b"\xFD7zXZ\0", what: "xz", remedy: UNPACK },
    Mark { start: b"7z\xBC\xAF\x27\x1C", what: "7z archive", remedy: UNPACK },
    Mark { start: b"Rar!\x1A\x07", what: "RAR archive", remedy: UNPACK },
    Mark { start: b"PK\x03\x04", what: "zip archive or office document", remedy: UNPACK },
    Mark { start: b"SQLite format 3\0", what: "SQLite database", remedy: CONVERT },
    Mark { start: b"%PDF-", what: "PDF", remedy: EXTRACT },
    Mark { start: b"{\\rtf", what: "rich text", remedy: EXTRACT },
    Mark { start: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", what: "old office document", remedy: EXTRACT },
    Mark { start: b"\x89PNG\r\n", what: "PNG image", remedy: EXTRACT },
    Mark { start: b"\xFF\xD8\xFF", what: "JPEG image", remedy: EXTRACT },
    Mark { start: b"GIF8", what: "GIF image", remedy: EXTRACT },
    Mark { start: b"RIFF", what: "RIFF sound, film or image", remedy: EXTRACT },
    Mark { start: b"ID3", what: "MP3 sound", remedy: EXTRACT },
    Mark { start: b"OggS", what: "Ogg sound", remedy: EXTRACT },
    Mark { start: b"\x7FELF", what: "program", remedy: EXTRACT },
    Mark { start: b"MZ\x90\0", what: "program", remedy: EXTRACT },
    Mark { start: b"\xCA\xFE\xBA\xBE", what: "program", remedy: EXTRACT },
];

/// Markup that declares itself as something else than HTML or a feed.
const OTHER_MARKUP: Mark = Mark { start: b"<?xml", what: "XML", remedy: EXTRACT };

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    find(&head.bytes).is_some()
}

pub(super) fn open(source: Source) -> Articles {
    let cause = match find(&source.head.bytes) {
        Some(Mark { what, remedy, .. }) => Cause::NotYetRead { what, remedy },
        None => Cause::NotText { what: likeness(&source.head.bytes) },
    };
    only(Problem::new(&source.place, cause))
}

/// What bytes of no known kind look like, for a message.
pub(super) fn likeness(bytes: &[u8]) -> String {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    if zeros > 0 { format!("{zeros} zero bytes in the first {}", bytes.len()) } else { "control characters".into() }
}

fn find(bytes: &[u8]) -> Option<&'static Mark> {
    if let Some(mark) = MARKS.iter().find(|mark| bytes.starts_with(mark.start)) {
        return Some(mark);
    }
    let Markup { element, is_html } = markup::first(bytes)?;
    (!is_html && element != "html" && bytes.trim_ascii_start().starts_with(b"<?xml")).then_some(&OTHER_MARKUP)
}
