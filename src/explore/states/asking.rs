//! A question is asked: each class of answers that is allowed is given, and where it completes relations of several
//! typed answers, once for every way in which these can be true and false.

use super::transitions::{Machine, Watch, Way};
use crate::engine::Fault;
use crate::explore::classes::class::{Class, Domain};
use crate::explore::conditions::atoms::AtomId;
use crate::explore::states::hanging::relations::{Sure, Truth};
use crate::explore::states::hanging::stuck::Left;
use crate::explore::states::keeping::state::State;
use crate::tree::{Answer, QuestionId, Target};

/// What is asked, in which state.
struct Asked<'a> {
    id: QuestionId,
    state: &'a State,
    passed: &'a [u64],
    /// Some answer was allowed, `reject` aside.
    refused: bool,
    /// How many bytes the ways on may still take.
    room: usize,
}

/// An answer that is given.
#[derive(Clone, Copy)]
struct Answered<'a> {
    /// Its class.
    number: u32,
    class: &'a Class,
    /// The number of its class with what else it decides.
    told: u32,
    answer: &'a Answer,
}

impl<'t> Machine<'t> {
    /// The relations that must be kept as they are where these atoms are looked at.
    pub(crate) fn relations_at(&mut self, live: &[AtomId], at: Option<QuestionId>) -> Vec<u32> {
        let live = self.relations.asked(live);
        let mut kept = self.relations.together(&live);
        kept.retain(|number| {
            let vars = self.relations.get(*number).map_or(&[][..], |relation| &relation.vars);
            // One that is not asked may come to nothing before it could be.
            at.is_none_or(|at| vars.iter().any(|id| self.may_precede(*id, at)))
        });
        if let Some(at) = at {
            // What reads this answer alone, and is asked for ahead, is complete with it.
            self.relations.live_at_next(self.relations.with_alone(live, at));
        }
        kept
    }

    /// Gives every class of answers that is allowed here.
    pub(crate) fn ask(
        &mut self,
        id: QuestionId,
        state: &State,
        passed: &[u64],
        watch: &mut dyn Watch<'t>,
        ways: &mut Vec<Way>,
    ) -> Result<(), Fault> {
        self.facts.can_be_answered(id)?;
        watch.asks(id, &self.facts);
        let domain = self.domains.get_mut(id.index()).map(std::mem::take).unwrap_or_default();
        let mut asked = Asked { id, state, passed, refused: false, room: self.room };
        let known = if self.relations.is_empty() { Vec::new() } else { self.known(id, state) };
        let left_out = self.texts.left_out(id, &domain, &self.facts);
        for (number, class) in (0_u32..).zip(&domain.classes) {
            if left_out.contains(&(number as usize)) {
                continue;
            }
            let given = Answered { number, class, told: number, answer: &class.answer };
            match self.completed(id, number, class, state, &known) {
                completed if completed.is_empty() => self.answer(&mut asked, given, watch, ways),
                completed => {
                    self.answer_apart(&mut asked, given, (&known, &completed), domain.classes.len(), watch, ways)
                }
            }
            if self.full {
                break;
            }
        }
        if !ways.is_empty() && self.relations.refuses(id) {
            self.some_are_stuck(id, &domain, &known, ways);
        }
        // Where answers are only tried, others may well be allowed.
        let none = ways.is_empty() && domain.exact && self.relations.undecided.is_empty();
        if let Some(slot) = self.domains.get_mut(id.index()) {
            *slot = domain;
        }
        match (none, asked.refused) {
            (true, true) => Err(Fault::AllRefused(id)),
            (true, false) => Err(Fault::NoAnswerAllowed(id)),
            (false, _) => Ok(()),
        }
    }

    /// Adds those walks that find nothing to answer, though others do.
    fn some_are_stuck(&mut self, id: QuestionId, domain: &Domain, known: &[Truth], ways: &mut Vec<Way>) {
        let left = self.left_over(id, domain, known);
        if let Left::Nothing(model) = &left
            && let Some(number) = self.relations.stopped(domain.classes.len(), model)
        {
            ways.push(Way { class: Some(number), to: Err(Fault::AllRefused(id)) });
        }
        // How many they are is not told apart.
        if !matches!(left, Left::Some) {
            self.relations.give_up_on(id);
        }
    }

