use std::collections::BTreeMap;

use crate::Cause;

/// The fields of an article that a record may give.
pub(crate) const FIELDS: [&str; 8] = ["id", "text", "title", "url", "author", "outlet", "published", "language"];

/// Place of each field in [`FIELDS`].
pub(crate) mod field {
    pub(crate) const ID: usize = 0;
    pub(crate) const TEXT: usize = 1;
    pub(crate) const TITLE: usize = 2;
    pub(crate) const URL: usize = 3;
    pub(crate) const AUTHOR: usize = 4;
    pub(crate) const OUTLET: usize = 5;
    pub(crate) const PUBLISHED: usize = 6;
    pub(crate) const LANGUAGE: usize = 7;
}

/// Names under which records in the wild give the same, best first; the field's own name comes before them all.
const ALIASES: [&[&str]; FIELDS.len()] = [
    &["guid", "article_id"],
    &[
        "content_text",
        "body_text",
        "article_text",
        "full_text",
        "fulltext",
        "maintext",
        "articlebody",
        "body",
        "content",
        "content_html",
        "body_html",
        "body_xhtml",
    ],
    &["headline"],
    &["link", "canonical_url", "external_url"],
    &["authors", "byline", "by", "creator"],
    &["publisher", "source", "sitename", "site_name", "source_name"],
    &[
        "published_at",
        "publishedat",
        "date_published",
        "datepublished",
        "publication_date",
        "publish_date",
        "pubdate",
        "pub_date",
        "date_publish",
        "date",
    ],
    &["lang"],
];

/// Under which names records give an article's fields.
///
/// Names are compared without case, and blanks and hyphens count as `_`. A name may lead into objects: `source.name`.
///
/// # Example
/// ```
/// use std::collections::BTreeMap;
/// let map = BTreeMap::from([("text".to_string(), vec!["story.words".to_string()])]);
/// assert!(acquire::Fields::new(map).is_ok());
/// let map = BTreeMap::from([("colour".to_string(), vec!["c".to_string()])]);
/// assert_eq!(acquire::Fields::new(map).unwrap_err().field, "colour");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Paths of each field, best first.
    paths: [Vec<Vec<String>>; FIELDS.len()],
}

/// A map that names a field which articles do not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("articles have no field \"{field}\"; the fields are {}", FIELDS.join(", "))]
pub struct NoSuchField {
    /// The name.
    pub field: String,
}

impl Default for Fields {
    fn default() -> Self {
        let own = |at: usize| std::iter::once(FIELDS[at]).chain(ALIASES[at].iter().copied());
        Self { paths: std::array::from_fn(|at| own(at).map(|name| vec![name.to_string()]).collect()) }
    }
}

impl Fields {
    /// The usual names, with these before them.
    ///
    /// # Errors
    /// A key that is no field of an article.
    pub fn new(map: BTreeMap<String, Vec<String>>) -> Result<Self, NoSuchField> {
        let mut fields = Self::default();
        for (field, names) in map {
            let Some(at) = FIELDS.iter().position(|known| *known == field) else { return Err(NoSuchField { field }) };
            let given = names.iter().map(|name| name.split('.').map(normal).collect());
            fields.paths[at].splice(0..0, given);
        }
        Ok(fields)
    }

    /// The paths of a field, best first.
    pub(crate) fn paths(&self, field: usize) -> &[Vec<String>] {
        &self.paths[field]
    }

    /// Whether a record's member of this (normal) name leads to a field.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.paths.iter().flatten().any(|path| path.first().is_some_and(|first| first == name))
    }

    /// The field that a name of one step gives.
    pub(crate) fn field(&self, name: &str) -> Option<usize> {
        self.paths.iter().position(|paths| paths.iter().any(|path| path.len() == 1 && path[0] == name))
    }
}

/// A name as it is compared.
pub(crate) fn normal(name: &str) -> String {
    let same = |letter: char| if matches!(letter, ' ' | '-') { '_' } else { letter.to_ascii_lowercase() };
    name.trim().chars().map(same).collect()
}

/// Why a table or file of records gives no article.
pub(crate) fn no_text(names: &[String]) -> Cause {
    Cause::NoTextField { names: names.iter().take(12).map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ") }
}
