//! Articles that belong together.
//!
//! One pass over the articles in the order of their clock: each joins the story that it is most like, or begins one.
//! Likeness is the cosine of weighted content words, where words that many articles share weigh little; names weigh
//! more. A story that has been silent for long asks for more likeness.

use std::collections::HashMap;

use jiff::civil::Date;
use terms::Coded;

use crate::clock;

/// Least likeness for joining a story.
const JOIN: f64 = 0.14;
/// Added to [`JOIN`] for every month of silence, up to [`MOST_SILENCE`] months.
const SILENCE: f64 = 0.015;
const MOST_SILENCE: f64 = 6.0;
/// Weight of a name against another word.
const NAME: f64 = 2.0;
/// Words kept of an article: those of the greatest weight.
const KEPT: usize = 60;
/// Words of an article by which stories to compare with are found.
const PROBES: usize = 14;
/// Stories looked at for each probe: the latest.
const LATEST: usize = 120;
/// What it costs to look a word up in a story, against reading one of the word's holders.
const LOOKUP: usize = 8;
/// Articles that are thought to stand behind the ones at hand, so that in a small ledger shared words do not lose all weight.
const BACKGROUND: f64 = 60.0;

/// A story in the making.
#[derive(Default)]
struct Story {
    members: Vec<usize>,
    /// The square of the length of its word vector.
    square: f64,
    last: Option<Date>,
    /// Where it stands among the holders of each of its words.
    place: HashMap<u32, usize>,
}

/// The stories whose vectors hold a word, each with the word's weight there, in the order in which they took it up.
type Holders = Vec<(usize, f64)>;

/// The story of each article, as lists of article indices in canonical order.
pub fn group(coded: &[&Coded]) -> Vec<Vec<usize>> {
    let mut words: HashMap<&str, (u32, u32)> = HashMap::new();
    for article in coded {
        for (word, _) in article.profile.iter() {
            let next = words.len() as u32;
            words.entry(word).or_insert((next, 0)).1 += 1;
        }
    }
    let mut stories: Vec<Story> = Vec::new();
    let mut probes: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut holders: Vec<Holders> = vec![Holders::new(); words.len()];
    let mut shared: Vec<f64> = Vec::new();
    for (index, article) in coded.iter().enumerate() {
        let vector = vector(article, &words, coded.len());
        let day = clock::published(article);
        let mut candidates: Vec<usize> = vector
            .iter()
            .take(PROBES)
            .filter_map(|(word, _)| probes.get(word))
            .flat_map(|list| list.iter().rev().take(LATEST).copied())
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        multiply(&vector, &stories, &holders, &candidates, &mut shared);
        let best = candidates
            .into_iter()
            .map(|story| {
                let likeness = shared[story] / stories[story].square.sqrt().max(f64::MIN_POSITIVE);
                (likeness - silence(day, stories[story].last), story)
            })
            .filter(|(likeness, _)| *likeness >= JOIN)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let story = match best {
            Some((_, story)) => story,
            None => {
                stories.push(Story::default());
                shared.push(0.0);
                stories.len() - 1
            }
        };
        let joined = &mut stories[story];
        joined.members.push(index);
        joined.last = joined.last.max(day);
        for &(word, weight) in &vector {
            let of_word = &mut holders[word as usize];
            let place = *joined.place.entry(word).or_insert_with(|| {
                of_word.push((story, 0.0));
                of_word.len() - 1
            });
            let sum = &mut of_word[place].1;
            joined.square += weight * (2.0 * *sum + weight);
            *sum += weight;
        }
        for &(word, _) in vector.iter().take(PROBES) {
            let list = probes.entry(word).or_default();
            if list.last() != Some(&story) {
                list.push(story);
            }
        }
    }
    stories.into_iter().map(|story| story.members).collect()
}

/// The words of greatest weight with unit length, greatest first.
fn vector(article: &Coded, words: &HashMap<&str, (u32, u32)>, articles: usize) -> Vec<(u32, f64)> {
    let title = article.title.as_deref().unwrap_or_default().to_lowercase();
    let mut vector: Vec<(u32, f64)> = article
        .profile
        .iter()
        .filter_map(|(word, count)| {
            let &(id, holders) = words.get(word)?;
            let rarity = ((articles as f64 + BACKGROUND) / (f64::from(holders) + 1.0)).ln();
            let is_name = word.chars().next().is_some_and(char::is_uppercase);
            let in_title = !title.is_empty() && title.contains(&word.to_lowercase());
            let weight = (1.0 + f64::from(count).ln())
                * rarity
                * if is_name { NAME } else { 1.0 }
                * if in_title { 1.5 } else { 1.0 };
            Some((id, weight))
        })
        .collect();
    vector.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    vector.truncate(KEPT);
    let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    for (_, weight) in &mut vector {
        *weight /= norm.max(f64::MIN_POSITIVE);
    }
    vector
}

/// The products of an article's vector with those of candidate stories, into `shared`. They are summed in the order of the
/// article's words, whichever way is shorter: through all holders of a word, or through the candidates.
fn multiply(vector: &[(u32, f64)], stories: &[Story], holders: &[Holders], candidates: &[usize], shared: &mut [f64]) {
    for &story in candidates {
        shared[story] = 0.0;
    }
    for &(word, weight) in vector {
        let holders = &holders[word as usize];
        if holders.len() <= candidates.len() * LOOKUP {
            for &(story, sum) in holders {
                shared[story] += sum * weight;
            }
        } else {
            for &story in candidates {
                if let Some(&place) = stories[story].place.get(&word) {
                    shared[story] += holders[place].1 * weight;
                }
            }
        }
    }
}

fn silence(day: Option<Date>, last: Option<Date>) -> f64 {
    let (Some(day), Some(last)) = (day, last) else {
        return 0.0;
    };
    let months = f64::from((day - last).get_days().abs()) / 30.0;
    SILENCE * months.min(MOST_SILENCE)
}
