//! A picture as an indented text for the terminal, in which each part stands once.

use std::collections::VecDeque;

use unicode_width::UnicodeWidthStr;

use super::folded::Folded;
use super::lines::{in_columns, remarks, with_never};
use super::picture::{Arrow, Kind, Part, Picture};

/// How a text is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether colours are used.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// Colours, as terminals number them; nothing is told by them alone.
const PLAIN: &str = "";
const FAINT: &str = "2";
const QUESTION: &str = "1;36";
const OUTCOME: &str = "32";
const RANKING: &str = "35";
const ALARM: &str = "31";
const MARKED: &str = "1;33";

/// A piece of a line, and its colour.
type Piece = (String, &'static str);

/// No text is squeezed into fewer columns than this; what would be stands further left, below.
const NARROW: usize = 24;

/// A picture in lines of at most `look.width` columns, where words allow it.
#[must_use]
pub fn text(picture: &Picture, look: Look) -> String {
    let mut drawing = Drawing {
        picture,
        folded: Folded::of(picture),
        look: Look { width: look.width.max(NARROW), ..look },
        arrows: vec![Vec::new(); picture.parts.len()],
        later: VecDeque::new(),
        out: String::new(),
    };
    for arrow in &picture.arrows {
        drawing.arrows.get_mut(arrow.from).into_iter().for_each(|list| list.push(arrow));
    }
    drawing.all();
    drawing.out
}

struct Drawing<'p> {
    picture: &'p Picture,
    folded: Folded,
    look: Look,
    arrows: Vec<Vec<&'p Arrow>>,
    /// What stands at the left again, since there was no room for it.
    later: VecDeque<usize>,
    out: String,
}

impl<'p> Drawing<'p> {
    fn all(&mut self) {
        self.line("", "", vec![(self.picture.title.clone(), "1")]);
        let count = self.picture.parts.len();
        let mut roots: Vec<usize> = (0..count).filter(|part| self.folded.above(*part).is_none()).collect();
        crate::text::sort_by_key(&mut roots, |part| self.folded.place(*part));
        for root in roots {
            self.later.push_back(root);
            while let Some(part) = self.later.pop_front() {
                self.block(part, "");
            }
        }
        if self.picture.parts.iter().any(|part| part.seen.marked) {
            self.out.push('\n');
            self.line("", "", vec![("▶ the walk that is marked".to_owned(), MARKED)]);
        }
    }

    /// A part, what stands inside it, and what follows behind it on the same level.
    fn block(&mut self, part: usize, indent: &str) {
        let mut waiting = VecDeque::from([part]);
        while let Some(part) = waiting.pop_front() {
            let Some(own) = self.picture.parts.get(part) else { continue };
            if indent.is_empty() {
                self.out.push('\n');
            }
            self.head(own, indent);
            let arrows = self.arrows.get(part).cloned().unwrap_or_default();
            let mut inside = Vec::new();
            for (index, arrow) in arrows.iter().enumerate() {
                let last = index + 1 == arrows.len();
                let inner = format!("{indent}{}", if last { "   " } else { "│  " });
                let Some(to) = self.picture.parts.get(arrow.to) else { continue };
                // What goes on from a single way, or comes after several, needs no room of its own.
                let own = self.folded.above(arrow.to) == Some(part) && self.folded.has_one_way(arrow.to);
                if to.kind == Kind::Outcome || !own || arrows.len() == 1 {
                    self.arrow(arrow, Some(to), indent, last);
                    continue;
                }
                inside.push(arrow.to);
                let room = self.look.width.saturating_sub(inner.width()) >= NARROW.min(self.look.width / 2);
                self.arrow(arrow, (!room).then_some(to), indent, last);
                if room { self.block(arrow.to, &inner) } else { self.later.push_back(arrow.to) }
            }
            let behind: Vec<usize> = self.below(part).filter(|part| !inside.contains(part)).collect();
            waiting.extend(behind);
            crate::text::sort_by_key(waiting.make_contiguous(), |part| self.folded.place(*part));
        }
    }

