//! Texts: each literal that something compares them with, and one that stands for everything else.

use std::hash::Hash;

use regex_syntax::hir::{Class as HirClass, Hir, HirKind, Look};
use rustc_hash::FxHashSet;

use super::patterns::{literal, overlaps};
use crate::explore::conditions::atoms::{Ask, Atoms};
use crate::explore::conditions::corners::text_keys;
use crate::tree::{Answer, Cond, DEEPEST, Expr, Kind, Pattern, QuestionId, Read, Text, Tree, ValueId, ValueRule};

/// Up to so many texts that fit a pattern are looked at one by one.
const MOST_LISTED: usize = 200;

/// The longest text that is made up to go past a limit.
const LONG: u32 = 10_000;

/// What tells the texts of one question apart.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    /// Those that something is compared with; where few texts fit at all, each of these.
    named: Vec<String>,
    /// Only the named ones fit.
    listed: bool,
    /// The question's own pattern and those of conditions, each once.
    patterns: Vec<Pattern>,
    own: Option<Pattern>,
    longest: Option<u32>,
    /// One of two trees takes texts that are longer than this, the other does not.
    beyond: Option<u32>,
    /// Other answers are looked at together with it: then each named text is a class.
    apart: bool,
    /// It is compared with other typed texts: then it is exact only together with these.
    meets: bool,
    exact: bool,
}

/// Texts that stand for all, each once, and whether they do so exactly.
pub(crate) type Standing = (Vec<Answer>, bool);

