//! What phones do with what is brought to them.

use super::{inbox, posts_heard};
use crate::world::PhoneHandlers;

/// Every emulated phone takes what comes in the same way.
pub(crate) const HANDLERS: PhoneHandlers = PhoneHandlers { message: inbox::take, post: posts_heard::take };
