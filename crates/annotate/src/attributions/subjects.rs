//! Who is the subject of a verb, near or far.

use terms::{PartOfSpeech, Relation, Stance, Tag};

use super::cues::{Frame, Kind};
use super::quoting;
use super::scene::Scene;
use super::verbs::entry;

/// The subject of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Token index of its head.
    pub head: usize,
    /// The verb whose direct subject it is.
    pub of: usize,
}

/// Longest sentence that is looked through for another verb, in tokens.
const LONGEST_FRAGMENT: usize = 60;

/// Steps from a verb to the verb that it hangs on, at most.
const FARTHEST: usize = 6;

/// The subject of a verb in the active: its own, or that of the verb it is joined to.
pub fn subject(scene: &Scene, verb: usize) -> Option<Subject> {
    if let Some(quoting) = quoting::find(scene, verb) {
        return Some(Subject { head: quoting.quoted.0, of: verb });
    }
    let mut at = verb;
    for step in 0..FARTHEST {
        if let Some(own) = own_subject(scene, at) {
            return (!is_empty(scene, own)).then_some(Subject { head: own, of: at });
        }
        if step > 0
            && let Some(own) = scene.child(at, &[Relation::Nsubjpass])
        {
            return (!is_empty(scene, own)).then_some(Subject { head: own, of: at });
        }
        if step == 0
            && let Some(own) = asked_before(scene, verb).and_then(|asked| own_subject(scene, asked))
        {
            return Some(Subject { head: own, of: verb });
        }
        if scene.child(at, &[Relation::Csubj, Relation::Expl]).is_some() {
            return None;
        }
        let token = &scene.tokens[at];
        let head = token.head;
        if step == 0
            && let Some(near) = beside(scene, verb)
        {
            return Some(Subject { head: near, of: verb });
        }
        if head == at {
            return None;
        }
        // "Half of those going to the polls *say* …": the parser takes the participle for the sentence's verb.
        if step == 0
            && matches!(token.relation, Relation::Dep | Relation::Ccomp | Relation::Parataxis)
            && head < verb
            && (token.relation == Relation::Dep || matches!(scene.tokens[head].tag, Tag::VBG | Tag::VBN))
            && scene.child(head, &[Relation::Aux, Relation::Auxpass]).is_none()
            && let Some(own) = scene.child(head, &[Relation::Nsubj, Relation::Nsubjpass])
            && own < head
            && (head..verb).all(|index| !scene.is(index, ","))
        {
            return Some(Subject { head: own, of: verb });
        }
        // "says he respects her and *calls* her …": the parser hangs the second report on the first one's clause.
        let governor = scene.tokens[head].head;
        if token.relation == Relation::Conj
            && scene.tokens[head].relation == Relation::Ccomp
            && governor != head
            && in_step(scene, at, governor)
        {
            at = governor;
            continue;
        }
        at = match token.relation {
            Relation::Conj | Relation::Xcomp | Relation::Advcl | Relation::Aux if scene.tokens[head].is_verb() => head,
            // "was quick to *deny* it"
            Relation::Xcomp if scene.tokens[head].relation == Relation::Acomp && scene.tokens[governor].is_verb() => {
                governor
            }
            // "said the bridge was safe but *admitted* that …": taken for a second clause of the first verb.
            Relation::Ccomp
                if step == 0
                    && token.tag == Tag::VBN
                    && scene.tokens[head].tag == Tag::VBD
                    && head < at
                    && scene.before(at).is_some_and(|before| scene.is(before, "but") || scene.is(before, "and"))
                    && scene.child(at, &[Relation::Aux, Relation::Auxpass, Relation::Nsubjpass]).is_none()
                    && scene.child(at, &[Relation::Ccomp, Relation::Dobj]).is_some() =>
            {
                head
            }
            // The participle of a quotation's tail: "…," he said, adding …
            Relation::Ccomp | Relation::Parataxis | Relation::Dep
                if token.tag == Tag::VBG && scene.tokens[head].is_verb() =>
            {
                head
            }
            Relation::Pcomp if scene.tokens[head].relation == Relation::Prep => {
                let governor = scene.tokens[head].head;
                if !scene.tokens[governor].is_verb() {
                    return None;
                }
                governor
            }
            Relation::Acl if token.tag == Tag::VBG && scene.tokens[head].is_noun() => {
                // "issued a statement *saying* …": the words are the issuer's.
                let issued = scene.tokens[head].relation == Relation::Dobj
                    && scene.cues.lists("light-verb", &scene.tokens[governor].lemma)
                    && scene.cues.lists("medium", &scene.tokens[head].lemma);
                if issued
                    && step == 0
                    && let Some(issuer) = subject(scene, governor)
                {
                    return Some(issuer);
                }
                return Some(Subject { head, of: at });
            }
            // "The nominee, a senator, *tweeted*: …": taken for a participle.
            Relation::Acl
                if token.tag == Tag::VBN
                    && (scene.tokens[head].tag == Tag::NNP
                        && scene.child(at, &[Relation::Agent, Relation::Dobj]).is_none()
                        || is_main_participle(scene, at)) =>
            {
                return Some(Subject { head, of: at });
            }
            _ => return None,
        };
    }
    None
}