    /// The questions and rankings that stand behind a part.
    fn below(&self, part: usize) -> impl Iterator<Item = usize> + '_ {
        let kind = |at: &usize| self.picture.parts.get(*at).is_some_and(|part| part.kind != Kind::Outcome);
        (0..self.picture.parts.len()).filter(move |at| self.folded.above(*at) == Some(part)).filter(kind)
    }

    /// A part's own line.
    fn head(&mut self, part: &Part, indent: &str) {
        let mut pieces = Vec::new();
        if part.seen.marked {
            pieces.push(("▶".to_owned(), MARKED));
        }
        pieces.extend(named(part));
        let mut asides: Vec<Piece> = Vec::new();
        asides.extend(part.takes.map(|takes| (takes.to_owned(), FAINT)));
        asides.extend(part.when.iter().map(|when| (format!("only if {when}"), FAINT)));
        asides.extend(seen(part.seen.never, remarks(&part.seen, "no walk comes here")));
        asides.extend(part.untouched.iter().map(|text| (text.clone(), FAINT)));
        asides.extend(part.cut.then(|| ("more, not drawn".to_owned(), FAINT)));
        pieces.extend(aside(asides));
        self.line(indent, &format!("{indent}  "), pieces);
        if !part.offers.is_empty() {
            let offers: Vec<String> = part.offers.iter().map(|label| with_never(label, &part.seen)).collect();
            let offers = self.cut(&offers.join(" / "), indent);
            self.line(&format!("{indent}│ "), &format!("{indent}│ "), vec![(offers, FAINT)]);
        }
    }

    /// An arrow, and where it leads unless that stands below it.
    fn arrow(&mut self, arrow: &Arrow, to: Option<&Part>, indent: &str, last: bool) {
        let labels: Vec<String> = arrow.labels.iter().map(|label| with_never(label, &arrow.seen)).collect();
        let mut pieces = Vec::new();
        if !labels.is_empty() {
            pieces.push((self.cut(&labels.join(" / "), indent), PLAIN));
        }
        pieces.extend(aside(seen(arrow.seen.never, remarks(&arrow.seen, "no walk")).into_iter().collect()));
        if let Some(to) = to {
            pieces.push(("→".to_owned(), FAINT));
            match to.kind {
                Kind::Outcome => pieces.extend(named(to)),
                _ => pieces.push((name(to), colour(to))),
            }
        }
        let (branch, rest) = if last { ("└", "  ") } else { ("├", "│ ") };
        let tip = if arrow.seen.marked { "▶" } else { "─" };
        self.line(&format!("{indent}{branch}{tip} "), &format!("{indent}{rest}   "), pieces);
    }

    /// Two lines of a text, or somewhat more.
    fn cut(&self, text: &str, indent: &str) -> String {
        let columns = self.look.width.saturating_sub(indent.width() + 3).max(1);
        in_columns(text, columns * 2, 1).concat()
    }

    /// Writes pieces, broken between words.
    fn line(&mut self, first: &str, rest: &str, pieces: Vec<Piece>) {
        let mut column = first.width();
        self.out.push_str(first);
        let mut fresh = true;
        for (text, color) in pieces {
            for word in text.split_whitespace() {
                let mut word = word;
                if !fresh && column + 1 + word.width() > self.look.width {
                    self.out.push('\n');
                    self.out.push_str(rest);
                    (column, fresh) = (rest.width(), true);
                }
                if !fresh {
                    self.out.push(' ');
                    column += 1;
                }
                // A word that is longer than a line.
                while column + word.width() > self.look.width {
                    let fits = in_columns(word, self.look.width.saturating_sub(column).max(1), usize::MAX);
                    let Some((head, tail)) = fits.first().and_then(|head| word.split_at_checked(head.len())) else {
                        break;
                    };
                    if tail.is_empty() {
                        break;
                    }
                    self.paint(head, color);
                    self.out.push('\n');
                    self.out.push_str(rest);
                    (column, word) = (rest.width(), tail);
                }
                self.paint(word, color);
                column += word.width();
                fresh = false;
            }
        }
        self.out.push('\n');
    }

    fn paint(&mut self, word: &str, color: &str) {
        if self.look.color && !color.is_empty() {
            self.out.push_str(&format!("\x1b[{color}m{word}\x1b[0m"));
        } else {
            self.out.push_str(word);
        }
    }
}

/// What a part is called, with the sign of its kind.
fn name(part: &Part) -> String {
    match part.kind {
        Kind::Question => part.id.clone(),
        Kind::Outcome => format!("■ {}", part.id),
        Kind::Ranking => format!("◆ {}", part.id),
    }
}

fn named(part: &Part) -> [Piece; 2] {
    [(format!("{}:", name(part)), colour(part)), (part.text.clone(), PLAIN)]
}

fn colour(part: &Part) -> &'static str {
    match part.kind {
        _ if part.seen.never => ALARM,
        Kind::Question => QUESTION,
        Kind::Outcome => OUTCOME,
        Kind::Ranking => RANKING,
    }
}

fn seen(never: bool, remarks: Vec<String>) -> Option<Piece> {
    let color = if never { ALARM } else { FAINT };
    (!remarks.is_empty()).then(|| (remarks.join(", "), color))
}

/// What stands in brackets behind something.
fn aside(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let bracketed = |(index, (text, color)): (usize, Piece)| {
        let open = if index == 0 { "(" } else { "" };
        let close = if index == last { ")" } else { ";" };
        (format!("{open}{text}{close}"), color)
    };
    pieces.into_iter().enumerate().map(bracketed).collect()
}
