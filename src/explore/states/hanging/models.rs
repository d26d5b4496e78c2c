//! Answers that hang together as relations say, found and held against the engine.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::arithmetic::solve::{is_impossible, plainer, solve};
use crate::explore::arithmetic::solving::simplex::Verdict;
use crate::explore::arithmetic::terms::kept::Kept;
use crate::explore::arithmetic::terms::reading::Reading;
use crate::explore::arithmetic::terms::term::{Compared, Var, day, position};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::explore::classes::meeting::relations::Relation;
use crate::tree::Grid;
use crate::tree::{Answer, Cond, QuestionId, Tree};

/// Answers to typed questions.
pub(crate) type Answers = Vec<(QuestionId, Answer)>;

/// Answers that make relations true and false as wanted.
#[derive(Debug, Clone)]
pub(crate) enum Modelled {
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

/// In how many cases answers are looked for, and in how many where that is a try.
const MOST_CASES: usize = 512;
const FEW_CASES: usize = 32;
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
    /// The questions, ascending.
    ids: Vec<QuestionId>,
    /// By question: the grid of its numbers, and whether they are days.
    grids: FxHashMap<QuestionId, (Grid, bool)>,
    spans: FxHashMap<(QuestionId, u32), (i128, i128)>,
    /// What was read of values, and what was found.
    kept: Kept,
    found: RefCell<FxHashMap<Posed, Modelled>>,
}

/// The answers that something hangs on, and where they lie.
type Used = Vec<(QuestionId, Var)>;

/// What is left of relations, and where the answers lie that they still hang on.
type Posed = (Vec<Wanted>, Vec<Var>);

/// Where an answer lies that is no variable.
const NOWHERE: Var = Var { low: 1, high: 0, grid: Grid { step: 1, places: 0 }, dates: true };
/// So much of what was found is kept.
const MOST_FOUND: usize = 10_000;

impl Lines {
    pub(crate) fn of(ids: impl Iterator<Item = QuestionId>, domains: &[Domain]) -> Self {
        let ids: BTreeSet<QuestionId> = ids.collect();
        let mut lines = Self { ids: ids.into_iter().collect(), ..Self::default() };
        for id in &lines.ids {
            let Some(domain) = domains.get(id.index()) else { continue };
            let Some(cut) = &domain.cut else { continue };
            lines.grids.insert(*id, (cut.line.grid, cut.line.dates));
            let spans = (0_u32..).zip(&domain.classes).filter_map(|(number, _)| Some((number, domain.span(number)?)));
            lines.spans.extend(spans.map(|(number, span)| ((*id, number), span)));
        }
        lines
    }