/// The subject that the parser gives a verb; of several the one nearest before it: "*the notice*," *the minister* wrote.
fn own_subject(scene: &Scene, verb: usize) -> Option<usize> {
    let own = |child: &usize| scene.tokens[*child].relation == Relation::Nsubj;
    let first = scene.children(verb).find(own)?;
    let nearest = scene.children(verb).take_while(|&child| child < verb).filter(own).last().unwrap_or(first);
    // "the family, neighbours and friends": one subject of several.
    let joined = scene.is(scene.right[first] + 1, ",")
        && scene.children(nearest).any(|child| scene.tokens[child].relation == Relation::Cc);
    // "vice-president": the parser takes the hyphen for a word.
    let hyphen = scene.is(nearest, "-") && scene.tokens.get(nearest + 1).is_some_and(|next| next.head == nearest);
    let nearest = if hyphen { nearest + 1 } else { nearest };
    Some(if joined { first } else { nearest })
}

/// The participle between commas that the parser takes for a clause with the speaker as its subject: "the minister,
/// *asked* if she would go, said …".
pub fn asked_before(scene: &Scene, verb: usize) -> Option<usize> {
    scene.children(verb).take_while(|&child| child < verb).find(|&asked| {
        matches!(scene.tokens[asked].relation, Relation::Ccomp | Relation::Advcl)
            && scene.is(asked, "asked")
            && asked > 0
            && scene.is(asked - 1, ",")
            && scene.is(verb - 1, ",")
            && own_subject(scene, asked).is_some_and(|own| own < asked)
    })
}

/// Whether a participle is the verb of its sentence, which has no other: "A joint communiqué *called* for calm."
pub fn is_main_participle(scene: &Scene, verb: usize) -> bool {
    let noun = scene.tokens[verb].head;
    let sentence = scene.sentence(verb).tokens.clone();
    scene.tokens[verb].tag == Tag::VBN
        && scene.tokens[verb].relation == Relation::Acl
        && scene.tokens[noun].relation == Relation::Root
        && scene.left[noun] <= sentence.start + 1
        && scene.child(verb, &[Relation::Agent, Relation::Aux, Relation::Auxpass]).is_none()
        && scene.child(verb, &[Relation::Prep, Relation::Dobj, Relation::Ccomp]).is_some()
        && sentence.len() < LONGEST_FRAGMENT
        // "Bank *accused* of hiding losses": a headline in the passive.
        && !(scene.is(verb + 1, "of")
            && scene.child(verb, &[Relation::Dobj]).is_none()
            && entry(scene, verb).is_some_and(|cue| cue.takes(Frame::ObjectComplement)))
        && !scene.has_finite(sentence)
}

/// Whether a verb stands in the tense of another one that it may be joined to: "conceded that errors had been made but
/// *rejected* calls …", where the parser may take the second for a participle.
pub fn in_step(scene: &Scene, conjunct: usize, verb: usize) -> bool {
    let (found, other) = (scene.tokens[conjunct].tag, scene.tokens[verb].tag);
    if !matches!(other, Tag::VBZ | Tag::VBD) {
        return false;
    }
    let misread = || {
        other == Tag::VBD
            && found == Tag::VBN
            && scene.is_passive(scene.tokens[conjunct].head)
            && scene.child(conjunct, &[Relation::Dobj, Relation::Ccomp]).is_some()
            && scene
                .child(conjunct, &[Relation::Aux, Relation::Auxpass, Relation::Nsubj, Relation::Nsubjpass])
                .is_none()
    };
    // "denied it had burned the files but *conceded* that …"
    let contrasts = || {
        other == Tag::VBD
            && found == Tag::VBN
            && scene.child(conjunct, &[Relation::Dobj, Relation::Ccomp]).is_some()
            && scene
                .child(conjunct, &[Relation::Aux, Relation::Auxpass, Relation::Nsubj, Relation::Nsubjpass])
                .is_none()
            && (scene.tokens[conjunct].head..conjunct).any(|token| scene.is(token, "but"))
            && entry(scene, verb).is_some_and(|cue| cue.stance == Stance::Denies)
            && entry(scene, conjunct).is_some_and(|cue| cue.kind == Kind::Speech)
    };
    found == other || misread() || contrasts()
}

