use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::CorrectedField;
use super::fields::{placeless, precision};
use crate::{
    Actor, DataError, EventRow, EventType, Location, Ontology, Quantity, QuantityRelation, Record, Resources, Sector,
    Status, read_table,
};

/// How many digits of choice a message names before it breaks off.
const NAMED: usize = 8;

/// What may be written into the fields of an event.
#[derive(Clone, Debug)]
pub struct Allowed {
    ontology: Ontology,
    contexts: Vec<String>,
}

/// Words that are no value of a field, with what would be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} cannot be {given:?}")]
pub struct BadValue {
    /// The field.
    pub field: String,
    /// What was given.
    pub given: String,
    /// What is allowed.
    pub allowed: String,
}

#[derive(Deserialize)]
struct Contexts {
    context: Vec<ContextRow>,
}

#[derive(Deserialize)]
struct ContextRow {
    code: String,
}

impl Allowed {
    /// Reads the ontology.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let contexts: Contexts = read_table(resources, "ontology/contexts.toml")?;
        let contexts = contexts.context.into_iter().map(|row| row.code).collect();
        Ok(Self { ontology: Ontology::load(resources)?, contexts })
    }

    /// A field by its name, or by the name that people give it ("type", "quantity", "location").
    ///
    /// # Errors
    /// There is no such field.
    pub fn field(name: &str) -> Result<CorrectedField, BadValue> {
        let known = match name.trim().to_lowercase().as_str() {
            "type" => Some(CorrectedField::Event),
            "modes" => Some(CorrectedField::Mode),
            "contexts" => Some(CorrectedField::Context),
            "quantity" => Some(CorrectedField::Quantities),
            "location" => Some(CorrectedField::Locations),
            other => CorrectedField::parse(other),
        };
        let names = CorrectedField::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
        let derived = match name {
            "plover" | "summary" | "quad_code" => "; it follows from the others",
            "assertion" | "history" => "; it follows from the reports",
            _ => "",
        };
        known.ok_or_else(|| BadValue {
            field: "a field".to_owned(),
            given: name.to_owned(),
            allowed: format!("{names}{derived}"),
        })
    }

    /// A value of a field, from the words in which people write it; several by `;`, none by an empty word or "none".
    ///
    /// Actors and locations that the record knows by that name are taken from there. `event` is the type whose modes count.
    ///
    /// # Errors
    /// The words are no value of the field; the error names what is allowed.
    pub fn read(
        &self,
        field: CorrectedField,
        words: &str,
        event: EventType,
        record: &Record,
    ) -> Result<Value, BadValue> {
        let words = words.trim();
        let bad = |allowed: String| BadValue { field: field.to_string(), given: words.to_owned(), allowed };
        let one_of = |all: Vec<&str>| bad(format!("one of {}", all.join(", ")));
        let pieces = || {
            let none = words.is_empty() || words.eq_ignore_ascii_case("none");
            words.split([';', ',']).map(str::trim).filter(move |piece| !none && !piece.is_empty())
        };
        let listed = || {
            let none = words.is_empty() || words.eq_ignore_ascii_case("none");
            words.split(';').map(str::trim).filter(move |piece| !none && !piece.is_empty())
        };
        Ok(match field {
            CorrectedField::Event => json!(
                EventType::parse(&words.to_uppercase())
                    .ok_or_else(|| one_of(EventType::ALL.iter().map(|kind| kind.as_str()).collect()))?
            ),
            CorrectedField::Standing => json!(
                Status::parse(&words.to_lowercase().replace([' ', '-'], "_"))
                    .ok_or_else(|| one_of(Status::ALL.iter().map(|status| status.as_str()).collect()))?
            ),
            CorrectedField::Mode => {
                let modes: Vec<String> = pieces().map(str::to_lowercase).collect();
                if !modes.iter().all(|mode| self.ontology.has_mode(event, mode)) {
                    let known = self.ontology.modes(event);
                    return Err(match known.is_empty() {
                        true => bad(format!("none: {event} has no modes")),
                        false => bad(format!("of {event}: none, {}", known.join(", "))),
                    });
                }
                json!(modes)
            }
            CorrectedField::Context => {
                let contexts: BTreeSet<String> = pieces().map(str::to_lowercase).collect();
                if !contexts.iter().all(|context| self.contexts.contains(context)) {
                    return Err(bad(format!("none, {}", self.contexts.join(", "))));
                }
                json!(contexts)
            }
            CorrectedField::Actor | CorrectedField::Recipient => {
                let actors: Result<Vec<Actor>, String> = listed().map(|piece| actor(piece, record)).collect();
                json!(actors.map_err(bad)?)
            }
            CorrectedField::Date if words.is_empty() || words.eq_ignore_ascii_case("none") => Value::Null,
            CorrectedField::Date => {
                precision(words)
                    .ok_or_else(|| bad("none, a day (2016-12-30), a month (2016-12), a year (2016)".into()))?;
                json!(words)
            }
            CorrectedField::Quantities => {
                let all: Option<Vec<Quantity>> = listed().map(quantity).collect();
                json!(all.ok_or_else(|| {
                    bad("none, a number and what it counts (\"35 diplomat\", \"at least 35 diplomat\", \"about 3 percent\")".into())
                })?)
            }
            CorrectedField::Locations => Value::Array(listed().map(|piece| location(piece, record)).collect()),
        })
    }

    /// Who is meant by a name, with a code and a sector behind it or without ("Russia", "RUS", "Sergei Lavrov (RUS GOV)").
    ///
    /// # Errors
    /// Several actors of the record bear the name, or the code is none.
    pub fn actor(words: &str, record: &Record) -> Result<Actor, BadValue> {
        let bad = |allowed| BadValue { field: "an actor".to_owned(), given: words.to_owned(), allowed };
        actor(words.trim(), record).map_err(bad)
    }
}

