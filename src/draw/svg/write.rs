//! SVG, as text.

use std::fmt::Write;

use super::super::around::TooLong;
use super::super::folded::Folded;
use super::super::lines::{DOT, Line, Role, of_arrow, of_part, whole_arrow, whole_part, wrapped};
use super::super::picture::{Arrow, Kind, Part, Picture, Seen, arrow_id, part_id};
use super::layout::{Laid, Size, layout};
use super::measure::width;
use super::route::{Rect, Route, TIP};
use super::style::{COVERED, STYLE};
use crate::text::in_markup;

/// What belongs to a drawn tree that stands in a file of its own, and not to one in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A file of its own, with the tree's title above.
    File,
    /// A part of a page, which has its own title.
    Inline,
    /// The same, where the page links into its picture of this number: boxes and arrows have the ids that
    /// [`Picture::anchor`] tells.
    Linked(usize),
}

/// How wide the lines in a box and at an arrow become.
const BOX: f64 = 230.0;
const ARROW: f64 = 190.0;
/// What is left free around the lines of a box, and of a label.
const PADDING: Size = (14.0, 9.0);
const AROUND: Size = (6.0, 3.0);
/// How much less wide a ranking is at its top than in its middle.
const SLANT: f64 = 14.0;

/// How lines of a sort look: their class, the size of their letters, whether these are bold, how high a line is, and
/// how many lines there are at most of one text.
struct Type {
    class: &'static str,
    size: f64,
    bold: bool,
    height: f64,
    most: usize,
}

fn type_of(role: Role, kind: Option<Kind>) -> Type {
    let (class, size, height, most) = match role {
        Role::Id => ("id", 12.0, 16.0, 1),
        Role::Text => ("text", 14.0, 18.0, 4),
        Role::Label => ("label", 13.0, 17.0, 3),
        Role::Item => ("label item", 13.0, 17.0, 2),
        Role::Remark => ("remark", 12.0, 16.0, 2),
    };
    Type { class, size, bold: role == Role::Text && kind == Some(Kind::Outcome), height, most }
}

/// Lines that are broken already, each with whether it tells of something untouched, and what they take up.
struct Block {
    lines: Vec<(Type, String, bool)>,
    size: Size,
}

impl Block {
    fn of(lines: Vec<Line>, kind: Option<Kind>, most: f64) -> Self {
        let mut block = Self { lines: Vec::new(), size: (0.0, 0.0) };
        for Line { role, text, untouched } in lines {
            let look = type_of(role, kind);
            // What belongs to an item stands below its text, and not below its dot.
            let (text, dot) = match text.strip_prefix(DOT).filter(|_| role == Role::Item) {
                Some(item) => (item.to_owned(), width(DOT, look.size, false)),
                None => (text, 0.0),
            };
            let measure = |text: &str| width(text, look.size, look.bold);
            for (number, line) in wrapped(&text, most - dot, look.most, &measure).into_iter().enumerate() {
                let own = measure(&line) + dot;
                let line = if role == Role::Item && number == 0 { format!("{DOT}{line}") } else { line };
                block.size = (block.size.0.max(own), block.size.1 + look.height);
                block.lines.push((type_of(role, kind), line, untouched));
            }
        }
        block
    }

    /// With something around it; nothing where there are no lines.
    fn padded(&self, (x, y): Size) -> Size {
        if self.lines.is_empty() { (0.0, 0.0) } else { (self.size.0 + 2.0 * x, self.size.1 + 2.0 * y) }
    }

    fn write(&self, out: &mut String, middle: &Rect) {
        let mut top = middle.y - self.size.1 / 2.0;
        for (look, line, untouched) in &self.lines {
            let base = top + look.height * 0.76;
            let left = middle.x - self.size.0 / 2.0;
            let x = match look.class {
                "label item" if line.starts_with(DOT) => left,
                "label item" => left + width(DOT, look.size, false),
                _ => middle.x,
            };
            let place = format!("x=\"{}\" y=\"{}\"", short(x), short(base));
            let untouched = if *untouched { " untouched" } else { "" };
            let _ = writeln!(out, "<text class=\"{}{untouched}\" {place}>{}</text>", look.class, in_markup(line));
            top += look.height;
        }
    }
}

/// How many layers all arrows together may reach over: the time it takes to lay them out grows with the square of it.
const LAYERS: usize = 4000;

