//! Spellings made comparable: letters without their marks, words cut into atoms.

use std::sync::LazyLock;

use super::index::QuickMap;

/// Base letters with the marked letters that fold to them.
const MARKED: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ("A", "ÀÁÂÃÄÅĀĂĄẠẢẤẦẬẮẶ"),
    ("ae", "æ"),
    ("Ae", "Æ"),
    ("c", "çćĉċč"),
    ("C", "ÇĆĈĊČ"),
    ("d", "ďđðḍḏḑ"),
    ("D", "ĎĐÐḌḐ"),
    ("e", "èéêëēĕėęěəẹẻẽếềểễệ"),
    ("E", "ÈÉÊËĒĔĖĘĚƏẸẾỀỆ"),
    ("g", "ĝğġģǧ"),
    ("G", "ĜĞĠĢǦ"),
    ("h", "ĥħḥḩẖ"),
    ("H", "ĤĦḤḨ"),
    ("i", "ìíîïĩīĭįıỉịḯ"),
    ("I", "ÌÍÎÏĨĪĬĮİỊ"),
    ("j", "ĵ"),
    ("J", "Ĵ"),
    ("k", "ķ"),
    ("K", "Ķ"),
    ("l", "ĺļľŀł"),
    ("L", "ĹĻĽĿŁ"),
    ("n", "ñńņňŉṅ"),
    ("N", "ÑŃŅŇ"),
    ("o", "òóôõöøōŏőơọỏốồổỗộớờởỡợ"),
    ("O", "ÒÓÔÕÖØŌŎŐƠỌỐỒỘỚỢ"),
    ("oe", "œ"),
    ("Oe", "Œ"),
    ("r", "ŕŗř"),
    ("R", "ŔŖŘ"),
    ("s", "śŝşšșṣ"),
    ("S", "ŚŜŞŠȘṢ"),
    ("ss", "ß"),
    ("t", "ţťŧțṭ"),
    ("T", "ŢŤŦȚṬ"),
    ("th", "þ"),
    ("Th", "Þ"),
    ("u", "ùúûüũūŭůűųưụủứừửữự"),
    ("U", "ÙÚÛÜŨŪŬŮŰŲƯỤỨỪỰ"),
    ("w", "ŵ"),
    ("W", "Ŵ"),
    ("y", "ýÿŷỳỹ"),
    ("Y", "ÝŸŶ"),
    ("z", "źżžẓẕ"),
    ("Z", "ŹŻŽẒẔ"),
];

/// Every marked letter with its base.
fn bases() -> &'static QuickMap<char, &'static str> {
    static BASES: LazyLock<QuickMap<char, &'static str>> = LazyLock::new(|| {
        MARKED.iter().flat_map(|&(base, marked)| marked.chars().map(move |letter| (letter, base))).collect()
    });
    &BASES
}

/// Appends a word with its letters' marks taken off; its case is kept.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.push_str(word);
        return;
    }
    for letter in word.chars() {
        if letter.is_ascii() {
            folded.push(letter);
        } else if let Some(base) = bases().get(&letter) {
            folded.push_str(base);
        } else if !matches!(letter, '\u{300}'..='\u{36f}') {
            folded.push(letter);
        }
    }
}

/// A word with its letters' marks taken off; its case is kept.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// The atoms of a word: runs of letters and digits; marks that end a name stand for themselves; hyphens, full
/// stops within a word and apostrophes vanish, so that "U.S", "U.S." and "al-Assad" meet however they are cut.
pub(super) fn atoms(word: &str) -> impl Iterator<Item = &str> {
    let lone_stop = word == ".";
    let mut rest = word;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if is_letter(first) {
                let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
                let (atom, after) = rest.split_at(end);
                rest = after;
                return Some(atom);
            }
            let (mark, after) = rest.split_at(first.len_utf8());
            rest = after;
            if lone_stop || !matches!(first, '.' | '-' | '\'' | '’' | '‘' | '`' | '‐' | '‑' | '\u{200d}') {
                return Some(mark);
            }
        }
    })
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fold_away_and_case_stays() {
        assert_eq!(fold("Erdoğan"), "Erdogan");
        assert_eq!(fold("İstanbul"), "Istanbul");
        assert_eq!(fold("Łódź"), "Lodz");
    }

    #[test]
    fn abbreviations_and_hyphens_cut_alike() {
        assert_eq!(atoms("U.S.").collect::<Vec<_>>(), ["U", "S"]);
        assert_eq!(atoms("al-Assad").collect::<Vec<_>>(), ["al", "Assad"]);
        assert_eq!(atoms(",").collect::<Vec<_>>(), [","]);
        assert_eq!(atoms(".").collect::<Vec<_>>(), ["."]);
        assert_eq!(atoms("-").count(), 0);
    }
}
