//! Numbers with what they count.
//!
//! Years, dates, times of day, ages, scores, telephone and street numbers and numbers in names count nothing and are
//! left out; so are vague words ("dozens of", "several"). "between 10 and 20" gives two quantities of one noun: at least 10, at most 20.

mod bounds;
pub(crate) mod numerals;
mod units;

use terms::{Annotated, EntityLabel, PartOfSpeech, Quantity, QuantityMention, QuantityRelation, Relation, Tag, Token};

use numerals::{Numeral, figures, read};

/// All quantities, in order.
pub fn find(annotated: &Annotated) -> Vec<QuantityMention> {
    let tokens = &annotated.tokens;
    let labels = labels(annotated);
    let mut found: Vec<QuantityMention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is_space() {
            at += 1;
            continue;
        }
        if let Some((mention, end)) = fraction(annotated, at) {
            found.push(mention);
            at = end;
            continue;
        }
        let Some(numeral) = read(tokens, at) else {
            at += 1;
            continue;
        };
        at = match quantity(annotated, &labels, at, numeral) {
            Some((mut mentions, end)) => {
                if mentions[0].quantity.unit == "other" {
                    let earlier = found
                        .last()
                        .filter(|last| annotated.sentence_of[last.tokens.start] == annotated.sentence_of[at]);
                    let unit = earlier.map_or("person", |last| &last.quantity.unit).to_owned();
                    mentions.iter_mut().for_each(|mention| mention.quantity.unit.clone_from(&unit));
                }
                found.extend(mentions);
                end.max(numeral.end)
            }
            None => numeral.end,
        };
    }
    found
}

/// The model's entity label of every token.
fn labels(annotated: &Annotated) -> Vec<Option<EntityLabel>> {
    let mut labels = vec![None; annotated.tokens.len()];
    for entity in &annotated.entities {
        labels[entity.tokens.clone()].fill(Some(entity.label));
    }
    labels
}

/// The quantities stated by the number at `start` (two for a range), and one past the last token read.
fn quantity(
    annotated: &Annotated,
    labels: &[Option<EntityLabel>],
    start: usize,
    numeral: Numeral,
) -> Option<(Vec<QuantityMention>, usize)> {
    let tokens = &annotated.tokens;
    let signed = start.checked_sub(1).and_then(|before| units::sign(&tokens[before].text));
    let first = start - usize::from(signed.is_some());
    let bound = bounds::before(tokens, first);
    let begin = bound.map_or(first, |(_, begin)| begin);
    let range = upper(annotated, start, numeral);
    let last = range.map_or(numeral.end, |upper| upper.1.end);
    let told = signed.map(|code| (code, last)).or_else(|| units::after(tokens, last));
    let noun = if told.is_some() { None } else { units::noun(annotated, range.map_or(start, |upper| upper.0), last) };
    if told.is_none()
        && counts_nothing(
            annotated,
            labels,
            start,
            numeral,
            last,
            noun,
            bound.is_some() || (range.is_some() && noun.is_some()),
        )
    {
        return None;
    }
    let unit = match (told, noun) {
        (Some((code, _)), _) => code.to_owned(),
        (None, Some(noun)) => unit_of(&tokens[noun]),
        (None, None) => elliptic(annotated, start, bound.is_some())?.to_owned(),
    };
    let end = told.map_or(last, |(_, end)| end);
    let mention = |begin: usize, end: usize, value: f64, relation| QuantityMention {
        span: tokens[begin].span.cover(tokens[end - 1].span),
        tokens: begin..end,
        noun,
        quantity: Quantity { value, relation, unit: unit.clone() },
    };
    if let Some((upper_start, upper)) = range {
        let same_scale = if upper.value >= 1000.0 * numeral.value && numeral.value > 0.0 {
            scale_of(tokens[upper.end - 1].text.as_ref())
        } else {
            1.0
        };
        let begin = if bound.is_none() && start > 0 && tokens[first - 1].text.eq_ignore_ascii_case("between") {
            first - 1
        } else {
            begin
        };
        return Some((
            vec![
                mention(begin, numeral.end, numeral.value * same_scale, QuantityRelation::AtLeast),
                mention(upper_start, upper.end, upper.value, QuantityRelation::AtMost),
            ],
            end,
        ));
    }
    let relation =
        bounds::after(tokens, end).or(bound.map(|(relation, _)| relation)).unwrap_or(QuantityRelation::Exactly);
    Some((vec![mention(begin, numeral.end, numeral.value, relation)], end))
}

