//! What the tokenizer splits off the ends and out of the middle of a chunk.
//!
//! A chunk is what stands between white space. Lengths are bytes.

use serde::Deserialize;

use super::characters::CharacterSet;

/// The tokenizer's rules for affixes, as character sets and lists of units.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Affixes {
    prefixes: CharacterSet,
    suffixes: CharacterSet,
    infixes: CharacterSet,
    before_period: CharacterSet,
    capitals: CharacterSet,
    before_infix_period: CharacterSet,
    after_infix_period: CharacterSet,
    letters: CharacterSet,
    lower_letters: CharacterSet,
    host: CharacterSet,
    /// Measures and currencies that are split off a number.
    units: Vec<Box<str>>,
}

/// Bytes that a unit and the digit before it take at most: where no digit is so near the end, none is looked for.
const LONGEST_MEASURE: usize = 24;

const CURRENCY_CODES: [&str; 3] = ["US$", "C$", "A$"];
const POSSESSIVES: [&str; 4] = ["'s", "'S", "’s", "’S"];

fn ends_in_digit(text: &str) -> bool {
    text.as_bytes().last().is_some_and(u8::is_ascii_digit)
}

impl Affixes {
    /// Length of the prefix to split off; 0 where there is none.
    pub fn prefix(&self, text: &str) -> usize {
        let Some(first) = text.chars().next() else { return 0 };
        if self.prefixes.contains(first) {
            return first.len_utf8();
        }
        match first {
            '+' if !text.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => 1,
            '.' => match text.bytes().take_while(|&byte| byte == b'.').count() {
                1 => 0,
                dots => dots,
            },
            'U' | 'C' | 'A' => CURRENCY_CODES.iter().find(|code| text.starts_with(**code)).map_or(0, |code| code.len()),
            _ => 0,
        }
    }

    /// Length of the longest suffix to split off; 0 where there is none.
    pub fn suffix(&self, text: &str) -> usize {
        let mut reversed = text.chars().rev();
        let Some(last) = reversed.next() else { return 0 };
        let before = reversed.next();
        let stem = &text[..text.len() - last.len_utf8()];
        let mut longest = if self.suffixes.contains(last) { last.len_utf8() } else { 0 };
        if last == '…' && before == Some('…') {
            longest = longest.max(2 * last.len_utf8());
        }
        if last == '.' {
            let dots = text.bytes().rev().take_while(|&byte| byte == b'.').count();
            if dots > 1 {
                longest = longest.max(dots);
            } else if before.is_some_and(|before| {
                self.before_period.contains(before)
                    || reversed.next().is_some_and(|earlier| {
                        (self.capitals.contains(before) && self.capitals.contains(earlier))
                            || (earlier == '°' && matches!(before, 'F' | 'f' | 'C' | 'c' | 'K' | 'k'))
                    })
            }) {
                longest = longest.max(1);
            }
        }
        if last == '+' && ends_in_digit(stem) {
            longest = longest.max(1);
        }
        if matches!(last, 's' | 'S') {
            for possessive in POSSESSIVES.iter().filter(|possessive| text.ends_with(**possessive)) {
                longest = longest.max(possessive.len());
            }
        }
        let end = &text.as_bytes()[text.len().saturating_sub(LONGEST_MEASURE)..];
        if end.iter().any(u8::is_ascii_digit) {
            for unit in &self.units {
                if unit.len() > longest && text.strip_suffix(&**unit).is_some_and(ends_in_digit) {
                    longest = unit.len();
                }
            }
        }
        longest
    }

    /// Byte ranges of the infixes, from left to right.
    pub fn infixes(&self, text: &str, found: &mut Vec<(usize, usize)>) {
        found.clear();
        let mut before = None;
        let mut position = 0;
        while let Some(character) = text[position..].chars().next() {
            let after = &text[position + character.len_utf8()..];
            let length = self.infix_at(before, character, after);
            if length > 0 {
                found.push((position, position + length));
                position += length;
                before = text[..position].chars().next_back();
            } else {
                position += character.len_utf8();
                before = Some(character);
            }
        }
    }

