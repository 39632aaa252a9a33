//! Whom a source means.

use std::collections::HashMap;

use terms::{Actor, EntityLabel, Mention, MentionKind, Relation, Tag};

use super::candidate::Candidate;
use super::scene::Scene;
use super::spans;

/// How many steps from a noun to the country that it belongs to, at most.
const DEEPEST: usize = 2;

/// Where the subject of a sentence is looked for, in tokens.
const SUBJECT: usize = 20;

/// Mentions of a name that are looked at for its country.
const MOST_FIRSTS: usize = 3;

/// How far from a speaker the wish not to be named may stand, in tokens.
const REMARK: usize = 30;

/// How far before "named" the word stands that denies it, in tokens.
const WISH: usize = 5;

/// Finds actors for sources.
pub struct Speakers<'a> {
    scene: &'a Scene<'a>,
    /// For each head the longest mention.
    mentions: HashMap<usize, usize>,
    /// For each role ("minister") where the text says who holds it, in order: the role's noun and the name's last word.
    holders: HashMap<String, Vec<(usize, usize)>>,
    /// For each noun that names a body ("ministry") the mentions that it heads, in order.
    bodies: HashMap<String, Vec<usize>>,
    /// For each name without a known country the heads of its first mentions.
    firsts: HashMap<String, Vec<usize>>,
}

