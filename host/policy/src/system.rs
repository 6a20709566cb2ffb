//! The scope of the system itself: workers, operator's commands, migrations. Each use is journaled with its reason.

use preau_domain::time::Instant;
use preau_storage::journal::Line;

use crate::Result;
use crate::house::Door;

/// A use of the system's own rights.
#[derive(Debug)]
pub struct SystemScope {
    door: Door,
    reason: &'static str,
    now: Instant,
}

impl SystemScope {
    /// Enters a school as the system; the reason is journaled at once.
    ///
    /// # Errors
    /// What storage says.
    pub async fn enter(door: &Door, reason: &'static str) -> Result<Self> {
        let scope = Self { door: door.clone(), reason, now: door.now() };
        door.school().note(vec![scope.line("system", "")]).await?;
        Ok(scope)
    }

    /// The school.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The moment it was entered.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    pub(crate) fn line(&self, action: &str, kinds: &str) -> Line {
        Line {
            at: self.now.0,
            actor: 0,
            role: "system".into(),
            plugin: String::new(),
            action: action.into(),
            kinds: kinds.into(),
            subjects: Vec::new(),
            sensitive: false,
            detail: self.reason.into(),
        }
    }
}
