//! Sentence → word pieces with their places.

use std::ops::Range;

use terms::DataError;
use tokenizers::{Tokenizer, TruncationParams};

use super::weights::model_error;

/// Cuts sentences into pieces.
pub(super) struct Wordpieces {
    tokenizer: Tokenizer,
}

/// The pieces of one sentence, the marks of its beginning and end among them.
pub(super) struct Pieces {
    /// Rows of the embedding table.
    pub ids: Vec<u32>,
    /// Byte range of each piece; empty for the marks of beginning and end.
    places: Vec<(usize, usize)>,
}

impl Pieces {
    /// The pieces that touch a range of bytes.
    pub fn within(&self, bytes: Range<usize>) -> Vec<usize> {
        let touches = |&(start, end): &(usize, usize)| start < bytes.end && bytes.start < end;
        (0..self.places.len()).filter(|&piece| touches(&self.places[piece])).collect()
    }
}

impl Wordpieces {
    /// From the bytes of a `tokenizer.json`.
    ///
    /// # Errors
    /// The file is not one that the library takes.
    pub fn new(bytes: &[u8], most_pieces: usize) -> Result<Self, DataError> {
        let error = |error: tokenizers::Error| model_error("tokenizer.json", error.to_string());
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(error)?;
        tokenizer.with_padding(None);
        let truncation = TruncationParams { max_length: most_pieces, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(error)?;
        Ok(Self { tokenizer })
    }

    /// The pieces of a sentence; any text is taken.
    pub fn cut(&self, sentence: &str) -> Pieces {
        match self.tokenizer.encode(sentence, true) {
            Ok(encoding) => Pieces { ids: encoding.get_ids().to_vec(), places: encoding.get_offsets().to_vec() },
            // The tokenizer fails on no text; were it to, the sentence would be one unknown word.
            Err(_) => Pieces { ids: vec![0], places: vec![(0, 0)] },
        }
    }
}
