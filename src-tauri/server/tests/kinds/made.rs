//! One message of each kind, as somebody sends it, and what the API says of it.

use portaria_emulator::{Advertisement, Attachment, Card, Choice, Draft, Kind, PollOption, Preview};
use serde_json::{Value, json};
use waproto::buffa::MessageField;
use waproto::whatsapp::hydrated_template_button::{HydratedQuickReplyButton, HydratedURLButton};
use waproto::whatsapp::message::interactive_message::native_flow_message::NativeFlowButton;
use waproto::whatsapp::message::interactive_message::{Body, NativeFlowMessage};
use waproto::whatsapp::message::product_message::ProductSnapshot;
use waproto::whatsapp::message::template_message::HydratedFourRowTemplate;
use waproto::whatsapp::message::{
    BCallMessage, CancelPaymentRequestMessage, DeclinePaymentRequestMessage, GroupInviteMessage, InteractiveMessage,
    InvoiceMessage, OrderMessage, PaymentInviteMessage, ProductMessage, RequestPaymentMessage, SendPaymentMessage,
    TemplateButtonReplyMessage, TemplateMessage, VideoMessage,
};
use waproto::whatsapp::{HydratedTemplateButton, Message};

/// How a phone sends it.
#[derive(Clone)]
pub enum Made {
    /// In words.
    Words(Draft),
    /// As an answer to what was sent before it.
    Answer(Draft),
    /// With a file.
    File(Draft, Attachment),
    /// By its protobuf alone.
    Raw(Box<Message>),
}

/// One message and what is read of it.
#[derive(Clone)]
pub struct Case {
    /// The kind as the API names it; of a file what kind of file.
    pub kind: &'static str,
    pub made: Made,
    /// The whole of `content`.
    pub content: Value,
    /// Parts of `context`, each by its place.
    pub context: Vec<(&'static str, Value)>,
}

pub const CARD_NUMBER: &str = "5511900000003"; // invented
const LONG_AGO_S: i64 = 1_900_000_000;

fn case(kind: &'static str, made: Made, content: Value) -> Case {
    Case { kind, made, content, context: Vec::new() }
}

impl Case {
    fn beside(mut self, place: &'static str, value: Value) -> Self {
        self.context.push((place, value));
        self
    }

