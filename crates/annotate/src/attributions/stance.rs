//! How a speaker stands to what is said: by the cue's entry, its negation, and what the content itself does.

use std::ops::Range;

use terms::{Relation, Stance, Tag};

use super::candidate::Candidate;
use super::clauses::has_to;
use super::complements::{bidding, judged_behind};
use super::cues::Kind;
use super::scene::Scene;
use super::verbs::entry;

/// Longest content, in tokens, that is taken for a plain denial because of one word ("That is a lie").
const SHORT: usize = 14;

/// Where the words must stand that deny a part in something, in tokens of the content.
const EARLY: usize = 6;

/// How far behind "not" the word may stand that tells of a part in a deed: "not in any way *involved*".
const PART: usize = 4;

/// Longest subject of a clause that tells what shall be, in tokens.
const LONGEST_SUBJECT: usize = 10;

/// How far "neither confirmed nor" may reach, in tokens.
const NEITHER_NOR: usize = 8;

/// How far into a quotation a request makes all of it one, in tokens.
const LONGEST_REQUEST: usize = 60;

/// The stance of a candidate.
pub fn stance(scene: &Scene, candidate: &Candidate) -> Stance {
    let base = candidate.stance;
    let Some(cue) = candidate.cue_token else { return base };
    let lemma = &*scene.tokens[cue].lemma;
    if keeps_silent(scene, cue) || base == Stance::Denies && leaves_open(scene, cue) {
        return Stance::Doubts;
    }
    // "*Neither* side would say", "*no* group claimed"
    let nobody = candidate
        .source
        .as_ref()
        .is_some_and(|source| ["no", "neither", "nobody", "none"].iter().any(|word| scene.is(source.start, word)));
    // "have *yet* to confirm"
    let pending =
        (cue.saturating_sub(2)..cue).any(|token| scene.is(token, "yet")) && scene.is(cue.saturating_sub(1), "to");
    if (nobody || pending) && base == Stance::Asserts {
        return Stance::Doubts;
    }
    if base == Stance::Denies && is_over(scene, cue) {
        return Stance::Asserts;
    }
    if is_negated(scene, candidate, cue) {
        return negated(scene, candidate, base, lemma);
    }
    // "asked *why* he had waited": the question takes it for granted.
    if lemma == "ask" && candidate.content.first().is_some_and(|piece| scene.is(piece.start, "why")) {
        return Stance::Asserts;
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
    let judged = || {
        judged_behind(scene, cue).is_some_and(|(judgement, _)| {
            judgement.clone().any(|token| scene.cues.lists("denying-word", &scene.tokens[token].lemma.to_lowercase()))
        })
    };
    match base {
        Stance::Asserts if judged() => Stance::Denies,
        Stance::Asserts
            if denies_by_content(scene, candidate) || is_not_so(scene, candidate) || has_no_part(scene, candidate) =>
        {
            Stance::Denies
        }
        Stance::Asserts if cannot_tell(scene, candidate) => Stance::Doubts,
        Stance::Asserts | Stance::Supports if matches!(lemma, "express" | "voice" | "reiterate" | "announce") => {
            by_object(scene, candidate).unwrap_or(base)
        }
        Stance::Asserts
            if candidate.kind == Kind::Speech
                && lemma != "agree"
                && !scene.is(cue, "according")
                && (asks_for_it(scene, candidate) || bidding(scene, cue).is_some()) =>
        {
            Stance::Demands
        }
        Stance::Asserts if lemma == "insist" && is_wish(scene, candidate) => Stance::Demands,
        Stance::Asserts if candidate.kind == Kind::Intent && lemma == "want" && names_another(scene, candidate) => {
            Stance::Demands
        }
        _ => base,
    }
}

/// Whether the cue tells that somebody would not speak: declined *to comment*, refused *to say* whether. That denies nothing.
fn keeps_silent(scene: &Scene, cue: usize) -> bool {
    matches!(
        &*scene.tokens[cue].lemma,
        "refuse" | "decline" | "refusal" | "unwilling" | "reluctant" | "unwillingness" | "reluctance"
    ) && scene
        .children(cue)
        .find(|&child| child > cue && has_to(scene, child))
        .is_some_and(|asked| scene.cues.lists("telling", &scene.tokens[asked].lemma))
}

/// Whether a denial is only one of two that are left open: neither confirmed nor *denied*.
pub fn leaves_open(scene: &Scene, cue: usize) -> bool {
    let sentence = scene.sentence(cue).tokens.start;
    let near = cue.saturating_sub(NEITHER_NOR).max(sentence)..cue;
    near.clone().any(|token| &*scene.tokens[token].lemma == "confirm")
        && near.clone().any(|token| ["nor", "or"].iter().any(|word| scene.is(token, word)))
        && near
            .clone()
            .any(|token| ["neither", "not", "n't", "refused", "declined"].iter().any(|word| scene.is(token, word)))
}

/// Whether somebody has ceased to stand so: *no longer* denies, *stopped* denying.
fn is_over(scene: &Scene, cue: usize) -> bool {
    let longer = (cue.saturating_sub(4)..cue.saturating_sub(1))
        .any(|token| scene.is(token, "no") && scene.is(token + 1, "longer"));
    let head = scene.tokens[cue].head;
    let stopped = scene.tokens[cue].tag == Tag::VBG
        && head < cue
        && matches!(&*scene.tokens[head].lemma, "stop" | "cease")
        && cue - head <= 2;
    longer || stopped
}

/// Whether the cue is denied: did not confirm, never said, no confirmation.
fn is_negated(scene: &Scene, candidate: &Candidate, cue: usize) -> bool {
    let negates = |child: usize| {
        let token = &scene.tokens[child];
        if candidate.content.iter().any(|piece| piece.contains(&child)) {
            return false;
        }
        token.relation == Relation::Neg
            || (child < cue && matches!(&*token.lemma, "never" | "no" | "neither" | "without"))
    };
    let governed = |verb: usize| scene.children(verb).any(negates);
    // "is not sure that": the verb is denied; "would neither confirm nor deny": both are.
    let token = &scene.tokens[cue];
    let of_verb = token.relation == Relation::Acomp && governed(token.head);
    let joined = token.relation == Relation::Conj
        && governed(token.head)
        && scene.children(token.head).any(|child| child < cue && scene.is(child, "nor"));
    let own = governed(cue) || of_verb || joined || is_over(scene, cue);
    let by_governor = scene.tokens[cue].relation == Relation::Xcomp
        && candidate.cue.as_ref().is_some_and(|words| words.contains(&scene.tokens[cue].head))
        && governed(scene.tokens[cue].head);
    own || by_governor
}

/// The stance of a cue that is denied: who does not confirm leaves open, who does not agree denies.
fn negated(scene: &Scene, candidate: &Candidate, base: Stance, lemma: &str) -> Stance {
    match base {
        Stance::Denies => Stance::Doubts,
        Stance::Doubts => Stance::Asserts,
        Stance::Asserts if is_question(scene, candidate) || scene.cues.lists("open-when-denied", lemma) => {
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
    let joiner = |token: &usize| scene.tokens[*token].relation == Relation::Mark;
    let stands_for_it = words().find(|token| !joiner(token)).is_some_and(|first| {
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

/// The first words of a content, up to the end of its first sentence, marks and "that" left out.
fn opening(scene: &Scene, candidate: &Candidate) -> Vec<usize> {
    let skipped = |token: &usize| {
        scene.is_punctuation(*token)
            || scene.quotes.is_mark(*token)
            || scene.tokens[*token].is_space()
            || scene.is(*token, "that") && !is_subject(scene, *token)
    };
    // "The charges," he said, "are baseless": the first words may be parted.
    let words = candidate.content.iter().take(2).flat_map(Clone::clone).skip_while(skipped);
    words
        .filter(|&token| !scene.quotes.is_mark(token))
        .take_while(|token| !scene.ends_sentence(*token))
        .take(SHORT)
        .collect()
}

fn is_subject(scene: &Scene, token: usize) -> bool {
    matches!(scene.tokens[token].relation, Relation::Nsubj | Relation::Nsubjpass)
}

/// Whether the content begins by saying that something is not so: "That is not true", "It never happened", "There is no
/// truth in the report".
fn is_not_so(scene: &Scene, candidate: &Candidate) -> bool {
    let words = opening(scene, candidate);
    let Some(&first) = words.first() else { return false };
    let lemma = |token: usize| scene.tokens[token].lemma.to_lowercase();
    words[1..].iter().filter(|&&token| scene.cues.lists("truth", &lemma(token))).any(|&truth| {
        let Some(verb) = predicate(scene, truth) else { return false };
        let subject = scene.child(verb, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Expl]);
        let points = subject.is_some_and(|subject| {
            let theirs = lemma(subject) == "they" && scene.tokens[verb].lemma.as_ref() != "be";
            (scene.left[subject]..=subject).contains(&first)
                && !theirs
                && (matches!(lemma(subject).as_str(), "it" | "this" | "that" | "these" | "those" | "they" | "there")
                    || scene.cues.lists("claim-noun", &lemma(subject)))
        });
        let negates = |token: usize| {
            scene.tokens[token].relation == Relation::Neg
                || ["no", "never", "without"].iter().any(|word| scene.is(token, word))
        };
        points
            && (scene.is(scene.tokens[truth].head, "without")
                || [verb, truth].iter().any(|&token| scene.children(token).any(negates)))
    })
}

/// Whether the content begins by saying that somebody has no part in a thing: "it had nothing to do with the raid", "we
/// have done nothing of the kind", "it played no role in it".
fn has_no_part(scene: &Scene, candidate: &Candidate) -> bool {
    let words = opening(scene, candidate);
    words.iter().enumerate().any(|(at, &token)| {
        let next = |step: usize, word: &str| words.get(at + step).is_some_and(|&token| scene.is(token, word));
        let nothing = scene.is(token, "nothing")
            && (next(1, "to") && next(2, "do") || next(1, "of") && (next(2, "the") || next(2, "that")));
        let no = scene.is(token, "no")
            && words[at + 1..].iter().take(2).any(|&noun| scene.cues.lists("part", &scene.tokens[noun].lemma));
        // "it was *not* in any way *involved*", "its men were *not* behind the raid"
        let not = matches!(&*scene.tokens[token].text, "not" | "n't" | "n’t" | "never")
            && (scene.tokens[scene.tokens[token].head].lemma.as_ref() == "be"
                || scene.is_passive(scene.tokens[token].head))
            && words[at + 1..]
                .iter()
                .take(PART)
                .any(|&word| scene.cues.lists("part-adjective", &scene.tokens[word].text.to_lowercase()));
        let own = || {
            words[..at].iter().all(|&before| {
                !scene.tokens[before].is_verb() || entry(scene, before).is_none_or(|cue| cue.kind != Kind::Speech)
            })
        };
        (nothing || no || not) && at < EARLY && own()
    })
}

/// The verb that says something of a subject with a word: *is* true, *has* no basis, *happened*.
fn predicate(scene: &Scene, word: usize) -> Option<usize> {
    if scene.tokens[word].is_verb() {
        return Some(word);
    }
    let mut at = word;
    for _ in 0..3 {
        let token = &scene.tokens[at];
        if !matches!(
            token.relation,
            Relation::Attr | Relation::Acomp | Relation::Dobj | Relation::Pobj | Relation::Prep | Relation::Advmod
        ) {
            return None;
        }
        at = token.head;
        if matches!(&*scene.tokens[at].lemma, "be" | "have" | "contain" | "bear" | "hold") {
            return Some(at);
        }
    }
    None
}

/// Whether the content says that the speaker cannot tell: "it could not confirm the deaths", "we do not know".
fn cannot_tell(scene: &Scene, candidate: &Candidate) -> bool {
    let words = opening(scene, candidate);
    let Some(&first) = words.first() else { return false };
    let speaker = scene.tokens[first].lemma.to_lowercase();
    let verb = scene.tokens[first].head;
    let unconvinced = || {
        words.iter().any(|&token| {
            matches!(&*scene.tokens[token].text, "convinced" | "sure" | "certain" | "persuaded" | "confident")
                && (token == verb || scene.tokens[token].head == verb)
                && [token, verb].iter().any(|&at| scene.child(at, &[Relation::Neg]).is_some())
        })
    };
    let unable = || {
        scene.tokens[verb].lemma.as_ref() == "be"
            && words.iter().any(|&token| ["unable", "unsure", "uncertain"].iter().any(|word| scene.is(token, word)))
    };
    let disbelieved = || {
        matches!(&*scene.tokens[verb].lemma, "believe" | "think")
            && scene.quotes.at(verb).is_none()
            && scene.child(verb, &[Relation::Neg]).is_some()
            && !scene.is_passive(verb)
    };
    let untold = || {
        matches!(&*scene.tokens[verb].lemma, "confirm" | "verify" | "know" | "corroborate" | "tell")
            && scene.child(verb, &[Relation::Neg]).is_some()
            && !scene.is_passive(verb)
    };
    is_subject(scene, first)
        && matches!(speaker.as_str(), "it" | "he" | "she" | "they" | "we" | "i")
        && (unable() || untold() || disbelieved() || unconvinced())
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
                && !(scene.is(verb, "let") && ["me", "us", "'s", "’s"].iter().any(|word| scene.is(verb + 1, word)))
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
        let governor = scene.tokens[verb].head;
        let told = governor != verb && piece.contains(&governor) && entry(scene, governor).is_some();
        let main = !told
            && matches!(
                scene.tokens[verb].relation,
                Relation::Ccomp | Relation::Root | Relation::Parataxis | Relation::Conj
            );
        let other = scene.child(verb, &[Relation::Nsubj, Relation::Nsubjpass]).is_some_and(|subject| {
            subject >= piece.start && !matches!(&*scene.tokens[subject].text, "I" | "We" | "we" | "it" | "It" | "there")
        });
        matches!(&*scene.tokens[modal].lemma, "must" | "should")
            && main
            && other
            && !scene.child(verb, &[Relation::Acomp]).is_some_and(|able| scene.is(able, "able"))
            && scene.child(verb, &[Relation::Neg]).is_none()
            && !scene.is(modal + 1, "have")
    })
}

/// Whether a clause tells what shall be: insisted that London *pay*, that the ship *be freed*.
fn is_wish(scene: &Scene, candidate: &Candidate) -> bool {
    let Some(piece) = candidate.content.first().filter(|piece| scene.is(piece.start, "that")) else { return false };
    piece.clone().skip(1).take(LONGEST_SUBJECT).find(|&token| scene.tokens[token].is_verb()).is_some_and(|verb| {
        let bare = matches!(scene.tokens[verb].tag, Tag::VB | Tag::VBP);
        let singular = scene
            .child(verb, &[Relation::Nsubj, Relation::Nsubjpass])
            .or_else(|| scene.child(scene.tokens[verb].head, &[Relation::Nsubj, Relation::Nsubjpass]))
            .is_some_and(|subject| {
                matches!(scene.tokens[subject].tag, Tag::NN | Tag::NNP)
                    && scene.child(subject, &[Relation::Conj]).is_none()
            });
        scene.is(verb, "be") || bare && singular && scene.child(verb, &[Relation::Aux]).is_none()
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
