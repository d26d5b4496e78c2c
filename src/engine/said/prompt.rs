//! What a person sees: the question that waits, or the outcome, with every text filled in.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::filled::Filled;
use super::show::Filler;
use super::told::Noted;
use crate::engine::given::Limits;
use crate::engine::walk::{At, Walk};
use crate::text::label_from_id;
use crate::tree::{Answer, Kind, OutcomeId, Place, QuestionId, ScoreId};

/// An answer that is on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// Its position among all the question's answers.
    pub index: u32,
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What is told about it.
    pub help: Option<String>,
    /// In a set: excludes the others.
    pub alone: bool,
}

/// The sort of answer wanted, with its limits as they are in this walk.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Wanted {
    /// One of these.
    Choice(Vec<Offer>),
    /// Any set of these, so many of them.
    Many {
        /// The answers on offer.
        offers: Vec<Offer>,
        /// How many at least.
        min: Option<Decimal>,
        /// How many at most.
        max: Option<Decimal>,
    },
    /// A number.
    Number {
        /// The least allowed.
        min: Option<Decimal>,
        /// The greatest allowed.
        max: Option<Decimal>,
        /// Whole numbers only.
        whole: bool,
        /// Multiples of this only.
        step: Option<Decimal>,
        /// What it is counted in.
        unit: Option<String>,
    },
    /// A date.
    Date {
        /// The first allowed.
        min: Option<NaiveDate>,
        /// The last allowed.
        max: Option<NaiveDate>,
    },
    /// A line of text.
    Text {
        /// How many characters at most.
        max_length: Option<u32>,
        /// What the whole line must match.
        pattern: Option<String>,
    },
}

impl Wanted {
    /// The answers on offer; none for numbers, dates and texts.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        match self {
            Self::Choice(offers) | Self::Many { offers, .. } => offers,
            _ => &[],
        }
    }
}

/// A question as it is asked in this walk.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Prompt {
    /// Which question it is.
    pub question: QuestionId,
    /// Its id.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// What is told about it.
    pub help: Option<String>,
    /// The notes that show with it.
    pub notes: Vec<Noted>,
    /// The kind's name in the format.
    pub kind: &'static str,
    /// The sort of answer wanted.
    pub wanted: Wanted,
    /// May be left empty.
    pub optional: bool,
    /// What the prompt starts with.
    pub default: Option<Answer>,
}

/// How one outcome came out of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rank {
    /// Which outcome it is.
    pub outcome: OutcomeId,
    /// Its title.
    pub title: String,
    /// Its score.
    pub score: Decimal,
    /// What the score could have come to; only where something in the tree asks for that.
    pub possible: Option<Decimal>,
}

/// A score beside what it could have come to (format: Scores, values, lists).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Which score it is.
    pub score: ScoreId,
    /// Its name in words.
    pub label: String,
    /// What answers have added to it.
    pub points: Decimal,
    /// The most that they could have added.
    pub possible: Decimal,
}

/// An outcome as it is shown at the end of this walk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ending {
    /// Which outcome it is.
    pub outcome: OutcomeId,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text, in Markdown; empty where it has none.
    pub text: Filled,
    /// The notes that show.
    pub notes: Vec<Noted>,
    /// Which of the outcome's notes those are, by position.
    pub note_positions: Vec<usize>,
    /// If it came out of a ranking: all that were ranked, highest first.
    pub ranking: Vec<Rank>,
    /// The scores of which something in the tree asks what they could have come to, but for those of the ranking.
    pub tallies: Vec<Tally>,
}

impl Walk<'_> {
    /// The question that waits, ready to be asked; none at the end of the walk.
    #[must_use]
    pub fn prompt(&self) -> Option<Prompt> {
        let At::Question(id) = *self.at() else { return None };
        let question = self.tree().question(id);
        let filler = Filler::new(&self.facts);
        let offers = || {
            let options = question.kind.options().iter().enumerate();
            let visible = options.filter(|(_, option)| self.facts.is_visible(option));
            visible
                .map(|(index, option)| Offer {
                    index: u32::try_from(index).unwrap_or(u32::MAX),
                    id: self.tree().symbol(option.id).to_owned(),
                    label: filler.label(option),
                    help: option.help.as_ref().map(|help| filler.fill(help)),
                    alone: option.alone,
                })
                .collect()
        };
        let limits = self.facts.limits(&question.kind);
        let (min, max) = if let Limits::Numbers(min, max) = limits { (min, max) } else { (None, None) };
        let wanted = match &question.kind {
            Kind::Choice(_) => Wanted::Choice(offers()),
            Kind::Many { .. } => Wanted::Many { offers: offers(), min, max },
            Kind::Number { whole, step, unit, .. } => {
                let unit = unit.as_deref().map(str::to_owned);
                Wanted::Number { min, max, whole: *whole, step: *step, unit }
            }
            Kind::Date { .. } => {
                let (min, max) = if let Limits::Dates(min, max) = limits { (min, max) } else { (None, None) };
                Wanted::Date { min, max }
            }
            Kind::Text { max_length, pattern, .. } => Wanted::Text {
                max_length: *max_length,
                pattern: pattern.as_ref().map(|pattern| pattern.source.to_string()),
            },
        };
        Some(Prompt {
            question: id,
            id: (*question.id).to_owned(),
            ask: filler.fill(&question.ask),
            help: question.help.as_ref().map(|help| filler.fill(help)),
            notes: filler.notes(Place::Question(id)),
            kind: question.kind.name(),
            wanted,
            optional: question.optional,
            default: question.default.clone(),
        })
    }

    /// The outcome that the walk has reached, ready to be shown; none before that.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        let At::Outcome(id, ranked) = self.at() else { return None };
        let outcome = self.tree().outcome(*id);
        let filler = Filler::new(&self.facts);
        let mut ending = Ending {
            outcome: *id,
            id: (*outcome.id).to_owned(),
            title: filler.fill(&outcome.title),
            text: outcome.text.as_ref().map(|text| filler.filled(text)).unwrap_or_default(),
            notes: filler.notes(Place::Outcome(*id)),
            note_positions: self.facts.notes(Place::Outcome(*id)).collect(),
            ranking: Vec::new(),
            tallies: Vec::new(),
        };
        for &other in ranked.iter().flatten() {
            let title = filler.fill(&self.tree().outcome(other).title);
            let possible = self.tree().score_of(other).and_then(|score| self.possible(score));
            ending.ranking.push(Rank { outcome: other, title, score: self.score_of(other), possible });
        }
        let ranked: Vec<ScoreId> = ranked.iter().flatten().filter_map(|id| self.tree().score_of(*id)).collect();
        for (score, name) in self.tree().scores().filter(|(score, _)| !ranked.contains(score)) {
            if let Some(possible) = self.possible(score) {
                let label = label_from_id(name);
                ending.tallies.push(Tally { score, label, points: self.score(score), possible });
            }
        }
        // A stable sort keeps the author's order where scores are level.
        ending.ranking.sort_by_key(|rank| std::cmp::Reverse(rank.score));
        Some(ending)
    }
}
