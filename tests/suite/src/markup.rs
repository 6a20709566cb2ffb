//! Reading drawn pages without a browser: tags, links, forms with what they would post, and the words between.

use std::collections::BTreeMap;

/// A tag as it stands in a page.
#[derive(Clone, Debug)]
pub struct Tag {
    /// In lower case, with its slash when it closes.
    pub name: String,
    /// Each with its value, references resolved.
    pub attributes: BTreeMap<String, String>,
    /// Where the text after it begins.
    end: usize,
}

/// A form: where it posts, and what it would post as it stands.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its address, as written.
    pub action: String,
    /// Name and value of each field; a box that is not ticked is left out, as browsers do.
    pub fields: Vec<(String, String)>,
    /// The values of each choice by field.
    pub options: BTreeMap<String, Vec<String>>,
}

impl Form {
    /// The same with this field set, whatever it held.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a field would post.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// All tags of a page, in order.
#[must_use]
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|n| at + n + 1) {
        let Some(tag) = tag(html, start) else { break };
        at = tag.end;
        found.push(tag);
    }
    found
}

fn tag(html: &str, start: usize) -> Option<Tag> {
    let mut quote = None;
    let close = html[start..].char_indices().find(|(_, c)| match (quote, c) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(*c);
            false
        }
        (Some(open), c) => {
            if open == *c {
                quote = None;
            }
            false
        }
        _ => false,
    })?;
    let inside = html[start..start + close.0].trim_end_matches('/');
    let name = inside.split_whitespace().next().unwrap_or_default().to_lowercase();
    let mut attributes = BTreeMap::new();
    let mut rest = inside[name.len().min(inside.len())..].trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(given) = rest.strip_prefix('=') {
            let (raw, after) = match given.chars().next() {
                Some(q @ ('"' | '\'')) => given[1..].split_once(q).unwrap_or((&given[1..], "")),
                _ => given.split_once(char::is_whitespace).unwrap_or((given, "")),
            };
            value = plain(raw);
            rest = after;
        }
        attributes.insert(key, value);
        rest = rest.trim_start();
    }
    Some(Tag { name, attributes, end: start + close.0 + 1 })
}

/// Text with the references that our pages use resolved.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// The forms of a page.
#[must_use]
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let (mut inside, mut choice) = (false, String::new());
    for tag in tags(html) {
        let get = |key: &str| tag.attributes.get(key).cloned().unwrap_or_default();
        match tag.name.as_str() {
            "form" => {
                inside = true;
                forms.push(Form { action: get("action"), ..Form::default() });
            }
            "/form" => inside = false,
            _ => {}
        }
        let Some(form) = forms.last_mut().filter(|_| inside) else { continue };
        match tag.name.as_str() {
            "input" if matches!(get("type").as_str(), "checkbox" | "radio") => {
                form.options.entry(get("name")).or_default().push(get("value"));
                if tag.attributes.contains_key("checked") {
                    form.fields.push((get("name"), get("value")));
                }
            }
            "input" if get("type") != "file" && !get("name").is_empty() => form.fields.push((get("name"), get("value"))),
            "textarea" => {
                let text = &html[tag.end..];
                form.fields.push((get("name"), plain(text.split("</textarea").next().unwrap_or_default())));
            }
            "select" => choice = get("name"),
            "option" => {
                let known = form.options.entry(choice.clone()).or_default();
                known.push(get("value"));
                if tag.attributes.contains_key("selected") || known.len() == 1 {
                    form.fields.retain(|(n, _)| *n != choice);
                    form.fields.push((choice.clone(), get("value")));
                }
            }
            _ => {}
        }
    }
    forms
}

/// Every address that a page names: links, forms, scripts, pictures, frames.
#[must_use]
pub fn addresses(html: &str) -> Vec<String> {
    let keys = ["href", "src", "action", "srcset", "data", "poster", "formaction", "ping"];
    tags(html)
        .into_iter()
        .flat_map(|t| t.attributes.into_iter().filter(|(k, _)| keys.contains(&k.as_str())).map(|(_, v)| v))
        .collect()
}

/// The words of a page, without tags.
#[must_use]
pub fn words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        out.push_str(text);
        out.push(' ');
        rest = after.split_once('>').map_or("", |(_, r)| r);
    }
    out.push_str(rest);
    plain(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of the first element with this class, if there is one.
#[must_use]
pub fn of_class(html: &str, class: &str) -> Option<String> {
    let found = tags(html).into_iter().find(|t| t.attributes.get("class").is_some_and(|c| c.split(' ').any(|c| c == class)))?;
    html[found.end..].split('<').next().map(plain)
}
