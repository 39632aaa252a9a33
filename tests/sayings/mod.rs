//! Sayings of a spec: attributions and claims, as lines of `says` and `claims` ask for them.

pub mod told;

use std::fmt;

use terms::{Annotated, Attribution, ClaimRow, Record};

/// An attribution with its words.
#[derive(Clone)]
pub struct Saying {
    /// Index of the article.
    article: usize,
    /// Its number in the text, or in the headline.
    id: usize,
    /// The number of the one that it stands in.
    outer: Option<usize>,
    /// The text, or the headline.
    text: String,
    /// Content, in scalar values.
    pieces: Vec<(u32, u32)>,
    speaker: String,
    code: Option<String>,
    source: String,
    stance: String,
    content: String,
    quote: String,
    within: Option<(String, String)>,
    anonymous: bool,
    title: bool,
}

impl fmt::Display for Saying {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} [{}] | {} | {} | {}", self.speaker, self.source, self.stance, self.content, self.quote)?;
        if let Some((outer, _)) = &self.within {
            write!(out, " | within {outer}")?;
        }
        out.write_str(if self.anonymous { " | anonymous" } else { "" })?;
        out.write_str(if self.title { " | title" } else { "" })
    }
}

/// All attributions of the articles, those of headlines last.
pub fn all(articles: &[Annotated]) -> Vec<Saying> {
    let of = |article: usize, annotated: &Annotated, title: bool| -> Vec<Saying> {
        annotated.attributions.iter().map(|one| saying(article, annotated, one, title)).collect()
    };
    articles
        .iter()
        .enumerate()
        .flat_map(|(article, annotated)| {
            let title = annotated.title.as_deref().map(|title| of(article, title, true)).unwrap_or_default();
            of(article, annotated, false).into_iter().chain(title).collect::<Vec<_>>()
        })
        .collect()
}

fn saying(article: usize, annotated: &Annotated, attribution: &Attribution, title: bool) -> Saying {
    let words = |span| annotated.article.text.slice(span).to_owned();
    let names = |one: &Attribution| {
        (
            one.speaker.as_ref().map(|actor| actor.name.clone()).unwrap_or_default(),
            one.source.map(words).unwrap_or_default(),
        )
    };
    let (speaker, source) = names(attribution);
    Saying {
        article,
        id: attribution.id,
        outer: attribution.within,
        text: annotated.article.text.as_str().to_owned(),
        pieces: attribution.content.iter().map(|piece| (piece.start, piece.end)).collect(),
        speaker,
        code: attribution.speaker.as_ref().and_then(|actor| actor.code.clone()),
        source,
        stance: attribution.stance.to_string(),
        content: attribution.content.iter().map(|&span| words(span)).collect::<Vec<_>>().join(" "),
        quote: attribution.quote.to_string(),
        within: attribution.within.map(|outer| names(&annotated.attributions[outer])),
        anonymous: attribution.anonymous,
        title,
    }
}

/// Words without marks, stops and case.
fn bare(words: &str) -> String {
    let plain = words.replace(['’', '‘'], "'").to_lowercase();
    let kept: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect();
    kept.join(" ")
}

/// Whether a speaker is asked for: the end of the name, the source's words, a code, `?` or `*`.
fn is_speaker(asked: &str, name: &str, source: &str, code: Option<&str>) -> bool {
    let core = core(source);
    let (wanted, name, source) = (bare(asked), bare(name), bare(source));
    let without = |words: &str| words.strip_prefix("the ").unwrap_or(words).to_owned();
    let ends = |words: &str| {
        let (words, wanted) = (without(words), without(&wanted));
        words == wanted || words.ends_with(&format!(" {wanted}"))
    };
    match asked {
        "*" => true,
        "?" => name.is_empty() && source.is_empty(),
        _ => code == Some(asked) || ends(&name) || ends(&source) || ends(&bare(core)),
    }
}

/// The source without what tells more of it: "the mayor" of "the mayor of Arequipa, a former judge".
fn core(source: &str) -> &str {
    let ends = [" of ", " for ", " in ", " at ", " from ", " with ", " to ", " on ", " who ", ", "];
    let end = ends.iter().filter_map(|word| source.find(word)).min().unwrap_or(source.len());
    &source[..end]
}

/// Whether a content has the first and last words asked for.
fn is_content(asked: &str, content: &str) -> bool {
    let content = format!(" {} ", bare(content).strip_prefix("that ").unwrap_or(&bare(content)));
    let plain = |words: &str| bare(words).strip_prefix("that ").map_or_else(|| bare(words), str::to_owned);
    match asked.split_once('…') {
        _ if asked == "*" => true,
        None => content.trim() == plain(asked),
        Some((first, last)) => {
            // A side that is left empty is open.
            let (first, last) = (plain(first), bare(last));
            (first.is_empty() || content.starts_with(&format!(" {first} ")))
                && (last.is_empty() || content.ends_with(&format!(" {last} ")))
        }
    }
}

