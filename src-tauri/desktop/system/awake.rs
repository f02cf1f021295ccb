//! Keeps the machine from falling asleep by itself.

/// Holds the machine awake while it is told to. Going ends it.
#[derive(Default)]
pub(crate) struct Awake {
    held: Option<Held>,
    /// The system refused; asking every second would not change its mind.
    is_refused: bool,
}

/// logind's promise: a file that is open for as long as the promise holds.
#[cfg(target_os = "linux")]
type Held = zbus::zvariant::OwnedFd;

/// The end of a channel: its other end's thread holds the promise for as long as this is there.
#[cfg(not(target_os = "linux"))]
type Held = std::sync::mpsc::Sender<()>;

impl Awake {
    /// Has the machine stay awake, or lets it sleep again.
    pub(crate) async fn keep(&mut self, is_wanted: bool) {
        if !is_wanted {
            (self.held, self.is_refused) = (None, false);
        } else if self.held.is_none() && !self.is_refused {
            match hold().await {
                Ok(held) => self.held = Some(held),
                Err(error) => {
                    self.is_refused = true;
                    tracing::warn!(%error, "the system does not let Portaria keep it awake");
                }
            }
        }
    }
}

#[cfg(target_os = "linux")]
async fn hold() -> zbus::Result<Held> {
    let bus = zbus::Connection::system().await?;
    let what = ("sleep:idle", "Portaria", "WhatsApp", "block");
    let answer = bus
        .call_method(
            Some("org.freedesktop.login1"),
            "/org/freedesktop/login1",
            Some("org.freedesktop.login1.Manager"),
            "Inhibit",
            &what,
        )
        .await?;
    answer.body().deserialize()
}

#[cfg(not(target_os = "linux"))]
async fn hold() -> anyhow::Result<Held> {
    let (tell, told) = tokio::sync::oneshot::channel();
    let (held, let_go) = std::sync::mpsc::channel();
    // Windows counts the wish for the thread that has it, and only that thread can take it back; tasks change threads.
    std::thread::Builder::new().name("awake".to_owned()).spawn(move || {
        let mut wish = keepawake::Builder::default();
        // The screen may go dark; the machine goes on.
        wish.display(false).idle(true).sleep(true).reason("WhatsApp").app_name("Portaria");
        match wish.create() {
            Ok(awake) => {
                let _ = tell.send(Ok(())); // nobody waits any more where the app is going
                let _ = let_go.recv(); // an error says that the other end is gone
                drop(awake);
            }
            Err(error) => {
                let _ = tell.send(Err(error));
            }
        }
    })?;
    told.await??;
    Ok(held)
}