    /// Looks for answers that are as is wanted; all that is not looked for is among the facts, which stay as they are.
    pub(crate) fn search(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Modelled {
        let asked = u64::try_from(sought.pieces.len()).unwrap_or(u64::MAX);
        if work.take(ASKED.saturating_mul(asked)).is_none() {
            return Modelled::Unknown;
        }
        let Some((wanted, used)) = self.posed(sought, facts) else {
            return match self.solved(sought, &BTreeSet::new(), MOST_CASES, facts, work) {
                Modelled::Unknown => self.tried(sought, facts, work),
                found => found,
            };
        };
        let posed = (wanted, used.iter().map(|(_, line)| *line).collect());
        if let Some(found) = self.found.borrow().get(&posed).filter(|_| !sought.plain) {
            return found.clone();
        }
        let (wanted, lines): (&[Wanted], &[Var]) = (&posed.0, &posed.1);
        let is_any = wanted.iter().any(|one| one.compared.has_any());
        let mut found = match is_any {
            true if is_impossible(lines, wanted, work) => Modelled::Impossible,
            // Of what is not looked into there may be very many cases.
            true => work.within(A_TRY, |work| self.solved(sought, &BTreeSet::new(), FEW_CASES, facts, work)),
            false => self.solved(sought, &BTreeSet::new(), MOST_CASES, facts, work),
        };
        if matches!(found, Modelled::Unknown) {
            found = self.tried(sought, facts, work);
        }
        if is_any && matches!(found, Modelled::Unknown) {
            found = self.solved(sought, &BTreeSet::new(), MOST_CASES, facts, work);
        }
        if let Modelled::Model(answers) = &mut found {
            answers.retain(|(id, _)| used.iter().any(|(other, _)| other == id));
        }
        if !sought.plain && !matches!(found, Modelled::Unknown) {
            let mut known = self.found.borrow_mut();
            if known.len() >= MOST_FOUND {
                known.clear();
            }
            known.insert(posed, found.clone());
        }
        found
    }

    /// Whether answers are as is wanted, and each of its class.
    pub(crate) fn are_right(&self, sought: &Sought, facts: &mut Facts, answers: &Answers) -> bool {
        let fits = |(id, answer): &(QuestionId, Answer)| {
            let line = self.line(*id, sought.classes);
            line.is_some_and(|line| at(answer, &line).is_some_and(|at| (line.low..=line.high).contains(&at)))
        };
        let before: Vec<(QuestionId, Option<Answer>)> =
            answers.iter().map(|(id, _)| (*id, facts.answer(*id).cloned())).collect();
        let all_fit = answers.iter().all(fits);
        put(facts, answers);
        let right = all_fit && sought.pieces.iter().all(|piece| facts.cond(&piece.relation.cond) == piece.truth);
        back(facts, &before);
        right
    }

    /// What is left of what is sought where the classes of all answers are known, which is the same for many states, and
    /// the answers that it still hangs on; none where it is unclear.
    fn posed(&self, sought: &Sought, facts: &Facts) -> Option<(Vec<Wanted>, Used)> {
        let reads = sought.pieces.iter().flat_map(|piece| piece.relation.vars.iter());
        let all_free =
            sought.pieces.iter().all(|piece| piece.with.is_none()) && reads.into_iter().all(|id| (sought.free)(*id));
        all_free.then_some(())?;
        let lines: Vec<Var> = self.ids.iter().map(|id| self.line(*id, sought.classes).unwrap_or(NOWHERE)).collect();
        self.kept.where_answers_are(sought.classes);
        let reading = Reading::new(sought.tree, facts, &self.ids, &lines).keeping(&self.kept);
        let wanted =
            |piece: &Piece| Some(Wanted { compared: reading.compared(&piece.relation.cond)?, truth: piece.truth });
        let mut wanted: Vec<Wanted> = sought.pieces.iter().map(wanted).collect::<Option<_>>()?;
        let mut vars: Vec<usize> = wanted.iter().flat_map(|one| one.compared.vars()).collect();
        vars.sort_unstable();
        vars.dedup();
        wanted.iter_mut().for_each(|one| one.compared.renumber(&|var| vars.binary_search(&var).unwrap_or(0)));
        let used = vars.iter().map(|var| Some((*self.ids.get(*var)?, *lines.get(*var)?))).collect::<Option<_>>()?;
        Some((wanted, used))
    }

    /// Looks for answers while those that choose between numbers, and those that are multiplied, are some that are tried:
    /// what is found is right; that there are none is not known then.
    fn tried(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Modelled {
        if sought.pieces.iter().any(|piece| piece.with.is_some()) {
            return Modelled::Unknown;
        }
        let vars: BTreeSet<QuestionId> =
            sought.pieces.iter().flat_map(|piece| piece.relation.vars.iter().copied()).collect();
        let line = |id: &QuestionId| Some((*id, self.line(*id, sought.classes)?));
        let free: Vec<(QuestionId, Var)> = vars.iter().filter(|id| (sought.free)(**id)).filter_map(line).collect();
        let before: Vec<(QuestionId, Option<Answer>)> =
            free.iter().map(|(id, _)| (*id, facts.answer(*id).cloned())).collect();
        let mut found = Modelled::Unknown;
        for number in TRIED {
            let (mut held, mut answers) = (BTreeSet::new(), Answers::new());
            while let Some((id, line)) = in_the_way(sought, &free, &held, facts) {
                let own = before.iter().find(|(other, _)| *other == id).and_then(|(_, own)| own.clone());
                let at = number.and_then(|number| line.near(number));
                held.insert(id);
                answers.extend(at.and_then(|at| answer(&line, at)).or(own).map(|answer| (id, answer)));
                put(facts, &answers);
            }
            let model = work.within(A_TRY, |work| self.solved(sought, &held, FEW_CASES, facts, work));
            back(facts, &before);
            if let Modelled::Model(mut model) = model {
                model.extend(answers);
                found = Modelled::Model(model);
                break;
            }
        }
        found
    }

    /// The same, solved for all that is looked for but what is `held`: that is among the facts, too.
    fn solved(
        &self,
        sought: &Sought,
        held: &BTreeSet<QuestionId>,
        most_cases: usize,
        facts: &mut Facts,
        work: &Work,
    ) -> Modelled {
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
        for _ in 0..most_cases {
            // What cannot be solved in some cases will not be in others, and takes long.
            let Some(case) = waiting.pop().filter(|_| unknown < MOST_UNKNOWN) else { break };
            match self.look_at(sought, &free, case, facts, work) {
                Looked::Found(answers) => return Modelled::Model(answers),
                Looked::Nothing => {}
                Looked::Unknown => unknown += 1,
                // What is so now is looked at first.
                Looked::Open(cases) => waiting.extend(cases),
            }
        }
        if unknown == 0 && waiting.is_empty() { Modelled::Impossible } else { Modelled::Unknown }
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
}

/// An answer that has to be known before what is sought is a sum of all others: the first by which something is chosen, or
/// the one that most is multiplied by.
fn in_the_way(
    sought: &Sought,
    free: &[(QuestionId, Var)],
    held: &BTreeSet<QuestionId>,
    facts: &Facts,
) -> Option<(QuestionId, Var)> {
    let left = free.iter().filter(|(id, _)| !held.contains(id)).copied();
    let (ids, lines): (Vec<QuestionId>, Vec<Var>) = left.clone().unzip();
    let mut bent = vec![0_usize; ids.len()];
    for piece in &sought.pieces {
        let reading = Reading::new(sought.tree, facts, &ids, &lines);
        match reading.compared(&piece.relation.cond) {
            Some(Compared::Numbers(_, sides)) => {
                let mut own = Vec::new();
                sides.iter().for_each(|side| side.bent(&mut own));
                own.into_iter().for_each(|var| bent.get_mut(var).into_iter().for_each(|count| *count += 1));
            }
            Some(_) => {}
            None => {
                let open = reading.open();
                let read = sought.tree.questions_read(|see| match &open {
                    Some(cond) => cond.reads(see),
                    None => piece.relation.cond.reads(see),
                });
                return left.into_iter().find(|(id, _)| read.contains(id));
            }
        }
    }
    let most = (0..).zip(&bent).filter(|(_, count)| **count > 0).max_by_key(|(_, count)| **count);
    most.and_then(|(at, _): (usize, _)| Some((*ids.get(at)?, *lines.get(at)?)))
}

/// How much work is taken to try something.
const A_TRY: u64 = 500_000;

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
