//! The persons that an article names: full names, and the surnames that stand for them later.

use std::collections::BTreeSet;

use jiff::civil::Date;
use terms::{EntityLabel, Sector, Token};

use super::Actors;
use super::fold;
use super::gazetteer::{Entry, Kind, Term};
use super::gender::{self, Gender};
use super::index::QuickMap;
use super::names::{NONE, Named, role_to};
use super::roles::{Role, RoleMatch};

/// Days around a term of office in which a bare surname still means its holder.
const NEAR: i32 = 3 * 366;
/// Persons of one name looked at before and after a place.
const NEAREST: usize = 24;
/// Points (office, term, country, rarity) from which a bare surname means the holder of a high office.
const SURE: i32 = 6;

/// What persons are read from.
#[derive(Clone, Copy)]
struct Page<'p, 'a> {
    actors: &'a Actors,
    tokens: &'p [Token],
    names: &'p [Named],
    day: Option<Date>,
}

/// A person that an article speaks of by name.
#[derive(Clone, Debug)]
pub(super) struct Person<'a> {
    /// The fullest of the most frequent full forms, as written.
    pub(super) name: String,
    /// Folded words of the fullest form.
    words: Vec<Box<str>>,
    /// Number of times each full form was written.
    forms: Vec<(String, u32)>,
    /// Rows of the actor files, all of one person.
    pub(super) rows: Vec<u32>,
    /// Index of the first name that gives the person in full.
    first: usize,
    /// What the first name, titles and pronouns tell.
    pub(super) gender: Option<Gender>,
    /// Country, as titles and appositions tell it.
    pub(super) code: Option<&'a str>,
    /// Sector, as titles and appositions tell it.
    pub(super) sector: Option<Sector>,
    /// Numbers of the nouns that the text gives the person as titles.
    pub(super) titles: Vec<u32>,
}

/// All persons of an article, and which name means whom.
#[derive(Debug, Default)]
pub(super) struct Persons<'a> {
    pub(super) list: Vec<Person<'a>>,
    /// For each name the person that it means, or `NONE`.
    pub(super) of_name: Vec<u32>,
    by_word: QuickMap<Box<str>, Vec<u32>>,
    /// Number of a person in the actor files → person of the article.
    of_who: QuickMap<u32, u32>,
    /// Countries that the article speaks of.
    codes: BTreeSet<&'a str>,
}

impl<'a> Persons<'a> {
    /// Reads the names in order.
    pub(super) fn of(
        actors: &'a Actors,
        tokens: &[Token],
        names: &[Named],
        roles: &[RoleMatch],
        day: Option<Date>,
    ) -> Self {
        let mut persons = Self { of_name: vec![NONE; names.len()], codes: codes_of(actors, names), ..Self::default() };
        let page = Page { actors, tokens, names, day };
        for (index, name) in names.iter().enumerate() {
            let words = name_words(tokens, name);
            if is_person(actors, name) && words.len() > 1 {
                persons.of_name[index] = persons.full(page, index, words);
            }
        }
        for (index, name) in names.iter().enumerate() {
            if persons.of_name[index] == NONE && !name.inner {
                let words = name_words(tokens, name);
                let title = role_to(roles, name.tokens.start).map(|role| actors.roles.role(role.role));
                persons.of_name[index] = persons.part(page, index, words, title);
            }
        }
        for (number, person) in persons.list.iter_mut().enumerate() {
            if let Some(&row) = person.rows.first() {
                persons.of_who.entry(actors.gazetteer.entry(row).who).or_insert(number as u32);
            }
            let given =
                |form: &str| form.split(' ').next().is_some_and(|word| actors.first_names.gender(word).is_some());
            let best = person.forms.iter().max_by_key(|(form, count)| (given(form), *count, form.len()));
            if let (true, Some((form, _))) = (person.rows.is_empty(), best) {
                person.name.clone_from(form);
            }
        }
        persons
    }

