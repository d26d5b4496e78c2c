//! The page of `onread test --coverage-html`: each tree drawn, what no walk touches in colour and in words, and a list
//! of it with its text. One file, which runs nothing and loads nothing.

use std::fmt::Write;

use super::tested::Covered;
use crate::draw::{Marks, Picture, SvgLook, TooLarge, in_words, picture, svg};
use crate::text::{in_markup, one_line};
use crate::tree::{Part, Touch};
use crate::walk::Item;

/// How the page looks, in the light and in the dark.
const STYLE: &str = "
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1b1f24; --faint: #56606c; --line: #c9d1d9; --link: #0b57a4; --untouched: #93390a;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181d; --ink: #e8ecf1; --faint: #a3afbc; --line: #3a444f; --link: #8cbcff; --untouched: #ffb680; }
}
body {
  margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5; overflow-wrap: anywhere;
  font-family: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
main { margin: 0 auto; padding: 1rem; max-width: 76rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.1rem; } h4 { font-size: 1rem; margin-bottom: 0; }
h1, h2, h3 { line-height: 1.25; }
table { border-collapse: collapse; min-width: min(100%, 22rem); }
caption { text-align: start; color: var(--faint); }
th, td { text-align: start; font-weight: normal; padding: 0.15rem 1.5rem 0.15rem 0; border-bottom: 1px solid var(--line); }
tr:last-child > * { font-weight: 600; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9em; color: var(--faint); }
ul { margin-top: 0.25rem; padding-inline-start: 1.25rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.faint { color: var(--faint); }
.untouched { color: var(--untouched); border: 2px dotted; border-radius: 4px; padding: 0 0.3rem; }
.picture { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 6px; }
.picture svg { display: block; margin: 0 auto; }
";

/// How what is untouched looks in the picture.
const LEGEND: &str = "<p class=\"faint\">What no walk has touched is dotted, in this colour, or has the word \
                      <span class=\"untouched\">untouched</span> beside it.</p>\n";

/// The page about trees and what walks have touched of them, and how many walks passed and failed.
pub(crate) fn page(covered: &[Covered], passed: usize, failed: usize) -> String {
    let title = match covered {
        [only] => format!("Coverage: {}", title(only)),
        _ => format!("Coverage of {} trees", covered.len()),
    };
    let title = in_markup(&title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p>Walks: {passed} passed, {failed} failed. Each counts as far as it went.</p>\n"
    );
    if covered.is_empty() {
        out.push_str("<p>No tree was walked, so nothing is covered.</p>\n");
    }
    if covered.len() > 1 {
        out.push_str("<nav aria-label=\"Trees\">\n<ul>\n");
        for (number, one) in covered.iter().enumerate() {
            let (_, together) = one.figures().pop().unwrap_or_default();
            let _ = writeln!(out, "<li><a href=\"#tree{number}\">{}</a>: {together}</li>", in_markup(&title_of(one)));
        }
        out.push_str("</ul>\n</nav>\n");
    }
    covered.iter().enumerate().for_each(|(number, one)| section(&mut out, number, one));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn title(covered: &Covered) -> String {
    one_line(&covered.tree.write_template(&covered.tree.about().title))
}

/// A tree's title and its file: several trees may have the same title.
fn title_of(covered: &Covered) -> String {
    format!("{} ({})", title(covered), file(covered))
}

fn file(covered: &Covered) -> String {
    one_line(&covered.path.display().to_string())
}

/// One tree: its figures, its picture and its list.
fn section(out: &mut String, number: usize, covered: &Covered) {
    let lang = lang(covered);
    let (title, file) = (in_markup(&title(covered)), in_markup(&file(covered)));
    let _ = writeln!(out, "<section id=\"tree{number}\" aria-labelledby=\"tree{number}-title\">");
    let _ = writeln!(out, "<h2 id=\"tree{number}-title\"{lang}>{title}</h2>");
    let _ = writeln!(out, "<table>\n<caption>What walks touch of <code>{file}</code></caption>\n<tbody>");
    for (name, figure) in covered.figures() {
        let _ = writeln!(out, "<tr><th scope=\"row\">{name}</th><td>{figure}</td></tr>");
    }
    out.push_str("</tbody>\n</table>\n");
    let untouched = covered.coverage.untouched(&covered.tree);
    let drawn = drawn(covered, number, &untouched);
    match &drawn {
        Ok((_, svg)) => {
            let legend = if untouched.is_empty() { "" } else { LEGEND };
            let _ = writeln!(
                out,
                "<h3>Drawn</h3>\n{legend}<div class=\"picture\" role=\"region\" \
                 tabindex=\"0\" aria-label=\"Drawn: {title}\">\n{svg}</div>"
            );
        }
        Err(why) => {
            let _ = writeln!(out, "<h3>Drawn</h3>\n<p>{why} What no walk has touched is in the list below.</p>");
        }
    }
    out.push_str("<h3>Untouched</h3>\n");
    if untouched.is_empty() {
        out.push_str("<p>Nothing: walks touch all of it.</p>\n");
    }
    for touch in Touch::ALL {
        let own: Vec<&Item> = untouched.iter().filter(|item| item.touch == touch).collect();
        let [one, several] = touch.names();
        if !own.is_empty() {
            let name = if own.len() == 1 { one } else { several };
            let _ = writeln!(out, "<h4>{} {name}</h4>\n<ul>", own.len());
            for one in own {
                item(out, covered, one, drawn.as_ref().ok().and_then(|(picture, _)| picture.anchor(number, one.part)));
            }
            out.push_str("</ul>\n");
        }
    }
    out.push_str("</section>\n");
}

/// The language of what the author wrote, as an attribute; the page itself speaks English.
fn lang(covered: &Covered) -> String {
    let language = covered.tree.about().language.as_deref();
    language.map_or_else(String::new, |language| format!(" lang=\"{}\"", in_markup(&one_line(language))))
}

/// One thing that no walk touches: its text, which leads to its place in the picture, its path and its line.
fn item(out: &mut String, covered: &Covered, item: &Item, anchor: Option<String>) {
    let (lang, path) = (lang(covered), in_markup(&one_line(&item.path)));
    let text = in_markup(&in_words(&covered.tree, &covered.file, item.part));
    let text = match anchor {
        Some(anchor) => format!("<a href=\"#{anchor}\"{lang}>{text}</a>"),
        None => format!("<span{lang}>{text}</span>"),
    };
    let line = covered.file.place(item.span.start).line;
    let _ = writeln!(out, "<li>{text} <code>{path}</code> <span class=\"faint\">line {line}</span></li>");
}

/// The tree as it is drawn, or why it is not, in a sentence.
fn drawn(covered: &Covered, number: usize, untouched: &[Item]) -> Result<(Picture, String), String> {
    let parts: Vec<Part> = untouched.iter().map(|item| item.part).collect();
    let marks = Marks { untouched: Some(&parts), ..Marks::default() };
    let picture = picture(&covered.tree, &covered.file, &marks, None, Picture::MOST).map_err(
        |TooLarge { parts, most, .. }| {
            format!("It is too large: there are {parts} questions and outcomes to draw, and at most {most} can be.")
        },
    )?;
    let svg = svg(&picture, SvgLook::Linked(number))
        .map_err(|_| "It is too large: the ways in it are too many and too long to be laid out.")?;
    Ok((picture, svg))
}
