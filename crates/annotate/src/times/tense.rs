//! Whether the verb over a time expression speaks of what was or of what is to come.

use terms::{Annotated, PartOfSpeech, Relation, Tag, Token};

/// Which way a verb looks from the day of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Steps up the tree before the search is given up.
const REACH: usize = 12;

/// Verbs and participles whose time is ahead of them, whatever their own tense: "was scheduled for Friday".
const AHEAD: &[&str] = &[
    "schedule",
    "expect",
    "plan",
    "due",
    "set",
    "slate",
    "intend",
    "hope",
    "promise",
    "vow",
    "pledge",
    "prepare",
    "agree",
    "invite",
    "postpone",
    "delay",
    "arrange",
    "propose",
    "want",
    "wish",
    "await",
    "anticipate",
    "forecast",
    "urge",
    "order",
    "ask",
    "aim",
    "decide",
    "threaten",
    "book",
    "move",
];

/// Verbs of telling, which in the present tense tell what was.
const TELLING: &[&str] = &["say", "tell", "report", "show", "write", "claim", "add", "note", "quote"];

/// The tense that governs a time expression, by its first token and by its syntactic head.
pub(super) fn governing(annotated: &Annotated, first: usize, head: usize) -> Tense {
    let tokens = &annotated.tokens;
    // "the ministry said Friday": a finite verb of telling just before is the verb, whatever the parse makes of it.
    let before = tokens[..first]
        .iter()
        .rev()
        .take(3)
        .find(|token| !token.is_space() && !matches!(&*token.text, "on" | "late" | "early" | "earlier" | "in"));
    if before.is_some_and(|token| token.tag == Tag::VBD && !AHEAD.contains(&&*token.lemma)) {
        return Tense::Past;
    }
    if tokens[..first].iter().rev().take(3).any(|token| token.text.eq_ignore_ascii_case("since")) {
        return Tense::Past;
    }
    if points_ahead(tokens, first) {
        return if over_head(annotated, head) == Some(true) { Tense::Past } else { Tense::Future };
    }
    // "Friday's ruling", "the October 23 attack": what is named by its date has mostly been.
    if matches!(tokens[head].relation, Relation::Poss | Relation::Compound | Relation::Nmod)
        && tokens[tokens[head].head].is_noun()
    {
        return Tense::Unknown;
    }
    let mut at = head;
    for _ in 0..REACH {
        let head = tokens[at].head;
        if head == at {
            return Tense::Unknown;
        }
        at = head;
        if matches!(&*tokens[at].lemma, "due" | "scheduled" | "upcoming") && !tokens[at].is_verb() {
            return Tense::Future;
        }
        if tokens[at].is_verb()
            && let Some(tense) = of_verb(annotated, at)
        {
            return tense;
        }
    }
    Tense::Unknown
}

/// Whether a time hangs on a verb itself, bare or by "on", "in", "at", "during".
pub(super) fn is_direct(annotated: &Annotated, head: usize) -> bool {
    let tokens = &annotated.tokens;
    let above = tokens[head].head;
    let on = matches!(tokens[above].text.to_ascii_lowercase().as_str(), "on" | "in" | "at" | "during");
    tokens[above].is_verb() || (on && tokens[tokens[above].head].is_verb())
}

/// Words right before a date that put it ahead of what is told: "until Monday", "as early as Monday", "effective May 1".
fn points_ahead(tokens: &[Token], first: usize) -> bool {
    // "until 9 a.m. Tuesday": the clock stands between.
    let clock = |token: &&Token| {
        token.tag == Tag::CD
            || matches!(&*token.text, "a.m." | "p.m." | "am" | "pm" | "noon" | "midnight" | "EST" | "EDT" | "GMT")
    };
    let mut before = tokens[..first].iter().rev().skip_while(clock).map(|token| &*token.text);
    match before.next() {
        Some("until" | "till" | "by" | "effective" | "payable" | "through") => true,
        Some("as") => matches!(before.next(), Some("early" | "soon" | "late")),
        _ => false,
    }
}

/// Whether the verb above tells what was so until then ("had not answered by Monday", "was envoy until May"); `None` where there is no verb.
fn over_head(annotated: &Annotated, head: usize) -> Option<bool> {
    let tokens = &annotated.tokens;
    let mut at = head;
    for _ in 0..REACH {
        let above = tokens[at].head;
        if tokens[above].is_verb() {
            let was = &*tokens[above].lemma == "be" && tokens[above].tag == Tag::VBD;
            return Some(
                was || annotated.tree.children(above).any(|child| {
                    tokens[child].relation == Relation::Aux && tokens[child].text.eq_ignore_ascii_case("had")
                }),
            );
        }
        if above == at {
            return None;
        }
        at = above;
    }
    None
}

/// The tense of a verb form; `None` where the verb above it decides.
fn of_verb(annotated: &Annotated, verb: usize) -> Option<Tense> {
    let tokens = &annotated.tokens;
    let token = &tokens[verb];
    let aux = |test: &dyn Fn(&Token) -> bool| {
        annotated
            .tree
            .children(verb)
            .any(|child| matches!(tokens[child].relation, Relation::Aux | Relation::Auxpass) && test(&tokens[child]))
    };
    let perfect =
        aux(&|child| &*child.lemma == "have" && child.tag != Tag::VBG) && matches!(token.tag, Tag::VBN | Tag::VBD);
    if aux(&|child| child.tag == Tag::MD || matches!(&*child.text, "will" | "'ll" | "would")) {
        let was = perfect || aux(&|child| &*child.text == "could");
        return Some(if was { Tense::Past } else { Tense::Future });
    }
    let ahead = AHEAD.contains(&&*token.lemma);
    if aux(&|child| child.tag == Tag::TO) {
        if perfect {
            return Some(Tense::Past);
        }
        let above = &tokens[token.head];
        return if token.relation == Relation::Relcl
            || token.relation == Relation::Acl
            || AHEAD.contains(&&*above.lemma)
            || &*above.lemma == "be"
        {
            Some(Tense::Future)
        } else {
            None
        };
    }
    match token.tag {
        Tag::VBN | Tag::VBZ | Tag::VBP if ahead => Some(Tense::Future),
        Tag::VBD
            if matches!(&*token.lemma, "schedule" | "expect" | "plan" | "hope" | "intend" | "postpone" | "delay") =>
        {
            Some(Tense::Future)
        }
        // "if the government fell on Friday"
        Tag::VBD
            if annotated.tree.children(verb).any(|child| {
                tokens[child].relation == Relation::Mark && tokens[child].text.eq_ignore_ascii_case("if")
            }) =>
        {
            Some(Tense::Future)
        }
        Tag::VBD => Some(Tense::Past),
        // "the case is heard in May"
        Tag::VBN if !perfect && aux(&|child| matches!(child.tag, Tag::VBZ | Tag::VBP) && &*child.lemma == "be") => {
            Some(Tense::Future)
        }
        Tag::VBN => Some(Tense::Past),
        Tag::VBZ | Tag::VBP if TELLING.contains(&&*token.lemma) => Some(Tense::Past),
        Tag::VBZ | Tag::VBP => Some(if token.part == PartOfSpeech::Verb && &*token.lemma != "have" {
            Tense::Future
        } else {
            Tense::Unknown
        }),
        Tag::VBG if aux(&|child| child.tag == Tag::VBD || &*child.lemma == "have") => Some(Tense::Past),
        Tag::VBG if aux(&|child| matches!(child.tag, Tag::VBZ | Tag::VBP)) => Some(Tense::Future),
        _ => None,
    }
}
