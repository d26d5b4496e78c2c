//! What happens along walks as suggesting sees it: the aims reached, and the limits that decide; by state of a tree and
//! along one walk alike.

use super::goals::Aims;
use crate::engine::Facts;
use crate::tree::{Answer, OutcomeId, Place, QuestionId, Site};

/// What happens at a place: aims reached, and limits that decide there, which reach their aims if the answer to
/// their question was the right one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Label {
    pub(crate) aims: Vec<u32>,
    pub(crate) decides: Vec<u32>,
}

impl Label {
    pub(crate) fn tidy(&mut self) {
        for list in [&mut self.aims, &mut self.decides] {
            list.sort_unstable();
            list.dedup();
        }
    }

    fn aim(&mut self, aim: usize) {
        self.aims.extend(u32::try_from(aim));
    }
}

/// Which limits are looked at.
pub(crate) type Wanted<'w> = &'w dyn Fn(usize) -> bool;

impl Aims<'_> {
    /// A walk comes to a question, and leaves it again if it is skipped.
    pub(crate) fn arrives(&self, id: QuestionId, facts: &Facts, wanted: Wanted, label: &mut Label) {
        self.touches.arrives(id, facts, &mut |aim| label.aim(aim));
        let skipped = facts.is_skipped(id);
        for index in self.limits.sites.before(id) {
            // The answers of a question that is skipped are not looked at.
            if !skipped || matches!(self.site(index), Some(Site::When(_))) {
                self.decides(index, None, facts, wanted, label);
            }
        }
        if skipped {
            self.leaves(id, None, None, facts, wanted, label);
        }
    }

    /// A question is asked.
    pub(crate) fn asks(&self, id: QuestionId, facts: &Facts, wanted: Wanted, label: &mut Label) {
        self.touches.asks(id, facts, &mut |aim| label.aim(aim));
        for index in self.limits.sites.notes(Place::Question(id)) {
            self.decides(index, None, facts, wanted, label);
        }
    }

    /// An answer is tried against the author's `reject`, one after the other; which of them refuses it, if one does.
    pub(crate) fn tries(&self, id: QuestionId, facts: &Facts, wanted: Wanted, label: &mut Label) -> Option<usize> {
        let last = self.touches.tries(id, facts, &mut |aim| label.aim(aim));
        for index in self.limits.sites.rejects(id) {
            if matches!(self.site(index), Some(Site::Reject(_, reject)) if last.is_none_or(|last| reject <= last)) {
                self.decides(index, Some(id), facts, wanted, label);
            }
        }
        last
    }

    /// An answer is taken, and the question left.
    pub(crate) fn takes(
        &self,
        id: QuestionId,
        chosen: Option<u32>,
        answer: &Answer,
        facts: &Facts,
        wanted: Wanted,
        label: &mut Label,
    ) {
        let counts = self.touches.adds(id, facts, &mut |aim| label.aim(aim));
        for index in self.limits.sites.points(id) {
            if matches!(self.site(index), Some(Site::Points(_, rule)) if counts.is_none_or(|last| rule <= last)) {
                self.decides(index, Some(id), facts, wanted, label);
            }
        }
        self.tells(id, answer, facts, wanted, label);
        self.leaves(id, Some(id), chosen, facts, wanted, label);
        self.given(id, answer).for_each(|aim| label.aim(aim));
    }

    /// A walk ends at an outcome.
    pub(crate) fn ends(&self, id: OutcomeId, facts: &Facts, wanted: Wanted, label: &mut Label) {
        self.touches.reaches(id, facts, &mut |aim| label.aim(aim));
        for index in self.limits.sites.notes(Place::Outcome(id)) {
            self.decides(index, None, facts, wanted, label);
        }
    }

    /// Feedback is shown; every rule of it up to the one that says it was tried.
    fn tells(&self, id: QuestionId, answer: &Answer, facts: &Facts, wanted: Wanted, label: &mut Label) {
        self.touches.tells(id, answer, facts, &mut |aim| label.aim(aim));
        let shown = facts.feedback_rule(id);
        for index in self.limits.sites.feedback(id) {
            if matches!(self.site(index), Some(Site::FeedbackWhen(_, rule)) if shown.is_none_or(|shown| rule <= shown))
            {
                self.decides(index, Some(id), facts, wanted, label);
            }
        }
    }

    /// Every rule up to the one taken was tried; none where the answer says where it leads.
    fn leaves(
        &self,
        id: QuestionId,
        own: Option<QuestionId>,
        chosen: Option<u32>,
        facts: &Facts,
        wanted: Wanted,
        label: &mut Label,
    ) {
        let Some(taken) = facts.lead(id, chosen).and_then(|lead| lead.rule) else { return };
        self.touches.leads(id, taken, &mut |aim| label.aim(aim));
        for index in self.limits.sites.rules(id) {
            if matches!(self.site(index), Some(Site::Rule(_, rule)) if rule <= taken) {
                self.decides(index, own, facts, wanted, label);
            }
        }
    }

    fn site(&self, index: usize) -> Option<Site> {
        self.limits.sites.list.get(index).map(|placed| placed.at)
    }

    /// Limits that decide at a site; those about the question at hand reach their aims at once.
    fn decides(&self, site: usize, own: Option<QuestionId>, facts: &Facts, wanted: Wanted, label: &mut Label) {
        let limits = &self.limits;
        if !limits.uses.get(site).into_iter().flatten().any(|limit| wanted(*limit)) {
            return;
        }
        limits.deciding(self.tree, site, &|cond| facts.cond(cond), &mut |number| {
            let Some(limit) = limits.list.get(number).filter(|_| wanted(number)) else { return };
            if own != Some(limit.question) {
                return label.decides.extend(u32::try_from(number));
            }
            if let Some(aim) = facts.answer(limit.question).and_then(|answer| self.near(number, answer)) {
                label.aim(aim);
            }
        });
    }
}