/// The noun phrase right after a verb that follows a quotation or opens a sentence: "…," added another aide.
pub fn inverted(scene: &Scene, verb: usize) -> Option<Subject> {
    let opens = match scene.before(verb) {
        None => true,
        Some(before) => {
            scene.quotes.is_mark(before)
                || scene.is(before, ",")
                || scene.ends_sentence(before)
                || (before + 1..=verb).any(|index| scene.breaks[index])
        }
    };
    // "…," read one banner: the past looks like the bare form.
    let read = scene.tokens[verb].tag == Tag::VB && scene.is(verb, "read");
    let finite = matches!(scene.tokens[verb].tag, Tag::VBD | Tag::VBZ | Tag::VBN | Tag::VBP | Tag::NN | Tag::NNS);
    if !opens || !(finite || read) {
        return None;
    }
    let mut at = verb + 1;
    let fits = |token: usize| {
        let token = &scene.tokens[token];
        token.is_noun() || matches!(token.tag, Tag::PRP | Tag::DT | Tag::PRPS | Tag::JJ | Tag::CD | Tag::VBG | Tag::POS)
    };
    if at >= scene.tokens.len() || !fits(at) {
        return None;
    }
    for _ in 0..FARTHEST {
        let head = scene.tokens[at].head;
        if head == at || head <= verb || !fits(head) || scene.left[head] < verb {
            break;
        }
        at = head;
    }
    let found = &scene.tokens[at];
    // "Said Lind: …": the parser takes a capital for part of the name.
    let first = if scene.tokens[verb].head == at { verb } else { verb + 1 };
    ((found.is_noun() || found.tag == Tag::PRP) && scene.left[at] == first && scene.right[at] < verb + 40)
        .then_some(Subject { head: at, of: verb })
}

/// The noun phrase that stands right before a finite verb, where the parser missed it.
fn beside(scene: &Scene, verb: usize) -> Option<usize> {
    if !matches!(scene.tokens[verb].tag, Tag::VBD | Tag::VBZ | Tag::VBP)
        || scene.tokens[verb].relation == Relation::Conj
    {
        return None;
    }
    let mut before = scene.before(verb).filter(|&before| scene.quotes.at(before) == scene.quotes.at(verb))?;
    let comma = scene.is(before, ",");
    if comma {
        before = scene.before(before)?;
    }
    let top = phrase_top(scene, before)?;
    let Some(first) = scene.before(scene.left[top]) else { return Some(top) };
    let joined = scene.tokens[first].relation == Relation::Cc && !comma;
    let opens = joined
        || scene.quotes.is_mark(first)
        || scene.is(first, ",")
        || scene.ends_sentence(first)
        || scene.sentence(verb).tokens.start == scene.left[top];
    (opens && (!comma || scene.right[top] > top)).then_some(top)
}

/// The head of the noun phrase that ends at a token.
fn phrase_top(scene: &Scene, last: usize) -> Option<usize> {
    let mut at = last;
    let fits = |token: usize| scene.tokens[token].is_noun() || matches!(scene.tokens[token].tag, Tag::PRP | Tag::CD);
    if !fits(at) {
        return None;
    }
    let closed = scene.tokens.get(last + 1).is_some_and(|next| &*next.text == ",");
    for _ in 0..FARTHEST {
        let head = scene.tokens[at].head;
        let within = matches!(
            scene.tokens[at].relation,
            Relation::Compound | Relation::Appos | Relation::Pobj | Relation::Prep | Relation::Nmod | Relation::Amod
        );
        // "While with his wife, the former minister said …" and "his wife, the former minister, said …" differ by a comma.
        let apposed = scene.tokens[at].relation == Relation::Appos;
        let adverbial = apposed && (scene.tokens[head].relation == Relation::Pobj || !closed);
        if head == at || !within || adverbial || scene.right[head] > last {
            break;
        }
        at = head;
    }
    fits(at).then_some(at)
}

/// Whether a subject is "it" or "there" without reference.
fn is_empty(scene: &Scene, subject: usize) -> bool {
    scene.tokens[subject].tag == Tag::EX
}

/// Whether a token names a person as far as its form tells: a name, "he", "she", "they".
pub fn is_person(scene: &Scene, token: usize) -> bool {
    let found = &scene.tokens[token];
    found.tag == Tag::NNP
        || found.tag == Tag::PRP && !matches!(&*found.lemma, "it")
        || scene.cues.lists("anonymous", &found.lemma)
        || scene.cues.lists("document", &found.lemma)
}

/// Whether a token names a person, a body or fighters, as far as its form and the lists of nouns tell.
pub fn is_somebody(scene: &Scene, token: usize) -> bool {
    is_person(scene, token) || {
        let lemma = scene.tokens[token].lemma.to_lowercase();
        ["anonymous-one", "body", "fighters", "serves", "counterpart", "person"]
            .iter()
            .any(|list| scene.cues.lists(list, &lemma))
    }
}

/// Whether a token can name somebody or something that speaks.
pub fn can_speak(scene: &Scene, token: usize) -> bool {
    let found = &scene.tokens[token];
    matches!(
        found.part,
        PartOfSpeech::Noun
            | PartOfSpeech::Propn
            | PartOfSpeech::Pron
            | PartOfSpeech::Num
            | PartOfSpeech::Det
            | PartOfSpeech::Adj
    ) || matches!(found.tag, Tag::NNP | Tag::RBS | Tag::JJS)
}
