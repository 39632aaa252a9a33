/// How much of an input is taken in before it is named as too much and left out, whole or in part.
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
    /// Longest web page or entry of a feed, in bytes: markup and scripts outweigh the text by far.
    pub page_bytes: usize,
    /// Deepest nesting of a page's elements, unclosed ones counted in; pages by people have some dozens.
    pub depth: usize,
    /// Most elements of a page, those counted in that a parser opens again because nobody closed them: so many take a second
    /// or two to take apart, twice as many up to four. Of a page with more of its own, the text before them is kept.
    pub elements: usize,
    /// Most bytes that one packed file is unpacked to.
    pub unpacked_bytes: u64,
    /// Most bytes out of one byte in, after the first 64 MiB: what holds more is no news but a bomb.
    pub unpacked_ratio: u64,
    /// Most packings one in another.
    pub packings: u8,
    /// Longest Parquet file that is held in memory because it comes from a stream, and longest row group of any.
    pub held_bytes: usize,
}

impl Limits {
    /// The default limits with another longest text.
    pub fn with_text_bytes(text_bytes: usize) -> Self {
        Self { text_bytes, ..Self::default() }
    }

    /// Longest line or array element, in bytes: escapes and the other fields take their room beside the text.
    pub fn line_bytes(&self) -> usize {
        self.text_bytes.saturating_mul(4).saturating_add(1 << 16)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 1_000_000,
            page_bytes: 8_000_000,
            depth: 1024,
            elements: 60_000,
            unpacked_bytes: 64 << 30,
            unpacked_ratio: 300,
            packings: 3,
            held_bytes: 512 << 20,
        }
    }
}
