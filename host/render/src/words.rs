//! The sentences that stand on every page, looked up once: drawing a page then only copies them.

use std::sync::OnceLock;

use preau_domain::message::Text;
use preau_domain::page::Tone;
use preau_domain::text;

use crate::escape::attribute;

/// Sentences without arguments.
pub(crate) struct Words {
    pub(crate) product: String,
    pub(crate) skip: String,
    pub(crate) menu: String,
    pub(crate) trail: String,
    pub(crate) home: String,
    pub(crate) hat: String,
    pub(crate) hat_change: String,
    pub(crate) hat_change_what: String,
    pub(crate) logout: String,
    pub(crate) footer: String,
    pub(crate) personal_data: String,
    pub(crate) who_saw: String,
    pub(crate) accessibility: String,
    pub(crate) new_tab: String,
    pub(crate) open_full: String,
    pub(crate) nobody: String,
    pub(crate) required: String,
    pub(crate) choose: String,
    pub(crate) attachment_missing: String,
    pub(crate) chart_line: String,
    tones: [String; 4],
    pub(crate) grid: GridWords,
    /// Attributes for the body: what the shell's script says.
    pub(crate) shell_data: String,
}

/// Sentences of the entry grid.
pub(crate) struct GridWords {
    pub(crate) pupil: String,
    pub(crate) columns: String,
    pub(crate) help: String,
    pub(crate) help_plain: String,
    pub(crate) help_keys: String,
    pub(crate) legend: String,
    pub(crate) save: String,
    pub(crate) after: String,
    pub(crate) jump: String,
    pub(crate) conflicts: String,
    pub(crate) conflicts_help: String,
    /// Attributes for the form: what the grid's script says.
    pub(crate) data: String,
}

impl Words {
    /// What a tone is called before a message, so that its meaning is not in its colour alone.
    pub(crate) fn tone(&self, tone: Tone) -> &str {
        let [info, success, warning, danger] = &self.tones;
        match tone {
            Tone::Neutral => "",
            Tone::Info => info,
            Tone::Success => success,
            Tone::Warning => warning,
            Tone::Danger => danger,
        }
    }
}

/// The sentences of every page.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words {
        product: text!("render-product").to_string(),
        skip: text!("render-skip").to_string(),
        menu: text!("render-menu").to_string(),
        trail: text!("render-trail").to_string(),
        home: text!("render-home").to_string(),
        hat: text!("render-hat").to_string(),
        hat_change: text!("render-hat-change").to_string(),
        hat_change_what: text!("render-hat-change-what").to_string(),
        logout: text!("render-logout").to_string(),
        footer: text!("render-footer").to_string(),
        personal_data: text!("render-personal-data").to_string(),
        who_saw: text!("render-who-saw").to_string(),
        accessibility: text!("render-accessibility").to_string(),
        new_tab: text!("render-new-tab").to_string(),
        open_full: text!("render-open-full").to_string(),
        nobody: text!("render-nobody").to_string(),
        required: text!("render-required").to_string(),
        choose: text!("render-choose").to_string(),
        attachment_missing: text!("render-attachment-missing").to_string(),
        chart_line: text!("render-chart-line").to_string(),
        tones: [
            text!("render-tone-info").to_string(),
            text!("render-tone-success").to_string(),
            text!("render-tone-warning").to_string(),
            text!("render-tone-danger").to_string(),
        ],
        grid: grid_words(),
        shell_data: attributes(&[
            ("data-left", plural(|count| text!("render-session-left", count = count, shown = "{n}"))),
            ("data-last", text!("render-session-last").to_string()),
            ("data-over", text!("render-session-over").to_string()),
            ("data-logout", plural(|count| text!("render-logout-pending", count = count, shown = "{n}"))),
        ]),
    })
}

fn grid_words() -> GridWords {
    GridWords {
        pupil: text!("render-grid-pupil").to_string(),
        columns: text!("render-grid-columns").to_string(),
        help: text!("render-grid-help").to_string(),
        help_plain: text!("render-grid-help-plain").to_string(),
        help_keys: text!("render-grid-help-keys").to_string(),
        legend: text!("render-grid-legend").to_string(),
        save: text!("render-grid-save").to_string(),
        after: text!("render-grid-after").to_string(),
        jump: text!("render-grid-jump").to_string(),
        conflicts: text!("render-grid-conflicts").to_string(),
        conflicts_help: text!("render-grid-conflicts-help").to_string(),
        data: grid_data(),
    }
}

/// What the grid's script says, with `{n}` and the like where it puts values; one and many are parted by `|`.
fn grid_data() -> String {
    attributes(&[
        ("data-saved", text!("render-grid-saved", time = "{time}").to_string()),
        ("data-disputed", plural(|count| text!("render-grid-disputed", count = count, shown = "{n}"))),
        ("data-saving", text!("render-grid-saving").to_string()),
        ("data-offline", plural(|count| text!("render-grid-offline", count = count, shown = "{n}"))),
        ("data-unkept", plural(|count| text!("render-grid-unkept", count = count, shown = "{n}"))),
        ("data-ended", plural(|count| text!("render-grid-ended", count = count, shown = "{n}"))),
        ("data-ended-unkept", text!("render-grid-ended-unkept").to_string()),
        ("data-refused", plural(|count| text!("render-grid-refused", count = count, shown = "{n}", why = "{why}"))),
        ("data-refused-why", text!("render-grid-refused-why").to_string()),
        ("data-restored", plural(|count| text!("render-grid-restored", count = count, shown = "{n}"))),
        ("data-unknown-key", text!("render-grid-unknown-key", key = "{key}").to_string()),
        ("data-pasted", plural(|count| text!("render-grid-pasted", count = count, shown = "{n}"))),
        ("data-paste-unknown", text!("render-grid-paste-unknown", list = "{list}").to_string()),
        ("data-paste-outside", plural(|count| text!("render-grid-paste-outside", count = count, shown = "{n}"))),
        ("data-fill", plural(|count| text!("render-grid-fill", count = count, shown = "{n}", code = "{code}"))),
        ("data-filled", plural(|count| text!("render-grid-filled", count = count, shown = "{n}"))),
        ("data-fill-empty", text!("render-grid-fill-empty").to_string()),
        ("data-undone", text!("render-grid-undone").to_string()),
        ("data-advance", text!("render-grid-advance").to_string()),
        ("data-stay", text!("render-grid-advance-stay").to_string()),
        ("data-right", text!("render-grid-advance-right").to_string()),
        ("data-down", text!("render-grid-advance-down").to_string()),
        ("data-erase", text!("render-grid-erase").to_string()),
        ("data-keypad", text!("render-grid-keypad").to_string()),
        ("data-blank", text!("render-grid-blank").to_string()),
        (
            "data-conflict",
            text!(
                "render-grid-conflict",
                who = "{who}",
                item = "{item}",
                mine = "{mine}",
                by = "{by}",
                theirs = "{theirs}",
                at = "{at}"
            )
            .to_string(),
        ),
        ("data-conflict-cell", text!("render-grid-conflict-cell", mine = "{mine}", theirs = "{theirs}").to_string()),
        ("data-keep", text!("render-grid-keep-mine").to_string()),
        ("data-take", text!("render-grid-take-theirs").to_string()),
    ])
}

fn plural(sentence: impl Fn(i64) -> Text) -> String {
    let mut both = sentence(1).to_string();
    both.push('|');
    both.push_str(&sentence(2).to_string());
    both
}

fn attributes(all: &[(&str, String)]) -> String {
    let mut out = String::new();
    for (name, value) in all {
        attribute(&mut out, name, value);
    }
    out
}
