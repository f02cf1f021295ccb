//! What handed a message over.

/// What handed a message over here. What the phone and other devices write was handed over by none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentBy {
    /// The tenant's panel.
    Panel,
    /// A program, by the API.
    Api,
    /// An AI agent, by its tools.
    Agent,
}

impl SentBy {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Panel, Self::Api, Self::Agent];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Api => "api",
            Self::Agent => "agent",
        }
    }
}
