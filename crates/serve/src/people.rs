//! Who takes part or speaks: by code, by Wikidata item, by name.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Actor, Record};

/// Somebody, with what the record has of it. Places are indices into the record's lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    /// How the record names it; of a country, all its actors.
    pub actors: BTreeSet<Actor>,
    /// Events in which it acts.
    pub acts: Vec<usize>,
    /// Events in which it is acted upon.
    pub suffers: Vec<usize>,
    /// Claims that it makes.
    pub says: Vec<usize>,
}

/// Everybody, by the ids that they are asked for.
#[derive(Debug, Default)]
pub(crate) struct People {
    by_id: BTreeMap<String, Person>,
}

/// The ids that an actor is found by, the best first: Wikidata item, name; and its country's code.
pub(crate) fn ids(actor: &Actor) -> impl Iterator<Item = &str> {
    let name = Some(actor.name.as_str()).filter(|name| !name.is_empty());
    actor.wikidata_id.as_deref().into_iter().chain(name).chain(actor.code.as_deref())
}

/// The id that links to an actor bear.
pub(crate) fn id(actor: &Actor) -> Option<&str> {
    ids(actor).next()
}

impl People {
    pub(crate) fn of(record: &Record) -> Self {
        let mut people = Self::default();
        for (place, event) in record.events.iter().enumerate() {
            people.note(event.actor.iter().map(|party| &party.actor), place, |person| &mut person.acts);
            people.note(event.recipient.iter().map(|party| &party.actor), place, |person| &mut person.suffers);
        }
        for (place, claim) in record.claims.iter().enumerate() {
            people.note(std::iter::once(&claim.speaker), place, |person| &mut person.says);
        }
        people
    }

    fn note<'a>(
        &mut self,
        actors: impl Iterator<Item = &'a Actor>,
        place: usize,
        list: impl Fn(&mut Person) -> &mut Vec<usize>,
    ) {
        for actor in actors {
            for id in ids(actor) {
                let person = match self.by_id.get_mut(id) {
                    Some(person) => person,
                    None => self.by_id.entry(id.to_owned()).or_default(),
                };
                if !person.actors.contains(actor) {
                    person.actors.insert(actor.clone());
                }
                let places = list(person);
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
    }

    /// Somebody by Wikidata item, name or country code.
    pub(crate) fn get(&self, id: &str) -> Option<&Person> {
        self.by_id.get(id)
    }

    /// Everybody, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Person)> {
        self.by_id.iter().map(|(id, person)| (id.as_str(), person))
    }
}
