//! Codes of PLOVER's records, actors and places in other standards, and what those tables are a version of.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use terms::{DataError, EventType, PloverScored, Resources, Sector, Stance, read_table};

use crate::techniques::Techniques;

/// Folders whose files say how a record is written in codes of others.
const FOLDERS: [&str; 2] = ["exports", "ontology"];

/// The tables of `data/exports/` and the CAMEO codes of `data/ontology/`.
pub struct Mapping {
    pub(crate) ontology: Versions,
    pub(crate) techniques: Techniques,
    types: BTreeMap<EventType, String>,
    modes: BTreeMap<(EventType, String), ModeRow>,
    statements: BTreeMap<Stance, Statement>,
    sectors: BTreeMap<Sector, String>,
    cameo_countries: BTreeMap<String, String>,
    actors: BTreeMap<String, String>,
    countries: BTreeMap<String, Country>,
    version: String,
}

/// Versions of what exported codes are codes of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Versions {
    pub plover: String,
    pub cameo: String,
    pub attack: String,
}

/// A stance that is an event of its own in CAMEO.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    stance: Stance,
    pub cameo: String,
    pub scale: f64,
    #[serde(rename = "reason")]
    _reason: String,
}

/// A country's codes; empty where a standard has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Country {
    pub name: String,
    pub iso2: String,
    pub fips: String,
    pub cow: String,
}

#[derive(Deserialize)]
struct Types {
    r#type: Vec<TypeRow>,
}

#[derive(Deserialize)]
struct TypeRow {
    code: EventType,
    cameo: String,
}

#[derive(Deserialize)]
struct Modes {
    mode: Vec<ModeRow>,
}

#[derive(Deserialize)]
struct ModeRow {
    event: EventType,
    mode: String,
    cameo: String,
    #[serde(default)]
    cameo_by_context: BTreeMap<String, toml::Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    ontology: Versions,
    statement: Vec<Statement>,
    sector: Vec<Twin<Sector>>,
    country: Vec<Twin<String>>,
    actor: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "T: DeserializeOwned")]
struct Twin<T> {
    code: T,
    cameo: String,
    #[serde(rename = "reason")]
    _reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    code: String,
    plover: String,
    #[serde(rename = "reason")]
    _reason: String,
}

impl Mapping {
    /// Reads the tables.
    ///
    /// # Errors
    /// A file is missing or wrong; the error names it and the line.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let codes: Codes = read_table(resources, "exports/codes.toml")?;
        let types: Types = read_table(resources, "ontology/types.toml")?;
        let modes: Modes = read_table(resources, "ontology/modes.toml")?;
        Ok(Self {
            ontology: codes.ontology,
            techniques: Techniques::load(resources)?,
            types: types.r#type.into_iter().map(|row| (row.code, row.cameo)).collect(),
            modes: modes.mode.into_iter().map(|row| ((row.event, row.mode.clone()), row)).collect(),
            statements: codes.statement.into_iter().map(|row| (row.stance, row)).collect(),
            sectors: codes.sector.into_iter().map(|row| (row.code, row.cameo)).collect(),
            cameo_countries: codes.country.into_iter().map(|row| (row.code, row.cameo)).collect(),
            actors: codes.actor.into_iter().map(|row| (row.code, row.plover)).collect(),
            countries: countries(resources)?,
            version: version(resources),
        })
    }

    /// The first twelve digits of a hash of the tables.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The CAMEO code of a record of PLOVER's: that of its first mode that has one, by context, else that of its type.
    pub(crate) fn cameo(&self, plover: &PloverScored, context: &[String]) -> &str {
        let modes = plover.mode.iter().filter_map(|mode| self.modes.get(&(plover.event, mode.clone())));
        let of_mode = modes.map(|row| {
            let mut by_context: Vec<_> = row.cameo_by_context.iter().collect();
            by_context.sort_by_key(|(_, code)| code.span().start); // as written
            let fitting = by_context.into_iter().find(|(name, _)| context.contains(name));
            fitting.map_or(row.cameo.as_str(), |(_, code)| code.get_ref().as_str())
        });
        of_mode.into_iter().next().or_else(|| self.types.get(&plover.event).map(String::as_str)).unwrap_or_default()
    }

    /// What CAMEO makes of a stance; `None` where it is no event there.
    pub(crate) fn statement(&self, stance: Stance) -> Option<&Statement> {
        self.statements.get(&stance)
    }

    /// A sector as a role of CAMEO; empty where it has none.
    pub(crate) fn cameo_role(&self, sector: Sector) -> &str {
        self.sectors.get(&sector).map_or(sector.as_str(), String::as_str)
    }

    /// A country, or a body or movement that crosses countries, as CAMEO spells it.
    pub(crate) fn cameo_country<'s>(&'s self, code: &'s str) -> &'s str {
        self.cameo_countries.get(code).map_or(code, String::as_str)
    }

    /// A code as the PLOVER manual lists it; `None` where it has none.
    pub(crate) fn plover_code<'s>(&'s self, code: &'s str) -> Option<&'s str> {
        let listed = self.actors.get(code).map_or(code, String::as_str);
        (!listed.is_empty()).then_some(listed)
    }

    /// A country's codes by its ISO 3166-1 alpha-3 code; `None` for what is no country.
    pub(crate) fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(code)
    }
}

fn countries(resources: &dyn Resources) -> Result<BTreeMap<String, Country>, DataError> {
    const FILE: &str = "exports/countries.tsv";
    let text = resources.text(FILE)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let mut countries = BTreeMap::new();
    for (index, line) in lines.skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[code, name, iso2, fips, cow] = fields.as_slice() else {
            return Err(DataError {
                file: FILE.to_owned(),
                line: Some(index + 1),
                problem: format!("{} columns, not 5", fields.len()),
                remedy: "the head of the file tells its columns".to_owned(),
            });
        };
        let row = Country { name: name.into(), iso2: iso2.into(), fips: fips.into(), cow: cow.into() };
        countries.insert(code.to_owned(), row);
    }
    Ok(countries)
}

fn version(resources: &dyn Resources) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in FOLDERS.iter().flat_map(|folder| resources.list(folder)).filter(|file| !file.ends_with(".md")) {
        hasher.update(file.as_bytes());
        hasher.update(&resources.bytes(&file).unwrap_or_default());
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
