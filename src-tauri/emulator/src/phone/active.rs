//! What somebody does in a chat just now.

use crate::messages::Activity;
use crate::network::Number;

/// What somebody does in a chat just now.
pub(crate) struct Active {
    pub(super) who: Number,
    pub(super) what: Activity,
    pub(super) until_ms: u64,
}
