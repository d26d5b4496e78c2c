//! A tree in which every name in turn is written otherwise wherever the references say it stands: it must stay the same.

use std::sync::LazyLock;

use chrono::NaiveDate;
use onread::engine::{At, Walk};
use onread::references::{DeclarationId, References, Renaming, Thing};
use onread::text::{SourceFile, Span};
use onread::tree::{Answer, Kind, OutcomeId, Target, Tree};
use regex::Regex;

const FRESH: &str = "fresh_7q";

/// Places and ids, as they are shown.
static GONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\b(start|end): \d+|\bid: "[^"]*"|name: Some\(\s*"[^"]*",?\s*\)"#).unwrap());
static SYMBOL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"Symbol\(\s*(\d+),?\s*\)").unwrap());

/// Random numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// What was renamed, and what could not be.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) renamed: usize,
    pub(crate) uses: usize,
    pub(crate) refused: usize,
}

/// Renames everything in turn.
pub(crate) fn check(text: &str, today: NaiveDate, walks: usize) -> Result<Tally, String> {
    let file = SourceFile::new("tree.yaml", text);
    let examined = onread::examine(&file);
    let tree = examined.tree.ok_or_else(|| format!("no tree: {:?}", examined.diagnostics))?;
    let references = examined.references;
    spans_hold_their_ids(&file, &references)?;
    let (mut tally, own) = (Tally::default(), bones(&tree));
    for (id, declaration) in references.declarations() {
        let Some(renaming) = references.renaming(id) else {
            tally.refused += 1;
            continue;
        };
        tally.renamed += 1;
        tally.uses += references.uses_of(id).count();
        let alone = renamed(text, &renaming.places)?;
        let difference =
            |tree: &str, what: String| format!("{:?} {} renamed: {what}\n{tree}", declaration.thing, declaration.id);
        walked_alike(&tree, &alone.0, today, walks).map_err(|what| difference(&alone.1, what))?;
        let same = |other: &DeclarationId| {
            references
                .declaration(*other)
                .is_some_and(|other| other.id == declaration.id && matches!(other.thing, Thing::Answer(_)))
        };
        if !matches!(declaration.thing, Thing::Answer(_)) {
            are_same(&own, &bones(&alone.0)).map_err(|what| difference(&alone.1, what))?;
        } else if references.declarations().map(|(id, _)| id).find(same) == Some(id) {
            // All answers of the same id at once: then everything else is the same to the letter.
            let all: Option<Vec<Renaming>> =
                references.declarations().map(|(id, _)| id).filter(same).map(|id| references.renaming(id)).collect();
            let Some(all) = all else { continue };
            let mut places: Vec<Span> = all.into_iter().flat_map(|renaming| renaming.places).collect();
            places.sort_unstable();
            places.dedup();
            let every = renamed(text, &places)?;
            same_words((&tree, &own), &every.0, &declaration.id).map_err(|what| difference(&every.1, what))?;
        }
    }
    Ok(tally)
}

/// Every place shows the name that is said to stand there, unless it is written otherwise than it reads.
pub(crate) fn spans_hold_their_ids(file: &SourceFile, references: &References) -> Result<(), String> {
    let declared = references.declarations().map(|(_, declaration)| (declaration.span, &declaration.id));
    for (span, id) in declared.chain(references.uses().iter().map(|one| (one.span, &one.id))) {
        let text = file.text();
        if span.start > span.end || text.get(span.range()).is_none() {
            return Err(format!("{id} is said to stand at {span:?}, outside of the file"));
        }
        let shown = file.slice(span);
        let otherwise = shown.contains(['\\', '\n', '\'', '"', '|', '>']) || id.contains([' ', '\n', '\'', '"']);
        if shown != &**id && !otherwise {
            return Err(format!("{id} is said to stand at {span:?}, where `{shown}` stands"));
        }
    }
    Ok(())
}

/// A text with the new name at these places.
pub(crate) fn replaced(text: &str, places: &[Span]) -> String {
    assert!(!text.contains(FRESH));
    let mut renamed = text.to_owned();
    for place in places.iter().rev() {
        renamed.replace_range(place.range(), FRESH);
    }
    renamed
}

fn renamed(text: &str, places: &[Span]) -> Result<(Tree, String), String> {
    let renamed = replaced(text, places);
    match onread::load_str("renamed.yaml", &renamed) {
        Ok(tree) => Ok((tree, renamed)),
        Err(error) => Err(format!("{error:?}\n{renamed}")),
    }
}

/// Everything in a tree but its places and ids, in lines.
fn bones(tree: &Tree) -> Vec<String> {
    let questions: Vec<_> = tree.questions().collect();
    let ranked = ranked(tree);
    let score = |id| ranked.contains(&id).then(|| tree.score_of(id));
    let outcomes: Vec<_> = tree.outcomes().map(|(id, outcome)| (id, outcome, score(id))).collect();
    let values: Vec<_> = tree.values().collect();
    let all = format!("{:#?}", (tree.start(), questions, outcomes, values, tree.promises()));
    GONE.replace_all(&all, "").lines().map(str::to_owned).collect()
}

