//! What can be done about what is found: mended, allowed, kept as a walk; and all at once what may be mended unseen.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde::Deserialize;

use super::{label, names, witness};
use crate::diagnostic::{Diagnostic, Edit, mend};
use crate::lsp::changes::{Changes, difference};
use crate::lsp::desk::Desk;
use crate::lsp::document::{Known, What};
use crate::lsp::findings;
use crate::lsp::protocol::capabilities::FIX_ALL;
use crate::lsp::protocol::refused::Refused;
use crate::references::Thing;
use crate::syntax::line::Line;
use crate::syntax::{self, allowances, may_allow};
use crate::text::{SourceFile, Span, label_from_id, line_end, one_line, quoted};
use crate::walk::{WalkFile, check_file};

/// Where something is to be done, and what sort of things.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Wanted {
    text_document: lsp::TextDocumentIdentifier,
    range: lsp::Range,
    context: Context,
}

#[derive(Deserialize)]
struct Context {
    only: Option<Vec<lsp::CodeActionKind>>,
}

impl Context {
    /// Whether actions of a kind are asked for, or of one that holds it.
    fn wants(&self, kind: &str) -> bool {
        let holds = |only: &lsp::CodeActionKind| {
            let only = only.to_string();
            only.is_empty() || kind == only || kind.strip_prefix(&only).is_some_and(|rest| rest.starts_with('.'))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(holds))
    }
}

/// What can be done in a range.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn actions(desk: &mut Desk, wanted: Wanted) -> Result<Vec<lsp::CodeAction>, Refused> {
    let known = desk.known(&wanted.text_document)?;
    let range = Span { start: known.place(wanted.range.start), end: known.place(wanted.range.end) };
    let mut actions = Vec::new();
    if wanted.context.wants("quickfix") {
        let found = findings::findings(&mut desk.world, &known);
        // Walk files are looked for once, and only if somebody wants to know of them.
        let mut own = None;
        for one in found.all.iter().filter(|one| touch(one.span, range)) {
            let told = found.shown(one, &known, desk.client.shows);
            let walks = witness::kept(desk, &known, one, &mut own);
            of_finding(desk, &known, (one, told), walks, &mut actions);
        }
    }
    if wanted.context.wants("refactor.rewrite") {
        actions.extend(write_label(desk, &known, range.start));
    }
    let asked = wanted.context.only.is_some();
    if asked && wanted.context.wants(FIX_ALL) {
        actions.extend(all(desk, &known));
    }
    Ok(actions)
}

fn touch(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn action(title: String, kind: lsp::CodeActionKind, edit: lsp::WorkspaceEdit) -> lsp::CodeAction {
    lsp::CodeAction { title, kind: Some(kind), edit: Some(edit), ..Default::default() }
}

/// What can be done about a finding, as it was told; `kept` is its witness as a walk.
fn of_finding(
    desk: &Desk,
    known: &Arc<Known>,
    (found, told): (&Diagnostic, lsp::Diagnostic),
    kept: Option<(String, Changes)>,
    out: &mut Vec<lsp::CodeAction>,
) {
    let about = vec![told];
    if let Some(fix) = &found.fix {
        let title = one_line(found.help.as_deref().unwrap_or(&found.message));
        let edit = Changes::of(known, fix.edits.clone()).edit(desk);
        let mend = action(title, lsp::CodeActionKind::QuickFix, edit);
        out.push(lsp::CodeAction { diagnostics: Some(about.clone()), is_preferred: Some(fix.unseen), ..mend });
    }
    if let Some((title, changes)) = kept {
        let keep = action(title, lsp::CodeActionKind::QuickFix, changes.edit(desk));
        out.push(lsp::CodeAction { diagnostics: Some(about.clone()), ..keep });
    }
    if let Some(edit) = allow(known, found) {
        let title = format!("allow this finding (`{}`) because …", found.code);
        let allow = action(title, lsp::CodeActionKind::QuickFix, Changes::of(known, vec![edit]).edit(desk));
        out.push(lsp::CodeAction { diagnostics: Some(about), ..allow });
    }
}

/// The comment that allows a finding: above its line, or behind it where no line of comment can stand there.
fn allow(known: &Known, found: &Diagnostic) -> Option<Edit> {
    known.tree()?.tree.as_ref().filter(|_| found.code.is_about_walks())?;
    let file = &known.file;
    let text = file.text();
    let line = Line::at(text, file.offset(found.span.start));
    let comment = format!("# onread: allow {} because (say why)", found.code);
    let indent = " ".repeat(line.indent(text));
    let above = (line.start, format!("{indent}{comment}{}", line_end(text)));
    let behind = (line.end, format!(" {comment}"));
    let number = file.place(found.span.start).line;
    [above, behind].into_iter().find_map(|(at, new)| {
        let mut changed = text.to_owned();
        changed.insert_str(at, &new);
        let changed = SourceFile::new(file.name(), changed);
        let (tape, found_there) = syntax::read(&changed);
        if found_there.has_errors() {
            return None;
        }
        let allowed = allowances(&changed, &may_allow(&changed, tape.comments())).0;
        let here = number + usize::from(at == line.start);
        let speaks =
            |own: &crate::diagnostic::Allowance| own.code == found.code && [own.line, own.below].contains(&here);
        allowed.iter().any(speaks).then(|| Edit { span: file.span_of(at..at), text: new })
    })
}

/// Writes the label of the answer at a place that has none.
fn write_label(desk: &mut Desk, known: &Arc<Known>, place: u32) -> Option<lsp::CodeAction> {
    let examined = known.tree()?;
    let found = names::at(desk, known, place)?;
    let id = found.of.into_iter().find(|id| {
        examined
            .references
            .declaration(*id)
            .is_some_and(|one| matches!(one.thing, Thing::Answer(_)) && one.title.is_none() && one.span == found.span)
    })?;
    let label = label_from_id(&examined.references.declaration(id)?.id);
    let edits = label::edits(known, examined, id, &label)?;
    label::keeps(&known.file, &[], &edits, &label).then(|| {
        let title = format!("write the label {}", quoted(&label));
        action(title, lsp::CodeActionKind::RefactorRewrite, Changes::of(known, edits).edit(desk))
    })
}

/// Makes all fixes that may be made with nobody looking.
fn all(desk: &mut Desk, known: &Arc<Known>) -> Option<lsp::CodeAction> {
    let mended = match &*known.what {
        What::Other(_) => return None,
        What::Tree(_) => mend(&known.file, &mut |file: &SourceFile| match crate::load::load(file) {
            Ok(loaded) => loaded.warnings,
            Err(error) => error.diagnostics,
        }),
        What::Walks(walks) => {
            let tree = desk.world.tree_of(walks).and_then(|tree| crate::lsp::world::usable(&tree));
            mend(&known.file, &mut |file: &SourceFile| {
                check_file(&WalkFile::read(file.clone()), tree.as_ref().map(|tree| &**tree))
            })
        }
    };
    let edit = difference(known, &mended.text)?;
    let number = mended.made.len();
    let title = if number == 1 { "mend one mistake".to_owned() } else { format!("mend {number} mistakes") };
    let kind = lsp::CodeActionKind::Custom(FIX_ALL.into());
    Some(action(title, kind, Changes::of(known, vec![edit]).edit(desk)))
}
