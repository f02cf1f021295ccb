//! Runs the program: feeds it, takes what it gives, and ends it when its time is up.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::error::FfmpegError;
use crate::ReadSeek;

/// Where the program reads from.
pub(crate) enum Input<'a> {
    /// Its standard input.
    Pipe(&'a mut dyn ReadSeek),
    /// A file, where it has to go back and forth.
    File(PathBuf),
}

impl Input<'_> {
    /// The only protocols that it may use.
    pub fn protocol(&self) -> &'static str {
        match self {
            Self::Pipe(_) => "pipe",
            Self::File(_) => "file,pipe",
        }
    }

    pub fn name(&self) -> OsString {
        match self {
            Self::Pipe(_) => "pipe:0".into(),
            Self::File(path) => path.into(),
        }
    }
}

/// What it may say before nobody listens any more, in bytes.
const WORDS: u64 = 64 * 1024;

/// Runs `command` on `input` and writes what it gives to `into`.
pub(crate) fn run(
    mut command: Command,
    input: Input<'_>,
    into: &mut dyn Write,
    limit: Duration,
) -> Result<(), FfmpegError> {
    quietly(&mut command);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut stdin, mut stdout) = (child.stdin.take(), child.stdout.take());
    let stderr = child.stderr.take();
    let child = Ended(Mutex::new(child));
    std::thread::scope(|threads| {
        let feeder = threads.spawn(move || match (input, stdin.take()) {
            (Input::Pipe(reader), Some(mut stdin)) => feed(reader, &mut stdin),
            _ => Ok(()),
        });
        let listener = threads.spawn(move || last_words(stderr));
        let (done, is_done) = channel::<()>();
        let child = &child;
        let watch = threads.spawn(move || {
            let is_late = is_done.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if is_late {
                child.end();
            }
            is_late
        });
        let written = stdout.as_mut().map_or(Ok(0), |stdout| io::copy(stdout, into));
        // Its output ends with it, or because nobody takes it any more.
        drop(stdout);
        if written.is_err() {
            child.end();
        }
        let status = child.wait();
        drop(done);
        let is_late = watch.join().unwrap_or(false);
        let fed = feeder.join().unwrap_or(Ok(()));
        let words = listener.join().unwrap_or_default();
        if is_late {
            return Err(FfmpegError::TooSlow(limit));
        }
        fed?;
        written?;
        if status?.success() { Ok(()) } else { Err(FfmpegError::Refused(words)) }
    })
}

/// Writes the whole file. The program may have enough before its end, and close.
fn feed(reader: &mut dyn ReadSeek, stdin: &mut impl Write) -> io::Result<()> {
    let mut step = vec![0; 64 * 1024];
    loop {
        let read = reader.read(&mut step)?;
        if read == 0 || stdin.write_all(&step[..read]).is_err() {
            return Ok(());
        }
    }
}

fn last_words(stderr: Option<impl Read>) -> String {
    let Some(mut stderr) = stderr else { return String::new() };
    let mut words = Vec::new();
    let _ = stderr.by_ref().take(WORDS).read_to_end(&mut words);
    let _ = io::copy(&mut stderr, &mut io::sink()); // else it would wait for somebody to listen
    let words = String::from_utf8_lossy(&words);
    words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
}

/// A program that does not outlive its work, also where that panics.
struct Ended(Mutex<Child>);

impl Ended {
    fn end(&self) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).kill(); // it may have ended by itself
    }

    /// Waits without keeping the lock, so that it can be ended meanwhile.
    fn wait(&self) -> io::Result<std::process::ExitStatus> {
        loop {
            if let Some(status) = self.0.lock().unwrap_or_else(PoisonError::into_inner).try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        self.end();
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).wait();
    }
}

/// Windows would show a console beside the desktop's window.
#[cfg(windows)]
fn quietly(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
    // Without it no program of Windows starts.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
}

#[cfg(not(windows))]
fn quietly(_: &mut Command) {}
