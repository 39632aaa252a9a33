//! Where a party of a deed stands, as the lexicon names it.

/// A place within the clause, seen from the trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Who does it: subject, or by-phrase of a passive.
    Subject,
    /// Direct object, or subject of a passive.
    Object,
    /// Dative or to-phrase.
    Indirect,
    /// The object of a preposition.
    Preposition(String),
    /// The object of a preposition anywhere below the trigger.
    Under(String),
    /// A phrase within the direct object.
    InObject(Box<Place>),
    /// Possessor of a nominal trigger.
    Possessive,
    /// Compound before a nominal trigger.
    Compound,
    /// Adjective before a nominal trigger.
    Adjective,
    /// The recipient's own state.
    Home,
    /// The country that the article is mostly about.
    Context,
    /// Nobody.
    Nobody,
}

impl Place {
    /// Reads a place: `subject`, `object`, `indirect`, `possessive`, `compound`, `adjective`, `home`, `context`, `none`, a
    /// preposition, `under` and a preposition (anywhere below the trigger), or `object.` and one of these.
    ///
    /// # Errors
    /// The text is no place.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "subject" => Place::Subject,
            "object" => Place::Object,
            "indirect" => Place::Indirect,
            "possessive" => Place::Possessive,
            "compound" => Place::Compound,
            "adjective" => Place::Adjective,
            "home" => Place::Home,
            "context" => Place::Context,
            "none" => Place::Nobody,
            _ if text.starts_with("under ") => Place::Under(text["under ".len()..].to_owned()),
            _ => match text.strip_prefix("object.") {
                Some(inner) => Place::InObject(Box::new(Place::parse(inner)?)),
                None if !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == ' ') => {
                    Place::Preposition(text.to_owned())
                }
                None => return Err(format!("{text:?} is no place")),
            },
        })
    }
}
