//! Views: the directory, as far as manifest, grant and actor allow. Columns, never lists of records.

use preau_domain::entity::{ColumnType, DataClass, EntityDef, entity};
use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::value::{Texts, Value};
use preau_storage::directory;

use crate::call::{Call, unavailable};
use crate::reach;

/// A column of a view.
#[derive(Clone, PartialEq, Debug)]
pub enum Column {
    /// Handles, [`Handle::NONE`] where there is none.
    Handles(Vec<Handle>),
    /// Whole numbers or days.
    Integers(Vec<i64>),
    /// Texts.
    Texts(Texts),
}

/// Rows of a view, column by column.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ViewPage {
    /// How many rows.
    pub rows: usize,
    /// The columns the manifest names, in its order; with which rows hold a value.
    pub columns: Vec<(String, Column, Vec<bool>)>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl ViewPage {
    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(n, _, _)| n == name).map(|(_, c, _)| c)
    }
}

/// At most so many rows in one page.
const PAGE: usize = 2000;

/// One cell on its way into a column.
enum Cell {
    None,
    Handle(Kind, i64),
    Int(i64),
    Text(String),
}

impl Call {
    /// Reads a view.
    ///
    /// # Errors
    /// [`Failure::Denied`] when the manifest does not declare it or the actor may not see the group or person asked for;
    /// [`Failure::Invalid`] for an argument that is not declared or of another type.
    pub async fn read_view(&mut self, name: &str, args: &[(String, Value)], cursor: Option<&str>) -> Result<ViewPage, Failure> {
        let plugin = self.plugin.clone();
        let view = plugin
            .manifest()
            .view(name)
            .ok_or_else(|| Failure::Denied(text!("policy-undeclared-view", name = name).to_string()))?;
        let definition = entity(&view.entity).ok_or_else(|| Failure::Invalid(view.entity.clone()))?;
        let class = highest(definition, &view.fields);
        if class == DataClass::Identifier && self.scope.role() != Role::Administrateur {
            return Err(Failure::Denied(text!("policy-identifiers", name = name).to_string()));
        }
        for (argument, _) in args {
            if !view.args.contains(argument) {
                return Err(Failure::Invalid(text!("policy-undeclared-argument", argument = argument, view = name).to_string()));
            }
        }
        let group = self.group_argument(args).await?;
        let person = self.person_argument(args).await?;
        let from: usize = cursor.map_or(Ok(0), str::parse).map_err(|_| Failure::Invalid("curseur".into()))?;
        let (subjects, rows) = match definition.name {
            "establishment" => (Vec::new(), self.establishment(&view.fields)),
            "group" => (Vec::new(), self.groups(&view.fields, group, person).await?),
            "subject" => (Vec::new(), self.subjects(&view.fields, group).await?),
            "pupil" => self.pupils(&view.fields, group, person).await?,
            "staff" => (Vec::new(), self.staff(&view.fields, group).await?),
            other => return Err(Failure::Invalid(other.to_owned())),
        };
        let shown: Vec<i64> = subjects.into_iter().skip(from).take(PAGE).collect();
        if !shown.is_empty() {
            self.saw(&format!("{}:{}", definition.name, class.as_str()), &shown);
        }
        let next = (rows.len() > from + PAGE).then(|| (from + PAGE).to_string());
        let page: Vec<Vec<Cell>> = rows.into_iter().skip(from).take(PAGE).collect();
        Ok(ViewPage { rows: page.len(), columns: self.columns(definition, &view.fields, &page), next })
    }

    async fn group_argument(&mut self, args: &[(String, Value)]) -> Result<Option<i64>, Failure> {
        let Some((_, value)) = args.iter().find(|(n, _)| n == "group") else { return Ok(None) };
        let Value::Handle(handle) = value else { return Err(Failure::Invalid("group".into())) };
        let group = self.group(*handle).ok_or_else(|| Failure::Denied(text!("policy-foreign-group").to_string()))?;
        if self.may_see_group(group.0).await? {
            Ok(Some(group.0))
        } else {
            Err(Failure::Denied(text!("policy-other-group").to_string()))
        }
    }

