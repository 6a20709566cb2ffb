//! The shell of a page: menu, hats, session, message; what `preau-render` needs around a page.

use std::sync::Arc;

use base64::Engine as _;
use preau_domain::manifest::PageEntry;
use preau_domain::message::Text;
use preau_domain::page::{Page, Tone};
use preau_domain::role::Role;
use preau_domain::text;
use preau_policy::plugins::Granted;
use preau_policy::{Scope, Snapshot};
use preau_render::{Frame, Hat, MenuEntry, Names};

use crate::WebError;
use crate::app::App;

/// The shell of one answer.
pub(crate) struct Shell {
    base: String,
    route_base: String,
    here: String,
    user: String,
    hats: Vec<(&'static str, String, bool)>,
    menu: Vec<Entry>,
    flash: Option<(Tone, String)>,
    seal: String,
    origins: Vec<String>,
    scope: Arc<Scope>,
}

/// A line of the menu: where it leads, and what one finds there.
pub(crate) struct Entry {
    /// What it is called.
    pub(crate) label: String,
    /// Its address.
    href: String,
    /// One sentence, for the home.
    pub(crate) about: String,
    /// Its route below the school.
    pub(crate) route: String,
}

/// The French name of a role.
pub(crate) fn role_name(role: Role) -> Text {
    match role {
        Role::Eleve => text!("web-role-eleve"),
        Role::Responsable => text!("web-role-responsable"),
        Role::Professeur => text!("web-role-professeur"),
        Role::Directeur => text!("web-role-directeur"),
        Role::Personnel => text!("web-role-personnel"),
        Role::Administrateur => text!("web-role-administrateur"),
    }
}

/// The pages of the host that a hat has in its menu: (label, what one does there, path below the school).
fn own_pages(role: Role) -> Vec<(Text, Text, &'static str)> {
    match role {
        Role::Administrateur => vec![
            (text!("web-menu-import"), text!("web-about-import"), "/administration/import"),
            (text!("web-menu-linking"), text!("web-about-linking"), "/administration/rattachement"),
            (text!("web-menu-modules"), text!("web-about-modules-prepare"), "/administration/modules"),
        ],
        Role::Directeur => vec![
            (text!("web-menu-modules"), text!("web-about-modules"), "/administration/modules"),
            (text!("web-menu-journal"), text!("web-about-journal"), "/administration/journal"),
        ],
        _ => Vec::new(),
    }
}

impl Shell {
    /// The shell for a page at `here`, from the visit's snapshot.
    pub(crate) async fn open(app: &App, scope: &Arc<Scope>, snapshot: &mut Snapshot, here: &str) -> Result<Self, WebError> {
        let base = format!("/e/{}", scope.door().slug());
        let entry = |label: String, about: String, route: String| Entry { label, href: format!("{base}{route}"), about, route };
        let mut menu = vec![entry(text!("web-menu-home").to_string(), String::new(), "/".into())];
        let mine = |page: &&PageEntry| page.roles.iter().any(|r| r == scope.role().as_str());
        for granted in app.manifests.menu(&app.house, scope, snapshot).await? {
            let about = &granted.manifest().purpose.finality;
            let pages = granted.manifest().pages.iter().filter(mine);
            menu.extend(pages.map(|p| entry(p.label.clone(), about.clone(), format!("/p/{}{}", granted.id(), p.route))));
        }
        let own = own_pages(scope.role()).into_iter();
        menu.extend(own.map(|(label, about, path)| entry(label.to_string(), about.to_string(), path.to_owned())));
        Ok(Self {
            route_base: base.clone(),
            here: here.to_owned(),
            user: scope.name().to_owned(),
            hats: scope.roles().iter().map(|r| (r.as_str(), role_name(*r).to_string(), *r == scope.role())).collect(),
            menu,
            flash: None,
            seal: base64::engine::general_purpose::STANDARD.encode(scope.browser_key()),
            origins: Vec::new(),
            scope: scope.clone(),
            base,
        })
    }

    /// For a page of a plugin: routes are the plugin's, links go to its declared origins.
    pub(crate) fn of_plugin(mut self, granted: &Granted) -> Self {
        self.route_base = format!("{}/p/{}", self.base, granted.id());
        self.origins = granted.manifest().addresses.iter().map(|a| a.origin.clone()).collect();
        self
    }

    /// With a message shown once.
    pub(crate) fn saying(mut self, tone: Tone, message: String) -> Self {
        self.flash = Some((tone, message));
        self
    }

    /// What the menu offers beside the home.
    pub(crate) fn entries(&self) -> &[Entry] {
        self.menu.get(1..).unwrap_or_default()
    }

    /// The path and query of this page.
    pub(crate) fn here(&self) -> &str {
        &self.here
    }

    /// The complete page.
    pub(crate) fn html(&self, page: &Page, names: &Names) -> String {
        self.with_frame(|frame| preau_render::html(page, names, frame))
    }

    /// The small page of a widget, whose complete page is at `full`.
    pub(crate) fn widget(&self, page: &Page, names: &Names, full: &str) -> String {
        self.with_frame(|frame| preau_render::widget(page, names, &Frame { here: full, ..frame.clone() }))
    }

    fn with_frame<R>(&self, draw: impl FnOnce(&Frame) -> R) -> R {
        let hats: Vec<Hat> = self.hats.iter().map(|(value, label, current)| Hat { value, label, current: *current }).collect();
        let menu: Vec<MenuEntry> = self
            .menu
            .iter()
            .map(|e| MenuEntry { label: &e.label, href: &e.href, current: covers(&e.href, &self.here) })
            .collect();
        let scope = &self.scope;
        let left = (scope.ends().0 - scope.now().0) / 1000;
        let frame = Frame {
            route_base: &self.route_base,
            here: &self.here,
            user: &self.user,
            hats: &hats,
            hat: scope.role().as_str(),
            menu: &menu,
            seconds_left: u32::try_from(left).unwrap_or(0),
            ends: scope.until(),
            flash: self.flash.as_ref().map(|(tone, text)| (*tone, text.as_str())),
            seal_key: Some(&self.seal),
            link_origins: &self.origins,
            ..Frame::new(scope.door().name(), &self.base, scope.door().zone(), scope.now())
        };
        draw(&frame)
    }
}

/// Whether a menu's address is the page shown or above it; the home only itself.
fn covers(href: &str, here: &str) -> bool {
    let path = here.split('?').next().unwrap_or_default();
    let trimmed = href.trim_end_matches('/');
    if trimmed.matches('/').count() <= 2 { path.trim_end_matches('/') == trimmed } else { path.starts_with(trimmed) }
}

/// The names of a policy as render wants them.
pub(crate) fn drawn(names: preau_policy::Names) -> Names {
    Names { people: names.people, groups: names.groups }
}
