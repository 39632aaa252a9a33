//! How far a deed has come: tense, modals, negation, and the governors that it hangs on.

use terms::{PartOfSpeech, Relation, Status, Tag};

use crate::effect::apply;
use crate::governors::{Control, Gives, Governors};
use crate::lexicon::Kind;
use crate::links::{Link, governor_at, hangs_on};
use crate::scene::Scene;
use crate::tense::{Condition, Tense, is_awaited, is_conditional, is_dated, is_reported, tense_of};

/// What was read of one deed.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How far it has come.
    pub status: Status,
    /// It is said not to be so: a negated past or present.
    pub not_so: bool,
    /// The word that a governor adds: alleged, denied, doubted.
    pub voice: Option<Gives>,
    /// Token of who decides, proposes, demands or alleges, by the governors.
    pub by: Option<usize>,
    /// Who does the deed by control, innermost governor first.
    pub controllers: Vec<usize>,
    /// Governors passed on the way up.
    pub chain: Vec<Step>,
    /// Not to be coded: purpose clauses, questions, look-alikes.
    pub nothing: bool,
    /// Noun that carries the deed ("bill", "plan", "proposal"), as a token.
    pub carrier: Option<usize>,
    /// Whether the deed is only presupposed ("condemned the expulsion").
    pub presupposed: bool,
    /// Whoever the words above have for their subject does not do it: "foiled a plot to kill".
    pub done_by_another: bool,
    /// How far the end of a deed in force has come, where a governor speaks of one ("agreed to lift").
    pub undoing: Option<Status>,
}

/// One governor on the way up.
#[derive(Clone, Debug)]
pub struct Step {
    /// Index in [`Governors::entries`].
    pub governor: usize,
    /// Its token.
    pub token: usize,
}

/// Verbs of saying that are done by doing something else: "marched to denounce".
const SAYING_BY_DOING: &[&str] =
    &["demand", "denounce", "protest", "condemn", "urge", "call", "press", "oppose", "reject"];

/// Depth to which governors are followed.
const DEEPEST: usize = 6;

/// Reads a deed off its clause and governors.
pub fn read(scene: &Scene<'_>, governors: &Governors, trigger: usize, kind: Kind) -> Reading {
    read_at(scene, governors, trigger, kind, 0)
}

fn read_at(scene: &Scene<'_>, governors: &Governors, trigger: usize, kind: Kind, depth: usize) -> Reading {
    let clause = scene.clause;
    let mut reading = Reading {
        status: Status::Done,
        not_so: false,
        voice: None,
        by: None,
        controllers: Vec::new(),
        chain: Vec::new(),
        nothing: false,
        carrier: None,
        presupposed: false,
        done_by_another: false,
        undoing: None,
    };
    let tense = match kind {
        Kind::Verb => tense_of(scene, trigger, 0),
        Kind::Adjective => clause.verb_above(trigger).map_or(Tense::Present, |verb| tense_of(scene, verb, 0)),
        // "There will be no investigation": the noun is told by the verb.
        Kind::Noun => existential(scene, trigger).map_or(Tense::Bare, |verb| tense_of(scene, verb, 0)),
    };
    let negated = match kind {
        Kind::Adjective => {
            clause.is_negated(trigger) || clause.verb_above(trigger).is_some_and(|verb| clause.is_negated(verb))
        }
        _ => clause.is_negated(trigger),
    };
    let conditional = is_conditional(scene, trigger);
    match tense {
        Tense::Bare | Tense::Past | Tense::Present => {}
        // "left after being expelled"
        Tense::Progressive if follows(scene, trigger) => {}
        Tense::Progressive => reading.status = Status::UnderWay,
        Tense::Future => reading.status = Status::Planned,
        Tense::Would => {
            reading.status = if is_reported(scene, trigger) { Status::Planned } else { Status::Hypothetical }
        }
        Tense::May => reading.status = Status::Hypothetical,
        Tense::Should => reading.status = Status::Proposed,
    }
    if conditional == Some(Condition::Within) {
        reading.status = Status::Hypothetical;
    } else if tense == Tense::Present && is_awaited(scene, trigger) {
        reading.status = if is_dated(scene, trigger) { Status::Planned } else { Status::Hypothetical };
    } else if conditional == Some(Condition::Upon) && reading.status == Status::Planned {
        reading.status = Status::Threatened;
    }
    if negated {
        match reading.status {
            Status::Planned | Status::Threatened => reading.status = Status::Refused,
            Status::Proposed => reading.status = Status::Proposed,
            // "could not agree"
            Status::Hypothetical
                if clause
                    .children(trigger, &[Relation::Aux])
                    .any(|aux| matches!(clause.token(aux).text.to_lowercase().as_str(), "could" | "can" | "ca")) =>
            {
                reading.status = Status::Failed;
            }
            Status::Hypothetical => {}
            // "Don't hold them hostage": asked not to be done.
            _ if tense == Tense::Present
                && clause.token(trigger).tag == Tag::VB
                && clause.child(trigger, &[Relation::Nsubj, Relation::Nsubjpass]).is_none() =>
            {
                reading.nothing = true
            }
            _ if tense == Tense::Bare && kind == Kind::Verb => reading.status = Status::Refused,
            _ => reading.not_so = true,
        }
    }
    modifiers(scene, governors, trigger, &mut reading);
    if kind == Kind::Noun {
        told_of(scene, governors, trigger, &mut reading);
    }
    // "will decide whether to recognise": still open.
    let open = kind == Kind::Verb
        && clause.children(trigger, &[Relation::Mark, Relation::Advmod]).any(|child| clause.lemma(child) == "whether");
    if depth < DEEPEST {
        climb(scene, governors, trigger, kind, tense, &mut reading, depth);
    }
    let undecided = reading.status == Status::Refused
        && reading.chain.first().is_some_and(|step| scene.clause.lemma(step.token) == "decide");
    let told = matches!(reading.status, Status::Planned | Status::Done | Status::UnderWay);
    if open && (told || undecided) && !reading.not_so {
        reading.status = Status::Proposed;
    }
    reading
}

