//! Trees made from a recipe: whatever the letters, what they make is a tree that can be loaded.

use std::fmt::Write;

/// A recipe is read letter by letter; one that has run out says 0 to everything.
struct Recipe<'a>(std::slice::Iter<'a, u8>);

impl Recipe<'_> {
    fn pick(&mut self, of: usize) -> usize {
        self.0.next().map_or(0, |letter| usize::from(*letter) % of.max(1))
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.pick(of.len())]
    }
}

const KINDS: [&str; 5] = ["choice", "many", "number", "date", "text"];

/// The text of a tree, made from a recipe.
#[must_use]
pub fn tree_text(recipe: &[u8]) -> String {
    let count = (recipe.len() / 12).clamp(1, 12);
    let mut recipe = Recipe(recipe.iter());
    let kinds: Vec<&str> = (0..count).map(|_| recipe.one(&KINDS)).collect();
    let mut out = String::from("title: Made\nquestions:\n");
    // Both scores are added to somewhere, whatever follows.
    out.push_str("  s: {ask: S?, answers: {a: {score: {a: 1}}, b: {score: {b: -0.5}}}}\n");
    for at in 0..count {
        question(&mut out, &kinds, at, &mut recipe);
    }
    let _ = writeln!(out, "values:\n  v: \"{}\"", condition(&kinds, &mut recipe, 2));
    out.push_str("  w: default(score.a, 1) / (score.b - 1)\noutcomes:\n");
    let hole = recipe.pick(count);
    let _ = writeln!(out, "  a: {{title: 'A {{{{ q{hole} }}}}', text: '{{{{ v }}}} {{{{ grouped(w, 2) }}}}'}}");
    let when = condition(&kinds, &mut recipe, 1);
    let _ = writeln!(out, "  b: {{title: B, notes: [{{when: \"{when}\", text: '{{{{ q{hole} }}}}'}}]}}");
    out
}

fn question(out: &mut String, kinds: &[&str], at: usize, recipe: &mut Recipe) {
    let kind = kinds[at];
    let hole = recipe.pick(kinds.len());
    let _ = writeln!(out, "  q{at}:\n    ask: 'Q{at} {{{{ q{hole} }}}}?'\n    kind: {kind}");
    let mut leads = false;
    match kind {
        "choice" => {
            leads = recipe.pick(2) == 1;
            out.push_str("    answers:\n");
            for id in ["x", "y", "z-1"] {
                let _ =
                    write!(out, "      {id}: {{score: {{{}: {}}}", recipe.one(&["a", "b"]), recipe.one(&["1", "-0.5"]));
                if recipe.pick(3) == 1 {
                    let _ = write!(out, ", when: \"{}\"", condition(kinds, recipe, 1));
                }
                if leads {
                    let _ = write!(out, ", goto: {}", target(kinds.len(), recipe));
                }
                out.push_str("}\n");
            }
        }
        "many" => {
            out.push_str("    answers: {x: {score: {a: 1}}, y: {score: {b: 2}}, none: {alone: true}}\n");
            let _ = writeln!(
                out,
                "    max: {}",
                recipe.one(&["1", "2", "count(q0) + 1", "3"]).replace("q0", &format!("q{at}"))
            );
        }
        "number" => {
            let _ = writeln!(
                out,
                "    min: {}",
                recipe.one(&["-1", "0.5", "score.a + 1", "1 / score.b", "-9999999999999999999999999999"])
            );
        }
        "date" => {
            let _ = writeln!(out, "    max: {}", recipe.one(&["today", "9999-12-31", "'add_days(today, score.a)'"]));
        }
        _ => {
            let _ = writeln!(out, "    pattern: {}", recipe.one(&["'.*'", "'[a-z]+'", "'(x+x+)+y'", "'\\d{1,3}'"]));
        }
    }
    if recipe.pick(3) == 1 && matches!(kind, "number" | "date" | "text") {
        out.push_str("    optional: true\n");
    }
    if recipe.pick(3) == 1 && !leads {
        let _ = writeln!(out, "    when: \"{}\"", condition(kinds, recipe, 1));
    }
    if recipe.pick(4) == 1 {
        let _ =
            writeln!(out, "    reject: [{{when: \"{}\", because: '{{{{ q{at} }}}}'}}]", condition(kinds, recipe, 1));
    }
    if recipe.pick(4) == 1 {
        let (note, when) = (condition(kinds, recipe, 1), condition(kinds, recipe, 1));
        let text = format!("'*{{{{ q{at} }}}}* {{{{ q{hole} }}}}'");
        let _ = writeln!(out, "    notes: [{{when: \"{note}\", title: {text}, text: {text}}}]");
        let _ = writeln!(out, "    feedback: [{{when: \"{when}\", text: {text}}}, {{text: {text}}}]");
    }
    if !leads && (at + 1 == kinds.len() || recipe.pick(2) == 1) {
        let (when, goto) = (condition(kinds, recipe, 2), target(kinds.len(), recipe));
        let _ =
            writeln!(out, "    next: [{{when: \"{when}\", goto: {goto}}}, {{goto: {}}}]", target(kinds.len(), recipe));
    }
}

fn target(count: usize, recipe: &mut Recipe) -> String {
    match recipe.pick(count + 3).checked_sub(3) {
        Some(question) => format!("q{question}"),
        None => recipe.one(&["a", "b", "{best_of: [b, a]}"]).to_owned(),
    }
}

/// A condition that may stand in double quotes.
fn condition(kinds: &[&str], recipe: &mut Recipe, depth: usize) -> String {
    if depth > 0 {
        let mut inner = || condition(kinds, recipe, depth - 1);
        let (one, other) = (inner(), inner());
        return match recipe.pick(4) {
            0 => one,
            1 => format!("({one}) and ({other})"),
            2 => format!("{one} or {other}"),
            _ => format!("not ({one})"),
        };
    }
    let question = recipe.pick(kinds.len());
    let test = match kinds[question] {
        "choice" => recipe.one(&["Q == x", "Q in [x, z-1]", "Q != y", "answered(Q)", "default(Q, y) == y"]),
        "many" => recipe.one(&["count(Q) > 1", "any(Q, x, none)", "only(Q, x)", "y in Q", "Q / 2 > 1"]),
        "number" => {
            recipe.one(&["Q * Q > 2", "Q / Q == 1", "round(Q, 2) == Q", "min(Q, 3) < score.a", "abs(Q) - 0.1 < 1"])
        }
        "date" => recipe.one(&[
            "years(Q, today) > 3",
            "add_months(Q, score.a) < today",
            "days(Q, today) == 0",
            "Q > 2024-02-29",
        ]),
        _ => recipe.one(&["matches(Q, '[a-z]*')", "Q == 'x'", "Q in ['x', 'y']", "Q != Q"]),
    };
    // A set is no number: it is counted.
    let name = format!("q{question}");
    test.replace("Q / 2", "count(Q) / 2").replace('Q', &name)
}
