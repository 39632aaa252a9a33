//! Cuts of very long texts: what is taken as one document.

use super::tokenizer::RawToken;

/// Tokens that one document holds at most.
const LONGEST_DOCUMENT: usize = 20_000;

/// Cuts are sought from this token on.
const EARLIEST_CUT: usize = 10_000;

/// Splits tokens into documents of at most 20,000.
///
/// The cut comes after the last blank line that fits; where there is none after the first half, after the last line break,
/// then after the last token that ends a sentence by its look, then anywhere.
pub(super) fn documents<'a>(text: &str, mut tokens: &'a [RawToken]) -> Vec<&'a [RawToken]> {
    let mut documents = Vec::new();
    while tokens.len() > LONGEST_DOCUMENT {
        let last = |ends: &dyn Fn(&str) -> bool| {
            (EARLIEST_CUT..LONGEST_DOCUMENT).rev().find(|&index| ends(&text[tokens[index].start..tokens[index].end]))
        };
        let cut = last(&|token| token.bytes().filter(|&byte| byte == b'\n').count() > 1)
            .or_else(|| last(&|token| token.contains('\n')))
            .or_else(|| last(&|token| matches!(token, "." | "!" | "?")))
            .map_or(LONGEST_DOCUMENT, |index| index + 1);
        let (document, rest) = tokens.split_at(cut);
        documents.push(document);
        tokens = rest;
    }
    if !tokens.is_empty() {
        documents.push(tokens);
    }
    documents
}
