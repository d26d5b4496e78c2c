//! Another name for something, in its tree and in every walk file of it: nothing else may come to mean something else.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde::Deserialize;

use super::cursor::Cursor;
use super::label;
use super::names::{self, NameAt};
use super::unread;
use crate::diagnostic::{Diagnostics, Edit, Severity, edited};
use crate::load::{Examined, examine};
use crate::lsp::changes::Changes;
use crate::lsp::desk::Desk;
use crate::lsp::document::{Known, What};
use crate::lsp::protocol::refused::Refused;
use crate::references::{DeclarationId, References, Renaming, Role, Thing, Use};
use crate::syntax::line::plain;
use crate::syntax::written::ast::Name;
use crate::syntax::written::ids::{check_id, check_name};
use crate::text::{SourceFile, Span, one_line, quoted};
use crate::tree::answer_called;
use crate::walk::{WalkFile, check_file};

/// What is to be renamed, and how.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Wanted {
    #[serde(flatten)]
    at: lsp::TextDocumentPositionParams,
    new_name: String,
}

/// What can be renamed at a place.
///
/// # Errors
/// If nothing can.
pub(in crate::lsp) fn prepare(
    desk: &mut Desk,
    at: lsp::TextDocumentPositionParams,
) -> Result<lsp::PrepareRenamePlaceholder, Refused> {
    let (known, place) = desk.place(&at)?;
    let (found, _) = renaming(desk, &known, place)?;
    let placeholder = found.tree.tree().and_then(|examined| examined.references.declaration(*found.of.first()?));
    let placeholder = placeholder.map_or_else(String::new, |one| one.id.to_string());
    Ok(lsp::PrepareRenamePlaceholder { range: known.range(found.span), placeholder })
}

/// What stands at a place, and what has to be renamed with it.
fn renaming(desk: &mut Desk, known: &Arc<Known>, place: u32) -> Result<(NameAt, Renaming), Refused> {
    let nothing = || Refused::failed("there is no name here that could be another");
    let found = names::at(desk, known, place).ok_or_else(nothing)?;
    let examined = found.tree.tree().ok_or_else(nothing)?;
    if found.tree.is_built_in() {
        return Err(Refused::failed("the tree is a part of the program, and stays as it is"));
    }
    let id = *found.of.first().ok_or_else(nothing)?;
    let renaming = examined.references.renaming(id).ok_or_else(|| {
        let name = examined.references.declaration(id).map_or("", |one| &one.id);
        let why = "is also compared with a text, which would stay as it is; give it a list of its own first";
        Refused::failed(format!("{} {why}", quoted(name)))
    })?;
    Ok((found, renaming))
}

/// All edits for another name.
///
/// # Errors
/// If it cannot be one, or something has it.
pub(in crate::lsp) fn rename(desk: &mut Desk, wanted: Wanted) -> Result<lsp::WorkspaceEdit, Refused> {
    let (known, place) = desk.place(&wanted.at)?;
    let (found, renaming) = renaming(desk, &known, place)?;
    let new = wanted.new_name.as_str();
    let tree = found.tree;
    let examined = tree.tree().ok_or_else(|| Refused::failed("this is no tree"))?;
    let references = &examined.references;
    fits(references, &tree, &renaming, new)?;
    if examined.tree.is_none()
        && let Some(place) = unread::may_be_a_use(&tree.file, references, &renaming)
    {
        let line = tree.file.place(place.start).line;
        let why = "the tree has mistakes, so it is not known whether the name is used there; mend them first";
        return Err(Refused::failed(format!("{} stands in line {line}: {why}", quoted(tree.file.slice(place)))));
    }
    let places = renaming.places.iter().map(|span| (*span, role_at(references, *span)));
    let edits: Vec<Edit> = places.map(|(span, role)| written(&tree.file, span, role, new)).collect();
    let after = examine(&changed(&tree.file, &edits)?);
    stays(&tree, examined, &after, &renaming, new)?;
    let mut changes = Changes::of(&tree, edits.clone());
    let walks = desk.world.walks_of(&tree);
    if examined.tree.is_none() && !walks.is_empty() {
        let why = "the tree has mistakes, so it is not known where its walk files use the name; mend them first";
        return Err(Refused::failed(why));
    }
    for walks in walks {
        let edits = in_walks(desk, &walks, (&tree, examined), &after, &renaming, new)?;
        if !edits.is_empty() {
            changes.add(&walks, edits);
        }
    }
    for other in desk.world.all() {
        if let What::Walks(walks) = &*other.what
            && walks.tree().is_none()
            && may_use_more(walks, references, &renaming)
        {
            let (name, why) =
                (one_line(other.file.name()), "has mistakes, so it is not known whether its walks are of");
            return Err(Refused::failed(format!("`{name}` {why} this tree and use the name; mend them first")));
        }
    }
    // People read an answer's id where it has no label.
    let mut told = Vec::new();
    for id in &renaming.declarations {
        let Some(label) = label::lost(&tree, examined, *id, new) else { continue };
        let asks = |own: &Vec<Edit>| desk.client.asks() && label::keeps(&tree.file, &edits, own, &label.old);
        if let Some(edits) = label.edits.clone().filter(asks) {
            changes.ask(&tree, edits, format!("write the label {}, which people read until now", quoted(&label.old)));
        }
        told.push(format!("people now read {} where they read {}", quoted(&label.new), quoted(&label.old)));
    }
    told.dedup();
    if !desk.world.is_whole() {
        desk.show("the folder is so large that not all of it was searched for walk files; some may keep the old name");
    }
    if let Some(first) = told.first() {
        let more = if told.len() > 1 { format!(", and {} more like that", told.len() - 1) } else { String::new() };
        desk.show(&format!("{first}{more}; an answer keeps what people read of it by a `label`"));
    }
    Ok(changes.edit(desk))
}

