//! What is seen while the graph of all states grows: what walks touch, which conditions are true when, which texts
//! have holes, which promises are broken.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::told::Told;
use crate::engine::Facts;
use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::classes::class::Class;
use crate::explore::classes::columns::Bits;
use crate::explore::classes::firsts::{Firsts, LOOKED, NAMED};
use crate::explore::conditions::conds::{Judge, Placed, Sites};
use crate::explore::conditions::reads::Sight;
use crate::explore::conditions::surely::Surely;
use crate::explore::states::space::Look;
use crate::explore::states::transitions::Watch;
use crate::text::Span;
use crate::tree::{Answer, Expr, Kind, Next, OutcomeId, Part, Parts, Place, QuestionId, Site, Template, Tree};

/// Something that some walks do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// A hole in a text of this part comes to nothing: for want of an answer to this question, or for another reason.
    Blank(Part, Option<QuestionId>),
    /// What a text of this part shows hangs on a question that was not asked.
    TextHangs(Part, QuestionId),
    /// A condition does.
    Hangs(Site, QuestionId),
    /// A promise is broken.
    Broken(usize),
}

/// A cheapest walk that does something: its node, and the answer given there if that is needed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) node: u32,
    pub(crate) cost: u64,
    pub(crate) class: Option<(QuestionId, u32)>,
}

/// Everything seen.
pub(crate) struct Observed<'t> {
    pub(in crate::explore::states) tree: &'t Tree,
    /// What is looked at: all, or these places; else no more than where walks go.
    sees: Option<FxHashSet<Site>>,
    pub(crate) sites: Sites<'t>,
    /// By condition: 1 if it was false somewhere, 2 if it was true, 3 if both.
    pub(crate) truths: Vec<u8>,
    /// By condition of a rule that no walk took so far: the rules above it that were true each time it was, and
    /// those that won.
    pub(crate) winners: Vec<Option<[Vec<usize>; 2]>>,
    pub(crate) skipped: Vec<bool>,
    /// What walks touch, and by number of a part whether some do; what values come from is looked at apart.
    parts: Parts,
    touched: Vec<bool>,
    pub(crate) marks: FxHashMap<Mark, Hit>,
    /// The first hole of a text that something was seen of.
    pub(crate) holes: FxHashMap<Mark, Span>,
    /// What is shown of outcomes, numbered.
    shown: FxHashMap<(OutcomeId, Box<[bool]>), u32>,
    /// What questions offer and refuse, numbered; and what the one at hand does.
    offers: FxHashMap<(QuestionId, Box<[i128]>), u32>,
    pub(in crate::explore::states) offer: Vec<i128>,
    /// What was shown behind answers.
    pub(in crate::explore::states) told: Told,
    /// By hole: the questions that it reads.
    reads: FxHashMap<&'t Expr, Box<[QuestionId]>>,
    pub(in crate::explore::states) surely: Surely<'t>,
    /// How many bytes these take.
    held: usize,
    /// By question with many rules about nothing but its answer: these, and the classes that were given.
    plain: FxHashMap<QuestionId, (Rc<Firsts>, Bits)>,
    pub(in crate::explore::states) at: Option<QuestionId>,
    node: u32,
    cost: u64,
    pub(in crate::explore::states) class: Option<(QuestionId, u32)>,
}

/// What a round saw of all that is there, apart from its states.
pub(crate) struct Seen {
    truths: Vec<u8>,
    touched: Vec<bool>,
    told: Told,
}

/// The condition was false somewhere.
pub(crate) const FALSE: u8 = 1;
/// The condition was true somewhere.
pub(crate) const TRUE: u8 = 2;

impl<'t> Observed<'t> {
    /// Sees what a sight tells apart.
    pub(crate) fn new(tree: &'t Tree, firsts: &[Option<Rc<Firsts>>], sight: Sight) -> Self {
        let (sites, parts) = (Sites::of(tree), Parts::of(tree));
        Self {
            tree,
            sees: match sight {
                Sight::Texts => None,
                Sight::Sites(slice) => Some(slice.sites.clone()),
                _ => Some(FxHashSet::default()),
            },
            truths: vec![0; sites.list.len()],
            winners: vec![None; sites.list.len()],
            sites,
            skipped: vec![false; tree.questions().len()],
            touched: vec![false; parts.list().len()],
            parts,
            marks: FxHashMap::default(),
            holes: FxHashMap::default(),
            shown: FxHashMap::default(),
            offers: FxHashMap::default(),
            offer: Vec::new(),
            told: Told::of(tree),
            reads: FxHashMap::default(),
            surely: Surely::new(tree),
            held: 0,
            plain: (tree.questions().zip(firsts))
                .filter_map(|((id, _), firsts)| Some((id, firsts.clone().filter(|firsts| firsts.is_plain())?)))
                .map(|(id, firsts)| (id, (firsts.clone(), firsts.nothing())))
                .collect(),
            at: None,
            node: 0,
            cost: 0,
            class: None,
        }
    }

