//! Sentences that the parser leaves without a main verb.

use std::sync::LazyLock;

use annotate::Annotator;
use terms::{Annotate, Annotated, Article, Folder, Relation};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| {
    Annotator::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).expect("the data are right")
});

/// The root of the first sentence with its subject and its object.
fn clause(text: &str) -> (String, Option<String>, Option<String>) {
    let annotated: Annotated = ANNOTATOR.annotate(&Article::of_text(text));
    let tokens = &annotated.tokens;
    let root = (0..tokens.len()).find(|&index| tokens[index].head == index).expect("a sentence has a root");
    let child = |relation| annotated.tree.children(root).find(|&child| tokens[child].relation == relation);
    let words = |token: Option<usize>| token.map(|token| tokens[token].text.to_string());
    (tokens[root].text.to_string(), words(child(Relation::Nsubj)), words(child(Relation::Dobj)))
}

#[test]
fn a_simple_past_that_was_taken_for_a_participle_is_the_main_verb() {
    for (text, verb, subject, object) in [
        ("UNICEF vaccinated children in Yemen.", "vaccinated", "UNICEF", Some("children")),
        ("Riot police in Tbilisi used water cannon against protesters.", "used", "police", Some("cannon")),
        ("British commandos trained with Norwegian troops.", "trained", "commandos", None),
        ("Two gunmen on a motorcycle shot and killed a candidate in Karachi.", "killed", "gunmen", Some("candidate")),
        ("Thousands of Argentines protested in Buenos Aires against spending cuts.", "protested", "Thousands", None),
        ("On Friday police in Lima arrested a minister.", "arrested", "police", Some("minister")),
    ] {
        let wanted = (verb.to_owned(), Some(subject.to_owned()), object.map(str::to_owned));
        assert_eq!(clause(text), wanted, "{text}");
    }
}

#[test]
fn a_noun_with_a_true_participle_stays_one() {
    for (text, noun) in
        [("Soldiers killed in Mali last night.", "Soldiers"), ("A treaty signed by both ministers in Oslo.", "treaty")]
    {
        assert_eq!(clause(text).0, noun, "{text}");
    }
}
