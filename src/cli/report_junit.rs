//! The report of `onread test` for build servers: JUnit XML, one suite a walk file.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::test::Tested;
use crate::text::visible;

/// The XML of a whole run.
///
/// # Errors
/// If the XML cannot be written, which would be a bug.
pub(super) fn report(tested: &[Tested]) -> Result<String, String> {
    let mut report = Report::new("onread");
    for one in tested {
        let mut suite = TestSuite::new(visible(one.file.name()).into_owned());
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
            status.set_message(visible(message).into_owned()).set_description(visible(&details).into_owned());
            status
        }
    };
    TestCase::new(visible(name).into_owned(), status)
}
