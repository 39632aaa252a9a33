//! Paragraphs of a text, whether its lines are paragraphs or wrapped at a fixed width.

use std::ops::Range;

/// Longest line of a text that counts as wrapped, in bytes.
const WRAP_WIDTH: usize = 100;
/// Shortest line at whose end a wrapped paragraph may go on, in bytes.
const WRAP_LEAST: usize = 35;

/// Byte ranges of the paragraphs of a text, white space at both ends left out; none is empty.
///
/// A blank line always parts paragraphs. A single line break does so too, unless most lines of the text break off in
/// the middle of a sentence at one width (a wrapped text): there only an indented line begins a paragraph.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let wrapped = is_wrapped(text, &lines);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut follows = false;
    for line in lines {
        let words = trimmed(text, line.clone());
        if words.is_empty() {
            follows = false;
            continue;
        }
        let indented = words.start > line.start;
        match found.last_mut() {
            Some(last) if follows && wrapped && !indented => last.end = words.end,
            _ => found.push(words),
        }
        follows = true;
    }
    found
}

/// A byte range less the white space (and joiners that do not show) at both its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start_matches(blank).len();
    let end = range.end - (slice.len() - slice.trim_end_matches(blank).len());
    start..end.max(start)
}

/// Whether a line ends as a sentence does, closing quotes and brackets set aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', ' ']).ends_with(['.', '!', '?', '…', ':', ';'])
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in memchr_lines(text) {
        found.push(start..end);
        start = end + 1;
    }
    found.push(start..text.len());
    found
}

fn memchr_lines(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at)
}

fn is_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    if lines.iter().any(|line| line.len() > WRAP_WIDTH) {
        return false;
    }
    let mut breaks = 0;
    let mut within = 0;
    for pair in lines.windows(2) {
        let (this, next) = (trimmed(text, pair[0].clone()), trimmed(text, pair[1].clone()));
        if this.is_empty() || next.is_empty() || next.start > pair[1].start {
            continue;
        }
        breaks += 1;
        within += usize::from(this.len() >= WRAP_LEAST && !ends_sentence(&text[this]));
    }
    breaks >= 2 && within * 3 > breaks * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(pieces("One story. \nAnother one.\n\n  \nThe third."), ["One story.", "Another one.", "The third."]);
        assert_eq!(pieces(" \n\n "), Vec::<&str>::new());
    }

    #[test]
    fn a_wrapped_text_keeps_its_paragraphs_whole() {
        let text = "The ministers of the three countries met at\nthe lake on Tuesday and agreed that the old\nbridge over the border river will be opened\nagain in the spring.\n    They will meet again in the capital of the\nsecond country.";
        assert_eq!(paragraphs(text).len(), 2);
    }
}
