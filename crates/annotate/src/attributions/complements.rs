//! What a verb brings as content, by the frames of its entry.

use std::ops::Range;

use terms::{EntityLabel, PartOfSpeech, Relation, Tag};

use super::clauses::{around, asks, clause_extent, has_to, is_clause, loose_clause, rest_of_sentence, split};
use super::cues::{Frame, Kind, VerbCue};
use super::quoting::{self, Quoting};
use super::scene::Scene;
use super::spans;
use super::speech::inner_quotation;
use super::subjects;
use super::verbs::{clear, entry};

/// Longest judgement that stands before what it judges, in tokens.
const LONGEST_JUDGEMENT: usize = 7;

/// What a verb's complement gave: the pieces, and the last token that the cue takes with it ("called *for*").
pub struct Complement {
    /// Tokens of the content.
    pub pieces: Vec<Range<usize>>,
    /// Last token of the cue, where it takes more than the verb.
    pub cue_end: Option<usize>,
}

/// Whether a verb of saying brings nothing of its own, so that a quotation after its sentence may be what is said.
pub fn is_bare(scene: &Scene, verb: usize) -> bool {
    !scene.is_passive(verb)
        && subjects::subject(scene, verb).is_some()
        && entry(scene, verb).is_some_and(|cue| cue.kind == Kind::Speech && complement(scene, verb, cue).is_none())
}

