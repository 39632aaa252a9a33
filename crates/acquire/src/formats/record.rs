//! One article as a record: a JSON object, a row of a table. Which member gives which field, [`Fields`] tells.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use terms::Place;

use super::{Setting, markup, ninjs};
use crate::draft::{Draft, Items};
use crate::encoding;
use crate::fields::{self, FIELDS, Fields, field, normal};
use crate::problem::on_one_line;
use crate::{Cause, Problem, published};

/// The members of a record that may give a field, in their order, under their normal names.
#[derive(Default)]
pub(super) struct Record {
    members: Vec<(String, Value)>,
    /// Names of members that give no field.
    others: Vec<String>,
    repeated: Vec<&'static str>,
}

impl Record {
    /// Adds a member; of one name the last stands.
    pub(super) fn add(&mut self, fields: &Fields, name: String, value: Value) {
        match self.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, earlier)) => {
                if *earlier != value
                    && let Some(at) = fields.field(&name)
                {
                    self.repeated.push(FIELDS[at]);
                }
                *earlier = value;
            }
            None => self.members.push((name, value)),
        }
    }

    /// What stands at a path, or under the whole path as a name, as columns of a table do; null is nothing.
    fn at(&self, path: &[String]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        let whole = if rest.is_empty() { None } else { self.named(&path.join(".")) };
        let below = || rest.iter().try_fold(self.named(first)?, |value, step| member(value, step));
        whole.or_else(below).filter(|value| !value.is_null())
    }

    /// A member by one normal name.
    pub(super) fn named(&self, name: &str) -> Option<&Value> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The best member that gives a field, with the name of its last step.
    fn field<'a>(&'a self, fields: &'a Fields, at: usize) -> Option<(&'a str, &'a Value)> {
        fields.paths(at).iter().find_map(|path| Some((last_step(path), self.at(path)?)))
    }

    /// The article, its warnings, or why there is none, go to `items`.
    pub(super) fn read(self, place: &Place, setting: &Setting, items: &mut Items) {
        let mut warnings = Vec::new();
        match self.draft(place, &setting.fields, &mut warnings) {
            Ok(draft) => {
                items.extend(warnings.into_iter().map(|cause| Err(Problem::new(place, cause))));
                draft.finish(&setting.limits, items);
            }
            Err(cause) => items.push_back(Err(Problem::new(place, cause))),
        }
    }

    fn draft(mut self, place: &Place, fields: &Fields, warnings: &mut Vec<Cause>) -> Result<Draft, Cause> {
        warnings.extend(self.repeated.drain(..).map(|field| Cause::Repeated { field }));
        if let Some(draft) = ninjs::draft(&self, place, warnings) {
            return draft;
        }
        let text = match self.field(fields, field::TEXT) {
            Some((_, Value::String(text))) if text.trim().is_empty() => return Err(Cause::TextBlank),
            Some((name, Value::String(text))) => text_of(name, text),
            Some((_, other)) => return Err(Cause::TextNotString { found: kind(other) }),
            None if self.members.is_empty() && !self.others.is_empty() => return Err(fields::no_text(&self.others)),
            None => return Err(Cause::TextMissing),
        };
        if text.trim().is_empty() {
            return Err(Cause::TextBlank);
        }
        let published = self.published(fields, warnings);
        let mut string = |at: usize| {
            let (_, value) = self.field(fields, at)?;
            // An id is often a number; nothing is lost by writing it in digits.
            let told = match value {
                Value::String(string) => Some(string.clone()),
                Value::Number(number) if at == field::ID => Some(number.to_string()),
                other if matches!(at, field::AUTHOR | field::OUTLET) => names(other),
                _ => None,
            };
            if told.is_none() {
                warnings.push(Cause::FieldIgnored { field: FIELDS[at], found: kind(value) });
            }
            told.filter(|told| !told.is_empty())
        };
        let url = string(field::URL);
        Ok(Draft {
            id: string(field::ID),
            title: string(field::TITLE),
            is_one_by_url: url.as_deref().is_some_and(names_a_page),
            url,
            author: string(field::AUTHOR),
            outlet: string(field::OUTLET),
            language: string(field::LANGUAGE),
            text,
            published,
            place: place.clone(),
            ..Draft::default()
        })
    }

    /// The date as it was given under the field's own name; under any other it may be written freely.
    fn published(&self, fields: &Fields, warnings: &mut Vec<Cause>) -> Option<String> {
        match self.field(fields, field::PUBLISHED)? {
            (name, Value::String(value)) if name != FIELDS[field::PUBLISHED] => {
                Some(published::told(value).unwrap_or_else(|| value.clone()))
            }
            (_, Value::String(value)) => Some(value.clone()),
            (_, other) => {
                let value = if other.is_number() { other.to_string() } else { kind(other).into() };
                warnings.push(Cause::Undated { value });
                None
            }
        }
    }
}

fn last_step(path: &[String]) -> &str {
    path.last().map_or("", String::as_str)
}

/// A member of an object by its name or, where there is none, its normal name.
pub(super) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(name).or_else(|| object.iter().find(|(key, _)| normal(key) == name).map(|(_, value)| value))
}

/// Whether an address is of one page: of the web, and more than a host, which rows often give for all that it published.
fn names_a_page(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let path = rest.and_then(|rest| rest.find(['/', '?']).map(|at| &rest[at..]));
    path.is_some_and(|path| !path.split('#').next().unwrap_or_default().trim_matches('/').is_empty())
}

/// A text as it stands under the field's own name; elsewhere markup, where there is any, is taken off.
fn text_of(name: &str, text: &str) -> String {
    if name != FIELDS[field::TEXT] && markup::is_fragment(text) { markup::words(text) } else { text.to_string() }
}

/// Names of people or of one body: a string, an object with a name, a list of either.
pub(super) fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_string()).filter(|name| !name.is_empty()),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(|name| name.trim().to_string()),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().filter(|one| !one.is_array()).filter_map(names).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

/// Reads the bytes of one JSON object; the article, its warnings, or why there is none, go to `items`.
///
/// `part` names what the bytes are in messages: "line", "element", "document".
pub(super) fn read_json(bytes: Vec<u8>, part: &'static str, place: &Place, setting: &Setting, items: &mut Items) {
    if let Some(record) = parse(bytes, part, place, setting, items) {
        record.read(place, setting, items);
    }
}

/// A JSON object as a record; why it is none goes to `items`.
pub(super) fn parse(
    bytes: Vec<u8>,
    part: &'static str,
    place: &Place,
    setting: &Setting,
    items: &mut Items,
) -> Option<Record> {
    let (json, converted) = encoding::decode(bytes);
    let mut parser = serde_json::Deserializer::from_str(&json);
    let record = Members(&setting.fields).deserialize(&mut parser).and_then(|record| parser.end().map(|()| record));
    match record {
        Ok(record) => {
            items.extend(converted.map(|cause| Err(Problem::new(place, cause))));
            Some(record)
        }
        Err(error) => {
            items.push_back(Err(Problem::new(place, broken(&json, part, &error))));
            None
        }
    }
}

/// Takes the members that may give a field; all others are passed over unread.
struct Members<'a>(&'a Fields);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as an object {…}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        while let Some(key) = map.next_key::<String>()? {
            let name = normal(&key);
            if self.0.wants(&name) || ninjs::wants(&name) || name == "summary" {
                record.add(self.0, name, map.next_value::<Value>()?);
            } else {
                map.next_value::<IgnoredAny>()?;
                if record.others.len() < 12 {
                    record.others.push(on_one_line(&key));
                }
            }
        }
        Ok(record)
    }
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
