//! The pass over all states: from the first question on, each state once, with all walks that come to it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::atoms::{AtomId, Atoms};
use super::domain::{Domain, domain};
use super::found::Found;
use super::live::{Liveness, liveness};
use super::report::Options;
use super::sites::sites;
use super::state::{Layout, Next, Place, State, scale};
use super::tally::{Link, Tally, to_f64};
use super::views::{MISSING, Views};
use crate::engine::{Facts, Fault};
use crate::tree::graph::{Exits, Groups, exits, groups};
use crate::tree::{Answer, OutcomeId, QuestionId, Target, Tree};

/// How weights are asked for: question, answer's position, weight.
type Weights = FxHashMap<(QuestionId, u32), f64>;

pub(super) struct Pass<'t> {
    pub(super) tree: &'t Tree,
    pub(super) atoms: Atoms<'t>,
    exits: Vec<Exits>,
    pub(super) groups: Groups,
    pub(super) domains: Vec<Domain>,
    pub(super) views: Views,
    pub(super) layouts: Vec<Layout>,
    pub(super) outcome_layouts: Vec<Layout>,
    pub(super) facts: Facts<'t>,
    /// Scores are kept as whole numbers of 10^-scale.
    pub(super) scale: u32,
    weights: Weights,
    /// By question: the class of the answer that was given, where changes are counted.
    given: FxHashMap<QuestionId, u32>,
    waiting: Vec<FxHashMap<State, Tally>>,
    ended: Vec<FxHashMap<State, Tally>>,
    pub(super) links: Vec<Link>,
    states: usize,
    most: usize,
}

impl<'t> Pass<'t> {
    /// Gets ready for a tree; `texts` looks at notes, holes and promises too. None if scores cannot be kept.
    pub(super) fn new(
        tree: &'t Tree,
        today: chrono::NaiveDate,
        texts: bool,
        options: &Options,
        given: &[(QuestionId, Answer)],
    ) -> Option<Self> {
        let mut atoms = Atoms::new(tree);
        let sites = sites(tree, &mut atoms, texts);
        let exits: Vec<Exits> = tree.questions().map(|(id, _)| exits(tree, id)).collect();
        let groups = groups(&exits);
        let live = liveness(&atoms, &sites, &exits, &groups);
        let mut facts = Facts::new(tree, today);
        let mut domains: Vec<Domain> = sites
            .questions
            .iter()
            .enumerate()
            .map(|(index, site)| domain(tree, QuestionId::at(index), &atoms, &mut facts, site.moving_limits))
            .collect();
        let given =
            given.iter().filter_map(|(id, answer)| Some((*id, given_class(domains.get_mut(id.index())?, answer)?)));
        let given = given.collect();
        let weights = options.weights.iter().map(|(question, index, weight)| ((*question, *index), *weight)).collect();
        let mut pass = Self {
            tree,
            atoms,
            exits,
            groups,
            domains,
            views: Views::default(),
            layouts: Vec::new(),
            outcome_layouts: Vec::new(),
            facts,
            scale: scale(tree)?,
            weights,
            given,
            waiting: vec![FxHashMap::default(); tree.questions().len()],
            ended: vec![FxHashMap::default(); tree.outcomes().len()],
            links: Vec::new(),
            states: 0,
            most: options.most_states,
        };
        pass.lay_out(&live);
        Some(pass)
    }

    fn lay_out(&mut self, live: &Liveness) {
        for (index, live) in live.questions.iter().enumerate() {
            let id = QuestionId::at(index);
            let views = self.views_of(&live.atoms, Some(id));
            let circle = if self.is_circle(id) { self.circle_of(id).len().div_ceil(64) } else { 0 };
            self.layouts.push(Layout { circle, views, scores: live.scores.clone() });
        }
        for live in &live.outcomes {
            let views = self.views_of(&live.atoms, None);
            self.outcome_layouts.push(Layout { circle: 0, views, scores: live.scores.clone() });
        }
    }

    fn views_of(&mut self, live: &[AtomId], but: Option<QuestionId>) -> Vec<u32> {
        let mut by_question: BTreeMap<QuestionId, Vec<AtomId>> = BTreeMap::new();
        for &atom in live {
            for &question in self.atoms.list.get(atom as usize).map_or(&[][..], |atom| &atom.questions) {
                if Some(question) != but {
                    by_question.entry(question).or_default().push(atom);
                }
            }
        }
        let mut views = Vec::with_capacity(by_question.len());
        for (question, atoms) in by_question {
            if let Some(domain) = self.domains.get(question.index()) {
                views.push(self.views.view(question, &atoms, &self.atoms, domain, &mut self.facts));
            }
        }
        views
    }

