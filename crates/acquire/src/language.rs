use whatlang::{Lang, Script};

/// Scalar values that are looked at first; news tells its language early.
const SAMPLE: usize = 3_000;

/// Letters that a text in Latin script must have before it can be told as foreign.
const LATIN_LETTERS: usize = 120;

/// Letters that a text in another script must have; scripts are hardly mistaken.
const OTHER_LETTERS: usize = 12;

/// Highest share of English function words that a foreign text has.
///
/// English prose has 30 to 50 %; the words are chosen so that few other languages use their forms.
const ENGLISH_SHARE: f64 = 0.06;

/// Digits to a letter from which a text is a table and no prose.
const TABLE_DIGITS: f64 = 0.15;

/// Share of words in lower case below which a text is a list of names; German prose, with its capital nouns, has 0.6.
const LOWER_CASE: f64 = 0.4;

/// Words that hardly any English sentence does without, and that other languages seldom have.
const FUNCTION_WORDS: [&str; 48] = [
    "the", "of", "to", "and", "that", "for", "with", "from", "by", "at", "as", "it", "its", "is", "was", "were", "are",
    "be", "been", "has", "have", "had", "will", "would", "he", "his", "she", "her", "they", "their", "this", "which",
    "who", "not", "but", "or", "after", "said", "says", "we", "our", "you", "year", "new", "into", "than", "vs",
    "about",
];

/// Tells the language of a text as ISO 639-1; `None` where it is too short or too odd to tell.
///
/// Another language than English is told only where nothing speaks for English: names, tables and capitals alone
/// never make a text foreign, since a foreign text is not coded.
pub(crate) fn told(text: &str) -> Option<String> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(end, _)| end);
    let sample = text[..end].to_lowercase();
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    if letters < OTHER_LETTERS {
        return None;
    }
    let info = whatlang::detect(&sample)?;
    if info.script() != Script::Latin {
        let foreign = sample.chars().filter(|character| character.is_alphabetic() && !is_latin(*character)).count();
        let mostly = foreign * 2 > letters && letters >= OTHER_LETTERS;
        return mostly.then(|| code(info.lang()));
    }
    let share = english_share(&sample);
    if info.lang() == Lang::Eng || share > ENGLISH_SHARE {
        return (letters >= LATIN_LETTERS / 2 && share > ENGLISH_SHARE).then(|| "en".into());
    }
    let foreign = letters >= LATIN_LETTERS
        && is_prose(&text[..end])
        && info.is_reliable()
        && (end == text.len() || english_share(&text.to_lowercase()) <= ENGLISH_SHARE);
    foreign.then(|| code(info.lang()))
}

fn is_latin(character: char) -> bool {
    matches!(character, 'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | 'ª' | 'º')
}

/// Whether a text in Latin script is made of sentences: no table of figures, no list of names, not all in capitals.
fn is_prose(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
    let (all, small) = words.fold((0usize, 0usize), |(all, small), word| {
        (all + 1, small + usize::from(word.starts_with(char::is_lowercase)))
    });
    (digits as f64) < TABLE_DIGITS * letters as f64 && small as f64 > LOWER_CASE * all as f64
}

/// Share of English function words among the words of a lower-case text.
fn english_share(text: &str) -> f64 {
    let (mut words, mut english) = (0usize, 0usize);
    for word in text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(FUNCTION_WORDS.contains(&word));
    }
    english as f64 / words.max(1) as f64
}

/// The code of a language that came with an article: `EN`, `en-GB`, `eng` and `English` are all `en`.
///
/// `None` where nothing was given that says anything ("", "und").
pub(crate) fn given(value: &str) -> Option<String> {
    let primary = value.trim().split(['-', '_']).next()?.to_lowercase();
    if matches!(primary.as_str(), "" | "und" | "mul" | "zxx" | "unknown" | "null" | "none") {
        return None;
    }
    let known =
        Lang::all().iter().find(|lang| lang.code() == primary || lang.eng_name().eq_ignore_ascii_case(&primary));
    Some(known.map_or(primary, |lang| code(*lang)))
}