    async fn person_argument(&mut self, args: &[(String, Value)]) -> Result<Option<i64>, Failure> {
        let Some((_, value)) = args.iter().find(|(n, _)| n == "person") else { return Ok(None) };
        let Value::Handle(handle) = value else { return Err(Failure::Invalid("person".into())) };
        let person = self.person(*handle).ok_or_else(|| Failure::Denied(text!("policy-foreign-person").to_string()))?;
        if self.allowed_among(&[person.0]).await?.is_empty() {
            return Err(Failure::Denied(text!("policy-other-person").to_string()));
        }
        Ok(Some(person.0))
    }

    fn establishment(&self, fields: &[String]) -> Vec<Vec<Cell>> {
        let door = self.scope.door();
        let cell = |f: &String| match f.as_str() {
            "name" => Cell::Text(door.name().to_owned()),
            "uai" => Cell::Text(door.uais().first().map(ToString::to_string).unwrap_or_default()),
            _ => Cell::Text(self.scope.year().to_string()),
        };
        vec![fields.iter().map(cell).collect()]
    }

    async fn groups(&mut self, fields: &[String], group: Option<i64>, person: Option<i64>) -> Result<Vec<Vec<Cell>>, Failure> {
        let mut groups = reach::groups(&mut self.snapshot, &self.scope).await.map_err(unavailable)?;
        groups.retain(|g| group.is_none_or(|id| id == g.id));
        if let Some(person) = person {
            let of = directory::groups_of_members(&mut self.snapshot, &[person]).await.map_err(unavailable)?;
            groups.retain(|g| of.iter().any(|o| o.id == g.id));
        }
        let sizes = if fields.iter().any(|f| f == "size") {
            let ids: Vec<i64> = groups.iter().map(|g| g.id).collect();
            directory::sizes(&mut self.snapshot, &ids).await.map_err(unavailable)?
        } else {
            Vec::new()
        };
        let size = |id: i64| sizes.iter().find(|(group, _)| *group == id).map_or(0, |(_, size)| *size);
        let row = |g: &directory::Group| {
            let cell = |f: &String| match f.as_str() {
                "id" => Cell::Handle(Kind::Group, g.id),
                "kind" => Cell::Text(g.kind.clone()),
                "size" => Cell::Int(size(g.id)),
                _ => Cell::Text(g.label.clone()),
            };
            fields.iter().map(cell).collect()
        };
        Ok(groups.iter().map(row).collect())
    }

    async fn subjects(&mut self, fields: &[String], group: Option<i64>) -> Result<Vec<Vec<Cell>>, Failure> {
        let subjects = directory::subjects(&mut self.snapshot, group).await.map_err(unavailable)?;
        let row = |(id, code, label): &(i64, String, String)| {
            let cell = |f: &String| match f.as_str() {
                "id" => Cell::Handle(Kind::Subject, *id),
                "code" => Cell::Text(code.clone()),
                _ => Cell::Text(label.clone()),
            };
            fields.iter().map(cell).collect()
        };
        Ok(subjects.iter().map(row).collect())
    }

    async fn staff(&mut self, fields: &[String], group: Option<i64>) -> Result<Vec<Vec<Cell>>, Failure> {
        let today = self.scope.today().0.into();
        let staff = directory::staff(&mut self.snapshot, group, today).await.map_err(unavailable)?;
        let ids: Vec<i64> = staff.iter().map(|(id, _)| *id).collect();
        let details = directory::details(&mut self.snapshot, &ids).await.map_err(unavailable)?;
        let row = |d: &directory::Member| {
            let cell = |f: &String| match f.as_str() {
                "id" => Cell::Handle(Kind::Person, d.id),
                "function" => Cell::Text(staff.iter().find(|(id, _)| *id == d.id).map(|(_, f)| f.clone()).unwrap_or_default()),
                "first-name" => Cell::Text(d.first_name.clone()),
                _ => Cell::Text(d.last_name.clone()),
            };
            fields.iter().map(cell).collect()
        };
        Ok(details.iter().map(row).collect())
    }

