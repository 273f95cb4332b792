//! What is written to people about their accounts, in their language. Where the link stands, the mail says so by a mark
//! that is replaced when it is sent.

use lingke_platform::outbox::SEALED_MARK;

use crate::model::{Institution, LinkKind, Locale, StaffRow};

/// A letter.
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// The letter that brings a link to set a password by.
pub fn of_link(locale: Locale, kind: LinkKind, to: &StaffRow, from: &Institution) -> Letter {
    let (name, login) = (&to.name, &to.login);
    match (locale, kind) {
        (Locale::ZhCn, LinkKind::Invitation) => Letter {
            subject: format!("{}邀请您使用聆客", from.name),
            text: format!(
                "{name}：\n\n您的聆客账号已建立，用户名：{login}。请在 72 小时内打开下面的链接设置密码，链接只能使用一次：\n\n\
                 {SEALED_MARK}\n\n如果您不清楚此事，请忽略这封邮件。\n"
            ),
        },
        (Locale::ZhCn, LinkKind::Reset) => Letter {
            subject: "重设聆客密码".to_owned(),
            text: format!(
                "{name}：\n\n管理员为您的账号 {login} 发出了重设密码的链接，72 小时内有效，只能使用一次：\n\n{SEALED_MARK}\n\n\
                 如果您没有提出要求，请联系管理员。设置新密码之前，原密码仍然有效。\n"
            ),
        },
        (Locale::EnUs, LinkKind::Invitation) => Letter {
            subject: format!("{} invites you to Lingke", from.name_en),
            text: format!(
                "{name},\n\nyour account is ready; your login is {login}. Set your password by this link, which holds for \
                 72 hours and for one use:\n\n{SEALED_MARK}\n\nIf you do not know what this is about, ignore this mail.\n"
            ),
        },
        (Locale::EnUs, LinkKind::Reset) => Letter {
            subject: "Set a new password for Lingke".to_owned(),
            text: format!(
                "{name},\n\nan administrator made a link to set a new password for {login}. It holds for 72 hours and for \
                 one use:\n\n{SEALED_MARK}\n\nIf you did not ask for it, tell your administrator. Until you set a new one your \
                 password stays as it is.\n"
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_names_the_login_and_holds_the_place_of_the_link_once() {
        let to =
            StaffRow { login: "li.na".to_owned(), name: "李娜".to_owned(), ..crate::tests::somebody() };
        let from = Institution {
            name: "静水银行".to_owned(),
            name_en: "Stillwater Bank".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            demo: false,
        };
        for locale in [Locale::ZhCn, Locale::EnUs] {
            for kind in [LinkKind::Invitation, LinkKind::Reset] {
                let letter = of_link(locale, kind, &to, &from);
                assert_eq!(letter.text.matches(SEALED_MARK).count(), 1, "{}", letter.text);
                assert!(letter.text.contains("li.na") && !letter.subject.is_empty());
            }
        }
    }
}
