//! The codes that may be entered. Stored as their symbols, so that a person's own data can be read.

use preau_sdk::Code;

/// In a grid: nothing is entered.
pub const EMPTY: u8 = 255;

/// Codes with a value, then the special ones, which never count.
pub const CODES: [Code<'static>; 11] = [
    code("RR", "Très insuffisant", "1", 0),
    code("R", "Insuffisant", "2", 1),
    code("V", "Satisfaisant", "3", 2),
    code("VV", "Très satisfaisant", "4", 3),
    code("AB", "Absent", "A", 255),
    code("DI", "Dispensé", "D", 255),
    code("NE", "Non évalué", "E", 255),
    code("NF", "Non fait", "F", 255),
    code("NN", "Non noté", "N", 255),
    code("NR", "Non rendu", "R", 255),
    code("PA", "Demande d’évaluation à traiter", "P", 255),
];

const VALUES: [u32; 4] = [0, 33, 67, 100];

const fn code(symbol: &'static str, label: &'static str, key: &'static str, shade: u8) -> Code<'static> {
    Code { symbol, label, key, shade }
}

/// The index of a symbol; [`EMPTY`] for the empty one and for `-`, `None` for an unknown one.
#[must_use]
pub fn index(symbol: &str) -> Option<u8> {
    if symbol.is_empty() || symbol == "-" {
        return Some(EMPTY);
    }
    CODES.iter().position(|code| code.symbol == symbol).and_then(|at| u8::try_from(at).ok())
}

/// The symbol of an index; empty for [`EMPTY`].
#[must_use]
pub fn symbol(index: u8) -> &'static str {
    CODES.get(usize::from(index)).map_or("", |code| code.symbol)
}

/// What a code counts; `None` for special codes and for nothing.
#[must_use]
pub fn value(index: u8) -> Option<u32> {
    VALUES.get(usize::from(index)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_come_back_and_keys_are_distinct() {
        for (at, code) in CODES.iter().enumerate() {
            let index = index(code.symbol).unwrap();
            assert_eq!((usize::from(index), symbol(index)), (at, code.symbol));
            assert_eq!(value(index).is_some(), code.shade != 255, "{}", code.symbol);
            assert_eq!(CODES.iter().filter(|other| other.key == code.key).count(), 1, "{}", code.key);
        }
        assert_eq!((index(""), index("-"), index("X"), symbol(EMPTY)), (Some(EMPTY), Some(EMPTY), None, ""));
    }
}
