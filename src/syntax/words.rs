//! How the mistakes that this room finds are said.

use crate::diagnostic::{Code, Diagnostic, Severity, Shown};
use crate::format::takes_names;
use crate::syntax::Foreign;
use crate::syntax::line::in_quotes;
use crate::text::{LOOKED_AT, SourceFile, Span, did_you_mean, joined_alike, look_alike, nearest, one_line, slipped};

pub(crate) use crate::text::quoted;

/// Names for a message: the first few, each in backticks.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let mut names = names.into_iter();
    let mut out = names.by_ref().take(SHOWN).map(quoted).collect::<Vec<_>>().join(", ");
    let more = names.count();
    if more > 0 {
        out.push_str(&format!(" and {more} more"));
    }
    out
}

/// What there is, said where none of it was meant.
pub(crate) fn there_is<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    format!("there {} {}", if names.len() == 1 { "is" } else { "are" }, listed(names))
}

/// What to write behind the colon of a key that lacks it: in brackets where only a list can stand.
pub(crate) fn behind(key: &str, rest: &str) -> String {
    let rest = one_line(rest);
    match takes_names(key) && !rest.starts_with(['[', '{', '\'', '"', '…']) {
        true => format!("[{rest}]"),
        false => rest,
    }
}

/// "did you mean `x`?", or else what there is.
pub(crate) fn meant<'a>(word: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match near(word, names.clone()) {
        Some(name) => did_you_mean(word, name),
        None => there_is(names),
    }
}

/// A finding about a word, with what was meant as its help, and in its place.
pub(crate) fn meaning<'a>(
    found: Diagnostic,
    word: &str,
    names: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let found = found.help(meant(word, names.clone()));
    match near(word, names.clone()) {
        Some(name) => named(found, word, name, names),
        None => found,
    }
}

/// A finding about a word, with the author's name that was meant in its place. Where more than one comes near, or more
/// than a finger may have slipped, it is for the author to choose: `unmarried` is no way to write `married`.
pub(crate) fn named<'a>(
    found: Diagnostic,
    word: &str,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    named_if(Shown::Once, found, word, name, names)
}

/// The same; whether it is the name that is misspelt where it is declared, the rest of the file tells by what is `shown`.
pub(crate) fn named_if<'a>(
    shown: Shown,
    found: Diagnostic,
    word: &str,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let found = instead(found, word, name, names, slipped(word, name));
    if joined_alike(word, name) { found } else { found.slip(shown) }
}

/// The same about a word of the format, which nobody declares.
pub(crate) fn spelled<'a>(
    found: Diagnostic,
    word: &str,
    meant: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let (longer, shorter) = if word.len() > meant.len() { (word, meant) } else { (meant, word) };
    let ending = longer.strip_prefix(shorter).is_some_and(|end| end.chars().count() == 1);
    instead(found, word, meant, known, ending || slipped(word, meant))
}

fn instead<'a>(
    found: Diagnostic,
    word: &str,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
    slips: bool,
) -> Diagnostic {
    let span = found.span;
    let found = found.fix(span, name).said();
    let same = |name: &str| joined_alike(word, name) || look_alike(word, name);
    let mut others = names.into_iter().filter(|other| *other != name);
    let sure = match same(name) {
        true => !others.any(same),
        false => slips && near(word, others).is_none(),
    };
    // An id that can be none is itself to be spelled anew.
    if sure && !name.contains(char::is_whitespace) { found } else { found.unsure() }
}

/// A finding about a number or a date, with the one that is `meant` in its place; `otherwise` where that cannot be told.
pub(crate) fn literal(found: Diagnostic, meant: Option<String>, otherwise: &str) -> Diagnostic {
    let span = found.span;
    match meant {
        Some(meant) => found.help(format!("write `{meant}`")).suggest(span, meant).said(),
        None => found.help(otherwise),
    }
}

/// The question what was meant, and behind it what answers there are.
pub(crate) fn meant_and_answers(meant: &str, ids: &str) -> String {
    format!("{meant}{} its answers are {ids}", if meant.ends_with('?') { "" } else { ";" })
}

/// The name that was probably meant: of one letter, only the same letter in another case.
pub(crate) fn near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let short = word.chars().count() < 2;
    nearest(word, names.into_iter().take(LOOKED_AT).filter(|name| !short || name.to_lowercase() == word.to_lowercase()))
}

