//! Typed texts that are compared with each other: which were given before, and which of those that were not stand for all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::Facts;
use crate::explore::classes::class::Domain;
use crate::explore::classes::texts_together::{beside, together};
use crate::explore::conditions::atoms::Atoms;
use crate::explore::conditions::reads::{Site, Sites};
use crate::tree::{Answer, QuestionId, Read};

/// Which texts are told apart from which.
#[derive(Debug, Default)]
pub(crate) struct TypedTexts {
    /// By question: those whose texts are compared with its own, also by way of others.
    beside: FxHashMap<QuestionId, Box<[QuestionId]>>,
    /// Some are compared by nothing but what is shown, and by promises.
    only_shown: bool,
}

impl TypedTexts {
    /// Sees to it that a typed text is known until the last is asked that it is compared with, where that is looked at; or
    /// only where it leads somewhere.
    pub(crate) fn of(atoms: &mut Atoms, sites: &mut Sites, leading: bool) -> Self {
        let all = sites.questions.iter().chain(&sites.outcomes);
        let all = together(atoms, all.flat_map(|site| site.before.iter().chain(&site.after)).copied());
        if all.is_empty() {
            return Self::default();
        }
        let lead = beside(&together(atoms, sites.questions.iter().flat_map(Site::leading).copied()));
        let all = beside(&all);
        let only_shown = all != lead;
        let beside = if leading { lead } else { all };
        let mut told: Vec<_> = beside.iter().collect();
        told.sort_unstable();
        for (id, others) in told {
            let atom = atoms.limit(*id, |see| others.iter().for_each(|other| see(Read::Question(*other))));
            sites.questions.get_mut(id.index()).into_iter().for_each(|site| site.before.push(atom));
        }
        Self { beside, only_shown }
    }

    /// Whether some are compared by nothing but what is shown, and by promises.
    pub(crate) fn are_only_shown(&self) -> bool {
        self.only_shown
    }

    /// Whether the answer to a question is a text that is compared with others.
    pub(crate) fn compare(&self, id: QuestionId) -> bool {
        self.beside.contains_key(&id)
    }

    /// The classes of texts for which others stand that nobody has typed yet either.
    pub(in crate::explore::states) fn left_out(
        &self,
        id: QuestionId,
        domain: &Domain,
        facts: &Facts,
    ) -> FxHashSet<usize> {
        let others = self.beside.get(&id).map_or(&[][..], |others| others);
        let given: Vec<&Answer> = others.iter().filter_map(|other| facts.answer(*other)).collect();
        domain.left_out(&given)
    }
}
