//! How a speaker stands to what is said: by the cue's entry, its negation, and what the content itself does.

use std::ops::Range;

use terms::{Relation, Stance, Tag};

use super::candidate::Candidate;
use super::complements::bidding;
use super::cues::Kind;
use super::scene::Scene;
use super::verbs::entry;

/// Longest content, in tokens, that is taken for a plain denial because of one word ("That is a lie").
const SHORT: usize = 14;

/// How far into a quotation a request makes all of it one, in tokens.
const LONGEST_REQUEST: usize = 60;

/// The stance of a candidate.
pub fn stance(scene: &Scene, candidate: &Candidate) -> Stance {
    let base = candidate.stance;
    let Some(cue) = candidate.cue_token else { return base };
    let lemma = &*scene.tokens[cue].lemma;
    if is_negated(scene, candidate, cue) {
        return negated(scene, candidate, base, lemma);
    }
    if is_question(scene, candidate) && base != Stance::Denies {
        return if matches!(candidate.kind, Kind::Speech)
            && matches!(base, Stance::Asserts | Stance::Demands)
            && lemma != "demand"
        {
            Stance::Doubts
        } else {
            base
        };
    }
    match base {
        Stance::Asserts if denies_by_content(scene, candidate) => Stance::Denies,
        Stance::Asserts | Stance::Supports if matches!(lemma, "express" | "voice" | "reiterate" | "announce") => {
            by_object(scene, candidate).unwrap_or(base)
        }
        Stance::Asserts
            if candidate.kind == Kind::Speech && (asks_for_it(scene, candidate) || bidding(scene, cue).is_some()) =>
        {
            Stance::Demands
        }
        Stance::Asserts if candidate.kind == Kind::Intent && lemma == "want" && names_another(scene, candidate) => {
            Stance::Demands
        }
        _ => base,
    }
}

/// Whether the cue is denied: did not confirm, never said, no confirmation.
fn is_negated(scene: &Scene, candidate: &Candidate, cue: usize) -> bool {
    let negates = |child: usize| {
        let token = &scene.tokens[child];
        token.relation == Relation::Neg
            || (child < cue && matches!(&*token.lemma, "never" | "no" | "neither" | "without"))
    };
    let governed = |verb: usize| scene.children(verb).any(negates);
    let own = governed(cue);
    let by_governor = scene.tokens[cue].relation == Relation::Xcomp
        && candidate.cue.as_ref().is_some_and(|words| words.contains(&scene.tokens[cue].head))
        && governed(scene.tokens[cue].head);
    own || by_governor
}

fn negated(scene: &Scene, candidate: &Candidate, base: Stance, lemma: &str) -> Stance {
    match base {
        Stance::Denies => Stance::Doubts,
        Stance::Doubts => Stance::Asserts,
        Stance::Asserts
            if is_question(scene, candidate)
                || matches!(
                    lemma,
                    "confirm"
                        | "confirmation"
                        | "indication"
                        | "evidence"
                        | "proof"
                        | "sign"
                        | "know"
                        | "say"
                        | "comment"
                        | "rule"
                ) =>
        {
            Stance::Doubts
        }
        _ => Stance::Denies,
    }
}

/// Whether what is said is a question: whether …, why …, or a quotation that ends with a question mark.
fn is_question(scene: &Scene, candidate: &Candidate) -> bool {
    let Some(piece) = candidate.content.first() else { return false };
    if scene.is(piece.start, "whether")
        || scene.is(piece.start, "if") && scene.tokens[piece.start].relation == Relation::Mark
    {
        return candidate.content.len() == 1 && scene.tokens[piece.start].relation != Relation::Advmod;
    }
    let asks = candidate
        .cue_token
        .is_some_and(|cue| matches!(&*scene.tokens[cue].lemma, "ask" | "inquire" | "enquire" | "wonder"));
    asks && (matches!(scene.tokens[piece.start].tag, Tag::WRB | Tag::WP | Tag::WDT)
        || piece.clone().rev().take(3).any(|token| scene.is(token, "?")))
}

