//! Relations of several typed answers on the way: which of them a state has to know, which an answer completes, and
//! answers that hang together as they do.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::models::{Answers, Lines, Modelled};
use crate::engine::Facts;
use crate::explore::arithmetic::terms::reading::Reading;
use crate::explore::arithmetic::terms::term::{Compared, Day, Term, Var};
use crate::explore::arithmetic::work::Work;
use crate::explore::classes::class::Domain;
use crate::explore::classes::limits::own_limits;
use crate::explore::classes::meeting::left::left;
use crate::explore::classes::meeting::relations::Relation;
use crate::explore::conditions::atoms::AtomId;
use crate::explore::conditions::reads::Sites;
use crate::tree::graph::Reach;
use crate::tree::{Cond, OutcomeId, Place, QuestionId, Tree};

/// A relation by its position in the list, and whether it is true.
pub(crate) type Truth = (u32, bool);

/// What is said in a state of a relation.
pub(crate) const OPEN: u64 = 0;

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
    /// The questions that refuse answers by relations that these complete, where it is not decided before whether they
    /// leave any.
    refusing: FxHashSet<QuestionId>,
    /// Those that may have some answer refused: walks go on with one of their truths only.
    pub(crate) limiting: FxHashSet<u32>,
    /// Which truths an answer decided, by number; the first are none.
    truths: Vec<Box<[Truth]>>,
    numbers: FxHashMap<Box<[Truth]>, u32>,
    /// Answers that leave none to a question.
    stopped: Vec<Answers>,
    pub(crate) known: FxHashMap<Vec<u32>, Modelled>,
    /// By truths: answers that were found last to be as they say.
    pub(crate) last: FxHashMap<Box<[Truth]>, Answers>,
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

/// What a walk surely comes to behind an answer before it is asked anything else.
#[derive(Default)]
pub(crate) struct Sure {
    /// These questions are skipped, ...
    pub(crate) skipped: Vec<QuestionId>,
    /// ... and it is asked this one then; none where that is not known.
    pub(crate) next: Option<QuestionId>,
    /// It ends.
    pub(crate) ends: bool,
}

impl Sure {
    /// Whether a walk may be asked a question behind another.
    fn may_come_to(&self, from: QuestionId, to: QuestionId, reach: &mut Reach) -> bool {
        !self.ends && !self.skipped.contains(&to) && reach.may_come_to(self.next.unwrap_or(from), to)
    }
}

/// How much is worked out for all states together.
const MOST_WORK: u64 = 100_000_000;

impl Relations {
    pub(crate) fn new(tree: &Tree, list: Vec<Relation>, sites: &Sites, reach: Reach) -> Self {
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
        let (mut refusing, mut limiting) = (FxHashSet::default(), FxHashSet::default());
        for (id, question) in tree.questions() {
            let limits = if question.rejects.is_empty() { Vec::new() } else { own_limits(tree, id) };
            let with = |cond: &Cond| list.iter().any(|one| one.is_of(cond));
            let decided =
                left(tree, id).is_some_and(|left| left.pairs.is_empty() || left.decided_with(tree).is_some_and(with));
            for reject in &question.rejects {
                // What it leaves hangs on the limits, too.
                let read = tree.questions_read(|see| {
                    reject.when.reads(see);
                    limits.iter().for_each(|limit| limit.reads(see));
                });
                for (number, relation) in (0_u32..).zip(&list) {
                    let by_it = relation.reads().all(|other| read.contains(other));
                    limiting.extend(by_it.then_some(number));
                    // Between limits that move, nothing may be left that is not refused.
                    if !decided && (relation.limit || by_it) && relation.reads().any(|other| *other == id) {
                        refusing.insert(id);
                    }
                }
            }
        }
        limiting.extend((0_u32..).zip(&list).filter(|(_, relation)| relation.limit).map(|(number, _)| number));
        let work = Work::of(MOST_WORK);
        Self {
            list,
            asked,
            questions,
            outcomes,
            leading,
            reach: Some(reach),
            refusing,
            limiting,
            truths,
            work,
            ..Self::default()
        }
    }

