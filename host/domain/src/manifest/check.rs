//! What a manifest must satisfy beyond its syntax. Every fault names its place.

use std::collections::BTreeSet;

use super::{Collection, Manifest, PageEntry, Reach, View, parse_bytes, parse_milliseconds};
use crate::entity::{SENSITIVE, entity};
use crate::fold::fold;
use crate::ids::PluginId;
use crate::message::Text;
use crate::role::Role;
use crate::text;

pub(super) fn faults(manifest: &Manifest) -> Vec<Text> {
    let mut faults = Vec::new();
    plugin(manifest, &mut faults);
    manifest.pages.iter().for_each(|p| entry("page", p, &mut faults));
    manifest.widgets.iter().for_each(|p| entry("widget", p, &mut faults));
    manifest.views.iter().for_each(|v| view(v, &mut faults));
    manifest.collections.iter().for_each(|c| collection(c, &mut faults));
    settings(manifest, &mut faults);
    addresses(manifest, &mut faults);
    limits(manifest, &mut faults);
    doubles("view", manifest.views.iter().map(|v| v.name.as_str()), &mut faults);
    doubles("collection", manifest.collections.iter().map(|c| c.name.as_str()), &mut faults);
    doubles("setting", manifest.settings.iter().map(|s| s.name.as_str()), &mut faults);
    doubles("page", manifest.pages.iter().chain(&manifest.widgets).map(|p| p.route.as_str()), &mut faults);
    faults
}

fn plugin(manifest: &Manifest, faults: &mut Vec<Text>) {
    let plugin = &manifest.plugin;
    if PluginId::parse(&plugin.id).is_none() {
        faults.push(text!("manifest-id", found = &plugin.id));
    }
    if plugin.api != super::API {
        faults.push(text!("manifest-api", found = &plugin.api, ours = super::API));
    }
    let numbers = plugin.version.split('.').filter(|n| n.parse::<u32>().is_ok()).count();
    if numbers != 3 || plugin.version.split('.').count() != 3 {
        faults.push(text!("manifest-version", found = &plugin.version));
    }
    for (key, value) in [
        ("plugin.name", &plugin.name),
        ("plugin.publisher", &plugin.publisher),
        ("plugin.contact", &plugin.contact),
        ("plugin.licence", &plugin.licence),
        ("purpose.finality", &manifest.purpose.finality),
        ("purpose.basis", &manifest.purpose.basis),
    ] {
        if value.trim().is_empty() || value.chars().count() > 300 {
            faults.push(text!("manifest-words", place = key));
        }
    }
    sensitive("purpose.finality", &manifest.purpose.finality, faults);
}

fn entry(section: &str, page: &PageEntry, faults: &mut Vec<Text>) {
    let clean = page.route.starts_with('/')
        && page.route.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-".contains(&b))
        && !page.route.contains("//")
        && (page.route == "/" || !page.route.ends_with('/'));
    if !clean {
        faults.push(text!("manifest-route", section = section, found = &page.route));
    }
    if page.roles.is_empty() {
        faults.push(text!("manifest-no-role", section = section, route = &page.route));
    }
    for role in &page.roles {
        if Role::parse(role).is_none() {
            faults.push(text!("manifest-role", place = format!("{section} {}", page.route), found = role));
        }
    }
}

fn view(view: &View, faults: &mut Vec<Text>) {
    name("view", &view.name, faults);
    sensitive(&format!("view {}", view.name), &view.purpose, faults);
    if view.purpose.trim().is_empty() {
        faults.push(text!("manifest-words", place = format!("view {} purpose", view.name)));
    }
    let Some(definition) = entity(&view.entity) else {
        faults.push(text!("manifest-entity", view = &view.name, found = &view.entity));
        return;
    };
    if view.fields.is_empty() {
        faults.push(text!("manifest-no-field", view = &view.name));
    }
    for field in &view.fields {
        if definition.field(field).is_none() {
            let known = definition.fields.iter().map(|f| f.name).collect::<Vec<_>>().join(", ");
            faults.push(text!("manifest-field", view = &view.name, found = field, known = known));
        }
    }
    if !definition.scopes.contains(&view.scope.as_str()) {
        faults.push(text!("manifest-scope", view = &view.name, found = &view.scope));
    }
    for argument in &view.args {
        if !definition.arguments.contains(&argument.as_str()) {
            faults.push(text!("manifest-argument", view = &view.name, found = argument));
        }
    }
}

