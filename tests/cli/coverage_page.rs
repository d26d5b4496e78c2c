//! `test --coverage-html`: what stands on the page, where it is written and where not; and `--coverage` together with
//! `--suggest`.

use std::fs;
use std::path::Path;

use super::{Ran, folder, onread_in};

/// A tree that has one of everything that walks touch.
const BRUNCH: &str = "\
title: Brunch & <more>
language: en
questions:
  eggs:
    ask: How do you like your eggs?
    answers:
      soft: {label: Soft & runny}
      hard: {label: Hard, goto: nothing}
    next: guests
  guests:
    ask: How many are you?
    kind: number
    reject: [{when: guests > 20, because: That is a wedding.}]
    next:
      - {when: size == 2 and price > 0, goto: table}
      - goto: nothing
values:
  size: [{when: guests > 9, is: 2}, {is: 1}]
  price: {by: eggs, table: {soft: 7, hard: 8}, else: 9}
outcomes:
  table:
    title: A table
    notes: [{when: guests > 12, text: The large one.}]
  nothing: {title: Nothing}
";
const WALKS: &str = "\
tree: brunch.yaml
walks:
  - {answers: {eggs: soft, guests: 2}, outcome: nothing}
";

fn here() -> tempfile::TempDir {
    folder(&[("brunch.yaml", BRUNCH), ("brunch.walks.yaml", WALKS)])
}

fn test(folder: &Path, arguments: &[&str]) -> Ran {
    onread_in(folder, &[&["test"], arguments].concat(), "")
}

/// The page as it is written, and as it is read: its picture is XML, and so is the rest but for tags without an end.
fn page(folder: &Path) -> (String, String) {
    let page = fs::read_to_string(folder.join("page.html")).unwrap();
    let xml = page.replacen("<!doctype html>", "", 1);
    let xml = regex::Regex::new("<meta [^>]*>").unwrap().replace_all(&xml, "").into_owned();
    (page, xml)
}

#[test]
fn the_page_has_the_figures_the_picture_and_what_is_untouched() {
    let here = here();
    let plain = test(here.path(), &["--coverage"]);
    let ran = test(here.path(), &["--coverage", "--coverage-html", "page.html"]);
    assert_eq!((ran.code, &ran.out, ran.err.as_str()), (0, &plain.out, ""));
    let (page, xml) = page(here.path());
    let read = roxmltree::Document::parse(&xml).unwrap();
    assert!(page.contains("<title>Coverage: Brunch &amp; &lt;more&gt;</title>"), "{page}");
    // The figures are those of the report.
    let mut rows = 0;
    for row in read.descendants().filter(|node| node.has_tag_name("tr")) {
        let cells: Vec<&str> = row.children().filter_map(|cell| cell.text()).collect();
        let told = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") == cells.join(" ");
        assert!(plain.out.lines().any(told), "{cells:?}\n{}", plain.out);
        rows += 1;
    }
    assert_eq!(rows, 9, "{page}");
    // Everything that the report names is in the list, with its text, and what is drawn leads to its place.
    let ids: Vec<&str> = read.descendants().filter_map(|node| node.attribute("id")).collect();
    let mut listed = Vec::new();
    for item in read.descendants().filter(|node| node.has_tag_name("li")) {
        let own: Vec<_> = item.children().filter(roxmltree::Node::is_element).collect();
        let link = own[0].attribute("href").map(|link| link.strip_prefix('#').unwrap());
        let place = read.descendants().find(|node| link.is_some() && node.attribute("id") == link);
        assert!(link.is_none_or(|link| ids.iter().filter(|id| **id == link).count() == 1), "{link:?}");
        let place = place.map_or("nowhere", |place| place.attribute("aria-label").unwrap());
        listed.push((own[1].text().unwrap(), own[0].text().unwrap(), place.split(['.', ':', '?']).next().unwrap()));
    }
    let wanted = [
        ("eggs.hard", "Hard", "From eggs to nothing"),
        ("guests.reject.1", "guests > 20: That is a wedding.", "Question guests"),
        ("guests.next.1", "size == 2 and price > 0", "From guests to table"),
        ("table.notes.1", "The large one.", "Outcome table"),
        ("table", "A table", "Outcome table"),
        ("value.size.1", "guests > 9: 2", "nowhere"),
        ("value.price[hard]", "hard: 8", "nowhere"),
        ("value.price.else", "else: 9", "nowhere"),
    ];
    assert_eq!(listed, wanted);
    for (path, ..) in wanted {
        assert!(plain.out.contains(&format!("    {path}\n")), "{path}\n{}", plain.out);
    }
    // In the picture, it has its class and its words.
    let marked = |class: &str, label: &str| {
        let all = |name: &str| name.split(' ').any(|own| own == class);
        read.descendants().filter(|node| node.attribute("class").is_some_and(all)).any(|node| {
            node.attribute("aria-label").is_some_and(|own| own.starts_with(label) && own.ends_with("untouched"))
                || node.text() == Some(label)
        })
    };
    for label in
        ["From eggs to nothing", "From guests to table", "Outcome table", "1 note untouched", "1 reject untouched"]
    {
        assert!(marked("untouched", label), "{label}: {page}");
    }
    for label in
        ["Question eggs", "Question guests", "Outcome nothing", "From eggs to guests", "From guests to nothing"]
    {
        assert!(page.contains(&format!("aria-label=\"{label}")) && !marked("untouched", label), "{label}: {page}");
    }
}

