//! Random numbers, for walks that are not made smaller.

/// Random numbers without an end, the same in every run.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `limit`, by xorshift.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    pub(crate) fn pick<'l, T>(&mut self, from: &'l [T]) -> Option<&'l T> {
        from.get(self.below(from.len()))
    }
}
