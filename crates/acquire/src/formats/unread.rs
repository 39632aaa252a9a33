//! Kinds that are recognised and not read: named, with what to do instead.

use super::{Articles, Head, Source, first_byte, only};
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
const MARKS: [Mark; 22] = [
    Mark { start: b"\x1F\x8B", what: "gzip", remedy: UNPACK },
    Mark { start: b"\x28\xB5\x2F\xFD", what: "Zstandard", remedy: UNPACK },
    Mark { start: b"BZh", what: "bzip2", remedy: UNPACK },
    Mark { start: b"\xFD7zXZ\0", what: "xz", remedy: UNPACK },
    Mark { start: b"7z\xBC\xAF\x27\x1C", what: "7z archive", remedy: UNPACK },
    Mark { start: b"Rar!\x1A\x07", what: "RAR archive", remedy: UNPACK },
    Mark { start: b"PK\x03\x04", what: "zip archive or office document", remedy: UNPACK },
    Mark { start: b"PAR1", what: "Parquet", remedy: CONVERT },
    Mark { start: b"WARC/1.", what: "WARC", remedy: CONVERT },
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

/// Kinds written in markup, by the element that comes first.
const ELEMENTS: [(&str, Mark); 6] = [
    ("html", Mark { start: b"<html", what: "HTML", remedy: EXTRACT }),
    ("head", Mark { start: b"<head", what: "HTML", remedy: EXTRACT }),
    ("body", Mark { start: b"<body", what: "HTML", remedy: EXTRACT }),
    ("rss", Mark { start: b"<rss", what: "RSS feed", remedy: CONVERT }),
    ("feed", Mark { start: b"<feed", what: "Atom feed", remedy: CONVERT }),
    ("rdf", Mark { start: b"<rdf", what: "RSS feed", remedy: CONVERT }),
];

/// Markup whose first element is none of these.
const OTHER_MARKUP: Mark = Mark { start: b"<?xml", what: "XML", remedy: EXTRACT };

pub(super) fn recognises(head: &Head) -> bool {
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
    MARKS.iter().find(|mark| bytes.starts_with(mark.start)).or_else(|| markup(bytes))
}

/// The kind of a file whose first character is `<`, by its first element; declarations and comments do not count.
fn markup(bytes: &[u8]) -> Option<&'static Mark> {
    let mut rest = &bytes[first_byte(bytes).filter(|(_, byte)| *byte == b'<')?.0..];
    let mut declared = false;
    loop {
        let end = if rest.starts_with(b"<!--") {
            rest.windows(3).position(|end| end == b"-->")? + 3
        } else if rest.len() >= 9 && rest[..9].eq_ignore_ascii_case(b"<!doctype") || rest.starts_with(b"<?xml") {
            declared = true;
            rest.iter().position(|byte| *byte == b'>')? + 1
        } else {
            break;
        };
        rest = &rest[end..];
        rest = &rest[first_byte(rest)?.0..];
    }
    let name: String = rest
        .strip_prefix(b"<")?
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| byte.to_ascii_lowercase() as char)
        .collect();
    let known = ELEMENTS.iter().find(|(element, _)| *element == name).map(|(_, mark)| mark);
    known.or(declared.then_some(&OTHER_MARKUP))
}
