//! What is marked: what no walk comes to, a walk, how often walks pass, and how likely they do.

use onread::diagnostic::Code;
use onread::tree::Part;

use super::{draw_in, drawn, folder, size, small};

#[test]
fn what_no_walk_comes_to_is_marked_only_where_that_is_proved() {
    let whole = drawn(&small(), &["lunch.yaml"]);
    assert!(whole.contains("people > 500 (no walk) → ■ stadium"), "{whole}");
    for form in ["text", "mermaid", "dot", "svg"] {
        let ran = draw_in(&small(), &["lunch.yaml", "--as", form, "--max-states=1"]);
        assert!(ran.code == 0 && !ran.out.contains("no walk"), "{}", ran.out);
        let wanted = "note: nothing is marked as out of reach of all walks: 1 states were visited and there are more than \
                      allowed; a higher --max-states than 1 allows more\n";
        assert_eq!(ran.err, wanted);
        let ran = draw_in(&small(), &["lunch.yaml", "--as", form, "--max-states=1", "--probability"]);
        assert!(
            !ran.out.contains(" % ") && ran.err.contains("walks, and nothing is said to be likely: "),
            "{}",
            ran.err
        );
    }
}

#[test]
fn behind_answers_that_could_only_be_tried_nothing_is_marked() {
    let tree = "\
title: Sum
questions:
  a: {ask: A?, kind: number}
  b: {ask: B?, kind: number, next: [{when: a * a + b * b == 7919.5, goto: rare}, {goto: usual}]}
  c: {ask: Nobody asks this?, answers: [x], next: usual}
outcomes: {rare: {title: Rare}, usual: {title: Usual}}
";
    let here = folder(&[("t.yaml", tree)]);
    let ran = draw_in(here.path(), &["t.yaml"]);
    let said = "could be tried, as in `a * a + b * b == 7919.5` (t.yaml:4:44): ";
    assert!(
        ran.err.contains(said) && ran.err.contains("; what is behind it is not marked as out of reach"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("→ ■ rare: Rare\n"), "{}", ran.out);
    // Nothing leads there at all.
    assert!(ran.out.contains("c: Nobody asks this? (no walk comes here)"), "{}", ran.out);
}

#[test]
fn a_walk_is_marked_as_far_as_it_goes() {
    let out = drawn(&small(), &["lunch.yaml", "--walk", "lunch.walks.yaml#a crowd"]);
    let marked: Vec<&str> = out.lines().filter(|line| line.contains('▶')).collect();
    let wanted = [
        "▶ hungry: How hungry is everybody?",
        "├▶ Very / A bit",
        "│  ▶ people: How many are we? (a number)",
        "│  ├▶ people > 8 and hungry == very → ■ canteen: The canteen",
        "▶ the walk that is marked",
    ];
    assert_eq!(marked, wanted);
    let tree = std::fs::read_to_string(small().join("lunch.yaml")).unwrap();
    let walks = "tree: t.yaml\nwalks:\n  - answers: {hungry: very, people: 300}\n    outcome: walk\n";
    let here = folder(&[("t.yaml", &tree), ("w.yaml", walks)]);
    let ran = draw_in(here.path(), &["t.yaml", "--walk=w.yaml"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.starts_with("note: the walk is marked as far as it goes: `people` refuses this answer"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("▶ people:") && !ran.out.contains("▶ weather:"), "{}", ran.out);
    let ran = draw_in(&small(), &["lunch.yaml", "--walk", "lunch.walks.yaml#a crowed"]);
    assert!(ran.code == 2 && ran.err.contains("a crowd"), "{}", ran.err);
}

#[test]
fn walks_are_counted_where_they_are_found_and_where_they_are_named() {
    let tree = std::fs::read_to_string(small().join("lunch.yaml")).unwrap();
    let walks = std::fs::read_to_string(small().join("lunch.walks.yaml")).unwrap();
    let here = folder(&[("lunch.yaml", &tree), ("a.walks.yaml", &walks), ("old.yaml", &tree)]);
    let at = |name: &str| here.path().join(name);
    std::fs::create_dir_all(at("more/deep")).unwrap();
    let deep = walks.replace("lunch.yaml", "../../lunch.yaml").replace("a crowd", "another");
    std::fs::write(at("more/deep/b.walks.yaml"), deep).unwrap();
    std::fs::write(at("more/other.walks.yaml"), walks.replace("lunch.yaml", "../old.yaml")).unwrap();
    // All of this tree that are in its folder and below, and none of another.
    let out = drawn(here.path(), &["lunch.yaml", "--coverage"]);
    assert!(out.contains("hungry: How hungry is everybody? (6 walks)"), "{out}");
    assert!(out.contains("otherwise (4 walks)") && out.contains("building (0 walks) →"), "{out}");
    for named in ["--coverage=more", "--coverage=more/deep/b.walks.yaml"] {
        let out = drawn(here.path(), &["./lunch.yaml", named]);
        assert!(out.contains("everybody? (3 walks)"), "{out}");
    }
    let both = drawn(here.path(), &["lunch.yaml", "--coverage=more", "--coverage=a.walks.yaml"]);
    assert!(both.contains("everybody? (6 walks)"), "{both}");
    let none = draw_in(here.path(), &["lunch.yaml", "--coverage=more/other.walks.yaml"]);
    let wanted = "error: there are no walks of `lunch.yaml` in `more/other.walks.yaml`; name a walk file or a folder with \
                  --coverage=PATH\n";
    assert_eq!((none.code, none.err.as_str()), (2, wanted));
    // What is not touched is told apart, in words, too.
    let svg = drawn(here.path(), &["lunch.yaml", "--coverage", "--as=svg"]);
    assert!(svg.contains("class=\"part outcome walks0\"") && svg.contains("class=\"part question walks4\""));
}

#[test]
fn shares_are_those_of_all_answers() {
    let tree = "\
title: Shares
questions:
  a: {ask: A?, answers: {one: b, two: b, three: b, four: end}}
  b: {ask: B?, when: a == one, answers: [x, y], next: [{when: b == x, goto: end}, {goto: other}]}
outcomes: {end: {title: End}, other: {title: Other}}
";
    let here = folder(&[("t.yaml", tree)]);
    let out = drawn(here.path(), &["t.yaml", "--probability"]);
    // Three of four come to `b`; one of them is asked, and of two answers one leads to `end`.
    for wanted in [
        "├─ One / Two / Three (75 %)",
        "└─ Four (25 %) → ■ end",
        "b: B? (only if a == one; 75 %)",
        "├─ b == x (17 %) → ■ end",
        "└─ otherwise (83 %) → ■ other",
    ] {
        assert!(out.contains(wanted), "{wanted}\n{out}");
    }
    let explored = std::process::Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["explore", "t.yaml", "--format=json"])
        .current_dir(here.path())
        .output()
        .unwrap();
    let explored: serde_json::Value = serde_json::from_slice(&explored.stdout).unwrap();
    for index in [0, 1] {
        let share = explored["outcomes"][index]["probability"].as_f64().unwrap();
        let dot = drawn(here.path(), &["t.yaml", "--probability", "--as=dot"]);
        assert!(dot.contains(&format!("\\n{:.0} %\\n\"", share * 100.0)), "{dot}");
    }
}

/// Trees with walks of every kind, and what proofs say of them.
fn proved_trees() -> Vec<std::path::PathBuf> {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trees = Vec::new();
    for folder in ["trees", "tests/draw/small", "tests/proofs/ok", "tests/proofs/err"] {
        let entries = std::fs::read_dir(top.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        trees.extend(entries.filter(|path| {
            let name = path.to_str().unwrap();
            name.ends_with(".yaml") && !name.ends_with(".walks.yaml")
        }));
    }
    trees
}

#[test]
fn what_is_marked_is_what_check_finds_and_what_explore_counts() {
    use onread::explore::{Options, explore, passes};
    use onread::tree::graph::{Passed, edges};
    use onread::tree::{Next, Part, Target};
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let options = Options { most_states: 20_000, ..Options::default() };
    let (mut parts, mut never, mut ways) = (0, 0, 0);
    let each = if size::all() { 1 } else { 3 };
    for path in proved_trees().into_iter().step_by(each) {
        let file = onread::text::SourceFile::new("t.yaml", std::fs::read_to_string(&path).unwrap());
        let Ok(loaded) = onread::load(&file) else { continue };
        let tree = &loaded.tree;
        let (explored, passes) = (explore(tree, today, &options), passes(tree, today, &options));
        let name = path.display();
        assert_eq!(explored.certainty, passes.certainty, "{name}");
        let found = |part: Part| {
            let path = part.path(tree).to_string();
            explored.findings.iter().any(|one| {
                one.code == Code::Never && one.at.as_deref() == Some(&*path) && one.message.starts_with("no walk")
            })
        };
        for reached in &explored.outcomes {
            let own = passes.ends_at(reached.outcome);
            assert_eq!(own.is_some(), passes.certainty.is_complete(), "{name}");
            assert!((own.unwrap_or(0.0) - reached.likely).abs() < 1e-9, "{name}: {own:?} and {}", reached.likely);
            assert_eq!(
                passes.is_never(Part::Outcome(reached.outcome)),
                found(Part::Outcome(reached.outcome)),
                "{name}"
            );
        }
        for (id, question) in tree.questions() {
            let answers = (0..question.kind.options().len()).map(|index| Part::Answer(id, index));
            let rules = if let Next::Rules(rules) = &question.next { rules.len() } else { 0 };
            let rules = (0..rules).map(|index| Part::Rule(id, index));
            for part in std::iter::once(Part::Question(id)).chain(answers).chain(rules) {
                parts += 1;
                never += usize::from(passes.is_never(part));
                assert_eq!(passes.is_never(part), found(part), "{name}: {}", part.path(tree));
            }
            let mut targets: Vec<&Target> = edges(tree, id).map(|edge| edge.to).collect();
            targets.sort();
            targets.dedup();
            let mut on = 0.0;
            for to in targets {
                let way = Passed { from: id, to: to.clone(), won: None };
                let likely = passes.likely(&way).unwrap_or(0.0);
                assert!(likely == 0.0 || !passes.is_never_passed(&way), "{name}");
                if let Target::BestOf(ids) = to {
                    let won = |id| passes.likely(&Passed { won: Some(id), ..way.clone() }).unwrap_or(0.0);
                    let all: f64 = ids.iter().map(|id| won(*id)).sum();
                    assert!((all - likely).abs() < 1e-9, "{name}: {all} of {likely}");
                }
                on += likely;
                ways += 1;
            }
            // Who comes goes on, or is stuck.
            let stuck = explored.findings.iter().any(|one| matches!(one.code, Code::Stuck | Code::AskedTwice));
            let comes = passes.comes_to(id).unwrap_or(0.0);
            assert!(
                on <= comes + 1e-9 && (stuck || (comes - on).abs() < 1e-9),
                "{name}, {}: {comes}, {on}",
                question.id
            );
        }
    }
    assert!(parts > 350 / each / 2 && never >= 10 / each && ways > 150 / each / 2, "{parts} {never} {ways}");
}

#[test]
fn what_is_untouched_is_marked_where_it_stands() {
    let text = std::fs::read_to_string(small().join("lunch.yaml")).unwrap();
    let file = onread::text::SourceFile::new("lunch.yaml", text);
    let tree = onread::load(&file).unwrap().tree;
    let named = |id: &str| match tree.named(id) {
        Some(onread::tree::Named::Question(id)) => id,
        _ => panic!("{id}"),
    };
    let (hungry, people, wishes) = (named("hungry"), named("people"), named("wishes"));
    let Some(onread::tree::Named::Outcome(stadium)) = tree.named("stadium") else { panic!() };
    let untouched = [
        Part::Answer(hungry, 0),
        Part::Answer(wishes, 0),
        Part::Answer(wishes, 1),
        Part::Reject(people, 0),
        Part::Rule(people, 1),
        Part::Outcome(stadium),
    ];
    let marks = onread::draw::Marks { untouched: Some(&untouched), ..Default::default() };
    let picture = onread::draw::picture(&tree, &file, &marks, None, 1000).unwrap();
    let look = onread::draw::TextLook { color: false, width: 120 };
    let text = onread::draw::text(&picture, look);
    for wanted in [
        "Very (untouched) / A bit",
        "people: How many are we? (a number; 1 reject untouched)",
        "people > 500 (untouched) → ■ stadium: The stadium",
        "Soup (untouched) / Shade (untouched) / “Quick, please” / skipped",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    for all in [onread::draw::dot(&picture), onread::draw::mermaid(&picture)] {
        assert!(all.contains("untouched") && all.contains("1 reject untouched"), "{all}");
    }
    // Each stands in one place, and that of what is not drawn is the box that it belongs to.
    let svg = onread::draw::svg(&picture, onread::draw::SvgLook::Linked(7)).unwrap();
    for (part, place) in [
        (Part::Question(hungry), "Question hungry: "),
        (Part::Answer(hungry, 2), "From hungry to walk. "),
        (Part::Rule(people, 1), "From people to stadium. "),
        (Part::Reject(people, 0), "Question people: "),
        (Part::Outcome(stadium), "Outcome stadium: "),
    ] {
        let id = picture.anchor(7, part).unwrap();
        let (_, behind) = svg.split_once(&format!("<g id=\"{id}\" ")).unwrap();
        let (_, name) = behind.split_once("aria-label=\"").unwrap();
        assert!(name.starts_with(place), "{part:?}: {name}");
    }
    assert_eq!(picture.anchor(7, Part::Promise(0)), None);
    // Without anything marked, nothing of it is there.
    let plain = onread::draw::picture(&tree, &file, &onread::draw::Marks::default(), None, 1000).unwrap();
    assert!(!onread::draw::svg(&plain, onread::draw::SvgLook::File).unwrap().contains("untouched"));
}
