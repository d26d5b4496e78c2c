//! Relations of several typed answers on the way: which of them a state has to know, which an answer completes, and
//! answers that hang together as they do.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::models::{Answers, Found, Lines, Problem};
use crate::engine::Facts;
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::explore::classes::relations::Relation;
use crate::explore::conditions::atoms::AtomId;
use crate::explore::conditions::deciding::own_comparisons;
use crate::explore::conditions::reads::Sites;
use crate::tree::graph::Reach;
use crate::tree::{Answer, Cond, OutcomeId, Place, QuestionId, Tree};

/// A relation by its position in the list, and whether it is true.
pub(crate) type Truth = (u32, bool);

/// What is said in a state of a relation.
pub(crate) const OPEN: u64 = 0;

/// Relations of which it is known whether they are true, those of which it is asked, and what is left of all these.
pub(crate) type Asked = (Box<[Truth]>, Box<[u32]>, Problem);

/// What relations are in each way in which they can be true and false, with the answers that they still hang on.
pub(crate) type Ways = Vec<(Vec<Truth>, Vec<Answer>)>;

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
    pub(crate) lines: Lines,
    /// By question: those read at it or ahead.
    live: Vec<Vec<u32>>,
    questions: Vec<Reads>,
    outcomes: Vec<Reads>,
    /// Those that decide at some question where walks go.
    leading: FxHashSet<u32>,
    reach: Option<Reach>,
    /// The questions that refuse answers by relations that these complete.
    refusing: FxHashSet<QuestionId>,
    /// Which truths an answer decided, by number; the first are none.
    truths: Vec<Box<[Truth]>>,
    numbers: FxHashMap<Box<[Truth]>, u32>,
    /// Answers that leave none to a question.
    stopped: Vec<Answers>,
    pub(crate) known: FxHashMap<Vec<u32>, Found>,
    /// By what is left of relations: every way in which they can be true and false.
    pub(crate) ways: FxHashMap<Asked, Ways>,
    /// How often it was said that something is not known.
    pub(crate) given_up: u64,
    /// How much may still be worked out.
    pub(crate) work: Work,
    /// The class of each answer that the facts have.
    pub(crate) classes: FxHashMap<QuestionId, u32>,
    /// What the answer at hand decides.
    pub(crate) decided: Vec<Truth>,
    /// No answers were found that hang together as the state says.
    pub(crate) lost: bool,
    /// The questions of relations that could not be decided everywhere.
    pub(crate) undecided: BTreeSet<QuestionId>,
}

/// How much is worked out for all states together.
const MOST_WORK: u64 = 100_000_000;

impl Relations {
    pub(crate) fn new(tree: &Tree, mut list: Vec<Relation>, sites: &Sites, reach: Reach) -> Self {
        if !list.is_empty() {
            let mut chooses = |cond: &Cond| {
                let own = (0_u32..).zip(&mut list).filter(|(_, relation)| !relation.limit && relation.cond == *cond);
                own.for_each(|(number, relation)| relation.chooses = Some(number));
            };
            for (_, value) in tree.values() {
                value.conds(&mut |own| own_comparisons(tree, own, &mut chooses));
            }
        }
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
        let leading = sites.questions.iter().flat_map(|site| site.leading()).filter_map(|atom| asked.get(atom));
        let leading = leading.flatten().copied().collect();
        let truths = vec![Box::default()];
        let refuses = |id: &QuestionId| {
            tree.question(*id).rejects.iter().any(|reject| {
                let read = tree.questions_read(|see| reject.when.reads(see));
                list.iter().any(|relation| {
                    let all = || relation.vars.iter().chain(&relation.others);
                    // Between limits that move, nothing may be left that is not refused.
                    all().any(|other| other == id) && (relation.limit || all().all(|other| read.contains(other)))
                })
            })
        };
        let refusing = tree.questions().map(|(id, _)| id).filter(refuses).collect();
        let work = Work::of(MOST_WORK);
        Self {
            list,
            asked,
            questions,
            outcomes,
            leading,
            reach: Some(reach),
            refusing,
            truths,
            work,
            ..Self::default()
        }
    }

