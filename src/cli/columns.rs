//! Cells beside each other, wrapped to their widths.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::paint::{Paint, Style};

/// Blanks between columns.
const GAP: usize = 2;

/// A run of words in one style; a cell is made of some, each on lines of its own.
pub(crate) type Piece = (Style, String);

/// Prints a row of cells of given widths, each wrapped; the last column is not padded.
pub(crate) fn row(
    out: &mut dyn Write,
    paint: Paint,
    indent: usize,
    widths: &[usize],
    cells: &[Vec<Piece>],
) -> io::Result<()> {
    let wrapped: Vec<Vec<(Style, String)>> = cells
        .iter()
        .zip(widths)
        .map(|(pieces, &width)| {
            pieces.iter().flat_map(|(style, words)| wrap(words, width).into_iter().map(|line| (*style, line))).collect()
        })
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut printed = " ".repeat(indent);
        let mut column = indent;
        let mut written = indent;
        for (cell, &width) in wrapped.iter().zip(widths) {
            if let Some((style, words)) = cell.get(line).filter(|(_, words)| !words.is_empty()) {
                printed.push_str(&" ".repeat(column - written));
                printed.push_str(&paint.on(*style, words));
                written = column + words.width();
            }
            column = (column + width + GAP).max(written + 1);
        }
        writeln!(out, "{}", printed.trim_end())?;
    }
    Ok(())
}

/// Shares `whole` columns out: fixed widths stay, what is left goes by weight to the flexible ones.
pub(crate) fn share(whole: usize, columns: &[(usize, usize)]) -> Vec<usize> {
    let fixed: usize = columns.iter().map(|(least, _)| least + GAP).sum::<usize>().saturating_sub(GAP);
    let spare = whole.saturating_sub(fixed);
    let weights: usize = columns.iter().map(|(_, weight)| weight).sum::<usize>().max(1);
    columns.iter().map(|(least, weight)| least + spare * weight / weights).collect()
}

/// Breaks words into lines no wider than `width`; a word that is wider is cut. Control characters of an article never
/// reach a terminal.
pub(crate) fn wrap(words: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let clean: String = words.chars().filter(|letter| letter.is_whitespace() || !letter.is_control()).collect();
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in clean.split_whitespace() {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            lines.push(String::new());
            used = 0;
        }
        let last = lines.len() - 1;
        if used > 0 {
            lines[last].push(' ');
            used += 1;
        }
        if wide <= width {
            lines[last].push_str(word);
            used += wide;
            continue;
        }
        for letter in word.chars() {
            let wide = letter.width().unwrap_or(0);
            if used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(letter);
            }
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_a_word_that_is_too_wide_is_cut() {
        assert_eq!(wrap("to expel 35 diplomats", 10), ["to expel", "35", "diplomats"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
        assert_eq!(wrap("a\x1b[2Jb", 9), ["a[2Jb"]);
        assert_eq!(wrap("外交官を追放", 4), ["外交", "官を", "追放"]);
    }

    #[test]
    fn cells_stand_below_their_heads() {
        let mut out = Vec::new();
        let cells = [
            vec![(Style::Plain, "done".into())],
            vec![(Style::Plain, "Oslo and Bergen".into())],
            vec![(Style::Plain, "2".into())],
        ];
        row(&mut out, Paint(false), 1, &[6, 8, 2], &cells).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), " done    Oslo and  2\n         Bergen\n");
    }

    #[test]
    fn spare_columns_go_by_weight() {
        assert_eq!(share(30, &[(4, 0), (2, 1), (2, 2)]), [4, 8, 14]);
    }
}
