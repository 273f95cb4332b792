//! Attaching files.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files::{self, Spooled};
use serde_json::json;

use crate::model::{AttachmentId, Case, CaseId};
use crate::store::attachments::{self, ATTACHMENTS_MAX, Attachment};
use crate::store::cases;
use crate::{WORK, events};

/// What may be attached, by what the content itself shows.
const TAKEN: &[&str] = &[
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/zip",
    "text/plain",
];

/// Whether content of this type may be attached: documents, pictures, sound, films and plain text. Never programs.
pub fn may_be_attached(media_type: &str) -> bool {
    let medium = ["image/", "audio/", "video/"].iter().any(|kind| media_type.starts_with(kind));
    TAKEN.contains(&media_type) || (medium && media_type != "image/svg+xml")
}

/// A file's name without what could lead out of a folder or hide its kind.
pub fn safe_name(given: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_control() || "<>:\"|?*\u{202e}\u{202d}".contains(c) { '_' } else { c };
    let name: String = base.chars().map(plain).take(150).collect();
    let name = name.trim().trim_matches('.').to_owned();
    if name.is_empty() { "file".to_owned() } else { name }
}

/// Attaches a spooled file to a case.
pub async fn attach(tx: &mut Tx, case_id: CaseId, name: &str, spooled: &mut Spooled) -> Answer<Attachment> {
    tx.viewer().require(WORK)?;
    let case = cases::load(tx, case_id).await?;
    add(tx, &case, name, spooled).await
}

/// The same for a case at hand.
pub(crate) async fn add(tx: &mut Tx, case: &Case, name: &str, spooled: &mut Spooled) -> Answer<Attachment> {
    let case_id = case.id;
    if spooled.size == 0 {
        return Err(Failure::invalid("file", "too_short", "the file is empty"));
    }
    if !may_be_attached(&spooled.media_type) {
        return Err(Refusal::impossible("file_type_refused")
            .with("media_type", spooled.media_type.as_str())
            .into());
    }
    if attachments::count(tx.conn(), case_id).await? >= ATTACHMENTS_MAX {
        return Err(Refusal::conflict("too_many_attachments")
            .with("attachments_max", ATTACHMENTS_MAX)
            .into());
    }
    files::store(tx.conn(), spooled, tx.now()).await?;
    let attachment = Attachment {
        id: AttachmentId::new(tx.now()),
        case_id,
        sha256: spooled.sha256.clone(),
        name: safe_name(name),
        media_type: spooled.media_type.clone(),
        size: i64::try_from(spooled.size).unwrap_or(i64::MAX),
        added_by: tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?,
        added_at: tx.now(),
    };
    attachments::insert(tx, &attachment).await?;
    // The name may hold personal data; the journal holds the content's hash.
    let payload =
        json!({ "attachment_id": attachment.id, "sha256": attachment.sha256, "size": attachment.size });
    tx.record(events::of(&events::ATTACHED, case, payload));
    Ok(attachment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_out_of_no_folder_and_hides_nothing() {
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\temp\\凭证.pdf"), "凭证.pdf");
        assert_eq!(safe_name("evil\u{202e}fdp.exe"), "evil_fdp.exe");
        assert_eq!(safe_name("..."), "file");
    }

    #[test]
    fn pictures_and_documents_are_taken_programs_and_scripts_are_not() {
        assert!(may_be_attached("image/png") && may_be_attached("application/pdf"));
        assert!(!may_be_attached("application/x-executable") && !may_be_attached("image/svg+xml"));
        assert!(!may_be_attached("text/html"));
    }
}
