//! Configuration: `lingke.toml`, then `LINGKE_…` variables, then flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// All settings, with their defaults in [`Config::default`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the SQLite file, the master key, the journal heads and spooled uploads live.
    pub data_dir: PathBuf,
    /// A PostgreSQL URL; none means SQLite in the data dir.
    pub database_url: Option<String>,
    /// The file of the master key, 64 hexadecimal digits; none means `master.key` in the data dir.
    pub master_key_file: Option<PathBuf>,
    /// The master key itself, for the environment: it goes before the file.
    pub master_key: Hidden,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Most connections to PostgreSQL.
    pub database_connections_max: u32,
    /// Most pages (4 KiB) the SQLite file may grow to: a quota; none means the disk.
    pub sqlite_pages_max: Option<u32>,
    /// `info`, `debug`, or a filter as tracing-subscriber reads it.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// A session ends after this long without a request, in minutes.
    pub session_idle_minutes: i64,
    /// A session ends this long after sign-in whatever happens, in minutes.
    pub session_absolute_minutes: i64,
    /// Wrong passwords in a row before an account locks.
    pub sign_in_failures_max: i32,
    /// How long a locked account stays locked, in minutes.
    pub sign_in_lock_minutes: i64,
    /// Whether cookies carry `Secure`: set behind TLS.
    pub secure_cookies: bool,
    /// Requests in a second from one address before it is told to wait; 0 for no limit. Ten times as many may come at once.
    pub requests_per_second_by_address: u32,
    /// The same for one account, by all its browsers and tokens together.
    pub requests_per_second_by_account: u32,
    /// Attempts to sign in within a minute from one address; 0 for no limit.
    pub sign_ins_per_minute_by_address: u32,
    /// Whether requests from the loopback address are counted too.
    pub limit_loopback: bool,
    /// Addresses or networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Whether `/metrics` answers to others than the loopback address.
    pub metrics_public: bool,
    /// The largest attachment, in bytes.
    pub attachment_bytes_max: u64,
    /// The largest file to import, in bytes.
    pub import_bytes_max: u64,
    /// SMTP server for outgoing mail, `smtp://[user:password@]host:port` or `smtps://…`; none keeps mail in the outbox.
    pub smtp_url: Option<String>,
    /// Hosts, addresses and networks inside that webhooks may reach nevertheless, also by plain http.
    pub outbound_allow: Vec<String>,
    /// A file of certificates (PEM) of authorities that are trusted besides the public ones, for webhooks.
    pub outbound_ca_file: Option<PathBuf>,
    /// The sender of outgoing mail.
    pub mail_from: String,
    /// Where people reach the console, `https://lingke.example.com`: links in mail begin with it; none leaves them out.
    pub public_url: Option<String>,
    /// Read notifications are forgotten after this many days, unread ones after twice as many.
    pub notification_days: i64,
    /// Where backups are taken to each day; none means that none are taken by the clock.
    pub backup_dir: Option<PathBuf>,
    /// When a backup is taken each day: a time and a zone.
    pub backup_at: String,
    /// How many backups are kept in that folder.
    pub backup_keep: u32,
    /// After how many days one of them is restored for a test again; 0 for never.
    pub backup_test_days: u32,
    /// Seconds between looks at what is due, in thousandths.
    pub tick_ms: u64,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A setting that is a secret: it neither prints nor is written anywhere.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Hidden(Option<String>);

impl Hidden {
    /// A setting with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Some(text.into()))
    }

    /// What was set, if anything.
    pub(crate) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Hidden {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data-dir"),
            database_url: None,
            master_key_file: None,
            master_key: Hidden::default(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database_connections_max: 16,
            sqlite_pages_max: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            session_idle_minutes: 30,
            session_absolute_minutes: 12 * 60,
            sign_in_failures_max: 5,
            sign_in_lock_minutes: 10,
            secure_cookies: false,
            requests_per_second_by_address: 500,
            requests_per_second_by_account: 200,
            sign_ins_per_minute_by_address: 60,
            limit_loopback: false,
            trusted_proxies: Vec::new(),
            metrics_public: false,
            attachment_bytes_max: 25 * 1024 * 1024,
            import_bytes_max: 1024 * 1024 * 1024,
            smtp_url: None,
            outbound_allow: Vec::new(),
            outbound_ca_file: None,
            mail_from: "Lingke <lingke@localhost>".to_owned(),
            public_url: None,
            notification_days: 90,
            backup_dir: None,
            backup_at: "02:30 Asia/Shanghai".to_owned(),
            backup_keep: 14,
            backup_test_days: 7,
            tick_ms: 500,
        }
    }
}

impl Config {
    /// Reads `lingke.toml` (from the working directory or `LINGKE_CONFIG`), then the environment.
    ///
    /// # Errors
    /// When a key of the file is unknown or a value has the wrong form; the message names it. Variables that are
    /// no setting are left alone: they may be meant for other programs.
    pub fn load() -> anyhow::Result<Self> {
        let file = std::env::var("LINGKE_CONFIG").unwrap_or_else(|_| "lingke.toml".to_owned());
        let defaults = serde_json::to_value(Self::default())?;
        let known: Vec<String> =
            defaults.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::prefixed("LINGKE_").filter(move |key| known.iter().any(|one| key == one.as_str())));
        Ok(figment.extract()?)
    }

    /// Where the file of the master key lies, or would lie.
    pub fn master_key_path(&self) -> PathBuf {
        self.master_key_file.clone().unwrap_or_else(|| self.data_dir.join("master.key"))
    }

    /// The URL of the database: PostgreSQL when set, else SQLite in the data dir, which is made when missing.
    ///
    /// # Errors
    /// When the data dir cannot be made.
    pub fn database_url(&self) -> anyhow::Result<String> {
        if let Some(url) = &self.database_url {
            return Ok(url.clone());
        }
        std::fs::create_dir_all(&self.data_dir)?;
        Ok(format!("sqlite:{}", self.data_dir.join("lingke.db").display()))
    }
}