    /// The bytes of its file.
    pub fn file(&self) -> Option<&[u8]> {
        match &self.made {
            Made::File(_, file) => Some(&file.bytes),
            _ => None,
        }
    }
}

/// Every kind that somebody can send.
pub fn all() -> Vec<Case> {
    [texts(), files(), places_and_cards(), asking(), choices(), commerce(), the_rest()].concat()
}

fn plain(text: &str) -> Value {
    json!({ "kind": "text", "text": text })
}

fn texts() -> Vec<Case> {
    let words = |draft: Draft| Made::Words(draft);
    let preview =
        Preview { url: "https://exemplo.com/bolo".into(), title: "Bolo".into(), description: "De fubá".into() };
    let linked = json!({ "url": "https://exemplo.com/bolo", "title": "Bolo", "description": "De fubá" });
    let click = Advertisement {
        title: "Bolos".into(),
        body: "Todo dia".into(),
        source_url: "https://exemplo.com/anuncio".into(),
        click_id: "clique".into(),
    };
    vec![
        case("text", words(Draft::text("*oi*, _tudo_ bem? 👩🏽‍🚀\u{202e}")), plain("*oi*, _tudo_ bem? 👩🏽‍🚀\u{202e}")),
        case(
            "text",
            words(Draft::of(Kind::Text { preview: Some(preview) }, "veja https://exemplo.com/bolo")),
            json!({ "kind": "text", "text": "veja https://exemplo.com/bolo", "preview": linked }),
        ),
        case("text", Made::Answer(Draft::text("respondo")), plain("respondo"))
            .beside("/quote/kind", json!("text"))
            .beside("/quote/text", json!("veja https://exemplo.com/bolo")),
        case("text", words(Draft { forwarded: true, ..Draft::text("repasse") }), plain("repasse"))
            .beside("/forwarded", json!(1)),
        case("text", words(Draft { advertisement: Some(click), ..Draft::text("vi o anúncio") }), plain("vi o anúncio"))
            .beside("/referral/title", json!("Bolos"))
            .beside("/referral/body", json!("Todo dia"))
            .beside("/referral/sourceUrl", json!("https://exemplo.com/anuncio"))
            .beside("/referral/sourceKind", json!("ad"))
            .beside("/referral/clickId", json!("clique")),
    ]
}

/// A picture of one pixel.
pub fn picture() -> Vec<u8> {
    const PNG: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de\
                       0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082";
    (0..PNG.len()).step_by(2).map(|at| u8::from_str_radix(&PNG[at..at + 2], 16).unwrap()).collect()
}

/// What the API says of a file; `told` has what is not as usual.
fn media(file: &str, mime: &str, bytes: usize, told: &Value) -> Value {
    let mut content = json!({
        "kind": "media", "file": file, "mime": mime, "sizeBytes": bytes, "waveform": [], "isAnimated": false,
        "isLottie": false, "hasThumbnail": false,
    });
    for (name, value) in told.as_object().unwrap() {
        content[name] = value.clone();
    }
    content
}

fn files() -> Vec<Case> {
    let file = |kind: Kind, words: &str, file: Attachment| Made::File(Draft::of(kind, words), file);
    let of = |bytes: &[u8]| Attachment::new(bytes);
    let film = Attachment { mimetype: Some("video/mp4".into()), seconds: Some(7), size: Some((64, 48)), ..of(b"film") };
    let recording =
        Attachment { waveform: Some(vec![0, 50, 100]), mimetype: Some("audio/ogg; codecs=opus".into()), ..of(b"OggS") };
    let drawn = Attachment { mimetype: Some("application/was".into()), preview: Some(picture()), ..of(b"drawn") };
    let sticker = Attachment { mimetype: Some("image/webp".into()), ..of(b"RIFF....WEBP") };
    let song = Attachment { mimetype: Some("audio/mpeg".into()), ..of(b"song") };
    let paper = Attachment { mimetype: Some("application/pdf".into()), ..of(b"%PDF") };
    let pixel = json!({ "width": 1, "height": 1, "hasThumbnail": true });
    let with = |told: &Value, name: &str, value: Value| {
        let mut told = told.clone();
        told[name] = value;
        told
    };
    let size = picture().len();
    let round = VideoMessage {
        mimetype: Some("video/mp4".into()),
        seconds: Some(3),
        width: Some(400),
        height: Some(400),
        file_length: Some(9),
        ..VideoMessage::default()
    };
    let round = Message { ptv_message: MessageField::some(round), ..Message::default() };
    let once = Attachment { view_once: true, ..Attachment::new(picture()) };
    vec![
        case(
            "image",
            file(Kind::Image, "o bolo", Attachment::new(picture())),
            media("image", "image/png", size, &with(&pixel, "caption", json!("o bolo"))),
        ),
        case("image", file(Kind::Image, "", once), media("image", "image/png", size, &pixel))
            .beside("/isViewOnce", json!(true)),
        case(
            "video",
            file(Kind::Video { gif: false }, "o forno", film.clone()),
            media("video", "video/mp4", 4, &json!({ "caption": "o forno", "durationS": 7, "width": 64, "height": 48 })),
        ),
        case(
            "gif",
            file(Kind::Video { gif: true }, "", film),
            media("gif", "video/mp4", 4, &json!({ "durationS": 7, "width": 64, "height": 48 })),
        ),
        case(
            "round_video",
            Made::Raw(Box::new(round)),
            media("round_video", "video/mp4", 9, &json!({ "durationS": 3, "width": 400, "height": 400 })),
        ),
        case(
            "voice",
            file(Kind::Audio { voice: true, seconds: 3 }, "", recording),
            media("voice", "audio/ogg; codecs=opus", 4, &json!({ "durationS": 3, "waveform": [0, 50, 100] })),
        ),
        case(
            "audio",
            file(Kind::Audio { voice: false, seconds: 4 }, "", song),
            media("audio", "audio/mpeg", 4, &json!({ "durationS": 4 })),
        ),
        case(
            "document",
            file(Kind::Document { name: "nota.pdf".into() }, "a nota", paper),
            media("document", "application/pdf", 4, &json!({ "fileName": "nota.pdf", "caption": "a nota" })),
        ),
        case("sticker", file(Kind::Sticker, "", sticker), media("sticker", "image/webp", 12, &json!({}))),
        case(
            "sticker",
            file(Kind::Sticker, "", drawn),
            media(
                "sticker",
                "application/was",
                5,
                &json!({ "isLottie": true, "isAnimated": true, "hasThumbnail": true }),
            ),
        ),
    ]
}

fn places_and_cards() -> Vec<Case> {
    let place = |live| Kind::Location { latitude: -23.5, longitude: -46.25, address: "Rua A, 1".into(), live };
    let card = |name: &str| Card { name: name.into(), number: CARD_NUMBER.into() };
    let read = |name: &str| {
        let vcard = format!(
            "BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\nTEL;type=CELL;waid={CARD_NUMBER}:+{CARD_NUMBER}\nEND:VCARD"
        );
        json!({ "name": name, "numbers": [format!("+{CARD_NUMBER}")], "vcard": vcard })
    };
    let cards = |names: &[&str]| Kind::Contacts { cards: names.iter().map(|name| card(name)).collect() };
    let at = |told: Value| {
        let mut content = json!({ "kind": "place", "latitude": -23.5, "longitude": -46.25 });
        content.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
        content
    };
    let invitation = GroupInviteMessage {
        group_jid: Some("120363000000000001@g.us".into()),
        group_name: Some("Turma".into()),
        invite_code: Some("abc".into()),
        invite_expiration: Some(LONG_AGO_S),
        caption: Some("entra aí".into()),
        ..GroupInviteMessage::default()
    };
    let invitation = Message { group_invite_message: MessageField::some(invitation), ..Message::default() };
    vec![
        case(
            "place",
            Made::Words(Draft::of(place(false), "Feira")),
            at(json!({ "name": "Feira", "address": "Rua A, 1", "isLive": false })),
        ),
        case(
            "place",
            Made::Words(Draft::of(place(true), "a caminho")),
            at(json!({ "caption": "a caminho", "isLive": true })),
        ),
        case(
            "contacts",
            Made::Words(Draft::of(cards(&["Bia"]), "")),
            json!({ "kind": "contacts", "cards": [read("Bia")] }),
        ),
        case(
            "contacts",
            Made::Words(Draft::of(cards(&["Bia", "Zé"]), "2 contatos")),
            json!({ "kind": "contacts", "cards": [read("Bia"), read("Zé")] }),
        ),
        case(
            "group_invitation",
            Made::Raw(Box::new(invitation)),
            json!({
                "kind": "group_invitation", "group": "120363000000000001@g.us", "name": "Turma", "code": "abc",
                "expiresAtS": LONG_AGO_S, "caption": "entra aí",
            }),
        ),
    ]
}

/// The SHA-256 of "Pão" and of "Bolo", by which votes mean them.
fn option(name: &str) -> Value {
    use sha2::Digest as _;
    json!({ "name": name, "hash": format!("{:x}", Hex(&sha2::Sha256::digest(name))) })
}

/// Bytes as they are written in hex.
struct Hex<'a>(&'a [u8]);

