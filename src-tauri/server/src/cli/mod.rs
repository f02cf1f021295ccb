//! The command line.

mod admin;
mod arguments;
mod serve;
mod tenant;

use anyhow::Context;
use clap::Parser;
use portaria_server::ServerConfig;

use arguments::{Admin, Arguments, Command, Tenant};

/// Does what the command line asks for.
pub(crate) fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Some(Command::Openapi)) {
        print!("{}", portaria_server::openapi_document());
        return Ok(());
    }
    let config = ServerConfig::load(arguments.config.as_deref(), &arguments.settings)?;
    portaria_server::start_logging(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    runtime.block_on(async {
        match arguments.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(config).await,
            Command::Admin(Admin::SetPassword) => admin::set_password(&config).await,
            Command::Tenant(Tenant::Create { name, phone }) => tenant::create(&config, &name, phone.as_deref()).await,
            Command::Tenant(Tenant::List) => tenant::list(&config).await,
            Command::Tenant(Tenant::Reproject { id, all }) => tenant::reproject(&config, id, all).await,
            Command::Openapi => Ok(()),
        }
    })
}
