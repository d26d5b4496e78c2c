//! Diagnostics for people: the words underlined in their lines, in the manner of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::text::{SourceFile, Sources, Span, same_length, visible};

/// How diagnostics are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// With colour.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
}

/// Lines longer than this are shown as the part around the words meant.
const LONG_LINE: usize = 400;
/// Labels further than this many lines from the words meant get a window of their own.
const NEAR: usize = 6;

/// One diagnostic about one of these files, drawn; without a line feed at the end. What it points to elsewhere is left
/// out.
///
/// Only a few lines around each label are looked at, so the cost does not grow with the file.
#[must_use]
pub fn to_text(diagnostic: &Diagnostic, files: &Sources, look: Look) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = visible(&diagnostic.message).into_owned();
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.name()));
    for window in windows(diagnostic, files) {
        let file = window.file;
        let name = visible(file.name()).into_owned();
        let place = file.place(window.anchor.start);
        if window.cut {
            let origin = Origin::path(name.clone()).line(place.line).char_column(place.column);
            group = group.element(origin);
        }
        let mut snippet = Snippet::source(same_length(file.slice(window.lines)).into_owned())
            .line_start(file.place(window.lines.start).line)
            .fold(true);
        if !window.cut {
            snippet = snippet.path(name);
        }
        for (span, label, primary) in window.marks {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            // A byte-order mark stands before the first line that is shown.
            let start = span.start.saturating_sub(window.lines.start) as usize;
            let end = span.end.min(window.lines.end).max(span.start).saturating_sub(window.lines.start) as usize;
            let annotation = kind.span(start..end);
            snippet = snippet.annotation(match label {
                Some(text) => annotation.label(visible(text).into_owned()),
                None => annotation,
            });
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help).into_owned()));
    }
    if let Some(witness) = &diagnostic.witness {
        let width = look.width.saturating_sub("   = walk: ".len());
        group = group.element(Level::NOTE.with_name("walk").message(visible(&witness.lines(width)).into_owned()));
    }
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(look.width.max(40)).render(&[group])
}

/// Lines that are shown together, and what is marked in them.
struct Window<'a> {
    file: &'a SourceFile,
    anchor: Span,
    lines: Span,
    cut: bool,
    marks: Vec<(Span, Option<&'a str>, bool)>,
}

fn windows<'a>(diagnostic: &'a Diagnostic, files: &'a Sources) -> Vec<Window<'a>> {
    let mut all = vec![window(diagnostic.span, None, true, files.about(diagnostic.span))];
    for label in &diagnostic.labels {
        let Some(file) = files.find(label.span) else { continue };
        let line = file.place(label.span.start).line;
        let near = all.iter_mut().find(|w| {
            let (first, last) = (file.place(w.lines.start).line, file.place(w.anchor.end).line);
            !w.cut && w.file.span() == file.span() && line + NEAR >= first && line <= last + NEAR
        });
        let own = window(label.span, Some(&label.text), false, file);
        match near {
            Some(w) if !own.cut => {
                w.lines = w.lines.to(own.lines);
                w.marks.extend(own.marks);
            }
            _ => all.push(own),
        }
    }
    all
}

fn window<'a>(span: Span, label: Option<&'a str>, primary: bool, file: &'a SourceFile) -> Window<'a> {
    let text = file.text();
    // What stands nowhere is drawn at the start, which is what its line and column say.
    let span = if file.holds(span) { span } else { file.span_of(0..0) };
    let (first, last) = (file.place(span.start).line, file.place(span.end).line);
    let mut lines = file.lines(first, last.min(first + NEAR));
    if first == 1 && text.starts_with('\u{feff}') {
        lines.start = (lines.start + 3).min(lines.end);
    }
    // A line break at the end would draw one more, empty line.
    let shown = file.slice(lines);
    lines.end -= u32::try_from(shown.len() - shown.trim_end_matches(['\n', '\r']).len()).unwrap_or(0);
    lines.end = lines.end.max(span.start);
    let cut = (lines.end - lines.start) as usize > LONG_LINE * (NEAR + 1);
    if cut {
        let (shown, marked) = (file.range(lines), file.range(span));
        let start = text.floor_char_boundary(marked.start.saturating_sub(60).max(shown.start));
        let end = text.ceil_char_boundary(marked.end.min(marked.start + 120) + 60);
        lines = file.span_of(start..end.min(shown.end));
    }
    let end = span.end.min(lines.end).max(span.start);
    // Half a character cannot be drawn: a place that was worked out wrongly must not end the program.
    let whole = |at: u32| text.floor_char_boundary(file.offset(at));
    let mark = file.span_of(whole(span.start)..whole(end));
    Window { file, anchor: Span { start: mark.start, ..span }, lines, cut, marks: vec![(mark, label, primary)] }
}
