//! Drawn trees: what stands in them, that nothing in a tree gets out of its text, what happens to files, and how they
//! look to a browser, to Mermaid's parser and to `dot`.
//!
//! `SNAPSHOTS=overwrite cargo test --test program draw::` writes the pictures in `tests/draw/small` anew.

mod files;
mod geometry;
mod hostile;
mod looked_at;
mod marks;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::size;
use snapbox::{Assert, Data};

/// What a run of the program came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `onread draw` in a folder.
pub fn draw_in(folder: &Path, arguments: &[&str]) -> Ran {
    let done = Command::new(env!("CARGO_BIN_EXE_onread"))
        .arg("draw")
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// The same, where all goes well and nothing is remarked.
pub fn drawn(folder: &Path, arguments: &[&str]) -> String {
    let ran = draw_in(folder, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

pub fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draw/small")
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A tree whose questions follow each other, each with a way out.
fn long(questions: usize) -> String {
    let mut tree = String::from("title: Long\nquestions:\n");
    for number in 0..questions {
        let next = if number + 1 == questions { "end".to_owned() } else { format!("q{}", number + 1) };
        tree.push_str(&format!("  q{number}: {{ask: Question {number}?, answers: {{yes: {next}, no: end}}}}\n"));
    }
    tree + "outcomes:\n  end: {title: The end}\n"
}

/// Everything that can be marked.
const ALL: [&str; 3] = ["--probability", "--coverage", "--walk=lunch.walks.yaml#soup in the sun"];

#[test]
fn a_small_tree_is_drawn_in_each_form() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for form in ["text", "mermaid", "dot", "svg"] {
        for (name, marks) in [("plain", &[][..]), ("marked", &ALL[..])] {
            let out = drawn(&small(), &[&["lunch.yaml", "--as", form], marks].concat());
            let again = drawn(&small(), &[&["lunch.yaml", "--as", form], marks].concat());
            assert_eq!(out, again);
            let ending = match form {
                "text" => "txt",
                "mermaid" => "mmd",
                other => other,
            };
            assert.eq(out, Data::read_from(&small().join(format!("{name}.{ending}")), None).raw());
        }
    }
    let color = drawn(&small(), &[&["lunch.yaml", "--color=always"], &ALL[..]].concat());
    assert.eq(color.replace('\x1b', "\\e"), Data::read_from(&small().join("colour.txt"), None).raw());
    let plain = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap().replace_all(&color, "").into_owned();
    assert_eq!(plain, drawn(&small(), &[&["lunch.yaml"], &ALL[..]].concat()));
}

#[test]
fn the_text_fits_into_80_and_into_40_columns() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("trees");
    let mut looked_at = 0;
    for entry in [small(), top].iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        let Some(name) = path.to_str().filter(|name| name.ends_with(".yaml") && !name.ends_with("walks.yaml")) else {
            continue;
        };
        let file = onread::text::SourceFile::new(name, std::fs::read_to_string(&path).unwrap());
        let tree = onread::load(&file).unwrap().tree;
        let marks = onread::draw::Marks::default();
        let picture = onread::draw::picture(&tree, &file, &marks, None, 1000).unwrap();
        for width in [80, 40, 30] {
            let text = onread::draw::text(&picture, onread::draw::TextLook { color: false, width });
            for line in text.lines() {
                assert!(textwrap::core::display_width(line) <= width, "{name}, {width}: {line}");
            }
            for part in &picture.parts {
                // Each part stands there, and a question just once.
                let own = format!("{}:", part.id);
                let heads = text.lines().filter(|line| line.trim_start_matches(['│', ' ', '◆']).starts_with(&own));
                let wanted = usize::from(part.kind != onread::draw::Kind::Outcome);
                assert!(text.contains(&part.id) && heads.count() >= wanted, "{name}, {width}: {}", part.id);
            }
            looked_at += 1;
            if name.ends_with("lunch.yaml") && width < 80 {
                assert.eq(text, Data::read_from(&small().join(format!("plain.{width}.txt")), None).raw());
            }
        }
    }
    assert!(looked_at >= 15, "{looked_at}");
}

#[cfg(unix)]
#[test]
fn a_terminal_gets_lines_as_wide_as_it_is_and_colour() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read;
    let size = PtySize { rows: 60, cols: 40, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onread"));
    command.args(["draw", "lunch.yaml", "--color=auto"]);
    command.cwd(small());
    command.env("TERM", "xterm");
    command.env_remove("NO_COLOR");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut written = String::new();
    // A terminal that nobody writes to any more is an error on some systems.
    let _ = reader.read_to_string(&mut written);
    assert!(child.wait().unwrap().success());
    assert!(written.contains("\x1b[1;36mhungry:\x1b[0m"), "{written}");
    let plain = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap().replace_all(&written, "").replace('\r', "");
    assert!(plain.lines().all(|line| textwrap::core::display_width(line) <= 40), "{plain}");
    // The same words in shorter lines.
    let words = |text: &str| text.replace(['│', '├', '└', '─'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&plain), words(&drawn(&small(), &["lunch.yaml"])));
}

