//! What the walks of a file give as answers: those that pass, as the engine walks them.

use chrono::NaiveDate;

use super::report::Find;
use super::run::run_to;
use super::script::read;
use super::words;
use crate::diagnostic::Diagnostics;
use crate::engine::Walk;
use crate::syntax;
use crate::syntax::Document;
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId};

/// What stands in a walk file.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// What its `tree:` says.
    pub tree: String,
    /// What it calls today.
    pub today: Option<NaiveDate>,
    /// The names of its walks.
    pub names: Vec<String>,
    /// The answers of each walk that passes, in the order asked; where the last is one that is refused, with it.
    pub walks: Vec<Vec<(QuestionId, Answer)>>,
    /// How many walks fail.
    pub failed: usize,
}

/// Runs the walks of a file for their answers; none if the file cannot be used.
pub fn taken(file: &SourceFile, today: NaiveDate, find: &mut Find) -> Option<Taken> {
    let mut out = Diagnostics::default();
    let (nodes, texts) = syntax::read(file, &mut out).into_parts();
    let walks = read(Document::new(file, &nodes, &texts), &mut out)?;
    let name = walks.tree?;
    let tree = find(name.text).map_err(|reason| out.push(words::tree(name.span, &reason))).ok()?;
    if out.has_errors() {
        return None;
    }
    let mut taken = Taken { tree: name.text.to_owned(), today: walks.today, ..Taken::default() };
    let mut walk = Walk::new(tree, walks.today.unwrap_or(today));
    for script in &walks.walks {
        taken.names.extend(script.name.map(|name| name.text.to_owned()));
        let mut refused = None;
        if run_to(&mut walk, script, &mut refused).is_some() {
            taken.failed += 1;
            continue;
        }
        let mut steps: Vec<(QuestionId, Answer)> =
            walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect();
        // What cannot be read as an answer at all is beside no limit.
        steps.extend(refused);
        taken.walks.push(steps);
    }
    Some(taken)
}
