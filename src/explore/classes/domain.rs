//! Which answers a question has that a tree can tell apart, one standing for each class.

use std::sync::Arc;

use num_bigint::BigUint;
use rustc_hash::FxHashSet;

use super::class::{Class, Domain, Ways, one};
use super::limits::few;
use super::texts::Texts;
use super::texts_together;
use super::truths::truths;
use crate::engine::Facts;
use crate::explore::classes::cuts::extent::Extent;
use crate::explore::classes::cuts::flow::Flow;
use crate::explore::classes::cuts::ranges::{self, Ground};
use crate::explore::classes::cuts::sources::Sources;
use crate::explore::classes::meeting::relations::Decided;
use crate::explore::conditions::atoms::{Ask, Atoms};
use crate::tree::{
    Answer, Choice, Cond, DEEPEST, Expr, Kind, Question, QuestionId, Read, Set, Symbol, Tree, ValueId, ValueRule,
};

/// More boxes than this that are looked at one by one are not told apart exactly.
pub(crate) const MOST_BOXES: usize = 14;

/// More combinations of classes than this are not looked at together, where there is another way.
const MOST_TOGETHER: usize = 200_000;

/// The classes of all questions' answers, of those that are typed as they are `known`: which sets are told apart is
/// found anew.
pub(crate) fn of_sets(tree: &Tree, atoms: &Atoms, known: &[Domain]) -> Vec<Domain> {
    let mut left = MOST_TICKS;
    let of = |((id, question), known): ((QuestionId, &Question), &Domain)| match &question.kind {
        Kind::Many { min, max, .. } => {
            let mut domain = sets(tree, id, atoms, min.is_some() || max.is_some(), &mut left);
            let empty = question.optional.then(|| one(Answer::Empty));
            domain.classes.extend(empty);
            domain
        }
        _ => known.clone(),
    };
    tree.questions().zip(known).map(of).collect()
}

/// The classes of all questions' answers; what is `given` is told apart from others that it is compared with. With
/// `decide`, no line is cut for relations of several typed answers where not all are exact otherwise: these are to be
/// decided, and come second.
pub(crate) fn domains<'t>(
    tree: &'t Tree,
    atoms: &Atoms<'t>,
    facts: &mut Facts<'t>,
    given: &[(QuestionId, Answer)],
    decide: bool,
) -> (Vec<Domain>, Decided) {
    let mut domains = vec![Domain::default(); tree.questions().len()];
    let (extent, flow) = (Extent::of(tree), Flow::new(atoms.tree));
    let (mut left, mut decided) = (MOST_TICKS, Decided::default());
    // Typed answers last: what tells them apart may hang on the classes of the others.
    for (id, question) in tree.questions() {
        let domain = match &question.kind {
            Kind::Choice(options) => {
                let classes = (0_u32..).zip(options).map(|(index, _)| one(Answer::Choice(index)));
                Domain { classes: classes.collect(), exact: true, ..Domain::default() }
            }
            Kind::Many { min, max, .. } => sets(tree, id, atoms, min.is_some() || max.is_some(), &mut left),
            Kind::Text { .. } => texts(tree, id, atoms, facts),
            Kind::Number { .. } | Kind::Date { .. } => continue,
        };
        set(&mut domains, id, domain);
    }
    texts_together::texts(atoms, facts, given, &mut domains);
    let ground =
        Ground { tree, atoms, others: &domains, extent, flow: &flow, sources: None, decided: &Decided::default() };
    let mut typed = ranged(&ground, facts, given);
    if typed.iter().any(|(_, domain)| !domain.exact) || !may_be_together(atoms, &domains, &typed) {
        let few = tree.questions().map(|(id, _)| few(tree, id, extent, facts)).collect();
        let sources = Sources::new(atoms, &domains, few);
        let ground = Ground { sources: Some(&sources), ..ground };
        typed = ranged(&ground, facts, given);
        if decide && (typed.iter().any(|(_, domain)| !domain.exact) || !may_be_together(atoms, &domains, &typed)) {
            let together = typed.iter().filter(|(_, domain)| !domain.compared.is_empty()).map(|(id, _)| *id).collect();
            decided = Decided::of((atoms, &sources, &flow), extent, facts, &together);
            if !decided.list.is_empty() {
                typed = ranged(&Ground { decided: &decided, ..ground }, facts, given);
            }
        }
    }
    typed.into_iter().for_each(|(id, domain)| set(&mut domains, id, domain));
    for ((_, question), domain) in tree.questions().zip(&mut domains) {
        domain.classes.extend(question.optional.then(|| one(Answer::Empty)));
    }
    (domains, decided)
}

