//! Stands in for a desktop environment on the buses of a test: it shows trays and notices, and falls asleep when told to.
//!
//! What happens is printed, a line each: `item` (an icon came), `notice {json}`, `awake` and `let-sleep` (somebody holds
//! the machine awake, or does no longer). What to do is read from the input, a line each, and answered by one that begins
//! with the same word:
//!
//! - `menu`: the icon's menu, as JSON;
//! - `choose A > B`: chooses an item of it by its labels, of which each may be a beginning;
//! - `click N`: clicks a notice;
//! - `sleep`, `wake`: tells that the machine falls asleep, or woke up.
//!
//! With the argument `--no-tray` nobody shows icons.

#![allow(clippy::unwrap_used, reason = "a stand-in that cannot go on should stop where it is")]
#![allow(
    missing_docs,
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the interfaces are as their specifications have them"
)]

use std::collections::HashMap;
use std::io::{BufRead as _, Read as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, interface};

const NOTIFICATIONS: &str = "/org/freedesktop/Notifications";
const LOGIN: &str = "/org/freedesktop/login1";
const DBUSMENU: &str = "com.canonical.dbusmenu";

/// Whose icon it is, and where it stands on their connection.
type Item = Arc<Mutex<Option<(String, String)>>>;

struct Watcher(Item);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] header: Header<'_>, service: String) {
        let path = if service.starts_with('/') { service } else { "/StatusNotifierItem".to_owned() };
        *self.0.lock().unwrap() = Some((header.sender().unwrap().to_string(), path));
        println!("item");
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[derive(Default)]
struct Notifications(AtomicU32);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "as the specification has them")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        let id = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        println!("notice {}", json!({ "id": id, "title": summary, "body": body, "actions": actions }));
        id
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "actions".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("stand-in".to_owned(), "portaria".to_owned(), "1".to_owned(), "1.2".to_owned())
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;
}

struct Login;

#[interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    fn inhibit(&self, _what: String, _who: String, _why: String, _mode: String) -> OwnedFd {
        let (mut ours, theirs) = std::io::pipe().unwrap();
        println!("awake");
        std::thread::spawn(move || {
            // Nothing is written: it ends when the other end is closed, by whom or by what ever.
            let _ = ours.read(&mut [0]);
            println!("let-sleep");
        });
        std::os::fd::OwnedFd::from(theirs).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, begins: bool) -> zbus::Result<()>;
}

fn main() -> zbus::Result<()> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let item = Item::default();
    let (session, system) = runtime.block_on(buses(&item))?;
    println!("ready");
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let answer = runtime.block_on(carry_out(word, rest, &session, &system, &item));
        match answer {
            Ok(answer) => println!("{word} {answer}"),
            Err(error) => println!("{word} {}", json!({ "error": error.to_string() })),
        }
    }
    Ok(())
}

async fn buses(item: &Item) -> zbus::Result<(Connection, Connection)> {
    let mut session = zbus::connection::Builder::session()?
        .serve_at(NOTIFICATIONS, Notifications::default())?
        .name("org.freedesktop.Notifications")?;
    if !std::env::args().any(|argument| argument == "--no-tray") {
        session = session
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(item)))?
            .name("org.kde.StatusNotifierWatcher")?;
    }
    let system = zbus::connection::Builder::system()?.serve_at(LOGIN, Login)?.name("org.freedesktop.login1")?;
    Ok((session.build().await?, system.build().await?))
}

async fn carry_out(
    word: &str,
    rest: &str,
    session: &Connection,
    system: &Connection,
    item: &Item,
) -> zbus::Result<Json> {
    match word {
        "menu" => Ok(Menu::read(session, item).await?.items),
        "choose" => {
            let menu = Menu::read(session, item).await?;
            let id = rest
                .split(" > ")
                .try_fold(&menu.items, |items, label| find(items, label))
                .and_then(|item| if item["isEnabled"] == true { item["id"].as_i64() } else { None });
            let Some(id) = id else {
                return Ok(json!({ "error": format!("{rest:?} cannot be chosen"), "menu": menu.items }));
            };
            menu.choose(session, i32::try_from(id).unwrap()).await?;
            Ok(json!({}))
        }
        "click" => {
            let emitter = SignalEmitter::new(session, NOTIFICATIONS)?;
            Notifications::action_invoked(&emitter, rest.parse().unwrap(), "default").await?;
            Ok(json!({}))
        }
        "sleep" | "wake" => {
            Login::prepare_for_sleep(&SignalEmitter::new(system, LOGIN)?, word == "sleep").await?;
            Ok(json!({}))
        }
        other => panic!("nobody knows {other:?}"),
    }
}

/// An item, or its children where it has some, by its label's beginning.
fn find<'a>(items: &'a Json, label: &str) -> Option<&'a Json> {
    let children = if items.is_array() { items } else { &items["children"] };
    children.as_array()?.iter().find(|item| item["label"].as_str().is_some_and(|text| text.starts_with(label)))
}

/// The menu of the icon, as its owner gives it.
struct Menu {
    owner: String,
    path: OwnedObjectPath,
    items: Json,
}

impl Menu {
    async fn read(session: &Connection, item: &Item) -> zbus::Result<Self> {
        let found = item.lock().unwrap().clone();
        let (owner, at) = found.ok_or_else(|| zbus::Error::Failure("no icon has come".to_owned()))?;
        let icon = zbus::Proxy::new(session, owner.clone(), at, "org.kde.StatusNotifierItem").await?;
        let path: OwnedObjectPath = icon.get_property("Menu").await?;
        let asked = (0_i32, -1_i32, Vec::<String>::new());
        let answer = session.call_method(Some(owner.as_str()), &path, Some(DBUSMENU), "GetLayout", &asked).await?;
        let (_revision, (_root, _facts, children)): (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>)) =
            answer.body().deserialize()?;
        let items = children.iter().filter_map(|child| shown(child)).collect();
        Ok(Self { owner, path, items })
    }

    async fn choose(&self, session: &Connection, id: i32) -> zbus::Result<()> {
        let told = (id, "clicked", Value::from(0_i32), 0_u32);
        session.call_method(Some(self.owner.as_str()), &self.path, Some(DBUSMENU), "Event", &told).await?;
        Ok(())
    }
}

/// An item as JSON; what is no item, such as a line between two, is left out.
fn shown(value: &Value<'_>) -> Option<Json> {
    let Value::Structure(item) = value else {
        let Value::Value(inner) = value else { return None };
        return shown(inner);
    };
    let [Value::I32(id), Value::Dict(facts), Value::Array(children)] = item.fields() else { return None };
    let fact = |name: &'static &'static str| facts.get::<&str, Value<'_>>(name).ok().flatten();
    let label = match fact(&"label") {
        // An underscore marks the letter to press; two stand for one.
        Some(Value::Str(label)) => label.replace("__", "\u{0}").replace('_', "").replace('\u{0}', "_"),
        _ => return None,
    };
    let is_enabled = !matches!(fact(&"enabled"), Some(Value::Bool(false)));
    let children: Vec<Json> = children.iter().filter_map(shown).collect();
    Some(json!({ "id": id, "label": label, "isEnabled": is_enabled, "children": children }))
}
