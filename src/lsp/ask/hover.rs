//! What is known of the word at a place: a name with what it stands for and how walks come to it, a key, a function, else
//! what sort of thing the expression is; and what is found wrong there.

use std::sync::Arc;

use chrono::NaiveDate;
use gen_lsp_types as lsp;

use super::completion::{about_function, about_key, thing_in_words, whole};
use super::cursor::Cursor;
use super::fits::{Fit, fit};
use super::{names, words};
use crate::draw::percent;
use crate::explore::{Options, way_to};
use crate::format::{Function, Key, QuestionKind};
use crate::lsp::desk::Desk;
use crate::lsp::document::{Known, Proved};
use crate::lsp::findings;
use crate::lsp::protocol::refused::Refused;
use crate::references::{DeclarationId, References, Thing};
use crate::text::{Span, one_line};
use crate::tree::graph::{Edge, edges};
use crate::tree::{Named, Place, QuestionId, Target, Tree};

/// A tree with more states than this is not gone through again for a walk to one place.
const MOST_STATES: usize = 20_000;
/// How many of several are named.
const NAMED: usize = 8;

/// What is known of the word at a place.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn hover(
    desk: &mut Desk,
    at: lsp::TextDocumentPositionParams,
) -> Result<Option<lsp::Hover>, Refused> {
    let (known, place) = desk.place(&at)?;
    let found = names::at(desk, &known, place);
    let (mut parts, mut span) = (Vec::new(), None);
    if let Some(found) = &found {
        let proved = desk.world.document(&found.tree.uri).and_then(|document| document.proved.clone());
        let about = About { desk, tree: &found.tree, proved };
        parts.extend(found.of.iter().take(NAMED).filter_map(|id| about.declared(*id)));
        span = Some(found.span).filter(|_| !parts.is_empty());
    }
    if parts.is_empty()
        && let Some((text, place)) = written(&known, place)
    {
        parts.push(text);
        span = Some(place);
    }
    if parts.is_empty()
        && let Some((place, kind)) = known.tree().and_then(|examined| examined.references.kind_at(place))
    {
        parts.push(format!("It is {kind}."));
        span = Some(place);
    }
    parts.extend(pages(desk, &known, place));
    if parts.is_empty() {
        return Ok(None);
    }
    let contents = lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    Ok(Some(lsp::Hover { contents: contents.into(), range: span.map(|span| known.range(span)) }))
}

/// The pages about what is found at a place.
fn pages(desk: &mut Desk, known: &Arc<Known>, place: u32) -> Vec<String> {
    let found = findings::findings(&mut desk.world, known).all;
    let here = found.iter().filter(|found| (found.span.start..=found.span.end).contains(&place));
    let mut codes: Vec<_> = here.map(|found| found.code).collect();
    codes.dedup();
    codes.truncate(2);
    codes.into_iter().map(|code| code.page().trim_end().to_owned()).collect()
}

/// What is known of a key or a function, and where its word stands.
fn written(known: &Known, place: u32) -> Option<(String, Span)> {
    let text = known.file.text();
    let offset = known.file.offset(place);
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let end = offset + text.get(offset..)?.chars().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let before = text.get(..offset)?;
    let start = before.char_indices().rev().take_while(|(_, c)| part(*c)).last().map_or(offset, |(at, _)| at);
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    let span = known.file.span_of(start..end);
    let cursor = Cursor::at(text, end)?;
    let fitting = fit(&cursor, whole(known)?);
    match fitting {
        Fit::Keys(part)
            if cursor.from == start || text.get(cursor.from..start)?.trim_matches(['\'', '"']).is_empty() =>
        {
            part.key(word).map(|key: &Key| (about_key(key), span))
        }
        Fit::Kinds => QuestionKind::named(word).map(|kind| (format!("`{}`: {}", kind.name(), kind.help()), span)),
        Fit::Expression | Fit::Holes => {
            let inside = fitting == Fit::Expression || words::hole(text.get(cursor.from..start)?).is_some();
            let called = text.get(end..)?.trim_start().starts_with('(');
            let function = Function::named(word).filter(|_| inside && called)?;
            Some((about_function(function), span))
        }
        _ => None,
    }
}

/// What is told about names of a tree.
struct About<'a> {
    desk: &'a Desk,
    tree: &'a Known,
    proved: Option<Arc<Proved>>,
}

