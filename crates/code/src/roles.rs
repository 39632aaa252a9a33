//! Who does it and to whom.

use terms::{Actor, EventType, Party, Relation, Sector, Status, Tag};

use crate::clause::FARTHEST;
use crate::governors::{Gives, Governors};
use crate::lexicon::{Entry, Kind};
use crate::positions::Position;
use crate::reading::{Reading, main_clause, subject_of};
use crate::scene::Scene;

/// The parties of one deed.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Who acts.
    pub actor: Vec<Party>,
    /// Who is acted upon.
    pub recipient: Vec<Party>,
    /// Token of the deed's object, actor or not.
    pub object: Option<usize>,
    /// Token of who acts, where one was found.
    pub doer: Option<usize>,
    /// Token of who is acted upon, where one was found.
    pub target: Option<usize>,
    /// Where the two were found, for `explain`.
    pub path: String,
}

/// Codes that are no country.
const BODIES: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// Places that name the doer of a nominal deed before any governor does.
const NOMINAL_DOERS: &[&str] = &["by", "possessive", "compound", "adjective"];

/// Finds the parties of a deed by the places that its entry names.
pub fn find(
    scene: &Scene<'_>,
    governors: &Governors,
    entry: &Entry,
    trigger: usize,
    kind: Kind,
    reading: &Reading,
) -> Roles {
    let mut roles = Roles { object: object_of(scene, trigger, kind), ..Roles::default() };
    let mut places: Vec<Position> = entry.actor.clone();
    if kind == Kind::Noun {
        // What the phrase itself says comes before what a governor implies.
        // Where it happens names a doer only when nothing else does.
        places.sort_by_key(|place| match place {
            Position::Subject => 1,
            Position::Preposition(word) if matches!(word.as_str(), "in" | "through" | "across" | "at" | "outside") => 2,
            _ => 0,
        });
    }
    for place in &places {
        if matches!(place, Position::Home | Position::Holder | Position::Context) {
            continue;
        }
        for token in tokens(scene, place, trigger, kind, reading) {
            let parties = scene.parties(token);
            if !parties.is_empty() {
                roles.doer = Some(token);
                roles.path = format!("actor: {place:?}");
                roles.actor = parties;
                break;
            }
        }
        if !roles.actor.is_empty() {
            break;
        }
    }
    if let Some((recipient, target, place)) = recipient(scene, entry, trigger, kind, reading, &roles) {
        roles.path = format!("{}; recipient: {place:?}", roles.path);
        roles.target = Some(target);
        roles.recipient = recipient;
    }
    if roles.actor.is_empty() && kind == Kind::Noun && reading.status == Status::Demanded {
        // "called on parliament for an amnesty": whoever is asked is to do it; what takes two is asked for with oneself.
        let asked = addressee(scene, governors, reading, trigger);
        if entry.reciprocal && asked.is_some() && roles.recipient.is_empty() {
            roles.recipient.extend(reading.by.and_then(|by| scene.party_at(by)));
        }
        roles.actor.extend(asked.filter(|asked| roles.recipient.iter().all(|party| party.start != asked.start)));
    }
    if entry.reciprocal {
        // "India and Pakistan will hold talks between their ministers": whose they are is told by the subject.
        if kind == Kind::Noun && roles.actor.len() + roles.recipient.len() < 2 {
            let subjects = tokens(scene, &Position::Subject, trigger, kind, reading);
            let sides = subjects.into_iter().map(|token| scene.parties(token)).find(|sides| sides.len() > 1);
            if let Some(sides) = sides {
                roles.recipient.clear();
                roles.actor = sides;
            }
        }
        make_mutual(&mut roles);
    } else {
        of_one_country(scene, entry, &mut roles);
    }
    if roles.actor.is_empty() && !entry.reciprocal {
        roles.actor.extend(speaking_state(scene, trigger, reading));
    }
    if reading.status == Status::Refused
        && kind == Kind::Noun
        && matches!(entry.event, EventType::Agree | EventType::Concede | EventType::Consult | EventType::Retreat)
    {
        // "A truce floated by Norway was rejected by the rebels": whoever refuses would have had to do it.
        let refuser = reading.by.and_then(|by| scene.party_at(by)).filter(|by| by.actor.code.is_some());
        if let Some(refuser) = refuser.filter(|by| roles.actor.iter().all(|actor| actor.start != by.start)) {
            let proposer = std::mem::replace(&mut roles.actor, vec![refuser]);
            if roles.recipient.is_empty() {
                roles.recipient = proposer;
            }
        }
    }
    if roles.recipient.is_empty() {
        roles.recipient.extend(implied(scene, trigger, kind, reading, &roles.actor));
    }
    if roles.actor.is_empty() && entry.actor.contains(&Position::Holder) {
        roles.actor.extend(roles.target.and_then(|held| holder(scene, held)));
    }
    let lets_go = entry.event == EventType::Retreat && entry.mode.iter().any(|mode| mode == "release");
    if roles.actor.is_empty() && reading.status == Status::Demanded && !lets_go {
        // Who is to do what is asked of nobody by name: the state of whoever it is to be done to, else of whoever asks.
        let by: Vec<Party> = reading.by.and_then(|by| scene.party_at(by)).into_iter().collect();
        roles.actor.extend(home(scene, &roles.recipient).or_else(|| home(scene, &by)));
    }
    if roles.actor.is_empty() && matches!(reading.status, Status::Reversed | Status::Withdrawn) {
        // "a court annulled the warrant": where nobody is named for the deed, whoever undoes it.
        roles.actor.extend(reading.by.and_then(|by| scene.party_at(by)).filter(|by| by.actor.code.is_some()));
    }
    if roles.recipient.is_empty() && reading.status == Status::Demanded && is_for_asker(entry) {
        roles.recipient.extend(reading.by.and_then(|by| scene.party_at(by)));
    }
    if entry.event == EventType::Assault {
        of_that_place(scene, trigger, kind, reading, &mut roles);
    }
    if roles.recipient.is_empty() && !roles.actor.is_empty() && entry.event == EventType::Protest {
        roles.recipient = protested(scene, trigger, kind, reading, &roles.actor);
    }
    if roles.actor.is_empty() && entry.actor.contains(&Position::Home) {
        roles.actor.extend(home(scene, &roles.recipient));
    }
    if roles.actor.is_empty() && entry.actor.contains(&Position::Context) {
        roles.actor.extend(context(scene, trigger));
    }
    roles
}

