//! Why a case was found, as lists show it: the piece of text that holds the words.

use std::collections::HashMap;

use lingke_platform::failure::Answer;
use lingke_platform::search::{Match, Query, Segment};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{AttachmentId, Case, CaseId, EntryId, EntryKind};
use crate::store::sought::Sought;
use crate::store::texts::{self, AttachmentText, EntryText};

/// Characters of a piece of text that is shown.
pub const SNIPPET_CHARS: usize = 80;
/// The same in a list, where the hit must stand in a narrow column.
const LIST_CHARS: usize = 24;
/// Longer than any subject: it is shown whole.
pub const WHOLE_CHARS: usize = 1000;

/// What of a case holds the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// Its number.
    Number,
    /// Its subject.
    Subject,
    /// Its description.
    Description,
    /// A message from the customer.
    CustomerMessage,
    /// An answer to the customer.
    Reply,
    /// A note between us.
    Note,
    /// How it was resolved.
    Resolution,
    /// Why something was done.
    Opinion,
    /// What was asked of another department.
    TaskRequest,
    /// What a department answered.
    TaskAnswer,
    /// The name of a file.
    Attachment,
}

impl From<EntryKind> for Matched {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::CustomerMessage => Self::CustomerMessage,
            EntryKind::Reply => Self::Reply,
            EntryKind::Note => Self::Note,
            EntryKind::Resolution => Self::Resolution,
            EntryKind::Opinion => Self::Opinion,
            EntryKind::TaskRequest => Self::TaskRequest,
            EntryKind::TaskAnswer => Self::TaskAnswer,
        }
    }
}

/// Why a case was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseFound {
    /// What of it holds the words.
    pub matched: Matched,
    /// Its subject, with the hits in it.
    pub subject: Vec<Segment>,
    /// The piece of text with the hits, where that is not the subject.
    pub snippet: Option<Vec<Segment>>,
}

/// The texts that some matches name.
pub struct Texts {
    /// By entry.
    pub entries: HashMap<String, EntryText>,
    /// By file.
    pub attachments: HashMap<String, AttachmentText>,
}

impl Texts {
    /// Reads them.
    pub async fn of(conn: &impl ConnectionTrait, matches: &[&Match]) -> Answer<Self> {
        let ids = |kind: &str| -> Vec<&str> {
            let some = matches.iter().filter(|found| found.kind == kind);
            some.map(|found| found.subject_id.as_str()).collect()
        };
        let entries: Vec<EntryId> = ids("entry").into_iter().filter_map(|id| id.parse().ok()).collect();
        let files: Vec<AttachmentId> =
            ids("attachment").into_iter().filter_map(|id| id.parse().ok()).collect();
        let entries = texts::of_entries(conn, &entries).await?;
        let files = texts::of_attachments(conn, &files).await?;
        Ok(Self {
            entries: entries.into_iter().map(|entry| (entry.id.to_string(), entry)).collect(),
            attachments: files.into_iter().map(|file| (file.id.to_string(), file)).collect(),
        })
    }
}

/// What of a case itself holds the words, and the piece of it that shows them.
pub fn in_case(query: &Query, number: &str, subject: &str, description: &str, chars_max: usize) -> CaseFound {
    let shown = query.highlight(subject, WHOLE_CHARS);
    let told = |matched, snippet| CaseFound { matched, subject: shown.segments.clone(), snippet };
    if shown.found == query.len() {
        return told(Matched::Subject, None);
    }
    let described = query.highlight(description, chars_max);
    if described.found > shown.found || (described.found > 0 && shown.found == 0) {
        return told(Matched::Description, Some(described.segments));
    }
    if shown.found == 0 && query.highlight(number, WHOLE_CHARS).found > 0 {
        return told(Matched::Number, None);
    }
    told(Matched::Subject, None)
}

/// Why each of these cases was found.
pub async fn reasons(
    conn: &impl ConnectionTrait,
    cases: &[Case],
    sought: &Sought,
    typed: &str,
) -> Answer<HashMap<CaseId, CaseFound>> {
    let query = Query::of(typed);
    let matches: Vec<&Match> = cases.iter().filter_map(|case| sought.matches.get(&case.id)).collect();
    let texts = Texts::of(conn, &matches).await?;
    let reason = |case: &Case| {
        let own = in_case(&query, &case.number, &case.subject, &case.description, LIST_CHARS);
        // Its own words tell more than a note's; a note counts where they say less.
        let all_here = own.matched != Matched::Subject
            || query.highlight(&case.subject, WHOLE_CHARS).found == query.len();
        let elsewhere = sought.matches.get(&case.id).filter(|_| !all_here);
        let (matched, text) = match elsewhere.map(|found| (found.kind.as_str(), found.subject_id.as_str())) {
            Some(("entry", id)) => match texts.entries.get(id) {
                Some(entry) => (entry.kind.into(), entry.text.as_str()),
                None => return own,
            },
            Some(("attachment", id)) => match texts.attachments.get(id) {
                Some(file) => (Matched::Attachment, file.name.as_str()),
                None => return own,
            },
            _ => return own,
        };
        let snippet = Some(query.highlight(text, LIST_CHARS).segments);
        CaseFound { matched, subject: own.subject, snippet }
    };
    Ok(cases.iter().map(|case| (case.id, reason(case))).collect())
}
