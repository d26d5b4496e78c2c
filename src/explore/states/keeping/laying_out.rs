//! What of a walk's past is remembered where: decided once, before the first state is made.

use std::rc::Rc;

use num_bigint::BigUint;

use super::followed::Parts;
use super::merge::{Laid, Merge};
use super::state::Layout;
use crate::explore::bound::HEAP;
use crate::explore::classes::class::{Class, Domain};
use crate::explore::classes::firsts::Firsts;
use crate::explore::conditions::liveness::Liveness;
use crate::explore::states::transitions::Machine;
use crate::tree::QuestionId;

impl<'t> Machine<'t> {
    /// What it is made of.
    pub(crate) fn parts(&self) -> Parts<'_, 't> {
        let Self { tree, order, atoms, domains, exits, groups, facts, .. } = self;
        Parts { tree, start: order.start(tree), atoms, domains, exits, groups, facts }
    }

    /// How many bytes it takes itself, once it is laid out.
    pub(crate) fn bytes(&self) -> usize {
        let layouts = self.layouts.iter().chain(&self.outcome_layouts);
        let layouts: usize = layouts.map(|layout| 4 * (layout.views.len() + layout.scores.len())).sum();
        let views: usize = self.views.list.iter().map(|view| 4 * (view.block.len() + view.class.len())).sum();
        let classes = self.domains.iter().flat_map(|domain| &domain.classes);
        let firsts: usize = self.firsts.iter().flatten().map(|firsts| firsts.bytes()).sum();
        let merge = self.merge.as_ref().map_or(0, |merge| merge.bytes());
        layouts + views + firsts + merge + classes.map(Class::bytes).sum::<usize>()
    }

    /// How many bytes the count of all walks takes at most.
    pub(crate) fn count_bytes(&self) -> usize {
        let ways = |domain: &Domain| {
            let several = domain.classes.iter().filter_map(|class| class.ways.several());
            let alone = domain.classes.len() - several.clone().count();
            (several.sum::<BigUint>() + alone).bits()
        };
        let bits: u64 = self.domains.iter().map(ways).sum();
        usize::try_from(bits / 8).unwrap_or(usize::MAX).saturating_add(HEAP)
    }

    /// The same, and merges the states that are the same for all that lies ahead.
    pub(crate) fn lay_out_merging(&mut self) {
        if !self.relations.is_empty() {
            // What is left of a relation hangs on more than on what stands for each class.
            return self.lay_out();
        }
        let (live, sites) = (std::mem::take(&mut self.live), std::mem::take(&mut self.sites));
        self.lay_out_for(&live);
        let start = self.order.start(self.tree);
        let Self { tree, atoms, domains, exits, groups, facts, views, layouts, outcome_layouts, scale, .. } = self;
        let parts = Parts { tree, start, atoms, domains, exits, groups, facts };
        let laid = Laid { sites: &sites, live: &live, questions: layouts, outcomes: outcome_layouts, scale: *scale };
        self.merge = Merge::new(&parts, &laid, views).map(Box::new);
    }

    /// Decides what is remembered where. Before this, no state can be made.
    pub(crate) fn lay_out(&mut self) {
        let (live, _) = (std::mem::take(&mut self.live), std::mem::take(&mut self.sites));
        self.lay_out_for(&live);
    }

    fn lay_out_for(&mut self, live: &Liveness) {
        let firsts = self.tree.questions().zip(&self.domains);
        self.firsts = firsts.map(|((id, _), domain)| Firsts::new(self.tree, id, domain).map(Rc::new)).collect();
        self.relations.lay_out(&self.domains);
        for (index, live) in live.questions.iter().enumerate() {
            let id = QuestionId::at(index);
            let relations = self.relations_at(&live.atoms, Some(id));
            let views = self.views_of(&live.atoms, &relations, Some(id));
            let circle = if self.is_circle(id) { self.circle_of(id).len().div_ceil(64) } else { 0 };
            self.layouts.push(Layout { circle, views, scores: live.scores.clone(), relations });
        }
        for live in &live.outcomes {
            let relations = self.relations_at(&live.atoms, None);
            let views = self.views_of(&live.atoms, &relations, None);
            self.outcome_layouts.push(Layout { circle: 0, views, scores: live.scores.clone(), relations });
        }
    }
}