    async fn pupils(
        &mut self,
        fields: &[String],
        group: Option<i64>,
        person: Option<i64>,
    ) -> Result<(Vec<i64>, Vec<Vec<Cell>>), Failure> {
        let mut ids = match (group, person) {
            (Some(group), _) => self.members_of(group).await?.map(|m| m.to_vec()).unwrap_or_default(),
            // a person in reach may be an adult: a view of pupils gives pupils
            (None, Some(person)) => directory::pupils_among(&mut self.snapshot, &[person]).await.map_err(unavailable)?,
            (None, None) => reach::pupils(&mut self.snapshot, &self.scope).await.map_err(unavailable)?,
        };
        if let Some(person) = person {
            ids.retain(|id| *id == person);
        }
        // most views ask for pseudonyms only: one list, no second query
        if fields.iter().all(|f| f == "id") {
            let rows = ids.iter().map(|id| fields.iter().map(|_| Cell::Handle(Kind::Person, *id)).collect()).collect();
            return Ok((ids, rows));
        }
        let facts = Facts::load(self, &ids, fields).await?;
        let rows = facts.details.iter().map(|d| fields.iter().map(|f| facts.cell(d, f)).collect()).collect();
        Ok((facts.details.iter().map(|d| d.id).collect(), rows))
    }

    fn columns(&self, definition: &EntityDef, fields: &[String], rows: &[Vec<Cell>]) -> Vec<(String, Column, Vec<bool>)> {
        let column = |(index, name): (usize, &String)| {
            let cells = || rows.iter().filter_map(move |r| r.get(index));
            let present = cells().map(|c| !matches!(c, Cell::None)).collect();
            let kind = definition.field(name).map_or(ColumnType::Text, |f| f.column);
            let column = match kind {
                ColumnType::Handle => Column::Handles(
                    cells().map(|c| if let Cell::Handle(k, id) = c { self.handle(*k, *id) } else { Handle::NONE }).collect(),
                ),
                ColumnType::Integer | ColumnType::Day => {
                    Column::Integers(cells().map(|c| if let Cell::Int(v) = c { *v } else { 0 }).collect())
                }
                ColumnType::Text => Column::Texts(cells().map(|c| if let Cell::Text(t) = c { t.as_str() } else { "" }).collect()),
            };
            (name.clone(), column, present)
        };
        fields.iter().enumerate().map(column).collect()
    }
}

/// What a pupil view needs beyond ids, loaded only as far as its fields ask.
struct Facts {
    details: Vec<directory::Member>,
    divisions: Vec<(i64, i64)>,
    keys: std::collections::HashMap<i64, Vec<(String, String)>>,
}

impl Facts {
    async fn load(call: &mut Call, ids: &[i64], fields: &[String]) -> Result<Self, Failure> {
        let asks = |name: &str| fields.iter().any(|f| f == name);
        let details = directory::details(&mut call.snapshot, ids).await.map_err(unavailable)?;
        let divisions =
            if asks("group") { directory::divisions(&mut call.snapshot, ids).await.map_err(unavailable)? } else { Vec::new() };
        let mut keys = std::collections::HashMap::new();
        if asks("ine") || asks("eleve-id") {
            for id in ids {
                keys.insert(*id, preau_storage::person::keys(&mut call.snapshot, *id).await.map_err(unavailable)?);
            }
        }
        Ok(Self { details, divisions, keys })
    }

    fn cell(&self, d: &directory::Member, field: &str) -> Cell {
        let key = |kind: &str| {
            let found = self.keys.get(&d.id).and_then(|all| all.iter().find(|(k, _)| k == kind));
            found.map_or(Cell::None, |(_, v)| Cell::Text(v.clone()))
        };
        match field {
            "id" => Cell::Handle(Kind::Person, d.id),
            "group" => self.divisions.iter().find(|(p, _)| *p == d.id).map_or(Cell::None, |(_, g)| Cell::Handle(Kind::Group, *g)),
            "first-name" => Cell::Text(d.first_name.clone()),
            "initials" => Cell::Text(d.first_name.chars().take(1).chain(d.last_name.chars().take(1)).collect()),
            "last-name" => Cell::Text(d.last_name.clone()),
            "birth-date" => d.birth.map_or(Cell::None, Cell::Int),
            "ine" => key("ine"),
            "eleve-id" => key("siecle.eleve"),
            _ => Cell::None,
        }
    }
}

fn highest(definition: &EntityDef, fields: &[String]) -> DataClass {
    fields.iter().filter_map(|f| definition.field(f)).map(|f| f.class).max().unwrap_or(DataClass::Pseudonym)
}
