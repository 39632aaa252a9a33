//! Mentions of actors: sentences and whom their words mean.

use annotate::actors::Actors;
use annotate::foundation::Foundation;
use terms::{
    Annotated, Article, Folder, Mention, MentionKind, Place, Published, PublishedSource, Sector, Sentence, Text, Tree,
};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");

/// The finder and the parser, loaded once for all tests of this file.
struct Reader {
    foundation: Foundation,
    actors: Actors,
}

fn reader() -> &'static Reader {
    static READER: std::sync::OnceLock<Reader> = std::sync::OnceLock::new();
    READER.get_or_init(|| {
        let data = Folder(DATA.into());
        Reader { foundation: Foundation::load(&data).unwrap(), actors: Actors::load(&data).unwrap() }
    })
}

/// An article with its mentions.
struct Read(Annotated);

fn read_on(day: &str, text: &str) -> Read {
    let reader = reader();
    let parsed = reader.foundation.parse(text);
    let published = day.parse().ok().map(|day| Published { value: String::new(), day, source: PublishedSource::Given });
    let article = Article {
        id: "test".into(),
        text: Text::new(text),
        title: None,
        url: None,
        outlet: None,
        published,
        preamble: 0,
        language: None,
        content_hash: String::new(),
        source: Place::default(),
    };
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in 1..=parsed.tokens.len() {
        if end == parsed.tokens.len() || parsed.sentence_starts[end] {
            let span = parsed.tokens[start].span.cover(parsed.tokens[end - 1].span);
            sentences.push(Sentence { span, tokens: start..end, dropped: false, paragraph: 0 });
            start = end;
        }
    }
    let mut sentence_of = vec![0; parsed.tokens.len()];
    for (index, sentence) in sentences.iter().enumerate() {
        sentence_of[sentence.tokens.clone()].fill(index);
    }
    let mut annotated = Annotated {
        article,
        dropped: Vec::new(),
        sentences,
        tree: Tree::new(&parsed.tokens),
        tokens: parsed.tokens,
        sentence_of,
        entities: parsed.entities,
        mentions: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        attributions: Vec::new(),
    };
    annotated.mentions = reader.actors.find(&annotated);
    Read(annotated)
}

fn read(text: &str) -> Read {
    read_on("", text)
}

impl Read {
    /// The last mention with these words.
    fn mention(&self, words: &str) -> &Mention {
        let all: Vec<&str> = self.0.mentions.iter().map(|mention| self.0.article.text.slice(mention.span)).collect();
        self.0
            .mentions
            .iter()
            .rfind(|mention| self.0.article.text.slice(mention.span) == words)
            .unwrap_or_else(|| panic!("no mention `{words}` among {all:?}"))
    }

    fn name(&self, words: &str) -> &str {
        &self.mention(words).actor.name
    }

    fn code(&self, words: &str) -> &str {
        self.mention(words).actor.code.as_deref().unwrap_or("-")
    }

    fn sector(&self, words: &str) -> Option<Sector> {
        self.mention(words).actor.sector
    }
}

#[test]
fn an_adjective_of_nationality_is_a_mention_and_gives_its_country_to_the_noun() {
    let read = read("Seven Norwegian diplomats left Minsk on Friday.");
    assert_eq!(read.code("Seven Norwegian diplomats"), "NOR");
    assert_eq!(read.sector("Seven Norwegian diplomats"), Some(Sector::Gov));
    assert_eq!(read.mention("Norwegian").kind, MentionKind::Adjectival);
    assert_eq!(read.code("Norwegian"), "NOR");
}

#[test]
fn a_person_with_title_is_named_without_it() {
    let read = read_on("2017-03-02", "Norwegian Trade Minister Kari Solberg flew to Hanoi. Solberg praised the deal.");
    assert_eq!(read.name("Norwegian Trade Minister Kari Solberg"), "Kari Solberg");
    assert_eq!(read.code("Norwegian Trade Minister Kari Solberg"), "NOR");
    assert_eq!(read.sector("Norwegian Trade Minister Kari Solberg"), Some(Sector::Gov));
    assert_eq!(read.name("Solberg"), "Kari Solberg");
    assert_eq!(read.code("Solberg"), "NOR");
}

