//! Whether what somebody says of a customer agrees with what is on file, without showing it.

use crate::model::{ContactKind, CustomerRecord};
use crate::protection::{Personal, contact_form, identity_form};

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The whole name.
    Name,
    /// A whole phone number.
    Phone,
    /// The last four digits of one.
    PhoneTail,
    /// A mail address.
    Email,
    /// A whole identity number.
    IdentityNumber,
    /// The last four characters of one.
    IdentityTail,
    /// The day of birth, `1990-01-31`, as the resident identity number has it (GB 11643: digits 7 to 14).
    BirthDate,
}

/// How many characters at the end of a number are enough to ask for.
const TAIL_CHARS: usize = 4;

/// Whether `said` agrees with any value on file, however it is written; none when there is none of the kind.
pub fn agrees(record: &CustomerRecord, claim: Claim, said: &str) -> Option<bool> {
    let said = Personal::new(said);
    let (on_file, said) = match claim {
        Claim::Name => (vec![name_form(&record.row.name)], name_form(said.in_the_clear())),
        Claim::Phone => (contacts(record, ContactKind::Phone), contact_form(ContactKind::Phone, &said)),
        Claim::PhoneTail => {
            (tails(contacts(record, ContactKind::Phone)), contact_form(ContactKind::Phone, &said))
        }
        Claim::Email => (contacts(record, ContactKind::Email), contact_form(ContactKind::Email, &said)),
        Claim::IdentityNumber => (identities(record), identity_form(&said)),
        Claim::IdentityTail => (tails(identities(record)), identity_form(&said)),
        Claim::BirthDate => (births(record), identity_form(&said)),
    };
    (!on_file.is_empty()).then(|| !said.is_empty() && on_file.contains(&said))
}

fn name_form(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '·').collect()
}

fn contacts(record: &CustomerRecord, kind: ContactKind) -> Vec<String> {
    let points = record.contact_points.iter().filter(|point| point.kind == kind);
    points.map(|point| contact_form(kind, &point.value)).collect()
}

fn identities(record: &CustomerRecord) -> Vec<String> {
    record.identity_documents.iter().map(|document| identity_form(&document.number)).collect()
}

/// A number that is no longer than its tail has none: its tail would be the whole.
fn tails(whole: Vec<String>) -> Vec<String> {
    let tail = |text: &String| {
        let start = text.chars().count().checked_sub(TAIL_CHARS).filter(|start| *start > 0)?;
        Some(text.chars().skip(start).collect())
    };
    whole.iter().filter_map(tail).collect()
}

fn births(record: &CustomerRecord) -> Vec<String> {
    let cards = record.identity_documents.iter().filter(|document| document.kind == "resident_id_card");
    let birth = |number: String| (number.len() == 18).then(|| number.get(6..14).map(str::to_owned)).flatten();
    cards.filter_map(|card| birth(identity_form(&card.number))).collect()
}

#[cfg(test)]
mod tests {
    use lingke_kernel::time::Instant;

    use super::*;
    use crate::model::{
        ContactPointId, ContactRow, CustomerId, CustomerRow, IdentityDocumentId, IdentityRow, Verified,
    };

    fn someone(phones: &[&str], cards: &[&str]) -> CustomerRecord {
        let now = Instant::from_micros(0);
        let customer_id = CustomerId::new(now);
        let contact = |kind, value: &str| ContactRow {
            id: ContactPointId::new(now),
            customer_id,
            kind,
            value: Personal::new(value),
            preferred: false,
            verified: Verified::default(),
            created_at: now,
        };
        let identity = |number: &&str| IdentityRow {
            id: IdentityDocumentId::new(now),
            customer_id,
            kind: "resident_id_card".to_owned(),
            number: Personal::new(number),
            expires_on: None,
            created_at: now,
        };
        CustomerRecord {
            row: CustomerRow::new(customer_id, "C000000001".to_owned(), "阿依古丽·买买提".to_owned(), now),
            contact_points: phones.iter().map(|phone| contact(ContactKind::Phone, phone)).collect(),
            identity_documents: cards.iter().map(identity).collect(),
            care_needs: Vec::new(),
            relations: Vec::new(),
            holdings: Vec::new(),
        }
    }

    #[test]
    fn what_is_said_agrees_however_it_is_written() {
        let it = someone(&["+86 138-0013-8000", "95588"], &["11010519491231002X"]);
        let agrees = |claim, said| agrees(&it, claim, said);
        assert_eq!(agrees(Claim::Name, " 阿依古丽 买买提 "), Some(true));
        assert_eq!(agrees(Claim::Name, "阿依古丽"), Some(false));
        assert_eq!(agrees(Claim::Phone, "138 0013 8000"), Some(true));
        assert_eq!(agrees(Claim::PhoneTail, "8000"), Some(true));
        assert_eq!(agrees(Claim::PhoneTail, "000"), Some(false), "a part of the tail is not the tail");
        assert_eq!(agrees(Claim::IdentityNumber, "110105 19491231 002x"), Some(true));
        assert_eq!(agrees(Claim::IdentityTail, "002x"), Some(true));
        assert_eq!(agrees(Claim::BirthDate, "1949-12-31"), Some(true));
        assert_eq!(agrees(Claim::BirthDate, "1949-12-30"), Some(false));
    }

    #[test]
    fn nothing_agrees_with_an_empty_file_and_an_empty_answer_with_nothing() {
        let bare = someone(&[], &[]);
        for claim in [Claim::Phone, Claim::PhoneTail, Claim::Email, Claim::IdentityNumber, Claim::BirthDate] {
            assert_eq!(agrees(&bare, claim, "8000"), None);
        }
        let it = someone(&["138-0013-8000"], &[]);
        for said in ["", " ", "-", "()"] {
            assert_eq!(agrees(&it, Claim::Phone, said), Some(false), "{said:?}");
        }
    }

    #[test]
    fn a_number_as_short_as_its_tail_has_none() {
        assert_eq!(agrees(&someone(&["8000"], &[]), Claim::PhoneTail, "8000"), None);
    }
}
