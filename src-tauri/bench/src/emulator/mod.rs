//! What the emulator costs: thousands of idle accounts, messages on one core, a long past and a long queue.
//!
//! It runs as a child with one worker thread, so that its memory and its processor time are its own. The clients are
//! the emulator's light ones: they shake hands, pair, upload 812 keys and acknowledge, and they open nothing.

mod backlog;
mod crowd;
mod member;
mod past;
mod program;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use portaria_emulator::{Emulator, EmulatorConfig};

use crowd::Crowd;
use program::Program;

/// Bytes of ciphertext in a message: a text of a line or two.
const LENGTH: usize = 180;

/// Open files beside one for each account: programs, the control API, what the runtime needs.
const SPARE_FILES: usize = 200;

/// What is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Accounts, each with one linked and idle companion.
    #[arg(long, default_value_t = 5_000)]
    accounts: usize,
    /// Messages a second that companions send to companions, for ten seconds.
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// Messages of the past that one companion is told.
    #[arg(long, default_value_t = 200_000)]
    past: u32,
    /// Messages that wait for one companion.
    #[arg(long, default_value_t = 10_000)]
    backlog: u32,
    /// Keep the network in a file while it is measured.
    #[arg(long)]
    save: bool,
    /// The emulator's program, instead of this one run as the emulator.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Runs the emulator until it is told to stop; it prints its addresses as its own program does.
pub(crate) async fn serve(save: Option<PathBuf>) -> Result<()> {
    let net = Emulator::start(EmulatorConfig { save, ..EmulatorConfig::default() }).await?;
    println!("WhatsApp network: {}", net.ws_url());
    println!("Phone page:       {}/", net.http_url());
    tokio::signal::ctrl_c().await?;
    net.stop().await;
    Ok(())
}

/// Prints the figures.
pub(crate) async fn measure(options: &Options) -> Result<()> {
    let (room, needed) = (Program::most_open_files()?, options.accounts + SPARE_FILES);
    ensure!(room >= needed, "{room} open files are too few for so many connections: ulimit -n {needed}");
    let program = Program::start(options.program.as_deref(), None)?;
    past::measure(&program, options.past).await.context("the past")?;
    backlog::measure(&program, options.backlog).await.context("the backlog")?;
    drop(program);

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("network");
    let program = Program::start(options.program.as_deref(), options.save.then_some(file.as_path()))?;
    let empty = program.resident_mebibytes()?;
    println!("no accounts                    {empty:>9.1} MiB");

    println!("linking {} companions …", options.accounts);
    let began = Instant::now();
    let mut crowd = Crowd::link(&program, options.accounts).await?;
    println!("linked in                      {:>9.1} s", began.elapsed().as_secs_f64());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let full = program.resident_mebibytes()?;
    println!("{:>6} idle accounts           {full:>9.1} MiB", options.accounts);
    println!("per idle account               {:>9.1} KiB", (full - empty) * 1_024.0 / options.accounts as f64);

    relay(&program, &mut crowd, Some(options.rate), options.rate * 10).await.context("at the wanted rate")?;
    relay(&program, &mut crowd, None, options.rate * 20).await.context("as fast as it goes")?;
    texts(&program, &crowd, options.rate * 4).await.context("texts of phones")?;
    println!("after that                     {:>9.1} MiB", program.resident_mebibytes()?);
    println!("at the peak                    {:>9.1} MiB", program.peak_mebibytes()?);
    if options.save {
        let size = std::fs::metadata(&file).context("the network was not kept")?.len();
        println!("kept in a file of              {:>9.1} MiB", size as f64 / 1_048_576.0);
    }
    Ok(())
}

/// Companions write to companions; paced, or all at once.
async fn relay(program: &Program, crowd: &mut Crowd, rate: Option<u32>, count: u32) -> Result<()> {
    let (cpu, began) = (program.processor_time()?, Instant::now());
    let times = crowd.exchange(count, rate, LENGTH).await?;
    report(
        program,
        &rate.map_or_else(|| "all at once".to_owned(), |rate| format!("{rate} a second")),
        cpu,
        began,
        count,
    )?;
    crate::figures::print("  sent → at the other companion", &times);
    Ok(())
}

/// Phones write by the control API: sealed for phone and companion, and opened by the phone.
async fn texts(program: &Program, crowd: &Crowd, count: u32) -> Result<()> {
    let (cpu, began) = (program.processor_time()?, Instant::now());
    crowd.phones_write(program, count).await?;
    report(program, "texts of phones", cpu, began, count)
}

fn report(program: &Program, what: &str, cpu: Duration, began: Instant, count: u32) -> Result<()> {
    let (cpu, taken) = (program.processor_time()?.saturating_sub(cpu), began.elapsed());
    println!(
        "{what:<30} {:>9.0} messages a second, {:.0} µs of processor each: {:.0} a second fill one core",
        f64::from(count) / taken.as_secs_f64(),
        cpu.as_micros() as f64 / f64::from(count),
        f64::from(count) / cpu.as_secs_f64(),
    );
    Ok(())
}