/// "The duties that it had announced", "the strikes planned for May": what a clause on the noun makes of the deed.
fn told_of(scene: &Scene<'_>, governors: &Governors, trigger: usize, reading: &mut Reading) {
    let clause = scene.clause;
    for verb in clause.children(trigger, &[Relation::Relcl, Relation::Acl]) {
        let participle = clause.token(verb).relation == Relation::Acl && clause.token(verb).tag == Tag::VBN;
        let object_of = clause
            .child(verb, &[Relation::Dobj, Relation::Nsubjpass])
            .map_or(participle, |object| clause.antecedent(object) == trigger);
        let relative =
            clause.token(verb).relation == Relation::Relcl && clause.child(verb, &[Relation::Dobj]).is_none();
        if !object_of && !relative || clause.is_negated(verb) {
            continue;
        }
        let made = governors.find(&clause.lemma(verb), Kind::Verb).iter().find(|(index, rest)| {
            let governor = &governors.entries[*index];
            rest.is_empty()
                && governor.links.iter().any(|link| link == "object")
                && matches!(governor.gives, Gives::Planned | Gives::Proposed | Gives::Threatened)
        });
        if let Some((index, _)) = made {
            apply(governors.entries[*index].gives, Status::Done, reading, false);
            reading.chain.push(Step { governor: *index, token: verb });
        }
    }
}

/// Whether a gerund stands behind "after": what it tells is over.
fn follows(scene: &Scene<'_>, verb: usize) -> bool {
    let token = scene.clause.token(verb);
    token.relation == Relation::Pcomp
        && matches!(scene.clause.lemma(token.head).as_str(), "after" | "since" | "following" | "upon" | "for")
}

/// The verb of "there is", "there will be", where a noun stands behind it.
fn existential(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let clause = scene.clause;
    let token = clause.token(noun);
    let verb = token.head;
    (matches!(token.relation, Relation::Attr | Relation::Nsubj)
        && clause.lemma(verb) == "be"
        && clause.child(verb, &[Relation::Expl]).is_some())
    .then_some(verb)
}

/// Adjectives and adverbs on the deed itself: "planned", "alleged", "reportedly".
fn modifiers(scene: &Scene<'_>, governors: &Governors, trigger: usize, reading: &mut Reading) {
    let clause = scene.clause;
    for child in clause.children(trigger, &[Relation::Amod, Relation::Advmod, Relation::Compound]) {
        // "planned" is an adjective here and a form of "plan" to the lemmatizer.
        let (lemma, text) = (clause.lemma(child), clause.token(child).text.to_lowercase());
        let found = governors.find(&lemma, Kind::Adjective).iter().chain(if text == lemma {
            &[]
        } else {
            governors.find(&text, Kind::Adjective)
        });
        for (index, rest) in found {
            let governor = &governors.entries[*index];
            if !rest.is_empty() || !governor.links.iter().any(|link| link == "modifier") {
                continue;
            }
            apply(governor.gives, Status::Done, reading, false);
            reading.chain.push(Step { governor: *index, token: child });
        }
    }
}

