//! Any bytes as a walk file of a tree with every kind of question: checked, run, and gone on with.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use onread::text::SourceFile;
use onread::walk::{self, WalkFile};

fuzz_target!(|bytes: &[u8]| {
    let tree = onread_fuzz::every_kind();
    let file = Arc::new(SourceFile::new("w.walks.yaml", String::from_utf8_lossy(bytes)));
    // Under a name that says nothing, it is whatever its keys say.
    drop(onread::read(&Arc::new(file.called("w.yaml")), None));
    let walks = WalkFile::read(Arc::clone(&file));
    onread_fuzz::judge(&file, &walk::check_file(&walks, Ok(tree)));
    let report = walk::run_file(&walks, Ok(tree), onread_fuzz::today(), &|_| true, false);
    onread_fuzz::judge(&file, &report.diagnostics);
    for one in &report.walks {
        let failure = one.failure.as_ref().map(|failure| failure.span);
        for span in failure.into_iter().chain([one.span]) {
            assert!(file.text().get(span.range()).is_some(), "a place outside the file: {one:?}");
        }
    }
    let all = walk::acceptable(&walks, tree, onread_fuzz::today(), &|_| true);
    let open: Vec<_> = all.iter().filter(|one| one.left.is_none()).collect();
    let text = walk::accepted(&walks, tree, onread_fuzz::today(), &open);
    assert!(open.is_empty() || text.is_some(), "what can be accepted can be written: {open:?}");
    if let Err(found) = walk::earlier(&walks, None, tree) {
        onread_fuzz::judge(&file, &found);
    }
});
