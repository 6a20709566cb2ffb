//! The same school some weeks later: leavers, newcomers, changes of class, of name and of address, another teacher.

use preau_domain::time::Day;

use crate::dice::Dice;
use crate::names::FAMILY;
use crate::school::School;

impl School {
    /// The school as its files would show it on `today`: about one pupil in a hundred left, as many arrived, a few changed.
    /// Half of the leavers carry a past DATE_SORTIE, the others are no longer in the files.
    #[must_use]
    pub fn next_month(&self, today: Day) -> Self {
        let mut school = self.clone();
        let dice = &mut Dice::new(self.seed, "later");
        let few = (self.size.pupils / 100).max(1);
        let mut enrolled: Vec<usize> =
            (0..school.pupils.len()).filter(|i| school.pupils.get(*i).is_some_and(|p| p.left.is_none())).collect();
        dice.shuffle(&mut enrolled);
        let mut next = enrolled.into_iter();
        let mut dropped = Vec::new();
        for (turn, index) in next.by_ref().take(few).enumerate() {
            if let Some(pupil) = school.pupils.get_mut(index) {
                pupil.left = Some(Day(today.0 - 5));
                if turn % 2 == 1 {
                    dropped.push(pupil.id);
                }
            }
        }
        let codes: Vec<(usize, String)> = school.divisions.iter().map(|d| (d.level, d.code.clone())).collect();
        for index in next.by_ref().take(few) {
            let Some(pupil) = school.pupils.get_mut(index) else { continue };
            let other = codes.iter().find(|(level, code)| *level == pupil.level && *code != pupil.division);
            if let Some((_, code)) = other {
                pupil.division.clone_from(code);
            } else {
                pupil.second = Some("Dominique");
            }
        }
        for index in next.take(few) {
            if let Some(pupil) = school.pupils.get_mut(index) {
                pupil.usage = Some(format!("{}-{}", pupil.last, dice.pick(FAMILY)));
            }
        }
        for guardian in school.guardians.iter_mut().take(2 * few) {
            guardian.email = Some(format!("{}@nouveau.example", guardian.login));
        }
        school.pupils.retain(|p| !dropped.contains(&p.id));
        school.welcome(few, self.pupils.len(), today, dice);
        school.replace_teacher(dice);
        school
    }

    fn welcome(&mut self, count: usize, before: usize, today: Day, dice: &mut Dice) {
        for turn in 0..count {
            let last = dice.pick(FAMILY);
            for mut pupil in self.draw_family(last, 1, 2, dice) {
                let base = u32::try_from(before + turn).unwrap_or(0);
                (pupil.id, pupil.elenoet) = (1_204_310 + base * 7, 4000 + base);
                pupil.ine = format!("{:09}ZZ", 90_100_000 + base);
                pupil.entered = Day(today.0 - 3);
                let classes: Vec<String> =
                    self.divisions.iter().filter(|d| d.level == pupil.level).map(|d| d.code.clone()).collect();
                pupil.division = classes.get(dice.below(classes.len())).cloned().unwrap_or_default();
                pupil.groups = self.draw_places(pupil.level, &pupil.division, dice);
                pupil.login = self.login(pupil.first, &pupil.last);
                self.pupils.push(pupil);
            }
        }
    }

    /// The last teacher of the list goes, somebody new takes over all that he or she did.
    fn replace_teacher(&mut self, dice: &mut Dice) {
        let Some(gone) = self.staff.last().cloned() else { return };
        self.draw_person("epp", "ENS", gone.matter, dice);
        if let Some(new) = self.staff.last_mut() {
            new.heads.clone_from(&gone.heads);
            for service in self.services.iter_mut().filter(|s| s.staff == gone.id) {
                service.staff = new.id;
            }
        }
        self.staff.retain(|s| s.id != gone.id);
    }
}