/// What an active verb brings as content.
pub fn complement(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<Complement> {
    let just = |pieces| Some(Complement { pieces, cue_end: None });
    let clause = clause_of(scene, verb);
    let object = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Dobj);
    if names_anew(scene, verb, cue, clause, object) {
        return None;
    }
    // "denied the charges Earlier today …": a sentence that the parser has run into the one before.
    let clause = clause.filter(|&clause| {
        cue.addressee
            || !cue.takes(Frame::Object)
            || object.is_none_or(|object| object < verb || scene.right[object] >= scene.left[clause])
            || scene.child(clause, &[Relation::Mark]).is_some()
            || !scene.tokens[scene.left[clause]].text.starts_with(char::is_uppercase)
    });
    if let Some((_, range)) = judged_behind(scene, verb) {
        return just(vec![range]);
    }
    if cue.takes(Frame::Quote)
        && let Some(range) = inner_quotation(scene, verb)
    {
        return just(vec![range]);
    }
    // "The talks are over, the agency *quoted him as saying*."
    if let Some(quoting) = quoting::find(scene, verb)
        && let Some(range) = before_quoting(scene, verb, &quoting)
    {
        return just(vec![range]);
    }
    if cue.impersonal {
        return impersonal_complement(scene, verb, clause).map(|pieces| Complement { pieces, cue_end: None });
    }
    if cue.takes(Frame::Clause)
        && let Some(clause) = clause.filter(|&clause| asks(scene, clause))
    {
        return just(split(scene, clause_extent(scene, verb, clause), verb));
    }
    if !cue.prepositions.is_empty()
        && let Some((preposition, range)) = prepositional(scene, verb, cue)
        && (object.is_none() || cue.addressee || !cue.takes(Frame::Object))
    {
        return Some(Complement { pieces: vec![range], cue_end: Some(preposition) });
    }
    let other_sense = object.is_some_and(|object| object > verb && cue.is_other_with(&scene.tokens[object].lemma));
    if cue.takes(Frame::ObjectComplement)
        && !other_sense
        && let Some(range) = object_complement(scene, verb, object, clause)
    {
        let mut pieces = split(scene, range, verb);
        // "… which he called a cartel": the relative pronoun stands for the object.
        if let Some(relative) =
            object.filter(|&object| object < verb && matches!(scene.tokens[object].tag, Tag::WDT | Tag::WP))
        {
            pieces.insert(0, relative..relative + 1);
        } else if object.is_none() && scene.tokens[verb].relation == Relation::Relcl {
            // "a charge the ministry called absurd"
            let noun = scene.tokens[verb].head;
            pieces.insert(0, scene.left[noun]..noun + 1);
        }
        return just(pieces);
    }
    if cue.takes(Frame::As)
        && let Some(range) = object_as(scene, verb, object)
    {
        return just(vec![range]);
    }
    if let Some(clear) = clear(scene, verb) {
        return loose_clause(scene, clear, true)
            .or_else(|| rest_of_sentence(scene, clear, verb))
            .map(|range| Complement { pieces: vec![range], cue_end: Some(clear) });
    }
    if cue.takes(Frame::Clause) {
        if let Some(clause) = clause.filter(|&clause| is_clause(scene, clause)) {
            let mut extent = clause_extent(scene, verb, clause);
            // "warned *the bill* would end it": the parser takes the clause's subject for the hearer.
            if let Some(hearer) = scene.children(verb).find(|&child| {
                child > verb
                    && matches!(
                        scene.tokens[child].relation,
                        Relation::Dobj | Relation::Dative | Relation::Npadvmod | Relation::Dep
                    )
            }) && scene.right[hearer] + 1 == extent.start
                && matches!(scene.tokens[extent.start].tag, Tag::MD | Tag::VBD | Tag::VBZ)
                && scene.child(clause, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Mark]).is_none()
            {
                extent.start = scene.left[hearer];
            }
            return just(split(scene, extent, verb));
        }
        if let Some(range) = bidding(scene, verb) {
            return just(vec![range]);
        }
        if let Some(range) = loose_clause(scene, verb, cue.addressee) {
            return just(vec![range]);
        }
        if let Some(pieces) = around(scene, verb) {
            return just(pieces);
        }
        if cue.kind == Kind::Speech
            && cue.takes(Frame::Quote)
            && object.is_none()
            && let Some(range) = rest_of_sentence(scene, verb, verb)
        {
            return just(vec![range]);
        }
    }
    if cue.takes(Frame::Infinitive)
        && let Some(infinitive) = scene.children(verb).find(|&child| {
            matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Ccomp | Relation::Advcl)
                && child > verb
                && has_to(scene, child)
        })
    {
        return just(split(scene, scene.extent(infinitive), verb));
    }
    if cue.takes(Frame::Gerund)
        && let Some(gerund) = scene.children(verb).find(|&child| {
            let particle = || {
                scene.left[child] > verb + 1
                    && scene.tokens[scene.left[child] - 1].head == verb
                    && scene.tokens[scene.left[child] - 1].relation == Relation::Prt
            };
            let having = child > verb
                && scene
                    .child(child, &[Relation::Aux])
                    .is_some_and(|aux| scene.is(aux, "having") && aux == scene.left[child]);
            (scene.tokens[child].tag == Tag::VBG || having)
                && match scene.tokens[child].relation {
                    Relation::Xcomp | Relation::Ccomp => true,
                    Relation::Advcl => having || particle(),
                    _ => false,
                }
        })
    {
        return just(vec![scene.extent(gerund)]);
    }
    // "something the ministry denies"
    if cue.takes(Frame::Object)
        && !cue.addressee
        && object.is_none()
        && scene.tokens[verb].relation == Relation::Relcl
        && scene.child(verb, &[Relation::Ccomp, Relation::Xcomp]).is_none()
    {
        let noun = scene.tokens[verb].head;
        let claim = scene.cues.lists("claim-noun", &scene.tokens[noun].lemma) || scene.is(noun, "something");
        let named = scene.left[noun]..noun + 1;
        return if claim { just(vec![named]) } else { None };
    }
    if cue.takes(Frame::Object)
        && !cue.addressee
        && let Some(object) = object.filter(|&object| !cue.is_other_with(&scene.tokens[object].lemma))
        && !(cue.unless_person && object > verb && is_human(scene, object))
    {
        // "a claim that the ministry rejected": the noun tells what.
        let noun = scene.tokens[verb].head;
        if scene.tokens[verb].relation == Relation::Relcl
            && object < verb
            && matches!(scene.tokens[object].tag, Tag::WDT | Tag::IN)
            && scene.cues.lists("claim-noun", &scene.tokens[noun].lemma)
        {
            let named = scene.left[noun]..noun + 1;
            return just(vec![named]);
        }
        let mut range = with_phrases(scene, verb, object);
        if let Some(manner) = manner_within(scene, &range) {
            range.end = manner;
        }
        return just(vec![range]);
    }
    None
}

