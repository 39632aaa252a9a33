//! Web pages: the main text without navigation, title, captions and byline; the rest from what the page says of itself.

use std::thread;

use encoding_rs::Encoding;
use terms::{Place, PublishedSource};
use trafilatura::dom::Document;
use trafilatura::{ExtractResult, Options, extract_document};

use super::markup::{self, Markup};
use super::page_facts::{self, PageFacts};
use super::{Articles, Head, Setting, Source, held, only};
use crate::draft::{Draft, Items};
use crate::encoding;
use crate::{Cause, Problem, guard, published};

/// First bytes of a page in which it names its encoding.
const DECLARATION: usize = 2_048;

/// What a page is called where it is too long.
pub(super) const WHAT: &str = "a web page";

/// Stack of the thread that a page is taken apart on, which goes down element by element.
const STACK: usize = 256 << 20;

/// Characters below which a main text is weighed against the body in the page's own data.
const SHORT: usize = 250;

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    is_page(&head.bytes)
}

/// Whether bytes start as a web page does.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    match markup::first(&bytes[..bytes.len().min(super::HEAD)]) {
        Some(Markup { is_html: true, .. }) => true,
        Some(Markup { element, is_html: false }) => markup::FIRST.contains(&element.as_str()),
        None => false,
    }
}

pub(super) fn open(source: Source) -> Articles {
    let Source { place, bytes, setting, .. } = source;
    let bytes = match held(bytes, WHAT, setting.limits.page_bytes) {
        Ok(bytes) => bytes,
        Err(cause) => return only(Problem::new(&place, cause)),
    };
    let mut items = Items::new();
    read(bytes, &Circumstances::default(), &place, &setting, &mut items);
    Box::new(items.into_iter())
}

/// What is known of a page beside its bytes.
#[derive(Default)]
pub(super) struct Circumstances {
    /// Where it was fetched from.
    pub(super) url: Option<String>,
    /// Name of its encoding, as the server told it.
    pub(super) encoding: Option<String>,
}

/// Reads a page; the article, its warnings, or why there is none, go to `items`.
pub(super) fn read(bytes: Vec<u8>, known: &Circumstances, place: &Place, setting: &Setting, items: &mut Items) {
    match draft(bytes, known, place, setting) {
        Ok((draft, causes)) => {
            items.extend(causes.into_iter().flatten().map(|cause| Err(Problem::new(place, cause))));
            draft.finish(&setting.limits, items);
        }
        Err(cause) => items.push_back(Err(Problem::new(place, cause))),
    }
}

fn draft(
    bytes: Vec<u8>,
    known: &Circumstances,
    place: &Place,
    setting: &Setting,
) -> Result<(Draft, [Option<Cause>; 2]), Cause> {
    let limit = setting.limits.page_bytes;
    if bytes.len() > limit {
        return Err(Cause::TooLong { what: WHAT, limit });
    }
    let (mut page, cause) = decode(bytes, known.encoding.as_deref());
    let cut = match markup::first_tangle(&page, &setting.limits) {
        Some((end, cause @ Cause::TooManyElements { .. })) => {
            page.truncate(end);
            Some(cause)
        }
        Some((_, cause)) => return Err(cause),
        None => None,
    };
    let nothing = || cut.clone().unwrap_or(Cause::NoMainText);
    let (found, facts) = take_apart(&page).ok_or_else(nothing)?;
    let ExtractResult { content_text: main, metadata, .. } = found;
    let text = match facts.body {
        Some(body) if main.chars().count() < SHORT && body.len() > main.len() => body,
        _ => main,
    };
    if text.trim().is_empty() {
        return Err(nothing());
    }
    let told = facts.published.into_iter().find_map(|(source, value)| Some((source, published::told(&value)?)));
    let dated = told.or_else(|| Some((PublishedSource::Page, metadata.date?.to_string())));
    let url = facts.url.or_else(|| given(&metadata.url)).filter(|url| url.starts_with("http"));
    let draft = Draft {
        text,
        title: facts.title.or_else(|| given(&metadata.title)),
        url: url.or_else(|| known.url.clone()),
        author: facts.author.or_else(|| given(&metadata.author)),
        outlet: facts.outlet.or_else(|| given(&metadata.sitename)).or_else(|| given(&metadata.hostname)),
        published_source: dated.as_ref().map(|(source, _)| *source),
        published: dated.map(|(_, value)| value),
        // What a page says of its language is often its template's; the text tells it better.
        language: None,
        is_one_by_url: true,
        place: place.clone(),
        ..Draft::default()
    };
    Ok((draft, [cut, cause]))
}

fn given(value: &str) -> Option<String> {
    (!value.trim().is_empty()).then(|| value.trim().to_string())
}

/// The page as characters: as it or its server says, where that holds, else as its bytes speak.
fn decode(bytes: Vec<u8>, told: Option<&str>) -> (String, Option<Cause>) {
    if std::str::from_utf8(&bytes).is_err()
        && let Some(encoding) =
            told.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| declared(&bytes))
    {
        let (text, wrong) = encoding.decode_without_bom_handling(&bytes);
        if !wrong {
            return (text.into_owned(), None);
        }
    }
    encoding::decode(bytes)
}

/// The encoding that a page names: `<meta charset="…">` or `<meta content="text/html; charset=…">`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_ascii_lowercase();
    let value = head.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let label: &str =
        value.split(|character: char| !(character.is_ascii_alphanumeric() || "-_:.".contains(character))).next()?;
    Encoding::for_label(label.as_bytes())
}

/// The page taken apart; `None` where that fails.
fn take_apart(page: &str) -> Option<(ExtractResult, PageFacts)> {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    let work = || {
        let apart = || {
            let document = Document::parse(page);
            let facts = page_facts::read(&document);
            (extract_document(document, &options).unwrap_or_default(), facts)
        };
        guard::guarded(apart)
    };
    thread::scope(|scope| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?.join().ok()?)
}
