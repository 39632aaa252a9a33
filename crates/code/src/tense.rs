//! The time that a verb's own clause gives: tense, modals, conditions.

use terms::{Relation, Tag};

use crate::clause::FARTHEST;
use crate::scene::Scene;

/// Verbs that are followed from one to the next for the auxiliaries that they share.
const DEEPEST: usize = 6;

/// The time that a verb's own clause gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Infinitive or gerund: what it hangs on decides.
    Bare,
    /// "expelled", "has expelled", "was expelled"
    Past,
    /// "expels"
    Present,
    /// "is expelling"
    Progressive,
    /// "will expel"
    Future,
    /// "would expel"
    Would,
    /// "may expel", "could expel"
    May,
    /// "should expel", "must expel"
    Should,
}

/// How a deed stands to a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The deed is the condition ("if Russia expels").
    Within,
    /// The deed follows on a condition ("will expel if").
    Upon,
}

/// The condition that a deed stands in or follows on.
pub fn is_conditional(scene: &Scene<'_>, trigger: usize) -> Option<Condition> {
    let clause = scene.clause;
    let marks = |verb: usize| {
        clause.children(verb, &[Relation::Mark, Relation::Advmod]).any(|mark| {
            matches!(clause.lemma(mark).as_str(), "if" | "unless" | "should" | "whether" | "until" | "lest")
        })
    };
    let mut at = trigger;
    for _ in 0..FARTHEST {
        let token = clause.token(at);
        if matches!(token.relation, Relation::Advcl | Relation::Ccomp | Relation::Acl | Relation::Pcomp) && marks(at) {
            return Some(Condition::Within);
        }
        if token.head == at || token.relation == Relation::Relcl {
            break;
        }
        at = token.head;
    }
    let first = clause.first_conjunct(trigger);
    let conditioned = |verb: usize| clause.children(verb, &[Relation::Advcl]).any(marks);
    // Coordinated verbs share their condition.
    clause
        .conjuncts(first)
        .into_iter()
        .any(|verb| clause.token(verb).is_verb() && conditioned(verb))
        .then_some(Condition::Upon)
}

/// Whether a clause in the present names a moment still to come ("when he takes office", "once troops leave").
pub fn is_awaited(scene: &Scene<'_>, verb: usize) -> bool {
    let clause = scene.clause;
    clause.token(verb).relation == Relation::Advcl
        && clause
            .children(verb, &[Relation::Mark, Relation::Advmod])
            .any(|mark| matches!(clause.lemma(mark).as_str(), "when" | "once" | "before" | "until" | "after" | "till"))
}

/// Whether a clause behind "when" tells its day: "when the two meet on Friday" is settled.
pub fn is_dated(scene: &Scene<'_>, verb: usize) -> bool {
    let annotated = scene.annotated;
    let when =
        scene.clause.children(verb, &[Relation::Advmod, Relation::Mark]).any(|mark| scene.clause.lemma(mark) == "when");
    let last = annotated.tree.subtree(verb).into_iter().max().unwrap_or(verb);
    let clause = terms::Span::new(scene.span(verb).start, scene.span(last).end);
    when && annotated.times.iter().any(|time| clause.touches(time.span))
}

/// Whether a clause is what somebody said, so that "would" is a future told later.
pub fn is_reported(scene: &Scene<'_>, verb: usize) -> bool {
    let clause = scene.clause;
    let at = clause.first_conjunct(verb);
    matches!(clause.token(at).relation, Relation::Ccomp)
        || scene.attribution(verb).is_some()
        || clause.token(at).relation == Relation::Root
}

/// The time of a verb, by its tag and its auxiliaries.
pub fn tense_of(scene: &Scene<'_>, verb: usize, depth: usize) -> Tense {
    let clause = scene.clause;
    let token = clause.token(verb);
    let mut be = None;
    let mut have = false;
    for aux in clause.children(verb, &[Relation::Aux, Relation::Auxpass]) {
        let word = clause.token(aux);
        match word.text.to_lowercase().as_str() {
            "will" | "'ll" | "’ll" | "wo" | "shall" => return Tense::Future,
            "would" | "'d" | "’d" if word.tag == Tag::MD => return Tense::Would,
            "may" | "might" | "could" | "can" | "ca" | "maybe" => return Tense::May,
            "should" | "must" | "ought" | "need" => return Tense::Should,
            "do" | "does" => return Tense::Present,
            "did" => return Tense::Past,
            "to" => return Tense::Bare,
            "be" | "is" | "are" | "was" | "were" | "am" | "'s" | "'re" | "’s" | "’re" | "'m" | "being" | "been"
                if (word.relation == Relation::Aux || word.text.eq_ignore_ascii_case("being")) =>
            {
                be = Some(matches!(word.tag, Tag::VBD));
            }
            _ if word.lemma.as_ref() == "have" => have = true,
            _ => {}
        }
    }
    match token.tag {
        Tag::VBD => Tense::Past,
        Tag::VBZ | Tag::VBP => Tense::Present,
        Tag::VBG if have => Tense::Past,
        Tag::VBG => match be {
            Some(true) => Tense::Past,
            Some(false) => Tense::Progressive,
            None => inherited(scene, verb, depth),
        },
        Tag::VBN => match be {
            Some(false) if clause.child(verb, &[Relation::Auxpass]).is_some() && !have => Tense::Progressive,
            _ if have || clause.child(verb, &[Relation::Auxpass]).is_some() => Tense::Past,
            _ => match inherited(scene, verb, depth) {
                Tense::Bare => Tense::Past,
                other => other,
            },
        },
        Tag::VB => inherited(scene, verb, depth),
        _ => Tense::Present,
    }
}

/// A verb without auxiliaries of its own shares those of the verb that it is coordinated with.
fn inherited(scene: &Scene<'_>, verb: usize, depth: usize) -> Tense {
    let token = scene.clause.token(verb);
    let head = scene.clause.token(token.head);
    if token.relation == Relation::Conj
        && token.head != verb
        && head.is_verb()
        && head.tag == token.tag
        && depth < DEEPEST
    {
        return tense_of(scene, token.head, depth + 1);
    }
    Tense::Bare
}
