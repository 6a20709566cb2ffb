//! Classes, teaching groups across classes, and which pupil is in which group.

use crate::catalogue::LEVELS;
use crate::dice::Dice;
use crate::school::{Division, Group, School};

const LETTERS: &str = "ABCDEFGHJKLM";

impl School {
    /// 6A, 6B, … 3F.
    pub(crate) fn draw_classes(&mut self) {
        for (index, level) in LEVELS.iter().enumerate() {
            for letter in LETTERS.chars().take(self.size.classes_per_level) {
                let code = format!("{}{letter}", level.digit);
                self.divisions.push(Division { code, label: format!("{} {letter}", level.formation), level: index });
            }
        }
    }

    /// Second languages and Latin from 5e on, and a choir for all.
    pub(crate) fn draw_groups(&mut self, dice: &mut Dice) {
        for (index, level) in LEVELS.iter().enumerate() {
            let codes: Vec<String> = self.divisions.iter().filter(|d| d.level == index).map(|d| d.code.clone()).collect();
            if index == 0 {
                continue;
            }
            let digit = level.digit;
            for pair in codes.chunks(2) {
                let letters: String = pair.iter().filter_map(|c| c.chars().last()).collect();
                self.group(format!("{digit}ESP.{letters}"), "ESPAGNOL LV2", "030602", pair);
            }
            self.group(format!("{digit}ALL.1"), "ALLEMAND LV2", "030102", &codes);
            self.group(format!("{digit}ITA.1"), "ITALIEN LV2", "030902", &codes);
            self.group(format!("{digit}LATIN"), "LATIN", "020300", &codes);
        }
        let all: Vec<String> = self.divisions.iter().map(|d| d.code.clone()).collect();
        self.group("CHORALE".to_owned(), "CHANT CHORAL", "083000", &all);
        let places: Vec<Vec<String>> = self.pupils.iter().map(|p| self.draw_places(p.level, &p.division, dice)).collect();
        for (pupil, groups) in self.pupils.iter_mut().zip(places) {
            pupil.groups = groups;
        }
    }

    fn group(&mut self, code: String, label: &str, matter: &'static str, divisions: &[String]) {
        let label = format!("{label} {}", code.chars().next().unwrap_or(' '));
        self.groups.push(Group { code, label, matter, divisions: divisions.to_vec() });
    }

    /// The groups of a pupil of this class.
    pub(crate) fn draw_places(&self, level: usize, division: &str, dice: &mut Dice) -> Vec<String> {
        let mut wanted = Vec::new();
        if level > 0 {
            wanted.push(match dice.below(100) {
                0..68 => "030602",
                68..86 => "030102",
                _ => "030902",
            });
            if dice.chance(14) {
                wanted.push("020300");
            }
        }
        if dice.chance(6) {
            wanted.push("083000");
        }
        let open = |matter: &str| self.groups.iter().find(|g| g.matter == matter && g.divisions.iter().any(|d| d == division));
        wanted.into_iter().filter_map(open).map(|g| g.code.clone()).collect()
    }
}
