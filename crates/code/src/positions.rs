//! Where a party of a deed stands, as the lexicon names it.

/// A position within the clause, seen from the trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
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
    /// The subject of the clause that a nominal trigger stands beside: "At talks in Hanoi, Australia urged …".
    Attendant,
    /// The verb that completes the trigger's: "ordered to leave".
    Complement,
    /// A position seen from the noun that stands in another one.
    Within(Box<Position>, Box<Position>),
    /// Possessor of a nominal trigger.
    Possessive,
    /// Compound before a nominal trigger.
    Compound,
    /// Adjective before a nominal trigger.
    Adjective,
    /// The recipient's own state.
    Home,
    /// Whoever holds the recipient: "the release of two citizens held in Iran".
    Holder,
    /// The country that the article is mostly about.
    Context,
    /// Nobody.
    Nobody,
}

impl Position {
    /// Reads a position: `subject`, `object`, `indirect`, `possessive`, `compound`, `adjective`, `attendant`, `complement`,
    /// `home`, `holder`, `context`, `none`, a preposition, `under` and a preposition (anywhere below the trigger), or two of these with
    /// a stop between: `object.of` is the of-phrase of the object, `in.adjective` the adjective of the noun behind "in".
    ///
    /// # Errors
    /// The text is no position.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "subject" => Position::Subject,
            "object" => Position::Object,
            "indirect" => Position::Indirect,
            "possessive" => Position::Possessive,
            "compound" => Position::Compound,
            "adjective" => Position::Adjective,
            "attendant" => Position::Attendant,
            "complement" => Position::Complement,
            "home" => Position::Home,
            "holder" => Position::Holder,
            "context" => Position::Context,
            "none" => Position::Nobody,
            _ if text.starts_with("under ") => Position::Under(text["under ".len()..].to_owned()),
            _ => match text.split_once('.') {
                Some((outer, inner)) => {
                    Position::Within(Box::new(Position::parse(outer)?), Box::new(Position::parse(inner)?))
                }
                None if !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == ' ') => {
                    Position::Preposition(text.to_owned())
                }
                None => return Err(format!("{text:?} is no place")),
            },
        })
    }
}
