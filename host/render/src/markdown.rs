//! Markdown without HTML: markup becomes text, links lead only to allowed origins, pictures are their words.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::escape::{number, push};
use crate::inline::{new_tab, outside_tag};
use crate::route::is_of_origin;

/// Deeper nesting is drawn flat: nobody writes it but to hurt.
const MAX_DEPTH: usize = 12;

/// Draws `text`; its headings begin at `level`.
pub(crate) fn draw(out: &mut String, text: &str, level: usize, origins: &[String]) {
    let mut ends: Vec<&'static str> = Vec::new();
    let mut head = false;
    // No level is skipped, whichever the author began with.
    let mut last = level.saturating_sub(1);
    out.push_str("<div class=\"prose\">");
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                head = head || matches!(tag, Tag::TableHead);
                if let Tag::Heading { level: own, .. } = tag {
                    last = (level + depth(own)).min(last + 1);
                }
                let end = if ends.len() < MAX_DEPTH { open(out, &tag, last, origins, head) } else { "" };
                ends.push(end);
            }
            Event::End(end) => {
                head = head && !matches!(end, TagEnd::TableHead);
                let close = ends.pop().unwrap_or_default();
                if close == LINK_END {
                    new_tab(out);
                }
                out.push_str(close);
            }
            Event::Text(t)
            | Event::Html(t)
            | Event::InlineHtml(t)
            | Event::InlineMath(t)
            | Event::DisplayMath(t)
            | Event::FootnoteReference(t) => push(out, &t),
            Event::Code(t) => {
                out.push_str("<code>");
                push(out, &t);
                out.push_str("</code>");
            }
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br/>"),
            Event::Rule => out.push_str("<hr/>"),
            Event::TaskListMarker(done) => out.push_str(if done { "☑ " } else { "☐ " }),
        }
    }
    while let Some(close) = ends.pop() {
        out.push_str(close);
    }
    out.push_str("</div>");
}

const LINK_END: &str = "</a>";

/// Writes the opening of a tag and says how it ends.
fn open(out: &mut String, tag: &Tag, level: usize, origins: &[String], head: bool) -> &'static str {
    let (start, end) = match tag {
        Tag::Paragraph | Tag::HtmlBlock => ("<p>", "</p>"),
        Tag::Heading { .. } => heading(level),
        Tag::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => ("<pre>", "</pre>"),
        Tag::List(None) => ("<ul>", "</ul>"),
        Tag::List(Some(first)) => {
            out.push_str("<ol start=\"");
            number(out, *first);
            out.push_str("\">");
            ("", "</ol>")
        }
        Tag::Item => ("<li>", "</li>"),
        Tag::Emphasis => ("<em>", "</em>"),
        Tag::Strong => ("<strong>", "</strong>"),
        Tag::Strikethrough => ("<s>", "</s>"),
        Tag::Link { dest_url, .. } if is_of_origin(dest_url, origins) => {
            outside_tag(out, dest_url);
            ("", LINK_END)
        }
        Tag::Table(_) => ("<div class=\"scroll\" tabindex=\"0\" role=\"group\"><table>", "</table></div>"),
        Tag::TableHead => ("<thead><tr>", "</tr></thead>"),
        Tag::TableRow => ("<tr>", "</tr>"),
        Tag::TableCell if head => ("<th scope=\"col\">", "</th>"),
        Tag::TableCell => ("<td>", "</td>"),
        _ => ("", ""),
    };
    out.push_str(start);
    end
}

fn depth(own: HeadingLevel) -> usize {
    match own {
        HeadingLevel::H1 => 0,
        HeadingLevel::H2 => 1,
        HeadingLevel::H3 => 2,
        _ => 3,
    }
}

fn heading(level: usize) -> (&'static str, &'static str) {
    match level {
        0..=2 => ("<h2>", "</h2>"),
        3 => ("<h3>", "</h3>"),
        4 => ("<h4>", "</h4>"),
        5 => ("<h5>", "</h5>"),
        _ => ("<h6>", "</h6>"),
    }
}