impl<'a> Speakers<'a> {
    /// Indexes the mentions of an article by head.
    pub fn new(scene: &'a Scene<'a>) -> Self {
        let all = &scene.annotated.mentions;
        let mut mentions: HashMap<usize, usize> = HashMap::with_capacity(all.len());
        for (index, mention) in all.iter().enumerate() {
            let best = mentions.entry(mention.head).or_insert(index);
            if all[*best].tokens.len() < mention.tokens.len() {
                *best = index;
            }
        }
        let mut bodies: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, mention) in all.iter().enumerate() {
            let lemma = scene.tokens[mention.head].lemma.to_lowercase();
            if scene.cues.lists("body", &lemma) {
                bodies.entry(lemma).or_default().push(index);
            }
        }
        let mut firsts: HashMap<String, Vec<usize>> = HashMap::new();
        for mention in all.iter().filter(|mention| mention.actor.code.is_none() && mention.kind == MentionKind::Named) {
            let heads = firsts.entry(mention.actor.name.clone()).or_default();
            if heads.len() < MOST_FIRSTS {
                heads.push(mention.head);
            }
        }
        Self { scene, mentions, holders: holders(scene), bodies, firsts }
    }

    /// The person whom the text introduced in the role that "the minister" names.
    fn holder(&self, head: usize) -> Option<usize> {
        let scene = self.scene;
        let alone = scene.children(head).all(|child| scene.is(child, "the"))
            && scene.children(head).next().is_some()
            && scene.right[head] == head;
        let known = self.holders.get(&scene.tokens[head].lemma.to_lowercase()).filter(|_| alone)?;
        known.iter().rev().find(|(role, _)| *role < head).map(|(_, person)| *person)
    }

    /// The actor that a candidate's source means, and whether it is a kind of person only.
    pub fn speaker(&self, candidate: &Candidate) -> (Option<Actor>, bool) {
        let Some(head) = candidate.source_head else { return (None, false) };
        let (mut speaker, anonymous) = self.whoever(head, candidate);
        if let (Some(actor), Some(name)) = (&mut speaker, self.outlet(head)) {
            actor.name = name;
        }
        // "its creditors", "the president's critics": whose they are, they stand on the other side.
        if self.scene.cues.lists("counterpart", &self.scene.tokens[head].lemma.to_lowercase())
            && self.scene.child(head, &[Relation::Poss]).is_some()
        {
            return (self.by_words(head, candidate), anonymous);
        }
        // "two officials with knowledge of the talks": nothing tells whose they are.
        if anonymous && self.is_of_nobody(head) {
            return (self.by_words(head, candidate), true);
        }
        if let Some(actor) = speaker.as_mut().filter(|actor| actor.code.is_none()) {
            let head = self.referent(head);
            actor.code = self.country_of(head, 0).or_else(|| self.country_at_first(&actor.name, head));
        }
        (speaker, anonymous)
    }

    /// The name before the noun that tells what sort of outlet it is: the *Interfax* news agency.
    fn outlet(&self, head: usize) -> Option<String> {
        let scene = self.scene;
        if !scene.cues.lists("outlet", &scene.tokens[head].text) {
            return None;
        }
        let proper = |token: usize| scene.tokens[token].tag == Tag::NNP && scene.tokens[token].head == head;
        let last = (scene.left[head]..head).rev().find(|&token| !scene.is(token, "news"))?;
        let place =
            scene.entity(last).is_some_and(|entity| matches!(entity.label, EntityLabel::Gpe | EntityLabel::Loc));
        let first = (scene.left[head]..=last).rev().take_while(|&token| scene.tokens[token].tag == Tag::NNP).last()?;
        (proper(last) && !place).then(|| scene.annotated.words(first..last + 1).into())
    }

    /// Whether a kind of person is told by what they know, and by no country or body.
    fn is_of_nobody(&self, head: usize) -> bool {
        let scene = self.scene;
        let knows = |child: usize| {
            let token = &scene.tokens[child];
            let close = || scene.cues.lists("insight", &token.text.to_lowercase());
            let briefed = || token.is_verb() && scene.cues.lists("insight-verb", &token.lemma);
            child > head && (close() || briefed())
        };
        scene.children(head).any(knows) && self.country_of(head, DEEPEST).is_none() && {
            let named = |token: usize| matches!(scene.tokens[token].tag, Tag::NNP | Tag::NNPS);
            !(scene.left[head]..head).any(named)
        }
    }

    /// The country whose somebody or something is: "*Uruguay's* ombudsman", "a *Swiss* memo", "*her* spokesman", "the
    /// president of *San Marino*", "Anna Lind, who leads *Latvia's* fleet".
    fn country_of(&self, head: usize, depth: usize) -> Option<String> {
        let scene = self.scene;
        let serves = scene.cues.lists("serves", &scene.tokens[head].lemma.to_lowercase());
        let code = |token: usize| {
            let mention = &self.scene.annotated.mentions[*self.mentions.get(&token)?];
            let owner = || {
                let earlier = &self.scene.annotated.mentions[mention.antecedent?];
                self.country_of(earlier.head, depth + 1)
            };
            let near = || (scene.tokens[token].tag == Tag::PRPS).then(|| self.subject_before(head)).flatten();
            mention.actor.code.clone().or_else(|| if depth < DEEPEST { owner().or_else(near) } else { None })
        };
        let before = scene.children(head).filter(|&child| child < head).find_map(|child| {
            let fits = match scene.tokens[child].relation {
                Relation::Poss => scene.tokens[child].tag != Tag::PRPS || serves,
                Relation::Amod | Relation::Compound | Relation::Nmod => true,
                _ => false,
            };
            if fits { code(child) } else { None }
        });
        if before.is_some() || depth >= DEEPEST {
            return before;
        }
        scene.children(head).filter(|&child| child > head).find_map(|child| match scene.tokens[child].relation {
            Relation::Prep if scene.is(child, "of") || serves && scene.is(child, "for") => {
                let object = scene.child(child, &[Relation::Pobj])?;
                let place = |mention: &usize| self.scene.annotated.mentions[*mention].label == EntityLabel::Gpe;
                let own = if serves || self.mentions.get(&object).is_some_and(place) { code(object) } else { None };
                own.or_else(|| self.country_of(object, depth + 1))
            }
            Relation::Appos => self.country_of(child, depth + 1),
            Relation::Relcl
                if matches!(&*scene.tokens[child].lemma, "lead" | "head" | "command" | "run" | "represent") =>
            {
                let object = scene.child(child, &[Relation::Dobj])?;
                code(object).or_else(|| self.country_of(object, depth + 1))
            }
            _ => None,
        })
    }

    /// The country of whom the sentence before speaks: "The president of Peru … *His* spokesman …".
    fn subject_before(&self, head: usize) -> Option<String> {
        let scene = self.scene;
        let before = scene.annotated.sentence_of[head].checked_sub(1)?;
        let sentence = scene.annotated.sentences.get(before)?.tokens.clone();
        let subject = sentence.take(SUBJECT).find(|&token| scene.tokens[token].relation == Relation::Nsubj)?;
        let mention = self.mentions.get(&subject).map(|&index| &scene.annotated.mentions[index]);
        if mention.is_some_and(|mention| mention.label == EntityLabel::Gpe) {
            return None;
        }
        mention.and_then(|mention| mention.actor.code.clone()).or_else(|| self.country_of(subject, 1))
    }

    /// The country of somebody whom the text has named before with it.
    fn country_at_first(&self, name: &str, head: usize) -> Option<String> {
        let known = self.firsts.get(name)?;
        known.iter().filter(|&&earlier| earlier < head).find_map(|&earlier| self.country_of(earlier, 0))
    }

    /// Of "the ministry", the last body of that kind that the text has named more fully.
    fn body(&self, head: usize) -> Option<usize> {
        let scene = self.scene;
        let alone = scene.left[head] + 1 == head && scene.right[head] == head && scene.is(head - 1, "the");
        let fuller = |index: &&usize| {
            let mention = &scene.annotated.mentions[**index];
            mention.head < head && mention.tokens.len() > 2 && mention.actor.code.is_some()
                || mention.head < head
                    && mention.tokens.len() == 2
                    && !scene.is(mention.tokens.start, "the")
                    && mention.actor.code.is_some()
        };
        let known = self.bodies.get(&scene.tokens[head].lemma.to_lowercase()).filter(|_| alone)?;
        known.iter().rev().find(fuller).copied()
    }

    fn whoever(&self, head: usize, candidate: &Candidate) -> (Option<Actor>, bool) {
        let head = self.owner(self.referent(head));
        let mention = self.mentions.get(&head).map(|&index| &self.scene.annotated.mentions[index]);
        let anonymous = self.is_anonymous(head, candidate);
        // A name that the text has to introduce is nobody whom the files know.
        if let Some(person) = self.named_so(head, candidate) {
            let role = mention.filter(|mention| mention.kind == MentionKind::Nominal && mention.antecedent.is_none());
            let actor = Actor {
                name: self.name_words(person),
                code: role.and_then(|role| role.actor.code.clone()),
                sector: role.and_then(|role| role.actor.sector),
                ..Actor::default()
            };
            return (Some(actor), false);
        }
        // "A spokeswoman for the firm, Anna Lind, …": the person has a name, the role tells the rest.
        if let Some(mention) =
            mention.filter(|mention| mention.kind == MentionKind::Nominal && mention.antecedent.is_none())
            && let Some(person) = self.apposed_person(head, candidate)
        {
            let own = self.mentions.get(&person).map(|&index| self.scene.annotated.mentions[index].actor.clone());
            let mut actor = own.unwrap_or_else(|| Actor { name: self.name_words(person), ..Actor::default() });
            actor.code = actor.code.or_else(|| mention.actor.code.clone());
            actor.sector = actor.sector.or(mention.actor.sector);
            return (Some(actor), false);
        }
        if mention.is_none_or(|mention| mention.kind == MentionKind::Nominal && mention.antecedent.is_none())
            && let Some(person) = self.holder(head)
        {
            let known = self.mentions.get(&person).map(|&index| self.scene.annotated.mentions[index].actor.clone());
            let mut actor = known.unwrap_or_else(|| Actor { name: self.name_words(person), ..Actor::default() });
            actor.code = actor.code.or_else(|| mention.and_then(|mention| mention.actor.code.clone()));
            actor.sector = actor.sector.or(mention.and_then(|mention| mention.actor.sector));
            return (Some(actor), false);
        }
        // "The port, a *guard* said on Monday, …": an apposition to a noun outside the source is none.
        if scene_apart(self.scene, head, candidate)
            && mention.is_some_and(|mention| mention.kind == MentionKind::Nominal)
        {
            return (self.by_words(head, candidate), anonymous);
        }
        if let Some(body) = self.body(head) {
            return (Some(self.scene.annotated.mentions[body].actor.clone()), false);
        }
        match mention {
            Some(mention) => {
                if let Some(actor) = self.apposed_to(mention) {
                    return (Some(actor), false);
                }
                let named = mention
                    .antecedent
                    .is_some_and(|earlier| self.scene.annotated.mentions[earlier].kind == MentionKind::Named);
                // "two people": not the people of a country.
                let counted = || {
                    self.scene.cues.lists("anonymous-always", &self.scene.tokens[head].lemma)
                        && self.scene.child(head, &[Relation::Nummod, Relation::Poss]).is_some()
                };
                if anonymous && counted() {
                    return (self.by_words(head, candidate), true);
                }
                (Some(mention.actor.clone()), anonymous && !named)
            }
            None => (self.by_words(head, candidate), anonymous),
        }
    }

    /// The person's name that a pronoun's antecedent stands beside: Anna Lind, *a miner*, … *She* said.
    fn apposed_to(&self, mention: &Mention) -> Option<Actor> {
        let earlier = &self.scene.annotated.mentions[mention.antecedent?];
        let head = self.scene.tokens[earlier.head].head;
        if earlier.kind != MentionKind::Nominal
            || self.scene.tokens[earlier.head].relation != Relation::Appos
            || self
                .mentions
                .get(&head)
                .is_none_or(|&index| self.scene.annotated.mentions[index].kind != MentionKind::Named)
        {
            return None;
        }
        let known = self.mentions.get(&head).map(|&index| self.scene.annotated.mentions[index].actor.clone());
        let mut actor = known.unwrap_or_else(|| Actor { name: self.name_words(head), ..Actor::default() });
        actor.code = actor.code.or_else(|| mention.actor.code.clone());
        actor.sector = actor.sector.or(mention.actor.sector);
        Some(actor)
    }

    /// The last word of the name that a participle gives: a baker *named Anna Lind*.
    fn named_so(&self, head: usize, candidate: &Candidate) -> Option<usize> {
        let scene = self.scene;
        let source = candidate.source.clone()?;
        let proper = |token: usize| matches!(scene.tokens[token].tag, Tag::NNP | Tag::NNPS);
        let naming = (head + 1..source.end).find(|&token| {
            scene.tokens[token].head == head
                && matches!(scene.tokens[token].tag, Tag::VBN | Tag::VBD)
                && matches!(&*scene.tokens[token].lemma, "name" | "call")
        })?;
        (naming + 1..source.end).take_while(|&token| proper(token)).last()
    }

    /// Who speaks through a channel: "the ministry's Twitter account", "the website of the bank".
    fn owner(&self, head: usize) -> usize {
        let scene = self.scene;
        // "a statement from the African Union"
        if scene.cues.lists("medium", &scene.tokens[head].lemma.to_lowercase()) {
            let issuer = scene
                .children(head)
                .filter(|&child| child > head && ["from", "by", "of"].iter().any(|word| scene.is(child, word)))
                .find_map(|by| scene.child(by, &[Relation::Pobj]))
                .or_else(|| scene.child(head, &[Relation::Poss]))
                .or_else(|| {
                    let by = scene.is(head + 1, "from") || scene.is(head + 1, "by");
                    Some(head + 1).filter(|_| by).and_then(|by| scene.child(by, &[Relation::Pobj]))
                });
            return issuer.filter(|issuer| self.mentions.contains_key(issuer)).unwrap_or(head);
        }
        if !scene.cues.lists("channel", &scene.tokens[head].lemma.to_lowercase()) {
            return head;
        }
        let of = scene
            .children(head)
            .filter(|&child| child > head && (scene.is(child, "of") || scene.is(child, "for")))
            .find_map(|of| scene.child(of, &[Relation::Pobj]));
        let holds = |child: usize| {
            scene.tokens[child].is_noun() && !scene.cues.lists("medium", &scene.tokens[child].lemma.to_lowercase())
        };
        scene
            .child(head, &[Relation::Poss])
            .or(of)
            .or_else(|| {
                scene.children(head).find(|&child| {
                    child < head
                        && matches!(scene.tokens[child].relation, Relation::Compound | Relation::Nmod)
                        && holds(child)
                })
            })
            .unwrap_or(head)
    }

    /// The person's name that stands in apposition anywhere in the source.
    fn apposed_person(&self, head: usize, candidate: &Candidate) -> Option<usize> {
        let source = candidate.source.clone()?;
        source.into_iter().find(|&token| {
            token > head
                && self.scene.tokens[token].relation == Relation::Appos
                && self.scene.entity(token).is_some_and(|entity| entity.label == EntityLabel::Person)
        })
    }

    /// The words of the name that ends with a token.
    fn name_words(&self, token: usize) -> String {
        let tokens = &self.scene.tokens;
        let name = self.scene.entity(token).map_or_else(
            || {
                let start = (0..token).rev().take_while(|&at| tokens[at].tag == Tag::NNP).last().unwrap_or(token);
                start..token + 1
            },
            |entity| entity.tokens.clone(),
        );
        self.scene.annotated.words(name).into()
    }

    /// The noun that a relative pronoun stands for, else the token itself.
    fn referent(&self, head: usize) -> usize {
        let token = &self.scene.tokens[head];
        let relative = matches!(token.tag, Tag::WP | Tag::WDT) || token.tag == Tag::IN && self.scene.is(head, "that");
        if !relative {
            return head;
        }
        let mut at = token.head;
        for _ in 0..4 {
            let found = &self.scene.tokens[at];
            if found.relation == Relation::Relcl {
                return found.head;
            }
            if found.head == at {
                break;
            }
            at = found.head;
        }
        head
    }

    /// An actor that is known by its words only: the name in an apposition, else the noun phrase without what only
    /// tells more of it.
    fn by_words(&self, head: usize, candidate: &Candidate) -> Option<Actor> {
        let scene = self.scene;
        let proper = |token: usize| matches!(scene.tokens[token].tag, Tag::NNP | Tag::NNPS);
        let source = candidate.source.clone().unwrap_or(head..head + 1);
        let named = scene.children(head).find(|&child| {
            child > head && scene.tokens[child].relation == Relation::Appos && proper(child) && !proper(head)
        });
        let head = named.unwrap_or(head);
        let mut range = scene.left[head]..head + 1;
        for child in scene.children(head).filter(|&child| child > head && child < source.end) {
            if matches!(
                scene.tokens[child].relation,
                Relation::Prep | Relation::Compound | Relation::Conj | Relation::Cc
            ) && named.is_none()
            {
                range.end = range.end.max((scene.right[child] + 1).min(source.end));
            }
        }
        if source.contains(&head) {
            range.start = range.start.max(source.start);
        }
        range.start = spans::whole_word(scene, range.start, scene.sentence(head).tokens.start);
        let mut range = spans::trim(scene, range);
        while range.len() > 1 && scene.tokens[range.start].tag == Tag::DT {
            range.start += 1;
        }
        while range.len() > 1 && scene.tokens[range.end - 1].tag == Tag::POS {
            range.end -= 1;
        }
        let name = scene.annotated.words(range).trim();
        (!name.is_empty()).then(|| Actor { name: name.into(), ..Actor::default() })
    }

    /// Whether the source names a kind of person: officials, a witness, sources close to the talks.
    fn is_anonymous(&self, head: usize, candidate: &Candidate) -> bool {
        let scene = self.scene;
        let token = &scene.tokens[head];
        let lemma = token.lemma.to_lowercase();
        let one = scene.cues.lists("anonymous-one", &lemma);
        if !one && !scene.cues.lists("anonymous", &lemma) {
            return false;
        }
        let proper = |child: usize| matches!(scene.tokens[child].tag, Tag::NNP | Tag::NNPS);
        let named = scene.children(head).any(|child| {
            scene.tokens[child].relation == Relation::Appos && (proper(child) || scene.children(child).any(proper))
                || child > head && proper(child) && scene.tokens[child].relation == Relation::Npadvmod
        });
        let plural_or_vague = matches!(token.tag, Tag::NNS | Tag::CD | Tag::JJ | Tag::DT) && !one
            || scene.children(head).any(|child| {
                matches!(scene.tokens[child].relation, Relation::Det | Relation::Nummod) && !scene.is(child, "the")
            })
            || candidate.source.as_ref().is_some_and(|source| source.len() == 1) && !one
            || scene.cues.lists("anonymous-always", &token.lemma)
            || wants_no_name(scene, head);
        !named && plural_or_vague && self.apposed_person(head, candidate).is_none()
    }
}