    /// Whether some are read by nothing but what is shown, and by promises.
    pub(crate) fn some_are_only_shown(&self) -> bool {
        (0_u32..).zip(&self.list).any(|(number, _)| !self.leading.contains(&number))
    }

    /// Whether some decide where walks go.
    pub(crate) fn some_lead(&self) -> bool {
        !self.leading.is_empty()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes note of the classes of the questions that meet.
    pub(crate) fn lay_out(&mut self, domains: &[Domain]) {
        self.lines = Lines::of(self.list.iter().flat_map(|relation| relation.typed().copied()), domains);
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
        let of = some.iter().filter_map(|number| self.get(*number));
        let mut questions: FxHashSet<QuestionId> = of.flat_map(|relation| relation.typed().copied()).collect();
        loop {
            let count = questions.len();
            let meets = |relation: &&Relation| relation.typed().any(|id| questions.contains(id));
            let more: Vec<QuestionId> = self.list.iter().filter(meets).flat_map(|one| one.typed().copied()).collect();
            questions.extend(more);
            if questions.len() == count {
                break;
            }
        }
        let meets = |relation: &Relation| relation.typed().any(|id| questions.contains(id));
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
        // What chooses is known before what it chooses for.
        found.sort_by_key(|number| list.get(*number as usize).is_none_or(|relation| relation.chooses.is_none()));
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

    /// A number for walks that are stopped with these answers before they give another.
    pub(crate) fn stopped(&mut self, classes: usize, model: &Answers) -> Option<u32> {
        let mark = u32::MAX.checked_sub(u32::try_from(self.stopped.len()).ok()?)?;
        self.stopped.push(model.clone());
        self.number(0, classes, &[(mark, true)])
    }

    /// The answers with which walks with such a number are stopped.
    pub(crate) fn stops(&self, number: u32, classes: usize) -> Option<&Answers> {
        match self.truths(number, classes) {
            [(mark, true)] => self.stopped.get(usize::try_from(u32::MAX - mark).ok()?),
            _ => None,
        }
    }

    /// What an answer with such a number decides besides its class.
    pub(crate) fn truths(&self, number: u32, classes: usize) -> &[Truth] {
        let position = (number as usize).checked_div(classes).unwrap_or(0);
        self.truths.get(position).map_or(&[], |truths| truths)
    }

    /// Says that it is not known how these hang together.
    pub(crate) fn give_up(&mut self, truths: &[Truth]) {
        self.given_up += 1;
        let relations = truths.iter().filter_map(|(number, _)| self.list.get(*number as usize));
        let vars: Vec<QuestionId> = relations.flat_map(|relation| relation.vars.iter().copied()).collect();
        self.undecided.extend(vars);
    }

    /// Says that it is not known how those hang together that the answer to a question completes.
    pub(crate) fn give_up_on(&mut self, id: QuestionId) {
        let of_it = self.list.iter().filter(|relation| relation.vars.contains(&id) || relation.others.contains(&id));
        let vars: Vec<QuestionId> = of_it.flat_map(|relation| relation.vars.iter().copied()).collect();
        self.undecided.extend(vars);
    }

    /// Whether a relation that the answer to a question completes may have it refused.
    pub(crate) fn refuses(&self, id: QuestionId) -> bool {
        self.refusing.contains(&id)
    }

    /// True if the answer to a question meets others, or decides with them.
    pub(crate) fn reads(&self, id: QuestionId) -> bool {
        self.list.iter().any(|relation| relation.vars.contains(&id) || relation.others.contains(&id))
    }
}

fn sorted(mut list: Vec<u32>) -> Vec<u32> {
    list.sort_unstable();
    list.dedup();
    list
}