/// A picture as SVG.
///
/// # Errors
/// If its arrows reach so far that it takes too long to lay them out.
pub fn svg(picture: &Picture, look: Look) -> Result<String, TooLong> {
    if Folded::of(picture).layers(picture) > LAYERS {
        return Err(TooLong);
    }
    let boxes: Vec<Block> = picture.parts.iter().map(|part| Block::of(of_part(part), Some(part.kind), BOX)).collect();
    let labels: Vec<Block> = picture.arrows.iter().map(|arrow| Block::of(of_arrow(arrow), None, ARROW)).collect();
    let box_sizes: Vec<Size> = picture.parts.iter().zip(&boxes).map(|(part, block)| box_size(part, block)).collect();
    let label_sizes: Vec<Size> = labels.iter().map(|block| block.padded(AROUND)).collect();
    let laid = layout(picture, &box_sizes, &label_sizes);
    let title = Title::of(picture, look, laid.size.0);
    let (width, height) = (laid.size.0.max(title.size.0).ceil(), (laid.size.1 + title.size.1).ceil());
    let mut out = String::new();
    let space = if look == Look::File { " xmlns=\"http://www.w3.org/2000/svg\"" } else { "" };
    let name = in_markup(&picture.title);
    let covered = if picture.covered { COVERED } else { "" };
    let _ = writeln!(
        out,
        "<svg{space} class=\"onread-tree\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"group\" aria-label=\"{name}\">\n<title>{name}</title>\n<style>{STYLE}{covered}</style>\n<rect class=\"ground\" \
         width=\"{width}\" height=\"{height}\"/>"
    );
    title.write(&mut out);
    let _ = writeln!(out, "<g transform=\"translate({} {})\">", short((width - laid.size.0) / 2.0), title.size.1);
    let linked = if let Look::Linked(number) = look { Some(number) } else { None };
    let blocks = Blocks { picture, laid: &laid, boxes: &boxes, labels: &labels, linked };
    for part in reading_order(&laid) {
        blocks.part(&mut out, part);
        let own = picture.arrows.iter().enumerate().filter(|(_, arrow)| arrow.from == part);
        own.for_each(|(number, arrow)| blocks.arrow(&mut out, number, arrow));
    }
    out.push_str("</g>\n</svg>\n");
    Ok(out)
}

