//! Where the app is, and how another one gets there.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use portaria_server::{Installation, remove_app};
use tauri::utils::config::BundleType;
use tauri::utils::platform::bundle_type;

/// Where an app is that can be replaced.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// How it got here.
    pub installation: Installation,
    /// The app: a file, or a folder on a Mac.
    pub app: PathBuf,
}

impl Place {
    /// How the app got here, and where it is if it can be replaced. `appimage` is what the runtime of an `AppImage` says.
    pub(crate) fn find(appimage: Option<&Path>) -> (Installation, Option<Self>) {
        let bundle = bundle_type();
        let program = std::env::current_exe().ok();
        match (bundle, appimage) {
            (Some(BundleType::Deb), _) => (Installation::Deb, None),
            (Some(BundleType::Rpm), _) => (Installation::Rpm, None),
            // A build that was not packed may be started from within somebody else's AppImage: that one is not ours.
            (Some(BundleType::AppImage), Some(file)) => Self::of(Installation::AppImage, Some(file.to_owned())),
            (None, Some(file)) if cfg!(feature = "emulator") => Self::of(Installation::AppImage, Some(file.to_owned())),
            (Some(BundleType::Nsis), _) => Self::of(Installation::Nsis, program),
            (Some(BundleType::Msi), _) => Self::of(Installation::Msi, program),
            (Some(BundleType::App | BundleType::Dmg), _) => {
                Self::of(Installation::MacApp, program.as_deref().and_then(bundle_of))
            }
            _ => (Installation::Unpackaged, None),
        }
    }

    fn of(installation: Installation, app: Option<PathBuf>) -> (Installation, Option<Self>) {
        match app {
            Some(app) => (installation, Some(Self { installation, app })),
            None => (Installation::Unpackaged, None),
        }
    }

    fn beside(&self, end: &str) -> PathBuf {
        let name = self.app.file_name().unwrap_or_default().to_string_lossy();
        self.app.with_file_name(format!(".{name}.{end}"))
    }

    /// Where the new version is written before it gets the app's name. It's made now: a folder that can't be written, or
    /// a disk without room, is known before anything is fetched. Only an `AppImage` goes this way: elsewhere an installer,
    /// or the updater itself, exchanges the app.
    pub(crate) fn stage(&self) -> io::Result<PathBuf> {
        let staged = self.beside("new");
        if cfg!(target_os = "linux") {
            remove_app(&staged)?;
            File::create_new(&staged)?.set_permissions(self.app.metadata()?.permissions())?;
        }
        Ok(staged)
    }

    /// Keeps the version that runs beside the app. On Windows, where that folder may be the system's, in `folder`.
    pub(crate) fn keep_previous(&self, folder: &Path) -> io::Result<PathBuf> {
        let beside = self.beside("previous");
        match keep(&self.app, &beside) {
            Err(_) if cfg!(windows) => {
                let previous = folder.join("previous.exe");
                keep(&self.app, &previous).map(|()| previous)
            }
            done => done.map(|()| beside),
        }
    }

    /// Gives the staged version the app's name. There is no moment without an app.
    pub(crate) fn exchange(&self, staged: &Path) -> io::Result<()> {
        File::open(staged)?.sync_all()?;
        fs::rename(staged, &self.app)?;
        // The name survives a power cut, too.
        self.app.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}

/// Removes what is left of another version.
pub(crate) fn discard(version: &Path) {
    if let Err(error) = remove_app(version) {
        tracing::warn!(%error, file = %version.display(), "what is left of another version could not be removed");
    }
}

/// The folder of a Mac's app, of which a program is part.
fn bundle_of(program: &Path) -> Option<PathBuf> {
    let is_bundle = |path: &&Path| path.extension().is_some_and(|extension| extension == "app");
    program.ancestors().find(is_bundle).map(Path::to_owned)
}

/// Keeps a file or folder under another name, without a copy where the file system can do that.
fn keep(app: &Path, previous: &Path) -> io::Result<()> {
    remove_app(previous)?;
    if app.is_dir() {
        return copy_folder(app, previous);
    }
    match fs::hard_link(app, previous) {
        // The installer of Windows writes over the file itself: its other name would change with it.
        Ok(()) if cfg!(windows) => fs::remove_file(previous).and_then(|()| fs::copy(app, previous)).map(drop),
        Ok(()) => Ok(()),
        Err(_) => fs::copy(app, previous).map(drop),
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if kind.is_symlink() {
            link(&fs::read_link(entry.path())?, &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// No app of Windows is a folder.
#[cfg(not(unix))]
fn link(_to: &Path, _at: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_app_is_never_half_another_one() {
        let folder = std::env::temp_dir().join(format!("portaria-place-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let place = Place { installation: Installation::AppImage, app: folder.join("Portaria.AppImage") };
        fs::write(&place.app, "before").unwrap();
        fs::write(folder.join(".Portaria.AppImage.new"), "left by a power cut").unwrap();
        let staged = place.stage().unwrap();
        assert_eq!(fs::read(&staged).unwrap_or_default(), b"", "what was left is no part of it");
        fs::write(&staged, "new").unwrap();
        let previous = place.keep_previous(&folder).unwrap();
        assert_eq!(fs::read(&place.app).unwrap(), b"before", "it is the app until the new one has its name");
        place.exchange(&staged).unwrap();
        assert_eq!((fs::read(&place.app).unwrap(), fs::read(previous).unwrap()), (b"new".to_vec(), b"before".to_vec()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_is_kept_whole_with_its_links() {
        let folder = std::env::temp_dir().join(format!("portaria-bundle-{}", std::process::id()));
        let app = folder.join("Portaria.app");
        fs::create_dir_all(app.join("Contents/MacOS")).unwrap();
        fs::write(app.join("Contents/MacOS/portaria"), "program").unwrap();
        #[cfg(unix)]
        link(Path::new("MacOS/portaria"), &app.join("Contents/link")).unwrap();
        let previous = Place { installation: Installation::MacApp, app: app.clone() }.keep_previous(&folder).unwrap();
        assert_eq!(fs::read(previous.join("Contents/MacOS/portaria")).unwrap(), b"program");
        #[cfg(unix)]
        assert_eq!(fs::read_link(previous.join("Contents/link")).unwrap(), Path::new("MacOS/portaria"));
        assert_eq!(bundle_of(&app.join("Contents/MacOS/portaria")), Some(app));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_build_that_was_not_packed_replaces_nothing() {
        let (installation, place) = Place::find(None);
        if !cfg!(target_os = "macos") {
            assert_eq!(installation, Installation::Unpackaged);
        }
        assert!(place.is_none());
    }
}
