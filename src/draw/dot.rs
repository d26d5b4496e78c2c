//! A picture in the language of Graphviz.

use super::lines::{Line, Role, in_columns, of_arrow, of_part, whole_arrow, whole_part};
use super::picture::{Kind, Part, Picture, Seen};

/// How wide a box and what stands at an arrow are, in columns.
const BOX: usize = 32;
const ARROW: usize = 24;

/// A picture for `dot`.
#[must_use]
pub fn dot(picture: &Picture) -> String {
    let direction = if picture.is_wide() { "LR" } else { "TB" };
    let mut out = format!(
        "digraph tree {{\n  graph [label={}, labelloc=t, rankdir={direction}, fontname=\"sans-serif\"];\n  node \
         [fontname=\"sans-serif\", fontsize=12, style=filled, fillcolor=white];\n  edge [fontname=\"sans-serif\", \
         fontsize=11];\n",
        text(std::slice::from_ref(&picture.title))
    );
    for (number, part) in picture.parts.iter().enumerate() {
        let (label, tooltip) = (label(of_part(part), BOX), text(&whole_part(part)));
        let look = look(part, picture.walks);
        out.push_str(&format!("  n{number} [label={label}, tooltip={tooltip}, {look}];\n"));
    }
    for arrow in &picture.arrows {
        let (label, tooltip) = (label(of_arrow(arrow), ARROW), text(&whole_arrow(picture, arrow)));
        let look = line(&arrow.seen);
        out.push_str(&format!(
            "  n{} -> n{} [label={label}, tooltip={tooltip}, labeltooltip={tooltip}{look}];\n",
            arrow.from, arrow.to
        ));
    }
    out.push_str("}\n");
    out
}

/// What stands in a box or at an arrow: lists to the left, everything else in the middle.
fn label(lines: Vec<Line>, columns: usize) -> String {
    let mut out = String::from("\"");
    for Line { role, text: line, .. } in lines {
        let most = if role == Role::Text { 4 } else { 3 };
        for line in in_columns(&line, columns, most) {
            out.push_str(&plain(&line));
            out.push_str(if role == Role::Item { "\\l" } else { "\\n" });
        }
    }
    out.push('"');
    out
}

/// Lines as one quoted text.
fn text(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// A text in which nothing means anything: neither quotes, nor backslashes, nor entities.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

fn look(part: &Part, counted: Option<usize>) -> String {
    let (shape, fill) = match part.kind {
        Kind::Question => ("box", "#eef3fb"),
        Kind::Ranking => ("hexagon", "#f4ecfa"),
        Kind::Outcome => ("box", "#e8f5e9"),
    };
    let rounded = if part.kind == Kind::Outcome { "rounded," } else { "" };
    let dashed = if part.seen.never { ",dashed" } else { "" };
    let fill = part.seen.shade(counted).map_or(fill, |shade| SHADES.get(shade).copied().unwrap_or(fill));
    let (color, width) = colours(&part.seen);
    format!(
        "shape={shape}, style=\"{rounded}filled{dashed}\", fillcolor=\"{fill}\", color=\"{color}\", penwidth={width}"
    )
}

/// From untouched to touched by every walk.
const SHADES: [&str; 5] = ["#ffe9d6", "#e3f0fd", "#c4dffa", "#9fc9f5", "#78b0ee"];

fn colours(seen: &Seen) -> (&'static str, &'static str) {
    match seen {
        Seen { never: true, .. } => ("#b3261e", "1"),
        Seen { marked: true, .. } => ("#c25700", "3"),
        _ => ("#5f6b7a", "1"),
    }
}

fn line(seen: &Seen) -> String {
    let (color, width) = colours(seen);
    let dashed = if seen.never { ", style=dashed" } else { "" };
    format!(", color=\"{color}\", penwidth={width}{dashed}")
}
