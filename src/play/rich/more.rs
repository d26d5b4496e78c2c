//! The sign at the end of a page, and the key that turns it.

use std::io::{self, Write};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use textwrap::core::display_width;

use super::super::look::{Look, Style};
use super::frame;
use crate::play::shown::page;

/// What the reader does at the end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// Goes on.
    On,
    /// Wants everything at once.
    ToEnd,
    /// Goes back, as at the prompt that follows.
    Back,
    /// Ctrl-C, or the prompt is broken off.
    Interrupted,
    /// Wants everything drawn anew, or the window has another size.
    Redraw,
    /// Ctrl-Z.
    Suspend,
}

/// Shows the sign until the page is turned; `more` rows of text are known to follow. Whether another size of the window
/// is `told` in another way, too.
pub(super) fn wait(look: Look, more: usize, told: bool) -> io::Result<Turned> {
    enable_raw_mode()?;
    let turned = sign(look, more).and_then(|()| turned(told));
    frame::clear()?;
    disable_raw_mode()?;
    turned
}

fn sign(look: Look, more: usize) -> io::Result<()> {
    let mut variants = vec!["↓ Enter goes on, Esc goes back".to_owned(), "↓ Enter, Esc".to_owned()];
    if more > 0 {
        let lines = page::lines(more);
        let (long, short) = (format!("↓ {lines}: Enter goes on, Esc goes back"), format!("↓ {lines}: Enter, Esc"));
        variants.splice(0..0, [long, short, format!("↓ {lines}: Enter")]);
    }
    let fits = |text: &&String| display_width(text) + 3 <= look.width;
    let text = variants.iter().find(fits).map_or("↓", String::as_str);
    let mut out = io::stderr().lock();
    write!(out, "\r[{}]", look.paint(text, Style::DIM))?;
    out.flush()
}

fn turned(told: bool) -> io::Result<Turned> {
    loop {
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(turned) = of_key(key) {
                    return Ok(turned);
                }
            }
            Event::Resize(..) if !told => return Ok(Turned::Redraw),
            _ => {}
        }
    }
}

fn of_key(key: KeyEvent) -> Option<Turned> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Enter | KeyCode::Char(' ') | KeyCode::Down | KeyCode::PageDown => Turned::On,
        KeyCode::Char('j' | 'm') if control => Turned::On,
        KeyCode::Char('c') if control => Turned::Interrupted,
        KeyCode::Char('l') if control => Turned::Redraw,
        KeyCode::Char('z') if control => Turned::Suspend,
        KeyCode::End => Turned::ToEnd,
        KeyCode::Esc => Turned::Back,
        _ => return None,
    })
}