/// Whether an object is a person, so that a verb of judging tells what is done to them: questioned *two men*.
fn is_human(scene: &Scene, object: usize) -> bool {
    let lemma = scene.tokens[object].lemma.to_lowercase();
    // "questioned the figures"
    let claim = scene.cues.lists("claim-noun", &lemma);
    !claim && ["anonymous", "anonymous-one", "person"].iter().any(|list| scene.cues.lists(list, &lemma))
        || ["him", "her", "them", "me", "us"].iter().any(|word| scene.is(object, word))
        || scene.entity(object).is_some_and(|entity| entity.label == EntityLabel::Person)
}

/// The clause in front of whoever is quoted at second hand, where nothing follows the saying.
fn before_quoting(scene: &Scene, saying: usize, quoting: &Quoting) -> Option<Range<usize>> {
    let sentence = scene.sentence(saying).tokens.clone();
    let last = quoting.teller.as_ref().map_or(saying, |(_, words)| words.end.saturating_sub(1)).max(saying);
    let first =
        quoting.teller.as_ref().map_or(quoting.quoted.1.start, |(_, words)| words.start.min(quoting.quoted.1.start));
    let comma = first.checked_sub(1).filter(|&comma| comma > sentence.start && scene.is(comma, ","))?;
    let closes = (last + 1..sentence.end).all(|token| scene.is_punctuation(token) || scene.tokens[token].is_space());
    let own = sentence.start..comma;
    (closes && scene.has_finite(own.clone()) && own.clone().all(|token| scene.quotes.at(token).is_none()))
        .then_some(own)
}

/// What is judged where the judgement stands before it: dismissed as "fantasy" *reports that …*. The judgement comes first.
pub fn judged_behind(scene: &Scene, verb: usize) -> Option<(Range<usize>, Range<usize>)> {
    if !scene.tokens[verb].is_verb() || !scene.is(verb + 1, "as") || scene.is_passive(verb) {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.end;
    let first = verb + 2;
    let end = match scene.quotes.at(first).map(|run| scene.quotes.runs[run].tokens.clone()) {
        Some(run) if run.start == first && run.len() <= LONGEST_JUDGEMENT => run.end,
        Some(_) => return None,
        None => (first..sentence.min(first + LONGEST_JUDGEMENT))
            .find(|&token| !matches!(scene.tokens[token].tag, Tag::JJ | Tag::RB | Tag::CC))
            .filter(|&end| end > first)?,
    };
    let stop = (end..sentence)
        .find(|&token| (scene.is(token, ",") || scene.is(token, ";") || scene.ends_sentence(token)) && token > end)
        .unwrap_or(sentence);
    let noun = (end..stop.min(end + LONGEST_JUDGEMENT)).find(|&token| {
        scene.tokens[token].is_noun()
            || !matches!(scene.tokens[token].tag, Tag::DT | Tag::PRPS | Tag::JJ | Tag::CD | Tag::VBN | Tag::NNP)
    })?;
    let claimed = scene.quotes.at(noun).is_none() && scene.cues.lists("claim-noun", &scene.tokens[noun].lemma);
    claimed.then_some((first..end, end..stop))
}

/// The clause that a verb brings: what stands right behind it before what stands in front.
fn clause_of(scene: &Scene, verb: usize) -> Option<usize> {
    let mut clauses = scene.children(verb).filter(|&child| scene.tokens[child].relation == Relation::Ccomp);
    let first = clauses.next()?;
    if first > verb {
        return Some(first);
    }
    let behind = clauses.find(|&clause| {
        clause > verb
            && (scene.left[clause] == verb + 1 && is_clause(scene, clause) || scene.is(scene.left[clause], "that"))
    });
    let apart = || (scene.right[first]..verb).any(|token| scene.is(token, ";"));
    // "A day after they met, the envoy said …": the clause in front tells when.
    let is_adverbial = || {
        scene
            .child(first, &[Relation::Mark])
            .is_some_and(|mark| !["that", "whether", "if"].iter().any(|word| scene.is(mark, word)))
    };
    match behind {
        Some(behind) if subjects::asked_before(scene, verb) == Some(first) => Some(behind),
        Some(behind) if apart() || is_adverbial() || scene.is(scene.left[behind], "that") => Some(behind),
        _ => Some(first),
    }
}

/// Whom a verb of telling tells to do what: "told *the guests to leave*".
pub fn bidding(scene: &Scene, verb: usize) -> Option<Range<usize>> {
    if !entry(scene, verb).is_some_and(|cue| cue.addressee) || scene.is_passive(verb) {
        return None;
    }
    let object = scene.child(verb, &[Relation::Dobj, Relation::Dative]).filter(|&object| object > verb)?;
    let asked = scene.children(verb).find(|&child| {
        child > object
            && matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Ccomp)
            && has_to(scene, child)
            && scene.child(child, &[Relation::Mark]).is_none()
            && matches!(scene.tokens[scene.left[child]].tag, Tag::TO | Tag::RB)
    });
    if let Some(asked) = asked {
        return Some(scene.left[object]..scene.right[asked] + 1);
    }
    let own = scene.child(verb, &[Relation::Ccomp]).filter(|&clause| {
        clause > object && has_to(scene, clause) && scene.child(clause, &[Relation::Mark]).is_none()
    })?;
    let subject = scene.child(own, &[Relation::Nsubj]).filter(|&subject| subject > verb)?;
    Some(scene.left[subject]..scene.right[own] + 1)
}

