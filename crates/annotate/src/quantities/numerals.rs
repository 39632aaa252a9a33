//! Numbers in figures and in words.

use terms::Token;

/// A number read from a run of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// The number.
    pub value: f64,
    /// One past its last token.
    pub end: usize,
    /// Whether it is written in figures.
    pub figures: bool,
}

/// The number that begins at token `start`: "1,000", "1.7 million", "twenty-four", "a hundred", "2 1/2", "a dozen".
///
/// `None` where none begins; a bare "a" is no number.
pub(crate) fn read(tokens: &[Token], start: usize) -> Option<Numeral> {
    let first = tokens.get(start)?;
    let mut numeral = match figures(&first.text) {
        Some(value) => after_figures(tokens, start, value),
        None => in_words(tokens, start)?,
    };
    while let Some(scale) = tokens
        .get(numeral.end)
        .and_then(|token| scale(&token.text, numeral.figures && !tokens[numeral.end - 1].space_after))
    {
        numeral.value *= scale;
        numeral.end += 1;
    }
    Some(numeral)
}

/// A number written in figures, thousands commas allowed: `1,000`, `1.7`, `½`; `None` for anything else.
pub(crate) fn figures(text: &str) -> Option<f64> {
    if let Some(half) = fraction_sign(text) {
        return Some(half);
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut groups = text.split(',');
    let head = groups.next()?;
    if groups.any(|group| group.split('.').next().is_none_or(|whole| whole.len() != 3))
        || (text.contains(',') && head.len() > 3)
    {
        return None;
    }
    let plain: String = text.chars().filter(|&c| c != ',').collect();
    if !plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    plain.parse().ok()
}

fn fraction_sign(text: &str) -> Option<f64> {
    Some(match text {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "1/2" => 0.5,
        "1/4" => 0.25,
        "3/4" => 0.75,
        _ => return None,
    })
}

fn after_figures(tokens: &[Token], start: usize, value: f64) -> Numeral {
    let fraction = tokens.get(start + 1).and_then(|token| fraction_sign(&token.text)).filter(|_| value.fract() == 0.0);
    match fraction {
        Some(part) => Numeral { value: value + part, end: start + 2, figures: true },
        None => Numeral { value, end: start + 1, figures: true },
    }
}

/// A number below a hundred in one word, or "dozen".
pub(crate) fn small(text: &str) -> Option<f64> {
    const ONES: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let lower = text.to_ascii_lowercase();
    if let Some(one) = ONES.iter().position(|&word| word == lower) {
        return Some(one as f64);
    }
    TENS.iter().position(|&word| word == lower).map(|ten| (ten as f64 + 2.0) * 10.0)
}

/// A word that multiplies what stands before it; `glued` allows the short forms of figures ("1.2bn", "20m").
fn scale(text: &str, glued: bool) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    Some(match lower.as_str() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mln" | "mn" => 1e6,
        "billion" | "bln" | "bn" => 1e9,
        "trillion" | "trn" | "tn" => 1e12,
        "dozen" => 12.0,
        "k" if glued => 1e3,
        "m" if glued => 1e6,
        "b" if glued => 1e9,
        _ => return None,
    })
}

fn in_words(tokens: &[Token], start: usize) -> Option<Numeral> {
    let text = |at: usize| tokens.get(at).map(|token| token.text.to_ascii_lowercase());
    let first = text(start)?;
    if matches!(first.as_str(), "a" | "an") {
        let next = text(start + 1)?;
        // "a few hundred" and "a hundred or so" are as vague as they are; only the bare word is a number.
        return matches!(next.as_str(), "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen")
            .then_some(Numeral { value: 1.0, end: start + 1, figures: false });
    }
    if first == "half"
        && text(start + 1).as_deref() == Some("a")
        && matches!(text(start + 2).as_deref(), Some("million" | "billion" | "dozen"))
    {
        return Some(Numeral { value: 0.5, end: start + 2, figures: false });
    }
    // `total` holds what thousands and millions have closed, `group` what is below the next of them.
    let (mut total, mut group, mut at, mut seen) = (0.0, 0.0, start, false);
    while let Some(word) = text(at) {
        let next = || text(at + 1).and_then(|next| small(&next));
        if let Some(value) = small(&word) {
            // "nineteen ninety" is a year, "two three" a list: two numbers side by side do not add up.
            let joins = group % 100.0 == 0.0 || (is_ten(group) && value < 10.0);
            if seen && !joins {
                break;
            }
            group += value;
        } else if !seen {
            return small_compound(&word).map(|value| Numeral { value, end: at + 1, figures: false });
        } else if word == "hundred" {
            group = f64::max(group, 1.0) * 100.0;
        } else if matches!(word.as_str(), "thousand" | "million" | "billion" | "trillion") {
            let by = scale(&word, false)?;
            if total > 0.0 && by >= total {
                break;
            }
            total += f64::max(group, 1.0) * by;
            group = 0.0;
        } else {
            let hyphen = word == "-" && is_ten(group) && next().is_some_and(|one| one < 10.0);
            let and = word == "and"
                && group % 100.0 == 0.0
                && next().is_some()
                && matches!(text(at - 1).as_deref(), Some("hundred" | "thousand"));
            if !hyphen && !and {
                break;
            }
        }
        seen = true;
        at += 1;
    }
    seen.then_some(Numeral { value: total + group, end: at, figures: false })
}

/// Whether a group ends in twenty, thirty, … so that a number below ten may follow.
fn is_ten(group: f64) -> bool {
    group % 10.0 == 0.0 && group % 100.0 >= 20.0
}

/// "twenty-four" where the tokenizer kept it whole.
fn small_compound(word: &str) -> Option<f64> {
    let (ten, one) = word.split_once('-')?;
    let (ten, one) = (small(ten)?, small(one)?);
    (ten >= 20.0 && one < 10.0 && one > 0.0).then_some(ten + one)
}
