//! `--watch`: what it does not go with is refused with a sentence.

use super::{MEETING, folder, onread_in};

#[test]
fn what_makes_no_sense_together_is_refused() {
    let here = folder(&[("tree.yaml", MEETING)]);
    for (arguments, said) in [
        (&["play", "reply-all", "--watch"][..], "`reply-all` is built in, so there is no file to `--watch`"),
        (&["--watch"], "is built in, so there is no file to `--watch`"),
        (&["play", "tree.yaml", "--watch", "--format", "json"], "asks nothing and ends at once"),
        (&["play", "tre.yaml", "--watch"], "did you mean `tree.yaml`?"),
        (&["check", "--watch", "--format", "json"], "`--watch` is for people"),
        (&["check", "--watch", "--format", "sarif"], "`--watch` is for people"),
        (&["check", "--watch", "--fix"], "cannot be used with"),
        (&["test", "--watch", "--format", "junit"], "`--watch` is for people"),
        (&["test", "--watch", "--suggest"], "cannot be used with"),
        (&["test", "--watch", "--mutants"], "cannot be used with"),
        (&["test", "--watch", "--against", "old.yaml"], "cannot be used with"),
    ] {
        let ran = onread_in(here.path(), arguments, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}
