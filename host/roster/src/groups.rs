//! Classes and groups gathered from several files: one entry for each code, the first words win, gaps are filled.

use std::collections::BTreeMap;

use preau_domain::text;

use crate::fault::Desk;
use crate::model::{Group, GroupKind};

/// Groups by code.
#[derive(Default)]
pub(crate) struct Groups {
    pub(crate) by_code: BTreeMap<String, Group>,
}

impl Groups {
    /// Adds a group, or completes the one of the same code.
    pub(crate) fn add(&mut self, group: Group, line: impl Into<Option<u64>>, desk: &mut Desk) {
        let Some(known) = self.by_code.get_mut(&group.code) else {
            self.by_code.insert(group.code.clone(), group);
            return;
        };
        if known.kind != group.kind {
            return desk.remark(line, text!("roster-two-kinds", code = group.code));
        }
        if known.label == known.code {
            known.label = group.label;
        }
        if known.level_code.is_none() {
            known.level_code = group.level_code;
        }
        if known.from_divisions.is_empty() {
            known.from_divisions = group.from_divisions;
        }
    }

    /// Makes sure that the code a pupil is attached to exists; whether it had to be made.
    pub(crate) fn ensure(&mut self, code: &str, kind: GroupKind, mef: Option<&String>) -> bool {
        if let Some(known) = self.by_code.get_mut(code) {
            if known.level_code.is_none() && known.kind == GroupKind::Division {
                known.level_code = mef.cloned();
            }
            return false;
        }
        let level_code = mef.filter(|_| kind == GroupKind::Division).cloned();
        let group = Group { code: code.to_owned(), kind, label: code.to_owned(), level_code, from_divisions: Vec::new() };
        self.by_code.insert(code.to_owned(), group);
        true
    }
}
