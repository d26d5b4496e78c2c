//! What stands in a box and at an arrow, line by line, and what is told about it as a whole.

use super::picture::{Arrow, Kind, Label, Part, Picture, Seen};

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The id, and what the part is.
    Id,
    /// What is asked, or the outcome's title.
    Text,
    /// An answer or a condition.
    Label,
    /// One of several of them.
    Item,
    /// What walks have to do with it.
    Remark,
}

/// A line as long as it is.
pub(super) struct Line {
    pub(super) role: Role,
    pub(super) text: String,
    /// It tells of something that walks have left untouched.
    pub(super) untouched: bool,
}

impl Line {
    fn plain(role: Role, text: String) -> Self {
        Self { role, text, untouched: false }
    }
}

/// How many answers and rules stand in a box or at an arrow; what is told as a whole has them all.
const MOST: usize = 6;

/// The lines of a box, as long as they are.
pub(super) fn of_part(part: &Part) -> Vec<Line> {
    let mut lines = vec![Line::plain(Role::Id, name(part)), Line::plain(Role::Text, part.text.clone())];
    lines.extend(part.when.iter().map(|when| Line::plain(Role::Label, format!("only if {when}"))));
    lines.extend(few(&part.offers, &part.seen, true));
    let untouched =
        part.untouched.iter().map(|text| Line { untouched: true, ..Line::plain(Role::Label, text.clone()) });
    lines.extend(untouched);
    let cut = part.cut.then(|| "more, not drawn".to_owned());
    let remarks = remarks(&part.seen, "no walk comes here").into_iter().chain(cut);
    lines.extend(joined(remarks, part.seen.untouched));
    lines
}

/// The lines at an arrow, as long as they are.
pub(super) fn of_arrow(arrow: &Arrow) -> Vec<Line> {
    let mut lines = few(&arrow.labels, &arrow.seen, false);
    lines.extend(joined(remarks(&arrow.seen, "no walk").into_iter(), arrow.seen.untouched));
    lines
}

/// An answer or a rule, and whether no walk goes by just this one.
pub(super) fn with_never(label: &Label, whole: &Seen) -> String {
    match label {
        Label { text, never: true, .. } if !whole.never => format!("{text} (no walk)"),
        Label { text, untouched: true, .. } if !whole.untouched => format!("{text} (untouched)"),
        Label { text, .. } => text.clone(),
    }
}

/// What several lines begin with.
pub(super) const DOT: &str = "· ";

/// The first of many answers or conditions; `list` if even one of them is an item of a list.
fn few(labels: &[Label], whole: &Seen, list: bool) -> Vec<Line> {
    let single = labels.len() == 1 && !list;
    let line = |text: String, untouched| match single {
        true => Line { role: Role::Label, text, untouched },
        false => Line { role: Role::Item, text: format!("{DOT}{text}"), untouched },
    };
    // One more line is as much as the line that would say so.
    let shown = if labels.len() > MOST + 1 { MOST } else { labels.len() };
    let (first, rest) = labels.split_at(shown);
    let mut lines: Vec<Line> = first.iter().map(|label| line(with_never(label, whole), label.untouched)).collect();
    if !rest.is_empty() {
        let untouched = rest.iter().filter(|label| label.untouched).count();
        let of_them =
            if untouched > 0 && !whole.untouched { format!(", {untouched} untouched") } else { String::new() };
        lines.push(line(format!("and {} more{of_them}", rest.len()), untouched > 0));
    }
    lines
}

fn joined(remarks: impl Iterator<Item = String>, untouched: bool) -> Option<Line> {
    let text = remarks.collect::<Vec<_>>().join(" · ");
    (!text.is_empty()).then_some(Line { role: Role::Remark, text, untouched })
}

/// What walks have to do with something, in words.
pub(super) fn remarks(seen: &Seen, never: &str) -> Vec<String> {
    let mut remarks = Vec::new();
    if seen.never {
        remarks.push(never.to_owned());
    } else if seen.untouched {
        remarks.push("untouched".to_owned());
    }
    if let Some(walks) = seen.walks.filter(|_| !seen.never) {
        remarks.push(if walks == 1 { "1 walk".to_owned() } else { format!("{walks} walks") });
    }
    remarks.extend(seen.likely.filter(|_| !seen.never).map(percent));
    remarks
}

