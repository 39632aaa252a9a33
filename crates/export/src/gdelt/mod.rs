//! GDELT 2.0: the table of events and the table of their mentions. Tabs between, no head, nothing for what is not known.
//!
//! A row of events is a pair of sides: an event of two countries against one is two. Codes are CAMEO's. `GoldsteinScale`
//! holds PLOVER's score, which was derived from Goldstein's. Tone is left empty: the ledger judges nobody's mood.
//! `GLOBALEVENTID` is made of the event's id and the two sides, and fits into 53 bits.

mod events;
mod mentions;
mod rows;

use std::io::{self, Write};

pub(crate) use events::write as events;
pub(crate) use mentions::write as mentions;

/// A line of cells with tabs between. The formats know no quoting, so white space of other kinds becomes a blank.
pub(crate) fn tabbed<S: AsRef<str>>(out: &mut dyn Write, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            line.push('\t');
        }
        // A quote mark would open a quoted cell for many readers.
        line.extend(cell.as_ref().chars().map(|letter| match letter {
            '"' => '\u{201d}',
            letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => ' ',
            letter => letter,
        }));
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}