impl Texts {
    /// What tells the answers to a text question apart; none where it is of another kind.
    pub(crate) fn of(tree: &Tree, id: QuestionId, atoms: &Atoms) -> Option<Self> {
        let Kind::Text { pattern, max_length, .. } = &tree.question(id).kind else { return None };
        let mut found = TextsMet {
            tree,
            id,
            literals: Vec::new(),
            patterns: Vec::new(),
            values: Vec::new(),
            meets: false,
            exact: true,
        };
        let mut apart = false;
        for atom in atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize)) {
            apart |= atom.single().is_none() && !matches!(atom.ask, Ask::Asked);
            match atom.ask {
                Ask::Holds(cond) => found.cond(cond),
                Ask::Known(expr) => found.expr(expr),
                Ask::Part(value) => found.value(value),
                // Which of several texts are the same is looked at with these.
                Ask::Limit(of) if matches!(tree.question(of).kind, Kind::Text { .. }) => {}
                Ask::Whole | Ask::Limit(_) => found.exact = false,
                Ask::Asked => {}
            }
        }
        let mut patterns = found.patterns;
        patterns.extend(pattern.clone());
        each_once(&mut patterns);
        let all = pattern.as_ref().and_then(|pattern| all_of(&regex_syntax::parse(&pattern.source).ok()?));
        Some(Self {
            listed: all.is_some(),
            named: all.unwrap_or(found.literals),
            patterns,
            own: pattern.clone(),
            longest: *max_length,
            beyond: None,
            apart,
            meets: found.meets,
            exact: found.exact,
        })
    }

    /// What it is compared with, or all there is.
    pub(super) fn named(&self) -> &[String] {
        &self.named
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    pub(super) fn longest(&self) -> Option<u32> {
        self.longest
    }

    /// Whether nothing but being compared with others keeps it from being exact.
    pub(super) fn may_be_compared(&self) -> bool {
        self.exact
    }

    /// What tells the texts of one question apart in either of two trees.
    pub(crate) fn both(&self, other: &Self) -> Self {
        let sides = [self, other];
        // A tree that takes no others than the named ones refuses all that a pattern could tell apart.
        let open = || sides.into_iter().filter(|side| !side.listed);
        let mut patterns: Vec<Pattern> = open().flat_map(|side| side.patterns.iter().cloned()).collect();
        each_once(&mut patterns);
        let own = open().next().and_then(|side| side.own.clone());
        let lengths: Vec<Option<u32>> = open().map(|side| side.longest).collect();
        let alike = lengths.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
        let beyond = lengths.iter().flatten().min().copied().filter(|_| !alike);
        Self {
            named: sides.iter().flat_map(|side| side.named.iter().cloned()).collect(),
            listed: self.listed && other.listed,
            own: own.filter(|own| open().all(|side| side.own.as_ref() == Some(own))),
            longest: None,
            beyond,
            apart: self.apart || other.apart,
            meets: self.meets || other.meets,
            exact: self.exact && other.exact,
            patterns,
        }
    }

    /// Texts of which one stands for each that can be told apart; `see` tells what is true with one, or that none
    /// takes it.
    pub(crate) fn standing<T: Hash + Eq>(&self, see: &mut dyn FnMut(&Answer) -> Option<T>) -> Standing {
        let mut candidates: Vec<String> = self.named.clone();
        if !self.listed {
            let beyond = self.beyond.filter(|most| *most < LONG).map(|most| most + 1);
            for pattern in &self.patterns {
                let short = example_of(pattern, 0);
                let length = short.as_ref().and_then(|text| u32::try_from(text.chars().count()).ok()).unwrap_or(0);
                // Just longer than the shorter limit: that is within the other.
                let more = beyond.map(|beyond| beyond.saturating_sub(length));
                candidates.extend(short);
                candidates.extend([Some(1), more].into_iter().flatten().filter_map(|more| example_of(pattern, more)));
            }
            candidates.extend(["something else", "else", "x", "1"].map(str::to_owned));
            candidates.extend(beyond.map(|length| "x".repeat(length as usize)));
        }
        let all = self.all_ways();
        let complete = all.is_some();
        candidates.extend(all.into_iter().flatten());
        let named: FxHashSet<&str> = self.named.iter().map(String::as_str).collect();
        let long = |text: &str| self.beyond.is_some_and(|most| text.chars().count() > most as usize);
        // Of those that are not named, and where one tree finds long ones too long, of short and of long ones.
        let (mut fit, mut fail) = ([false, self.beyond.is_none()], [false, self.beyond.is_none()]);
        let mut standing = Vec::new();
        let mut seen = FxHashSet::default();
        for text in &candidates {
            let answer = Answer::Text(text.as_str().into());
            let Some(truths) = see(&answer) else { continue };
            let other = !named.contains(text.as_str());
            let matches: Vec<bool> = self.patterns.iter().map(|pattern| pattern.matches(text)).collect();
            if other {
                let [short, beyond] = if matches.contains(&false) { &mut fail } else { &mut fit };
                *(if long(text) { beyond } else { short }) = true;
            }
            let own = (self.apart && !other).then_some(text);
            if seen.insert((truths, matches, own)) {
                standing.push(answer);
            }
        }
        // All texts that nothing is compared with are alike, but for a pattern; where two patterns overlap, these are all
        // the ways.
        let all = |found: [bool; 2]| found == [true, true];
        let one_pattern = self.patterns.len() == 1 && (all(fail) || self.own.is_some());
        let alike = all(fit) && (self.patterns.is_empty() || one_pattern);
        (standing, self.exact && !self.meets && (self.listed || complete || alike))
    }

    /// Texts for all ways in which they can fit patterns and be named, where several patterns may overlap.
    fn all_ways(&self) -> Option<Vec<String>> {
        if self.listed || self.beyond.is_some() || self.patterns.len() < 2 {
            return None;
        }
        let patterns = self.patterns.iter().map(|pattern| regex_syntax::parse(&pattern.source).ok());
        let named = self.named.iter().map(|text| Some(literal(text)));
        overlaps(&patterns.chain(named).collect::<Option<Vec<_>>>()?, self.longest)
    }
}

fn each_once(patterns: &mut Vec<Pattern>) {
    patterns.sort_unstable_by(|left, right| left.source.cmp(&right.source));
    patterns.dedup_by(|left, right| left.source == right.source);
}

/// What a text is compared with.
struct TextsMet<'t> {
    tree: &'t Tree,
    id: QuestionId,
    literals: Vec<String>,
    patterns: Vec<Pattern>,
    /// The values looked into so far.
    values: Vec<ValueId>,
    meets: bool,
    exact: bool,
}