fn set(domains: &mut [Domain], id: QuestionId, domain: Domain) {
    if let Some(slot) = domains.get_mut(id.index()) {
        *slot = domain;
    }
}

/// The classes of numbers and dates.
fn ranged<'t>(
    ground: &Ground<'_, 't>,
    facts: &mut Facts<'t>,
    given: &[(QuestionId, Answer)],
) -> Vec<(QuestionId, Domain)> {
    let mut compared = crate::explore::classes::meeting::differences::domains(ground, facts, given);
    compared.retain(|id, _| !ground.decided.meets(*id));
    let questions = ground.tree.questions();
    let typed = questions.filter(|(_, question)| matches!(question.kind, Kind::Number { .. } | Kind::Date { .. }));
    let ids: Vec<QuestionId> = typed.map(|(id, _)| id).collect();
    let domain = |id| compared.remove(&id).unwrap_or_else(|| ranges::alone(ground, id, facts, given));
    let domains: Vec<Domain> = ids.iter().copied().map(domain).collect();
    ids.into_iter().zip(domains).collect()
}

/// Whether what each atom reads may be looked at in all combinations, where typed answers are among it.
fn may_be_together(atoms: &Atoms, others: &[Domain], typed: &[(QuestionId, Domain)]) -> bool {
    let mut counts: Vec<(usize, bool)> = others.iter().map(|domain| (domain.classes.len().max(1), false)).collect();
    for (id, domain) in typed {
        counts.get_mut(id.index()).into_iter().for_each(|slot| *slot = (domain.classes.len().max(1), true));
    }
    atoms.list.iter().all(|atom| {
        let counts = || atom.questions.iter().filter_map(|id| counts.get(id.index()));
        let together = counts().map(|(count, _)| *count).fold(1_usize, usize::saturating_mul);
        together <= MOST_TOGETHER || !counts().any(|(_, typed)| *typed)
    })
}

/// Texts: those that stand for all.
fn texts(tree: &Tree, id: QuestionId, atoms: &Atoms, facts: &mut Facts) -> Domain {
    let Some(texts) = Texts::of(tree, id, atoms) else { return Domain::default() };
    let mut see = |answer: &Answer| facts.check(id, answer).is_ok().then(|| truths(answer, id, atoms, facts));
    let (standing, exact) = texts.standing(&mut see);
    let classes = standing.into_iter().map(one).collect();
    Domain { exact, classes, texts: Some(Box::new(texts)), ..Domain::default() }
}

/// Sets: the boxes that something looks at one by one, in all combinations, and how many of the rest.
fn sets(tree: &Tree, id: QuestionId, atoms: &Atoms, counted: bool, left: &mut usize) -> Domain {
    let options = tree.question(id).kind.options();
    let mut look = Look { symbols: Vec::new(), all: false, counts: counted, seen: FxHashSet::default() };
    for atom in atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize)) {
        match atom.ask {
            Ask::Holds(cond) => look.cond(cond, tree),
            Ask::Whole | Ask::Limit(_) | Ask::Part(_) => look.all = true,
            Ask::Known(expr) => look.known(expr, tree),
            Ask::Asked => {}
        }
    }
    let named: Vec<u32> = (0_u32..)
        .zip(options)
        .filter(|(_, option)| {
            look.all
                || option.when.is_some()
                || option.alone
                || !option.scores.is_empty()
                || look.symbols.contains(&option.id)
        })
        .map(|(index, _)| index)
        .collect();
    let rest: Vec<u32> = (0_u32..).zip(options).map(|(index, _)| index).filter(|i| !named.contains(i)).collect();
    if !may_combine(named.len(), rest.len(), look.counts, left) {
        return some_sets(options.len());
    }
    Domain { classes: combined(&named, &rest, look.counts), exact: true, ..Domain::default() }
}

/// How many numbers the sets of all questions of a tree may hold together; more are not told apart exactly.
pub(crate) const MOST_TICKS: usize = 64_000_000;

/// Whether all combinations may still be made, and are then taken from what is left of [`MOST_TICKS`].
pub(crate) fn may_combine(named: usize, rest: usize, counts: bool, left: &mut usize) -> bool {
    if named > MOST_BOXES {
        return false;
    }
    // An answer with its count, beside the boxes that it has ticked.
    let each = 24 + named / 2 + rest / 32;
    let (answers, ticked) = if counts { (rest + 1, rest * (rest + 1) / 2) } else { (2, 1) };
    let ticks = answers.saturating_mul(each).saturating_add(ticked).saturating_mul(1 << named);
    let fits = ticks <= *left;
    *left -= if fits { ticks } else { 0 };
    fits
}

