//! On generated trees: boxes and labels stand apart from each other, and no way runs through a box. A browser looks at
//! the trees that people wrote; this goes by the numbers in the file.

use std::collections::HashMap;

use proptest::prelude::*;

const ALL: [onread::draw::SvgLook; 2] = [onread::draw::SvgLook::File, onread::draw::SvgLook::Inline];

/// A tree of some questions, whose answers lead anywhere: on, back, to itself, to a ranking, to an outcome.
fn tree(ways: &[Vec<(u8, u8)>]) -> String {
    let count = ways.len();
    let mut text = String::from("title: Generated\nquestions:\n");
    for (number, own) in ways.iter().enumerate() {
        text.push_str(&format!("  q{number}:\n    ask: {}\n    answers:\n", "words and ".repeat(number % 7 + 1)));
        for (answer, (kind, to)) in own.iter().enumerate() {
            let to = usize::from(*to);
            let target = match kind % 8 {
                0 => format!("q{}", to % count),
                1..=4 => format!("q{}", (number + 1 + to % 3) % count),
                5 => "{best_of: [o0, o1, o2]}".to_owned(),
                _ => format!("o{}", to % 4),
            };
            let label = "an answer ".repeat(to % 5 + 1);
            text.push_str(&format!("      a{answer}: {{label: {label}, goto: {target}}}\n"));
        }
    }
    text + "outcomes: {o0: {title: A}, o1: {title: An outcome with a long title}, o2: {title: C}, o3: {title: D}}\n"
}

#[derive(Debug, Clone, Copy)]
struct Rect([f64; 4]);

impl Rect {
    fn meets(self, other: Self) -> bool {
        let ([left, top, right, bottom], [l, t, r, b]) = (self.0, other.0);
        left < r - 0.2 && l < right - 0.2 && top < b - 0.2 && t < bottom - 0.2
    }

    fn holds(self, (x, y): (f64, f64)) -> bool {
        let [left, top, right, bottom] = self.0;
        x > left + 0.5 && x < right - 0.5 && y > top + 0.5 && y < bottom - 0.5
    }
}

/// The numbers in a path, as points; `H` is in the outline of rankings only.
fn numbers(path: &str) -> Vec<f64> {
    path.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).filter_map(|word| word.parse().ok()).collect()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let file = onread::text::SourceFile::new("t.yaml", text);
    let loaded = onread::load(&file).map_err(|error| TestCaseError::fail(format!("{error:?}\n{text}")))?;
    let picture = onread::draw::picture(&loaded.tree, &file, &onread::draw::Marks::default(), None, 1000)
        .map_err(|large| TestCaseError::fail(format!("{large:?}")))?;
    // The other forms take it, too.
    let _ = onread::draw::text(&picture, onread::draw::TextLook { color: true, width: 40 });
    let _ = onread::draw::dot(&picture);
    let _ = onread::draw::mermaid(&picture);
    for look in ALL {
        let svg = onread::draw::svg(&picture, look).unwrap().replace("<svg ", "<svg xmlns:any='any' ");
        let read = roxmltree::Document::parse(&svg).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut rects: Vec<(&str, Rect)> = Vec::new();
        let mut names = HashMap::new();
        for node in
            read.descendants().filter(|node| node.has_tag_name("rect") || node.attribute("class") == Some("box"))
        {
            let number = |name: &str| node.attribute(name).and_then(|text| text.parse::<f64>().ok());
            let name = node.parent_element().and_then(|group| group.attribute("aria-label")).unwrap_or("");
            let rect = match (number("x"), node.attribute("d")) {
                (Some(x), _) => {
                    let (y, width, height) =
                        (number("y").unwrap(), number("width").unwrap(), number("height").unwrap());
                    Rect([x, y, x + width, y + height])
                }
                (None, Some(path)) => {
                    let own = numbers(path);
                    // Left and middle, inner and top, outer, right and middle, outer and bottom.
                    Rect([own[0], own[3], own[5], own[8]])
                }
                _ => continue,
            };
            names.insert(name, rects.len());
            rects.push((name, rect));
        }
        prop_assert!(rects.len() > picture.parts.len());
        for (index, (name, rect)) in rects.iter().enumerate() {
            for (other_name, other) in &rects[index + 1..] {
                prop_assert!(!rect.meets(*other), "{name} and {other_name} stand on each other\n{text}");
            }
        }
        for way in read.descendants().filter(|node| node.attribute("class") == Some("way")) {
            let name = way.parent_element().and_then(|group| group.attribute("aria-label")).unwrap_or("");
            let (from, to) = name.trim_start_matches("From ").split('.').next().unwrap().split_once(" to ").unwrap();
            if from == to {
                continue;
            }
            let path = way.attribute("d").unwrap();
            let points = numbers(path);
            prop_assert!(points.iter().all(|number| number.is_finite()) && points.len() >= 4, "{path}");
            // The points where a way bends; between them it stays within their extent across.
            for point in points.chunks_exact(2) {
                for (other, rect) in rects.iter().filter(|(other, _)| *other != name) {
                    let inside = rect.holds((point[0], point[1]));
                    prop_assert!(!inside, "{name} runs through {other}: {path}\n{text}");
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::size::cases(40) as u32, ..ProptestConfig::default() })]
    #[test]
    fn boxes_and_labels_stand_apart(
        ways in prop::collection::vec(prop::collection::vec((any::<u8>(), any::<u8>()), 1..5), 1..14),
    ) {
        check(&tree(&ways))?;
    }
}

#[test]
fn circles_and_ways_to_oneself_are_drawn() -> Result<(), TestCaseError> {
    check("title: T\nquestions:\n  a: {ask: A?, answers: {x: a, y: a, z: o}}\noutcomes: {o: {title: O}}\n")?;
    check(
        "title: T\nquestions:\n  a: {ask: A?, answers: {x: b, y: o}}\n  b: {ask: B?, answers: {x: a, y: c}}\n  c: {ask: C?, \
         answers: {x: a, y: b, z: c}}\noutcomes: {o: {title: O}}\n",
    )
}
