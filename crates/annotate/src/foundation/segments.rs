//! What is taken as one document: the whole text, cut at given places and where it is very long.

use super::tokenizer::RawToken;

/// Tokens that one document holds at most.
const LONGEST_DOCUMENT: usize = 20_000;

/// Cuts are sought from this token on.
const EARLIEST_CUT: usize = 10_000;

/// Splits tokens at byte offsets given in ascending order.
pub(super) fn apart<'a>(mut tokens: &'a [RawToken], seams: &[usize]) -> Vec<&'a [RawToken]> {
    let mut parts = Vec::new();
    for &seam in seams {
        let (part, rest) = tokens.split_at(tokens.partition_point(|token| token.start < seam));
        parts.extend((!part.is_empty()).then_some(part));
        tokens = rest;
    }
    parts.extend((!tokens.is_empty()).then_some(tokens));
    parts
}

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

#[cfg(test)]
mod tests {
    use super::*;

    /// One token a character.
    fn lengths(text: &str) -> Vec<usize> {
        let tokens: Vec<RawToken> = (0..text.len()).map(|start| RawToken::plain(start, start + 1)).collect();
        documents(text, &tokens).into_iter().map(<[RawToken]>::len).collect()
    }

    #[test]
    fn a_text_of_usual_length_is_one_document() {
        assert_eq!(lengths(&"w".repeat(20_000)), [20_000]);
        assert!(lengths("").is_empty());
    }

    #[test]
    fn a_seam_cuts_before_the_first_token_that_begins_at_it_or_behind_it() {
        let tokens: Vec<RawToken> = (0..9).step_by(3).map(|start| RawToken::plain(start, start + 2)).collect();
        let lengths = |seams: &[usize]| apart(&tokens, seams).into_iter().map(<[RawToken]>::len).collect::<Vec<_>>();
        assert_eq!(lengths(&[]), [3]);
        assert_eq!(lengths(&[0, 3, 3, 9]), [1, 2]);
        assert_eq!(lengths(&[1, 4]), [1, 1, 1]);
    }

    #[test]
    fn a_cut_comes_after_the_last_line_break_that_fits() {
        let text = format!("{}\n{}.{}", "w".repeat(12_000), "w".repeat(3_000), "w".repeat(10_000));
        assert_eq!(lengths(&text), [12_001, 13_001]);
    }

    #[test]
    fn without_a_line_break_a_cut_comes_after_the_end_of_a_sentence_or_anywhere() {
        assert_eq!(lengths(&format!("{}.{}", "w".repeat(15_000), "w".repeat(10_000))), [15_001, 10_000]);
        assert_eq!(lengths(&"w".repeat(45_000)), [20_000, 20_000, 5_000]);
    }
}