/// Follows the words that the deed hangs on.
fn climb(
    scene: &Scene<'_>,
    governors: &Governors,
    trigger: usize,
    kind: Kind,
    tense: Tense,
    reading: &mut Reading,
    depth: usize,
) {
    let clause = scene.clause;
    if kind == Kind::Noun && told_by_subject(scene, governors, trigger, reading, depth) {
        return;
    }
    let token = clause.token(trigger);
    // "rallied to demand his resignation": whoever gathers to say something says it.
    if token.relation == Relation::Advcl
        && token.tag == Tag::VB
        && SAYING_BY_DOING.contains(&clause.lemma(trigger).as_str())
        && clause.token(token.head).is_verb()
    {
        let outer = read_at(scene, governors, token.head, Kind::Verb, depth + 1);
        reading.status = outer.status;
        reading.not_so |= outer.not_so;
        reading.nothing |= outer.nothing;
        reading.by = reading.by.or_else(|| clause.own_subject(token.head)).or(outer.by);
        reading.controllers.extend(clause.own_subject(token.head));
        return;
    }
    let Some(link) = hangs_on(scene, trigger, kind) else {
        if tense == Tense::Bare && kind == Kind::Verb && reading.status == Status::Done {
            adverbial(scene, governors, trigger, reading, depth);
        }
        return;
    };
    let mut head = link.head;
    // "the oath is void": what is said of the deed governs it, not the copula.
    if link.name == "subject" && clause.lemma(head) == "be" {
        head = clause.child(head, &[Relation::Acomp]).unwrap_or(head);
    }
    let mut head_kind = if clause.token(head).is_verb() {
        Kind::Verb
    } else if matches!(clause.token(head).part, PartOfSpeech::Adj | PartOfSpeech::Adv) {
        Kind::Adjective
    } else {
        Kind::Noun
    };
    // "faces pressure from parliament to dismiss": the noun asks, not the facing.
    if link.name == "clause"
        && head_kind == Kind::Verb
        && matches!(clause.lemma(head).as_str(), "face" | "come" | "be" | "feel" | "resist" | "remain")
        && let Some(noun) = clause
            .child(head, &[Relation::Dobj])
            .into_iter()
            .chain(clause.preposition(head, "under"))
            .find(|&noun| asks(governors, &clause.lemma(noun)))
    {
        head = noun;
        head_kind = Kind::Noun;
    }
    // "has yet to recognise": nothing is told but that it has not been done.
    let yet = clause.children(head, &[Relation::Advmod]).any(|child| clause.lemma(child) == "yet");
    if yet && link.name == "clause" && tense == Tense::Bare && matches!(clause.lemma(head).as_str(), "have" | "be") {
        reading.nothing = true;
        return;
    }
    let governor = governor_at(scene, governors, head, head_kind, &link)
        .filter(|&index| !only_tells(scene, governors.entries[index].gives, trigger, kind, tense, &link));
    if let Some(index) = governor {
        let governor = &governors.entries[index];
        let outer = read_at(scene, governors, head, head_kind, depth + 1);
        reading.chain.push(Step { governor: index, token: head });
        reading.chain.extend(outer.chain.iter().cloned());
        if outer.nothing && governor.gives != Gives::Fact {
            reading.nothing = true;
        }
        // A noun that carries the deed stands for it later on ("the bill").
        if head_kind == Kind::Noun {
            reading.carrier = Some(head);
        } else {
            reading.carrier = reading.carrier.or(outer.carrier);
        }
        // "denied that it was holding talks": the holding is denied, not the talks refused.
        let carried = kind == Kind::Noun && governor.gives == Gives::Carries && outer.voice == Some(Gives::Denied);
        if carried && reading.voice.is_none() {
            reading.not_so = true;
        } else {
            reading.voice = reading.voice.or(outer.voice);
        }
        // Who denies, doubts or judges a deed named by a noun does not do it.
        let bystander = kind == Kind::Noun
            && (matches!(governor.gives, Gives::Denied | Gives::Doubted | Gives::Fact | Gives::Demanded)
                || governor.gives == Gives::Alleged && governor.control != Control::Object);
        let verbal = kind == Kind::Verb && head_kind == Kind::Verb && link.name == "clause";
        reading.done_by_another |= verbal && governor.control == Control::Object;
        // "turned down a government proposal for a truce": whoever turns it down would have had to do it.
        if governor.gives == Gives::Proposed && head_kind == Kind::Noun && outer.status == Status::Refused {
            reading.controllers.extend(outer.by);
        }
        if !bystander {
            reading.controllers.extend(controller(scene, governor.control, head, head_kind, link.name, &outer));
            reading.controllers.extend(outer.controllers.iter().copied());
        }
        let proposition = !matches!(governor.gives, Gives::Demanded | Gives::Proposed if is_subjunctive(scene, trigger))
            && link.name == "clause"
            && matches!(tense, Tense::Past | Tense::Present | Tense::Progressive)
            && kind == Kind::Verb;
        if proposition {
            // "the idea that Russia hacked", "warned that troops had crossed": what is said to be so, not what is planned.
            reading.voice = reading.voice.or(proposed_as_fact(governor.gives, &outer));
            reading.by = outer.by.or_else(|| subject_of(scene, head, head_kind)).or(reading.by);
        } else if governor.gives == Gives::Carries && tense == Tense::Bare {
            reading.status = outer.status;
            reading.not_so |= outer.not_so;
            reading.by = reading.by.or(outer.by);
            reading.presupposed |= outer.presupposed;
        } else {
            if head_kind == Kind::Noun
                && governor.gives == Gives::Demanded
                && matches!(outer.status, Status::Refused | Status::Planned | Status::Failed)
                && !outer.chain.is_empty()
            {
                // "rejected demands for an inquiry", "agreed to calls for an inquiry": the deed itself is refused or promised.
                reading.status = outer.status;
                reading.controllers.extend(outer.by.or_else(|| outer.controllers.first().copied()));
            } else if head_kind == Kind::Noun
                && matches!(governor.gives, Gives::Withdrawn | Gives::Reversed)
                && outer.presupposed
                && outer.chain.is_empty()
            {
                // "the dismissal of the bill" by itself says of nobody that the bill was dismissed.
                reading.nothing = true;
            } else {
                apply(governor.gives, outer.status, reading, outer.not_so);
            }
            if !matches!(governor.gives, Gives::Fact | Gives::Carries | Gives::UnderWay | Gives::Ended) {
                let agent = subject_of(scene, head, head_kind)
                    .or_else(|| carried_by(scene, governors, &outer).filter(|_| head_kind == Kind::Noun));
                reading.by = outer.by.or(agent).or(reading.by);
            } else {
                reading.by = reading.by.or(outer.by);
            }
        }
        return;
    }
    match link.name {
        // "the announcement that Russia will expel": a clause keeps its own tense under a word of saying.
        "clause" if tense == Tense::Bare && kind == Kind::Verb => {
            let outer = read_at(scene, governors, head, head_kind, depth + 1);
            reading.controllers.extend(subject_of(scene, head, head_kind));
            reading.status = match (clause.lemma(head).as_str(), outer.status) {
                ("be", Status::Done) if clause.child(trigger, &[Relation::Aux]).is_some() => Status::Planned,
                ("go", Status::UnderWay) => Status::Planned,
                _ => {
                    reading.nothing = true;
                    Status::Hypothetical
                }
            };
            if outer.not_so && reading.status == Status::Planned {
                reading.status = Status::Refused;
            }
            if clause.lemma(head) == "be" || clause.lemma(head) == "go" {
                reading.nothing = outer.nothing;
                reading.chain.extend(outer.chain);
            }
        }
        "clause"
            // A finite complement of a negated or doubting word is not asserted.
            if clause.is_negated(head) && clause.token(head).is_verb() && tense != Tense::Future => {
                reading.voice = reading.voice.or(Some(Gives::Doubted));
            }
        "subject" if kind == Kind::Noun && only_thought_of(scene, trigger, head) => {
            reading.presupposed = true;
            if reading.status == Status::Done {
                reading.status = Status::Hypothetical;
            }
        }
        "relative" | "subject" | "object" | "preposition" | "compound" => reading.presupposed = kind == Kind::Noun,
        _ => {}
    }
}

