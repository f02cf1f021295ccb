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
mod load;
mod process;
mod socket;
mod world;

use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::world::World;

/// After so long, stores that nobody uses have given back what they held.
const UNTIL_REST: Duration = Duration::from_secs(150);

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
    #[arg(long, default_value_t = 5_000)]
    sends: usize,
    /// Messages that contacts send to all tenants, as fast as it goes.
    #[arg(long, default_value_t = 10_000)]
    arrivals: usize,
    /// Messages a second to all tenants, each with a browser open.
    #[arg(long, default_value_t = 100)]
    rate: u32,
    /// Messages that wait in one tenant's outbox.
    #[arg(long, default_value_t = 1_000)]
    backlog: usize,
    /// Messages of the past of one more tenant.
    #[arg(long, default_value_t = 200_000)]
    past: u32,
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
    let empty = world.memory_mebibytes()?;
    println!("serving, no tenants            {empty:>9.1} MiB");

    println!("pairing {} tenants …", args.tenants);
    let to_qr = world.pair(args.tenants).await?;
    figures::print("link opened → QR shown", &to_qr);
    world.settle(Duration::from_secs(10)).await;
    println!("per idle tenant, fresh         {:>9.3} MiB", (world.memory_mebibytes()? - empty) / args.tenants as f64);

    if args.messages > 0 {
        figures::print("contact sends → browser has it", &world.messages(args.messages).await?);
    }
    if args.rate > 0 {
        figures::print(&format!("the same at {} a second", args.rate), &load::browsers(&world, args.rate).await?);
    }
    if args.sends > 0 {
        figures::print("API send → accepted", &load::sending(&world, args.sends).await?);
    }
    if args.arrivals > 0 {
        load::receiving(&world, args.arrivals).await?;
    }
    if args.backlog > 0 {
        load::backlog(&world, args.backlog, 1).await?;
        load::backlog(&world, args.backlog, 20).await?;
    }
    if args.past > 0 {
        load::history(&world, args.past).await?;
    }

    let back = world.restart(args.tenants).await?;
    println!("restart → {} connected       {:>9.2} s", args.tenants, back.as_secs_f64());
    world.settle(UNTIL_REST).await;
    println!("per idle tenant, restarted     {:>9.3} MiB", (world.memory_mebibytes()? - empty) / args.tenants as f64);
    world.stop().await;
    Ok(())
}