/// Whether something may be called so, and nothing is yet.
fn fits(references: &References, tree: &Known, renaming: &Renaming, new: &str) -> Result<(), Refused> {
    for id in &renaming.declarations {
        let Some(one) = references.declaration(*id) else { continue };
        let name = Name { text: new, span: tree.file.span() };
        let mut out = Diagnostics::default();
        match one.thing {
            Thing::Question(_) => check_name(name, "question", &mut out),
            Thing::Value => check_name(name, "value", &mut out),
            Thing::List => check_name(name, "list", &mut out),
            Thing::Answer(_) => check_id(name, "answer", &mut out),
            Thing::Outcome => check_id(name, "outcome", &mut out),
            Thing::Score => check_id(name, "score", &mut out),
            Thing::Promise => {}
        }
        if let Some(wrong) = out.iter().find(|found| found.severity == Severity::Error) {
            let label = wrong.labels.first().map_or_else(String::new, |label| format!(": {}", label.text));
            let help = wrong.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
            return Err(Refused::failed(format!("{}{label}{help}", wrong.message)));
        }
        let clashes = |other: &crate::references::Declaration| {
            *other.id == *new
                && match (one.thing, other.thing) {
                    (Thing::Answer(own), Thing::Answer(other)) => own == other,
                    (Thing::Score, Thing::Score) | (Thing::Promise, Thing::Promise) => true,
                    (Thing::Answer(_) | Thing::Score | Thing::Promise, _)
                    | (_, Thing::Answer(_) | Thing::Score | Thing::Promise) => false,
                    _ => true,
                }
        };
        let other =
            references.declarations().find(|(other, one)| !renaming.declarations.contains(other) && clashes(one));
        if let Some((_, other)) = other {
            let line = tree.file.place(other.span.start).line;
            let what = super::completion::thing_in_words(other.thing);
            return Err(Refused::failed(format!("{} is the name of {what} already, in line {line}", quoted(new))));
        }
    }
    Ok(())
}

/// What the word at a place is there for; none where it is declared.
fn role_at(references: &References, span: Span) -> Option<Role> {
    let uses = references.uses();
    let found = uses.binary_search_by_key(&span, |one| one.span).ok()?;
    uses.get(found).map(|one| one.role)
}

