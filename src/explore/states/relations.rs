//! Relations of several typed answers on the way: which of them a state has to know, which an answer completes, and
//! answers that hang together as they do.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::state::Place;
use crate::engine::Facts;
use crate::explore::arithmetic::enclose::Within;
use crate::explore::arithmetic::reading::Reading;
use crate::explore::arithmetic::simplex::Verdict;
use crate::explore::arithmetic::solve::{plainer, solve};
use crate::explore::arithmetic::term::{Var, day, position};
use crate::explore::arithmetic::wanted::Wanted;
use crate::explore::classes::class::Domain;
use crate::explore::classes::relations::Relation;
use crate::explore::conditions::atoms::AtomId;
use crate::explore::conditions::reads::Sites;
use crate::tree::graph::Reach;
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// A relation by its position in the list, and whether it is true.
pub(crate) type Truth = (u32, bool);

/// What is said in a state of a relation.
pub(crate) const OPEN: u64 = 0;

/// Answers to typed questions.
pub(crate) type Answers = Vec<(QuestionId, Answer)>;

/// Answers that make relations true and false as wanted.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Model(Answers),
    Impossible,
    Unknown,
}

/// The line of a question's answers.
#[derive(Debug, Clone, Copy)]
struct Grid {
    places: u32,
    dates: bool,
}

/// Which relations are read where.
#[derive(Debug, Default)]
struct Reads {
    before: Vec<u32>,
    after: Vec<u32>,
}

/// All relations that are decided.
#[derive(Default)]
pub(crate) struct Relations {
    pub(crate) list: Vec<Relation>,
    /// By atom: the relations that it asks for.
    asked: FxHashMap<AtomId, Vec<u32>>,
    grids: FxHashMap<QuestionId, Grid>,
    spans: FxHashMap<(QuestionId, u32), (i128, i128)>,
    /// By question: those read at it or ahead.
    live: Vec<Vec<u32>>,
    questions: Vec<Reads>,
    outcomes: Vec<Reads>,
    reach: Option<Reach>,
    /// Which truths an answer decided, by number; the first are none.
    truths: Vec<Box<[Truth]>>,
    numbers: FxHashMap<Box<[Truth]>, u32>,
    known: FxHashMap<Vec<u32>, Found>,
    /// The class of each answer that the facts have.
    pub(crate) classes: FxHashMap<QuestionId, u32>,
    /// What the answer at hand decides.
    pub(crate) decided: Vec<Truth>,
    /// The questions of relations that could not be decided everywhere.
    pub(crate) undecided: BTreeSet<QuestionId>,
}

/// How many answers found are kept to be used again.
const MOST_KNOWN: usize = 20_000;

