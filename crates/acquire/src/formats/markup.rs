//! What a file in markup starts with, and the words of a piece of it.

use trafilatura::dom::{Document, NodeId};

use super::first_byte;
use crate::{Cause, Limits, guard};

/// The start of a file in markup.
pub(super) struct Markup {
    /// Name of the first element in lower case, without its prefix; empty where a declaration stands alone.
    pub(super) element: String,
    /// Whether the file declares itself as HTML.
    pub(super) is_html: bool,
}

/// Elements that a page may start with when it says nothing about itself.
pub(super) const FIRST: [&str; 22] = [
    "html", "head", "body", "title", "meta", "link", "base", "script", "style", "article", "main", "section", "header",
    "nav", "div", "p", "h1", "h2", "table", "center", "font", "span",
];

/// Elements that are never closed, or need not be.
const UNCLOSED: [&str; 29] = [
    "area", "base", "basefont", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "hr", "img", "input", "keygen",
    "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "td", "th", "tr", "track", "wbr",
];

/// Elements that a parser opens again in every block until they are closed.
const REOPENED: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Mean depth of as many elements as a page may have, beyond which it is too much.
const DEPTHS: usize = 100;

/// Most attributes of one element.
const ATTRIBUTES: usize = 2_000;

/// Elements whose words stand apart from those before and after.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "ol",
    "p",
    "section",
    "ul",
];

/// The start of a file whose first character that is no white space opens a declaration or an element.
pub(super) fn first(bytes: &[u8]) -> Option<Markup> {
    let mut rest = &bytes[first_byte(bytes).filter(|(_, byte)| *byte == b'<')?.0..];
    let (mut is_html, mut is_declared) = (false, false);
    loop {
        let end = if rest.starts_with(b"<!--") {
            end_of(rest, b"-->")
        } else if starts_with(rest, b"<!doctype") || rest.starts_with(b"<?") {
            is_declared = true;
            is_html |= starts_with(rest, b"<!doctype html");
            end_of(rest, b">")
        } else {
            break;
        };
        rest = end.map_or(&[], |end| &rest[end..]);
        rest = first_byte(rest).map_or(&[], |(start, _)| &rest[start..]);
    }
    let name = rest.strip_prefix(b"<").unwrap_or_default();
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count();
    let is_tag = length > 0 && matches!(name.get(length), None | Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    let element = String::from_utf8_lossy(&name[..if is_tag { length } else { 0 }]).to_ascii_lowercase();
    let element = element.rsplit(':').next().unwrap_or_default().to_string();
    (is_declared || !element.is_empty()).then_some(Markup { element, is_html })
}

fn starts_with(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(start))
}

/// Where the first of these marks ends.
pub(super) fn end_of(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark).map(|start| start + mark.len())
}

/// Why markup would take too long to be taken apart, or too much room; nothing where it would not.
///
/// All of it is counted before it is parsed: nesting, elements, attributes of one element, and the elements that a
/// parser opens again in every block because nobody closed them.
pub(super) fn tangle(page: &str, limits: &Limits) -> Option<Cause> {
    first_tangle(page, limits).map(|(_, cause)| cause)
}

/// The same, with the byte of the tag by which it is too much; what comes before is not.
pub(super) fn first_tangle(page: &str, limits: &Limits) -> Option<(usize, Cause)> {
    let mut after = page.find('<').unwrap_or(page.len());
    let (mut depth, mut depths, mut elements) = (0usize, 0usize, 0usize);
    let (mut reopened, mut reopenings) = (0usize, 0usize);
    for tag in page.split('<').skip(1) {
        let at = after;
        after += 1 + tag.len();
        let (name, is_end) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let length = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..length].to_ascii_lowercase();
        let name = name.as_str();
        if name.is_empty() {
            continue;
        }
        let again = usize::from(REOPENED.contains(&name));
        if is_end {
            if !UNCLOSED.contains(&name) {
                (depth, reopened) = (depth.saturating_sub(1), reopened.saturating_sub(again));
            }
            continue;
        }
        elements += 1;
        depths += depth;
        reopenings += if again == 0 { reopened } else { 0 };
        if !UNCLOSED.contains(&name) {
            (depth, reopened) = (depth + 1, reopened + again);
        }
        if depth > limits.depth {
            return Some((at, Cause::TooDeep { limit: limits.depth }));
        }
        if elements > limits.elements {
            return Some((at, Cause::TooManyElements { limit: limits.elements }));
        }
        if elements + reopenings > limits.elements || depths > limits.elements * DEPTHS || attributes(tag) > ATTRIBUTES
        {
            return Some((at, Cause::TooTangled { limit: limits.elements }));
        }
    }
    None
}

