//! The sending end of one socket, as the network sees it.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;
use wacore_binary::Node;

/// Stanzas beyond this mean a client that reads nothing; its socket is cut and its queue kept for the next login.
const MOST_UNSENT: usize = 100_000;

/// What the socket's task should do next.
pub(crate) enum Turn {
    /// Write these, then look again.
    Write(Vec<Node>),
    /// Everything is written and the network is done with this socket.
    Close,
    /// Nothing to do until woken.
    Rest,
}

/// Stanzas on their way to one client. The network pushes, the socket's task takes.
#[derive(Default)]
pub(crate) struct Wire {
    state: Mutex<State>,
    wake: Notify,
}

#[derive(Default)]
struct State {
    unsent: VecDeque<Node>,
    closing: bool,
    cut: bool,
}

impl Wire {
    /// Hands a stanza to the socket's task.
    pub(crate) fn send(&self, node: Node) {
        self.change(|state| {
            if !state.closing && !state.cut {
                state.unsent.push_back(node);
                state.cut = state.unsent.len() > MOST_UNSENT;
            }
        });
    }

    /// Closes the socket once everything handed over so far is written.
    pub(crate) fn close(&self) {
        self.change(|state| state.closing = true);
    }

    /// Closes the socket now; what was not written is lost, as when a cable is pulled.
    pub(crate) fn cut(&self) {
        self.change(|state| {
            state.cut = true;
            state.unsent.clear();
        });
    }

    /// Whether the socket is to end at once.
    pub(crate) fn is_cut(&self) -> bool {
        self.state.lock().expect("no code panics while it holds a wire").cut
    }

    /// What there is to do now.
    pub(crate) fn turn(&self) -> Turn {
        let mut state = self.state.lock().expect("no code panics while it holds a wire");
        if state.cut {
            Turn::Close
        } else if !state.unsent.is_empty() {
            Turn::Write(std::mem::take(&mut state.unsent).into())
        } else if state.closing {
            Turn::Close
        } else {
            Turn::Rest
        }
    }

    /// Resolves when [`Wire::turn`] may have something new to say.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().expect("no code panics while it holds a wire"));
        self.wake.notify_one();
    }
}
