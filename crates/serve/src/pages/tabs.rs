//! The ways between the pages of one story.

use terms::StoryRow;

/// The ways between the pages of one story.
pub(crate) struct Tabs {
    pub story: String,
    pub title: String,
    /// Which page is shown: "", "timeline", "says", "differences".
    pub at: &'static str,
    /// What there is: end of the address, and its name.
    pub all: [(&'static str, &'static str); 4],
}

impl Tabs {
    pub(crate) fn of(story: &StoryRow, at: &'static str) -> Self {
        let all = [
            ("", "Where it stands"),
            ("timeline", "Timeline"),
            ("says", "Who says what"),
            ("differences", "Differences"),
        ];
        Self { story: story.id.clone(), title: story.title.clone(), at, all }
    }

    /// The address of one.
    pub(crate) fn href(&self, name: &str) -> String {
        if name.is_empty() { format!("/stories/{}", self.story) } else { format!("/stories/{}/{name}", self.story) }
    }
}
