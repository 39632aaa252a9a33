//! Fields of an event as plain values: no article's words among them, so that nothing here must be forgotten with one.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::CorrectedField;
use crate::{Actor, EventRow, Location, Party, Precision};

/// What stands in a field of an event.
///
/// Actors come without the words that name them, locations without their place in the text.
pub fn value_of(event: &EventRow, field: CorrectedField) -> Value {
    let actors = |parties: &[Party]| json!(parties.iter().map(|party| &party.actor).collect::<Vec<_>>());
    match field {
        CorrectedField::Event => json!(event.event),
        CorrectedField::Mode => json!(event.mode),
        CorrectedField::Context => json!(event.context),
        CorrectedField::Actor => actors(&event.actor),
        CorrectedField::Recipient => actors(&event.recipient),
        CorrectedField::Date => json!(event.date),
        CorrectedField::Standing => json!(event.standing),
        CorrectedField::Quantities => json!(event.quantities),
        CorrectedField::Locations => Value::Array(event.locations.iter().map(placeless).collect()),
    }
}

/// Sets a field of an event to a value; `None`, and nothing is set, where the value is none of that field.
///
/// An actor or location that the event knows keeps its words; others stand without any, from 0 to 0.
pub fn set_field(event: &mut EventRow, field: CorrectedField, value: &Value) -> Option<()> {
    let named: Vec<Party> = event.actor.iter().chain(&event.recipient).cloned().collect();
    set_field_as_named(event, field, value, &named)
}

/// The same, where actors keep the words by which these parties are named.
pub fn set_field_as_named(event: &mut EventRow, field: CorrectedField, value: &Value, named: &[Party]) -> Option<()> {
    match field {
        CorrectedField::Event => event.event = read(value)?,
        CorrectedField::Mode => event.mode = read(value)?,
        CorrectedField::Context => event.context = read(value)?,
        CorrectedField::Actor => event.actor = parties(named, value)?,
        CorrectedField::Recipient => event.recipient = parties(named, value)?,
        CorrectedField::Date => {
            let date: Option<String> = read(value)?;
            let precision = match &date {
                None => None,
                Some(date) => Some(precision(date)?.to_string()),
            };
            (event.date, event.date_precision, event.date_basis) = (date, precision, None);
        }
        CorrectedField::Standing => event.standing = read(value)?,
        CorrectedField::Quantities => event.quantities = read(value)?,
        CorrectedField::Locations => {
            let known = |place: &Value| event.locations.iter().find(|known| placeless(known) == *place).cloned();
            let all: Option<Vec<Location>> =
                value.as_array()?.iter().map(|place| known(place).or_else(|| located(place))).collect();
            event.locations = all?;
        }
    }
    Some(())
}

/// What a person who accepts an event accepts: type, modes, contexts, both sides, date and standing.
pub fn essentials(event: &EventRow) -> Value {
    use CorrectedField::{Actor, Context, Date, Event, Mode, Recipient, Standing};
    let fields = [Event, Mode, Context, Actor, Recipient, Date, Standing];
    Value::Object(fields.iter().map(|&field| (field.as_str().to_owned(), value_of(event, field))).collect())
}

/// How much a written date tells; `None` where it is none.
pub(super) fn precision(date: &str) -> Option<Precision> {
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    whole.parse::<jiff::civil::Date>().ok().filter(|_| whole.len() == 10)?;
    Some(match date.len() {
        4 => Precision::Year,
        7 => Precision::Month,
        _ => Precision::Day,
    })
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn parties(named: &[Party], value: &Value) -> Option<Vec<Party>> {
    let actors: Vec<Actor> = read(value)?;
    let words = |actor: &Actor| named.iter().find(|party| party.actor == *actor).cloned();
    let party = |actor: Actor| words(&actor).unwrap_or(Party { actor, text: String::new(), start: 0, end: 0 });
    Some(actors.into_iter().map(party).collect())
}

/// A location without its place in the text.
pub(super) fn placeless(location: &Location) -> Value {
    json!({
        "name": location.name, "country": location.country, "latitude": location.latitude,
        "longitude": location.longitude, "wikidata_id": location.wikidata_id,
    })
}

fn located(value: &Value) -> Option<Location> {
    let mut whole: Map<String, Value> = value.as_object()?.clone();
    whole.insert("start".to_owned(), json!(0));
    whole.insert("end".to_owned(), json!(0));
    read(&Value::Object(whole))
}
