//! Every key of the table may stand where the table says, and the reader knows it.

use onread::diagnostic::{Code, Diagnostic, Severity};
use onread::format::{Part, QuestionKind, Shape};
use onread::text::SourceFile;
use onread::walk;

use super::key_files::{all, file, tree};

/// All that reading a file finds.
pub(crate) fn findings(file: &SourceFile) -> Vec<Diagnostic> {
    if file.name() == "t.walks.yaml" {
        let text = tree("    answers: {yes: {score: {total: 1}}, no: }\n    next: done\n", "", "values: {v: 1 + 1}\n");
        let tree = onread::load_str("t.yaml", &text).unwrap();
        let walks = walk::WalkFile::read(SourceFile::new(file.name(), file.text()));
        return walk::check_file(&walks, Ok(&tree));
    }
    match onread::load(file) {
        Ok(loaded) => loaded.warnings,
        Err(error) => error.diagnostics,
    }
}

#[test]
fn every_key_may_stand_where_the_table_says() {
    for key in all() {
        let file = file(key, key.example, false);
        let found = findings(&file);
        assert!(key.example.starts_with(&format!("{}: ", key.name)), "{}", key.example);
        let found: Vec<_> = found.iter().filter(|found| found.code != Code::AssertsNothing).collect();
        assert!(found.is_empty(), "{:?}.{}: {found:?}\n{}", key.part, key.name, file.text());
    }
}

#[test]
fn holes_are_read_where_the_table_says() {
    let mut texts = 0;
    for key in all() {
        let Shape::Text { holes, .. } = key.shape else { continue };
        let found = |hole: &str| findings(&file(key, &format!("{}: \"{hole}\"", key.name), false));
        let reads = found("{{ nowhere }}").iter().any(|found| found.code == Code::UnknownName);
        let takes = !found("{{ 1 + 1 }}").iter().any(|found| found.severity == Severity::Error);
        assert_eq!(reads && takes, holes, "{:?}.{}", key.part, key.name);
        texts += 1;
    }
    assert!(texts > 15, "{texts}");
}

#[test]
fn what_is_required_is_missed() {
    let mut missed = 0;
    for key in all().filter(|key| key.required.is_some() && key.kinds.is_empty()) {
        let (part, add) = (key.part, key.required.unwrap());
        // Another key of its stands there; none that is required in its place.
        let other = part.keys().iter().find(|other| other.name != key.name && other.required.is_none());
        let Some(other) = other else { continue };
        let full = file(other, other.example, false).text().to_owned();
        let text = full.replacen(&format!("{}\n", key.example), "", 1);
        if text == full {
            continue;
        }
        let found = findings(&SourceFile::new(file(other, "", false).name(), text.clone()));
        let says = |found: &Diagnostic| {
            found.message == format!("{} needs the key `{}`", part.what(), key.name)
                && found.help.as_deref() == Some(format!("add {add}").as_str())
        };
        assert!(found.iter().any(says), "{part:?}.{}: {found:?}\n{text}", key.name);
        missed += 1;
    }
    assert!(missed > 8, "{missed}");
}

#[test]
fn a_key_of_some_kinds_is_refused_in_others() {
    let mut refused = 0;
    for key in Part::Question.keys().iter().filter(|key| !key.kinds.is_empty()) {
        for kind in QuestionKind::ALL.into_iter().filter(|kind| !key.goes_with(*kind)) {
            let answers =
                if matches!(kind, QuestionKind::Choice | QuestionKind::Many) { "answers: [a, b]" } else { "help: h" };
            let text = tree(
                &format!("    kind: {}\n    {answers}\n    {}\n    next: done\n", kind.name(), key.example),
                "",
                "",
            );
            let found = findings(&SourceFile::new("t.yaml", text.clone()));
            assert!(found.iter().any(|found| found.code == Code::KeyNotForKind), "{found:?}\n{text}");
            refused += 1;
        }
    }
    assert!(refused > 15, "{refused}");
}
