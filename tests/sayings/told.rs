//! Lines `- says: SPEAKER [CODE] | STANCE | FIRST … LAST | QUOTE | within OUTER` under a heading: a looser way to ask for
//! attributions than a block of `says`, for those who know the contract only.

use super::{Saying, bare};

/// What such lines miss.
pub fn problems(lines: &[String], sayings: &[Saying]) -> Vec<String> {
    let mut problems = Vec::new();
    let joined = running_on(sayings);
    for line in lines {
        if let Some(wanted) = line.strip_prefix("not yet says:") {
            if sayings.iter().chain(&joined).any(|saying| fits(wanted, saying, sayings, false)) {
                problems.push(format!("holds now, take its \"not yet\" off: {line}"));
            }
        } else if line == "says nothing" {
            if !sayings.is_empty() {
                problems.push("somebody says something".to_owned());
            }
        } else if let Some(wanted) = line.strip_prefix("not says:") {
            if sayings.iter().any(|saying| fits(wanted, saying, sayings, true)) {
                problems.push(format!("forbidden: {line}"));
            }
        } else if let Some(wanted) = line.strip_prefix("says:") {
            let found = sayings.iter().chain(&joined).any(|saying| fits(wanted, saying, sayings, false));
            if !found {
                problems.push(format!("missing: {line}"));
            }
        } else {
            panic!("a line of another kind: {line}");
        }
    }
    problems
}

/// Sayings of one speaker and stance that follow each other, as one.
fn running_on(sayings: &[Saying]) -> Vec<Saying> {
    let mut joined = Vec::new();
    for (first, one) in sayings.iter().enumerate() {
        let mut whole = one.clone();
        for next in &sayings[first + 1..] {
            let same = next.speaker == one.speaker && next.stance == one.stance && next.article == one.article;
            if !same {
                continue;
            }
            whole.content = format!("{} {}", whole.content, next.content);
            whole.pieces.extend(next.pieces.iter().copied());
            joined.push(whole.clone());
        }
    }
    joined
}

fn fits(wanted: &str, saying: &Saying, all: &[Saying], forbidden: bool) -> bool {
    let fields: Vec<&str> = wanted.split(" | ").map(str::trim).collect();
    speaks(fields[0], saying)
        && fields.iter().skip(1).enumerate().all(|(place, field)| {
            if let Some(outer) = field.strip_prefix("within ") {
                return leads_to(outer, saying, all);
            }
            if matches!(*field, "direct" | "indirect" | "mixed") {
                return saying.quote == *field;
            }
            match place {
                0 => field.split('|').any(|stance| stance == "*" || stance == saying.stance),
                _ if forbidden => overlaps(field, saying),
                _ => has_content(field, saying),
            }
        })
}

/// `SPEAKER`, `[CODE]`, or both.
fn speaks(wanted: &str, saying: &Saying) -> bool {
    let (name, code) = match wanted.split_once('[') {
        Some((name, code)) => (name.trim(), Some(code.trim_end_matches(']').trim())),
        None => (wanted.trim(), None),
    };
    let name = without_article(&bare(name));
    let holds = |words: &str| {
        format!(" {} ", bare(words).replace("'s ", " ").trim_end_matches("'s"))
            .contains(&format!(" {} ", name.replace("'s ", " ")))
    };
    let named = name.is_empty() || wanted.trim() == "*" || holds(&saying.speaker) || holds(&saying.source);
    named && code.is_none_or(|code| saying.code.as_deref() == Some(code))
}

fn leads_to(outer: &str, saying: &Saying, all: &[Saying]) -> bool {
    let mut at = saying.outer;
    for _ in 0..all.len() {
        let Some(found) = at.and_then(|id| {
            all.iter().find(|one| one.article == saying.article && one.title == saying.title && one.id == id)
        }) else {
            return false;
        };
        if speaks(outer, found) {
            return true;
        }
        at = found.outer;
    }
    false
}

fn has_content(wanted: &str, saying: &Saying) -> bool {
    let content = without_joiner(&bare(&saying.content));
    let earlier = wanted.starts_with('*') && wanted.len() > 1;
    let wanted = wanted.trim_start_matches('*').trim();
    if wanted.is_empty() {
        return true;
    }
    let padded = format!(" {content} ");
    match wanted.split_once('…') {
        None => content == without_joiner(&bare(wanted)) || earlier && padded.ends_with(&format!(" {} ", bare(wanted))),
        Some((first, last)) => {
            let first = format!(" {} ", without_joiner(&bare(first)));
            let begins = if earlier { padded.contains(&first) } else { padded.starts_with(&first) };
            begins && padded.ends_with(&format!(" {} ", bare(last)))
        }
    }
}

/// Whether a stretch of the article's text shares characters with the content.
fn overlaps(wanted: &str, saying: &Saying) -> bool {
    let wanted = wanted.trim_start_matches('*').trim();
    if wanted.is_empty() {
        return true;
    }
    let (first, last) = wanted.split_once('…').unwrap_or((wanted, wanted));
    let Some(start) = saying.text.find(first.trim()) else { return false };
    let Some(end) = saying.text[start..].find(last.trim()).map(|at| start + at + last.trim().len()) else {
        return false;
    };
    let scalars = |byte: usize| saying.text[..byte].chars().count() as u32;
    let (start, end) = (scalars(start), scalars(end));
    saying.pieces.iter().any(|&(from, to)| from < end && start < to)
}

fn without_article(words: &str) -> String {
    ["the ", "a ", "an "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(words).to_owned()
}

fn without_joiner(words: &str) -> String {
    ["that ", "whether ", "if "].iter().find_map(|joiner| words.strip_prefix(joiner)).unwrap_or(words).to_owned()
}
