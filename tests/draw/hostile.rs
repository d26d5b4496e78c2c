//! Titles, labels and ids that would like to be more than text.

use std::fs;

use super::{draw_in, drawn, folder};

const NASTY: [&str; 12] = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror=window.ran=1>",
    "\"] --> n1[\"",
    "a\"; evil [label=\"",
    "]]> <!-- --> <![CDATA[",
    "%%{init: {'theme': 'forest'}}%% %% end",
    "`**bold**` _it_ [link](javascript:window.ran=1)",
    "1. one \\N \\l \\\" \\",
    "&lt;b&gt; &#60; &quot; #quot; #60; #lt;",
    "</title></text></g></svg><b>",
    "click n0 href \"javascript:window.ran=1\"\nend\nsubgraph",
    "fa:fa-bomb $$x$$ :::never --- {{2 + 2}} | } ) > /",
];

/// Control characters, and those that turn a line round.
const STEERING: &str = "a\u{1b}[31mb\u{7}c\u{202e}d\u{2066}e\u{9b}f\u{200f}g\u{2028}h\u{0085}i";

/// A tree in which each of these texts stands everywhere.
pub(crate) fn tree() -> String {
    // What is no ASCII is written as its number: YAML takes no control characters as they are.
    let quoted = |text: &str| {
        let text = serde_json::to_string(&text.replace("{{", "\\{{")).unwrap();
        text.chars().fold(String::new(), |out, c| {
            if c.is_ascii() { out + &c.to_string() } else { format!("{out}\\u{:04x}", u32::from(c)) }
        })
    };
    let mut tree = format!("title: {}\nquestions:\n", quoted(&NASTY.concat()));
    let all: Vec<&str> = NASTY.iter().copied().chain([STEERING]).collect();
    for (number, text) in all.iter().enumerate() {
        let (text, next) = (quoted(text), number + 1);
        let to = if next == all.len() { "o0".to_owned() } else { format!("q{next}") };
        tree.push_str(&format!(
            "  q{number}:\n    ask: {text}\n    help: {text}\n    answers:\n      a: {{label: {text}, goto: {to}}}\n      \
             b: {{label: {text}, goto: o{number}}}\n"
        ));
    }
    tree.push_str("outcomes:\n");
    for (number, text) in all.iter().enumerate() {
        tree.push_str(&format!("  o{number}: {{title: {0}, text: {0}}}\n", quoted(text)));
    }
    tree
}

#[test]
fn nothing_in_a_tree_gets_out_of_its_text() {
    let here = folder(&[("t.yaml", &tree())]);
    for form in ["text", "mermaid", "dot", "svg"] {
        let out = drawn(here.path(), &["t.yaml", "--as", form]);
        let steers = |c: char| onread::text::steers(c) && c != '\n';
        assert!(!out.chars().any(steers), "{form}: {:?}", out.chars().find(|c| steers(*c)));
        assert!(out.contains("u{1b}") || out.contains("u#123;1b#125;"), "{form}");
    }
    let svg = drawn(here.path(), &["t.yaml", "--as=svg"]);
    let read = roxmltree::Document::parse(&svg).unwrap();
    let known = ["svg", "title", "style", "rect", "text", "g", "path"];
    for node in read.descendants().filter(roxmltree::Node::is_element) {
        assert!(known.contains(&node.tag_name().name()), "{node:?}");
        assert!(node.attributes().all(|own| !own.name().starts_with("on") && !own.name().contains("href")), "{node:?}");
    }
    let titles: Vec<&str> =
        read.descendants().filter(|node| node.has_tag_name("title")).filter_map(|n| n.text()).collect();
    assert!(titles.iter().any(|title| title.contains("<script>window.ran = 1</script>")), "{titles:?}");
    // Every line is a node, an arrow or a class, and nothing stands outside of quotes.
    let lines = regex::Regex::new(
        r#"^(flowchart (TB|LR)|  (accTitle: [^"<>`%{}\[\]]*|n\d+(\["[^"`%{}\[\]]*"\]|\(\["[^"`%{}\[\]]*"\]\))|n\d+ (-->|-\.->)(\|"[^"`%{}\[\]]*"\|)? n\d+|classDef \w+ [\w#:,\- ]+|class [n\d,]+ \w+))$"#,
    )
    .unwrap();
    let mermaid = drawn(here.path(), &["t.yaml", "--as=mermaid"]);
    for line in mermaid.lines() {
        assert!(lines.is_match(line), "{line}");
        assert!(!line.replace("<br/>", "").contains('<'), "{line}");
    }
    let string = r#""([^"\\]|\\.)*""#;
    let lines = regex::Regex::new(&format!(
        r#"^(digraph tree \{{|\}}|  (graph|node|edge|n\d+|n\d+ -> n\d+) \[\w+=({string}|[\w.]+)(, \w+=({string}|[\w.]+))*\];)$"#
    ))
    .unwrap();
    for line in drawn(here.path(), &["t.yaml", "--as=dot"]).lines() {
        assert!(lines.is_match(line), "{line}");
    }
}

#[test]
fn nothing_in_a_tree_gets_out_of_its_text_on_a_page() {
    let walks = "tree: t.yaml\nwalks: [{answers: {q0: b}, outcome: o0}]\n";
    let here = folder(&[("t.yaml", &tree()), ("t.walks.yaml", walks)]);
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["test", "--coverage-html=page.html"])
        .current_dir(here.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let page = fs::read_to_string(here.path().join("page.html")).unwrap();
    assert!(!page.chars().any(|c| onread::text::steers(c) && c != '\n') && page.contains("\\u{1b}"), "{page}");
    let metas = regex::Regex::new("<meta [^<>]*>").unwrap();
    assert_eq!(metas.find_iter(&page).count(), 3);
    let read = metas.replace_all(page.strip_prefix("<!doctype html>").unwrap(), "").into_owned();
    let read = roxmltree::Document::parse(&read).unwrap();
    let known = "html head title style body main h1 h2 h3 h4 p section table caption tbody tr th td div ul li a code span \
                 svg rect text g path";
    let mut links = 0;
    for node in read.descendants().filter(roxmltree::Node::is_element) {
        assert!(known.split_whitespace().any(|name| name == node.tag_name().name()), "{node:?}");
        for own in node.attributes() {
            let link = own.name() == "href" && own.value().starts_with("#tree0-");
            assert!(link || !(own.name().starts_with("on") || own.name().contains("href") || own.name() == "src"));
            links += usize::from(link);
        }
    }
    assert!(links > 30, "{links}");
    // Nothing is loaded by a style either.
    assert!(!page.contains("url(") && !page.contains("@import"));
}

#[test]
fn names_on_the_command_line_are_only_told() {
    let here = folder(&[("t.yaml", &tree())]);
    let evil = "x\u{1b}[31m\u{202e}y";
    for arguments in [
        &["t.yaml", "--around", evil][..],
        &["t.yaml", "--walk", evil],
        &["t.yaml", "-o", &format!("no/{evil}.svg")],
        &["t.yaml", "-o", evil],
        &[evil],
    ] {
        let ran = draw_in(here.path(), arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(
            ran.err.contains("\\u{1b}") && !ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}'),
            "{}",
            ran.err
        );
    }
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 1);
}
