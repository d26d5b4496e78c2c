//! Numbers at the edge of what is exact, dates at the edge of the calendar.

use super::running::{Place, play, tree};

const MOST: &str = "9999999999999999999999999999";
const LEAST: &str = "0.0000000000000000000000000001";

/// What expressions come to, shown by an outcome; `q` is a number.
fn shown(expressions: &[&str], answer: &str) -> Vec<String> {
    let holes =
        expressions.iter().map(|expression| format!("<{{{{ {expression} }}}}>")).collect::<Vec<_>>().join("\\n\\n");
    let text = tree("    kind: number\n    optional: true\n    next: done\n", "");
    let text = text.replace("title: Done", &format!("title: Done, text: \"{holes}\""));
    let ran = play(&text, &format!("{answer}\n")).ends(0);
    let lines = ran.out.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>'));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert_eq!(lines.len(), expressions.len(), "{}", ran.said());
    lines
}

#[test]
fn what_does_not_fit_28_digits_is_missing() {
    let many = [
        (format!("{MOST} * {MOST}"), "—"),
        (format!("{MOST} * -{MOST}"), "—"),
        (format!("-{MOST} - {MOST} * 10"), "—"),
        (format!("{MOST} / {LEAST}"), "—"),
        (format!("1 / {LEAST}"), "10000000000000000000000000000"),
        ("1 / 0".to_owned(), "—"),
        ("0 / 0".to_owned(), "—"),
        ("-1 / 0".to_owned(), "—"),
        ("1 / (0.1 + 0.2 - 0.3)".to_owned(), "—"),
        (format!("{LEAST} * {LEAST}"), "0"),
        (format!("abs(-{MOST})"), MOST),
        (format!("round({MOST}, 28)"), MOST),
        (format!("round({LEAST}, 27)"), "0"),
        (format!("floor(-{LEAST})"), "-1"),
        (format!("ceil(-{LEAST})"), "0"),
        (format!("round({MOST}, -27)"), "10000000000000000000000000000"),
        (format!("round({MOST}, {MOST})"), MOST),
        (format!("round({MOST}, -{MOST})"), "0"),
        (format!("fixed(1, {MOST})"), "1.0000000000000000000000000000"),
        (format!("fixed(1, -{MOST})"), "0"),
        (format!("grouped({MOST}, 2)"), "9,999,999,999,999,999,999,999,999,999.00"),
        ("0 * -1".to_owned(), "0"),
        ("-0".to_owned(), "0"),
        ("-0.0 == 0".to_owned(), "yes"),
        ("fixed(0 * -1, 2)".to_owned(), "0.00"),
        ("grouped(-0.001, 2)".to_owned(), "0.00"),
        ("min(0 * -1, 0)".to_owned(), "0"),
        ("0.1 + 0.2 == 0.3".to_owned(), "yes"),
        (format!("{MOST} + 1 - 1 == {MOST}"), "yes"),
        ("(1 / 3) * 3 == 1".to_owned(), "no"),
    ];
    let (expressions, wanted): (Vec<&str>, Vec<&str>) = many.iter().map(|(a, b)| (a.as_str(), *b)).unzip();
    let shown = shown(&expressions, "1");
    for ((expression, wanted), shown) in expressions.iter().zip(wanted).zip(shown) {
        assert_eq!(shown, wanted, "{expression}");
    }
}

#[test]
fn numbers_that_people_type_are_taken_or_refused() {
    for (answer, wanted) in [
        (MOST, MOST),
        (LEAST, LEAST),
        ("-0", "0"),
        ("-0.000", "0"),
        ("007", "7"),
        ("0000000000000000000000000000000000000000001", "1"),
        ("1.50", "1.5"),
    ] {
        assert_eq!(shown(&["q"], answer), [wanted], "{answer}");
    }
    let text = tree("    kind: number\n    next: done\n", "");
    let long = "9".repeat(60_000);
    let bad = [
        &long, "1e400", "-", ".", "1.", ".5", "+1", "0x10", "NaN", "inf", "-inf", "1_000", "１２", "٣", "1 2", "--1",
        "1.2.3",
    ];
    let ran = play(&text, &(bad.join("\n") + "\n1\n")).ends(0);
    assert_eq!(ran.out.matches("not a number").count(), bad.len(), "{}", ran.said());
}

