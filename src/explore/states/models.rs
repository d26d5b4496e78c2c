//! Answers that hang together as relations say, found and held against the engine.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::engine::Facts;
use crate::explore::arithmetic::enclose::Within;
use crate::explore::arithmetic::reading::{Kept, Reading, Said};
use crate::explore::arithmetic::simplex::Verdict;
use crate::explore::arithmetic::solve::{is_impossible, plainer, solve};
use crate::explore::arithmetic::term::{Compared, Var, day, position};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::explore::classes::relations::Relation;
use crate::tree::Grid;
use crate::tree::{Answer, QuestionId, Tree};

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

/// In so many pieces it is looked whether there surely are no answers, where something is open.
const PIECES: usize = 200;

/// So much of what was found is kept.
const MOST_FOUND: usize = 10_000;

/// What it is worth to read one relation, in factors of sums that are worked out anew.
const ASKED: u64 = 20;

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

impl<'s> Sought<'s> {
    /// The relations, and whether they are to be true.
    pub(crate) fn said(&self) -> Vec<(&'s Relation, Option<bool>)> {
        self.pieces.iter().map(|piece| (piece.relation, Some(piece.truth))).collect()
    }
}

/// What is said of those that choose between the rules of values.
pub(crate) fn said<'r>(relations: &[(&'r Relation, Option<bool>)]) -> Vec<Said<'r>> {
    let of = |(relation, truth): &(&'r Relation, Option<bool>)| {
        Some(Said { number: relation.chooses?, cond: &relation.cond, truth: (*truth)? })
    };
    relations.iter().filter_map(of).collect()
}

/// The lines of the questions whose answers meet, and where each class lies on its line.
#[derive(Default)]
pub(crate) struct Lines {
    /// The questions, ascending.
    ids: Vec<QuestionId>,
    /// By question: the grid of its numbers, and whether they are days.
    grids: FxHashMap<QuestionId, (Grid, bool)>,
    spans: FxHashMap<(QuestionId, u32), (i128, i128)>,
    /// What was read of values.
    pub(crate) kept: Kept,
    /// What was found before.
    found: RefCell<FxHashMap<Posed, Found>>,
}

/// What is left of relations where the classes of all answers are known: the same for many states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    pub(crate) compared: Vec<Compared>,
    /// The questions whose answers they still hang on, ascending, and where these lie.
    pub(crate) ids: Vec<QuestionId>,
    pub(crate) lines: Vec<Var>,
}

/// What is left of relations, and which of them are to be true.
type Posed = (Problem, Box<[bool]>);

