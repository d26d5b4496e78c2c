//! The trees that are part of the program.

use crate::text::SourceFile;

/// The tree that `onread` alone plays.
pub(crate) const FLAGSHIP: &str = "ignore-his-text";

macro_rules! trees {
    ($($name:literal)*) => {
        /// Name and text of every built-in tree.
        const TREES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../../trees/", $name, ".yaml"))),)*];
    };
}

trees! {
    "ignore-his-text"
    "is-it-dead"
    "kind-of-tired"
    "read-the-text"
    "reply-all"
    "send-it-back"
}

/// The names, the flagship first.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    TREES.iter().map(|(name, _)| *name)
}

/// The tree with this name.
pub(crate) fn find(name: &str) -> Option<SourceFile> {
    let (name, text) = TREES.iter().find(|(own, _)| *own == name)?;
    Some(SourceFile::new(*name, *text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tree_of_the_project_is_built_in_and_loads_clean() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/trees")).map(Iterator::count);
        assert_eq!(files.ok(), Some(TREES.len()));
        for name in names() {
            let loaded = find(name).map(|file| crate::load(&file));
            assert!(matches!(loaded, Some(Ok(loaded)) if loaded.warnings.is_empty()), "{name}");
        }
    }
}
