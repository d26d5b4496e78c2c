//! How prompts look: one accent, red for refusals, nothing at all without colour.

use inquire::ui::calendar::CalendarRenderConfig;
use inquire::ui::{Attributes, Color, ErrorMessageRenderConfig, RenderConfig, StyleSheet, Styled};

use super::super::look::Look;
use super::stage::GIVEN;

/// The look of every prompt.
pub(super) fn theme(look: Look) -> RenderConfig<'static> {
    let signs = RenderConfig::empty()
        .with_canceled_prompt_indicator(Styled::new("(back)"))
        .with_scroll_up_prefix(Styled::new("↑"))
        .with_scroll_down_prefix(Styled::new("↓"));
    if !look.color {
        return signs
            .with_answered_prompt_prefix(Styled::new(GIVEN))
            // The terminal's own cursor stands on the chosen day.
            .with_calendar_config(CalendarRenderConfig::empty().with_prefix(Styled::new(" ")))
            .with_error_message(ErrorMessageRenderConfig::empty().with_prefix(Styled::new("!")));
    }
    let accent = StyleSheet::new().with_fg(Color::DarkCyan);
    let strong = accent.with_attr(Attributes::BOLD);
    let alarm = StyleSheet::new().with_fg(Color::DarkRed);
    let mut theme = signs
        .with_prompt_prefix(Styled::new("?").with_style_sheet(strong))
        .with_answered_prompt_prefix(Styled::new(GIVEN).with_style_sheet(accent))
        .with_highlighted_option_prefix(Styled::new("›").with_style_sheet(strong))
        .with_selected_checkbox(Styled::new("[x]").with_style_sheet(strong))
        .with_selected_option(Some(strong))
        .with_answer(accent)
        .with_error_message(
            ErrorMessageRenderConfig::empty().with_prefix(Styled::new("!").with_style_sheet(alarm)).with_message(alarm),
        );
    theme.calendar = calendar(accent, strong);
    theme
}

fn calendar(accent: StyleSheet, strong: StyleSheet) -> CalendarRenderConfig<'static> {
    let faint = StyleSheet::new().with_fg(Color::DarkGrey);
    let mut calendar = CalendarRenderConfig::empty().with_prefix(Styled::new(" "));
    calendar.header = strong;
    calendar.selected_date = Some(StyleSheet::new().with_fg(Color::Black).with_bg(Color::DarkCyan));
    calendar.today_date = accent;
    calendar.different_month_date = faint;
    calendar.unavailable_date = faint;
    calendar
}
