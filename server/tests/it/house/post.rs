//! A real mail server, for what leaves the house.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rand::RngExt;

use super::{House, eventually};

/// A mail server that keeps what it gets in a folder; stopped when dropped.
pub(crate) struct MailServer {
    child: Child,
    dir: PathBuf,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port nobody listens on now, below those the system gives to connections, so that none takes it meanwhile.
pub(crate) fn free_port() -> u16 {
    let mut ports = std::iter::repeat_with(|| rand::rng().random_range(20_000..32_000));
    ports.find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

/// Starts a mail server on this port.
pub(crate) async fn mail_server(house: &House, port: u16) -> MailServer {
    let dir = house.ground.dir().join("mailbox");
    let address = format!("127.0.0.1:{port}");
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-m", "aiosmtpd", "-n", "-l", &address, "-c", "aiosmtpd.handlers.Mailbox"]).arg(&dir);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("`apt install python3-aiosmtpd` gives the mail server these tests need");
    eventually("the mail server listens", async || {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "`apt install python3-aiosmtpd` gives the mail server these tests need");
        tokio::net::TcpStream::connect(&address).await.ok()
    })
    .await;
    MailServer { child, dir }
}

impl MailServer {
    /// All mails so far, as text.
    pub(crate) fn mails(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.dir.join("new")) else { return Vec::new() };
        entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }

    pub(crate) async fn mails_at_least(&self, count: usize) -> Vec<String> {
        eventually("the mail arrives", async || Some(self.mails()).filter(|mails| mails.len() >= count)).await
    }
}

/// The house with this mail server set.
pub(crate) async fn with_mail(house: House, port: u16) -> House {
    let mut config = house.ground.config();
    config.smtp_url = Some(format!("smtp://127.0.0.1:{port}"));
    house.restarted_with(config, lingke::wiring::WIRING).await
}
