//! Every entry of the actor files proves itself: its `example` gives the mention, its `not` does not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use annotate::actors::Actors;
use annotate::actors::roles::Effect;
use annotate::foundation::Foundation;
use terms::{Annotated, Article, Folder, Mention, Place, Published, PublishedSource, Resources, Sentence, Text, Tree};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");

struct Reader {
    foundation: Foundation,
    actors: Actors,
}

impl Reader {
    fn load() -> Self {
        let data = Folder(DATA.into());
        Self { foundation: Foundation::load(&data).unwrap(), actors: Actors::load(&data).unwrap() }
    }

    fn read(&self, text: &str, day: &str) -> Annotated {
        let parsed = self.foundation.parse(text);
        let published =
            day.parse().ok().map(|day| Published { value: String::new(), day, source: PublishedSource::Given });
        let article = Article {
            id: "entry".into(),
            text: Text::new(text),
            title: None,
            url: None,
            author: None,
            outlet: None,
            published,
            preamble: 0,
            language: None,
            content_hash: String::new(),
            source: Place::default(),
        };
        let tokens = 0..parsed.tokens.len();
        let span = parsed
            .tokens
            .first()
            .map_or_else(Default::default, |first| first.span.cover(parsed.tokens[tokens.end - 1].span));
        let mut annotated = Annotated {
            article,
            dropped: Vec::new(),
            sentences: vec![Sentence { span, tokens, dropped: false, paragraph: 0 }],
            tree: Tree::new(&parsed.tokens),
            sentence_of: vec![0; parsed.tokens.len()],
            tokens: parsed.tokens,
            entities: parsed.entities,
            mentions: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
            attributions: Vec::new(),
            title: None,
        };
        annotated.mentions = self.actors.find(&annotated);
        annotated
    }
}

fn words<'a>(read: &'a Annotated, mention: &Mention) -> &'a str {
    read.article.text.slice(mention.span)
}

/// Whether a word is a noun or its plural, as far as the first letters tell.
fn is_form(word: &str, noun: &str) -> bool {
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let stem = last
        .strip_suffix("man")
        .or_else(|| last.strip_suffix('y'))
        .or_else(|| last.strip_suffix("person"))
        .unwrap_or(last);
    word.to_lowercase().starts_with(stem)
}

#[test]
fn every_role_meets_its_example_and_leaves_its_counterexample_alone() {
    let reader = Reader::load();
    let mut wrong = Vec::new();
    for role in reader.actors.roles().entries() {
        let named = |text: &str| {
            let read = reader.read(text, "");
            let forms = || role.nouns.iter().chain(&role.plurals);
            read.mentions.iter().any(|mention| {
                let head = words(&read, mention);
                forms().any(|noun| head.split([' ', '-']).any(|word| is_form(word, noun)))
                    && (role.generic || role.sector.is_none() || mention.actor.sector == role.sector)
            })
        };
        if !named(&role.example) {
            wrong.push(format!("{}: no mention in its example: {}", role.nouns[0], role.example));
        }
        if named(&role.not) {
            wrong.push(format!("{}: a mention in its counterexample: {}", role.nouns[0], role.not));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_modifier_meets_its_example_and_leaves_its_counterexample_alone() {
    let reader = Reader::load();
    let mut wrong = Vec::new();
    for modifier in reader.actors.roles().modifiers() {
        let acts = |text: &str| {
            let read = reader.read(text, "");
            read.mentions.iter().any(|mention| {
                let phrase = words(&read, mention).to_lowercase();
                let modified = modifier.words.iter().any(|word| {
                    phrase.split([' ', '-']).any(|other| other == word.trim_end_matches('-')) && phrase.contains(' ')
                });
                modified && (modifier.effect == Effect::Below || mention.actor.sector == modifier.sector)
            })
        };
        if !acts(&modifier.example) {
            wrong.push(format!("{}: does not act in its example: {}", modifier.words[0], modifier.example));
        }
        if acts(&modifier.not) {
            wrong.push(format!("{}: acts in its counterexample: {}", modifier.words[0], modifier.not));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A day on which the row holds: within its term, so that offices and surnames resolve.
fn day_within(from: &str, to: &str) -> String {
    let full = |date: &str| match date.len() {
        4 => format!("{date}-12-31"),
        7 => format!("{date}-28"),
        _ => date.to_owned(),
    };
    if to.is_empty() { full(from) } else { full(to).replace("-12-31", "-01-01") }
}

/// Some counterexamples turn on the sense of a common word ("Sputnik circled the earth"), which one sentence does not
/// tell; hence nine of ten.
#[test]
fn nine_of_ten_actors_meet_their_example_and_leave_their_counterexample_alone() {
    let reader = Reader::load();
    let data = Folder(DATA.into());
    let mut wrong = Vec::new();
    let mut tried = 0;
    for file in data.list("actors").into_iter().filter(|file| file.ends_with(".tsv")) {
        for (number, line) in data.text(&file).unwrap().lines().enumerate() {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if line.starts_with('#') || line.starts_with("name\t") || cells.len() < 10 {
                continue;
            }
            let (name, code, kind, day) = (cells[0], cells[1], cells[7], day_within(cells[4], cells[5]));
            let spellings = || std::iter::once(name).chain(cells[6].split('|').map(str::trim));
            let means = |text: &str, day: &str, open: bool| {
                let read = reader.read(text, day);
                read.mentions.iter().any(|mention| {
                    let written =
                        spellings().any(|spelling| !spelling.is_empty() && words(&read, mention).contains(spelling));
                    let actor = &mention.actor;
                    let same = actor.name == name || matches!(kind, "demonym" | "capital" | "city" | "region");
                    let place = ["in", "near"].iter().any(|word| cells[8].contains(&format!("{word} {name}")));
                    let governs = !matches!(kind, "capital" | "seat") || actor.sector.is_some() || place;
                    let meant = same
                        && actor.code.as_deref().unwrap_or("") == code
                        && (open || mention.alternatives.is_empty());
                    let may_be = open && mention.alternatives.iter().any(|other| other.name == name);
                    (written || actor.name == name) && governs && (meant || may_be)
                })
            };
            tried += usize::from(!cells[8].is_empty()) + usize::from(!cells[9].is_empty());
            if !cells[8].is_empty() && !means(cells[8], &day, true) {
                wrong.push(format!("{file}:{}: {name}: no mention in its example: {}", number + 1, cells[8]));
            }
            if !cells[9].is_empty() && means(cells[9], "", false) {
                wrong.push(format!("{file}:{}: {name}: a mention in its counterexample: {}", number + 1, cells[9]));
            }
        }
    }
    assert!(wrong.len() * 10 <= tried, "{} of {tried} wrong\n{}", wrong.len(), wrong.join("\n"));
}
