//! What findings are made of: a round, what was counted, and what was played at random instead.

use crate::explore::count::walks::Counts;
use crate::explore::states::round::Round;
use crate::explore::suggest::sample::Sample;

/// A round, what was counted, and what was played at random instead where there were too many states.
pub(crate) struct Seen<'r, 't> {
    pub(crate) round: &'r Round<'t>,
    pub(crate) counts: &'r Counts,
    pub(crate) sample: Option<&'r Sample>,
}
