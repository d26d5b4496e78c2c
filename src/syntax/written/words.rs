//! How mistakes in the shape of a tree are said.

use super::ast::Name;
use super::words_notes;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{is_key, takes_text};
use crate::syntax::line::{in_quotes, without_entry};
use crate::syntax::quoting::quoting;
use crate::syntax::words::{behind, literal, quoted, spelled};
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::{Span, did_you_mean, exact_decimal, meant_digits};

pub(super) fn found(shape: Shape) -> &'static str {
    match shape {
        Shape::Map => "a map",
        Shape::List => "a list",
        Shape::Nothing => "nothing",
        _ => "a text",
    }
}

pub(crate) fn nothing_here(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("nothing stands behind {}", quoted(key)))
        .help("give it a value, or take the line out")
}

pub(crate) fn nothing_before_colon(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "nothing stands before this colon")
        .help("write a key there, or quote the text that starts with the colon")
}

/// A text that YAML takes as a whole for something else, because it starts with `#` or `&`.
pub(crate) fn only_a_sign(span: Span, key: &str, text: &str) -> Diagnostic {
    let what = if text.starts_with('#') { "a comment" } else { "an anchor" };
    let message = format!("YAML takes {} as {what}, so nothing stands behind {}", quoted(text), quoted(key));
    let found = Diagnostic::new(Code::QuoteThis, span, message);
    let id = text.get(1..).unwrap_or("").trim();
    // What names something is hardly called so.
    match takes_text(key) || id.is_empty() || id.contains(char::is_whitespace) {
        true => quoting(found, "text", span, text),
        false => {
            found.help(format!("write it without {}: {id}", quoted(text.get(..1).unwrap_or("")))).suggest(span, id)
        }
    }
}

pub(crate) fn text_wanted(at: Node, node: Node) -> Diagnostic {
    let (key, source) = (at.text(), node.source());
    let message = format!("{} takes a text, not {}", quoted(key), found(node.shape()));
    let diagnostic = Diagnostic::new(Code::WrongShape, node.shown_at(at), message);
    if let Some(said) = words_notes::like_a_rule(&diagnostic, at, node) {
        return said;
    }
    let one = source.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(one) = one.filter(|one| !one.contains([',', '[', '{', '\n'])) {
        return diagnostic.help(format!("write it without brackets: {one}")).suggest(node.span(), one);
    }
    match source.starts_with(['{', '[']) && !source.contains('\n') {
        true => {
            let quote = in_quotes(source);
            diagnostic.help(format!("quote it if it is meant as a text: {quote}")).suggest(node.span(), quote)
        }
        false => diagnostic.help(format!("write the text behind the colon: `{key}: …`")),
    }
}

/// A key without its colon at the start of a text.
pub(crate) fn colon_missing(span: Span, key: &str, rest: &str) -> Diagnostic {
    let behind_key = Span { start: span.end.saturating_sub(u32::try_from(rest.len()).unwrap_or(0)), ..span };
    let span = Span::new(span.start as usize, span.start as usize + key.len());
    let written = behind(key, rest);
    let found = Diagnostic::new(Code::MissingColon, span, "a colon is missing behind this key")
        .help(format!("write `{}: {written}`", crate::text::one_line(key)))
        .fix(Span { start: span.end, ..span }, ":");
    match written == crate::text::one_line(rest) {
        true => found,
        // The list wants its brackets, too, which is for the author to see.
        false => found.suggest(behind_key, written),
    }
}

/// `ask:: A?`.
pub(crate) fn colon_twice(span: Span, key: &str) -> Diagnostic {
    let start = span.start as usize + key.len();
    let colon = Span::new(start, start + 1);
    Diagnostic::new(Code::MissingColon, colon, "there is one colon too many")
        .help(format!("write `{key}: …`"))
        .fix(colon, "")
}

/// What seems to be a key, and is the rest of a text with a comma.
pub(crate) fn comma_before(span: Span, key: &str) -> Diagnostic {
    let message = format!("inside {{ }}, a comma ends what stands before it, so {} is read as a key", quoted(key));
    Diagnostic::new(Code::CommaInBraces, span, message).help("quote the text if the comma belongs to it")
}

