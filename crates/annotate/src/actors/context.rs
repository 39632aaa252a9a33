//! What an article is about: its day, its countries, and which reading of an ambiguous name they favour.

use std::collections::BTreeMap;

use jiff::civil::Date;
use terms::{Annotated, EntityLabel, PartOfSpeech, Relation, Span, Tag, Token};

use super::Actors;
use super::fold;
use super::gazetteer::{Entry, Kind};
use super::names::{NONE, Named};
use super::persons::Persons;
use super::sites::{Signs, Site};

/// Share of all countries' weight above which one country is what the article is about.
const MAIN: f32 = 0.6;
/// The same for a country that only stands in where no country was spoken of nearby.
const LIKELY: f32 = 0.3;
/// Weight of a name in the title.
const TITLE: f32 = 3.0;
/// Weight of a place that only the tables of places know.
const PLACE: f32 = 0.3;
/// Factor for a name that only describes ("London-based", "Qaeda-linked").
const ORIGIN: f32 = 0.2;
/// Factor for names in the first sentences.
const LEAD: f32 = 2.0;

/// Countries of an article.
#[derive(Debug, Default)]
pub(super) struct Context<'a> {
    /// Day of publication.
    pub(super) day: Option<Date>,
    /// For each name the row that it means, or `NONE`.
    pub(super) rows: Vec<u32>,
    /// Names that context did not decide, with all their rows.
    pub(super) undecided: BTreeMap<usize, Vec<u32>>,
    /// Places told apart from better known ones by the region behind ("Athens, Georgia"), with its code.
    pub(super) regions: BTreeMap<usize, Option<&'a str>>,
    /// Places that the actor files do not know and the tables of places do.
    pub(super) sites: BTreeMap<usize, Site<'a>>,
    /// Places between which nothing decided.
    pub(super) open_sites: BTreeMap<usize, Vec<Site<'a>>>,
    weights: BTreeMap<&'a str, f32>,
    total: f32,
    main: Option<&'a str>,
    /// Countries as they are spoken of: token, code.
    spoken: Vec<(usize, &'a str)>,
}

