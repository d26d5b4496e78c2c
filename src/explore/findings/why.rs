//! Why something is never so: which conditions exclude each other, in the order in which they stand.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words;
use crate::explore::conditions::conds::{CondAt, questions_of};
use crate::explore::states::observed::TRUE;
use crate::explore::states::round::Round;
use crate::explore::states::space::{Edge, Stand};
use crate::text::Span;
use crate::tree::{Cond, Expr, Kind, Next, OutcomeId, QuestionId, Read, Target, ValueId, ValueRule};

/// Other places that matter with what is to be seen there, and a sentence that sums up.
pub(crate) type Reason = (Vec<(Span, String)>, String);

/// How many reasons are looked for: each goes once through all states.
const MOST: usize = 50;
/// How many places one reason names.
const PLACES: usize = 3;

pub(crate) struct Why<'r, 't> {
    round: &'r Round<'t>,
    asked: usize,
    /// Where each condition stands in the list.
    sites: FxHashMap<CondAt, usize>,
}

/// Classes of a question's answers.
type Allowed = FxHashMap<QuestionId, Vec<u32>>;

impl<'r, 't> Why<'r, 't> {
    pub(crate) fn new(round: &'r Round<'t>) -> Self {
        Self { round, asked: 0, sites: FxHashMap::default() }
    }

