//! The nouns of consents.

use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::CustomerId;

id_kind!(
    /// One consent.
    ConsentMark, "csn", ConsentId
);

/// What a customer agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ConsentPurpose {
    /// 个人信息处理
    PersonalInformation,
    /// 敏感个人信息处理
    SensitiveInformation,
    /// 营销信息推送
    Marketing,
    /// 向第三方提供
    SharingWithOthers,
    /// 向境外提供
    CrossBorder,
    /// 征信查询
    CreditReport,
    /// 录音录像
    Recording,
    /// 满意度调查与回访
    Surveys,
}

/// Where a customer says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ConsentChannel {
    /// 柜面
    Counter,
    /// 电话
    Phone,
    /// 手机银行
    App,
    /// 网页
    Web,
    /// 纸质签署
    Paper,
    /// 微信
    Wechat,
    /// 电子邮件
    Email,
}

/// A consent as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ConsentRow {
    /// Its id.
    pub id: ConsentId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// Which version of which text.
    pub text_version: String,
    /// The day it was given.
    pub given_on: String,
    /// Where.
    pub channel: ConsentChannel,
    /// Before whom.
    pub recorded_by: StaffId,
    /// When that was noted.
    pub recorded_at: Instant,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<String>,
    /// Where.
    pub withdrawn_channel: Option<ConsentChannel>,
    /// Before whom.
    pub withdrawn_by: Option<StaffId>,
    /// When that was noted.
    pub withdrawn_at: Option<Instant>,
}

/// A consent as it is shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// Which version of which text.
    pub text_version: String,
    /// The day it was given.
    #[schema(format = Date)]
    pub given_on: String,
    /// Where.
    pub channel: ConsentChannel,
    /// Before whom.
    pub recorded_by: Option<StaffName>,
    /// When that was noted.
    pub recorded_at: Instant,
    /// The day it was withdrawn.
    #[schema(value_type = Option<String>, format = Date)]
    pub withdrawn_on: Option<String>,
    /// Where.
    pub withdrawn_channel: Option<ConsentChannel>,
    /// Before whom.
    pub withdrawn_by: Option<StaffName>,
    /// When that was noted.
    pub withdrawn_at: Option<Instant>,
}

/// A consent to note.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsent {
    /// To what.
    pub purpose: ConsentPurpose,
    /// Which version of which text, 1 to 60 characters.
    pub text_version: String,
    /// The day it was given: today or before.
    #[schema(value_type = String, format = Date)]
    pub given_on: Day,
    /// Where.
    pub channel: ConsentChannel,
}

/// That it was taken back.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The day: since it was given, today or before.
    #[schema(value_type = String, format = Date)]
    pub withdrawn_on: Day,
    /// Where.
    pub channel: ConsentChannel,
}