    /// Whether some walk touches a part.
    pub(crate) fn is_touched(&self, part: Part) -> bool {
        self.parts.number(part).and_then(|number| self.touched.get(number)).copied().unwrap_or(false)
    }

    pub(in crate::explore::states) fn sees(&self, at: Site) -> bool {
        self.sees.as_ref().is_none_or(|sees| sees.contains(&at))
    }

    /// Whether the truth of a condition is told apart.
    fn tells(&self, at: Site) -> bool {
        matches!(at, Site::When(_) | Site::AnswerWhen(..) | Site::Reject(..)) || self.sees(at)
    }

    /// The conditions of which not all is known: that they are true of some walks, of others not, and of a rule or a
    /// note, that some take it.
    pub(crate) fn unsettled(&self) -> FxHashSet<Site> {
        let known = |(placed, truth): &(&Placed, &u8)| {
            let taken = !placed.at.only_shows() && !matches!(placed.at, Site::Points(..) | Site::Rule(..));
            **truth == FALSE | TRUE && (taken || self.is_touched(placed.at.part()))
        };
        let open = self.sites.list.iter().zip(&self.truths).filter(|one| !known(one));
        // Whether a rule of feedback without a condition says anything hangs on those above it.
        let untold = self.parts.list().iter().filter_map(|part| match part {
            Part::Feedback(id, index) if !self.is_touched(*part) => Some(Site::FeedbackText(*id, *index)),
            _ => None,
        });
        open.map(|(placed, _)| placed.at).chain(untold).collect()
    }

    /// What another round of the same tree can take over.
    pub(crate) fn into_seen(self) -> Seen {
        Seen { truths: self.truths, touched: self.touched, told: self.told }
    }

    /// Takes over what another round of the same tree saw.
    pub(crate) fn add(&mut self, other: &Seen) {
        self.truths.iter_mut().zip(&other.truths).for_each(|(own, other)| *own |= other);
        self.touched.iter_mut().zip(&other.touched).for_each(|(own, other)| *own |= other);
        self.told.add(&other.told);
    }

    /// Whether what is shown behind the answer to a question hangs on it.
    pub(crate) fn tells_apart(&self, id: QuestionId) -> bool {
        self.told.is_apart(id)
    }

    pub(in crate::explore::states) fn touch(&mut self, part: Part) {
        if let Some(number) = self.parts.number(part) {
            touch(&mut self.touched, number);
        }
    }

    pub(in crate::explore::states) fn mark(&mut self, mark: Mark) {
        let hit = Hit { node: self.node, cost: self.cost + u64::from(self.class.is_some()), class: self.class };
        let known = self.marks.entry(mark).or_insert(hit);
        if hit.cost < known.cost {
            *known = hit;
        }
    }

    /// Looks at conditions with the facts as they are.
    pub(in crate::explore::states) fn conds(&mut self, range: std::ops::Range<usize>, facts: &Facts<'t>) {
        self.conds_to(range, usize::MAX, facts);
    }

    /// The same; rules behind `last`, which wins, are never tried, and nothing hangs on them.
    pub(super) fn conds_to(&mut self, range: std::ops::Range<usize>, last: usize, facts: &Facts<'t>) {
        for index in range {
            let Some(at) = self.sites.list.get(index).map(|site| site.at).filter(|at| self.tells(*at)) else {
                continue;
            };
            let sees = self.sees(at);
            let (Some(site), Some(truth)) = (self.sites.list.get(index), self.truths.get_mut(index)) else { continue };
            if *truth != FALSE | TRUE {
                *truth |= if facts.cond(site.cond) { TRUE } else { FALSE };
            }
            let tried = !matches!(
                site.at,
                Site::Points(_, index) | Site::Rule(_, index) | Site::FeedbackWhen(_, index) if index > last
            );
            // A walk that was not asked what a promise looks at is simply none that it speaks of.
            let judged = tried && sees && !matches!(site.at, Site::Promise(_));
            // Where only some places are seen, nothing is known of other rules beside.
            if !tried
                && self.sees.is_none()
                && let Site::Rule(id, rule) = site.at
                && !self.is_touched(Part::Rule(id, rule))
                && let Some(winners) = self.winners.get_mut(index)
                && facts.cond(site.cond)
                && let Next::Rules(rules) = &self.tree.question(id).next
            {
                let holds = |above: &usize| rules.get(*above).is_some_and(|rule| facts.holds(rule.when.as_ref()));
                // The first that wins is the first that is true; of those behind it, the next few are looked at.
                let [always, won] = winners.get_or_insert_with(|| [(last..rule).take(LOOKED).collect(), Vec::new()]);
                always.retain(holds);
                if !won.contains(&last) {
                    won.push(last);
                    won.sort_unstable();
                    won.truncate(NAMED);
                }
            }
            if judged
                && site.reads.iter().any(|question| facts.answer(*question).is_none())
                && let Err(question) = Judge::new(self.tree, facts).cond(site.cond, false)
            {
                let at = site.at;
                self.mark(Mark::Hangs(at, question));
            }
        }
    }