    /// The person that a full name means: one named before, or a new one.
    fn full(&mut self, page: Page<'_, 'a>, index: usize, words: Vec<Box<str>>) -> u32 {
        let Page { actors, tokens, names, day } = page;
        let name = &names[index];
        let rows = rows_of(actors, name, day);
        let same = self.by_word.get(&words[0]).into_iter().flatten().copied().find(|&number| {
            let person = &self.list[number as usize];
            match (rows.first(), person.rows.first()) {
                (Some(&a), Some(&b)) => actors.gazetteer.entry(a).who == actors.gazetteer.entry(b).who,
                _ => same_name(&person.words, &words),
            }
        });
        let form = written(tokens, name);
        let number = same.unwrap_or_else(|| self.add(actors, &words, &form, rows.clone(), index));
        let person = &mut self.list[number as usize];
        if person.rows.is_empty() && !rows.is_empty() {
            person.rows = rows;
            person.name = actors.gazetteer.entry(person.rows[0]).name.to_string();
        }
        match person.forms.iter_mut().find(|(known, _)| *known == form) {
            Some((_, count)) => *count += 1,
            None => person.forms.push((form, 1)),
        }
        if words.len() > person.words.len() {
            for word in words.iter().filter(|word| !person.words.contains(word)) {
                self.by_word.entry(word.clone()).or_default().push(number);
            }
            person.words = words;
        }
        number
    }

    fn add(&mut self, actors: &'a Actors, words: &[Box<str>], form: &str, rows: Vec<u32>, first: usize) -> u32 {
        let number = self.list.len() as u32;
        for word in words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
        let known = rows.first().map(|&row| actors.gazetteer.entry(row).name.to_string());
        let given = known.as_deref().unwrap_or(form).split_whitespace().next().unwrap_or_default();
        let gender = actors.first_names.gender(given).or_else(|| actors.first_names.gender(&words[0]));
        self.list.push(Person {
            name: known.unwrap_or_else(|| form.to_owned()),
            words: words.to_vec(),
            forms: Vec::new(),
            rows,
            first,
            gender: gender.filter(|_| words.len() > 1 || !form.is_empty()),
            code: None,
            sector: None,
            titles: Vec::new(),
        });
        number
    }

    /// The person that a part of a name means; `NONE` where it means none.
    fn part(&mut self, page: Page<'_, 'a>, index: usize, words: Vec<Box<str>>, title: Option<&Role>) -> u32 {
        let Page { actors, tokens, names, day } = page;
        let name = &names[index];
        let known_person = is_person(actors, name);
        let known_other = name.hit.is_some() && !known_person;
        if words.is_empty() || known_other || name.label == EntityLabel::Norp {
            return NONE;
        }
        let rows = rows_of(actors, name, day);
        let named = self.named_so(actors, &words, &rows, index);
        if let Some(number) = named {
            return number;
        }
        if let (None, [word]) = (&name.hit, words.as_slice()) {
            let rows = self.rows_of_surname(actors, word, title, day);
            if !rows.is_empty() {
                return self.add(actors, &words, &written(tokens, name), rows, index);
            }
        }
        if !known_person || name.guessed {
            return NONE;
        }
        if let (Some(&row), Some(day)) = (rows.first(), day)
            && words.len() == 1
            && actors.gazetteer.entry(row).distance(day) > 10 * NEAR
        {
            return NONE;
        }
        self.add(actors, &words, &written(tokens, name), rows, index)
    }

    /// Rows of the holder of a high office whom a bare surname means; empty where none, or several, may be meant.
    fn rows_of_surname(&self, actors: &Actors, surname: &str, title: Option<&Role>, day: Option<Date>) -> Vec<u32> {
        let rows = actors.gazetteer.with_surname(surname);
        let entry = |row: u32| actors.gazetteer.entry(row);
        let first = |row: u32| {
            matches!(
                entry(row).office.as_deref(),
                Some("president" | "prime minister" | "chancellor" | "supreme leader")
            )
        };
        let alone =
            |row: u32| rows.iter().all(|&other| entry(other).who == entry(row).who || (first(row) && !first(other)));
        let score = |row: u32| {
            let entry = entry(row);
            let office = entry.office.as_deref().unwrap_or_default();
            let titled = title.is_some_and(|role| role.office.iter().chain(&role.nouns).any(|noun| noun == office));
            let spoken = entry.code.as_deref().is_some_and(|code| self.codes.contains(code));
            let term = match day.map(|day| entry.distance(day)) {
                None => 2,
                Some(0) => 3,
                Some(..=366) => 2,
                Some(..=NEAR) => 1,
                Some(_) => -4,
            };
            let high = match office {
                _ if first(row) => 2,
                "" | "politician" | "activist" | "official" | "senator" | "representative" | "governor" => -1,
                _ => 1,
            };
            term + high + 5 * i32::from(titled) + 2 * i32::from(spoken) + 2 * i32::from(alone(row))
        };
        let Some(best) = rows.iter().copied().max_by_key(|&row| (score(row), std::cmp::Reverse(row))) else {
            return Vec::new();
        };
        let who = entry(best).who;
        let rival = rows.iter().filter(|&&row| entry(row).who != who).map(|&row| score(row)).max();
        if score(best) < SURE || rival.is_some_and(|rival| rival >= score(best)) {
            return Vec::new();
        }
        rows.iter().copied().filter(|&row| entry(row).who == who).collect()
    }

