//! RSS and Atom: an article an entry.
//!
//! Entries are cut out one by one and each is read as a feed of its own, within the elements that the feed's header
//! leaves open: a broken entry does not spoil the others, and a long feed is never held whole. What the header says is
//! read once.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDateTime, Utc};
use encoding_rs::Encoding;
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use terms::Place;

use super::markup::{self, Markup};
use super::{Articles, Head, Setting, Source, in_steps, line_ends, only, unreadable};
use crate::draft::{Draft, Items};
use crate::problem::on_one_line;
use crate::{Cause, Limits, Problem, encoding, guard, published};

/// Longest header of a feed, in bytes.
const HEADER: usize = 1 << 20;

/// Longest frame of an entry, in bytes: it is read again with each.
const FRAME: usize = 1 << 16;

/// Elements that hold an entry.
const ENTRIES: [&str; 2] = ["item", "entry"];

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    let Some(Markup { element, is_html: false }) = markup::first(&head.bytes) else { return false };
    matches!(element.as_str(), "rss" | "feed" | "rdf")
}

/// A page that a feed names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// Where it is.
    pub url: String,
    /// When it was changed last, else published, as far as the feed tells: another word tells another text.
    pub told: Option<String>,
}

/// The pages that a feed's entries name, in its order, also of entries without a text; none where the feed is broken.
pub fn feed_links(bytes: &[u8], base: &str) -> Vec<FeedLink> {
    let encoding = declared(&bytes[..bytes.len().min(1_024)]);
    let (text, _) = decode(bytes.to_vec(), encoding);
    if markup::tangle(&text, &Limits::default()).is_some() {
        return Vec::new();
    }
    let reader = parser::Builder::new().base_uri(Some(base)).build();
    let feed = guard::guarded(|| reader.parse(undeclared(&text).as_bytes()).ok()).flatten();
    let link = |entry: Entry| {
        let told = entry.updated.or(entry.published).map(|moment| moment.to_string());
        Some(FeedLink { url: page(&entry)?, told })
    };
    feed.into_iter().flat_map(|feed| feed.entries).filter_map(link).collect()
}

/// The page that an entry is about.
fn page(entry: &Entry) -> Option<String> {
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    link.or(entry.links.first()).map(|link| link.href.clone())
}

pub(super) fn open(mut source: Source) -> Articles {
    let mut pieces = Pieces { bytes: source.bytes, ahead: Vec::new(), line: 1 };
    let (place, setting) = (source.place, source.setting);
    source.head.bytes.truncate(1_024);
    let encoding = declared(&source.head.bytes);
    let header = match pieces.until(HEADER, Until::Start) {
        Ok(Piece::Whole(bytes)) => decode(bytes, encoding).0,
        Ok(Piece::TooLong) => {
            return only(Problem::new(&place, Cause::TooLong { what: "the header of a feed", limit: HEADER }));
        }
        Ok(Piece::End(bytes)) if bytes.trim_ascii_end().ends_with(b">") => {
            return only(Problem::new(&place, Cause::EmptyFeed));
        }
        Ok(Piece::End(_)) => {
            return only(Problem::new(&place, Cause::BrokenFeed { reason: "it ends before its first entry".into() }));
        }
        Err(error) => return only(Problem::new(&place, unreadable(&error))),
    };
    let frame = Frame::of(&header);
    if frame.opening.len() > FRAME {
        let cause = Cause::TooLong { what: "what stands around the entries of a feed", limit: FRAME };
        return only(Problem::new(&place, cause));
    }
    let mut entries = Entries { pieces, encoding, frame, place: place.clone(), setting };
    in_steps(move |items| entries.step(items).map_err(|error| Problem::new(&place, unreadable(&error))))
}

/// The encoding that the declaration names, where that is not UTF-8.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let label = declaration.split_once("encoding=")?.1.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    // What is UTF-16 has been turned into UTF-8 already.
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

fn decode(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> (String, Option<Cause>) {
    match encoding {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            (encoding.decode_without_bom_handling(&bytes).0.into_owned(), None)
        }
        _ => encoding::decode(bytes),
    }
}

/// A feed without its declaration, which told an encoding that holds no more.
fn undeclared(text: &str) -> &str {
    let bare = text.trim_start();
    bare.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(bare, |(_, rest)| rest)
}

/// What stands around each entry of a feed, and what the feed says of them all.
struct Frame {
    /// What comes before the first element of the header, and the elements that the header leaves open, one in another.
    opening: String,
    /// What closes them.
    closing: String,
    /// What the header says; nothing where it cannot be read on its own.
    facts: Option<FeedFacts>,
    /// The whole header, where that is short enough to be read with each entry that cannot be read without it.
    header: Option<String>,
}

/// What a feed says of all its entries.
#[derive(Clone)]
struct FeedFacts {
    outlet: Option<String>,
    language: Option<String>,
}

