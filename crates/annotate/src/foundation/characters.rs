//! Classes of characters that the tokenizer's rules and the word attributes ask for.

use serde::Deserialize;

/// White space as the tokenizer's training knew it: Unicode's, and the four ASCII separators.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// A set of characters, read from a flat list `first, last, first, last, …` in rising order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<u32>")]
pub(super) struct CharacterSet {
    ascii: u128,
    ranges: Box<[(u32, u32)]>,
}

impl From<Vec<u32>> for CharacterSet {
    fn from(flat: Vec<u32>) -> Self {
        let ranges: Box<[(u32, u32)]> = flat.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let mut ascii = 0;
        for &(first, last) in &ranges {
            for point in first..=last.min(127) {
                ascii |= 1 << point;
            }
        }
        Self { ascii, ranges }
    }
}

impl CharacterSet {
    /// Whether the character is a member.
    pub fn contains(&self, character: char) -> bool {
        let point = u32::from(character);
        if point < 128 {
            return self.ascii >> point & 1 == 1;
        }
        let after = self.ranges.partition_point(|&(first, _)| first <= point);
        after > 0 && point <= self.ranges[after - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_range_are_members() {
        let set = CharacterSet::from(vec![65, 90, 200, 300]);
        assert!(set.contains('A') && set.contains('Z') && set.contains('\u{c8}') && set.contains('\u{12c}'));
        assert!(
            !set.contains('a') && !set.contains('\u{c7}') && !set.contains('\u{12d}') && !set.contains('\u{1F600}')
        );
    }
}