/// "declared the road closed": a deed done by words, told of its object; nothing is said of which one could be wrong.
fn names_anew(scene: &Scene, verb: usize, cue: &VerbCue, clause: Option<usize>, object: Option<usize>) -> bool {
    if cue.kind != Kind::Speech || !cue.takes(Frame::Object) || cue.takes(Frame::ObjectComplement) {
        return false;
    }
    // The parser takes some of these words for verbs, some for the object.
    let listed = |token: usize| scene.cues.lists("status", &scene.tokens[token].text.to_lowercase());
    let verbless = clause.filter(|&clause| clause > verb).is_some_and(|clause| {
        scene.child(clause, &[Relation::Mark, Relation::Aux, Relation::Auxpass]).is_none()
            && scene.child(clause, &[Relation::Nsubj, Relation::Nsubjpass]).is_some()
            && (listed(clause)
                || (scene.left[clause]..=scene.right[clause]).all(|token| !scene.tokens[token].is_verb()))
    });
    let named = object.filter(|&object| object > verb).is_some_and(|object| {
        listed(object)
            || scene.children(verb).any(|child| child > verb && scene.tokens[child].relation == Relation::Oprd)
    });
    verbless || named
}

/// What seems so: the subject and its predicate, or a "that" clause.
fn impersonal_complement(scene: &Scene, verb: usize, clause: Option<usize>) -> Option<Vec<Range<usize>>> {
    let own = scene.child(verb, &[Relation::Nsubj]);
    if let Some(predicate) = scene.children(verb).find(|&child| {
        child > verb
            && matches!(
                scene.tokens[child].relation,
                Relation::Xcomp | Relation::Acomp | Relation::Oprd | Relation::Attr
            )
    }) {
        let mut pieces = vec![scene.extent(predicate)];
        if let Some(own) = own.filter(|&own| !scene.is(own, "it")) {
            pieces.insert(0, spans::source(scene, own, verb));
        }
        return Some(pieces);
    }
    clause.filter(|&clause| clause > verb && is_clause(scene, clause)).map(|clause| vec![scene.extent(clause)])
}