/// English name of a code; the code itself where the name is not known.
pub(crate) fn name(language: &str) -> String {
    Lang::all()
        .iter()
        .find(|lang| code(**lang) == language)
        .map_or_else(|| language.into(), |lang| lang.eng_name().into())
}

/// ISO 639-1 of a language, by its ISO 639-3.
fn code(lang: Lang) -> String {
    let long = lang.code();
    TWO_LETTERS.iter().find(|(three, _)| *three == long).map_or(long, |(_, two)| two).into()
}

/// ISO 639-3 to ISO 639-1 for the languages that can be told.
const TWO_LETTERS: [(&str, &str); 70] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_told_has_two_letters() {
        for lang in Lang::all() {
            assert_eq!(code(*lang).len(), 2, "{lang:?}");
        }
    }

    #[test]
    fn foreign_news_is_told() {
        for (expected, text) in [
            (
                "es",
                "El gobierno anunció este lunes que retirará a su embajador después de que el parlamento vecino aprobara la ley; el ministro dijo que la medida es temporal.",
            ),
            (
                "fr",
                "Le gouvernement a annoncé lundi le rappel de son ambassadeur après le vote de la loi par le parlement voisin ; la mesure est provisoire, a dit le ministre.",
            ),
            (
                "de",
                "Die Regierung hat am Montag angekündigt, ihren Botschafter zurückzurufen, nachdem das Nachbarland das Gesetz verabschiedet hatte; der Minister nannte das vorläufig.",
            ),
            (
                "pt",
                "O governo anunciou na segunda-feira que vai chamar o seu embaixador depois de o parlamento vizinho ter aprovado a lei; a medida é provisória, disse o ministro.",
            ),
            (
                "it",
                "Il governo ha annunciato lunedì il richiamo del suo ambasciatore dopo che il parlamento vicino ha approvato la legge; il ministro ha detto che la misura è provvisoria.",
            ),
            (
                "tr",
                "Hükümet, komşu ülkenin meclisi yasayı kabul ettikten sonra büyükelçisini geri çağıracağını pazartesi günü duyurdu; bakan bu adımın geçici olduğunu söyledi.",
            ),
            ("ru", "Правительство объявило в понедельник об отзыве посла."),
            (
                "uk",
                "Уряд оголосив у понеділок, що відкликає свого посла з сусідньої країни; міністр сказав, що це ненадовго.",
            ),
            ("ar", "أعلنت الحكومة يوم الاثنين أنها ستستدعي سفيرها بعد تصويت البرلمان."),
            ("zh", "政府星期一宣布召回大使,部长表示这一措施是暂时的。"),
            ("ja", "政府は月曜日に大使を召還すると発表した。"),
        ] {
            assert_eq!(told(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn english_is_never_foreign() {
        for text in [
            "",
            "Da.",
            "Macron, Merkel, Rajoy, Gentiloni, Costa, Rutte, Tusk, Juncker, Schulz, Orban, Kaczynski, Sipila, Löfven, Plenković, Radev, Iohannis, Fico, Zeman.",
            "NICARAGUA EXPELS ENVOY; SAN JOSE VOWS REPLY AS OAS CALLS SESSION; MANAGUA SAYS DECISION FINAL",
            "The party's slogan, “Por la patria y por la justicia de todos los pueblos del mundo, ahora y siempre, con la fuerza de la razón y de la ley”, was on every wall of the town.",
            "Shr 12 cts vs 9 cts\n Net 1.2 mln vs 0.9 mln\n Revs 14.5 mln vs 12.1 mln\n Avg shrs 10.1 mln vs 9.9 mln",
        ] {
            assert!(matches!(told(text).as_deref(), None | Some("en")), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn every_way_to_write_english_is_english() {
        for value in ["en", "EN", "en-GB", "en_US", "eng", "English", " english "] {
            assert_eq!(given(value).as_deref(), Some("en"), "{value}");
        }
        assert_eq!(given("pt-BR").as_deref(), Some("pt"));
        assert_eq!(given("und"), None);
        assert_eq!(given("xx").as_deref(), Some("xx"));
    }
}
