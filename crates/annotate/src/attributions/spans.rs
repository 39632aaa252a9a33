//! Which tokens belong to a source, a cue, a content.

use std::ops::Range;

use terms::{EntityLabel, PartOfSpeech, Relation, Tag};

use super::scene::Scene;

/// Longest noun phrase of a speaker that is told by its words alone, in tokens.
pub const LONGEST_SPEAKER: usize = 14;

/// Longest title and first names before the part of a name that a hyphen ends, in tokens.
const LONGEST_TITLE: usize = 8;

/// The noun phrase of a source, as seen from its cue: titles, modifiers, appositions and relative clauses.
///
/// The comma that closes an apposition belongs to it where the cue follows. Remarks that only tell how or when
/// somebody spoke ("in an interview", "speaking on condition of anonymity") do not.
pub fn source(scene: &Scene, head: usize, cue: usize) -> Range<usize> {
    let mut start = head;
    let mut end = head + 1;
    let mut closes = false;
    for child in scene.children(head) {
        if !belongs(scene, head, child, cue) {
            continue;
        }
        let token = &scene.tokens[child];
        start = start.min(scene.left[child]);
        if child > head {
            let comma = scene.before(scene.left[child]).is_some_and(|before| scene.is(before, ","));
            closes = comma && !matches!(token.relation, Relation::Conj | Relation::Cc);
            end = end.max(scene.right[child] + 1);
        }
    }
    let sentence = scene.sentence(head).tokens.clone();
    start = start.max(sentence.start);
    end = end.min(sentence.end);
    if cue < head {
        start = start.max(cue + 1);
    } else if end > cue {
        end = cue;
    }
    // A phrase never runs over the edge of a quotation it does not wholly hold.
    let run = scene.quotes.at(head);
    while start < head && (scene.quotes.at(start) != run && cuts(scene, start, head)) {
        start += 1;
    }
    let mut range = trim(scene, whole_word(scene, start, sentence.start)..end.max(head + 1));
    if range.is_empty() {
        return head..head + 1;
    }
    // "read a statement *from the army*": the parser hangs on the verb what tells whose words they are.
    let issued = || ["document", "medium"].iter().any(|list| scene.cues.lists(list, &scene.tokens[head].lemma));
    if cue < head && range.end < sentence.end && (scene.is(range.end, "from") || scene.is(range.end, "by")) && issued()
    {
        range.end = (scene.right[range.end] + 1).min(sentence.end);
    }
    let next = |range: &Range<usize>| scene.tokens.get(range.end).map_or("", |token| &*token.text);
    if matches!(next(&range), ")" | "]") && range.clone().any(|at| matches!(&*scene.tokens[at].text, "(" | "[")) {
        range.end += 1;
        closes &= next(&range) == ",";
    }
    if closes && cue > head && next(&range) == "," {
        range.end += 1;
    }
    range
}

/// Where a phrase begins whose first word stands behind a hyphen: *the vice-*president, *his ex-*wife.
pub fn whole_word(scene: &Scene, start: usize, sentence: usize) -> usize {
    let glued = |token: usize| scene.tokens[token - 1].span.end == scene.tokens[token].span.start;
    if start < sentence + 2 || !scene.is(start - 1, "-") || !glued(start) || !glued(start - 1) {
        return start;
    }
    let first = start - 2;
    let before = scene.left[first];
    let named = scene.tokens[first].tag == Tag::NNP;
    if first - before <= if named { LONGEST_TITLE } else { 3 } && before >= sentence {
        return before;
    }
    first
}

/// Whether a word can stand in the speaker's noun phrase.
pub fn may_stand(scene: &Scene, token: usize) -> bool {
    let found = &scene.tokens[token];
    scene.quotes.at(token).is_none()
        && !scene.breaks[token]
        && (found.is_noun()
            || matches!(&*found.text, "daily" | "weekly")
            || matches!(
                found.tag,
                Tag::DT | Tag::PRP | Tag::PRPS | Tag::JJ | Tag::JJR | Tag::JJS | Tag::CD | Tag::POS | Tag::CC
            )
            || found.tag == Tag::IN
                && ["of", "for", "in", "at", "from", "with"].iter().any(|word| scene.is(token, word))
            || &*found.text == "-")
}

