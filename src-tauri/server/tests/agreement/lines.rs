//! A chat as the phone tells it and as the panel tells it, in the same words.

use std::collections::{BTreeMap, BTreeSet};

use portaria_emulator::{Kind, PhoneMessage};
use serde_json::{Map, Value, json};

/// One message of a chat.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    /// The number of who wrote it.
    pub sender: String,
    pub from_me: bool,
    /// When WhatsApp's server took it, in seconds; the panel has no part in this.
    pub at_s: u64,
    /// Whether how far it came is to be the same.
    pub has_tick: bool,
    /// How far an own message has come: `sent`, `delivered`, `read`, `played`.
    pub tick: String,
    /// Everything that is to be the same on both sides.
    pub says: Value,
}

/// A chat: its messages, the oldest first, and how many are unread.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub lines: Vec<Line>,
    pub unread: u64,
}

/// A message as the phone tells it. Of one that was deleted for everyone nothing is left to compare; and that its words
/// were other ones once, a history does not tell.
pub fn of_phone(line: &PhoneMessage, has_tick: bool) -> Line {
    let content = &line.content;
    let says = if content.revoked {
        json!({ "deleted": true })
    } else {
        json!({
            "says": kind_on_phone(&content.kind, &line.text),
            "bytes": content.file.as_ref().map(|file| file.bytes),
            "quote": content.quoted,
            "forwarded": content.forwarded,
            "reactions": content.reactions,
            "starred": content.starred,
            "pinned": content.pinned,
        })
    };
    let tick = serde_json::to_value(line.receipt).unwrap().as_str().unwrap().to_owned();
    Line {
        id: line.id.clone(),
        has_tick,
        tick,
        sender: line.sender.clone(),
        from_me: line.from_me,
        at_s: line.at_ms / 1_000,
        says,
    }
}

fn kind_on_phone(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Text { .. } => json!({ "text": text }),
        Kind::Image => json!({ "picture": text }),
        Kind::Document { name } => json!({ "document": name }),
        Kind::Location { latitude, longitude, address, live: false } => {
            json!({ "place": [latitude, longitude, text, address] })
        }
        Kind::Contacts { cards } => {
            json!({ "cards": cards.iter().map(|card| [card.name.clone(), format!("+{}", card.number)]).collect::<Vec<_>>() })
        }
        Kind::Poll { options, choices } => {
            let votes: BTreeMap<_, BTreeSet<_>> =
                options.iter().map(|option| (&option.name, option.voters.iter().collect())).collect();
            json!({ "poll": text, "choices": choices, "votes": votes })
        }
        other => panic!("nobody writes {other:?} here"),
    }
}

