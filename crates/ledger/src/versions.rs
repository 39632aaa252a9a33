use std::collections::BTreeMap;

use terms::Coded;

/// Which given ids stand for several texts, and so need the text's hash to tell them apart.
#[derive(Debug, Default)]
pub(crate) struct Versions(BTreeMap<String, usize>);

impl Versions {
    /// Counts the texts under each id.
    pub(crate) fn count<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = BTreeMap::new();
        for id in ids {
            *counts.entry(id.to_owned()).or_default() += 1;
        }
        Self(counts)
    }

    /// The id that a text bears in every output: the given one, or `id~` and eight digits of its hash
    /// where the id has several texts. It depends on the set of texts, never on which came first.
    pub(crate) fn public(&self, id: &str, content_hash: &str) -> String {
        match self.0.get(id) {
            Some(2..) => format!("{id}~{}", content_hash.get(..8).unwrap_or(content_hash)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_with_one_text_stays_and_one_with_two_bears_the_hash() {
        let versions = Versions::count(["a", "b", "b"]);
        assert_eq!(versions.public("a", "0123456789abcdef"), "a");
        assert_eq!(versions.public("b", "0123456789abcdef"), "b~01234567");
    }
}
