//! What goes to a terminal: words of strangers may not steer it.

use std::io::{self, Write};

/// Longest colour that is let through, in bytes.
const COLOUR: usize = 12;

/// Passes on what is written without control characters, but for line ends, tabs and colours.
pub(crate) struct Harmless<W> {
    inner: W,
    /// The beginning of what may be a colour, or of a character that may be a control.
    held: Vec<u8>,
}

impl<W: Write> Harmless<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, held: Vec::new() }
    }
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut clean = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            take(&mut self.held, byte, &mut clean);
        }
        self.inner.write_all(&clean)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn take(held: &mut Vec<u8>, byte: u8, clean: &mut Vec<u8>) {
    match (held.as_slice(), byte) {
        // U+0080 to U+009F, which some terminals obey.
        ([0xC2], 0x80..=0x9F) => held.clear(),
        ([0xC2], _) => {
            clean.push(0xC2);
            held.clear();
            take(held, byte, clean);
        }
        ([], 0xC2 | 0x1B) | ([0x1B], b'[') => held.push(byte),
        ([0x1B, b'[', ..], b'0'..=b'9' | b';') if held.len() < COLOUR => held.push(byte),
        ([0x1B, b'[', ..], b'm') => {
            clean.append(held);
            clean.push(b'm');
        }
        ([0x1B, rest @ ..], _) => {
            clean.extend_from_slice(rest);
            held.clear();
            take(held, byte, clean);
        }
        (_, 0x00..=0x08 | 0x0B..=0x1F | 0x7F) => {}
        (_, byte) => clean.push(byte),
    }
}

/// The same for a message.
pub(crate) fn harmless(words: &str) -> String {
    words.chars().filter(|letter| matches!(letter, '\n' | '\t') || !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &str) -> String {
        let mut out = Vec::new();
        let mut harmless = Harmless::new(&mut out);
        // A byte at a time, so that everything is cut.
        for byte in words.as_bytes() {
            harmless.write_all(std::slice::from_ref(byte)).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn words_and_colours_pass_and_what_steers_a_terminal_does_not() {
        let plain = "Zürich — “said”\t1\n\u{1b}[1;31mred\u{1b}[0m é Â 🇳🇴\n";
        assert_eq!(written(plain), plain);
        assert_eq!(written("a\u{1b}]0;title\u{7}b"), "a]0;titleb");
        assert_eq!(written("\u{1b}[2J\u{1b}[1A\u{9b}2J\r\u{8}x\u{1b}\u{1b}[31mc"), "[2J[1A2Jx\u{1b}[31mc");
        assert!(!written(&format!("\u{1b}[{}m", "1;".repeat(20))).contains('\u{1b}'));
    }
}
