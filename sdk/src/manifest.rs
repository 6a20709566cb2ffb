//! What `manifest!` keeps of a manifest: enough for tests to play the host's part.

/// A manifest, as [`manifest!`](crate::manifest) read it.
#[derive(Clone, Copy, Debug)]
pub struct Manifest {
    /// Reverse domain.
    pub id: &'static str,
    /// Shown in menus.
    pub name: &'static str,
    /// Pages and widgets.
    pub pages: &'static [PageInfo],
    /// Views.
    pub views: &'static [ViewInfo],
    /// Collections.
    pub collections: &'static [CollectionInfo],
    /// Settings.
    pub settings: &'static [SettingInfo],
}

/// A page or widget.
#[derive(Clone, Copy, Debug)]
pub struct PageInfo {
    /// The route it covers, with everything below.
    pub route: &'static str,
    /// Who may open it.
    pub roles: &'static [&'static str],
}

/// A view.
#[derive(Clone, Copy, Debug)]
pub struct ViewInfo {
    /// Its name.
    pub name: &'static str,
    /// Of what.
    pub entity: &'static str,
    /// Which fields.
    pub fields: &'static [&'static str],
    /// Which arguments.
    pub args: &'static [&'static str],
}

/// A collection.
#[derive(Clone, Copy, Debug)]
pub struct CollectionInfo {
    /// Its name.
    pub name: &'static str,
    /// `pupil`, `staff`, `person` or `none`.
    pub subject: &'static str,
    /// The reference that decides who reads records without subject.
    pub group: Option<&'static str>,
    /// Whether records may be hidden from families for a time.
    pub embargo: bool,
    /// Role and reach.
    pub read: &'static [(&'static str, &'static str)],
    /// Role and reach.
    pub write: &'static [(&'static str, &'static str)],
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct SettingInfo {
    /// Its name.
    pub name: &'static str,
    /// Before the school sets it.
    pub default: &'static str,
}
