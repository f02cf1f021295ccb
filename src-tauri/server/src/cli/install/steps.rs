//! What is done to the system, or to a folder that stands for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

/// The system, or a folder that stands for it, as packages are built and tests are made.
pub(super) struct Root {
    folder: PathBuf,
    is_system: bool,
}

impl Root {
    /// Refused where it could not be changed.
    pub(super) fn new(folder: Option<&Path>) -> anyhow::Result<Self> {
        may_change(folder)?;
        Ok(Self { folder: folder.unwrap_or(Path::new("/")).to_owned(), is_system: folder.is_none() })
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    pub(super) fn has(&self, below: &str) -> bool {
        self.path(below).exists()
    }

    /// Writes a file that everybody may read; `None` where it says that already.
    pub(super) fn write(&self, below: &str, text: &str) -> anyhow::Result<Option<String>> {
        let path = self.path(below);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(None);
        }
        self.place(below, |draft| fs::write(draft, text), 0o644)?;
        Ok(Some(format!("wrote {}", path.display())))
    }

    /// Copies the program; `None` where it is there already.
    pub(super) fn copy_program(&self, own: &Path, below: &str) -> anyhow::Result<Option<String>> {
        let path = self.path(below);
        let same = || Ok::<_, io::Error>(fs::read(own)? == fs::read(&path)?);
        if same().unwrap_or(false) {
            return Ok(None);
        }
        self.place(below, |draft| fs::copy(own, draft).map(drop), 0o755)?;
        Ok(Some(format!("copied this program to {}", path.display())))
    }

    /// Writes beside and renames: a program that runs is not changed under its feet, and nothing is ever half there.
    fn place(&self, below: &str, write: impl FnOnce(&Path) -> io::Result<()>, mode: u32) -> anyhow::Result<()> {
        let path = self.path(below);
        let draft = path.with_extension("new");
        let folder = path.parent().unwrap_or(&self.folder);
        let placing = || {
            fs::create_dir_all(folder)?;
            write(&draft)?;
            set_mode(&draft, mode)?;
            fs::rename(&draft, &path)
        };
        placing().with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Takes a file away; `None` where there is none.
    pub(super) fn remove(&self, below: &str) -> anyhow::Result<Option<String>> {
        let path = self.path(below);
        match fs::remove_file(&path) {
            Ok(()) => Ok(Some(format!("removed {}", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} cannot be removed", path.display())),
        }
    }

    /// Makes the user that a file describes, unless it is there.
    pub(super) fn make_user(&self, below: &str) -> anyhow::Result<()> {
        let mut command = Command::new("systemd-sysusers");
        if !self.is_system {
            command.arg(format!("--root={}", self.folder.display()));
        }
        run(command.arg(Path::new(below).file_name().unwrap_or_default()))
    }

    /// Makes the folder for its user alone; `None` where it is there.
    pub(super) fn make_data_folder(&self, below: &str, user: &str) -> anyhow::Result<Option<String>> {
        let path = self.path(below);
        let (uid, gid) = self.ids_of(user)?;
        let is_new = !path.exists();
        let making = || {
            fs::create_dir_all(&path)?;
            set_mode(&path, 0o700)?;
            give_to(&path, uid, gid)
        };
        making().with_context(|| format!("the folder {} cannot be given to the user {user}", path.display()))?;
        Ok(is_new.then(|| format!("made {}", path.display())))
    }

    fn ids_of(&self, user: &str) -> anyhow::Result<(u32, u32)> {
        let path = self.path("etc/passwd");
        let users = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let fields = |line: &str| -> Option<(u32, u32)> {
            let mut fields = line.split(':');
            (fields.next()? == user).then_some(())?;
            Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
        };
        users.lines().find_map(fields).with_context(|| format!("the user {user} was not made"))
    }

    /// Lets systemd read its units anew.
    pub(super) fn reload_systemd(&self) -> anyhow::Result<()> {
        if self.is_system { run(Command::new("systemctl").arg("daemon-reload")) } else { Ok(()) }
    }

    /// Stops the server, and starts it no more with the system.
    pub(super) fn stop_and_disable(&self) -> anyhow::Result<()> {
        if self.is_system {
            run(Command::new("systemctl").args(["disable", "--now", "portaria.service"]))
        } else {
            Ok(())
        }
    }
}

/// Refuses what would fail half-way.
fn may_change(root: Option<&Path>) -> anyhow::Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "services are installed on Linux with systemd only: elsewhere let the system start `portaria-server serve` \
         (macOS: launchd, Windows: the task scheduler), or use the desktop app"
    );
    if root.is_some() {
        return Ok(());
    }
    ensure!(is_root(), "this changes the system: run it with sudo, or look at the unit with --print");
    ensure!(
        Path::new("/run/systemd/system").is_dir(),
        "this system was not started by systemd: let it start `portaria-server serve` by its own means"
    );
    Ok(())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!("{name} is missing: it comes with systemd"),
        Err(error) => return Err(error).with_context(|| format!("{name} cannot be started")),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{name} failed: {}", said.trim());
    Ok(())
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Who is not root can make folders for themselves only, as in a package that is built.
#[cfg(unix)]
fn give_to(path: &Path, uid: u32, gid: u32) -> io::Result<()> {
    if is_root() { std::os::unix::fs::chown(path, Some(uid), Some(gid)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn give_to(_path: &Path, _uid: u32, _gid: u32) -> io::Result<()> {
    Ok(())
}
