//! Any bytes as a tree file: read, or refused with findings that lie in the file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The program refuses what is no UTF-8 before it reads; here it is mended, so that no input is lost.
    let text = String::from_utf8_lossy(bytes);
    let tree = onread_fuzz::read(&text);
    // What can be read can be walked.
    if let Some(tree) = tree {
        let walk = onread::engine::Walk::new(&tree, onread_fuzz::today());
        drop((walk.prompt(), walk.ending()));
    }
});
