//! Verbs of saying by which nothing is said: did not comment, did not deny, declined to say when, *if* the court says so.

use std::ops::Range;

use terms::{Relation, Stance, Tag};

use super::cues::{Kind, VerbCue};
use super::scene::Scene;
use super::stance::leaves_open;
use super::verbs::entry;

/// How far behind "did not respond" the request may stand, in tokens.
const FARTHEST_REQUEST: usize = 10;

/// Whether a verb with what it brings tells only that somebody did not speak.
pub fn is_unsaid(scene: &Scene, verb: usize, cue: &VerbCue, pieces: &[Range<usize>]) -> bool {
    wants_no_name(scene, verb)
        || keeps_waiting(scene, verb)
        || denies_not(scene, verb, cue)
        || tells_nothing(scene, verb, pieces)
}

/// Whether something is said only if it is: "*if* the court says that …", "*unless* he agrees that …".
pub fn is_supposed(scene: &Scene, verb: usize) -> bool {
    scene.tokens[verb].relation == Relation::Advcl
        && scene.quotes.at(verb).is_none()
        && entry(scene, verb).is_some_and(|cue| cue.kind == Kind::Speech)
        && scene
            .child(verb, &[Relation::Mark])
            .is_some_and(|mark| mark < verb && ["if", "unless"].iter().any(|word| scene.is(mark, word)))
}

/// Whether nobody has said what a verb of saying brings: "*No group* has claimed responsibility".
pub fn is_by_nobody(scene: &Scene, cue: &VerbCue, source: &Range<usize>) -> bool {
    cue.kind == Kind::Speech
        && cue.stance == Stance::Asserts
        && ["no", "nobody", "none"].iter().any(|word| scene.is(source.start, word))
}

/// Whether somebody only asks not to be named: "who declined to be identified".
fn wants_no_name(scene: &Scene, verb: usize) -> bool {
    scene.children(verb).filter(|&child| child > verb).any(|child| {
        let named = matches!(&*scene.tokens[child].lemma, "name" | "identify") && scene.is_passive(child);
        // "did not want her *name* published"
        let name = matches!(&*scene.tokens[verb].lemma, "want" | "wish" | "ask")
            && scene.extent(child).take(4).any(|token| &*scene.tokens[token].lemma == "name")
            && (scene.left[verb]..=scene.right[verb]).any(|token| scene.is(token, "not") || scene.is(token, "n't"));
        named || name || scene.tokens[child].relation == Relation::Dobj && &*scene.tokens[child].lemma == "anonymity"
    })
}

/// Whether somebody only does not deny something, which says nothing: "did *not deny* that they met".
fn denies_not(scene: &Scene, verb: usize, cue: &VerbCue) -> bool {
    cue.kind == Kind::Speech
        && cue.stance == Stance::Denies
        && scene.child(verb, &[Relation::Neg]).is_some_and(|neg| neg < verb)
        && !leaves_open(scene, verb)
}

/// Whether somebody only has not answered: "did not respond to requests for comment", "has yet to comment".
fn keeps_waiting(scene: &Scene, verb: usize) -> bool {
    let lemma = &*scene.tokens[verb].lemma;
    let denied = || scene.child(verb, &[Relation::Neg]).is_some();
    let unanswered = matches!(lemma, "respond" | "reply" | "answer" | "return" | "react")
        && denied()
        && (verb + 1..scene.sentence(verb).tokens.end).take(FARTHEST_REQUEST).any(|token| {
            matches!(&*scene.tokens[token].lemma, "request" | "call" | "email" | "message" | "query" | "question")
        });
    let unasked = lemma == "decline"
        && scene.child(verb, &[Relation::Dobj]).is_some_and(|object| {
            matches!(&*scene.tokens[object].lemma, "request" | "interview" | "comment" | "invitation")
        });
    let unspoken = matches!(lemma, "comment" | "respond" | "react" | "reply")
        && (denied()
            || (verb.saturating_sub(3)..verb).any(|token| scene.is(token, "yet") && scene.quotes.at(token).is_none()));
    unanswered || unasked || unspoken
}

/// Whether somebody only would not tell more: declined *to give details*, refused to offer an explanation.
fn withholds(scene: &Scene, piece: &Range<usize>) -> bool {
    piece.clone().take(3).any(|verb| {
        scene.tokens[verb].tag == Tag::VB
            && scene.cues.lists("giving", &scene.tokens[verb].lemma)
            && [Relation::Dobj, Relation::Prep].iter().filter_map(|&relation| scene.child(verb, &[relation])).any(
                |child| {
                    let object = scene.child(child, &[Relation::Pobj]).unwrap_or(child);
                    scene.cues.lists("withheld", &scene.tokens[object].lemma)
                },
            )
    })
}

/// Whether somebody only leaves open when, where or how: "did not say when", "declined to disclose how many". A question
/// whether something is so stays a question about it.
fn tells_nothing(scene: &Scene, verb: usize, pieces: &[Range<usize>]) -> bool {
    let [piece] = pieces else { return false };
    let lemma = &*scene.tokens[verb].lemma;
    let opens = |token: usize| {
        scene.tokens.get(token).is_some_and(|token| matches!(token.tag, Tag::WRB | Tag::WP | Tag::WDT))
            && !scene.is(token, "why")
            && scene.quotes.at(token).is_none()
    };
    let telling = |token: usize| scene.cues.lists("telling", &scene.tokens[token].lemma);
    if matches!(lemma, "decline" | "refuse") {
        let asked = piece.clone().take(3).find(|&token| scene.tokens[token].tag == Tag::VB && telling(token));
        let silent = |asked: usize| scene.is(asked, "comment");
        return scene.is(piece.start, "to")
            && (asked.is_some_and(|asked| opens(asked + 1) || silent(asked)) || withholds(scene, piece))
            || piece.clone().any(|token| &*scene.tokens[token].lemma == "interview");
    }
    let held_back = scene.tokens[verb].relation == Relation::Xcomp
        && matches!(&*scene.tokens[scene.tokens[verb].head].lemma, "decline" | "refuse");
    if held_back && lemma == "comment" {
        return true;
    }
    telling(verb) && opens(piece.start) && (held_back || scene.child(verb, &[Relation::Neg]).is_some())
}