impl std::fmt::LowerHex for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

pub fn poll(choices: u32) -> Draft {
    let options = ["Pão", "Bolo"].map(|name| PollOption { name: name.into(), voters: Vec::new() }).into();
    Draft::of(Kind::Poll { options, choices }, "Qual?")
}

pub fn occasion() -> Draft {
    Draft::of(Kind::Event { starts_at_s: LONG_AGO_S, description: "Traga bolo".into(), answers: [].into() }, "Festa")
}

fn asking() -> Vec<Case> {
    let read = |choices: u32| json!({ "kind": "poll", "question": "Qual?", "options": [option("Pão"), option("Bolo")], "choices": choices });
    vec![
        case("poll", Made::Words(poll(0)), read(0)),
        case("poll", Made::Words(poll(1)), read(1)),
        case(
            "occasion",
            Made::Words(occasion()),
            json!({
                "kind": "occasion", "name": "Festa", "description": "Traga bolo", "startsAtS": LONG_AGO_S, "isCancelled": false,
            }),
        ),
    ]
}

fn choices() -> Vec<Case> {
    let options = || vec![Choice { id: "1".into(), title: "Sim".into() }];
    let reply =
        |id: &str, title: &str| json!({ "id": id, "title": title, "section": "", "action": { "does": "reply" } });
    let read = |shape: &str, text: &str, button: &str, options: Value| json!({ "kind": "choices", "shape": shape, "header": "", "text": text, "footer": "", "button": button, "options": options });
    let button = |button| HydratedTemplateButton { hydrated_button: Some(button), ..HydratedTemplateButton::default() };
    let sim = HydratedQuickReplyButton { display_text: Some("Sim".into()), id: Some("1".into()) };
    let link = HydratedURLButton {
        display_text: Some("Ver".into()),
        url: Some("https://exemplo.com/a".into()),
        ..HydratedURLButton::default()
    };
    let filled = HydratedFourRowTemplate {
        hydrated_content_text: Some("Seu pedido saiu".into()),
        hydrated_buttons: vec![button(sim.into()), button(link.into())],
        ..HydratedFourRowTemplate::default()
    };
    let template = TemplateMessage { hydrated_template: MessageField::some(filled), ..TemplateMessage::default() };
    let template = Message { template_message: MessageField::some(template), ..Message::default() };
    let flow = NativeFlowButton {
        name: Some("quick_reply".into()),
        button_params_json: Some(r#"{"id":"1","display_text":"Sim"}"#.into()),
    };
    let interactive = InteractiveMessage {
        body: MessageField::some(Body { text: Some("Confirma?".into()) }),
        interactive_message: Some(NativeFlowMessage { buttons: vec![flow], ..NativeFlowMessage::default() }.into()),
        ..InteractiveMessage::default()
    };
    let interactive = Message { interactive_message: MessageField::some(interactive), ..Message::default() };
    let pressed = TemplateButtonReplyMessage {
        selected_id: Some("1".into()),
        selected_display_text: Some("Sim".into()),
        ..TemplateButtonReplyMessage::default()
    };
    let pressed = Message { template_button_reply_message: MessageField::some(pressed), ..Message::default() };
    let opened = json!({ "id": "", "title": "Ver", "section": "", "action": { "does": "open_url", "value": "https://exemplo.com/a" } });
    let chosen = json!({ "kind": "chosen", "id": "1", "title": "Sim" });
    vec![
        case(
            "choices",
            Made::Words(Draft::of(Kind::Buttons { options: options() }, "Confirma?")),
            read("buttons", "Confirma?", "", json!([reply("1", "Sim")])),
        ),
        case(
            "choices",
            Made::Words(Draft::of(Kind::List { button: "Ver".into(), options: options() }, "O que vai ser?")),
            read("list", "O que vai ser?", "Ver", json!([reply("1", "Sim")])),
        ),
        case(
            "choices",
            Made::Raw(Box::new(template)),
            read("template", "Seu pedido saiu", "", json!([reply("1", "Sim"), opened])),
        ),
        case(
            "choices",
            Made::Raw(Box::new(interactive)),
            read("interactive", "Confirma?", "", json!([reply("1", "Sim")])),
        ),
        case("chosen", Made::Words(Draft::of(Kind::Chosen { id: "1".into() }, "Sim")), chosen.clone()),
        case("chosen", Made::Raw(Box::new(pressed)), chosen),
    ]
}

fn commerce() -> Vec<Case> {
    let sold = ProductSnapshot {
        product_id: Some("77".into()),
        title: Some("Bolo".into()),
        description: Some("De fubá".into()),
        currency_code: Some("BRL".into()),
        price_amount1000: Some(25_000),
        ..ProductSnapshot::default()
    };
    let product = ProductMessage { product: MessageField::some(sold), ..ProductMessage::default() };
    let order = OrderMessage {
        order_id: Some("123".into()),
        order_title: Some("Padaria Sol".into()),
        message: Some("para sábado".into()),
        item_count: Some(2),
        total_amount1000: Some(50_000),
        total_currency_code: Some("BRL".into()),
        ..OrderMessage::default()
    };
    let words = |text: &str| MessageField::some(Message { conversation: Some(text.into()), ..Message::default() });
    let requested = RequestPaymentMessage {
        note_message: words("o bolo"),
        currency_code_iso4217: Some("BRL".into()),
        amount1000: Some(25_000),
        ..RequestPaymentMessage::default()
    };
    let sent = SendPaymentMessage { note_message: words("pago"), ..SendPaymentMessage::default() };
    let invoice = InvoiceMessage { note: Some("conta de luz".into()), ..InvoiceMessage::default() };
    let raw = |message: Message| Made::Raw(Box::new(message));
    let one = Message::default;
    let money = |about: &str| json!({ "kind": "payment", "about": about });
    vec![
        case(
            "product",
            raw(Message { product_message: MessageField::some(product), ..one() }),
            json!({
                "kind": "product", "id": "77", "title": "Bolo", "description": "De fubá", "priceThousandths": 25_000, "currency": "BRL",
            }),
        ),
        case(
            "order",
            raw(Message { order_message: MessageField::some(order), ..one() }),
            json!({
                "kind": "order", "id": "123", "title": "Padaria Sol", "text": "para sábado", "items": 2,
                "totalThousandths": 50_000, "currency": "BRL",
            }),
        ),
        case(
            "payment",
            raw(Message { request_payment_message: MessageField::some(requested), ..one() }),
            json!({
                "kind": "payment", "about": "requested", "amountThousandths": 25_000, "currency": "BRL", "note": "o bolo",
            }),
        ),
        case(
            "payment",
            raw(Message { send_payment_message: MessageField::some(sent), ..one() }),
            json!({ "kind": "payment", "about": "sent", "note": "pago" }),
        ),
        case(
            "payment",
            raw(Message {
                decline_payment_request_message: MessageField::some(DeclinePaymentRequestMessage::default()),
                ..one()
            }),
            money("declined"),
        ),
        case(
            "payment",
            raw(Message {
                cancel_payment_request_message: MessageField::some(CancelPaymentRequestMessage::default()),
                ..one()
            }),
            money("cancelled"),
        ),
        case(
            "payment",
            raw(Message { payment_invite_message: MessageField::some(PaymentInviteMessage::default()), ..one() }),
            money("invited"),
        ),
        case(
            "payment",
            raw(Message { invoice_message: MessageField::some(invoice), ..one() }),
            json!({ "kind": "payment", "about": "invoice", "note": "conta de luz" }),
        ),
    ]
}

fn the_rest() -> Vec<Case> {
    let unknown = Message { bcall_message: MessageField::some(BCallMessage::default()), ..Message::default() };
    vec![
        case("open_on_phone", Made::Words(Draft::of(Kind::Masked, "")), json!({ "kind": "open_on_phone" })),
        case("unsupported", Made::Raw(Box::new(unknown)), json!({ "kind": "unsupported", "name": "bcallMessage" })),
    ]
}
