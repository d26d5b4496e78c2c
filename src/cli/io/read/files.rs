//! Finding and reading files: what is named, and what is found below a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::builtin;
use super::ignored::{self, Notes};
use crate::FileKind;
use crate::cli::io::reading::{Unfit, bytes, reason};
use crate::syntax::{is_named_walks, seems};
use crate::text::{SourceFile, nearest};

/// Reads a file as text. Folders, pipes and devices are refused before they are opened.
///
/// # Errors
/// With a sentence that names the file.
pub(crate) fn read(path: &Path) -> Result<SourceFile, String> {
    text(path).map_err(|why| why.words(&path.display().to_string()))
}

/// The same, with what was read where it is no text.
pub(crate) fn text(path: &Path) -> Result<SourceFile, NoText> {
    let bytes = bytes(path, SourceFile::MAX_BYTES).map_err(NoText::Unfit)?;
    if is_utf_16(&bytes) {
        return Err(NoText::NotUnicode(bytes, 0));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        NoText::NotUnicode(error.into_bytes(), at)
    })?;
    Ok(SourceFile::new(path.display().to_string(), text))
}

/// Why there is no text of a file.
pub(crate) enum NoText {
    Unfit(Unfit),
    /// It has other bytes, the first of them here.
    NotUnicode(Vec<u8>, usize),
}

impl NoText {
    /// The reason as a sentence that names the file.
    pub(crate) fn words(&self, name: &str) -> String {
        match self {
            Self::Unfit(Unfit::Unread(error)) => format!("cannot read `{name}`: {}", reason(error)),
            Self::Unfit(unfit) => format!("`{name}` {}", unfit.words(SourceFile::MAX_BYTES)),
            Self::NotUnicode(bytes, _) if is_utf_16(bytes) => format!("`{name}` is {UTF_16}"),
            Self::NotUnicode(bytes, at) => {
                let line = bytes.iter().take(*at).filter(|byte| **byte == b'\n').count() + 1;
                format!("`{name}` is not UTF-8 text: line {line} has a byte that is none; save it as UTF-8")
            }
        }
    }
}

/// What to do about a text as editors and shells of Windows save it.
pub(crate) const UTF_16: &str = "UTF-16 text, as Windows saves it; save it as UTF-8: in Notepad under “Save as”, \
                                 “Encoding”; in PowerShell with `Set-Content -Encoding utf8` in place of `>`";

/// True for UTF-16: by its byte-order mark, or by the zeros beside its first two letters.
pub(crate) fn is_utf_16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [one, 0, other, 0, ..] | [0, one, 0, other, ..] => *one > 0 && *other > 0,
        _ => false,
    }
}

