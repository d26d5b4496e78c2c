//! What can be said of a question's limits without any walk: literal ones that no answer meets, and a `default` that
//! the question would refuse (format: Kinds of question).

use rust_decimal::Decimal;

use super::words;
use crate::compile::expr::pattern::{Lengths, is_blank_only};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::syntax::written::ast::{Default as WrittenDefault, Limits};
use crate::text::{Span, is_blank};
use crate::tree::{Answer, AnswerOption, Date, Grid, Kind, Num};

/// Checks the literal limits of a question against each other, and then its default against them.
pub(crate) fn check(kind: &Kind, limits: &Limits, default: Option<&Answer>, out: &mut Diagnostics) {
    if let Some(found) = met_by_nobody(kind, limits) {
        out.push(found);
    } else if let Some(found) = default.and_then(|default| refused(kind, limits, default)) {
        out.push(found);
    }
}

fn literal(num: Option<&Num>) -> Option<Decimal> {
    match num? {
        Num::Literal(number) => Some(*number),
        Num::Minus(inner) => literal(Some(inner)).map(|number| -number),
        _ => None,
    }
}

fn day(date: Option<&Date>) -> Option<chrono::NaiveDate> {
    match date? {
        Date::Literal(date) => Some(*date),
        _ => None,
    }
}

/// The literal limits of a question that no answer can meet, whatever was answered before.
fn met_by_nobody(kind: &Kind, limits: &Limits) -> Option<Diagnostic> {
    let place = |limit: &Option<crate::syntax::written::ast::Cond>| limit.as_ref().map(|limit| limit.expr.span);
    let (at_min, at_max) = (place(&limits.min), place(&limits.max));
    match kind {
        Kind::Number { min, max, step: own, .. } => {
            let (min, max) = (literal(min.as_ref()), literal(max.as_ref()));
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                return Some(words::limits_meet(at_max?, at_min?, "below"));
            }
            if let (Some(min), Some((step, at))) = (min, limits.step)
                && !Grid::of(step).holds(min)
            {
                return Some(words::min_off_step(at_min?, min, Grid::of(kind.step()?), at));
            }
            let (min, max, grid) = (min?, max?, Grid::of(kind.step()?));
            let between = grid.position(min, true)? <= grid.position(max, false)?;
            match own {
                _ if between => None,
                Some(step) => Some(words::no_multiple_between(at_max?, at_min?, *step, kind.step()?)),
                None => Some(words::no_whole_between(at_max?, at_min?)),
            }
        }
        Kind::Date { min, max, .. } => {
            let (min, max) = (day(min.as_ref())?, day(max.as_ref())?);
            (min > max).then(|| Some(words::limits_meet(at_max?, at_min?, "before")))?
        }
        Kind::Many { options, min, max } if !options.is_empty() => {
            let (min, max) = (literal(min.as_ref()), literal(max.as_ref()));
            no_count(options, (min, at_min), (max, at_max))
        }
        Kind::Text { max_length, pattern: Some(pattern), .. } => {
            let Lengths { least, most } = Lengths::of(&pattern.source)?;
            let at = limits.pattern?.span;
            match (least, max_length) {
                (None, _) => Some(words::fits_nothing(at)),
                _ if most == Some(0) => Some(words::fits_nothing(at)),
                _ if is_blank_only(&pattern.source) => Some(words::fits_blanks_only(at)),
                (Some(least), Some(longest)) if least > u64::from(*longest) => {
                    Some(words::fits_nothing_so_short(at, least, *longest))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

type Bound = (Option<Decimal>, Option<Span>);

/// Limits of how many may be chosen that no set meets: answers that go with no other make a set of one.
fn no_count(options: &[AnswerOption], (min, at_min): Bound, (max, at_max): Bound) -> Option<Diagnostic> {
    let together = options.iter().filter(|option| !option.alone).count();
    let largest = Decimal::from(together.max(1));
    let least = min.map_or(Decimal::ZERO, |min| min.ceil().max(Decimal::ZERO));
    let most = max.map(|max| max.floor());
    if let (Some(most), Some(at)) = (most, at_max)
        && most < Decimal::ZERO
    {
        return Some(words::fewer_than_none(at));
    }
    if least > largest {
        let all = options.len();
        return Some(words::more_than_there_are(at_min?, all, (together < all).then_some(together.max(1))));
    }
    let most = most.filter(|most| least > *most)?;
    let (at_max, at_min) = (at_max?, at_min?);
    Some(match max.zip(min).is_some_and(|(max, min)| min <= max) && most < least {
        true => words::no_whole_between(at_max, at_min),
        false => words::limits_meet(at_max, at_min, "below"),
    })
}

/// Why a question would refuse its own default.
fn refused(kind: &Kind, limits: &Limits, default: &Answer) -> Option<Diagnostic> {
    let at = match limits.default.as_ref()? {
        WrittenDefault::One(name) => name.span,
        WrittenDefault::List(names, span) => names.first().map_or(*span, |first| match names.last() {
            Some(last) => first.span.to(last.span),
            None => *span,
        }),
    };
    let place = |limit: &Option<crate::syntax::written::ast::Cond>| limit.as_ref().map(|limit| limit.expr.span);
    let refused = |because: &str, limit: Option<Span>, key: &str| Some(words::default_refused(at, because, limit, key));
    match (kind, default) {
        (Kind::Number { min, max, .. }, Answer::Number(number)) => {
            if literal(min.as_ref()).is_some_and(|min| *number < min) {
                refused("it is below `min`", place(&limits.min), "min")
            } else if literal(max.as_ref()).is_some_and(|max| *number > max) {
                refused("it is above `max`", place(&limits.max), "max")
            } else {
                let (step, at) = limits.step.filter(|(step, _)| !Grid::of(*step).holds(*number))?;
                refused(&format!("it is no multiple of {}", step.normalize()), Some(at), "step")
            }
        }
        (Kind::Date { min, max, .. }, Answer::Date(date)) => {
            if day(min.as_ref()).is_some_and(|min| *date < min) {
                refused("it is before `min`", place(&limits.min), "min")
            } else if day(max.as_ref()).is_some_and(|max| *date > max) {
                refused("it is after `max`", place(&limits.max), "max")
            } else {
                None
            }
        }
        (Kind::Many { options, min, max }, Answer::Many(chosen)) => {
            let count = Decimal::from(chosen.len());
            let alone = chosen.iter().filter_map(|index| options.get(*index as usize)).find(|option| option.alone);
            if let Some(alone) = alone.filter(|_| chosen.len() > 1) {
                refused("one of these answers goes with no other", Some(alone.span), "alone")
            } else if literal(min.as_ref()).is_some_and(|min| count < min) {
                refused("these are fewer than `min`", place(&limits.min), "min")
            } else if literal(max.as_ref()).is_some_and(|max| count > max) {
                refused("these are more than `max`", place(&limits.max), "max")
            } else {
                None
            }
        }
        (Kind::Text { max_length, pattern, .. }, Answer::Text(text)) => {
            if text.chars().all(is_blank) {
                return if limits.optional.is_some() { None } else { refused("it is blank", None, "default") };
            }
            if text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
                return refused("an answer is one line", None, "default");
            }
            let length = text.chars().count();
            if let Some(most) = max_length.filter(|most| length > *most as usize) {
                return refused(&format!("it has {length} characters, and {most} are allowed"), None, "max_length");
            }
            let fits = pattern.as_ref().is_none_or(|pattern| pattern.matches(text));
            if fits { None } else { refused("it does not match `pattern`", limits.pattern.map(|p| p.span), "pattern") }
        }
        _ => None,
    }
}
