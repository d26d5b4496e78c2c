//! The walk that shows a finding, kept as a test in a walk file of its tree.

use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::engine::{At, Given, Walk, read_answer};
use crate::explore::reads_today;
use crate::lsp::changes::{Changes, difference};
use crate::lsp::desk::Desk;
use crate::lsp::document::Known;
use crate::lsp::protocol::uri;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{NewWalk, append, asked, new_file};

/// What adds the walk that shows a finding to the tree's walk file, or makes one; and what to say of it. The tree's walk
/// files are kept for the next finding.
pub(in crate::lsp) fn kept(
    desk: &mut Desk,
    known: &Arc<Known>,
    found: &Diagnostic,
    own: &mut Option<Vec<Arc<Known>>>,
) -> Option<(String, Changes)> {
    let tree = known.tree()?.tree.clone()?;
    let steps = steps(&tree, &found.witness.as_ref()?.record)?;
    let today = desk.world.today();
    let mut walk = Walk::new(&tree, today);
    // What cannot be given any more shows what is found, and says nothing more about the walk.
    let taken: Vec<(QuestionId, Answer)> =
        steps.into_iter().take_while(|(_, answer)| walk.answer(answer.clone()).is_ok()).collect();
    let end = if let At::Outcome(id, _) = walk.at() { Some(("outcome", &*tree.outcome(*id).id)) } else { None };
    let about = found.at.as_deref().map_or_else(String::new, |at| format!(" {at}"));
    let own = own.get_or_insert_with(|| desk.world.walks_of(known));
    let names: Vec<&str> = own.iter().filter_map(|walks| walks.walks()).flat_map(|walks| walks.names()).collect();
    let plain = format!("{}{about}", found.code);
    let numbered = (2..1000).map(|number| format!("{plain} {number}"));
    let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !names.contains(&name.as_str()))?;
    // Who ends nowhere is asked just these questions.
    let asks = end.is_none().then(|| asked(&walk));
    let new = NewWalk { name: &name, steps: &taken, asks: asks.as_deref(), end };
    if let Some(first) = own.first() {
        let (text, _) = append(first.walks()?, &tree, &[new])?;
        let file = first.path.as_deref()?.file_name()?.to_string_lossy().into_owned();
        let changes = Changes::of(first, vec![difference(first, &text)?]);
        return Some((format!("make a walk of this witness, in `{file}`"), changes));
    }
    let path = known.path.as_deref().filter(|_| desk.client.creates && desk.client.document_changes)?;
    let target = path.with_file_name(format!("{}.walks.yaml", path.file_stem()?.to_string_lossy()));
    if desk.world.at(&target, None).is_ok() {
        return None;
    }
    let day = reads_today(&tree).then_some(today);
    let text = new_file(&tree, &path.file_name()?.to_string_lossy(), day, &[new]);
    let title = format!("make a walk of this witness, in a new file `{}`", target.file_name()?.to_string_lossy());
    Some((title, Changes::create(uri::of(&target), text)))
}

/// The answers of a walk that is told as a record.
fn steps(tree: &Tree, record: &Value) -> Option<Vec<(QuestionId, Answer)>> {
    let one = |(id, answer): (&String, &Value)| {
        let question = tree.question_named(id)?;
        let texts: Vec<String> = match answer {
            Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Value::String(text) => vec![text.clone()],
            Value::Null => Vec::new(),
            other => vec![other.to_string()],
        };
        let list: Vec<&str> = texts.iter().map(String::as_str).collect();
        let given = match answer {
            Value::Array(_) => Given::List(&list),
            Value::Null => Given::Nothing,
            _ => Given::One(list.first()?),
        };
        Some((question, read_answer(tree, question, given).ok()?))
    };
    record.as_object()?.iter().map(one).collect()
}
