//! Which file or built-in tree a name leads to, and how a path is written into a file.

use std::path::{Component, Path, PathBuf, Prefix};

use super::{builtin, files};

/// What a tree's name leads to: spelt differently it is still the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum TreeAt {
    File(PathBuf),
    BuiltIn(String),
}

impl TreeAt {
    /// What a name leads to; a file wins. None if it leads nowhere.
    pub(crate) fn named(path: &Path, name: &str) -> Option<Self> {
        match path.canonicalize() {
            Ok(path) => Some(Self::File(path)),
            Err(_) => builtin::find(name).map(|_| Self::BuiltIn(name.to_owned())),
        }
    }

    /// What the `tree:` of a walk file leads to.
    pub(crate) fn beside(walk_file: &Path, name: &str) -> Option<Self> {
        Self::named(&files::beside(&walk_file.to_string_lossy(), name), name)
    }

    /// How it is written as the `tree:` of a file that goes by these paths: as a way from there if that leads to it by
    /// each of them, and in full if not, as where one of them is a link in another folder.
    pub(crate) fn written(&self, walk_files: &[&Path]) -> String {
        let tree = match self {
            Self::BuiltIn(name) => return name.clone(),
            Self::File(path) => path,
        };
        let folder = |path: &Path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
        };
        let start = walk_files.last().map_or_else(PathBuf::new, |path| folder(path));
        let way = way(&parts(&start), &parts(tree));
        let leads_here = |path: &&Path| Self::beside(path, &way).as_ref() == Some(self);
        if walk_files.iter().all(leads_here) { way } else { parts(tree).join("/") }
    }
}

/// True if two paths lead to the same regular file, by links or by two names of it.
pub(crate) fn same_file(left: &Path, right: &Path) -> bool {
    // A pipe would be waited for.
    left.is_file() && right.is_file() && same_file::is_same_file(left, right).unwrap_or(false)
}

/// A path as a shell reads it.
pub(crate) fn shell(path: &Path) -> String {
    let name = path.display().to_string();
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if !name.is_empty() && name.chars().all(safe) { name } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

/// A path's parts; what a disk or a share is called is one of them, and so is the root where there is none.
fn parts(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Prefix(prefix) => parts.push(match prefix.kind() {
                Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => format!("{}:", char::from(letter)),
                Prefix::UNC(server, share) | Prefix::VerbatimUNC(server, share) => {
                    format!("//{}/{}", server.to_string_lossy(), share.to_string_lossy())
                }
                _ => prefix.as_os_str().to_string_lossy().into_owned(),
            }),
            Component::RootDir if parts.is_empty() => parts.push(String::new()),
            Component::RootDir | Component::CurDir => {}
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
        }
    }
    parts
}

/// The way from a folder to a file, with `/` on every system; in full where nothing leads from one disk to the other.
fn way(folder: &[String], file: &[String]) -> String {
    let common = folder.iter().zip(file).take_while(|(left, right)| left == right).count();
    if common == 0 && !folder.is_empty() {
        return file.join("/");
    }
    let up = folder.iter().skip(common).map(|_| "..");
    up.chain(file.iter().skip(common).map(String::as_str)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn the_way_from_a_folder_to_a_file_has_slashes_on_every_system() {
        for (folder, file, wanted) in [
            (&["", "home", "me"][..], &["", "home", "me", "t.yaml"][..], "t.yaml"),
            (&["", "home", "me"], &["", "home", "trees", "a", "t.yaml"], "../trees/a/t.yaml"),
            (&[""], &["", "t.yaml"], "t.yaml"),
            (&["", "a", "b"], &["", "t.yaml"], "../../t.yaml"),
            (&["C:", "Users", "me"], &["C:", "Users", "trees", "t.yaml"], "../trees/t.yaml"),
            (&["C:", "Users"], &["D:", "trees", "t.yaml"], "D:/trees/t.yaml"),
            (&["//server/share", "a"], &["//server/share", "b", "t.yaml"], "../b/t.yaml"),
            (&["//server/share", "a"], &["//server/other", "t.yaml"], "//server/other/t.yaml"),
            (&["", "a"], &["", "b\\c.yaml"], "../b\\c.yaml"),
        ] {
            assert_eq!(way(&list(folder), &list(file)), wanted);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_its_parts() {
        assert_eq!(parts(Path::new("/a/b.yaml")), list(&["", "a", "b.yaml"]));
        assert_eq!(parts(Path::new("/a/b.yaml")).join("/"), "/a/b.yaml");
        assert_eq!(parts(Path::new("./a/../b")), list(&["a", "..", "b"]));
    }

    #[cfg(windows)]
    #[test]
    fn a_path_is_its_parts() {
        assert_eq!(parts(Path::new(r"\\?\C:\a\b.yaml")).join("/"), "C:/a/b.yaml");
        assert_eq!(parts(Path::new(r"\\?\UNC\server\share\b.yaml")).join("/"), "//server/share/b.yaml");
    }
}
