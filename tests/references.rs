//! Where names are declared and used: in whole trees, and as far as they can be read in such with mistakes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::renamed;
use crate::size;
use chrono::NaiveDate;
use onread::examine;
use onread::format::QuestionKind;
use onread::references::{DeclarationId, References, Role, Thing, Use};
use onread::text::SourceFile;
use onread::tree::Tree;
use onread::walk::{WalkFile, run_file};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

fn trees(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let is_tree = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".yaml") && !name.ends_with(".walks.yaml")
    };
    files.retain(is_tree);
    files.sort();
    files
}

#[test]
fn whatever_is_renamed_in_a_tree_it_stays_the_same() {
    for (folder, least) in [("trees", 4), ("tests/diagnostics/ok", 15), ("../shared/trees", 0)] {
        let files = trees(folder);
        assert!(files.len() >= least, "{folder}");
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            if examine(&SourceFile::new("tree.yaml", text.as_str())).tree.is_none() {
                continue;
            }
            match renamed::check(&text, today(), size::cases(30)) {
                Ok(tally) => eprintln!("{}: {tally:?}", path.display()),
                Err(difference) => panic!("{}: {difference}", path.display()),
            }
        }
    }
}

/// Of every file with a mistake: nothing panics, and what is told of it is there.
#[test]
fn trees_with_mistakes_have_references_too() {
    let files = trees("tests/diagnostics/err");
    let mut declared = 0;
    for path in &files {
        let file = SourceFile::new("tree.yaml", String::from_utf8_lossy(&fs::read(path).unwrap()));
        let examined = examine(&file);
        let references = examined.references;
        if let Err(difference) = renamed::spans_hold_their_ids(&file, &references) {
            panic!("{}: {difference}", path.display());
        }
        declared += usize::from(references.declarations().len() > 0);
        for (id, declaration) in references.declarations() {
            let word = references.at(declaration.span.start).unwrap();
            assert!(word.of.contains(&id) || declaration.span.range().is_empty(), "{}", path.display());
            if let Some(whole) = declaration.whole {
                assert!(file.text().get(whole.range()).is_some(), "{}", path.display());
            }
            let _ = references.renaming(id);
        }
        let loaded = onread::load(&file);
        assert_eq!(loaded.is_ok(), examined.tree.is_some(), "{}", path.display());
        let told = loaded.map_or_else(|error| error.diagnostics, |loaded| loaded.warnings);
        assert_eq!(told, examined.diagnostics, "{}", path.display());
    }
    assert!(declared * 10 > files.len() * 9, "{declared} of {}", files.len());
}

