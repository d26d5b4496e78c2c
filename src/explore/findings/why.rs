//! Why something is never so: which conditions exclude each other, in the order in which they stand.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words;
use crate::diagnostic::Label;
use crate::explore::states::round::Round;
use crate::explore::states::space::{Edge, Stand};
use crate::explore::states::telling::observed::TRUE;
use crate::text::Span;
use crate::tree::{
    Cond, DEEPEST, Expr, Kind, Moment, Next, OutcomeId, Part, QuestionId, Site, Target, ValueId, ValueRule, graph,
};

/// Other places that matter with what is to be seen there, and a sentence that sums up.
#[derive(Default)]
pub(crate) struct Reason {
    pub(crate) labels: Vec<Label>,
    pub(crate) help: Option<String>,
}

impl Reason {
    pub(crate) fn new(labels: Vec<Label>, help: impl Into<String>) -> Self {
        Self { labels, help: Some(help.into()) }
    }
}

fn label(span: Span, text: impl Into<String>) -> Label {
    Label { span, text: text.into() }
}

/// How many reasons are looked for: each goes once through all states.
const MOST: usize = 50;
/// How many places one reason names.
const PLACES: usize = 3;

pub(crate) struct Why<'r, 't> {
    round: &'r Round<'t>,
    asked: usize,
    /// Where each condition stands in the list.
    sites: FxHashMap<Site, usize>,
}

/// Classes of a question's answers.
type Allowed = FxHashMap<QuestionId, Vec<u32>>;

impl<'r, 't> Why<'r, 't> {
    pub(crate) fn new(round: &'r Round<'t>) -> Self {
        Self { round, asked: 0, sites: FxHashMap::default() }
    }

    /// Why a condition is never true, or a rule never taken.
    pub(crate) fn never(&mut self, at: Site) -> Reason {
        let found = &self.round.found;
        if self.sites.is_empty() {
            self.sites = found.sites.list.iter().enumerate().map(|(index, site)| (site.at, index)).collect();
        }
        let Some(index) = self.sites.get(&at).copied() else { return self.without_condition(at) };
        let (Some(site), Some(truth)) = (found.sites.list.get(index), found.truths.get(index)) else {
            return Reason::default();
        };
        if truth & TRUE != 0 {
            return self.overruled(index, at);
        }
        self.asked += 1;
        if self.asked > MOST {
            return Reason::default();
        }
        self.excluded(site.cond, at)
    }

    /// An answer that is not hidden, and never given.
    fn without_condition(&self, at: Site) -> Reason {
        let Site::AnswerWhen(id, _) = at else { return Reason::default() };
        let question = self.round.tree.question(id);
        let labels = question.rejects.iter().map(|reject| label(reject.when_span, "this refuses answers")).collect();
        Reason { labels, help: None }
    }

    /// The condition is true at times, and something else wins each time.
    fn overruled(&self, index: usize, at: Site) -> Reason {
        if let Site::FeedbackWhen(..) = at {
            return Reason::new(Vec::new(), "whenever it is true, so is a rule above it");
        }
        let Site::Rule(id, _) = at else { return self.without_condition(at) };
        let Next::Rules(rules) = &self.round.tree.question(id).next else { return Reason::default() };
        let Some(Some([always, won])) = self.round.found.winners.get(index) else { return Reason::default() };
        if let Some(above) = always.first().and_then(|above| Some((above, rules.get(*above)?))) {
            let help = format!("whenever it is true, so is rule {}, which stands above it", above.0 + 1);
            return Reason::new(vec![label(above.1.when_span, "this rule is true then, too")], help);
        }
        let mut won = won.clone();
        won.sort_unstable();
        let goes = |above: &usize| Some(label(rules.get(*above)?.when_span, "some of its walks go here"));
        let numbers: Vec<String> = won.iter().take(PLACES).map(|above| (above + 1).to_string()).collect();
        let more = if won.len() > PLACES { " and others" } else { "" };
        let help = format!("rules {}{more}, above it, take all walks for which it is true", numbers.join(", "));
        Reason::new(won.iter().take(PLACES).filter_map(goes).collect(), help)
    }

