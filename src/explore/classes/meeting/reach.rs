//! Between what typed answers lie, and whether what is made of several comes to something there.

use crate::engine::Facts;
use crate::explore::arithmetic::terms::reading::Reading;
use crate::explore::arithmetic::terms::term::Var;
use crate::explore::classes::cuts::extent::Extent;
use crate::explore::classes::cuts::number_line::Line;
use crate::explore::classes::limits::{line, own_limits};
use crate::tree::graph;
use crate::tree::{Cond, Expr, Kind, Order, QuestionId, Tree};

/// The typed answers that an expression of several is divided by, if it comes to something whatever they are as long as
/// they are there and none of these is 0; `chosen`: by whatever rule or entry values in it come about.
pub(in crate::explore::classes) fn known_but_for_zero(
    ground: (&Tree, Extent),
    expr: &Expr,
    facts: &Facts,
    chosen: bool,
) -> Option<Vec<QuestionId>> {
    let mut vars = ground.0.questions_read(|see| expr.reads(see)).into_vec();
    if chosen {
        vars.retain(|id| matches!(ground.0.question(*id).kind, Kind::Number { .. } | Kind::Date { .. }));
    }
    let lines = vars
        .iter()
        .map(|id| reach(ground, *id, facts, MOST_LIMITS))
        .collect::<Option<Vec<Var>>>()
        .filter(|lines| lines.len() > 1)?;
    let reading = Reading::new(ground.0, facts, &vars, &lines);
    if chosen { reading.loosely() } else { reading }.known_but_for_zero(expr)
}

/// So many limits that hang on other answers are followed one after another.
const MOST_LIMITS: usize = 4;

/// Between what an answer lies, by its limits that hang on answers which everybody has given, too.
fn reach(ground: (&Tree, Extent), id: QuestionId, facts: &Facts, deep: usize) -> Option<Var> {
    let (tree, extent) = ground;
    let Line { first, last, grid, dates, .. } = line(tree, id, extent, facts)?;
    let mut var = Var { low: first, high: last, grid, dates };
    let limits = if deep == 0 { Vec::new() } else { own_limits(tree, id) };
    for limit in &limits {
        let mut read = tree.questions_read(|see| limit.reads(see)).into_vec();
        read.retain(|other| *other != id);
        let lines = read.iter().map(|other| {
            let is_before = graph::is_always_before(tree, *other, id);
            if is_before { reach(ground, *other, facts, deep - 1) } else { None }
        });
        let Some(lines) = lines.collect::<Option<Vec<Var>>>() else { continue };
        let reading = Reading::new(tree, facts, &read, &lines).loosely();
        let (order, span) = match limit {
            Cond::Dates(order, sides) => {
                let [_, limit] = &**sides;
                (order, reading.days_of(limit))
            }
            Cond::Numbers(order, sides) => {
                let [_, limit] = &**sides;
                (order, reading.numbers_of(limit, grid))
            }
            _ => continue,
        };
        let Some((low, high)) = span else { continue };
        match order {
            Order::AtLeast => var.low = var.low.max(low),
            Order::AtMost => var.high = var.high.min(high),
            _ => {}
        }
    }
    Some(var).filter(|var| var.low <= var.high)
}
