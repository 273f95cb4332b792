//! What a mail to a colleague says: what happened, to which case, and why they are told. Pure.
//!
//! A case is named by its number and never by its words: mail leaves the house, and what customers say stays in it.

use serde_json::{Value, json};

use crate::model::Notification;
use crate::targets;
use crate::words::say;

/// One notification with the names its line needs.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What was told.
    pub row: &'a Notification,
    /// How often, of those in this mail.
    pub count: usize,
    /// The case's number.
    pub number: Option<&'a str>,
    /// Who did it.
    pub actor: Option<&'a str>,
}

/// A line of a mail, and where it leads.
struct Line {
    text: String,
    why: String,
    link: Option<String>,
}

/// The mail about some notifications, as the outbox takes it.
pub fn of(locale: &str, name: &str, items: &[Item<'_>], public_url: Option<&str>) -> Value {
    let lines: Vec<Line> = items.iter().map(|item| line(locale, item, public_url)).collect();
    let subject = match (items, lines.as_slice()) {
        ([item], [line]) if item.count == 1 => say(locale, "mail.subject_single", &[("what", &line.text)]),
        _ => say(locale, "mail.subject_digest", &[("count", &lines.len().to_string())]),
    };
    let settings = public_url.map(|url| format!("{}/notifications/preferences", url.trim_end_matches('/')));
    written(locale, name, &subject, &lines, settings.as_deref())
}

/// The mail somebody sends themselves to see that it arrives.
pub fn test(locale: &str, name: &str) -> Value {
    let line = Line { text: say(locale, "mail.test_text", &[]), why: String::new(), link: None };
    written(locale, name, &say(locale, "mail.test_subject", &[]), &[line], None)
}

fn line(locale: &str, item: &Item<'_>, public_url: Option<&str>) -> Line {
    let what = say(locale, &format!("kind.{}", item.row.kind), &[]);
    let mut text = match item.number {
        Some(number) => say(locale, "mail.about_case", &[("what", &what), ("number", number)]),
        None => what,
    };
    if let Some(actor) = item.actor {
        text = say(locale, "mail.by", &[("what", &text), ("who", actor)]);
    }
    if item.count > 1 {
        text = say(locale, "mail.times", &[("what", &text), ("count", &item.count.to_string())]);
    }
    let link = public_url.zip(targets::of(item.row).into_iter().next());
    Line {
        text,
        why: say(locale, &format!("reason.{}", item.row.reason), &[]),
        link: link.map(|(url, target)| format!("{}{}", url.trim_end_matches('/'), target.path())),
    }
}

fn written(locale: &str, name: &str, subject: &str, lines: &[Line], settings: Option<&str>) -> Value {
    let hello = say(locale, "mail.hello", &[("name", name)]);
    let footer = say(locale, "mail.footer", &[]);
    let mut text = format!("{hello}\n\n");
    let mut html = format!("<p>{}</p><ul>", escaped(&hello));
    for line in lines {
        let why = if line.why.is_empty() { String::new() } else { format!("\n  {}", line.why) };
        let link = line.link.as_ref().map_or(String::new(), |link| format!("\n  {link}"));
        text.push_str(&format!("- {}{why}{link}\n", line.text));
        let shown = match &line.link {
            Some(link) => format!("<a href=\"{}\">{}</a>", escaped(link), escaped(&line.text)),
            None => escaped(&line.text),
        };
        html.push_str(&format!("<li>{shown}<br><small>{}</small></li>", escaped(&line.why)));
    }
    text.push_str(&format!("\n{footer}\n"));
    html.push_str(&format!("</ul><p><small>{}</small></p>", escaped(&footer)));
    if let Some(settings) = settings {
        text.push_str(&format!("{settings}\n"));
        html.push_str(&format!("<p><small><a href=\"{0}\">{0}</a></small></p>", escaped(settings)));
    }
    let lang = if locale == "en-US" { "en" } else { "zh" };
    let html =
        format!("<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><body>{html}</body></html>");
    json!({ "subject": subject, "text": text, "html": html })
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn a_mail_about_one_thing_says_it_in_its_subject_and_a_digest_says_how_many() {
        let row = Notification::sample();
        let item = Item { row: &row, count: 1, number: Some("26-0000-0018"), actor: Some("Li <Yan>") };
        let one = of("en-US", "Ana", &[item], Some("https://lingke.example.com/"));
        assert!(one["subject"].as_str().unwrap().contains("26-0000-0018"), "{one}");
        let text = one["text"].as_str().unwrap();
        assert!(text.contains(&format!("https://lingke.example.com/cases/{}", row.case_id.unwrap())));
        assert!(text.contains("because you are the assignee"), "{text}");
        let html = one["html"].as_str().unwrap();
        assert!(html.contains("Li &lt;Yan&gt;") && !html.contains("<Yan>"), "{html}");
        let many = of("zh-CN", "Ana", &[item, item], None);
        assert!(many["subject"].as_str().unwrap().contains('2'), "{many}");
        assert!(!many["text"].as_str().unwrap().contains("http"));
    }

    #[test]
    fn what_was_folded_is_counted() {
        let row = Notification::sample();
        let item = Item { row: &row, count: 5, number: Some("26-0000-0018"), actor: None };
        let mail = of("zh-CN", "Ana", &[item], None);
        assert!(mail["text"].as_str().unwrap().contains('5'), "{mail}");
    }
}