    /// Why a condition is never true, or a rule never taken.
    pub(crate) fn never(&mut self, at: CondAt) -> Reason {
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
    fn without_condition(&self, at: CondAt) -> Reason {
        let CondAt::Answer(id, _) = at else { return Reason::default() };
        let question = self.round.tree.question(id);
        let labels =
            question.rejects.iter().map(|reject| (reject.when_span, "this refuses answers".to_owned())).collect();
        (labels, String::new())
    }

    /// The condition is true at times, and something else wins each time.
    fn overruled(&self, index: usize, at: CondAt) -> Reason {
        let CondAt::Rule(id, _) = at else { return self.without_condition(at) };
        let Next::Rules(rules) = &self.round.tree.question(id).next else { return Reason::default() };
        let Some(Some([always, won])) = self.round.found.winners.get(index) else { return Reason::default() };
        if let Some(above) = always.first().and_then(|above| Some((above, rules.get(*above)?))) {
            let label = (above.1.when_span, "this rule is true then, too".to_owned());
            let help = format!("whenever it is true, so is rule {}, which stands above it", above.0 + 1);
            return (vec![label], help);
        }
        let mut won = won.clone();
        won.sort_unstable();
        let label = |above: &usize| Some((rules.get(*above)?.when_span, "some of its walks go here".to_owned()));
        let numbers: Vec<String> = won.iter().take(PLACES).map(|above| (above + 1).to_string()).collect();
        let more = if won.len() > PLACES { " and others" } else { "" };
        let help = format!("rules {}{more}, above it, take all walks for which it is true", numbers.join(", "));
        (won.iter().take(PLACES).filter_map(label).collect(), help)
    }

    /// The condition is true of no walk that comes to its place.
    fn excluded(&mut self, cond: &'t Cond, at: CondAt) -> Reason {
        let mut allowed = Allowed::default();
        let mut parts = Vec::new();
        self.parts(cond, &mut parts, 0);
        // What a part about several questions or a score comes to cannot be said answer by answer.
        let mut whole = true;
        for part in parts {
            let reads = questions_of(self.round.tree, |see| part.reads(see));
            whole &= reads.len() == 1 && !self.reads_score(part);
            if let ([question], false) = (&*reads, self.reads_score(part)) {
                let question = *question;
                let classes = self.classes(question, part);
                if classes.is_empty() {
                    let question = self.round.tree.question(question);
                    let help = format!("no answer that can be given to `{}` makes it true", question.id);
                    // All that is written out can be given.
                    let limited = !matches!(question.kind, Kind::Choice(_));
                    let label = limited.then(|| (question.span, "its answers are limited here".to_owned()));
                    return (label.into_iter().collect(), help);
                }
                let known = allowed.entry(question).or_insert_with(|| classes.clone());
                known.retain(|class| classes.contains(class));
            }
        }
        if let Some((question, _)) = allowed.iter().find(|(_, classes)| classes.is_empty()) {
            let name = &self.round.tree.question(*question).id;
            return (Vec::new(), format!("no answer to `{name}` makes all its parts true at once"));
        }
        if allowed.is_empty() {
            return Reason::default();
        }
        self.led_away(&allowed, at, whole)
    }

    /// Whether a condition reads a score, by way of values too.
    fn reads_score(&self, cond: &Cond) -> bool {
        let (mut found, mut values, mut seen) = (false, Vec::new(), FxHashSet::default());
        let mut see = |read, values: &mut Vec<ValueId>| match read {
            Read::Score(_) => found = true,
            Read::Value(id) => values.push(id),
            Read::Question(_) | Read::Today => {}
        };
        cond.reads(&mut |read| see(read, &mut values));
        while let Some(id) = values.pop() {
            if seen.insert(id) {
                self.round.tree.value(id).rule.reads(&mut |read| see(read, &mut values));
            }
        }
        found
    }

    /// The parts of a condition that must all be true.
    fn parts(&self, cond: &'t Cond, found: &mut Vec<&'t Cond>, depth: u32) {
        match cond {
            Cond::All(parts) => parts.iter().for_each(|part| self.parts(part, found, depth)),
            Cond::Value(id) if depth < 8 => match &self.round.tree.value(*id).rule {
                ValueRule::One(Expr::Cond(inner)) => self.parts(inner, found, depth + 1),
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
    fn led_away(&self, allowed: &Allowed, at: CondAt, whole: bool) -> Reason {
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
            wanted.is_none_or(|wanted| classes.numbers.iter().any(|class| wanted.contains(class)))
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
        if arrives || lost.is_empty() {
            return (Vec::new(), format!("no walk that comes here was asked {answers} and gave such an answer"));
        }
        let labels = lost.iter().take(PLACES).map(|(question, to)| self.leads(*question, *to)).collect();
        (labels, format!("whoever gives such an answer to {answers} is led elsewhere before"))
    }

    /// Whether a walk that stands there has come to the place of a condition.
    fn is_at(&self, stand: Stand, at: CondAt) -> bool {
        match (at, stand) {
            (CondAt::Question(id), Stand::Asked(here) | Stand::Skipped(here)) => id == here,
            (CondAt::Answer(id, _) | CondAt::Reject(id, _) | CondAt::Rule(id, _), Stand::Asked(here)) => id == here,
            (CondAt::Rule(id, _), Stand::Skipped(here)) => id == here,
            (CondAt::Note(id, _), Stand::Ended(here, _)) => id == here,
            (CondAt::Promise(_), Stand::Ended(..)) => true,
            _ => false,
        }
    }

    /// Which rule or answer of a question leads to a node, and what to say of it.
    fn leads(&self, id: QuestionId, to: u32) -> (Span, String) {
        let tree = self.round.tree;
        let question = tree.question(id);
        let (place, name) = match self.round.space.node(to).map(|node| node.stand) {
            Some(Stand::Asked(id) | Stand::Skipped(id)) => (Target::Question(id), &*tree.question(id).id),
            Some(Stand::Ended(id, _)) => (Target::Outcome(id), &*tree.outcome(id).id),
            _ => return (question.span, "here they are stopped".to_owned()),
        };
        let leads = |target: &Target| match (target, &place) {
            (Target::BestOf(ids), Target::Outcome(id)) => ids.contains(id),
            (target, place) => target == place,
        };
        let text = format!("this leads them to `{name}`");
        let answer = question.kind.options().iter().find(|option| option.goto.as_ref().is_some_and(leads));
        if let Some(option) = answer {
            return (option.span, text);
        }
        match &question.next {
            Next::Rules(rules) => {
                let rule = rules.iter().find(|rule| leads(&rule.goto));
                (rule.map_or(question.span, |rule| rule.when_span), text)
            }
            _ => (question.span, text),
        }
    }

    /// The questions from which a place may be come to, conditions aside, and the outcome if it is one.
    fn leading_to(&self, at: CondAt) -> (Vec<bool>, Option<OutcomeId>) {
        let exits = &self.round.machine.exits;
        let mut may = vec![false; exits.len()];
        let (question, outcome) = match at {
            CondAt::Question(id) | CondAt::Answer(id, _) | CondAt::Reject(id, _) | CondAt::Rule(id, _) => {
                (Some(id), None)
            }
            CondAt::Note(id, _) => (None, Some(id)),
            CondAt::Promise(_) => return (vec![true; exits.len()], None),
        };
        if let Some(slot) = question.and_then(|id| may.get_mut(id.index())) {
            *slot = true;
        }
        // Backwards over the groups: a group's number is greater than those of all it leads to.
        for members in &self.round.machine.groups.members {
            let leads = |id: &QuestionId| {
                exits.get(id.index()).is_some_and(|exits| {
                    exits.questions.iter().any(|next| may.get(next.index()).copied().unwrap_or(false))
                        || outcome.is_some_and(|outcome| exits.outcomes.contains(&outcome))
                })
            };
            if members.iter().any(leads) || members.iter().any(|id| Some(*id) == question) {
                members.iter().filter_map(|id| may.get_mut(id.index()).map(|slot| *slot = true)).for_each(drop);
            }
        }
        (may, outcome)
    }
}
