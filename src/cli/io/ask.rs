//! A question with an answer of one letter, in a terminal: for commands that ask before they write.

use std::io::{self, IsTerminal, Write};

/// Whether somebody can be asked who sees what it is about.
pub(crate) fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
}

/// Asks until one of these words, or how it begins, is typed; its position. None at the end of the input.
pub(crate) fn one_of(question: &str, words: &[&str]) -> Option<usize> {
    loop {
        {
            let mut screen = io::stderr().lock();
            let _ = write!(screen, "{question} ({}): ", words.join(", "));
            let _ = screen.flush();
        }
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) => {
                let _ = writeln!(io::stderr().lock());
                return None;
            }
            Ok(_) => {}
            // What is no text is no answer.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
            Err(_) => return None,
        }
        let typed = line.trim().to_lowercase();
        if let Some(at) = words.iter().position(|word| !typed.is_empty() && word.starts_with(&typed)) {
            return Some(at);
        }
    }
}
