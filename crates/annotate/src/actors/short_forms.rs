//! Short forms of bodies' names: initials, or the first word of a name given before.

use terms::{MentionKind, Sector, Tag};

use super::reading::Reading;

impl<'a> Reading<'a> {
    /// The body named in full before for which this name is short: its initials, or its first word.
    pub(super) fn short_for(&self, name: usize) -> Option<usize> {
        let run = &self.names[name].tokens;
        let word = &*self.article.tokens[run.start].text;
        let known = self.names[name].hit.is_some();
        if run.len() != 1 || (known && (word.len() < 3 || word.chars().any(char::is_lowercase))) {
            return None;
        }
        self.short_forms.get(word).map(|&draft| draft as usize)
    }

    /// Adds a mention of a body by the short form of a name given before.
    pub(super) fn read_short(&mut self, name: usize, earlier: usize) {
        let own = self.names[name].tokens.clone();
        let head = self.names[name].head;
        let full = self.drafts[earlier].clone();
        let tokens = self.named_phrase(own, head);
        let mut draft = self.draft(tokens, head, MentionKind::Named, full.mention.label, full.mention.actor);
        draft.class = full.class;
        draft.code = full.code;
        draft.role = full.role;
        draft.mention.antecedent = Some(earlier);
        self.add(draft);
    }

    /// Remembers the initials of a body's name and, for names of the text's own, its first word.
    pub(super) fn remember_short(&mut self, name: usize, draft: usize) {
        let run = self.names[name].tokens.clone();
        if run.len() < 2 || self.names[name].inner {
            return;
        }
        let tokens = &self.article.tokens;
        let capital = |word: &str| word.chars().next().filter(|first| first.is_uppercase());
        let initials: String = tokens[run.clone()].iter().filter_map(|token| capital(&token.text)).collect();
        if initials.len() > 2 {
            self.short_forms.insert(initials.into_boxed_str(), draft as u32);
        }
        let first = &tokens[run.start];
        let sector = self.drafts[draft].mention.actor.sector;
        let public = matches!(
            sector,
            Some(Sector::Med | Sector::Edu | Sector::Cop | Sector::Gov | Sector::Jud | Sector::Leg | Sector::Mil)
        );
        let plain = self.names[name].hit.is_none()
            && !public
            && first.tag == Tag::NNP
            && first.text.len() > 3
            && !matches!(
                &*first.text,
                "National"
                    | "United"
                    | "General"
                    | "First"
                    | "International"
                    | "American"
                    | "Royal"
                    | "Central"
                    | "Federal"
            )
            && !run.clone().any(|at| self.names[self.name_at[at] as usize].inner);
        if plain {
            self.short_forms.insert(first.text.clone(), draft as u32);
        }
    }
}