/// "Lawmakers introduced a bill that would ban": whoever carries the noun that the deed hangs on.
fn carried_by(scene: &Scene<'_>, governors: &Governors, noun: &Reading) -> Option<usize> {
    let step = noun.chain.first().filter(|step| governors.entries[step.governor].gives == Gives::Carries)?;
    subject_of(scene, step.token, Kind::Verb).filter(|_| scene.clause.token(step.token).is_verb())
}

/// "A strike could send prices up": what only may have effects, and is no deed told before, is itself only thought of.
fn only_thought_of(scene: &Scene<'_>, noun: usize, verb: usize) -> bool {
    let indefinite = |det: usize| matches!(scene.clause.lemma(det).as_str(), "a" | "an" | "any" | "another");
    matches!(tense_of(scene, verb, 0), Tense::May | Tense::Would)
        && scene.clause.children(noun, &[Relation::Det]).all(indefinite)
}

/// Whether a noun asks for what hangs on it: "pressure to", "calls to".
fn asks(governors: &Governors, noun: &str) -> bool {
    governors.find(noun, Kind::Noun).iter().any(|(index, rest)| {
        let governor = &governors.entries[*index];
        rest.is_empty() && governor.gives == Gives::Demanded && governor.links.iter().any(|link| link == "clause")
    })
}

