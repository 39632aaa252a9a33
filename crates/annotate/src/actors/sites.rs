//! Where places lie: the tables of `data/places/`, looked up by name, and the choice between places of one name.

use std::collections::BTreeMap;

use terms::{DataError, Point, Resources};

use super::fold;

/// Inhabitants below which a place is not taken for known where its country is not spoken of.
const KNOWN: u32 = 100_000;
/// How many times larger than all its namesakes abroad a place must be, to be the one meant without any other sign.
const OUTSTANDING: u32 = 5;
/// How many times larger than its namesakes at home a place must be, to have its point taken.
const LARGER: u32 = 3;
/// Marks an entry of the index as an alias of its row.
const ALIAS: u32 = 1 << 31;

/// A row of a table.
#[derive(Debug)]
struct Row {
    /// Bytes of the line in the text of the tables.
    line: (u32, u32),
    point: Point,
    population: u32,
}

/// A place of the tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site<'a> {
    /// Name as the table has it.
    pub(super) name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub(super) code: &'a str,
    /// State of the United States; empty elsewhere.
    pub(super) region: &'a str,
    pub(super) population: u32,
    /// `None` where namesakes of the same country are nearly as large.
    pub(super) point: Option<Point>,
}

/// All places.
#[derive(Debug, Default)]
pub(super) struct Sites {
    text: String,
    rows: Vec<Row>,
    /// Hash of a name's key with the row, sorted; the topmost bit marks an alias.
    index: Vec<(u64, u32)>,
    /// Code of a country → its point.
    countries: BTreeMap<Box<str>, Point>,
}

/// What speaks for a country, for choosing between places of one name.
pub(super) trait Signs {
    /// Weight of the country in the article, from 0.
    fn weight(&self, code: &str) -> f32;
    /// Whether a name right beside the place tells its country or region.
    fn beside(&self, site: &Site<'_>) -> bool;
}

impl Sites {
    /// Reads `places/countries.tsv` and, as tables of cities, every other `.tsv` below `places/`.
    ///
    /// # Errors
    /// A row has too few columns, or a number that is none.
    pub(super) fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut sites = Self::default();
        for file in resources.list("places") {
            if !file.ends_with(".tsv") {
                continue;
            }
            let text = resources.text(&file)?;
            let countries = file.ends_with("/countries.tsv");
            let start = sites.text.len();
            sites.text.push_str(&text);
            let mut at = start;
            for (number, line) in text.split('\n').enumerate() {
                let from = at;
                at += line.len() + 1;
                let line = line.trim_end_matches('\r');
                if line.is_empty() || line.starts_with('#') || line.starts_with("name\t") || line.starts_with("code\t")
                {
                    continue;
                }
                let bad = |problem: &str| DataError {
                    file: file.clone(),
                    line: Some(number + 1),
                    problem: problem.into(),
                    remedy: "columns are name, code, region, latitude, longitude, population, aliases, parted by tabs"
                        .into(),
                };
                if countries {
                    let mut cells = line.split('\t');
                    let code = cells.next().unwrap_or_default();
                    let point = point(cells.next(), cells.next()).ok_or_else(|| bad("has no point in degrees"))?;
                    sites.countries.insert(code.into(), point);
                    continue;
                }
                sites.add(line, from).map_err(bad)?;
            }
        }
        sites.index.sort_unstable();
        Ok(sites)
    }