/// Where an answer lies that is no variable.
const NOWHERE: Var = Var { low: 1, high: 0, grid: Grid { step: 1, places: 0 }, dates: true };

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

    /// What is left of relations, of some of which it is said whether they are true, and whose answers are among the
    /// facts, each of its class; none where it is unclear.
    pub(crate) fn left(
        &self,
        tree: &Tree,
        facts: &Facts,
        relations: &[(&Relation, Option<bool>)],
        classes: &FxHashMap<QuestionId, u32>,
    ) -> Option<Problem> {
        let mut all = vec![NOWHERE; self.ids.len()];
        for id in relations.iter().flat_map(|(relation, _)| relation.typed()) {
            let slot = self.ids.binary_search(id).ok().and_then(|at| all.get_mut(at));
            // A question that was left empty is no variable, and comes to nothing.
            slot.into_iter().zip(self.line(*id, classes)).for_each(|(slot, line)| *slot = line);
        }
        let said = said(relations);
        let reading = Reading::new(tree, facts, &self.ids, &self.kept).on(&all).of(classes).where_said(&said);
        let compared = relations.iter().map(|(relation, _)| reading.compared(&relation.cond));
        let mut compared: Vec<Compared> = compared.collect::<Option<_>>()?;
        let mut vars = Vec::new();
        compared.iter().for_each(|one| one.vars(&mut vars));
        vars.sort_unstable();
        vars.dedup();
        compared.iter_mut().for_each(|one| one.renumber(&|var| vars.binary_search(&var).unwrap_or(0)));
        let ids = vars.iter().filter_map(|var| self.ids.get(*var).copied()).collect();
        Some(Problem { compared, ids, lines: vars.iter().filter_map(|var| all.get(*var).copied()).collect() })
    }

    /// Looks for answers that are as is wanted; all that is not looked for is among the facts, which stay as they are.
    pub(crate) fn search(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Found {
        let asked = u64::try_from(sought.pieces.len()).unwrap_or(u64::MAX);
        if work.take(ASKED.saturating_mul(asked)).is_none() {
            return Found::Unknown;
        }
        let free = |piece: &Piece| piece.with.is_none() && piece.relation.typed().all(|id| (sought.free)(*id));
        let left =
            sought.pieces.iter().all(free).then(|| self.left(sought.tree, facts, &sought.said(), sought.classes));
        let Some(Some(problem)) = left else { return self.solved_or_tried(sought, facts, work) };
        let truths: Box<[bool]> = sought.pieces.iter().map(|piece| piece.truth).collect();
        let asked = (problem, truths);
        if !sought.plain
            && let Some(found) = self.found.borrow().get(&asked)
        {
            return found.clone();
        }
        let mut found = self.look(sought, &asked, facts, work);
        if let Found::Model(answers) = &mut found {
            answers.retain(|(id, _)| asked.0.ids.contains(id));
        }
        if !sought.plain && !matches!(found, Found::Unknown) {
            let mut known = self.found.borrow_mut();
            if known.len() >= MOST_FOUND {
                known.clear();
            }
            known.insert(asked, found.clone());
        }
        found
    }

    /// The same by what is left.
    fn look(&self, sought: &Sought, (problem, truths): &Posed, facts: &mut Facts, work: &Work) -> Found {
        let open = problem.compared.iter().any(Compared::is_open);
        if !open {
            return self.solved_or_tried(sought, facts, work);
        }
        let wanted = |(compared, truth): (&Compared, &bool)| Wanted { compared: compared.clone(), truth: *truth };
        let wanted: Vec<Wanted> = problem.compared.iter().zip(truths).map(wanted).collect();
        if is_impossible(&problem.lines, &wanted, 1, work) {
            return Found::Impossible;
        }
        match self.tried(sought, Some(problem), facts, work) {
            Found::Unknown if is_impossible(&problem.lines, &wanted, PIECES, work) => Found::Impossible,
            Found::Unknown => self.by_parts(sought, problem, facts, work),
            found => found,
        }
    }

    fn solved_or_tried(&self, sought: &Sought, facts: &mut Facts, work: &Work) -> Found {
        match self.solved(sought, &BTreeSet::new(), facts, work) {
            Found::Unknown => self.tried(sought, None, facts, work),
            found => found,
        }
    }

    /// Looks for answers while those that choose between numbers, and those that are multiplied, are some that are tried:
    /// what is found is right; that there are none is not known then.
    fn tried(&self, sought: &Sought, left: Option<&Problem>, facts: &mut Facts, work: &Work) -> Found {
        if sought.pieces.iter().any(|piece| piece.with.is_some()) {
            return Found::Unknown;
        }
        let all = |of: fn(&Relation) -> &[QuestionId]| -> BTreeSet<QuestionId> {
            let ids = sought.pieces.iter().flat_map(|piece| of(piece.relation));
            ids.copied().filter(|id| (sought.free)(*id)).collect()
        };
        let (choosing, vars) = (all(|relation| &relation.held), all(|relation| &relation.vars));
        let vars: Vec<QuestionId> = vars.difference(&choosing).copied().collect();
        let all = choosing.iter().chain(&vars);
        let before: Vec<(QuestionId, Option<Answer>)> = all.map(|id| (*id, facts.answer(*id).cloned())).collect();
        for (alone, number) in std::iter::once(None).chain(ALONE.map(Some)).flat_map(|one| TRIED.map(|all| (one, all)))
        {
            let near = |id: QuestionId, number: Option<i64>| {
                let line = self.line(id, sought.classes)?;
                let own = before.iter().find(|(other, _)| *other == id).and_then(|(_, own)| own.clone());
                let at = number.and_then(|number| line.near(number));
                Some((id, at.and_then(|at| answer(&line, at)).or(own)?))
            };
            let chosen: Answers = choosing.iter().filter_map(|id| near(*id, number)).collect();
            put(facts, &chosen);
            // What is multiplied hangs on what chooses.
            let bent = match left {
                Some(left) => bent(&left.compared, &left.ids),
                None => {
                    let read = |piece: &Piece| {
                        Reading::new(sought.tree, facts, &vars, &self.kept).compared(&piece.relation.cond)
                    };
                    bent(&sought.pieces.iter().filter_map(read).collect::<Vec<_>>(), &vars)
                }
            };
            let bent: BTreeSet<QuestionId> = bent.into_iter().filter(|id| !choosing.contains(id)).collect();
            let held: BTreeSet<QuestionId> = choosing.iter().chain(&bent).copied().collect();
            // Of those that are multiplied, each is tried apart from the others, too.
            let apart = bent.iter().map(|id| Some(*id)).filter(|_| alone.is_some());
            for apart in apart.chain(alone.is_none().then_some(None)) {
                if work.take(A_TRY).is_none() {
                    back(facts, &before);
                    return Found::Unknown;
                }
                let of = |id: &QuestionId| near(*id, if Some(*id) == apart { alone } else { number });
                let answers: Answers = bent.iter().filter_map(of).chain(chosen.iter().cloned()).collect();
                put(facts, &answers);
                if let Found::Model(mut model) = self.solved(sought, &held, facts, work) {
                    back(facts, &before);
                    model.extend(answers);
                    return Found::Model(model);
                }
            }
            back(facts, &before);
        }
        Found::Unknown
    }

    /// The same, solved for all that is looked for but what is `held`: that is among the facts, too.
    fn solved(&self, sought: &Sought, held: &BTreeSet<QuestionId>, facts: &mut Facts, work: &Work) -> Found {
        let (mut ids, mut lines, mut near) = (Vec::new(), Vec::new(), Vec::new());
        // What chooses is solved for where all of its class choose alike.
        let free = |piece: &Piece| piece.with.is_none() && piece.relation.typed().all(|id| (sought.free)(*id));
        let of_classes = sought.pieces.iter().all(free);
        let vars: BTreeSet<QuestionId> =
            sought.pieces.iter().flat_map(|piece| piece.relation.typed().copied()).collect();
        for id in vars.into_iter().filter(|id| (sought.free)(*id) && !held.contains(id)) {
            // A question that was left empty is no variable, and comes to nothing.
            let Some(line) = self.line(id, sought.classes) else { continue };
            near.push(facts.answer(id).and_then(|answer| at(answer, &line)).unwrap_or(line.low));
            ids.push(id);
            lines.push(line);
        }
        let mut wanted = Vec::new();
        let relations = sought.said();
        let said = said(&relations);
        for piece in &sought.pieces {
            let with = |facts: &mut Facts, answer: Option<Answer>| {
                if let Some((id, _)) = piece.with {
                    facts.put(*id, answer);
                    facts.changed();
                }
            };
            let before = piece.with.and_then(|(id, _)| facts.answer(*id).cloned());
            with(facts, piece.with.map(|(_, answer)| answer.clone()));
            let reading = Reading::new(sought.tree, facts, &ids, &self.kept);
            let reading = if of_classes { reading.on(&lines).where_said(&said) } else { reading };
            let compared = reading.compared(&piece.relation.cond);
            with(facts, before);
            let Some(compared) = compared else { return Found::Unknown };
            wanted.push(Wanted { compared, truth: piece.truth });
        }
        let mut model = match solve(&lines, &wanted, &near, work) {
            Verdict::Model(model) => model,
            Verdict::Impossible => return Found::Impossible,
            Verdict::Unknown => return Found::Unknown,
        };
        let answers = |model: &[i128]| -> Option<Answers> {
            ids.iter().zip(&lines).zip(model).map(|((id, line), at)| Some((*id, answer(line, *at)?))).collect()
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
            plainer(&lines, &right, &mut model);
        }
        let facts = facts.into_inner();
        kept.into_iter().for_each(|(id, answer)| facts.put(id, answer));
        facts.changed();
        answers(&model).filter(|_| is_right).map_or(Found::Unknown, Found::Model)
    }

    /// Where the answer to a question lies, by its class.
    fn line(&self, id: QuestionId, classes: &FxHashMap<QuestionId, u32>) -> Option<Var> {
        let (low, high) = *self.spans.get(&(id, *classes.get(&id)?))?;
        let (grid, dates) = *self.grids.get(&id)?;
        Some(Var { low, high, grid, dates })
    }

    /// Whether a side of a relation may come to nothing.
    pub(crate) fn may_vanish(
        &self,
        tree: &Tree,
        facts: &Facts,
        relation: &Relation,
        classes: &FxHashMap<QuestionId, u32>,
    ) -> bool {
        let vars = relation.vars.iter().filter_map(|id| Some((*id, self.line(*id, classes)?)));
        let (ids, lines): (Vec<QuestionId>, Vec<Var>) = vars.unzip();
        let compared = Reading::new(tree, facts, &ids, &self.kept).on(&lines).compared(&relation.cond);
        compared.is_none_or(|compared| Within::all(&lines, |within| within.may_vanish(&compared)))
    }
}

