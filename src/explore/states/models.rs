//! Answers that hang together as relations say, found and held against the engine.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::arithmetic::enclose::Within;
use crate::explore::arithmetic::reading::Reading;
use crate::explore::arithmetic::simplex::Verdict;
use crate::explore::arithmetic::solve::{is_impossible, plainer, solve};
use crate::explore::arithmetic::term::{Compared, Var, day, position};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::explore::classes::relations::Relation;
use crate::tree::Grid;
use crate::tree::{Answer, Cond, QuestionId, Tree};

/// Answers to typed questions.
pub(crate) type Answers = Vec<(QuestionId, Answer)>;

/// Answers that make relations true and false as wanted.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Model(Answers),
    Impossible,
    Unknown,
}

/// A relation that is to be true or false; where an answer stands with it, for that one.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'s> {
    pub(crate) relation: &'s Relation,
    pub(crate) truth: bool,
    pub(crate) with: Option<&'s (QuestionId, Answer)>,
}

/// What it is worth to read one relation, in factors of sums that are worked out anew.
const ASKED: u64 = 20;

/// A comparison that is taken to be true or false; where an answer stands with it, for that one.
#[derive(Clone)]
struct Taken<'s> {
    cond: Cond,
    truth: bool,
    with: Option<&'s (QuestionId, Answer)>,
}

/// By which rules and entries all that is compared comes about.
type Case<'s> = Vec<Taken<'s>>;

/// In how many cases answers are looked for.
const MOST_CASES: usize = 512;
/// In how many of them it may stay unknown whether there are some.
const MOST_UNKNOWN: usize = 1;

/// What a look at one case comes to.
enum Looked<'s> {
    Found(Answers),
    Nothing,
    Unknown,
    /// It hangs on one comparison more.
    Open([Case<'s>; 2]),
}

/// The answers that are looked for: where each may lie, and where it lies now.
struct Free {
    ids: Vec<QuestionId>,
    lines: Vec<Var>,
    near: Vec<i128>,
}

/// What is looked for.
pub(crate) struct Sought<'s> {
    pub(crate) tree: &'s Tree,
    pub(crate) pieces: Vec<Piece<'s>>,
    pub(crate) classes: &'s FxHashMap<QuestionId, u32>,
    /// Whether the answer to a question is looked for, and not among the facts.
    pub(crate) free: &'s dyn Fn(QuestionId) -> bool,
    /// Round numbers are wanted.
    pub(crate) plain: bool,
}

/// The lines of the questions whose answers meet, and where each class lies on its line.
#[derive(Default)]
pub(crate) struct Lines {
    /// By question: the grid of its numbers, and whether they are days.
    grids: FxHashMap<QuestionId, (Grid, bool)>,
    spans: FxHashMap<(QuestionId, u32), (i128, i128)>,
}

impl Lines {
    pub(crate) fn of(ids: impl Iterator<Item = QuestionId>, domains: &[Domain]) -> Self {
        let mut lines = Self::default();
        for id in ids {
            let Some(domain) = domains.get(id.index()) else { continue };
            let Some(cut) = &domain.cut else { continue };
            lines.grids.insert(id, (cut.line.grid, cut.line.dates));
            let spans = (0_u32..).zip(&domain.classes).filter_map(|(number, _)| Some((number, domain.span(number)?)));
            lines.spans.extend(spans.map(|(number, span)| ((id, number), span)));
        }
        lines
    }

