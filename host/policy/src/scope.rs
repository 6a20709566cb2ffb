//! A scope: one school, one actor, one hat. Its fields are private and only [`crate::gate`] makes one.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::time::{Day, Instant, SchoolYear};
use preau_storage::journal::Line;
use preau_storage::session::Session;

use crate::house::Door;

/// Who looks, as whom, when.
#[derive(Clone, Debug)]
pub struct Scope {
    door: Door,
    actor: PersonId,
    role: Role,
    roles: Vec<Role>,
    name: String,
    wide: bool,
    session: Vec<u8>,
    provider: String,
    ends: Instant,
    until: Instant,
    now: Instant,
    today: Day,
}

/// STS functions whose bearers see every pupil, as SACoche's default profiles (EDU: CPE, DOC: documentaliste).
const WIDE: [&str; 2] = ["EDU", "DOC"];

impl Scope {
    /// Made by the gate from a live session; `None` when the hat is not among the roles held any more.
    pub(crate) fn new(door: Door, session: Session, id: Vec<u8>, ends: Instant, now: Instant) -> Option<Self> {
        let roles: Vec<Role> = Role::ALL.into_iter().filter(|r| session.roles.iter().any(|t| t == r.as_str())).collect();
        let role = Role::parse(&session.hat).filter(|r| roles.contains(r))?;
        let today = now.day(door.zone());
        Some(Self {
            door,
            actor: PersonId(session.person),
            role,
            roles,
            name: format!("{} {}", session.first_name, session.last_name),
            wide: WIDE.contains(&session.function.as_str()),
            session: id,
            provider: session.provider,
            ends,
            until: Instant(session.until),
            now,
            today,
        })
    }

    /// The school.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The person in front of the screen.
    #[must_use]
    pub fn actor(&self) -> PersonId {
        self.actor
    }

    /// The hat worn.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The hats that may be worn.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The actor's own name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The provider one came through.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// When the session ends if nothing happens.
    #[must_use]
    pub fn ends(&self) -> Instant {
        self.ends
    }

    /// When the session ends whatever happens.
    #[must_use]
    pub fn until(&self) -> Instant {
        self.until
    }

    /// The moment of the request, frozen.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Its day in the school's zone.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }

    /// The school year of today.
    #[must_use]
    pub fn year(&self) -> SchoolYear {
        self.today.school_year()
    }

    /// The key that seals what a browser keeps for this person in this school, 32 bytes.
    #[must_use]
    pub fn browser_key(&self) -> [u8; 32] {
        self.door.master().derive("browser", &[self.door.slug().as_str(), &self.actor.to_string()])
    }

    pub(crate) fn session(&self) -> &[u8] {
        &self.session
    }

    /// Whether a member of staff sees every pupil by function.
    pub(crate) fn is_wide(&self) -> bool {
        self.wide
    }

    /// A journal line of this actor, to be filled.
    pub(crate) fn line(&self, action: &str, kinds: &str) -> Line {
        Line {
            at: self.now.0,
            actor: self.actor.0,
            role: self.role.as_str().to_owned(),
            plugin: String::new(),
            action: action.to_owned(),
            kinds: kinds.to_owned(),
            subjects: Vec::new(),
            sensitive: false,
            detail: String::new(),
        }
    }
}