impl Relations {
    pub(crate) fn new(list: Vec<Relation>, sites: &Sites, reach: Reach) -> Self {
        let mut asked: FxHashMap<AtomId, Vec<u32>> = FxHashMap::default();
        for (number, relation) in (0_u32..).zip(&list) {
            relation.atoms.iter().for_each(|atom| asked.entry(*atom).or_default().push(number));
        }
        let read =
            |atoms: &[AtomId]| sorted(atoms.iter().filter_map(|atom| asked.get(atom)).flatten().copied().collect());
        let reads = |sites: &[crate::explore::conditions::reads::Site]| {
            sites.iter().map(|site| Reads { before: read(&site.before), after: read(&site.after) }).collect()
        };
        let (questions, outcomes) = (reads(&sites.questions), reads(&sites.outcomes));
        let truths = vec![Box::default()];
        Self { list, asked, questions, outcomes, reach: Some(reach), truths, ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes note of the classes of the questions that meet.
    pub(crate) fn lay_out(&mut self, domains: &[Domain]) {
        for id in self.list.iter().flat_map(|relation| relation.vars.iter().copied()) {
            let Some(domain) = domains.get(id.index()) else { continue };
            let Some(cut) = &domain.cut else { continue };
            self.grids.insert(id, Grid { places: cut.line.places, dates: cut.line.dates });
            let spans = (0_u32..).zip(&domain.classes).filter_map(|(number, _)| Some((number, domain.span(number)?)));
            self.spans.extend(spans.map(|(number, span)| ((id, number), span)));
        }
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Relation> {
        self.list.get(number as usize)
    }

    /// Those that these atoms ask for.
    pub(crate) fn asked(&self, atoms: &[AtomId]) -> Vec<u32> {
        sorted(atoms.iter().filter_map(|atom| self.asked.get(atom)).flatten().copied().collect())
    }

    /// Takes note of what is read at a question or ahead; the questions come in their order.
    pub(crate) fn live_at_next(&mut self, live: Vec<u32>) {
        self.live.push(live);
    }

    /// Those that hang together with some by the answers that meet in them.
    pub(crate) fn together(&self, some: &[u32]) -> Vec<u32> {
        let vars = |number: &u32| self.get(*number).map_or(&[][..], |relation| &relation.vars);
        let mut questions: FxHashSet<QuestionId> = some.iter().flat_map(vars).copied().collect();
        loop {
            let count = questions.len();
            let meets = |relation: &&Relation| relation.vars.iter().any(|id| questions.contains(id));
            let more: Vec<QuestionId> =
                self.list.iter().filter(meets).flat_map(|one| one.vars.iter().copied()).collect();
            questions.extend(more);
            if questions.len() == count {
                break;
            }
        }
        let meets = |relation: &Relation| relation.vars.iter().any(|id| questions.contains(id));
        (0_u32..).zip(&self.list).filter(|(_, relation)| meets(relation)).map(|(number, _)| number).collect()
    }

    /// Those that the answer to a question completes; `known` are complete already.
    pub(crate) fn completed(&mut self, id: QuestionId, facts: &Facts, known: &[Truth]) -> Vec<u32> {
        let Self { list, live, reach: Some(reach), .. } = self else { return Vec::new() };
        let mut found = Vec::new();
        for number in live.get(id.index()).into_iter().flatten() {
            let Some(relation) = list.get(*number as usize) else { continue };
            let of_it = relation.vars.contains(&id) || relation.others.contains(&id);
            let asked = |other: &QuestionId| *other == id || facts.answer(*other).is_some();
            if of_it
                && !known.iter().any(|(other, _)| other == number)
                && relation.vars.iter().all(asked)
                && relation.others.iter().all(|other| asked(other) || !reach.may_come_to(id, *other))
            {
                found.push(*number);
            }
        }
        found
    }

    /// Takes note of relations that are read while it is not known whether they are true.
    pub(crate) fn look_at(&mut self, place: Place, skipped: bool, facts: &Facts, known: &[Truth]) {
        let reads = match place {
            Place::Question(id) => self.questions.get(id.index()),
            Place::Outcome(id) => self.outcomes.get(OutcomeId::index(id)),
        };
        let Some(Reads { before, after }) = reads else { return };
        for number in before.iter().chain(after) {
            let Some(relation) = self.list.get(*number as usize) else { continue };
            let here = |id| relation.vars.contains(&id) || relation.others.contains(&id);
            let completes = matches!(place, Place::Question(id) if here(id)) && !skipped && !before.contains(number);
            if !completes
                && !known.iter().any(|(other, _)| other == number)
                && relation.vars.iter().all(|id| facts.answer(*id).is_some())
            {
                self.undecided.extend(relation.vars.iter().copied());
            }
        }
    }

    /// Takes note of those that are read behind an answer, which is among the facts, and that it does not complete.
    pub(crate) fn look_behind(&mut self, id: QuestionId, facts: &Facts, known: &[Truth], completed: &[u32]) {
        let after = self.questions.get(id.index()).map_or(&[][..], |reads| &reads.after);
        for number in after.iter().filter(|number| !completed.contains(number)) {
            let Some(relation) = self.list.get(*number as usize) else { continue };
            if !known.iter().any(|(other, _)| other == number)
                && relation.vars.iter().all(|id| facts.answer(*id).is_some())
            {
                self.undecided.extend(relation.vars.iter().copied());
            }
        }
    }

    /// The number of an answer's class, with what else it decides.
    pub(crate) fn number(&mut self, class: u32, classes: usize, truths: &[Truth]) -> Option<u32> {
        if truths.is_empty() {
            return Some(class);
        }
        let next = u32::try_from(self.truths.len()).ok()?;
        let position = *self.numbers.entry(truths.into()).or_insert(next);
        if position == next {
            self.truths.push(truths.into());
        }
        class.checked_add(position.checked_mul(u32::try_from(classes).ok()?)?)
    }

    /// What an answer with such a number decides besides its class.
    pub(crate) fn truths(&self, number: u32, classes: usize) -> &[Truth] {
        let position = (number as usize).checked_div(classes).unwrap_or(0);
        self.truths.get(position).map_or(&[], |truths| truths)
    }

    /// Some of the truths that hang together with one of them.
    fn group(&self, truths: &[Truth], first: Truth) -> Vec<Truth> {
        let mut group = vec![first];
        let mut at = 0;
        while let Some((number, _)) = group.get(at) {
            let vars = self.get(*number).map_or(&[][..], |relation| &relation.vars);
            let meets = |(other, _): &&Truth| {
                let others = self.get(*other).map_or(&[][..], |relation| &relation.vars);
                others.iter().any(|id| vars.contains(id))
            };
            let more: Vec<Truth> = truths.iter().filter(meets).filter(|one| !group.contains(one)).copied().collect();
            group.extend(more);
            at += 1;
        }
        group.sort_unstable();
        group
    }

    /// Puts answers among the facts that hang together as all of these say.
    pub(crate) fn put_models(&mut self, tree: &Tree, facts: &mut Facts, truths: &[Truth]) {
        let mut left: Vec<Truth> = truths.to_vec();
        while let Some(first) = left.first().copied() {
            let group = self.group(&left, first);
            left.retain(|one| !group.contains(one));
            match self.find(tree, facts, &group) {
                Found::Model(answers) => {
                    answers.into_iter().for_each(|(id, answer)| facts.put(id, Some(answer)));
                    facts.changed();
                }
                _ => self.give_up(&group),
            }
        }
    }

    /// Says that it is not known how these hang together.
    pub(crate) fn give_up(&mut self, truths: &[Truth]) {
        let relations = truths.iter().filter_map(|(number, _)| self.list.get(*number as usize));
        let vars: Vec<QuestionId> = relations.flat_map(|relation| relation.vars.iter().copied()).collect();
        self.undecided.extend(vars);
    }

    /// Every way in which relations can be true and false after an answer, which is among the facts with all others;
    /// with answers that are so. They come in the order of their truths.
    pub(crate) fn ways(
        &mut self,
        tree: &Tree,
        facts: &mut Facts,
        known: &[Truth],
        completed: &[u32],
    ) -> Vec<(Vec<Truth>, Answers)> {
        let vars: FxHashSet<QuestionId> = self.list.iter().flat_map(|relation| relation.vars.iter().copied()).collect();
        let model: Answers = vars.into_iter().filter_map(|id| Some((id, facts.answer(id)?.clone()))).collect();
        let mut found = Vec::new();
        self.split(tree, facts, (known, completed), &mut Vec::new(), &model, &mut found);
        put(facts, &model);
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }

    fn split(
        &mut self,
        tree: &Tree,
        facts: &mut Facts,
        (known, completed): (&[Truth], &[u32]),
        truths: &mut Vec<Truth>,
        model: &Answers,
        found: &mut Vec<(Vec<Truth>, Answers)>,
    ) {
        let Some(number) = completed.get(truths.len()).copied() else {
            return found.push((truths.clone(), model.clone()));
        };
        put(facts, model);
        let Some(relation) = self.get(number) else { return };
        let own = facts.cond(&relation.cond);
        truths.push((number, own));
        self.split(tree, facts, (known, completed), truths, model, found);
        truths.pop();
        put(facts, model);
        let other = (number, !own);
        let all: Vec<Truth> = known.iter().chain(truths.iter()).copied().collect();
        let group = self.group(&all, other);
        match self.find(tree, facts, &group) {
            Found::Model(answers) => {
                let mut model = model.clone();
                for (id, answer) in answers {
                    if let Some((_, slot)) = model.iter_mut().find(|(other, _)| *other == id) {
                        *slot = answer;
                    }
                }
                truths.push(other);
                self.split(tree, facts, (known, completed), truths, &model, found);
                truths.pop();
            }
            Found::Impossible => {}
            Found::Unknown => self.give_up(&group),
        }
    }

    /// Answers among these facts that make relations true and false as wanted.
    fn find(&mut self, tree: &Tree, facts: &mut Facts, truths: &[Truth]) -> Found {
        let mut key: Vec<u32> = truths.iter().map(|(number, truth)| number * 2 + u32::from(*truth)).collect();
        let relations = truths.iter().filter_map(|(number, _)| self.list.get(*number as usize));
        for id in relations.flat_map(|relation| relation.vars.iter().chain(&relation.others)) {
            key.push(self.classes.get(id).copied().unwrap_or(u32::MAX));
        }
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let found = self.search(tree, facts, truths, &self.classes, false);
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(key, found.clone());
        found
    }

    /// The same without what is known, by these classes. The facts stay as they are.
    fn search(
        &self,
        tree: &Tree,
        facts: &mut Facts,
        truths: &[Truth],
        classes: &FxHashMap<QuestionId, u32>,
        plain: bool,
    ) -> Found {
        let relations: Vec<(&Relation, bool)> =
            truths.iter().filter_map(|(number, truth)| Some((self.get(*number)?, *truth))).collect();
        let vars: BTreeSet<QuestionId> = relations.iter().flat_map(|(one, _)| one.vars.iter().copied()).collect();
        let (mut ids, mut lines, mut near) = (Vec::new(), Vec::new(), Vec::new());
        for id in vars {
            let class = classes.get(&id).copied();
            // A question that was left empty is no variable, and comes to nothing.
            let Some(span) = class.and_then(|class| self.spans.get(&(id, class))) else { continue };
            let Some(Grid { places, dates }) = self.grids.get(&id).copied() else { continue };
            let line = Var { low: span.0, high: span.1, places, dates };
            near.push(facts.answer(id).and_then(|answer| at(answer, &line)).unwrap_or(span.0));
            ids.push(id);
            lines.push(line);
        }
        let reading = Reading { tree, facts, vars: &ids };
        let mut wanted = Vec::new();
        for (relation, truth) in &relations {
            let Some(compared) = reading.compared(&relation.cond) else { return Found::Unknown };
            if relation.limit && !truth && Within::all(&lines, |within| within.may_vanish(&compared)) {
                // It may be no limit at all.
                return Found::Unknown;
            }
            wanted.push(Wanted { compared, truth: *truth });
        }
        let mut model = match solve(&lines, &wanted, &near) {
            Verdict::Model(model) => model,
            Verdict::Impossible => return Found::Impossible,
            Verdict::Unknown => return Found::Unknown,
        };
        let answers = |model: &[i128]| -> Option<Answers> {
            ids.iter().zip(&lines).zip(model).map(|((id, line), at)| Some((*id, answer(line, *at)?))).collect()
        };
        // What the engine itself says of them.
        let before: Vec<(QuestionId, Option<Answer>)> =
            ids.iter().map(|id| (*id, facts.answer(*id).cloned())).collect();
        let facts = std::cell::RefCell::new(facts);
        let right = |model: &[i128]| {
            let Some(answers) = answers(model) else { return false };
            let mut facts = facts.borrow_mut();
            put(&mut facts, &answers);
            relations.iter().all(|(relation, truth)| facts.cond(&relation.cond) == *truth)
        };
        let is_right = right(&model);
        if plain && is_right {
            plainer(&lines, &right, &mut model);
        }
        let facts = facts.into_inner();
        before.into_iter().for_each(|(id, answer)| facts.put(id, answer));
        facts.changed();
        answers(&model).filter(|_| is_right).map_or(Found::Unknown, Found::Model)
    }

    /// Answers for a whole walk: each by its class, and together as its numbers say. None where none are found.
    pub(crate) fn along(
        &self,
        tree: &Tree,
        domains: &[Domain],
        facts: &mut Facts,
        steps: &[(QuestionId, u32)],
    ) -> Option<Answers> {
        let mut truths: Vec<Truth> = Vec::new();
        let mut classes = FxHashMap::default();
        for (id, number) in steps {
            let domain = domains.get(id.index())?;
            truths.extend(self.truths(*number, domain.classes.len()));
            classes.insert(*id, domain.alone(*number));
            facts.put(*id, Some(domain.class(*number)?.answer.clone()));
        }
        facts.changed();
        let mut found = Vec::new();
        let mut left = truths;
        while let Some(first) = left.first().copied() {
            let group = self.group(&left, first);
            left.retain(|one| !group.contains(one));
            match self.search(tree, facts, &group, &classes, true) {
                Found::Model(answers) => found.extend(answers),
                _ => return None,
            }
        }
        Some(found)
    }

    /// True if the answer to a question meets others, or decides with them.
    pub(crate) fn reads(&self, id: QuestionId) -> bool {
        self.list.iter().any(|relation| relation.vars.contains(&id) || relation.others.contains(&id))
    }
}

fn put(facts: &mut Facts, answers: &[(QuestionId, Answer)]) {
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
        Answer::Number(number) => {
            let unit = Decimal::from_i128_with_scale(10_i128.checked_pow(line.places)?, 0);
            let units = number.checked_mul(unit)?.trunc().normalize();
            (units.scale() == 0).then(|| units.mantissa())
        }
        _ => None,
    }
}

fn sorted(mut list: Vec<u32>) -> Vec<u32> {
    list.sort_unstable();
    list.dedup();
    list
}