    /// The condition is true of no walk that comes to its place.
    fn excluded(&mut self, cond: &'t Cond, at: Site) -> Reason {
        let mut allowed = Allowed::default();
        let mut parts = Vec::new();
        self.parts(cond, &mut parts, &mut FxHashSet::default());
        // What a part about several questions or a score comes to cannot be said answer by answer.
        let mut whole = true;
        for part in parts {
            let reads = self.round.tree.questions_read(|see| part.reads(see));
            let by_score = self.round.tree.reads_score(|see| part.reads(see));
            // Of an answer that is told with another nothing is known by itself.
            let alone = !reads.iter().any(|id| self.round.machine.atoms.told_with.contains_key(id));
            whole &= reads.len() == 1 && !by_score && alone;
            if let ([question], false) = (&*reads, by_score || !alone) {
                let question = *question;
                let classes = self.classes(question, part);
                if classes.is_empty() {
                    let question = self.round.tree.question(question);
                    let help = format!("no answer that can be given to `{}` makes it true", question.id);
                    // All that is written out can be given.
                    let limited = !matches!(question.kind, Kind::Choice(_));
                    let limits = limited.then(|| label(question.span, "its answers are limited here"));
                    return Reason::new(limits.into_iter().collect(), help);
                }
                let known = allowed.entry(question).or_insert_with(|| classes.clone());
                known.retain(|class| classes.contains(class));
            }
        }
        if let Some((question, _)) = allowed.iter().find(|(_, classes)| classes.is_empty()) {
            let name = &self.round.tree.question(*question).id;
            return Reason::new(Vec::new(), format!("no answer to `{name}` makes all its parts true at once"));
        }
        if allowed.is_empty() {
            return Reason::default();
        }
        self.led_away(&allowed, at, whole)
    }

    /// The parts of a condition that must all be true, looking into each value once.
    fn parts(&self, cond: &'t Cond, found: &mut Vec<&'t Cond>, seen: &mut FxHashSet<ValueId>) {
        match cond {
            Cond::All(parts) => parts.iter().for_each(|part| self.parts(part, found, seen)),
            Cond::Value(id) => match &self.round.tree.value(*id).rule {
                ValueRule::One(Expr::Cond(inner)) if self.round.tree.value(*id).depth <= DEEPEST => {
                    if seen.insert(*id) {
                        self.parts(inner, found, seen);
                    }
                }
                _ => found.push(cond),
            },
            other => found.push(other),
        }
    }

    /// The classes of a question's answers with which a condition about it alone is true.
    fn classes(&self, question: QuestionId, cond: &Cond) -> Vec<u32> {
        let mut facts = crate::engine::Facts::new(self.round.tree, self.round.today);
        let classes = self.round.machine.domains.get(question.index()).map_or(&[][..], |domain| &domain.classes);
        let mut found = Vec::new();
        for (number, class) in (0_u32..).zip(classes) {
            facts.put(question, Some(class.answer.clone()));
            facts.changed();
            if facts.cond(cond) {
                found.push(number);
            }
        }
        found
    }

