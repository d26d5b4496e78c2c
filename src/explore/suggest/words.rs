//! How suggested walks are called, and what they touch.

use super::boundaries::{Near, Point};
use super::goals::{Aim, Aims};
use super::replay::{End, Trail};
use crate::engine::{Written, written};
use crate::text::one_line;
use crate::tree::{Answer, Part, QuestionId, Touch, Tree, ValueRule};

/// More than so many things are not named in a walk's name.
const MOST: usize = 2;

/// A walk by what it alone is for.
pub(crate) fn walk(aims: &Aims, trail: &Trail, own: &[usize]) -> String {
    if let (End::Refused(id), Some((_, answer))) = (trail.end, trail.steps.last()) {
        return format!("{} refuses {}", question(aims, id), shown(aims, id, answer));
    }
    let mut own: Vec<(u32, usize)> = own.iter().map(|number| (weight(aims, *number), *number)).collect();
    own.sort_unstable();
    let named: Vec<String> = own.iter().take(MOST).map(|(_, number)| aim(aims, *number)).collect();
    if named.is_empty() {
        return "another way".to_owned();
    }
    let mut named: Vec<String> = named;
    named.dedup();
    named.join("; ")
}

/// What tells most about a walk comes first.
fn weight(aims: &Aims, number: usize) -> u32 {
    match aims.list.get(number) {
        Some(Aim::Near(..)) => 0,
        Some(Aim::Edge(..) | Aim::Outside(..)) => 1,
        Some(Aim::Part(part)) => match part.touch() {
            Some(Touch::Note | Touch::Feedback) => 2,
            Some(Touch::Points | Touch::Rule) => 3,
            Some(Touch::Reject) => 4,
            Some(Touch::ValueRule | Touch::Entry) => 5,
            Some(Touch::Outcome) => 6,
            Some(Touch::Answer) => 7,
            Some(Touch::Question) | None => 8,
        },
        None => 8,
    }
}

/// One thing to touch, in words.
pub(crate) fn aim(aims: &Aims, number: usize) -> String {
    let Some(aim) = aims.list.get(number) else { return String::new() };
    match aim {
        Aim::Part(part) => self::part(aims.tree, *part),
        Aim::Near(limit, near, id, point) => {
            let at = match point {
                Point::Answer(_) => format!("{} at {}", question(aims, *id), shown_at(aims, *id, point)),
                Point::Ticked(count) => format!("{count} ticked in {}", question(aims, *id)),
            };
            match (near, the_limit(aims, *limit, *near, point)) {
                (Near::At, _) => at,
                (Near::Below, Some(limit)) => format!("{at}, just below {}", shown_at(aims, *id, limit)),
                (Near::Above, Some(limit)) => format!("{at}, just above {}", shown_at(aims, *id, limit)),
                (Near::Below, None) => format!("{at}, just below a limit"),
                (Near::Above, None) => format!("{at}, just above a limit"),
            }
        }
        Aim::Edge(id, low, answer) => {
            let end = if *low { "least" } else { "most" };
            format!("{} at its {end}, {}", question(aims, *id), shown(aims, *id, answer))
        }
        Aim::Outside(id, _, answer) => format!("{} refuses {}", question(aims, *id), shown(aims, *id, answer)),
    }
}

/// A part of the tree to touch.
fn part(tree: &Tree, part: Part) -> String {
    match part {
        Part::Question(id) => format!("asks {}", tree.question(id).id),
        Part::Answer(id, index) => {
            let option = tree.question(id).kind.options().get(index);
            let answer = option.map_or("", |option| tree.symbol(option.id));
            format!("answers {answer} to {}", tree.question(id).id)
        }
        Part::Reject(id, index) => format!("{} refuses by reject {}", tree.question(id).id, index + 1),
        Part::Points(id, index) => format!("counts by rule {} of the score of {}", index + 1, tree.question(id).id),
        Part::AnswerFeedback(id, index) => {
            let option = tree.question(id).kind.options().get(index);
            let answer = option.map_or("", |option| tree.symbol(option.id));
            format!("shows the feedback of {answer} to {}", tree.question(id).id)
        }
        Part::Feedback(id, index) => format!("shows feedback {} of {}", index + 1, tree.question(id).id),
        Part::Rule(id, index) => format!("reaches rule {} of {}", index + 1, tree.question(id).id),
        Part::Note(at, index) => format!("shows note {} of {}", index + 1, Part::from(at).path(tree)),
        Part::Outcome(id) => format!("reaches {}", tree.outcome(id).id),
        Part::ValueRule(id, index) => format!("takes rule {} of {}", index + 1, tree.value(id).id),
        Part::Entry(id, index) => {
            let keys = match &tree.value(id).rule {
                ValueRule::Table(table) => table.places.get(index).map_or(&[][..], |(keys, _)| keys),
                _ => &[],
            };
            let keys: Vec<String> = keys.iter().map(|key| tree.key(key)).collect();
            format!("looks up {} in {}", keys.join(", "), tree.value(id).id)
        }
        Part::Else(id) => format!("comes to the else of {}", tree.value(id).id),
        Part::Title | Part::Intro | Part::Next(_) | Part::Value(_) | Part::Promise(_) => part.path(tree).to_string(),
    }
}

/// One thing to touch, as coverage names it.
pub(crate) fn path(aims: &Aims, number: usize) -> String {
    match aims.list.get(number) {
        Some(Aim::Part(part)) => part.path(aims.tree).to_string(),
        _ => aim(aims, number),
    }
}

/// The limit that an answer is just below or above.
fn the_limit<'a>(aims: &'a Aims, limit: usize, near: Near, point: &Point) -> Option<&'a Point> {
    let points = &aims.limits.list.get(limit)?.points;
    let here = points.iter().position(|(_, own)| own == point)?;
    let other = if near == Near::Below { here.checked_add(1)? } else { here.checked_sub(1)? };
    points.get(other).filter(|(near, _)| *near == Near::At).map(|(_, point)| point)
}

fn question(aims: &Aims, id: QuestionId) -> String {
    aims.tree.question(id).id.to_string()
}

fn shown_at(aims: &Aims, id: QuestionId, point: &Point) -> String {
    match point {
        Point::Answer(answer) => shown(aims, id, answer),
        Point::Ticked(count) => count.to_string(),
    }
}

fn shown(aims: &Aims, id: QuestionId, answer: &Answer) -> String {
    match written(aims.tree, id, answer) {
        Written::One(text) => one_line(&text),
        Written::List(ids) => ids.join(" and "),
        Written::Nothing => "nothing".to_owned(),
    }
}