/// A name as it has to be written in the place of another.
fn written(file: &SourceFile, span: Span, role: Option<Role>, new: &str) -> Edit {
    let range = file.range(span);
    let text = file.text();
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let behind = text.get(range.end..).and_then(|behind| behind.chars().next());
    let in_quotes = before.is_some_and(|c| matches!(c, '\'' | '"')) && before == behind;
    let in_expression = matches!(role, Some(Role::Condition | Role::Value | Role::Limit | Role::Text | Role::Label));
    let text = match (in_quotes, in_expression) {
        (true, _) => new.to_owned(),
        (false, true) => {
            let called = answer_called(new);
            // YAML may have such quotes around the whole.
            let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
            let line = text.get(start..range.start).unwrap_or("");
            if line.contains('\'') { called.replace('\'', "\"") } else { called }
        }
        (false, false) => {
            let flow = Cursor::at(text, range.end).is_none_or(|cursor| cursor.flow);
            plain(new.to_owned(), flow)
        }
    };
    Edit { span, text }
}

fn changed(file: &SourceFile, edits: &[Edit]) -> Result<SourceFile, Refused> {
    let text =
        edited(file, edits).ok_or_else(|| Refused::failed("the name stands where it cannot be changed by itself"))?;
    Ok(file.rewritten(text))
}

/// Whether a tree is the same under the new name: everything has its name, and every name stands for the same.
fn stays(known: &Known, before: &Examined, after: &Examined, renaming: &Renaming, new: &str) -> Result<(), Refused> {
    let errors = |examined: &Examined| examined.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let same = before.tree.is_some() == after.tree.is_some()
        && errors(before) == errors(after)
        && are_alike(before.references.uses(), after.references.uses(), renaming, new)
        && before.references.declarations().len() == after.references.declarations().len()
        && before.references.declarations().zip(after.references.declarations()).all(|((id, one), (_, other))| {
            one.thing == other.thing && *other.id == *called(&one.id, renaming.declarations.contains(&id), new)
        });
    if same {
        return Ok(());
    }
    let first = after
        .diagnostics
        .iter()
        .find(|d| d.severity == Severity::Error && !before.diagnostics.iter().any(|b| b.message == d.message));
    let why = first.map_or_else(|| "it would stand for something else".to_owned(), |first| one_line(&first.message));
    let name = one_line(known.file.name());
    Err(Refused::failed(format!("with the name {} the tree `{name}` would be another: {why}", quoted(new))))
}

fn called<'n>(old: &'n str, renamed: bool, new: &'n str) -> &'n str {
    if renamed { new } else { old }
}

/// Whether all words are there for the same, under the new name.
fn are_alike(before: &[Use], after: &[Use], renaming: &Renaming, new: &str) -> bool {
    let renamed = |of: &[DeclarationId]| of.iter().any(|id| renaming.declarations.contains(id));
    before.len() == after.len()
        && before.iter().zip(after).all(|(one, other)| {
            one.role == other.role && one.of == other.of && *other.id == *called(&one.id, renamed(&one.of), new)
        })
}

/// Whether a walk file cannot be read whole, and has the old name somewhere.
fn may_use_more(file: &WalkFile, references: &References, renaming: &Renaming) -> bool {
    let words = || file.source().text().split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
    let is_there = |id: &DeclarationId| references.declaration(*id).is_some_and(|one| words().any(|w| w == &*one.id));
    !file.is_read_well() && renaming.declarations.iter().any(is_there)
}

/// The edits of a walk file.
fn in_walks(
    desk: &Desk,
    known: &Known,
    (tree, before): (&Known, &Examined),
    after: &Examined,
    renaming: &Renaming,
    new: &str,
) -> Result<Vec<Edit>, Refused> {
    let uses = names::walk_uses(desk, known, tree);
    let spans = names::spans_of(&uses, &renaming.declarations);
    let edits: Vec<Edit> = spans.into_iter().map(|span| written(&known.file, span, None, new)).collect();
    let (Some(walks), Some(old), Some(renamed)) = (known.walks(), before.tree.as_deref(), after.tree.as_deref()) else {
        return Ok(edits);
    };
    let file = WalkFile::read(changed(&known.file, &edits)?);
    let name = one_line(known.file.name());
    if may_use_more(&file, &before.references, renaming) {
        let why = "has mistakes, so it is not known whether all of it that uses the name was found; mend them first";
        return Err(Refused::failed(format!("`{name}` {why}")));
    }
    let now = file.uses(renamed, &after.references, desk.world.today());
    let found = check_file(walks, Ok(old)).len() == check_file(&file, Ok(renamed)).len();
    if found && are_alike(&uses, &now, renaming, new) {
        return Ok(edits);
    }
    Err(Refused::failed(format!("with the name {} the walks of `{name}` would be others", quoted(new))))
}