/// Whether a dependent belongs to the source's noun phrase.
fn belongs(scene: &Scene, head: usize, child: usize, cue: usize) -> bool {
    let token = &scene.tokens[child];
    let after_comma = || scene.before(scene.left[child]).is_some_and(|before| scene.is(before, ","));
    let length = scene.right[child] - scene.left[child];
    let cue_before = cue < head;
    match token.relation {
        Relation::Punct
        | Relation::Advcl
        | Relation::Ccomp
        | Relation::Parataxis
        | Relation::Dep
        | Relation::Intj
        | Relation::Mark
        | Relation::Nsubj
        | Relation::Aux
        | Relation::Neg
        | Relation::Dobj => false,
        Relation::Npadvmod if child > head => scene.left[child] == head + 1 && token.part == PartOfSpeech::Propn,
        Relation::Advmod | Relation::Npadvmod => child < head,
        Relation::Relcl if child > head => {
            length <= 10 || (!cue_before && !after_comma()) || (!cue_before && length < 20)
        }
        Relation::Acl if child > head => !(after_comma() || cue_before && length > 10),
        // "described by observers *as* orderly"
        Relation::Prep if child > head && cue_before => !tells_manner(scene, child) && !scene.is(child, "as"),
        _ => true,
    }
}

/// Whether a prepositional phrase tells where or when somebody spoke.
pub fn tells_manner(scene: &Scene, preposition: usize) -> bool {
    let Some(object) = scene.child(preposition, &[Relation::Pobj]) else { return false };
    scene.cues.lists("medium", &scene.tokens[object].lemma)
        || (matches!(&*scene.tokens[preposition].text, "on" | "in" | "at" | "during" | "after" | "before")
            && is_time(scene, object))
}

/// Whether a token stands in a date or a time of day.
pub fn is_time(scene: &Scene, token: usize) -> bool {
    scene.entity(token).is_some_and(|entity| matches!(entity.label, EntityLabel::Date | EntityLabel::Time))
}

/// Whether a quotation that holds `token` ends before `head`.
fn cuts(scene: &Scene, token: usize, head: usize) -> bool {
    scene
        .quotes
        .at(token)
        .is_some_and(|run| !scene.quotes.runs[run].tokens.contains(&head) && scene.quotes.runs[run].inner.len() > 6)
}

/// The verb with its auxiliaries, negation and the adverbs that stand with them.
pub fn verb(scene: &Scene, verb: usize) -> Range<usize> {
    let mut start = verb;
    while start > 0 {
        let before = start - 1;
        let token = &scene.tokens[before];
        let with = token.head == verb
            && match token.relation {
                Relation::Aux | Relation::Auxpass | Relation::Neg => true,
                Relation::Advmod => {
                    !matches!(token.tag, Tag::WRB) && token.part == PartOfSpeech::Adv && scene.left[before] == before
                }
                _ => false,
            };
        if !with {
            break;
        }
        start = before;
    }
    // A leading adverb that opens the sentence is not the verb's.
    while start < verb && scene.tokens[start].relation == Relation::Advmod && scene.sentence(verb).tokens.start == start
    {
        start += 1;
    }
    let mut end = verb + 1;
    if let Some(particle) =
        scene.children(verb).find(|&child| child > verb && scene.tokens[child].relation == Relation::Prt)
        && particle == end
    {
        end = particle + 1;
    }
    end = manner_end(scene, verb, end);
    if scene.tokens.get(end).is_some_and(|next| &*next.text == ":") {
        end += 1;
    }
    start..end
}