/// The lemma of a counted noun; the tagger's lemma of a name keeps its plural ("Americans").
fn unit_of(noun: &Token) -> String {
    let lemma = noun.lemma.to_lowercase();
    if noun.tag == Tag::NNPS { lemma.strip_suffix('s').map_or(lemma.clone(), str::to_owned) } else { lemma }
}

/// "3 to 5 million" means three million.
fn scale_of(last: &str) -> f64 {
    match last.to_ascii_lowercase().as_str() {
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => 1.0,
    }
}

/// The upper end of a range that begins with this number: "10 to 20", "10-20", "between 10 and 20".
fn upper(annotated: &Annotated, start: usize, numeral: Numeral) -> Option<(usize, Numeral)> {
    let tokens = &annotated.tokens;
    let link = tokens.get(numeral.end)?;
    let after = numeral.end + 1;
    let between = tokens[start.saturating_sub(2)..start].iter().any(|token| token.text.eq_ignore_ascii_case("between"));
    let linked = match &*link.text {
        // "plunged $4 to $14" is a change, not a range.
        "to" => start < 2 || !(tokens[start - 2].is_verb() && units::sign(&tokens[start - 1].text).is_some()),
        "or" => true,
        "-" | "–" => numeral.figures,
        "and" => between,
        _ => false,
    };
    if !linked {
        return None;
    }
    let number = after + usize::from(tokens.get(after).is_some_and(|token| units::sign(&token.text).is_some()));
    let upper = read(tokens, number)?;
    (upper.value > numeral.value && (&*link.text != "-" || upper.figures)).then_some((number, upper))
}

/// Whether the number is a year, date, time, age, score, or part of a name.
fn counts_nothing(
    annotated: &Annotated,
    labels: &[Option<EntityLabel>],
    start: usize,
    numeral: Numeral,
    last: usize,
    noun: Option<usize>,
    bounded: bool,
) -> bool {
    let tokens = &annotated.tokens;
    let token = &tokens[start];
    let label = labels[start];
    if matches!(label, Some(EntityLabel::Ordinal | EntityLabel::Law | EntityLabel::WorkOfArt)) {
        return true;
    }
    if noun.is_some_and(|noun| units::is_time(&tokens[noun])) || tokens.get(last).is_some_and(units::is_time) {
        return true;
    }
    if matches!(label, Some(EntityLabel::Date | EntityLabel::Time)) && !(bounded && noun.is_some()) {
        return true;
    }
    let before = start.checked_sub(1).map(|before| &tokens[before]);
    let glued = |mark: &str| tokens.get(last).is_some_and(|next| &*next.text == mark) && !tokens[last - 1].space_after;
    let year = last == start + 1
        && token.text.len() == 4
        && token.text.bytes().all(|byte| byte.is_ascii_digit())
        && (1500.0..2100.0).contains(&numeral.value);
    if year
        && !bounded
        && !(label == Some(EntityLabel::Cardinal) && noun.is_some_and(|noun| tokens[noun].tag == Tag::NNS))
    {
        return true;
    }
    // "18-year-old", "35-nation", "3-2", "10:30": a compound or a score.
    if glued("-")
        || glued("/")
        || glued(":")
        || before.is_some_and(|before| matches!(&*before.text, "-" | "/" | ":" | "#") && !before.space_after)
    {
        return true;
    }
    // "Article 5", "No. 10", "Boeing 747", "Group of Seven": the number follows what it names.
    if before.is_some_and(|before| before.part == PartOfSpeech::Propn && before.space_after)
        && (noun.is_none() || label.is_some_and(is_name))
    {
        return true;
    }
    if noun.is_none() && token.relation == Relation::Nummod && token.head < start && tokens[token.head].is_noun() {
        return true;
    }
    // "a Falcon 9 rocket", "the 5-11 season": more than one of a thing in the singular.
    let single = noun.is_some_and(|noun| matches!(tokens[noun].tag, Tag::NN | Tag::NNP) && numeral.value > 1.0);
    if single && (before.is_some_and(|before| before.is_noun() || before.tag == Tag::DT) || last > numeral.end) {
        return true;
    }
    // "one of them", "no one", "one another".
    if numeral.value == 1.0
        && !numeral.figures
        && (noun.is_none()
            || tokens.get(last).is_some_and(|next| &*next.text == "of")
            || token.part == PartOfSpeech::Pron)
    {
        return true;
    }
    // ", 36," beside a name is an age.
    noun.is_none()
        && figures(&token.text).is_some_and(|value| value < 120.0)
        && before.is_some_and(|before| &*before.text == "," || before.lemma.eq_ignore_ascii_case("age"))
        && tokens.get(last).is_none_or(|next| matches!(&*next.text, "," | "." | ";" | ")"))
        && !bounded
}

