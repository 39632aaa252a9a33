use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{DataError, EventType, PloverRecord, PloverScored, Resources, Status, read_table};

/// PLOVER's types, modes and scores, and the fold from a deed and its status to PLOVER's record.
///
/// Read from `data/ontology/`: `types.toml`, `modes.toml`, `fold.toml`.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    types: BTreeMap<EventType, TypeRow>,
    modes: BTreeMap<(EventType, String), f64>,
    rules: Vec<FoldRule>,
}

/// A deed in a status: what [`Ontology::fold`] looks at.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// The deed's type.
    pub event: EventType,
    /// The deed's modes.
    pub mode: &'a [String],
    /// The deed's contexts.
    pub context: &'a [String],
    /// How far it has come.
    pub status: Status,
    /// Whether who said, proposed or undid it is an actor of the deed, or nobody is named.
    pub by_self: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct TypeRow {
    code: EventType,
    quad: u8,
    scale: f64,
}

#[derive(Deserialize)]
struct Types {
    r#type: Vec<TypeRow>,
}

#[derive(Deserialize)]
struct ModeRow {
    event: EventType,
    mode: String,
    scale: f64,
}

#[derive(Deserialize)]
struct Modes {
    mode: Vec<ModeRow>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FoldRule {
    status: Option<Vec<Status>>,
    event: Option<Vec<EventType>>,
    mode: Option<Vec<String>>,
    context: Option<Vec<String>>,
    by: Option<By>,
    plover: String,
    #[serde(default)]
    set_mode: Vec<String>,
    #[serde(rename = "reason")]
    _reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    #[serde(rename = "self")]
    Own,
    Another,
}

#[derive(Deserialize)]
struct Fold {
    rule: Vec<FoldRule>,
}

impl Ontology {
    /// Reads the ontology.
    ///
    /// # Errors
    /// A file is missing or wrong, or a fold rule names no type.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let types: Types = read_table(resources, "ontology/types.toml")?;
        let modes: Modes = read_table(resources, "ontology/modes.toml")?;
        let fold: Fold = read_table(resources, "ontology/fold.toml")?;
        for rule in &fold.rule {
            if !matches!(rule.plover.as_str(), "same" | "none") && EventType::parse(&rule.plover).is_none() {
                return Err(DataError {
                    file: "ontology/fold.toml".to_owned(),
                    line: None,
                    problem: format!("plover = {:?} is no type", rule.plover),
                    remedy: "write one of the sixteen types, \"same\" or \"none\"".to_owned(),
                });
            }
        }
        Ok(Self {
            types: types.r#type.into_iter().map(|row| (row.code, row)).collect(),
            modes: modes.mode.into_iter().map(|row| ((row.event, row.mode), row.scale)).collect(),
            rules: fold.rule,
        })
    }

    /// Whether a type has a mode of that name.
    pub fn has_mode(&self, event: EventType, mode: &str) -> bool {
        self.modes.contains_key(&(event, mode.to_owned()))
    }

    /// The modes of a type, sorted.
    pub fn modes(&self, event: EventType) -> Vec<&str> {
        self.modes.keys().filter(|(kind, _)| *kind == event).map(|(_, mode)| mode.as_str()).collect()
    }

    /// PLOVER's quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad(&self, event: EventType) -> u8 {
        self.types.get(&event).map_or(0, |row| row.quad)
    }

    /// PLOVER's record of a deed as it stands; `None` where PLOVER records nothing.
    pub fn fold(&self, deed: Deed<'_>) -> Option<PloverRecord> {
        let any = |wanted: &Option<Vec<String>>, have: &[String]| {
            wanted.as_ref().is_none_or(|list| list.iter().any(|one| have.contains(one)))
        };
        let rule = self.rules.iter().find(|rule| {
            rule.status.as_ref().is_none_or(|list| list.contains(&deed.status))
                && rule.event.as_ref().is_none_or(|list| list.contains(&deed.event))
                && any(&rule.mode, deed.mode)
                && any(&rule.context, deed.context)
                && rule.by.is_none_or(|by| (by == By::Own) == deed.by_self)
        })?;
        match rule.plover.as_str() {
            "none" => None,
            "same" => Some(PloverRecord { event: deed.event, mode: deed.mode.to_vec() }),
            other => EventType::parse(other).map(|event| PloverRecord { event, mode: rule.set_mode.clone() }),
        }
    }

    /// A record with its quad and score: the mode's where it has one, else the type's.
    pub fn score(&self, record: PloverRecord) -> PloverScored {
        let scale = record
            .mode
            .iter()
            .find_map(|mode| self.modes.get(&(record.event, mode.clone())).copied())
            .or_else(|| self.types.get(&record.event).map(|row| row.scale))
            .unwrap_or(0.0);
        PloverScored { event: record.event, mode: record.mode, quad_code: self.quad(record.event), event_scale: scale }
    }
}
