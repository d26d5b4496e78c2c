//! Which texts are BCP 47 codes (format: Keys of a tree).

use oxilangtag::LanguageTag;

use super::ast::Name;
use super::words;
use crate::diagnostic::Diagnostics;

/// Names that are written where a code is wanted, beside the code.
const NAMES: [(&str, &str); 40] = [
    ("arabic", "ar"),
    ("bokmål", "nb"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("dansk", "da"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("español", "es"),
    ("espanol", "es"),
    ("finnish", "fi"),
    ("français", "fr"),
    ("francais", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("irish", "ga"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("nederlands", "nl"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("português", "pt"),
    ("portugues", "pt"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// Reports a language that is no code, with the code that was probably meant.
pub(crate) fn check(language: Name, out: &mut Diagnostics) {
    if is_code(language.text) {
        return;
    }
    let word = language.text.trim().replace(['_', ' '], "-");
    let word = word.trim_matches('-').trim_end_matches(".UTF-8").trim_end_matches(".utf8");
    let (name, rest) = word.split_once('-').map_or((word, ""), |(name, rest)| (name, rest));
    let code = NAMES.iter().find(|(known, _)| *known == name.to_lowercase()).map(|(_, code)| *code);
    let meant = match (code, rest) {
        (Some(code), "") => code.to_owned(),
        (Some(code), rest) => format!("{code}-{rest}"),
        (None, _) => word.to_owned(),
    };
    out.push(words::no_language(language, Some(&*meant).filter(|meant| is_code(meant)).or(code)));
}

/// Whether a text is formed like a code, whose languages have two or three letters: longer ones may be formed so, and
/// there are none.
fn is_code(text: &str) -> bool {
    // Tags for private use, and the few from before the rules, name no language of that length.
    let named = |tag: &LanguageTag<&str>| {
        let language = tag.primary_language();
        language.len() <= 3 || language.contains('-')
    };
    LanguageTag::parse(text).is_ok_and(|tag| named(&tag) || text.starts_with(['x', 'X']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn codes_are_taken_and_near_misses_are_mended() {
        for code in [
            "en",
            "pt-BR",
            "de-CH-1996",
            "zh-Hant-TW",
            "zh-yue",
            "sl-rozaj-biske",
            "es-419",
            "en-a-bbb-x-a-ccc",
            "haw",
            "x-klingon",
            "i-klingon",
            "en-GB-oed",
            "art-lojban",
            "EN-gb",
            "de-u-co-phonebk",
            "qaa-Qaaa-QM-x-southern",
        ] {
            assert!(is_code(code), "{code}");
        }
        for (text, code) in [
            ("english", Some("en")),
            ("English", Some("en")),
            ("en_GB", Some("en-GB")),
            ("de-DE-", Some("de-DE")),
            ("en GB", Some("en-GB")),
            ("german-AT", Some("de-AT")),
            ("en_US.UTF-8", Some("en-US")),
            ("français", Some("fr")),
            ("Klingonisch", None),
            ("", None),
            ("12", None),
            ("en--GB", None),
            ("e", None),
            ("en-a", None),
            ("ελ", None),
        ] {
            assert!(!is_code(text), "{text}");
            let mut out = Diagnostics::default();
            check(Name { text, span: Span::NOWHERE }, &mut out);
            let help = out.into_sorted().into_iter().next().and_then(|found| found.help).unwrap_or_default();
            match code {
                Some(code) => assert_eq!(help, format!("did you mean `{code}`?"), "{text}"),
                None => assert!(!help.contains("did you mean"), "{text}: {help}"),
            }
        }
    }
}
