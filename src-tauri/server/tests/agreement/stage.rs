//! Three phones, the tenant's panel, and what they do.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use portaria_emulator::{
    Attachment, Card, Draft, Emulator, EmulatorConfig, EmulatorError, Fault, FaultKind, Flow, Kind, Phone,
    PhoneMessage, PollOption,
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lines::{Line, Told, differences, of_panel, of_phone};
use crate::program::people::{ANA, BIA, People, SHOP};
use crate::program::{Program, Tenant};
use crate::steps::{Chat, Saying, Step, What, Who};

const OPTIONS: [&str; 3] = ["Pão", "Bolo", "Café"];

pub struct Stage {
    network: Emulator,
    shop: Phone,
    ana: Phone,
    bia: Phone,
    group: String,
    program: Program,
    tenant: Tenant,
    _folder: TempDir,
    /// Counts what is written, so that no two messages are alike.
    number: u32,
    /// What the panel said about which message. On the phone the same may only be said once that has left: whose word
    /// is the last is then the same for everybody.
    said: BTreeSet<String>,
    /// Own messages that were there at a kill. A tick that was on its way then was acknowledged and is not stored, and
    /// WhatsApp says none twice.
    may_miss_a_tick: BTreeSet<String>,
    /// Chats that were read on the phone since everything agreed.
    read_on_phone: BTreeSet<Chat>,
    /// Those of which a kill may have taken the word: it travels as a tick does, and comes with the next reading.
    may_miss_a_reading: BTreeSet<Chat>,
    is_stopped: bool,
}