#[test]
fn an_apposition_tells_who_a_person_is() {
    let read = read("Tomas Lindqvist, the deputy defence minister of Sweden, opened the talks.");
    assert_eq!(read.code("Tomas Lindqvist"), "SWE");
    assert_eq!(read.sector("Tomas Lindqvist"), Some(Sector::Gov));
    assert_eq!(read.name("the deputy defence minister of Sweden"), "Tomas Lindqvist");
}

#[test]
fn an_office_is_resolved_by_date() {
    let read = read_on("2010-06-01", "The US president spoke in Ohio.");
    assert_eq!(read.name("The US president"), "Barack Obama");
    let read = read_on("2018-06-01", "The US president spoke in Ohio.");
    assert_eq!(read.name("The US president"), "Donald Trump");
}

#[test]
fn a_former_holder_is_not_the_government() {
    let read = read_on("2018-06-01", "The former US president spoke in Ohio.");
    assert_eq!(read.sector("The former US president"), Some(Sector::Eli));
    assert_ne!(read.name("The former US president"), "Donald Trump");
}

#[test]
fn pronouns_follow_gender_and_number() {
    let read = read("Anna Berg met Peter Holt in Oslo. She thanked him for the help. Soldiers stood by. They were silent.");
    assert_eq!(read.name("She"), "Anna Berg");
    assert_eq!(read.name("him"), "Peter Holt");
    assert_eq!(read.name("They"), read.name("Soldiers"));
}

#[test]
fn a_country_modifies_only_what_it_stands_before() {
    let read = read("Iran-backed fighters attacked the convoy. Pro-Russian rebels shelled the town.");
    assert_ne!(read.code("Iran-backed fighters"), "IRN");
    assert_ne!(read.code("Pro-Russian rebels"), "RUS");
}

#[test]
fn a_capital_stands_for_its_government_only_where_it_acts() {
    let read = read("Moscow rejected the demand. The envoys met in Moscow.");
    let acting: Vec<_> = read.0.mentions.iter().filter(|mention| mention.actor.name == "Russia").collect();
    assert_eq!(acting.len(), 1);
    assert_eq!(acting[0].actor.sector, Some(Sector::Gov));
    assert_eq!(read.name("Moscow"), "Moscow");
    assert_eq!(read.sector("Moscow"), None);
}

#[test]
fn short_forms_mean_what_was_last_spoken_of() {
    let read = read("Fiji closed its ports. The island nation feared the disease, and the country's ministers met at night.");
    assert_eq!(read.code("The island nation"), "FJI");
    assert_eq!(read.code("the country's ministers"), "FJI");
    assert_eq!(read.code("its"), "FJI");
}

#[test]
fn domestic_nouns_belong_to_the_country_the_article_is_about() {
    let read = read("Thousands marched in Tunisia on Friday. Police fired tear gas. Parliament debated the law.");
    assert_eq!(read.code("Police"), "TUN");
    assert_eq!(read.sector("Police"), Some(Sector::Cop));
    assert_eq!(read.code("Parliament"), "TUN");
}

#[test]
fn a_name_within_a_longer_name_is_no_mention_of_its_own() {
    let read = read("The Washington Post published the cables. Ships crossed the South China Sea.");
    assert!(read.0.mentions.iter().all(|mention| mention.actor.code.as_deref() != Some("CHN") || mention.kind == MentionKind::Adjectival));
    assert!(read.0.mentions.iter().all(|mention| read.0.article.text.slice(mention.span) != "Washington"));
}

#[test]
fn mentions_come_in_order_and_antecedents_come_before() {
    let read = read("President Vladimir Putin met Angela Merkel. He praised her. The chancellor smiled, and Putin left with his aides.");
    for (index, mention) in read.0.mentions.iter().enumerate() {
        assert!(index == 0 || read.0.mentions[index - 1].span.start <= mention.span.start);
        assert!(mention.tokens.contains(&mention.head));
        if let Some(antecedent) = mention.antecedent {
            assert!(read.0.mentions[antecedent].head != mention.head);
        }
    }
}

#[test]
fn no_text_is_too_odd_to_read() {
    for text in ["", " ", "\n\n\n", "“", "\"\"\"\"", "🙂 🙂", "the the the of of of", "U.S.-", "President", "'s 's", ", , ,"] {
        read(text);
    }
    read(&"Minister ".repeat(300));
    read(&format!("“{}”", "we want peace and ".repeat(1200)));
}
