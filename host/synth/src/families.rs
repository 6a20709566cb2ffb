//! Families: brothers and sisters share their guardians, some parents live apart, some children have one guardian, some three.

use preau_domain::time::Day;

use crate::catalogue::LEVELS;
use crate::dice::Dice;
use crate::first_names::{BOYS, GIRLS, MEN, WOMEN};
use crate::names::{FAMILY, STREETS, TOWNS};
use crate::school::{Address, Guardian, Pupil, School, Tie};

/// What a family is like before it has people.
#[derive(Clone, Copy)]
struct Plan {
    children: usize,
    guardians: usize,
}

impl School {
    /// Draws families until there are as many pupils and guardians as asked, then seats the pupils in classes.
    pub(crate) fn draw_families(&mut self, dice: &mut Dice) {
        let mut plans = plans(self.size.pupils, self.size.guardians);
        dice.shuffle(&mut plans);
        for plan in plans {
            let last = dice.pick(FAMILY);
            let pupils = self.draw_family(last, plan.children, plan.guardians, dice);
            self.pupils.extend(pupils);
        }
        self.seat(dice);
        self.make_homonyms();
        for _ in 0..self.size.departed {
            let last = dice.pick(FAMILY);
            let mut gone = self.draw_family(last, 1, 2, dice);
            for pupil in &mut gone {
                pupil.division = format!("{}A", LEVELS.get(pupil.level).map_or('6', |l| l.digit));
                pupil.left = Day::from_civil(self.year.0, 7, 10);
            }
            self.pupils.extend(gone);
        }
        for index in 0..self.pupils.len() {
            if let Some((first, last)) = self.pupils.get(index).map(|p| (p.first, p.last.clone())) {
                let login = self.login(first, &last);
                if let Some(pupil) = self.pupils.get_mut(index) {
                    pupil.login = login;
                }
            }
        }
    }

    /// Children of one family, whose guardians and addresses join the school; they have no class yet.
    pub(crate) fn draw_family(&mut self, last: &str, children: usize, guardians: usize, dice: &mut Dice) -> Vec<Pupil> {
        let home = self.draw_address(dice);
        let apart = guardians > 1 && dice.chance(20);
        let mother = self.draw_guardian(true, if dice.chance(35) { dice.pick(FAMILY) } else { last }, home, dice);
        let mut ties = vec![Tie { guardian: mother, level: 1, relation: "10", pays: true, houses: true }];
        let mut name = last.to_owned();
        if guardians > 1 {
            let address = if apart { self.draw_address(dice) } else { home };
            let father = self.draw_guardian(false, last, address, dice);
            ties.push(Tie { guardian: father, level: 1, relation: "20", pays: apart, houses: !apart || dice.chance(40) });
            let maiden = self.guardians.iter().find(|g| g.id == mother).map(|g| g.last.clone()).unwrap_or_default();
            if maiden != last && dice.chance(15) {
                name = format!("{last}-{maiden}");
            }
        }
        if guardians > 2 {
            // an aunt in charge, or a grandmother to be called
            let (level, relation) = if dice.chance(50) { (2, "39") } else { (3, "38") };
            let other = self.draw_guardian(true, dice.pick(FAMILY), home, dice);
            ties.push(Tie { guardian: other, level, relation, pays: false, houses: false });
        }
        let mut levels: Vec<usize> = (0..LEVELS.len()).collect();
        dice.shuffle(&mut levels);
        let mut born: Vec<Pupil> = Vec::new();
        for level in levels.into_iter().cycle().take(children) {
            let number = self.pupils.len() + born.len();
            let mut child = self.draw_child(&name, level, number, dice);
            for _ in 0..20 {
                if born.iter().any(|b| b.first == child.first) {
                    child.first = dice.pick(if child.girl { GIRLS } else { BOYS });
                }
            }
            child.ties.clone_from(&ties);
            born.push(child);
        }
        born
    }

    fn draw_child(&self, last: &str, level: usize, number: usize, dice: &mut Dice) -> Pupil {
        let girl = dice.chance(50);
        let first = if girl { GIRLS } else { BOYS };
        let repeats = dice.chance(4);
        let age = LEVELS.get(level).map_or(11, |l| l.age) + i16::from(repeats);
        let birth = birthday(self.year.0 - age, dice);
        let since = i16::try_from(level).unwrap_or(0);
        let entered = if dice.chance(85) { Day::from_civil(self.year.0 - since, 9, 1) } else { Some(self.first_day()) };
        let letters = (b'A' + u8::try_from(dice.below(26)).unwrap_or(0), b'A' + u8::try_from(dice.below(26)).unwrap_or(0));
        let base = u32::try_from(number).unwrap_or(0);
        Pupil {
            id: 1_204_310 + base * 7,
            ine: format!("{:09}{}{}", 70_100_000 + base * 131 + 7, char::from(letters.0), char::from(letters.1)),
            elenoet: 4000 + base,
            last: last.to_owned(),
            usage: None,
            first: dice.pick(first),
            second: dice.chance(60).then(|| dice.pick(first)),
            girl,
            birth,
            level,
            division: String::new(),
            groups: Vec::new(),
            repeats,
            entered: entered.unwrap_or_default(),
            left: None,
            ties: Vec::new(),
            login: String::new(),
        }
    }