/// Whom the places of an entry name, with the token and the place: the first of a known country. Somebody of none ("120 migrants")
/// is of the next place that tells one ("to Guatemala"); something of none ("the tanker") gives way to it.
fn recipient<'e>(
    scene: &Scene<'_>,
    entry: &'e Entry,
    trigger: usize,
    kind: Kind,
    reading: &Reading,
    roles: &Roles,
) -> Option<(Vec<Party>, usize, &'e Position)> {
    let told = |parties| not_oneself(scene, trigger, other_side(parties, &roles.actor), &roles.actor);
    let mut stateless: Option<(Vec<Party>, usize, &Position)> = None;
    for place in &entry.recipient {
        for token in tokens(scene, place, trigger, kind, reading) {
            if Some(token) == roles.doer {
                continue;
            }
            let mut parties = scene.parties(token);
            parties.retain(|party| {
                let acts = |actor: &Party| actor.start == party.start && actor.end == party.end;
                !points_back(party, &roles.actor) && !roles.actor.iter().any(acts)
            });
            let code = parties.iter().find_map(|party| party.actor.code.clone());
            let (parties, target) = match (&stateless, code) {
                (_, None) if parties.is_empty() => continue,
                (None, None) => {
                    stateless = Some((parties, token, place));
                    continue;
                }
                (None, Some(_)) => (parties, token),
                (Some((people, target, _)), Some(code)) if !BODIES.contains(&code.as_str()) => {
                    let of_people = people.iter().all(|party| party.actor.sector.is_some());
                    if of_people { (of_country(people, &code), *target) } else { (parties, token) }
                }
                (Some(_), _) => continue,
            };
            let parties = told(parties);
            if !parties.is_empty() {
                return Some((parties, target, place));
            }
            break;
        }
    }
    stateless.map(|(people, target, place)| (told(people), target, place)).filter(|(people, ..)| !people.is_empty())
}

