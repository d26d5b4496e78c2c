//! From a typed line to an answer: one on offer by number, id, label or the beginning of one; or a number, a date, a
//! text.

use std::collections::BTreeSet;

use super::not_taken::NotTaken;
use crate::engine::{Offer, Walk};
use crate::text::{exact, nearest, one_line};
use crate::tree::Answer;

/// A typed line as an answer that would be taken.
pub(super) fn typed(walk: &Walk, line: &str) -> Result<Answer, NotTaken> {
    taken(walk, walk.read_typed(line)?)
}

/// An answer if it would be taken.
pub(super) fn taken(walk: &Walk, answer: Answer) -> Result<Answer, NotTaken> {
    walk.would_take(answer.clone())?;
    Ok(answer)
}

/// So many answers are named where several could be meant.
const NAMED: usize = 8;
/// A label with more commas than this is no longer looked for among answers with commas between them.
const COMMAS: usize = 16;

/// How the answers of one question are called by who types.
pub(super) struct Naming<'a> {
    offers: &'a [Offer],
    /// Answers are numbered. They are not where an id or a label is itself a small number that stands in another
    /// place ("1. Zero, 2. One"): whoever types 1 there means the answer that says so, and would get another one.
    pub(super) numbered: bool,
    /// All ids and labels as they are compared, in order, and whose they are.
    names: Vec<(String, usize)>,
}

/// Who may be meant by what was typed: positions among the offers.
type Meant = BTreeSet<usize>;

impl<'a> Naming<'a> {
    pub(super) fn new(offers: &'a [Offer]) -> Self {
        let misleads = |at: usize, text: &str| {
            text.trim().parse::<usize>().is_ok_and(|number| (1..=offers.len()).contains(&number) && number != at + 1)
        };
        let numbered =
            !offers.iter().enumerate().any(|(at, offer)| misleads(at, &offer.id) || misleads(at, &offer.label));
        let both = |(at, offer): (usize, &Offer)| [(folded(&offer.id), at), (folded(&offer.label), at)];
        let mut names: Vec<(String, usize)> = offers.iter().enumerate().flat_map(both).collect();
        names.sort_unstable();
        Self { offers, numbered, names }
    }

    /// What stands in front of an answer in the list.
    pub(super) fn mark(&self, at: usize) -> String {
        match self.offers.get(at) {
            Some(offer) if !self.numbered => format!("{}.", one_line(&offer.id)),
            _ => format!("{}.", at + 1),
        }
    }

    /// Whether an answer is called so, and not only begins so.
    pub(super) fn is_called(&self, typed: &str) -> bool {
        !self.called(typed).is_empty()
    }

    /// The same for several answers: whether each is called as it is typed.
    pub(super) fn are_called(&self, typed: &str) -> bool {
        let mut guessed = false;
        self.is_called(typed) || self.pieces(typed, &mut guessed).is_ok() && !guessed
    }

