//! What people and groups show of themselves beside their names.

/// What WhatsApp tells of a party when it is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// What they say about themselves; empty where they say nothing, or not to this account.
    pub about: String,
    /// The name that WhatsApp has checked, of a business; empty for everybody else.
    pub business_name: String,
    /// WhatsApp's id of their picture: another picture has another one. `None`: there is none to be seen.
    pub picture: Option<String>,
    /// By which name they can be found, without its `@`; empty: by none. `None`: WhatsApp did not say.
    pub user_name: Option<String>,
}
