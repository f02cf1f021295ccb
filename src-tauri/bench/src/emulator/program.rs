//! The emulator as a child of the bench.

use std::io::BufRead as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Clock ticks a second in `/proc`, which every Linux has.
const TICKS: u64 = 100;

/// A running emulator; it ends with the value.
pub(super) struct Program {
    child: Child,
    pub(super) ws_url: String,
    pub(super) control: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Program {
    /// Starts `path`, or this very program as the emulator, with one worker thread.
    pub(super) fn start(path: Option<&Path>) -> Result<Self> {
        let mut command = if let Some(path) = path {
            let mut command = Command::new(path);
            command.args(["--listen", "127.0.0.1:0"]);
            command
        } else {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("network");
            command
        };
        let mut child = command.env("TOKIO_WORKER_THREADS", "1").stdout(Stdio::piped()).spawn()?;
        let mut lines = std::io::BufReader::new(child.stdout.take().context("its output")?).lines();
        let mut program = Self { child, ws_url: String::new(), control: String::new() };
        let mut address = || {
            let line = lines.next().context("the emulator ended early")??;
            anyhow::Ok(line.split_whitespace().last().unwrap_or_default().to_owned())
        };
        program.ws_url = address()?;
        program.control = format!("{}control", address()?);
        Ok(program)
    }

    /// Everything that is in memory, shared libraries included.
    pub(super) fn resident_mebibytes(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let row = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS on this system")?;
        Ok(row.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1_024.0)
    }

    /// User and system time so far.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok()).context("a field");
        Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 1_000 / TICKS))
    }
}