    /// The relations that a class of answers completes.
    fn completed(&mut self, id: QuestionId, number: u32, class: &Class, state: &State, known: &[Truth]) -> Vec<u32> {
        if self.relations.is_empty() {
            return Vec::new();
        }
        self.relations.classes.insert(id, number);
        self.put(id, &class.answer, state);
        let waits = self.relations.some_wait(id, &self.facts, known);
        let sure = if waits { self.sure(id, class, known) } else { Sure::default() };
        let completed = self.relations.completed(self.tree, id, &self.facts, (known, &sure));
        self.relations.look_behind(self.tree, id, &self.facts, known, &completed);
        self.take(id, state);
        completed
    }

    /// What surely comes behind an answer, which is among the facts, as far as no relation decides it that is open.
    fn sure(&self, id: QuestionId, class: &Class, known: &[Truth]) -> Sure {
        let (mut sure, mut at, mut chosen) = (Sure::default(), id, class.answer.choice());
        loop {
            if self.relations.are_open(self.tree, at, true, &self.facts, known) {
                return sure;
            }
            let Some(lead) = self.facts.lead(at, chosen) else { return sure };
            let Target::Question(to) = lead.target else {
                sure.ends = true;
                return sure;
            };
            let to = self.order.to(at, *to);
            if to == id
                || sure.skipped.contains(&to)
                || self.relations.are_open(self.tree, to, false, &self.facts, known)
            {
                return sure;
            }
            if !self.facts.is_skipped(to) {
                sure.next = Some(to);
                return sure;
            }
            sure.skipped.push(to);
            (at, chosen) = (to, None);
        }
    }

    /// Gives one answer, if it is allowed.
    fn answer(&mut self, asked: &mut Asked, given: Answered, watch: &mut dyn Watch<'t>, ways: &mut Vec<Way>) {
        let Asked { id, state, passed, .. } = *asked;
        if self.facts.check(id, given.answer).is_err() {
            return;
        }
        asked.refused = true;
        self.put(id, given.answer, state);
        for (other, answer) in &*given.class.with {
            self.facts.put(*other, Some(answer.clone()));
            self.facts.changed();
        }
        if !watch.refuses(id, &self.facts) {
            watch.answers(id, given.told, given.class, &self.facts);
            let way = self.leave(id, Some((given.number, given.class)), state, passed, watch);
            let way = Way { class: Some(given.told), ..way };
            if !self.relations.is_empty()
                && let Ok(step) = &way.to
            {
                let truths = self.known_at(step.place, &step.state);
                self.relations.remember(&self.facts, &truths);
            }
            (asked.room, self.full) = asked.room.checked_sub(way.bytes()).map_or((0, true), |room| (room, false));
            ways.push(way);
        }
        given.class.with.iter().for_each(|(other, _)| self.facts.put(*other, None));
        self.take(id, state);
    }

    /// Gives a class of answers in every way in which what it completes is true and false.
    fn answer_apart(
        &mut self,
        asked: &mut Asked,
        given: Answered,
        (known, completed): (&[Truth], &[u32]),
        classes: usize,
        watch: &mut dyn Watch<'t>,
        ways: &mut Vec<Way>,
    ) {
        let Asked { id, state, .. } = *asked;
        self.put(id, &given.class.answer, state);
        let found = self.relations.ways(self.tree, &mut self.facts, known, completed);
        self.take(id, state);
        let before: Vec<(QuestionId, Option<Answer>)> = (found.iter().take(1).flat_map(|(_, model)| model))
            .map(|(id, _)| (*id, self.facts.answer(*id).cloned()))
            .collect();
        for (truths, model) in found {
            let Some(told) = self.relations.number(given.number, classes, &truths) else {
                self.relations.give_up(&truths);
                continue;
            };
            let own = model.iter().find(|(other, _)| *other == id).map_or(given.answer, |(_, answer)| answer);
            for (other, answer) in model.iter().filter(|(other, _)| *other != id) {
                self.facts.put(*other, Some(answer.clone()));
            }
            self.facts.changed();
            self.relations.decided = truths;
            self.answer(asked, Answered { told, answer: own, ..given }, watch, ways);
            self.relations.decided.clear();
            if self.full {
                break;
            }
        }
        before.into_iter().for_each(|(id, answer)| self.facts.put(id, answer));
        self.facts.changed();
    }
}
