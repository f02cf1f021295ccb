//! Which files are fetched by themselves.

use serde::{Deserialize, Serialize};

use crate::{HoldReason, Media, MediaKind};

/// Which files of a tenant's messages are fetched as they arrive. The rest is fetched when somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaPolicy {
    /// Files of these kinds.
    pub kinds: Vec<MediaKind>,
    /// Up to this size.
    pub largest_bytes: u64,
    /// How much room all of the tenant's files may take; beyond it nothing is fetched, not even on demand.
    pub total_bytes: u64,
}

/// What a tenant chose of that: less than the policy, never more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaChoice {
    /// Files of these kinds.
    pub kinds: Vec<MediaKind>,
    /// Up to this size, in bytes.
    pub largest_bytes: u64,
}

impl Default for MediaPolicy {
    fn default() -> Self {
        Self { kinds: MediaKind::ALL.to_vec(), largest_bytes: 32_000_000, total_bytes: 5_000_000_000 }
    }
}

impl MediaPolicy {
    /// What of the policy the tenant chose. A policy that was made smaller since stays the bound.
    #[must_use]
    pub fn within(&self, choice: &MediaChoice) -> Self {
        let kinds = self.kinds.iter().copied().filter(|kind| choice.kinds.contains(kind)).collect();
        let largest_bytes = self.largest_bytes.min(choice.largest_bytes);
        Self { kinds, largest_bytes, total_bytes: self.total_bytes }
    }

    /// Why a file is not fetched by itself; `None`: it is.
    pub fn hold(&self, media: &Media) -> Option<HoldReason> {
        if !self.kinds.contains(&media.kind) {
            Some(HoldReason::Kind)
        } else if media.size_bytes.is_some_and(|size| size > self.largest_bytes) {
            Some(HoldReason::TooLarge)
        } else {
            None
        }
    }
}
