//! Running walk files one after the other, and what is told of them all in the end.

use std::io;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value;

use super::arguments::Arguments;
use crate::cli::Exit;
use crate::cli::io::colour;
use crate::cli::io::read::files;
use crate::cli::io::read::inputs::{Input, Inputs, Named, Wanted, shown, tree_of, tree_path, walks_first};
use crate::cli::io::read::passed_over::PassedOver;
use crate::cli::io::write::put;
use crate::cli::report::test::coverage_page::page;
use crate::cli::report::test::tested::{Covered, Format, Tested};
use crate::cli::report::test::{json, text};
use crate::walk::{self, NoTree, WalkFile};

/// What came of the walk files so far.
pub(crate) struct Run<'a> {
    arguments: &'a Arguments,
    today: NaiveDate,
    lines: text::Lines,
    records: json::Records,
    covered: Vec<Covered>,
    files: usize,
    passed: usize,
    pub(crate) failed: usize,
}

impl<'a> Run<'a> {
    pub(crate) fn new(arguments: &'a Arguments, today: NaiveDate, color: colour::When) -> Self {
        let lines = text::Lines::new(arguments.format == Format::Text && color.decide(&io::stdout()));
        let records = json::Records::default();
        Self { arguments, today, lines, records, covered: Vec::new(), files: 0, passed: 0, failed: 0 }
    }

    /// Runs one file after the other: each is read, run, handed on with its tree, and let go.
    ///
    /// # Errors
    /// If one cannot be read.
    pub(crate) fn all(
        &mut self,
        inputs: &mut Inputs,
        mut each: impl FnMut(WalkFile, Result<Named, NoTree>, Tested),
    ) -> Result<(), String> {
        for found in walks_first(files::search(&self.arguments.paths)?) {
            let Some(Input::Walks(file)) = inputs.only(&found, Wanted::Walks)? else { continue };
            let named = inputs.tree_of(&file);
            let Some(one) = self.file(&file, &named) else { continue };
            let fails = one.failed() > 0;
            each(file, named, one);
            if fails && self.arguments.fail_fast {
                break;
            }
        }
        Ok(())
    }

    /// Runs a file; none if the filter left nothing of it, which is not worth a line.
    pub(crate) fn file(&mut self, file: &WalkFile, named: &Result<Named, NoTree>) -> Option<Tested> {
        let arguments = self.arguments;
        let wanted = arguments.wanted(file.source().name());
        let report = walk::run_file(file, tree_of(named), self.today, &wanted, arguments.fail_fast);
        let tree = tree_path(file);
        if let (true, Some(path), Ok(named), Some(coverage)) =
            (arguments.counts(), &tree, named, report.coverage.as_ref())
        {
            match self.covered.iter_mut().find(|other| other.path == *path) {
                Some(other) => other.coverage.merge(coverage),
                None => {
                    let Named { file, tree } = named.clone();
                    self.covered.push(Covered { path: path.clone(), file, tree, coverage: coverage.clone() });
                }
            }
        }
        let files = shown(file.source(), named, report.labels());
        let one = Tested { file: Arc::clone(file.source()), files, tree, again: None, report };
        (self.passed, self.failed) = (self.passed + one.passed(), self.failed + one.failed());
        if arguments.filter.is_some() && one.failed() == 0 && one.report.walks.is_empty() {
            return None;
        }
        self.files += 1;
        match arguments.format {
            Format::Text => self.lines.add(&one),
            Format::Json => self.records.add(&one),
            Format::Junit => {}
        }
        Some(one)
    }

    /// Why nothing was tested, which must not look like success; none if something was.
    pub(crate) fn nothing(&self) -> Option<String> {
        (self.passed == 0 && self.failed == 0).then(|| self.arguments.nothing_found(self.files == 0))
    }

    /// What was touched, if that is asked for, and how many walks passed and failed.
    pub(crate) fn account(&self) -> (String, String) {
        let covered = self.arguments.coverage.map(|least| (&*self.covered, least));
        (text::coverages(covered), self.lines.closing())
    }

    /// All of it as text, with coverage if asked for.
    pub(crate) fn text(&mut self) -> String {
        self.lines.end(self.arguments.coverage.map(|least| (&*self.covered, least)))
    }

    /// All of it as a record, with coverage if asked for.
    pub(crate) fn record(&mut self, passed_over: &PassedOver) -> Value {
        self.records.end(self.arguments.coverage.map(|_| &*self.covered), passed_over)
    }

    /// Writes the page of coverage, if one is asked for.
    pub(crate) fn write_page(&self) -> Result<(), String> {
        let Some(path) = &self.arguments.coverage_html else { return Ok(()) };
        put::put(path, &page(&self.covered, self.passed, self.failed))
    }

    /// What it comes to, where something was tested.
    pub(crate) fn exit(&self) -> Exit {
        let totals = self.covered.iter().map(|covered| covered.coverage.total());
        let (touched, all) = totals.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        // Exact: 99.9 % are not 100.
        let too_low = self.arguments.coverage.is_some_and(|least| touched * 100 < all * usize::from(least));
        if self.failed > 0 || too_low { Exit::Findings } else { Exit::Fine }
    }
}