/// What a passive verb brings as content.
pub fn passive_complement(scene: &Scene, verb: usize, cue: &VerbCue, has_agent: bool) -> Option<Complement> {
    let just = |pieces| Some(Complement { pieces, cue_end: None });
    let own = scene.child(verb, &[Relation::Nsubjpass, Relation::Csubjpass]);
    if cue.takes(Frame::Clause)
        && let Some(clause) = scene
            .children(verb)
            .find(|&child| scene.tokens[child].relation == Relation::Ccomp && is_clause(scene, child))
    {
        return just(split(scene, scene.extent(clause), verb));
    }
    let infinitive = scene
        .children(verb)
        .find(|&child| scene.tokens[child].relation == Relation::Xcomp && child > verb && has_to(scene, child));
    if (cue.takes(Frame::Clause) || cue.takes(Frame::Infinitive) || cue.takes(Frame::ObjectComplement))
        && let (Some(own), Some(infinitive)) = (own, infinitive)
    {
        return just(vec![scene.extent(own), scene.extent(infinitive)]);
    }
    if (cue.addressee || cue.takes(Frame::ObjectComplement))
        && let Some((preposition, range)) = prepositional(scene, verb, cue)
    {
        return Some(Complement { pieces: vec![range], cue_end: Some(preposition) });
    }
    // "is seen as a threat", "were deemed unfit": somebody's opinion, nobody named.
    if (cue.takes(Frame::As) || cue.takes(Frame::ObjectComplement) && cue.kind == Kind::Attitude)
        && let Some(own) = own
        && let Some(taken) = scene.children(verb).find(|&child| {
            child > verb
                && (cue.kind != Kind::Speech && matches!(scene.tokens[child].relation, Relation::Oprd)
                    || scene.tokens[child].relation == Relation::Prep && scene.is(child, "as"))
        })
    {
        return just(vec![scene.extent(own), scene.extent(taken)]);
    }
    // "the plan, first reported by the paper, …": the noun itself.
    if has_agent
        && own.is_none()
        && scene.tokens[verb].relation == Relation::Acl
        && cue.takes(Frame::Object)
        && !cue.addressee
    {
        let head = scene.tokens[verb].head;
        let by = scene.child(verb, &[Relation::Agent])?;
        let noun = scene.left[head]..head + 1;
        return Some(Complement { pieces: vec![noun], cue_end: (by == verb + 1).then_some(by) });
    }
    // "The patrol, it was claimed by the mayor, had …": what stands around it is what is claimed.
    if let Some(own) = own.filter(|&own| has_agent && scene.is(own, "it")) {
        let sentence = scene.sentence(verb).tokens.clone();
        let by = scene.child(verb, &[Relation::Agent])?;
        let comma = scene.before(own).filter(|&before| scene.is(before, ",") && before > sentence.start)?;
        let after = (scene.right[by] + 1).min(sentence.end);
        let pieces = [sentence.start..comma, after..sentence.end].map(|piece| spans::content(scene, piece));
        let pieces: Vec<Range<usize>> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
        return Some(Complement { pieces, cue_end: (by == verb + 1).then_some(by) });
    }
    if has_agent && (cue.takes(Frame::Object) || cue.takes(Frame::ObjectComplement)) && !cue.addressee {
        let content = own.map(|own| scene.extent(own))?;
        let by = scene.child(verb, &[Relation::Agent])?;
        let mut pieces = vec![content];
        // "was praised by the council *for taking in* the sick"
        if cue.takes(Frame::ObjectComplement)
            && let Some(reason) = scene
                .children(verb)
                .chain(scene.child(by, &[Relation::Pobj]).into_iter().flat_map(|agent| scene.children(agent)))
                .find(|&child| {
                    let word = &*scene.tokens[child].text;
                    child > by
                        && scene.tokens[child].relation == Relation::Prep
                        && (word == "as"
                            || cue.kind == Kind::Attitude
                                && matches!(word, "for" | "of")
                                && scene.tokens[child].head == verb)
                })
        {
            pieces.push(scene.extent(reason));
        }
        return Some(Complement { pieces, cue_end: (by == verb + 1).then_some(by) });
    }
    None
}

