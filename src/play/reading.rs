//! From a typed line to answers on offer: by number, id or label.

use crate::engine::Offer;
use crate::text::{exact, nearest, one_line};

/// How the answers of one question are called by who types.
pub(super) struct Naming<'a> {
    offers: &'a [Offer],
    /// Answers are numbered. They are not where an id or a label is itself a small number that stands in another
    /// place ("1. Zero, 2. One"): whoever types 1 there means the answer that says so, and would get another one.
    pub(super) numbered: bool,
}

impl<'a> Naming<'a> {
    pub(super) fn new(offers: &'a [Offer]) -> Self {
        let misleads = |at: usize, text: &str| {
            text.trim().parse::<usize>().is_ok_and(|number| (1..=offers.len()).contains(&number) && number != at + 1)
        };
        let numbered =
            !offers.iter().enumerate().any(|(at, offer)| misleads(at, &offer.id) || misleads(at, &offer.label));
        Self { offers, numbered }
    }

    /// What stands in front of an answer in the list.
    pub(super) fn mark(&self, at: usize) -> String {
        match self.offers.get(at) {
            Some(offer) if !self.numbered => format!("{}.", one_line(&offer.id)),
            _ => format!("{}.", at + 1),
        }
    }

    /// The answer that is meant: its id as it stands, its number, its label or id in whatever case.
    pub(super) fn find(&self, typed: &str) -> Option<&'a Offer> {
        let typed = typed.trim();
        if let Some(offer) = self.offers.iter().find(|offer| offer.id == typed) {
            return Some(offer);
        }
        let number = typed.trim_end_matches('.').parse::<usize>().ok().filter(|_| self.numbered);
        if let Some(offer) = number.and_then(|number| self.offers.get(number.checked_sub(1)?)) {
            return Some(offer);
        }
        let lower = one_line(typed).to_lowercase();
        let same = |text: &str| one_line(text).to_lowercase() == lower;
        let by_label = self.offers.iter().find(|offer| same(&offer.label));
        by_label.or_else(|| self.offers.iter().find(|offer| same(&offer.id)))
    }

    /// The answer that is meant, or a sentence that says why there is none.
    pub(super) fn one(&self, typed: &str) -> Result<&'a Offer, String> {
        self.find(typed).ok_or_else(|| {
            let names = self.offers.iter().flat_map(|offer| [offer.id.as_str(), offer.label.as_str()]);
            // So short a word is near to everything.
            let near = if typed.chars().count() > 2 { nearest(typed, names) } else { None };
            match near {
                Some(near) => {
                    format!("“{}” is not one of the answers. Did you mean “{}”?", exact(typed), exact(near))
                }
                None => format!("“{}” is not one of the answers.", exact(typed)),
            }
        })
    }

    /// The answers that are meant, with commas between them; spaces will do between numbers and ids.
    pub(super) fn several(&self, typed: &str) -> Result<Vec<&'a Offer>, String> {
        // A label may have a comma in it.
        if let Some(offer) = self.find(typed) {
            return Ok(vec![offer]);
        }
        let mut chosen: Vec<&Offer> = Vec::new();
        for piece in typed.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
            let words: Option<Vec<&Offer>> = piece.split_whitespace().map(|word| self.find(word)).collect();
            match (self.find(piece), words) {
                (Some(offer), _) => chosen.push(offer),
                (None, Some(offers)) => chosen.extend(offers),
                (None, None) => chosen.push(self.one(piece)?),
            }
        }
        chosen.sort_by_key(|offer| offer.index);
        chosen.dedup_by_key(|offer| offer.index);
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(list: &[(&str, &str)]) -> Vec<Offer> {
        let offer = |(index, (id, label)): (usize, &(&str, &str))| Offer {
            index: u32::try_from(index).unwrap_or(0),
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            help: None,
            alone: false,
        };
        list.iter().enumerate().map(offer).collect()
    }

    fn found(naming: &Naming, typed: &str) -> Option<String> {
        naming.find(typed).map(|offer| offer.id.clone())
    }

    #[test]
    fn numbers_ids_and_labels_are_understood() {
        let offers = offers(&[("yes", "Yes, I do"), ("no", "No"), ("not_sure", "Not sure")]);
        let naming = Naming::new(&offers);
        assert!(naming.numbered);
        for (typed, id) in [("1", "yes"), ("2.", "no"), ("YES, i  do", "yes"), ("Not_Sure", "not_sure"), ("no", "no")] {
            assert_eq!(found(&naming, typed).as_deref(), Some(id), "{typed}");
        }
        for typed in ["0", "4", "-1", "", "99999999999999999999"] {
            assert_eq!(found(&naming, typed), None, "{typed}");
        }
        assert_eq!(
            naming.one("nott sure").err().unwrap_or_default(),
            "“nott sure” is not one of the answers. Did you mean “Not sure”?"
        );
    }

    #[test]
    fn where_answers_are_numbers_themselves_they_are_not_numbered() {
        let same = offers(&[("1", "One"), ("2", "Two")]);
        assert!(Naming::new(&same).numbered);
        let large = offers(&[("7", "7"), ("8", "8")]);
        assert_eq!(found(&Naming::new(&large), "8").as_deref(), Some("8"));
        assert_eq!(found(&Naming::new(&large), "2").as_deref(), Some("8"));
        let shifted = offers(&[("0", "None"), ("1", "One"), ("2", "Two")]);
        let naming = Naming::new(&shifted);
        assert!(!naming.numbered);
        assert_eq!(naming.mark(1), "1.");
        assert_eq!(found(&naming, "2").as_deref(), Some("2"));
        assert_eq!(found(&naming, "3"), None);
        let labels = offers(&[("a", "2"), ("b", "1")]);
        assert_eq!(found(&Naming::new(&labels), "1").as_deref(), Some("b"));
    }

    #[test]
    fn several_are_read_with_commas_or_spaces() {
        let offers = offers(&[("a", "First, second"), ("b", "B"), ("c", "C d")]);
        let naming = Naming::new(&offers);
        let ids = |typed: &str| {
            naming.several(typed).map(|list| list.iter().map(|offer| offer.id.clone()).collect::<Vec<_>>().join(""))
        };
        assert_eq!(ids("3, 1").as_deref(), Ok("ac"));
        assert_eq!(ids("1 2").as_deref(), Ok("ab"));
        assert_eq!(ids("first, second").as_deref(), Ok("a"));
        assert_eq!(ids("c D,b,b,").as_deref(), Ok("bc"));
        assert_eq!(ids("").as_deref(), Ok(""));
        assert_eq!(ids("b, x").err().unwrap_or_default(), "“x” is not one of the answers.");
    }
}
