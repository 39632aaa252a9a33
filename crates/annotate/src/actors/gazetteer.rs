//! Known actors, from the files `data/actors/*.tsv`.

use jiff::civil::Date;
use terms::{Actor, DataError, EntityLabel, Resources, Sector};

use super::fold;
use super::index::{Hit, NameIndex, QuickMap};

/// What kind of thing a row of the actor files names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Country,
    Demonym,
    Capital,
    Seat,
    Person,
    Office,
    Party,
    ArmedGroup,
    Igo,
    Company,
    Media,
    Ngo,
    People,
    Region,
    City,
}

impl Kind {
    /// Every kind with its spelling in the files.
    const ALL: [(&'static str, Kind); 15] = [
        ("country", Kind::Country),
        ("demonym", Kind::Demonym),
        ("capital", Kind::Capital),
        ("seat", Kind::Seat),
        ("person", Kind::Person),
        ("office", Kind::Office),
        ("party", Kind::Party),
        ("armed-group", Kind::ArmedGroup),
        ("igo", Kind::Igo),
        ("company", Kind::Company),
        ("media", Kind::Media),
        ("ngo", Kind::Ngo),
        ("people", Kind::People),
        ("region", Kind::Region),
        ("city", Kind::City),
    ];

    /// Whether it names an organisation or a part of one.
    pub(super) fn is_body(self) -> bool {
        matches!(
            self,
            Kind::Seat
                | Kind::Office
                | Kind::Party
                | Kind::ArmedGroup
                | Kind::Igo
                | Kind::Company
                | Kind::Media
                | Kind::Ngo
        )
    }

    /// Whether it names a piece of land below a country.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Kind::Capital | Kind::Region | Kind::City)
    }

    /// The entity label that suits it.
    pub(super) fn label(self) -> EntityLabel {
        match self {
            Kind::Country | Kind::Capital | Kind::Region | Kind::City => EntityLabel::Gpe,
            Kind::Demonym | Kind::People => EntityLabel::Norp,
            Kind::Person => EntityLabel::Person,
            _ => EntityLabel::Org,
        }
    }
}

/// One row of the actor files.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: Box<str>,
    pub(super) code: Option<Box<str>>,
    pub(super) sector: Option<Sector>,
    wikidata: Option<Box<str>>,
    from: Option<Date>,
    to: Option<Date>,
    pub(super) kind: Kind,
    /// Office held, lower case.
    pub(super) office: Option<Box<str>>,
    /// Rows of one person or body share a number.
    pub(super) who: u32,
}

/// How a day lies to the time in which a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Term {
    Within,
    Before,
    After,
}

impl Entry {
    /// How a day lies to the time in which this row holds.
    pub(super) fn term(&self, day: Date) -> Term {
        if self.to.is_some_and(|to| day > to) {
            Term::After
        } else if self.from.is_some_and(|from| day < from) {
            Term::Before
        } else {
            Term::Within
        }
    }

    /// Days between a day and the time in which this row holds; 0 within it.
    pub(super) fn distance(&self, day: Date) -> i32 {
        let days = |later: Date, earlier: Date| earlier.until(later).map_or(i32::MAX, |span| span.get_days());
        match (self.term(day), self.from, self.to) {
            (Term::After, _, Some(to)) => days(day, to),
            (Term::Before, Some(from), _) => days(from, day),
            _ => 0,
        }
    }

    /// Whether the row holds to this day, as far as the files know.
    pub(super) fn is_open(&self) -> bool {
        self.to.is_none()
    }

    /// First day on which the row holds; the beginning of time where unknown.
    pub(super) fn since(&self) -> Date {
        self.from.unwrap_or(Date::MIN)
    }

    /// The actor that the row describes.
    pub(super) fn actor(&self) -> Actor {
        Actor {
            name: self.name.to_string(),
            code: self.code.as_deref().map(str::to_owned),
            sector: self.sector,
            wikidata_id: self.wikidata.as_deref().map(str::to_owned),
        }
    }
}

/// All rows with their indexes.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    entries: Vec<Entry>,
    pub(super) names: NameIndex,
    /// Code → row of the country.
    countries: QuickMap<Box<str>, u32>,
    /// Code → the adjective of nationality.
    adjectives: QuickMap<Box<str>, Box<str>>,
    /// Code and office → rows, in order of their first day.
    offices: QuickMap<(Box<str>, Box<str>), Vec<u32>>,
    /// Family name, folded → rows of persons.
    surnames: QuickMap<Box<str>, Vec<u32>>,
}

