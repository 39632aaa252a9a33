use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Span;

/// Scalar values between two remembered byte offsets.
const STRIDE: usize = 64;

/// A text that can be cut by [`Span`]s in constant time.
///
/// # Example
/// ```
/// use terms::{Span, Text};
/// let text = Text::new("Erdoğan rang Trump.");
/// assert_eq!(text.slice(Span::new(8, 12)), "rang");
/// assert_eq!(text.slice(Span::new(8, 99)), "rang Trump."); // cut at the end, never a panic
/// ```
#[derive(Clone, Default)]
pub struct Text {
    string: String,
    /// Byte offset of every `STRIDE`th scalar value; empty where bytes and scalar values are the same.
    marks: Vec<u32>,
    length: u32,
}

impl Text {
    /// Takes the string over and indexes it.
    pub fn new(string: impl Into<String>) -> Self {
        let string = string.into();
        if string.is_ascii() {
            return Self { length: string.len() as u32, string, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(string.len() / STRIDE + 1);
        let mut length = 0;
        for (scalar, (byte, _)) in string.char_indices().enumerate() {
            if scalar % STRIDE == 0 {
                marks.push(byte as u32);
            }
            length = scalar as u32 + 1;
        }
        Self { string, marks, length }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Length in scalar values.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The byte offset of a scalar value; the byte length where `scalar` is past the end.
    pub fn byte(&self, scalar: u32) -> usize {
        if scalar >= self.length {
            return self.string.len();
        }
        if self.marks.is_empty() {
            return scalar as usize;
        }
        let mark = self.marks[scalar as usize / STRIDE] as usize;
        let rest = scalar as usize % STRIDE;
        self.string[mark..].char_indices().nth(rest).map_or(self.string.len(), |(byte, _)| mark + byte)
    }

    /// The scalar value that starts at, or holds, a byte offset.
    pub fn scalar(&self, byte: usize) -> u32 {
        let byte = byte.min(self.string.len());
        if self.marks.is_empty() {
            return byte as u32;
        }
        let block = self.marks.partition_point(|&mark| mark as usize <= byte).saturating_sub(1);
        let start = self.marks[block] as usize;
        let within = self.string[start..].char_indices().take_while(|(at, _)| start + at < byte).count();
        (block * STRIDE + within) as u32
    }

    /// The words of a span; a span past the end is cut there.
    pub fn slice(&self, span: Span) -> &str {
        &self.string[self.byte(span.start)..self.byte(span.end)]
    }

    /// The span of a byte range.
    pub fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span::new(self.scalar(bytes.start), self.scalar(bytes.end))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.string.fmt(f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.string == other.string
    }
}

impl Eq for Text {}

impl From<&str> for Text {
    fn from(string: &str) -> Self {
        Self::new(string)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.string.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_scalar_values_map_both_ways() {
        let text = Text::new("“Já chega”, disse. ".repeat(40));
        for (scalar, (byte, _)) in text.as_str().char_indices().enumerate() {
            assert_eq!(text.byte(scalar as u32), byte);
            assert_eq!(text.scalar(byte), scalar as u32);
        }
        assert_eq!(text.scalar(text.as_str().len()), text.len());
    }
}
