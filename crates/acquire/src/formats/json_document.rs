//! A JSON list of articles, or one article as an object over several lines.
//!
//! Elements are cut out one by one by their brackets, so that a long list is never held whole.

use std::io::{self, BufRead};

use super::{Articles, Head, Source, first_byte, json_record, unreadable};
use crate::draft::Items;
use crate::{Cause, Problem};

pub(super) fn recognises(head: &Head) -> bool {
    let Some((start, first)) = first_byte(&head.bytes) else { return false };
    let second = first_byte(&head.bytes[start + 1..]).map(|(_, byte)| byte);
    match first {
        b'{' => matches!(second, Some(b'"' | b'}' | b'\'')),
        b'[' => matches!(second, Some(b'{' | b']')),
        _ => false,
    }
}

pub(super) fn open(source: Source) -> Articles {
    Box::new(Document { bytes: Counted { source, line: 1 }, state: State::Start, items: Items::new() })
}

struct Document {
    bytes: Counted,
    state: State,
    items: Items,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first bracket.
    Start,
    /// Within a list, an element or its end ahead.
    List,
    /// After the last bracket, where nothing but white space may follow.
    After,
    /// Nothing more to read.
    Ended,
}

impl Document {
    fn step(&mut self) -> io::Result<()> {
        let Some(byte) = self.bytes.next_solid()? else {
            if self.state == State::List {
                self.give_up("the list has no end");
            }
            self.state = State::Ended;
            return Ok(());
        };
        match (self.state, byte) {
            (State::Start, b'[') => {
                self.bytes.consume_one();
                self.state = State::List;
            }
            (State::Start, b'{') => {
                self.state = State::After;
                self.element("document")?;
            }
            (State::List, b',') => self.bytes.consume_one(),
            (State::List, b']') => {
                self.bytes.consume_one();
                self.state = State::After;
            }
            (State::List, b'{') => self.element("element")?,
            (State::List, _) => self.give_up("expected an article as an object {…}"),
            (State::Start | State::After | State::Ended, _) => self.give_up("something follows the end"),
        }
        Ok(())
    }

    fn element(&mut self, part: &'static str) -> io::Result<()> {
        let limits = self.bytes.source.limits;
        let mut place = self.bytes.source.place.clone();
        place.line = Some(self.bytes.line);
        match self.bytes.balanced(limits.line_bytes())? {
            Balanced::Whole(bytes) => json_record::read(bytes, part, &place, &limits, &mut self.items),
            Balanced::Cut(bytes) => {
                json_record::read(bytes, part, &place, &limits, &mut self.items);
                self.state = State::Ended;
            }
            Balanced::TooLong => {
                let cause = Cause::TooLong { what: "an article with its fields", limit: limits.line_bytes() };
                self.items.push_back(Err(Problem::new(&place, cause)));
            }
        }
        Ok(())
    }

    /// Names the place and reads no further: where a list goes on after such a thing cannot be told.
    fn give_up(&mut self, reason: &str) {
        let mut place = self.bytes.source.place.clone();
        place.line = Some(self.bytes.line);
        let cause = Cause::BrokenJson { part: "rest of the file", column: 0, reason: reason.into() };
        self.items.push_back(Err(Problem::new(&place, cause)));
        self.state = State::Ended;
    }
}

impl Iterator for Document {
    type Item = <Items as IntoIterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        while self.items.is_empty() && self.state != State::Ended {
            if let Err(error) = self.step() {
                self.state = State::Ended;
                self.items.push_back(Err(Problem::new(&self.bytes.source.place, unreadable(&error))));
            }
        }
        self.items.pop_front()
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
    /// The next byte that is no white space, not yet taken.
    fn next_solid(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.source.bytes.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let found = buffer.get(blank).copied();
            self.line += buffer[..blank].iter().filter(|byte| **byte == b'\n').count() as u64;
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
            self.line += buffer[..count].iter().filter(|byte| **byte == b'\n').count() as u64;
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
