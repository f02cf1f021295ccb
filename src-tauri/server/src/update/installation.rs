//! How this program got onto its computer, which decides how a newer one does.

use url::Url;

use super::address::file_name;

/// How this program got onto its computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installation {
    /// The headless server, from its archive.
    Server,
    /// The desktop app, from a package of Debian's kind.
    Deb,
    /// The desktop app, from a package of Red Hat's kind.
    Rpm,
    /// The desktop app as one file.
    AppImage,
    /// The desktop app, by its installer for Windows.
    Nsis,
    /// The desktop app, by Windows Installer.
    Msi,
    /// The desktop app among a Mac's applications.
    MacApp,
    /// The desktop app as somebody built it.
    Unpackaged,
}

impl Installation {
    /// Whether the app can put a newer version in its own place. Packages belong to the system's package manager.
    pub const fn replaces_itself(self) -> bool {
        matches!(self, Self::AppImage | Self::Nsis | Self::Msi | Self::MacApp)
    }

    /// Under which name a feed has its package.
    pub(super) fn feed_key(self) -> Option<String> {
        let kind = match self {
            Self::Server => "server",
            Self::Deb => "deb",
            Self::Rpm => "rpm",
            Self::AppImage => "appimage",
            Self::Nsis => "nsis",
            Self::Msi => "msi",
            Self::MacApp => "app",
            Self::Unpackaged => return None,
        };
        let system = if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS };
        Some(format!("{system}-{}-{kind}", std::env::consts::ARCH))
    }

    /// What somebody types who installs a package that lies in the folder they are in.
    pub(crate) fn command(self, package: &Url) -> Option<String> {
        let file = file_name(package)?;
        match self {
            Self::Deb => Some(format!("sudo apt install ./{file}")),
            Self::Rpm => Some(format!("sudo dnf install ./{file}")),
            Self::Server => Some(format!(
                "tar -xzf {file} && sudo install -m 755 portaria-server \"$(command -v portaria-server)\" && sudo systemctl restart portaria"
            )),
            Self::AppImage | Self::Nsis | Self::Msi | Self::MacApp | Self::Unpackaged => None,
        }
    }
}
