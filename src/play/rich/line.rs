//! A line that is edited as a shell's is.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use reedline::LineBuffer;

/// The line, and what was cut from it last.
#[derive(Default)]
pub(super) struct Line {
    buffer: LineBuffer,
    cut: String,
    /// It is as it was suggested: what is typed takes its place.
    is_suggested: bool,
}

/// What a key does at a prompt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// It has edited the line, or moved in it, or done nothing.
    Edited,
    /// The line is finished.
    Enter,
    /// The person goes back.
    Escape,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D on an empty line.
    End,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-L.
    Redraw,
    /// Tab or the down arrow.
    Open,
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.buffer.set_buffer(text.to_owned());
        line.buffer.move_to_end();
        line
    }

    /// A line that is taken by Enter, edited with the keys for that, and replaced by whatever is typed instead.
    pub(super) fn suggested(text: &str) -> Self {
        Self { is_suggested: true, ..Self::new(text) }
    }

    /// Whether nobody has touched it yet.
    pub(super) fn is_suggested(&self) -> bool {
        self.is_suggested
    }

    /// Makes room for what is typed or pasted.
    fn replace(&mut self) {
        if std::mem::take(&mut self.is_suggested) {
            self.cut_from(0);
        }
    }

    pub(super) fn text(&self) -> &str {
        self.buffer.get_buffer()
    }

    /// What stands before the cursor, and behind it.
    pub(super) fn halves(&self) -> (&str, &str) {
        self.text().split_at_checked(self.buffer.insertion_point()).unwrap_or((self.text(), ""))
    }

    /// Puts a text in at the cursor: what would end the line or jump in it is a space.
    pub(super) fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
        self.replace();
        self.buffer.insert_str(&text);
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Did {
        let modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let (control, alt) = (modifiers == KeyModifiers::CONTROL, modifiers == KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Did::Enter,
            KeyCode::Esc => return Did::Escape,
            KeyCode::Tab | KeyCode::Down if modifiers.is_empty() => return Did::Open,
            KeyCode::Char(letter) if control => return self.control(letter),
            KeyCode::Char(letter) if alt => self.alt(letter),
            KeyCode::Char(letter) if modifiers.is_empty() && !letter.is_control() => {
                self.replace();
                self.buffer.insert_str(letter.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Left if control || alt => self.move_to(self.word_left()),
            KeyCode::Right if control || alt => self.move_to(self.word_right()),
            KeyCode::Left => self.buffer.move_left(),
            KeyCode::Right => self.buffer.move_right(),
            KeyCode::Home => self.buffer.move_to_start(),
            KeyCode::End => self.buffer.move_to_end(),
            KeyCode::Backspace if control || alt => self.cut_from(self.word_left()),
            KeyCode::Delete if control || alt => self.cut_to(self.word_right()),
            KeyCode::Backspace => self.buffer.delete_left_grapheme(),
            KeyCode::Delete => self.buffer.delete_right_grapheme(),
            _ => return Did::Edited,
        }
        self.is_suggested = false;
        Did::Edited
    }

    fn control(&mut self, letter: char) -> Did {
        let was_suggested = std::mem::take(&mut self.is_suggested);
        match letter {
            'j' | 'm' => return Did::Enter,
            'c' => return Did::Interrupt,
            'z' => return Did::Suspend,
            'l' => return Did::Redraw,
            'd' if self.buffer.is_empty() => return Did::End,
            'a' => self.buffer.move_to_start(),
            'e' => self.buffer.move_to_end(),
            'b' => self.buffer.move_left(),
            'f' => self.buffer.move_right(),
            'd' => self.buffer.delete_right_grapheme(),
            'h' => self.buffer.delete_left_grapheme(),
            'k' => self.cut_to(self.buffer.len()),
            'u' => self.cut_from(0),
            'w' => self.cut_from(self.space_left()),
            'y' => self.buffer.insert_str(&self.cut.clone()),
            't' => self.swap(),
            _ => self.is_suggested = was_suggested,
        }
        Did::Edited
    }

    fn alt(&mut self, letter: char) {
        match letter.to_ascii_lowercase() {
            'b' => self.move_to(self.word_left()),
            'f' => self.move_to(self.word_right()),
            'd' => self.cut_to(self.word_right()),
            _ => {}
        }
    }

    fn move_to(&mut self, at: usize) {
        self.buffer.set_insertion_point(at);
    }

    /// Where the word to the left begins.
    fn word_left(&self) -> usize {
        let mut copy = self.buffer.clone();
        copy.delete_word_left();
        copy.insertion_point()
    }

    /// Where the word to the right ends.
    fn word_right(&self) -> usize {
        let mut copy = self.buffer.clone();
        copy.delete_word_right();
        self.buffer.insertion_point() + (self.buffer.len() - copy.len())
    }

    /// Where what stands between spaces to the left begins.
    fn space_left(&self) -> usize {
        let before = self.halves().0.trim_end();
        before
            .char_indices()
            .rev()
            .find(|(_, letter)| letter.is_whitespace())
            .map_or(0, |(at, letter)| at + letter.len_utf8())
    }

    fn cut_from(&mut self, start: usize) {
        self.cut(start, self.buffer.insertion_point());
    }

    fn cut_to(&mut self, end: usize) {
        self.cut(self.buffer.insertion_point(), end);
    }

    fn cut(&mut self, start: usize, end: usize) {
        if let Some(cut) = self.text().get(start..end).filter(|cut| !cut.is_empty()) {
            self.cut = cut.to_owned();
            self.buffer.clear_range_safe(start..end);
        }
    }

    /// Ctrl-T: the two signs around the cursor change places, at the end the last two.
    fn swap(&mut self) {
        if self.buffer.insertion_point() > 0 {
            self.buffer.swap_graphemes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line is after these keys, with `|` where the cursor stands: `^a` is Ctrl-A, `~b` is Alt-B.
    fn after(text: &str, keys: &str) -> String {
        let mut line = Line::new(text);
        let mut letters = keys.chars();
        while let Some(letter) = letters.next() {
            let (modifiers, letter) = match letter {
                '^' => (KeyModifiers::CONTROL, letters.next().unwrap_or('^')),
                '~' => (KeyModifiers::ALT, letters.next().unwrap_or('~')),
                letter => (KeyModifiers::NONE, letter),
            };
            let code = match letter {
                '<' => KeyCode::Left,
                '>' => KeyCode::Right,
                '⌫' => KeyCode::Backspace,
                '⌦' => KeyCode::Delete,
                letter => KeyCode::Char(letter),
            };
            line.key(KeyEvent::new(code, modifiers));
        }
        let (before, behind) = line.halves();
        format!("{before}|{behind}")
    }

    #[test]
    fn keys_do_what_they_do_in_a_shell() {
        for (text, keys, expected) in [
            ("one two", "^ax", "x|one two"),
            ("one two", "^a^ex", "one twox|"),
            ("one two", "^b^bx", "one tx|wo"),
            ("one two", "<<x>", "one txw|o"),
            ("one two", "^a^d^f^hx", "x|e two"),
            ("one two", "~bx", "one x|two"),
            ("one two", "~b~bx", "x|one two"),
            ("one two", "^a~fx", "onex| two"),
            ("one two", "^a~d", "| two"),
            ("one two", "^<^<^>x", "onex| two"),
            ("one two-three", "^w", "one |"),
            ("one two-three", "~⌫", "one two-|"),
            ("one two  ", "^w^w", "|"),
            ("one two", "^u", "|"),
            ("one two", "~b^u", "|two"),
            ("one two", "~b^k", "one |"),
            ("one two", "^w^a^y", "two|one "),
            ("one two", "^t", "one tow|"),
            ("one two", "^b^t", "one tow|"),
            ("one two", "^a^t", "|one two"),
            ("one two", "^a⌦^⌦", "| two"),
            ("e\u{301}👨‍👩‍👧日", "⌫⌫⌫", "|"),
            ("e\u{301}👨‍👩‍👧日", "<<⌫x", "x|👨‍👩‍👧日"),
            ("é", "^ax\u{301}", "x\u{301}|é"),
        ] {
            assert_eq!(after(text, keys), expected, "{keys} in {text}");
        }
    }

    #[test]
    fn no_other_key_with_control_or_alt_does_anything() {
        let bound = "abcdefhjklmtuwyz";
        for letter in ('!'..='~').chain(['é', '世']).filter(|letter| !bound.contains(*letter)) {
            for modifiers in [KeyModifiers::CONTROL, KeyModifiers::CONTROL | KeyModifiers::ALT] {
                let mut line = Line::new("ab");
                assert_eq!(line.key(KeyEvent::new(KeyCode::Char(letter), modifiers)), Did::Edited);
                assert_eq!(line.halves(), ("ab", ""), "{letter} {modifiers:?}");
            }
        }
        for letter in ('!'..='~').filter(|letter| !"bfdBFD".contains(*letter)) {
            let mut line = Line::new("ab");
            line.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT));
            assert_eq!(line.halves(), ("ab", ""), "{letter}");
        }
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_suggested() {
        let key = |code, modifiers| KeyEvent::new(code, modifiers);
        let typed = key(KeyCode::Char('3'), KeyModifiers::NONE);
        let control = |letter| key(KeyCode::Char(letter), KeyModifiers::CONTROL);
        let other = |code| key(code, KeyModifiers::NONE);
        for (before, after) in [
            (vec![], "3"),
            (vec![control('x'), other(KeyCode::F(1))], "3"),
            (vec![typed], "33"),
            (vec![other(KeyCode::Right)], "103"),
            (vec![control('e')], "103"),
            (vec![other(KeyCode::Home)], "310"),
            (vec![other(KeyCode::Backspace)], "13"),
            (vec![typed, control('u'), control('y')], "33"),
            (vec![typed, control('a'), control('y')], "1033"),
        ] {
            let mut line = Line::suggested("10");
            for key in before.iter().chain([&typed]) {
                line.key(*key);
            }
            assert_eq!(line.text(), after, "{before:?}");
        }
        let mut line = Line::suggested("10");
        line.insert("25");
        line.insert("0");
        assert_eq!(line.text(), "250");
    }

    #[test]
    fn what_is_pasted_stays_one_line() {
        let mut line = Line::new("");
        line.insert("a\r\nb\tc\nd");
        assert_eq!(line.text(), "a b c d");
    }
}
