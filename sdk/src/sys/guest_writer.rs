//! The writer of a guest: each thing said is one call of the host.

use super::{list, raw, ui};
use crate::bindings::preau::plugin::values::TextsParam;
use crate::{Call, Conflict, EntryGrid, Tone};

fn raw_tone(tone: Tone) -> ui::Tone {
    match tone {
        Tone::Neutral => ui::Tone::Neutral,
        Tone::Info => ui::Tone::Info,
        Tone::Success => ui::Tone::Success,
        Tone::Warning => ui::Tone::Warning,
        Tone::Danger => ui::Tone::Danger,
    }
}

/// Inlined, so that the variant is known when compiling and no match is left.
#[inline(always)]
pub(crate) fn write(out: &ui::Writer, call: Call<'_>) {
    match call {
        Call::Title { text } => out.title(text),
        Call::Trail { text, route } => out.trail(text, route),
        Call::Redirect { route, message } => out.redirect(route, message),
        Call::Download { name, media_type } => out.download(name, media_type),
        Call::Bytes { chunk } => out.bytes(chunk),
        Call::OpenSection { id, title } => out.open_section(id, title),
        Call::OpenColumns => out.open_columns(),
        Call::OpenTabs => out.open_tabs(),
        Call::OpenList { ordered } => out.open_list(ordered),
        Call::OpenItem => out.open_item(),
        Call::OpenTable { caption, columns } => out.open_table(caption, columns),
        Call::OpenRow => out.open_row(),
        Call::OpenCell => out.open_cell(),
        Call::OpenForm { route, submit } => out.open_form(route, submit),
        Call::Close => out.close(),
        Call::Paragraph { text } => out.paragraph(text),
        Call::Text { text } => out.text(text),
        Call::Strong { text } => out.strong(text),
        Call::Markdown { text } => out.markdown(text),
        Call::Notice { tone, text } => out.notice(raw_tone(tone), text),
        Call::Badge { tone, text } => out.badge(raw_tone(tone), text),
        Call::Date { day } => out.date(day.0),
        Call::Moment { at } => out.moment(at.0),
        Call::Fact { label, text } => out.fact(label, text),
        Call::Progress { label, done, total } => out.progress(label, done, total),
        Call::PersonName { who } => out.person_name(raw(who.0)),
        Call::PersonLink { who, route } => out.person_link(raw(who.0), route),
        Call::GroupName { which } => out.group_name(raw(which.0)),
        Call::Link { text, route } => out.link(text, route),
        Call::Outside { text, address } => out.outside(text, address),
        Call::Action { text, route, tone } => out.action(text, route, raw_tone(tone)),
        Call::PageBreak => out.page_break(),
        Call::TextField { name, label, value, required, max_length } => out.text_field(name, label, value, required, max_length),
        Call::AreaField { name, label, value, max_length } => out.area_field(name, label, value, max_length),
        Call::ChoiceField { name, label, options, selected, multiple } => {
            out.choice_field(name, label, options, selected, multiple)
        }
        Call::CheckField { name, label, checked } => out.check_field(name, label, checked),
        Call::NumberField { name, label, value, min, max } => out.number_field(name, label, value, min, max),
        Call::Hidden { name, value } => out.hidden(name, value),
        Call::GridSaved { row, column, symbol, version } => out.grid_saved(raw(row.0), column, symbol, version),
        Call::GridBack { route } => out.grid_back(route),
        Call::Table { caption, columns, cells } => {
            out.table(caption, columns, TextsParam { bytes: &cells.bytes, ends: &cells.ends });
        }
        Call::GroupField { name, label, options, selected } => {
            let options: Vec<_> = options.iter().map(|group| raw(group.0)).collect();
            out.group_field(name, label, &options, selected.map(|group| raw(group.0)));
        }
        Call::DateField { name, label, value } => out.date_field(name, label, value.map(|day| day.0)),
        Call::EntryGrid { grid } => entry_grid(out, grid),
        Call::GridConflict { conflict } => grid_conflict(out, conflict),
        Call::Bars { title, series } => out.bars(title, series),
    }
}

fn entry_grid(out: &ui::Writer, grid: EntryGrid<'_>) {
    let columns: Vec<_> = grid.columns.iter().map(|c| (c.id, c.short, c.long)).collect();
    let codes: Vec<_> = grid.codes.iter().map(|c| (c.symbol, c.label, c.key, c.shade)).collect();
    out.entry_grid(grid.route, &list(grid.rows), &columns, &codes, grid.cells, grid.versions);
}

fn grid_conflict(out: &ui::Writer, c: Conflict<'_>) {
    out.grid_conflict(raw(c.row.0), c.column, c.mine, c.theirs, c.version, raw(c.by.0), c.at.0);
}
