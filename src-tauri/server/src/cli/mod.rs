//! The command line.

mod about;
mod admin;
mod arguments;
mod doctor;
mod install;
mod notify;
mod serve;
mod tenant;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use portaria_server::ServerConfig;

use arguments::{Admin, Arguments, Command, Settings, Tenant};

/// How long threads may still take at the end.
const THREADS_WITHIN: Duration = Duration::from_millis(500);

/// What the command line asks for, and whether programs read the answer.
pub(crate) struct Asked {
    arguments: Arguments,
}

impl Asked {
    /// Reads the command line; ends the program where it does not read.
    pub(crate) fn read() -> Self {
        Self { arguments: Arguments::parse() }
    }

    /// Whether to answer with JSON.
    pub(crate) const fn as_json(&self) -> bool {
        self.arguments.json
    }

    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Arguments { command, config, json, settings } = self.arguments;
        match command.unwrap_or(Command::Serve) {
            Command::Openapi => print!("{}", portaria_server::openapi_document()),
            Command::Completions { shell } => about::completions(shell),
            Command::Man { out } => about::man(out.as_deref())?,
            Command::Version => about::version(json),
            Command::Licenses => about::licenses(json)?,
            Command::InstallService(install) => install::install(&install, json)?,
            Command::UninstallService(uninstall) => install::uninstall(&uninstall, json)?,
            // It starts also where the settings do not read, and says so.
            Command::Doctor => return on_runtime(doctor::doctor(config.as_deref(), &settings, json)),
            command => return with_settings(command, config.as_deref(), &settings, json),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn with_settings(command: Command, file: Option<&Path>, settings: &Settings, json: bool) -> anyhow::Result<ExitCode> {
    let config = ServerConfig::load(file, settings)?;
    portaria_server::start_logging(&config);
    on_runtime(async {
        match command {
            Command::Serve => serve::serve(config, json).await?,
            Command::Admin(Admin::SetPassword) => admin::set_password(&config, json).await?,
            Command::Admin(Admin::ResetTotp) => admin::reset_totp(&config, json).await?,
            Command::Admin(Admin::NoteKeyBackup) => admin::note_key_backup(&config, json).await?,
            Command::Tenant(Tenant::Create { name, phone }) => {
                tenant::create(&config, &name, phone.as_deref(), json).await?;
            }
            Command::Tenant(Tenant::List) => tenant::list(&config, json).await?,
            Command::Tenant(Tenant::Reproject { id, all }) => tenant::reproject(&config, id, all, json).await?,
            Command::Healthcheck => return Ok(doctor::healthcheck(&config, json).await),
            // Those are done without settings.
            Command::Doctor
            | Command::InstallService(_)
            | Command::UninstallService(_)
            | Command::Openapi
            | Command::Completions { .. }
            | Command::Man { .. }
            | Command::Licenses
            | Command::Version => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn on_runtime(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let done = runtime.block_on(work);
    // A thread that waits for a disk or a name keeps nobody waiting.
    runtime.shutdown_timeout(THREADS_WITHIN);
    done
}
