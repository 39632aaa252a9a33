//! Main verbs that the parser took for participles.
//!
//! "Riot police in Tbilisi used water cannon", "British commandos trained with Norwegian troops": where the simple past looks
//! like a participle, the parser may make the whole sentence one noun. A sentence that ends as sentences do needs a verb; where
//! it has none, the participle that can only be one is given its subject and its object.

use terms::{Parsed, PartOfSpeech, Relation, Sentence, Tag, Token, Tree};

/// Verbs that are mostly used without an object, so that "students protested in Lima" hardly means students who were protested.
const WITHOUT_OBJECT: &[&str] = &[
    "advance",
    "agree",
    "appeal",
    "apologise",
    "apologize",
    "arrive",
    "campaign",
    "clash",
    "demonstrate",
    "deploy",
    "die",
    "fight",
    "flee",
    "fly",
    "gather",
    "march",
    "meet",
    "parade",
    "protest",
    "rally",
    "resign",
    "retreat",
    "return",
    "riot",
    "scuffle",
    "strike",
    "struggle",
    "talk",
    "train",
    "travel",
    "vote",
    "walk",
    "withdraw",
];

/// Sentences of fewer tokens are headings and exclamations.
const SHORTEST: usize = 5;

/// How a participle is read anew.
#[derive(Debug, PartialEq, Eq)]
struct Reread {
    verb: usize,
    subject: usize,
    /// What was taken for the noun that the participle describes.
    object: Option<usize>,
}

/// Mends the sentences that have no verb: heads, relations and the verb's tag. Gives the tree of the tokens as they then are.
///
/// # Example
/// "UNICEF vaccinated children in Yemen.", which the parser reads as "vaccinated UNICEF children", gets "vaccinated" for its root,
/// "UNICEF" for its subject and "children" for its object.
pub fn mend(parsed: &mut Parsed, sentences: &[Sentence]) -> Tree {
    let mut found: Vec<(usize, Reread)> = Vec::new();
    let mut days = Vec::new();
    let tree = Tree::new(&parsed.tokens);
    for sentence in sentences.iter().filter(|sentence| !sentence.dropped && sentence.tokens.len() >= SHORTEST) {
        let tokens = &parsed.tokens;
        let end = &tokens[sentence.tokens.end - 1];
        if !matches!(&*end.text, "." | "\"" | "”") {
            continue;
        }
        let Some(root) =
            sentence.tokens.clone().find(|&index| tokens[index].head == index && !tokens[index].is_space())
        else {
            continue;
        };
        if let Some((preposition, day, subject)) = day_before_subject(tokens, &tree, root) {
            days.push((root, preposition, day, subject));
        }
        // "…, officials said": the sentence is what is said.
        let said = || tree.children(root).find(|&child| tokens[child].relation == Relation::Ccomp && child < root);
        let top = if tokens[root].is_verb() { said() } else { Some(root) };
        if let Some(top) = top.filter(|&top| is_nominal(&tokens[top]))
            && let Some(reread) = reread(tokens, &tree, top)
        {
            found.push((top, reread));
        }
    }
    if days.is_empty() && found.is_empty() {
        return tree;
    }
    for (verb, preposition, day, subject) in days {
        let tokens = &mut parsed.tokens;
        tokens[day].head = preposition;
        tokens[day].relation = Relation::Pobj;
        tokens[subject].head = verb;
        tokens[subject].relation = Relation::Nsubj;
    }
    for (top, reread) in found {
        apply(&mut parsed.tokens, &tree, top, &reread);
    }
    Tree::new(&parsed.tokens)
}

/// "On Friday police in Lima arrested …": a day that is taken for a part of the subject, and both for a phrase of time; gives the
/// preposition, the day and the subject of a verb that has none.
fn day_before_subject(tokens: &[Token], tree: &Tree, verb: usize) -> Option<(usize, usize, usize)> {
    const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const PARTS: &[&str] = &["morning", "afternoon", "evening", "night", "noon", "midnight", "lunchtime", "prayer"];
    let subjects = [Relation::Nsubj, Relation::Nsubjpass, Relation::Csubj, Relation::Expl];
    if tokens[verb].tag != Tag::VBD || tree.children(verb).any(|child| subjects.contains(&tokens[child].relation)) {
        return None;
    }
    let preposition = tree.children(verb).find(|&child| child < verb && tokens[child].relation == Relation::Prep)?;
    let subject = tree.children(preposition).find(|&child| tokens[child].relation == Relation::Pobj)?;
    let day = preposition + 1;
    (tokens[day].head == subject
        && day < subject
        && subject < verb
        && DAYS.contains(&&*tokens[day].text)
        && !PARTS.contains(&&*tokens[subject].lemma))
    .then_some((preposition, day, subject))
}

