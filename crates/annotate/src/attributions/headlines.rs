//! Headlines without grammar: "Lind: no decision yet", "Nine held after riot, police say".

use terms::{Actor, Annotated, Attribution, Quote, Span, Stance, Text};

use super::cues::Cues;
use super::known_as;

/// Longest speaker, in words.
const LONGEST_SPEAKER: usize = 6;
/// Least words of what is said.
const LEAST_WORDS: usize = 2;
/// Verbs that close a headline with their speaker.
const SAYING: &[&str] = &["say", "says", "said", "warn", "warns", "claim", "claims", "report", "reports"];

/// The attribution of a headline in which the grammar shows none. Before a colon only somebody of whom the body speaks
/// counts as a speaker: "Explainer: …" is none.
pub(super) fn find(title: &Text, body: &Annotated, cues: &Cues) -> Option<Attribution> {
    let text = title.as_str();
    let parts = closing(text).or_else(|| {
        let colon = text.find(": ")?;
        let speaker = (0, colon);
        let known = known_as(body, &text[..colon]).is_some() || kind_of_person(&text[..colon], cues);
        known.then_some(Parts { speaker, cue: (colon, colon + 1), content: (colon + 2, text.len()) })
    })?;
    let words = |(start, end): (usize, usize)| &text[start..end];
    let short = words(parts.speaker).split_whitespace().count();
    if short == 0 || short > LONGEST_SPEAKER || words(parts.content).split_whitespace().count() < LEAST_WORDS {
        return None;
    }
    let span = |(start, end): (usize, usize)| title.span(start..end);
    let content = span(trimmed(text, parts.content));
    let quoted = title.slice(content).starts_with(['"', '\'', '“', '‘'])
        && title.slice(content).ends_with(['"', '\'', '”', '’']);
    let known = known_as(body, words(parts.speaker)).cloned();
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

fn kind_of_person(words: &str, cues: &Cues) -> bool {
    let Some(last) = words.split_whitespace().last() else { return false };
    let last = last.to_lowercase();
    cues.lists("anonymous", last.trim_end_matches('s')) || cues.lists("document", &last)
}

/// A range without blanks at its ends.
fn trimmed(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let words = &text[start..end];
    (start + words.len() - words.trim_start().len(), end - (words.len() - words.trim_end().len()))
}
