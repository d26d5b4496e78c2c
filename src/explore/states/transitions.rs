//! One tree as a machine: from what can still matter of a walk to each answer that is allowed there, and on to what
//! can still matter then. Everything that goes through states, of one tree or of two at once, is built on it.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::order::{Order, rows};
use crate::engine::{Facts, Fault, Lead};
use crate::explore::bound::HEAP;
use crate::explore::classes::class::{Class, Domain, MISSING};
use crate::explore::classes::domain;
use crate::explore::classes::firsts::{self, Firsts};
use crate::explore::classes::meeting::relations::{Relation, asked_by};
use crate::explore::conditions::atoms::{AtomId, Atoms};
use crate::explore::conditions::liveness::{Liveness, liveness};
use crate::explore::conditions::reads::{Sight, Sites, sites};
use crate::explore::residual::boxes::put_together;
use crate::explore::states::hanging::relations::Relations;
use crate::explore::states::hanging::typed_texts::TypedTexts;
use crate::explore::states::keeping::merge::{Came, Merge};
use crate::explore::states::keeping::projection::Views;
use crate::explore::states::keeping::state::{Layout, State, scale};
use crate::explore::states::telling::rankings::{Lists, Rank, Ranks};
use crate::tree::graph::{Exits, Groups, Reach, all_exits, groups};
use crate::tree::{Answer, Kind, Place, QuestionId, ScoreId, Target, Tree};

/// A tree with all that is needed to go through its states.
pub(crate) struct Machine<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) atoms: Atoms<'t>,
    pub(crate) exits: Vec<Exits>,
    pub(crate) groups: Groups,
    pub(crate) domains: Vec<Domain>,
    pub(crate) views: Views<'t>,
    pub(crate) layouts: Vec<Layout>,
    pub(crate) outcome_layouts: Vec<Layout>,
    pub(crate) facts: Facts<'t>,
    /// Scores are kept as whole numbers of 10^-scale.
    pub(crate) scale: u32,
    /// By question: its position among the questions of its circle.
    positions: Vec<u32>,
    /// What is looked at ahead of each place; gone once it is laid out.
    pub(super) live: Liveness,
    /// What is looked at where; gone, too.
    pub(super) sites: Sites,
    /// By question: its rules, where they are many.
    pub(crate) firsts: Vec<Option<Rc<Firsts>>>,
    /// The relations of several typed answers that are decided.
    pub(crate) relations: Relations,
    pub(crate) texts: TypedTexts,
    /// How much of rankings is told.
    pub(crate) ranks: Ranks,
    /// The long lists that are ranked.
    lists: Lists,
    /// How many bytes the ways on from one state may take.
    pub(crate) room: usize,
    pub(crate) full: bool,
    /// What the answer at hand adds to which scores, each once.
    pub(crate) added: Vec<(ScoreId, i64)>,
    /// Merges states that are the same for all that lies ahead, where that is wanted.
    pub(crate) merge: Option<Box<Merge<'t>>>,
    /// In which order its questions are gone through.
    pub(crate) order: Order,
    /// What is kept at the next place, filled anew for each answer.
    next: Vec<u64>,
}

/// Where an answer, or a question that is skipped, leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) place: Place,
    pub(crate) state: State,
    /// How the outcomes of a ranking scored, where one decided.
    pub(crate) rank: Option<Rank>,
}

/// What follows one class of answers.
#[derive(Debug)]
pub(crate) struct Way {
    /// Which class, with what else the answer decides; none where the question is skipped.
    pub(crate) class: Option<u32>,
    pub(crate) to: Result<Step, Fault>,
}

impl Way {
    pub(crate) fn bytes(&self) -> usize {
        let step = self.to.as_ref().ok();
        let held = step.map_or(0, |step| size_of_val(&*step.state) + step.rank.as_ref().map_or(0, Rank::bytes));
        held + size_of::<Self>() + HEAP
    }
}

/// Which relations of several typed answers are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decide {
    Nothing,
    /// All, and each set of boxes is told by itself.
    Each,
    All,
    /// Those that decide where walks go.
    Leading,
}

