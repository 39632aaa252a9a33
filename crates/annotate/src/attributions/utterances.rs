//! Quoted speech: which verb introduces which quotation, and which quotations go on from others.

use std::ops::Range;

use terms::{Relation, Tag};

use super::complements;
use super::cues::{Frame, Kind};
use super::quoting;
use super::scene::Scene;
use super::subjects;
use super::verbs;

/// How far from a quotation its cue may stand, in tokens.
const REACH: usize = 40;

/// What a quotation is to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Introduced by this verb.
    Introduced(usize),
    /// Goes on from the run before it.
    Continued,
    /// Part of a clause, or words at a distance.
    Part,
}

/// Ends quotations without a closing mark before the words that attribute them: "We leave, he said.
pub fn close_open_runs(scene: &mut Scene) {
    for index in 0..scene.quotes.runs.len() {
        let run = scene.quotes.runs[index].clone();
        let goes_on = scene.quotes.runs.get(index + 1).is_some_and(|next| next.continues);
        if !run.open_ended || goes_on {
            continue;
        }
        let limit = run.inner.end.min(run.inner.start + REACH);
        let end = (run.inner.start + 1..limit).take_while(|&token| !scene.ends_sentence(token)).find_map(|token| {
            let subject = subjects::subject(scene, token).filter(|_| introduces(scene, token))?;
            let first = scene.left[subject.head].min(token);
            let comma = scene.before(first)?;
            (comma > run.inner.start && scene.is(comma, ",") && token - comma < 12).then_some(comma + 1)
        });
        if let Some(end) = end {
            scene.quotes.shorten(index, end);
        }
    }
}

/// The role of every run, in order.
pub fn roles(scene: &Scene) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(scene.quotes.runs.len());
    for index in 0..scene.quotes.runs.len() {
        let role = role(scene, index, &roles);
        roles.push(role);
    }
    roles
}

fn role(scene: &Scene, index: usize, earlier: &[Role]) -> Role {
    let run = &scene.quotes.runs[index];
    if scene.is_dropped(run.inner.start) {
        return Role::Part;
    }
    let opens = opens_sentence(scene, run.tokens.start);
    if run.continues && index > 0 && earlier[index - 1] != Role::Part {
        return Role::Continued;
    }
    if opens {
        if let Some(verb) = after(scene, index) {
            return Role::Introduced(verb);
        }
        if is_speech(scene, index) && follows(scene, index, earlier) {
            return Role::Continued;
        }
        if let Some(verb) = bare_before(scene, index) {
            return Role::Introduced(verb);
        }
    }
    if !opens && (joined_start(scene, index, earlier).is_some() || resumes(scene, index, earlier)) {
        return Role::Continued;
    }
    if let Some(verb) = before(scene, index) {
        return Role::Introduced(verb);
    }
    if !opens
        && has_finite_verb(scene, index)
        && let Some(verb) = after(scene, index)
    {
        return Role::Introduced(verb);
    }
    Role::Part
}

/// Whether a run is the rest of a sentence that its cue parts: "The port," said the mayor, who …, "stays shut."
fn resumes(scene: &Scene, index: usize, earlier: &[Role]) -> bool {
    let Some(before) = index.checked_sub(1) else { return false };
    let (Some(Role::Introduced(verb)), Some(comma)) =
        (earlier.get(before).copied(), scene.before(scene.quotes.runs[index].tokens.start))
    else {
        return false;
    };
    let gap = scene.quotes.runs[before].tokens.end..comma;
    gap.contains(&verb)
        && gap.len() < REACH
        && matches!(&*scene.tokens[comma].text, "," | "–" | "—" | "--")
        && !gap.clone().any(|token| {
            scene.breaks[token]
                || scene.ends_sentence(token)
                || token > verb && introduces(scene, token) && is_told_anew(scene, token, verb)
        })
}

