//! The codes: names that are the same in the database, the API and the locales.

use serde::{Deserialize, Serialize};

/// Declares an enum whose names are the same in the database, the API and the locales.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident as $schema:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }
        impl $name {
            /// All of them, in the order people expect.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As the database and the API write it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The value of a code.
            pub fn of(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let text = utoipa::openapi::schema::SchemaType::Type(utoipa::openapi::schema::Type::String);
                let builder = utoipa::openapi::ObjectBuilder::new().schema_type(text);
                builder.enum_values(Some(Self::ALL.iter().map(|value| value.code()))).into()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($schema)
            }
        }
        impl From<$name> for sea_orm::Value {
            fn from(value: $name) -> Self { value.code().into() }
        }
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(row: &sea_orm::QueryResult, index: I) -> Result<Self, sea_orm::TryGetError> {
                let code = String::try_get_by(row, index)?;
                let unknown = || sea_orm::DbErr::Type(format!("unknown {}: {code}", stringify!($name)));
                Self::of(&code).ok_or_else(|| unknown().into())
            }
        }
    };
}

pub(crate) use codes;

codes! {
    /// What kind of work.
    CaseKind as "CaseKind" {
        /// 咨询
        Consultation = "consultation",
        /// 业务协助
        Transaction = "transaction",
        /// 投诉
        Complaint = "complaint",
        /// 技术问题
        Technical = "technical",
        /// 建议
        Suggestion = "suggestion",
        /// 表扬
        Compliment = "compliment",
    }
}
codes! {
    /// How it reached us.
    Channel as "Channel" {
        /// 电话
        Phone = "phone",
        /// 在线聊天
        Chat = "chat",
        /// 邮件
        Email = "email",
        /// 柜面
        Counter = "counter",
        /// 网页
        WebForm = "web_form",
        /// 在线调查
        Survey = "survey",
        /// 手机应用
        App = "app",
        /// 信函
        Letter = "letter",
        /// 社交媒体
        Social = "social",
        /// 监管转送
        Regulator = "regulator",
    }
}
codes! {
    /// How pressing it is.
    Priority as "Priority" {
        /// 低
        Low = "low",
        /// 普通
        Normal = "normal",
        /// 高
        High = "high",
        /// 紧急
        Urgent = "urgent",
    }
}
codes! {
    /// Where it stands.
    Status as "CaseStatus" {
        /// In a queue, nobody works on it.
        New = "new",
        /// Someone works on it.
        Assigned = "assigned",
        /// We wait for the customer.
        WaitingCustomer = "waiting_customer",
        /// Answered for good, unless the customer says otherwise.
        Resolved = "resolved",
        /// Done.
        Closed = "closed",
    }
}
codes! {
    /// Which time limit.
    ClockKind as "CaseClockKind" {
        /// Until the first human answer.
        FirstResponse = "first_response",
        /// From a customer's message until our next human answer.
        NextResponse = "next_response",
        /// Until the customer hears from us again.
        Update = "update",
        /// Until the matter is resolved.
        Resolution = "resolution",
        /// Until a department has answered what it was asked.
        Task = "task",
    }
}
codes! {
    /// What can make a clock stand still; each clock has its own set of them.
    PauseReason as "PauseReason" {
        /// We wait for the customer.
        WaitingCustomer = "waiting_customer",
        /// We wait for another department.
        WaitingDepartment = "waiting_department",
        /// Put aside until a time or an answer.
        Snoozed = "snoozed",
    }
}
codes! {
    /// How a clock stands in the database.
    ClockState as "CaseClockState" {
        /// Running, in time.
        Running = "running",
        /// Standing still, in time.
        Paused = "paused",
        /// Stopped in time.
        Met = "met",
        /// Its due time passed.
        Breached = "breached",
        /// Replaced by another.
        Cancelled = "cancelled",
    }
}
codes! {
    /// What was written.
    EntryKind as "EntryKind" {
        /// To the customer.
        Reply = "reply",
        /// Between us.
        Note = "note",
        /// From the customer.
        CustomerMessage = "customer_message",
        /// The outcome, told to the customer.
        Resolution = "resolution",
        /// Why something was done.
        Opinion = "opinion",
        /// What is asked of another department.
        TaskRequest = "task_request",
        /// What the department answered.
        TaskAnswer = "task_answer",
    }
}

codes! {
    /// How two cases belong together.
    LinkKind as "CaseLinkKind" {
        /// They have to do with each other.
        Related = "related",
        /// They say the same thing.
        Duplicate = "duplicate",
        /// The one came out of the other.
        Split = "split",
    }
}

impl Status {
    /// Whether work remains.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Assigned | Self::WaitingCustomer)
    }
}