/// The same people, of a country.
fn of_country(people: &[Party], code: &str) -> Vec<Party> {
    let mut people = people.to_vec();
    for party in &mut people {
        party.actor.code = Some(code.to_owned());
    }
    people
}

/// Whom the words above a deed ask for it: "asked the minister for a meeting", "an appeal to Israel for restraint".
fn addressee(scene: &Scene<'_>, governors: &Governors, reading: &Reading, trigger: usize) -> Option<Party> {
    let clause = scene.clause;
    let step = reading.chain.iter().find(|step| governors.entries[step.governor].gives == Gives::Demanded)?;
    let object = clause.object(step.token).filter(|&object| object != trigger && clause.token(step.token).is_verb());
    let named = ["on", "upon", "to", "with", "of"].iter().flat_map(|word| clause.preposition(step.token, word));
    object.into_iter().chain(named).filter(|&token| token != trigger).find_map(|token| scene.party_at(token))
}

/// "Four children were killed in the east of Gaza": victims of no known country are of the place where they were hit.
fn of_that_place(scene: &Scene<'_>, trigger: usize, kind: Kind, reading: &Reading, roles: &mut Roles) {
    // "Saudi shelling killed six people": a country that no word of the phrase names is only a guess, and not the doer's.
    let guessed = |party: &Party| {
        let own = roles.actor.iter().any(|doer| doer.actor.code == party.actor.code);
        own && !roles.actor.is_empty() && party.text.chars().all(|character| !character.is_uppercase())
    };
    let open = |party: &Party| party.actor.code.is_none() || guessed(party);
    if roles.recipient.is_empty() || !roles.recipient.iter().all(open) {
        return;
    }
    let place = ["in", "near", "under in", "at"].iter().find_map(|position| {
        let position = match position.strip_prefix("under ") {
            Some(word) => Position::Under(word.to_owned()),
            None => Position::Preposition((*position).to_owned()),
        };
        tokens(scene, &position, trigger, kind, reading)
            .into_iter()
            .filter_map(|token| scene.party_at(token))
            .find(|party| party.actor.code.as_deref().is_some_and(|code| !BODIES.contains(&code)))
    });
    let Some(place) = place else { return };
    for victim in roles.recipient.iter_mut().filter(|victim| victim.start != place.start) {
        victim.actor.code.clone_from(&place.actor.code);
        victim.actor.name.clone_from(&victim.text);
    }
}

/// Whom the words above a deed make it fall on, where its own phrase names nobody.
fn implied(scene: &Scene<'_>, trigger: usize, kind: Kind, reading: &Reading, actor: &[Party]) -> Option<Party> {
    let clause = scene.clause;
    let faced = (kind == Kind::Noun).then(|| suffering(scene, trigger)).flatten();
    let above = || match reading.status {
        // "turned down a government proposal for a truce": what is refused is refused to whoever proposed it.
        Status::Refused => reading.carrier.and_then(|carrier| subject_of(scene, carrier, Kind::Noun)),
        // "threatened Turkey with sanctions"
        Status::Threatened => {
            let threat = reading.chain.iter().map(|step| step.token).find(|&token| clause.token(token).is_verb());
            threat.and_then(|verb| clause.object(verb)).filter(|&object| object != trigger)
        }
        _ => None,
    };
    let other = |party: &Party| party.actor.code.is_some() && !actor.iter().any(|doer| doer.start == party.start);
    [faced, above()].into_iter().flatten().filter_map(|token| scene.party_at(token)).find(other)
}