/// Whether a verb behind the cue brings words of its own: said X, *adding*, "…".
fn is_told_anew(scene: &Scene, token: usize, verb: usize) -> bool {
    !matches!(scene.tokens[token].relation, Relation::Relcl | Relation::Acl | Relation::Amod)
        && (scene.tokens[token].tag != Tag::VBG || scene.tokens[token].head == verb)
        && !scene.is_passive(token)
        && (token + 1..scene.tokens.len().min(token + 4)).any(|next| scene.quotes.at(next).is_some())
}

/// Where the rest of an utterance starts that goes on behind its verb: "We tried," she said, *but* "nobody came."
fn joined_start(scene: &Scene, index: usize, earlier: &[Role]) -> Option<usize> {
    let before = index.checked_sub(1)?;
    let Role::Introduced(verb) = *earlier.get(before)? else { return None };
    let run = scene.quotes.runs[index].tokens.start;
    if verb < scene.quotes.runs[before].tokens.end || verb >= run || run - verb > 10 {
        return None;
    }
    let comma = (verb + 1..run).find(|&token| scene.is(token, ","))?;
    let between = comma + 1..run;
    let joins = between.clone().any(|token| scene.tokens[token].relation == Relation::Cc)
        && between.clone().all(|token| {
            scene.tokens[token].relation == Relation::Cc
                || matches!(scene.tokens[token].tag, Tag::RB | Tag::IN)
                || scene.tokens[token].is_space()
        });
    joins.then_some(comma + 1)
}

/// Whether a token stands where a sentence begins: after a stop, a closing mark, or a break.
pub fn opens_sentence(scene: &Scene, token: usize) -> bool {
    if token == 0 || scene.breaks[token] {
        return true;
    }
    let Some(before) = scene.before(token) else { return true };
    // "… on X. "No."": the stop may be part of the last word.
    let glued = || scene.sentence(token).tokens.start == token && scene.tokens[before].text.ends_with('.');
    scene.ends_sentence(before) || glued() || (before + 1..=token).any(|index| scene.breaks[index]) || {
        scene.quotes.is_mark(before) && before > 0 && scene.ends_sentence(before - 1)
    }
}

/// Whether a run reads like an utterance: a finite verb or a stop within.
pub fn is_speech(scene: &Scene, index: usize) -> bool {
    let run = &scene.quotes.runs[index];
    run.inner.len() >= 4 || scene.ends_sentence(run.inner.end - 1) || has_finite_verb(scene, index)
}

fn has_finite_verb(scene: &Scene, index: usize) -> bool {
    scene.has_finite(scene.quotes.runs[index].inner.clone())
}

/// Whether a run follows an utterance of the same paragraph.
fn follows(scene: &Scene, index: usize, earlier: &[Role]) -> bool {
    if index == 0 || earlier[index - 1] == Role::Part {
        return false;
    }
    let between = scene.quotes.runs[index - 1].tokens.end..scene.quotes.runs[index].tokens.start;
    if (between.start..=between.end).any(|token| scene.breaks.get(token).copied().unwrap_or(false)) {
        return false;
    }
    between.clone().filter(|&token| scene.ends_sentence(token)).count() <= 1
}