/// Keys that stand beside the id under which they belong.
pub(crate) fn not_nested(key: Node, id: &str, id_span: Span, lines: &[Span]) -> Diagnostic {
    let name = quoted(key.text());
    let message = format!("{name} stands beside {}, not under it", quoted(id));
    let found = Diagnostic::new(Code::Indentation, key.span(), message)
        .label(id_span, "nothing stands under this")
        .help(format!("indent {name} and what follows it further than {}", quoted(id)));
    lines.iter().fold(found, |found, start| found.fix(*start, "  "))
}

/// A part of the tree that is indented under another; `lines` are their indentation, none between braces, and with `last` nothing follows
/// that would then belong to it.
pub(crate) fn too_far(key: Node, above: Node, lines: &[Span], last: bool) -> Diagnostic {
    let name = quoted(key.text());
    let message = format!("{name} stands under {}, not beside it", quoted(above.text()));
    let found = Diagnostic::new(Code::Indentation, key.span(), message);
    if lines.is_empty() {
        let bracket = format!("put {name} behind the bracket that closes {}", quoted(above.text()));
        return found.label(above.span(), "this is not closed before it").help(bracket);
    }
    let found = found.label(above.span(), "what stands beside this starts in the same column");
    if !last {
        return found.help(format!("move {name} and what stands under it to the end, without the indentation"));
    }
    let found = found.help(match lines.len() {
        1 => format!("take out the indentation before {name}"),
        _ => format!("take out the indentation before {name}, and as much before what stands under it"),
    });
    lines.iter().fold(found, |found, line| found.fix(*line, "")).unsure()
}

pub(crate) fn condition_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    if matches!(key, "min" | "max") {
        let message = format!("{} takes a number, a date or an expression, not {}", quoted(key), found(shape));
        return Diagnostic::new(Code::WrongShape, span, message).help("write it without brackets or braces");
    }
    let help = match shape {
        Shape::List => "join conditions with `and` or `or`; quote one that starts with `[`",
        _ => "write the condition without braces",
    };
    Diagnostic::new(Code::WrongShape, span, format!("{} takes one condition, not {}", quoted(key), found(shape)))
        .help(help)
}

pub(crate) fn flag_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::BadValue,
        span,
        format!("{} takes `true` or `false`, not {}", quoted(key), quoted(value)),
    );
    match value.to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => diagnostic.help(format!("write `{key}: true`")).fix(span, "true"),
        "false" | "no" | "off" | "n" | "0" => {
            diagnostic.help(format!("write `{key}: false`, or take the line out")).fix(span, "false")
        }
        _ => diagnostic,
    }
}

pub(crate) fn number_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::BadValue, span, format!("{} takes a number, not {}", quoted(key), quoted(value)));
    literal(found, meant_digits(value), "write a plain number of at most 28 digits, such as 12 or -0.5")
}

pub(crate) fn whole_number_wanted(span: Span, key: &str, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} takes a whole number from 1, not {}", quoted(key), quoted(value)))
}

/// `step` with something else than a number above 0.
pub(crate) fn step_wanted(span: Span, value: &str) -> Diagnostic {
    let found =
        |what: &str| Diagnostic::new(Code::BadValue, span, format!("`step` takes {what}, not {}", quoted(value)));
    match exact_decimal(value) {
        Some(number) if number.is_zero() => found("a number above 0")
            .help("leave `step` out where any number will do, and write `whole: true` for no fractions"),
        Some(number) => {
            found("a number above 0").help("it is counted both ways from 0").fix(span, number.abs().to_string())
        }
        None => literal(
            found("a number that is written out"),
            meant_digits(value),
            "such as 0.01, with which 0, 0.01 and 0.02 are taken, and 0.005 is not",
        ),
    }
}

pub(crate) fn list_wanted_like(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a list, not {}", quoted(key), found(shape)))
        .help(format!("write it like this: {example}"))
}

pub(crate) fn item_wanted(span: Span, key: &str, shape: Shape) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} takes a list of texts, and here is {}", quoted(key), found(shape)),
    )
}

