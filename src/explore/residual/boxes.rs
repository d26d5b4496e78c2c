//! Sets of many boxes: those that leave the same of every condition are one class. Box by box, ticked and not, what is
//! left of the conditions is put together, so that not all sets are gone through.

use std::sync::Arc;

use num_bigint::BigUint;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::build::{Build, How, Made};
use super::leaves::{Answers, Leaves};
use super::put::Residuals;
use super::term::TermId;
use crate::engine::Facts;
use crate::explore::classes::class::{Class, Domain, one};
use crate::explore::conditions::atoms::{Ask, Atoms, Form};
use crate::tree::{Answer, AnswerOption, Expr, Kind, Next, Num, Order, QuestionId, Set, Tree};

/// More classes than this are not told apart.
const MOST: usize = 1 << 12;
/// How often something is put into a condition, for all questions of a tree.
const MOST_PUT: usize = 10_000_000;

/// Sets that leave the same of all conditions.
struct Alike {
    /// How many they are.
    ways: BigUint,
    /// One of them.
    ticked: Vec<u32>,
    /// By box: whether one of them has it ticked.
    any: Vec<u64>,
}

/// Puts sets together, for the questions whose sets were only tried.
pub(crate) fn put_together<'t>(tree: &'t Tree, atoms: &Atoms<'t>, facts: &Facts<'t>, domains: &mut [Domain]) {
    let mut to_put = MOST_PUT;
    for ((id, question), domain) in tree.questions().zip(domains).filter(|(_, domain)| !domain.exact) {
        if let Some(mut classes) = classes(tree, id, atoms, facts, &mut to_put) {
            classes.extend(question.optional.then(|| one(Answer::Empty)));
            *domain = Domain { classes, exact: true, ..Domain::default() };
        }
    }
}

/// The classes of the sets that are allowed, where all that is asked about them is which boxes are ticked, and how many.
/// None where they are too many, or something else is asked.
fn classes<'t>(
    tree: &'t Tree,
    id: QuestionId,
    atoms: &Atoms<'t>,
    facts: &Facts<'t>,
    to_put: &mut usize,
) -> Option<Vec<Class>> {
    let question = tree.question(id);
    let Kind::Many { options, min, max } = &question.kind else { return None };
    let counts = |option: &AnswerOption| option.when.is_some() || option.alone || !option.scores.is_empty();
    if options.iter().any(counts) || !question.points.is_empty() {
        return None;
    }
    let leaves = Leaves::new(tree, facts.clone()).of_boxes(id);
    let mut of = Residuals::new(tree, leaves, Vec::new());
    let answers = Answers { domains: &[], own: None };
    let mut build = Build { of: &mut of, answers, hangs: None, values: &mut Made::default() };
    let mut all: Vec<TermId> = Vec::new();
    for (order, limit) in [(Order::AtLeast, min), (Order::AtMost, max)] {
        match limit {
            Some(Num::Literal(limit)) => all.push(build.counted(order, *limit)),
            Some(_) => return None,
            None => all.push(build.of.terms.cond(true)),
        }
    }
    let limits = all.len();
    for atom in atoms.of.get(id.index())?.iter().filter_map(|atom| atoms.list.get(*atom as usize)) {
        match atom.ask {
            // Those are parts of formulas.
            Ask::Holds(_) | Ask::Asked => {}
            Ask::Known(Expr::Set(Set::Answer(_))) => all.push(build.counted(Order::AtLeast, Decimal::ONE)),
            _ => return None,
        }
    }
    for formula in atoms.formulas.iter().filter(|formula| formula.questions.binary_search(&id).is_ok()) {
        all.push(match &formula.form {
            // On what it hangs follows from what is left of it.
            Form::Plain(cond) | Form::Judged(cond) => build.cond(cond, How::Plain),
            Form::Chain(id, apart) => match &tree.question(*id).next {
                Next::Rules(rules) => build.chain(rules, apart.as_deref()),
                Next::Always(_) | Next::Nowhere => continue,
            },
        });
    }
    if of.leaves.is_read() {
        return None;
    }
    let never = of.terms.cond(false);
    let (limited, rest) = all.split_at(limits);
    let mut rest = rest.to_vec();
    rest.sort_unstable();
    rest.dedup();
    let start = limited.iter().copied().chain(rest).collect();
    let nothing = Alike { ways: BigUint::from(1_u8), ticked: Vec::new(), any: vec![0; options.len().div_ceil(64)] };
    let mut states: Vec<(Vec<TermId>, Alike)> = vec![(start, nothing)];
    for at in (0_u32..).take(options.len()) {
        let mut numbers: FxHashMap<Vec<TermId>, usize> = FxHashMap::default();
        let mut next: Vec<(Vec<TermId>, Alike)> = Vec::new();
        for (left, alike) in &states {
            *to_put = to_put.checked_sub(2 * left.len())?;
            for class in 0..2_u32 {
                let question = QuestionId::at(at as usize);
                let left: Vec<TermId> = left.iter().map(|term| of.put(*term, question, class, answers)).collect();
                if left.iter().take(limits).any(|limit| *limit == never) {
                    continue;
                }
                let mut any = alike.any.clone();
                if class == 1
                    && let Some(word) = any.get_mut(at as usize / 64)
                {
                    *word |= 1 << (at % 64);
                }
                if let Some((_, known)) = numbers.get(&left).and_then(|number| next.get_mut(*number)) {
                    known.ways += &alike.ways;
                    known.any.iter_mut().zip(any).for_each(|(known, any)| *known |= any);
                    continue;
                }
                let ticked = alike.ticked.iter().copied().chain((class == 1).then_some(at)).collect();
                numbers.insert(left.clone(), next.len());
                next.push((left, Alike { ways: alike.ways.clone(), ticked, any }));
            }
            if next.len() > MOST {
                return None;
            }
        }
        states = next;
    }
    Some(states.into_iter().map(|(_, alike)| class(alike)).collect())
}

fn class(alike: Alike) -> Class {
    let Alike { ways, ticked, any } = alike;
    let boxes = (0_u32..).zip(any.iter().flat_map(|word| (0..64).map(move |bit| word & (1 << bit) != 0)));
    let others: Arc<[u32]> =
        boxes.filter(|(at, any)| *any && ticked.binary_search(at).is_err()).map(|(at, _)| at).collect();
    Class { answer: Answer::Many(ticked.into()), ways, also: others }
}
