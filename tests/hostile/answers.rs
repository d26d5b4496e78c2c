//! Answers that are huge, no text, or never end: typed, piped, and given on the command line.

use super::running::{Place, YES, play, tree};
use super::size::cases;

const TEXT: &str = "    kind: text\n    next: done\n";

#[test]
fn a_line_of_megabytes_is_too_long() {
    let long = "x".repeat(10_000_000);
    play(&tree(TEXT, ""), &format!("{long}\nok\n")).ends(0).says("too long");
    play(&tree(YES, ""), &format!("{long}\nyes\n")).ends(0).says("too long");
    play(&tree(YES, ""), &long).ends(3);
    play(&tree(TEXT, "").replace("Done", "\"{{ q }}\""), &format!("{}\n", "é".repeat(30_000))).ends(0);
}

#[test]
fn what_is_no_text_is_said_to_be_none() {
    let place = Place::new(&[("text.yaml", &tree(TEXT, "")), ("choice.yaml", &tree(YES, ""))]);
    let binary: Vec<u8> = (0..=255).collect();
    let many = cases(10_000);
    for name in ["text.yaml", "choice.yaml"] {
        place.run_with(&["play", name], b"\xff\xfe\nyes\n").ends(0).says("not UTF-8");
        super::controls::shows_none(&place.run_with(&["play", name], &binary));
        super::controls::shows_none(&place.run_with(&["play", name], &binary.repeat(many / 10)));
        place.run_with(&["play", name], b"").ends(3);
        place.run_with(&["play", name], &b"\n".repeat(many)).ends(3);
        place.run_with(&["play", name], b"\0\0\0").says("");
        place.run_with(&["play", name], &b"back\n".repeat(many)).says("");
        place.run_with(&["play", name], &b"?\n".repeat(many)).says("");
    }
}

#[test]
fn what_an_answer_holds_is_shown_harmless() {
    for answer in
        ["\u{1b}[2J", "\u{9b}31m", "\u{202e}abc", "a\u{7}b", "a\tb", "a\rb", "{{ q }}", "**b** <script>", "\u{feff}x"]
    {
        let ran = play(
            &tree(TEXT, "").replace("title: Done", "title: \"D {{ q }}\", text: \"{{ q }}\""),
            &format!("{answer}\n"),
        );
        super::controls::shows_none(&ran);
    }
    // A hole in an answer stays what somebody typed.
    play(&tree(TEXT, "").replace("Done", "\"<{{ q }}>\""), "{{ 1 + 1 }}\n").ends(0).says("<{{ 1 + 1 }}>");
}

#[test]
fn answers_on_the_command_line_may_be_anything() {
    let place = Place::new(&[("text.yaml", &tree(TEXT, "")), ("choice.yaml", &tree(YES, ""))]);
    let long = "x".repeat(100_000);
    for value in ["", " ", "\u{1b}[31m", "a\nb", "=", "==", "q=q", "\u{202e}", &long] {
        for name in ["text.yaml", "choice.yaml"] {
            let given = format!("q={value}");
            for format in ["text", "json"] {
                let ran = place.run(&["play", name, "--answer", &given, "--format", format]);
                super::controls::shows_none(&ran);
            }
        }
    }
    // Megabytes in all, each of them read and refused once.
    let many: Vec<String> = (0..15).map(|at| format!("--answer=q{at}={long}")).collect();
    let mut arguments = vec!["play", "choice.yaml"];
    arguments.extend(many.iter().map(String::as_str));
    place.run(&arguments).cannot("no question");
    let same = vec!["--answer=q=yes"; 2000];
    place.run(&[&["play", "choice.yaml"], same.as_slice()].concat()).ends(0);
}

#[test]
fn a_walk_file_may_hold_anything_too() {
    let long = "x".repeat(1_000_000);
    let place = Place::new(&[("text.yaml", &tree(&TEXT.replace("next", "pattern: '(x+x+)+y'\n    next"), ""))]);
    for answer in [format!("{{q: {long}}}"), format!("{{q: [{long}]}}"), format!("[{long}]"), format!("{{{long}: x}}")]
    {
        place.write("w.walks.yaml", format!("tree: text.yaml\nwalks:\n  - answers: {answer}\n    outcome: done\n"));
        let ran = place.run(&["test", "w.walks.yaml"]).ends(1);
        assert!(ran.out.len() < 20_000, "{}", ran.said());
        let ran = place.run(&["check", "w.walks.yaml"]);
        assert!(ran.out.len() < 20_000, "{}", ran.said());
        place.run(&["play", "text.yaml", "--walk=w.walks.yaml"]);
    }
}