    /// The answer that is meant: the whole of a name wins over the
    /// beginning of another.
    pub(super) fn one(&self, typed: &str) -> Result<&'a Offer, NotTaken> {
        let called = self.called(typed);
        let meant = if called.is_empty() { self.begun(typed) } else { called };
        match self.only(typed, &meant)? {
            Some(offer) => Ok(offer),
            None => Err(self.no_answer(typed)),
        }
    }

    /// The answers that are meant, with commas between them; spaces will do between whole numbers, ids and labels.
    pub(super) fn several(&self, typed: &str) -> Result<Vec<&'a Offer>, NotTaken> {
        // A label may have a comma in it.
        if let Some(offer) = self.only(typed, &self.called(typed))? {
            return Ok(vec![offer]);
        }
        let begun = if typed.contains(',') { self.begun(typed) } else { Meant::new() };
        let mut guessed = false;
        let mut chosen = match self.pieces(typed, &mut guessed) {
            Ok(chosen) => chosen,
            Err(refusal) => return self.only(typed, &begun)?.map(|offer| vec![offer]).ok_or(refusal),
        };
        crate::text::sort_by_key(&mut chosen, |offer| offer.index);
        chosen.dedup_by_key(|offer| offer.index);
        if guessed && !begun.is_empty() {
            let either = begun.iter().filter_map(|at| self.offers.get(*at)).chain(chosen.iter().copied());
            let positions = either.filter_map(|offer| self.offers.iter().position(|other| other.index == offer.index));
            let meant: Meant = positions.collect();
            if meant.len() > 1 {
                return Err(self.unclear(typed, &meant));
            }
        }
        Ok(chosen)
    }

    /// One answer after another; `guessed` becomes true if the beginning of a name was taken for one.
    fn pieces(&self, typed: &str, guessed: &mut bool) -> Result<Vec<&'a Offer>, NotTaken> {
        let commas: BTreeSet<usize> = self.names.iter().map(|(name, _)| name.matches(',').count()).collect();
        let pieces: Vec<&str> = typed.split(',').collect();
        let mut chosen = Vec::new();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            // The longest name that stands here, commas in it and all.
            let longest = commas.iter().rev().filter(|commas| (1..=COMMAS).contains(*commas)).find_map(|commas| {
                let called = self.called(&pieces.get(at..=at + commas)?.join(","));
                Some(commas + 1).filter(|_| !called.is_empty()).zip(Some(called))
            });
            if let Some((used, called)) = longest {
                chosen.extend(self.only(piece, &called)?);
                at += used;
                continue;
            }
            at += 1;
            if piece.trim().is_empty() {
                continue;
            }
            let words: Vec<&str> = piece.split_whitespace().collect();
            if !self.is_called(piece) && words.iter().all(|word| self.is_called(word)) {
                for word in words {
                    chosen.push(self.one(word)?);
                }
                continue;
            }
            *guessed |= !self.is_called(piece);
            chosen.push(self.one(piece.trim())?);
        }
        Ok(chosen)
    }

    /// The answers that are called so: by id as it stands, by number, by label as it stands, by either in any case.
    fn called(&self, typed: &str) -> Meant {
        let typed = typed.trim();
        let name = folded(typed);
        let from = self.names.partition_point(|(other, _)| *other < name);
        let all: Meant =
            self.names.iter().skip(from).take_while(|(other, _)| *other == name).map(|(_, at)| *at).collect();
        let among = |is_meant: &dyn Fn(&Offer) -> bool| -> Meant {
            all.iter().copied().filter(|at| self.offers.get(*at).is_some_and(is_meant)).collect()
        };
        let by_id = among(&|offer| offer.id == typed);
        if !by_id.is_empty() {
            return by_id;
        }
        if let Some(at) = self.by_mark(typed) {
            return Meant::from([at]);
        }
        let label = one_line(typed);
        let by_label = among(&|offer| one_line(&offer.label) == label);
        if by_label.is_empty() { all } else { by_label }
    }

    /// The answer with this number, with or without the dot behind it, or with this mark.
    fn by_mark(&self, typed: &str) -> Option<usize> {
        if !self.numbered {
            let id = typed.strip_suffix('.')?;
            return self.offers.iter().position(|offer| offer.id == id);
        }
        let number = typed.trim_end_matches('.').parse::<usize>().ok()?;
        number.checked_sub(1).filter(|at| *at < self.offers.len())
    }

    /// The answers whose id or label begins so.
    fn begun(&self, typed: &str) -> Meant {
        let beginning = folded(typed);
        if beginning.is_empty() {
            return Meant::new();
        }
        let from = self.names.partition_point(|(name, _)| *name < beginning);
        let begun = self.names.iter().skip(from).take_while(|(name, _)| name.starts_with(&beginning));
        begun.map(|(_, at)| *at).collect()
    }

    /// The one that is meant; none if there is none, and a refusal if there are several.
    fn only(&self, typed: &str, meant: &Meant) -> Result<Option<&'a Offer>, NotTaken> {
        match meant.len() {
            0 => Ok(None),
            1 => Ok(meant.first().and_then(|at| self.offers.get(*at))),
            _ => Err(self.unclear(typed, meant)),
        }
    }

    fn unclear(&self, typed: &str, meant: &Meant) -> NotTaken {
        let name = |at: &usize| {
            let label = self.offers.get(*at).map(|offer| one_line(&offer.label)).unwrap_or_default();
            format!("“{label}” ({})", self.mark(*at).trim_end_matches('.'))
        };
        let named = if meant.len() > NAMED { NAMED - 1 } else { meant.len() - 1 };
        let names = meant.iter().take(named).map(name).collect::<Vec<_>>().join(", ");
        let last = match (meant.len() - named, meant.last()) {
            (1, Some(last)) => name(last),
            (others, _) => format!("{others} others"),
        };
        NotTaken::Unclear { typed: one_line(typed), names, last }
    }

    fn no_answer(&self, typed: &str) -> NotTaken {
        let names = self.offers.iter().flat_map(|offer| [offer.id.as_str(), offer.label.as_str()]);
        // So short a word is near to everything.
        let near = if typed.chars().count() > 2 { nearest(typed, names) } else { None };
        NotTaken::NoAnswer { typed: exact(typed).into_owned(), near: near.map(|near| exact(near).into_owned()) }
    }
}

