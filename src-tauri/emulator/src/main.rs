//! The emulated network as a program: for demonstrations, browser tests, and clients in other languages.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use portaria_emulator::{Emulator, EmulatorConfig, fault_script};

/// A WhatsApp network on loopback: no phone and no Internet needed.
///
/// Clients connect to the WebSocket address that is printed at start. The phone page, at the printed HTTP address,
/// shows the emulated phones: scan a QR code by pasting its text or picture, type a pairing code, read and write
/// chats. The same can be done over HTTP under /control (see the crate's README).
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where to listen; only loopback addresses are accepted, port 0 takes a free one.
    #[arg(long, env = "PORTARIA_EMULATOR_LISTEN", default_value = "127.0.0.1:5399")]
    listen: SocketAddr,
    /// Fill the network with two sample shops, their contacts and past conversations.
    #[arg(long)]
    demo: bool,
    /// Invent so many more people who know the phones: names, numbers and past conversations follow the seed.
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    people: usize,
    /// Keep the network in this file, so that a restart goes on where this run ends.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// The same seed makes the same keys, ids and scripted answers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many QR codes a client may show before they run out; WhatsApp gives six.
    #[arg(long, default_value_t = EmulatorConfig::default().qr_refs, value_name = "COUNT")]
    qr_refs: usize,
    /// Misbehave as this JSON file says (see the crate's README); the seed decides what probabilities leave open.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    let options = Options::parse();
    let faults = match &options.faults {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            fault_script(&text).with_context(|| format!("{} is no script of faults", path.display()))?
        }
        None => Vec::new(),
    };
    let config = EmulatorConfig {
        listen: options.listen,
        seed: options.seed,
        save: options.save,
        qr_refs: options.qr_refs,
        faults,
        ..EmulatorConfig::default()
    };
    let emulator = Emulator::start(config).await.context("the network did not start")?;
    println!("WhatsApp network: {}", emulator.ws_url());
    println!("Phone page:       {}/", emulator.http_url());
    if emulator.phones().is_empty() {
        if options.demo {
            emulator.populate_demo().await?;
        }
        emulator.invent_people(options.people)?;
    }
    for phone in emulator.phones().iter().filter(|phone| phone.script().is_none()) {
        println!("Phone:            {} ({})", phone.name(), phone.number());
    }
    asked_to_stop().await.context("cannot listen for signals")?;
    emulator.stop().await;
    Ok(())
}

/// Ctrl-C, or the signal that `kill` and service managers send.
async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