#[test]
fn a_tree_of_ten_thousand_questions_says_at_once_how_to_draw_a_part() {
    let count = size::cases(10_000).max(1_250);
    let (here, middle) = (folder(&[("t.yaml", &long(count))]), count / 2);
    let id = |from: isize| format!("q{}", middle.checked_add_signed(from).unwrap());
    for form in ["text", "mermaid", "dot", "svg"] {
        let since = Instant::now();
        let ran = draw_in(here.path(), &["t.yaml", "--as", form]);
        assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert_eq!(
            ran.err,
            format!(
                "error: there are {} questions and outcomes to draw, and at most 1000 can be; --around ID, with --depth \
                 NUMBER, draws a part\n",
                count + 1
            )
        );
        let part = draw_in(here.path(), &["t.yaml", "--as", form, "--around", &id(0), "--depth", "3"]);
        assert_eq!(part.code, 0, "{}", part.err);
        for (id, there) in [(id(-4), false), (id(-3), true), (id(3), true), (id(4), false)] {
            let whole = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == id);
            assert_eq!(whole(&part.out), there, "{id} {form}: {}", part.out);
        }
    }
    let ran = draw_in(here.path(), &["t.yaml", "--around", &id(0), "--depth", &middle.to_string()]);
    assert!(ran.code == 2 && ran.err.contains("a smaller --depth draws a part"), "{}", ran.err);
}

#[test]
fn a_large_tree_is_drawn_unless_its_ways_are_too_long() {
    // Ten chains of 40 questions, each with its own end.
    let mut tree = String::from("title: Large\nquestions:\n  q: {ask: Q?, answers: {");
    tree.push_str(&(0..10).map(|chain| format!("a{chain}: q{chain}_0")).collect::<Vec<_>>().join(", "));
    tree.push_str("}}\n");
    for (chain, number) in (0..10).flat_map(|chain| (0..40).map(move |number| (chain, number))) {
        let next = if number == 39 { format!("o{chain}") } else { format!("q{chain}_{}", number + 1) };
        tree.push_str(&format!("  q{chain}_{number}: {{ask: Q?, kind: number, next: {next}}}\n"));
    }
    tree.push_str("outcomes:\n");
    (0..10).for_each(|chain| tree.push_str(&format!("  o{chain}: {{title: O}}\n")));
    let here = folder(&[("large.yaml", &tree), ("long.yaml", &long(900))]);
    let since = Instant::now();
    let out = drawn(here.path(), &["large.yaml", "--as", "svg"]);
    assert_eq!(out.matches("<g class=\"part").count(), 411);
    assert!(since.elapsed() < Duration::from_secs(60), "{:?}", since.elapsed());
    let since = Instant::now();
    let ran = draw_in(here.path(), &["long.yaml", "--as", "svg"]);
    let wanted = "error: the ways between the boxes are too many and too long to be laid out; --around ID draws a part, and \
                  --as text tells all of it\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, wanted));
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
    assert!(drawn(here.path(), &["long.yaml"]).contains("q899: Question 899?"));
}

#[test]
fn what_is_around_a_question_or_an_outcome_is_drawn_alone() {
    let out = drawn(&small(), &["lunch.yaml", "--around", "canteen", "--depth=1"]);
    assert!(out.contains("people: How many are we? (a number; more, not drawn)"), "{out}");
    assert!(out.contains("└─ people > 8 and hungry == very → ■ canteen: The canteen"), "{out}");
    assert!(!out.contains("weather:") && !out.contains("hungry:"), "{out}");
    let alone = drawn(&small(), &["lunch.yaml", "--around", "people", "--depth=0"]);
    assert_eq!(alone.matches(": ").count(), 1, "{alone}");
    let ran = draw_in(&small(), &["lunch.yaml", "--around", "peeple"]);
    let wanted = "error: the tree has no question or outcome `peeple`; did you mean `people`?\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, wanted));
    assert_eq!(draw_in(&small(), &["lunch.yaml", "--depth=1"]).code, 2);
}

#[test]
fn a_tree_with_errors_is_told_as_check_tells_it() {
    let broken = std::fs::read_to_string(small().join("lunch.yaml")).unwrap().replace("goto: canteen", "goto: cantine");
    let here = folder(&[("t.yaml", &broken)]);
    let ran = draw_in(here.path(), &["t.yaml", "-o", "t.svg"]);
    let checked =
        Command::new(env!("CARGO_BIN_EXE_onread")).args(["check", "t.yaml"]).current_dir(here.path()).output().unwrap();
    let checked = String::from_utf8(checked.stdout).unwrap();
    let told = checked.split("\n\n").next().unwrap();
    assert!(told.starts_with("error[unknown-target]"), "{told}");
    assert!(ran.code == 1 && ran.err.starts_with(told), "{}", ran.err);
    assert!(ran.err.contains("error: `t.yaml` cannot be drawn: the tree has an error"), "{}", ran.err);
    assert!(!here.path().join("t.svg").exists());
}