/// Object and what is said of it, as one run.
fn object_complement(scene: &Scene, verb: usize, object: Option<usize>, clause: Option<usize>) -> Option<Range<usize>> {
    let mut range: Option<Range<usize>> = object.filter(|&object| object > verb).map(|object| scene.extent(object));
    let mut completed = false;
    for child in scene.children(verb).filter(|&child| child > verb) {
        let token = &scene.tokens[child];
        let completes = match token.relation {
            Relation::Oprd | Relation::Xcomp => true,
            Relation::Ccomp => {
                clause == Some(child)
                    && (scene.tokens[child].part != PartOfSpeech::Verb || has_to(scene, child) || object.is_none())
            }
            Relation::Advcl => {
                let judged = scene.is(scene.left[child], "as") && !token.is_verb();
                (has_to(scene, child) || judged) && range.as_ref().is_some_and(|range| range.end == scene.left[child])
            }
            Relation::Prep => matches!(&*token.text, "as" | "of" | "for" | "against" | "to" | "from"),
            Relation::Acomp => true,
            _ => false,
        };
        if completes {
            let dated = |range: &Range<usize>| {
                (has_to(scene, child) || token.relation == Relation::Prep && scene.is(child, "of"))
                    && scene.left[child] <= range.end + 4
                    && (range.end..scene.left[child]).all(|token| {
                        scene.annotated.times.iter().any(|time| time.tokens.contains(&token))
                            || matches!(&*scene.tokens[token].text, "on" | "in" | "at" | "late" | "early")
                    })
            };
            let placed = |range: &Range<usize>| {
                scene.is(child, "as")
                    && scene.left[child] <= range.end + 3
                    && (range.end..scene.left[child])
                        .all(|token| !scene.is_punctuation(token) && !scene.tokens[token].is_verb())
            };
            let near =
                range.as_ref().is_none_or(|range| scene.left[child] <= range.end + 1 || dated(range) || placed(range));
            if near {
                completed = true;
                range = Some(match range {
                    Some(range) => range.start.min(scene.left[child])..range.end.max(scene.right[child] + 1),
                    None => scene.extent(child),
                });
            }
        }
    }
    // "accused the head *of taking* bribes": the parser may hang it on the object.
    completed |= object.is_some_and(|object| {
        matches!(&*scene.tokens[verb].lemma, "accuse" | "blame" | "charge" | "fault" | "suspect" | "clear")
            && scene.children(object).any(|child| {
                child > object
                    && scene.tokens[child].relation == Relation::Prep
                    && scene.child(child, &[Relation::Pcomp, Relation::Pobj]).is_some_and(|deed| {
                        let accused = scene.is(child, "of") && &*scene.tokens[verb].lemma == "accuse";
                        accused || scene.tokens[deed].is_verb() || scene.tokens[deed].tag == Tag::VBG
                    })
            })
    });
    // "called the claim that the war was over *absurd*": the parser hangs the judgement on the claim's clause.
    completed |= object.filter(|&object| object > verb).is_some_and(|object| {
        let judged =
            |range: &Range<usize>| scene.cues.lists("denying-word", &scene.tokens[range.end - 1].lemma.to_lowercase());
        scene.cues.lists("claim-noun", &scene.tokens[object].lemma) && range.as_ref().is_some_and(judged)
    });
    // "called the senator "the next Caesar"": a quotation behind the object, or one that the parser hung on it.
    if let Some(found) = &mut range {
        if let Some(run) = scene.quotes.at(found.end).map(|run| &scene.quotes.runs[run].tokens)
            && run.start == found.end
        {
            found.end = run.end;
            completed = true;
        }
        completed |= (found.start + 1..found.end).any(|token| scene.quotes.is_mark(token));
        // "called her son her hero": the parser takes the first object for a receiver.
        if let Some(first) = scene.children(verb).find(|&child| {
            child > verb
                && scene.tokens[child].relation == Relation::Dative
                && scene.tokens[child].part != PartOfSpeech::Adp
                && scene.right[child] < found.start
        }) {
            found.start = scene.left[first];
            completed = true;
        }
    }
    range.filter(|_| completed)
}