/// `- yes: eat` in a list of ids.
pub(crate) fn map_in_list(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("{} takes a map or a list of ids, not a list of maps", quoted(key)))
        .help("take out the dashes and write the ids as keys: `yes: …`")
}

/// `[a: b]`: YAML makes a map of it.
pub(crate) fn colon_in_item(span: Span, source: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::ColonInText, span, "YAML makes a map of a text with a colon and a space");
    let quoted = quoting(found, "text", span, source);
    // A word that is a key elsewhere may be one here, with its line break lost.
    let word = source.split_once(": ").map_or("", |(first, _)| first.rsplit(' ').next().unwrap_or(""));
    if source.contains(' ') && is_key(word) { quoted.unsure() } else { quoted }
}

pub(crate) fn map_wanted(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    let message = match shape {
        Shape::Nothing => format!("nothing stands under {}", quoted(key)),
        _ => format!("{} takes a map, not {}", quoted(key), found(shape)),
    };
    Diagnostic::new(Code::WrongShape, span, message).help(format!("write it like this: {example}"))
}

/// `required: false`, which is the other way round here.
pub(crate) fn required(at: Node, value: Node, kind: &str, ours: &str, said: bool) -> Diagnostic {
    let key = at.text();
    let found = Diagnostic::new(Code::UnknownKey, at.span(), format!("a question has no key {}", quoted(key)));
    let taken_out = |found: Diagnostic| match without_entry(at.file(), at.span().to(value.span())) {
        Some(entry) => found.suggest(entry, ""),
        None => found,
    };
    match value.text().to_lowercase().as_str() {
        // Of several answers none may be chosen, unless `min` says otherwise.
        "false" | "no" | "off" if kind == "many" => {
            taken_out(found.help("take it out: of several answers, none may be chosen as long as `min` is 0"))
        }
        "false" | "no" | "off" if said => taken_out(found.help(format!("take it out: {} says it", quoted(ours)))),
        "false" | "no" | "off" => {
            let found = found.help(format!("write `{ours}: true`"));
            found.suggest(at.span(), ours).suggest(value.span(), "true")
        }
        _ => taken_out(found.help(format!("take it out: a question must be answered unless it is {}", quoted(ours)))),
    }
}

/// `next: {goto: a}`.
pub(crate) fn rule_without_dash(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownKey,
        span,
        format!("{} stands in a rule, and rules are entries of a list", quoted(key)),
    )
    .help("put a dash before it: `- goto: …`; or name the target alone: `next: …`")
}

pub(crate) fn map_item_wanted(span: Span, key: &str, shape: Shape, example: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} takes a list of maps, and here is {}", quoted(key), found(shape)),
    )
    .help(format!("write it like this: {example}"))
}

pub(crate) fn unclosed_hole(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "`{{` is opened here and never closed")
        .help("put `}}` behind the name; to show `{{` itself, write `\\{{`")
}

pub(crate) fn empty_hole(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "nothing stands between `{{` and `}}`")
        .help("put a name there; to show `{{` itself, write `\\{{`")
}

/// What looks like an outcome among the questions.
pub(crate) fn outcome_here(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} stands among the questions and looks like an outcome", quoted(id)),
    )
    .help("outcomes stand under `outcomes:`; a question has an `ask`")
}

/// What looks like a question among the outcomes.
pub(crate) fn question_here(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        span,
        format!("{} stands among the outcomes and looks like a question", quoted(id)),
    )
    .help("questions stand under `questions:`; an outcome has a `title`")
}

/// A map among the values that has no key of a table.
pub(crate) fn no_table(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, format!("a map among the values is a table, and {} is none", quoted(id)))
        .help("a table has `by` and `table`; questions and outcomes stand under keys of their own")
}

pub(crate) fn goto_of_many(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::KeyNotForKind,
        span,
        "an answer of kind `many` leads nowhere by itself: several may be chosen",
    )
    .help("give the question a `next`, with rules such as `when: any(question, answer)`")
}

pub(crate) fn goto_under_when(span: Span, when: Span) -> Diagnostic {
    Diagnostic::new(Code::KeyNotForKind, span, "an answer leads somewhere, but its question may be skipped")
        .label(when, "skipped while this is false")
        .help("give the question a `next` instead: it is taken when the question is skipped, too")
}

