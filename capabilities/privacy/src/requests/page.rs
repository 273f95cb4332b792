//! The page of a copy, as people read it: in Chinese with English beside it, on any machine and without us.

use jiff::tz::TimeZone;
use lingke_platform::failure::Answer;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};

use super::copy::Kept;

const PAGE: &str = include_str!("copy.html");

/// The whole page. Everything that was written by people is escaped.
pub fn html(kept: &Kept) -> Answer<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("moment", moment);
    environment.add_template("copy.html", PAGE).map_err(anyhow::Error::from)?;
    let page = environment.get_template("copy.html").map_err(anyhow::Error::from)?;
    Ok(page.render(Serde(kept)).map_err(anyhow::Error::from)?)
}

/// A moment as people in China read it.
fn moment(text: &str) -> String {
    let zone = TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC);
    let moment = text.parse::<jiff::Timestamp>();
    moment.map_or_else(|_| text.to_owned(), |at| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use lingke_kernel::time::Instant;
    use serde_json::json;

    use super::super::copy::{KeptCase, Message};
    use super::*;

    #[test]
    fn what_people_wrote_is_escaped() {
        let at = Instant::from_micros(1_790_000_000_000_000);
        let evil = "<script>alert(1)</script>";
        let kept = Kept {
            institution: "远山银行".to_owned(),
            made_at: at,
            customer: json!({ "name": evil, "number": "C1", "contact_points": [{ "kind": "phone", "value": "138" }],
                "identity_documents": [], "note": null, "kind": "person", "class": "ordinary", "created_at": at }),
            cases: vec![KeptCase {
                number: "A1".to_owned(),
                kind: "complaint",
                channel: "phone",
                status: "closed",
                subject: evil.to_owned(),
                description: evil.to_owned(),
                opened_at: at,
                closed_at: None,
                messages: vec![Message { kind: "reply", at, text: evil.to_owned() }],
                files: Vec::new(),
            }],
        };
        let page = html(&kept).unwrap();
        assert!(!page.contains("<script>"), "{page}");
        assert!(page.contains("远山银行") && page.contains("138") && page.contains("2026-09-2"), "{page}");
    }
}
