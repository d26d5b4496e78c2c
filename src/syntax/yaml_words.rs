//! What the YAML parser trips over, in words for people who write trees.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{SourceFile, Span};

/// A parser's error with the place an author should look at and the way out.
///
/// `last` is the last scalar that was read whole: YAML often notices a mistake only behind it.
pub(super) fn explain(error: &ScanError, file: &SourceFile, last: Option<Span>) -> Diagnostic {
    let text = file.text();
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let here = char_at(text, at);
    let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    use ErrorKind as E;
    match error.kind() {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => tab(text, at, line_start),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar | E::InvalidQuotedScalarIndent => {
            Diagnostic::new(Code::Unclosed, here, "this quote is never closed")
                .help("put the same quote at the end of the text; inside '…', write '' for an apostrophe")
        }
        E::UnclosedFlowCollection { open } => unclosed(here, *open),
        E::UnexpectedEofFlowSequence => unclosed(last.unwrap_or(here), '['),
        E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => unclosed(last.unwrap_or(here), '{'),
        E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidColonPlacement
        | E::FlowMappingValueAdjacentCollection => in_braces(here, line, last, file),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => trailing(text, at, here, line),
        E::MappingValueNotAllowed | E::SimpleKeyExpected | E::InvalidSimpleKey | E::MappingKeyNotAllowed => {
            colon(text, at, line_start, line, last, file)
        }
        E::UnexpectedCharacter { character } => quote_this(here, *character),
        E::MissingAnchorOrAliasName => quote_this(here, text.get(at..).and_then(|s| s.chars().next()).unwrap_or('&')),
        E::UndeclaredTagHandle
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::ExpectedTagBang
        | E::InvalidTagEscape
        | E::UnclosedVerbatimTag => quote_this(here, '!'),
        E::InvalidDirectiveName
        | E::MissingDirectiveName
        | E::DirectiveDisallowed
        | E::MissingDocumentEndBeforeDirective => quote_this(here, '%'),
        E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidIndentation
        | E::ExpectedDocumentStart
        | E::BlockSequenceEntryNotAllowed
        | E::InvalidBlockScalarIndent => indentation(text, at, line_start),
        E::RecursionLimitExceeded => Diagnostic::new(Code::TooDeep, here, "this is nested too deeply")
            .help("lists and maps may be nested 100 deep"),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => {
            let span = escape_in(text, at).unwrap_or(here);
            Diagnostic::new(Code::Yaml, span, "inside double quotes, `\\` starts an escape, and this is none")
                .help("write `\\\\` for a backslash, or use single quotes")
        }
        E::CommentNotSeparated | E::CommentInterceptedScalar => {
            Diagnostic::new(Code::Yaml, here, "a comment stands here where none can be")
                .help("put a space before `#`, or quote the text that holds it")
        }
        other => Diagnostic::new(Code::Yaml, here, format!("this is not well-formed YAML: {other}")),
    }
}

/// The one character at an offset, or the end of the text before it.
fn char_at(text: &str, at: usize) -> Span {
    let len = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !matches!(c, '\n' | '\r'));
    Span::new(at, at + len.map_or(0, char::len_utf8))
}

fn tab(text: &str, at: usize, line_start: usize) -> Diagnostic {
    let tab = text.get(line_start..).and_then(|rest| {
        let tab = rest.find('\t')?;
        (!rest.get(..tab)?.contains('\n')).then_some(line_start + tab)
    });
    let at = tab.unwrap_or(at);
    let run = text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\t').len());
    Diagnostic::new(Code::Tab, Span::new(at, at + run.max(1)), "YAML does not take tabs here")
        .help("indent with spaces")
}

fn unclosed(span: Span, open: char) -> Diagnostic {
    let close = if open == '[' { ']' } else { '}' };
    Diagnostic::new(Code::Unclosed, span, format!("`{open}` is opened here and never closed"))
        .help(format!("put a `{close}` at its end"))
}

/// A mistake between braces or brackets: often a condition that a comma or bracket cut in two.
fn in_braces(here: Span, line: &str, last: Option<Span>, file: &SourceFile) -> Diagnostic {
    let before = last.map_or("", |span| file.slice(span));
    let is_condition = ["when:", "is:", "goto:", "min:", "max:"].iter().any(|key| line.contains(key))
        && (before.ends_with(" in") || before == "in" || line.contains('(') || line.contains(" in ["));
    if is_condition {
        return Diagnostic::new(
            Code::CommaInBraces,
            last.unwrap_or(here).to(here),
            "inside { }, a comma or bracket ends the condition",
        )
        .help("quote the condition, or write the map on lines of its own: `- when: p in [a, b]`");
    }
    // The bracket was opened on an earlier line, or a comma is missing.
    match last.filter(|span| span.end <= here.start) {
        Some(span) => Diagnostic::new(Code::Unclosed, here, "a comma or a closing bracket is missing before this")
            .label(span, "after this"),
        None => Diagnostic::new(Code::Unclosed, here, "a comma or a closing bracket is missing before this"),
    }
    .help("put a comma between entries, and close every `{` with `}` and every `[` with `]`")
}

