//! Reading a plugin's own records: narrowed by role, reach, embargo and parent before the guest sees anything.

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::manifest::{Collection, Reach};
use preau_domain::text;
use preau_storage::record::{self, Found, Scan, Whose};

use crate::call::{Call, Scanned, unavailable};
use crate::reach;

/// Whose records a guest asks for; handles are opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Records without subject.
    NoOne,
    /// Of anybody the actor may see.
    Anyone,
    /// Of these persons.
    Persons(Vec<PersonId>),
    /// Of the members of a group.
    Group(GroupId),
}

/// Records found, column by column.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rows {
    /// Their collection.
    pub collection: String,
    /// The records.
    pub found: Vec<Found>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// At most so many records in one page.
const PAGE: i64 = 2000;

impl Call {
    /// The declared collection with this name.
    pub(crate) fn collection(&self, name: &str) -> Result<Collection, Failure> {
        let found = self.plugin.manifest().collection(name).cloned();
        found.ok_or_else(|| Failure::Denied(text!("policy-undeclared-collection", name = name).to_string()))
    }

    /// Scans a collection in order of keys.
    ///
    /// # Errors
    /// [`Failure::Denied`] when it is not declared, the role may not read it, or a person or group is out of reach.
    pub async fn scan(
        &mut self,
        collection: &str,
        asked: &Asked,
        prefix: &str,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<Rows, Failure> {
        let declared = self.collection(collection)?;
        let reach = declared.reads(self.scope.role()).ok_or_else(|| self.role_refused(collection, "read"))?;
        let after = cursor.map(parse_cursor).transpose()?;
        self.mark().await?;
        let whose = self.narrow(&declared, reach, asked).await?;
        let people = if let Whose::About(people) = &whose { Some(people.clone()) } else { None };
        let limit = i64::from(limit.max(1)).min(PAGE);
        let scan = Scan {
            plugin: self.plugin.id().as_str().to_owned(),
            collection: collection.to_owned(),
            whose,
            prefix: prefix.to_owned(),
            after,
            limit,
            embargo_at: self.scope.role().is_family().then_some(self.scope.now().0),
            viewer: self.scope.actor().0,
            own_only: reach == Reach::Author,
        };
        let mut found = record::scan(&mut self.snapshot, &scan).await.map_err(unavailable)?;
        let full = i64::try_from(found.len()).unwrap_or(0) == limit;
        let mut next = found.last().filter(|_| full).map(|f| (f.key.clone(), f.subject));
        self.remember(collection, &found);
        if self.writes {
            self.scanned.push(Scanned { collection: collection.to_owned(), prefix: prefix.to_owned(), people });
            next = self.overlay(&scan, &mut found, next);
        }
        let next = next.map(|(key, subject)| format!("{subject}:{key}"));
        let mut subjects: Vec<i64> = found.iter().map(|f| f.subject).filter(|s| *s != 0).collect();
        subjects.dedup();
        self.saw(collection, &subjects);
        Ok(Rows { collection: collection.to_owned(), found, next })
    }

    /// The subjects, or the groups of records without subject, that this scan may give.
    async fn narrow(&mut self, collection: &Collection, reach: Reach, asked: &Asked) -> Result<Whose, Failure> {
        if *asked == Asked::NoOne {
            return self.narrow_common(collection, reach).await;
        }
        if collection.subject == "none" {
            return Err(Failure::Invalid(text!("policy-no-subject", collection = &collection.name).to_string()));
        }
        let me = self.scope.actor().0;
        let people = match (asked, reach) {
            (Asked::NoOne, _) => Vec::new(),
            (Asked::Anyone, Reach::Own) => vec![me],
            (Asked::Anyone, _) => reach::pupils(&mut self.snapshot, &self.scope).await.map_err(unavailable)?,
            (Asked::Group(group), _) => {
                let members = self.members_of(group.0).await?;
                members.ok_or_else(|| Failure::Denied(text!("policy-other-group").to_string()))?.to_vec()
            }
            (Asked::Persons(people), _) => {
                let ids: Vec<i64> = people.iter().map(|p| p.0).collect();
                let allowed = self.allowed_among(&ids).await?;
                if allowed.len() != ids.len() {
                    return Err(Failure::Denied(text!("policy-other-person").to_string()));
                }
                allowed
            }
        };
        let people: Vec<i64> = match reach {
            Reach::Own => people.into_iter().filter(|p| *p == me).collect(),
            // a responsable's own records are not his children's
            Reach::Children => people.into_iter().filter(|p| *p != me).collect(),
            Reach::Assigned | Reach::School | Reach::Author => people,
        };
        Ok(Whose::About(people))
    }

    /// Records without subject: all of them for a school-wide reach, else those whose group the actor may see.
    async fn narrow_common(&mut self, collection: &Collection, reach: Reach) -> Result<Whose, Failure> {
        let Some(reference) = &collection.group else { return Ok(Whose::Common(None)) };
        if reach == Reach::School || reach == Reach::Author {
            return Ok(Whose::Common(None));
        }
        let groups = reach::groups(&mut self.snapshot, &self.scope).await.map_err(unavailable)?;
        Ok(Whose::Common(Some((reference.clone(), groups.iter().map(|g| g.id).collect()))))
    }

    /// A named reference of each record found, as a handle, [`Handle::NONE`] where there is none.
    ///
    /// # Errors
    /// [`Failure::Unavailable`].
    pub async fn references(&mut self, rows: &Rows, name: &str) -> Result<Vec<Handle>, Failure> {
        let keys: Vec<(String, i64)> = rows.found.iter().map(|f| (f.key.clone(), f.subject)).collect();
        let plugin = self.plugin.clone();
        let stored = record::references(&mut self.snapshot, plugin.id().as_str(), &rows.collection, name, &keys)
            .await
            .map_err(unavailable)?;
        let target = |key: &str, subject: i64| {
            let pending = self.buffer.get(&(rows.collection.clone(), key.to_owned(), subject));
            if let Some(pending) = pending {
                return pending.reference(name);
            }
            stored.iter().find(|(k, s, _, _)| k == key && *s == subject).map(|(_, _, kind, id)| (*kind, *id))
        };
        Ok(keys
            .iter()
            .map(|(key, subject)| {
                let found = target(key, *subject).and_then(|(kind, id)| Some((Kind::from_number(u8::try_from(kind).ok()?)?, id)));
                found.map_or(Handle::NONE, |(kind, id)| self.handle(kind, id))
            })
            .collect())
    }

    /// Puts this call's own writes over what was found, within the page: after its cursor and not beyond `last`, where the
    /// stored page ends if there is another. Gives the end of this page, if there is another.
    fn overlay(&self, scan: &Scan, found: &mut Vec<Found>, last: Option<(String, i64)>) -> Option<(String, i64)> {
        let mut changed = false;
        let order = |at: &(String, i64), key: &str, subject: i64| (key.as_bytes(), subject).cmp(&(at.0.as_bytes(), at.1));
        for ((collection, key, subject), pending) in &self.buffer {
            let whose = match &scan.whose {
                Whose::About(people) => people.contains(subject),
                Whose::Common(None) => *subject == 0,
                Whose::Common(Some((name, groups))) => {
                    *subject == 0 && pending.reference(name).is_some_and(|(_, id)| groups.contains(&id))
                }
            };
            let elsewhere = scan.after.as_ref().is_some_and(|after| order(after, key, *subject).is_le())
                || last.as_ref().is_some_and(|last| order(last, key, *subject).is_gt());
            if collection != &scan.collection || !key.starts_with(&scan.prefix) || !whose || elsewhere {
                continue;
            }
            changed = true;
            found.retain(|f| !(f.key == *key && f.subject == *subject));
            if let Some(value) = pending.value() {
                let version = self.seen.get(&(collection.clone(), key.clone(), *subject)).copied().unwrap_or(0) + 1;
                found.push(Found {
                    key: key.clone(),
                    subject: *subject,
                    value: value.to_owned(),
                    version,
                    author: self.scope.actor().0,
                    changed: self.scope.now().0,
                });
            }
        }
        if changed {
            found.sort_by(|a, b| (a.key.as_bytes(), a.subject).cmp(&(b.key.as_bytes(), b.subject)));
        }
        let most = usize::try_from(scan.limit).unwrap_or(0);
        if found.len() > most {
            found.truncate(most);
            return found.last().map(|f| (f.key.clone(), f.subject));
        }
        last
    }

    /// The refusal of a role that the manifest does not name.
    pub(crate) fn role_refused(&self, collection: &str, way: &str) -> Failure {
        let role = self.scope.role().as_str();
        Failure::Denied(text!("policy-role", collection = collection, way = way, role = role).to_string())
    }
}

fn parse_cursor(cursor: &str) -> Result<(String, i64), Failure> {
    let (subject, key) = cursor.split_once(':').ok_or_else(|| Failure::Invalid(text!("policy-cursor").to_string()))?;
    let subject = subject.parse().map_err(|_| Failure::Invalid(text!("policy-cursor").to_string()))?;
    Ok((key.to_owned(), subject))
}
