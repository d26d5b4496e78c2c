//! Which texts may be ids (format: Ids).

use super::ast::Name;
use super::{words, words_lists};
use crate::diagnostic::Diagnostics;
use crate::format::WORDS;
use crate::syntax::yaml::nodes::Node;
use crate::text::{composed, is_blank, letter_like, odd};

/// Checks the id of a question, value or list: a word that conditions can use as a name.
pub(crate) fn check_name(id: Name, what: &str, out: &mut Diagnostics) {
    let mut bytes = id.text.bytes();
    let letter_first = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    if letter_first && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        if WORDS.iter().any(|word| word.name == id.text) {
            let mended = Some(format!("{}_", id.text));
            out.push(words::bad_id(id.span, what, id.text, "this word means something in conditions", mended));
        }
        return;
    }
    let rule = "it is a name in conditions: letters from a to z, digits and `_`, a letter first";
    let mut mended = String::new();
    for c in composed(id.text.trim_matches(is_blank)).chars().take(60) {
        match c {
            c if c.is_ascii_alphanumeric() => mended.push(c),
            c if is_blank(c) && !c.is_whitespace() => {}
            c => match letter_like(c) {
                Some(letter) => mended.push(letter),
                None => mended.push_str(plain_letters(c)),
            },
        }
    }
    if !mended.starts_with(|c: char| c.is_ascii_alphabetic()) {
        mended.insert_str(0, "q_");
    }
    // In a script without such letters nothing is left to propose.
    let tells = mended.trim_start_matches("q_").contains(|c: char| c.is_ascii_alphanumeric());
    out.push(words::bad_id(id.span, what, id.text, rule, tells.then_some(mended)));
}

/// Letters of Western Europe without their accents; `_` for anything else.
fn plain_letters(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'À'..='Å' => "A",
        'Ö' | 'Ø' => "Oe",
        'Ü' => "Ue",
        'È'..='Ë' => "E",
        _ => "_",
    }
}

/// Checks an id that stands in a list, where `items` come to it next of those that are ids: between brackets, what seems
/// to be a blank in it may be a comma that is forgotten.
pub(crate) fn check_item<'d, 'a>(
    id: Name,
    list: Node<'d, 'a>,
    items: &mut impl Iterator<Item = Node<'d, 'a>>,
    out: &mut Diagnostics,
) {
    let item = items.find(|item| item.span().start == id.span.start);
    const WHAT: &str = "an answer";
    let source = list.slice(id.span);
    let signs = |c: char| matches!(c, ';' | '|' | '/' | '&' | '+');
    let parts: Vec<&str> =
        id.text.split(|c: char| c.is_whitespace() || signs(c)).filter(|part| !part.is_empty()).collect();
    let plain = |part: &&str| part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let blank = id.text.contains(char::is_whitespace);
    let several = blank && list.source().starts_with('[') && source == id.text && parts.iter().all(plain);
    match several {
        _ if let Some(found) = item.and_then(words_lists::dashes_below) => out.push(found),
        true if list.items().nth(1).is_none() || id.text.contains(signs) => {
            out.push(words_lists::commas_lost(id.span, WHAT, id.text, &parts.join(", ")));
        }
        true => out.push(words_lists::comma_or_blank(id.span, WHAT, id.text, &parts)),
        false => check_id(id, WHAT, out),
    }
}

/// Checks the id of an answer, an outcome or a score: any text without spaces, quotes or commas.
pub(crate) fn check_id(id: Name, what: &str, out: &mut Diagnostics) {
    let odd = odd(id.text);
    let unseen = |c: char| is_blank(c) && !c.is_whitespace() && odd == Some(c);
    let wrong = |c: char| c.is_whitespace() || c.is_control() || unseen(c) || matches!(c, '\'' | '"' | ',');
    if !id.text.is_empty() && !id.text.contains(wrong) {
        if let Some(c) = odd {
            out.push(words::odd_id(id, c, letter_like(c), &composed(id.text)));
        }
        return;
    }
    let shown = id.text.trim_matches(is_blank).chars().filter(|c| c.is_whitespace() || !is_blank(*c)).take(60);
    let mended: String = shown.map(|c| if wrong(c) { '_' } else { c }).collect();
    let rule = match id.text.contains(unseen) {
        true => "an id has no characters that do not show",
        false => "an id has no spaces, quotes or commas",
    };
    // Of a text of several lines only the first is at hand, and it is hardly one id.
    let tells = !mended.is_empty() && id.span.range().len() >= id.text.len();
    out.push(words::bad_id(id.span, what, id.text, rule, tells.then_some(mended)));
}
