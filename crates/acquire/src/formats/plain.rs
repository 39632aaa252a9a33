//! Plain text and Markdown: one article a file, the whole of it, nothing trimmed.
//!
//! Markdown may start with "front matter" (`key: value` lines between two lines `---`), which gives the fields of
//! a JSONL article, and with a heading, which is the title.

use super::{Articles, Head, Setting, Source, held, only};
use crate::draft::{Draft, Front, Items};
use crate::encoding;
use crate::{Cause, Problem};

/// Share of control characters from which bytes are no text.
pub(super) const STRANGE: f64 = 0.003;

/// Longest front matter, in bytes.
const FIELDS: usize = 8_192;

pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    encoding::strangeness(&head.bytes) < STRANGE
}

pub(super) fn open(source: Source) -> Articles {
    let Source { place, bytes, setting, .. } = source;
    // Older encodings grow by at most half when they become UTF-8 and are measured again as text.
    let bytes = match held(bytes, "the text of an article", setting.limits.text_bytes) {
        Ok(bytes) => bytes,
        Err(cause) => return only(Problem::new(&place, cause)),
    };
    let (text, cause) = encoding::decode(bytes);
    if text.trim().is_empty() {
        return only(Problem::new(&place, Cause::Empty));
    }
    if encoding::strangeness(text.as_bytes()) >= STRANGE {
        return only(Problem::new(&place, Cause::NotText { what: "control characters".into() }));
    }
    let mut items = Items::new();
    items.extend(cause.map(|cause| Err(Problem::new(&place, cause))));
    let mut draft = Draft { text, place, ..Draft::default() };
    front(&mut draft);
    draft.finish(&setting.limits, &mut items);
    Box::new(items.into_iter())
}

/// Takes fields and title from the start of a Markdown text.
fn front(draft: &mut Draft) {
    let mut front = Front::default();
    let text = std::mem::take(&mut draft.text);
    if let Some((fields, end)) = front_matter(&text) {
        front.fields = end;
        for (key, value) in fields {
            let field = match key.to_ascii_lowercase().as_str() {
                "id" => &mut draft.id,
                "title" => &mut draft.title,
                "url" | "link" | "canonical_url" => &mut draft.url,
                "author" | "byline" => &mut draft.author,
                "outlet" | "publisher" | "source" => &mut draft.outlet,
                "published" | "date" => &mut draft.published,
                "language" | "lang" => &mut draft.language,
                _ => continue,
            };
            field.get_or_insert(value);
        }
    }
    if let Some((heading, length)) = heading(&text[front.fields..]) {
        draft.title.get_or_insert(heading);
        front.heading = length;
    }
    draft.text = text;
    draft.front = front;
}

/// The fields of the front matter, and the byte at which the text proper starts.
fn front_matter(text: &str) -> Option<(Vec<(String, String)>, usize)> {
    let mut fields = Vec::new();
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let mut end = first.len();
    if first.trim_end() != "---" {
        return None;
    }
    for line in lines {
        end += line.len();
        let bare = line.trim_end();
        if end > FIELDS {
            return None;
        }
        if matches!(bare, "---" | "...") {
            let rest = &text[end..];
            return (!fields.is_empty()).then(|| (fields, text.len() - rest.trim_start().len()));
        }
        if bare.is_empty() || bare.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let (key, value) = bare.split_once(':')?;
        if key.contains(char::is_whitespace) {
            return None;
        }
        let value = value.trim().trim_matches(['"', '\'']);
        if !value.is_empty() {
            fields.push((key.to_string(), value.to_string()));
        }
    }
    None
}

/// A heading `# …` that starts the text, and the bytes up to the end of its line.
fn heading(text: &str) -> Option<(String, usize)> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].split_inclusive('\n').next()?;
    let title = line.trim_end().strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    (!title.is_empty()).then(|| (title.to_string(), start + line.len()))
}
