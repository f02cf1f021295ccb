//! The salt from which an account's official clients compute tokens for people who have given them none.

use sha2::{Digest as _, Sha256};

use crate::network::Account;

impl Account {
    /// A secret of this installation of the account; its phone tells it to companions with the history.
    pub(crate) fn nct_salt(&self) -> [u8; 32] {
        let own_key = self.handset.signal.identity.private_key().serialize();
        Sha256::new().chain_update(b"nct salt").chain_update(own_key).finalize().into()
    }
}
