//! A small YAML emitter that varies its style: blocks and flows, all sorts of quotes, folded and literal texts.

use super::tape::Tape;

#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// A number or `true`: never quoted.
    Bare(String),
    /// Anything else, in any style.
    Text(String),
    Map(Vec<(String, Node)>),
    Seq(Vec<Node>),
    Nothing,
}

impl Node {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> Self {
        Self::Seq(ids.into_iter().map(Self::text).collect())
    }
}

/// A whole file.
pub(crate) fn file(top: &[(String, Node)], style: &mut Tape) -> String {
    let mut out = String::new();
    block_map(top, 0, style, &mut out);
    out
}

fn block_map(entries: &[(String, Node)], indent: usize, style: &mut Tape, out: &mut String) {
    for (key, node) in entries {
        out.push_str(&" ".repeat(indent));
        out.push_str(&scalar(key, true, style));
        out.push(':');
        below(node, indent, style, out);
    }
}

/// What stands behind a colon or a dash, with the line's end.
fn below(node: &Node, indent: usize, style: &mut Tape, out: &mut String) {
    match node {
        Node::Nothing => out.push('\n'),
        Node::Bare(text) => out.push_str(&format!(" {text}\n")),
        Node::Text(text) => out.push_str(&format!(" {}\n", block_text(text, indent + 2, style))),
        _ if is_empty(node) || style.chance(30) => out.push_str(&format!(" {}\n", flow(node, style))),
        Node::Map(entries) => {
            out.push_str(if style.chance(10) { "  # a comment\n" } else { "\n" });
            block_map(entries, indent + 2, style, out);
        }
        Node::Seq(items) => {
            out.push('\n');
            let indent = if style.chance(50) { indent } else { indent + 2 };
            for item in items {
                let mut inner = String::new();
                if let Node::Map(entries) = item
                    && !entries.is_empty()
                    && !style.chance(30)
                {
                    block_map(entries, indent + 2, style, &mut inner);
                    out.push_str(&format!("{}- {}", " ".repeat(indent), inner.trim_start_matches(' ')));
                } else {
                    below(item, indent, style, &mut inner);
                    out.push_str(&format!("{}-{inner}", " ".repeat(indent)));
                }
            }
        }
    }
}

fn is_empty(node: &Node) -> bool {
    match node {
        Node::Map(entries) => entries.is_empty(),
        Node::Seq(items) => items.is_empty(),
        _ => false,
    }
}

fn flow(node: &Node, style: &mut Tape) -> String {
    match node {
        Node::Nothing => String::new(),
        Node::Bare(text) => text.clone(),
        Node::Text(text) => scalar(text, true, style),
        Node::Map(entries) => {
            let entry = |(key, node): &(String, Node)| format!("{}: {}", scalar(key, true, style), flow(node, style));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Node::Seq(items) => {
            format!("[{}]", items.iter().map(|item| flow(item, style)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in a block: also over several lines.
fn block_text(text: &str, indent: usize, style: &mut Tape) -> String {
    let pad = format!("\n{}", " ".repeat(indent));
    if text.contains('\n') {
        return if style.chance(50) { double(text) } else { format!("|-{pad}{}", text.replace('\n', &pad)) };
    }
    match style.below(8) {
        1 if !text.contains("  ") => format!(">-{pad}{}", broken(text, &pad, style)),
        2 => format!("|-{pad}{text}"),
        3 if can_be_plain(text, false) && text.split(' ').all(|word| word.starts_with(char::is_alphanumeric)) => {
            broken(text, &pad, style)
        }
        _ => scalar(text, false, style),
    }
}

/// With some of its spaces turned into line ends.
fn broken(text: &str, pad: &str, style: &mut Tape) -> String {
    let mut words = text.split(' ');
    let mut out = words.next().unwrap_or("").to_owned();
    for word in words {
        out.push_str(if style.chance(40) { pad } else { " " });
        out.push_str(word);
    }
    out
}

fn scalar(text: &str, in_flow: bool, style: &mut Tape) -> String {
    let how = style.below(6);
    if how < 4 && can_be_plain(text, in_flow) {
        text.to_owned()
    } else if how % 2 == 1 && !text.contains('\n') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double(text)
    }
}

fn double(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn can_be_plain(text: &str, in_flow: bool) -> bool {
    let mut chars = text.chars();
    let first = match (chars.next(), chars.next()) {
        (Some('-'), Some(second)) => second.is_alphanumeric(),
        (Some(first), _) => first.is_alphanumeric() || first == '(',
        _ => false,
    };
    let broken = [": ", " #", "\n"].iter().any(|sign| text.contains(sign)) || text.ends_with([':', ' ']);
    let broken_in_flow = text.contains(['[', ']', '{', '}', ',', ':', '"', '\'']);
    first && !broken && !(in_flow && broken_in_flow)
}
