//! The figures in docs/speed.md are all there, and within what is wanted. Nothing is measured here.

/// How the rows of the first table start.
const ROWS: [&str; 12] = [
    "loading a tree of 100,000 questions",
    "memory for that",
    "time for each question",
    "`check` on it, with the proof",
    "time to prove each question of it",
    "random walks through 1,000 questions",
    "`onread test` on 100,000 walks",
    "all 4^40 walks of a quiz",
    "memory for that",
    "the same walks again",
    "start to the first prompt",
    "the program's file",
];

/// The sizes in the second table.
const SIZES: [&str; 5] = ["10", "100", "1,000", "10,000", "100,000"];

/// The cells of both tables, without their heads.
fn tables() -> Vec<Vec<Vec<String>>> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/speed.md")).unwrap();
    let figures = page.split_once("<!-- figures -->\n").unwrap().1.split_once("<!-- /figures -->").unwrap().0;
    let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    figures.trim().split("\n\n").map(|table| table.lines().skip(2).map(cells).collect()).collect()
}

#[test]
fn every_ratio_is_within_what_is_wanted() {
    let tables = tables();
    let rows = &tables[0];
    assert_eq!(rows.len(), ROWS.len());
    for (row, what) in rows.iter().zip(ROWS) {
        let [name, _, _, ratio, wanted] = &row[..] else { panic!("{row:?}") };
        assert!(name.starts_with(what), "{name}");
        let ratio: f64 = ratio.parse().unwrap();
        let within = match wanted.rsplit_once(' ').unwrap() {
            ("at most", most) => ratio <= most.parse().unwrap(),
            ("at least", least) => ratio >= least.parse().unwrap(),
            _ => panic!("{wanted}"),
        };
        assert!(within, "{name}: {ratio} is not {wanted}");
    }
}

#[test]
fn loading_is_timed_at_every_size() {
    let sizes: Vec<String> = tables()[1].iter().map(|row| row[0].clone()).collect();
    assert_eq!(sizes, SIZES);
}

#[test]
fn the_readme_shows_families_as_they_were_measured() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let shown: Vec<&str> = readme.lines().skip_while(|line| !line.starts_with("| family, and its size")).collect();
    let shown: Vec<&str> = shown.into_iter().take_while(|line| line.starts_with('|')).skip(2).collect();
    assert!(shown.len() > 3, "{shown:?}");
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/speed.md")).unwrap();
    for row in shown {
        assert!(page.lines().any(|line| line == row), "docs/speed.md has no {row}");
    }
}
