//! Reads back what a grid posts: the whole form without script, or only the changed cells with it.

use std::collections::HashMap;

use preau_domain::handle::Handle;
use preau_domain::message::Text;
use preau_domain::text;

/// At most so many cells in one post.
pub const MAX_CELLS: usize = 5000;
/// The field that says which kind of post it is; no field of a plugin holds a dot.
pub(crate) const KIND: &str = "preau.grid";
/// Its value when the whole form is posted.
pub(crate) const KIND_FORM: &str = "form";
/// Its value when only changed cells are.
pub(crate) const KIND_LIVE: &str = "live";
/// The field with the codes: `key:symbol:shade:label,…`.
pub(crate) const CODES: &str = "preau.codes";
/// A symbol has at most 3 characters; somebody may type a little more.
const MAX_SYMBOL: usize = 8;

/// A cell that somebody changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridCell {
    /// The row, as the plugin knows the person.
    pub row: Handle,
    /// The column's id.
    pub column: String,
    /// The symbol wanted, empty to erase; one that no code has comes as it was typed, in upper case.
    pub symbol: String,
    /// The version that the reader had in front of him.
    pub version: u64,
}

/// A post of an entry grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridPost {
    /// The number of a live request, the same when it is sent again after a lost answer; a plain form has none.
    pub id: Option<String>,
    /// The changed cells.
    pub cells: Vec<GridCell>,
}

/// The grid in these fields, or `None` when they are of another form.
///
/// # Errors
/// A French sentence naming the line, column or field that cannot be read, or the limit passed.
pub fn posted_grid(fields: &[(String, String)]) -> Result<Option<GridPost>, Text> {
    match fields.iter().find(|(name, _)| name == KIND).map(|(_, kind)| kind.as_str()) {
        Some(KIND_FORM) => parse_grid(fields).map(|cells| Some(GridPost { id: None, cells })),
        Some(KIND_LIVE) => parse_live(fields).map(Some),
        _ => Ok(None),
    }
}

/// The changed cells of a whole form: those that no longer hold what the form said stood there.
///
/// # Errors
/// As [`posted_grid`].
pub fn parse_grid(fields: &[(String, String)]) -> Result<Vec<GridCell>, Text> {
    let beside: HashMap<&str, &str> =
        fields.iter().filter(|(name, _)| !name.starts_with("c.")).map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let codes = read_codes(beside.get(CODES).copied().unwrap_or_default());
    let mut originals: HashMap<&str, Vec<(String, u64)>> = HashMap::new();
    let mut cells = Vec::new();
    let mut seen = 0;
    for (name, typed) in fields {
        let Some((row, column)) = name.strip_prefix("c.").and_then(|rest| rest.split_once('.')) else { continue };
        seen += 1;
        if seen > MAX_CELLS {
            return Err(text!("render-grid-form-many", limit = MAX_CELLS));
        }
        let unreadable = || text!("render-grid-form-cell", field = name);
        let at: usize = column.parse().map_err(|_| unreadable())?;
        if !originals.contains_key(row) {
            originals.insert(row, read_originals(row, &beside)?);
        }
        let (before, version) = originals.get(row).and_then(|all| all.get(at)).ok_or_else(unreadable)?;
        let symbol = meant(typed, &codes).ok_or_else(unreadable)?;
        if symbol == *before {
            continue;
        }
        let handle = beside.get(key("r.", row).as_str()).and_then(|text| Handle::parse(text));
        let handle = handle.ok_or_else(|| text!("render-grid-form-row", line = line(row)))?;
        let id = beside.get(key("k.", column).as_str()).ok_or_else(|| text!("render-grid-form-column", column = at + 1))?;
        cells.push(GridCell { row: handle, column: (*id).to_owned(), symbol, version: *version });
    }
    Ok(cells)
}

