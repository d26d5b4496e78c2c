//! All sums that the answers of a walk can add up to, where these are few.

use rust_decimal::Decimal;

use crate::tree::{Kind, ScoreId, Tree};

/// All that a score can be, in whichever walk; none if that is more than `most`, if `step` says that it is too much work,
/// or if a sum might be rounded: then it could hang on the order of the questions.
pub(crate) fn score_sums(
    tree: &Tree,
    id: ScoreId,
    most: usize,
    step: &dyn Fn(usize) -> Option<()>,
) -> Option<Vec<Decimal>> {
    // What could have come together is no sum but of what answers and rules add: which of them hangs on who is offered
    // what, so all of them are among it.
    let id = tree.counted(id);
    let mut all = vec![Decimal::ZERO];
    let mut digits = Digits::default();
    for (_, question) in tree.questions() {
        // An answer adds, and then one of the rules.
        let own = question.kind.options().iter().map(|option| &option.scores);
        let rules = question.points.iter().map(|rule| &rule.add);
        let several = matches!(question.kind, Kind::Many { .. });
        for (list, several) in [(own.collect::<Vec<_>>(), several), (rules.collect(), false)] {
            let mut before = all.clone();
            for amounts in list {
                let Some((_, amount)) = amounts.iter().find(|(score, _)| *score == id) else { continue };
                digits.see(amount.normalize());
                if !digits.are_few() {
                    return None;
                }
                step(before.len())?;
                let more = before.iter().map(|sum| Some(sum.checked_add(*amount)?.normalize()));
                all.extend(more.collect::<Option<Vec<_>>>()?);
                all.sort_unstable();
                all.dedup();
                if all.len() > most {
                    return None;
                }
                if several {
                    before.clone_from(&all);
                }
            }
        }
    }
    Some(all)
}

/// How many digits sums of numbers may have.
#[derive(Default)]
struct Digits {
    whole: Decimal,
    places: u32,
}

impl Digits {
    fn see(&mut self, number: Decimal) {
        self.whole = self.whole.saturating_add(number.abs());
        self.places = self.places.max(number.scale());
    }

    /// Whether none of the sums is ever rounded.
    fn are_few(&self) -> bool {
        let whole = self.whole.trunc().mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1);
        whole + self.places <= 28
    }
}
