//! What sort of answer is wanted, in words for the person.

use rust_decimal::Decimal;

use crate::engine::{Offer, Wanted, amount, plain};
use crate::text::{one_line, written_date};

/// What stands above the first question of plain lines.
pub(super) const HINT: &str = "Type ? for help, or back or quit. Where text is asked, type :?, :back or :quit.";

/// The entry of a list by which a question is left empty.
pub(super) const WITHOUT: &str = "Go on without an answer";

/// What is wanted where plain lines ask what to do.
pub(super) const MENU: &str = "Number or word";
pub(super) const MENU_HELP: &str =
    "Type the number of what you want, or how it begins. back goes to the last question, quit ends.";
/// What is wanted where plain lines ask which answer to change.
pub(super) const WHICH: &str = "Number, or back";

/// What can be typed as an answer, in a sentence.
pub(super) fn typed(wanted: &Wanted, numbered: bool) -> String {
    let name =
        if numbered { "the number of an answer, its id or its label" } else { "the id of an answer or its label" };
    match wanted {
        Wanted::Choice(_) => format!("Type {name}; how it begins will do where only one begins so."),
        Wanted::Many { .. } => {
            format!("Type {name}, and several with commas; how one begins will do where only one begins so.")
        }
        Wanted::Number { unit, .. } => {
            let unit = unit.as_deref().map(one_line).filter(|unit| !unit.is_empty());
            let amount =
                unit.map(|unit| format!(", or with what is counted, such as {}", amount(1250.into(), Some(&unit))));
            format!("Type a number, such as 12 or 0.5{}.", amount.unwrap_or_default())
        }
        Wanted::Date { .. } => "Type a date as year-month-day, such as 2024-02-29.".to_owned(),
        Wanted::Text { .. } => "Type a line of text.".to_owned(),
    }
}

/// "A whole number from 1 to 8": the sort of answer with its limits, without a full stop.
pub(super) fn wanted(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Choice(_) => "One answer".to_owned(),
        Wanted::Many { min, max, .. } => {
            how_many(*min, *max).map_or("Any answers".to_owned(), |many| many + " answers")
        }
        Wanted::Number { min, max, whole, step, .. } => {
            let number = match (whole, step.filter(|step| !(*whole && *step == Decimal::ONE)).map(plain)) {
                (true, Some(step)) => format!("A whole number, a multiple of {step},"),
                (false, Some(step)) => format!("A multiple of {step}"),
                (true, None) => "A whole number".to_owned(),
                (false, None) => "A number".to_owned(),
            };
            let number = number + &span(min.map(plain), max.map(plain));
            number.trim_end_matches(',').to_owned()
        }
        Wanted::Date { min, max, .. } => {
            format!("A date{}", span(min.map(written_date), max.map(written_date)))
        }
        Wanted::Text { max_length: Some(1), .. } => "One character".to_owned(),
        Wanted::Text { max_length: Some(most), .. } => format!("At most {most} characters"),
        Wanted::Text { max_length: None, .. } => "A line of text".to_owned(),
    }
}

fn span(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!(", {min}"),
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" from {min} on"),
        (None, Some(max)) => format!(" up to {max}"),
        (None, None) => String::new(),
    }
}

/// "1 to 3", "at least 2": how many answers are wanted; none where any number will do.
pub(super) fn how_many(min: Option<Decimal>, max: Option<Decimal>) -> Option<String> {
    let min = min.map(|min| min.ceil()).filter(|min| *min > Decimal::ZERO).map(plain);
    match (min, max.map(|max| plain(max.floor()))) {
        (Some(min), Some(max)) if min == max => Some(format!("exactly {min}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// “None of these” by itself only: the answers that exclude the others; none if there are none.
pub(super) fn alone(offers: &[Offer]) -> Option<String> {
    let alone = offers.iter().filter(|offer| offer.alone);
    let labels: Vec<String> = alone.map(|offer| format!("“{}”", one_line(&offer.label))).collect();
    match labels.len() {
        0 => None,
        1 => Some(format!("{} only by itself", listed(labels))),
        _ => Some(format!("{} only by themselves", listed(labels))),
    }
}

/// "a, b and c".
pub(super) fn listed(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_as_people_say_them() {
        let number = |min: Option<i64>, max: Option<i64>, whole| {
            let (min, max) = (min.map(Decimal::from), max.map(Decimal::from));
            wanted(&Wanted::Number { min, max, whole, step: None, unit: None })
        };
        let steps = |min: Option<i64>, whole, step: &str| {
            let (min, step) = (min.map(Decimal::from), step.parse().ok());
            wanted(&Wanted::Number { min, max: None, whole, step, unit: None })
        };
        assert_eq!(steps(Some(0), false, "0.50"), "A multiple of 0.5 from 0 on");
        assert_eq!(steps(None, false, "0.01"), "A multiple of 0.01");
        assert_eq!(steps(Some(3), true, "1.5"), "A whole number, a multiple of 1.5, from 3 on");
        assert_eq!(steps(None, true, "1.5"), "A whole number, a multiple of 1.5");
        assert_eq!(steps(None, true, "1"), "A whole number");
        assert_eq!(number(Some(1), Some(8), true), "A whole number from 1 to 8");
        assert_eq!(number(Some(1), None, false), "A number from 1 on");
        assert_eq!(number(None, Some(8), false), "A number up to 8");
        assert_eq!(number(None, None, false), "A number");
        let many = |min: &str, max: &str| how_many(min.parse().ok(), max.parse().ok());
        assert_eq!(many("0.5", "3.5").as_deref(), Some("1 to 3"));
        assert_eq!(many("2", "2").as_deref(), Some("exactly 2"));
        assert_eq!(many("0", "").as_deref(), None);
        assert_eq!(many("", "2").as_deref(), Some("at most 2"));
    }
}
