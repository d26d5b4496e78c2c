//! What keeps a proof from being one: each reason with the place in the tree that it comes from.

use super::cause::{Cause, is_on_a_line, of_atom, of_limit, of_shown};
use super::certainty::{Certainty, Inexact};
use super::conditions::atoms::{Ask, Atom, Atoms, FORMULA};
use crate::text::Span;
use crate::tree::{Cond, Expr, Look, Part, Piece, QuestionId, Read, Site, Template, Tree};

/// A reason why what is told is not proved of all walks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Open {
    /// Its word in reports for programs: `tried`, `work`, or that of a [`Bound`](super::Bound).
    pub reason: &'static str,
    /// The path of the condition, limit or text that looks at more answers than are told apart; none where it is no
    /// single one.
    pub at: Option<String>,
    /// The questions of whose answers only some were tried there.
    pub questions: Vec<QuestionId>,
    /// Where that stands in the file.
    pub(crate) span: Option<Span>,
    /// The comparison or the limit in it, as an author would write it.
    pub(crate) said: Option<String>,
    pub(crate) cause: Cause,
    /// It stands where walks are led somewhere or stopped, not in what is only shown or promised.
    leads: bool,
}

impl Open {
    fn nowhere(reason: &'static str, questions: Vec<QuestionId>, cause: Cause) -> Self {
        Self { reason, at: None, questions, span: None, said: None, cause, leads: false }
    }
}

/// The reasons why a look at all walks of a tree is not a proof, in the order of the tree; none where it is one.
///
/// A place is named where something in it looks at an answer that was only tried, together with others or as a text.
#[must_use]
pub fn open(tree: &Tree, certainty: &Certainty) -> Vec<Open> {
    let mut found = Vec::new();
    for reason in certainty.inexact() {
        match reason {
            Inexact::Unfinished(bound) => found.push(Open::nowhere(bound.word(), Vec::new(), Cause::Bound(*bound))),
            Inexact::Work => found.push(Open::nowhere("work", Vec::new(), Cause::Work)),
            Inexact::Tried(tried) => places(tree, tried, &mut found),
            Inexact::TriedInNew(tried) => {
                found.push(Open::nowhere("tried-in-new", tried.clone(), Cause::Unknown));
            }
        }
    }
    found
}

/// The reason that is told first: the one that is most surely to blame, and of several the first in the tree.
pub(crate) fn first(open: &[Open]) -> Option<&Open> {
    open.iter().min_by_key(|open| open.cause)
}

/// The reason that is told first where two versions are compared: there, only what leads somewhere is looked at.
pub(crate) fn first_on_the_way(tree: &Tree, tried: &[QuestionId]) -> Option<Open> {
    let tried = Certainty::new(None, tried.to_vec());
    let mut open = open_at_corners(tree, &tried);
    open.retain(|one| one.leads);
    first(&open).cloned()
}

/// The same reasons where comparisons in which several answers meet are not decided, but tried at their corners.
pub(crate) fn open_at_corners(tree: &Tree, certainty: &Certainty) -> Vec<Open> {
    let mut open = open(tree, certainty);
    for one in &mut open {
        one.cause = match one.cause {
            same @ (Cause::Texts
            | Cause::Patterns
            | Cause::Boxes { .. }
            | Cause::Itself
            | Cause::Bound(_)
            | Cause::Work) => same,
            Cause::Divided | Cause::Unknown => Cause::Unknown,
            _ => Cause::Compared,
        };
    }
    open
}

/// What was found at one place.
struct OpenPlace {
    at: Part,
    questions: Vec<QuestionId>,
    cause: Cause,
    said: Option<String>,
    span: Span,
    /// Each typed answer in it stands by itself, and that may be all there is to it.
    alone: bool,
}

fn places(tree: &Tree, tried: &[QuestionId], open: &mut Vec<Open>) {
    // One for all conditions: it has room for each question.
    let (mut all, mut atoms) = (Vec::new(), Atoms::new(tree));
    tree.looks(&mut |at, look| {
        all.extend(match look {
            Look::Cond(cond) => in_cond(&mut atoms, tried, at, cond),
            Look::Num(num) => in_limit(tree, tried, at, &Expr::Num(num.clone())),
            Look::Date(date) => in_limit(tree, tried, at, &Expr::Date(date.clone())),
            Look::Text(Template::Mixed(pieces)) => in_text(tree, tried, at, pieces),
            Look::Text(_) | Look::Ranking(_) | Look::Expr(_) | Look::Table(_) => None,
        })
    });
    let mut unplaced: Vec<QuestionId> = tried.to_vec();
    let place = |found: &OpenPlace, unplaced: &mut Vec<QuestionId>| unplaced.retain(|id| !found.questions.contains(id));
    all.iter().filter(|found| !found.alone).for_each(|found| place(found, &mut unplaced));
    all.retain(|found| !found.alone || found.questions.iter().any(|id| unplaced.contains(id)));
    for found in all {
        place(&found, &mut unplaced);
        open.push(Open {
            reason: "tried",
            at: Some(found.at.path(tree).to_string()),
            questions: found.questions,
            span: Some(found.span).filter(|span| *span != Span::NOWHERE),
            said: found.said,
            cause: found.cause,
            leads: !matches!(found.at, Part::Note(..) | Part::Feedback(..) | Part::Promise(_)),
        });
    }
    if !unplaced.is_empty() {
        open.push(Open::nowhere("tried", unplaced, Cause::Unknown));
    }
}

