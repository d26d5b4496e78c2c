//! Which bare words are answers: the first rule about conditions in the format.

use super::model::{Expr, How, Question, Tree};

/// A question's id and the id of one of its answers.
pub(crate) type AnswerOf = (String, String);

impl Tree {
    /// The questions whose answers an expression can be.
    pub(crate) fn sources(&self, expr: &Expr) -> Vec<&Question> {
        match expr {
            Expr::Word(word) => match (self.question(word), self.value(word).map(|value| &value.how)) {
                (Some(question), _) => vec![question],
                (_, Some(How::One(expr))) => self.sources(expr),
                (_, Some(How::Rules(rules))) => rules.iter().flat_map(|(_, expr)| self.sources(expr)).collect(),
                _ => vec![],
            },
            Expr::Call("default", args) => {
                let answers = self.answers_among(args);
                let others = args.iter().zip(answers).filter(|(_, answer)| answer.is_none());
                others.flat_map(|(arg, _)| self.sources(arg)).collect()
            }
            _ => vec![],
        }
    }

    /// The answer that a bare or quoted word is beside a choice or a set, if it is one.
    pub(crate) fn answer_beside(&self, word: &Expr, choice: &Expr) -> Option<AnswerOf> {
        let (Expr::Word(id) | Expr::Text(id)) = word else { return None };
        let question = self.sources(choice).into_iter().find(|question| question.has(id))?;
        Some((question.id.clone(), id.clone()))
    }

    /// For each argument of `default` the answer that it is, beside another; the left one is tried first.
    pub(crate) fn answers_among(&self, args: &[Expr]) -> Vec<Option<AnswerOf>> {
        let mut answers = vec![None; args.len()];
        for choice in 0..args.len() {
            for word in 0..args.len() {
                if word != choice && answers[choice].is_none() && answers[word].is_none() {
                    answers[word] = self.answer_beside(&args[word], &args[choice]);
                }
            }
        }
        answers
    }

    /// The ids that an expression can be, each once.
    pub(crate) fn ids_of(&self, expr: &Expr) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for option in self.sources(expr).into_iter().flat_map(|question| &question.options) {
            if !ids.contains(&option.id) {
                ids.push(option.id.clone());
            }
        }
        ids
    }
}

/// True for what can stand in a condition without quotes.
pub(crate) fn is_word(id: &str) -> bool {
    let mut chars = id.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic())
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_' || char == '-')
        && !id.ends_with('-')
        && !["and", "or", "not", "in"].contains(&id)
}

impl Expr {
    /// An answer's id, bare if it can be.
    pub(crate) fn id(id: &str) -> Self {
        if is_word(id) { Self::Word(id.to_owned()) } else { Self::Text(id.to_owned()) }
    }

    pub(crate) fn word(name: &str) -> Self {
        Self::Word(name.to_owned())
    }

    pub(crate) fn two(sign: &'static str, left: Self, right: Self) -> Self {
        Self::Two(sign, Box::new(left), Box::new(right))
    }
}
