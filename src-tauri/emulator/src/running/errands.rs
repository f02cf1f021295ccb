//! What phones do by themselves after the stanza at hand.

use crate::phone::{read_chat, send_text};
use crate::world::{Errand, World};
use crate::{history, media};

impl World {
    /// Does what phones do by themselves, until they are at rest.
    pub(crate) fn run_errands(&mut self) {
        while let Some(errand) = self.errands.pop_front() {
            run(self, errand);
        }
    }
}

/// Does one errand. Accounts are never deleted, so that neither number can be unknown.
fn run(world: &mut World, errand: Errand) {
    let done = match errand {
        Errand::GoOnWithHistory(companion) => return history::step(world, &companion),
        Errand::SendFileAgain(wanted) => return media::send_again(world, &wanted),
        Errand::Read { phone, with } => read_chat(world, &phone, &with),
        Errand::Answer { phone, to, text } => send_text(world, &phone, &to, &text).map(drop),
    };
    done.expect("an errand is between accounts that exist");
}