/// One past the short words right behind a verb that tell how or where it was said: "said *on Twitter*", "said *Tuesday*".
fn manner_end(scene: &Scene, verb: usize, end: usize) -> usize {
    let Some(next) = scene.tokens.get(end).filter(|next| next.head == verb) else { return end };
    match next.relation {
        Relation::Advmod if next.tag == Tag::RB && scene.left[end] == end && scene.right[end] == end => end + 1,
        Relation::Npadvmod if next.part == PartOfSpeech::Propn && scene.left[end] == end && scene.right[end] == end => {
            end + 1
        }
        Relation::Prep if scene.right[end] <= end + 2 => {
            let Some(object) = scene.child(end, &[Relation::Pobj]) else { return end };
            let medium = scene.cues.lists("medium", &scene.tokens[object].lemma.to_lowercase());
            if medium && matches!(&*next.text, "in" | "on") { scene.right[end] + 1 } else { end }
        }
        _ => end,
    }
}

/// Cuts white space, commas, stops and lone marks off both ends of a content; takes quote marks in where their words are.
pub fn content(scene: &Scene, range: Range<usize>) -> Range<usize> {
    if is_inner_quotation(scene, &range) {
        return range;
    }
    let mut range = trim(scene, range);
    if range.is_empty() {
        return range;
    }
    // A quotation that begins or ends with the content belongs to it, marks and last comma included.
    if let Some(run) = scene.quotes.at(range.start) {
        let run = &scene.quotes.runs[run];
        if range.start == run.inner.start && range.end > run.tokens.start {
            range.start = run.tokens.start;
        }
    }
    if let Some(run) = scene.quotes.at(range.end - 1) {
        let run = &scene.quotes.runs[run];
        if run.tokens.end > range.end && range.start <= run.tokens.start {
            range.end = run.tokens.end;
            if run.open_ended {
                range = trim(scene, range);
            }
        }
    }
    range
}

/// Whether a range is just a quotation between single marks.
fn is_inner_quotation(scene: &Scene, range: &Range<usize>) -> bool {
    let single = |token: usize| scene.tokens.get(token).is_some_and(|token| matches!(&*token.text, "'" | "‘" | "’"));
    range.len() > 2 && single(range.start) && single(range.end - 1)
}

/// Cuts what never begins or ends a phrase.
pub fn trim(scene: &Scene, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    end = end.min(scene.tokens.len());
    while start < end && loose(scene, start, start..end, true) {
        start += 1;
    }
    while end > start && loose(scene, end - 1, start..end, false) {
        end -= 1;
    }
    start..end
}

fn loose(scene: &Scene, index: usize, range: Range<usize>, leading: bool) -> bool {
    let token = &scene.tokens[index];
    if token.is_space() {
        return true;
    }
    if scene.quotes.is_mark(index) {
        // A mark stays where its partner, or at least a word beside it, is within.
        let Some(run) = scene.quotes.at(index) else { return true };
        let run = &scene.quotes.runs[run];
        return if leading {
            index + 1 != run.inner.start || !range.contains(&run.inner.start)
        } else {
            !range.contains(&run.tokens.start)
        };
    }
    match &*token.text {
        "," | ";" | ":" | "-" | "–" | "—" | "--" => true,
        "." | "!" | "?" => leading || (&*token.text == "." && !within_quote(scene, index, &range)),
        ")" | "]" => leading || !range.clone().any(|at| matches!(&*scene.tokens[at].text, "(" | "[")),
        "(" | "[" => !leading || !range.clone().any(|at| matches!(&*scene.tokens[at].text, ")" | "]")),
        "“" | "”" | "\"" | "''" | "‘" | "’" | "'" => token.part == PartOfSpeech::Punct,
        _ => false,
    }
}

/// Whether a final stop belongs to a quotation that begins within the range.
fn within_quote(scene: &Scene, index: usize, range: &Range<usize>) -> bool {
    scene.quotes.at(index).is_some_and(|run| range.contains(&scene.quotes.runs[run].tokens.start))
}