/// All combinations of the named boxes, each with none or some of the rest; with each number of those if they count.
pub(crate) fn combined(named: &[u32], rest: &[u32], counts: bool) -> Vec<Class> {
    let mut classes = Vec::new();
    let all: Arc<[u32]> = rest.into();
    for bits in 0_u32..(1 << named.len()) {
        let ticked: Vec<u32> =
            named.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, index)| *index).collect();
        let mut add = |count: usize, ways: BigUint| {
            let mut chosen = ticked.clone();
            chosen.extend(rest.iter().take(count));
            chosen.sort_unstable();
            let also = if count > 0 { all.clone() } else { Arc::default() };
            let ways = Ways::of(ways);
            classes.push(Class { answer: Answer::Many(chosen.into()), ways, also, with: Arc::default() });
        };
        add(0, BigUint::from(1_u8));
        if counts {
            let mut ways = BigUint::from(1_u8);
            for count in 1..=rest.len() {
                ways = ways * (rest.len() + 1 - count) / count;
                add(count, ways.clone());
            }
        } else if !rest.is_empty() {
            add(1, (BigUint::from(1_u8) << rest.len()) - 1_u8);
        }
    }
    classes
}

/// Too many boxes to combine: none, all, and each alone.
fn some_sets(count: usize) -> Domain {
    let all: Vec<u32> = (0_u32..).take(count).collect();
    let mut classes = vec![one(Answer::Many([].into())), one(Answer::Many(all.clone().into()))];
    classes.extend(all.iter().map(|index| one(Answer::Many([*index].into()))));
    Domain { classes, ..Domain::default() }
}

/// What conditions look at in a set.
struct Look {
    symbols: Vec<Symbol>,
    all: bool,
    counts: bool,
    /// The values looked into so far.
    seen: FxHashSet<ValueId>,
}

impl Look {
    fn cond(&mut self, cond: &Cond, tree: &Tree) {
        match cond {
            Cond::Not(inner) => self.cond(inner, tree),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part, tree)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side, tree)),
            Cond::Value(id) => self.value(*id, tree),
            Cond::AnyOf(set, ids) | Cond::AllOf(set, ids) | Cond::OnlyOf(set, ids) => {
                self.symbols.extend(ids.iter());
                // The class of sets with something else ticked tells `only` apart; the first box stands for it.
                self.set(set, tree);
            }
            Cond::InSet(choice, set, _) => {
                match &**choice {
                    Choice::Literal(answer) => self.symbols.extend(tree.option(*answer).map(|option| option.id)),
                    _ => self.all = true,
                }
                self.set(set, tree);
            }
            Cond::Answered(expr) => self.known(expr, tree),
            // A number that a set goes into: `count`, at whatever depth.
            other => {
                self.counts = true;
                self.inside(|see| other.reads(see), tree);
                other.counted(&mut |cond| self.cond(cond, tree));
            }
        }
    }

    fn known(&mut self, expr: &Expr, tree: &Tree) {
        self.inside(|see| expr.reads(see), tree);
        expr.counted(&mut |cond| self.cond(cond, tree));
    }

    /// Looks into the values that something reads.
    fn inside(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read)), tree: &Tree) {
        let mut values = Vec::new();
        reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        values.into_iter().for_each(|id| self.value(id, tree));
    }

    fn value(&mut self, id: ValueId, tree: &Tree) {
        if !self.seen.insert(id) {
            return;
        }
        let value = tree.value(id);
        if value.depth > DEEPEST {
            self.all = true;
            return;
        }
        let expr = |look: &mut Self, expr: &Expr| match expr {
            Expr::Cond(cond) => look.cond(cond, tree),
            Expr::Set(set) => look.set(set, tree),
            Expr::Choice(choice) => look.inside(|see| choice.reads(see), tree),
            other => {
                look.counts = true;
                look.known(other, tree);
            }
        };
        match &value.rule {
            ValueRule::One(one) => expr(self, one),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when, tree));
                    expr(self, is);
                }
            }
            ValueRule::Table(table) => table.by.iter().for_each(|by| expr(self, by)),
        }
    }

    fn set(&mut self, set: &Set, tree: &Tree) {
        match set {
            Set::Value(id) if tree.value(*id).depth <= DEEPEST => match &tree.value(*id).rule {
                ValueRule::One(Expr::Set(inner)) => {
                    if self.seen.insert(*id) {
                        self.set(inner, tree);
                    }
                }
                // Rules that choose between sets look at more than can be said here.
                _ => self.all = true,
            },
            Set::Default(parts) => parts.iter().for_each(|part| self.set(part, tree)),
            Set::Answer(_) | Set::Literal(..) => {}
            Set::Value(_) => self.all = true,
        }
    }
}
