//! The report of `onread test` for programs.

use serde_json::{Value, json};

use super::tested::{Covered, Tested};
use crate::cli::io::read::passed_over::PassedOver;
use crate::diagnostic::{labels_to_json, to_json};
use crate::tree::Touch;

/// What is said of walk files, one after the other.
#[derive(Default)]
pub(crate) struct Records {
    passed: usize,
    failed: usize,
    walks: Vec<Value>,
}

impl Records {
    pub(crate) fn add(&mut self, one: &Tested) {
        (self.passed, self.failed) = (self.passed + one.passed(), self.failed + one.failed());
        let walks = &mut self.walks;
        let tree = one.tree.as_ref().map(|path| path.display().to_string());
        if one.is_broken() {
            let first = one.report.diagnostics.first();
            walks.push(json!({
                "file": one.file.name(),
                "line": first.map_or(1, |first| one.file.place(first.span.start).line),
                "name": null,
                "tree": tree,
                "result": "failed",
                "message": first.map_or("the file cannot be run", |first| &first.message),
                "diagnostics": one.report.diagnostics.iter().map(|d| to_json(d, &one.files)).collect::<Vec<_>>(),
            }));
        }
        for walk in &one.report.walks {
            let mut record = json!({
                "file": one.file.name(),
                "line": one.file.place(walk.span.start).line,
                "name": walk.name,
                "tree": tree,
                "result": if walk.failure.is_some() { "failed" } else { "passed" },
                "message": walk.failure.as_ref().map(|trouble| &trouble.message),
            });
            if let (Some(trouble), Some(record)) = (&walk.failure, record.as_object_mut()) {
                let place = one.file.place(trouble.span.start);
                let asked: Vec<Value> =
                    trouble.so_far.iter().map(|(id, answer)| json!({"id": id, "answer": answer})).collect();
                record.insert("expected".into(), json!(trouble.expected));
                record.insert("reached".into(), json!(trouble.reached));
                record.insert("help".into(), json!(trouble.help));
                record.insert("at".into(), json!({"line": place.line, "column": place.column}));
                record.insert("asked".into(), json!(asked));
                record.insert("labels".into(), json!(labels_to_json(&trouble.labels, &one.files)));
            }
            walks.push(record);
        }
    }

    /// `{"passed", "failed", "walks": […], "passed_over": […]}`, with `"coverage"` if asked for.
    pub(crate) fn end(&mut self, covered: Option<&[Covered]>, passed_over: &PassedOver) -> Value {
        let passed_over = passed_over.record();
        let mut report = json!({
            "passed": self.passed,
            "failed": self.failed,
            "walks": std::mem::take(&mut self.walks),
            "passed_over": passed_over,
        });
        if let (Some(list), Some(report)) = (covered, report.as_object_mut()) {
            report.insert("coverage".into(), list.iter().map(coverage).collect());
        }
        report
    }
}

fn coverage(covered: &Covered) -> Value {
    let (touched, all) = covered.coverage.total();
    let mut record = json!({"tree": covered.path.display().to_string(), "touched": touched, "total": all});
    if let Some(record) = record.as_object_mut() {
        let key = |name: &str| name.replace(' ', "_");
        for touch in Touch::ALL {
            let (touched, all) = covered.coverage.count(touch);
            record.insert(key(touch.names()[1]), json!({"touched": touched, "total": all}));
        }
        let untouched = covered.coverage.untouched(&covered.tree);
        let items = untouched.iter().map(|item| json!({"part": key(item.touch.names()[0]), "at": item.path}));
        record.insert("untouched".into(), items.collect());
    }
    record
}
