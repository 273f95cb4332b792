//! Mail by SMTP. The idempotency key becomes the Message-ID, so a mail sent twice is one mail to its reader.

use anyhow::Context;
use lettre::message::header::{ContentType, MessageId};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::Deserialize;

use super::Row;
use crate::config::Config;
use crate::failure::Answer;
use crate::keys::{Keys, Sealed};

/// The content of a mail: always as text, and as HTML for who reads it there.
#[derive(Debug, Deserialize)]
struct Mail {
    subject: String,
    text: String,
    html: Option<String>,
    /// What only the reader may see: it stands sealed here, and in the text its mark.
    sealed: Option<Sealed>,
}

/// Stands in a text for what is sealed beside it.
pub const SEALED_MARK: &str = "{{sealed}}";

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
    pub(super) async fn send(&self, row: &Row, keys: &Keys) -> anyhow::Result<()> {
        anyhow::ensure!(row.kind == "mail", "nothing here sends {}", row.kind);
        let mut mail: Mail = serde_json::from_str(&row.payload)?;
        if let Some(sealed) = &mail.sealed {
            let opened = keys.open_for("outbox", sealed).map_err(|failure| anyhow::anyhow!("{failure}"))?;
            mail.text = mail.text.replace(SEALED_MARK, std::str::from_utf8(&opened)?);
        }
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
