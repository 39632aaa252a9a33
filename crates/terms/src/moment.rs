use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::labels::labels;

labels! {
    /// How much of a date is known.
    Precision {
        /// The hour or minute.
        Time = "time",
        /// The day.
        Day = "day",
        /// The week.
        Week = "week",
        /// The month.
        Month = "month",
        /// The year.
        Year = "year",
    }
}

labels! {
    /// Where a date comes from.
    Basis {
        /// Written out in the text.
        Stated = "stated",
        /// Reckoned from the article's own date ("on Thursday").
        Relative = "relative",
        /// Taken from another report of the same event.
        Inferred = "inferred",
    }
}

/// A day, week, month or year with how it is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// First day of what is meant.
    pub day: Date,
    /// How much is known; `day` is exact only at [`Precision::Day`] and [`Precision::Time`].
    pub precision: Precision,
    /// Where it comes from.
    pub basis: Basis,
}

impl Dated {
    /// The day itself, known exactly.
    pub fn on(day: Date, basis: Basis) -> Self {
        Self { day, precision: Precision::Day, basis }
    }

    /// The value written in records: `2016-12-30`, `2016-12` or `2016`.
    pub fn value(&self) -> String {
        match self.precision {
            Precision::Time | Precision::Day | Precision::Week => self.day.to_string(),
            Precision::Month => format!("{:04}-{:02}", self.day.year(), self.day.month()),
            Precision::Year => format!("{:04}", self.day.year()),
        }
    }
}