/// The parts from top to bottom, and from left to right.
fn reading_order(laid: &Laid) -> Vec<usize> {
    let mut order: Vec<usize> = (0..laid.boxes.len()).collect();
    let right = laid.routes.first().is_some_and(|route| route.right);
    let place = |part: &usize| {
        laid.boxes
            .get(*part)
            .map_or((0.0, 0.0), |rect| if right { (rect.x - rect.width / 2.0, rect.y) } else { (rect.y, rect.x) })
    };
    crate::text::sort_by(&mut order, |one, other| {
        let (one, other) = (place(one), place(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    order
}

fn box_size(part: &Part, block: &Block) -> Size {
    let (width, height) = block.padded(PADDING);
    match part.kind {
        Kind::Question => (width, height),
        Kind::Ranking => (width + 2.0 * SLANT, height),
        Kind::Outcome => (width + 12.0, height),
    }
}

/// The tree's title above the picture.
struct Title {
    lines: Vec<String>,
    size: Size,
}

impl Title {
    const SIZE: f64 = 18.0;
    const HEIGHT: f64 = 24.0;
    /// Narrower than this, no title is set.
    const LEAST: f64 = 288.0;

    fn of(picture: &Picture, look: Look, room: f64) -> Self {
        if look != Look::File {
            return Self { lines: Vec::new(), size: (0.0, 0.0) };
        }
        let measure = |text: &str| width(text, Self::SIZE, true);
        let lines = wrapped(&picture.title, (room - 32.0).max(Self::LEAST), 3, &measure);
        let widest = lines.iter().map(|line| measure(line)).fold(0.0, f64::max);
        let height = lines.len() as f64 * Self::HEIGHT + 16.0;
        Self { lines, size: (widest + 32.0, height) }
    }

    fn write(&self, out: &mut String) {
        for (number, line) in self.lines.iter().enumerate() {
            let base = (number + 1) as f64 * Self::HEIGHT + 8.0;
            let _ = writeln!(out, "<text class=\"title\" x=\"16\" y=\"{base}\">{}</text>", in_markup(line));
        }
    }
}

struct Blocks<'b> {
    picture: &'b Picture,
    laid: &'b Laid,
    boxes: &'b [Block],
    labels: &'b [Block],
    /// The number of the picture on a page that links into it.
    linked: Option<usize>,
}

impl Blocks<'_> {
    fn part(&self, out: &mut String, number: usize) {
        let (Some(part), Some(rect), Some(block)) =
            (self.picture.parts.get(number), self.laid.boxes.get(number), self.boxes.get(number))
        else {
            return;
        };
        let kind = match part.kind {
            Kind::Question => "question",
            Kind::Ranking => "ranking",
            Kind::Outcome => "outcome",
        };
        let shade = part.seen.shade(self.picture.walks).map_or(String::new(), |shade| format!(" walks{shade}"));
        let id = self.linked.map(|picture| part_id(picture, number));
        open(out, id, &format!("part {kind}{shade}"), &part.seen, &whole_part(part));
        let [left, top] = [rect.x - rect.width / 2.0, rect.y - rect.height / 2.0].map(short);
        let [right, bottom] = [rect.x + rect.width / 2.0, rect.y + rect.height / 2.0].map(short);
        let [width, height, middle] = [rect.width, rect.height, rect.y].map(short);
        let [inner, outer] = [rect.x - rect.width / 2.0 + SLANT, rect.x + rect.width / 2.0 - SLANT].map(short);
        let _ = match part.kind {
            Kind::Ranking => writeln!(
                out,
                "<path class=\"box\" d=\"M{left} {middle}L{inner} {top}H{outer}L{right} {middle}L{outer} \
                 {bottom}H{inner}Z\"/>"
            ),
            kind => {
                let round = if kind == Kind::Outcome { (rect.height / 2.0).min(22.0) } else { 6.0 };
                let place = format!("x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
                writeln!(out, "<rect class=\"box\" {place} rx=\"{round}\"/>")
            }
        };
        block.write(out, rect);
        out.push_str("</g>\n");
    }

    fn arrow(&self, out: &mut String, number: usize, arrow: &Arrow) {
        let (Some(route), Some(block)) = (self.laid.routes.get(number), self.labels.get(number)) else { return };
        let id = self.linked.map(|picture| arrow_id(picture, number));
        open(out, id, "arrow", &arrow.seen, &whole_arrow(self.picture, arrow));
        let _ = writeln!(out, "<path class=\"way\" d=\"{}\"/>{}", path(route), tip(route));
        if !block.lines.is_empty() {
            let label = &route.label;
            let [x, y] = [label.x - label.width / 2.0, label.y - label.height / 2.0].map(short);
            let [width, height] = [label.width, label.height].map(short);
            let _ = writeln!(out, "<rect class=\"under\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
            block.write(out, label);
        }
        out.push_str("</g>\n");
    }
}

/// Opens what can be come to with the keyboard, is read aloud as a whole, and tells all that was cut.
fn open(out: &mut String, id: Option<String>, class: &str, seen: &Seen, whole: &[String]) {
    let id = id.map_or_else(String::new, |id| format!("id=\"{id}\" "));
    let untouched = if seen.untouched && !seen.never { " untouched" } else { "" };
    let never = if seen.never { " never" } else { "" };
    let marked = if seen.marked { " marked" } else { "" };
    let spoken = in_markup(&whole.join(". "));
    let told = whole.iter().map(|line| in_markup(line)).collect::<Vec<_>>().join("\n");
    let _ = writeln!(
        out,
        "<g {id}class=\"{class}{untouched}{never}{marked}\" tabindex=\"0\" role=\"img\" aria-label=\"{spoken}\"><title>{told}</title>"
    );
}

/// The way of an arrow, without its tip.
fn path(route: &Route) -> String {
    let mut out = String::new();
    let mut points = route.points.iter();
    let Some(mut before) = points.next() else { return out };
    let _ = write!(out, "M{} {}", short(before.0), short(before.1));
    let end = shortened(route);
    for (number, point) in route.points.iter().enumerate().skip(1) {
        let to = if number + 1 == route.points.len() { &end } else { point };
        let [x, y] = [to.0, to.1].map(short);
        let straight = if route.right { (before.1 - to.1).abs() < 0.1 } else { (before.0 - to.0).abs() < 0.1 };
        if straight || route.around {
            let _ = write!(out, "L{x} {y}");
        } else if route.right {
            let half = short((before.0 + to.0) / 2.0);
            let _ = write!(out, "C{half} {} {half} {y} {x} {y}", short(before.1));
        } else {
            let half = short((before.1 + to.1) / 2.0);
            let _ = write!(out, "C{} {half} {x} {half} {x} {y}", short(before.0));
        }
        before = point;
    }
    out
}

/// Where a way ends so that its tip ends at the box.
fn shortened(route: &Route) -> (f64, f64) {
    let [dx, dy] = direction(route);
    let (x, y) = route.points.last().copied().unwrap_or_default();
    (x - dx * (TIP - 1.0), y - dy * (TIP - 1.0))
}

/// Which way an arrow points at its end.
fn direction(route: &Route) -> [f64; 2] {
    let [.., (ax, ay), (bx, by)] = &route.points[..] else { return [0.0, 1.0] };
    if route.around {
        return [-1.0, 0.0];
    }
    // The last piece may be empty; then the layers tell.
    let first = route.points.first().copied().unwrap_or_default();
    match route.right {
        true => [if *bx < first.0 || bx < ax { -1.0 } else { 1.0 }, 0.0],
        false => [0.0, if *by < first.1 || by < ay { -1.0 } else { 1.0 }],
    }
}

fn tip(route: &Route) -> String {
    let [dx, dy] = direction(route);
    let (x, y) = route.points.last().copied().unwrap_or_default();
    let (back_x, back_y) = (x - dx * TIP, y - dy * TIP);
    let (side_x, side_y) = (-dy * TIP * 0.5, dx * TIP * 0.5);
    let corners = [(x, y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y)];
    let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", short(*x), short(*y))).collect();
    format!("<path class=\"tip\" d=\"M{}Z\"/>", corners.join("L"))
}

/// A number with one place, and none where that is 0.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