    fn circle_of(&self, id: QuestionId) -> &[QuestionId] {
        let group = self.groups.of.get(id.index()).copied().unwrap_or(0);
        self.groups.members.get(group).map_or(&[], Vec::as_slice)
    }

    fn is_circle(&self, id: QuestionId) -> bool {
        self.circle_of(id).len() > 1 || self.exits.get(id.index()).is_some_and(|exits| exits.questions.contains(&id))
    }

    /// True if every question's answers are told apart exactly.
    pub(super) fn is_exact(&self) -> bool {
        self.domains.iter().all(|domain| domain.exact)
    }

    /// Goes through all states; false if there were more than allowed.
    pub(super) fn run(&mut self, found: &mut Found<'t>) -> bool {
        let start = self.tree.start();
        let layout = self.layouts.get(start.index());
        let words = layout.map_or(0, |layout| layout.circle + layout.views.len() + layout.scores.len());
        let mut state = vec![0_u64; words];
        if let Some(layout) = layout {
            state.iter_mut().skip(layout.circle).take(layout.views.len()).for_each(|block| *block = u64::from(MISSING));
        }
        if let Some(waiting) = self.waiting.get_mut(start.index()) {
            waiting.insert(state.into(), Tally::start());
        }
        for group in (0..self.groups.members.len()).rev() {
            let members = self.groups.members.get(group).cloned().unwrap_or_default();
            let rounds = if members.first().is_some_and(|id| self.is_circle(*id)) { members.len() + 1 } else { 1 };
            for passed in 0..rounds {
                for &id in &members {
                    if !self.visit(id, passed, rounds > 1, found) {
                        return false;
                    }
                }
            }
        }
        for index in 0..self.ended.len() {
            let ended = self.ended.get_mut(index).map(std::mem::take).unwrap_or_default();
            for (state, tally) in ended {
                self.load(&state, Place::Outcome(OutcomeId::at(index)));
                let asked = |question| self.is_asked(question, &state, OutcomeId::at(index));
                found.ending(OutcomeId::at(index), &tally, &self.facts, &asked);
                self.unload(Place::Outcome(OutcomeId::at(index)));
            }
        }
        true
    }

    /// Goes on from the states at a question that passed so many questions of its circle.
    fn visit(&mut self, id: QuestionId, passed: usize, circle: bool, found: &mut Found<'t>) -> bool {
        let Some(waiting) = self.waiting.get_mut(id.index()) else { return true };
        let words = self.layouts.get(id.index()).map_or(0, |layout| layout.circle);
        let count = |state: &State| -> usize { state.iter().take(words).map(|word| word.count_ones() as usize).sum() };
        let now: Vec<(State, Tally)> = if circle {
            waiting.extract_if(|state, _| count(state) == passed).collect()
        } else {
            std::mem::take(waiting).into_iter().collect()
        };
        self.states += now.len();
        if self.states > self.most {
            return false;
        }
        for (state, tally) in now {
            self.arrive(id, &state, &tally, found);
        }
        true
    }

    fn arrive(&mut self, id: QuestionId, state: &State, tally: &Tally, found: &mut Found<'t>) {
        let position = self.circle_of(id).iter().position(|member| *member == id).unwrap_or(0);
        let circle = self.layouts.get(id.index()).map_or(0, |layout| layout.circle);
        if circle > 0 && state.get(position / 64).is_some_and(|word| word & (1 << (position % 64)) != 0) {
            found.fault(Fault::AskedTwice(id), tally);
            return;
        }
        let mut passed: Vec<u64> = state.iter().take(circle).copied().collect();
        if let Some(word) = passed.get_mut(position / 64) {
            *word |= 1 << (position % 64);
        }
        self.load(state, Place::Question(id));
        found.site(id, &self.facts, tally);
        if self.facts.is_skipped(id) {
            match self.facts.lead(id, None) {
                Some(lead) => {
                    found.rule(id, lead.rule);
                    self.go(id, None, lead.target, state, &passed, tally.clone(), found);
                }
                None => found.fault(Fault::NoRule(id), tally),
            }
        } else {
            self.ask(id, state, &passed, tally, found);
        }
        self.unload(Place::Question(id));
    }