/// "The release of two citizens held in Iran": whoever holds somebody is who can let him go.
fn holder(scene: &Scene<'_>, held: usize) -> Option<Party> {
    const HOLDING: &[&str] =
        &["hold", "detain", "jail", "imprison", "arrest", "capture", "keep", "abduct", "kidnap", "seize"];
    let clause = scene.clause;
    // "two of its citizens held in Iran": the parser hangs the clause on the number.
    let counting = (clause.token(held).relation == Relation::Pobj).then(|| clause.token(clause.token(held).head).head);
    let participles = [Some(held), counting.filter(|&count| clause.counted(count) == held)]
        .into_iter()
        .flatten()
        .flat_map(|phrase| clause.children(phrase, &[Relation::Acl, Relation::Relcl]))
        .filter(|&verb| HOLDING.contains(&clause.lemma(verb).as_str()) && clause.is_passive(verb));
    let known = |party: &Party| party.actor.code.is_some();
    participles
        .flat_map(|verb| ["by", "in"].iter().flat_map(move |word| clause.preposition(verb, word)))
        .filter_map(|token| scene.party_at(token))
        .find(known)
}

/// "Venezuela would face sanctions": whoever faces a hostile deed bears it.
fn suffering(scene: &Scene<'_>, noun: usize) -> Option<usize> {
    let clause = scene.clause;
    let token = clause.token(clause.first_conjunct(noun));
    let faces = token.relation == Relation::Dobj
        && matches!(clause.lemma(token.head).as_str(), "face" | "risk" | "suffer" | "endure" | "escape" | "avoid");
    faces.then(|| clause.own_subject(token.head)).flatten()
}

/// Whom a protest is aimed at where no word says so: whose seat it is held at ("outside the Russian embassy"), else the state
/// abroad that it is held in ("Tibetan exiles protested in Beijing").
fn protested(scene: &Scene<'_>, trigger: usize, kind: Kind, reading: &Reading, actor: &[Party]) -> Vec<Party> {
    const BESIDE: &[&str] = &["outside", "before", "near", "at", "to", "on", "toward", "towards"];
    let standing_at = |word: &str| tokens(scene, &Position::Preposition(word.to_owned()), trigger, kind, reading);
    let mut sites: Vec<usize> = BESIDE.iter().flat_map(|preposition| standing_at(preposition)).collect();
    // "in front of the ministry"
    sites.extend(standing_at("in").into_iter().flat_map(|front| match scene.clause.lemma(front).as_str() {
        "front" => scene.clause.preposition(front, "of"),
        _ => Vec::new(),
    }));
    let seat = sites.into_iter().find_map(|site| {
        let party = scene.party_at(site)?;
        (party.actor.code.is_some() && party.actor.sector.is_some()).then_some(party)
    });
    if let Some(seat) = seat {
        return vec![seat];
    }
    let foreign = |party: &Party| {
        party.actor.code.is_some()
            && actor.iter().all(|doer| doer.actor.code.is_some() && doer.actor.code != party.actor.code)
    };
    standing_at("in").into_iter().filter_map(|host| scene.party_at(host)).find(foreign).into_iter().collect()
}

/// Deeds that whoever asks for them mostly asks for itself: aid, support, cooperation, an apology.
fn is_for_asker(entry: &Entry) -> bool {
    matches!(entry.event, EventType::Aid | EventType::Concede | EventType::Cooperate | EventType::Support)
}

/// "Police arrested the former president": whom a state's own police or courts hold by a definite office is of that
/// state, where the text names no other.
fn of_one_country(scene: &Scene<'_>, entry: &Entry, roles: &mut Roles) {
    const OFFICES: &[&str] = &[
        "the ",
        "former ",
        "ex-",
        "opposition ",
        "president ",
        "mayor ",
        "governor ",
        "senator ",
        "prime minister ",
        "justice ",
    ];
    let Some(code) = roles.actor.first().and_then(|party| party.actor.code.clone()) else { return };
    let official = matches!(roles.actor[0].actor.sector, Some(Sector::Jud | Sector::Cop | Sector::Leg));
    if !(matches!(entry.event, EventType::Coerce | EventType::Sanction) || entry.event == EventType::Accuse && official)
        || BODIES.contains(&code.as_str())
    {
        return;
    }
    for party in &mut roles.recipient {
        let office =
            matches!(party.actor.sector, Some(Sector::Eli | Sector::Opp | Sector::Leg | Sector::Jud | Sector::Gov));
        let text = party.text.to_lowercase();
        let titled = OFFICES.iter().any(|title| text.starts_with(title))
            || OFFICES.iter().any(|title| before(scene, party).ends_with(title));
        if party.actor.code.is_none() && office && titled {
            party.actor.code = Some(code.clone());
        }
    }
}