    fn add(&mut self, line: &str, from: usize) -> Result<(), &'static str> {
        let mut cells = line.split('\t');
        let name = cells.next().filter(|name| !name.is_empty()).ok_or("the name is empty")?;
        cells.next().filter(|code| code.len() == 3).ok_or("the code is not that of a country")?;
        cells.next();
        let point = point(cells.next(), cells.next()).ok_or("has no point in degrees")?;
        let population = cells.next().and_then(|cell| cell.parse().ok()).ok_or("the population is no number")?;
        let row = self.rows.len() as u32;
        self.index.push((key(name), row));
        for alias in cells.next().unwrap_or_default().split('|').filter(|alias| !alias.is_empty()) {
            self.index.push((key(alias), row | ALIAS));
        }
        self.rows.push(Row { line: (from as u32, (from + line.len()) as u32), point, population });
        Ok(())
    }

    /// The point of a country.
    pub(super) fn country(&self, code: &str) -> Option<Point> {
        self.countries.get(code).copied()
    }

    /// Places of that name; those of which it is only an alias where it is no place's own name.
    fn named(&self, name: &str) -> Vec<Site<'_>> {
        let key = key(name);
        let from = self.index.partition_point(|&(other, _)| other < key);
        let all = || self.index[from..].iter().take_while(|&&(other, _)| other == key).map(|&(_, row)| row);
        let own: Vec<Site<'_>> = all().filter(|row| row & ALIAS == 0).map(|row| self.site(row)).collect();
        if own.is_empty() { all().map(|row| self.site(row & !ALIAS)).collect() } else { own }
    }

    fn site(&self, row: u32) -> Site<'_> {
        let row = &self.rows[row as usize];
        let mut cells = self.text[row.line.0 as usize..row.line.1 as usize].split('\t');
        Site {
            name: cells.next().unwrap_or_default(),
            code: cells.next().unwrap_or_default(),
            region: cells.next().unwrap_or_default(),
            population: row.population,
            point: Some(row.point),
        }
    }

    /// Whether a place of that very name is known.
    pub(super) fn knows(&self, name: &str) -> bool {
        !self.named(name).is_empty()
    }

    /// The place of that name in a country: the largest, its point only where it stands out among namesakes.
    pub(super) fn within(&self, name: &str, code: &str) -> Option<Site<'_>> {
        largest(self.named(name).into_iter().filter(|site| site.code == code))
    }

    /// The point of the place of that name in a region of a country.
    pub(super) fn in_region(&self, name: &str, code: &str, region: &str) -> Option<Point> {
        let of_region = |site: &Site<'_>| site.code == code && site.region == region;
        largest(self.named(name).into_iter().filter(of_region)).and_then(|site| site.point)
    }

    /// The place that a name means by what else the article speaks of.
    ///
    /// `Err` holds the places between which nothing decides; empty where no place of that name is known.
    pub(super) fn meant(&self, name: &str, signs: &dyn Signs) -> Result<Site<'_>, Vec<Site<'_>>> {
        let named = self.named(name);
        let told: Vec<Site<'_>> = named.iter().copied().filter(|site| signs.beside(site)).collect();
        if let Some(site) = largest(told.into_iter()) {
            return Ok(site);
        }
        let mut by_country: BTreeMap<&str, Site<'_>> = BTreeMap::new();
        for &site in &named {
            if !by_country.contains_key(site.code)
                && let Some(largest) = largest(named.iter().copied().filter(|other| other.code == site.code))
            {
                by_country.insert(site.code, largest);
            }
        }
        let mut ranked: Vec<(f32, Site<'_>)> =
            by_country.into_values().map(|site| (1.5 * signs.weight(site.code).min(4.0), site)).collect();
        ranked.retain(|&(weight, site)| weight > 0.0 || site.population >= KNOWN);
        for (score, site) in &mut ranked {
            *score += (site.population.max(1) as f32).log10();
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some(&(_, first)) = ranked.first() else { return Err(Vec::new()) };
        let spoken = signs.weight(first.code) > 0.0;
        let outstanding = ranked[1..]
            .iter()
            .all(|(_, other)| first.population / OUTSTANDING >= other.population && signs.weight(other.code) == 0.0);
        if spoken || outstanding {
            return Ok(first);
        }
        Err(ranked.into_iter().map(|(_, site)| site).collect())
    }
}

/// The largest of several places of one country; without its point where another is nearly as large.
fn largest<'a>(sites: impl Iterator<Item = Site<'a>>) -> Option<Site<'a>> {
    let mut sites: Vec<Site<'a>> = sites.collect();
    sites.sort_by_key(|site| std::cmp::Reverse(site.population));
    let first = *sites.first()?;
    let clear = sites.get(1).is_none_or(|second| first.population / LARGER >= second.population);
    Some(Site { point: first.point.filter(|_| clear), ..first })
}

