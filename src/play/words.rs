//! What sort of answer is wanted, in words for the person.

use rust_decimal::Decimal;

use crate::engine::{Offer, Wanted, plain};
use crate::text::one_line;

/// "A whole number from 1 to 8": the sort of answer with its limits, without a full stop.
pub(super) fn wanted(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Choice(_) => "One answer".to_owned(),
        Wanted::Many { min, max, .. } => {
            how_many(*min, *max).map_or("Any answers".to_owned(), |many| many + " answers")
        }
        Wanted::Number { min, max, whole, .. } => {
            let number = if *whole { "A whole number" } else { "A number" };
            format!("{number}{}", span(min.map(plain), max.map(plain)))
        }
        Wanted::Date { min, max, .. } => {
            format!("A date{}", span(min.map(|date| date.to_string()), max.map(|date| date.to_string())))
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
    let labels: Vec<String> =
        offers.iter().filter(|offer| offer.alone).map(|offer| format!("“{}”", one_line(&offer.label))).collect();
    match labels.as_slice() {
        [] => None,
        [one] => Some(format!("{one} only by itself")),
        [others @ .., last] => Some(format!("{} and {last} only by themselves", others.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_as_people_say_them() {
        let number = |min: Option<i64>, max: Option<i64>, whole| {
            let (min, max) = (min.map(Decimal::from), max.map(Decimal::from));
            wanted(&Wanted::Number { min, max, whole, unit: None, optional: false })
        };
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
