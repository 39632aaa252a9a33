//! Who is meant by a phrase that names several: lists, plurals of several countries.

use terms::{Actor, MentionKind, Party, Relation, Tag};

use crate::clause::FARTHEST;
use crate::scene::Scene;

impl Scene<'_> {
    /// All actors of a coordinated phrase.
    pub fn parties(&self, token: usize) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        for member in self.members(self.clause.antecedent(token)) {
            if self.clause.token(member).is_verb() {
                // "what organisers put at 40,000 people marched"
                if self.clause.token(member).relation == Relation::Csubj {
                    for inner in self.clause.preposition(member, "at") {
                        parties.extend(self.party_at(inner));
                    }
                }
                continue;
            }
            let several = self.of_several(member);
            let found = if several.len() > 1 { several } else { self.party_at(member).into_iter().collect() };
            for party in found {
                if !parties.iter().any(|other| other.start == party.start) {
                    parties.push(party);
                }
            }
        }
        parties
    }

    /// The members of a coordination, those included that the parser made appositions of: "the US, Russia, and
    /// Switzerland", "the two leaders, A and B".
    fn members(&self, token: usize) -> Vec<usize> {
        let code = |at: usize| self.mention(at).and_then(|mention| mention.actor.code.as_deref());
        let mut members = Vec::new();
        for member in self.clause.conjuncts(token) {
            let lists: Vec<Vec<usize>> = self
                .clause
                .children(member, &[Relation::Appos])
                .map(|apposed| self.clause.conjuncts(apposed))
                .filter(|list| list.len() > 1 && list.iter().all(|&at| code(at).is_some()))
                .collect();
            if lists.is_empty() || code(member).is_some() {
                members.push(member);
            }
            for list in lists {
                let same = code(list[0]) == code(member);
                members.extend(list.into_iter().skip(usize::from(same)));
            }
        }
        members.truncate(FARTHEST);
        members
    }

    /// A plural of several countries has a party of each: "the ministers of Chile and Peru", "Indian and Chinese
    /// troops". Empty where the phrase names fewer than two.
    fn of_several(&self, token: usize) -> Vec<Party> {
        if !matches!(self.clause.token(token).tag, Tag::NNS | Tag::NNPS) {
            return Vec::new();
        }
        let sector = self.mention(token).and_then(|mention| mention.actor.sector);
        let mut holders: Vec<usize> = self
            .clause
            .children(token, &[Relation::Amod, Relation::Nmod, Relation::Compound, Relation::Poss])
            .collect();
        holders.extend(self.clause.preposition(token, "of"));
        holders.extend(self.clause.preposition(token, "from"));
        for holder in holders {
            let mut parties: Vec<Party> = Vec::new();
            for member in self.members(holder) {
                // "presidents of Peru and Chile": the first country may be part of the plural's own name.
                let own = || self.mention(token).filter(|mention| mention.tokens.contains(&member));
                let Some(mention) =
                    self.mention(member).or_else(own).filter(|mention| mention.kind != MentionKind::Pronoun)
                else {
                    continue;
                };
                if mention.actor.code.is_none() || parties.iter().any(|party| party.actor.code == mention.actor.code) {
                    continue;
                }
                let actor = Actor { sector: mention.actor.sector.or(sector), ..mention.actor.clone() };
                parties.push(Party { actor, ..self.party(mention) });
            }
            if parties.len() < 2 && self.clause.preposition(token, "of").contains(&holder) {
                // "hundreds of Indian and Chinese soldiers"
                parties = self.of_several(holder);
            }
            if parties.len() > 1 {
                return parties;
            }
        }
        Vec::new()
    }
}