impl TextsMet<'_> {
    fn reads(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        self.tree.questions_read(reads).contains(&self.id)
    }

    fn cond(&mut self, cond: &Cond) {
        if !self.reads(|see| cond.reads(see)) {
            return;
        }
        match cond {
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Value(id) => self.value(*id),
            leaf => {
                self.leaf(leaf);
                leaf.counted(&mut |cond| self.cond(cond));
            }
        }
    }

    fn leaf(&mut self, leaf: &Cond) {
        match leaf {
            Cond::Texts(sides, _) => {
                let [left, right] = &**sides;
                self.compared(left, right);
            }
            Cond::TextIn(text, among, _) => among.iter().for_each(|other| self.compared(text, other)),
            Cond::Matches(text, pattern) => {
                self.patterns.push(pattern.clone());
                self.inside(|see| text.reads(see));
            }
            other => self.inside(|see| other.reads(see)),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        if let Expr::Cond(cond) = expr {
            return self.cond(cond);
        }
        self.inside(|see| expr.reads(see));
        expr.counted(&mut |cond| self.cond(cond));
    }

    /// Two texts compared: this answer, perhaps by way of a value, with something written out.
    fn compared(&mut self, left: &Text, right: &Text) {
        for (side, other) in [(left, right), (right, left)] {
            match side {
                Text::Literal(text) => self.literals.push(text.to_string()),
                side => self.inside(|see| side.reads(see)),
            }
            self.meets |= !matches!(other, Text::Literal(_)) && self.reads(|see| side.reads(see));
        }
    }

    /// Looks into the values that something reads.
    fn inside(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read))) {
        let mut values = Vec::new();
        reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        values.into_iter().for_each(|id| self.value(id));
    }

    fn value(&mut self, id: ValueId) {
        if self.values.contains(&id) || !self.reads(|see| see(Read::Value(id))) {
            return;
        }
        self.values.push(id);
        let value = self.tree.value(id);
        if value.depth > DEEPEST {
            self.exact = false;
            return;
        }
        match &value.rule {
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when));
                    self.expr(is);
                }
            }
            ValueRule::Table(table) => {
                let mut keys = Vec::new();
                text_keys(&table.rows, &mut keys);
                self.literals.extend(keys.iter().map(ToString::to_string));
                self.literals.sort_unstable();
                self.literals.dedup();
                table.by.iter().for_each(|by| self.expr(by));
            }
        }
    }
}

/// All texts that match a pattern, each once, if they are few.
fn all_of(hir: &Hir) -> Option<Vec<String>> {
    let few = |texts: Vec<String>| (texts.len() <= MOST_LISTED).then_some(texts);
    let after = |texts: &[String], more: &[String]| {
        let pairs = texts.len().checked_mul(more.len()).filter(|count| *count <= MOST_LISTED);
        pairs.map(|_| texts.iter().flat_map(|text| more.iter().map(move |more| format!("{text}{more}"))).collect())
    };
    let mut texts: Vec<String> = match hir.kind() {
        // The whole text must match in any case.
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
        HirKind::Class(HirClass::Unicode(class)) => {
            let count: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let chars = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST_LISTED).then(|| chars.map(String::from).collect())?
        }
        HirKind::Repetition(repetition) => {
            let once = all_of(&repetition.sub)?;
            let most = repetition.max.filter(|most| *most as usize <= MOST_LISTED)?;
            let (mut all, mut row) = (Vec::new(), vec![String::new()]);
            for count in 0..=most {
                if count >= repetition.min {
                    all.extend(row.iter().cloned());
                    all = few(all)?;
                }
                row = if count < most { after(&row, &once)? } else { row };
            }
            all
        }
        HirKind::Capture(capture) => all_of(&capture.sub)?,
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |texts, part| after(&texts, &all_of(part)?))?
        }
        HirKind::Alternation(parts) => few(parts.iter().map(all_of).collect::<Option<Vec<_>>>()?.concat())?,
        HirKind::Class(HirClass::Bytes(_)) | HirKind::Look(_) => return None,
    };
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
}

/// A text that matches a pattern, a short one but for so many repetitions more of whatever may be repeated.
fn example_of(pattern: &Pattern, more: u32) -> Option<String> {
    example(&regex_syntax::parse(&pattern.source).ok()?, more)
}

fn example(hir: &Hir, more: u32) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok()?,
        HirKind::Class(HirClass::Unicode(class)) => {
            let ranges = class.ranges();
            let good = ranges.iter().find(|range| range.end() > ' ').or(ranges.first())?;
            let wanted = ['a', 'A', '0'].into_iter().find(|c| ranges.iter().any(|r| r.start() <= *c && *c <= r.end()));
            wanted.unwrap_or(good.start().max('!').min(good.end())).to_string()
        }
        HirKind::Class(HirClass::Bytes(class)) => char::from(class.ranges().first()?.start()).to_string(),
        HirKind::Repetition(repetition) => {
            let count = (repetition.min + more).min(repetition.max.unwrap_or(u32::MAX)).min(1000);
            example(&repetition.sub, 0)?.repeat(count as usize)
        }
        HirKind::Capture(capture) => example(&capture.sub, more)?,
        HirKind::Concat(parts) => parts.iter().map(|part| example(part, more)).collect::<Option<String>>()?,
        HirKind::Alternation(parts) => parts.get(more as usize % parts.len().max(1)).and_then(|p| example(p, more))?,
    })
}
