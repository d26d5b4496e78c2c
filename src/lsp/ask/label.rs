//! The label of an answer that has none: what people read instead, and how it is written.

use crate::diagnostic::{Edit, edited};
use crate::load::{Examined, examine};
use crate::lsp::document::Known;
use crate::references::{DeclarationId, Thing};
use crate::syntax::line::{in_quotes, stands_alone, without_comment};
use crate::text::{SourceFile, label_from_id, line_end};

/// What people read of an answer, and would read under another id.
pub(in crate::lsp) struct Label {
    pub(in crate::lsp) old: String,
    pub(in crate::lsp) new: String,
    /// What writes the old one as its label, where there is a place for it.
    pub(in crate::lsp) edits: Option<Vec<Edit>>,
}

/// What people would read otherwise if an answer had another id; none where it has a label, or reads the same.
pub(in crate::lsp) fn lost(known: &Known, examined: &Examined, id: DeclarationId, new: &str) -> Option<Label> {
    let one = examined.references.declaration(id)?;
    let unlabelled = matches!(one.thing, Thing::Answer(_)) && one.title.is_none();
    let (old, new) = (label_from_id(&one.id), label_from_id(new));
    (unlabelled && old != new).then(|| Label { edits: edits(known, examined, id, &old), old, new })
}

/// What writes a label at an answer that has none; none where it is an item of a list.
pub(in crate::lsp) fn edits(known: &Known, examined: &Examined, id: DeclarationId, label: &str) -> Option<Vec<Edit>> {
    let one = examined.references.declaration(id)?;
    let file = &known.file;
    let whole = file.range(one.whole?);
    let end = file.range(one.span).end;
    let text = file.text();
    // Behind the id, its quote and its colon.
    let rest = text.get(end..)?;
    let colon = end
        + rest
            .find(':')
            .filter(|colon| rest.get(..*colon).is_some_and(|gap| gap.trim_matches(['\'', '"', ' ']).is_empty()))?
        + 1;
    let value = text.get(colon..whole.end.max(colon))?;
    let line = value.split('\n').next().unwrap_or("");
    let start = colon + line.len() - line.trim_start().len();
    let written = if stands_alone(label, true) { label.to_owned() } else { in_quotes(label) };
    let here = without_comment(line.trim());
    let put = |range: std::ops::Range<usize>, text: String| Some(vec![Edit { span: file.span_of(range), text }]);
    if here.is_empty() {
        // The keys of the answer stand in lines of their own, or it has none.
        let below = value.get(line.len()..).unwrap_or("");
        let first = below.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        return match first {
            None => put(colon..colon, format!(" {{label: {written}}}")),
            Some(first) => {
                let at = colon + line.len() + below.find(first)?;
                let indent = first.get(..first.len() - first.trim_start().len())?;
                let at = at + indent.len();
                put(at..at, format!("label: {written}{}{indent}", line_end(text)))
            }
        };
    }
    if here.starts_with('{') {
        let empty = text.get(start + 1..)?.trim_start().starts_with('}');
        return put(start + 1..start + 1, format!("label: {written}{}", if empty { "" } else { ", " }));
    }
    put(start..start + here.len(), format!("{{label: {written}, goto: {here}}}"))
}

/// Whether a file with these edits, and then those that write a label, is a tree in which people read that.
pub(in crate::lsp) fn keeps(file: &SourceFile, edits: &[Edit], own: &[Edit], label: &str) -> bool {
    let all: Vec<Edit> = edits.iter().chain(own).cloned().collect();
    let Some(text) = edited(file, &all) else { return false };
    let examined = examine(&file.rewritten(text));
    let labelled = |one: &crate::references::Declaration| {
        matches!(one.thing, Thing::Answer(_)) && one.title.as_deref() == Some(label)
    };
    examined.tree.is_some() && examined.references.declarations().any(|(_, one)| labelled(one))
}
