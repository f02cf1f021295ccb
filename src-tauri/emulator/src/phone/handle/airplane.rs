//! The switch for airplane mode.

use super::Phone;
use crate::phone::coming_back::switch;

impl Phone {
    /// Takes the phone off the network, or brings it back. What would reach it waits meanwhile, in order; its
    /// companions go on. It can neither write nor read nor link a device until it is back.
    pub fn airplane_mode(&self, on: bool) {
        self.net.act(|world| switch(world, &self.number, on));
    }

    /// Whether the phone is off the network.
    pub fn is_in_airplane_mode(&self) -> bool {
        self.net.look(|world| world.airplane.contains_key(&self.number))
    }
}
