//! Staff: teachers by subject, who teaches which class, professeurs principaux, the head and the others.

use std::collections::BTreeSet;

use preau_domain::time::Day;

use crate::catalogue::MATTERS;
use crate::dice::Dice;
use crate::first_names::{MEN, WOMEN};
use crate::names::FAMILY;
use crate::school::{School, Service, Staff};

/// The login of the teacher that documents and demonstrations speak of: nobody else gets it, whatever the seed.
pub(crate) const KNOWN_TEACHER: &str = "h.durand";

impl School {
    /// Head, deputy, CPE, documentaliste, then the teachers, their services and the professeurs principaux.
    pub(crate) fn draw_staff(&mut self, dice: &mut Dice) {
        self.draw_person("dir", "DIR", None, dice);
        self.draw_person("dir", "ADF", None, dice);
        self.draw_person("epp", "EDU", None, dice);
        self.draw_person("epp", "DOC", None, dice);
        let mut counts: Vec<(&'static str, usize, usize)> =
            MATTERS.iter().filter(|m| m.teachers > 0).map(|m| (m.code, m.teachers, 1)).collect();
        for _ in counts.len()..self.size.teachers {
            // who has the fewest for its weight comes next
            if let Some(next) = counts.iter_mut().max_by_key(|(_, weight, count)| weight * 10_000 / (2 * count + 1)) {
                next.2 += 1;
            }
        }
        for (matter, _, count) in counts {
            for _ in 0..count {
                self.draw_person("epp", "ENS", Some(matter), dice);
            }
        }
        if let Some(durand) = self.staff.iter_mut().find(|s| s.matter == Some("061300")) {
            self.logins.remove(&durand.login);
            (durand.last, durand.usage, durand.first, durand.woman, durand.login) =
                ("Durand".to_owned(), None, "Hélène", true, KNOWN_TEACHER.to_owned());
        }
        self.share_services();
        self.choose_heads();
    }

    pub(crate) fn draw_person(
        &mut self,
        origin: &'static str,
        function: &'static str,
        matter: Option<&'static str>,
        dice: &mut Dice,
    ) {
        let id = 41_200 + u32::try_from(self.staff.len()).unwrap_or(0) * 13;
        let woman = dice.chance(62);
        let (last, first) = (dice.pick(FAMILY), dice.pick(if woman { WOMEN } else { MEN }));
        let login = self.login(first, last);
        let year = self.year.0 - 26 - i16::try_from(dice.below(36)).unwrap_or(0);
        let month = i8::try_from(1 + dice.below(12)).unwrap_or(1);
        let day = i8::try_from(1 + dice.below(28)).unwrap_or(1);
        let birth = Day::from_civil(year, month, day).unwrap_or_default();
        let usage = (woman && dice.chance(20)).then(|| dice.pick(FAMILY).to_owned()).filter(|usage| usage != last);
        let last = last.to_owned();
        self.staff.push(Staff { id, origin, woman, last, usage, first, birth, function, matter, heads: Vec::new(), login });
    }

    /// Each class has one teacher for each subject; the classes of a subject go round its teachers.
    fn share_services(&mut self) {
        let mut services = Vec::new();
        for matter in MATTERS {
            let teachers: Vec<u32> = self.staff.iter().filter(|s| s.matter == Some(matter.taught_by)).map(|s| s.id).collect();
            let mut give = |structure: &str, turn: usize| {
                if let Some(staff) = teachers.get(turn % teachers.len().max(1)) {
                    services.push(Service { structure: structure.to_owned(), matter: matter.code, staff: *staff });
                }
            };
            if let Some(from) = matter.from {
                // the first teacher of each subject has 5B, wherever there is one
                let start = self.divisions.iter().position(|d| d.code == "5B").unwrap_or(0);
                let count = self.divisions.len();
                for (index, division) in self.divisions.iter().enumerate().filter(|(_, d)| d.level >= from) {
                    give(&division.code, (index + count - start) % count);
                }
            }
            for (index, group) in self.groups.iter().filter(|g| g.matter == matter.code).enumerate() {
                give(&group.code, index);
            }
        }
        self.services = services;
    }

    /// A professeur principal for each class, among its own teachers, nobody twice while there is a choice.
    fn choose_heads(&mut self) {
        let mut busy = BTreeSet::new();
        for division in &self.divisions {
            let own: Vec<u32> = self.services.iter().filter(|s| s.structure == division.code).map(|s| s.staff).collect();
            let Some(chosen) = own.iter().find(|id| !busy.contains(*id)).or_else(|| own.first()) else { continue };
            busy.insert(*chosen);
            if let Some(head) = self.staff.iter_mut().find(|s| s.id == *chosen) {
                head.heads.push(division.code.clone());
            }
        }
    }
}
