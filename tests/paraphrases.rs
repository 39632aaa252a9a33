//! The encoder of clauses on `data/training/same-event/held-back.tsv`, which no training and no choice has seen.

use std::collections::BTreeSet;

use annotate::relations::Relations;
use collate::paraphrase::Paraphrases;
use collate::specifics::{Specifics, Telling};
use demarche::data;
use terms::Relate;

/// Words of four letters or more that are no names: where two clauses share one, rules decide and the encoder is not asked.
fn plain_words(clause: &str) -> BTreeSet<String> {
    clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_lowercase) && word.chars().count() > 3)
        .map(|word| word.chars().take(6).collect())
        .collect()
}

#[test]
fn most_pairs_that_are_taken_for_one_deed_are_one() {
    let relations = Relations::load(&data::embedded()).unwrap().unwrap();
    let alike = Paraphrases::load(&data::embedded()).unwrap().alike().unwrap();
    let telling = Telling::load(&data::embedded()).unwrap();
    let specifics = |clause: &str| Specifics::of_words(clause, BTreeSet::new(), &telling);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/training/same-event/held-back.tsv");
    let (mut taken, mut right, mut all) = (0, 0, 0);
    for line in std::fs::read_to_string(file).unwrap().lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [label, _, first, second] = columns[..] else { panic!("four columns: {line}") };
        let [one, other] = [first, second].map(|clause| relations.meaning(clause).unwrap());
        all += usize::from(label == "same");
        let asked =
            plain_words(first).is_disjoint(&plain_words(second)) && !specifics(first).contradict(&specifics(second));
        if asked && one.likeness(&other) >= alike {
            taken += 1;
            right += usize::from(label == "same");
        }
    }
    println!("{right} of {taken} taken are one deed, of {all} that there are");
    assert!(right > 0 && right * 4 >= taken * 3, "{right} of {taken} taken are one deed");
}
