//! One run of a tunnel's program, from its start to its end.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, BufReader};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::launch::Launch;
use super::status::{TunnelCause, TunnelState, TunnelStatus};

/// How long a program may take to say its address.
const UNTIL_ADDRESS: Duration = Duration::from_mins(1);
/// The longest line that is read, in bytes; what is longer comes as several.
const LINE_BYTES: u64 = 4096;
/// How many of its lines are kept.
const LINES: usize = 20;

/// Runs the program until it ends, and gives the cause; `None` when it was to stop.
pub(super) async fn run(
    launch: &Launch,
    said: &watch::Sender<TunnelStatus>,
    stop: &CancellationToken,
) -> Option<TunnelCause> {
    let mut child = match start(launch) {
        Ok(child) => child,
        Err(error) => {
            tracing::warn!(%error, program = %launch.program.display(), "the tunnel's program could not be started");
            return Some(TunnelCause::NotStarted);
        }
    };
    // Open for as long as this process lives: its end is the program's.
    let _held = child.stdin().take();
    let (tell, mut lines) = mpsc::channel(16);
    let (output, errors) = (child.stdout().take(), child.stderr().take());
    let reading = async {
        tokio::join!(read(output, tell.clone()), read(errors, tell));
        std::future::pending::<()>().await;
    };
    let mut reading = std::pin::pin!(reading);
    let mut url = launch.at_once();
    show(said, url.as_ref());
    let mut late = std::pin::pin!(tokio::time::sleep(UNTIL_ADDRESS));
    let cause = loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break None,
            Some(line) = lines.recv() => {
                tracing::debug!(line, "the tunnel's program says");
                if let Some(heard) = launch.heard(&line) {
                    url = Some(heard);
                }
                keep(said, line);
                show(said, url.as_ref());
            }
            () = &mut reading => {}
            ended = child.wait() => break Some(cause_of(ended.ok().and_then(|status| status.code()))),
            () = &mut late, if url.is_none() => break Some(TunnelCause::NoAddress),
        }
    };
    // Also what it started itself, and also when it ended alone.
    let _ = child.start_kill();
    let _ = child.wait().await;
    while let Ok(line) = lines.try_recv() {
        keep(said, line);
    }
    cause
}

fn start(launch: &Launch) -> std::io::Result<Box<dyn ChildWrapper>> {
    let (program, before) = held(launch);
    let mut command = CommandWrap::with_new(program, |command| {
        command.args(before).args(&launch.arguments).envs(launch.environment.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    });
    command.wrap(KillOnDrop);
    #[cfg(unix)]
    command.wrap(process_wrap::tokio::ProcessGroup::leader());
    #[cfg(windows)]
    {
        // Else a console would open beside the desktop's window.
        command.wrap(process_wrap::tokio::CreationFlags(windows::Win32::System::Threading::CREATE_NO_WINDOW));
        command.wrap(process_wrap::tokio::JobObject);
    }
    command.spawn()
}

/// Starts its arguments, and ends them with all of its group as soon as its own input ends.
#[cfg(unix)]
const UNTIL_INPUT_ENDS: &str =
    r#"exec 3<&0; "$@" 3<&- </dev/null & started=$!; { read -r _ <&3; kill -KILL 0; } & wait "$started""#;
/// The exit codes of a shell that could not start what it was to start.
const NOT_STARTED: [i32; 2] = [126, 127];

/// What to start so that the program ends with this process, also where that is killed; and its first arguments. The
/// system does so by itself on Windows (a job object); elsewhere a shell is in between, whose input ends with us.
#[cfg(unix)]
fn held(launch: &Launch) -> (&Path, Vec<&OsStr>) {
    let before = ["-c", UNTIL_INPUT_ENDS, "portaria-tunnel"].map(OsStr::new);
    (Path::new("/bin/sh"), before.into_iter().chain([launch.program.as_os_str()]).collect())
}

#[cfg(not(unix))]
fn held(launch: &Launch) -> (&Path, Vec<&OsStr>) {
    (&launch.program, Vec::new())
}

fn cause_of(exit: Option<i32>) -> TunnelCause {
    match exit {
        Some(code) if cfg!(unix) && NOT_STARTED.contains(&code) => TunnelCause::NotStarted,
        _ => TunnelCause::Ended,
    }
}

async fn read(stream: Option<impl AsyncRead + Unpin>, tell: mpsc::Sender<String>) {
    let Some(stream) = stream else { return };
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut reader).take(LINE_BYTES).read_until(b'\n', &mut line).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                if !text.is_empty() && tell.send(text).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn keep(said: &watch::Sender<TunnelStatus>, line: String) {
    said.send_modify(|status| {
        status.last_lines.push(line);
        let beyond = status.last_lines.len().saturating_sub(LINES);
        status.last_lines.drain(..beyond);
    });
}

fn show(said: &watch::Sender<TunnelStatus>, url: Option<&crate::public_url::PublicUrl>) {
    let Some(url) = url else { return };
    said.send_if_modified(|status| {
        let up = TunnelState::Up { url: url.clone() };
        let is_news = status.state != up;
        if is_news {
            tracing::info!(%url, "the tunnel is up");
            status.state = up;
        }
        is_news
    });
}