impl Stage {
    pub async fn new(seed: u64) -> Self {
        let config = EmulatorConfig { seed, ..EmulatorConfig::default() };
        let People { network, shop, ana, bia, group } = People::new(config).await;
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &network);
        let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
        Self {
            network,
            shop,
            ana,
            bia,
            group,
            program,
            tenant,
            _folder: folder,
            number: 0,
            said: BTreeSet::new(),
            may_miss_a_tick: BTreeSet::new(),
            read_on_phone: BTreeSet::new(),
            may_miss_a_reading: BTreeSet::new(),
            is_stopped: false,
        }
    }

    pub async fn link(&self) {
        self.tenant.pair(&self.shop).await;
    }

    pub fn restart(&mut self) {
        let there = Chat::ALL.into_iter().flat_map(|chat| self.on_phone(Who::Phone, chat));
        self.may_miss_a_tick.extend(there.filter(|line| line.from_me).map(|line| line.id).collect::<Vec<_>>());
        self.may_miss_a_reading.append(&mut self.read_on_phone);
        self.program.kill_and_restart();
    }

    pub async fn act(&mut self, step: Step) {
        let fault = |kind| Fault::new(kind).of(SHOP);
        match step {
            Step::Write(who, chat, what) => self.write(who, chat, what).await,
            Step::Say(who, chat, pick, saying) => self.say(who, chat, pick, saying).await,
            Step::Read(who, chat) => self.read(who, chat).await,
            Step::Kill => self.restart(),
            Step::Rest => {
                self.stop().await;
                self.start().await;
            }
            Step::Stop => self.stop().await,
            Step::Start => self.start().await,
            Step::Cut => self.shop.drop_connections().await,
            Step::LinkAgain => {
                self.agree("before the link ends").await;
                self.shop.unlink_all().await.unwrap();
                self.until_status("logged_out").await;
                // What happens now the panel hears of by the past alone.
                self.write(Who::Ana, Chat::Ana, What::Text).await;
                let pick = usize::try_from(self.number).unwrap();
                self.say(Who::Ana, Chat::Ana, pick, Saying::Revoke).await;
                self.say(Who::Bia, Chat::Group, pick, Saying::Revoke).await;
                self.say(Who::Ana, Chat::Group, pick, Saying::Reaction("👍")).await;
                self.link().await;
            }
            Step::Double => {
                self.network.inject(fault(FaultKind::Duplicate { copies: 1 }).flow(Flow::In).times(3));
            }
            Step::QueueTwice => {
                self.network.inject(fault(FaultKind::QueueTwice).times(1));
            }
            Step::Damage => {
                self.network.inject(fault(FaultKind::Undecryptable).flow(Flow::In).stanza("message").times(1));
            }
            Step::Pause => self.agree("at a pause").await,
        }
    }

    /// Waits until the panel says of every chat what the phone says.
    pub async fn agree(&mut self, when: &str) {
        self.start().await;
        // What the network lost by a fault comes with the next connection. One that is not up yet is let come up: who was
        // killed within its first second waits there for keys that it has, for ten seconds.
        let mut rounds = 0;
        let mut last = Vec::new();
        let agreed = self.tenant.within_patience(async || {
            rounds += 1;
            if rounds % 100 == 0 && self.has_status("connected").await {
                self.shop.drop_connections().await;
            }
            last = self.differences().await;
            last.is_empty().then_some(())
        });
        let has_agreed = agreed.await.is_some();
        assert!(has_agreed, "{when}:\n{}", last.join("\n"));
        self.read_on_phone.clear();
    }

    async fn differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        for chat in Chat::ALL {
            let mut phone = Told {
                lines: self.on_phone(Who::Phone, chat).iter().map(|line| self.of_phone(line)).collect(),
                unread: self.shop.unread(self.with(Who::Phone, chat)).into(),
            };
            let panel = self.in_panel(chat).await.unwrap_or_default();
            if self.may_miss_a_reading.contains(&chat) {
                phone.unread = phone.unread.max(panel.unread);
            }
            found.extend(differences(&phone, &panel).into_iter().map(|difference| format!("{chat:?}: {difference}")));
            for who in [Who::Ana, Who::Bia] {
                if matches!((who, chat), (Who::Ana, Chat::Bia) | (Who::Bia, Chat::Ana)) {
                    continue;
                }
                let theirs: BTreeSet<_> =
                    self.on_phone(who, chat).into_iter().map(|line| (line.id, line.text)).collect();
                let ours: BTreeSet<_> =
                    self.on_phone(Who::Phone, chat).into_iter().map(|line| (line.id, line.text)).collect();
                found.extend(ours.symmetric_difference(&theirs).map(|line| format!("{who:?} and the phone: {line:?}")));
            }
        }
        found
    }

    fn of_phone(&self, line: &PhoneMessage) -> Line {
        of_phone(line, !self.may_miss_a_tick.contains(&line.id))
    }

    /// What the panel says of a chat; `None` as long as it has none.
    async fn in_panel(&self, chat: Chat) -> Option<Told> {
        let of_panel_chat = self.panel_chat(chat).await?;
        let messages = self.panel_messages(&of_panel_chat).await;
        let number = |party: &Value| self.number_of(party);
        let lines = messages.iter().rev().filter_map(|message| of_panel(message, &number)).collect();
        Some(Told { lines, unread: of_panel_chat["unread"].as_u64()? })
    }

    /// Whose address it is.
    fn number_of(&self, party: &Value) -> String {
        let user = |form: &str| party[form].as_str().and_then(|jid| jid.split(['@', ':']).next()).map(str::to_owned);
        let of_lid = |lid: String| {
            let phone = [&self.shop, &self.ana, &self.bia].into_iter().find(|phone| phone.lid() == lid);
            phone.map_or(lid, |phone| phone.number().to_owned())
        };
        user("pn").or_else(|| user("lid").map(of_lid)).unwrap_or_default()
    }

    async fn panel_chat(&self, chat: Chat) -> Option<Value> {
        let chats: Value = self.tenant.get("/chats?limit=200").await.unwrap().json().await.unwrap();
        let wanted = match chat {
            Chat::Ana => ANA,
            Chat::Bia => BIA,
            Chat::Group => self.group.split('@').next().unwrap(),
        };
        let found: Vec<_> = chats["items"].as_array()?.iter().filter(|chat| self.number_of(chat) == wanted).collect();
        assert!(found.len() < 2, "one person is one chat: {found:#?}");
        found.first().map(|chat| (*chat).clone())
    }

    async fn panel_messages(&self, chat: &Value) -> Vec<Value> {
        let path = format!("/chats/{}/messages?limit=200", chat["id"].as_str().unwrap());
        let page: Value = self.tenant.get(&path).await.unwrap().json().await.unwrap();
        assert!(page["nextCursor"].is_null(), "a case is short enough for one page");
        page["items"].as_array().unwrap().clone()
    }

    fn phone(&self, who: Who) -> &Phone {
        match who {
            Who::Ana => &self.ana,
            Who::Bia => &self.bia,
            Who::Phone | Who::Panel => &self.shop,
        }
    }

    /// How somebody's phone names a chat of the tenant's. Who is not in it is in another one with the tenant.
    fn with(&self, who: Who, chat: Chat) -> &str {
        match (who, chat) {
            (_, Chat::Group) => &self.group,
            (Who::Ana | Who::Bia, _) => SHOP,
            (_, Chat::Ana) => ANA,
            (_, Chat::Bia) => BIA,
        }
    }

    fn on_phone(&self, who: Who, chat: Chat) -> Vec<PhoneMessage> {
        self.phone(who).messages_with(self.with(who, chat))
    }

    async fn write(&mut self, who: Who, chat: Chat, what: What) {
        self.number += 1;
        let (number, words) = (self.number, format!("{who:?} {}", self.number));
        if who == Who::Panel {
            return self.write_in_panel(chat, what, words).await;
        }
        let (phone, with) = (self.phone(who), self.with(who, chat));
        let lines = self.on_phone(who, chat);
        let picked = |pick: usize| lines.iter().filter(|line| !line.content.revoked).nth(pick % lines.len().max(1));
        let kind = match what {
            What::Text => Kind::default(),
            What::Answer(pick) => {
                let Some(line) = picked(pick) else { return };
                phone.send_draft(with, Draft::text(words).quoting(line.id.clone())).await.unwrap();
                return;
            }
            What::Forward(pick) => {
                let Some(line) = picked(pick) else { return };
                phone.forward(with, &line.id, with).await.unwrap();
                return;
            }
            What::Picture => {
                let file = Attachment::new(picture(number));
                phone.send_file(with, Draft::of(Kind::Image, words), file).await.unwrap();
                return;
            }
            What::Document => {
                let draft = Draft::of(Kind::Document { name: format!("{words}.txt") }, "");
                phone.send_file(with, draft, Attachment::new(words)).await.unwrap();
                return;
            }
            What::Place => {
                Kind::Location { latitude: -23.5, longitude: -46.25, address: "Rua A, 1".into(), live: false }
            }
            What::Card => Kind::Contacts { cards: vec![Card { name: words.clone(), number: BIA.into() }] },
            What::Poll => {
                let options = OPTIONS.map(|name| PollOption { name: name.into(), voters: Vec::new() }).into();
                Kind::Poll { options, choices: 0 }
            }
        };
        phone.send_draft(with, Draft::of(kind, words)).await.unwrap();
    }

    async fn write_in_panel(&self, chat: Chat, what: What, words: String) {
        let here = self.panel_chat(chat).await;
        let messages = match &here {
            Some(here) => self.panel_messages(here).await,
            None => Vec::new(),
        };
        let picked = |pick: usize| {
            let can = |message: &&Value| {
                !["deleted", "system", "undecryptable"].contains(&message["content"]["kind"].as_str().unwrap())
                    && message["status"] != "failed"
            };
            let messages: Vec<_> = messages.iter().filter(can).collect();
            messages.get(pick % messages.len().max(1)).map(|message| (*message).clone())
        };
        let target = |message: &Value| json!({ "chatId": message["chatId"], "messageId": message["id"] });
        let message = match what {
            What::Text => json!({ "kind": "text", "text": words }),
            What::Answer(pick) => {
                let (Some(message), Some(here)) = (picked(pick), &here) else { return };
                let path = format!("/chats/{}/send", here["id"].as_str().unwrap());
                let body = json!({ "message": { "kind": "text", "text": words }, "quote": message["id"] });
                return self.accepted(&path, &body, &words).await;
            }
            What::Forward(pick) => {
                let Some(message) = picked(pick) else { return };
                // What is not here yet cannot be sent on.
                if message["file"]["state"] != "here" && !message["file"].is_null() {
                    return;
                }
                json!({ "kind": "forward", "target": target(&message) })
            }
            What::Picture => {
                let id = self.tenant.upload(picture(self.number)).await.unwrap();
                json!({ "kind": "media", "mediaId": id, "caption": words })
            }
            What::Document => {
                let id = self.tenant.upload(words.clone().into_bytes()).await.unwrap();
                json!({ "kind": "media", "mediaId": id, "as": "document", "fileName": format!("{words}.txt") })
            }
            What::Place => {
                json!({ "kind": "place", "latitude": -23.5, "longitude": -46.25, "name": words, "address": "Rua A, 1" })
            }
            What::Card => {
                let vcard = format!(
                    "BEGIN:VCARD\nVERSION:3.0\nN:;{words};;;\nFN:{words}\nTEL;type=CELL;waid={BIA}:+{BIA}\nEND:VCARD"
                );
                json!({ "kind": "contacts", "cards": [{ "name": words, "vcard": vcard }] })
            }
            What::Poll => json!({ "kind": "poll", "question": words, "options": OPTIONS }),
        };
        let to = match chat {
            Chat::Ana => ANA,
            Chat::Bia => BIA,
            Chat::Group => &self.group,
        };
        self.accepted("/send", &json!({ "to": to, "message": message }), &words).await;
    }

    async fn accepted(&self, path: &str, body: &Value, key: &str) {
        let answer = self.tenant.post_json(path, body, key).await;
        let (status, said) = (answer.status(), answer.text().await.unwrap());
        // What it is about may have been deleted since it was looked at.
        let is_overtaken = status == StatusCode::UNPROCESSABLE_ENTITY && said.contains("\"unfit_message\"");
        assert!(status == StatusCode::ACCEPTED || is_overtaken, "{body}: {status} {said}");
    }

    async fn say(&mut self, who: Who, chat: Chat, pick: usize, saying: Saying) {
        if who == Who::Panel {
            return self.say_in_panel(chat, pick, saying).await;
        }
        let (phone, with) = (self.phone(who).clone(), self.with(who, chat).to_owned());
        let is_admin = who == Who::Ana && chat == Chat::Group;
        let can = |line: &&PhoneMessage| {
            let is_poll = matches!(line.content.kind, Kind::Poll { .. });
            !line.content.revoked
                && match saying {
                    Saying::Edit => line.from_me && matches!(line.content.kind, Kind::Text { .. }),
                    Saying::Revoke => line.from_me || is_admin,
                    Saying::Vote(_) => is_poll,
                    _ => true,
                }
        };
        let lines = self.on_phone(who, chat);
        let lines: Vec<_> = lines.iter().filter(can).collect();
        let Some(line) = lines.get(pick % lines.len().max(1)) else { return };
        if who == Who::Phone && self.said.contains(&touched(&line.id, saying)) {
            self.agree("before the phone says something else").await;
        }
        self.number += 1;
        let (id, with) = (line.id.as_str(), with.as_str());
        let done = match saying {
            Saying::Reaction(sign) => phone.react(with, id, sign).await.map(drop),
            Saying::Edit => phone.edit(with, id, &format!("{who:?} {} (mudado)", self.number)).await.map(drop),
            Saying::Revoke => phone.revoke(with, id).await.map(drop),
            Saying::Vote(bits) => phone.vote(with, id, &chosen(bits)).await.map(drop),
            // Each keeps stars of their own.
            Saying::Star(on) if who == Who::Phone => phone.star_message(with, id, on),
            Saying::Star(_) => Ok(()),
            Saying::Pin(on) => phone.pin(with, id, on).await.map(drop),
        };
        // It may have been deleted since it was looked at.
        assert!(matches!(done, Ok(()) | Err(EmulatorError::Unfit(_))), "{done:?}");
    }

    async fn say_in_panel(&mut self, chat: Chat, pick: usize, saying: Saying) {
        let Some(here) = self.panel_chat(chat).await else { return };
        let can = |message: &&Value| {
            let kind = message["content"]["kind"].as_str().unwrap();
            let mine = message["fromMe"] == true;
            !["deleted", "system", "undecryptable"].contains(&kind)
                && message["status"] != "failed"
                && match saying {
                    Saying::Edit => mine && kind == "text",
                    Saying::Revoke => mine,
                    Saying::Vote(_) => kind == "poll",
                    Saying::Star(_) => false,
                    Saying::Reaction(_) | Saying::Pin(_) => true,
                }
        };
        let messages = self.panel_messages(&here).await;
        let messages: Vec<_> = messages.iter().filter(can).collect();
        let Some(message) = messages.get(pick % messages.len().max(1)) else { return };
        let target = json!({ "chatId": message["chatId"], "messageId": message["id"] });
        self.number += 1;
        let key = format!("mark {}", self.number);
        let message_id = message["id"].as_str().unwrap();
        let message = match saying {
            Saying::Reaction(sign) => json!({ "kind": "reaction", "target": target, "emoji": sign }),
            Saying::Edit => {
                json!({ "kind": "edit", "target": target, "text": format!("Panel {} (mudado)", self.number) })
            }
            Saying::Revoke => json!({ "kind": "revoke", "target": target }),
            Saying::Vote(bits) => json!({ "kind": "vote", "target": target, "options": chosen(bits) }),
            Saying::Pin(true) => json!({ "kind": "pin", "target": target }),
            Saying::Pin(false) => json!({ "kind": "unpin", "target": target }),
            Saying::Star(_) => return,
        };
        self.said.insert(touched(message_id, saying));
        self.accepted("/send", &json!({ "message": message }), &key).await;
    }

    async fn read(&mut self, who: Who, chat: Chat) {
        if who == Who::Phone {
            self.read_on_phone.insert(chat);
        }
        if who != Who::Panel {
            return self.phone(who).read_chat(self.with(who, chat)).await.unwrap();
        }
        let Some(here) = self.panel_chat(chat).await else { return };
        let path = format!("/chats/{}/read", here["id"].as_str().unwrap());
        assert_eq!(self.tenant.post(&path).await, StatusCode::NO_CONTENT);
    }

    async fn stop(&mut self) {
        assert_eq!(self.tenant.post("/stop").await, StatusCode::ACCEPTED);
        self.until_status("stopped").await;
        self.is_stopped = true;
    }

    async fn start(&mut self) {
        if std::mem::take(&mut self.is_stopped) {
            assert_eq!(self.tenant.post("/start").await, StatusCode::ACCEPTED);
        }
    }

    async fn until_status(&self, wanted: &str) {
        self.tenant.until(wanted, async || self.has_status(wanted).await.then_some(())).await;
    }

    async fn has_status(&self, wanted: &str) -> bool {
        let Ok(answer) = self.tenant.get("/status").await else { return false };
        answer.json::<Value>().await.is_ok_and(|status| status["status"] == wanted)
    }
}

/// What was said about which message.
fn touched(id: &str, saying: Saying) -> String {
    let kind = match saying {
        Saying::Reaction(_) => "reaction",
        Saying::Edit | Saying::Revoke => "words",
        Saying::Vote(_) => "vote",
        Saying::Star(_) => "star",
        Saying::Pin(_) => "pin",
    };
    format!("{kind} of {id}")
}

fn chosen(bits: u8) -> Vec<&'static str> {
    OPTIONS.into_iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0).map(|(_, name)| name).collect()
}

/// Numbered pictures, of which no two are alike.
fn picture(number: u32) -> Vec<u8> {
    let [_, red, green, blue] = number.wrapping_mul(7_919).to_be_bytes();
    let mut png = Cursor::new(Vec::new());
    RgbImage::from_pixel(32, 24, Rgb([red, green, blue])).write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}