/// The words right before a party, in lower case.
fn before(scene: &Scene<'_>, party: &Party) -> String {
    let text = &scene.annotated.article.text;
    text.slice(terms::Span::new(party.start.saturating_sub(24), party.start)).to_lowercase()
}

/// "closed its airspace", "closed their borders to it": a pronoun that is read as whoever acts is nobody acted upon; who acts
/// on himself is told by "itself".
fn points_back(party: &Party, actor: &[Party]) -> bool {
    const POINTING: &[&str] = &["its", "their", "his", "her", "our", "it", "them", "him"];
    POINTING.contains(&party.text.to_lowercase().as_str())
        && actor.iter().any(|doer| doer.actor.code == party.actor.code)
}

/// Of several people acted upon, those of another country than who acts, where there are any.
fn other_side(parties: Vec<Party>, actor: &[Party]) -> Vec<Party> {
    let same =
        |party: &Party| party.actor.code.is_some() && actor.iter().any(|doer| doer.actor.code == party.actor.code);
    if parties.iter().all(same) {
        return parties;
    }
    parties.into_iter().filter(|party| !same(party)).collect()
}

/// "Albania said that Iran had hacked its ministries": a possessive that would make the doer its own victim speaks of
/// whoever says so.
fn not_oneself(scene: &Scene<'_>, trigger: usize, mut parties: Vec<Party>, actor: &[Party]) -> Vec<Party> {
    const POSSESSIVES: &[&str] = &["its", "their", "his", "her", "the country", "the nation"];
    let is_state = |code: &Option<String>| code.as_deref().is_some_and(|code| !BODIES.contains(&code));
    let Some(speaker) = scene.speaker(trigger).filter(|speaker| is_state(&speaker.code)) else {
        return parties;
    };
    for party in &mut parties {
        let text = party.text.to_lowercase();
        let first = text.split_whitespace().next().unwrap_or_default();
        let own = party.actor.code.is_some() && actor.iter().any(|doer| doer.actor.code == party.actor.code);
        if own
            && (POSSESSIVES.contains(&first) || POSSESSIVES.contains(&text.as_str()))
            && speaker.code != party.actor.code
        {
            party.actor.code.clone_from(&speaker.code);
            party.actor.wikidata_id = None;
            party.actor.name =
                format!("{} of {}", party.text.split_once(' ').map_or("", |(_, rest)| rest), speaker.name);
        }
    }
    parties
}

/// The country that the article is about, as the government that does what nobody is named for.
fn context(scene: &Scene<'_>, trigger: usize) -> Option<Party> {
    let country = scene.main_country()?;
    let span = scene.span(trigger);
    let actor = Actor { sector: country.sector.or(Some(Sector::Gov)), ..country.clone() };
    Some(Party { actor, text: scene.annotated.article.text.slice(span).to_owned(), start: span.start, end: span.end })
}

/// In a mutual deed every party is both; "X met Y", "X and Y met".
fn make_mutual(roles: &mut Roles) {
    let mut all: Vec<Party> = roles.actor.drain(..).chain(roles.recipient.drain(..)).collect();
    all.sort_by_key(|party| party.start);
    all.dedup_by_key(|party| party.start);
    // "China and Russia began drills with marines": a side's own people are no third side.
    if all.iter().any(|party| party.actor.code != all[0].actor.code) {
        let mut sides: Vec<Party> = Vec::with_capacity(all.len());
        for party in all {
            let told = party.actor.code.is_some() && sides.iter().any(|side| side.actor.code == party.actor.code);
            if !told {
                sides.push(party);
            }
        }
        all = sides;
    }
    if all.len() == 1 {
        roles.actor = all;
        return;
    }
    roles.actor = all.clone();
    roles.recipient = all;
}

