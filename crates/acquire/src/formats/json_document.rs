//! A JSON list of articles, alone or within an object (JSON Feed, what an interface answers), or one article as an
//! object over several lines.
//!
//! Elements are cut out one by one by their brackets, so that a long list is never held whole.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use serde_json::Value;

use super::{Articles, Head, Setting, Source, first_byte, in_steps, line_ends, only, record, unreadable};
use crate::draft::Items;
use crate::{Cause, Problem};
use terms::Place;

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    let Some((start, first)) = first_byte(&head.bytes) else { return false };
    let second = first_byte(&head.bytes[start + 1..]).map(|(_, byte)| byte);
    match first {
        b'{' => matches!(second, Some(b'"' | b'}' | b'\'')),
        b'[' => matches!(second, Some(b'{' | b']')),
        _ => false,
    }
}

pub(super) fn open(source: Source) -> Articles {
    let place = source.place.clone();
    let failed = move |error| Problem::new(&place, unreadable(&error));
    let list = list_within(&source.head.bytes);
    let feed = list.and_then(|start| feed_of(&source.head.bytes[..start]));
    let mut bytes = Counted { source, line: 1 };
    if let Err(error) = bytes.skip(list.unwrap_or(0)) {
        return only(failed(error));
    }
    let state = if list.is_some() { State::List } else { State::Start };
    let mut document = Document { bytes, is_within: list.is_some(), feed, state };
    in_steps(move |items| document.step(items).map_err(&failed))
}

/// Members under which objects hold lists of articles.
const LISTS: [&str; 6] = ["items", "articles", "results", "documents", "docs", "stories"];

/// Where, in an object that is no article itself, a list of articles starts: after its bracket.
pub(super) fn list_within(bytes: &[u8]) -> Option<usize> {
    let (start, _) = first_byte(bytes).filter(|(_, byte)| *byte == b'{')?;
    let (mut depth, mut at, mut key): (usize, usize, &[u8]) = (0, start, b"");
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'[' if depth == 1 && LISTS.iter().any(|list| list.as_bytes() == key) => {
                return first_byte(&bytes[at..]).filter(|(_, next)| matches!(next, b'{' | b']')).map(|_| at);
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1).filter(|depth| *depth > 0)?,
            b'"' => {
                let begin = at;
                while *bytes.get(at)? != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let string = &bytes[begin..at];
                at += 1;
                if depth == 1 && first_byte(bytes.get(at..)?).is_some_and(|(_, next)| next == b':') {
                    key = string;
                    if key == b"text" {
                        return None;
                    }
                }
            }
            _ => {}
        }
    }
    None
}

/// What a feed says of all its entries.
struct Feed {
    title: Option<String>,
    language: Option<String>,
}

/// Whether a file that starts with these bytes is a JSON Feed.
pub(super) fn is_json_feed(head: &[u8]) -> bool {
    let mark = b"jsonfeed.org/version/";
    first_byte(head).is_some_and(|(_, byte)| byte == b'{') && head.windows(mark.len()).any(|window| window == mark)
}

/// Reads what stands before the list of a JSON Feed; `None` where it is none.
fn feed_of(header: &[u8]) -> Option<Feed> {
    let header: Value = serde_json::from_slice(&[header, b"]}"].concat()).ok()?;
    let string = |name: &str| header.get(name)?.as_str().map(str::to_string);
    string("version").filter(|version| version.contains("jsonfeed.org/version"))?;
    Some(Feed { title: string("title"), language: string("language") })
}

struct Document {
    bytes: Counted,
    /// Whether the list stands within an object.
    is_within: bool,
    feed: Option<Feed>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first bracket.
    Start,
    /// Within a list, an element or its end ahead.
    List,
    /// After the last bracket, where nothing but white space may follow.
    After,
}

impl Document {
    fn step(&mut self, items: &mut Items) -> io::Result<ControlFlow<()>> {
        let Some(byte) = self.bytes.next_solid()? else {
            let is_open = self.state == State::List;
            return Ok(if is_open { self.give_up("the list has no end", items) } else { ControlFlow::Break(()) });
        };
        match (self.state, byte) {
            (State::Start, b'[') => {
                self.bytes.consume_one();
                self.state = State::List;
            }
            (State::Start, b'{') => {
                self.state = State::After;
                return self.element("document", items);
            }
            (State::List, b',') => self.bytes.consume_one(),
            // What an object holds beside its list is not looked at.
            (State::List, b']') if self.is_within => return Ok(ControlFlow::Break(())),
            (State::List, b']') => {
                self.bytes.consume_one();
                self.state = State::After;
            }
            (State::List, b'{') => return self.element("element", items),
            (State::List, _) => return Ok(self.give_up("expected an article as an object {…}", items)),
            (State::Start | State::After, _) => return Ok(self.give_up("something follows the end", items)),
        }
        Ok(ControlFlow::Continue(()))
    }

