//! A saved session, read again, gives the same answers, whatever they are.

use onread::engine::{Given, Walk, Written};
use onread::text::SourceFile;
use onread::walk::{Kept, WalkFile, earlier, to_yaml};
use proptest::prelude::*;

use super::anything::every_kind;
use super::looked_at::cases;

/// A line of text: anything that is no line end, and much that upsets YAML.
fn line() -> impl Strategy<Value = String> {
    let spiked = prop::collection::vec(
        prop_oneof![
            prop::sample::select(vec![
                "\"",
                "'",
                "\\",
                ": ",
                " #",
                "- ",
                "? ",
                "{{",
                "}",
                "[",
                "&a",
                "*a",
                "!",
                "|",
                ">",
                "%",
                "@",
                "`",
                "~",
                "null",
                "yes",
                "1",
                "=",
                "<<",
                "---",
                "...",
                " ",
                "\t",
                "\u{a0}",
                "\u{feff}",
                "\u{fffe}",
                "\u{1b}",
                "\u{7f}",
                "\u{9f}",
                "\u{202e}",
                "\u{e000}",
                "\u{10ffff}",
                "é",
                "🦀",
                "\0"
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
            "[a-z0-9]{1,4}"
        ],
        1..8,
    );
    prop_oneof![3 => spiked.prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

/// An answer as it may stand in a file.
fn any_answer() -> impl Strategy<Value = Written> {
    prop_oneof![
        3 => line().prop_map(Written::One),
        2 => prop::collection::vec(line(), 0..3).prop_map(Written::List),
        1 => Just(Written::Nothing),
    ]
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn what_is_kept_comes_back_whatever_it_is(list in prop::collection::vec((line(), any_answer()), 0..6)) {
        let tree = every_kind();
        let mut kept = Kept::default();
        list.iter().for_each(|(id, answer)| kept.set(id, answer.clone()));
        let mut saved = to_yaml(&Walk::new(&tree, chrono::NaiveDate::default()), &kept, "tree.yaml");
        for _ in 0..2 {
            let file = WalkFile::read(SourceFile::new("me.walks.yaml", saved.as_str()));
            let found = earlier(&file, None, &tree);
            prop_assert!(found.is_ok(), "{:?}\n{saved}", found.err());
            let found = found.unwrap();
            prop_assert_eq!(&found.kept, &kept, "{}", saved);
            prop_assert!(found.answers.is_empty());
            let report = onread::walk::check_file(&file, Ok(&tree));
            prop_assert!(report.is_empty(), "{report:?}\n{saved}");
            saved = to_yaml(&Walk::new(&tree, chrono::NaiveDate::default()), &found.kept, "tree.yaml");
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_is_saved_comes_back(text in line(), number in "-?[0-9]{1,14}(\\.[0-9]{1,14})?", set in 0..5_usize, tree_name in line()) {
        let tree = every_kind();
        let today = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let mut walk = Walk::new(&tree, today);
        walk.give(Given::One(if set == 0 { "a1" } else { "yes" })).unwrap();
        walk.give(Given::List(&["yes", "no", "a1"][..set.min(2)])).unwrap();
        prop_assume!(walk.give(Given::One(&number)).is_ok());
        walk.give(if set > 2 { Given::One("2024-02-29") } else { Given::Nothing }).unwrap();
        // What a question refuses cannot be saved.
        prop_assume!(walk.give(Given::One(&text)).is_ok());

        let saved = to_yaml(&walk, &Kept::default(), &tree_name);
        let file = WalkFile::read(SourceFile::new("me.walks.yaml", saved.as_str()));
        let found = earlier(&file, None, &tree);
        prop_assert!(found.is_ok(), "{:?}\n{saved}", found.err());
        let found = found.unwrap();
        prop_assert_eq!(found.today, Some(today));
        let answers: Vec<_> = walk.asked().iter().map(|id| (*id, walk.answer_to(*id).unwrap().clone())).collect();
        prop_assert_eq!(found.answers, answers, "{}", saved);
        // It is a test of that walk as well, of the tree that it names.
        let named = file.tree().map(str::to_owned);
        let report = onread::walk::run_file(&file, Ok(&tree), today, &|_| true, false);
        prop_assert!(report.walks.iter().all(|one| one.failure.is_none()) && report.walks.len() == 1, "{:?}\n{saved}", report);
        prop_assert_eq!(named, Some(tree_name));
    }
}
