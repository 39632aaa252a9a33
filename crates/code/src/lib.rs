//! Stage 3: an annotated article to reports.
