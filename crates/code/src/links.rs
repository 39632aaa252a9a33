//! What a deed hangs on, and which governor that is.

use terms::{PartOfSpeech, Relation, Tag};

use crate::clause::FARTHEST;
use crate::governors::{Control, Governors};
use crate::lexicon::Kind;
use crate::scene::Scene;

/// How a deed hangs on the word above it.
#[derive(Clone, Debug)]
pub struct Link {
    /// Token of the word above.
    pub head: usize,
    /// `clause`, `object`, `subject`, `compound`, `relative` or `preposition`.
    pub name: &'static str,
    /// The preposition, where it is one.
    pub preposition: Option<String>,
}

/// The governor that a head word is for a deed linked like this.
pub fn governor_at(scene: &Scene<'_>, governors: &Governors, head: usize, kind: Kind, link: &Link) -> Option<usize> {
    let clause = scene.clause;
    let lemma = clause.lemma(head);
    let has_object = kind == Kind::Verb && link.name == "clause" && clause.child(head, &[Relation::Dobj]).is_some();
    let mut best: Option<(usize, usize)> = None;
    for (index, rest) in governors.find(&lemma, kind) {
        let governor = &governors.entries[*index];
        let fits = governor.links.iter().any(|wanted| {
            wanted == link.name || link.preposition.as_deref().is_some_and(|preposition| preposition == wanted)
        });
        let words = rest.iter().all(|word| {
            scene.annotated.tree.children(head).any(|child| {
                let token = clause.token(child);
                (token.lemma.eq_ignore_ascii_case(word) || token.text.eq_ignore_ascii_case(word))
                    && matches!(
                        token.relation,
                        Relation::Prt
                            | Relation::Advmod
                            | Relation::Prep
                            | Relation::Acomp
                            | Relation::Dobj
                            | Relation::Oprd
                    )
            }) || scene.annotated.tokens.get(head + 1).is_some_and(|next| next.text.eq_ignore_ascii_case(word))
        });
        // "pressed the EU to impose": with an object of its own the verb asks, without one it proposes.
        let asks = |index: usize| governors.entries[index].control == Control::Object;
        let better = best.is_none_or(|(other, more)| {
            rest.len() > more || rest.len() == more && has_object && asks(*index) && !asks(other)
        });
        if fits && words && better {
            best = Some((*index, rest.len()));
        }
    }
    best.map(|(index, _)| index)
}

/// Nouns of a time within which something is to be done.
const TIMES: &[&str] = &["hour", "day", "week", "month", "year", "minute", "deadline"];

/// The word that a deed hangs on and how.
pub fn hangs_on(scene: &Scene<'_>, trigger: usize, kind: Kind) -> Option<Link> {
    let clause = scene.clause;
    let mut at = clause.first_conjunct(trigger);
    if kind == Kind::Verb && at != trigger {
        let (one, other) = (clause.token(trigger), clause.token(at));
        // "said it expelled two and will bar four": a conjunct with a subject of its own hangs on nothing.
        if clause.child(trigger, &[Relation::Nsubj, Relation::Nsubjpass]).is_some()
            || one.tag != other.tag && one.tag != Tag::VB
        {
            at = trigger;
        }
    }
    let mut token = clause.token(at);
    for _ in 0..FARTHEST {
        if !(token.relation == Relation::Appos && clause.token(token.head).is_noun()) {
            break;
        }
        at = token.head;
        token = clause.token(at);
    }
    if token.head == at {
        return None;
    }
    let link = |head, name| Some(Link { head, name, preposition: None });
    match token.relation {
        // "declared the consul persona non grata": what the parser takes for a clause is a noun's small clause.
        Relation::Xcomp | Relation::Ccomp if kind == Kind::Noun => link(token.head, "object"),
        Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::Csubjpass => link(token.head, "clause"),
        Relation::Acomp | Relation::Oprd if kind != Kind::Noun => None,
        Relation::Acl if kind == Kind::Verb => {
            let infinitive = token.tag == Tag::VB || clause.child(at, &[Relation::Mark]).is_some();
            // "gave France until Friday to withdraw", "gave it 72 hours to leave": the time is not what is to be done.
            let noun = clause.token(token.head);
            let time = TIMES.contains(&clause.lemma(token.head).as_str())
                || noun.relation == Relation::Pobj
                    && matches!(clause.token(noun.head).text.to_lowercase().as_str(), "until" | "till");
            // "calls from Washington to free a blogger": the parser hangs the deed on whoever calls.
            let above = clause.token(noun.head).head;
            let asker = noun.relation == Relation::Pobj
                && noun.part == PartOfSpeech::Propn
                && matches!(clause.token(noun.head).text.to_lowercase().as_str(), "from" | "by")
                && clause.token(above).is_noun();
            let head = if asker {
                above
            } else if time {
                clause.verb_above(token.head).unwrap_or(token.head)
            } else {
                token.head
            };
            infinitive.then_some(Link { head, name: "clause", preposition: None })
        }
        Relation::Advcl if kind == Kind::Verb && token.tag == Tag::VB => link(token.head, "clause"),
        // "ruled out sending troops": a gerund right behind its verb is the verb's object.
        Relation::Advcl
            if kind == Kind::Verb
                && token.tag == Tag::VBG
                && token.head < at
                && (token.head + 1..at).all(|between| {
                    clause.token(between).head == token.head
                        && matches!(clause.token(between).relation, Relation::Prt | Relation::Advmod)
                }) =>
        {
            link(token.head, "clause")
        }
        // "the allegation that Iran hacked": a that-clause which the parser takes for a relative one.
        Relation::Relcl if kind == Kind::Verb && clause.is_that_clause(at) => link(token.head, "clause"),
        Relation::Relcl if kind == Kind::Verb => link(token.head, "relative"),
        Relation::Dobj | Relation::Nsubjpass | Relation::Attr | Relation::Oprd | Relation::Dative => {
            link(token.head, "object")
        }
        Relation::Nsubj => link(token.head, "subject"),
        Relation::Compound | Relation::Nmod | Relation::Amod if kind == Kind::Noun => link(token.head, "compound"),
        Relation::Pobj | Relation::Pcomp => {
            let preposition = token.head;
            let head = clause.token(preposition).head;
            let mut word = clause.token(preposition).text.to_lowercase();
            let mut head_at = head;
            // "in the face of", "out of": a preposition below a preposition hangs on the word above both.
            if clause.token(head).relation == Relation::Prep && clause.token(head).part == PartOfSpeech::Adp {
                word = format!("{} {word}", clause.token(head).text.to_lowercase());
                head_at = clause.token(head).head;
            }
            // "stopped short of accusing": the phrase hangs on the verb's own particle.
            let particle = matches!(clause.token(head_at).relation, Relation::Advmod | Relation::Acomp)
                && clause.token(head_at).part == PartOfSpeech::Adv
                && clause.token(clause.token(head_at).head).is_verb();
            if particle {
                head_at = clause.token(head_at).head;
            }
            // "accused Chinese hackers of stealing data": the parser hangs the phrase on whoever is accused.
            if token.relation == Relation::Pcomp
                && clause.token(head_at).relation == Relation::Dobj
                && scene.mention(head_at).is_some()
            {
                head_at = clause.token(head_at).head;
            }
            // "there was an involvement in the hacking": the phrase belongs to what there was.
            if clause.lemma(head_at) == "be" {
                head_at = clause.child(head_at, &[Relation::Attr]).unwrap_or(head_at);
            }
            (head_at != preposition).then_some(Link { head: head_at, name: "preposition", preposition: Some(word) })
        }
        _ => None,
    }
}
