use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId};

use crate::model::StaffRow;

/// Somebody of whom nothing is special.
pub(crate) fn somebody() -> StaffRow {
    let now = Instant::from_micros(0);
    StaffRow {
        id: StaffId::new(now),
        login: "somebody".to_owned(),
        name: "Somebody".to_owned(),
        email: None,
        unit_id: UnitId::new(now),
        scope: None,
        locale: "zh-CN".to_owned(),
        presence: "offline".to_owned(),
        presence_at: now,
        active: true,
        password_hash: String::new(),
        must_change: false,
        sign_in_failures: 0,
        locked_until: None,
        password_set_at: None,
        version: 1,
    }
}
