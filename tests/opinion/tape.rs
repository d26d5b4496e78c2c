//! A row of random numbers that decisions are read from: it ends in zeros, so that less of it means a simpler tree.

#[derive(Debug, Clone, Default)]
pub(crate) struct Tape {
    numbers: Vec<u16>,
    at: usize,
}

impl Tape {
    pub(crate) fn new(numbers: Vec<u16>) -> Self {
        Self { numbers, at: 0 }
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % limit.max(1)
    }

    /// True so many times in a hundred, never at the end of the tape.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}