/// Attributes of a tag, about.
fn attributes(tag: &str) -> usize {
    let (mut count, mut quote) = (0, None);
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b' ' | b'\t' | b'\n' | b'\r' | b'/') => count += 1,
            _ => {}
        }
    }
    count
}

/// Whether a text is a piece of HTML rather than words.
pub(super) fn is_fragment(text: &str) -> bool {
    first(text.as_bytes()).is_some_and(|markup| {
        markup.is_html || FIRST.contains(&markup.element.as_str()) || BLOCKS.contains(&markup.element.as_str())
    }) || ["</p>", "<br>", "<br/>", "<br />", "</a>"].iter().any(|mark| text.contains(mark))
}

/// The words of a piece of HTML, a block a line; scripts, styles and captions left out.
///
/// What nests too deep to be taken apart, or makes the parser give up, gives nothing.
pub(super) fn words(fragment: &str) -> String {
    words_by(Document::parse, fragment)
}

fn words_by(parse: fn(&str) -> Document, fragment: &str) -> String {
    let limits = Limits { depth: DEPTH, ..Limits::default() };
    if tangle(fragment, &limits).is_some() {
        return String::new();
    }
    let words = guard::guarded(|| {
        let document = parse(fragment);
        let mut words = Words { document: &document, whole: String::new() };
        words.below(document.body().unwrap_or_else(|| document.root()), 0);
        words.whole.trim().to_string()
    });
    words.unwrap_or_default()
}

/// Deepest nesting of a piece of HTML within another format.
const DEPTH: usize = 200;

struct Words<'a> {
    document: &'a Document,
    whole: String,
}

impl Words<'_> {
    fn below(&mut self, node: NodeId, depth: usize) {
        if depth > DEPTH + 50 {
            return;
        }
        for child in self.document.child_nodes(node) {
            if self.document.is_text(child) {
                self.text(&self.document.text_content(child));
                continue;
            }
            let name = self.document.tag_name(child).to_string();
            if matches!(name.as_str(), "script" | "style" | "noscript" | "template" | "figure" | "iframe" | "svg") {
                continue;
            }
            let is_block = BLOCKS.contains(&name.as_str());
            if is_block || matches!(name.as_str(), "br" | "tr" | "hr") {
                self.line();
            }
            self.below(child, depth + 1);
            if is_block {
                self.line();
            }
        }
    }

    fn text(&mut self, text: &str) {
        for (at, word) in text.split(|character: char| character.is_ascii_whitespace()).enumerate() {
            if at > 0 && !self.whole.ends_with([' ', '\n']) {
                self.whole.push(' ');
            }
            self.whole.push_str(word);
        }
    }

    fn line(&mut self) {
        self.whole.truncate(self.whole.trim_end_matches(' ').len());
        if !self.whole.is_empty() && !self.whole.ends_with('\n') {
            self.whole.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_on_which_the_parser_gives_up_has_no_words() {
        let fragment = "<p>Envoys <b>met</b>.</p><p>They left.</p>";
        assert_eq!(words_by(|_| panic!("a parser's own fault"), fragment), "");
        assert_eq!(words(fragment), "Envoys met.\nThey left.");
    }
}