    /// Length of the infix that starts with `character`; 0 where there is none.
    fn infix_at(&self, before: Option<char>, character: char, after: &str) -> usize {
        if character.is_ascii_alphanumeric() {
            return 0;
        }
        if character == '.' {
            let more = after.bytes().take_while(|&byte| byte == b'.').count();
            if more > 0 {
                return 1 + more;
            }
        }
        if self.infixes.contains(character) {
            return character.len_utf8();
        }
        let Some(before) = before else { return 0 };
        let Some(next) = after.chars().next() else { return 0 };
        let between_numbers = before.is_ascii_digit() && (next.is_ascii_digit() || next == '-');
        if matches!(character, '+' | '-' | '*' | '^') && between_numbers {
            return 1;
        }
        if character == '.' {
            return usize::from(self.before_infix_period.contains(before) && self.after_infix_period.contains(next));
        }
        if character == ',' {
            return usize::from(self.letters.contains(before) && self.letters.contains(next));
        }
        if !self.letters.contains(before) && !before.is_ascii_digit() {
            return 0;
        }
        let letter_after = |length: usize| {
            after
                .get(length - character.len_utf8()..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| self.letters.contains(c))
        };
        match character {
            '-' => {
                let run = 1 + after.bytes().take(3).take_while(|&byte| byte == b'-').count();
                if run <= 3 && letter_after(run) { run } else { 0 }
            }
            '—' => [1, 2]
                .into_iter()
                .map(|dashes| dashes * character.len_utf8())
                .find(|&length| (length == character.len_utf8() || next == '—') && letter_after(length))
                .unwrap_or(0),
            '–' | '~' | ':' | '<' | '>' | '=' | '/' if letter_after(character.len_utf8()) => character.len_utf8(),
            _ => 0,
        }
    }

    /// Whether the whole chunk is an address of the web or of mail: `[scheme://][user@]host[:port][/…]`.
    pub fn is_address(&self, text: &str) -> bool {
        if !text.contains('.') {
            return false;
        }
        if self.is_host_and_path(text) {
            return true;
        }
        let scheme = text.find("://").filter(|&end| {
            let name = &text[..end];
            name.chars().nth(1).is_some()
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.'))
        });
        scheme.is_some_and(|end| self.is_host_and_path(&text[end + 3..]))
            || text.match_indices('@').any(|(at, _)| at > 0 && self.is_host_and_path(&text[at + 1..]))
    }

    fn is_host_and_path(&self, text: &str) -> bool {
        let in_host = |c: char| self.host.contains(c) || self.lower_letters.contains(c) || matches!(c, '.' | '_' | '-');
        let end = text.find(|c: char| !in_host(c)).unwrap_or(text.len());
        let (host, mut rest) = text.split_at(end);
        if let Some(port) = rest.strip_prefix(':') {
            let digits = port.bytes().take_while(u8::is_ascii_digit).count();
            if !(2..=5).contains(&digits) {
                return false;
            }
            rest = &port[digits..];
        }
        (rest.is_empty() || rest.starts_with(['/', '?', '#'])) && (self.is_named_host(host) || is_public_address(host))
    }

    fn is_named_host(&self, host: &str) -> bool {
        let Some((labels, top)) = host.rsplit_once('.') else { return false };
        let length = top.chars().count();
        (2..=63).contains(&length)
            && top.chars().all(|c| self.lower_letters.contains(c))
            && labels.split('.').all(|label| {
                let ends = [label.chars().next(), label.chars().next_back()];
                ends.into_iter().all(|end| end.is_some_and(|end| self.host.contains(end)))
                    && label.chars().all(|c| self.host.contains(c) || matches!(c, '_' | '-'))
                    && label.chars().count() <= 64
            })
    }
}

/// Whether the text is an internet address of four numbers outside the private and reserved ranges.
fn is_public_address(host: &str) -> bool {
    let parts: Vec<&str> = host.splitn(5, '.').collect();
    let [first, second, third, last] = parts[..] else { return false };
    let number = |part: &str, zero_padded: bool| -> Option<u32> {
        let plain = (1..=3).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (zero_padded || !part.starts_with('0'))
            && (part.len() < 3 || !part.starts_with('0'));
        if plain { part.parse().ok() } else { None }
    };
    let (Some(a), Some(b), Some(c), Some(d)) =
        (number(first, false), number(second, true), number(third, true), number(last, false))
    else {
        return false;
    };
    let private =
        a == 10 || a == 127 || (a == 169 && b == 254) || (a == 192 && b == 168) || (a == 172 && (16..=31).contains(&b));
    (1..=223).contains(&a) && b <= 255 && c <= 255 && (1..=254).contains(&d) && !private
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_reserved_internet_addresses_are_none() {
        for address in [
            "10.0.0.1",
            "127.0.0.1",
            "169.254.3.4",
            "192.168.0.1",
            "172.16.0.1",
            "224.1.1.1",
            "1.2.3.0",
            "1.2.3",
            "01.2.3.4",
        ] {
            assert!(!is_public_address(address), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "223.255.255.254", "1.0.0.1"] {
            assert!(is_public_address(address), "{address}");
        }
    }
}