/// A share in percent; what is rare does not look like nothing, and what is not certain not like all.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        0.0 => "0 %".to_owned(),
        _ if percent < 0.5 => "< 1 %".to_owned(),
        _ if percent > 99.5 && share < 1.0 - 1e-9 => "> 99 %".to_owned(),
        _ => format!("{percent:.0} %"),
    }
}

/// What a part is called; what it is, its shape tells.
fn name(part: &Part) -> String {
    match (part.kind, part.takes) {
        (Kind::Question, Some(takes)) => format!("{} · {takes}", part.id),
        _ => part.id.clone(),
    }
}

/// All that is to be told about a part, sentence by sentence.
pub(super) fn whole_part(part: &Part) -> Vec<String> {
    let word = match part.kind {
        Kind::Question => "Question ",
        Kind::Outcome => "Outcome ",
        Kind::Ranking => "",
    };
    let mut all = vec![format!("{word}{}: {}", part.id, part.text)];
    all.extend(part.takes.map(|takes| format!("Takes {takes}")));
    all.extend(part.when.iter().map(|when| format!("Asked only if {when}")));
    let offers: Vec<String> = part.offers.iter().map(|label| with_never(label, &part.seen)).collect();
    all.extend((!offers.is_empty()).then(|| format!("Answers: {}", offers.join(" / "))));
    all.extend(part.more.iter().cloned());
    all.extend(part.untouched.iter().cloned());
    all.extend(part.cut.then(|| "More, not drawn".to_owned()));
    all.extend(part.seen.marked.then(|| "On the walk that is marked".to_owned()));
    all.extend(remarks(&part.seen, "No walk comes here"));
    all
}

/// All that is to be told about an arrow, sentence by sentence.
pub(super) fn whole_arrow(picture: &Picture, arrow: &Arrow) -> Vec<String> {
    let id = |at: usize| picture.parts.get(at).map_or("", |part| part.id.as_str());
    let mut all = vec![format!("From {} to {}", id(arrow.from), id(arrow.to))];
    all.extend(arrow.labels.iter().map(|label| with_never(label, &arrow.seen)));
    all.extend(arrow.seen.marked.then(|| "On the walk that is marked".to_owned()));
    all.extend(remarks(&arrow.seen, "No walk goes here"));
    all
}

/// A text in lines of at most so much, at most so many; the last one ends with `…` where something is left out.
pub(super) fn wrapped(text: &str, width: f64, most: usize, measure: &dyn Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if line.chars().nth(1).is_some() && measure(&line) > width {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && measure(&format!("{last}…")) > width {
                last.pop();
            }
            *last = format!("{}…", last.trim_end());
        }
    }
    lines
}

/// A text in lines of so many columns.
pub(super) fn in_columns(text: &str, columns: usize, most: usize) -> Vec<String> {
    wrapped(text, columns as f64, most, &|text| unicode_width::UnicodeWidthStr::width(text) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_fit() {
        assert_eq!(in_columns("one two three", 8, 3), ["one two", "three"]);
        assert_eq!(in_columns("one two three four", 8, 2), ["one two", "three…"]);
        assert_eq!(in_columns("one two threesome", 9, 1), ["one two…"]);
        assert_eq!(in_columns("abcdefghij", 4, 9), ["abcd", "efgh", "ij"]);
        assert_eq!(in_columns("你好世界", 4, 9), ["你好", "世界"]);
        assert_eq!(in_columns("", 4, 9), Vec::<String>::new());
        assert_eq!(in_columns("ab", 0, 9), ["a", "b"]);
    }

    #[test]
    fn what_is_rare_is_not_nothing() {
        let shares = [0.0, 1e-9, 0.25, 0.996, 1.0].map(percent);
        assert_eq!(shares, ["0 %", "< 1 %", "25 %", "> 99 %", "100 %"]);
    }
}
