//! What is counted: currencies, percent, or the counted noun.

use terms::{Annotated, Relation, Tag, Token};

/// Nouns that count time; their numbers belong to the time expressions.
const TIME: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "night",
    "week",
    "weekend",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
    "a.m.",
    "p.m.",
    "am",
    "pm",
    "o'clock",
    "yr",
    "hr",
    "time",
    "birthday",
    "anniversary",
];

/// Currency code of a sign before a number.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    Some(match text {
        "$" | "US$" | "U.S.$" | "USD" => "USD",
        "€" | "EUR" => "EUR",
        "£" | "GBP" => "GBP",
        "¥" | "JPY" => "JPY",
        "₽" | "RUB" => "RUB",
        "₹" | "INR" | "Rs" | "Rs." => "INR",
        "₩" | "KRW" => "KRW",
        "₪" | "ILS" => "ILS",
        "C$" | "CAD" => "CAD",
        "A$" | "AUD" => "AUD",
        "HK$" | "HKD" => "HKD",
        "NZ$" | "NZD" => "NZD",
        "S$" | "SGD" => "SGD",
        "R$" | "BRL" => "BRL",
        "CHF" => "CHF",
        "CNY" | "RMB" => "CNY",
        "TRY" => "TRY",
        _ => return None,
    })
}

/// Currency code or "percent" of the words after a number, and one past their last token.
pub(super) fn after(tokens: &[Token], end: usize) -> Option<(&'static str, usize)> {
    let word = |at: usize| tokens.get(at).map(|token| token.text.to_ascii_lowercase());
    let first = word(end)?;
    match first.as_str() {
        "%" | "percent" | "pct" | "percentage" | "pc" => return Some(("percent", end + 1)),
        "per" if word(end + 1).as_deref() == Some("cent") => return Some(("percent", end + 2)),
        _ => {}
    }
    let (qualifier, at) = match tokens.get(end + 1) {
        Some(_) if currency(&first, None).is_none() => (Some(first), end + 1),
        _ => (None, end),
    };
    currency(&word(at)?, qualifier.as_deref()).map(|code| (code, at + 1))
}

fn currency(word: &str, qualifier: Option<&str>) -> Option<&'static str> {
    Some(match (word, qualifier) {
        ("dollars" | "dollar" | "dlrs" | "dlr", None | Some("us" | "u.s." | "american" | "-")) => "USD",
        ("dollars" | "dollar" | "dlrs", Some("canadian")) => "CAD",
        ("dollars" | "dollar" | "dlrs", Some("australian")) => "AUD",
        ("euros" | "euro", None | Some("-")) => "EUR",
        ("sterling" | "stg", None) | ("pounds" | "pound", Some("british" | "sterling")) => "GBP",
        ("yen", None | Some("japanese")) => "JPY",
        ("yuan" | "renminbi", None | Some("chinese")) => "CNY",
        ("rubles" | "roubles" | "ruble" | "rouble", None | Some("russian")) => "RUB",
        ("rupees" | "rupee", None | Some("indian")) => "INR",
        ("rupees" | "rupee", Some("pakistani")) => "PKR",
        ("hryvnias" | "hryvnia", None) => "UAH",
        ("francs" | "franc", Some("swiss")) => "CHF",
        ("shekels" | "shekel", None) => "ILS",
        ("lira" | "liras", None | Some("turkish")) => "TRY",
        ("won", Some("korean")) => "KRW",
        ("riyals" | "riyal", Some("saudi") | None) => "SAR",
        _ => return None,
    })
}

/// Whether a noun counts time.
pub(super) fn is_time(token: &Token) -> bool {
    TIME.contains(&token.lemma.to_ascii_lowercase().as_str())
}

/// The noun that the number in tokens `start..end` counts.
///
/// The dependency parse speaks first (`nummod` and `quantmod` upwards, "of" downwards: "31 of the diplomats"); where it
/// leaves the number alone, the noun phrase that follows it does.
pub(super) fn noun(annotated: &Annotated, start: usize, end: usize) -> Option<usize> {
    let tokens = &annotated.tokens;
    let sentence = &annotated.sentences.get(annotated.sentence_of[start])?.tokens;
    let top = (start..end).rev().find(|&at| !(start..end).contains(&tokens[at].head)).unwrap_or(end - 1);
    let mut at = top;
    for _ in 0..4 {
        let head = tokens[at].head;
        if !matches!(
            tokens[at].relation,
            Relation::Nummod
                | Relation::Quantmod
                | Relation::Compound
                | Relation::Amod
                | Relation::Advmod
                | Relation::Nmod
        ) || head == at
        {
            break;
        }
        if tokens[head].is_noun() && head >= end {
            return Some(whole_noun(annotated, head));
        }
        at = head;
    }
    let of = (end..sentence.end.min(end + 3)).find(|&at| tokens[at].text.eq_ignore_ascii_case("of"));
    let of = of.filter(|&of| tokens[end..of].iter().all(|token| token.text.eq_ignore_ascii_case("out")));
    let object = of.and_then(|of| annotated.tree.children(of).find(|&child| tokens[child].relation == Relation::Pobj));
    if let Some((of, object)) = of.zip(object) {
        return match tokens[object].tag {
            Tag::CD => noun(annotated, object, object + 1),
            // "two of its services Alpha and Beta": the plural is counted, not the names beside it.
            Tag::NNP => {
                let plural = (of + 1..object).rev().take(3).find(|&at| tokens[at].tag == Tag::NNS);
                Some(plural.unwrap_or(object))
            }
            _ if tokens[object].is_noun() => Some(object),
            _ => None,
        };
    }
    following(tokens, end, sentence.end)
}

/// The last noun of the noun phrase that begins at `start`.
fn following(tokens: &[Token], start: usize, limit: usize) -> Option<usize> {
    let mut found = None;
    for (at, token) in tokens.iter().enumerate().take(limit.min(start + 6)).skip(start) {
        match token.tag {
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => found = Some(at),
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN | Tag::VBG | Tag::HYPH
                if found.is_none() || token.tag == Tag::HYPH => {}
            _ => break,
        }
    }
    found
}

/// A noun that only modifies the next noun ("missile" in "10 missile launchers") leads on to it.
fn whole_noun(annotated: &Annotated, noun: usize) -> usize {
    let token = &annotated.tokens[noun];
    if token.relation == Relation::Compound && token.head == noun + 1 && annotated.tokens[token.head].is_noun() {
        token.head
    } else {
        noun
    }
}