pub(crate) fn alone_in_choice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::KeyNotForKind, span, "`alone` goes with kind `many`; in a choice every answer stands alone")
}

pub(crate) fn unknown_format(span: Span, value: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("this program reads format 1, not {}", quoted(value)))
        .help("write `format: 1`")
        .suggest(span, "1")
}

pub(crate) fn bad_id(span: Span, what: &str, id: &str, rule: &str, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadId, span, format!("{} cannot be the id of {what}", quoted(id)));
    match mended {
        Some(mended) => {
            let found = diagnostic.help(format!("{rule}; {} would do", quoted(&mended))).fix(span, &*mended).said();
            // Any other sign may have been meant to stand between two ids, or between an id and what it holds.
            let mut words = id.trim().split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
            let blanks = words.all(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric));
            if blanks && crate::text::same_letters(id.trim(), &mended) { found } else { found.unsure() }
        }
        None => diagnostic.help(rule),
    }
}

/// An id with a character that looks like another; `like` is a Latin letter that it is taken for, `composed` the id
/// with its accents on their letters.
pub(crate) fn odd_id(id: Name, odd: char, like: Option<char>, composed: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::LooksAlike, id.span, format!("{} is not what it looks like", quoted(id.text)));
    let odd = odd.escape_unicode();
    match like {
        Some(like) => {
            found.help(format!("`{odd}` only looks like `{like}`: type it anew, or write the whole id in one script"))
        }
        None => found
            .help(format!(
                "`{odd}` stands behind its letter, so that other ways to type it give another id; write `{composed}`"
            ))
            .suggest(id.span, composed)
            .said(),
    }
}

pub(crate) fn no_language(language: Name, meant: Option<&str>) -> Diagnostic {
    let message = format!("{} is no code of a language", quoted(language.text));
    let found = Diagnostic::new(Code::BadValue, language.span, message);
    match meant {
        Some(meant) => spelled(found.help(did_you_mean(language.text, meant)), language.text, meant, [meant]),
        None => found.help("`language` takes a BCP 47 code, such as `en` or `pt-BR`"),
    }
}

/// A text that is only white space, or nothing at all.
pub(crate) fn blank(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::Blank, span, format!("nothing shows of this {}", quoted(key)))
        .help("it is empty or only white space: write something there, or take it out")
}

/// A line of a list that YAML has joined to the one above it.
pub(crate) fn folded_list(span: Span, at: Node, node: Node) -> Diagnostic {
    let key = at.text();
    let found = Diagnostic::new(Code::FoldedList, span, "this is no line of its own: YAML joins it to the one above");
    let start = node.span().start as usize;
    if node.shape() == Shape::Folded {
        let found = found.help(format!("put `|` in place of `>`, which keeps the lines: `{key}: |`"));
        let Some(sign) = at.behind().find('>').map(|sign| at.span().end as usize + sign) else { return found };
        return found.suggest(Span::new(sign, sign + 1), "|");
    }
    let found =
        found.help(format!("put `|` behind the colon, which keeps the lines, and the text below it: `{key}: |`"));
    let below = node.source().lines().nth(1).unwrap_or("");
    let indent = below.get(..below.len() - below.trim_start().len()).unwrap_or("");
    match node.shape() == Shape::Plain && !node.starts_its_line() {
        true => found.suggest(Span::new(start, start), format!("|\n{indent}")),
        false => found,
    }
}

pub(crate) fn nothing_in_it(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("{} holds nothing", quoted(key)))
        .help("put something in, or take it out")
}

pub(crate) fn walks_here(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongFile, span, "this is a walk file, and a tree is wanted")
        .help("name the tree that its `tree:` names; `onread test` runs walk files")
}

pub(crate) fn tree_here(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongFile, span, "this is a tree, and a walk file is wanted")
        .help("a walk file has `tree` and `walks`")
}

pub(crate) fn not_a_map(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "a tree is a map of keys such as `title:` and `questions:`")
        .help("start with `title: …`, without a dash, in the first column")
}
