//! What is to be seen of a tree: its questions, rankings and outcomes, and the arrows between them.

use crate::tree::Part as TreePart;

/// A tree as it is drawn. Parts stand in the order in which they are read, and so do the arrows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Picture {
    /// The tree's title, in one line.
    pub title: String,
    /// What is drawn as a box.
    pub parts: Vec<Part>,
    /// What leads from one box to another: one arrow for all answers and rules that lead to the same.
    pub arrows: Vec<Arrow>,
    /// How many walks were counted, if some were.
    pub walks: Option<usize>,
    /// Whether what walks have left untouched is marked.
    pub covered: bool,
}

/// The kinds of boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A question.
    Question,
    /// A ranking: the outcome with the highest score wins.
    Ranking,
    /// An outcome.
    Outcome,
}

/// What walks have to do with a part or an arrow.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Seen {
    /// It is proved that no walk comes here.
    pub never: bool,
    /// The walk that is marked comes here.
    pub marked: bool,
    /// How many of the walks that were counted come here.
    pub walks: Option<usize>,
    /// How likely it is: for a part, that a walk comes here; for an arrow, that a walk at its start goes on along it.
    pub likely: Option<f64>,
    /// The walks whose coverage is drawn have left it untouched.
    pub untouched: bool,
}

/// A box.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// The part of the tree that it is; a ranking is none.
    pub of: Option<TreePart>,
    /// Its id in the tree; a ranking has none.
    pub id: String,
    /// What is asked, or the outcome's title, in one line.
    pub text: String,
    /// What sort of answer a question takes, unless it is one of several.
    pub takes: Option<&'static str>,
    /// The condition under which it is asked.
    pub when: Option<String>,
    /// The answers that lead nowhere by themselves, where rules decide.
    pub offers: Vec<Label>,
    /// What in it is left untouched and has no place of its own, in words: entries of its `reject`, its notes, its
    /// feedback.
    pub untouched: Vec<String>,
    /// What is told about it besides, sentence by sentence.
    pub more: Vec<String>,
    /// True if there is something before or behind it that is not drawn.
    pub cut: bool,
    /// What walks have to do with it.
    pub seen: Seen,
}

/// An arrow from one box to another.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Arrow {
    /// The position of the part where it starts.
    pub from: usize,
    /// The position of the part to which it leads.
    pub to: usize,
    /// By what it leads there; nothing where it always does.
    pub labels: Vec<Label>,
    /// What walks have to do with it.
    pub seen: Seen,
}

/// An answer or a rule that stands at an arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The answer's label or the rule's condition, in the author's words and in one line.
    pub text: String,
    /// The part of the tree that it is; none for what leads on where nothing is answered.
    pub of: Option<TreePart>,
    /// It is proved that no walk gives this answer, or takes this rule.
    pub never: bool,
    /// The walks whose coverage is drawn have not given this answer, or taken this rule.
    pub untouched: bool,
}

impl Picture {
    /// The arrows that start at a part.
    pub fn arrows_from(&self, part: usize) -> impl Iterator<Item = &Arrow> {
        self.arrows.iter().filter(move |arrow| arrow.from == part)
    }

    /// The id that the place of a part of the tree has in the picture of this number on a page: that of the arrow at
    /// which an answer or a rule stands, else of the box that it belongs to; none of what is not drawn.
    #[must_use]
    pub fn anchor(&self, number: usize, part: TreePart) -> Option<String> {
        let at_arrow = |arrow: &Arrow| arrow.labels.iter().any(|label| label.of == Some(part));
        if let Some(arrow) = self.arrows.iter().position(at_arrow) {
            return Some(arrow_id(number, arrow));
        }
        let of = match part {
            TreePart::Answer(id, _) | TreePart::Reject(id, _) | TreePart::Points(id, _) | TreePart::Rule(id, _) => {
                TreePart::Question(id)
            }
            TreePart::AnswerFeedback(id, _) | TreePart::Feedback(id, _) => TreePart::Question(id),
            TreePart::Note(at, _) => TreePart::from(at),
            other => other,
        };
        self.parts.iter().position(|part| part.of == Some(of)).map(|part| part_id(number, part))
    }

    /// More boxes than this are too many for anybody to read.
    pub const MOST: usize = 1000;
    /// True if so much stands side by side that it is better read from left to right.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        let mut levels: Vec<usize> = Vec::new();
        let mut level = vec![None; self.parts.len()];
        // Parts stand before what they lead to, or on a circle with it.
        let mut here: Vec<usize> = (0..self.parts.len().min(1)).collect();
        let mut depth = 0;
        while !here.is_empty() {
            let mut next = Vec::new();
            let mut count = 0;
            for part in here {
                if let Some(slot) = level.get_mut(part).filter(|slot| slot.is_none()) {
                    *slot = Some(depth);
                    count += 1;
                    next.extend(self.arrows_from(part).map(|arrow| arrow.to));
                }
            }
            levels.push(count);
            depth += 1;
            here = next;
        }
        levels.into_iter().any(|count| count > WIDE)
    }
}

/// The id of a box in the picture of this number on a page.
pub(super) fn part_id(picture: usize, part: usize) -> String {
    format!("tree{picture}-box{part}")
}

/// The id of an arrow in it.
pub(super) fn arrow_id(picture: usize, arrow: usize) -> String {
    format!("tree{picture}-way{arrow}")
}

/// More than so many boxes do not stand side by side.
const WIDE: usize = 5;

impl Seen {
    /// How dark something is where walks are counted: 0 for what none of `all` touches, up to 4.
    pub(super) fn shade(&self, all: Option<usize>) -> Option<usize> {
        let (walks, all) = (self.walks?, all?);
        Some(if walks == 0 || all == 0 { 0 } else { (walks * 4).div_ceil(all).clamp(1, 4) })
    }
}
