//! Every `--help` has an example and fits a screen.

use super::commands::commands;
use super::terminal::Terminal;

#[test]
fn every_help_fits_a_screen_and_has_an_example() {
    let here = tempfile::tempdir().unwrap();
    for command in commands() {
        let command = command.as_str();
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        // Higher than it may be, so that all of it can be read.
        let mut terminal = Terminal::start(here.path(), &arguments, (80, 60));
        terminal.end();
        let text = terminal.screen().trim_end().to_owned();
        assert!(text.lines().count() < 24, "{command}: {} lines\n{text}", text.lines().count());
        assert!(text.contains("Example"), "{command}\n{text}");
    }
}
