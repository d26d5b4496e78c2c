//! The walks that `onread draw` marks and counts, and what it knows of all of them.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::cli::command::play::resume::{read_walk, unusable};
use crate::cli::io::ending::Ending;
use crate::cli::io::progress::Progress;
use crate::cli::io::read::files;
use crate::cli::io::read::inputs::{Input, Inputs, Wanted, walks_first};
use crate::cli::io::read::paths::TreeAt;
use crate::cli::io::{colour, output};
use crate::cli::report::account::met;
use crate::cli::report::inexact;
use crate::explore::{Options, Passes, passes};
use crate::text::{SourceFile, quoted};
use crate::tree::Tree;
use crate::tree::graph::Passed;
use crate::walk;

/// The ways of the walk that `FILE` or `FILE#NAME` names.
///
/// # Errors
/// If it cannot be read, or there is no such walk.
pub(crate) fn marked(named: &str, tree: &Tree, today: NaiveDate, color: colour::When) -> Result<Vec<Passed>, String> {
    let (walks, name) = read_walk(named)?;
    let (ways, failure) =
        walk::route(&walks, name, tree, today).map_err(|diagnostics| unusable(&walks, &diagnostics, color))?;
    if let Some(failure) = failure {
        output::note(&format!("the walk is marked as far as it goes: {failure}"));
    }
    Ok(ways)
}

/// The ways of all walks of a tree in these files and folders; in the tree's own folder, where none is named.
///
/// # Errors
/// If a file cannot be read, or there are no walks of this tree.
pub(crate) fn counted(
    name: &str,
    paths: &[String],
    tree: &Tree,
    today: NaiveDate,
    color: colour::When,
) -> Result<Vec<Vec<Passed>>, String> {
    let at = TreeAt::named(Path::new(name), name);
    let beside = Path::new(name).parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named: Vec<PathBuf> = paths.iter().filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    let paths = if named.is_empty() { vec![beside.to_owned()] } else { named };
    let mut inputs = Inputs::default();
    let mut all = Vec::new();
    for found in walks_first(files::search(&paths)?) {
        let Some(Input::Walks(file)) = inputs.only(&found, Wanted::Walks)? else { continue };
        let own = file.tree().and_then(|tree| TreeAt::beside(Path::new(file.source().name()), tree));
        if own.is_none() || own != at {
            continue;
        }
        all.extend(walk::routes(&file, tree, today).map_err(|diagnostics| unusable(&file, &diagnostics, color))?);
    }
    if all.is_empty() {
        let places: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(format!(
            "there are no walks of `{name}` in {}; name a walk file or a folder with --coverage=PATH",
            places.join(", ")
        ));
    }
    Ok(all)
}

/// What is known of all walks; what is not known is said.
pub(crate) fn proved(
    (tree, file): (&Tree, &SourceFile),
    today: NaiveDate,
    most_states: usize,
    probability: bool,
    ending: &Ending,
) -> Passes {
    let progress = Progress::start(true);
    let tell = |states| progress.tick(states);
    let options = Options { most_states, progress: Some(&tell), cancel: ending.cancel(), ..Options::default() };
    let passes = passes(tree, today, &options);
    progress.end();
    ending.over();
    let likely = if probability { ", and nothing is said to be likely" } else { "" };
    if let Some(bound) = passes.certainty.bound() {
        let why = met(bound, passes.states, most_states);
        output::note(&format!("nothing is marked as out of reach of all walks{likely}: {why}"));
    } else if let Some(tried) = passes.certainty.tried().first() {
        let id = quoted(&tree.question(*tried).id);
        let why = inexact::why(tree, &passes.certainty, file).map_or_else(String::new, |why| format!(", {why}"));
        output::note(&format!(
            "not every answer to {id} could be tried{why}; what is behind it is not marked as out of reach"
        ));
    }
    passes
}
