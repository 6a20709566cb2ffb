//! A plan as sets of rows, written in the caller's transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use preau_domain::time::Day;
use preau_roster::model::HeadTeacher;
use preau_roster::plan::{Changes, Plan};
use preau_storage::roster::{self, Guardianship};
use preau_storage::{Db, Result, StorageError};

use super::facts::{self, Someone};
use super::known::HEAD_TEACHER;
use super::prepare::Ids;
use super::progress::{Progress, Tell};

/// Steps of [`Writing::all`], for the progress bar.
const STEPS: usize = 9;

/// A plan being written.
pub(super) struct Writing<'a> {
    pub(super) plan: &'a Plan,
    pub(super) ids: Ids,
    pub(super) today: Day,
    pub(super) tell: Tell,
    /// Everybody whose data or relations changed.
    pub(super) touched: BTreeSet<i64>,
}

impl Writing<'_> {
    /// Writes everything. An error leaves it to the caller to undo what was written.
    pub(super) async fn all(&mut self, db: &mut Db) -> Result<()> {
        let plan = self.plan;
        let mut ids = std::mem::take(&mut self.ids.pupils);
        self.people(db, &plan.pupils, &mut ids, 1).await?;
        self.ids.pupils = ids;
        let mut ids = std::mem::take(&mut self.ids.guardians);
        self.people(db, &plan.guardians, &mut ids, 2).await?;
        self.ids.guardians = ids;
        let mut ids = std::mem::take(&mut self.ids.staff);
        self.people(db, &plan.staff, &mut ids, 3).await?;
        self.ids.staff = ids;
        self.groups(db).await?;
        self.subjects(db).await?;
        self.memberships(db).await?;
        self.links(db).await?;
        self.services(db).await?;
        self.head_teachers(db).await?;
        if !(plan.pupils.new.is_empty()
            && plan.pupils.changed.is_empty()
            && plan.pupils.returned.is_empty()
            && plan.pupils.left.is_empty())
        {
            roster::refresh_local_keys(db).await?;
        }
        roster::refresh_roles(db).await?;
        roster::end_sessions_of_inactive(db).await
    }

    fn done(&self, done: usize) {
        self.tell.say(Progress::Applying { done, steps: STEPS });
    }

    async fn people<T: Someone>(
        &mut self,
        db: &mut Db,
        changes: &Changes<T>,
        ids: &mut HashMap<String, i64>,
        step: usize,
    ) -> Result<()> {
        let rewritten = || changes.changed.iter().chain(&changes.returned);
        let other_key = rewritten().filter(|c| c.what.iter().any(|w| w.field == "key"));
        let (mut people, mut keys) = (Vec::new(), BTreeMap::new());
        let mut keyless = Vec::new();
        for changed in other_key {
            keyless.push(changed.id);
            keys.insert(changed.entry.key().to_owned(), changed.id);
        }
        people.extend(rewritten().map(|c| c.entry.row(c.id)));
        let first = next(db, "person", changes.new.len()).await?;
        for (id, entry) in (first..).zip(&changes.new) {
            people.push(entry.row(id));
            keys.insert(entry.key().to_owned(), id);
            ids.insert(entry.key().to_owned(), id);
        }
        let left: Vec<i64> = changes.left.iter().map(|l| l.id).collect();
        self.touched.extend(people.iter().map(|p| p.id).chain(left.iter().copied()));
        // old keys first, so that two people may exchange theirs
        roster::drop_keys(db, T::KEY, &keyless).await?;
        roster::put_people(db, &people).await?;
        let keys: Vec<_> = keys.into_iter().map(|(value, id)| (T::KEY.to_owned(), value, id)).collect();
        roster::put_keys(db, &keys).await?;
        roster::deactivate(db, &left, self.today.0.into()).await?;
        self.done(step);
        Ok(())
    }

    async fn groups(&mut self, db: &mut Db) -> Result<()> {
        let changes = &self.plan.groups;
        let mut rows: Vec<_> =
            changes.changed.iter().chain(&changes.returned).map(|c| facts::group_row(c.id, &c.entry)).collect();
        let first = next(db, "group", changes.new.len()).await?;
        for (id, group) in (first..).zip(&changes.new) {
            rows.push(facts::group_row(id, group));
            self.ids.groups.insert(group.code.clone(), id);
        }
        roster::put_groups(db, &rows).await?;
        roster::retire_groups(db, &changes.left.iter().map(|l| l.id).collect::<Vec<_>>()).await?;
        self.done(4);
        Ok(())
    }

    async fn subjects(&mut self, db: &mut Db) -> Result<()> {
        let changes = &self.plan.subjects;
        let mut rows: Vec<_> =
            changes.changed.iter().chain(&changes.returned).map(|c| facts::subject_row(c.id, &c.entry)).collect();
        let first = next(db, "subject", changes.new.len()).await?;
        for (id, subject) in (first..).zip(&changes.new) {
            rows.push(facts::subject_row(id, subject));
            self.ids.subjects.insert(subject.code.clone(), id);
        }
        roster::put_subjects(db, &rows).await?;
        self.done(5);
        Ok(())
    }

    async fn memberships(&mut self, db: &mut Db) -> Result<()> {
        let relations = &self.plan.memberships;
        let gone: Vec<_> = relations.remove.iter().map(|m| (m.pupil, m.group)).collect();
        let added =
            relations.add.iter().map(|m| Ok((find(&self.ids.pupils, &m.pupil_key)?, find(&self.ids.groups, &m.group_code)?)));
        let added: BTreeSet<(i64, i64)> = added.collect::<Result<_>>()?;
        self.touched.extend(gone.iter().chain(&added).map(|(pupil, _)| *pupil));
        roster::remove_memberships(db, &gone).await?;
        roster::add_memberships(db, &added.into_iter().collect::<Vec<_>>()).await?;
        self.done(6);
        Ok(())
    }

    async fn links(&mut self, db: &mut Db) -> Result<()> {
        let relations = &self.plan.links;
        let gone: Vec<_> = relations.remove.iter().map(|l| (l.guardian, l.pupil)).collect();
        // by pair, the last one wins, as in the comparison
        let mut rows = BTreeMap::new();
        for change in &self.plan.link_changes {
            rows.insert((change.before.guardian, change.before.pupil), (change.level, change.relation.clone()));
        }
        for link in &relations.add {
            let pair = (find(&self.ids.guardians, &link.guardian_key)?, find(&self.ids.pupils, &link.pupil_key)?);
            rows.insert(pair, (link.level, link.relation.clone()));
        }
        let rows: Vec<_> = rows
            .into_iter()
            .map(|((guardian, pupil), (level, relation))| {
                let level = facts::level_number(level);
                Guardianship { guardian, pupil, level, relation, court: false }
            })
            .collect();
        self.touched.extend(rows.iter().flat_map(|l| [l.guardian, l.pupil]).chain(gone.iter().flat_map(|(g, p)| [*g, *p])));
        roster::remove_guardianships(db, &gone).await?;
        roster::put_guardianships(db, &rows).await?;
        self.done(7);
        Ok(())
    }

    async fn services(&mut self, db: &mut Db) -> Result<()> {
        let relations = &self.plan.services;
        let gone: Vec<_> = relations.remove.iter().map(|s| (s.staff, s.group, s.subject)).collect();
        let added = relations.add.iter().map(|s| {
            let (staff, group) = (find(&self.ids.staff, &s.staff_key)?, find(&self.ids.groups, &s.group_code)?);
            Ok((staff, group, find(&self.ids.subjects, &s.subject_code)?))
        });
        let added: BTreeSet<(i64, i64, i64)> = added.collect::<Result<_>>()?;
        self.touched.extend(gone.iter().chain(&added).map(|(staff, ..)| *staff));
        roster::remove_teachings(db, &gone).await?;
        roster::add_teachings(db, &added.into_iter().collect::<Vec<_>>()).await?;
        self.done(8);
        Ok(())
    }

    async fn head_teachers(&mut self, db: &mut Db) -> Result<()> {
        let relations = &self.plan.head_teachers;
        let (first, last) = roster::ALWAYS;
        let row = |staff: i64, group: i64, from: Option<Day>, to: Option<Day>| {
            let day = |day: Option<Day>, unbounded: i64| day.map_or(unbounded, |d| d.0.into());
            (staff, HEAD_TEACHER.to_owned(), group, day(from, first), day(to, last))
        };
        let gone: Vec<_> = relations.remove.iter().map(|h| row(h.staff, h.group, h.from, h.to)).collect();
        let added = relations.add.iter().map(|h: &HeadTeacher| {
            let (staff, group) = (find(&self.ids.staff, &h.staff_key)?, find(&self.ids.groups, &h.group_code)?);
            Ok(row(staff, group, h.from, h.to))
        });
        let added: Vec<_> = added.collect::<Result<_>>()?;
        self.touched.extend(gone.iter().chain(&added).map(|(staff, ..)| *staff));
        roster::remove_held(db, &gone).await?;
        roster::add_held(db, &added).await?;
        self.done(9);
        Ok(())
    }
}

/// The first of so many new ids, which nobody had before.
async fn next(db: &mut Db, counter: &str, how_many: usize) -> Result<i64> {
    db.next(counter, i64::try_from(how_many).unwrap_or(i64::MAX)).await
}

fn find(ids: &HashMap<String, i64>, key: &str) -> Result<i64> {
    // the key is an official identifier: it stays out of the log
    ids.get(key).copied().ok_or_else(|| StorageError::Inconsistent("a relation of the plan names nobody".into()))
}
