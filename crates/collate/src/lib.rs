//! Stage 4: all reports to one record: events, standings, claims, stories.
