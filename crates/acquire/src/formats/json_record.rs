//! One article as a JSON object: `{"id","text","title","url","outlet","published","language"}`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use terms::Place;

use crate::draft::{Draft, Items};
use crate::encoding;
use crate::problem::on_one_line;
use crate::{Cause, Limits, Problem};

const FIELDS: [&str; 7] = ["id", "text", "title", "url", "outlet", "published", "language"];

/// The known fields of an object, as they were found.
#[derive(Default)]
struct Object {
    values: [Option<Value>; FIELDS.len()],
    repeated: Vec<&'static str>,
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as an object {…}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key::<String>()? {
            let Some(index) = FIELDS.iter().position(|field| *field == key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value::<Value>()?;
            if object.values[index].as_ref().is_some_and(|earlier| *earlier != value) {
                object.repeated.push(FIELDS[index]);
            }
            object.values[index] = Some(value);
        }
        Ok(object)
    }
}

/// Reads the bytes of one object; the article, its warnings, or why there is none, go to `items`.
///
/// `part` names what the bytes are in messages: "line", "element", "document".
pub(super) fn read(bytes: Vec<u8>, part: &'static str, place: &Place, limits: &Limits, items: &mut Items) {
    let mut say = |cause| items.push_back(Err(Problem::new(place, cause)));
    let (json, converted) = encoding::decode(bytes);
    let mut object = match serde_json::from_str::<Object>(&json) {
        Ok(object) => object,
        Err(error) => return say(broken(&json, part, &error)),
    };
    drop(json);
    converted.into_iter().for_each(&mut say);
    object.repeated.drain(..).for_each(|field| say(Cause::Repeated { field }));
    let [id, text, title, url, outlet, published, language] =
        object.values.map(|value| value.filter(|value| !value.is_null()));
    let text = match text {
        Some(Value::String(text)) if text.trim().is_empty() => return say(Cause::TextBlank),
        Some(Value::String(text)) => text,
        Some(other) => return say(Cause::TextNotString { found: kind(&other) }),
        None => return say(Cause::TextMissing),
    };
    // An id is often a number; nothing is lost by writing it in digits.
    let id = id.map(|id| if let Value::Number(number) = id { Value::String(number.to_string()) } else { id });
    let published = match published {
        Some(Value::String(published)) => Some(published),
        Some(other) => {
            say(Cause::Undated { value: if other.is_number() { other.to_string() } else { kind(&other).into() } });
            None
        }
        None => None,
    };
    let mut string = |field, value| match value {
        Some(Value::String(string)) if string.is_empty() => None,
        Some(Value::String(string)) => Some(string),
        Some(other) => {
            say(Cause::FieldIgnored { field, found: kind(&other) });
            None
        }
        None => None,
    };
    let draft = Draft {
        id: string("id", id),
        title: string("title", title),
        url: string("url", url),
        outlet: string("outlet", outlet),
        language: string("language", language),
        text,
        published,
        front: Default::default(),
        place: place.clone(),
    };
    draft.finish(limits, items);
}

/// The parser's words without its own line numbers, and the byte in the part.
fn broken(json: &str, part: &'static str, error: &serde_json::Error) -> Cause {
    let whole = error.to_string();
    let reason = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(reason, _)| reason);
    let lines: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    Cause::BrokenJson { part, column: lines + error.column(), reason: on_one_line(reason) }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