/// Whether the parser has hung a speaker on a noun that stands outside the source.
fn scene_apart(scene: &Scene, head: usize, candidate: &Candidate) -> bool {
    scene.tokens[head].relation == Relation::Appos
        && candidate.source.as_ref().is_some_and(|source| !source.contains(&scene.tokens[head].head))
}

/// Whether the sentence tells that its speaker wants no name: "on condition of anonymity", "asked not to be identified".
fn wants_no_name(scene: &Scene, head: usize) -> bool {
    let sentence = scene.sentence(head).tokens.clone();
    let mut words = sentence.start.max(head.saturating_sub(REMARK))..sentence.end.min(head + REMARK);
    let denied = |token: usize| {
        (sentence.start.max(token.saturating_sub(WISH))..token)
            .any(|before| ["not", "n't", "declined", "refused"].iter().any(|word| scene.is(before, word)))
    };
    words.any(|token| match &*scene.tokens[token].text {
        "anonymity" | "anonymously" | "unnamed" | "unidentified" => true,
        "named" | "identified" | "quoted" => scene.before(token).is_some_and(|be| scene.is(be, "be")) && denied(token),
        "name" | "names" => {
            (token + 1..sentence.end.min(token + 4)).any(|next| {
                ["used", "published", "printed", "disclosed", "revealed", "given"]
                    .iter()
                    .any(|word| scene.is(next, word))
            }) && (denied(token) || denied(token + 3))
        }
        _ => false,
    })
}

/// Where a text says who holds a role: "the minister, Anna Lind", "Minister Anna Lind", "Anna Lind, the minister".
fn holders(scene: &Scene) -> HashMap<String, Vec<(usize, usize)>> {
    let mut holders: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let persons = scene.annotated.entities.iter().filter(|entity| entity.label == EntityLabel::Person);
    for entity in persons.filter(|entity| !entity.tokens.is_empty()) {
        let last = entity.tokens.end - 1;
        let outside = |token: &usize| !entity.tokens.contains(token);
        let apposed = Some(scene.tokens[last].head)
            .filter(|head| scene.tokens[last].relation == Relation::Appos && outside(head));
        let titles = scene.children(last).filter(|&child| {
            outside(&child)
                && match scene.tokens[child].relation {
                    Relation::Compound | Relation::Nmod => child < last,
                    Relation::Appos => true,
                    _ => false,
                }
        });
        for role in apposed.into_iter().chain(titles).filter(|&role| scene.tokens[role].is_noun()) {
            holders.entry(scene.tokens[role].lemma.to_lowercase()).or_default().push((role, last));
        }
    }
    holders
}