/// A name as it is compared: in whatever case, with single spaces, and none around commas.
fn folded(text: &str) -> String {
    one_line(text).to_lowercase().split(',').map(str::trim).collect::<Vec<_>>().join(",")
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
        naming.one(typed).ok().map(|offer| offer.id.clone())
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
            naming.one("nott sure").err().map(|refused| refused.to_string()).unwrap_or_default(),
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
    fn a_beginning_will_do_where_it_is_one_answer_s() {
        let offers = offers(&[("yes", "Yes, I do"), ("no", "No"), ("not_sure", "Not sure"), ("na", "Does not apply")]);
        let naming = Naming::new(&offers);
        for (typed, id) in [("y", "yes"), ("no", "no"), ("NOT", "not_sure"), ("does  n", "na"), ("yes, i", "yes")] {
            assert_eq!(found(&naming, typed).as_deref(), Some(id), "{typed}");
        }
        let refusal = |typed: &str| naming.one(typed).err().map(|refused| refused.to_string()).unwrap_or_default();
        assert_eq!(refusal("n"), "“n” could be “No” (2), “Not sure” (3) or “Does not apply” (4).");
        assert_eq!(refusal(""), "“” is not one of the answers.");
    }

    #[test]
    fn answers_that_are_called_alike_are_told_apart_or_named() {
        let offers = offers(&[("apt", "A flat"), ("Apt", "Fitting"), ("x", "Same"), ("y", "Same"), ("z", "same")]);
        let naming = Naming::new(&offers);
        for (typed, id) in [("apt", "apt"), ("Apt", "Apt"), ("same", "z")] {
            assert_eq!(found(&naming, typed).as_deref(), Some(id), "{typed}");
        }
        let refusal = |typed: &str| naming.one(typed).err().map(|refused| refused.to_string()).unwrap_or_default();
        assert_eq!(refusal("APT"), "“APT” could be “A flat” (1) or “Fitting” (2).");
        assert_eq!(refusal("Same"), "“Same” could be “Same” (3) or “Same” (4).");
        let many: Vec<(String, String)> = (0..20).map(|at| (format!("a{at}"), format!("Label {at}"))).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(id, label)| (id.as_str(), label.as_str())).collect();
        let offers = self::offers(&many);
        let refusal = Naming::new(&offers).one("label").err().map(|refused| refused.to_string()).unwrap_or_default();
        assert!(refusal.ends_with("“Label 6” (7) or 13 others."), "{refusal}");
    }

    #[test]
    fn several_are_read_with_commas_or_spaces() {
        let offers = offers(&[("a", "First, second"), ("b", "B"), ("c", "C d")]);
        let naming = Naming::new(&offers);
        let ids = |typed: &str| {
            let several = naming.several(typed).map_err(|refused| refused.to_string());
            several.map(|list| list.iter().map(|offer| offer.id.clone()).collect::<Vec<_>>().join(""))
        };
        assert_eq!(ids("3, 1").as_deref(), Ok("ac"));
        assert_eq!(ids("1 2").as_deref(), Ok("ab"));
        assert_eq!(ids("first, second").as_deref(), Ok("a"));
        assert_eq!(ids("c D,b,b,").as_deref(), Ok("bc"));
        assert_eq!(ids("").as_deref(), Ok(""));
        assert_eq!(ids("b, x").err().unwrap_or_default(), "“x” is not one of the answers.");
        assert_eq!(ids("b, first, second").as_deref(), Ok("ab"));
        assert_eq!(ids("first,second , C").as_deref(), Ok("ac"));
        assert_eq!(ids("fir, c").as_deref(), Ok("ac"));
        assert_eq!(ids("first, s").as_deref(), Ok("a"));
        let offers = self::offers(&[("w", "Wine, red"), ("r", "Rum"), ("b", "Beer")]);
        let naming = Naming::new(&offers);
        let unclear = naming.several("wine, r").err().map(|refused| refused.to_string()).unwrap_or_default();
        assert_eq!(unclear, "“wine, r” could be “Wine, red” (1) or “Rum” (2).");
        assert_eq!(
            naming.several("b, q").err().map(|refused| refused.to_string()).unwrap_or_default(),
            "“q” is not one of the answers."
        );
        // A line of nothing but commas is read in no time.
        assert_eq!(naming.several(&",".repeat(60_000)).map(|list| list.len()), Ok(0));
    }
}