/// Those of these variables that are multiplied by others, or that something is divided by.
fn bent(compared: &[Compared], vars: &[QuestionId]) -> Vec<QuestionId> {
    let mut found = Vec::new();
    for one in compared {
        if let Compared::Numbers(_, sides) = one {
            sides.iter().for_each(|side| side.bent(&mut found));
        }
    }
    found.into_iter().filter_map(|var| vars.get(var).copied()).collect()
}

/// How much work it is to try one of them: what chooses may be long.
const A_TRY: u64 = 100_000;

/// Numbers that answers are tried with, where these cannot be solved for; none leaves them as they are.
const TRIED: [Option<i64>; 6] = [None, Some(1), Some(12), Some(0), Some(1_000), Some(-1)];

/// The same for one that is multiplied, while the others stand elsewhere.
const ALONE: [i64; 3] = [-1_000, 1_000, 1_000_000];

/// Puts answers back among the facts.
pub(crate) fn back(facts: &mut Facts, before: &[(QuestionId, Option<Answer>)]) {
    before.iter().for_each(|(id, answer)| facts.put(*id, answer.clone()));
    facts.changed();
}

/// Puts answers among the facts.
pub(crate) fn put(facts: &mut Facts, answers: &[(QuestionId, Answer)]) {
    answers.iter().for_each(|(id, answer)| facts.put(*id, Some(answer.clone())));
    facts.changed();
}

pub(crate) fn answer(line: &Var, at: i128) -> Option<Answer> {
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