fn is_nominal(token: &Token) -> bool {
    matches!(token.part, PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Num)
}

/// The participle below a noun without a verb that must be its verb.
fn reread(tokens: &[Token], tree: &Tree, top: usize) -> Option<Reread> {
    let is = |token: usize, relations: &[Relation]| relations.contains(&tokens[token].relation);
    let child = |token: usize, relations: &[Relation]| tree.children(token).find(|&child| is(child, relations));
    if child(top, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Attr]).is_some() {
        return None;
    }
    let past = |token: usize| matches!(tokens[token].tag, Tag::VBN | Tag::VBD);
    let agent =
        |verb: usize| tree.children(verb).any(|child| &*tokens[child].text == "by" || is(child, &[Relation::Agent]));
    let helped = |verb: usize| child(verb, &[Relation::Aux, Relation::Auxpass]).is_some();
    // "Two gunmen on a motorcycle … killed a candidate": a finite verb joined to the noun.
    let joined = tree.children(top).find(|&verb| {
        is(verb, &[Relation::Conj])
            && tokens[verb].tag == Tag::VBD
            && verb > top
            && child(verb, &[Relation::Nsubj]).is_none()
    });
    if let Some(verb) = joined {
        return Some(Reread { verb, subject: top, object: None });
    }
    // "Riot police in Tbilisi used water cannon": the object is taken for an apposition.
    let apposed = tree.children(top).filter(|&noun| noun > top && is(noun, &[Relation::Appos])).find_map(|noun| {
        let verb =
            tree.children(noun).find(|&verb| verb < noun && verb > top && is(verb, &[Relation::Amod]) && past(verb))?;
        let bare = &*tokens[verb - 1].text != "," && tree.children(noun).all(|child| child >= verb);
        bare.then_some(Reread { verb, subject: top, object: Some(noun) })
    });
    if apposed.is_some() {
        return apposed;
    }
    // "UNICEF vaccinated children", "the chief condemned attacks": the subject is taken for a part of the object.
    let before =
        tree.children(top).find(|&verb| verb < top && is(verb, &[Relation::Amod]) && past(verb)).and_then(|verb| {
            let own = child(verb, &[Relation::Nsubj]).filter(|&subject| subject < verb);
            let name =
                || tree.children(top).rfind(|&noun| noun < verb && is(noun, &[Relation::Nmod, Relation::Compound]));
            let subject = own.or_else(name).filter(|&subject| is_nominal(&tokens[subject]) && subject + 1 == verb)?;
            Some(Reread { verb, subject, object: Some(top) })
        });
    if before.is_some() {
        return before;
    }
    // "British commandos trained with", "Chinese engineers rebuilt a bridge", "thousands of Argentines protested"
    let mut heads = vec![top];
    for preposition in tree.children(top).filter(|&child| &*tokens[child].text == "of") {
        heads.extend(tree.children(preposition).filter(|&object| is(object, &[Relation::Pobj])));
    }
    heads.into_iter().flat_map(|head| tree.children(head)).find_map(|verb| {
        let after = verb > top && is(verb, &[Relation::Acl]) && past(verb);
        let active = child(verb, &[Relation::Dobj]).is_some() || WITHOUT_OBJECT.contains(&&*tokens[verb].lemma);
        let plain = after && active && !agent(verb) && !helped(verb) && &*tokens[verb - 1].text != ",";
        plain.then_some(Reread { verb, subject: top, object: None })
    })
}

/// Hangs everything on the verb as if it had been read so from the start.
fn apply(tokens: &mut [Token], tree: &Tree, top: usize, reread: &Reread) {
    let Reread { verb, subject, object } = *reread;
    let (head, relation) = (tokens[top].head, tokens[top].relation);
    tokens[verb].tag = Tag::VBD;
    tokens[verb].part = PartOfSpeech::Verb;
    tokens[verb].head = if head == top { verb } else { head };
    tokens[verb].relation = relation;
    if let Some(object) = object {
        tokens[object].head = verb;
        tokens[object].relation = Relation::Dobj;
    }
    tokens[subject].head = verb;
    tokens[subject].relation = Relation::Nsubj;
    let moved: Vec<usize> =
        tree.children(top).filter(|&child| child != verb && child != subject && Some(child) != object).collect();
    for child in moved {
        let of_subject = child < verb;
        if object == Some(top) {
            // What stands before the verb belongs to its subject, what stands behind it to the object.
            if of_subject {
                tokens[child].head = subject;
            } else if tokens[child].relation == Relation::Punct {
                tokens[child].head = verb;
            }
        } else if !of_subject {
            tokens[child].head = verb;
        }
    }
}
