//! Making the fixes of a file that may be made with nobody looking: only what leaves fewer mistakes stays.

use std::collections::HashSet;

use super::{Code, Diagnostic, Edit, Severity, before, edited};
use crate::text::{SourceFile, Span};

/// What reading a file tells.
pub type Read<'r> = dyn FnMut(&SourceFile) -> Vec<Diagnostic> + 'r;

/// A file with its fixes made.
#[derive(Debug)]
pub struct Mended {
    /// The whole text; as it was where nothing was made.
    pub text: String,
    /// What is mended, at its places in the file as it was, in their order.
    pub made: Vec<Diagnostic>,
    /// Something could have been made, and did not leave fewer mistakes.
    pub in_doubt: bool,
}

/// How often the fixes of a file are looked for anew: what is mended may uncover more.
const ROUNDS: usize = 12;
/// How many bytes are read in all.
const BUDGET: usize = 200_000_000;
/// How often one text is read again, at most.
const AGAIN: usize = 200;

/// Makes the fixes of a file, again and again until none is left that helps. `read` tells what is wrong with a text.
pub fn mend(file: &SourceFile, read: &mut Read) -> Mended {
    let mut bench = Bench { read, left: BUDGET };
    let mut now = bench.state(file.clone(), Vec::new());
    let mut refused: HashSet<Key> = HashSet::new();
    for _ in 0..ROUNDS {
        let open = now.open(&refused);
        if open.is_empty() {
            break;
        }
        // Mostly all of them help; where they do not, each is tried by itself.
        let all = bench.onward(&now, &refused);
        let better = all.filter(|all| all.weight < now.weight).or_else(|| {
            open.iter().find_map(|found| {
                let alone = bench.with(&now, &[found]).and_then(|alone| match alone.weight < now.weight {
                    true => Some(alone),
                    false => bench.onward(&alone, &refused),
                });
                let helps = alone.filter(|alone| alone.weight < now.weight);
                if helps.is_none() {
                    refused.insert(key(found));
                }
                helps
            })
        });
        match better {
            Some(better) => now = better,
            None => break,
        }
    }
    let in_doubt = can_mend(&now.found);
    let mut made = now.made;
    crate::text::sort_by_key(&mut made, |found| (found.span.start, found.span.end));
    Mended { text: now.file.text().to_owned(), made, in_doubt }
}

/// Whether anything that was found has a fix that may be made with nobody looking.
pub fn can_mend(found: &[Diagnostic]) -> bool {
    found.iter().any(|found| found.fix.as_ref().is_some_and(|fix| fix.unseen))
}

/// Which fix it is, wherever it stands by now.
type Key = (Code, String, Vec<String>);

fn key(found: &Diagnostic) -> Key {
    let texts = found.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.clone()).collect();
    (found.code, found.message.clone(), texts)
}

/// A text on its way.
struct State {
    file: SourceFile,
    found: Vec<Diagnostic>,
    /// How many errors there are, and how many findings besides.
    weight: (usize, usize),
    /// The edits that led here, step by step.
    steps: Vec<Vec<Edit>>,
    made: Vec<Diagnostic>,
}

impl State {
    /// The findings whose fixes may be made.
    fn open(&self, refused: &HashSet<Key>) -> Vec<&Diagnostic> {
        let unseen = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.unseen && !fix.edits.is_empty());
        self.found.iter().filter(unseen).filter(|found| !refused.contains(&key(found))).collect()
    }
}

struct Bench<'r, 'f> {
    read: &'r mut Read<'f>,
    left: usize,
}

impl Bench<'_, '_> {
    fn state(&mut self, file: SourceFile, steps: Vec<Vec<Edit>>) -> State {
        let found = (self.read)(&file);
        let errors = found.iter().filter(|found| found.severity == Severity::Error).count();
        // A text is read again for every mistake that YAML cannot read over, up to a limit.
        self.left = self.left.saturating_sub((errors.min(AGAIN) + 1).saturating_mul(file.text().len()));
        let weight = (errors, found.len() - errors);
        State { file, found, weight, steps, made: Vec::new() }
    }

    /// The state with the fixes of some findings made, as far as they are apart.
    fn with(&mut self, state: &State, findings: &[&Diagnostic]) -> Option<State> {
        if self.left == 0 {
            return None;
        }
        let mut edits: Vec<Edit> = Vec::new();
        let mut made = state.made.clone();
        for found in findings {
            let own = found.fix.iter().flat_map(|fix| &fix.edits);
            let touch = |edit: &Edit| {
                edits.iter().any(|other| edit.span.start <= other.span.end && other.span.start <= edit.span.end)
            };
            if !own.clone().any(touch) {
                edits.extend(own.cloned());
                made.push(moved(found, &state.steps));
            }
        }
        let file = state.file.rewritten(edited(&state.file, &edits)?);
        let steps = state.steps.iter().cloned().chain([edits]).collect();
        Some(State { made, ..self.state(file, steps) })
    }

    /// The best that comes of making all fixes, round after round. A round may uncover what only the next one mends:
    /// an id that is spelled anew is named anew.
    fn onward(&mut self, from: &State, refused: &HashSet<Key>) -> Option<State> {
        let mut best: Option<State> = None;
        let mut now = self.with(from, &from.open(refused))?;
        for _ in 0..ROUNDS {
            let next = self.with(&now, &now.open(refused)).filter(|next| next.file.text() != now.file.text());
            if best.as_ref().is_none_or(|best| now.weight < best.weight) {
                best = Some(now);
            }
            match next {
                Some(next) => now = next,
                None => break,
            }
        }
        best
    }
}

/// A finding at its places in the text before all steps.
fn moved(found: &Diagnostic, steps: &[Vec<Edit>]) -> Diagnostic {
    let place = |span: Span| {
        let first = |at: u32| steps.iter().rev().fold(at, |at, edits| before(edits, at));
        let (start, end) = (first(span.start), first(span.end));
        Span { start, end: end.max(start) }
    };
    let mut found = found.clone();
    found.span = place(found.span);
    found.labels.iter_mut().for_each(|label| label.span = place(label.span));
    found.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| edit.span = place(edit.span));
    found
}