/// The recipient's own state: who arrests, swears in or convicts where nobody is named.
fn home(scene: &Scene<'_>, recipient: &[Party]) -> Option<Party> {
    let party =
        recipient.iter().find(|party| party.actor.code.as_deref().is_some_and(|code| !BODIES.contains(&code)))?;
    let code = party.actor.code.as_deref();
    let state = scene
        .annotated
        .mentions
        .iter()
        .map(|mention| &mention.actor)
        .find(|actor| actor.code.as_deref() == code && actor.sector.is_none());
    let actor = Actor {
        name: state.map_or_else(|| code.unwrap_or_default().to_owned(), |state| state.name.clone()),
        code: party.actor.code.clone(),
        sector: Some(Sector::Gov),
        wikidata_id: state.and_then(|state| state.wikidata_id.clone()),
    };
    Some(Party { actor, text: party.text.clone(), start: party.start, end: party.end })
}

/// Who speaks of a deed that nobody is said to do: "Lavrov said that diplomats should be barred" is Russia's to do.
fn speaking_state(scene: &Scene<'_>, trigger: usize, reading: &Reading) -> Option<Party> {
    let open = matches!(
        reading.status,
        Status::Proposed | Status::Planned | Status::Refused | Status::Threatened | Status::Hypothetical
    );
    if !open {
        return None;
    }
    if let Some(by) = reading.by.and_then(|by| scene.party_at(by)) {
        return Some(by);
    }
    let attribution = &scene.annotated.attributions[scene.attribution(trigger)?];
    let (speaker, source) = (attribution.speaker.as_ref()?, attribution.source?);
    // Experts and observers speak of what others may do.
    if speaker.code.is_none()
        || !matches!(speaker.sector, None | Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Leg | Sector::Jud))
    {
        return None;
    }
    Some(Party {
        actor: speaker.clone(),
        text: scene.annotated.article.text.slice(source).to_owned(),
        start: source.start,
        end: source.end,
    })
}

/// The deed's object: what a verb is done to, what a noun is "of".
pub fn object_of(scene: &Scene<'_>, trigger: usize, kind: Kind) -> Option<usize> {
    match kind {
        Kind::Verb => scene.clause.object(trigger),
        Kind::Noun => scene
            .clause
            .preposition(trigger, "of")
            .into_iter()
            .next()
            .or_else(|| predicated(scene, trigger))
            .or_else(|| scene.clause.children(trigger, &[Relation::Compound]).last()),
        Kind::Adjective => None,
    }
}

/// What a nominal deed is said of: "declared the diplomats personae non gratae".
fn predicated(scene: &Scene<'_>, trigger: usize) -> Option<usize> {
    let clause = scene.clause;
    let token = clause.token(trigger);
    match token.relation {
        Relation::Ccomp | Relation::Oprd | Relation::Xcomp => clause
            .child(trigger, &[Relation::Nsubj])
            .or_else(|| clause.object(token.head).filter(|&object| object != trigger)),
        _ => None,
    }
}

/// Whose something is by a word joined with a hyphen: "a Korean-flagged tanker", "a Danish-owned mine".
fn belonging(scene: &Scene<'_>, participle: usize) -> Option<usize> {
    let clause = scene.clause;
    let hyphened = participle >= 2 && &*clause.token(participle - 1).text == "-";
    let belongs = matches!(
        &*clause.token(participle).text,
        "flagged" | "owned" | "registered" | "operated" | "run" | "held" | "controlled" | "administered"
    );
    (hyphened && belongs && scene.mention(participle - 2).is_some()).then(|| participle - 2)
}

