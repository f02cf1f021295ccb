//! Which chat is looked at and typed in by whom of a tenant, just now. Nothing of it is stored: who does not say so again
//! does it no longer.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use portaria_domain::{ChatId, TenantId, UnixMs};

/// How long somebody counts as looking who does not say so again.
const LOOKS_FOR_MS: i64 = 60 * 1_000;
/// The same for typing.
const TYPES_FOR_MS: i64 = 15 * 1_000;

/// Who looks at which chat.
#[derive(Default)]
pub(crate) struct Lookers {
    tenants: Mutex<HashMap<TenantId, HashMap<String, Look>>>,
}

/// What somebody looks at.
#[derive(Clone, Copy, Debug)]
struct Look {
    chat: ChatId,
    until: UnixMs,
    types_until: UnixMs,
}

/// Somebody who looks at a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Looker {
    /// By which credential.
    pub who: String,
    /// Which chat.
    pub chat: ChatId,
    /// Whether they type in it.
    pub is_typing: bool,
}

impl Lookers {
    fn tenants(&self) -> MutexGuard<'_, HashMap<TenantId, HashMap<String, Look>>> {
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody, by their credential, looks at a chat, or (`None`) at none. Tells whether others need to hear of it.
    pub(crate) fn look(&self, tenant: TenantId, who: &str, chat: Option<ChatId>, now: UnixMs) -> bool {
        let mut tenants = self.tenants();
        let of_tenant = tenants.entry(tenant).or_default();
        let known = of_tenant.remove(who).filter(|look| look.until.holds_at(now, LOOKS_FOR_MS));
        if let Some(chat) = chat {
            let types_until = known.filter(|known| known.chat == chat).map_or(now, |known| known.types_until);
            of_tenant.insert(who.to_owned(), Look { chat, until: now + LOOKS_FOR_MS, types_until });
        }
        known.is_some() || chat.is_some()
    }

    /// Somebody types in a chat, or no longer; whoever does looks at it.
    pub(crate) fn set_typing(&self, tenant: TenantId, who: &str, chat: ChatId, is_typing: bool, now: UnixMs) {
        let types_until = if is_typing { now + TYPES_FOR_MS } else { now };
        let look = Look { chat, until: now + LOOKS_FOR_MS, types_until };
        self.tenants().entry(tenant).or_default().insert(who.to_owned(), look);
    }

    /// What somebody looks at.
    pub(crate) fn of(&self, tenant: TenantId, who: &str, now: UnixMs) -> Option<Looker> {
        self.all(tenant, now).into_iter().find(|looker| looker.who == who)
    }

    /// Everybody of a tenant who looks at a chat.
    pub(crate) fn all(&self, tenant: TenantId, now: UnixMs) -> Vec<Looker> {
        let tenants = self.tenants();
        let looks =
            tenants.get(&tenant).into_iter().flatten().filter(|(_, look)| look.until.holds_at(now, LOOKS_FOR_MS));
        looks
            .map(|(who, look)| Looker {
                who: who.clone(),
                chat: look.chat,
                is_typing: look.types_until.holds_at(now, TYPES_FOR_MS),
            })
            .collect()
    }

    /// Forgets who does not look any more.
    pub(crate) fn sweep(&self, now: UnixMs) {
        self.tenants().retain(|_, looks| {
            looks.retain(|_, look| look.until.holds_at(now, LOOKS_FOR_MS));
            !looks.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_say_so_again_looks_and_types_no_longer() {
        let (lookers, now) = (Lookers::default(), UnixMs(1_000_000));
        let (tenant, chat) = (TenantId::from_parts(now, [1; 10]), ChatId::from_parts(now, [2; 10]));
        let told = |at: UnixMs| lookers.of(tenant, "ana", at).map(|looker| (looker.chat, looker.is_typing));
        assert!(!lookers.look(tenant, "ana", None, now), "nobody has heard of her");
        assert!(lookers.look(tenant, "ana", Some(chat), now));
        assert_eq!(told(now + 59_999), Some((chat, false)));
        assert_eq!(told(now + 60_000), None);
        lookers.set_typing(tenant, "ana", chat, true, now);
        assert_eq!((told(now + 14_999), told(now + 15_000)), (Some((chat, true)), Some((chat, false))));
        assert!(lookers.look(tenant, "ana", Some(chat), now + 1), "she still types");
        assert_eq!(told(now + 2), Some((chat, true)));
        lookers.set_typing(tenant, "ana", chat, false, now + 3);
        assert_eq!(told(now + 4), Some((chat, false)));
        assert!(lookers.look(tenant, "ana", None, now + 5));
        assert_eq!(told(now + 5), None);
        lookers.look(tenant, "ana", Some(chat), now);
        assert_eq!(told(now - 10_800_000), None, "not for hours where the clock is set back by hours");
        lookers.sweep(now + 60_000);
        assert!(lookers.tenants().is_empty(), "nothing is kept of who left");
    }
}
