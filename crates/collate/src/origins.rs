//! Independent origins: copies and near-copies of one wire story are one.

use std::collections::HashMap;

use terms::Coded;

/// Share of common hashes from which two articles are copies of one story.
const COPY: f64 = 0.35;
/// A hash that stands in more articles than this tells nothing (standing matter).
const TOO_COMMON: usize = 50;

/// For each article the index of the first article that it is a copy of; its own where it is none.
///
/// `coded` must be in canonical order; the sketches are sorted.
pub fn of(coded: &[&Coded]) -> Vec<usize> {
    let mut origin: Vec<usize> = (0..coded.len()).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, article) in coded.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for hash in &article.shingles {
            let list = holders.entry(*hash).or_default();
            if list.len() < TOO_COMMON {
                for &other in list.iter() {
                    *shared.entry(other).or_default() += 1;
                }
                list.push(index);
            }
        }
        let first = shared
            .into_iter()
            .filter(|&(other, count)| {
                let least = coded[other].shingles.len().min(article.shingles.len());
                least > 0 && count as f64 / least as f64 >= COPY
            })
            .map(|(other, _)| origin[other])
            .min();
        if let Some(first) = first {
            origin[index] = first;
        }
    }
    origin
}

/// Number of independent origins among some articles: copies count once, and so do articles that name the same medium
/// as their only source.
pub fn count(articles: &[usize], origin: &[usize]) -> usize {
    let mut origins: Vec<usize> = articles.iter().map(|&article| origin[article]).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len()
}