fn point(latitude: Option<&str>, longitude: Option<&str>) -> Option<Point> {
    let degrees = |cell: Option<&str>, limit: f64| cell?.parse::<f64>().ok().filter(|degrees| degrees.abs() <= limit);
    Some(Point { latitude: degrees(latitude, 90.0)?, longitude: degrees(longitude, 180.0)? })
}

/// Hash (FNV-1a) of a name's letters and digits, without marks and in lower case.
fn key(name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if name.is_ascii() {
        name.bytes().filter(u8::is_ascii_alphanumeric).for_each(|byte| take(byte.to_ascii_lowercase()));
        return hash;
    }
    let folded = fold::fold(name);
    for letter in folded.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase) {
        letter.encode_utf8(&mut [0; 4]).bytes().for_each(&mut take);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Spoken(&'static [&'static str], &'static str);

    impl Signs for Spoken {
        fn weight(&self, code: &str) -> f32 {
            if self.0.contains(&code) { 1.0 } else { 0.0 }
        }

        fn beside(&self, site: &Site<'_>) -> bool {
            !self.1.is_empty() && (site.region == self.1 || site.code == self.1)
        }
    }

    struct Table(&'static str);

    impl Resources for Table {
        fn bytes(&self, _: &str) -> Option<std::borrow::Cow<'_, [u8]>> {
            Some(self.0.as_bytes().into())
        }

        fn list(&self, _: &str) -> Vec<String> {
            vec!["places/own.tsv".into()]
        }
    }

    const TABLE: &str = "Vale\tUSA\tOregon\t44.0\t-117.2\t20000\t\n\
        Vale\tUSA\tNevada\t40.0\t-117.0\t18000\t\n\
        Vale\tGBR\t\t51.0\t-1.0\t30000\t\n\
        Łomsk\tPOL\t\t53.2\t22.1\t400000\tLomschen\n\
        Lomsk\tRUS\t\t56.0\t84.0\t50000\t\n";

    #[test]
    fn a_name_finds_its_place_without_marks_and_by_alias() {
        let sites = Sites::load(&Table(TABLE)).unwrap();
        assert_eq!(sites.within("Lomsk", "POL").unwrap().name, "Łomsk");
        assert_eq!(sites.within("LOMSCHEN", "POL").unwrap().name, "Łomsk");
        assert!(!sites.knows("Lomska"));
    }

    #[test]
    fn the_country_spoken_of_beats_the_larger_place() {
        let sites = Sites::load(&Table(TABLE)).unwrap();
        let meant = |spoken, beside| sites.meant("Lomsk", &Spoken(spoken, beside)).map(|site| site.code);
        assert_eq!(meant(&[], ""), Ok("POL"));
        assert_eq!(meant(&["RUS"], ""), Ok("RUS"));
        assert_eq!(meant(&["RUS"], "POL"), Ok("POL"));
    }

    #[test]
    fn places_alike_are_left_open() {
        let sites = Sites::load(&Table(TABLE)).unwrap();
        assert!(sites.meant("Vale", &Spoken(&[], "")).is_err());
        let american = sites.meant("Vale", &Spoken(&["USA"], "")).unwrap();
        assert_eq!((american.code, american.point), ("USA", None));
        assert_eq!(sites.meant("Vale", &Spoken(&[], "Nevada")).unwrap().point.unwrap().latitude, 40.0);
    }

    #[test]
    fn a_bad_row_is_named() {
        let error = Sites::load(&Table("Vale\tUSA\tOregon\t44.0\tfar\t20000\t\n")).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("places/own.tsv", Some(1)));
    }
}
