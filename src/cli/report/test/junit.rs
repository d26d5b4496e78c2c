//! The report of `onread test` for build servers: JUnit XML, one suite a walk file.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::tested::Tested;
use super::text::seen;
use crate::text::visible;

/// A text that XML can hold, whatever the tree says: not every character can stand in a file of it, not even escaped.
fn xml(text: &str) -> String {
    visible(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}

/// The XML of a whole run.
///
/// # Errors
/// If the XML cannot be written, which would be a bug.
pub(crate) fn report(tested: &[Tested]) -> Result<String, String> {
    let mut report = Report::new("onread");
    for one in tested {
        let mut suite = TestSuite::new(xml(one.file.name()));
        if one.is_broken() {
            let message = one.report.diagnostics.first().map_or("the file cannot be run", |first| &first.message);
            suite.add_test_case(case("the file itself", Some((message, String::new()))));
        }
        for walk in &one.report.walks {
            let line = one.file.place(walk.span.start).line;
            let name = walk.name.clone().unwrap_or_else(|| format!("walk in line {line}"));
            let failure = walk.failure.as_ref().map(|trouble| {
                let mut details = format!("{}:{line}\n", one.file.name());
                if let (Some(expected), Some(reached)) = (&trouble.expected, &trouble.reached) {
                    details.push_str(&format!("expected  {expected}\nreached   {reached}\n"));
                }
                for seen in trouble.labels.iter().filter_map(|label| seen(label, &one.files)) {
                    details.push_str(&format!("see       {seen}\n"));
                }
                for (question, answer) in &trouble.so_far {
                    details.push_str(&format!("{question}: {answer}\n"));
                }
                (trouble.message.as_str(), details)
            });
            suite.add_test_case(case(&name, failure));
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| format!("this is a bug in onread, please report it: {error}"))
}

fn case(name: &str, failure: Option<(&str, String)>) -> TestCase {
    let status = match failure {
        None => TestCaseStatus::success(),
        Some((message, details)) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(xml(message)).set_description(xml(&details));
            status
        }
    };
    TestCase::new(xml(name), status)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;
    use crate::text::{SourceFile, Sources, Span};
    use crate::walk::{Report, Trouble, WalkReport};

    /// What a file name, a walk and a failure may be called.
    fn tested(words: &str) -> Tested {
        let trouble = Trouble {
            span: Span::NOWHERE,
            message: words.to_owned(),
            expected: Some(words.to_owned()),
            reached: Some(words.to_owned()),
            help: None,
            labels: Vec::new(),
            so_far: vec![(words.to_owned(), words.to_owned())],
        };
        let walk = |failure| WalkReport { name: Some(words.to_owned()), span: Span::NOWHERE, failure };
        let walks = vec![walk(None), walk(Some(Box::new(trouble)))];
        Tested {
            file: SourceFile::new(words, "").into(),
            files: Sources::new(SourceFile::new(words, "")),
            tree: None,
            again: None,
            report: Report { diagnostics: Vec::new(), walks, coverage: None },
        }
    }

    fn names(words: &str) -> Vec<String> {
        let report = report(&[tested(words)]).unwrap_or_default();
        let parsed = roxmltree::Document::parse(&report);
        assert!(parsed.is_ok(), "{:?}\n{report}", parsed.err());
        let cases = parsed.iter().flat_map(|xml| xml.descendants()).filter(|node| node.has_tag_name("testcase"));
        cases.filter_map(|case| case.attribute("name").map(str::to_owned)).collect()
    }

    proptest! {
        #[test]
        fn it_is_xml_whatever_the_tree_says(words in any::<String>(), odd in "[\u{0}-\u{ff}\u{fff0}-\u{ffff}\u{1b}\\]<>&'\"]{0,20}") {
            names(&words);
            names(&odd);
        }
    }

    #[test]
    fn words_stay_what_they_are() {
        for (words, shown) in [
            ("a <b> & 'c' \"d\" ]]> é 🦀", "a <b> & 'c' \"d\" ]]> é 🦀"),
            ("a\u{fffe}b\u{ffff}", "a\\u{fffe}b\\u{ffff}"),
            ("a\u{1b}[31mb\u{0}\u{85}", "a\\u{1b}[31mb\\u{0}\\u{85}"),
        ] {
            assert_eq!(names(words), ["the file itself", shown, shown], "{words:?}");
        }
    }
}
