use std::collections::BTreeMap;

use terms::Coded;

/// Which given ids stand for several texts, and so need the text's hash to tell them apart.
///
/// # Example
/// ```
/// use ledger::Versions;
/// let versions = Versions::of([("a", "0123456789"), ("a", "9876543210"), ("b", "5555555555"), ("b", "5555555555")]);
/// assert_eq!(versions.public("a", "0123456789"), "a~01234567");
/// assert_eq!(versions.public("b", "5555555555"), "b");
/// ```
#[derive(Debug, Default)]
pub struct Versions {
    /// For each id the first text seen; `None` once there was another.
    only: BTreeMap<String, Option<String>>,
}

impl Versions {
    /// Takes the id and the content hash of every article there is.
    pub fn of<'a>(articles: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut versions = Self::default();
        for (id, content_hash) in articles {
            versions.note(id, content_hash);
        }
        versions
    }

    /// Takes one more article.
    pub fn note(&mut self, id: &str, content_hash: &str) {
        match self.only.get_mut(id) {
            None => {
                self.only.insert(id.to_owned(), Some(content_hash.to_owned()));
            }
            Some(only) if only.as_deref() != Some(content_hash) => *only = None,
            Some(_) => {}
        }
    }

    /// The id that a text bears in every output: the given one, or `id~` and eight digits of its hash
    /// where the id has several texts. It depends on the set of texts, never on which came first.
    pub fn public(&self, id: &str, content_hash: &str) -> String {
        match self.only.get(id) {
            Some(None) => format!("{id}~{}", content_hash.get(..8).unwrap_or(content_hash)),
            _ => id.to_owned(),
        }
    }
}

/// Puts another article id in every place of a coding that names the article.
///
/// Report ids stay: they come from the text as well as from the id, so versions never share one.
pub(crate) fn rename(coded: &mut Coded, id: &str) {
    if coded.article == id {
        return;
    }
    let evidence = coded
        .reports
        .iter_mut()
        .flat_map(|report| {
            report.article = id.to_owned();
            &mut report.evidence
        })
        .chain(coded.utterances.iter_mut().flat_map(|utterance| &mut utterance.evidence));
    for piece in evidence {
        piece.article = id.to_owned();
    }
    coded.article = id.to_owned();
}