/// The verb after a quotation: "…," said X; "…," X said.
fn after(scene: &Scene, index: usize) -> Option<usize> {
    let run = &scene.quotes.runs[index];
    let last = (run.inner.clone())
        .rev()
        .find(|&token| !scene.tokens[token].is_space() && !is_any_mark(&scene.tokens[token].text))?;
    let next = scene.after(run.tokens.end - 1)?;
    let comma_after = matches!(&*scene.tokens[next].text, "," | "–" | "—" | "--");
    let comma_within = matches!(&*scene.tokens[last].text, "," | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-");
    let bare = !comma_after && !comma_within;
    if bare && (scene.ends_sentence(last) || !has_finite_verb(scene, index) || !opens_sentence(scene, run.tokens.start))
    {
        return None;
    }
    let limit = (run.tokens.end + REACH).min(scene.tokens.len());
    for token in run.tokens.end..limit {
        if scene.breaks[token] || scene.quotes.at(token).is_some() || (scene.ends_sentence(token) && token > next) {
            return None;
        }
        if (scene.is(token, ";") || scene.is(token, ":")) && token > next {
            return None;
        }
        // ""The line is whole," the agency *quoted* a guard as saying": the guard says it.
        if let Some(saying) = quoted_as(scene, token) {
            return Some(saying);
        }
        if introduces(scene, token) && has_speaker(scene, token, run.tokens.end) {
            // Without a comma between, only "… in his campaign" the editor responded.
            let closes = scene.after(token).is_none_or(|after| scene.ends_sentence(after));
            return (!bare || closes).then_some(token);
        }
        // "…," he deadpanned. Any verb whose subject alone stands between it and the quotation.
        if comma_within
            && token <= run.tokens.end + 5
            && is_main_verb(scene, token)
            && is_speech(scene, index)
            && subjects::subject(scene, token).is_some_and(|subject| {
                subject.head >= run.tokens.end
                    && scene.left[subject.head] == next
                    && subjects::is_person(scene, subject.head)
            })
        {
            return Some(token);
        }
    }
    None
}

/// The verb of saying behind a verb of quoting: *quoted* a guard as *saying*.
fn quoted_as(scene: &Scene, verb: usize) -> Option<usize> {
    if !matches!(&*scene.tokens[verb].lemma, "quote" | "cite")
        || !scene.tokens[verb].is_verb()
        || scene.is_passive(verb)
    {
        return None;
    }
    let end = scene.sentence(verb).tokens.end.min(verb + REACH);
    let saying = (verb + 2..end).find(|&token| scene.tokens[token].tag == Tag::VBG && scene.is(token - 1, "as"))?;
    quoting::find(scene, saying).filter(|quoting| quoting.verb == verb).map(|_| saying)
}

fn is_any_mark(text: &str) -> bool {
    matches!(text, "'" | "’" | "‘" | "\"" | "”" | "“" | "''")
}

/// Whether the verb's subject stands on this side of the quotation.
fn has_speaker(scene: &Scene, verb: usize, from: usize) -> bool {
    match subjects::subject(scene, verb) {
        Some(subject) if subject.head >= from || scene.tokens[verb].tag == Tag::VBG => true,
        _ => subjects::inverted(scene, verb).is_some(),
    }
}

/// The verb before a quotation: X said, "…"; X told reporters in Y: "…".
fn before(scene: &Scene, index: usize) -> Option<usize> {
    let run = &scene.quotes.runs[index];
    let previous = scene.before(run.tokens.start)?;
    if (previous + 1..=run.tokens.start).any(|token| scene.breaks[token]) && !scene.is(previous, ":") {
        return None;
    }
    let colon = scene.is(previous, ":");
    let comma = scene.is(previous, ",");
    let limit = run.tokens.start.saturating_sub(REACH);
    for token in (limit..=previous).rev() {
        if scene.quotes.at(token).is_some() && !scene.quotes.is_mark(token)
            || scene.ends_sentence(token) && token < previous
        {
            break;
        }
        if introduces(scene, token)
            && (subjects::subject(scene, token).is_some() || subjects::inverted(scene, token).is_some())
        {
            let close = token == previous || colon || (comma && previous <= scene.right[token].max(token) + 1);
            return close.then_some(token);
        }
        if (scene.is(token, ",") || scene.is(token, ":")) && token < previous && !colon {
            return None;
        }
    }
    // Whatever a person does before a colon and a quotation, it is speaking: leaned in and boomed: "…".
    let sentence = scene.sentence(previous).tokens.start;
    (limit.max(sentence)..previous)
        .rev()
        .filter(|_| colon && is_speech(scene, index) && scene.quotes.at(previous).is_none())
        .find(|&token| {
            is_main_verb(scene, token)
                && subjects::subject(scene, token).is_some_and(|subject| {
                    subjects::is_person(scene, subject.head)
                        || announces(scene, token) && subjects::can_speak(scene, subject.head)
                })
        })
}

/// Whether a verb only carries a noun that tells of words: made the following announcement, issued a statement.
pub fn announces(scene: &Scene, verb: usize) -> bool {
    scene.cues.lists("light-verb", &scene.tokens[verb].lemma)
        && scene.child(verb, &[Relation::Dobj]).is_some_and(|object| {
            let lemma = &scene.tokens[object].lemma;
            scene.cues.lists("medium", lemma) || scene.cues.noun(lemma).is_some()
        })
}

/// Whether a token is a finite full verb of a main clause, or joined to one.
fn is_main_verb(scene: &Scene, token: usize) -> bool {
    matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ)
        && (matches!(scene.tokens[token].relation, Relation::Root | Relation::Conj)
            || is_hung_on_quotation(scene, token))
        && &*scene.tokens[token].lemma != "be"
        && scene.quotes.at(token).is_none()
}

