//! Diagnostics as annotations for GitHub Actions: one workflow command a line.

use std::path::MAIN_SEPARATOR;

use super::{Diagnostic, Severity};
use crate::text::{Sources, visible};

/// The workflow command that puts a diagnostic beside its line, without a line feed at the end.
#[must_use]
pub fn to_github(diagnostic: &Diagnostic, files: &Sources) -> String {
    let file = files.about(diagnostic.span);
    let (start, end) = (file.place(diagnostic.span.start), file.place(diagnostic.span.end));
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    if let Some(witness) = &diagnostic.witness {
        message.push_str("\nwalk: ");
        message.push_str(&witness.line());
    }
    // GitHub's word for a note.
    let command = if diagnostic.severity == Severity::Note { "notice" } else { diagnostic.severity.word() };
    // A column that ends on another line would be read as one on the first.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{} file={},line={},endLine={}{columns},title={}::{}",
        command,
        property(&with_slashes(&visible(file.name()), MAIN_SEPARATOR)),
        start.line,
        end.line,
        diagnostic.code.name(),
        data(&visible(&message)),
    )
}

/// A path with `/` between folders, as GitHub looks for it on every system: where another sign stands there, that.
fn with_slashes(path: &str, separator: char) -> String {
    path.replace(separator, "/")
}

/// A message, with what would end the command written out.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property, which ends at a colon or comma, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::text::{SourceFile, Span};

    #[test]
    fn paths_have_slashes_on_every_system() {
        assert_eq!(with_slashes(r"trees\tea.yaml", '\\'), "trees/tea.yaml");
        // Elsewhere it is a part of a name.
        assert_eq!(with_slashes(r"trees/a\b.yaml", '/'), r"trees/a\b.yaml");
    }

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        let file = SourceFile::new("a,b:c%.yaml", "title: x\n");
        let diagnostic = Diagnostic::new(Code::BadId, Span::new(7, 8), "100 %\r\n::error::x").help("so");
        assert_eq!(
            to_github(&diagnostic, &Sources::new(file)),
            "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=8,endColumn=9,title=bad-id::\
             100 %25\\u{d}%0A::error::x%0Ahelp: so"
        );
    }
}