/// The tokens that stand in a place.
pub fn tokens(scene: &Scene<'_>, place: &Position, trigger: usize, kind: Kind, reading: &Reading) -> Vec<usize> {
    let clause = scene.clause;
    match place {
        Position::Subject => {
            let mut found = Vec::new();
            if kind == Kind::Noun {
                // "the sanctions it had imposed"
                let told = clause.children(trigger, &[Relation::Relcl]).filter(|&verb| {
                    let object = clause.child(verb, &[Relation::Dobj]);
                    object.is_none_or(|object| clause.antecedent(object) == trigger)
                });
                found.extend(told.filter_map(|verb| clause.child(verb, &[Relation::Nsubj])));
                found.extend(reading.controllers.iter().copied());
                return found;
            }
            if kind == Kind::Verb && clause.is_passive(trigger) {
                let mut found = clause.preposition(trigger, "by");
                // "was given helicopters by Canada"
                if found.is_empty() {
                    found.extend(
                        clause.children(trigger, &[Relation::Dobj]).flat_map(|object| clause.preposition(object, "by")),
                    );
                }
                return found;
            }
            if kind == Kind::Verb {
                let own = clause.own_subject(trigger).filter(|&subject| subject != trigger);
                // "introduced a bill that would ban": a bill bans for whoever carries it.
                let carrier = own.is_some_and(|own| reading.carrier == Some(clause.antecedent(own)));
                found.extend(reading.by.filter(|_| carrier).or(own));
            }
            if found.is_empty() {
                found.extend(reading.controllers.iter().copied());
            }
            let token = clause.token(trigger);
            if reading.done_by_another {
                return found;
            }
            if found.is_empty() && token.relation == Relation::Advcl && token.tag == Tag::VBG {
                found.extend(clause.own_subject(main_clause(scene, trigger)));
            }
            if found.is_empty() {
                found.extend(subject_of(scene, trigger, kind));
            }
            if found.is_empty() {
                found.extend(conjunct_subject(scene, trigger));
            }
            found
        }
        Position::Object => object_of(scene, trigger, kind).into_iter().collect(),
        Position::Indirect => {
            let mut found: Vec<usize> = clause
                .children(trigger, &[Relation::Dative])
                .flat_map(|dative| {
                    let inner: Vec<usize> = clause.children(dative, &[Relation::Pobj]).collect();
                    if inner.is_empty() { vec![dative] } else { inner }
                })
                .collect();
            found.extend(clause.given(trigger).map(|(to, _)| to));
            found.extend(clause.preposition(trigger, "to"));
            found
        }
        Position::Attendant => {
            let token = clause.token(trigger);
            let at = token.head;
            let beside = token.relation == Relation::Pobj
                && matches!(
                    &*clause.token(at).text.to_lowercase(),
                    "at" | "in" | "during" | "after" | "following" | "before"
                );
            let verb = clause.token(at).head;
            if beside && clause.token(verb).is_verb() {
                clause.own_subject(verb).into_iter().collect()
            } else {
                Vec::new()
            }
        }
        Position::Complement => clause
            .children(trigger, &[Relation::Xcomp, Relation::Ccomp, Relation::Acl, Relation::Advcl])
            .filter(|&child| match clause.token(child).relation {
                Relation::Acl => clause.child(child, &[Relation::Mark]).is_some(),
                Relation::Advcl => clause.token(child).tag == Tag::VB,
                _ => true,
            })
            .collect(),
        Position::Preposition(preposition) => {
            let mut found = clause.preposition(trigger, preposition);
            if preposition == "to" && found.is_empty() {
                found.extend(clause.given(trigger).map(|(to, _)| to));
            }
            // "imposed sanctions on Iran": the phrase may hang on the object, or on the verb above the noun.
            match kind {
                Kind::Verb => {
                    if let Some(next) = clause.sharing(trigger) {
                        found.extend(clause.preposition(next, preposition));
                    }
                    if let Some(object) = clause.child(trigger, &[Relation::Dobj, Relation::Nsubjpass]) {
                        found.extend(clause.preposition(object, preposition));
                    }
                }
                Kind::Noun | Kind::Adjective => {
                    // "the expulsion of two diplomats by Latvia", where the parser hangs the doer on the diplomats
                    if preposition == "by" && found.is_empty() {
                        for object in clause.preposition(trigger, "of") {
                            found.extend(clause.preposition(object, preposition));
                        }
                    }
                    // "a cyberattack by hackers on parliament", where the parser hangs the target on the doer
                    if preposition != "by" && preposition != "of" && found.is_empty() {
                        for doer in clause.preposition(trigger, "by") {
                            found.extend(clause.preposition(doer, preposition));
                        }
                    }
                    // "the embargo that the EU had imposed on Myanmar"
                    if preposition != "by" && preposition != "of" {
                        let told = clause.children(trigger, &[Relation::Relcl]).filter(|&verb| {
                            let object = clause.child(verb, &[Relation::Dobj]);
                            object.is_none_or(|object| clause.antecedent(object) == trigger)
                        });
                        for verb in told {
                            found.extend(clause.preposition(verb, preposition));
                        }
                    }
                    // "the allegations levelled at it by the U.S."
                    for participle in clause
                        .children(trigger, &[Relation::Acl, Relation::Relcl])
                        .filter(|&child| clause.token(child).tag == Tag::VBN)
                    {
                        found.extend(clause.preposition(participle, preposition));
                    }
                    let token = clause.token(clause.first_conjunct(trigger));
                    let holder = token.head;
                    if holder != trigger
                        && clause.token(holder).is_verb()
                        && matches!(
                            token.relation,
                            Relation::Dobj | Relation::Nsubjpass | Relation::Nsubj | Relation::Acomp | Relation::Attr
                        )
                        && preposition != "by"
                        && preposition != "of"
                    {
                        found.extend(clause.preposition(holder, preposition));
                    }
                    if holder != trigger && token.relation == Relation::Nsubjpass && preposition == "by" {
                        found.extend(clause.preposition(holder, preposition));
                    }
                }
            }
            found
        }
        Position::Under(preposition) => {
            let mut found: Vec<usize> = Vec::new();
            let token = clause.token(trigger);
            // "issued a finding in favour of …": what the noun is about may hang on the verb that carries it.
            let top = if token.relation == Relation::Dobj && kind == Kind::Noun { token.head } else { trigger };
            for below in scene.annotated.tree.subtree(top).into_iter().filter(|&below| below > trigger) {
                found.extend(clause.preposition(below, preposition));
            }
            found
        }
        Position::Within(outer, inner) => tokens(scene, outer, trigger, kind, reading)
            .into_iter()
            .flat_map(|word| {
                // The head of a clause is its verb, whatever the parser takes it for.
                let heads_clause = matches!(
                    clause.token(word).relation,
                    Relation::Xcomp | Relation::Ccomp | Relation::Acl | Relation::Relcl | Relation::Advcl
                );
                let kind = if clause.token(word).is_verb() || heads_clause { Kind::Verb } else { Kind::Noun };
                tokens(scene, inner, word, kind, reading)
            })
            .collect(),
        Position::Possessive => clause.children(trigger, &[Relation::Poss]).collect(),
        Position::Compound => clause.children(trigger, &[Relation::Compound, Relation::Nmod]).collect(),
        Position::Adjective => clause
            .children(trigger, &[Relation::Amod, Relation::Nmod])
            .filter_map(|child| scene.mention(child).map(|_| child).or_else(|| belonging(scene, child)))
            .collect(),
        Position::Home | Position::Holder | Position::Context | Position::Nobody => Vec::new(),
    }
}

