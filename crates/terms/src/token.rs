use std::ops::Range;

use crate::Span;
use crate::labels::labels;

labels! {
    /// A fine part-of-speech tag (Penn Treebank, as the OntoNotes corpus uses it).
    #[expect(missing_docs, reason = "the members are the treebank's own names")]
    Tag {
        Dollar = "$", CloseQuote = "''", Comma = ",", LeftBracket = "-LRB-", RightBracket = "-RRB-", Period = ".",
        Colon = ":", ADD = "ADD", AFX = "AFX", CC = "CC", CD = "CD", DT = "DT", EX = "EX", FW = "FW", HYPH = "HYPH",
        IN = "IN", JJ = "JJ", JJR = "JJR", JJS = "JJS", LS = "LS", MD = "MD", NFP = "NFP", NN = "NN", NNP = "NNP",
        NNPS = "NNPS", NNS = "NNS", PDT = "PDT", POS = "POS", PRP = "PRP", PRPS = "PRP$", RB = "RB", RBR = "RBR",
        RBS = "RBS", RP = "RP", SYM = "SYM", TO = "TO", UH = "UH", VB = "VB", VBD = "VBD", VBG = "VBG", VBN = "VBN",
        VBP = "VBP", VBZ = "VBZ", WDT = "WDT", WP = "WP", WPS = "WP$", WRB = "WRB", XX = "XX", Space = "_SP",
        OpenQuote = "``",
    }
}

labels! {
    /// A coarse part of speech (Universal Dependencies).
    #[expect(missing_docs, reason = "the members are the standard's own names")]
    PartOfSpeech {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Space = "SPACE",
        Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// A dependency relation between a token and its head (ClearNLP's labels).
    #[expect(missing_docs, reason = "the members are the treebank's own names")]
    Relation {
        Root = "ROOT", Acl = "acl", Acomp = "acomp", Advcl = "advcl", Advmod = "advmod", Agent = "agent", Amod = "amod",
        Appos = "appos", Attr = "attr", Aux = "aux", Auxpass = "auxpass", Case = "case", Cc = "cc", Ccomp = "ccomp",
        Compound = "compound", Conj = "conj", Csubj = "csubj", Csubjpass = "csubjpass", Dative = "dative", Dep = "dep",
        Det = "det", Dobj = "dobj", Expl = "expl", Intj = "intj", Mark = "mark", Meta = "meta", Neg = "neg",
        Nmod = "nmod", Npadvmod = "npadvmod", Nsubj = "nsubj", Nsubjpass = "nsubjpass", Nummod = "nummod",
        Oprd = "oprd", Parataxis = "parataxis", Pcomp = "pcomp", Pobj = "pobj", Poss = "poss", Preconj = "preconj",
        Predet = "predet", Prep = "prep", Prt = "prt", Punct = "punct", Quantmod = "quantmod", Relcl = "relcl",
        Xcomp = "xcomp",
    }
}

labels! {
    /// The kind of a named entity (OntoNotes).
    #[expect(missing_docs, reason = "the members are the corpus's own names")]
    EntityLabel {
        Cardinal = "CARDINAL", Date = "DATE", Event = "EVENT", Fac = "FAC", Gpe = "GPE", Language = "LANGUAGE",
        Law = "LAW", Loc = "LOC", Money = "MONEY", Norp = "NORP", Ordinal = "ORDINAL", Org = "ORG",
        Percent = "PERCENT", Person = "PERSON", Product = "PRODUCT", Quantity = "QUANTITY", Time = "TIME",
        WorkOfArt = "WORK_OF_ART",
    }
}

/// One token of an article with what the parser says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its characters.
    pub text: Box<str>,
    /// Its dictionary form, lower case but for names.
    pub lemma: Box<str>,
    /// Fine tag.
    pub tag: Tag,
    /// Coarse part of speech.
    pub part: PartOfSpeech,
    /// Index of its head in the article's tokens; its own index at a root.
    pub head: usize,
    /// Relation to the head.
    pub relation: Relation,
    /// Whether white space follows.
    pub space_after: bool,
}

impl Token {
    /// Whether the token is white space only (line breaks, double blanks).
    pub fn is_space(&self) -> bool {
        self.tag == Tag::Space
    }

    /// Whether it is a form of a full verb or auxiliary.
    pub fn is_verb(&self) -> bool {
        matches!(self.part, PartOfSpeech::Verb | PartOfSpeech::Aux)
    }

    /// Whether it is a common or proper noun.
    pub fn is_noun(&self) -> bool {
        matches!(self.part, PartOfSpeech::Noun | PartOfSpeech::Propn)
    }
}

/// A named entity as the model tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    /// Token indices.
    pub tokens: Range<usize>,
    /// Kind.
    pub label: EntityLabel,
}

/// What the linguistic foundation says of one text, taken as one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// All tokens, white-space tokens among them.
    pub tokens: Vec<Token>,
    /// For each token, whether a sentence starts there.
    pub sentence_starts: Vec<bool>,
    /// Entities in order, without overlap.
    pub entities: Vec<NamedEntity>,
}