/// Object and what it is taken for: sees him as a rival.
fn object_as(scene: &Scene, verb: usize, object: Option<usize>) -> Option<Range<usize>> {
    let object = object.filter(|&object| object > verb)?;
    let preposition = scene
        .children(verb)
        .chain(scene.children(object))
        .find(|&child| child > object && scene.tokens[child].relation == Relation::Prep && scene.is(child, "as"))?;
    let extent = scene.extent(object);
    Some(extent.start..extent.end.max(scene.right[preposition] + 1))
}

/// An object with the prepositional phrases right behind it that the parser hung on the verb.
fn with_phrases(scene: &Scene, verb: usize, object: usize) -> Range<usize> {
    let mut extent = scene.extent(object);
    for preposition in scene.children(verb).filter(|&child| child > object) {
        if scene.tokens[preposition].relation != Relation::Prep
            || scene.left[preposition] != extent.end
            || spans::tells_manner(scene, preposition)
        {
            break;
        }
        extent.end = scene.right[preposition] + 1;
    }
    extent
}

/// Where a phrase begins that tells where it was said, though the parser hung it on the object: "claimed the raid *in a statement*".
fn manner_within(scene: &Scene, range: &Range<usize>) -> Option<usize> {
    range.clone().skip(1).find(|&token| {
        ["in", "on", "during", "at"].iter().any(|word| scene.is(token, word))
            && scene.quotes.at(token).is_none()
            && scene.child(token, &[Relation::Pobj]).is_some_and(|object| {
                scene.cues.lists("medium", &scene.tokens[object].lemma)
                    && scene.children(object).any(|child| matches!(&*scene.tokens[child].text, "a" | "an"))
            })
    })
}

/// The preposition and its object that an entry asks for.
fn prepositional(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<(usize, Range<usize>)> {
    for preposition in scene.children(verb).filter(|&child| child > verb) {
        let token = &scene.tokens[preposition];
        let fits = matches!(token.relation, Relation::Prep | Relation::Dative | Relation::Prt)
            && cue.prepositions.iter().any(|wanted| wanted.eq_ignore_ascii_case(&token.text));
        if !fits {
            continue;
        }
        if let Some(object) = scene.child(preposition, &[Relation::Pobj, Relation::Pcomp])
            && !spans::is_time(scene, object)
        {
            let mut end = scene.right[preposition] + 1;
            // "spoke of bodies *in the streets*"
            for phrase in scene.children(verb).filter(|&child| child > preposition) {
                if scene.tokens[phrase].relation != Relation::Prep
                    || scene.left[phrase] != end
                    || !scene.is(phrase, "in")
                    || spans::tells_manner(scene, phrase)
                {
                    break;
                }
                end = scene.right[phrase] + 1;
            }
            // "called on the mayor *to resign*".
            if let Some(asked) = scene.children(verb).find(|&child| {
                child > preposition
                    && scene.left[child] == end
                    && matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Advcl | Relation::Ccomp)
                    && has_to(scene, child)
            }) && cue.takes(Frame::Infinitive)
            {
                end = scene.right[asked] + 1;
            }
            return Some((preposition, scene.left[object]..end));
        }
    }
    // "called *for the president to be freed*": the parser takes "for" for the word that opens the clause.
    let opened = |clause: &usize| {
        let first = scene.left[*clause];
        let mark = scene.tokens[first].relation == Relation::Mark && first > verb;
        mark && has_to(scene, *clause) && cue.prepositions.iter().any(|wanted| scene.is(first, wanted))
    };
    let clause = scene.children(verb).filter(|&child| child > verb && cue.takes(Frame::Infinitive)).find(opened)?;
    Some((scene.left[clause], scene.left[clause] + 1..scene.right[clause] + 1))
}
