//! Where what is left of conditions is followed: from the second answer that a condition reads to where it is looked
//! at. As long as only one of its answers may be known, that is kept as far as the condition tells it from others.

use crate::engine::Facts;
use crate::explore::classes::class::Domain;
use crate::explore::conditions::atoms::{AtomId, Atoms, FORMULA};
use crate::explore::conditions::reads::Sites;
use crate::explore::residual::cuts::{CutId, Cuts};
use crate::tree::graph::{Exits, Groups};
use crate::tree::{OutcomeId, QuestionId, Tree};

/// The parts of a machine that merging looks at.
pub(crate) struct Parts<'m, 't> {
    pub(crate) tree: &'t Tree,
    /// Where walks begin.
    pub(crate) start: QuestionId,
    pub(crate) atoms: &'m Atoms<'t>,
    pub(crate) domains: &'m [Domain],
    pub(crate) exits: &'m [Exits],
    pub(crate) groups: &'m Groups,
    pub(crate) facts: &'m Facts<'t>,
}

/// What is looked at ahead of one place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ahead {
    /// The formulas of which more than one answer may be known there, ascending.
    pub(crate) formulas: Vec<AtomId>,
    /// How the other formulas cut the answers that may be known, ascending.
    pub(crate) cuts: Vec<CutId>,
}

/// What is looked at ahead of every question and outcome.
#[derive(Debug)]
pub(crate) struct Followed {
    pub(crate) questions: Vec<Ahead>,
    pub(crate) outcomes: Vec<Ahead>,
}

/// How many formulas and cuts may be ahead of all places together.
const MOST: usize = 100_000_000;
/// How many formulas are followed at all places together where these look at many, ...
const AT_ALL: usize = 2_000_000;
/// ... but at each so many in any case.
const AT_EACH: usize = 64;

/// Says how formulas cut answers.
pub(crate) trait Cutting {
    /// How a formula cuts the answers to a question; none if it takes them all alike.
    fn cut(&mut self, formula: AtomId, question: QuestionId) -> Option<CutId>;
    /// Which answers are cut.
    fn question(&self, cut: CutId) -> Option<QuestionId>;
}

impl Cutting for Cuts<'_, '_> {
    fn cut(&mut self, formula: AtomId, question: QuestionId) -> Option<CutId> {
        self.cut(formula, question)
    }

    fn question(&self, cut: CutId) -> Option<QuestionId> {
        self.get(cut).map(|cut| cut.question)
    }
}

/// Cuts nothing.
pub(crate) struct Nothing;

impl Cutting for Nothing {
    fn cut(&mut self, _formula: AtomId, _question: QuestionId) -> Option<CutId> {
        None
    }

    fn question(&self, _cut: CutId) -> Option<QuestionId> {
        None
    }
}

impl Followed {
    /// Walks backwards from the outcomes.
    ///
    /// None if all places together look at too much.
    pub(crate) fn new(parts: &Parts, sites: &Sites, cuts: &mut dyn Cutting) -> Option<Self> {
        let places = sites.questions.len() + sites.outcomes.len();
        let most = (AT_ALL / places.max(1)).max(AT_EACH);
        let sort = Sort { atoms: parts.atoms, groups: &parts.groups.of, most };
        let of_site = |list: &[AtomId]| list.iter().copied().filter(|atom| atom & FORMULA != 0).collect::<Vec<_>>();
        let mut found = Self { questions: vec![Ahead::default(); sites.questions.len()], outcomes: Vec::new() };
        for site in &sites.outcomes {
            let own = Ahead { formulas: of_site(&site.before), cuts: Vec::new() };
            found.outcomes.push(sort.known(own, None, cuts));
        }
        let mut size = 0;
        for members in &parts.groups.members {
            let mut all = Ahead::default();
            for &id in members {
                let site = sites.questions.get(id.index());
                let lists = site.into_iter().flat_map(|site| [&site.before, &site.after]);
                lists.for_each(|list| all.formulas.extend(of_site(list)));
                let Some(exits) = parts.exits.get(id.index()) else { continue };
                let of_outcome = |next: &OutcomeId| found.outcomes.get(next.index());
                let questions = exits.questions.iter().filter_map(|next| found.questions.get(next.index()));
                for next in questions.chain(exits.outcomes.iter().filter_map(of_outcome)) {
                    all.formulas.extend(&next.formulas);
                    all.cuts.extend(&next.cuts);
                }
            }
            all.formulas.sort_unstable();
            all.formulas.dedup();
            all.cuts.sort_unstable();
            all.cuts.dedup();
            // Each question on a circle leads to all others.
            for &id in members {
                size += all.formulas.len() + all.cuts.len();
                if size > MOST {
                    return None;
                }
                let own = if members.len() == 1 { std::mem::take(&mut all) } else { all.clone() };
                let own = sort.known(own, Some(id), cuts);
                if let Some(slot) = found.questions.get_mut(id.index()) {
                    *slot = own;
                }
            }
        }
        Some(found)
    }

    /// What is looked at ahead of each place.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Ahead> {
        self.questions.iter().chain(&self.outcomes)
    }

    /// Whether something is followed anywhere.
    pub(crate) fn is_any(&self) -> bool {
        self.all().any(|ahead| !ahead.formulas.is_empty())
    }
}

struct Sort<'s, 't> {
    atoms: &'s Atoms<'t>,
    groups: &'s [usize],
    /// How many formulas are followed at one place.
    most: usize,
}

impl Sort<'_, '_> {
    /// Keeps what may be known at a question, or at an outcome: answers to questions that may come before.
    fn known(&self, ahead: Ahead, at: Option<QuestionId>, cuts: &mut dyn Cutting) -> Ahead {
        let group = |id: QuestionId| self.groups.get(id.index()).copied().unwrap_or(0);
        let is_known = |id: &QuestionId| at.is_none_or(|at| *id != at && group(*id) >= group(at));
        let mut kept = Ahead::default();
        for formula in ahead.formulas {
            let (questions, _) = self.atoms.reads(formula);
            let mut known = questions.iter().copied().filter(is_known).peekable();
            let Some(first) = known.next() else { continue };
            if known.peek().is_none() {
                kept.cuts.extend(cuts.cut(formula, first));
            } else if kept.formulas.len() < self.most {
                kept.formulas.push(formula);
            } else {
                kept.cuts.extend([first].into_iter().chain(known).filter_map(|id| cuts.cut(formula, id)));
            }
        }
        kept.cuts.extend(ahead.cuts.into_iter().filter(|cut| cuts.question(*cut).is_some_and(|id| is_known(&id))));
        kept.cuts.sort_unstable();
        kept.cuts.dedup();
        kept
    }
}
