//! Headlines without grammar: "Lind: no decision yet", "Nine held after riot, police say".

use terms::{Actor, Annotated, Attribution, EntityLabel, MentionKind, Quote, Span, Stance};

use super::cues::Cues;
use super::known_as;

/// Longest speaker, in words.
const LONGEST_SPEAKER: usize = 6;
/// Longest name that only capitals tell, in words.
const LONGEST_NAME: usize = 3;
/// Least words of what is said.
const LEAST_WORDS: usize = 2;
/// Marks before a speaker at the end of a headline.
const MARKS: &[&str] = &[": ", " – ", " — ", " - "];
/// Marks round quoted words.
const QUOTES: &[char] = &['"', '\'', '“', '‘', '”', '’'];
/// Words behind a speaker that tell what quoted words are about.
const ABOUT: &[&str] = &[" on ", " about ", " after ", " over ", " as ", " in ", " at ", " before "];
/// Verbs that close a headline with their speaker.
const SAYING: &[&str] = &["say", "says", "said", "warn", "warns", "claim", "claims", "report", "reports"];

/// The attribution of a headline in which the grammar shows none. Before a colon only somebody of whom the body speaks
/// counts as a speaker: "Explainer: …" is none.
pub(super) fn find(headline: &Annotated, body: &Annotated, cues: &Cues) -> Option<Attribution> {
    let title = &headline.article.text;
    let text = title.as_str();
    // "Sudan: six months of war" is about a place of which the body speaks.
    let place = |words: &str| {
        body.mentions.iter().any(|mention| {
            mention.label == EntityLabel::Gpe && body.article.text.slice(mention.span).eq_ignore_ascii_case(words)
        })
    };
    let known = |words: &str| {
        words.split_whitespace().count() <= LONGEST_SPEAKER
            && !cues.lists("label", &words.to_lowercase())
            && (known_as(body, words).is_some() || kind_of_person(words, cues) || kind_of_body(words, cues))
    };
    let labelled = |words: &str| cues.lists("label", &words.to_lowercase());
    let parts = closing(text)
        .or_else(|| before_colon(text, &known, &labelled, &place))
        .or_else(|| behind_mark(text, &known))?;
    let words = |(start, end): (usize, usize)| &text[start..end];
    let short = words(parts.speaker).split_whitespace().count();
    if short == 0 || short > LONGEST_SPEAKER || words(parts.content).split_whitespace().count() < LEAST_WORDS {
        return None;
    }
    let span = |(start, end): (usize, usize)| title.span(start..end);
    let content = span(trimmed(text, without_label(text, parts.content, cues)));
    let quoted = title.slice(content).starts_with(QUOTES) && title.slice(content).ends_with(QUOTES);
    let known = known_as(body, words(parts.speaker)).or_else(|| named_in(headline, words(parts.speaker))).cloned();
    let anonymous = kind_of_person(words(parts.speaker), cues) && known.is_none();
    Some(Attribution {
        id: 0,
        source: Some(span(parts.speaker)),
        cue: Some(span(parts.cue)),
        content: vec![content],
        quote: if quoted { Quote::Direct } else { Quote::Indirect },
        stance: Stance::Asserts,
        within: None,
        speaker: Some(known.unwrap_or_else(|| Actor { name: words(parts.speaker).to_owned(), ..Actor::default() })),
        cue_token: None,
        anonymous,
    })
    .filter(|attribution| !Span::is_empty(attribution.content[0]))
}

/// Byte ranges of a headline.
struct Parts {
    speaker: (usize, usize),
    cue: (usize, usize),
    content: (usize, usize),
}

/// "…, police say" and "…, says Lind".
fn closing(text: &str) -> Option<Parts> {
    let comma = text.rfind(", ")?;
    let rest = &text[comma + 2..];
    let at = comma + 2;
    let (first, after) = rest.split_once(' ')?;
    if SAYING.contains(&first.to_lowercase().as_str()) {
        return Some(Parts {
            speaker: (text.len() - after.len(), text.len()),
            cue: (at, at + first.len()),
            content: (0, comma),
        });
    }
    let (before, last) = rest.rsplit_once(' ')?;
    SAYING.contains(&last.to_lowercase().as_str()).then(|| Parts {
        speaker: (at, at + before.len()),
        cue: (text.len() - last.len(), text.len()),
        content: (0, comma),
    })
}