#[test]
fn dates_end_where_the_calendar_ends() {
    let many = [
        ("add_days(9999-12-31, 1)", "—"),
        ("add_days(0001-01-01, -1)", "—"),
        ("add_days(0001-01-01, 3652058)", "9999-12-31"),
        ("add_days(9999-12-31, -3652058)", "0001-01-01"),
        ("add_days(today, 9999999999999999999999999999)", "—"),
        ("add_months(today, -9223372036854775808)", "—"),
        ("add_years(today, 9223372036854775807)", "—"),
        ("add_months(9999-12-31, 1)", "—"),
        ("add_years(0001-01-01, -1)", "—"),
        ("add_years(0001-01-01, 9998)", "9999-01-01"),
        ("add_years(2024-02-29, 1)", "2025-02-28"),
        ("add_years(2024-02-29, -124)", "1900-02-28"),
        ("days(0001-01-01, 9999-12-31)", "3652058"),
        ("years(9999-12-31, 0001-01-01)", "-9998"),
        ("months(0001-01-01, 9999-12-31)", "119987"),
        ("long(0001-01-01)", "1 January 0001"),
        ("long(9999-12-31)", "31 December 9999"),
        ("add_days(today, 1 / 0)", "—"),
        ("add_days(today, 1.9)", "2026-02-01"),
        ("add_days(today, -1.9)", "2026-01-30"),
        ("9999-12-31 > 0001-01-01", "yes"),
    ];
    let (expressions, wanted): (Vec<&str>, Vec<&str>) = many.iter().copied().unzip();
    for ((expression, wanted), shown) in expressions.iter().zip(wanted).zip(shown(&expressions, "1")) {
        assert_eq!(shown, wanted, "{expression}");
    }
}

#[test]
fn today_may_be_any_day() {
    let text = tree("    kind: date\n    max: today\n    min: add_years(today, -4)\n    next: done\n", "")
        .replace("Done", "\"{{ years(q, today) }} {{ add_years(today, 1) }} {{ add_years(today, 4) }}\"");
    let place = Place::new(&[("tree.yaml", &text)]);
    let play = |today: &str, answer: &str| {
        place.run_with(&["play", "tree.yaml", "--today", today], format!("{answer}\n").as_bytes())
    };
    play("2024-02-29", "2020-02-29").ends(0).says("4 2025-02-28 2028-02-29");
    play("2024-02-28", "2020-02-29").ends(0).says("3 2025-02-28 2028-02-28");
    play("9999-12-31", "9999-12-31").ends(0).says("0 — —");
    // There is no day four years before, so there is no first day.
    play("0001-01-01", "0001-01-01").ends(0).says("0 0002-01-01 0005-01-01");
    for bad in
        ["0000-12-31", "10000-01-01", "2023-02-29", "2024-2-29", "-001-01-01", "2024-02-30", "", "today", "\u{1b}[2J"]
    {
        assert_eq!(play(bad, "").code, Some(2), "{bad}");
    }
    let dates = [
        "0000-01-01",
        "2023-02-29",
        "20240229",
        "2024-02-29x",
        "99999-01-01",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
    ];
    let ran = play("2024-02-29", &(dates.join("\n") + "\n2024-02-29")).ends(0);
    assert_eq!(ran.out.matches("not a date").count(), dates.len(), "{}", ran.said());
}

#[test]
fn steps_may_be_as_fine_and_as_far_as_numbers_are() {
    let questions = format!(
        "  fine: {{ask: A?, kind: number, step: {LEAST}}}
  more: {{ask: B?, kind: number, step: 0.0000000000000000000000000003, min: 9999999999999999999999999, max: {MOST}}}
  coarse: {{ask: C?, kind: number, step: 1000000000000000000000000000}}
  odd: {{ask: D?, kind: number, step: 777777777777777777777777777.7, whole: true}}
  last:
    ask: E?
    kind: number
    whole: true
    next:
      - {{when: fine > 3 and more < 4, goto: a}}
      - {{when: fine * 2 + more > 3, goto: b}}
      - {{when: coarse > odd and odd > last, goto: b}}
      - {{when: \"round(fine, 3) == fine\", goto: b}}
      - goto: a
"
    );
    let text = format!("title: T\nquestions:\n{questions}outcomes: {{a: {{title: A}}, b: {{title: B}}}}\n");
    let whole = text
        .replace(&format!("step: {LEAST}"), "whole: true")
        .replace("step: 1000000000000000000000000000", "step: 0.7");
    let here = Place::new(&[("t.yaml", &text), ("w.yaml", &whole)]);
    for name in ["t.yaml", "w.yaml"] {
        let ran = here.run(&["check", name]);
        assert!(!ran.out.contains("stuck") && ran.out.contains("tried, not proved"), "{}", ran.said());
        let suggested = here.run(&["test", "--suggest", name]);
        assert!(!suggested.said().contains("this is a bug"), "{}", suggested.said());
    }
    for (old, new) in [("t.yaml", "w.yaml"), ("w.yaml", "t.yaml")] {
        let ran = here.run(&["diff", old, new]);
        assert!(!ran.said().contains("this is a bug") && !ran.said().contains("proved over"), "{}", ran.said());
    }
    // Far from 0, each number with as many places as there may be is a multiple, or is none.
    for (given, taken) in [(MOST, true), ("9999999999999999999999999998", false)] {
        let answers = ["--answer=fine=1".to_owned(), format!("--answer=more={given}")];
        let ran = here.run(&["play", "t.yaml", "--format=json", &answers[0], &answers[1]]);
        assert_eq!(ran.out.contains("\"id\": \"coarse\""), taken, "{}", ran.said());
    }
}
