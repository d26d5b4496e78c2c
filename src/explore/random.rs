//! Random numbers that are the same each time.

/// Random numbers, the same on every machine.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Those that begin there.
    pub(crate) fn from(seed: u64) -> Self {
        Self(seed)
    }

    /// The next, from 0 on and before `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // SplitMix64: any seed will do.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}
