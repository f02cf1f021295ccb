//! The figures we publish, measured against the emulator on this machine.
//!
//! The program under measure runs as a child of this one, so that its memory is its own; the
//! emulator, the clients and the clock are here. Deliberately absent: pass and fail. A figure is
//! for people to read; promises are tests.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are counted in thousands, and printed with three digits"
)]

mod emulator;
mod figures;
mod socket;
mod world;

use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::world::World;

#[derive(Parser)]
#[command(about = "Measures Portaria against the emulator; build with --release")]
struct Args {
    /// Tenants to pair; memory is divided by as many.
    #[arg(long, default_value_t = 200)]
    tenants: usize,
    /// Messages that contacts send, one after the other.
    #[arg(long, default_value_t = 1_000)]
    messages: usize,
    /// Messages that are sent by the API.
    #[arg(long, default_value_t = 2_000)]
    sends: usize,
    #[command(subcommand)]
    role: Option<Role>,
}

#[derive(Subcommand)]
enum Role {
    /// The program under measure; started by the bench itself.
    #[command(hide = true)]
    Serve { data_dir: std::path::PathBuf, whatsapp_url: String },
    /// Measures the emulator itself: memory of idle accounts, messages relayed, a long past.
    Emulator(emulator::Options),
    /// The emulator as a program; started by the bench itself.
    #[command(hide = true)]
    Network {
        #[arg(long)]
        save: Option<std::path::PathBuf>,
    },
}

fn main() -> Result<()> {
    let args = Args::parse();
    let runtime = tokio::runtime::Runtime::new()?;
    match args.role {
        Some(Role::Serve { data_dir, whatsapp_url }) => runtime.block_on(world::serve(data_dir, whatsapp_url)),
        Some(Role::Emulator(options)) => runtime.block_on(emulator::measure(&options)),
        Some(Role::Network { save }) => runtime.block_on(emulator::serve(save)),
        None => runtime.block_on(measure(&args)),
    }
}

async fn measure(args: &Args) -> Result<()> {
    if cfg!(debug_assertions) {
        println!("note: a debug build; the figures are not the ones to publish");
    }
    let mut world = World::start().await?;
    let empty = world.memory()?;
    println!("serving, no tenants            {:>9.1} MiB", empty.mebibytes());

    println!("pairing {} tenants …", args.tenants);
    let to_qr = world.pair(args.tenants).await?;
    figures::print("link opened → QR shown", &to_qr);
    world.settle(Duration::from_secs(10)).await;
    println!("per idle tenant, fresh         {:>9.3} MiB", world.memory()?.since(empty) / args.tenants as f64);

    let to_browser = world.messages(args.messages).await?;
    figures::print("contact sends → browser has it", &to_browser);

    let (accepted, taken) = world.sends(args.sends).await?;
    figures::print("API send → accepted", &accepted);
    println!("API sends accepted per second  {:>9.0}", args.sends as f64 / taken.as_secs_f64());

    let back = world.restart(args.tenants).await?;
    println!("restart → {} connected       {:>9.2} s", args.tenants, back.as_secs_f64());
    world.settle(Duration::from_secs(10)).await;
    println!("per idle tenant, restarted     {:>9.3} MiB", world.memory()?.since(empty) / args.tenants as f64);
    world.stop().await;
    Ok(())
}
