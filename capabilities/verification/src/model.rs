//! The nouns.

use lingke_cases::model::CaseId;
use lingke_customers::claims::Claim;
use lingke_customers::model::CustomerId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// One try to verify a customer.
    VerificationMark, "vrf", VerificationId
);

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VerificationCheck)]
pub enum Check {
    /// The whole name.
    Name,
    /// A whole phone number on file.
    Phone,
    /// The last four digits of one.
    PhoneTail,
    /// A mail address on file.
    Email,
    /// A whole identity number.
    IdentityNumber,
    /// The last four characters of one.
    IdentityTail,
    /// The day of birth, as the resident identity number has it.
    BirthDate,
    /// The original document was seen, by the agent's word.
    DocumentSeen,
    /// The customer was called back under a number on file, by the agent's word.
    CalledBack,
}

/// How we talk to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VerificationChannel)]
pub enum Channel {
    /// 电话
    Phone,
    /// 在线聊天
    Chat,
    /// 柜面
    Counter,
}

/// One level: what is asked, and how long it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerificationLevel)]
pub struct Level {
    /// Lower-case letters and `_`; what verifications keep.
    pub code: String,
    /// 1 to 40 characters, as the screen shows it.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What may be asked.
    pub checks: Vec<Check>,
    /// What of it has to agree in any case.
    pub musts: Vec<Check>,
    /// How many have to agree, 1 to as many as there are.
    pub matches_min: usize,
    /// On which channels.
    pub channels: Vec<Channel>,
    /// How long it holds, in minutes, at most a day.
    pub valid_minutes: i64,
}

/// What the institution has set. Levels rise: each is stronger than those before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerificationSettings)]
pub struct Settings {
    /// 1 to 6 levels, weakest first.
    pub levels: Vec<Level>,
    /// Failures after which the customer is locked.
    pub failures_max: i64,
    /// How long a failure counts, in minutes.
    pub failure_minutes: i64,
    /// How long a lock lasts, in minutes.
    pub lock_minutes: i64,
}

/// The settings with their version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VerificationSettingsShown)]
pub struct SettingsShown {
    /// What is set.
    #[serde(flatten)]
    pub settings: Settings,
    /// Raised at each change.
    pub version: i64,
    /// Whether the viewer may change them.
    pub may_configure: bool,
}

/// One answer of the person we talk to.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerificationAnswer)]
pub struct Said {
    /// What was asked.
    pub check: Check,
    /// What they said, at most 200 characters; a day of birth as `1990-01-31`. None for what the agent vouches for.
    pub value: Option<String>,
}

/// A try to verify a customer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCustomerVerification)]
pub struct NewVerification {
    /// The code of the level.
    pub level: String,
    /// How we talk to the person.
    pub channel: Channel,
    /// 1 to 9 answers, each check once.
    pub answers: Vec<Said>,
    /// The case it is for.
    pub case_id: Option<CaseId>,
}

/// Why a lock is opened.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerificationUnlock)]
pub struct Unlock {
    /// 2 to 500 characters.
    pub reason: String,
}

/// A try as the table holds it.
#[derive(Debug, Clone)]
pub struct VerificationRow {
    /// Its id.
    pub id: VerificationId,
    /// Who was to be verified.
    pub customer_id: CustomerId,
    /// At which level.
    pub level: String,
    /// How we talked to them.
    pub channel: Channel,
    /// For which case.
    pub case_id: Option<CaseId>,
    /// By whom.
    pub actor_id: String,
    /// What agreed.
    pub matched: Vec<Check>,
    /// What did not, or could not be compared.
    pub failed: Vec<Check>,
    /// Until when it holds; none when it failed.
    pub until: Option<Instant>,
    /// When.
    pub created_at: Instant,
}

/// A try as answers show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerVerification)]
pub struct Verification {
    /// Its id.
    pub id: VerificationId,
    /// The code of the level.
    pub level: String,
    /// How we talked to the person.
    pub channel: Channel,
    /// For which case.
    pub case_id: Option<CaseId>,
    /// By whom.
    pub by: Option<StaffName>,
    /// Whether it was enough.
    pub passed: bool,
    /// What agreed.
    pub matched: Vec<Check>,
    /// What did not, or could not be compared.
    pub failed: Vec<Check>,
    /// Until when it holds; null when it failed.
    pub until: Option<Instant>,
    /// When.
    pub created_at: Instant,
}

/// How a customer stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VerificationStanding)]
pub struct Standing {
    /// The strongest verification that still holds.
    pub held: Option<Verification>,
    /// Failures that count.
    pub failures: i64,
    /// How many lock.
    pub failures_max: i64,
    /// Locked until then; null when not locked.
    pub locked_until: Option<Instant>,
    /// What there is on file to compare answers with, and what the agent may vouch for.
    pub askable: Vec<Check>,
    /// The levels, weakest first.
    pub levels: Vec<Level>,
    /// What the viewer may do.
    pub may: StandingMay,
}

/// What the viewer may do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VerificationStandingMay)]
pub struct StandingMay {
    /// Verify the customer now.
    pub verify: bool,
    /// Open the lock.
    pub unlock: bool,
}

/// All checks, in the order people expect.
pub const CHECKS: [Check; 9] = [
    Check::Name,
    Check::Phone,
    Check::PhoneTail,
    Check::Email,
    Check::IdentityNumber,
    Check::IdentityTail,
    Check::BirthDate,
    Check::DocumentSeen,
    Check::CalledBack,
];

impl Check {
    /// What is compared with what is on file; none when the agent vouches for it.
    pub fn claim(self) -> Option<Claim> {
        match self {
            Self::Name => Some(Claim::Name),
            Self::Phone => Some(Claim::Phone),
            Self::PhoneTail => Some(Claim::PhoneTail),
            Self::Email => Some(Claim::Email),
            Self::IdentityNumber => Some(Claim::IdentityNumber),
            Self::IdentityTail => Some(Claim::IdentityTail),
            Self::BirthDate => Some(Claim::BirthDate),
            Self::DocumentSeen | Self::CalledBack => None,
        }
    }
}
