//! Independent origins: copies and near-copies of one wire story are one.

use std::collections::HashMap;

use terms::Coded;

/// Share of common hashes from which two articles are copies of one story.
const COPY: f64 = 0.35;
/// A hash that stands in more articles than this tells nothing (standing matter): later ones do not count it.
const TOO_COMMON: usize = 50;

/// For each article the index of the first article that it is a copy of; its own where it is none.
///
/// `coded` must be in canonical order; the sketches are sorted.
pub fn of(coded: &[&Coded]) -> Vec<usize> {
    let groups = Shared::of(coded);
    let mut origin: Vec<usize> = (0..coded.len()).collect();
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for (index, article) in coded.iter().enumerate() {
        shared.clear();
        for before in groups.before(index) {
            for &other in before {
                *shared.entry(other as usize).or_default() += 1;
            }
        }
        let first = shared
            .iter()
            .filter(|&(&other, &count)| {
                let least = coded[other].shingles.len().min(article.shingles.len());
                least > 0 && count as f64 / least as f64 >= COPY
            })
            .map(|(&other, _)| origin[other])
            .min();
        if let Some(first) = first {
            origin[index] = first;
        }
    }
    origin
}

/// The hashes that several articles share; most hashes stand in one only.
struct Shared {
    /// Articles of each shared hash in order, the hashes one behind the other.
    holders: Vec<u32>,
    /// For each article the stretches of `holders` that come before it.
    before: Vec<Vec<(u32, u32)>>,
}

impl Shared {
    fn of(coded: &[&Coded]) -> Self {
        let mut hashes: Vec<(u64, u32)> = coded
            .iter()
            .zip(0..)
            .flat_map(|(article, index)| article.shingles.iter().map(move |&hash| (hash, index)))
            .collect();
        hashes.sort_unstable();
        let mut shared = Self { holders: Vec::new(), before: vec![Vec::new(); coded.len()] };
        for group in hashes.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
            let start = shared.holders.len() as u32;
            for (&(_, index), rank) in group.iter().take(TOO_COMMON).zip(0..) {
                shared.holders.push(index);
                if rank > 0 {
                    shared.before[index as usize].push((start, start + rank));
                }
            }
        }
        shared
    }

    /// For each shared hash of an article those before it that have the hash.
    fn before(&self, article: usize) -> impl Iterator<Item = &[u32]> {
        self.before[article].iter().map(|&(start, end)| &self.holders[start as usize..end as usize])
    }
}

/// Number of independent origins among some articles: copies count once, and so do articles that name the same medium
/// as their only source.
pub fn count(articles: &[usize], origin: &[usize]) -> usize {
    let mut origins: Vec<usize> = articles.iter().map(|&article| origin[article]).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}
