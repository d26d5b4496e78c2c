//! What `onread test --suggest` works on: each tree with the walk files that walk it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::io::output;
use crate::cli::io::read::files::{self, Found};
use crate::cli::io::read::inputs::{Input, Inputs, TreeFile, Wanted, is_walks, tree_path, walks_first};
use crate::cli::io::read::passed_over::PassedOver;
use crate::cli::report::test::tested::Job;
use crate::walk::{self, WalkFile};

/// The trees and walk files among paths, and what else was found.
///
/// # Errors
/// If one that is named cannot be used, or a walk file has errors.
pub(crate) fn jobs(paths: &[PathBuf], today: NaiveDate) -> Result<(Vec<Job>, PassedOver), String> {
    let mut inputs = Inputs::default();
    let mut jobs: Vec<Job> = Vec::new();
    let mut lone: Vec<(Found, Arc<TreeFile>)> = Vec::new();
    for found in walks_first(files::search(paths)?) {
        match inputs.only(&found, Wanted::Both)? {
            Some(Input::Walks(file)) => add(file, today, &mut inputs, &mut jobs)?,
            Some(Input::Tree(_, tree)) => lone.push((found, tree)),
            None => {}
        }
    }
    // Walk files beside a tree that are about another one, which may be named as well.
    let mut aside: HashMap<PathBuf, WalkFile> = HashMap::new();
    for (Found { path, named, .. }, tree) in lone {
        if jobs.iter().any(|job| same(&job.path, &path)) {
            continue;
        }
        let file = &tree.file;
        let tree = match tree.usable() {
            Ok(tree) => tree,
            Err(reason) if named => return Err(reason.to_string()),
            Err(reason) => {
                output::remark(&format!("{}: {reason}", path.display()));
                continue;
            }
        };
        let before = jobs.len();
        // Whoever names the tree means its walks beside it, too.
        for beside in if named { beside(&path) } else { Vec::new() } {
            // One that walks another tree was read for that one.
            if jobs.iter().flat_map(|job| &job.files).any(|(file, _)| Path::new(file.source().name()) == beside) {
                continue;
            }
            let file = match aside.remove(&beside) {
                Some(file) => file,
                None => match inputs.only(&Found { path: beside.clone(), named, passed_over: None }, Wanted::Walks)? {
                    Some(Input::Walks(file)) => file,
                    _ => continue,
                },
            };
            if tree_path(&file).is_some_and(|named| same(&named, &path)) {
                add(file, today, &mut inputs, &mut jobs)?;
            } else {
                aside.insert(beside, file);
            }
        }
        if jobs.len() == before {
            jobs.push(Job { path, file: file.clone(), tree: Arc::clone(tree), files: Vec::new() });
        }
    }
    Ok((jobs, inputs.passed_over))
}

fn same(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    left == right || real(left) == real(right)
}

/// The walk files in a tree's folder.
fn beside(tree: &Path) -> Vec<PathBuf> {
    let folder = tree.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| tree.with_file_name(entry.file_name())).filter(|path| is_walks(path)).collect();
    crate::text::sort_by(&mut found, Ord::cmp);
    found
}

fn add(file: WalkFile, today: NaiveDate, inputs: &mut Inputs, jobs: &mut Vec<Job>) -> Result<(), String> {
    let named = inputs.tree_of(&file).ok();
    let taken = named.as_ref().and_then(|named| walk::taken(&file, &named.tree, today));
    let (Some(taken), Some(path), Some(named)) = (taken, tree_path(&file), named) else {
        return Err(format!("`{}` cannot be used; `onread test {0}` tells why", file.source().name()));
    };
    match jobs.iter_mut().find(|job| same(&job.path, &path)) {
        Some(job) => job.files.push((file, taken)),
        None => jobs.push(Job { path, file: named.file, tree: named.tree, files: vec![(file, taken)] }),
    }
    Ok(())
}
