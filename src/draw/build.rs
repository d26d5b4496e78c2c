//! From a tree, and from what is known of its walks, to a picture.

use rustc_hash::{FxHashMap, FxHashSet};

use super::around::{Around, TooLarge};
use super::label;
use super::picture::{Arrow, Kind, Label, Part, Picture, Seen};
use super::plan::{Place, Plan};
use crate::explore::Passes;
use crate::text::{SourceFile, one_line};
use crate::tree::graph::{By, Passed, edges};
use crate::tree::{OutcomeId, Part as TreePart, Place as TreePlace, QuestionId, Target, Touch, Tree};

/// What is marked in a picture.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks<'m> {
    /// What is proved of all walks: what none of them comes to is marked.
    pub passes: Option<&'m Passes>,
    /// Whether to tell how likely it is that walks come to a part, and go on from there.
    pub likely: bool,
    /// The ways of the walk that is marked.
    pub walk: Option<&'m [Passed]>,
    /// The ways of the walks that are counted.
    pub walks: Option<&'m [Vec<Passed>]>,
    /// What the walks whose coverage is drawn have left untouched.
    pub untouched: Option<&'m [TreePart]>,
}

/// The picture of a tree that was read from `file`, or of what stands around a part of it.
///
/// # Errors
/// If that is more than `most` boxes: nobody could read it, or wait for it.
pub fn picture(
    tree: &Tree,
    file: &SourceFile,
    marks: &Marks,
    around: Option<&Around>,
    most: usize,
) -> Result<Picture, TooLarge> {
    let whole = Plan::of(tree);
    let (plan, cut) = match around {
        Some(around) => around.cut(whole),
        None => {
            let cut = vec![false; whole.places.len()];
            (whole, cut)
        }
    };
    if plan.places.len() > most {
        return Err(TooLarge { parts: plan.places.len(), most });
    }
    let untouched = marks.untouched.unwrap_or_default().iter().copied().collect();
    let building = Building { tree, file, marks, counts: Counts::of(&plan, marks), untouched };
    let parts = plan.places.iter().zip(cut).enumerate();
    let mut parts: Vec<Part> =
        parts.map(|(number, (place, cut))| Part { cut, ..building.part(number, place) }).collect();
    // Where there are several rankings, they are numbered.
    let several = parts.iter().filter(|part| part.kind == Kind::Ranking).count() > 1;
    for (number, ranking) in parts.iter_mut().filter(|part| part.kind == Kind::Ranking).enumerate() {
        ranking.id = if several { format!("ranking {}", number + 1) } else { "ranking".to_owned() };
    }
    let arrows = plan.arrows.iter().filter_map(|(from, to)| building.arrow(&plan, *from, *to)).collect();
    let title = one_line(&tree.write_template(&tree.about().title));
    Ok(Picture { title, parts, arrows, walks: marks.walks.map(<[_]>::len), covered: marks.untouched.is_some() })
}

/// How often the walks that are counted come to each part and go along each arrow, and where the marked one does.
#[derive(Default)]
struct Counts {
    parts: FxHashMap<usize, usize>,
    arrows: FxHashMap<(usize, usize), usize>,
    marked_parts: FxHashSet<usize>,
    marked: FxHashSet<(usize, usize)>,
}

impl Counts {
    fn of(plan: &Plan, marks: &Marks) -> Self {
        let mut counts = Self::default();
        for walk in marks.walks.unwrap_or_default() {
            let (parts, arrows) = touched(plan, walk);
            parts.into_iter().for_each(|part| *counts.parts.entry(part).or_default() += 1);
            arrows.into_iter().for_each(|arrow| *counts.arrows.entry(arrow).or_default() += 1);
        }
        (counts.marked_parts, counts.marked) = touched(plan, marks.walk.unwrap_or_default());
        counts
    }
}

/// The parts and the arrows of a walk, each once.
fn touched(plan: &Plan, walk: &[Passed]) -> (FxHashSet<usize>, FxHashSet<(usize, usize)>) {
    let (mut parts, mut arrows) = (FxHashSet::default(), FxHashSet::default());
    for way in walk {
        let ends = match way.won {
            Some(won) => [Place::from(&way.to), Place::Outcome(won)],
            None => [Place::Question(way.from), Place::from(&way.to)],
        };
        let [from, to] = ends.map(|place| plan.number(&place));
        parts.extend(from.into_iter().chain(to));
        arrows.extend(from.zip(to));
    }
    (parts, arrows)
}

struct Building<'b> {
    tree: &'b Tree,
    file: &'b SourceFile,
    marks: &'b Marks<'b>,
    counts: Counts,
    untouched: FxHashSet<TreePart>,
}