/// A live request: `id`, and `cell` (or `cell-1`, `cell-2`, …) fields of the form `row/column/symbol/version`,
/// an empty one saying that nothing is wanted.
///
/// # Errors
/// As [`posted_grid`].
pub fn parse_live(fields: &[(String, String)]) -> Result<GridPost, Text> {
    let id = fields.iter().find(|(name, _)| name == "id").map(|(_, id)| id.clone());
    if let Some(id) = &id {
        let fits = (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !fits {
            return Err(text!("render-grid-form-request"));
        }
    }
    let mut cells = Vec::new();
    for (name, value) in fields {
        if !(name == "cell" || name.starts_with("cell-")) || value.is_empty() {
            continue;
        }
        if cells.len() == MAX_CELLS {
            return Err(text!("render-grid-form-many", limit = MAX_CELLS));
        }
        cells.push(read_cell(value).ok_or_else(|| text!("render-grid-form-cell", field = name))?);
    }
    Ok(GridPost { id, cells })
}

fn read_cell(value: &str) -> Option<GridCell> {
    let mut parts = value.split('/');
    let (row, column, symbol, version) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let cell =
        GridCell { row: Handle::parse(row)?, column: unpack(column)?, symbol: unpack(symbol)?, version: version.parse().ok()? };
    (parts.next().is_none() && cell.symbol.chars().count() <= MAX_SYMBOL && !cell.column.is_empty()).then_some(cell)
}

/// One cell as a live request writes it.
pub(crate) fn write_cell(row: Handle, column: &str, symbol: &str, version: u64) -> String {
    format!("{row}/{}/{}/{version}", pack(column), pack(symbol))
}

fn key(prefix: &str, digits: &str) -> String {
    let mut key = String::with_capacity(8);
    key.push_str(prefix);
    key.push_str(digits);
    key
}

/// The number of a row as its reader counts, for messages.
fn line(row: &str) -> u64 {
    row.parse::<u64>().map_or(0, |r| r.saturating_add(1))
}

fn read_originals(row: &str, beside: &HashMap<&str, &str>) -> Result<Vec<(String, u64)>, Text> {
    let unreadable = || text!("render-grid-form-original", line = line(row));
    let packed = beside.get(key("o.", row).as_str()).ok_or_else(unreadable)?;
    let one = |part: &str| {
        let (symbol, version) = part.split_once(':')?;
        Some((unpack(symbol)?, version.parse().ok()?))
    };
    packed.split(',').map(|part| one(part).ok_or_else(unreadable)).collect()
}

/// (key, symbol) of each code.
fn read_codes(packed: &str) -> Vec<(String, String)> {
    let one = |part: &str| {
        let mut parts = part.split(':');
        Some((unpack(parts.next()?)?, unpack(parts.next()?)?))
    };
    packed.split(',').filter_map(one).collect()
}

/// What was meant by what was typed: a symbol, else the key of one, else as typed in upper case. `None`: too long.
fn meant(typed: &str, codes: &[(String, String)]) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(String::new());
    }
    if typed.chars().count() > MAX_SYMBOL {
        return None;
    }
    let upper = typed.to_uppercase();
    let by_symbol =
        codes.iter().find(|(_, symbol)| symbol == typed).or_else(|| codes.iter().find(|(_, s)| s.to_uppercase() == upper));
    let found = by_symbol.or_else(|| codes.iter().find(|(key, _)| key.to_uppercase() == upper));
    Some(found.map_or(upper, |(_, symbol)| symbol.clone()))
}

/// Writes the characters that part fields as `%xx`.
pub(crate) fn pack(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            ',' => out.push_str("%2C"),
            ':' => out.push_str("%3A"),
            '/' => out.push_str("%2F"),
            c => out.push(c),
        }
    }
    out
}

/// Undoes [`pack`] and what a browser's `encodeURIComponent` does; `None` when it is neither.
fn unpack(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
            bytes.push(digit(rest.next())? << 4 | digit(rest.next())?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
