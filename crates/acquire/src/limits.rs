/// How much of an input is taken in before it is named as too long and left out.
///
/// # Example
/// ```
/// let limits = acquire::Limits::with_text_bytes(10_000);
/// assert_eq!(limits.line_bytes(), 4 * 10_000 + 65_536);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest text of one article, in bytes of UTF-8. A news article has some thousands; a megabyte is a thick book.
    pub text_bytes: usize,
}

impl Limits {
    /// The default limits with another longest text.
    pub fn with_text_bytes(text_bytes: usize) -> Self {
        Self { text_bytes }
    }

    /// Longest line or array element, in bytes: escapes and the other fields take their room beside the text.
    pub fn line_bytes(&self) -> usize {
        self.text_bytes.saturating_mul(4).saturating_add(1 << 16)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { text_bytes: 1_000_000 }
    }
}
