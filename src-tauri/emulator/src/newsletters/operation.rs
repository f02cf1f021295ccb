//! Which mex operation an id means. WhatsApp's server goes on knowing the ids of older builds, and each client library
//! carries those of the build that it was written from.

use wacore::iq::mex_operations::{
    create_newsletter, delete_newsletter, fetch_all_newsletters_metadata, fetch_newsletter, join_newsletter,
    leave_newsletter, update_newsletter, update_newsletter_user_setting,
};

/// What a companion wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Create,
    Fetch,
    /// Everything that it follows.
    Subscribed,
    Join,
    Leave,
    Update,
    /// To hear nothing of it, or hear again, as a setting.
    Setting,
    Mute,
    Unmute,
    Delete,
    CountAdmins,
}

/// whatsapp-rust's ids, which are WhatsApp Web's; then those of Baileys (`Types/Mex`) and of whatsmeow
/// (`newsletter.go`) that are others.
const IDS: [(&str, Operation); 21] = [
    (create_newsletter::DOC_ID, Operation::Create),
    (fetch_newsletter::DOC_ID, Operation::Fetch),
    (fetch_all_newsletters_metadata::DOC_ID, Operation::Subscribed),
    (join_newsletter::DOC_ID, Operation::Join),
    (leave_newsletter::DOC_ID, Operation::Leave),
    (update_newsletter::DOC_ID, Operation::Update),
    (update_newsletter_user_setting::DOC_ID, Operation::Setting),
    (delete_newsletter::DOC_ID, Operation::Delete),
    ("8823471724422422", Operation::Create),
    ("6563316087068696", Operation::Fetch),
    ("29766401636284406", Operation::Mute),
    ("9864994326891137", Operation::Unmute),
    ("7130823597031706", Operation::CountAdmins),
    ("6234210096708695", Operation::Create),
    ("6388546374527196", Operation::Subscribed),
    ("9926858900719341", Operation::Join),
    ("6392786840836363", Operation::Leave),
    ("7150902998257522", Operation::Update),
    ("6274038279359549", Operation::Mute),
    ("6068417879924485", Operation::Unmute),
    ("9779843322044422", Operation::Fetch),
];

impl Operation {
    pub(super) fn of(id: &str) -> Option<Self> {
        IDS.into_iter().find(|(known, _)| *known == id).map(|(_, operation)| operation)
    }
}