fn are_same(one: &[String], two: &[String]) -> Result<(), String> {
    match one.iter().zip(two).find(|(one, two)| one != two) {
        None if one.len() == two.len() => Ok(()),
        difference => Err(format!("not the same tree: {difference:?}")),
    }
}

/// The same for a tree in which all answers of an id have another. Ids are numbered in the order in which they come up,
/// and a list may hold one that is the id of an answer no more: so it is the words that are compared, in any order.
fn same_words((tree, own): (&Tree, &[String]), other: &Tree, id: &str) -> Result<(), String> {
    let words = |tree: &Tree, bones: &[String]| {
        let mut ids: Vec<String> = tree.questions().flat_map(|(_, question)| question.kind.options()).fold(
            Vec::new(),
            |mut ids: Vec<String>, option| {
                let at = option.id.index();
                ids.resize(ids.len().max(at + 1), String::new());
                ids[at] = tree.symbol(option.id).replace(FRESH, id);
                ids
            },
        );
        ids.push(String::new());
        let text = bones.join("\n");
        let named = SYMBOL.replace_all(&text, |found: &regex::Captures| {
            let at: usize = found[1].parse().unwrap();
            format!("@{}", ids.get(at).map_or("", |id| id))
        });
        let mut lines: Vec<String> = named.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.sort_unstable();
        let nobodys = lines.iter().filter(|line| line.trim() == "@").count();
        (lines, nobodys)
    };
    let (mut one, mut two) = (words(tree, own), words(other, &bones(other)));
    if one.1 != two.1 {
        // Some list holds the old id still.
        let of_it = format!("@{id}");
        [&mut one.0, &mut two.0]
            .into_iter()
            .for_each(|lines| lines.retain(|line| !["@", &of_it].contains(&line.trim())));
    }
    are_same(&one.0, &two.0)
}

/// The outcomes whose scores are compared.
fn ranked(tree: &Tree) -> Vec<OutcomeId> {
    let edges = tree.questions().flat_map(|(id, _)| onread::tree::graph::edges(tree, id));
    let of = |target: &Target| if let Target::BestOf(ids) = target { ids.to_vec() } else { Vec::new() };
    edges.flat_map(|edge| of(edge.to)).collect()
}

/// Walks both trees with the same answers, by their positions.
fn walked_alike(tree: &Tree, other: &Tree, today: NaiveDate, walks: usize) -> Result<(), String> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut one, mut two) = (Walk::new(tree, today), Walk::new(other, today));
    for _ in 0..walks {
        one.restart();
        two.restart();
        for _ in 0..60 {
            let (seen, there) = (stands(&one), stands(&two));
            if seen != there {
                return Err(format!("a walk stands at\n{seen}\nand with the new name at\n{there}"));
            }
            let At::Question(question) = *one.at() else { break };
            let answers: Vec<Answer> =
                (0..6).map(|_| answer(&tree.question(question).kind, today, &mut random)).collect();
            let taken = answers.into_iter().find(|answer| {
                let taken = one.answer(answer.clone()).is_ok();
                assert_eq!(taken, two.answer(answer.clone()).is_ok(), "only one of them takes {answer:?}");
                taken
            });
            if taken.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// All that can be told of where a walk stands without any id.
fn stands(walk: &Walk) -> String {
    let tree = walk.tree();
    let scores: Vec<_> = tree.scores().map(|(id, _)| walk.score(id)).collect();
    let values: Vec<_> = tree.values().map(|(id, _)| walk.value(id)).collect();
    let offers: Vec<_> = walk
        .prompt()
        .map(|prompt| prompt.wanted.offers().iter().map(|offer| offer.index).collect())
        .unwrap_or_default();
    let offers: Vec<u32> = offers;
    let notes = walk.ending().map(|ending| ending.notes.len());
    let told = (walk.notes().len(), walk.feedback().len());
    format!("{:?} {:?} {scores:?} {values:?} {offers:?} {notes:?} {told:?}", walk.at(), walk.steps())
}

fn answer(kind: &Kind, today: NaiveDate, random: &mut Random) -> Answer {
    const TEXTS: [&str; 6] = ["a", "SW1A 1AA", "x y", "5", "yes", "AB12345"];
    match kind {
        Kind::Choice(options) => Answer::Choice(random.below(options.len()) as u32),
        Kind::Many { options, .. } => {
            let chosen: Vec<u32> = (0..options.len() as u32).filter(|_| random.below(3) == 0).collect();
            Answer::Many(chosen.into())
        }
        Kind::Number { .. } => Answer::Number([0, 1, 2, 5, 18, 40, 1000, 250_000][random.below(8)].into()),
        Kind::Date { .. } => Answer::Date(today - chrono::Days::new([0, 1, 400, 9000, 30_000][random.below(5)])),
        _ => Answer::Text(TEXTS[random.below(TEXTS.len())].into()),
    }
}
