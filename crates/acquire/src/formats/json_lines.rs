//! JSONL: an article a line, blank lines passed over, a broken line named and left out.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use terms::Place;

use super::{Articles, Head, Setting, Source, first_byte, in_steps, json_document, record, unreadable};
use crate::draft::Items;
use crate::{Cause, Problem};

/// Objects, of which the first line or a later one is whole: a file whose first line is broken is still JSONL,
/// and one object spread over many lines is not.
pub(super) fn recognises(head: &Head, _: &Setting) -> bool {
    let Some((start, b'{')) = first_byte(&head.bytes) else { return false };
    if !matches!(first_byte(&head.bytes[start + 1..]), Some((_, b'"' | b'}' | b'\''))) {
        return false;
    }
    if json_document::list_within(&head.bytes).is_some() {
        return false;
    }
    let mut lines = head.bytes[start..].split(|byte| *byte == b'\n').peekable();
    let mut whole = false;
    while let Some(line) = lines.next() {
        let is_cut = lines.peek().is_none() && !head.whole;
        // A line longer than the head, or a last line cut by it, can only be judged by its start.
        whole |= (is_cut && line.starts_with(b"{\"")) || is_object(line);
    }
    whole
}

fn is_object(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"{") && line.ends_with(b"}") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

pub(super) fn open(source: Source) -> Articles {
    let mut lines = Lines { source, line: 0 };
    in_steps(move |items| lines.step(items))
}

struct Lines {
    source: Source,
    line: u64,
}

impl Lines {
    /// Reads the next line into `items`; nothing where it is blank.
    fn step(&mut self, items: &mut Items) -> Result<ControlFlow<()>, Problem> {
        self.line += 1;
        let place = Place { line: Some(self.line), ..self.source.place.clone() };
        let limit = self.source.setting.limits.line_bytes();
        let line = next_line(&mut self.source.bytes, limit);
        match line.map_err(|error| Problem::new(&place, unreadable(&error)))? {
            Line::End => return Ok(ControlFlow::Break(())),
            Line::TooLong => items.push_back(Err(Problem::new(&place, Cause::TooLong { what: "a line", limit }))),
            Line::Of(bytes) if bytes.trim_ascii().is_empty() => {}
            Line::Of(bytes) => record::read_json(bytes, "line", &place, &self.source.setting, items),
        }
        Ok(ControlFlow::Continue(()))
    }
}

enum Line {
    Of(Vec<u8>),
    TooLong,
    End,
}

/// The next line without its end; of a line over the limit no more than that is held, and the rest is passed over.
fn next_line(bytes: &mut dyn BufRead, limit: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    let read = bytes.take(limit as u64 + 1).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if line.pop_if(|last| *last == b'\n').is_some() || read <= limit {
        return Ok(Line::Of(line));
    }
    drop(line);
    bytes.skip_until(b'\n')?;
    Ok(Line::TooLong)
}
