//! The key that lies outside the database: in a file of its own, or in the environment.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::Secret;
use crate::config::Config;

/// The key that wraps the root keys, and where it was found.
pub struct MasterKey {
    pub(super) secret: Secret,
    pub(super) whence: String,
}

/// Where the environment may hold it.
const VARIABLE: &str = "LINGKE_MASTER_KEY";

impl MasterKey {
    /// The key as configured, the variable before the file; none where there is none.
    ///
    /// # Errors
    /// When what is there is no key.
    pub fn find(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(text) = config.master_key.text() else { return Self::read(&config.master_key_path()) };
        let Some(secret) = Secret::from_hex(text) else {
            bail!("{VARIABLE} is no key: 64 hexadecimal digits")
        };
        Ok(Some(Self { secret, whence: VARIABLE.to_owned() }))
    }

    /// The key in a file; none where there is no file.
    ///
    /// # Errors
    /// When it cannot be read, or what is in it is no key.
    pub fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        let file = path.display();
        if !path.try_exists().with_context(|| format!("{file} cannot be read"))? {
            return Ok(None);
        }
        let text = fs::read_to_string(path).map(zeroize::Zeroizing::new);
        let text = text.with_context(|| format!("{file} cannot be read"))?;
        let Some(secret) = Secret::from_hex(&text) else {
            bail!("{file} holds no key: 64 hexadecimal digits")
        };
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            tracing::warn!(%file, "others on this machine may read the master key: chmod 600");
        }
        Ok(Some(Self { secret, whence: file.to_string() }))
    }

    /// 16 hexadecimal digits by which people tell one key from another. They say nothing of the key itself.
    pub fn fingerprint(&self) -> String {
        let mut digits = hex::encode(self.secret.hmac(&[b"lingke master key fingerprint"]));
        digits.truncate(16);
        digits
    }

    /// Makes a new key in a file that is not there yet and that only its owner may read.
    ///
    /// # Errors
    /// When there is such a file, or it cannot be written.
    pub fn make(path: &Path) -> anyhow::Result<Self> {
        let file = path.display();
        let secret = Secret::random();
        write(path, &secret).with_context(|| format!("the master key cannot be written to {file}"))?;
        Ok(Self { secret, whence: file.to_string() })
    }
}

/// Whole or not at all: a key of which half is written would be lost with all that it wraps.
fn write(path: &Path, secret: &Secret) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    ensure!(!path.try_exists()?, "there is such a file");
    let half = path.with_added_extension("new");
    let _ = fs::remove_file(&half);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
    writeln!(file, "{}", secret.to_hex().as_str())?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/master.key");
        assert!(MasterKey::read(&path).unwrap().is_none());
        let made = MasterKey::make(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = MasterKey::read(&path).unwrap().unwrap();
        assert!(read.secret.to_hex() == made.secret.to_hex());
        assert_eq!(read.fingerprint(), made.fingerprint());
        assert!(!made.secret.to_hex().contains(&made.fingerprint()));
        assert!(MasterKey::make(&path).is_err(), "a key is never written over");
        assert!(MasterKey::read(&path).unwrap().unwrap().secret.to_hex() == made.secret.to_hex());
        assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        fs::write(&path, "secret but short").unwrap();
        let told = format!("{:#}", MasterKey::read(&path).err().unwrap());
        assert!(told.contains("holds no key") && !told.contains("secret but short"), "{told}");
    }
}
