//! Whose browsers are told, and what waits for each: of a chat the newest message alone.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::{ChatId, LoginId, TenantId};
use tokio::sync::Semaphore;

use super::payload::News;

/// How many chats may wait for one browser: what is older is seen when the panel opens.
const CHATS_WAITING: usize = 20;
/// How many pushes of one tenant are under way together.
const OF_A_TENANT: usize = 8;
/// Of how many chats it is known that they were told of, and of how many that they were read since.
const KNOWN_TOLD: usize = 100;
const KNOWN_READ: usize = 16;

/// Whose browsers are told, and what waits for them.
#[derive(Default)]
pub(super) struct Waiting {
    tenants: Mutex<HashMap<TenantId, Tenant>>,
}

struct Tenant {
    devices: HashMap<LoginId, Device>,
    places: Arc<Semaphore>,
    /// Chats that were told of, and those of them that were read since; the newest last.
    told: VecDeque<ChatId>,
    read: VecDeque<ChatId>,
}

#[derive(Default)]
struct Device {
    news: VecDeque<News>,
    /// Whether somebody sends to it.
    is_served: bool,
}

impl Default for Tenant {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(OF_A_TENANT));
        Self { devices: HashMap::new(), places, told: VecDeque::new(), read: VecDeque::new() }
    }
}

impl Waiting {
    fn tenants(&self) -> MutexGuard<'_, HashMap<TenantId, Tenant>> {
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A login's browser is told from now on.
    pub(super) fn add(&self, tenant: TenantId, login: LoginId) {
        self.tenants().entry(tenant).or_default().devices.entry(login).or_default();
    }

    /// A login's browser is told no more.
    pub(super) fn remove(&self, tenant: TenantId, login: LoginId) {
        let mut tenants = self.tenants();
        let Some(of_tenant) = tenants.get_mut(&tenant) else { return };
        of_tenant.devices.remove(&login);
        if of_tenant.devices.is_empty() {
            tenants.remove(&tenant);
        }
    }

    /// Whether anybody of a tenant is told.
    pub(super) fn has(&self, tenant: TenantId) -> bool {
        self.tenants().contains_key(&tenant)
    }

    /// Has everybody of a tenant told; gives those to whom nobody sends yet.
    pub(super) fn tell(&self, tenant: TenantId, news: &News) -> Vec<LoginId> {
        let mut tenants = self.tenants();
        let Some(of_tenant) = tenants.get_mut(&tenant) else { return Vec::new() };
        of_tenant.read.retain(|chat| *chat != news.chat);
        of_tenant.told.retain(|chat| *chat != news.chat);
        push(&mut of_tenant.told, news.chat, KNOWN_TOLD);
        let mut idle = Vec::new();
        for (login, device) in &mut of_tenant.devices {
            device.news.retain(|known| known.chat != news.chat);
            push(&mut device.news, news.clone(), CHATS_WAITING);
            if !std::mem::replace(&mut device.is_served, true) {
                idle.push(*login);
            }
        }
        idle
    }

    /// A chat was read, here or elsewhere: what waits of it is told to nobody, and what was told is to be taken away.
    pub(super) fn read(&self, tenant: TenantId, chat: ChatId) {
        let mut tenants = self.tenants();
        let Some(of_tenant) = tenants.get_mut(&tenant) else { return };
        for device in of_tenant.devices.values_mut() {
            device.news.retain(|news| news.chat != chat);
        }
        if of_tenant.told.contains(&chat) {
            of_tenant.told.retain(|told| *told != chat);
            push(&mut of_tenant.read, chat, KNOWN_READ);
        }
    }

    /// What to tell a browser next; `None` ends the sending to it.
    pub(super) fn next(&self, tenant: TenantId, login: LoginId) -> Option<News> {
        let mut tenants = self.tenants();
        let device = tenants.get_mut(&tenant)?.devices.get_mut(&login)?;
        let next = device.news.pop_front();
        device.is_served = next.is_some();
        next
    }

    /// Puts back what was not taken, unless the same chat has something newer or was read.
    pub(super) fn put_back(&self, tenant: TenantId, login: LoginId, news: News) {
        let mut tenants = self.tenants();
        let Some(of_tenant) = tenants.get_mut(&tenant) else { return };
        let was_read = !of_tenant.told.contains(&news.chat);
        let Some(device) = of_tenant.devices.get_mut(&login) else { return };
        let is_old = device.news.iter().any(|known| known.chat == news.chat);
        if !was_read && !is_old && device.news.len() < CHATS_WAITING {
            device.news.push_front(news);
        }
    }

    /// Chats of a tenant that were told of and read since.
    pub(super) fn read_since(&self, tenant: TenantId) -> Vec<ChatId> {
        self.tenants().get(&tenant).map(|of_tenant| of_tenant.read.iter().copied().collect()).unwrap_or_default()
    }

    /// The places that a tenant's pushes share.
    pub(super) fn places(&self, tenant: TenantId) -> Option<Arc<Semaphore>> {
        self.tenants().get(&tenant).map(|of_tenant| Arc::clone(&of_tenant.places))
    }
}

/// Adds the newest; the oldest goes where there are too many.
fn push<T>(queue: &mut VecDeque<T>, newest: T, most: usize) {
    if queue.len() >= most {
        queue.pop_front();
    }
    queue.push_back(newest);
}

#[cfg(test)]
mod tests {
    use portaria_domain::UnixMs;

    use super::*;

    fn chat(number: u8) -> ChatId {
        ChatId::from_parts(UnixMs(1), [number; 10])
    }

    #[test]
    fn of_a_chat_the_newest_waits_and_what_was_read_is_told_to_nobody() {
        let waiting = Waiting::default();
        let (tenant, login) = (TenantId::from_parts(UnixMs(1), [1; 10]), LoginId::from_parts(UnixMs(1), [2; 10]));
        assert!(waiting.tell(tenant, &News::of_chat(chat(1))).is_empty(), "nobody is told");
        waiting.add(tenant, login);
        assert_eq!(waiting.tell(tenant, &News::of_chat(chat(1))), [login]);
        for number in [2, 1, 3, 1] {
            assert!(waiting.tell(tenant, &News::of_chat(chat(number))).is_empty(), "somebody sends to it already");
        }
        waiting.read(tenant, chat(3));
        let next = || waiting.next(tenant, login).map(|news| news.chat);
        assert_eq!((next(), next(), next()), (Some(chat(2)), Some(chat(1)), None));
        assert_eq!(waiting.read_since(tenant), [chat(3)]);
        assert_eq!(waiting.tell(tenant, &News::of_chat(chat(3))), [login], "and it is told again");
        assert!(waiting.read_since(tenant).is_empty());
        let news = waiting.next(tenant, login).expect("it was just told");
        waiting.read(tenant, chat(3));
        waiting.put_back(tenant, login, news);
        assert_eq!(next(), None, "it was read while it could not be told");
        waiting.remove(tenant, login);
        assert!(!waiting.has(tenant));
    }

    #[test]
    fn what_waits_for_a_browser_is_bounded() {
        let waiting = Waiting::default();
        let (tenant, login) = (TenantId::from_parts(UnixMs(1), [1; 10]), LoginId::from_parts(UnixMs(1), [2; 10]));
        waiting.add(tenant, login);
        for number in 0..=200 {
            waiting.tell(tenant, &News::of_chat(chat(number)));
        }
        let told: Vec<ChatId> = std::iter::from_fn(|| waiting.next(tenant, login)).map(|news| news.chat).collect();
        assert_eq!((told.len(), told.last()), (CHATS_WAITING, Some(&chat(200))));
    }
}
