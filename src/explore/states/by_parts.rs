//! Where it is open by which of its rules a value comes about: the lines of the answers that choose are halved until it
//! is known, or until no answers are left that could be as is wanted.

use super::models::{Answers, Found, Lines, Problem, Sought, answer, back, put, said};
use crate::engine::Facts;
use crate::explore::arithmetic::reading::Reading;
use crate::explore::arithmetic::simplex::Verdict;
use crate::explore::arithmetic::solve::{is_impossible, solve};
use crate::explore::arithmetic::term::{Compared, Var};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::arithmetic::work::Work;
use crate::tree::{Answer, QuestionId};

/// How many parts are looked at at most, and how much work each is worth.
const MOST_PARTS: usize = 1_000;
const A_PART: u64 = 20_000;
/// In so many pieces it is looked whether there surely are no answers in a part.
const PIECES: usize = 4;

/// What one part comes to.
enum Part {
    Found(Answers),
    Nothing,
    /// It is open by which rules values come about, as these variables stand.
    Open(Vec<usize>),
    Unclear,
}

impl Lines {
    /// Looks part by part for answers that are as is wanted, for what is left of it.
    pub(super) fn by_parts(&self, sought: &Sought, left: &Problem, facts: &mut Facts, work: &Work) -> Found {
        let before: Vec<(QuestionId, Option<Answer>)> =
            left.ids.iter().map(|id| (*id, facts.answer(*id).cloned())).collect();
        let mut waiting = vec![left.lines.clone()];
        let (mut parts, mut sure) = (MOST_PARTS, true);
        let mut found = Found::Unknown;
        while let Some(lines) = waiting.pop() {
            let Some(less) = parts.checked_sub(1).filter(|_| work.take(A_PART).is_some()) else {
                sure = false;
                break;
            };
            parts = less;
            match self.part(sought, left, &lines, facts, work) {
                Part::Found(answers) => {
                    found = Found::Model(answers);
                    break;
                }
                Part::Nothing => {}
                Part::Unclear => sure = false,
                Part::Open(vars) => match halves(&lines, &left.lines, &vars) {
                    Some(halves) => waiting.extend(halves),
                    None => sure = false,
                },
            }
        }
        back(facts, &before);
        if sure && matches!(found, Found::Unknown) { Found::Impossible } else { found }
    }

    fn part(&self, sought: &Sought, left: &Problem, lines: &[Var], facts: &mut Facts, work: &Work) -> Part {
        let middle = |line: &Var| line.low + (line.high - line.low) / 2;
        let points: [Vec<i128>; 3] = [
            lines.iter().map(|line| line.high).collect(),
            lines.iter().map(|line| line.low).collect(),
            lines.iter().map(middle).collect(),
        ];
        for point in &points {
            if let Some(answers) = tried(sought, left, lines, point, facts) {
                return Part::Found(answers);
            }
        }
        // The answers among the facts are now those in the middle.
        let (kept, relations) = (self.kept.apart(), sought.said());
        let said = said(&relations);
        let reading = Reading::new(sought.tree, facts, &left.ids, &kept).on(lines).of(sought.classes).where_said(&said);
        let compared = sought.pieces.iter().map(|piece| reading.compared(&piece.relation.cond));
        let Some(compared) = compared.collect::<Option<Vec<Compared>>>() else { return Part::Unclear };
        let mut vars = Vec::new();
        compared.iter().for_each(|one| one.open(&mut vars));
        let truths = sought.pieces.iter().map(|piece| piece.truth);
        let wanted = compared.into_iter().zip(truths).map(|(compared, truth)| Wanted { compared, truth });
        let wanted: Vec<Wanted> = wanted.collect();
        if vars.is_empty() {
            let [_, _, near] = &points;
            return match solve(lines, &wanted, near, work) {
                Verdict::Model(model) => tried(sought, left, lines, &model, facts).map_or(Part::Unclear, Part::Found),
                Verdict::Impossible => Part::Nothing,
                Verdict::Unknown => Part::Unclear,
            };
        }
        if is_impossible(lines, &wanted, PIECES, work) { Part::Nothing } else { Part::Open(vars) }
    }
}

/// The answers at a point, if all is as wanted there; they stay among the facts.
fn tried(sought: &Sought, left: &Problem, lines: &[Var], point: &[i128], facts: &mut Facts) -> Option<Answers> {
    let answers = left.ids.iter().zip(lines).zip(point).map(|((id, line), at)| Some((*id, answer(line, *at)?)));
    let answers: Answers = answers.collect::<Option<_>>()?;
    put(facts, &answers);
    sought.pieces.iter().all(|piece| facts.cond(&piece.relation.cond) == piece.truth).then_some(answers)
}

/// Both halves by the variable, of these, that is the widest beside what it was.
fn halves(lines: &[Var], whole: &[Var], vars: &[usize]) -> Option<[Vec<Var>; 2]> {
    let share = |at: &usize| {
        let (line, whole) = (lines.get(*at)?, whole.get(*at)?);
        (line.low < line.high).then(|| (line.high - line.low) as f64 / (whole.high - whole.low).max(1) as f64)
    };
    let shares = vars.iter().filter_map(|at| Some((*at, share(at)?)));
    let (widest, _) = shares.reduce(|best, one| if one.1 > best.1 { one } else { best })?;
    let (mut lower, mut upper) = (lines.to_vec(), lines.to_vec());
    let (low, high) = (lower.get_mut(widest)?, upper.get_mut(widest)?);
    let middle = low.low + (low.high - low.low) / 2;
    (low.high, high.low) = (middle, middle + 1);
    Some([upper, lower])
}