const SUPPER: &str = "\
title: What is for supper?
start: hungry
questions:
  hungry:
    ask: How hungry are you, {{ eaten }}?
    answers:
      very: {goto: minutes, score: {curry: 2}}
      'no': {label: \"Not {{ hungry_enough }}\", goto: toast}
  eaten:
    ask: What have you eaten?
    kind: many
    answers: meals
    min: least
    default: [lunch]
  minutes:
    ask: How long?
    kind: number
    next:
      - {when: \"hungry == 'very' and lunch in eaten\", goto: {best_of: [curry, toast]}}
      - goto: eaten
values:
  least: 1
  hungry_enough: hungry in [very] or any(eaten, meals) or score.curry > 1
  by_hunger: {by: hungry, table: {very: 1, no: 2}}
outcomes:
  toast: {title: Toast}
  curry: {title: 'Curry with {{ by_hunger }}'}
lists:
  meals: [lunch, tea]
promises:
  - {name: nobody starves, when: hungry == very, never: toast}
";

/// The lines and columns of a name's declaration and of its uses, each with its role.
fn told(file: &SourceFile, references: &References, id: DeclarationId) -> String {
    let at = |start: u32| {
        let place = file.place(start);
        format!("{}:{}", place.line, place.column)
    };
    let declaration = references.declaration(id).unwrap();
    let uses = references.uses_of(id).map(|one| format!(" {}:{:?}", at(one.span.start), one.role));
    format!("{}{}", at(declaration.span.start), uses.collect::<String>())
}

#[test]
fn every_use_is_told_with_its_role() {
    let file = SourceFile::new("supper.yaml", SUPPER);
    let examined = examine(&file);
    assert!(examined.tree.is_some(), "{:?}", examined.diagnostics);
    let references = examined.references;
    let of = |id: &str| {
        let all = references.declarations().filter(|(_, declaration)| &*declaration.id == id);
        all.map(|(id, declaration)| format!("{:?} {}", declaration.thing, told(&file, &references, id)))
            .collect::<Vec<_>>()
    };
    for (id, wanted) in [
        ("hungry", &["Question(Choice) 4:3 2:8:Start 19:17:Condition 23:18:Value 24:19:TableBy 31:34:Condition"][..]),
        ("very", &["Answer(DeclarationId(0)) 7:7 19:28:Condition 23:29:Value 24:35:TableKey 31:44:Condition"]),
        ("no", &["Answer(DeclarationId(0)) 8:8 24:44:TableKey"]),
        ("eaten", &["Question(Many) 9:3 5:33:Text 19:47:Condition 20:15:Target 23:42:Value"]),
        ("lunch", &["Answer(DeclarationId(3)) 29:11 14:15:Default 19:38:Condition 29:11:Entry"]),
        ("minutes", &["Question(Number) 15:3 7:20:Target"]),
        ("least", &["Value 22:3 13:10:Limit"]),
        ("hungry_enough", &["Value 23:3 8:29:Label"]),
        ("by_hunger", &["Value 24:3 27:33:Text"]),
        ("curry", &["Outcome 27:3 19:72:Ranked", "Score 7:37 23:65:Value"]),
        ("meals", &["List 29:3 12:14:Answers 23:49:Value"]),
        ("nobody starves", &["Promise 31:12"]),
    ] {
        assert_eq!(of(id), wanted, "{id}");
    }
    let question = references.declarations().next().unwrap().1;
    assert_eq!(question.title.as_deref(), Some("How hungry are you, {{ eaten }}?"));
    assert_eq!(references.title(), Some("What is for supper?"));
    assert!(file.slice(question.whole.unwrap()).ends_with("goto: toast}"));
    renamed::check(SUPPER, today(), 100).unwrap();
}

#[test]
fn a_place_tells_what_stands_there() {
    let file = SourceFile::new("supper.yaml", SUPPER);
    let references = examine(&file).references;
    let things = |word: &str, inside: &str| {
        let at = SUPPER.find(word).unwrap() + word.find(inside).unwrap();
        let word = references.at(at as u32);
        let same = references.at((at + inside.len()) as u32);
        assert_eq!(word, same, "behind its last letter it is the same word");
        word.map(|word| word.of.iter().map(|id| references.declaration(*id).unwrap().thing).collect::<Vec<_>>())
    };
    assert_eq!(things("best_of: [curry", "curry"), Some(vec![Thing::Outcome]));
    assert_eq!(things("score.curry", "curry"), Some(vec![Thing::Score]));
    assert_eq!(things("{by: hungry", "hungry"), Some(vec![Thing::Question(QuestionKind::Choice)]));
    assert_eq!(things("How long", "How"), None);
}

/// What belongs together is renamed together: ids that are compared, lists that are shared, a ranked outcome's score.
#[test]
fn what_belongs_together_is_renamed_together() {
    let text = "\
title: T
questions:
  a: {ask: A?, answers: [x, y, z]}
  b: {ask: B?, answers: [x, y]}
  c: {ask: C?, answers: few}
  d: {ask: D?, answers: few}
  h: {ask: H?, kind: text, when: g in words}
  e: {ask: E?, kind: text, next: [{when: \"a == b and picked == v\", goto: {best_of: [o, p]}}, {goto: r}]}
  f: {ask: F?, answers: {x: {goto: o, score: {o: 1, r: 1}}, 1: r}}
  g: {ask: G?, answers: [u, v], next: r}
values:
  picked: default(g, v)
  named: e in words
outcomes: {o: {title: O}, p: {title: P}, r: {title: R}}
lists: {few: [k, l], words: [u, w]}
";
    let file = SourceFile::new("t.yaml", text);
    let examined = examine(&file);
    assert!(examined.tree.is_some(), "{:?}", examined.diagnostics);
    let references = examined.references;
    let together = |question: &str, id: &str| {
        let owner = |of: &Thing| match of {
            Thing::Answer(of) => references.declaration(*of).unwrap().id.to_string(),
            other => format!("{other:?}"),
        };
        let found = references.declarations().find(|(_, found)| &*found.id == id && owner(&found.thing) == question);
        let renaming = references.renaming(found.unwrap().0)?;
        let all = renaming.declarations.iter().map(|id| references.declaration(*id).unwrap());
        Some(all.map(|found| format!("{}.{}", owner(&found.thing), found.id)).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(together("a", "x").unwrap(), "a.x b.x");
    assert_eq!(together("a", "z").unwrap(), "a.z");
    assert_eq!(together("f", "x").unwrap(), "f.x");
    assert_eq!(together("c", "k").unwrap(), "c.k d.k");
    assert_eq!(together("Outcome", "o").unwrap(), "Outcome.o Score.o");
    assert_eq!(together("Outcome", "r").unwrap(), "Outcome.r");
    assert_eq!(together("Score", "r").unwrap(), "Score.r");
    assert_eq!(together("g", "v").unwrap(), "g.v");
    assert_eq!(together("g", "u"), None, "the same entry is a text elsewhere");
    let tally = renamed::check(text, today(), 50).unwrap();
    assert!(tally.refused == 1 && tally.renamed > 25, "{tally:?}");
}

/// What no name is known for is a use all the same; where it cannot be told whose answer a word is, all are named.
#[test]
fn what_is_wrong_is_told_as_far_as_it_can_be_read() {
    let text = "\
title: T
questions:
  a: {ask: A?, answers: {x: b, y: nowhere}}
  b: {ask: B?, answers: [x, y], next: [{when: a == z, goto: o}, {when: gone == y and a == x, goto: o}, {goto: o}]}
  c: {ask: C?, answers: lost, min: 3}
outcomes: {o: {title: \"{{ nope(b, score.s) }}\"}}
";
    let file = SourceFile::new("t.yaml", text);
    let examined = examine(&file);
    assert!(examined.tree.is_none() && examined.diagnostics.len() > 4, "{:?}", examined.diagnostics);
    let references = examined.references;
    let found: Vec<String> = references
        .uses()
        .iter()
        .map(|one| {
            let of = one.of.iter().map(|id| match references.declaration(*id).unwrap().thing {
                Thing::Answer(of) => format!(" {}", references.declaration(of).unwrap().id),
                other => format!(" {other:?}"),
            });
            format!("{}{}", one.id, of.collect::<String>())
        })
        .collect();
    assert_eq!(
        found,
        [
            "b Question(Choice)",
            "nowhere",
            "a Question(Choice)",
            "z",
            "o Outcome",
            "gone",
            "y a b",
            "a Question(Choice)",
            "x a",
            "o Outcome",
            "o Outcome",
            "lost",
            "b Question(Choice)",
            "s",
        ]
    );
    assert!(references.uses().iter().any(|one| one.role == Role::Answers));
    assert_eq!(examine(&SourceFile::new("t.yaml", "a list\n")).references, References::default());
}

/// Whatever is renamed in a tree and in its walk file, the walks pass as before.
#[test]
fn whatever_is_renamed_the_walks_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = 0;
    for (folder, walks) in [("trees", "tests/walks"), ("../shared/trees", "../shared/trees")] {
        for path in trees(folder) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let scripts = fs::read_to_string(root.join(walks).join(format!("{name}.walks.yaml"))).unwrap();
            // The walks of a large file are many; those behind the first say the same names again.
            let scripts = scripts.split("\n  - ").take(size::cases(50)).collect::<Vec<_>>().join("\n  - ");
            let examined = examine(&SourceFile::new("tree.yaml", text.as_str()));
            let (tree, references) = (examined.tree.unwrap(), examined.references);
            let file = WalkFile::read(SourceFile::new("t.walks.yaml", scripts.as_str()));
            let uses = file.uses(&tree, &references, today());
            let wrong = |one: &&Use| one.of.len() > 1 || scripts[one.span.range()] != *one.id;
            assert_eq!(uses.iter().find(wrong), None, "{name}");
            // A walk may give what is refused because there is no such answer.
            let unknown: Vec<&str> = uses.iter().filter(|one| one.of.is_empty()).map(|one| &*one.id).collect();
            assert!(unknown.len() <= 2, "{name}: {unknown:?}");
            let failed = |file: &WalkFile, tree: &Tree| {
                let report = run_file(file, Ok(tree), today(), &|_| true, false);
                assert!(report.diagnostics.is_empty(), "{name}: {:?}", report.diagnostics);
                report.walks.iter().filter(|walk| walk.failure.is_some()).count()
            };
            let before = failed(&file, &tree);
            for (id, declaration) in references.declarations() {
                let renaming = references.renaming(id).unwrap();
                let here: Vec<_> = uses
                    .iter()
                    .filter(|one| one.of.iter().any(|of| renaming.declarations.contains(of)))
                    .map(|one| one.span)
                    .collect();
                used += here.len();
                let other = onread::load_str("tree.yaml", &renamed::replaced(&text, &renaming.places)).unwrap();
                let file = WalkFile::read(SourceFile::new("t.walks.yaml", renamed::replaced(&scripts, &here)));
                assert_eq!(failed(&file, &other), before, "{name}: {:?} {}", declaration.thing, declaration.id);
            }
        }
    }
    assert!(used > 100, "{used}");
}

#[test]
fn names_in_a_walk_file_are_those_of_its_tree() {
    let examined = examine(&SourceFile::new("supper.yaml", SUPPER));
    let (tree, references) = (examined.tree.unwrap(), examined.references);
    let walks = "\
tree: supper.yaml
walks:
  - answers: ['no']
    outcome: \"toast\"
  - answers: {hungry: very, minutes: 5, eaten: [lunch, tea, soup]}
    asks: [hungry, minuets]
    score: {curry: 2}
    values: {by_hunger: 1, least: 1}
";
    let file = WalkFile::read(SourceFile::new("supper.walks.yaml", walks));
    let told: Vec<String> = file
        .uses(&tree, &references, today())
        .iter()
        .map(|one| {
            assert_eq!(walks[one.span.range()], *one.id);
            let of = one.of.iter().map(|id| format!(" {:?}", references.declaration(*id).unwrap().thing));
            format!("{}{}", one.id, of.collect::<String>())
        })
        .collect();
    assert_eq!(
        told,
        [
            "no Answer(DeclarationId(0))",
            "toast Outcome",
            "hungry Question(Choice)",
            "very Answer(DeclarationId(0))",
            "minutes Question(Number)",
            "eaten Question(Many)",
            "lunch Answer(DeclarationId(3))",
            "tea Answer(DeclarationId(3))",
            "soup",
            "hungry Question(Choice)",
            "minuets",
            "curry Score",
            "by_hunger Value",
            "least Value",
        ]
    );
}

/// A word that may be an answer of thousands of questions does not name them all at thousands of places.
#[test]
fn a_large_tree_with_many_mistakes_is_examined_all_the_same() {
    let questions = 1000;
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..questions {
        text += &format!("  q{at}: {{ask: Q?, answers: list, next: [{{when: gone == x, goto: o}}, {{goto: o}}]}}\n");
    }
    text += "outcomes: {o: {title: O}}\nlists: {list: [x, y]}\n";
    let references = examine(&SourceFile::new("t.yaml", text)).references;
    let of_x: Vec<usize> = references.uses().iter().filter(|one| &*one.id == "x").map(|one| one.of.len()).collect();
    assert_eq!(of_x, vec![200; questions]);
    let (id, _) = references.declarations().find(|(_, declaration)| &*declaration.id == "x").unwrap();
    assert_eq!(references.renaming(id).unwrap().declarations.len(), questions);
}
