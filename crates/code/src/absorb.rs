//! Deeds told twice in one sentence: a verb and its object, two words of one phrase, an asking and what is asked for.

use terms::{EventType, Status};

use crate::coder::{Coder, Draft};
use crate::governors::Gives;
use crate::lexicon::Kind;
use crate::scene::Scene;

impl Coder {
    /// [`Coder::absorb`] sentence by sentence, so that long articles stay linear.
    pub(crate) fn absorb_near(&self, scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
        let mut kept = Vec::with_capacity(drafts.len());
        let mut rest = std::mem::take(drafts).into_iter().peekable();
        while let Some(first) = rest.next() {
            let sentence = scene.annotated.sentence_of[first.token];
            let mut group = vec![first];
            while let Some(next) = rest.next_if(|next| scene.annotated.sentence_of[next.token] == sentence) {
                group.push(next);
            }
            self.absorb(scene, &mut group);
            kept.append(&mut group);
        }
        *drafts = kept;
    }

    /// Drops, of the drafts of one sentence, what another tells better. Of two that tell each other, the one of more words stays.
    fn absorb(&self, scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
        let longer = |one: &Draft, other: &Draft| {
            (one.report.trigger.len(), other.token) > (other.report.trigger.len(), one.token)
        };
        let drop: Vec<bool> = drafts
            .iter()
            .enumerate()
            .map(|(index, draft)| {
                drafts.iter().enumerate().any(|(other, rival)| {
                    index != other
                        && self.tells_better(scene, draft, rival)
                        && !(longer(draft, rival) && self.tells_better(scene, rival, draft))
                })
            })
            .collect();
        let mut keep = drop.iter().map(|drop| !drop);
        drafts.retain(|_| keep.next().unwrap_or(true));
    }

    /// Whether a rival makes a draft of the same sentence superfluous.
    fn tells_better(&self, scene: &Scene<'_>, draft: &Draft, rival: &Draft) -> bool {
        use EventType::{Accuse, Agree, Concede, Reject, Request, Threaten};
        // "impose sanctions": the verb with its object tells the deed; the noun alone tells it again.
        // "withdrew the complaint that it filed": the complaint has a fate of its own.
        let fated = !draft.reading.chain.is_empty() && scene.clause.is_below(rival.token, draft.token);
        if is_object(draft, rival) && rival.report.event == draft.report.event && !fated
            || self.is_told_by_verb(scene, draft, rival)
        {
            return true;
        }
        // "rejected the offer": an offer, a promise or a threat that is turned down is no deed of its own beside that.
        if rejects(rival, draft) && !matches!(draft.report.event, Accuse | Request) {
            return true;
        }
        // One run of words tells one deed of a type: the longest.
        let within = draft.report.trigger.touches(rival.report.trigger) && draft.report.event == rival.report.event;
        if within && (draft.report.trigger.len(), rival.token) < (rival.report.trigger.len(), draft.token) {
            return true;
        }
        // "state of emergency": two words of one phrase, each an entry of its own.
        let adjoins = draft.report.event == rival.report.event
            && draft.report.mode == rival.report.mode
            && scene.clause.is_below(draft.token, rival.token)
            && draft.kind == Kind::Noun
            && rival.kind == Kind::Noun;
        if adjoins && draft.report.evidence == rival.report.evidence {
            return true;
        }
        // "called for the release": the deed asked for, not the asking.
        let words_only = matches!(draft.report.event, Request | Threaten | Agree | Reject | Concede);
        // "dropped the charges" is a concession of its own, whoever brought them.
        let undone = matches!(rival.report.status, Status::Reversed | Status::Withdrawn);
        let stays = rejects(draft, rival)
            || undone && draft.report.event == Concede
            || draft.report.event == Reject && matches!(rival.report.status, Status::Hypothetical | Status::Failed);
        words_only
            && !stays
            && rival.reading.chain.iter().any(|step| step.token == draft.token)
            && !rival.report.actor.is_empty()
    }

    /// Whether a deed named by the object of a verb is told by that verb's own deed.
    fn is_told_by_verb(&self, scene: &Scene<'_>, draft: &Draft, rival: &Draft) -> bool {
        if draft.kind != Kind::Noun || !is_object(draft, rival) {
            return false;
        }
        let gives = draft
            .reading
            .chain
            .first()
            .filter(|step| step.token == rival.token)
            .map(|step| self.governors.entries[step.governor].gives);
        // "signed an agreement": the noun that a deed's own verb carries is that deed.
        if draft.report.event == EventType::Agree && gives == Some(Gives::Carries) {
            return true;
        }
        if rival.report.actor.is_empty() {
            return false;
        }
        // "lodged a protest": a noun that the verb's own entry asks for is part of that deed where the verb carries it.
        let wanted = &self.lexicon.entries[rival.entry].object;
        let named = matches!(gives, Some(Gives::Carries | Gives::Planned))
            && draft.report.trigger == scene.span(draft.token)
            && (draft.report.recipient.is_empty() || !rival.report.recipient.is_empty())
            && wanted.as_ref().is_some_and(|object| object.lemmas.contains(&scene.clause.lemma(draft.token)));
        // "signed a free trade agreement": the pact is told by the signing; "cut its aid": the aid by the cut.
        let pact = matches!(draft.report.event, EventType::Cooperate | EventType::Agree)
            && rival.report.event == EventType::Support
            && matches!(draft.report.status, Status::Done | Status::Planned);
        let cut = self.ontology.quad(draft.report.event) <= 2
            && matches!(rival.report.event, EventType::Sanction | EventType::Reject)
            && draft.report.status == Status::Done;
        named || (pact || cut) && !rival.report.recipient.is_empty()
    }
}

/// Whether a draft turns down the words that another's noun names: an accusation, a plea, an offer.
fn rejects(draft: &Draft, rival: &Draft) -> bool {
    use EventType::{Accuse, Agree, Reject, Request, Threaten};
    let same_side = || {
        let codes = |report: &terms::Report| report.actor.first().and_then(|party| party.actor.code.clone());
        codes(&draft.report) == codes(&rival.report)
    };
    draft.report.event == Reject
        && rival.kind == Kind::Noun
        && (matches!(rival.report.event, Accuse | Request | Threaten) || rival.report.event == Agree && !same_side())
        && rival.reading.chain.first().is_some_and(|step| step.token == draft.token)
}

/// Whether a draft is named by the object of another's verb.
fn is_object(draft: &Draft, rival: &Draft) -> bool {
    rival.kind == Kind::Verb && rival.object == Some(draft.token)
}
