//! Words that look like a known name and are none here: months, verbs, languages, parts of other names.

use terms::{Annotated, EntityLabel, PartOfSpeech, Relation, Tag, Token};

use super::Actors;
use super::gazetteer::Kind;
use super::index::Hit;
use super::names::{gives_country, is_role, roles_at};
use super::roles::RoleMatch;

/// Whether a hit is used as a name here: no date, no verb, no role noun alone.
pub(super) fn is_name(actors: &Actors, article: &Annotated, roles: &[RoleMatch], hit: &Hit) -> bool {
    use EntityLabel::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    let at = article.entities.partition_point(|entity| entity.tokens.end <= hit.tokens.start);
    let counted = article.entities.get(at).is_some_and(|entity| {
        matches!(entity.label, Cardinal | Date | Money | Ordinal | Percent | Quantity | Time)
            && entity.tokens.start <= hit.tokens.start
            && hit.tokens.end <= entity.tokens.end
            && entity.tokens.start + 1 < entity.tokens.end
            && !is_place_in_time(actors, article, hit, entity)
    });
    let dated = article.entities.get(at).is_some_and(|entity| entity.label == Date && entity.tokens == hit.tokens);
    let language = article
        .entities
        .get(at)
        .is_some_and(|entity| entity.label == EntityLabel::Language && entity.tokens == hit.tokens)
        && matches!(article.tokens[hit.tokens.end - 1].relation, Relation::Pobj | Relation::Dobj);
    if counted || dated || language {
        return false;
    }
    let place = gives_country(actors, hit);
    if is_role(roles, &hit.tokens) && !place {
        return false;
    }
    if is_of_another_name(actors, &article.tokens, roles, hit) {
        return false;
    }
    let token = &article.tokens[hit.tokens.start];
    let word = hit.tokens.len() == 1;
    !(word && token.is_verb() && (token.part == PartOfSpeech::Aux || token.text.chars().all(char::is_lowercase)))
        && !(word && matches!(token.tag, Tag::MD | Tag::IN | Tag::PRP | Tag::DT | Tag::CD))
}

/// "hit Kyiv overnight", "in 1939 Germany invaded": the recogniser takes the place for a part of the time.
fn is_place_in_time(actors: &Actors, article: &Annotated, hit: &Hit, entity: &terms::NamedEntity) -> bool {
    let rest = &article.tokens[hit.tokens.end..entity.tokens.end];
    let head = super::names::head_of(&article.tokens, hit.tokens.clone());
    let acts = matches!(article.tokens[head].relation, Relation::Nsubj | Relation::Nsubjpass);
    if rest.is_empty() && acts {
        return gives_country(actors, hit);
    }
    entity.tokens.start == hit.tokens.start
        && gives_country(actors, hit)
        && rest.iter().all(|token| matches!(&*token.text, "overnight" | "yesterday" | "today" | "tonight" | "tomorrow"))
}

/// Whether a name is but a part of a person's, a place's or a thing's: "Orlando Marsh", "East Cairo", "Congo river".
fn is_of_another_name(actors: &Actors, tokens: &[Token], roles: &[RoleMatch], hit: &Hit) -> bool {
    let kinds = |wanted: &dyn Fn(Kind) -> bool| actors.gazetteer.entries(hit).all(|entry| wanted(entry.kind));
    let (at, last) = (hit.tokens.start, hit.tokens.end - 1);
    let below = tokens[last].head == last + 1 && tokens[last].relation == Relation::Compound;
    let ground = |word: &str| {
        matches!(
            word,
            "river"
                | "sea"
                | "lake"
                | "desert"
                | "basin"
                | "square"
                | "street"
                | "papers"
                | "strait"
                | "theatre"
                | "theater"
                | "bridge"
                | "region"
        )
    };
    if below && !kinds(&|kind| kind == Kind::Demonym) && ground(&tokens[last + 1].text.to_ascii_lowercase()) {
        return true;
    }
    if hit.tokens.len() > 1 {
        return false;
    }
    let proper = |index: usize| tokens.get(index).is_some_and(|token| token.tag == Tag::NNP && !roles_at(roles, index));
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let word = before.map_or("", |token| &token.text);
    if kinds(&|kind| kind.is_body()) {
        let counted = matches!(word, "a" | "an") && before.is_some_and(|token| token.head == at);
        let land = word == "the"
            && kinds(&|kind| kind == Kind::Company)
            && tokens[at].relation == Relation::Pobj
            && matches!(&*tokens[tokens[at].head].text, "in" | "across" | "through");
        return counted || land || (below && proper(at + 1));
    }
    if !kinds(&|kind| kind == Kind::Country || kind.is_place()) {
        return false;
    }
    if before.is_some_and(|token| token.tag == Tag::NNP && token.head == at) && !roles_at(roles, at - 1) {
        let compass = matches!(
            word,
            "East"
                | "West"
                | "North"
                | "South"
                | "New"
                | "Fort"
                | "Port"
                | "Lake"
                | "Mount"
                | "Cape"
                | "St."
                | "St"
                | "Saint"
        );
        let named = tokens[at - 1].relation == Relation::Compound && kinds(&|kind| kind.is_place());
        if compass || named || actors.first_names.is_given(word) {
            return true;
        }
    }
    actors.first_names.is_given(&tokens[at].text) && proper(at + 1) && tokens[at].head > at
}