impl Gazetteer {
    /// Reads every `.tsv` below `data/actors/`.
    ///
    /// # Errors
    /// A row has too few columns, or a kind, sector or date that is none.
    pub(super) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut gazetteer = Self::default();
        let mut persons: QuickMap<(Box<str>, Option<Box<str>>), u32> = QuickMap::default();
        for file in resources.list("actors") {
            if !file.ends_with(".tsv") {
                continue;
            }
            for (number, line) in resources.text(&file)?.lines().enumerate() {
                if line.trim().is_empty() || line.starts_with('#') || line.starts_with("name\t") {
                    continue;
                }
                let row = Row { file: &file, number: number + 1, cells: line.split('\t').map(str::trim).collect() };
                gazetteer.add(&row, &mut persons)?;
            }
        }
        for rows in gazetteer.offices.values_mut() {
            rows.sort_by_key(|&row| gazetteer.entries[row as usize].since());
        }
        Ok(gazetteer)
    }

    fn add(&mut self, row: &Row<'_>, known: &mut QuickMap<(Box<str>, Option<Box<str>>), u32>) -> Result<(), DataError> {
        let kind = row.kind()?;
        let number = self.entries.len() as u32;
        let name: Box<str> = row.cell(0).into();
        let code: Option<Box<str>> = row.optional(1).map(Box::from);
        let key = match row.optional(3) {
            Some(item) => (Box::from(item), None),
            None => (name.clone(), code.clone()),
        };
        let who = *known.entry(key).or_insert(number);
        let office = row.optional(11).map(|office| office.to_lowercase().into_boxed_str());
        self.names.add(&name, number);
        for alias in row.cell(6).split('|').map(str::trim).filter(|alias| !alias.is_empty()) {
            self.names.add(alias, number);
        }
        if let Some(code) = &code {
            match kind {
                Kind::Country => {
                    self.countries.entry(code.clone()).or_insert(number);
                }
                Kind::Demonym => {
                    self.adjectives.entry(code.clone()).or_insert_with(|| name.clone());
                }
                _ => {}
            }
            if kind == Kind::Person
                && let Some(surname) = family_name(&name, code)
            {
                self.surnames.entry(surname).or_default().push(number);
            }
            for office in office.iter().flat_map(|office| office.split('|')) {
                self.offices.entry((code.clone(), office.trim().into())).or_default().push(number);
            }
        }
        let entry = Entry {
            name,
            code,
            sector: row.sector()?,
            wikidata: row.optional(3).map(Box::from),
            from: row.date(4, false)?,
            to: row.date(5, true)?,
            kind,
            office,
            who,
        };
        self.entries.push(entry);
        Ok(())
    }

    /// A row by its number.
    pub(super) fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize]
    }

    /// The rows that a hit may mean.
    pub(super) fn entries<'a>(&'a self, hit: &Hit) -> impl DoubleEndedIterator<Item = &'a Entry> + use<'a> {
        self.names.values(hit).iter().map(|&number| self.entry(number))
    }

    /// The country of a code.
    pub(super) fn country(&self, code: &str) -> Option<&Entry> {
        self.countries.get(code).map(|&number| self.entry(number))
    }

    /// The adjective of nationality of a code ("Samoan").
    pub(super) fn adjective(&self, code: &str) -> Option<&str> {
        self.adjectives.get(code).map(AsRef::as_ref)
    }

    /// Rows of persons with a family name, given folded.
    pub(super) fn with_surname(&self, surname: &str) -> &[u32] {
        self.surnames.get(surname).map_or(&[], Vec::as_slice)
    }

    /// Rows of an office, in order of their first day.
    pub(super) fn holders(&self, code: &str, office: &str) -> impl Iterator<Item = (u32, &Entry)> {
        self.offices
            .get(&(Box::from(code), Box::from(office)))
            .into_iter()
            .flatten()
            .map(|&number| (number, self.entry(number)))
    }
}

/// The family name in a full name: the first word where that is the custom, else the last; `None` for single words.
fn family_name(name: &str, code: &str) -> Option<Box<str>> {
    let mut words = name.split_whitespace();
    let (first, last) = (words.next()?, words.next_back()?);
    let word = if matches!(code, "CHN" | "KOR" | "PRK" | "TWN" | "VNM" | "KHM") { first } else { last };
    fold::atoms(word).last().map(|atom| fold::fold(atom).into_boxed_str())
}

/// A line of an actor file, cut at its tabs.
struct Row<'r> {
    file: &'r str,
    number: usize,
    cells: Vec<&'r str>,
}

impl Row<'_> {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    fn optional(&self, column: usize) -> Option<&str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    fn bad(&self, problem: String, remedy: &str) -> DataError {
        DataError { file: self.file.into(), line: Some(self.number), problem, remedy: remedy.into() }
    }

    fn kind(&self) -> Result<Kind, DataError> {
        if self.cell(0).is_empty() {
            return Err(self.bad("the first column, the name, is empty".into(), "give the actor's name"));
        }
        Kind::ALL.iter().find(|(spelling, _)| *spelling == self.cell(7)).map(|&(_, kind)| kind).ok_or_else(|| {
            self.bad(
                format!("`{}` in column 8 is no kind of actor", self.cell(7)),
                "columns are name, code, sector, wikidata, from, to, aliases, kind, example, not, source, parted by tabs",
            )
        })
    }

    fn sector(&self) -> Result<Option<Sector>, DataError> {
        match self.optional(2) {
            None => Ok(None),
            Some(cell) => Sector::parse(cell).map(Some).ok_or_else(|| {
                self.bad(format!("`{cell}` is no PLOVER sector"), "take one such as GOV, MIL or CVL, or leave it empty")
            }),
        }
    }

    /// A date that may lack its day or month; `last` asks for the last day of what is known.
    fn date(&self, column: usize, last: bool) -> Result<Option<Date>, DataError> {
        let Some(cell) = self.optional(column) else { return Ok(None) };
        let date = || {
            let mut parts = cell.split('-').map(|part| part.parse::<i16>().ok());
            let year = parts.next()??;
            let month = parts.next().map_or(Some(if last { 12 } else { 1 }), |month| month)?;
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            match parts.next() {
                Some(day) => Date::new(year, first.month(), i8::try_from(day?).ok()?).ok(),
                None if last => Some(first.last_of_month()),
                None => Some(first),
            }
        };
        match date() {
            Some(date) => Ok(Some(date)),
            None => Err(self.bad(format!("`{cell}` is no date"), "write 2012, 2012-05 or 2012-05-07")),
        }
    }
}