/// Somebody who looks on while a machine goes through its states; the facts are those of the state.
pub(crate) trait Watch<'t> {
    /// A walk comes to a question, and it is not known yet whether it is skipped.
    fn arrives(&mut self, _id: QuestionId, _facts: &Facts<'t>) {}
    /// The question is asked.
    fn asks(&mut self, _id: QuestionId, _facts: &Facts<'t>) {}
    /// An answer, which is among the facts, is tried against the author's `reject`; true if one refuses it.
    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        facts.refusal(id).is_some()
    }
    /// An answer, which is among the facts, is allowed.
    fn answers(&mut self, _id: QuestionId, _number: u32, _class: &Class, _facts: &Facts<'t>) {}
    /// A question, asked or skipped, is left by a rule, or by none.
    fn leads(&mut self, _id: QuestionId, _rule: Option<usize>) {}
}

/// Which answers are told apart.
#[derive(Clone, Copy)]
pub(crate) enum Classes<'c> {
    /// Those that anything looked at tells apart, and these from others that they are compared with.
    Beside(&'c [(QuestionId, Answer)]),
    /// Those that are typed as they are here, with the relations that are decided.
    As(&'c [Domain], &'c [Relation]),
}

/// Somebody who does not look.
pub(crate) struct Blind;

impl Watch<'_> for Blind {}

/// The classes of all questions' answers alone, for a tree that no machine is made of.
pub(crate) fn answers(tree: &Tree, today: chrono::NaiveDate) -> Vec<Domain> {
    let mut atoms = Atoms::new(tree);
    sites(tree, &mut atoms, Sight::Routes);
    domain::domains(tree, &atoms, &mut Facts::new(tree, today), &[], false).0
}

impl<'t> Machine<'t> {
    /// Gets ready for a tree; `texts` tells apart what notes, holes and promises look at, too. None if the sums of
    /// its scores cannot be kept, or if it looks at too much at once. The domains may be cut finer before [`Machine::lay_out`] ends the preparations.
    pub(crate) fn new(tree: &'t Tree, today: chrono::NaiveDate, texts: bool) -> Option<Self> {
        Self::beside(tree, today, texts, &[])
    }

    /// As [`Machine::new`], where answers are compared with those that are given, too.
    pub(crate) fn beside(
        tree: &'t Tree,
        today: chrono::NaiveDate,
        texts: bool,
        given: &[(QuestionId, Answer)],
    ) -> Option<Self> {
        Self::looking(tree, today, if texts { Sight::Texts } else { Sight::Routes }, Classes::Beside(given))
    }

    /// As [`Machine::new`], with exactly what is to be told apart.
    pub(crate) fn looking(tree: &'t Tree, today: chrono::NaiveDate, sight: Sight, classes: Classes) -> Option<Self> {
        Self::made(tree, today, sight, classes, Decide::Nothing, &Order::default())
    }

    /// As [`Machine::looking`], where relations of several typed answers are decided, and each set of boxes is told.
    pub(crate) fn telling(tree: &'t Tree, today: chrono::NaiveDate, sight: Sight, classes: Classes) -> Option<Self> {
        Self::made(tree, today, sight, classes, Decide::Each, &Order::default())
    }

    /// The same, where sets of many boxes that leave the same of all conditions are one class.
    pub(crate) fn deciding(tree: &'t Tree, today: chrono::NaiveDate, sight: Sight, classes: Classes) -> Option<Self> {
        Self::ordered(tree, today, sight, classes, &Order::default())
    }

    /// The same in another order.
    pub(crate) fn ordered(
        tree: &'t Tree,
        today: chrono::NaiveDate,
        sight: Sight,
        classes: Classes,
        order: &Order,
    ) -> Option<Self> {
        Self::made(tree, today, sight, classes, Decide::All, order)
    }

    /// The same, where relations that only outcomes and promises read are passed over: they lead nobody anywhere.
    pub(crate) fn leading(tree: &'t Tree, today: chrono::NaiveDate, sight: Sight, classes: Classes) -> Option<Self> {
        Self::made(tree, today, sight, classes, Decide::Leading, &Order::default())
    }

    fn made(
        tree: &'t Tree,
        today: chrono::NaiveDate,
        sight: Sight,
        classes: Classes,
        decide: Decide,
        order: &Order,
    ) -> Option<Self> {
        let mut atoms = Atoms::new(tree);
        let sites = sites(tree, &mut atoms, sight);
        Self::with(tree, today, (atoms, sites), classes, (decide, order))
    }

    /// As [`Machine::looking`], at what is told apart already.
    pub(crate) fn at(tree: &'t Tree, today: chrono::NaiveDate, looked: (Atoms<'t>, Sites)) -> Option<Self> {
        Self::with(tree, today, looked, Classes::Beside(&[]), (Decide::Nothing, &Order::default()))
    }

    fn with(
        tree: &'t Tree,
        today: chrono::NaiveDate,
        (mut atoms, mut sites): (Atoms<'t>, Sites),
        classes: Classes,
        (decide, order): (Decide, &Order),
    ) -> Option<Self> {
        let mut exits = all_exits(tree);
        order.exits(&mut exits);
        let groups = groups(&exits);
        let texts = TypedTexts::of(&mut atoms, &mut sites, decide == Decide::Leading);
        let mut facts = Facts::new(tree, today);
        let (mut domains, mut list) = match classes {
            Classes::Beside(given) => {
                let (domains, decided) = domain::domains(tree, &atoms, &mut facts, given, decide != Decide::Nothing);
                (domains, decided.list)
            }
            Classes::As(known, relations) => (domain::of_sets(tree, &atoms, known), asked_by(relations, &atoms)),
        };
        if matches!(decide, Decide::All | Decide::Leading) {
            let sets = tree.questions().filter(|(_, question)| matches!(question.kind, Kind::Many { .. })).count();
            let apart = sets < 2 || !list.is_empty();
            let rows = if apart { Vec::new() } else { rows(tree, &exits, &groups, &domains) };
            put_together(tree, &rows, &mut atoms, &facts, &mut domains);
        }
        let live = liveness(&atoms, &sites, &exits, &groups)?;
        if decide == Decide::Leading {
            let leading: FxHashSet<AtomId> = sites.questions.iter().flat_map(|site| site.leading()).copied().collect();
            list.retain(|relation| relation.atoms.iter().any(|atom| leading.contains(atom)));
        }
        let relations = Relations::new(tree, list, &sites, Reach::new(&exits, &groups));
        let mut positions = vec![0; tree.questions().len()];
        for members in &groups.members {
            for (position, id) in (0..).zip(members) {
                if let Some(slot) = positions.get_mut(id.index()) {
                    *slot = position;
                }
            }
        }
        let scale = scale(tree)?;
        Some(Self {
            tree,
            atoms,
            exits,
            groups,
            domains,
            views: Views::default(),
            layouts: Vec::new(),
            outcome_layouts: Vec::new(),
            facts,
            scale,
            positions,
            live,
            sites,
            firsts: Vec::new(),
            relations,
            texts,
            ranks: Ranks::All,
            lists: Lists::default(),
            room: usize::MAX,
            full: false,
            added: Vec::new(),
            merge: None,
            order: order.clone(),
            next: Vec::new(),
        })
    }

    /// True if the ways on from the last state took more than [`Machine::room`]: then some are missing.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// False if a question surely was not asked when a walk comes to another.
    pub(crate) fn may_precede(&self, first: QuestionId, then: QuestionId) -> bool {
        let group = |id: QuestionId| self.groups.of.get(id.index());
        first != then && group(first) >= group(then)
    }

    /// True if something at a question or behind it may look at the answer to an earlier one.
    pub(crate) fn remembers(&self, at: QuestionId, earlier: QuestionId) -> bool {
        let views = self.layouts.get(at.index()).map_or(&[][..], |layout| &layout.views);
        views.iter().filter_map(|view| self.views.list.get(*view as usize)).any(|view| view.question == earlier)
    }

    pub(crate) fn circle_of(&self, id: QuestionId) -> &[QuestionId] {
        let group = self.groups.of.get(id.index()).copied().unwrap_or(0);
        self.groups.members.get(group).map_or(&[], Vec::as_slice)
    }

    /// True if a walk might come to the question again, conditions aside.
    pub(crate) fn is_circle(&self, id: QuestionId) -> bool {
        self.circle_of(id).len() > 1 || self.exits.get(id.index()).is_some_and(|exits| exits.questions.contains(&id))
    }

    /// The questions whose answers are not all told apart.
    pub(crate) fn inexact(&self) -> Vec<QuestionId> {
        let inexact = self.domains.iter().enumerate().filter(|(_, domain)| !domain.exact);
        inexact.map(|(index, _)| QuestionId::at(index)).collect()
    }

    /// The first question, and the state of a walk that has not begun.
    pub(crate) fn start(&self) -> (QuestionId, State) {
        let start = self.order.start(self.tree);
        let mut state = Vec::new();
        if let Some(layout) = self.layouts.get(start.index()) {
            state.resize(layout.circle, 0_u64);
            state.resize(layout.circle + layout.views.len(), u64::from(MISSING));
            state.resize(layout.circle + layout.views.len() + layout.scores.len() + layout.relations.len(), 0);
        }
        (start, state.into())
    }

    /// How many questions of its circle a walk in this state at a question has passed.
    pub(crate) fn passed(&self, id: QuestionId, state: &State) -> usize {
        let words = self.layouts.get(id.index()).map_or(0, |layout| layout.circle);
        state.iter().take(words).map(|word| word.count_ones() as usize).sum()
    }

    /// Comes to a question; true if it is skipped.
    fn arrives(&self, id: QuestionId, watch: &mut dyn Watch<'t>) -> bool {
        watch.arrives(id, &self.facts);
        self.facts.is_skipped(id)
    }

    /// Comes to a question: what follows each class of answers that is allowed there, into `ways`; one way without
    /// a class if the question is skipped, and no way where only some answers were tried and none of them is allowed.
    ///
    /// # Errors
    /// If a walk stops here.
    pub(crate) fn expand(
        &mut self,
        id: QuestionId,
        state: &State,
        watch: &mut dyn Watch<'t>,
        ways: &mut Vec<Way>,
    ) -> Result<(), Fault> {
        ways.clear();
        self.full = false;
        let circle = self.layouts.get(id.index()).map_or(0, |layout| layout.circle);
        let mut passed: Vec<u64> = state.iter().take(circle).copied().collect();
        if circle > 0 {
            let position = self.positions.get(id.index()).copied().unwrap_or(0) as usize;
            if let Some(word) = passed.get_mut(position / 64) {
                if *word & (1 << (position % 64)) != 0 {
                    return Err(Fault::AskedTwice(id));
                }
                *word |= 1 << (position % 64);
            }
        }
        self.load(state, Place::Question(id));
        let done = if self.relations.lost {
            // Nothing is told of what is not known.
            Ok(())
        } else if self.arrives(id, watch) {
            if !self.relations.is_empty() {
                let known = self.known(id, state);
                self.relations.look_at(self.tree, Place::Question(id), true, &self.facts, &known);
            }
            let way = self.leave(id, None, state, &passed, watch);
            let stuck = way.to.as_ref().err().copied();
            ways.push(way);
            stuck.map_or(Ok(()), Err)
        } else {
            self.ask(id, state, &passed, watch, ways)
        };
        self.unload(Place::Question(id));
        done
    }

    /// Where a question leads, as [`Facts::lead`] says it.
    fn lead(&self, id: QuestionId, given: Option<(u32, &Class)>) -> Option<Lead<'t>> {
        let chosen = given.and_then(|(_, class)| class.answer.choice());
        let (Some((number, class)), Some(Some(firsts))) = (given, self.firsts.get(id.index())) else {
            return self.facts.lead(id, chosen);
        };
        let options = self.tree.question(id).kind.options();
        if class
            .answer
            .choice()
            .and_then(|index| options.get(index as usize))
            .is_some_and(|option| option.goto.is_some())
        {
            return self.facts.lead(id, chosen);
        }
        let rules = firsts::rules(self.tree, id)?;
        let rule = firsts.lead(number, rules, &self.facts)?;
        Some(Lead { rule: Some(rule), target: &rules.get(rule)?.goto })
    }

    pub(crate) fn leave(
        &mut self,
        id: QuestionId,
        given: Option<(u32, &Class)>,
        state: &State,
        passed: &[u64],
        watch: &mut dyn Watch<'t>,
    ) -> Way {
        let class = given.map(|(number, _)| number);
        let Some(lead) = self.lead(id, given) else {
            return Way { class, to: Err(Fault::NoRule(id)) };
        };
        watch.leads(id, lead.rule);
        let (place, rank) = match lead.target {
            Target::Question(to) => (Place::Question(self.order.to(id, *to)), None),
            Target::Outcome(id) => (Place::Outcome(*id), None),
            Target::BestOf(ranked) => {
                let sums = self.scores_after(id, state, given.is_some());
                let rank = self.lists.rank(self.tree, ranked, &sums, self.ranks);
                let best = rank.best().next();
                match best {
                    Some(best) => (Place::Outcome(best), (self.ranks != Ranks::Best).then_some(rank)),
                    None => return Way { class, to: Err(Fault::NoRule(id)) },
                }
            }
        };
        let mut next = std::mem::take(&mut self.next);
        self.next_state(id, given, place, state, passed, &mut next);
        let state = self.merged(Some(Came { from: id, given, state }), place, &next);
        self.next = next;
        Way { class, to: Ok(Step { place, state, rank }) }
    }
}
