//! What surrounds a page: the shell's facts, and the names and files that may be put in while drawing.

use std::collections::HashMap;

use preau_domain::ids::{FileId, GroupId, PersonId, ProseId};
use preau_domain::page::Tone;
use preau_domain::time::{Instant, Zone};

/// The names that the actor may see, and no other: a person or group absent from it is drawn « — ».
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    /// Each person's name as shown.
    pub people: HashMap<PersonId, String>,
    /// Each class's or group's name.
    pub groups: HashMap<GroupId, String>,
}

/// Stored things that a page may show, resolved for this actor; what is absent is drawn as missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stored {
    /// Addresses of photos, beginning with `/`; without one, initials are drawn.
    pub photos: HashMap<PersonId, String>,
    /// Free texts.
    pub prose: HashMap<ProseId, String>,
    /// Pictures and attachments.
    pub files: HashMap<FileId, StoredFile>,
}

/// A stored file that may be fetched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredFile {
    /// Its name, as shown.
    pub name: String,
    /// Its address, beginning with `/`.
    pub address: String,
}

/// A hat in the switcher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hat<'a> {
    /// What the field `hat` posts.
    pub value: &'a str,
    /// What one reads.
    pub label: &'a str,
    /// Worn now.
    pub current: bool,
}

/// A line of the menu.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MenuEntry<'a> {
    /// What one reads.
    pub label: &'a str,
    /// A complete path, beginning with `/`.
    pub href: &'a str,
    /// The page shown belongs to it.
    pub current: bool,
}

/// The shell around a page. Build it from [`Frame::new`] and set what the page has.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The school's name, as its people say it.
    pub school: &'a str,
    /// The school's root, such as `/e/0750001a`, without a slash at the end; empty outside any school.
    pub base: &'a str,
    /// What routes of the recorder are prefixed with: `/e/{slug}/p/{plugin}` for a plugin, `/e/{slug}` for the host's pages.
    pub route_base: &'a str,
    /// The path and query of this page, where a change of hat comes back to; for a widget, the complete page it opens.
    pub here: &'a str,
    /// The name of the person logged in; empty without a session.
    pub user: &'a str,
    /// The hats this person has.
    pub hats: &'a [Hat<'a>],
    /// The hat worn, sent along with every form as `hat`; empty without a session.
    pub hat: &'a str,
    /// The menu.
    pub menu: &'a [MenuEntry<'a>],
    /// Seconds until the session ends when nothing happens.
    pub seconds_left: u32,
    /// When it ends in any case.
    pub ends: Instant,
    /// The moment of drawing.
    pub now: Instant,
    /// A message shown once.
    pub flash: Option<(Tone, &'a str)>,
    /// 32 bytes in base 64, the same for a person from session to session: seals copies of unsaved cells on the device.
    pub seal_key: Option<&'a str>,
    /// Origins (`https://host`) that Markdown may link to.
    pub link_origins: &'a [String],
    /// Photos, free texts and files of this page.
    pub stored: Option<&'a Stored>,
    /// The school's time zone.
    pub zone: &'a Zone,
}

impl<'a> Frame<'a> {
    /// A frame without session, menu or message; routes are those of the host under `base`.
    #[must_use]
    pub fn new(school: &'a str, base: &'a str, zone: &'a Zone, now: Instant) -> Self {
        Self {
            school,
            base,
            route_base: base,
            here: base,
            user: "",
            hats: &[],
            hat: "",
            menu: &[],
            seconds_left: 0,
            ends: now,
            now,
            flash: None,
            seal_key: None,
            link_origins: &[],
            stored: None,
            zone,
        }
    }
}

/// `08:05`, the time of day of `at`.
pub(crate) fn time_of_day(at: Instant, zone: &Zone) -> String {
    let text = at.french(zone);
    text.rsplit(' ').next().unwrap_or_default().to_owned()
}
