//! Mail by SMTP. The idempotency key becomes the Message-ID, so a mail sent twice is one mail to its reader.

use anyhow::Context;
use lettre::message::header::{ContentType, MessageId};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::Deserialize;

use super::Row;
use crate::config::Config;
use crate::failure::Answer;

/// The content of a mail: always as text, and as HTML for who reads it there.
#[derive(Debug, Deserialize)]
struct Mail {
    subject: String,
    text: String,
    html: Option<String>,
}

/// Sends mail from the configured address.
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// The configured mailer; none when no server is set.
    pub(super) fn of(config: &Config) -> Answer<Option<Self>> {
        let Some(url) = &config.smtp_url else { return Ok(None) };
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("smtp_url cannot be read")?;
        let transport = transport.timeout(Some(std::time::Duration::from_secs(20))).build();
        let from = config.mail_from.parse().context("mail_from is not an address")?;
        Ok(Some(Self { transport, from }))
    }

    /// Sends one row.
    pub(super) async fn send(&self, row: &Row) -> anyhow::Result<()> {
        anyhow::ensure!(row.kind == "mail", "nothing here sends {}", row.kind);
        let mail: Mail = serde_json::from_str(&row.payload)?;
        let domain = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(row.recipient.parse().context("the recipient is not an address")?)
            .subject(mail.subject)
            .header(MessageId::from(format!("<{}@{domain}>", row.idempotency_key)));
        let message = match mail.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(mail.text, html))?,
            None => message.header(ContentType::TEXT_PLAIN).body(mail.text)?,
        };
        self.transport.send(message).await?;
        Ok(())
    }
}
