use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Cause;

/// How the bytes of a file stand for characters, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// UTF-8 or an older encoding that agrees with ASCII; so many bytes of byte-order mark come first.
    Bytes(usize),
    /// UTF-16, told by its mark (of so many bytes) or, without one, by its zeros.
    Wide(&'static Encoding, usize),
}

/// Tells the scheme from the first bytes of a file.
pub(crate) fn scheme(head: &[u8]) -> Scheme {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Scheme::Bytes(3),
        [0xFF, 0xFE, ..] => Scheme::Wide(UTF_16LE, 2),
        [0xFE, 0xFF, ..] => Scheme::Wide(UTF_16BE, 2),
        _ => match zeros(head) {
            // News in Latin letters: nearly every other byte is zero, and none of the others.
            (even, odd) if odd > 0.8 && even < 0.01 => Scheme::Wide(UTF_16LE, 0),
            (even, odd) if even > 0.8 && odd < 0.01 => Scheme::Wide(UTF_16BE, 0),
            _ => Scheme::Bytes(0),
        },
    }
}

/// Shares of zeros among the bytes at even and at odd places.
fn zeros(head: &[u8]) -> (f64, f64) {
    let pairs = head.len() / 2;
    if pairs < 4 {
        return (0.0, 0.0);
    }
    let share = |place: usize| head.chunks_exact(2).filter(|pair| pair[place] == 0).count() as f64 / pairs as f64;
    (share(0), share(1))
}

/// Decodes a whole text, or one line of a file, whose scheme is [`Scheme::Bytes`].
///
/// UTF-8 where it is UTF-8, also where a few bytes of it are spoiled; else the older encoding that its letters
/// speak for. The cause, a warning, says which of these it was.
pub(crate) fn decode(bytes: Vec<u8>) -> (String, Option<Cause>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let (sound, spoiled) = bytes.utf8_chunks().fold((0, 0), |(sound, spoiled), chunk| {
        let letters = chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        (sound + letters, spoiled + usize::from(!chunk.invalid().is_empty()))
    });
    // Text of an older encoding hardly ever holds a valid UTF-8 sequence; one is worth more than one bad byte.
    if sound > spoiled {
        return (String::from_utf8_lossy(&bytes).into_owned(), Some(Cause::Replaced { count: spoiled }));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    // A few accents in a text of plain letters are names in English news: the detector may lean to the west.
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let region: Option<&[u8]> = (others * 10 < bytes.len()).then_some(b"uk");
    let encoding = detector.guess(region, Utf8Detection::Deny);
    let (text, wrong) = encoding.decode_without_bom_handling(&bytes);
    let (text, encoding) =
        if wrong { (WINDOWS_1252.decode_without_bom_handling(&bytes).0, WINDOWS_1252) } else { (text, encoding) };
    (text.into_owned(), Some(Cause::Converted { encoding: encoding.name() }))
}

/// Share of characters that no text has: control characters other than blanks and line breaks.
pub(crate) fn strangeness(bytes: &[u8]) -> f64 {
    if bytes.is_empty() {
        return 0.0;
    }
    let strange = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    bytes.iter().filter(strange).count() as f64 / bytes.len() as f64
}

/// Reads UTF-16 as UTF-8, piece by piece.
pub(crate) struct Narrowed<R> {
    wide: R,
    decoder: Decoder,
    /// Bytes read and not yet decoded: `input[taken..filled]`.
    input: Box<[u8]>,
    taken: usize,
    filled: usize,
    ended: bool,
    /// Characters decoded and not yet handed out: `output[given..]`.
    output: String,
    given: usize,
}

impl<R: Read> Narrowed<R> {
    /// Starts after the byte-order mark.
    pub(crate) fn new(wide: R, encoding: &'static Encoding) -> Self {
        Self {
            wide,
            decoder: encoding.new_decoder_without_bom_handling(),
            input: vec![0; 1 << 14].into(),
            taken: 0,
            filled: 0,
            ended: false,
            output: String::with_capacity(1 << 16),
            given: 0,
        }
    }

    /// Decodes the next piece; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        self.output.clear();
        self.given = 0;
        while self.output.is_empty() {
            if self.taken == self.filled {
                if self.ended {
                    return Ok(false);
                }
                self.taken = 0;
                self.filled = self.wide.read(&mut self.input)?;
                self.ended = self.filled == 0;
            }
            let input = &self.input[self.taken..self.filled];
            let (result, read, _) = self.decoder.decode_to_string(input, &mut self.output, self.ended);
            self.taken += read;
            if self.ended && result == CoderResult::InputEmpty {
                return Ok(!self.output.is_empty());
            }
        }
        Ok(true)
    }
}

impl<R: Read> Read for Narrowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.output.len() && !self.refill()? {
            return Ok(0);
        }
        let ready = &self.output.as_bytes()[self.given..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_an_older_encoding_are_told_and_named() {
        let (bytes, _, _) = WINDOWS_1252.encode("The minister said: “São Tomé will not sign” – and left for Malmö.");
        let (text, cause) = decode(bytes.into_owned());
        assert_eq!(text, "The minister said: “São Tomé will not sign” – and left for Malmö.");
        assert_eq!(cause, Some(Cause::Converted { encoding: "windows-1252" }));
    }

    #[test]
    fn letters_that_are_not_latin_are_told_too() {
        let text = "Правительство объявило в понедельник об отзыве посла.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(decode(bytes.into_owned()), (text.into(), Some(Cause::Converted { encoding: "windows-1251" })));
        let text = "首相は月曜日に辞任を表明した。";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        assert_eq!(decode(bytes.into_owned()), (text.into(), Some(Cause::Converted { encoding: "Shift_JIS" })));
    }

    #[test]
    fn one_spoiled_byte_does_not_spoil_the_other_letters() {
        let mut bytes = "“No,” said Mr Peña. “Never.”".as_bytes().to_vec();
        bytes.insert(9, 0xFF);
        let (text, cause) = decode(bytes);
        assert_eq!(text, "“No,”\u{FFFD} said Mr Peña. “Never.”");
        assert_eq!(cause, Some(Cause::Replaced { count: 1 }));
    }

    #[test]
    fn wide_characters_come_out_whole_however_small_the_buffer() {
        let text = "Zażółć 🕊 gęślą. ".repeat(3000);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            scheme("Plain words".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>().as_slice()),
            Scheme::Wide(UTF_16BE, 0)
        );
        let mut narrowed = Narrowed::new(wide.as_slice(), UTF_16BE);
        let (mut whole, mut piece) = (Vec::new(), [0; 7]);
        loop {
            match narrowed.read(&mut piece).unwrap() {
                0 => break,
                count => whole.extend_from_slice(&piece[..count]),
            }
        }
        assert_eq!(String::from_utf8(whole).unwrap(), text);
    }
}
