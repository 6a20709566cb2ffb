//! Writing the code that `manifest!` stands for.

use std::fmt::Write;

use crate::entity::{ColumnType, entity};
use crate::read::{Collection, Manifest, Setting, View};

const SDK: &str = "::preau_sdk";

pub(crate) fn code(manifest: &Manifest, file: &str) -> Result<String, String> {
    let mut code = String::new();
    // Naming the file makes the compiler look again when it changes.
    let _ = writeln!(code, "const _: &str = ::core::include_str!({file:?});");
    let _ = writeln!(code, "/// The views that the manifest declares.\npub mod views {{");
    for view in &manifest.views {
        code.push_str(&of_view(view)?);
    }
    let _ = writeln!(code, "}}\n/// The collections that the manifest declares.\npub mod collections {{");
    for Collection { name, label, .. } in &manifest.collections {
        let constant = constant(name);
        let _ = writeln!(
            code,
            "#[doc = {label:?}] pub const {constant}: {SDK}::CollectionName = {SDK}::CollectionName::unchecked({name:?});"
        );
    }
    let _ = writeln!(code, "}}\n/// The settings that the manifest declares.\npub mod settings {{");
    for Setting { name, default, label } in &manifest.settings {
        let constant = constant(name);
        let _ = writeln!(
            code,
            "#[doc = {label:?}] pub const {constant}: {SDK}::Setting = {SDK}::Setting::declared({name:?}, {default:?});"
        );
    }
    let _ = writeln!(code, "}}");
    info(manifest, &mut code);
    Ok(code)
}

fn of_view(view: &View) -> Result<String, String> {
    let View { name, entity: of, fields, args, purpose } = view;
    let Some(definition) = entity(of) else { return Err(format!("view {name}: there is no entity `{of}`")) };
    let (kind, function) = (pascal(name), name.replace('-', "_"));
    let (mut body, mut appends) = (String::new(), String::new());
    for field in fields {
        let known = definition.field(field).ok_or_else(|| format!("view {name}: `{of}` has no field `{field}`"))?;
        let rust = match (of.as_str(), field.as_str(), known.column) {
            ("group", "id", _) | (_, "group", ColumnType::Handle) => format!("::std::vec::Vec<{SDK}::Group>"),
            ("subject", "id", _) => format!("::std::vec::Vec<{SDK}::Subject>"),
            (_, _, ColumnType::Handle) => format!("::std::vec::Vec<{SDK}::Person>"),
            (_, _, ColumnType::Integer) => "::std::vec::Vec<i64>".to_owned(),
            (_, _, ColumnType::Day) => format!("::std::vec::Vec<::core::option::Option<{SDK}::Day>>"),
            (_, _, ColumnType::Text) => format!("{SDK}::Texts"),
        };
        let ident = field.replace('-', "_");
        let _ = writeln!(body, "#[doc = \"Column `{field}`.\"] pub {ident}: {rust},");
        let _ = writeln!(appends, "{SDK}::view::ColumnOf::append(&mut all.{ident}, page, {field:?})?;");
    }
    let first = fields.first().ok_or_else(|| format!("view {name}: no fields"))?.replace('-', "_");
    let (mut parameters, mut given) = (String::new(), String::new());
    for arg in args {
        if !definition.arguments.contains(&arg.as_str()) {
            return Err(format!("view {name}: `{of}` takes no argument `{arg}`"));
        }
        let (ident, kind) = (arg.replace('-', "_"), if arg == "group" { "Group" } else { "Person" });
        let _ = write!(parameters, "{ident}: {SDK}::{kind}, ");
        let _ = write!(given, "({arg:?}, {SDK}::Cell::Handle({ident}.0)), ");
    }
    Ok(format!(
        "#[doc = {purpose:?}]\n#[derive(Clone, Debug, Default)]\npub struct {kind} {{ {body} }}\n\
         impl {kind} {{\n\
         /// How many rows.\n#[must_use] pub fn len(&self) -> usize {{ self.{first}.len() }}\n\
         /// Whether there is none.\n#[must_use] pub fn is_empty(&self) -> bool {{ self.len() == 0 }}\n}}\n\
         #[doc = \"Reads the view `{name}`.\"]\n#[doc = \"\"]\n#[doc = \"# Errors\"]\n#[doc = \"As the host answers.\"]\n\
         pub fn {function}({parameters}) -> {SDK}::Result<{kind}> {{\n\
         let mut all = {kind}::default();\n\
         {SDK}::view::read_all({name:?}, &[{given}], |page| {{ {appends} ::core::result::Result::Ok(()) }})?;\n\
         ::core::result::Result::Ok(all)\n}}\n"
    ))
}

fn info(manifest: &Manifest, code: &mut String) {
    let Manifest { id, name, pages, views, collections, settings } = manifest;
    let _ = write!(
        code,
        "/// The manifest, for tests.\npub const MANIFEST: {SDK}::Manifest = {SDK}::Manifest {{ id: {id:?}, name: {name:?}, pages: &["
    );
    for (route, roles) in pages {
        let _ = write!(code, "{SDK}::PageInfo {{ route: {route:?}, roles: &{roles:?} }}, ");
    }
    let _ = write!(code, "], views: &[");
    for View { name, entity, fields, args, .. } in views {
        let _ = write!(code, "{SDK}::ViewInfo {{ name: {name:?}, entity: {entity:?}, fields: &{fields:?}, args: &{args:?} }}, ");
    }
    let _ = write!(code, "], collections: &[");
    for Collection { name, subject, group, embargo, read, write, .. } in collections {
        let group = match group {
            Some(group) => format!("::core::option::Option::Some({group:?})"),
            None => "::core::option::Option::None".to_owned(),
        };
        let _ = write!(
            code,
            "{SDK}::CollectionInfo {{ name: {name:?}, subject: {subject:?}, group: {group}, embargo: {embargo}, \
             read: &{read:?}, write: &{write:?} }}, "
        );
    }
    let _ = write!(code, "], settings: &[");
    for Setting { name, default, .. } in settings {
        let _ = write!(code, "{SDK}::SettingInfo {{ name: {name:?}, default: {default:?} }}, ");
    }
    let _ = writeln!(code, "] }};");
}

fn pascal(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect()
}

fn constant(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}