/// A verb coordinated with one that has a subject shares it, whatever stands between.
fn conjunct_subject(scene: &Scene<'_>, trigger: usize) -> Option<usize> {
    let clause = scene.clause;
    let mut at = trigger;
    for _ in 0..FARTHEST {
        let token = clause.token(at);
        if !matches!(token.relation, Relation::Conj | Relation::Advcl | Relation::Xcomp | Relation::Dep)
            || token.head == at
        {
            return None;
        }
        at = token.head;
        if clause.token(at).is_verb()
            && let Some(subject) = clause.own_subject(at)
        {
            return Some(subject);
        }
    }
    None
}

/// The places of a nominal doer, for demands on the subject.
pub fn doers(scene: &Scene<'_>, trigger: usize, kind: Kind, reading: &Reading) -> Vec<usize> {
    let mut found = Vec::new();
    if kind == Kind::Noun {
        for place in NOMINAL_DOERS {
            let place = match *place {
                "by" => Position::Preposition("by".to_owned()),
                "possessive" => Position::Possessive,
                "compound" => Position::Compound,
                _ => Position::Adjective,
            };
            found.extend(tokens(scene, &place, trigger, kind, reading));
        }
    }
    found.extend(tokens(scene, &Position::Subject, trigger, kind, reading));
    found
}