    /// The question not asked on which hangs what an expression shows.
    pub(in crate::explore::states) fn hangs(&mut self, expr: &'t Expr, facts: &Facts<'t>) -> Option<QuestionId> {
        let reads = self.reads.entry(expr).or_insert_with(|| self.tree.questions_read(|see| expr.reads(see)));
        let unasked = reads.iter().any(|question| facts.answer(*question).is_none());
        unasked.then(|| Judge::new(self.tree, facts).hangs(|see| expr.reads(see)))?
    }
}

impl<'t> Watch<'t> for Observed<'t> {
    fn arrives(&mut self, id: QuestionId, facts: &Facts<'t>) {
        self.class = None;
        let skipped = facts.is_skipped(id);
        let before = self.sites.before(id);
        // The answers of a question that is skipped are not looked at, and its `when` stands first.
        let when = self.tree.question(id).when.is_some();
        let end = if skipped { before.start + usize::from(when) } else { before.end };
        self.conds(before.start..end, facts);
        if skipped {
            touch(&mut self.skipped, id.index());
            self.rules(id, None, facts);
        }
    }

    fn asks(&mut self, id: QuestionId, facts: &Facts<'t>) {
        self.touch(Part::Question(id));
        self.offers(id, facts);
        self.mismatches(id, facts);
    }

    fn refuses(&mut self, id: QuestionId, facts: &Facts<'t>) -> bool {
        self.class = None;
        let rejects = &self.tree.question(id).rejects;
        self.conds(self.sites.rejects(id), facts);
        let refused = facts.refusal(id);
        if !rejects.is_empty() {
            self.offer.push(refused.and_then(|index| i128::try_from(index).ok()).unwrap_or(-1));
        }
        if let Some(index) = refused {
            let because = rejects.get(index).map(|reject| &reject.because);
            because.into_iter().for_each(|because| self.text(Site::Because(id, index), because, facts, |_| {}));
        }
        refused.is_some()
    }

    fn answers(&mut self, id: QuestionId, number: u32, class: &Class, facts: &Facts<'t>) {
        let alike: &[u32] = if matches!(class.answer, Answer::Many(_)) { &class.also } else { &[] };
        class.options().iter().chain(alike).for_each(|index| self.touch(Part::Answer(id, *index as usize)));
        self.class = Some((id, number));
        if !self.tree.question(id).points.is_empty() {
            let counts = facts.rule_of_points(id);
            counts.into_iter().for_each(|index| self.touch(Part::Points(id, index)));
            self.conds_to(self.sites.points(id), counts.unwrap_or(usize::MAX), facts);
        }
        self.feedback(id, class, facts);
        // Rules do not count where the answer itself says where it leads.
        let own = class.answer.choice().and_then(|index| self.tree.question(id).kind.options().get(index as usize));
        if own.is_none_or(|option| option.goto.is_none()) {
            match self.plain.get_mut(&id) {
                Some((firsts, given)) => firsts.add(firsts.class(number), given),
                None => self.rules(id, class.answer.choice(), facts),
            }
        }
        self.class = None;
    }

    fn leads(&mut self, id: QuestionId, rule: Option<usize>) {
        rule.into_iter().for_each(|rule| self.touch(Part::Rule(id, rule)));
    }
}

impl<'t> Observed<'t> {
    /// What is told to those whose text does not match the pattern, of whom there must be some.
    fn mismatches(&mut self, id: QuestionId, facts: &Facts<'t>) {
        let question = self.tree.question(id);
        let (Kind::Text { pattern: Some(pattern), .. }, Some(because @ Template::Mixed(_))) =
            (&question.kind, question.pattern_because())
        else {
            return;
        };
        if let Some(refused) = ["x", "0", "?"].into_iter().find(|text| !pattern.matches(text)) {
            let facts = facts.with(id, Answer::Text(refused.into()));
            self.text(Site::Mismatch(id), because, &facts, |_| {});
        }
    }