impl std::fmt::Display for Foreign {
    /// The reason as a sentence about the file, which is `it`.
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        const NEITHER: &str = "it has neither `questions` nor `walks`";
        match self {
            Self::Empty => f.write_str("it holds nothing"),
            Self::NotAMap => f.write_str("it has no keys, and trees and walk files have"),
            Self::OtherKeys => f.write_str(NEITHER),
            Self::Near { key, meant } => {
                write!(f, "{NEITHER}; {} is like {}, but stands alone", quoted(key), quoted(meant))
            }
            Self::Broken { line } => write!(f, "{NEITHER} that can be seen, and a mistake in line {line}"),
        }
    }
}

pub(super) fn empty(file: &SourceFile) -> Diagnostic {
    Diagnostic::new(Code::Empty, file.span_of(0..0), format!("{} holds nothing", quoted(file.name())))
        .help("a tree needs a `title`, `questions` and `outcomes`")
}

/// So much is wrong with a file as YAML that it is not read to its end.
pub(super) fn enough(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooMany, span, "behind this, nothing was read: too much is wrong before it")
        .help("mend what was found so far, and check again")
}

pub(super) fn unknown_alias(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::Alias, span, format!("no anchor {} stands above this", quoted(&format!("&{name}"))))
        .help("quote the text if it was meant to start with `*`")
}

/// An anchor that nothing repeats: a warning, since it may stand there for later.
pub(super) fn unused_anchor(span: Span, anchor: &str, place: Span, whole: &str) -> Diagnostic {
    let message = format!("YAML takes {} as an anchor, which nothing repeats", quoted(anchor));
    let found = Diagnostic { severity: Severity::Warning, ..Diagnostic::new(Code::QuoteThis, span, message) };
    let quote = in_quotes(&one_line(whole));
    found.help(format!("quote it if it is part of the text: {quote}")).suggest(place, quote)
}

pub(super) fn alias_of_itself(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Alias, span, "this alias stands inside what it repeats")
}

pub(super) fn too_many_aliases(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Alias, span, "aliases repeat too much: the file would grow past all measure")
}

pub(super) fn merge_of_no_map(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "`<<` takes a map, or a list of maps")
}

pub(super) fn key_is_no_text(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "a key must be a text, and here a map or list starts")
        .help("quote the key if it is meant to start with `{` or `[`")
}

/// A key a second time; `same` is what goes where both say the same.
pub(super) fn duplicate_key(span: Span, first: Span, key: &str, same: Option<Span>) -> Diagnostic {
    let found = Diagnostic::new(Code::DuplicateKey, span, format!("{} is written twice in one map", quoted(key)))
        .label(first, "the first one")
        .help("keep one of them, or give this one another name");
    match same {
        Some(second) => found.help("both say the same: take this one out").fix(second, ""),
        None => found,
    }
}

/// `ask` or `title` a second time, with more keys behind it.
pub(super) fn id_missing(span: Span, first: Span, key: &str) -> Diagnostic {
    let what = if key == "ask" { "question" } else { "outcome" };
    Diagnostic::new(Code::DuplicateKey, span, format!("{} is written twice in one map", quoted(key)))
        .label(first, "the first one")
        .help(format!("if another {what} starts here, put its id above this line; else keep one of them"))
}

pub(crate) fn twice_in_list(span: Span, first: Span, item: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("{} is written twice in one list", quoted(item)))
        .label(first, "the first one")
        .help("take one of them out")
}

pub(super) fn cut_by_comment(span: Span, cut: &str, place: Span, whole: &str) -> Diagnostic {
    let quote = in_quotes(&one_line(whole));
    Diagnostic::new(Code::CutByComment, span, format!("the text is cut here: YAML takes {} as a comment", quoted(cut)))
        .help(format!("quote the text: {quote}; or put a space behind `#` if it is a comment"))
        .suggest(place, quote)
}

/// A condition that ends where a `#` starts what was meant as a part of it.
pub(crate) fn condition_cut(span: Span, cut: &str, place: Span, whole: &str) -> Diagnostic {
    let message = format!("the condition is cut here: YAML takes {} as a comment", quoted(cut));
    let found = Diagnostic { severity: Severity::Error, ..Diagnostic::new(Code::CutByComment, span, message) };
    let quote = in_quotes(&one_line(whole));
    let help = match whole.contains('#') {
        true => "quote what starts with `#`, and the condition",
        false => "write it without `#`",
    };
    found.help(format!("{help}: {quote}")).suggest(place, quote)
}

/// A space that is missing behind the colon of a known key.
pub(crate) fn space_missing(span: Span, key: &str, rest: &str) -> Diagnostic {
    let span = Span::new(span.start as usize, span.start as usize + key.len() + 1);
    Diagnostic::new(Code::MissingColon, span, "a space is missing behind the colon")
        .help(format!("write `{key}: {}`", crate::text::one_line(rest)))
        .fix(Span { start: span.end, ..span }, " ")
}
