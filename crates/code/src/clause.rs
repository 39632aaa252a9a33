//! The grammar of a clause: subjects, objects, phrases, and what a word hangs on.

use terms::{Annotated, PartOfSpeech, Relation, Tag, Token};

/// Longest way that is followed up a tree or along conjuncts: no sentence needs more, and a broken parse must not loop.
pub const FARTHEST: usize = 24;

/// Reads grammar off an annotated article.
#[derive(Clone, Copy)]
pub struct Clause<'a> {
    /// The article.
    pub annotated: &'a Annotated,
}

/// Words that only count what an of-phrase names.
const COUNTING: &[&str] = &[
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "millions",
    "some",
    "several",
    "many",
    "most",
    "all",
    "both",
    "half",
    "none",
];

impl<'a> Clause<'a> {
    /// The token itself.
    pub fn token(self, index: usize) -> &'a Token {
        &self.annotated.tokens[index]
    }

    /// The lemma in lower case.
    pub fn lemma(self, index: usize) -> String {
        self.token(index).lemma.to_lowercase()
    }

    /// Children in one of the relations, in text order.
    pub fn children(self, index: usize, relations: &'a [Relation]) -> impl Iterator<Item = usize> + 'a {
        self.annotated
            .tree
            .children(index)
            .filter(move |&child| relations.contains(&self.annotated.tokens[child].relation))
    }

    /// The first child in one of the relations.
    pub fn child(self, index: usize, relations: &'a [Relation]) -> Option<usize> {
        self.children(index, relations).next()
    }

    /// A token and the further members of the coordination that it starts.
    pub fn conjuncts(self, index: usize) -> Vec<usize> {
        let mut all = vec![index];
        if let Some(surname) = self.surname(index) {
            all.extend(self.children(surname, &[Relation::Conj]));
        }
        let mut at = 0;
        while at < all.len() && all.len() < FARTHEST {
            all.extend(self.children(all[at], &[Relation::Conj]));
            at += 1;
        }
        all
    }

    /// The first member of the coordination that a token belongs to.
    pub fn first_conjunct(self, index: usize) -> usize {
        let mut at = index;
        for _ in 0..FARTHEST {
            let token = self.token(at);
            if token.relation != Relation::Conj || token.head == at {
                break;
            }
            at = token.head;
        }
        at
    }

    /// Whether the verb is in the passive.
    pub fn is_passive(self, verb: usize) -> bool {
        self.child(verb, &[Relation::Auxpass, Relation::Nsubjpass, Relation::Agent]).is_some()
            || (self.token(verb).tag == Tag::VBN
                && matches!(self.token(verb).relation, Relation::Acl | Relation::Amod)
                && self.child(verb, &[Relation::Dobj, Relation::Nsubj]).is_none()
                && !self.is_main_verb(verb))
    }

    /// "Militants threatened on Monday to kill …": the finite verb of a sentence that the parser took for a participle
    /// on its subject. Told by a past form, or by an infinitive behind a verb that takes one only in the active.
    fn is_main_verb(self, verb: usize) -> bool {
        const WILLING: &[&str] = &["threaten", "vow", "pledge", "promise", "refuse", "decline", "agree", "fail", "try"];
        let token = self.token(verb);
        if token.relation != Relation::Acl || self.token(token.head).relation != Relation::Root {
            return false;
        }
        token.tag == Tag::VBD
            || token.tag == Tag::VBN
                && WILLING.contains(&self.lemma(verb).as_str())
                && self
                    .children(verb, &[Relation::Advcl, Relation::Xcomp])
                    .any(|child| self.token(child).tag == Tag::VB)
    }

    /// Objects of a preposition on a token; `by` finds the agent too.
    pub fn preposition(self, index: usize, preposition: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let (first, second) = preposition.split_once(' ').unwrap_or((preposition, ""));
        for prep in self.children(index, &[Relation::Prep, Relation::Agent, Relation::Dative]) {
            if !self.token(prep).text.eq_ignore_ascii_case(first) || self.token(prep).part == PartOfSpeech::Noun {
                continue;
            }
            let mut holders = vec![prep];
            if !second.is_empty() {
                holders = self
                    .children(prep, &[Relation::Prep])
                    .filter(|&inner| self.token(inner).text.eq_ignore_ascii_case(second))
                    .collect();
            }
            for holder in holders {
                found.extend(self.children(holder, &[Relation::Pobj]));
                // "by protesting lawmakers": the parser takes the participle for the head.
                if first == "by" {
                    for participle in self.children(holder, &[Relation::Pcomp]) {
                        found.extend(self.children(participle, &[Relation::Dobj]));
                    }
                }
                for more in self.children(holder, &[Relation::Conj]) {
                    if self.token(more).text.eq_ignore_ascii_case(first) {
                        found.extend(self.children(more, &[Relation::Pobj]));
                    }
                }
            }
        }
        // "talks on border security between Chad and Niger": the parser hangs the sides on what is talked about.
        if found.is_empty() && preposition == "between" && self.token(index).is_noun() {
            let topics =
                self.children(index, &[Relation::Prep]).flat_map(|prep| self.children(prep, &[Relation::Pobj]));
            return topics.flat_map(|topic| self.preposition(topic, preposition)).collect();
        }
        found.into_iter().map(|object| self.counted(object)).collect()
    }

    /// "two of its citizens", "dozens of activists": what is counted, where a token only counts; else the token itself.
    pub fn counted(self, index: usize) -> usize {
        let token = self.token(index);
        if token.tag != Tag::CD && !COUNTING.contains(&&*token.text.to_lowercase()) {
            return index;
        }
        let of = |child: &usize| self.token(*child).text.eq_ignore_ascii_case("of");
        let inner = self.children(index, &[Relation::Prep]).find(of);
        inner.and_then(|of| self.child(of, &[Relation::Pobj])).unwrap_or(index)
    }

    /// The noun that a relative pronoun stands for, or the name that the parser hid below another word; else the token
    /// itself.
    pub fn antecedent(self, index: usize) -> usize {
        let token = self.token(index);
        let argument =
            matches!(token.relation, Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Pobj);
        // "that" is a relative pronoun even where it is tagged as a conjunction.
        let pronoun = matches!(token.tag, Tag::WDT | Tag::WP)
            || argument && token.tag == Tag::IN && token.text.eq_ignore_ascii_case("that");
        if !pronoun {
            return if argument { self.hidden_name(index).unwrap_or(index) } else { index };
        }
        let mut at = index;
        for _ in 0..FARTHEST {
            let token = self.token(at);
            if token.relation == Relation::Relcl {
                return token.head;
            }
            if token.head == at {
                break;
            }
            at = token.head;
        }
        index
    }

    /// "Barack Obama and Vladimir Putin", where the parser takes a first name for a preposition: the surname below it.
    fn surname(self, index: usize) -> Option<usize> {
        let token = self.token(index);
        let name = token.tag == Tag::IN
            && token.text.starts_with(char::is_uppercase)
            && matches!(
                token.relation,
                Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Pobj | Relation::Conj
            );
        self.child(index, &[Relation::Pobj]).filter(|_| name)
    }

    /// "met President Assad Tuesday": the name stands below the weekday.
    fn hidden_name(self, index: usize) -> Option<usize> {
        const DAYS: &[&str] =
            &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"];
        if !DAYS.contains(&self.lemma(index).as_str()) {
            return None;
        }
        self.children(index, &[Relation::Compound, Relation::Nmod])
            .filter(|&child| self.token(child).part == PartOfSpeech::Propn)
            .last()
    }

    /// The grammatical subject that a verb's own clause names, shared with a verb that it is coordinated with.
    pub fn own_subject(self, verb: usize) -> Option<usize> {
        const SUBJECTS: &[Relation] = &[Relation::Nsubj, Relation::Nsubjpass, Relation::Csubj];
        let mut at = verb;
        for _ in 0..FARTHEST {
            if let Some(subject) = self.child(at, SUBJECTS) {
                // "what organisers put at 40,000 people marched": the people are the subject.
                let counted = (self.token(subject).relation == Relation::Csubj)
                    .then(|| self.preposition(subject, "at").into_iter().next())
                    .flatten();
                return Some(counted.unwrap_or_else(|| self.antecedent(subject)));
            }
            // "he can and may declare": the parser hangs the subject on the first of two modals.
            if let Some(subject) = self.children(at, &[Relation::Aux]).find_map(|aux| self.child(aux, SUBJECTS)) {
                return Some(self.antecedent(subject));
            }
            if let Some(subject) = self.stolen_subject(at).or_else(|| self.leading_name(at)) {
                return Some(subject);
            }
            if self.is_main_verb(at) {
                return Some(self.token(at).head);
            }
            let token = self.token(at);
            if let Some(people) = self.counted_people(at) {
                return Some(people);
            }
            match token.relation {
                Relation::Conj if self.token(token.head).is_verb() => at = token.head,
                _ => return None,
            }
        }
        None
    }

    /// "what organisers put at 40,000 people marched", where the parser coordinates the two verbs.
    fn counted_people(self, verb: usize) -> Option<usize> {
        let token = self.token(verb);
        if token.relation != Relation::Conj || token.head > verb || self.child(verb, &[Relation::Cc]).is_some() {
            return None;
        }
        let first = token.head;
        let asks = self.annotated.tree.children(first).any(|child| {
            self.token(child).tag == Tag::WP
                || self.annotated.tree.children(child).any(|inner| matches!(self.token(inner).tag, Tag::WP | Tag::WDT))
        });
        asks.then(|| self.preposition(first, "at").into_iter().next()).flatten()
    }

    /// "had defeated A and B would move": a noun right before the verb group that the parser took for a member of the
    /// phrase before it.
    fn stolen_subject(self, verb: usize) -> Option<usize> {
        let first = self.children(verb, &[Relation::Aux, Relation::Auxpass]).next().filter(|&aux| aux < verb)?;
        let before = first.checked_sub(1)?;
        let token = self.token(before);
        (token.relation == Relation::Conj
            && token.is_noun()
            && self.token(verb).relation == Relation::Conj
            && self.token(first).tag != Tag::TO)
            .then_some(before)
    }

    /// "Nauru is considering": a name at the head of its sentence that the parser took for an adverb.
    fn leading_name(self, verb: usize) -> Option<usize> {
        let sentence = &self.annotated.sentences[self.annotated.sentence_of[verb]].tokens;
        self.children(verb, &[Relation::Advmod, Relation::Npadvmod, Relation::Dep]).find(|&child| {
            let at = self.token(child).span.start;
            let mentions = &self.annotated.mentions;
            child < verb
                && child <= sentence.start + 2
                && self.token(child).part == PartOfSpeech::Propn
                && mentions[mentions.partition_point(|mention| mention.span.start < at)..]
                    .iter()
                    .take_while(|mention| mention.span.start == at)
                    .any(|mention| mention.head == child && mention.actor.code.is_some())
        })
    }

    /// Direct object of a verb, or the subject of a passive one.
    pub fn object(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            let token = self.token(verb);
            if matches!(token.relation, Relation::Acl | Relation::Amod) && token.tag == Tag::VBN {
                return Some(token.head);
            }
            // "left after being expelled": the subject of the main clause is the one expelled.
            let shared = || {
                let above = self.token(token.head).head;
                let verb = (token.relation == Relation::Pcomp).then(|| self.verb_above(above)).flatten()?;
                self.own_subject(verb)
            };
            if let Some(subject) =
                self.child(verb, &[Relation::Nsubjpass]).or_else(|| self.own_subject(verb)).or_else(shared)
            {
                return Some(self.antecedent(subject));
            }
        }
        if let Some((_, given)) = self.given(verb) {
            return Some(given);
        }
        if let Some(object) = self.child(verb, &[Relation::Dobj]) {
            return Some(self.counted(self.antecedent(object)));
        }
        // "found three Iranians guilty", "let the engineers go", "allowed inspectors to enter": the object is the subject of the
        // small clause.
        let small = self.children(verb, &[Relation::Ccomp]).find(|&inner| {
            let helper = self.child(inner, &[Relation::Mark, Relation::Aux]);
            helper.is_none_or(|helper| self.token(helper).tag == Tag::TO)
                && (self.token(inner).part == PartOfSpeech::Adj || matches!(self.token(inner).tag, Tag::VB | Tag::VBG))
        });
        if let Some(subject) = small.and_then(|inner| self.child(inner, &[Relation::Nsubj])) {
            return Some(self.antecedent(subject));
        }
        // "handed in their weapons": the particle taken for a preposition.
        let carried =
            self.children(verb, &[Relation::Prt]).find_map(|particle| self.child(particle, &[Relation::Pobj]));
        if carried.is_some() {
            return carried;
        }
        self.sharing(verb).and_then(|next| self.child(next, &[Relation::Dobj]))
    }

    /// "sent Sudan 40 doctors": who is given and what, where the parser takes both for direct objects.
    pub fn given(self, verb: usize) -> Option<(usize, usize)> {
        let mut objects = self.children(verb, &[Relation::Dobj]);
        let (to, what) = (objects.next()?, objects.next()?);
        // "recognised the state, a move condemned by …": what stands behind a comma is no second object.
        let parted = (to + 1..what).any(|between| self.token(between).text.as_ref() == ",");
        (objects.next().is_none() && self.token(to).tag != Tag::WDT && !parted).then_some((to, what))
    }

    /// The verb right after a conjunction that holds the object of both: "expel and bar US diplomats".
    pub fn sharing(self, verb: usize) -> Option<usize> {
        if self.child(verb, &[Relation::Dobj, Relation::Ccomp, Relation::Xcomp]).is_some()
            || self.children(verb, &[Relation::Prep]).any(|prep| prep > verb)
        {
            return None;
        }
        self.children(verb, &[Relation::Conj]).find(|&next| {
            self.token(next).is_verb()
                && self.token(next).tag == self.token(verb).tag
                && next <= verb + 3
                && self.child(next, &[Relation::Nsubj, Relation::Nsubjpass]).is_none()
        })
    }

    /// Whether a verb heads a clause behind "that", which the parser may take for a relative pronoun ("a demand that he resign").
    pub fn is_that_clause(self, verb: usize) -> bool {
        self.child(verb, &[Relation::Mark]).is_some()
            || self.children(verb, &[Relation::Dobj, Relation::Nsubj, Relation::Pobj]).any(|child| {
                let word = self.token(child);
                child < verb && word.tag == Tag::IN && word.text.eq_ignore_ascii_case("that")
            })
    }

    /// The verb of the clause that a token stands in: the token itself or the nearest verb above it.
    pub fn verb_above(self, index: usize) -> Option<usize> {
        let mut at = index;
        for _ in 0..FARTHEST {
            if self.token(at).is_verb()
                && !matches!(self.token(at).relation, Relation::Aux | Relation::Auxpass | Relation::Amod)
            {
                return Some(at);
            }
            let head = self.token(at).head;
            if head == at {
                return None;
            }
            at = head;
        }
        None
    }

    /// Whether a token is `ancestor` or hangs below it.
    pub fn is_below(self, index: usize, ancestor: usize) -> bool {
        let mut at = index;
        for _ in 0..FARTHEST {
            if at == ancestor {
                return true;
            }
            let head = self.token(at).head;
            if head == at {
                return false;
            }
            at = head;
        }
        false
    }

    /// The infinitive that says what a verb asks, tells or lets somebody do: "told the envoy to leave", "called on the West to act".
    pub fn infinitive(self, verb: usize) -> Option<usize> {
        let below =
            |token: usize| self.children(token, &[Relation::Xcomp, Relation::Ccomp, Relation::Advcl, Relation::Acl]);
        let objects = self.children(verb, &[Relation::Dobj, Relation::Dative]);
        let phrases =
            self.children(verb, &[Relation::Prep]).flat_map(|phrase| self.children(phrase, &[Relation::Pobj]));
        std::iter::once(verb).chain(objects).chain(phrases).flat_map(below).find(|&child| {
            child > verb && self.children(child, &[Relation::Aux]).any(|aux| self.token(aux).tag == Tag::TO)
        })
    }

    /// Whether a negation stands on the word itself ("not", "n't", "never", "no longer", "no").
    pub fn is_negated(self, index: usize) -> bool {
        let negates = |at: usize| {
            matches!(
                self.token(at).lemma.to_lowercase().as_str(),
                "not" | "n't" | "never" | "no" | "neither" | "nor" | "n’t" | "hardly"
            )
        };
        self.annotated.tree.children(index).any(|child| {
            let token = self.token(child);
            match token.relation {
                Relation::Neg => true,
                Relation::Det | Relation::Preconj => negates(child),
                // "no longer happen"
                Relation::Advmod => negates(child) || self.annotated.tree.children(child).any(negates),
                Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj => {
                    // "no diplomats were expelled", "nobody was expelled", "expelled nobody"
                    matches!(token.lemma.to_lowercase().as_str(), "nobody" | "none" | "nothing" | "neither")
                        || self.annotated.tree.children(child).any(|inner| {
                            self.token(inner).relation == Relation::Det && negates(inner) && self.token(index).is_verb()
                        })
                }
                _ => false,
            }
        })
    }
}
