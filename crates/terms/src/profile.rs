use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Content words of an article with their counts, for telling stories apart. Kept in one piece, since a record holds
/// one for every article it was ever read from; as JSON an object.
///
/// # Example
/// ```
/// use terms::Profile;
/// let profile: Profile = [("expel".to_owned(), 2), ("Norway".to_owned(), 1)].into();
/// assert_eq!(profile.iter().collect::<Vec<_>>(), [("Norway", 1), ("expel", 2)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// All words one behind the other, sorted.
    words: Box<str>,
    /// One past each word's last byte, and its count.
    ends: Box<[(u32, u32)]>,
}

impl Profile {
    /// Words with their counts, sorted by word.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, count)| {
            let word = self.words.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            (word, count)
        })
    }
}

impl From<BTreeMap<String, u32>> for Profile {
    fn from(counts: BTreeMap<String, u32>) -> Self {
        let mut words = String::new();
        let ends = counts
            .into_iter()
            .map(|(word, count)| {
                words.push_str(&word);
                (u32::try_from(words.len()).unwrap_or(u32::MAX), count)
            })
            .collect();
        Self { words: words.into(), ends }
    }
}

impl<const N: usize> From<[(String, u32); N]> for Profile {
    fn from(counts: [(String, u32); N]) -> Self {
        BTreeMap::from(counts).into()
    }
}

impl Serialize for Profile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Profile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, u32>::deserialize(deserializer).map(Self::from)
    }
}
