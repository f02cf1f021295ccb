//! Numbers that a tenant had linked before the one that is linked now, and what becomes of their chats.

use crate::{AccountId, Address};

/// What becomes of the chats of a number that was linked before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierChats {
    /// The tenant is asked; until somebody answers they are kept apart.
    Asked,
    /// They are kept apart: read, and not written to. Somebody may still choose to continue them.
    KeptApart,
    /// They go on from the number that is linked now, one after another.
    Continuing,
    /// They went on from the number that is linked now. There is no way back.
    Continued,
    /// The number is linked again.
    Linked,
}

/// A number that was linked before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierAccount {
    /// Identity inside the tenant.
    pub id: AccountId,
    /// Both forms of its address, as far as they are known.
    pub address: Address,
    /// How many of its chats are still its own.
    pub chats: u64,
    /// What becomes of them.
    pub state: EarlierChats,
}
