//! The emulator as a child of the bench.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

/// A running emulator; it ends with the value.
pub(super) struct Program {
    child: Child,
    /// Kept open: a program that cannot say all that it has to say ends.
    output: Lines<BufReader<ChildStdout>>,
    pub(super) ws_url: String,
    control: String,
    http: reqwest::Client,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Program {
    /// Starts `path`, or this very program as the emulator, with one worker thread. It keeps its network in `save`.
    pub(super) fn start(path: Option<&Path>, save: Option<&Path>) -> Result<Self> {
        let mut command = if let Some(path) = path {
            let mut command = Command::new(path);
            command.args(["--listen", "127.0.0.1:0"]);
            command
        } else {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("network");
            command
        };
        if let Some(save) = save {
            command.arg("--save").arg(save);
        }
        let mut child = command.env("TOKIO_WORKER_THREADS", "1").stdout(Stdio::piped()).spawn()?;
        let output = BufReader::new(child.stdout.take().context("its output")?).lines();
        let (ws_url, control) = (String::new(), String::new());
        let mut program = Self { child, output, ws_url, control, http: reqwest::Client::new() };
        program.ws_url = program.address()?;
        program.control = format!("{}control", program.address()?);
        Ok(program)
    }

    /// The address in the next line that it says.
    fn address(&mut self) -> Result<String> {
        let line = self.output.next().context("the emulator ended early")??;
        Ok(line.split_whitespace().last().unwrap_or_default().to_owned())
    }

    /// Asks the control API for something.
    pub(super) async fn post(&self, path: &str, body: &serde_json::Value) -> Result<reqwest::Response> {
        let request = self.http.post(format!("{}/{path}", self.control)).json(body);
        Ok(request.send().await?.error_for_status()?)
    }

    /// Everything that is in memory now, shared libraries included.
    pub(super) fn resident_mebibytes(&self) -> Result<f64> {
        self.memory_mebibytes("VmRSS:")
    }

    /// The most that ever was in memory.
    pub(super) fn peak_mebibytes(&self) -> Result<f64> {
        self.memory_mebibytes("VmHWM:")
    }

    fn memory_mebibytes(&self, what: &'static str) -> Result<f64> {
        crate::process::memory_mebibytes(self.child.id(), what)
    }

    /// How many files, and so connections, a process may have open here.
    pub(super) fn most_open_files() -> Result<usize> {
        let limits = std::fs::read_to_string("/proc/self/limits")?;
        let row = limits.lines().find_map(|line| line.strip_prefix("Max open files")).context("no such limit")?;
        let soft = row.split_whitespace().next().context("no soft limit")?;
        Ok(soft.parse().unwrap_or(usize::MAX)) // "unlimited"
    }

    /// User and system time so far.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        crate::process::processor_time(self.child.id())
    }
}