impl Building<'_> {
    fn part(&self, number: usize, place: &Place) -> Part {
        let mut part = match place {
            Place::Question(id) => label::question(self.tree, self.file, *id),
            Place::Outcome(id) => label::outcome(self.tree, *id),
            Place::Ranking(ids) => label::ranking(self.tree, ids),
        };
        let passes = self.marks.passes;
        let never = passes.is_some_and(|passes| match place {
            Place::Question(id) => passes.is_never(TreePart::Question(*id)),
            Place::Outcome(id) => passes.is_never(TreePart::Outcome(*id)),
            Place::Ranking(ids) => self.leading_to(ids).all(|way| passes.is_never_passed(&way)),
        });
        let likely = passes.filter(|_| self.marks.likely).and_then(|passes| match place {
            Place::Question(id) => passes.comes_to(*id),
            Place::Outcome(id) => passes.ends_at(*id),
            Place::Ranking(ids) => self.leading_to(ids).map(|way| passes.likely(&way)).sum(),
        });
        let walks = self.marks.walks.map(|_| self.counts.parts.get(&number).copied().unwrap_or(0));
        let marked = self.counts.marked_parts.contains(&number);
        let untouched = part.of.is_some_and(|of| self.untouched.contains(&of));
        part.offers.iter_mut().for_each(|label| label.untouched = self.is_untouched(label));
        part.untouched = self.untouched_in(place);
        Part { seen: Seen { never, marked, walks, likely, untouched }, ..part }
    }

    fn is_untouched(&self, label: &Label) -> bool {
        label.of.is_some_and(|of| self.untouched.contains(&of))
    }

    /// What in a place is left untouched, and stands nowhere in the picture.
    fn untouched_in(&self, place: &Place) -> Vec<String> {
        let said = |touch: Touch, parts: &mut dyn Iterator<Item = TreePart>| {
            let [one, several] = touch.names();
            match parts.filter(|part| self.untouched.contains(part)).count() {
                0 => None,
                1 => Some(format!("1 {one} untouched")),
                count => Some(format!("{count} {several} untouched")),
            }
        };
        let notes = |at| {
            let mut notes = (0..self.tree.notes(at).len()).map(|index| TreePart::Note(at, index));
            said(Touch::Note, &mut notes)
        };
        match *place {
            Place::Question(id) => {
                let question = self.tree.question(id);
                let mut rejects = (0..question.rejects.len()).map(|index| TreePart::Reject(id, index));
                let mut points = (0..question.points.len()).map(|index| TreePart::Points(id, index));
                let own = (0..question.kind.options().len()).map(|index| TreePart::AnswerFeedback(id, index));
                let mut feedback = own.chain((0..question.feedback.len()).map(|index| TreePart::Feedback(id, index)));
                let all = [
                    said(Touch::Reject, &mut rejects),
                    said(Touch::Points, &mut points),
                    said(Touch::Feedback, &mut feedback),
                    notes(TreePlace::Question(id)),
                ];
                all.into_iter().flatten().collect()
            }
            Place::Outcome(id) => notes(TreePlace::Outcome(id)).into_iter().collect(),
            Place::Ranking(_) => Vec::new(),
        }
    }

    /// The ways that lead to a ranking.
    fn leading_to(&self, ids: &[OutcomeId]) -> impl Iterator<Item = Passed> {
        let to = Target::BestOf(ids.into());
        let leads = |id: &QuestionId| edges(self.tree, *id).any(|edge| *edge.to == to);
        let from: Vec<QuestionId> = self.tree.questions().map(|(id, _)| id).filter(leads).collect();
        from.into_iter().map(move |from| Passed { from, to: to.clone(), won: None })
    }

    fn arrow(&self, plan: &Plan, from: usize, to: usize) -> Option<Arrow> {
        let (start, end) = (plan.places.get(from)?, plan.places.get(to)?);
        let passes = self.marks.passes;
        let (labels, ways, all) = match (start, end) {
            (Place::Question(id), _) => {
                let own: Vec<_> = edges(self.tree, *id).filter(|edge| Place::from(edge.to) == *end).collect();
                let labels = own.iter().flat_map(|edge| self.labels(*id, edge.by, edge.skips)).collect();
                let target = own.first()?.to.clone();
                let ways = vec![Passed { from: *id, to: target, won: None }];
                (labels, ways, passes.and_then(|passes| passes.comes_to(*id)))
            }
            (Place::Ranking(ids), Place::Outcome(won)) => {
                let ways = self.leading_to(ids).map(|way| Passed { won: Some(*won), ..way });
                let all = passes.and_then(|passes| self.leading_to(ids).map(|way| passes.likely(&way)).sum());
                (Vec::new(), ways.collect(), all)
            }
            _ => return None,
        };
        let never = passes.is_some_and(|passes| ways.iter().all(|way| passes.is_never_passed(way)));
        let likely = passes.filter(|_| self.marks.likely).and_then(|passes| {
            let own: f64 = ways.iter().map(|way| passes.likely(way)).sum::<Option<f64>>()?;
            let all = all.filter(|all| *all > 0.0)?;
            Some((own / all).min(1.0))
        });
        let walks = self.marks.walks.map(|_| self.counts.arrows.get(&(from, to)).copied().unwrap_or(0));
        let marked = self.counts.marked.contains(&(from, to));
        let untouched = match end {
            // Whoever went along it would have been there.
            Place::Outcome(id) if self.untouched.contains(&TreePart::Outcome(*id)) => true,
            _ => !labels.is_empty() && labels.iter().all(|label| label.untouched),
        };
        Some(Arrow { from, to, labels, seen: Seen { never, marked, walks, likely, untouched } })
    }

    /// What stands at the way from a question by an answer, by a rule or by its `next`.
    fn labels(&self, id: QuestionId, by: By, skips: bool) -> Vec<Label> {
        let label = |part| Label {
            never: self.marks.passes.is_some_and(|passes| passes.is_never(part)),
            untouched: self.untouched.contains(&part),
            ..label::label(self.tree, self.file, part)
        };
        let answer = |index| label(TreePart::Answer(id, index));
        match by {
            By::Answer(index) => vec![answer(index)],
            By::Rule(index) => vec![label(TreePart::Rule(id, index))],
            By::Next => {
                let options = self.tree.question(id).kind.options().iter().enumerate();
                let mut labels: Vec<Label> =
                    options.filter(|(_, option)| option.goto.is_none()).map(|(index, _)| answer(index)).collect();
                if skips {
                    let text = if labels.is_empty() { "answered or skipped" } else { "skipped" };
                    labels.push(Label { text: text.to_owned(), of: None, never: false, untouched: false });
                }
                labels
            }
        }
    }
}
