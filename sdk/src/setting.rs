//! What the school has set for this plugin.

use crate::sys;

/// A declared setting; [`manifest!`](crate::manifest) makes one constant for each.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    name: &'static str,
    default: &'static str,
}

impl Setting {
    /// For `manifest!`, which knows the declared names.
    #[doc(hidden)]
    #[must_use]
    pub const fn declared(name: &'static str, default: &'static str) -> Self {
        Self { name, default }
    }

    /// Its value, or its default.
    #[must_use]
    pub fn get(self) -> String {
        sys::setting(self.name).unwrap_or_else(|| self.default.to_owned())
    }

    /// Its value as a whole number, or its default; 0 when neither is a number.
    #[must_use]
    pub fn number(self) -> i64 {
        let set = self.get().parse();
        set.or_else(|_| self.default.parse()).unwrap_or(0)
    }

    /// Whether a yes-no setting says yes.
    #[must_use]
    pub fn yes(self) -> bool {
        self.get() == "yes"
    }
}
