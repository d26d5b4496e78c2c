//! Any bytes as a walk file of a tree with every kind of question: checked, run, and gone on with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onread::text::SourceFile;
use onread::walk;

fuzz_target!(|bytes: &[u8]| {
    let tree = onread_fuzz::every_kind();
    let file = SourceFile::new("w.walks.yaml", String::from_utf8_lossy(bytes));
    let _ = walk::kind_of(&file);
    onread_fuzz::judge(&file, &walk::check_file(&file, &mut |_| Ok(tree)));
    let report = walk::run_file(&file, onread_fuzz::today(), &mut |_| Ok(tree), &|_| true, false);
    onread_fuzz::judge(&file, &report.diagnostics);
    for one in &report.walks {
        let failure = one.failure.as_ref().map(|failure| failure.span);
        for span in failure.into_iter().chain([one.span]) {
            assert!(file.text().get(span.range()).is_some(), "a place outside the file: {one:?}");
        }
    }
    if let Err(found) = walk::session(&file, None, tree) {
        onread_fuzz::judge(&file, &found);
    }
});
