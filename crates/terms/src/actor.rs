use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::labels::labels;
use crate::{EntityLabel, Span};

labels! {
    /// What an actor is within its country: the sectors of PLOVER 2.0, as `data/ontology/sectors.toml` defines them.
    Sector {
        /// Police, border guards, investigators.
        Cop = "COP",
        /// Executive: head of state, cabinet, ministries, diplomats, provinces and cities.
        Gov = "GOV",
        /// Courts, judges, prosecutors.
        Jud = "JUD",
        /// Legislature and legislators.
        Leg = "LEG",
        /// Armed forces of the state.
        Mil = "MIL",
        /// Armed organisation beside the army that is not against the government.
        Prm = "PRM",
        /// Political party.
        Pty = "PTY",
        /// Armed group that fights a government.
        Reb = "REB",
        /// Intelligence service.
        Spy = "SPY",
        /// Armed people of whom nobody knows whose they are.
        Uaf = "UAF",
        /// Implied and not named.
        Unk = "UNK",
        /// Agriculture: farmers, fishers.
        Agr = "AGR",
        /// Business.
        Bus = "BUS",
        /// Organised crime.
        Crm = "CRM",
        /// Civilians, protesters, voters.
        Cvl = "CVL",
        /// Schools, universities, students.
        Edu = "EDU",
        /// Elites: former officials and the families of those who hold or held office.
        Eli = "ELI",
        /// Journalists and news media.
        Jrn = "JRN",
        /// Labour: unions and workers.
        Lab = "LAB",
        /// Health workers and bodies. Not the media: those are [`Sector::Jrn`].
        Med = "MED",
        /// Refugees and displaced people.
        Ref = "REF",
        /// Opposition: politicians and dissidents out of power.
        Opp = "OPP",
        /// Partly recognised entity; stands beside another sector in PLOVER.
        Pre = "PRE",
        /// Religious bodies and leaders.
        Rel = "REL",
        /// Organised civil society: rights groups, charities, clubs.
        Soc = "SOC",
    }
}

/// Somebody who acts, is acted upon, or speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Name as the actor files have it, else as the text has it.
    pub name: String,
    /// ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC; `None` where unknown.
    pub code: Option<String>,
    /// PLOVER sector; `None` where unknown or where the country itself is meant.
    pub sector: Option<Sector>,
    /// Wikidata item, where the actor files know it.
    pub wikidata_id: Option<String>,
}

impl Actor {
    /// Whether it bears a code or a Wikidata item, or has the words in its name, whatever their case.
    pub fn answers_to(&self, asked: &str) -> bool {
        let bears = |code: &String| code.eq_ignore_ascii_case(asked);
        self.code.as_ref().is_some_and(bears)
            || self.wikidata_id.as_ref().is_some_and(bears)
            || self.name.to_lowercase().contains(&asked.to_lowercase())
    }
}

labels! {
    /// How a text speaks of an actor.
    MentionKind {
        /// By name: "Russia", "Sergei Lavrov", "the Kremlin".
        Named = "named",
        /// By a role or a common noun: "US diplomats", "the minister", "protesters".
        Nominal = "nominal",
        /// By a pronoun: "he", "they", "its".
        Pronoun = "pronoun",
        /// By an adjective of nationality: "Russian" in "Russian officials".
        Adjectival = "adjectival",
    }
}

/// A point on the earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// A place in the text that speaks of an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words, modifiers included ("35 Russian diplomats"), relative clauses not.
    pub span: Span,
    /// The same as token indices.
    pub tokens: Range<usize>,
    /// Token index of the syntactic head ("diplomats").
    pub head: usize,
    /// How the text speaks of it.
    pub kind: MentionKind,
    /// Entity label, given by the model or by the actor files.
    pub label: EntityLabel,
    /// Whom it means, resolved by date and context.
    pub actor: Actor,
    /// Other readings, where context did not decide ("Georgia"); empty where it did.
    pub alternatives: Vec<Actor>,
    /// Where it lies, of places that the tables know.
    pub point: Option<Point>,
    /// Index of the earlier mention that a pronoun or short form stands for.
    pub antecedent: Option<usize>,
}
