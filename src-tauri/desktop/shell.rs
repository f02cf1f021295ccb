//! How far the app is: the server starting, at work, or why it's not.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use portaria_domain::Language;
use portaria_server::{Instances, Running, ServerConfig};
use tauri::{AppHandle, Manager as _, Url};

use crate::pages::{Act, Failure};
use crate::texts::Texts;
use crate::update::Place;
use crate::{ending, following, tray, update, window};

/// How far the app is.
pub(crate) enum Stage {
    /// The server is starting.
    Starting,
    /// It's at work.
    Serving(Running),
    /// It did not start.
    Failed(Failure),
    /// So many sessions are brought to rest.
    Ending(usize),
    /// Another version is to take over.
    Updating,
}

/// What all parts of the app hold.
pub(crate) struct Shell {
    texts: RwLock<&'static Texts>,
    stage: Mutex<Stage>,
    /// What a button of a failure page changed, for this start.
    changed: Mutex<Changed>,
}

#[derive(Clone, Copy, Default)]
struct Changed {
    port: Option<u16>,
    is_only_here: bool,
}

impl Shell {
    pub(crate) fn new(texts: &'static Texts) -> Self {
        Self { texts: RwLock::new(texts), stage: Mutex::new(Stage::Starting), changed: Mutex::default() }
    }

    /// The words to show.
    pub(crate) fn texts(&self) -> &'static Texts {
        *self.texts.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Speaks this language from now on.
    pub(crate) fn speak(&self, language: Language) {
        *self.texts.write().unwrap_or_else(PoisonError::into_inner) = Texts::in_language(language);
    }

    /// How far the app is; to be let go at once.
    pub(crate) fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tenants' sessions, while the server is at work.
    pub(crate) fn instances(&self) -> Option<Instances> {
        match &*self.stage() {
            Stage::Serving(running) => Some(running.instances()),
            _ => None,
        }
    }

    /// A page of the panel, by an address that lets this window in.
    pub(crate) fn panel(&self, path: &str) -> Option<Url> {
        let Stage::Serving(running) = &*self.stage() else { return None };
        let mut url: Url = running.login_url().parse().ok()?;
        url.set_path(path);
        Some(url)
    }

    fn config(&self) -> Result<ServerConfig, Failure> {
        let config = ServerConfig::from_environment();
        let mut config = config.map_err(|error| Failure::of_settings(&error, self.texts()))?;
        let changed = *self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if changed.is_only_here {
            config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, config.listen.port()));
        }
        if let Some(port) = changed.port {
            config.listen.set_port(port);
        }
        Ok(config)
    }

    fn change(&self, change: impl FnOnce(&mut Changed)) {
        change(&mut self.changed.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Starts the server in the background; the window shows what comes of it.
pub(crate) fn start(app: &AppHandle) {
    let app = app.clone();
    let starting = async move {
        let shell = app.state::<Shell>();
        let started = match shell.config() {
            Ok(config) => {
                log_once(&config);
                let folder = config.data_dir.clone();
                let ControlFlow::Continue(trial) = update::begin(&app, &folder) else { return };
                let serving = match trial.clone() {
                    Some(trial) => tauri::async_runtime::spawn(portaria_server::serve_on_trial(config, trial)),
                    None => tauri::async_runtime::spawn(portaria_server::serve(config)),
                };
                let served = serving.await;
                if let Some(trial) = trial
                    && !matches!(served, Ok(Ok(_)))
                    && update::give_up(
                        &app,
                        trial,
                        &folder,
                        served.as_ref().ok().and_then(|served| served.as_ref().err()),
                    )
                {
                    return;
                }
                match served {
                    Ok(Ok(running)) => Ok(running),
                    Ok(Err(error)) => Err(Failure::of_start(&error, shell.texts())),
                    Err(panic) => Err(Failure::of_defect(&panic.to_string(), shell.texts())),
                }
            }
            Err(failure) => Err(failure),
        };
        match started {
            Ok(running) => serve(&app, running),
            Err(failure) => {
                tracing::error!(details = failure.details, "the server did not start");
                *shell.stage() = Stage::Failed(failure);
                window::show_page(&app, "failed");
                window::show(&app);
                tray::show_failure(&app, true);
            }
        }
    };
    tauri::async_runtime::spawn(starting);
}

fn log_once(config: &ServerConfig) {
    static LOGGING: std::sync::Once = std::sync::Once::new();
    LOGGING.call_once(|| portaria_server::start_logging(config));
}

fn serve(app: &AppHandle, running: Running) {
    let shell = app.state::<Shell>();
    let (instances, desktop, languages) = (running.instances(), running.desktop(), running.languages());
    let (installation, place) = Place::find(app.env().appimage.as_deref().map(std::path::Path::new));
    let updater = running.updater(installation);
    shell.speak(running.language());
    *shell.stage() = Stage::Serving(running);
    window::show_panel(app, "/");
    following::follow(app, &instances, &desktop, languages);
    tauri::async_runtime::spawn(update::follow(app.clone(), updater, place));
}

/// Carries out a button of a page. Only those of the failure that is shown are known: no other page has any.
pub(crate) fn press(app: &AppHandle, word: &str) {
    let shell = app.state::<Shell>();
    let act = match &*shell.stage() {
        Stage::Failed(failure) => failure.actions.iter().map(|(_, act)| act).find(|act| act.word() == word).cloned(),
        _ => None,
    };
    match act {
        None => {}
        Some(Act::OpenFolder(folder)) => window::open_outside(app, &folder.to_string_lossy()),
        Some(Act::OpenOther(panel)) => window::open_outside(app, &panel),
        Some(Act::Quit) => ending::end(app),
        Some(Act::Retry) => start_again(app),
        Some(Act::UsePort(port)) => {
            shell.change(|changed| changed.port = Some(port));
            start_again(app);
        }
        Some(Act::OnlyHere) => {
            shell.change(|changed| changed.is_only_here = true);
            start_again(app);
        }
    }
}

/// Starts the server after it did not start, or was to make way for another version.
pub(crate) fn start_again(app: &AppHandle) {
    *app.state::<Shell>().stage() = Stage::Starting;
    window::show_page(app, "starting");
    tray::show_failure(app, false);
    start(app);
}
