//! `-o`: what is written, over what, and over what not.

use std::fs;

use super::{draw_in, drawn, folder, small};

fn here() -> tempfile::TempDir {
    let text = |name: &str| fs::read_to_string(small().join(name)).unwrap();
    folder(&[("lunch.yaml", &text("lunch.yaml")), ("lunch.walks.yaml", &text("lunch.walks.yaml"))])
}

#[test]
fn the_ending_says_how_to_draw() {
    let here = here();
    for (file, form) in [
        ("a.svg", "svg"),
        ("a.SVG", "svg"),
        ("a.dot", "dot"),
        ("a.gv", "dot"),
        ("a.mmd", "mermaid"),
        ("a.mermaid", "mermaid"),
        ("a.txt", "text"),
    ] {
        assert_eq!(drawn(here.path(), &["lunch.yaml", "-o", file]), "");
        let wanted = drawn(here.path(), &["lunch.yaml", "--as", form]);
        assert_eq!(fs::read_to_string(here.path().join(file)).unwrap(), wanted);
    }
    assert_eq!(drawn(here.path(), &["lunch.yaml", "-o", "a", "--as=dot", "--color=always"]), "");
    assert!(fs::read_to_string(here.path().join("a")).unwrap().starts_with("digraph"));
    assert!(drawn(here.path(), &["lunch.yaml", "--output", "-", "--as=svg"]).starts_with("<svg"));
    let ran = draw_in(here.path(), &["lunch.yaml", "-o", "a.png"]);
    let wanted =
        "error: the name `a.png` does not say how to draw; let it end with .svg, .mmd, .dot or .txt, or use --as\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, wanted));
}

#[test]
fn what_was_drawn_before_is_drawn_anew_and_nothing_is_left_beside_it() {
    let here = here();
    let file = here.path().join("a.svg");
    fs::write(&file, "something older").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o604)).unwrap();
        std::os::unix::fs::symlink("a.svg", here.path().join("link.svg")).unwrap();
        drawn(here.path(), &["lunch.yaml", "-o", "link.svg"]);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o604);
        assert!(fs::symlink_metadata(here.path().join("link.svg")).unwrap().is_symlink());
        fs::remove_file(here.path().join("link.svg")).unwrap();
    }
    drawn(here.path(), &["lunch.yaml", "-o", "a.svg"]);
    assert!(fs::read_to_string(&file).unwrap().starts_with("<svg"));
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 3);
}

#[test]
fn trees_and_walk_files_are_not_drawn_over() {
    let here = here();
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    let before = [read("lunch.yaml"), read("lunch.walks.yaml")];
    for name in ["lunch.yaml", "./lunch.yaml", "lunch.walks.yaml"] {
        let ran = draw_in(here.path(), &["lunch.yaml", "--as=svg", "-o", name]);
        let wanted = format!("error: `{name}` holds a tree or walks, so it is not written over; choose another name\n");
        assert_eq!((ran.code, ran.err), (2, wanted));
    }
    assert_eq!([read("lunch.yaml"), read("lunch.walks.yaml")], before);
    // Another name of the same file, or of one that is given.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("lunch.yaml", here.path().join("a.svg")).unwrap();
        assert_eq!(draw_in(here.path(), &["lunch.yaml", "-o", "a.svg"]).code, 2);
        assert_eq!(read("lunch.yaml"), before[0]);
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    let here = here();
    fs::create_dir(here.path().join("folder.svg")).unwrap();
    for (name, reason) in [
        ("folder.svg", "it is not a regular file"),
        ("none/a.svg", "there is no such folder"),
        ("lunch.yaml/a.svg", "Not a directory (os error 20)"),
    ] {
        let ran = draw_in(here.path(), &["lunch.yaml", "-o", name]);
        assert_eq!((ran.code, ran.err), (2, format!("error: cannot write `{name}`: {reason}\n")));
    }
    // Nothing is written where drawing fails.
    let ran = draw_in(here.path(), &["lunch.yaml", "-o", "b.svg", "--around=nobody"]);
    assert!(ran.code == 2 && !here.path().join("b.svg").exists());
}