    /// Gives every class of answers that is allowed here.
    fn ask(&mut self, id: QuestionId, state: &State, passed: &[u64], tally: &Tally, found: &mut Found<'t>) {
        if let Err(fault) = self.facts.can_be_answered(id) {
            return found.fault(fault, tally);
        }
        found.asked(id);
        let domain = self.domains.get(id.index()).cloned().unwrap_or_default();
        let mut allowed = Vec::new();
        for (class, entry) in (0_u32..).zip(&domain.classes) {
            if self.facts.check(id, &entry.answer).is_ok() {
                self.put(id, Some(entry.answer.clone()), state);
                let rejected = found.rejected(id, &self.facts);
                self.put(id, None, state);
                if !rejected {
                    allowed.push(class);
                }
            }
        }
        if allowed.is_empty() {
            return found.fault(Fault::NoAnswerAllowed(id), tally);
        }
        let ways = |class: &u32| domain.classes.get(*class as usize).map_or(1.0, |entry| to_f64(&entry.ways));
        let weight = |class: &u32| {
            let option = match domain.classes.get(*class as usize).map(|entry| &entry.answer) {
                Some(Answer::Choice(index)) => self.weights.get(&(id, *index)).copied(),
                _ => None,
            };
            ways(class) * option.unwrap_or(1.0)
        };
        let (all, all_weights): (f64, f64) = (allowed.iter().map(ways).sum(), allowed.iter().map(weight).sum());
        let shares: Vec<(f64, f64)> = allowed
            .iter()
            .map(|class| (ways(class) / all, if all_weights > 0.0 { weight(class) / all_weights } else { 0.0 }))
            .collect();
        let mut first_next: Option<Next> = None;
        for (class, (likely, weighted)) in allowed.into_iter().zip(shares) {
            let Some(entry) = domain.classes.get(class as usize) else { continue };
            self.put(id, Some(entry.answer.clone()), state);
            let chosen = if let Answer::Choice(index) = entry.answer { Some(index) } else { None };
            found.answered(id, &entry.answer, &entry.also);
            let link = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
            self.links.push(Link { before: tally.link, question: id.0, class });
            let next = tally.answered(&entry.ways, likely, weighted, self.cost(id, class), link);
            match self.facts.lead(id, chosen) {
                Some(lead) => {
                    found.rule(id, lead.rule);
                    let came_to = self.go(id, Some((class, &entry.answer)), lead.target, state, passed, next, found);
                    match &first_next {
                        None => first_next = Some(came_to),
                        Some(first) if *first != came_to => found.matters(id),
                        Some(_) => {}
                    }
                }
                None => {
                    found.fault(Fault::NoRule(id), &next);
                    found.matters(id);
                }
            }
            self.put(id, None, state);
        }
    }

    /// What an answer costs: a step, and far more if it is another one than was given.
    fn cost(&self, id: QuestionId, class: u32) -> u64 {
        match self.given.get(&id) {
            Some(given) if *given != class => CHANGE + 1,
            _ => 1,
        }
    }

    /// Comes to a target with what can still matter of the walk.
    #[allow(clippy::too_many_arguments, reason = "one step of a walk is made of just these parts")]
    fn go(
        &mut self,
        from: QuestionId,
        given: Option<(u32, &Answer)>,
        target: &'t Target,
        state: &State,
        passed: &[u64],
        tally: Tally,
        found: &mut Found<'t>,
    ) -> Next {
        let place = match target {
            Target::Question(id) => Place::Question(*id),
            Target::Outcome(id) => Place::Outcome(*id),
            Target::BestOf(ranked) => {
                let score = |id: OutcomeId| self.score(from, id, state, given.map(|(_, answer)| answer));
                let scores: Vec<(OutcomeId, i128)> = ranked.iter().map(|id| (*id, score(*id))).collect();
                let most = scores.iter().map(|(_, score)| *score).max().unwrap_or(0);
                let best: Vec<OutcomeId> =
                    scores.iter().filter(|(_, score)| *score == most).map(|(id, _)| *id).collect();
                if best.len() > 1 {
                    found.tie(from, &best, &tally);
                }
                match best.first() {
                    Some(first) => Place::Outcome(*first),
                    None => return Next { place: Place::Outcome(OutcomeId::at(0)), state: Box::default() },
                }
            }
        };
        let next = self.next_state(from, given, place, state, passed);
        let slot = match place {
            Place::Question(id) => self.waiting.get_mut(id.index()),
            Place::Outcome(id) => self.ended.get_mut(id.index()),
        };
        if let Some(slot) = slot {
            match slot.get_mut(&next) {
                Some(known) => known.add(tally),
                None => drop(slot.insert(next.clone(), tally)),
            }
        }
        Next { place, state: next }
    }
}

/// What the change of an answer costs: more than any walk is long.
const CHANGE: u64 = 1 << 32;

/// The class that stands for exactly this answer; made if there is none.
fn given_class(domain: &mut Domain, answer: &Answer) -> Option<u32> {
    let position = domain.classes.iter().position(|class| class.answer == *answer);
    let position = position.unwrap_or_else(|| {
        domain.classes.push(super::domain::one(answer.clone()));
        domain.classes.len() - 1
    });
    u32::try_from(position).ok()
}
