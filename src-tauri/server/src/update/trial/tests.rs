#![allow(clippy::unwrap_used)]
//! A new version on trial: files as apps, and programs of the system that end at once or not at all.

use std::process::Command;

use tempfile::TempDir;

use super::*;

struct Place {
    folder: TempDir,
}

impl Place {
    /// The new version is in its place, and the one before beside it.
    fn new() -> (Self, Trial) {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(place.app(), "new").unwrap();
        fs::write(place.previous(), "before").unwrap();
        let versions = ["0.1.0".to_owned(), "0.2.0".to_owned()];
        let trial = Trial::begin(&place.data(), versions, place.app(), place.previous(), UnixMs(1_000)).unwrap();
        (place, trial)
    }

    fn data(&self) -> PathBuf {
        let data = self.folder.path().join("data");
        fs::create_dir_all(&data).unwrap();
        data
    }

    fn app(&self) -> PathBuf {
        self.folder.path().join("Portaria.AppImage")
    }

    fn previous(&self) -> PathBuf {
        self.folder.path().join(".Portaria.AppImage.previous")
    }

    fn runs(&self) -> String {
        fs::read_to_string(self.app()).unwrap()
    }
}

const LONG: Duration = Duration::from_mins(1);

#[test]
fn a_start_is_like_any_other_where_nothing_is_on_trial() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Trial::start(folder.path()).unwrap(), Begun::Usual);
    fs::write(folder.path().join("update.json"), "half of i").unwrap();
    assert_eq!(Trial::start(folder.path()).unwrap(), Begun::Usual, "what does not read hinders nobody");
}

#[test]
fn a_new_version_that_confirms_stays() {
    let (place, _) = Place::new();
    let Begun::OnTrial(trial) = Trial::start(&place.data()).unwrap() else { panic!("it is on trial") };
    trial.confirm(&place.data(), "0.2.0").unwrap();
    assert_eq!((place.runs().as_str(), place.previous().exists()), ("new", false));
    assert_eq!(Trial::read(&place.data()).unwrap().outcome, Outcome::Kept);
    assert_eq!(Trial::start(&place.data()).unwrap(), Begun::Usual);
}

#[test]
fn one_that_never_gets_through_puts_the_one_before_back_itself() {
    let (place, _) = Place::new();
    for _ in 0..MOST_STARTS {
        assert!(matches!(Trial::start(&place.data()).unwrap(), Begun::OnTrial(_)));
        assert_eq!(place.runs(), "new");
    }
    let begun = Trial::start(&place.data()).unwrap();
    assert!(matches!(&begun, Begun::PutBack(trial) if trial.app == place.app()), "{begun:?}");
    assert_eq!((place.runs().as_str(), place.previous().exists()), ("before", false));
    let known = Trial::read(&place.data()).unwrap();
    assert_eq!((known.outcome, known.to.as_str()), (Outcome::PutBack, "0.2.0"), "it is told which one it was");
    assert_eq!(Trial::start(&place.data()).unwrap(), Begun::Usual);
}

#[test]
fn what_hinders_any_version_does_not_count() {
    let (place, _) = Place::new();
    for _ in 0..9 {
        let Begun::OnTrial(trial) = Trial::start(&place.data()).unwrap() else { panic!("it is still on trial") };
        trial.uncount(&place.data()).unwrap();
    }
    assert_eq!(place.runs(), "new");
}

#[test]
fn putting_back_that_was_cut_off_is_finished_at_the_next_start() {
    let (place, _) = Place::new();
    // The power failed after the app was put back, and before that was written down.
    fs::rename(place.previous(), place.app()).unwrap();
    assert_eq!(Trial::start(&place.data()).unwrap(), Begun::Usual);
    assert_eq!(Trial::read(&place.data()).unwrap().outcome, Outcome::PutBack);
    assert_eq!(place.runs(), "before");
}

#[test]
fn nothing_is_put_back_under_who_works_on_the_data() {
    let (place, trial) = Place::new();
    let held = DataDirLock::acquire(&place.data()).unwrap();
    assert!(matches!(trial.clone().put_back(&place.data()), Err(TrialError::InUse)));
    assert_eq!(place.runs(), "new");
    drop(held);
    trial.put_back(&place.data()).unwrap();
    assert_eq!(place.runs(), "before");
}

#[test]
fn an_app_that_is_a_folder_goes_out_of_the_way_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [app, previous] = ["Portaria.app", ".Portaria.app.previous"].map(|name| folder.path().join(name));
    for (at, what) in [(&app, "new"), (&previous, "before")] {
        fs::create_dir_all(at.join("Contents")).unwrap();
        fs::write(at.join("Contents/portaria"), what).unwrap();
    }
    fs::write(app.join("Contents/more"), "x").unwrap();
    replace_app(&previous, &app).unwrap();
    assert_eq!(fs::read_to_string(app.join("Contents/portaria")).unwrap(), "before");
    assert!(!app.join("Contents/more").exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[tokio::test]
async fn one_that_ends_at_once_or_says_nothing_is_given_up() {
    let (place, trial) = Place::new();
    let mut ends = Command::new("false").spawn().unwrap();
    assert_eq!(trial.watch(&place.data(), &mut ends, LONG).await, Outcome::Trying);

    let mut command = Command::new("sleep");
    std::os::unix::process::CommandExt::process_group(command.arg("600"), 0);
    let mut hangs = command.spawn().unwrap();
    assert_eq!(trial.watch(&place.data(), &mut hangs, Duration::ZERO).await, Outcome::Trying);
    assert!(hangs.try_wait().unwrap().is_some(), "it was ended");
}

#[cfg(unix)]
#[tokio::test]
async fn one_that_confirms_is_left_alone() {
    let (place, trial) = Place::new();
    let mut new = Command::new("sleep").arg("600").spawn().unwrap();
    trial.clone().confirm(&place.data(), "0.2.0").unwrap();
    assert_eq!(trial.watch(&place.data(), &mut new, LONG).await, Outcome::Kept);
    assert!(new.try_wait().unwrap().is_none(), "it goes on");
    new.kill().unwrap();
    new.wait().unwrap();
}
