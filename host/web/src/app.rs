//! What every handler may use.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use preau_auth::address::PublicBase;
use preau_auth::cas::Validator;
use preau_auth::limiter::{Limiter, Rate};
use preau_auth::login_state::StateKey;
use preau_policy::House;
use preau_policy::plugins::Manifests;

use crate::guests::Guests;
use crate::pages::import::Waiting;

/// What the binary gives.
pub struct AppConfig {
    /// The deployment.
    pub house: House,
    /// Where the browser reaches us; never taken from a header.
    pub base: PublicBase,
    /// Runs plugins.
    pub guests: Arc<dyn Guests>,
    /// Asks CAS servers.
    pub validator: Validator,
}

/// The state of the web floor.
pub struct App {
    pub(crate) house: House,
    pub(crate) base: PublicBase,
    pub(crate) guests: Arc<dyn Guests>,
    pub(crate) validator: Validator,
    pub(crate) manifests: Manifests,
    pub(crate) state_key: StateKey,
    pub(crate) flash_key: [u8; 32],
    pub(crate) failed_logins: Limiter<IpAddr>,
    pub(crate) imports: Waiting,
    requests: AtomicU64,
    boot: i64,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// Ten refused logins at once from one address, then one every six seconds.
const LOGINS: Rate = Rate { burst: 10, refill: 6_000, keys: 10_000 };

impl App {
    /// The state for a router.
    #[must_use]
    pub fn new(config: AppConfig) -> Arc<Self> {
        let master = config.house.master();
        Arc::new(Self {
            state_key: StateKey(master.derive("login-state", &[])),
            flash_key: master.derive("flash", &[]),
            boot: config.house.clock().now().0,
            house: config.house,
            base: config.base,
            guests: config.guests,
            validator: config.validator,
            manifests: Manifests::default(),
            failed_logins: Limiter::new(LOGINS),
            imports: Waiting::default(),
            requests: AtomicU64::new(0),
        })
    }

    /// A number for one request, shown to people when something fails and written in the log.
    pub(crate) fn reference(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number:x}", self.boot / 1000)
    }
}