impl FeedFacts {
    fn of(feed: &Feed) -> Self {
        let outlet = feed.title.as_ref().map(words).filter(|title| !title.is_empty());
        Self { outlet, language: feed.language.clone() }
    }
}

impl Frame {
    fn of(header: &str) -> Self {
        let header = undeclared(header);
        // Elements that are open, each with all bytes from its tag up to the next one.
        let mut open: Vec<(&str, &str)> = Vec::new();
        let (mut rest, mut prologue) = (header, None);
        while let Some(at) = rest.find('<') {
            rest = &rest[at..];
            let end = if let Some(data) = rest.strip_prefix("<![CDATA[") {
                data.find("]]>").map(|end| end + 12)
            } else if rest.starts_with("<!--") {
                rest.find("-->").map(|end| end + 3)
            } else {
                rest.find('>').map(|end| end + 1)
            };
            let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
            let whole = &rest[..tag.len() + after.find('<').unwrap_or(after.len())];
            if let Some(name) = tag.strip_prefix("</") {
                let name = name.trim_end_matches('>').trim();
                if let Some(at) = open.iter().rposition(|(known, _)| *known == name) {
                    open.truncate(at);
                }
            } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
                prologue = prologue.or(Some(header.len() - rest.len()));
                let name = tag[1..].split(|letter: char| letter.is_whitespace() || letter == '>').next();
                if let Some(name) = name.filter(|name| !name.is_empty() && !tag.ends_with("/>")) {
                    open.push((name, whole));
                }
            }
            rest = after;
        }
        let mut opening = header[..prologue.unwrap_or(header.len())].to_string();
        opening.extend(open.iter().map(|(_, whole)| *whole));
        let closing: String = open.iter().rev().map(|(name, _)| format!("</{name}>")).collect();
        let facts = parse(&format!("{header}{closing}"), &Dates::default()).ok().map(|feed| FeedFacts::of(&feed));
        let header = Some(header).filter(|header| header.len() <= FRAME).map(str::to_string);
        Self { opening, closing, facts, header }
    }

    /// The entry as the reader of feeds gives it, with what the feed says of all.
    fn read(&self, entry: &str, dates: &Dates) -> Result<(Entry, FeedFacts), String> {
        let under = |header: &str| {
            let feed = parse(&format!("{header}{entry}{}", self.closing), dates)?;
            let facts = FeedFacts::of(&feed);
            let entry = feed.entries.into_iter().next();
            entry.map(|entry| (entry, facts)).ok_or_else(|| "the entry cannot be read".to_string())
        };
        let short = match &self.facts {
            Some(facts) => under(&self.opening).map(|(entry, _)| (entry, facts.clone())),
            None => Err("the header of the feed is broken".into()),
        };
        // A header that is broken may open more than it seems to.
        short.or_else(|reason| self.header.as_deref().map_or(Err(reason), under))
    }
}

/// Whether the name of a tag, its prefix taken off, is an entry's.
fn is_tag(rest: &[u8]) -> bool {
    let Some(length) = rest.iter().take(40).position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b':')) else {
        return false;
    };
    let name = rest[..length].rsplit(|byte| *byte == b':').next().unwrap_or_default();
    ENTRIES.iter().any(|entry| entry.as_bytes() == name)
}

struct Entries {
    pieces: Pieces,
    encoding: Option<&'static Encoding>,
    frame: Frame,
    place: Place,
    setting: Setting,
}

