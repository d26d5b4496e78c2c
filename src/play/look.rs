//! How wide and how high a terminal is, and whether it is written to in colour.

/// The widest that running text is set: longer lines are hard to read.
const PROSE: usize = 80;

/// What is known about the terminal that is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colours and styles are used.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Look {
    /// The terminal as it is now; 80 by 24 where that cannot be found out.
    #[must_use]
    pub fn of_terminal(color: bool) -> Self {
        Self { color, ..Self::without_terminal() }.measured()
    }

    /// The same for the terminal as it is now: windows change their size.
    pub(super) fn measured(self) -> Self {
        // Not crossterm's way, which starts a program where there is no terminal.
        let known = terminal_size::terminal_size();
        known.map_or(self, |(width, height)| Self { width: width.0.into(), height: height.0.into(), ..self })
    }

    /// Without colour, and 80 by 24: for what goes to no terminal.
    #[must_use]
    pub fn without_terminal() -> Self {
        Self { color: false, width: 80, height: 24 }
    }

    /// The same for running text: not wider than is good to read.
    pub(super) fn prose(self) -> Self {
        Self { width: self.width.min(PROSE), ..self }
    }

    /// A text in a style, if there is colour.
    pub(super) fn paint(self, text: &str, style: Style) -> String {
        if !self.color || text.is_empty() || style == Style::PLAIN {
            return text.to_owned();
        }
        let codes: Vec<&str> = CODES.iter().filter(|(bit, _)| style.0 & bit.0 != 0).map(|(_, code)| *code).collect();
        format!("\x1b[{}m{text}\x1b[0m", codes.join(";"))
    }
}

/// A way of setting text apart. Only the sixteen colours that people choose for themselves are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style(u8);

const CODES: [(Style, &str); 6] = [
    (Style::BOLD, "1"),
    (Style::DIM, "2"),
    (Style::ITALIC, "3"),
    (Style::UNDERLINE, "4"),
    (Style::ACCENT, "36"),
    (Style::ALARM, "31"),
];

impl Style {
    pub(super) const PLAIN: Self = Self(0);
    pub(super) const BOLD: Self = Self(1);
    pub(super) const DIM: Self = Self(2);
    pub(super) const ITALIC: Self = Self(4);
    pub(super) const UNDERLINE: Self = Self(8);
    pub(super) const ACCENT: Self = Self(16);
    pub(super) const ALARM: Self = Self(32);

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_there_is_no_escape_code() {
        let look = Look { color: true, width: 200, height: 24 };
        assert_eq!(look.paint("a", Style::BOLD.and(Style::ACCENT)), "\x1b[1;36ma\x1b[0m");
        assert_eq!(look.paint("", Style::BOLD), "");
        assert_eq!(look.prose().width, 80);
        assert_eq!(Look { color: false, ..look }.paint("a", Style::BOLD), "a");
    }
}