    fn element(&mut self, part: &'static str, items: &mut Items) -> io::Result<ControlFlow<()>> {
        let place = self.place();
        let limit = self.bytes.source.setting.limits.line_bytes();
        let flow = match self.bytes.balanced(limit)? {
            Balanced::Whole(bytes) => {
                self.article(bytes, part, &place, items);
                ControlFlow::Continue(())
            }
            Balanced::Cut(bytes) => {
                self.article(bytes, part, &place, items);
                ControlFlow::Break(())
            }
            Balanced::TooLong => {
                let cause = Cause::TooLong { what: "an article with its fields", limit };
                items.push_back(Err(Problem::new(&place, cause)));
                ControlFlow::Continue(())
            }
        };
        Ok(flow)
    }

    fn article(&self, bytes: Vec<u8>, part: &'static str, place: &Place, items: &mut Items) {
        let setting = &self.bytes.source.setting;
        let Some(mut record) = record::parse(bytes, part, place, setting, items) else { return };
        if let Some(feed) = &self.feed {
            for (name, value) in [("outlet", &feed.title), ("language", &feed.language)] {
                if let Some(value) = value.as_ref().filter(|_| record.named(name).is_none()) {
                    record.add(&setting.fields, name.into(), value.clone().into());
                }
            }
            let summary = record.named("summary").cloned();
            if let Some(summary) =
                summary.filter(|_| record.named("content_text").or(record.named("content_html")).is_none())
            {
                record.add(&setting.fields, "text".into(), summary);
            }
        }
        record.read(place, setting, items);
    }

    /// Names the place and reads no further: where a list goes on after such a thing cannot be told.
    fn give_up(&self, reason: &str, items: &mut Items) -> ControlFlow<()> {
        let cause = Cause::BrokenJson { part: "rest of the file", column: 0, reason: reason.into() };
        items.push_back(Err(Problem::new(&self.place(), cause)));
        ControlFlow::Break(())
    }

    /// The line that is read.
    fn place(&self) -> Place {
        Place { line: Some(self.bytes.line), ..self.bytes.source.place.clone() }
    }
}

enum Balanced {
    Whole(Vec<u8>),
    /// The file ended before the object did.
    Cut(Vec<u8>),
    TooLong,
}

/// The bytes of a file, with the number of the line they stand in.
struct Counted {
    source: Source,
    line: u64,
}

impl Counted {
    /// Passes over the first bytes of the file.
    fn skip(&mut self, count: usize) -> io::Result<()> {
        self.line += line_ends(&self.source.head.bytes[..count]);
        // They were read to tell the kind, and wait to be read again.
        io::copy(&mut self.source.bytes.by_ref().take(count as u64), &mut io::sink()).map(drop)
    }

    /// The next byte that is no white space, not yet taken.
    fn next_solid(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.source.bytes.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let found = buffer.get(blank).copied();
            self.line += line_ends(&buffer[..blank]);
            self.source.bytes.consume(blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Takes the byte that [`Counted::next_solid`] has shown.
    fn consume_one(&mut self) {
        self.source.bytes.consume(1);
    }

    /// Takes an object up to its closing bracket; brackets within strings do not count.
    fn balanced(&mut self, limit: usize) -> io::Result<Balanced> {
        let (mut taken, mut too_long) = (Vec::new(), false);
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            let buffer = self.source.bytes.fill_buf()?;
            if buffer.is_empty() {
                return Ok(if too_long { Balanced::TooLong } else { Balanced::Cut(taken) });
            }
            let mut end = None;
            for (at, byte) in buffer.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let count = end.unwrap_or(buffer.len());
            self.line += line_ends(&buffer[..count]);
            too_long |= taken.len() + count > limit;
            if too_long {
                taken = Vec::new();
            } else {
                taken.extend_from_slice(&buffer[..count]);
            }
            self.source.bytes.consume(count);
            if end.is_some() {
                return Ok(if too_long { Balanced::TooLong } else { Balanced::Whole(taken) });
            }
        }
    }
}