/// Whether a verb of asking only tells a finite clause: "told reporters that it will release" asks for nothing.
fn only_tells(scene: &Scene<'_>, gives: Gives, trigger: usize, kind: Kind, tense: Tense, link: &Link) -> bool {
    gives == Gives::Demanded
        && kind == Kind::Verb
        && link.name == "clause"
        && !matches!(tense, Tense::Bare | Tense::Should)
        && !is_subjunctive(scene, trigger)
}

/// Whether a verb stands in its bare form behind a subject of its own: "demanded that Turkey withdraw".
fn is_subjunctive(scene: &Scene<'_>, verb: usize) -> bool {
    let clause = scene.clause;
    // British spellings ("apologise") are nouns to the tagger, or a third person that lacks its ending.
    let bare = |token: &terms::Token| match token.tag {
        Tag::VB | Tag::VBP | Tag::NN => true,
        Tag::VBZ => !token.text.ends_with('s'),
        _ => false,
    };
    bare(clause.token(verb))
        && clause.is_that_clause(verb)
        && clause.child(verb, &[Relation::Nsubj, Relation::Nsubjpass]).is_some()
        && clause.child(verb, &[Relation::Aux]).is_none()
}

/// "Their demands include an inquiry", "the plan is the withdrawal": what the subject of the clause makes of the deed.
fn told_by_subject(
    scene: &Scene<'_>,
    governors: &Governors,
    trigger: usize,
    reading: &mut Reading,
    depth: usize,
) -> bool {
    const LISTING: &[&str] = &["include", "be", "comprise", "expand", "range", "contain", "become", "remain", "focus"];
    let clause = scene.clause;
    let mut at = clause.first_conjunct(trigger);
    // "Their demands grew: an inquiry, new elections": in apposition to the noun that makes it one.
    if clause.token(at).relation == Relation::Appos {
        let noun = clause.token(at).head;
        let lemma = clause.lemma(noun);
        let made = governors.find(&lemma, Kind::Noun).iter().find(|(index, rest)| {
            rest.is_empty()
                && matches!(governors.entries[*index].gives, Gives::Demanded | Gives::Proposed | Gives::Threatened)
        });
        if let Some((index, _)) = made {
            apply(governors.entries[*index].gives, Status::Done, reading, false);
            reading.by = subject_of(scene, noun, Kind::Noun);
            reading.chain.push(Step { governor: *index, token: noun });
            return true;
        }
    }
    if clause.token(at).relation == Relation::Pobj {
        at = clause.token(at).head;
    }
    let token = clause.token(at);
    let mut verb = token.head;
    if !LISTING.contains(&clause.lemma(verb).as_str())
        && matches!(clause.token(verb).relation, Relation::Xcomp | Relation::Advcl)
    {
        verb = clause.token(verb).head;
    }
    if !matches!(token.relation, Relation::Dobj | Relation::Attr | Relation::Prep)
        || !LISTING.contains(&clause.lemma(verb).as_str())
    {
        return false;
    }
    let Some(subject) =
        clause.own_subject(verb).filter(|&subject| subject != trigger && clause.token(subject).is_noun())
    else {
        return false;
    };
    let lemma = clause.lemma(subject);
    let Some((index, _)) = governors.find(&lemma, Kind::Noun).iter().find(|(index, rest)| {
        rest.is_empty()
            && matches!(
                governors.entries[*index].gives,
                Gives::Demanded | Gives::Proposed | Gives::Planned | Gives::Threatened
            )
    }) else {
        return false;
    };
    let outer = read_at(scene, governors, verb, Kind::Verb, depth + 1);
    apply(governors.entries[*index].gives, outer.status, reading, outer.not_so);
    reading.by = subject_of(scene, subject, Kind::Noun);
    reading.chain.push(Step { governor: *index, token: subject });
    true
}

