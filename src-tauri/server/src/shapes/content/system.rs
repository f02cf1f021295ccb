//! What happened to a chat itself.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::PartyShape;

/// One thing that happened to the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[schema(as = SystemLine)]
pub(crate) enum SystemLineShape {
    /// A group was made.
    GroupCreated {
        /// Its name.
        subject: String,
    },
    /// People came in.
    Joined {
        /// Who.
        who: Vec<PartyShape>,
    },
    /// People went, or were taken out.
    Left {
        /// Who.
        who: Vec<PartyShape>,
    },
    /// People became admins.
    Promoted {
        /// Who.
        who: Vec<PartyShape>,
    },
    /// People are admins no longer.
    Demoted {
        /// Who.
        who: Vec<PartyShape>,
    },
    /// The group has another name.
    Subject {
        /// The new one.
        subject: String,
    },
    /// The group has another description, or none.
    Description {
        /// The new one; empty when it was taken away.
        description: String,
    },
    /// The group has another picture, or none.
    Picture {
        /// Whether there is one.
        is_set: bool,
    },
    /// A setting of the group changed.
    GroupSetting {
        /// WhatsApp's word for it.
        setting: String,
        /// Whether it is on.
        is_on: bool,
    },
    /// Messages disappear after another time, or no longer.
    DisappearingTimer {
        /// After how many seconds; 0 is never.
        after_s: u32,
    },
    /// Somebody's security number changed.
    SecurityNumberChanged,
    /// Somebody has another phone number.
    NumberChanged {
        /// The new one, where it is told.
        #[schema(required)]
        to: Option<PartyShape>,
    },
    /// Something that Portaria has no words for.
    Other {
        /// WhatsApp's name of it.
        name: String,
    },
}

impl From<domain::SystemLine> for SystemLineShape {
    fn from(line: domain::SystemLine) -> Self {
        use domain::SystemLine as L;
        let parties = |who: Vec<domain::Address>| who.into_iter().map(Into::into).collect();
        match line {
            L::GroupCreated { subject } => Self::GroupCreated { subject },
            L::Joined { who } => Self::Joined { who: parties(who) },
            L::Left { who } => Self::Left { who: parties(who) },
            L::Promoted { who } => Self::Promoted { who: parties(who) },
            L::Demoted { who } => Self::Demoted { who: parties(who) },
            L::Subject { subject } => Self::Subject { subject },
            L::Description { description } => Self::Description { description },
            L::Picture { is_set } => Self::Picture { is_set },
            L::GroupSetting { setting, is_on } => Self::GroupSetting { setting, is_on },
            L::DisappearingTimer { after_s } => Self::DisappearingTimer { after_s },
            L::SecurityNumberChanged => Self::SecurityNumberChanged,
            L::NumberChanged { to } => Self::NumberChanged { to: to.map(Into::into) },
            L::Other { name } => Self::Other { name },
        }
    }
}