/// "Lind: no decision yet".
fn before_colon(
    text: &str,
    known: &dyn Fn(&str) -> bool,
    labelled: &dyn Fn(&str) -> bool,
    place: &dyn Fn(&str) -> bool,
) -> Option<Parts> {
    let colon = text.find(": ")?;
    // "Duarte: 'We will not leave'": the marks tell that it is somebody's word, the capitals that it is a name.
    let named = || {
        let words: Vec<&str> = text[..colon].split_whitespace().collect();
        let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
        words.len() <= LONGEST_NAME && words.iter().all(capital)
    };
    let rest = &text[colon + 2..];
    let quoted = rest.starts_with(QUOTES) && rest.ends_with(QUOTES) && !labelled(&text[..colon]);
    (known(&text[..colon]) && (quoted || !place(&text[..colon])) || quoted && named()).then_some(Parts {
        speaker: (0, colon),
        cue: (colon, colon + 1),
        content: (colon + 2, text.len()),
    })
}

/// "Two dead in border clash: army", "Ban to be lifted – minister", "'We were betrayed': miners on the strike".
fn behind_mark(text: &str, known: &dyn Fn(&str) -> bool) -> Option<Parts> {
    let (at, mark) = MARKS.iter().filter_map(|mark| text.rfind(mark).map(|at| (at, *mark))).max()?;
    let sign = mark.trim_start();
    let cue_start = at + mark.len() - sign.len();
    let start = at + mark.len();
    let whole = &text[start..];
    let quoted = text[..at].starts_with(QUOTES) && text[..at].ends_with(QUOTES);
    // What the words are about is no part of the speaker.
    let end = match ABOUT.iter().filter_map(|word| whole.find(word)).min() {
        Some(end) if quoted => end,
        _ => whole.len(),
    };
    // "'No more war': *Pope* appeals for peace"
    let named = |end: &usize| known(&whole[..*end]);
    let shorter = || {
        let ends = whole[..end].match_indices(' ').map(|(space, _)| space).take(LONGEST_SPEAKER);
        ends.filter(|_| quoted).collect::<Vec<usize>>().into_iter().rev().find(|end| named(end))
    };
    let end = if named(&end) { end } else { shorter()? };
    let speaker = &whole[..end];
    known(speaker).then_some(Parts {
        speaker: (start, start + end),
        cue: (cue_start, cue_start + sign.trim_end().len()),
        content: (0, at),
    })
}

/// A range without the label that opens it: "*Exclusive:* port to be sold - sources".
fn without_label(text: &str, (start, end): (usize, usize), cues: &Cues) -> (usize, usize) {
    match text[start..end].split_once(": ") {
        Some((label, _)) if cues.lists("label", &label.trim().to_lowercase()) => (start + label.len() + 1, end),
        _ => (start, end),
    }
}

/// Whom a name means in the headline itself: "Cholera spreads: *UN*".
fn named_in<'a>(headline: &'a Annotated, words: &str) -> Option<&'a Actor> {
    let named = headline.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    named
        .map(|mention| (headline.article.text.slice(mention.span), &mention.actor))
        .find(|(name, _)| *name == words)
        .map(|(_, actor)| actor)
}

fn kind_of_person(words: &str, cues: &Cues) -> bool {
    let Some(last) = words.split_whitespace().last() else { return false };
    let last = last.to_lowercase();
    ["anonymous", "anonymous-one"].iter().any(|list| cues.lists(list, last.trim_end_matches('s')))
        || cues.lists("document", &last)
}

/// Whether words end in a noun for a body: "disaster agency", "state media", "police".
fn kind_of_body(words: &str, cues: &Cues) -> bool {
    let last = words.split_whitespace().last().map(str::to_lowercase).unwrap_or_default();
    cues.lists("body", &last) || cues.lists("medium", &last)
}

/// A range without blanks at its ends.
fn trimmed(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let words = &text[start..end];
    (start + words.len() - words.trim_start().len(), end - (words.len() - words.trim_end().len()))
}