    /// The nearest person named in full before, else after, who may be meant by these words.
    fn named_so(&self, actors: &Actors, words: &[Box<str>], rows: &[u32], index: usize) -> Option<u32> {
        let who = |row: &u32| actors.gazetteer.entry(*row).who;
        let candidates = self.by_word.get(words.last()?)?;
        let fits = |number: &&u32| {
            let person = &self.list[**number as usize];
            let run = person.words.windows(words.len()).any(|window| window == words);
            run || (words.len() > 1 && same_name(&person.words, words))
        };
        let rank = |number: &&u32| {
            let person = &self.list[**number as usize];
            let surname = person.words.last() == words.last();
            let known =
                person.rows.first().map(who).is_some_and(|who_named| rows.iter().any(|row| who(row) == who_named));
            (
                person.first < index,
                surname || known,
                if person.first < index { person.first } else { usize::MAX - person.first },
            )
        };
        let next = candidates.partition_point(|&number| self.list[number as usize].first < index);
        let near = next.saturating_sub(NEAREST)..(next + NEAREST).min(candidates.len());
        candidates[near].iter().filter(fits).max_by_key(rank).copied()
    }

    /// Parts namesakes: "X, a golfer", "the physician X". Nobody introduces the holder of an office so; the files mean
    /// another person of that name.
    pub(super) fn part_namesakes(&mut self, actors: &Actors, tokens: &[Token], names: &[Named], roles: &[RoleMatch]) {
        let sector = |role: &RoleMatch| actors.roles.role(role.role).sector;
        for (name, &person) in names.iter().zip(&self.of_name) {
            let run = &name.tokens;
            let Some(person) = self.list.get_mut(person as usize) else { continue };
            if person.rows.is_empty() || run.len() < 2 {
                continue;
            }
            let held =
                |sector: Option<Sector>| person.rows.iter().any(|&row| actors.gazetteer.entry(row).sector == sector);
            let title = role_to(roles, run.start).map(sector).filter(|&sector| is_private(sector) && sector.is_some());
            let told = title.is_some_and(|title| !held(title)) || introduced(tokens, run.end, roles, names, &sector);
            if told {
                person.rows.clear();
                person.name = written(tokens, name);
            }
        }
    }

    /// The article's person whom a row of the actor files describes.
    pub(super) fn described_by(&self, row: &Entry) -> Option<u32> {
        let person = *self.of_who.get(&row.who)?;
        (!self.list[person as usize].rows.is_empty()).then_some(person)
    }

    /// The rows of a person that hold on a day; the nearest, or the latest where the day is unknown, otherwise.
    pub(super) fn row<'g>(actors: &'g Actors, person: &Person<'_>, day: Option<Date>) -> Option<&'g Entry> {
        let rows = person.rows.iter().map(|&row| actors.gazetteer.entry(row));
        match day {
            Some(day) => rows.min_by_key(|row| (row.distance(day), std::cmp::Reverse(row.since()))),
            None => rows.max_by_key(|row| row.since()),
        }
    }

    /// Sector of a known person on a day: that of the office held, elite before and after.
    pub(super) fn sector_on(row: &Entry, day: Option<Date>) -> Option<Sector> {
        if row.office.as_deref().is_some_and(|office| office.ends_with("-elect")) {
            return Some(Sector::Eli);
        }
        match day.map(|day| row.term(day)) {
            Some(Term::Before | Term::After) if row.sector == Some(Sector::Gov) => Some(Sector::Eli),
            _ => row.sector,
        }
    }
}

/// Countries that names speak of without doubt.
fn codes_of<'a>(actors: &'a Actors, names: &[Named]) -> BTreeSet<&'a str> {
    let hits = names.iter().filter_map(|name| name.hit.as_ref());
    hits.filter_map(|hit| actors.gazetteer.entries(hit).next())
        .filter(|entry| matches!(entry.kind, Kind::Country | Kind::Demonym | Kind::Capital | Kind::Seat))
        .filter_map(|entry| entry.code.as_deref())
        .collect()
}