/// The text of a file that is none in UTF-8, as far as a glance needs it.
pub(crate) fn at_a_glance(bytes: &[u8]) -> String {
    if !is_utf_16(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // Keys are of ASCII letters alone: of two bytes, one is zero.
    String::from_utf8_lossy(bytes).chars().filter(|c| !['\0', char::REPLACEMENT_CHARACTER].contains(c)).collect()
}

/// A tree by its file's path or its built-in name; a file wins.
///
/// # Errors
/// With a sentence that names what there is.
pub(crate) fn tree(name: &str) -> Result<SourceFile, String> {
    let path = Path::new(name);
    if path.is_dir() {
        let mut inside = nearby(&path.join("tree.yaml"));
        crate::text::sort_by(&mut inside, Ord::cmp);
        let hint = inside
            .into_iter()
            .take(LOOKED_INTO)
            .find(|file| seems_a_tree(Path::new(file)))
            .map_or_else(String::new, |file| format!("; name a tree in it, such as `{file}`"));
        return Err(format!("`{name}` is a folder{hint}"));
    }
    if fs::symlink_metadata(path).is_ok() {
        return read(path);
    }
    if let Some(file) = builtin::find(name) {
        return Ok(file);
    }
    let beside = nearby(path);
    let longer = |end: &str| Some(format!("{name}{end}")).filter(|file| beside.contains(file));
    if let Some(file) = longer(".yaml").or_else(|| longer(".yml")) {
        return Err(format!("there is no file `{name}`; did you mean `{file}`?"));
    }
    let mut known: Vec<&str> = beside.iter().map(String::as_str).collect();
    builtin::names().for_each(|name| known.push(name));
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("built in are {}", builtin::names().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
    };
    Err(format!("there is no file `{name}` and no built-in tree of that name; {hint}"))
}

/// How many files of a folder are looked into for a tree that may be meant, and how many bytes of each.
const LOOKED_INTO: usize = 100;
const LOOKED_AT: u64 = 1 << 20;

/// Whether a file is a tree, as far as a glance tells.
fn seems_a_tree(path: &Path) -> bool {
    let is_tree = |bytes: Vec<u8>| seems(&at_a_glance(&bytes)) == Some(FileKind::Tree);
    !is_named_walks(&path.to_string_lossy()) && bytes(path, LOOKED_AT).is_ok_and(is_tree)
}

/// The YAML file beside a missing one that was probably meant, as the end of a sentence.
pub(crate) fn near_file(path: &Path) -> String {
    let beside = nearby(path);
    let name = path.display().to_string();
    // A link that leads nowhere stands there itself.
    let others = beside.iter().map(String::as_str).filter(|near| *near != name);
    match nearest(&name, others).filter(|_| !path.exists()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    }
}

/// The tree that a walk file probably means where its `tree:` names a file that is not there: a file beside that
/// one, or a built-in tree.
pub(crate) fn near_tree(path: &Path, name: &str) -> Option<String> {
    let beside = nearby(path).into_iter().filter_map(|near| {
        let file = Path::new(&near).file_name()?.to_string_lossy().into_owned();
        (!is_named_walks(&file)).then(|| Path::new(name).with_file_name(file).display().to_string())
    });
    let known: Vec<String> = beside.chain(builtin::names().map(str::to_owned)).collect();
    nearest(name, known.iter().map(String::as_str)).filter(|_| !path.exists()).map(str::to_owned)
}

/// The YAML files in the folder where a missing file was looked for.
fn nearby(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(1000);
    entries
        .map(|entry| path.with_file_name(entry.file_name()).display().to_string())
        .filter(|name| is_yaml(Path::new(name)))
        .collect()
}

pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// A file to look at, and whether somebody named it.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) named: bool,
    /// Why it is passed over, although its name seems to be that of a YAML file.
    pub(crate) passed_over: Option<&'static str>,
}

impl Found {
    fn new(path: PathBuf, named: bool) -> Self {
        Self { path, named, passed_over: None }
    }

    /// What a search comes upon: a YAML file, or what somebody may take for one.
    fn below(entry: &ignore::DirEntry) -> Option<Self> {
        let ending = entry.path().extension()?.to_string_lossy().to_lowercase();
        let kind = entry.file_type().filter(|_| matches!(&*ending, "yaml" | "yml"))?;
        let passed_over = match is_yaml(entry.path()) {
            _ if kind.is_symlink() && !entry.path().is_dir() => Some("it is a link; name it to have it looked at"),
            false if kind.is_file() => Some("its name ends in capitals; `.yaml` and `.yml` are looked for"),
            true if kind.is_file() => None,
            _ => return None,
        };
        Some(Self { passed_over, ..Self::new(without_dot(entry), false) })
    }
}

/// The path of what a search comes upon, as messages show it.
fn without_dot(entry: &ignore::DirEntry) -> PathBuf {
    entry.path().strip_prefix("./").unwrap_or(entry.path()).to_owned()
}

/// Nothing of what was looked for is there, which must not look like success.
pub(crate) fn nothing_found(what: &str) -> String {
    format!("no {what} found")
}

/// The YAML files among paths; folders are searched, leaving out what is hidden or ignored by git.
///
/// # Errors
/// If a path is not there.
pub(crate) fn search(paths: &[PathBuf]) -> Result<Vec<Found>, String> {
    let (found, missing) = search_all(paths);
    missing.into_iter().next().map_or(Ok(found), Err)
}