/// Something stands behind a closing quote: `when: '5' in fat`.
fn trailing(text: &str, at: usize, here: Span, line: &str) -> Diagnostic {
    let end = text.get(at..).map_or(at, |rest| at + rest.find(['\n', '\r', '#']).unwrap_or(rest.len()));
    let span = Span::new(at, text.get(at..end).map_or(end, |s| at + s.trim_end().len())).to(here);
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
    let quoted = if value.starts_with('\'') && !value.contains('"') {
        format!("\"{value}\"")
    } else {
        format!("'{}'", value.replace('\'', "''"))
    };
    Diagnostic::new(Code::LostQuotes, span, "YAML ends the text at its closing quote, so this cannot follow")
        .help(format!("put the whole in quotes: {quoted}"))
}

/// A colon where none can be: in an unquoted text, or after a line that lost its own colon.
fn colon(text: &str, at: usize, line_start: usize, line: &str, last: Option<Span>, file: &SourceFile) -> Diagnostic {
    let spans_lines = last.is_some_and(|span| span.end as usize > line_start && file.slice(span).contains('\n'));
    if let (true, Some(span)) = (spans_lines, last) {
        let first = file.slice(span).lines().next().unwrap_or("").trim_end();
        let first_span = Span::new(span.start as usize, span.start as usize + first.len());
        let key_line = text.get(..span.start as usize).and_then(|s| s.rsplit('\n').next()).unwrap_or("");
        if key_line.trim().is_empty() || key_line.trim() == "-" {
            return Diagnostic::new(Code::Yaml, first_span, "a colon is missing in this line").help(
                match first.split_once(':') {
                    Some((key, rest)) => format!("put a space behind the colon: `{key}: {rest}`"),
                    None => format!("write `{first}:`, followed by its value"),
                },
            );
        }
        return Diagnostic::new(
            Code::Indentation,
            char_at(text, line_start + line.len() - line.trim_start().len()),
            "this line is indented as if it went on with the text above",
        )
        .label(first_span, "this text")
        .help("give it the same indentation as the key above");
    }
    let indent = line.len() - line.trim_start().len();
    let value_at = line.find(": ").map(|colon| line_start + colon + 2);
    if value_at.is_some_and(|value| value <= at) && at > line_start + indent {
        let value = text.get(value_at.unwrap_or(at)..line_start + line.len()).unwrap_or("").trim();
        let quoted =
            if value.contains('"') { format!("'{}'", value.replace('\'', "''")) } else { format!("\"{value}\"") };
        return Diagnostic::new(Code::ColonInText, char_at(text, at), "a colon and a space inside an unquoted text")
            .help(format!("quote the text: {quoted}"));
    }
    Diagnostic::new(Code::Indentation, char_at(text, line_start + indent), "this key fits nothing above it")
        .help("give keys of one map the same indentation")
}

fn quote_this(span: Span, character: char) -> Diagnostic {
    Diagnostic::new(Code::QuoteThis, span, format!("an unquoted text cannot start with `{character}`"))
        .help("quote the text")
}

fn indentation(text: &str, at: usize, line_start: usize) -> Diagnostic {
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let indent = line.len() - line.trim_start().len();
    let word = line.trim_start().split([' ', ':']).next().unwrap_or("");
    let start = (line_start + indent).max(at.min(line_start + indent));
    let diagnostic = Diagnostic::new(
        Code::Indentation,
        Span::new(start, start + word.len()),
        "the indentation of this line fits nothing above it",
    );
    diagnostic.help("give keys of one map, and dashes of one list, the same indentation")
}

fn escape_in(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let mut from = 0;
    loop {
        let slash = from + rest.get(from..)?.find('\\')?;
        let next = rest.get(slash + 1..)?.chars().next()?;
        if !"0abtnvfre \"/\\N_LPxuU\t\n\r".contains(next) || "xuU".contains(next) {
            return Some(Span::new(at + slash, at + slash + 1 + next.len_utf8()));
        }
        from = slash + 1 + next.len_utf8();
    }
}
