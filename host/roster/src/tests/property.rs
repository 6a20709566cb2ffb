//! Whatever the files say, a plan once applied leaves nothing to do; rosters are drawn at random from fixed seeds.

use preau_domain::time::Day;

use super::apply::apply;
use super::sample::{roster, two_pupils};
use crate::known::Known;
use crate::model::*;
use crate::{Choice, Population, Settled, diff};

struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn some<T>(&mut self, list: Vec<T>) -> Vec<T> {
        list.into_iter().filter(|_| self.below(4) > 0).collect()
    }
}

/// Few names, days, INE and keys, so that they collide.
fn pupil(draw: &mut Draw, key: usize) -> Pupil {
    let text = |n: usize, words: &str| format!("{words}{n}");
    Pupil {
        key: key.to_string(),
        last_name: text(draw.below(3), "Nom"),
        usage_name: None,
        first_name: text(draw.below(2), "Prénom"),
        first_name_2: None,
        first_name_3: None,
        birth: Some(Day(16_000 + i32::try_from(draw.below(2)).unwrap())),
        sex: None,
        ine: (draw.below(2) == 0).then(|| text(draw.below(4), "INE")),
        elenoet: None,
        division: Some(text(draw.below(2), "6")),
        entered: None,
        left: None,
        email: None,
    }
}

fn guardian(draw: &mut Draw, key: usize) -> Guardian {
    let (last_name, first_name) = (format!("Nom{}", draw.below(3)), format!("P{}", draw.below(2)));
    Guardian { key: key.to_string(), civility: None, last_name, usage_name: None, first_name, email: None, address: None }
}

fn staff(draw: &mut Draw, key: usize) -> Staff {
    let birth = (draw.below(2) == 0).then(|| Day(4000 + i32::try_from(draw.below(2)).unwrap()));
    let (last_name, first_name) = (format!("Nom{}", draw.below(3)), "P".to_owned());
    Staff { key: format!("epp:{key}"), civility: None, last_name, usage_name: None, first_name, birth, function: None }
}

fn draw_roster(draw: &mut Draw) -> Roster {
    let mut drawn = roster(&[&two_pupils()]);
    let keys = |draw: &mut Draw| draw.some((0..9).collect());
    drawn.pupils = keys(draw).into_iter().map(|key| pupil(draw, key)).collect();
    drawn.guardians = keys(draw).into_iter().map(|key| guardian(draw, key)).collect();
    drawn.staff = keys(draw).into_iter().map(|key| staff(draw, key)).collect();
    let codes = draw.some(vec!["60", "61", "6LATIN"]);
    let kind = GroupKind::Division;
    let group = |code: &str| Group { code: code.into(), kind, label: code.into(), level_code: None, from_divisions: vec![] };
    drawn.groups = codes.iter().map(|c| group(c)).collect();
    drawn.subjects = vec![Subject { code: "061300".into(), short: "M".into(), label: format!("M{}", draw.below(2)) }];
    let (mut memberships, mut links, mut services, mut heads) = (vec![], vec![], vec![], vec![]);
    for p in &drawn.pupils {
        memberships.extend(codes.iter().map(|c| Membership { pupil_key: p.key.clone(), group_code: (*c).to_owned() }));
        for g in &drawn.guardians {
            let level = if draw.below(2) == 0 { Level::Legal } else { Level::Contact };
            links.push(Link { pupil_key: p.key.clone(), guardian_key: g.key.clone(), level, relation: "10".into() });
        }
    }
    for s in &drawn.staff {
        for code in &codes {
            let (group_code, staff_key) = ((*code).to_owned(), s.key.clone());
            services.push(Service {
                group_code: group_code.clone(),
                subject_code: "061300".into(),
                staff_key: staff_key.clone(),
            });
            heads.push(HeadTeacher { staff_key, group_code, from: None, to: None });
        }
    }
    (drawn.memberships, drawn.links) = (draw.some(memberships), draw.some(links));
    (drawn.services, drawn.head_teachers) = (draw.some(services), draw.some(heads));
    let yes = |draw: &mut Draw| draw.below(4) > 0;
    let addresses = false;
    drawn.covers = Coverage { pupils: yes(draw), guardians: yes(draw), staff: yes(draw), groups: yes(draw), addresses };
    if !drawn.covers.pupils {
        (drawn.pupils, drawn.memberships) = (vec![], vec![]);
    }
    if !drawn.covers.guardians {
        (drawn.guardians, drawn.links) = (vec![], vec![]);
    }
    if !drawn.covers.staff {
        (drawn.staff, drawn.services, drawn.head_teachers) = (vec![], vec![], vec![]);
    }
    drawn
}

#[test]
fn a_plan_applied_leaves_nothing_to_do() {
    let mut questions = 0;
    for seed in 0..400 {
        let mut draw = Draw(seed);
        let mut known = Known::default();
        for _ in 0..4 {
            let roster = draw_roster(&mut draw);
            let mut settled = Settled::nothing();
            // Whoever sits at the desk answers at random, until no question is left.
            let mut plan = diff(&known, &roster, &settled);
            for _ in 0..60 {
                let asked = [
                    plan.pupils.homonyms.first().map(|h| (Population::Pupils, h.entry.key.clone(), h.candidates[0])),
                    plan.guardians.homonyms.first().map(|h| (Population::Guardians, h.entry.key.clone(), h.candidates[0])),
                    plan.staff.homonyms.first().map(|h| (Population::Staff, h.entry.key.clone(), h.candidates[0])),
                ];
                let Some((population, key, id)) = asked.into_iter().flatten().next() else { break };
                let choice = if draw.below(2) == 0 { Choice::New } else { Choice::Same(id) };
                settled.choose(population, &key, choice);
                questions += 1;
                plan = diff(&known, &roster, &settled);
            }
            apply(&mut known, &plan);
            let again = diff(&known, &roster, &Settled::nothing());
            assert!(again.is_empty(), "seed {seed}: {:#?}", again.report());
        }
    }
    assert!(questions > 100, "names collide");
}