/// What a governor makes of a proposition: taken back or refused, it is denied.
fn proposed_as_fact(gives: Gives, outer: &Reading) -> Option<Gives> {
    let taken_back = matches!(outer.status, Status::Refused | Status::Withdrawn | Status::Reversed) || outer.not_so;
    match gives {
        Gives::Denied | Gives::Refused | Gives::Withdrawn | Gives::Reversed => Some(Gives::Denied),
        Gives::Doubted => Some(Gives::Doubted),
        Gives::Fact | Gives::Nothing => None,
        _ if taken_back => Some(Gives::Denied),
        Gives::Hypothetical | Gives::Proposed => Some(Gives::Doubted),
        _ => Some(Gives::Alleged),
    }
}

/// A bare verb that hangs on nothing listed: an adverbial clause or a second verb shares what its main verb is.
fn adverbial(scene: &Scene<'_>, governors: &Governors, trigger: usize, reading: &mut Reading, depth: usize) {
    let clause = scene.clause;
    let token = clause.token(trigger);
    // "Gunmen kill five in Cameroon": a headline's present, which is bare in form.
    let told = token.relation == Relation::Root && clause.child(trigger, &[Relation::Nsubj]).is_some();
    if token.tag == Tag::VB && !told {
        let to = clause.children(trigger, &[Relation::Aux]).any(|aux| clause.lemma(aux) == "to");
        // "to punish Russia": a purpose is no deed. A bare root is an imperative: asked for, by whoever speaks.
        reading.nothing |= to || token.relation != Relation::Root;
        reading.status = if reading.nothing { Status::Hypothetical } else { Status::Demanded };
        return;
    }
    let at = clause.first_conjunct(trigger);
    let first = clause.token(at);
    let shares = matches!(first.relation, Relation::Advcl | Relation::Acl | Relation::Dep)
        && clause.token(first.head).is_verb()
        && token.tag == Tag::VBG;
    if shares || at != trigger && clause.token(at).is_verb() {
        let main = if shares { main_clause(scene, at) } else { at };
        let outer = read_at(scene, governors, main, Kind::Verb, depth + 1);
        reading.status = outer.status;
        reading.not_so |= outer.not_so;
        reading.by = reading.by.or(outer.by);
        reading.voice = reading.voice.or(outer.voice);
        reading.controllers.extend(clause.own_subject(main));
        reading.controllers.extend(outer.controllers);
        reading.chain.extend(outer.chain);
    }
}

/// The verb that a participial clause goes with: its head, but for a clause in mid sentence that the parser hangs on a
/// verb further right, the finite verb before it.
pub fn main_clause(scene: &Scene<'_>, participle: usize) -> usize {
    let clause = scene.clause;
    let head = clause.token(participle).head;
    if head < participle {
        return head;
    }
    let sentence = &scene.annotated.sentences[scene.annotated.sentence_of[participle]].tokens;
    (sentence.start..participle)
        .rev()
        .find(|&token| {
            let verb = clause.token(token);
            verb.is_verb()
                && !matches!(
                    verb.relation,
                    Relation::Aux
                        | Relation::Auxpass
                        | Relation::Amod
                        | Relation::Acl
                        | Relation::Relcl
                        | Relation::Advcl
                )
                && (matches!(verb.tag, Tag::VBD | Tag::VBZ | Tag::VBP)
                    || clause.child(token, &[Relation::Aux]).is_some())
        })
        .unwrap_or(head)
}

