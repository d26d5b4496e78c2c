//! A picture in the language of Mermaid, which many pages draw by themselves.

use super::lines::{Role, in_columns, of_arrow, of_part};
use super::picture::{Kind, Picture, Seen};

/// How wide a box and what stands at an arrow are, in columns.
const BOX: usize = 32;
const ARROW: usize = 24;

/// A picture as a Mermaid flowchart.
#[must_use]
pub fn mermaid(picture: &Picture) -> String {
    let direction = if picture.is_wide() { "LR" } else { "TB" };
    let mut out = format!("flowchart {direction}\n  accTitle: {}\n", text(std::slice::from_ref(&picture.title)));
    let mut classes: Vec<(String, &str)> = Vec::new();
    for (number, part) in picture.parts.iter().enumerate() {
        let lines = of_part(part)
            .into_iter()
            .flat_map(|line| in_columns(&line.text, BOX, if line.role == Role::Text { 4 } else { 3 }));
        let label = text(&lines.collect::<Vec<_>>());
        let (open, close, class) = match part.kind {
            Kind::Question => ("[", "]", "question"),
            Kind::Ranking => ("{{", "}}", "ranking"),
            Kind::Outcome => ("([", "])", "outcome"),
        };
        out.push_str(&format!("  n{number}{open}\"{label}\"{close}\n"));
        classes.push((format!("n{number}"), class));
        classes.extend(
            part.seen
                .shade(picture.walks)
                .and_then(|shade| SHADES.get(shade))
                .map(|shade| (format!("n{number}"), shade.0)),
        );
        classes.extend(part.seen.never.then(|| (format!("n{number}"), "never")));
        classes.extend(part.seen.marked.then(|| (format!("n{number}"), "marked")));
    }
    for arrow in &picture.arrows {
        let lines: Vec<String> =
            of_arrow(arrow).into_iter().flat_map(|line| in_columns(&line.text, ARROW, 3)).collect();
        let line = match arrow.seen {
            Seen { never: true, .. } => "-.->",
            Seen { marked: true, .. } => "==>",
            _ => "-->",
        };
        let label = if lines.is_empty() { String::new() } else { format!("|\"{}\"|", text(&lines)) };
        out.push_str(&format!("  n{} {line}{label} n{}\n", arrow.from, arrow.to));
    }
    for (class, style) in CLASSES.iter().chain(&SHADES) {
        let own: Vec<&str> =
            classes.iter().filter(|(_, other)| other == class).map(|(node, _)| node.as_str()).collect();
        if !own.is_empty() {
            out.push_str(&format!("  classDef {class} {style}\n  class {} {class}\n", own.join(",")));
        }
    }
    out
}

/// A text in which nothing means anything: signs that are more than themselves to Mermaid, to Markdown or to HTML are
/// written as their numbers.
fn text(lines: &[String]) -> String {
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push_str("<br/>");
        }
        let mut before = '0';
        for c in line.chars() {
            let harmless = match c {
                ' ' | ',' | '?' | '!' | '\'' | '(' | ')' | '=' | '/' => true,
                // `1.` would begin a list.
                '.' => !before.is_ascii_digit(),
                c => c.is_ascii_alphanumeric() || !c.is_ascii(),
            };
            if harmless {
                out.push(c)
            } else {
                out.push_str(&format!("#{};", u32::from(c)))
            }
            before = c;
        }
    }
    out
}

/// Dark letters on light ground, whatever the page is like.
const CLASSES: [(&str, &str); 5] = [
    ("question", "fill:#eef3fb,stroke:#5f6b7a,color:#1b1f24"),
    ("ranking", "fill:#f4ecfa,stroke:#7a5f99,color:#1b1f24"),
    ("outcome", "fill:#e8f5e9,stroke:#4c7a52,color:#1b1f24"),
    ("never", "stroke:#b3261e,stroke-dasharray:5 4,color:#1b1f24"),
    ("marked", "stroke:#c25700,stroke-width:3px,color:#1b1f24"),
];

/// From untouched to touched by every walk.
const SHADES: [(&str, &str); 5] = [
    ("walks0", "fill:#ffe9d6"),
    ("walks1", "fill:#e3f0fd"),
    ("walks2", "fill:#c4dffa"),
    ("walks3", "fill:#9fc9f5"),
    ("walks4", "fill:#78b0ee"),
];