fn is_name(label: EntityLabel) -> bool {
    matches!(
        label,
        EntityLabel::Org
            | EntityLabel::Product
            | EntityLabel::Fac
            | EntityLabel::Event
            | EntityLabel::Person
            | EntityLabel::Gpe
            | EntityLabel::Law
    )
}

/// The unit of a number without a noun: the dead and hurt are people; elsewhere only a bounded or definite number
/// ("at least 62", "the two") is a quantity, of nothing named.
fn elliptic(annotated: &Annotated, start: usize, bounded: bool) -> Option<&'static str> {
    let tokens = &annotated.tokens;
    let aged = tokens[start.saturating_sub(4)..start].iter().any(|token| matches!(&*token.lemma, "age" | "aged"));
    if aged {
        return None;
    }
    let mut at = start;
    for _ in 0..3 {
        at = tokens[at].head;
        if matches!(
            &*tokens[at].lemma,
            "kill"
                | "injure"
                | "wound"
                | "hurt"
                | "die"
                | "arrest"
                | "detain"
                | "infect"
                | "rescue"
                | "expel"
                | "evacuate"
        ) {
            return Some("person");
        }
    }
    let definite = start.checked_sub(1).is_some_and(|before| {
        matches!(tokens[before].text.to_ascii_lowercase().as_str(), "the" | "all" | "these" | "those" | "other")
    });
    let noun_like = matches!(
        tokens[start].relation,
        Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Pobj | Relation::Attr | Relation::Conj
    );
    ((definite || bounded) && noun_like).then_some("")
}

/// "about a quarter of the population", "two-thirds of the seats", "half of them": a share, told in percent.
fn fraction(annotated: &Annotated, start: usize) -> Option<(QuantityMention, usize)> {
    let tokens = &annotated.tokens;
    let word = |at: usize| tokens.get(at).map(|token| token.text.to_ascii_lowercase());
    let part = |word: &str| {
        Some(match word {
            "half" | "halves" => 2.0,
            "third" | "thirds" => 3.0,
            "quarter" | "quarters" => 4.0,
            "fifth" | "fifths" => 5.0,
            "sixth" | "sixths" => 6.0,
            "eighth" | "eighths" => 8.0,
            "tenth" | "tenths" => 10.0,
            _ => return None,
        })
    };
    let first = word(start)?;
    let (count, mut at) = match first.as_str() {
        "a" | "an" => (1.0, start + 1),
        "half" => (1.0, start),
        _ => (numerals::small(&first).filter(|count| (1.0..10.0).contains(count))?, start + 1),
    };
    at += usize::from(word(at).as_deref() == Some("-"));
    let whole = part(&word(at)?)?;
    let end = at + 1;
    if word(end).as_deref() != Some("of") {
        return None;
    }
    let object = annotated.tree.children(end).find(|&child| tokens[child].relation == Relation::Pobj);
    if object.is_some_and(|object| {
        units::is_time(&tokens[object]) || !tokens[object].is_noun() && tokens[object].part != PartOfSpeech::Pron
    }) {
        return None;
    }
    let (relation, begin) = bounds::before(tokens, start).unwrap_or((QuantityRelation::Exactly, start));
    let value = (count / whole * 1000.0_f64).round() / 10.0;
    let mention = QuantityMention {
        span: tokens[begin].span.cover(tokens[end - 1].span),
        tokens: begin..end,
        noun: object.filter(|&object| tokens[object].is_noun()),
        quantity: Quantity { value, relation, unit: "percent".into() },
    };
    Some((mention, end))
}