fn parts(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

fn meets(line: &str, saying: &Saying) -> bool {
    let parts = parts(line);
    let within =
        |asked: &str| saying.within.as_ref().is_some_and(|(name, source)| is_speaker(asked, name, source, None));
    is_speaker(parts[0], &saying.speaker, &saying.source, saying.code.as_deref())
        && parts.get(1).is_none_or(|stances| stances.split('/').any(|stance| stance == "*" || stance == saying.stance))
        && parts.get(2).is_none_or(|content| is_content(content, &saying.content))
        && parts.iter().skip(3).all(|part| match part.split_once(' ') {
            Some(("within", "nobody")) => saying.within.is_none(),
            Some(("within", outer)) => within(outer),
            _ => match *part {
                "anonymous" => saying.anonymous,
                "named" => !saying.anonymous,
                "title" => saying.title,
                kind => saying.quote == kind,
            },
        })
}

/// What lines of `says` miss.
pub fn problems(lines: &[String], sayings: &[Saying]) -> Vec<String> {
    let mut problems = Vec::new();
    let wanted: Vec<&String> =
        lines.iter().filter(|line| !line.starts_with("no ") && *line != "only" && *line != "nothing").collect();
    for line in lines {
        if let Some(known) = line.strip_prefix("not yet ") {
            let holds = match known.strip_prefix("no ") {
                Some(forbidden) => !sayings.iter().any(|saying| meets(forbidden, saying)),
                None if known == "nothing" => sayings.is_empty(),
                None => sayings.iter().any(|saying| meets(known, saying)),
            };
            if holds {
                problems.push(format!("holds now, take its \"not yet\" off: {known}"));
            }
            continue;
        }
        match line.strip_prefix("no ") {
            Some(forbidden) if sayings.iter().any(|saying| meets(forbidden, saying)) => {
                problems.push(format!("forbidden: {forbidden}"));
            }
            Some(_) => {}
            None if line == "nothing" && !sayings.is_empty() => problems.push("somebody says something".to_owned()),
            None if line == "only" => {
                let others = sayings.iter().filter(|saying| !wanted.iter().any(|line| meets(line, saying)));
                problems.extend(others.map(|saying| format!("not asked for: {saying}")));
            }
            None if line == "nothing" || sayings.iter().any(|saying| meets(line, saying)) => {}
            None => problems.push(format!("missing: {line}")),
        }
    }
    problems
}

/// A claim as a failing spec shows it.
pub fn spelled(record: &Record, claim: &ClaimRow) -> String {
    let of = |id: &String| record.claims.iter().find(|other| other.id == *id).map(|other| other.speaker.name.as_str());
    let answers: Vec<&str> = claim.answers.iter().filter_map(of).collect();
    let event = record.events.iter().find(|event| Some(&event.id) == claim.event.as_ref());
    format!(
        "{} | {} | {} | answers {answers:?} | revises {:?} | event {:?} | told {}",
        claim.speaker.name,
        claim.stance,
        claim.content,
        claim.revises.as_ref().and_then(|id| record.claims.iter().find(|other| other.id == *id)).map(|one| one.stance),
        event.map(|event| event.event),
        articles(claim),
    )
}

fn articles(claim: &ClaimRow) -> usize {
    let mut articles: Vec<&str> =
        claim.evidence.iter().chain(&claim.headlines).map(|piece| piece.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    articles.len()
}

fn claim_meets(line: &str, record: &Record, claim: &ClaimRow) -> bool {
    let parts = parts(line);
    let other = |id: &String| record.claims.iter().find(|other| other.id == *id);
    let speaks =
        |asked: &str, claim: &ClaimRow| is_speaker(asked, &claim.speaker.name, "", claim.speaker.code.as_deref());
    speaks(parts[0], claim)
        && parts.get(1).is_none_or(|stances| stances.split('/').any(|one| one == "*" || one == claim.stance.as_str()))
        && parts.get(2).is_none_or(|content| is_content(content, &claim.content))
        && parts.iter().skip(3).all(|part| match part.split_once(' ') {
            Some(("answers", "nobody")) => claim.answers.is_empty(),
            Some(("answers", asked)) => claim.answers.iter().filter_map(other).any(|other| speaks(asked, other)),
            Some(("revises", "nothing")) => claim.revises.is_none(),
            Some(("revises", stance)) => {
                claim.revises.as_ref().and_then(other).is_some_and(|other| other.stance.as_str() == stance)
            }
            Some(("event", kind)) => record
                .events
                .iter()
                .find(|event| Some(&event.id) == claim.event.as_ref())
                .is_some_and(|event| event.event.as_str() == kind),
            Some(("told", count)) => count.parse() == Ok(articles(claim)),
            _ => match *part {
                "anonymous" => claim.anonymous,
                "named" => !claim.anonymous,
                other => panic!("a claim is asked for {other:?}"),
            },
        })
}

/// What lines of `claims` miss.
pub fn claim_problems(lines: &[String], record: &Record) -> Vec<String> {
    let mut problems = Vec::new();
    for line in lines {
        let parts = parts(line);
        if let Some(count) = parts.last().and_then(|part| part.strip_prefix("count ")) {
            let stance = if parts.len() > 2 { parts[1] } else { "*" };
            let found = record
                .claims
                .iter()
                .filter(|claim| claim_meets(&format!("{} | {stance}", parts[0]), record, claim))
                .count();
            if count.parse() != Ok(found) {
                problems.push(format!("{found} claims, not {line}"));
            }
            continue;
        }
        let (forbidden, line) = line.strip_prefix("no ").map_or((false, line.as_str()), |rest| (true, rest));
        if record.claims.iter().any(|claim| claim_meets(line, record, claim)) == forbidden {
            problems.push(format!("{}: {line}", if forbidden { "forbidden" } else { "missing" }));
        }
    }
    problems
}
