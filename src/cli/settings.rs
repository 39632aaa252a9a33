//! `demarche.toml`: the nearest one upwards from the working folder, then the user's own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acquire::Fields;
use miette::{Result, miette};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// What a settings file may say; paths are relative to the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Ledger file.
    pub db: Option<PathBuf>,
    /// Folder of data laid over the one in the program.
    pub data: Option<PathBuf>,
    /// Names under which records give an article's fields.
    #[serde(default, deserialize_with = "fields")]
    pub fields: Fields,
}

/// A name or a list of names for each field.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

fn fields<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Fields, D::Error> {
    let map: BTreeMap<String, Names> = Deserialize::deserialize(deserializer)?;
    let names = |names| match names {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    };
    let map = map.into_iter().map(|(field, given)| (field, names(given))).collect();
    Fields::new(map).map_err(D::Error::custom)
}

impl Settings {
    /// Reads the settings that hold here. What the nearer file leaves open, the user's own file may say.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::current_dir().unwrap_or_default();
        let near = here.ancestors().map(|folder| folder.join("demarche.toml")).find(|file| file.is_file());
        let mut settings = near.as_deref().map(Self::read).transpose()?.unwrap_or_default();
        if let Some(own) = own_file().filter(|file| file.is_file()) {
            let own = Self::read(&own)?;
            settings.db = settings.db.or(own.db);
            settings.data = settings.data.or(own.data);
            if settings.fields == Fields::default() {
                settings.fields = own.fields;
            }
        }
        Ok(settings)
    }

    fn read(file: &Path) -> Result<Self> {
        let help = "it may hold `db` and `data`, each a path in quotes, and [fields], names by field: text = \"body\"";
        let text = std::fs::read_to_string(file).map_err(|error| miette!("{}: {error}", file.display()))?;
        let settings: Self = toml::from_str(&text)
            .map_err(|error| miette!(help = help, "{}: {}", file.display(), error.to_string().trim_end()))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let below = |path: Option<PathBuf>| path.map(|path| folder.join(path));
        Ok(Self { db: below(settings.db), data: below(settings.data), fields: settings.fields })
    }
}

fn own_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = folder("XDG_CONFIG_HOME")
        .or_else(|| folder("APPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".config")))?;
    Some(config.join("demarche").join("demarche.toml"))
}