/// A message as the panel tells it; `number` knows whose an address is. `None`: the phone shows no such line.
pub fn of_panel(message: &Value, number: &impl Fn(&Value) -> String) -> Option<Line> {
    let (content, marks) = (&message["content"], &message["marks"]);
    let from_me = message["fromMe"] == true;
    let says = match content["kind"].as_str().unwrap() {
        "system" | "call" => return None,
        // It was taken back before it left, and stands here alone.
        "deleted" if message["status"] == "failed" => return None,
        "deleted" => json!({ "deleted": true }),
        _ => {
            let reactions: Map<_, _> = marks["reactions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reaction| (number(&reaction["by"]), reaction["emoji"].clone()))
                .collect();
            json!({
                "says": kind_in_panel(content, marks, number),
                "bytes": content["sizeBytes"],
                "quote": message["context"]["quote"]["id"],
                "forwarded": message["context"]["forwarded"].as_u64().unwrap() > 0,
                "reactions": reactions,
                "starred": marks["isStarred"],
                "pinned": !marks["pin"].is_null(),
            })
        }
    };
    let (id, sender) = (message["id"].as_str().unwrap().to_owned(), number(&message["sender"]));
    let tick = message["status"].as_str().unwrap().to_owned();
    Some(Line { id, has_tick: true, tick, sender, from_me, at_s: 0, says })
}

fn kind_in_panel(content: &Value, marks: &Value, number: &impl Fn(&Value) -> String) -> Value {
    let words = |name: &str| content[name].as_str().unwrap_or_default();
    match (words("kind"), words("file")) {
        ("text", _) => json!({ "text": words("text") }),
        ("media", "image") => json!({ "picture": words("caption") }),
        ("media", "document") => json!({ "document": words("fileName") }),
        ("place", _) => {
            json!({ "place": [content["latitude"], content["longitude"], words("name"), words("address")] })
        }
        ("contacts", _) => {
            let card = |card: &Value| json!([card["name"], card["numbers"][0]]);
            json!({ "cards": content["cards"].as_array().unwrap().iter().map(card).collect::<Vec<_>>() })
        }
        ("poll", _) => {
            let mut votes = BTreeMap::new();
            for option in content["options"].as_array().unwrap() {
                let voters: BTreeSet<_> = marks["votes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|vote| vote["options"].as_array().unwrap().contains(&option["hash"]))
                    .map(|vote| number(&vote["by"]))
                    .collect();
                votes.insert(option["name"].as_str().unwrap(), voters);
            }
            json!({ "poll": words("question"), "choices": content["choices"], "votes": votes })
        }
        _ => content.clone(),
    }
}

/// What the panel tells otherwise than the phone.
pub fn differences(phone: &Told, panel: &Told) -> Vec<String> {
    let mut found = Vec::new();
    if phone.unread != panel.unread {
        let unread = |told: &Told| -> Vec<String> {
            let is_unread = |line: &&Line| !line.from_me && line.tick == "delivered";
            told.lines.iter().filter(is_unread).map(|line| line.id.clone()).collect()
        };
        let (there, here) = (unread(phone), unread(panel));
        found
            .push(format!("unread: {} on the phone, {} in the panel: {there:?}, {here:?}", phone.unread, panel.unread));
    }
    for line in &phone.lines {
        let here: Vec<_> = panel.lines.iter().filter(|other| other.id == line.id).collect();
        match here.as_slice() {
            [] => found.push(format!("only on the phone: {line:?}")),
            [other] if is_same(line, other) => {}
            [other] => found.push(format!("phone: {line:?}\npanel: {other:?}")),
            several => found.push(format!("{} times in the panel: {line:?}", several.len())),
        }
    }
    let only_here = panel.lines.iter().filter(|line| phone.lines.iter().all(|other| other.id != line.id));
    found.extend(only_here.map(|line| format!("only in the panel: {line:?}")));
    if found.is_empty() {
        found.extend(disorder(phone, panel));
    }
    found
}

/// Whether both sides say the same. The phone may hear of its copy of a message later than the panel of its ticks.
fn is_same(phone: &Line, panel: &Line) -> bool {
    let rank = |tick: &str| ["sent", "delivered", "read", "played"].iter().position(|known| *known == tick);
    let has_ticks = phone.from_me && phone.has_tick && !phone.says["deleted"].is_boolean();
    (&phone.sender, phone.from_me, &phone.says) == (&panel.sender, panel.from_me, &panel.says)
        && (!has_ticks || rank(&panel.tick) >= rank(&phone.tick))
}

/// Where the panel's order is not the phone's. Times are the server's whole seconds, and what came within one second
/// may stand in either order: history comes in pieces, and what is written in the panel is on its way for a while.
fn disorder(phone: &Told, panel: &Told) -> Option<String> {
    let times: BTreeMap<_, _> = phone.lines.iter().map(|line| (&line.id, line.at_s)).collect();
    let mut last_of: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut latest_s, mut latest) = (0, "");
    for line in &panel.lines {
        let at_s = times[&line.id];
        let before_s = last_of.insert(&line.sender, at_s);
        if before_s.is_some_and(|before_s| before_s > at_s) && !line.from_me {
            return Some(format!("stands after what its writer wrote later: {line:?}"));
        }
        if at_s + 1 < latest_s {
            return Some(format!("stands, of {at_s}, after {latest} of {latest_s}: {line:?}"));
        }
        if at_s > latest_s {
            (latest_s, latest) = (at_s, &line.id);
        }
    }
    None
}