impl About<'_> {
    fn declared(&self, id: DeclarationId) -> Option<String> {
        let examined = self.tree.tree()?;
        let references = &examined.references;
        let one = references.declaration(id)?;
        let name = one_line(&one.id);
        let title = one.title.as_deref().map_or_else(String::new, |title| format!("\n\n{}", plain(title)));
        let mut out = match one.thing {
            Thing::Answer(question) => {
                let owner = references.declaration(question).map_or(String::new(), |owner| one_line(&owner.id));
                format!("`{name}`, an answer of `{owner}`{title}")
            }
            thing => format!("`{name}`, {}{title}", thing_in_words(thing)),
        };
        let lines = match examined.tree.as_deref() {
            Some(tree) => self.lines(tree, references, id),
            None => Vec::new(),
        };
        lines.into_iter().for_each(|line| out.push_str(&format!("\n\n{line}")));
        Some(out)
    }

    fn lines(&self, tree: &Tree, references: &References, id: DeclarationId) -> Vec<String> {
        let Some(one) = references.declaration(id) else { return Vec::new() };
        match one.thing {
            Thing::Question(_) => tree.question_named(&one.id).map_or_else(Vec::new, |id| self.question(tree, id)),
            Thing::Outcome => tree.outcome_named(&one.id).map_or_else(Vec::new, |id| {
                let mut lines = leading(tree, |edge| edge.leads_to(id));
                let likely = self.proved.as_ref().and_then(|proved| proved.passes.ends_at(id));
                lines.extend(self.reached(tree, Place::Outcome(id), likely, "of walks end here"));
                lines
            }),
            Thing::Answer(question) => {
                let owner = references.declaration(question).and_then(|owner| tree.question_named(&owner.id));
                owner.and_then(|owner| goes(tree, owner, Some(&one.id))).into_iter().collect()
            }
            Thing::Value => match tree.named(&one.id) {
                Some(Named::Value(id)) => vec![format!("It is {}.", tree.value(id).kind.what())],
                _ => Vec::new(),
            },
            Thing::List => {
                let uses = references.uses_of(id).count();
                vec![format!("Named {}.", times(uses))]
            }
            Thing::Score => vec![format!("Added to or read {}.", times(references.uses_of(id).count() + 1))],
            _ => Vec::new(),
        }
    }

    fn question(&self, tree: &Tree, id: QuestionId) -> Vec<String> {
        let mut lines: Vec<String> = goes(tree, id, None).into_iter().collect();
        lines.extend(leading(tree, |edge| *edge.to == Target::Question(id)));
        let likely = self.proved.as_ref().and_then(|proved| proved.passes.comes_to(id));
        lines.extend(self.reached(tree, Place::Question(id), likely, "of walks come here"));
        lines
    }

    /// How likely walks come to a place, and a shortest of them.
    fn reached(&self, tree: &Tree, place: Place, likely: Option<f64>, words: &str) -> Option<String> {
        let proved = self.proved.as_deref()?;
        let likely = likely?;
        let exact = proved.proof.certainty.is_exact();
        let about = if exact { "" } else { " (not every answer was tried)" };
        let mut line = format!("{} {words}, if every answer is as likely as every other{about}.", percent(likely));
        if proved.proof.states <= MOST_STATES
            && let Some(way) = proved.way(place, || way(tree, self.desk.world.today(), place))
        {
            line.push_str(&way);
        }
        Some(line)
    }
}

/// A shortest walk to a place, as it is said.
fn way(tree: &Tree, today: NaiveDate, place: Place) -> Option<String> {
    let options = Options { most_states: MOST_STATES, ..Options::default() };
    let sought = way_to(tree, today, &[], place, &options);
    let entries = sought.walks.first()?.iter().map(|(question, answer)| crate::engine::entry(tree, *question, answer));
    let entries = entries.map(|entry| one_line(&entry)).collect::<Vec<_>>().join(", ");
    let shortest = if sought.is_proved() { "The shortest walk" } else { "A short walk" };
    Some(match entries.is_empty() {
        true => " No answer is needed to come here.".to_owned(),
        false => format!(" {shortest} here: `{}`.", entries.replace('`', "'")),
    })
}

fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    }
}

/// An author's text as Markdown shows it, character by character.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '?' | '\'' | ';' | ':' | '"' | '/' | '%') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn listed(mut names: Vec<String>) -> String {
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

/// Where the answers of a question lead, or one of them.
fn goes(tree: &Tree, id: QuestionId, answer: Option<&str>) -> Option<String> {
    let question = tree.question(id);
    let options = question.kind.options();
    let mut ways = Vec::new();
    for edge in edges(tree, id) {
        let by = match edge.by {
            crate::tree::graph::By::Answer(index) => {
                let option = options.get(index)?;
                let own = tree.symbol(option.id);
                if answer.is_some_and(|answer| answer != own) {
                    continue;
                }
                if answer.is_none() { format!("`{}` ", one_line(own)) } else { String::new() }
            }
            _ if answer.is_some_and(|answer| {
                options.iter().any(|option| tree.symbol(option.id) == answer && option.goto.is_some())
            }) =>
            {
                continue;
            }
            _ => String::new(),
        };
        ways.push(format!("{by}→ `{}`", one_line(&tree.write_target(edge.to))));
    }
    // Which of several rules an answer comes to is not looked for.
    let by_rules = answer.is_some() && ways.len() > 1;
    let leads =
        if by_rules { format!("Leads by the rules of `{}` to one of", question.id) } else { "Leads".to_owned() };
    (!ways.is_empty()).then(|| format!("{leads}: {}", listed(ways)))
}

/// Who leads to a place.
fn leading(tree: &Tree, is: impl Fn(&Edge) -> bool) -> Vec<String> {
    let from = tree.questions().filter(|(id, _)| edges(tree, *id).any(|edge| is(&edge)));
    let names: Vec<String> = from.map(|(_, question)| format!("`{}`", question.id)).collect();
    if names.is_empty() { Vec::new() } else { vec![format!("Led to by: {}", listed(names))] }
}