    pub(crate) fn draw_guardian(&mut self, woman: bool, last: &str, address: u32, dice: &mut Dice) -> u32 {
        let id = 2_518_000 + u32::try_from(self.guardians.len()).unwrap_or(0) * 3;
        let first = dice.pick(if woman { WOMEN } else { MEN });
        let login = self.login(first, last);
        let email = dice.chance(82).then(|| format!("{login}@courriel.example"));
        let phone = format!("+33 6 39 98 {:02} {:02}", dice.below(100), dice.below(100));
        let usage = (woman && dice.chance(25)).then(|| dice.pick(FAMILY).to_owned()).filter(|usage| usage != last);
        self.guardians.push(Guardian { id, woman, last: last.to_owned(), usage, first, email, phone, address, login });
        id
    }

    fn draw_address(&mut self, dice: &mut Dice) -> u32 {
        let id = 880_100 + u32::try_from(self.addresses.len()).unwrap_or(0);
        let line = format!("{} {}", 1 + dice.below(140), dice.pick(STREETS));
        let complement = dice.chance(25).then(|| dice.pick(&["Bâtiment B", "Appartement 12", "Résidence « Les Pommiers »"]));
        let town = dice.below(TOWNS.len());
        let (post_code, town) = TOWNS.get(town).copied().unwrap_or_default();
        self.addresses.push(Address { id, line, complement, post_code, town });
        id
    }

    /// Spreads the pupils evenly over levels and over the classes of each level.
    fn seat(&mut self, dice: &mut Dice) {
        let seats = self.divisions.len().max(1);
        let mut room: Vec<usize> =
            (0..seats).map(|i| self.pupils.len() / seats + usize::from(i < self.pupils.len() % seats)).collect();
        let mut order: Vec<usize> = (0..self.pupils.len()).collect();
        dice.shuffle(&mut order);
        let year = self.year.0;
        for index in order {
            let Some(pupil) = self.pupils.get_mut(index) else { continue };
            // the level drawn with brothers and sisters, or the next one with a seat left
            for step in 0..LEVELS.len() {
                let level = (pupil.level + step) % LEVELS.len();
                let free = self.divisions.iter().zip(&room).enumerate().filter(|(_, (d, left))| d.level == level && **left > 0);
                let Some((seat, (division, _))) = free.max_by_key(|(_, (_, left))| **left) else { continue };
                let shift = LEVELS.get(level).map_or(0, |l| l.age) - LEVELS.get(pupil.level).map_or(0, |l| l.age);
                let (y, m, d) = pupil.birth.ymd();
                pupil.birth = Day::from_civil(y - shift, m, d).unwrap_or(pupil.birth);
                let oldest = Day::from_civil(year - i16::try_from(level).unwrap_or(0), 9, 1).unwrap_or_default();
                pupil.entered = pupil.entered.max(oldest);
                pupil.level = level;
                pupil.division.clone_from(&division.code);
                if let Some(left) = room.get_mut(seat) {
                    *left -= 1;
                }
                break;
            }
        }
    }

    /// Two pupils of one name, in two classes: every school has such a pair.
    fn make_homonyms(&mut self) {
        let Some((id, last, first, girl, division)) =
            self.pupils.first().map(|p| (p.id, p.last.clone(), p.first, p.girl, p.division.clone()))
        else {
            return;
        };
        if let Some(other) = self.pupils.iter_mut().rev().find(|p| p.id != id && p.girl == girl && p.division != division) {
            (other.last, other.first) = (last, first);
        }
    }
}

/// So many families of one, two and three children, with so many guardians in all.
fn plans(pupils: usize, guardians: usize) -> Vec<Plan> {
    let (triples, doubles) = (pupils / 62, pupils * 8 / 62);
    let singles = pupils - 3 * triples - 2 * doubles;
    let sizes = [(3, triples), (2, doubles), (1, singles)];
    let mut plans: Vec<Plan> = Vec::new();
    for (children, count) in sizes {
        plans.extend(std::iter::repeat_n(Plan { children, guardians: 2 }, count));
    }
    // families with three guardians are paid for by as many with one
    let three = plans.len() / 50;
    let one = (2 * plans.len() + three).saturating_sub(guardians);
    for plan in plans.iter_mut().rev().take(one) {
        plan.guardians = 1;
    }
    for plan in plans.iter_mut().take(three) {
        plan.guardians = 3;
    }
    plans
}

fn birthday(year: i16, dice: &mut Dice) -> Day {
    let month = i8::try_from(1 + dice.below(12)).unwrap_or(1);
    let day = i8::try_from(1 + dice.below(28)).unwrap_or(1);
    Day::from_civil(year, month, day).unwrap_or_default()
}
