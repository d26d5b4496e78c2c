//! The ways that the walks of a file go.

use chrono::NaiveDate;

use super::run::run;
use crate::diagnostic::Diagnostic;
use crate::engine::{At, Step, Walk};
use crate::tree::graph::Passed;
use crate::tree::{QuestionId, Target, Tree};
use crate::walk::file::WalkFile;
use crate::walk::sessions::earlier::pick;

/// The ways that all walks of a file go, each as far as its answers lead. `today` counts where the file says nothing.
///
/// # Errors
/// With what is wrong, if the file is no walk file.
pub fn routes(file: &WalkFile, tree: &Tree, today: NaiveDate) -> Result<Vec<Vec<Passed>>, Vec<Diagnostic>> {
    let walks = file.usable()?;
    let mut walk = Walk::new(tree, walks.today.unwrap_or(today));
    let route = |script| {
        run(&mut walk, script);
        ways(&walk)
    };
    Ok(walks.walks.iter().map(route).collect())
}

/// The ways that the walk `name` of a file goes, or its only walk, and where it fails as a test, why.
///
/// # Errors
/// If the file is no walk file, or has no such walk or several.
pub fn route(
    file: &WalkFile,
    name: Option<&str>,
    tree: &Tree,
    today: NaiveDate,
) -> Result<(Vec<Passed>, Option<String>), Vec<Diagnostic>> {
    let script = pick(file, name)?;
    let mut walk = Walk::new(tree, file.today().unwrap_or(today));
    let failure = run(&mut walk, script);
    Ok((ways(&walk), failure.map(|failure| failure.message)))
}

/// The ways that a walk has gone.
fn ways(walk: &Walk) -> Vec<Passed> {
    let mut stops: Vec<QuestionId> = Vec::new();
    for step in walk.steps() {
        if let Step::Asked(id) | Step::Skipped(id) = step {
            stops.push(*id);
        }
    }
    let here = match walk.at() {
        At::Question(id) => Some(*id),
        At::Stopped(fault) => Some(fault.question()),
        At::Outcome(..) => None,
    };
    stops.extend(here.filter(|id| stops.last() != Some(id)));
    let mut ways: Vec<Passed> = stops
        .iter()
        .zip(stops.iter().skip(1))
        .map(|(from, to)| Passed { from: *from, to: Target::Question(*to), won: None })
        .collect();
    if let (At::Outcome(id, ranked), Some(from)) = (walk.at(), stops.last().copied()) {
        let to = ranked.as_ref().map_or(Target::Outcome(*id), |ids| Target::BestOf(ids.clone()));
        ways.push(Passed { from, to: to.clone(), won: None });
        if ranked.is_some() {
            ways.push(Passed { from, to, won: Some(*id) });
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "
title: Ways
questions:
  a: {ask: A?, answers: {x: b, y: {goto: {best_of: [o, p]}, score: {p: 1}}}}
  b: {ask: B?, when: a == y, answers: [x, y]}
  c: {ask: C?, kind: number, next: o}
outcomes: {o: {title: O}, p: {title: P}}
";
    const WALKS: &str = "
tree: ways.yaml
walks:
  - {name: long, answers: {a: x, c: 1}, outcome: o}
  - {name: ranked, answers: {a: y}, outcome: p}
  - {name: short, answers: {a: x}}
";

    #[test]
    fn a_walk_passes_what_it_skips_and_the_ranking_that_ends_it() -> Result<(), Box<dyn std::error::Error>> {
        let tree = crate::load_str("ways.yaml", TREE)?;
        let file = WalkFile::read(crate::text::SourceFile::new("w.yaml", WALKS));
        let told = |ways: &[Passed]| {
            let one = |way: &Passed| {
                let won = way.won.map_or(String::new(), |id| format!(" {}", tree.outcome(id).id));
                format!("{}: {}{won}", tree.question(way.from).id, tree.write_target(&way.to))
            };
            ways.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let today = NaiveDate::default();
        let all = routes(&file, &tree, today).map_err(|_| "no walk file")?;
        let wanted = ["a: b, b: c, c: o", "a: {best_of: [o, p]}, a: {best_of: [o, p]} p", "a: b, b: c"];
        assert_eq!(all.iter().map(|ways| told(ways)).collect::<Vec<_>>(), wanted);
        let (ways, failure) = route(&file, Some("long"), &tree, today).map_err(|_| "no such walk")?;
        assert_eq!((told(&ways).as_str(), failure), (wanted[0], None));
        assert!(route(&file, None, &tree, today).is_err());
        Ok(())
    }
}