/// Whether the content calls a claim false: "the allegations were baseless", "It is a lie".
fn denies_by_content(scene: &Scene, candidate: &Candidate) -> bool {
    let length: usize = candidate.content.iter().map(Range::len).sum();
    let words = || candidate.content.iter().flat_map(Clone::clone).take(40);
    let listed =
        |list: &'static str| words().find(|&token| scene.cues.lists(list, &scene.tokens[token].lemma.to_lowercase()));
    let Some(denying) = listed("denying-word") else { return false };
    let negated = (denying.saturating_sub(3)..denying)
        .any(|token| scene.tokens[token].relation == Relation::Neg || scene.is(token, "no"));
    if negated {
        return false;
    }
    let claim = listed("claim-noun").is_some_and(|claim| claim < denying);
    let stands_for_it = words().next().is_some_and(|first| {
        let first = if scene.quotes.is_mark(first) { first + 1 } else { first };
        scene.tokens.get(first).is_some_and(|token| {
            matches!(
                token.lemma.to_lowercase().as_str(),
                "it" | "this" | "that" | "they" | "these" | "those" | "he" | "she"
            )
        }) || first == denying
    });
    claim || (length <= SHORT && stands_for_it)
}

/// "expressed support for", "voiced doubts about".
fn by_object(scene: &Scene, candidate: &Candidate) -> Option<Stance> {
    let piece = candidate.content.first()?;
    piece.clone().take(6).find_map(|token| {
        let lemma = &*scene.tokens[token].lemma;
        scene
            .cues
            .noun(lemma)
            .map(|cue| cue.stance)
            .or_else(|| scene.cues.lists("doubting", lemma).then_some(Stance::Doubts))
            .filter(|&stance| stance != Stance::Asserts)
    })
}

/// Whether the content asks for a deed: an imperative, or somebody else who must or should.
fn asks_for_it(scene: &Scene, candidate: &Candidate) -> bool {
    let Some(piece) = candidate.content.first() else { return false };
    let Some(first) = piece
        .clone()
        .find(|&token| !scene.is_punctuation(token) && !scene.quotes.is_mark(token) && !scene.is(token, "that"))
    else {
        return false;
    };
    let quoted = scene.quotes.at(first).is_some();
    if quoted {
        let verb = if scene.is(first, "please") || scene.is(first, "do") {
            (first + 1..piece.end).find(|&token| scene.tokens[token].is_verb())
        } else {
            Some(first)
        };
        if verb.is_some_and(|verb| {
            scene.tokens[verb].tag == Tag::VB
                && verb <= first + 2
                && scene.child(verb, &[Relation::Nsubj]).is_none()
                && !scene.is(verb, "let")
        }) && (scene.is(first, "please") || scene.tokens[first].tag == Tag::VB || scene.is(first, "do"))
        {
            return true;
        }
    }
    if quoted && piece.clone().take(LONGEST_REQUEST).any(|token| requests(scene, token)) {
        return true;
    }
    // The first modal of the content's main verb.
    piece.clone().take(25).find(|&token| scene.tokens[token].tag == Tag::MD).is_some_and(|modal| {
        let verb = scene.tokens[modal].head;
        let main = matches!(
            scene.tokens[verb].relation,
            Relation::Ccomp | Relation::Root | Relation::Parataxis | Relation::Conj
        );
        let other = scene.child(verb, &[Relation::Nsubj, Relation::Nsubjpass]).is_some_and(|subject| {
            subject >= piece.start && !matches!(&*scene.tokens[subject].text, "I" | "We" | "we" | "it" | "It" | "there")
        });
        matches!(&*scene.tokens[modal].lemma, "must" | "should")
            && main
            && other
            && scene.child(verb, &[Relation::Neg]).is_none()
            && !scene.is(modal + 1, "have")
    })
}

/// Whether a token within a quotation asks somebody for something: "please", or "I urge".
fn requests(scene: &Scene, token: usize) -> bool {
    if scene.is(token, "please") {
        return scene.tokens[scene.tokens[token].head].tag == Tag::VB
            || scene.after(token).is_some_and(|next| scene.tokens[next].tag == Tag::VB);
    }
    matches!(scene.tokens[token].tag, Tag::VBP | Tag::VB)
        && scene
            .child(token, &[Relation::Nsubj])
            .is_some_and(|subject| matches!(&*scene.tokens[subject].text, "I" | "We" | "we"))
        && entry(scene, token).is_some_and(|cue| cue.stance == Stance::Demands)
        && scene.child(token, &[Relation::Neg, Relation::Aux]).is_none()
}

/// Whether an infinitive has a subject of its own: wants *them* to leave.
fn names_another(scene: &Scene, candidate: &Candidate) -> bool {
    candidate.content.first().is_some_and(|piece| {
        scene.tokens[piece.start].tag != Tag::TO
            && piece
                .clone()
                .any(|token| scene.tokens[token].tag == Tag::TO && scene.tokens[token].relation == Relation::Aux)
    })
}
