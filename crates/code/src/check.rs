//! The proof of the data: every entry's `example` is coded by it, its `not` is not.

use terms::{Annotate, Article, Failure, Place};

use crate::coder::Coder;
use crate::dates::Dates;
use crate::scene::Scene;

fn sentence(text: &str) -> Article {
    Article {
        id: "example".to_owned(),
        text: text.into(),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: None,
        preamble: 0,
        language: Some("en".to_owned()),
        content_hash: String::new(),
        source: Place::default(),
    }
}

impl Coder {
    /// Runs the `example` and `not` of every lexicon entry and governor; empty where all hold.
    ///
    /// An example must give its entry's type and modes; a `not` must not be coded by the entry itself.
    pub fn check(&self, annotate: &dyn Annotate) -> Vec<Failure> {
        let mut failures = Vec::new();
        for (index, entry) in self.lexicon.entries.iter().enumerate().filter(|(_, entry)| !entry.file.is_empty()) {
            let mut fail =
                |problem: String| failures.push(Failure { file: entry.file.clone(), entry: entry.id.clone(), problem });
            let coded = self.coded_by(annotate, &entry.example);
            // Another entry of the same code may be more particular in this sentence.
            let same_code = |by: usize| {
                self.lexicon.entries[by].event == entry.event && self.lexicon.entries[by].mode == entry.mode
            };
            if !coded.iter().any(|(by, _)| *by == index || same_code(*by)) {
                let others: Vec<&str> = coded.iter().map(|(by, _)| self.lexicon.entries[*by].id.as_str()).collect();
                fail(format!("its example is not coded by it: {:?} (coded by: {others:?})", entry.example));
            }
            if self.coded_by(annotate, &entry.not).iter().any(|(by, _)| *by == index) {
                fail(format!("its `not` is coded by it: {:?}", entry.not));
            }
        }
        for (index, governor) in self.governors.entries.iter().enumerate() {
            let mut fail = |problem: String| {
                failures.push(Failure { file: "lexicon/governors".to_owned(), entry: governor.id.clone(), problem })
            };
            let coded = self.coded_by(annotate, &governor.example);
            let nothing = governor.gives == crate::governors::Gives::Nothing;
            if !nothing && !coded.iter().any(|(_, chain)| chain.contains(&index)) {
                fail(format!("no deed hangs on it in its example: {:?}", governor.example));
            }
            if nothing && !coded.is_empty() {
                fail(format!("its example is coded: {:?}", governor.example));
            }
            if self.coded_by(annotate, &governor.not).iter().any(|(_, chain)| chain.contains(&index)) {
                fail(format!("a deed hangs on it in its `not`: {:?}", governor.not));
            }
        }
        failures
    }

    /// Entry and governors of every report of a sentence.
    fn coded_by(&self, annotate: &dyn Annotate, text: &str) -> Vec<(usize, Vec<usize>)> {
        let annotated = annotate.annotate(&sentence(text));
        let scene = Scene::new(&annotated);
        let dates = Dates::new(&scene);
        self.reports(&scene, &dates, None)
            .into_iter()
            .map(|draft| (draft.entry, draft.reading.chain.iter().map(|step| step.governor).collect()))
            .collect()
    }
}