/// Whether a name is a person's.
fn is_person(actors: &Actors, name: &Named) -> bool {
    match &name.hit {
        Some(hit) => actors.gazetteer.entries(hit).next().is_some_and(|entry| entry.kind == Kind::Person),
        None => name.label == EntityLabel::Person,
    }
}

/// Rows of the one person whom the actor files think most likely on a day.
fn rows_of(actors: &Actors, name: &Named, day: Option<Date>) -> Vec<u32> {
    let Some(hit) = &name.hit else { return Vec::new() };
    let rows = actors.gazetteer.names.values(hit);
    let entry = |row: u32| actors.gazetteer.entry(row);
    let persons = rows.iter().copied().filter(|&row| entry(row).kind == Kind::Person);
    let best = match day {
        Some(day) => persons.clone().min_by_key(|&row| entry(row).distance(day)),
        None => persons.clone().next(),
    };
    best.map_or(Vec::new(), |best| persons.filter(|&row| entry(row).who == entry(best).who).collect())
}

/// Folded words of a name, hyphens and forms of address left out.
fn name_words(tokens: &[Token], name: &Named) -> Vec<Box<str>> {
    tokens[name.tokens.clone()]
        .iter()
        .filter(|token| token.text.chars().any(char::is_alphanumeric) && !gender::is_address(&token.text))
        .filter(|token| !matches!(&*token.text, "'s" | "’s"))
        .map(|token| fold::fold(&token.text).into_boxed_str())
        .collect()
}

/// A name as written, with single blanks.
pub(super) fn written(tokens: &[Token], name: &Named) -> String {
    let mut form = String::new();
    for token in &tokens[name.tokens.clone()] {
        if token.is_space() {
            if !form.ends_with(' ') {
                form.push(' ');
            }
            continue;
        }
        form.push_str(&token.text);
        if token.space_after {
            form.push(' ');
        }
    }
    form.trim_end().to_owned()
}

/// Sectors of people whom no office makes known.
fn is_private(sector: Option<Sector>) -> bool {
    use Sector::{Agr, Bus, Cop, Edu, Eli, Lab, Med};
    matches!(sector, None | Some(Med | Lab | Edu | Agr | Bus | Cop | Eli))
}

/// Whether ", a …" with a private calling follows a name that ends here.
fn introduced(
    tokens: &[Token],
    end: usize,
    roles: &[RoleMatch],
    names: &[Named],
    sector: &dyn Fn(&RoleMatch) -> Option<Sector>,
) -> bool {
    let word = |token: usize| tokens.get(token).map(|token| &*token.text);
    if word(end) != Some(",") || !matches!(word(end + 1), Some("a" | "an")) {
        return false;
    }
    let last = (end + 6).min(tokens.len());
    let ends = |token: usize| tokens[token].is_noun() && !tokens.get(token + 1).is_some_and(Token::is_noun);
    let Some(noun) = (end + 2..last).find(|&token| ends(token)) else { return false };
    let role =
        roles.get(roles.partition_point(|role| role.tokens.end <= noun)).filter(|role| role.tokens.contains(&noun));
    let at = names.partition_point(|name| name.tokens.end <= end + 1);
    let named = names.get(at).is_some_and(|name| name.tokens.start <= noun);
    is_private(role.and_then(sector)) && !named
}

/// Whether two full names are one person's: the same first word, and the last word of one within the other.
fn same_name(a: &[Box<str>], b: &[Box<str>]) -> bool {
    let double = |a: &[Box<str>], b: &[Box<str>]| b.len() == 2 && a.len() > 1 && a.last() == b.first();
    if double(a, b) || double(b, a) {
        return true;
    }
    let holds_last = |a: &[Box<str>], b: &[Box<str>]| a.last().is_some_and(|last| b[1..].contains(last));
    a.first() == b.first() && a.len() > 1 && b.len() > 1 && (holds_last(a, b) || holds_last(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<Box<str>> {
        name.split(' ').map(Box::from).collect()
    }

    #[test]
    fn a_name_with_an_initial_or_a_second_surname_is_the_same_person() {
        assert!(same_name(&words("Ana Duarte"), &words("Ana M. Duarte Silva")));
        assert!(same_name(&words("Ana Duarte Silva"), &words("Ana Duarte")));
        assert!(!same_name(&words("Ana Duarte"), &words("Luis Duarte")));
    }
}