#[test]
fn a_page_is_written_for_whatever_report_there_is() {
    let here = here();
    let whole = {
        test(here.path(), &["--coverage", "--coverage-html=page.html"]);
        page(here.path()).0
    };
    for options in [&[][..], &["--format=json"], &["--format=junit"], &["--coverage=1"], &["--suggest"]] {
        fs::write(here.path().join("page.html"), "older").unwrap();
        let ran = test(here.path(), &[&["--coverage-html=page.html"], options].concat());
        assert_eq!((ran.code, page(here.path()).0), (0, whole.clone()), "{options:?}: {}", ran.err);
        assert!(!ran.out.contains("no walk touches") || options == ["--coverage=1"], "{}", ran.out);
    }
    // A walk that fails, and coverage that is too low, are told on the page and by the exit code.
    let ran = test(here.path(), &["--coverage=90", "--coverage-html=page.html"]);
    assert_eq!((ran.code, page(here.path()).0), (1, whole.clone()));
    fs::write(here.path().join("brunch.walks.yaml"), WALKS.replace("outcome: nothing", "outcome: table")).unwrap();
    let ran = test(here.path(), &["--coverage-html=page.html"]);
    assert_eq!((ran.code, page(here.path()).0), (1, whole.replace("1 passed, 0 failed", "0 passed, 1 failed")));
    // Several trees have a section each, and what links to them; their ids are their own.
    let more = folder(&[
        ("a.yaml", BRUNCH),
        ("b.yaml", BRUNCH),
        ("a.walks.yaml", &WALKS.replace("brunch", "a")),
        ("b.walks.yaml", &WALKS.replace("brunch", "b")),
    ]);
    assert_eq!(test(more.path(), &["--coverage-html=page.html"]).code, 0);
    let (page, xml) = page(more.path());
    let read = roxmltree::Document::parse(&xml).unwrap();
    let mut ids: Vec<&str> = read.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), page.matches("<section ").count(), page.matches("<svg ").count()), (count, 2, 2));
    assert!(page.contains("<a href=\"#tree1\">Brunch &amp; &lt;more&gt; (b.yaml)</a>"), "{page}");
    // Of a tree that nobody can walk, nothing is said.
    fs::write(more.path().join("a.yaml"), "title: 1").unwrap();
    fs::remove_file(more.path().join("b.walks.yaml")).unwrap();
    assert_eq!(test(more.path(), &["--coverage-html=page.html"]).code, 1);
    let page = fs::read_to_string(more.path().join("page.html")).unwrap();
    assert!(page.contains("No tree was walked, so nothing is covered."), "{page}");
}

#[test]
fn trees_walk_files_and_what_cannot_be_written_stay_as_they_are() {
    let here = here();
    fs::create_dir(here.path().join("folder")).unwrap();
    let over = |name: &str| format!("`{name}` holds a tree or walks, so it is not written over; choose another name");
    for (name, reason) in [
        ("brunch.yaml", over("brunch.yaml")),
        ("brunch.walks.yaml", over("brunch.walks.yaml")),
        ("folder", "cannot write `folder`: it is not a regular file".to_owned()),
        ("none/page.html", "cannot write `none/page.html`: there is no such folder".to_owned()),
        ("-", "`--coverage-html` writes a file beside the report; name one, such as `coverage.html`".to_owned()),
    ] {
        let ran = test(here.path(), &["--coverage-html", name]);
        assert_eq!((ran.code, ran.err), (2, format!("error: {reason}\n")));
    }
    assert_eq!(fs::read_to_string(here.path().join("brunch.yaml")).unwrap(), BRUNCH);
    assert_eq!(fs::read_to_string(here.path().join("brunch.walks.yaml")).unwrap(), WALKS);
    for other in ["--mutants", "--against=brunch.yaml", "--accept"] {
        let ran = test(here.path(), &["--coverage-html=page.html", other]);
        assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{other}: {}", ran.err);
    }
    // Nothing was tested.
    for nothing in ["--filter=nobody", "folder"] {
        assert_eq!(test(here.path(), &["--coverage-html=page.html", nothing]).code, 2);
    }
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 3);
}

