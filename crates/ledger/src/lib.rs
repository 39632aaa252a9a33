//! Stage 5: the record kept in one SQLite file, append-only, with two clocks.