    /// Looks for answers that are as is wanted; all that is not looked for is among the facts, which stay as they are.
    pub(crate) fn search(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Found {
        let asked = u64::try_from(sought.pieces.len()).unwrap_or(u64::MAX);
        if work.take(ASKED.saturating_mul(asked)).is_none() {
            return Found::Unknown;
        }
        let found = self.solved(sought, &BTreeSet::new(), facts, work);
        if !matches!(found, Found::Unknown) {
            return found;
        }
        self.tried(sought, facts, work)
    }

    /// Looks for answers while those that choose between numbers, and those that are multiplied, are some that are tried:
    /// what is found is right; that there are none is not known then.
    fn tried(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Found {
        if sought.pieces.iter().any(|piece| piece.with.is_some()) {
            return Found::Unknown;
        }
        let all = |of: fn(&Relation) -> &[QuestionId]| -> BTreeSet<QuestionId> {
            let ids = sought.pieces.iter().flat_map(|piece| of(piece.relation));
            ids.copied().filter(|id| (sought.free)(*id)).collect()
        };
        let (choosing, vars) = (all(|relation| &relation.choosing), all(|relation| &relation.vars));
        let solved = vars.into_iter().filter(|id| !choosing.contains(id));
        let solved = solved.filter_map(|id| Some((id, self.line(id, sought.classes)?)));
        let (vars, lines): (Vec<QuestionId>, Vec<Var>) = solved.unzip();
        let all = choosing.iter().chain(&vars);
        let before: Vec<(QuestionId, Option<Answer>)> = all.map(|id| (*id, facts.answer(*id).cloned())).collect();
        let mut found = Found::Unknown;
        for number in TRIED {
            if work.take(A_TRY).is_none() {
                break;
            }
            let near = |id: QuestionId| {
                let line = self.line(id, sought.classes)?;
                let own = before.iter().find(|(other, _)| *other == id).and_then(|(_, own)| own.clone());
                let at = number.and_then(|number| line.near(number));
                Some((id, at.and_then(|at| answer(&line, at)).or(own)?))
            };
            let mut held = choosing.clone();
            let mut answers: Answers = held.iter().filter_map(|id| near(*id)).collect();
            put(facts, &answers);
            // What is multiplied hangs on what chooses.
            for piece in &sought.pieces {
                let compared = Reading::new(sought.tree, facts, &vars, &lines).compared(&piece.relation.cond);
                let mut bent = Vec::new();
                if let Some(Compared::Numbers(_, sides)) = &compared {
                    sides.iter().for_each(|side| side.bent(&mut bent));
                }
                held.extend(bent.into_iter().filter_map(|var| vars.get(var)));
            }
            answers.extend(held.difference(&choosing).filter_map(|id| near(*id)));
            put(facts, &answers);
            let model = self.solved(sought, &held, facts, work);
            back(facts, &before);
            if let Found::Model(mut model) = model {
                model.extend(answers);
                found = Found::Model(model);
                break;
            }
        }
        found
    }

    /// Whether answers are as is wanted, and each of its class.
    pub(crate) fn are_right(&self, sought: &Sought, facts: &mut Facts, answers: &Answers) -> bool {
        let fits = |(id, answer): &(QuestionId, Answer)| {
            let line = self.line(*id, sought.classes);
            line.is_some_and(|line| at(answer, &line).is_some_and(|at| (line.low..=line.high).contains(&at)))
        };
        // Of what is left empty there is no answer.
        let typed = sought.pieces.iter().flat_map(|piece| piece.relation.vars.iter());
        let known =
            |id: &QuestionId| answers.iter().any(|(other, _)| other == id) || self.line(*id, sought.classes).is_none();
        if !answers.iter().all(fits) || !typed.into_iter().all(known) {
            return false;
        }
        let before: Vec<(QuestionId, Option<Answer>)> =
            answers.iter().map(|(id, _)| (*id, facts.answer(*id).cloned())).collect();
        put(facts, answers);
        let right = sought.pieces.iter().all(|piece| facts.cond(&piece.relation.cond) == piece.truth);
        back(facts, &before);
        right
    }

    /// The same, solved for all that is looked for but what is `held`: that is among the facts, too.
    fn solved(&self, sought: &Sought, held: &BTreeSet<QuestionId>, facts: &mut Facts, work: &Work) -> Found {
        let (mut ids, mut lines, mut near) = (Vec::new(), Vec::new(), Vec::new());
        let vars: BTreeSet<QuestionId> =
            sought.pieces.iter().flat_map(|piece| piece.relation.vars.iter().copied()).collect();
        for id in vars.into_iter().filter(|id| (sought.free)(*id) && !held.contains(id)) {
            // A question that was left empty is no variable, and comes to nothing.
            let Some(line) = self.line(id, sought.classes) else { continue };
            near.push(facts.answer(id).and_then(|answer| at(answer, &line)).unwrap_or(line.low));
            ids.push(id);
            lines.push(line);
        }
        let free = Free { ids, lines, near };
        let (mut waiting, mut unknown) = (vec![Case::default()], 0);
        for _ in 0..MOST_CASES {
            // What cannot be solved in some cases will not be in others, and takes long.
            let Some(case) = waiting.pop().filter(|_| unknown < MOST_UNKNOWN) else { break };
            match self.look_at(sought, &free, case, facts, work) {
                Looked::Found(answers) => return Found::Model(answers),
                Looked::Nothing => {}
                Looked::Unknown => unknown += 1,
                // What is so now is looked at first.
                Looked::Open(cases) => waiting.extend(cases),
            }
        }
        if unknown == 0 && waiting.is_empty() { Found::Impossible } else { Found::Unknown }
    }

    /// Looks for answers where some comparisons are true and false.
    fn look_at<'s>(
        &self,
        sought: &Sought<'s>,
        free: &Free,
        case: Case<'s>,
        facts: &mut Facts,
        work: &Work,
    ) -> Looked<'s> {
        let asked = u64::try_from(case.len()).unwrap_or(u64::MAX);
        if work.take(ASKED.saturating_mul(asked)).is_none() {
            return Looked::Unknown;
        }
        let mut wanted = Vec::new();
        // First those that are taken to be so, then those that are sought.
        let taken = case.iter().map(|taken| (&taken.cond, taken.truth, taken.with));
        let pieces = sought.pieces.iter().map(|piece| (&piece.relation.cond, piece.truth, piece.with));
        for (cond, truth, with) in taken.chain(pieces) {
            let own = |taken: &&Taken| taken.with == with;
            let assumed: Vec<(Cond, bool)> =
                case.iter().filter(own).map(|taken| (taken.cond.clone(), taken.truth)).collect();
            let before = with.map(|(id, answer)| {
                let before = facts.answer(*id).cloned();
                put(facts, &[(*id, answer.clone())]);
                (*id, before)
            });
            let reading = Reading::new(sought.tree, facts, &free.ids, &free.lines).assuming(&assumed);
            let compared = reading.compared(cond);
            let open = reading.open().filter(|_| compared.is_none());
            let now = open.as_ref().is_some_and(|open| facts.cond(open));
            before.into_iter().for_each(|before| back(facts, &[before]));
            if let Some(cond) = open {
                if !case.is_empty() && is_impossible(&free.lines, &wanted, work) {
                    return Looked::Nothing;
                }
                let one = |truth: bool| -> Case {
                    let mut case = case.clone();
                    case.push(Taken { cond: cond.clone(), truth, with });
                    case
                };
                return Looked::Open([one(!now), one(now)]);
            }
            let Some(compared) = compared else { return Looked::Unknown };
            wanted.push(Wanted { compared, truth });
        }
        match solve(&free.lines, &wanted, &free.near, work) {
            Verdict::Model(model) => self.held(sought, free, model, facts).map_or(Looked::Unknown, Looked::Found),
            Verdict::Impossible => Looked::Nothing,
            Verdict::Unknown => Looked::Unknown,
        }
    }

