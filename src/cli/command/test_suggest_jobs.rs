//! What `onread test --suggest` works on: each tree with the walk files that walk it.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::io::files::{self, Found};
use crate::cli::io::output;
use crate::cli::io::trees::Trees;
use crate::text::SourceFile;
use crate::tree::Tree;
use crate::walk::{self, Kind, Taken};

/// A tree, and the walk files that walk it.
pub(crate) struct Job {
    /// The tree's file.
    pub(crate) path: PathBuf,
    pub(crate) tree: Arc<Tree>,
    pub(crate) files: Vec<(SourceFile, Taken)>,
}

impl Job {
    /// The walk file to be made where there is none.
    pub(crate) fn new_file(&self) -> PathBuf {
        self.path.with_extension("walks.yaml")
    }

    /// What `tree:` says in it.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

/// The trees and walk files among paths.
///
/// # Errors
/// If one that is named cannot be used, or a walk file has errors.
pub(crate) fn jobs(paths: &[PathBuf], today: NaiveDate) -> Result<Vec<Job>, String> {
    let mut trees = Trees::default();
    let mut jobs: Vec<Job> = Vec::new();
    let mut lone: Vec<(PathBuf, bool)> = Vec::new();
    for Found { path, named } in files::search(paths)? {
        let is_walks = is_walks(&path);
        let file = match files::read(&path) {
            Ok(file) => file,
            Err(reason) if named || is_walks => return Err(reason),
            Err(_) => continue,
        };
        if is_walks || (named && walk::kind_of(&file) == Kind::Walks) {
            add(file, today, &mut trees, &mut jobs)?;
        } else if named || file.text().lines().any(|line| line.starts_with("questions:")) {
            lone.push((path, named));
        }
    }
    for (path, named) in lone {
        if jobs.iter().any(|job| same(&job.path, &path)) {
            continue;
        }
        let walks = path.with_extension("walks.yaml").display().to_string();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        match trees.find(&walks, &name) {
            Ok(tree) => {
                let before = jobs.len();
                // Whoever names the tree means its walks beside it, too.
                for beside in if named { beside(&path) } else { Vec::new() } {
                    let file = files::read(&beside)?;
                    if names(&file, today, &path, &mut trees) {
                        add(file, today, &mut trees, &mut jobs)?;
                    }
                }
                if jobs.len() == before {
                    jobs.push(Job { path, tree, files: Vec::new() });
                }
            }
            Err(reason) if named => return Err(reason),
            Err(reason) => output::remark(&format!("{}: {reason}", path.display())),
        }
    }
    Ok(jobs)
}

fn is_walks(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".walks.yaml") || name.ends_with(".walks.yml")
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
    found.sort();
    found
}

/// Whether a walk file walks this tree.
fn names(file: &SourceFile, today: NaiveDate, tree: &Path, trees: &mut Trees) -> bool {
    let mut found = false;
    let slot = OnceCell::new();
    let mut find = |name: &str| {
        found = same(&files::beside(file.name(), name), tree);
        trees.lend(&slot, file.name(), name)
    };
    walk::taken(file, today, &mut find);
    found
}

fn add(file: SourceFile, today: NaiveDate, trees: &mut Trees, jobs: &mut Vec<Job>) -> Result<(), String> {
    let (mut path, slot) = (None, OnceCell::new());
    let mut find = |name: &str| {
        path = Some(files::beside(file.name(), name));
        trees.lend(&slot, file.name(), name)
    };
    let taken = walk::taken(&file, today, &mut find);
    let (Some(taken), Some(path), Some(tree)) = (taken, path, slot.into_inner()) else {
        return Err(format!("`{}` cannot be used; `onread test {0}` tells why", file.name()));
    };
    match jobs.iter_mut().find(|job| same(&job.path, &path)) {
        Some(job) => job.files.push((file, taken)),
        None => jobs.push(Job { path, tree, files: vec![(file, taken)] }),
    }
    Ok(())
}
