//! Mentions of actors: sentences and whom their words mean.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

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
        author: None,
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
        title: None,
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
    let read =
        read("Anna Berg met Peter Holt in Oslo. She thanked him for the help. Soldiers stood by. They were silent.");
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
    let read =
        read("Fiji closed its ports. The island nation feared the disease, and the country's ministers met at night.");
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
    assert!(
        read.0
            .mentions
            .iter()
            .all(|mention| mention.actor.code.as_deref() != Some("CHN") || mention.kind == MentionKind::Adjectival)
    );
    assert!(read.0.mentions.iter().all(|mention| read.0.article.text.slice(mention.span) != "Washington"));
}

#[test]
fn mentions_come_in_order_and_antecedents_come_before() {
    let read = read(
        "President Vladimir Putin met Angela Merkel. He praised her. The chancellor smiled, and Putin left with his aides.",
    );
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
    for text in
        ["", " ", "\n\n\n", "“", "\"\"\"\"", "🙂 🙂", "the the the of of of", "U.S.-", "President", "'s 's", ", , ,"]
    {
        read(text);
    }
    read(&"Minister ".repeat(300));
    read(&format!("“{}”", "we want peace and ".repeat(1200)));
}

#[test]
fn a_surname_means_the_nearest_person_named_in_full_before() {
    let read = read(
        "Peter Nolan, a trade union leader, spoke first. Nolan was cheered. Later Maria Nolan spoke. Nolan was booed.",
    );
    assert_eq!(read.name("Nolan"), "Maria Nolan");
    let first = read.0.mentions.iter().find(|mention| read.0.article.text.slice(mention.span) == "Nolan").unwrap();
    assert_eq!(first.actor.name, "Peter Nolan");
}

#[test]
fn a_title_with_a_surname_means_the_holder_of_the_office() {
    let read = read_on("2011-05-02", "President Obama addressed the nation.");
    assert_eq!(read.name("President Obama"), "Barack Obama");
    assert_eq!(read.sector("President Obama"), Some(Sector::Gov));
}

#[test]
fn an_administration_is_the_government_of_its_head() {
    let read = read_on("2011-05-02", "The Obama administration froze the money.");
    assert_eq!(read.code("The Obama administration"), "USA");
    assert_eq!(read.sector("The Obama administration"), Some(Sector::Gov));
}

#[test]
fn two_countries_before_one_noun_give_two_mentions() {
    let read = read("Norwegian and Swedish diplomats left Minsk.");
    let codes: Vec<_> = read
        .0
        .mentions
        .iter()
        .filter(|mention| mention.kind == MentionKind::Nominal)
        .filter_map(|mention| mention.actor.code.as_deref())
        .collect();
    assert_eq!(codes, ["NOR", "SWE"]);
}

#[test]
fn nouns_joined_by_and_are_mentions_of_their_own() {
    let read = read("Protesters and police clashed in Lima.");
    assert_eq!(read.sector("Protesters"), Some(Sector::Cvl));
    assert_eq!(read.sector("police"), Some(Sector::Cop));
    assert_eq!(read.code("police"), "PER");
}

#[test]
fn a_person_of_a_body_has_its_code() {
    let read = read("Ingrid Dahl of UNICEF visited the camps.");
    assert_eq!(read.code("Ingrid Dahl"), "UNO");
}

#[test]
fn a_state_attorney_general_belongs_to_the_federation() {
    let read = read("Oregon Attorney General Ruth Abrams sued the firm.");
    assert_eq!(read.name("Oregon Attorney General Ruth Abrams"), "Ruth Abrams");
    assert_eq!(read.code("Oregon Attorney General Ruth Abrams"), "USA");
}

#[test]
fn a_word_before_a_generic_noun_gives_the_sector() {
    let read = read("A police spokesman in Accra denied it. Rebel leaders refused. An opposition lawmaker walked out.");
    assert_eq!(read.sector("A police spokesman"), Some(Sector::Cop));
    assert_eq!(read.sector("Rebel leaders"), Some(Sector::Reb));
    assert_eq!(read.sector("An opposition lawmaker"), Some(Sector::Opp));
}

#[test]
fn initials_stand_for_the_body_named_before() {
    let read = read("The Baltic Grain Exporters Association met in Riga. BGEA officials complained.");
    assert_eq!(read.name("BGEA"), "Baltic Grain Exporters Association");
}

#[test]
fn a_place_with_its_state_behind_is_not_the_famous_one() {
    let read = read("Firefighters in Lebanon, Pa., put out the blaze.");
    assert_eq!(read.code("Lebanon"), "USA");
}

#[test]
fn a_pronoun_in_a_quote_is_not_its_speaker() {
    let read = read("Anna Berg met Laura Stein. Berg said: \"She must resign.\"");
    assert_eq!(read.name("She"), "Laura Stein");
}

#[test]
fn an_empty_it_is_no_mention() {
    let read = read("Norway complained. It is clear that the talks failed.");
    assert!(read.0.mentions.iter().all(|mention| read.0.article.text.slice(mention.span) != "It"));
}

/// The data of the project with one file laid over.
struct Laid(&'static str, &'static str);

impl terms::Resources for Laid {
    fn bytes(&self, path: &str) -> Option<std::borrow::Cow<'_, [u8]>> {
        if path == self.0 {
            return Some(self.1.as_bytes().into());
        }
        std::fs::read(format!("{DATA}/{path}")).ok().map(Into::into)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        if self.0.starts_with(folder) { vec![self.0.to_owned()] } else { Vec::new() }
    }
}

#[test]
fn a_bad_row_is_named_with_file_line_and_remedy() {
    for (row, problem) in [
        ("Atlantis\tATL\tGOV\t\t\t\t\tplanet\t\t\tlegend", "`planet`"),
        ("Atlantis\tATL\tGVO\t\t\t\t\tcountry\t\t\tlegend", "`GVO`"),
        ("Atlantis\tATL\tGOV\t\tsoon\t\t\tcountry\t\t\tlegend", "`soon`"),
        ("\tATL\tGOV\t\t\t\t\tcountry\t\t\tlegend", "name"),
    ] {
        let text: &'static str = Box::leak(format!("# made up\n{row}\n").into_boxed_str());
        let error = Actors::load(&Laid("actors/made-up.tsv", text)).err().expect("the row is wrong");
        assert_eq!((error.file.as_str(), error.line), ("actors/made-up.tsv", Some(2)), "{error}");
        assert!(error.problem.contains(problem) && !error.remedy.is_empty(), "{error}");
    }
}

#[test]
fn an_embassy_is_not_the_countrys_where_it_stands() {
    let norway = read("Norway recalled its envoy from Minsk. The country's embassy in Minsk was closed.");
    assert_eq!(norway.code("The country's embassy"), "NOR");
    let nobody = read("The embassy in Minsk was closed.");
    assert_ne!(nobody.code("The embassy"), "BLR");
}
