//! The parts of a manifest that become code. Whether the whole is allowed is the host's question (`preau plugin check`).

use toml::{Table, Value};

pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) pages: Vec<(String, Vec<String>)>,
    pub(crate) views: Vec<View>,
    pub(crate) collections: Vec<Collection>,
    pub(crate) settings: Vec<Setting>,
}

pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) entity: String,
    pub(crate) fields: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) purpose: String,
}

pub(crate) struct Collection {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) subject: String,
    pub(crate) group: Option<String>,
    pub(crate) embargo: bool,
    pub(crate) read: Vec<(String, String)>,
    pub(crate) write: Vec<(String, String)>,
}

pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) default: String,
    pub(crate) label: String,
}

impl Manifest {
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        let table: Table = source.parse().map_err(|e: toml::de::Error| e.to_string())?;
        let plugin = table.get("plugin").and_then(Value::as_table).ok_or("no [plugin]")?;
        let pages = sections(&table, "page").chain(sections(&table, "widget"));
        Ok(Self {
            id: text(plugin, "id")?,
            name: text(plugin, "name")?,
            pages: pages.map(|t| Ok((text(t, "route")?, texts(t, "roles")?))).collect::<Result<_, String>>()?,
            views: sections(&table, "view").map(View::of).collect::<Result<_, _>>()?,
            collections: sections(&table, "collection").map(Collection::of).collect::<Result<_, _>>()?,
            settings: sections(&table, "setting").map(Setting::of).collect::<Result<_, _>>()?,
        })
    }
}

impl View {
    fn of(table: &Table) -> Result<Self, String> {
        Ok(Self {
            name: text(table, "name")?,
            entity: text(table, "entity")?,
            fields: texts(table, "fields")?,
            args: texts(table, "args")?,
            purpose: text(table, "purpose")?,
        })
    }
}

impl Collection {
    fn of(table: &Table) -> Result<Self, String> {
        Ok(Self {
            name: text(table, "name")?,
            label: text(table, "label")?,
            subject: text(table, "subject")?,
            group: text(table, "group").ok(),
            embargo: table.get("embargo").and_then(Value::as_bool).unwrap_or(false),
            read: pairs(table, "read"),
            write: pairs(table, "write"),
        })
    }
}

impl Setting {
    fn of(table: &Table) -> Result<Self, String> {
        Ok(Self { name: text(table, "name")?, default: text(table, "default")?, label: text(table, "label")? })
    }
}

fn sections<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn text(table: &Table, key: &str) -> Result<String, String> {
    let name = table.get("name").and_then(Value::as_str).unwrap_or_default();
    table.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("{name}: no text `{key}`"))
}

fn texts(table: &Table, key: &str) -> Result<Vec<String>, String> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let items = value.as_array().ok_or_else(|| format!("`{key}` is not a list"))?;
    items
        .iter()
        .map(|i| i.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` holds something else than texts")))
        .collect()
}

fn pairs(table: &Table, key: &str) -> Vec<(String, String)> {
    let entries = table.get(key).and_then(Value::as_table).into_iter().flatten();
    entries.filter_map(|(role, reach)| Some((role.clone(), reach.as_str()?.to_owned()))).collect()
}