    /// The answers at these places, if the engine itself says that they are right.
    fn held(&self, sought: &Sought, free: &Free, mut model: Vec<i128>, facts: &mut Facts) -> Option<Answers> {
        let Free { ids, lines, .. } = free;
        let answers = |model: &[i128]| -> Option<Answers> {
            ids.iter().zip(lines).zip(model).map(|((id, line), at)| Some((*id, answer(line, *at)?))).collect()
        };
        let kept: Vec<(QuestionId, Option<Answer>)> =
            (ids.iter().chain(sought.pieces.iter().filter_map(|piece| Some(&piece.with?.0))))
                .map(|id| (*id, facts.answer(*id).cloned()))
                .collect();
        let facts = RefCell::new(facts);
        // What the engine itself says of them.
        let right = |model: &[i128]| {
            let Some(answers) = answers(model) else { return false };
            let mut facts = facts.borrow_mut();
            put(&mut facts, &answers);
            sought.pieces.iter().all(|piece| {
                piece.with.iter().for_each(|one| put(&mut facts, std::slice::from_ref(*one)));
                facts.cond(&piece.relation.cond) == piece.truth
            })
        };
        let is_right = right(&model);
        if sought.plain && is_right {
            plainer(lines, &right, &mut model);
        }
        let facts = facts.into_inner();
        back(facts, &kept);
        answers(&model).filter(|_| is_right)
    }

    /// Where the answer to a question lies, by its class.
    pub(crate) fn line(&self, id: QuestionId, classes: &FxHashMap<QuestionId, u32>) -> Option<Var> {
        let (low, high) = *self.spans.get(&(id, *classes.get(&id)?))?;
        let (grid, dates) = *self.grids.get(&id)?;
        Some(Var { low, high, grid, dates })
    }

    /// Whether a side of a relation may come to nothing for some answers, and not for others.
    pub(crate) fn may_vanish(
        &self,
        tree: &Tree,
        facts: &Facts,
        relation: &Relation,
        classes: &FxHashMap<QuestionId, u32>,
    ) -> bool {
        let vars = relation.vars.iter().filter_map(|id| Some((*id, self.line(*id, classes)?)));
        let (ids, lines): (Vec<QuestionId>, Vec<Var>) = vars.unzip();
        let compared = Reading::new(tree, facts, &ids, &lines).compared(&relation.cond);
        compared.is_none_or(|compared| Within::all(&lines, |within| within.may_vanish_for_some(&compared)))
    }
}

/// How much work it is to try one of them: what chooses may be long.
const A_TRY: u64 = 1_000_000;

/// Numbers that answers are tried with, where these cannot be solved for; none leaves them as they are.
const TRIED: [Option<i64>; 6] = [None, Some(1), Some(12), Some(0), Some(1_000), Some(-1)];

/// Puts answers back among the facts.
fn back(facts: &mut Facts, before: &[(QuestionId, Option<Answer>)]) {
    before.iter().for_each(|(id, answer)| facts.put(*id, answer.clone()));
    facts.changed();
}

/// Puts answers among the facts.
pub(crate) fn put(facts: &mut Facts, answers: &[(QuestionId, Answer)]) {
    answers.iter().for_each(|(id, answer)| facts.put(*id, Some(answer.clone())));
    facts.changed();
}

fn answer(line: &Var, at: i128) -> Option<Answer> {
    match line.dates {
        true => day(at).map(Answer::Date),
        false => line.number(at).map(Answer::Number),
    }
}

/// Where an answer stands.
fn at(answer: &Answer, line: &Var) -> Option<i128> {
    match answer {
        Answer::Date(date) => Some(position(*date)),
        Answer::Number(number) => line.grid.position(*number, false),
        _ => None,
    }
}