    /// Walks with these answers never come to the place: where they are led away. `whole` tells whether the condition
    /// is true of every walk that comes to its place with such answers.
    fn led_away(&self, allowed: &Allowed, at: Site, whole: bool) -> Reason {
        let (round, tree) = (self.round, self.round.tree);
        let space = &round.space;
        let may = self.leading_to(at);
        let may_lead = |node: u32| match space.node(node).map(|node| node.stand) {
            Some(Stand::Asked(id) | Stand::Skipped(id)) => may.0.get(id.index()).copied().unwrap_or(false),
            Some(Stand::Ended(id, _)) => may.1 == Some(id),
            _ => false,
        };
        let takes = |edge: &Edge| {
            let Some(classes) = space.classes.get(edge.classes as usize) else { return true };
            let wanted = allowed.get(&classes.question);
            let domain = round.machine.domains.get(classes.question.index());
            let own = |number: &u32| domain.map_or(*number, |domain| domain.alone(*number));
            wanted.is_none_or(|wanted| classes.numbers.iter().any(|number| wanted.contains(&own(number))))
        };
        let mut seen = vec![false; space.nodes.len()];
        let mut work = vec![0_u32];
        let mut lost: Vec<(QuestionId, u32)> = Vec::new();
        let mut arrives = false;
        while let Some(id) = work.pop() {
            let Some(slot) = seen.get_mut(id as usize).filter(|slot| !**slot) else { continue };
            *slot = true;
            let Some(node) = space.node(id) else { continue };
            arrives |= self.is_at(node.stand, at);
            let mut edges = space.edges_of(node).iter().filter(|edge| takes(edge)).peekable();
            let first = edges.peek().map(|edge| edge.to);
            let mut all_lost = first.is_some() && may_lead(id);
            for edge in edges {
                all_lost &= !may_lead(edge.to);
                work.push(edge.to);
            }
            if let (true, Some(question), Some(to)) = (all_lost, node.stand.question(), first)
                && !lost.iter().any(|(other, _)| *other == question)
            {
                lost.push((question, to));
            }
        }
        lost.sort_unstable();
        let names: Vec<&str> = {
            let mut ids: Vec<QuestionId> = allowed.keys().copied().collect();
            ids.sort_unstable();
            ids.into_iter().map(|id| &*tree.question(id).id).collect()
        };
        let answers = words::list(names.iter().copied(), "and");
        if !whole && arrives {
            return Reason::default();
        }
        if let Some(early) = allowed.keys().find_map(|id| words::before_own_answer(at.part(), *id)) {
            return Reason::new(Vec::new(), early);
        }
        if arrives || lost.is_empty() {
            return Reason::new(
                Vec::new(),
                format!("no walk that comes here was asked {answers} and gave such an answer"),
            );
        }
        let labels = lost.iter().take(PLACES).map(|(question, to)| self.leads(*question, *to)).collect();
        Reason::new(labels, format!("whoever gives such an answer to {answers} is led elsewhere before"))
    }

    /// Whether a walk that stands there has come to the place of a condition.
    fn is_at(&self, stand: Stand, at: Site) -> bool {
        match (at.moment(), stand) {
            (Moment::Before(id) | Moment::After(id), Stand::Asked(here)) => id == here,
            (_, Stand::Skipped(here)) => matches!(at, Site::When(id) | Site::Rule(id, _) if id == here),
            (Moment::End(id), Stand::Ended(here, _)) => id == here,
            (Moment::AnyEnd, Stand::Ended(..)) => true,
            _ => false,
        }
    }

    /// Which rule or answer of a question leads to a node, and what to say of it.
    fn leads(&self, id: QuestionId, to: u32) -> Label {
        let tree = self.round.tree;
        let question = tree.question(id);
        let (place, name) = match self.round.space.node(to).map(|node| node.stand) {
            Some(Stand::Asked(id) | Stand::Skipped(id)) => (Target::Question(id), &*tree.question(id).id),
            Some(Stand::Ended(id, _)) => (Target::Outcome(id), &*tree.outcome(id).id),
            _ => return label(question.span, "here they are stopped"),
        };
        let leads = |edge: &graph::Edge| match (edge.to, &place) {
            (Target::BestOf(ids), Target::Outcome(id)) => ids.contains(id),
            (target, place) => target == place,
        };
        let part = graph::edges(tree, id).find(leads).map(|edge| edge.part());
        label(part.unwrap_or(Part::Question(id)).when_span(tree), format!("this leads them to `{name}`"))
    }

    /// The questions from which a place may be come to, conditions aside, and the outcome if it is one.
    fn leading_to(&self, at: Site) -> (Vec<bool>, Option<OutcomeId>) {
        let exits = &self.round.machine.exits;
        let (question, outcome) = match at.moment() {
            Moment::Before(id) | Moment::After(id) => (Some(id), None),
            Moment::End(id) => (None, Some(id)),
            Moment::Start | Moment::AnyEnd | Moment::Value(_) => return (vec![true; exits.len()], None),
        };
        let (before, ends) = graph::leading(exits, self.round.tree.outcomes().len());
        let last = outcome.and_then(|id| ends.get(id.index())).into_iter().flatten().copied();
        let last: Vec<QuestionId> = question.into_iter().chain(last).collect();
        let mut may = graph::spread(last.iter().copied(), |id| before.get(id.index()).map_or(&[], Vec::as_slice));
        may.extend(last);
        (self.round.tree.questions().map(|(id, _)| may.contains(&id)).collect(), outcome)
    }
}