/// Every actor that a record names.
fn known(record: &Record) -> BTreeSet<&Actor> {
    let parties = record.events.iter().flat_map(|event: &EventRow| {
        let sides = event.actor.iter().chain(&event.recipient).map(|party| &party.actor);
        sides.chain(event.history.iter().filter_map(|step| step.by.as_ref()))
    });
    parties.chain(record.claims.iter().map(|claim| &claim.speaker)).collect()
}

fn actor(words: &str, record: &Record) -> Result<Actor, String> {
    let known = known(record);
    let spelled = words.strip_suffix(')').and_then(|words| words.rsplit_once('('));
    if let Some((name, codes)) = spelled {
        let mut codes = codes.split_whitespace();
        let code = codes.next().unwrap_or_default();
        let sector = codes.next().map(|sector| {
            let all = || Sector::ALL.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join(", ");
            Sector::parse(&sector.to_uppercase()).ok_or_else(|| format!("a sector of {}", all()))
        });
        let sector = sector.transpose()?;
        if !is_code(code) || codes.next().is_some() {
            return Err("a name, then a code of three letters and a sector: \"Sergei Lavrov (RUS GOV)\"".to_owned());
        }
        let fits = |actor: &&&Actor| {
            actor.name.eq_ignore_ascii_case(name.trim())
                && actor.code.as_deref() == Some(code)
                && actor.sector == sector
        };
        return Ok(known.iter().find(fits).map_or_else(
            || Actor { name: name.trim().to_owned(), code: Some(code.to_owned()), sector, wikidata_id: None },
            |actor| (**actor).clone(),
        ));
    }
    let same = |actor: &&&Actor| actor.name.to_lowercase() == words.to_lowercase();
    let state = |actor: &&&Actor| is_code(words) && actor.code.as_deref() == Some(words) && actor.sector.is_none();
    let named: Vec<&&Actor> = known.iter().filter(same).collect();
    let fitting = if named.is_empty() { known.iter().filter(state).collect() } else { named };
    match fitting[..] {
        [] if is_code(words) => Ok(Actor { name: words.to_owned(), code: Some(words.to_owned()), ..Actor::default() }),
        [] => Ok(Actor { name: words.to_owned(), ..Actor::default() }),
        [only] => Ok((*only).clone()),
        _ => {
            let all = fitting.iter().take(NAMED).map(|actor| {
                let codes = actor.code.iter().map(String::as_str).chain(actor.sector.map(|sector| sector.as_str()));
                format!("{} ({})", actor.name, codes.collect::<Vec<_>>().join(" "))
            });
            Err(format!("one of several: {}", all.collect::<Vec<_>>().join(", ")))
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

fn quantity(words: &str) -> Option<Quantity> {
    let lower = words.to_lowercase();
    let relation = QuantityRelation::ALL.iter().copied().find(|relation| lower.starts_with(&spelled(*relation)));
    let rest = relation.map_or(words, |relation| words.get(spelled(relation).len()..).unwrap_or_default()).trim();
    let (number, unit) = rest.split_once(' ').unwrap_or((rest, ""));
    let value: f64 = number.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(Quantity { value, relation: relation.unwrap_or(QuantityRelation::Exactly), unit: unit.trim().to_owned() })
}

fn spelled(relation: QuantityRelation) -> String {
    format!("{} ", relation.as_str().replace('_', " "))
}

/// A location that the record knows by that name, with its point; else the name, with a country behind it or without.
fn location(words: &str, record: &Record) -> Value {
    let spelled = words.strip_suffix(')').and_then(|words| words.rsplit_once('('));
    let (name, country) = spelled.map_or((words, None), |(name, country)| (name.trim(), Some(country.trim())));
    let fits = |place: &&Location| {
        place.name.to_lowercase() == name.to_lowercase() && (country.is_none() || place.country.as_deref() == country)
    };
    let known = record.events.iter().flat_map(|event| &event.locations).find(fits);
    known.map_or_else(
        || json!({ "name": name, "country": country, "latitude": null, "longitude": null, "wikidata_id": null }),
        placeless,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity_of(words: &str) -> Quantity {
        quantity(words).unwrap()
    }

    #[test]
    fn numbers_are_read_as_they_are_shown() {
        let told = quantity_of("at least 35 diplomat");
        assert_eq!((told.value, told.relation, told.unit.as_str()), (35.0, QuantityRelation::AtLeast, "diplomat"));
        assert_eq!(quantity_of("3.5 percent").relation, QuantityRelation::Exactly);
        assert!(quantity("many diplomats").is_none());
    }

    #[test]
    fn an_actor_is_spelled_by_name_by_code_or_in_full() {
        let record = Record::default();
        let minister = actor("Ada Quist (NOR GOV)", &record).unwrap();
        assert_eq!((minister.name.as_str(), minister.sector), ("Ada Quist", Some(Sector::Gov)));
        assert_eq!(actor("NOR", &record).unwrap().code.as_deref(), Some("NOR"));
        assert_eq!(actor("Ada Quist", &record).unwrap().code, None);
        assert!(actor("Ada Quist (Norway)", &record).is_err());
        assert!(actor("Ada Quist (NOR XXX)", &record).unwrap_err().contains("GOV"));
    }

    #[test]
    fn a_field_that_follows_from_others_is_told_so() {
        assert_eq!(Allowed::field("type").unwrap(), CorrectedField::Event);
        assert!(Allowed::field("plover").unwrap_err().allowed.contains("follows from the others"));
    }
}