fn collection(collection: &Collection, faults: &mut Vec<Text>) {
    name("collection", &collection.name, faults);
    sensitive(&format!("collection {}", collection.name), &collection.name, faults);
    sensitive(&format!("collection {}", collection.name), &collection.label, faults);
    if !["pupil", "staff", "person", "none"].contains(&collection.subject.as_str()) {
        faults.push(text!("manifest-subject", collection = &collection.name, found = &collection.subject));
    }
    if collection.group.is_some() && collection.subject != "none" {
        faults.push(text!("manifest-group", collection = &collection.name));
    }
    let months = collection.retention.strip_prefix("months:").and_then(|n| n.parse::<u16>().ok());
    if months.is_none_or(|n| n == 0) && !["schooling", "school-year", "until-obsolete"].contains(&collection.retention.as_str()) {
        faults.push(text!("manifest-retention", collection = &collection.name, found = &collection.retention));
    }
    for (role, reach) in collection.read.iter().chain(&collection.write) {
        let place = format!("collection {}", collection.name);
        let Some(role) = Role::parse(role) else {
            faults.push(text!("manifest-role", place = place, found = role));
            continue;
        };
        let allowed = match Reach::parse(reach) {
            None => false,
            Some(Reach::Own | Reach::Author) => true,
            Some(Reach::Children) => role == Role::Responsable,
            Some(Reach::Assigned) => role == Role::Professeur || role == Role::Personnel,
            Some(Reach::School) => !role.is_family(),
        };
        if !allowed {
            faults.push(text!("manifest-reach", collection = &collection.name, role = role.as_str(), found = reach));
        }
        // SAC-31, rules.md: an administrateur sees identifiers, never marks
        if role == Role::Administrateur && collection.subject != "none" {
            faults.push(text!("manifest-admin", collection = &collection.name));
        }
    }
}

fn settings(manifest: &Manifest, faults: &mut Vec<Text>) {
    for setting in &manifest.settings {
        name("setting", &setting.name, faults);
        let ok = match setting.kind.as_str() {
            "choice" => setting.values.contains(&setting.default),
            "number" => setting.default.parse::<i64>().is_ok(),
            "yes-no" => ["yes", "no"].contains(&setting.default.as_str()),
            "text" => true,
            _ => false,
        };
        if !ok {
            faults.push(text!("manifest-setting", setting = &setting.name));
        }
    }
}

fn addresses(manifest: &Manifest, faults: &mut Vec<Text>) {
    for address in &manifest.addresses {
        let host = address.origin.strip_prefix("https://").unwrap_or_default();
        let ok = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
        if !ok {
            faults.push(text!("manifest-address", address = &address.name, found = &address.origin));
        }
    }
}

fn limits(manifest: &Manifest, faults: &mut Vec<Text>) {
    let limits = &manifest.limits;
    for (key, value, ok) in [
        ("memory", &limits.memory, limits.memory.as_deref().is_none_or(|t| parse_bytes(t).is_some())),
        ("cpu", &limits.cpu, limits.cpu.as_deref().is_none_or(|t| parse_milliseconds(t).is_some())),
        ("page", &limits.page, limits.page.as_deref().is_none_or(|t| parse_bytes(t).is_some())),
    ] {
        if !ok {
            faults.push(text!("manifest-limit", limit = key, found = value.clone().unwrap_or_default()));
        }
    }
}

fn name(section: &str, text: &str, faults: &mut Vec<Text>) {
    let ok = (1..=60).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !ok {
        faults.push(text!("manifest-name", section = section, found = text));
    }
}

/// SAC-3: no sensitive category may be declared.
fn sensitive(place: &str, words: &str, faults: &mut Vec<Text>) {
    let folded = format!(" {} ", fold(words));
    for word in SENSITIVE {
        if folded.contains(&format!(" {word} ")) || folded.contains(&format!(" {word}S ")) {
            faults.push(text!("manifest-sensitive", place = place, word = word.to_lowercase()));
        }
    }
}

fn doubles<'a>(section: &str, names: impl Iterator<Item = &'a str>, faults: &mut Vec<Text>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            faults.push(text!("manifest-double", section = section, name = name));
        }
    }
}

#[cfg(test)]
mod tests;