    /// Whether some are read by nothing but what is shown, and by promises.
    pub(crate) fn some_are_only_shown(&self) -> bool {
        (0_u32..).zip(&self.list).any(|(number, _)| !self.leading.contains(&number))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes note of the classes of the questions that meet.
    pub(crate) fn lay_out(&mut self, domains: &[Domain]) {
        self.lines = Lines::of(self.list.iter().flat_map(|relation| relation.vars.iter().copied()), domains);
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

    /// These, and those that read the answer to a question and nothing else.
    pub(crate) fn with_alone(&self, mut some: Vec<u32>, id: QuestionId) -> Vec<u32> {
        let alone = (0_u32..).zip(&self.list).filter(|(_, relation)| relation.reads().all(|other| *other == id));
        some.extend(alone.map(|(number, _)| number));
        sorted(some)
    }

    /// Those that hang together with some by the answers that meet in them.
    pub(crate) fn together(&self, some: &[u32]) -> Vec<u32> {
        let of = some.iter().filter_map(|number| self.get(*number));
        let mut questions: FxHashSet<QuestionId> = of.flat_map(|relation| relation.vars.iter().copied()).collect();
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

    /// Those that the answer to a question completes, which is among the facts; `known` are complete already, and of
    /// what a walk comes to behind it so much is `sure`.
    pub(crate) fn completed(
        &mut self,
        tree: &Tree,
        id: QuestionId,
        facts: &Facts,
        (known, sure): (&[Truth], &Sure),
    ) -> Vec<u32> {
        let Some(mut reach) = self.reach.take() else { return Vec::new() };
        let mut found = self.incomplete(id, known);
        found.retain(|number| {
            let Some(relation) = self.get(*number) else { return false };
            let done = |other: &QuestionId| facts.answer(*other).is_some() || !sure.may_come_to(id, *other, &mut reach);
            relation.reads().all(done) && !self.is_settled(tree, relation, facts)
        });
        self.reach = Some(reach);
        found
    }

    /// Those that the answer to a question may complete, be it that nothing more is asked then that they read.
    fn incomplete(&self, id: QuestionId, known: &[Truth]) -> Vec<u32> {
        let is_open = |number: &&u32| !known.iter().any(|(other, _)| other == *number);
        self.live.get(id.index()).into_iter().flatten().filter(is_open).copied().collect()
    }

    /// Whether one of them reads something that was not asked, and a walk may come to it, conditions aside.
    pub(crate) fn some_wait(&mut self, id: QuestionId, facts: &Facts, known: &[Truth]) -> bool {
        let waiting = self.incomplete(id, known);
        let Self { list, reach: Some(reach), .. } = self else { return false };
        waiting.iter().filter_map(|number| list.get(*number as usize)).any(|relation| {
            relation.reads().any(|other| facts.answer(*other).is_none() && reach.may_come_to(id, *other))
        })
    }

    /// Whether it is known of a relation what it comes to, whatever the answers among the facts are.
    fn is_settled(&self, tree: &Tree, relation: &Relation, facts: &Facts) -> bool {
        let there = |id: &&QuestionId| facts.answer(**id).is_some();
        match relation.vars.iter().filter(there).count() {
            0 => return true,
            count if count == relation.vars.len() => return false,
            _ => {}
        }
        let line = |id: &QuestionId| Some((*id, self.lines.line(*id, &self.classes)?));
        let (ids, lines): (Vec<QuestionId>, Vec<Var>) = relation.vars.iter().filter(there).filter_map(line).unzip();
        match Reading::new(tree, facts, &ids, &lines).compared(&relation.cond) {
            Some(Compared::Never) => true,
            Some(Compared::Numbers(_, sides)) => sides.iter().all(|side| matches!(side, Term::Fixed(_))),
            Some(Compared::Days(_, sides)) => sides.iter().all(|side| matches!(side, Day::Fixed(_))),
            None => false,
        }
    }

    /// Whether one of these is read at a place, before an answer or behind it, and it is not known whether it is true.
    pub(crate) fn are_open(&self, tree: &Tree, id: QuestionId, behind: bool, facts: &Facts, known: &[Truth]) -> bool {
        let reads = self.questions.get(id.index());
        let list = reads.map_or(&[][..], |reads| if behind { &reads.after } else { &reads.before });
        list.iter().any(|number| self.is_open(tree, *number, facts, known))
    }

    /// Whether it is not known of one what it comes to.
    fn is_open(&self, tree: &Tree, number: u32, facts: &Facts, known: &[Truth]) -> bool {
        !known.iter().any(|(other, _)| *other == number)
            && self.get(number).is_some_and(|relation| !self.is_settled(tree, relation, facts))
    }

    /// Takes note of relations that are read while it is not known whether they are true.
    pub(crate) fn look_at(&mut self, tree: &Tree, place: Place, skipped: bool, facts: &Facts, known: &[Truth]) {
        let reads = match place {
            Place::Question(id) => self.questions.get(id.index()),
            Place::Outcome(id) => self.outcomes.get(OutcomeId::index(id)),
        };
        let Some(Reads { before, after }) = reads else { return };
        let completes = |number: &u32| {
            let here = |id| self.get(*number).is_some_and(|relation| relation.reads().any(|other| *other == id));
            matches!(place, Place::Question(id) if here(id)) && !skipped && !before.contains(number)
        };
        let read = before.iter().chain(after).filter(|number| !completes(number));
        let open: Vec<u32> = read.filter(|number| self.is_open(tree, **number, facts, known)).copied().collect();
        self.leave_undecided(open);
    }

    /// Takes note of those that are read behind an answer, which is among the facts, and that it does not complete.
    pub(crate) fn look_behind(
        &mut self,
        tree: &Tree,
        id: QuestionId,
        facts: &Facts,
        known: &[Truth],
        completed: &[u32],
    ) {
        let after = self.questions.get(id.index()).map_or(&[][..], |reads| &reads.after);
        let read = after.iter().filter(|number| !completed.contains(number));
        let open: Vec<u32> = read.filter(|number| self.is_open(tree, **number, facts, known)).copied().collect();
        self.leave_undecided(open);
    }

    fn leave_undecided(&mut self, numbers: impl IntoIterator<Item = u32>) {
        let relations = numbers.into_iter().filter_map(|number| self.list.get(number as usize));
        self.undecided.extend(relations.flat_map(|relation| relation.vars.iter().copied()));
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
        self.leave_undecided(truths.iter().map(|(number, _)| *number));
    }

    /// Says that it is not known how those hang together that the answer to a question completes.
    pub(crate) fn give_up_on(&mut self, id: QuestionId) {
        let of_it = self.list.iter().filter(|relation| relation.reads().any(|other| *other == id));
        self.undecided.extend(of_it.flat_map(|relation| relation.vars.iter().copied()));
    }

    /// Whether a relation that the answer to a question completes may have it refused.
    pub(crate) fn refuses(&self, id: QuestionId) -> bool {
        self.refusing.contains(&id)
    }

    /// True if the answer to a question meets others, or is a text that decides with them: one class of it may do several
    /// things, which a choice does not.
    pub(crate) fn reads(&self, tree: &Tree, id: QuestionId) -> bool {
        let is_text = tree.question(id).kind.options().is_empty();
        self.list.iter().any(|relation| relation.vars.contains(&id) || is_text && relation.others.contains(&id))
    }
}

fn sorted(mut list: Vec<u32>) -> Vec<u32> {
    list.sort_unstable();
    list.dedup();
    list
}