/// The same, and why paths that are not there cannot be read.
pub(crate) fn search_all(paths: &[PathBuf]) -> (Vec<Found>, Vec<String>) {
    let notes = Notes::default();
    let (mut found, mut missing): (Vec<Found>, Vec<String>) = (Vec::new(), Vec::new());
    for path in &named_or_here(paths) {
        match fs::metadata(path) {
            Err(error) => {
                let name = path.display();
                missing.push(format!("cannot read `{name}`: {}{}", reason(&error), near_file(path)));
            }
            Ok(kind) if kind.is_dir() => {
                found.extend(ignored::walk(path, &notes).flatten().filter_map(|entry| Found::below(&entry)));
            }
            Ok(_) => found.push(Found::new(path.clone(), true)),
        }
    }
    notes.tell();
    let mut seen = std::collections::HashSet::new();
    found.retain(|file| seen.insert(file.path.clone()));
    // What a link leads to may be looked at under its own name, and then nothing is passed over.
    if found.iter().any(|file| file.passed_over.is_some()) {
        let real = |file: &Found| file.path.canonicalize().ok();
        let looked_at: std::collections::HashSet<PathBuf> =
            found.iter().filter(|file| file.passed_over.is_none()).filter_map(real).collect();
        found.retain(|file| file.passed_over.is_none() || real(file).is_none_or(|path| !looked_at.contains(&path)));
    }
    (found, missing)
}

/// The paths themselves, whatever stands there, and the files that are found in folders; nothing is said of what is
/// passed over.
pub(crate) fn to_watch(paths: &[PathBuf]) -> Vec<PathBuf> {
    let notes = Notes::default();
    let mut files = Vec::new();
    for path in named_or_here(paths) {
        if path.is_dir() {
            files.extend(below(&path, &notes));
        }
        files.push(path);
    }
    files
}

/// The YAML files of a folder, and where it is looked into deeply of those below it, as far as they are found by then;
/// and whether these are all. Nothing is said of what is passed over.
pub(crate) fn found_by(folder: &Path, deeply: bool, end: Instant) -> (Vec<PathBuf>, bool) {
    if !deeply {
        let mut found: Vec<PathBuf> = nearby(&folder.join("tree.yaml")).into_iter().map(PathBuf::from).collect();
        crate::text::sort_by(&mut found, Ord::cmp);
        return (found, true);
    }
    let mut whole = true;
    let entries = ignored::walk(folder, &Notes::default()).take_while(|_| {
        whole = Instant::now() < end;
        whole
    });
    let found = yaml_among(entries).collect();
    (found, whole)
}

/// Where to look: here, if nothing is named.
fn named_or_here(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() }
}

/// The YAML files below a folder, leaving out what is hidden or ignored by git.
fn below(folder: &Path, notes: &Notes) -> impl Iterator<Item = PathBuf> {
    yaml_among(ignored::walk(folder, notes))
}

fn yaml_among(entries: impl Iterator<Item = Result<ignore::DirEntry, ignore::Error>>) -> impl Iterator<Item = PathBuf> {
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && is_yaml(entry.path()))
        .map(|entry| without_dot(&entry))
}

/// How many bytes of text, and how many files, are looked at together.
const TOGETHER: (u64, usize) = (4 << 20, 16);

/// Files in groups that are small enough to be looked at together, in their order; a large one alone.
pub(crate) fn batches(found: Vec<Found>) -> impl Iterator<Item = Vec<Found>> {
    let mut left = found.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut batch = vec![left.next()?];
        let size = |found: &Found| fs::metadata(&found.path).map_or(0, |kind| kind.len());
        let mut bytes = batch.iter().map(size).sum::<u64>();
        while batch.len() < TOGETHER.1
            && let Some(next) = left.next_if(|next| bytes + size(next) <= TOGETHER.0)
        {
            bytes += size(&next);
            batch.push(next);
        }
        Some(batch)
    })
}

/// The file that a walk file's `tree:` names, relative to the walk file.
pub(crate) fn beside(walk_file: &str, tree: &str) -> PathBuf {
    let folder = Path::new(walk_file).parent().unwrap_or(Path::new(""));
    let mut path = PathBuf::new();
    for part in folder.join(tree).components() {
        match part {
            std::path::Component::ParentDir
                if path.components().next_back().is_some_and(|c| matches!(c, std::path::Component::Normal(_))) =>
            {
                path.pop();
            }
            std::path::Component::CurDir => {}
            part => path.push(part),
        }
    }
    path
}