impl<'a> Context<'a> {
    /// Weighs the names of an article.
    pub(super) fn of(actors: &'a Actors, article: &Annotated, names: &[Named], persons: &Persons<'a>) -> Self {
        let day = article.article.published.as_ref().map(|published| published.day);
        let mut context = Self { day, rows: vec![NONE; names.len()], ..Self::default() };
        context.weigh_title(actors, article);
        let mut open = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let person = persons.of_name[index];
            if person != NONE {
                if let Some(row) = Persons::row(actors, &persons.list[person as usize], day) {
                    context.weigh(row, 0.5, name.tokens.start, article);
                }
                continue;
            }
            let Some(hit) = &name.hit else { continue };
            // Where a group has its office or its money from is not what is spoken of.
            let factor = if only_describes(article, &name.tokens) { ORIGIN } else { 1.0 };
            if let Some(region) = region_behind(actors, article, names, index) {
                context.regions.insert(index, region);
                continue;
            }
            let rows = actors.gazetteer.names.values(hit);
            let first = actors.gazetteer.entry(rows[0]);
            if rows.iter().all(|&row| actors.gazetteer.entry(row).code == first.code) {
                context.rows[index] = context.in_force(actors, rows);
                context.weigh(actors.gazetteer.entry(context.rows[index]), factor, name.tokens.start, article);
            } else {
                open.push(index);
            }
        }
        for &index in &open {
            context.choose(actors, article, names, index);
        }
        for &index in &open {
            let row = context.rows[index];
            if row != NONE {
                context.weigh(actors.gazetteer.entry(row), 1.0, names[index].tokens.start, article);
            }
        }
        context.find_sites(actors, article, names, persons);
        context.spoken.sort_unstable();
        context.settle();
        context
    }

    fn weigh_title(&mut self, actors: &'a Actors, article: &Annotated) {
        let Some(title) = &article.article.title else { return };
        let tokens: Vec<Token> = title.split_whitespace().map(bare_token).collect();
        for hit in actors.gazetteer.names.find(&tokens) {
            if let Some(row) = actors.gazetteer.names.values(&hit).first().map(|&row| actors.gazetteer.entry(row))
                && let Some(code) = &row.code
            {
                *self.weights.entry(code).or_default() += TITLE * weight_of(row.kind);
            }
        }
    }

    fn weigh(&mut self, row: &'a Entry, factor: f32, token: usize, article: &Annotated) {
        let Some(code) = row.code.as_deref() else { return };
        let lead = if article.sentence_of[token] < 2 { LEAD } else { 1.0 };
        *self.weights.entry(code).or_default() += factor * weight_of(row.kind) * lead;
        // A news agency's home country is not spoken of with the agency.
        let tells_only = factor == ORIGIN || matches!(row.kind, Kind::Media | Kind::Company);
        if is_country(code) && !tells_only {
            self.spoken.push((token, code));
        }
    }

    fn settle(&mut self) {
        let countries = || self.weights.iter().filter(|(code, _)| is_country(code));
        self.total = countries().map(|(_, weight)| weight).sum();
        let best = countries().max_by(|a, b| a.1.total_cmp(b.1));
        self.main = best.filter(|(_, weight)| **weight >= LIKELY * self.total).map(|(&code, _)| code);
    }

    /// Of several rows the one that holds on the article's day.
    fn in_force(&self, actors: &Actors, rows: &[u32]) -> u32 {
        let distance = |row: u32| {
            let entry = actors.gazetteer.entry(row);
            self.day.map_or(i32::from(!entry.is_open()), |day| entry.distance(day))
        };
        rows.iter().copied().min_by_key(|&row| distance(row)).unwrap_or(NONE)
    }

    /// Finds the places that the files of actors do not know, by what was spoken of.
    fn find_sites(&mut self, actors: &'a Actors, article: &Annotated, names: &[Named], persons: &Persons<'a>) {
        for (index, name) in names.iter().enumerate() {
            let place = matches!(name.label, EntityLabel::Gpe | EntityLabel::Loc);
            if !place || name.hit.is_some() || name.inner || persons.of_name[index] != NONE {
                continue;
            }
            let behind = behind(&article.tokens, names, index);
            let signs = Around {
                context: self,
                region: behind.map(|next| article.words(next.tokens.clone())),
                neighbours: neighbours(actors, names, index, &article.tokens),
                beside: self.codes_in_sentence(actors, article, names, index),
            };
            match actors.sites.meant(article.words(name.tokens.clone()), &signs) {
                Ok(site) => drop(self.sites.insert(index, site)),
                Err(open) if open.len() > 1 => drop(self.open_sites.insert(index, open)),
                Err(_) => {}
            }
        }
        let found: Vec<(usize, &'a str)> = self.sites.iter().map(|(&index, site)| (index, site.code)).collect();
        for (index, code) in found {
            let token = names[index].tokens.start;
            let lead = if article.sentence_of[token] < 2 { LEAD } else { 1.0 };
            *self.weights.entry(code).or_default() += PLACE * lead;
            self.spoken.push((token, code));
        }
    }

    /// Picks a reading by the other countries of the article and by the words around.
    fn choose(&mut self, actors: &'a Actors, article: &Annotated, names: &[Named], index: usize) {
        let Some(hit) = &names[index].hit else { return };
        let rows = actors.gazetteer.names.values(hit);
        let neighbours = neighbours(actors, names, index, &article.tokens);
        let beside = self.codes_in_sentence(actors, article, names, index);
        let before = names[index].tokens.start.checked_sub(2).map(|at| &*article.tokens[at].text);
        let acts = matches!(article.tokens[names[index].head].relation, Relation::Nsubj | Relation::Poss);
        let province = matches!(before, Some("state" | "province" | "region"));
        let score = |row: u32| {
            let entry = actors.gazetteer.entry(row);
            let code = entry.code.as_deref().unwrap_or_default();
            let spoken = self.weights.get(code).copied().unwrap_or_default().min(6.0);
            let near = if beside.contains(&code) { 2.0 } else { 0.0 };
            let named_so = if province && entry.kind == Kind::Region { 4.0 } else { 0.0 };
            let beside = near + named_so + if neighbours.contains(&Some(code)) { 8.0 } else { 0.0 };
            let prior = match entry.kind {
                Kind::Country | Kind::Demonym => 2.5,
                Kind::Capital => 2.0,
                // "Brussels is considering": a seat acts, a town is where something is done.
                Kind::Seat if acts => 2.5,
                Kind::Person => 0.0,
                Kind::Region | Kind::City => 0.5,
                _ => 1.0,
            };
            spoken + beside + prior
        };
        let mut ranked: Vec<(f32, u32)> = rows.iter().map(|&row| (score(row), row)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        self.rows[index] = ranked[0].1;
        let code = |row: u32| &actors.gazetteer.entry(row).code;
        if let Some(&(second, _)) = ranked.iter().find(|&&(_, row)| code(row) != code(ranked[0].1))
            && ranked[0].0 < second * 1.5
        {
            self.undecided.insert(index, ranked.into_iter().map(|(_, row)| row).collect());
        }
    }

    /// Codes of the names in the same sentence whose reading is settled.
    fn codes_in_sentence(
        &self,
        actors: &'a Actors,
        article: &Annotated,
        names: &[Named],
        index: usize,
    ) -> Vec<&'a str> {
        let sentence = article.sentence_of[names[index].tokens.start];
        let same = |name: &usize| article.sentence_of[names[*name].tokens.start] == sentence;
        let before = (0..index).rev().take(12).take_while(same);
        let after = (index + 1..names.len()).take(12).take_while(same);
        before
            .chain(after)
            .filter(|&name| self.rows[name] != NONE)
            .filter_map(|name| actors.gazetteer.entry(self.rows[name]).code.as_deref())
            .collect()
    }

    /// The country that the article is about; `None` where no country stands out.
    pub(super) fn main(&self) -> Option<&'a str> {
        self.main
    }

    /// The country that a police, a court, a government without a name belongs to at this token.
    pub(super) fn country_at(&self, article: &Annotated, token: usize) -> Option<&'a str> {
        // "The president apologised to Rwanda for France's failure": he is not of the country that he deals with.
        let across = opposite(article, token);
        let is_across = |at: usize| across.iter().any(|phrase| phrase.contains(&at));
        let here = self.spoken_within(&article.sentences[article.sentence_of[token]].tokens);
        let own = |code: &str| {
            let mut told = here.iter().filter(|(_, other)| *other == code).peekable();
            told.peek().is_none() || !told.all(|&(at, _)| is_across(at))
        };
        let main = self.main;
        if !across.is_empty()
            && main.is_some_and(|main| !own(main))
            && let Some((_, code)) = here.iter().find(|(at, _)| !is_across(*at))
        {
            return Some(code);
        }
        if let Some(code) = main
            && self.weights.get(code).is_some_and(|weight| *weight >= MAIN * self.total)
        {
            return main;
        }
        let sentence = article.sentence_of[token];
        match self.spoken_before(token) {
            Some((at, code)) if article.sentence_of[at] + 1 >= sentence => Some(code),
            _ => main,
        }
    }

    /// The countries spoken of within a run of tokens.
    fn spoken_within(&self, tokens: &std::ops::Range<usize>) -> &[(usize, &'a str)] {
        let before = |end: usize| self.spoken.partition_point(|&(at, _)| at < end);
        &self.spoken[before(tokens.start)..before(tokens.end)]
    }

    /// Whether a country is spoken of at all.
    pub(super) fn speaks_of(&self, code: &str) -> bool {
        self.weights.contains_key(code)
    }

    /// The country last spoken of before a token.
    pub(super) fn spoken_before(&self, token: usize) -> Option<(usize, &'a str)> {
        self.spoken[..self.spoken.partition_point(|&(at, _)| at < token)].last().copied()
    }
}