/// Whether the parser took a verb of the quotation behind it for the governor of this one.
fn is_hung_on_quotation(scene: &Scene, token: usize) -> bool {
    let head = scene.tokens[token].head;
    scene.tokens[token].relation == Relation::Ccomp && head > token && scene.quotes.at(head).is_some()
}

/// The verb of the sentence before, where it says only that somebody spoke: "The envoy replied in a letter. "…"".
fn bare_before(scene: &Scene, index: usize) -> Option<usize> {
    let before = scene.before(scene.quotes.runs[index].tokens.start)?;
    if scene.quotes.at(before).is_some() || !is_speech(scene, index) {
        return None;
    }
    let sentence = scene.sentence(before).tokens.clone();
    let root = sentence.clone().take(REACH).find(|&token| scene.tokens[token].relation == Relation::Root)?;
    (introduces(scene, root) && complements::is_bare(scene, root)).then_some(root)
}

/// Whether a token is a verb that can introduce a quotation.
fn introduces(scene: &Scene, token: usize) -> bool {
    // "Asked about the delay, …": a question put to whoever speaks then.
    let put = scene.is(token, "asked")
        && matches!(scene.tokens[token].relation, Relation::Advcl | Relation::Acl)
        && scene.child(token, &[Relation::Nsubj]).is_none();
    !put && scene.tokens[token].is_verb()
        && !matches!(scene.tokens[token].relation, Relation::Aux | Relation::Auxpass)
        && verbs::entry(scene, token).is_some_and(|cue| {
            // "…, said the teacher, who *wants* peace": what somebody is like tells no words.
            cue.takes(Frame::Quote)
                && (scene.tokens[token].relation != Relation::Relcl
                    || matches!(cue.kind, Kind::Speech | Kind::Attitude))
        })
}

/// Paragraphs of a quotation that stand before the one whose speaker is told, each without its closing mark.
fn paragraphs_before(scene: &Scene, roles: &[Role], index: usize) -> Vec<Range<usize>> {
    let runs = &scene.quotes.runs;
    let mut first = index;
    while runs[first].continues && first > 0 && roles[first - 1] == Role::Part && is_speech(scene, first - 1) {
        first -= 1;
    }
    (first..index).map(|run| runs[run].tokens.clone()).collect()
}

/// The pieces of speech that each verb introduces: `(verb, pieces)`, in order.
pub fn speeches(scene: &Scene, roles: &[Role]) -> Vec<(usize, Vec<Range<usize>>)> {
    let mut speeches: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for (index, role) in roles.iter().enumerate() {
        let mut piece = scene.quotes.runs[index].tokens.clone();
        if *role == Role::Continued
            && let Some(start) = joined_start(scene, index, roles)
        {
            piece.start = start;
        }
        match role {
            Role::Introduced(verb) => match speeches.last_mut() {
                Some((last, pieces)) if last == verb => pieces.push(piece),
                _ => {
                    let mut pieces: Vec<Range<usize>> = paragraphs_before(scene, roles, index);
                    pieces.push(piece);
                    speeches.push((*verb, pieces));
                }
            },
            Role::Continued => {
                if let Some((_, pieces)) = speeches.last_mut() {
                    pieces.push(piece);
                }
            }
            Role::Part => {}
        }
    }
    speeches
}