/// Those that were only tried of the questions that something reads; none where that is one number or date by itself.
fn met(tree: &Tree, tried: &[QuestionId], reads: &[QuestionId]) -> Vec<QuestionId> {
    let own: Vec<QuestionId> = reads.iter().copied().filter(|id| tried.contains(id)).collect();
    if reads.len() < 2 && own.iter().all(|id| is_on_a_line(tree, *id)) { Vec::new() } else { own }
}

/// What the comparisons of a condition have to do with it.
fn in_cond<'t>(atoms: &mut Atoms<'t>, tried: &[QuestionId], at: Site, cond: &'t Cond) -> Option<OpenPlace> {
    let (tree, mut list) = (atoms.tree, Vec::new());
    atoms.of_cond(cond, &mut list);
    let mut sure = Vec::new();
    let mut alone = Vec::new();
    // Formulas are none of them.
    for atom in list.into_iter().filter(|id| id & FORMULA == 0).filter_map(|id| atoms.list.get(id as usize)) {
        let (cause, met) = (of_atom(tree, tried, at, atom), met(tree, tried, &atom.questions));
        let own: Vec<QuestionId> = atom.questions.iter().copied().filter(|id| tried.contains(id)).collect();
        match (met.is_empty(), own.is_empty()) {
            (false, _) => sure.push((cause, atom, met)),
            (true, true) => {}
            (true, false) if cause == Cause::Itself => sure.push((cause, atom, own)),
            // Where it is read once, it is cut where it stands.
            (true, false) => alone.extend((times(tree, atom) > 1).then_some((cause, atom, own))),
        }
    }
    let by_itself = sure.is_empty();
    let found = if by_itself { alone } else { sure };
    let (cause, atom, _) = found.iter().min_by_key(|(cause, ..)| *cause)?;
    let said = match (cause, atom.ask) {
        // No single comparison looks at too many boxes.
        (Cause::Boxes { .. }, _) => Some(cond),
        (_, Ask::Holds(own)) => Some(own),
        _ => None,
    };
    let (cause, said) = (*cause, said.map(|cond| tree.write_cond(cond)));
    let mut questions: Vec<QuestionId> = found.into_iter().flat_map(|(.., questions)| questions).collect();
    questions.sort_unstable();
    questions.dedup();
    let at = at.part();
    Some(OpenPlace { at, questions, cause, said, span: at.when_span(tree), alone: by_itself })
}

/// How often an atom reads answers, by way of values too.
fn times(tree: &Tree, atom: &Atom) -> usize {
    let mut times = 0;
    let Ask::Holds(cond) = atom.ask else { return times };
    tree.all_reads(|see| cond.reads(see), &mut |read| times += usize::from(matches!(read, Read::Question(_))));
    times
}

/// What a limit of a question has to do with it.
fn in_limit(tree: &Tree, tried: &[QuestionId], at: Site, limit: &Expr) -> Option<OpenPlace> {
    let read = tree.questions_read(|see| limit.reads(see));
    let cause = of_limit(tree, tried, limit);
    let mut questions = match cause {
        Some(_) => read.iter().copied().filter(|id| tried.contains(id)).collect(),
        None => met(tree, tried, &read),
    };
    if questions.is_empty() {
        return None;
    }
    // The question whose limit it is is tried with them.
    if let Site::Min(own) | Site::Max(own) = at {
        questions.extend(tried.contains(&own).then_some(own));
        questions.sort_unstable();
        questions.dedup();
    }
    let (at, cause, said) = (at.part(), cause.unwrap_or(Cause::Compared), Some(tree.write_expr(limit)));
    Some(OpenPlace { at, questions, cause, said, span: at.span(tree), alone: false })
}

/// What a text that shows answers has to do with it.
fn in_text(tree: &Tree, tried: &[QuestionId], at: Site, pieces: &[Piece]) -> Option<OpenPlace> {
    let holes = || {
        pieces.iter().filter_map(|piece| if let Piece::Hole(hole, span) = piece { Some((hole, span)) } else { None })
    };
    let questions = met(tree, tried, &tree.questions_read(|see| holes().for_each(|(hole, _)| hole.reads(see))));
    let (hole, span) = holes().min_by_key(|(hole, _)| of_shown(tree, tried, hole))?;
    let (at, cause) = (at.part(), of_shown(tree, tried, hole));
    let said = Some(tree.write_expr(hole));
    (!questions.is_empty()).then_some(OpenPlace { at, questions, cause, said, span: *span, alone: false })
}