/// The phrases that a subject deals with: the objects of its verb, and whom it speaks to or acts against or with.
fn opposite(article: &Annotated, token: usize) -> Vec<std::ops::Range<usize>> {
    let tokens = &article.tokens;
    let mut subject = token;
    for _ in 0..4 {
        match tokens[subject].relation {
            Relation::Compound | Relation::Nmod | Relation::Amod => subject = tokens[subject].head,
            _ => break,
        }
    }
    if tokens[subject].relation != Relation::Nsubj {
        return Vec::new();
    }
    let verb = tokens[subject].head;
    article
        .tree
        .children(verb)
        .filter(|&child| child > verb)
        .filter_map(|child| match tokens[child].relation {
            Relation::Dobj | Relation::Dative => Some(child),
            Relation::Prep if matches!(&*tokens[child].text, "to" | "against" | "with") => {
                article.tree.children(child).find(|&object| tokens[object].relation == Relation::Pobj)
            }
            _ => None,
        })
        .map(|object| object.min(article.tree.children(object).next().unwrap_or(object))..object + 1)
        .collect()
}

/// Whether a name is only the first half of a word that describes: "UK-based", "Qaeda-linked", "Russian-made".
fn only_describes(article: &Annotated, name: &std::ops::Range<usize>) -> bool {
    const DESCRIBING: &[&str] = &[
        "based",
        "linked",
        "born",
        "trained",
        "made",
        "built",
        "style",
        "educated",
        "registered",
        "flagged",
        "inspired",
    ];
    let word = |at: usize| article.tokens.get(at).map(|token| &*token.text);
    match word(name.end) {
        Some("-") => word(name.end + 1).is_some_and(|word| DESCRIBING.contains(&word)),
        _ => false,
    }
}

