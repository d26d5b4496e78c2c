//! Values that are not looked into: what is no plain sum stands for itself, between its bounds, and is the same wherever
//! all that it reads is of the same classes.

use super::kept::{Kept, Of};
use super::reading::Reading;
use super::term::{Any, Gap, Term};
use crate::explore::arithmetic::solving::enclose::{Enclosed, Within};
use crate::tree::{Num, QuestionId};

/// How many parts what is looked into has at most.
const MOST_PARTS: usize = 24;

impl Reading<'_, '_> {
    /// A number that hangs on variables; where it is more than a short sum it stands for itself.
    pub(in crate::explore::arithmetic) fn standing(&self, kept: &Kept, num: &Num) -> Result<Term, Gap> {
        let questions = self.read_by(num);
        let class = |id: &QuestionId| match self.var(*id).is_some() || self.facts.answer(*id).is_some() {
            true => kept.classes.borrow().get(id).copied(),
            false => Some(u32::MAX),
        };
        let classes = questions.iter().map(class).collect::<Option<_>>().ok_or(Gap::Unclear)?;
        let of: Of = (num.clone(), classes);
        if let Some(known) = kept.terms.borrow().get(&of) {
            return known.clone();
        }
        let found = self.looked_into(num);
        let (mut parts, mut any) = (0, false);
        found.iter().for_each(|term| {
            term.walk(&mut |part| {
                parts += 1;
                any |= matches!(part, Term::Any(_));
            });
        });
        let bounds = match &found {
            Ok(_) if !any && parts <= MOST_PARTS => None,
            Ok(term) => Some(Within::all(self.lines, |within| within.number(term))),
            Err(Gap::Missing) => None,
            // Which one it is, if any, is open.
            Err(Gap::Unclear) => Some(Enclosed { missing: true, ..self.any_of(num).unwrap_or(Enclosed::ANY) }),
        };
        let found = match bounds {
            None => found,
            Some(Enclosed { span, missing }) => {
                let vars = questions.iter().filter_map(|id| self.var(*id)).collect();
                let mut standing = kept.standing.borrow_mut();
                let next = u32::try_from(standing.len()).unwrap_or(u32::MAX);
                let of = *standing.entry(of.clone()).or_insert(next);
                Ok(Term::Any(Any { of, vars, span, missing }))
            }
        };
        kept.keep(of, found.clone());
        found
    }
}
