//! Stage 2: an article to its layers.
//!
//! The layers in order, each a function of the article and of the layers before it:
//!
//! 1. [`layout`]: parts that are no part of the article
//! 2. [`foundation`]: text → tokens, tags, lemmas, heads, entities (the article as one document, what is no part of it apart)
//! 3. [`lemmas`]: slips of the lemmatizer, put right
//! 4. [`sentences`]: boundaries, corrected after parsing
//! 5. [`main_verbs`]: those that were taken for participles, in sentences without a verb
//! 6. [`quantities`]: numbers with what they count
//! 7. [`times`]: time expressions with values
//! 8. [`actors`]: mentions of actors, resolved
//! 9. [`attributions`]: who says what; also in the headline, read as [`headline`] tells

pub mod actors;
pub mod attributions;
pub mod check;
pub mod foundation;
pub mod headline;
mod lanes;
pub mod layout;
pub mod lemmas;
pub mod main_verbs;
pub mod quantities;
pub mod relations;
pub mod sentences;
pub mod times;

use terms::{Annotate, Annotated, Article, DataError, Dropped, Parsed, Resources, Tree};

/// All layers, built once from the data and used for every article.
pub struct Annotator {
    foundation: foundation::Foundation,
    lemmas: lemmas::Lemmas,
    layout: layout::Layout,
    times: times::Times,
    actors: actors::Actors,
    attributions: attributions::Attributions,
}

impl Annotator {
    /// Builds every layer from its data files.
    ///
    /// # Errors
    /// A data file is missing or wrong; the error names it.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {
            foundation: foundation::Foundation::load(resources)?,
            lemmas: lemmas::Lemmas::load(resources)?,
            layout: layout::Layout::load(resources)?,
            times: times::Times::load(resources)?,
            actors: actors::Actors::load(resources)?,
            attributions: attributions::Attributions::load(resources)?,
        })
    }

    /// The layers above a given parse: what [`Annotate::annotate`] does once the foundation has spoken.
    pub fn layers(&self, article: &Article, dropped: Vec<Dropped>, mut parsed: Parsed) -> Annotated {
        self.lemmas.mend(&mut parsed.tokens);
        let sentences = sentences::correct(article, &mut parsed, &dropped);
        let tree = main_verbs::mend(&mut parsed, &sentences);
        let mut sentence_of = vec![0; parsed.tokens.len()];
        for (index, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.tokens.clone()].fill(index);
        }
        let mut annotated = Annotated {
            article: article.clone(),
            dropped,
            sentences,
            tree,
            tokens: parsed.tokens,
            sentence_of,
            entities: parsed.entities,
            mentions: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
            attributions: Vec::new(),
            title: None,
        };
        annotated.quantities = quantities::find(&annotated);
        annotated.times = self.times.find(&annotated);
        annotated.mentions = self.actors.find(&annotated);
        annotated.attributions = self.attributions.find(&annotated);
        annotated
    }

    /// The layers of a headline that tell who says what in it; `None` where nobody says anything.
    ///
    /// Speakers are whom the body means by the same words.
    fn headline(&self, body: &Annotated) -> Option<Annotated> {
        let title = body.article.title.as_deref().filter(|title| !title.trim().is_empty())?;
        let mut parsed = self.foundation.parse(&headline::undressed(title, body));
        self.lemmas.mend(&mut parsed.tokens);
        let article = Article { text: title.into(), title: None, preamble: 0, ..body.article.clone() };
        let sentences = sentences::correct(&article, &mut parsed, &[]);
        let mut annotated = Annotated { sentences, ..Annotated::bare(article) };
        annotated.sentence_of = vec![0; parsed.tokens.len()];
        for (index, sentence) in annotated.sentences.iter().enumerate() {
            annotated.sentence_of[sentence.tokens.clone()].fill(index);
        }
        annotated.tree = Tree::new(&parsed.tokens);
        annotated.tokens = parsed.tokens;
        annotated.entities = parsed.entities;
        annotated.mentions = self.actors.find(&annotated);
        annotated.attributions = self.attributions.find(&annotated);
        for attribution in &mut annotated.attributions {
            if let Some(source) = attribution.source
                && let Some(known) = attributions::known_as(body, annotated.article.text.slice(source))
            {
                attribution.speaker = Some(known.clone());
                attribution.anonymous = false;
            }
        }
        if annotated.attributions.is_empty() {
            let found = self.attributions.of_headline(&annotated, body);
            annotated.attributions.extend(found);
        }
        (!annotated.attributions.is_empty()).then_some(annotated)
    }
}

impl Annotate for Annotator {
    fn annotate(&self, article: &Article) -> Annotated {
        let dropped = self.layout.dropped(article);
        // What is no part of the article is read apart, so that "PARIS -" is not taken into the sentence behind it.
        let seams: Vec<usize> = dropped
            .iter()
            .flat_map(|part| [part.span.start, part.span.end])
            .map(|scalar| article.text.byte(scalar))
            .collect();
        let parsed = self.foundation.parse_apart(article.text.as_str(), &seams);
        let mut annotated = self.layers(article, dropped, parsed);
        annotated.title = self.headline(&annotated).map(Box::new);
        annotated
    }
}
