//! Text on its way into a document: escaped, without control and direction characters, straight into one `String`.

use std::borrow::Cow;

/// Characters that no text keeps: controls except tab and newline, those that turn the reading direction around
/// (a name could otherwise rearrange its neighbours), and two that no XML document may hold.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// Appends `text`, fit for an element or a double-quoted attribute.
pub(crate) fn push(out: &mut String, text: &str) {
    let plain = |b: u8| matches!(b, b' '..=b'~') && !matches!(b, b'&' | b'<' | b'>' | b'"');
    if text.bytes().all(plain) {
        out.push_str(text);
        return;
    }
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            c if is_dropped(c) => "",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(instead);
        from = at + c.len_utf8();
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Appends ` name="value"`.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(out, value);
    out.push('"');
}

/// Appends `<input type="hidden" name="…" value="…"/>`.
pub(crate) fn hidden(out: &mut String, name: &str, value: &str) {
    out.push_str("<input type=\"hidden\"");
    attribute(out, "name", name);
    attribute(out, "value", value);
    out.push_str("/>");
}

/// Appends a number in decimal without the machinery of formatting.
pub(crate) fn number(out: &mut String, number: u64) {
    let mut digits = [b'0'; 20];
    let mut rest = number;
    let mut used = 0;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    let text = digits.get(20 - used..).unwrap_or_default();
    out.push_str(std::str::from_utf8(text).unwrap_or_default());
}

/// A count as the number that [`number`] takes.
pub(crate) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The text without the characters that no text keeps, for JSON and CSV.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_dropped) {
        Cow::Owned(text.chars().filter(|c| !is_dropped(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn markup_and_direction_controls_do_not_pass() {
        assert_eq!(pushed("a<b>&\"c'é\n"), "a&lt;b&gt;&amp;&quot;c'é\n");
        assert_eq!(pushed("x\u{202E}y\u{2066}z\u{0}\u{1b}\u{85}\r\n"), "xyz\n");
        assert_eq!(clean("\u{202D}ok\u{7}"), "ok");
    }

    #[test]
    fn numbers_are_written_in_full() {
        for n in [0, 7, 10, 999, u64::MAX] {
            let mut out = String::new();
            number(&mut out, n);
            assert_eq!(out, n.to_string());
        }
    }
}