impl Entries {
    fn step(&mut self, items: &mut Items) -> io::Result<ControlFlow<()>> {
        let limit = self.setting.limits.page_bytes;
        // Between entries: the end of the feed, or words of the feed itself.
        if self.pieces.ahead.is_empty()
            && let Piece::End(_) = self.pieces.until(limit, Until::Start)?
        {
            return Ok(ControlFlow::Break(()));
        }
        let place = Place { line: Some(self.pieces.line), ..self.place.clone() };
        let say = |cause| Err(Problem::new(&place, cause));
        match self.pieces.until(limit, Until::End)? {
            Piece::Whole(bytes) => {
                let (entry, cause) = decode(bytes, self.encoding);
                items.extend(cause.map(say));
                match self.read(&entry, &place) {
                    Ok(draft) => draft.finish(&self.setting.limits, items),
                    Err(cause) => items.push_back(say(cause)),
                }
            }
            Piece::TooLong => items.push_back(say(Cause::TooLong { what: "an entry of a feed", limit })),
            Piece::End(_) => {
                items.push_back(say(Cause::BrokenFeed { reason: "the file ends within this entry".into() }));
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn read(&self, entry: &str, place: &Place) -> Result<Draft, Cause> {
        if let Some(cause) = markup::tangle(entry, &self.setting.limits) {
            return Err(cause);
        }
        let dates = Dates::default();
        let broken = |reason: String| Cause::BrokenFeed { reason: on_one_line(&reason) };
        let (entry, facts) = self.frame.read(entry, &dates).map_err(broken)?;
        draft(entry, facts, &dates, place)
    }
}

/// Dates of an entry as they were written, by what the reader of feeds takes them for.
///
/// It knows moments only, and turns all clocks to UTC, where the day may be another one.
#[derive(Clone, Default)]
struct Dates(Arc<Mutex<BTreeMap<DateTime<Utc>, String>>>);

impl Dates {
    fn note(&self, written: &str) -> Option<DateTime<Utc>> {
        let told = published::told(written)?;
        let wall = told.get(..19).unwrap_or(&told).replace(' ', "T");
        let wall = if wall.len() == 10 { format!("{wall}T00:00:00") } else { wall };
        let moment = NaiveDateTime::parse_from_str(&wall, "%Y-%m-%dT%H:%M:%S").ok()?.and_utc();
        self.0.lock().ok()?.insert(moment, told);
        Some(moment)
    }

    fn written(&self, moment: DateTime<Utc>) -> Option<String> {
        self.0.lock().ok()?.get(&moment).cloned()
    }
}

fn parse(whole: &str, dates: &Dates) -> Result<Feed, String> {
    let dates = dates.clone();
    let reader = parser::Builder::new()
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |written| dates.note(written))
        .build();
    let parsed = guard::guarded(|| reader.parse(whole.as_bytes()).map_err(|error| error.to_string()));
    parsed.unwrap_or_else(|| Err("the reader of feeds gave up".into()))
}

fn draft(entry: Entry, facts: FeedFacts, dates: &Dates, place: &Place) -> Result<Draft, Cause> {
    let url = page(&entry);
    let body = entry.content.and_then(|content| {
        let is_marked = content.content_type.subty().as_str() != "plain";
        let body = content.body?;
        Some(if is_marked || markup::is_fragment(&body) { markup::words(&body) } else { body })
    });
    let summary = entry.summary.as_ref().map(words);
    let text = [body, summary].into_iter().flatten().find(|text| !text.trim().is_empty()).ok_or(Cause::TextMissing)?;
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|person| person.name).collect();
    let id = Some(entry.id).filter(|id| !id.trim().is_empty() && url.is_none());
    Ok(Draft {
        id,
        text,
        title: entry.title.as_ref().map(words).filter(|title| !title.is_empty()),
        url,
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        outlet: facts.outlet,
        published: entry.published.or(entry.updated).and_then(|moment| dates.written(moment)),
        language: entry.language.or(facts.language),
        is_one_by_url: true,
        place: place.clone(),
        ..Draft::default()
    })
}

fn words(text: &Text) -> String {
    if markup::is_fragment(&text.content) || text.content.contains('&') {
        markup::words(&text.content)
    } else {
        text.content.clone()
    }
}

/// A piece of a file.
enum Piece {
    /// Up to where it was to end.
    Whole(Vec<u8>),
    /// Passed over.
    TooLong,
    /// The file ended before.
    End(Vec<u8>),
}

/// The tag that ends a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Before the start tag of an entry.
    Start,
    /// After the end tag of an entry.
    End,
}

/// A file cut into pieces, with the number of the line that the next one starts in.
struct Pieces {
    bytes: Box<dyn BufRead + Send>,
    /// A start tag that was read and belongs to the next piece.
    ahead: Vec<u8>,
    line: u64,
}

impl Pieces {
    /// The bytes up to a tag; tags in comments and CDATA sections do not count.
    fn until(&mut self, limit: usize, until: Until) -> io::Result<Piece> {
        let mut held = std::mem::take(&mut self.ahead);
        let (mut too_long, mut closing): (bool, Option<&[u8]>) = (false, None);
        loop {
            let from = held.len();
            if self.bytes.by_ref().take(limit as u64 + 1).read_until(b'>', &mut held)? == 0 {
                return Ok(Piece::End(held));
            }
            let added = &held[from..];
            let lines = line_ends(added);
            let at = added.iter().position(|byte| *byte == b'<').unwrap_or(added.len());
            let tag = &added[at..];
            if closing.is_none() {
                closing = if tag.starts_with(b"<![CDATA[") {
                    Some(b"]]>")
                } else if tag.starts_with(b"<!--") {
                    Some(b"-->")
                } else {
                    None
                };
                let ends = match until {
                    Until::Start => tag.len() > 1 && is_tag(&tag[1..]) && !tag.ends_with(b"/>"),
                    Until::End => tag.starts_with(b"</") && is_tag(&tag[2..]),
                };
                if ends && until == Until::Start {
                    self.line += line_ends(&added[..at]);
                    self.ahead = held.split_off(from + at);
                    return Ok(if too_long { Piece::TooLong } else { Piece::Whole(held) });
                }
                if ends {
                    self.line += lines;
                    return Ok(if too_long || held.len() > limit { Piece::TooLong } else { Piece::Whole(held) });
                }
            }
            self.line += lines;
            if closing.is_some_and(|mark| held.ends_with(mark)) {
                closing = None;
            }
            if held.len() > limit {
                too_long = true;
                let tail = held.len() - 3;
                held.drain(..tail);
            }
        }
    }
}