    /// Ends the look: says of rules that hang on nothing but their question's answer what follows from those given.
    pub(crate) fn end(&mut self) {
        for (id, (firsts, given)) in &self.plain {
            for index in self.sites.rules(*id) {
                let Some(Site::Rule(_, rule)) = self.sites.list.get(index).map(|site| site.at) else { continue };
                let [no, yes] = firsts.truths(rule, given);
                if let Some(truth) = self.truths.get_mut(index) {
                    *truth |= if no { FALSE } else { 0 } | if yes { TRUE } else { 0 };
                }
                let number = self.parts.number(Part::Rule(*id, rule));
                let taken = number.and_then(|number| self.touched.get(number)).copied().unwrap_or(true);
                if let Some(winners) = self.winners.get_mut(index).filter(|winners| yes && !taken && winners.is_none())
                {
                    *winners = Some(firsts.above(rule, given));
                }
            }
        }
    }

    fn rules(&mut self, id: QuestionId, chosen: Option<u32>, facts: &Facts<'t>) {
        let rules = self.sites.rules(id);
        if !rules.is_empty() {
            let last = facts.lead(id, chosen).and_then(|lead| lead.rule).unwrap_or(usize::MAX);
            self.conds_to(rules, last, facts);
        }
    }
}

impl<'t> Observed<'t> {
    fn may_break(&self, promise: usize, outcome: OutcomeId) -> bool {
        self.tree.promises().get(promise).is_some_and(|promise| promise.may_break(outcome))
    }
}

impl<'t> Look<'t> for Observed<'t> {
    fn offered(&mut self) -> u32 {
        let Some(id) = self.at.take().filter(|_| !self.offer.is_empty()) else { return 0 };
        let next = u32::try_from(self.offers.len() + 1).unwrap_or(u32::MAX);
        let number = *self.offers.entry((id, self.offer.as_slice().into())).or_insert(next);
        if number == next {
            self.held += size_of_val(&*self.offer) + HEAP + 2 * ENTRY;
        }
        number
    }

    fn held(&self) -> usize {
        self.held
    }

    fn begins(&mut self, facts: &Facts<'t>) {
        let about = self.tree.about();
        self.text(Site::Title, &about.title, facts, |_| {});
        about.intro.iter().for_each(|intro| self.text(Site::Intro, intro, facts, |_| {}));
    }

    fn comes_to(&mut self, node: u32, cost: u64) {
        (self.node, self.cost, self.class, self.at) = (node, cost, None, None);
    }

    fn ends(&mut self, id: OutcomeId, facts: &Facts<'t>) -> u32 {
        self.conds(self.sites.notes(Place::Outcome(id)), facts);
        // What is shown of the outcome, and which of its holes are empty.
        let mut shown = Vec::new();
        for text in self.tree.outcome(id).shows(id) {
            self.note(text, facts, &mut |seen| shown.push(seen));
        }
        for index in self.sites.promises() {
            let at = self.sites.list.get(index).map(|site| site.at);
            if matches!(at, Some(Site::Promise(promise)) if self.may_break(promise, id)) {
                self.conds(index..index + 1, facts);
            }
        }
        let came_to = |place: &Place| match place {
            Place::Outcome(other) => *other == id,
            Place::Question(question) => facts.answer(*question).is_some(),
        };
        let seen = |index: usize| self.sees(Site::Promise(index));
        let promises = self.tree.promises().iter().enumerate();
        let promises: Vec<_> = promises.filter(|(index, promise)| seen(*index) && promise.may_break(id)).collect();
        for (index, promise) in promises {
            let speaks = facts.holds(promise.when.as_ref());
            let kept =
                !promise.never.iter().any(came_to) && (promise.always.is_empty() || promise.always.iter().any(came_to));
            if speaks && !kept {
                self.mark(Mark::Broken(index));
            }
        }
        let next = u32::try_from(self.shown.len()).unwrap_or(u32::MAX);
        let bytes = shown.len() + HEAP + 2 * ENTRY;
        let number = *self.shown.entry((id, shown.into())).or_insert(next);
        if number == next {
            self.held += bytes;
        }
        number
    }
}

fn touch(list: &mut [bool], index: usize) {
    if let Some(slot) = list.get_mut(index) {
        *slot = true;
    }
}