/// Whether a code is a country's, not that of a kind of organisation.
pub(super) fn is_country(code: &str) -> bool {
    !matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")
}

/// Whether a code is that of bodies founded by states.
pub(super) fn is_league(code: &str) -> bool {
    matches!(code, "IGO" | "UNO" | "EUR")
}

fn weight_of(kind: Kind) -> f32 {
    match kind {
        Kind::Country | Kind::Demonym => 1.0,
        Kind::Capital => 0.7,
        Kind::Media | Kind::Company => 0.1,
        _ => 0.5,
    }
}

/// Codes of names that stand right beside a name, parted by no more than a comma ("Athens, Georgia").
fn neighbours<'a>(actors: &'a Actors, names: &[Named], index: usize, tokens: &[Token]) -> Vec<Option<&'a str>> {
    let run = &names[index].tokens;
    let beside = |other: &&Named| {
        let gap = if other.tokens.end <= run.start { other.tokens.end..run.start } else { run.end..other.tokens.start };
        gap.start <= gap.end
            && gap.len() <= 2
            && tokens[gap].iter().all(|token| matches!(&*token.text, "," | "in" | "'s"))
    };
    let around = [index.checked_sub(1), Some(index + 1)];
    around
        .into_iter()
        .flatten()
        .filter_map(|at| names.get(at))
        .filter(beside)
        .filter_map(|name| name.hit.as_ref())
        .flat_map(|hit| actors.gazetteer.entries(hit).map(|entry| entry.code.as_deref()))
        .collect()
}

/// The name that stands behind a name, parted by a comma ("Springfield, Illinois").
fn behind<'n>(tokens: &[Token], names: &'n [Named], index: usize) -> Option<&'n Named> {
    let end = names[index].tokens.end;
    let comma = tokens.get(end).is_some_and(|token| &*token.text == ",");
    names.get(index + 1).filter(|next| comma && next.tokens.start == end + 1)
}

/// What stands around a place's name.
struct Around<'c, 'a> {
    context: &'c Context<'a>,
    region: Option<&'c str>,
    neighbours: Vec<Option<&'a str>>,
    beside: Vec<&'a str>,
}

impl Signs for Around<'_, '_> {
    fn weight(&self, code: &str) -> f32 {
        let near = if self.beside.contains(&code) { 2.0 } else { 0.0 };
        near + self.context.weights.get(code).copied().unwrap_or_default()
    }

    fn beside(&self, site: &Site<'_>) -> bool {
        match self.region {
            Some(region) if !site.region.is_empty() && region == site.region => true,
            Some(_) if !site.region.is_empty() => false,
            _ => self.neighbours.contains(&Some(site.code)),
        }
    }
}

/// The code of the region that a place's name is told apart by: "Lebanon, Pa.", "Athens, Georgia"; `None` where the
/// place is of that country anyway.
fn region_behind<'a>(
    actors: &'a Actors,
    article: &Annotated,
    names: &[Named],
    index: usize,
) -> Option<Option<&'a str>> {
    let hit = names[index].hit.as_ref()?;
    let end = names[index].tokens.end;
    let rows = || actors.gazetteer.entries(hit);
    if !rows().all(|row| row.kind == Kind::Country || row.kind.is_place() || row.kind == Kind::Seat)
        || article.tokens.get(end)?.text.as_ref() != ","
    {
        return None;
    }
    let word = &*article.tokens.get(end + 1)?.text;
    if word.len() <= 5 && word.ends_with('.') && word.starts_with(char::is_uppercase) && word.len() > 2 {
        let told = rows().any(|row| row.code.as_deref() == Some("USA"));
        return (!told).then(|| actors.gazetteer.country("USA").and_then(|row| row.code.as_deref()));
    }
    let next = names.get(index + 1).filter(|next| next.tokens.start == end + 1)?;
    let region =
        actors.gazetteer.entries(next.hit.as_ref()?).find(|row| row.kind == Kind::Region && row.code.is_some())?;
    let after = article.tokens.get(next.tokens.end).map(|token| &*token.text);
    let told = rows().any(|row| row.code == region.code);
    (!told && !matches!(after, Some("and" | "or"))).then_some(region.code.as_deref())
}

/// A token of a title, which is not parsed.
fn bare_token(word: &str) -> Token {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    Token {
        span: Span::default(),
        text: fold::fold(word).trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '"' | '?' | '!')).into(),
        lemma: word.into(),
        tag: Tag::NNP,
        part: PartOfSpeech::Propn,
        head: 0,
        relation: Relation::Dep,
        space_after: true,
    }
}