/// Who does the deed, by the governor's control.
fn controller(
    scene: &Scene<'_>,
    control: Control,
    head: usize,
    kind: Kind,
    link: &str,
    outer: &Reading,
) -> Option<usize> {
    let clause = scene.clause;
    match control {
        // "the two are set to resume talks": the subject of such a passive is who does it.
        Control::Subject if kind == Kind::Verb && link == "clause" && clause.is_passive(head) => {
            subject_of(scene, head, kind)
                .or_else(|| clause.child(head, &[Relation::Nsubjpass]))
                .or_else(|| outer.controllers.first().copied())
        }
        // "called on the EU to impose an embargo": who is to impose is told by the word above, not by its subject.
        Control::Subject if kind == Kind::Verb && !clause.is_passive(head) && clause.own_subject(head).is_none() => {
            outer.controllers.first().copied().or_else(|| subject_of(scene, head, kind))
        }
        Control::Subject => subject_of(scene, head, kind).or_else(|| outer.controllers.first().copied()),
        Control::Object if kind == Kind::Verb => {
            clause
                .object(head)
                .filter(|&object| scene.mention(object).is_some())
                .or_else(|| {
                    ["on", "to", "upon", "for", "from", "with", "against"].iter().find_map(|preposition| {
                        clause.preposition(head, preposition).into_iter().find(|&found| scene.mention(found).is_some())
                    })
                })
                // "foiled a plot by Iran to kill"
                .or_else(|| clause.object(head).and_then(|plot| subject_of(scene, plot, Kind::Noun)))
        }
        Control::Object => ["to", "for", "on", "against"]
            .iter()
            .find_map(|preposition| clause.preposition(head, preposition).into_iter().next())
            .or_else(|| faced_by(scene, head)),
        Control::Nobody => None,
    }
}

/// "Malta faces pressure", "Malta came under pressure": who stands before what a noun asks for.
fn faced_by(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let clause = scene.clause;
    let token = clause.token(noun);
    let verb = match token.relation {
        Relation::Dobj => token.head,
        Relation::Pobj if clause.lemma(token.head) == "under" => clause.token(token.head).head,
        _ => return None,
    };
    let faces = matches!(clause.lemma(verb).as_str(), "face" | "come" | "be" | "feel" | "resist" | "remain" | "get");
    clause.own_subject(verb).filter(|_| faces)
}

/// Subject of a verb, possessor or by-phrase of a noun, subject of a predicate adjective's verb.
pub fn subject_of(scene: &Scene<'_>, head: usize, kind: Kind) -> Option<usize> {
    let clause = scene.clause;
    match kind {
        Kind::Verb => {
            if clause.is_passive(head) {
                return clause.preposition(head, "by").into_iter().next();
            }
            clause.own_subject(head).or_else(|| {
                let token = clause.token(head);
                match token.relation {
                    Relation::Relcl | Relation::Acl if token.tag != Tag::VBN => Some(token.head),
                    Relation::Advcl | Relation::Xcomp if token.head != head => {
                        subject_of(scene, token.head, Kind::Verb)
                    }
                    Relation::Pcomp => {
                        let above = clause.token(token.head).head;
                        let verb = clause.verb_above(above).filter(|&verb| verb != head)?;
                        // "jailed a student for helping rebels": what somebody is punished or thanked for, they did.
                        let grounds = matches!(clause.lemma(token.head).as_str(), "for" | "of");
                        let judged = grounds.then(|| clause.object(verb)).flatten();
                        judged.filter(|&object| scene.mention(object).is_some()).or_else(|| clause.own_subject(verb))
                    }
                    _ => None,
                }
            })
        }
        Kind::Adjective => clause.verb_above(head).and_then(|verb| clause.own_subject(verb)),
        Kind::Noun => clause
            .child(head, &[Relation::Poss])
            .or_else(|| clause.preposition(head, "by").into_iter().next())
            .or_else(|| clause.preposition(head, "from").into_iter().find(|&found| scene.mention(found).is_some()))
            .or_else(|| clause.preposition(head, "of").into_iter().find(|&found| scene.mention(found).is_some()))
            .or_else(|| {
                clause
                    .children(head, &[Relation::Amod, Relation::Compound, Relation::Nmod])
                    .find(|&child| scene.mention(child).is_some_and(|mention| mention.actor.code.is_some()))
            }),
    }
}