#[test]
fn a_tree_that_is_too_large_to_draw_has_its_list() {
    let mut tree = String::from("title: Long\nquestions:\n");
    for number in 0..2000 {
        let next = if number == 1999 { "end".to_owned() } else { format!("q{}", number + 1) };
        tree.push_str(&format!("  q{number}: {{ask: Question {number}?, answers: {{yes: {next}, no: end}}}}\n"));
    }
    tree.push_str("outcomes:\n  end: {title: The end}\n");
    let here = folder(&[
        ("long.yaml", &tree),
        ("long.walks.yaml", "tree: long.yaml\nwalks: [{answers: {q0: no}, outcome: end}]\n"),
    ]);
    let ran = test(here.path(), &["--coverage-html=page.html"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = page(here.path()).0;
    assert!(
        page.contains(
            "<p>It is too large: there are 2001 questions and outcomes to draw, and at most 1000 can be. What no walk has \
             touched is in the list below.</p>"
        ),
        "no reason"
    );
    assert!(!page.contains("<svg") && !page.contains("href=\"#tree0-"));
    assert!(
        page.contains("<li><span>Question 1999?</span> <code>q1999</code> <span class=\"faint\">line 2002</span></li>")
    );
}

#[test]
fn coverage_and_suggestions_come_in_one_run() {
    let here = here();
    let [coverage, suggested] = [&["--coverage"][..], &["--suggest"]].map(|one| test(here.path(), one));
    let both = test(here.path(), &["--coverage", "--suggest"]);
    assert_eq!(both.out, format!("{}\n# brunch.walks.yaml\n{}", coverage.out, suggested.out));
    assert_eq!((both.code, &both.err), (0, &suggested.err));
    // The percentage decides, as it does alone; so do walks that fail.
    let code = |arguments: &[&str]| test(here.path(), arguments).code;
    assert_eq!([code(&["--coverage=90"]), code(&["--coverage=90", "--suggest"]), code(&["--suggest"])], [1, 1, 0]);
    let json = |arguments: &[&str]| test(here.path(), &[arguments, &["--format=json"]].concat()).json();
    let mut wanted = json(&["--coverage"]);
    wanted["files"] = json(&["--suggest"])["files"].clone();
    assert_eq!(json(&["--coverage", "--suggest"]), wanted);
    assert!(wanted["coverage"][0]["untouched"].is_array() && wanted["files"][0]["walks"].is_array());
    // A tree by its name, with the walks beside it.
    assert_eq!(test(here.path(), &["brunch.yaml", "--coverage", "--suggest"]).out, both.out);
    // Where no walk is there yet, nothing was tested.
    let alone = folder(&[("brunch.yaml", BRUNCH)]);
    let told = test(alone.path(), &["--coverage"]);
    let ran = test(alone.path(), &["--coverage", "--suggest"]);
    assert_eq!((ran.code, told.code), (2, 2));
    assert!(ran.out.contains("outcome: table") && ran.err.ends_with(&told.err), "{}", ran.err);
    // What is added comes after what is told.
    let ran = test(here.path(), &["--coverage=90", "--suggest=write"]);
    assert_eq!((ran.code, ran.out), (1, test_of("90", &coverage.out)));
    let before = "the coverage that is told is that before these walks were added\n";
    assert!(ran.err.ends_with(before), "{}", ran.err);
    let ran = test(here.path(), &["--coverage", "--suggest=write"]);
    assert!(ran.code == 0 && !ran.err.contains(before), "{}", ran.err);
}

/// The report with the line that says that coverage is too low.
fn test_of(percent: &str, report: &str) -> String {
    let (head, tail) = report.rsplit_once("\n\n").unwrap();
    let touched = report.lines().find_map(|line| line.trim().strip_prefix("together")).unwrap();
    let touched = touched.trim().split(',').next().unwrap();
    format!("{head}\n\ncoverage is too low: {touched} covered, and {percent} % are wanted\n\n{tail}")
}
