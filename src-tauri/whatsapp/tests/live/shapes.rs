//! What is known by its protobuf alone: what businesses send, and pasts word for word.

use portaria_domain::{
    Call, CallOutcome, Choice, ChoiceAction, Choices, ChoicesKind, Content, GroupInvitation, HistoryChat, HistoryPart,
    MarkKind, MediaKind, Order, Payment, PaymentKind, Product,
};
use portaria_whatsapp::Gateway as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::hydrated_template_button::{HydratedQuickReplyButton, HydratedURLButton};
use waproto::whatsapp::message::buttons_message::{Button, button::ButtonText};
use waproto::whatsapp::message::interactive_message::native_flow_message::NativeFlowButton;
use waproto::whatsapp::message::interactive_message::{Body, NativeFlowMessage};
use waproto::whatsapp::message::list_message::{Row, Section};
use waproto::whatsapp::message::product_message::ProductSnapshot;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::template_message::HydratedFourRowTemplate;
use waproto::whatsapp::message::{
    BCallMessage, ButtonsMessage, FutureProofMessage, GroupInviteMessage, ImageMessage, InteractiveMessage,
    ListMessage, OrderMessage, ProductMessage, ProtocolMessage, RequestPaymentMessage, TemplateMessage,
};
use waproto::whatsapp::web_message_info::StubType;
use waproto::whatsapp::{
    Conversation, HistorySync, HistorySyncMsg, HydratedTemplateButton, Message, MessageKey, Reaction, WebMessageInfo,
};

use crate::files::picture;
use crate::world::{PADARIA, PATIENCE, World, pn};

#[expect(clippy::unnecessary_wraps, reason = "every word of a protobuf may be absent")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn spoken(text: &str) -> Message {
    Message { conversation: some(text), ..Message::default() }
}

fn choice(id: &str, title: &str, action: ChoiceAction) -> Choice {
    Choice { id: id.into(), title: title.into(), description: None, section: String::new(), action }
}

fn choices(shape: ChoicesKind, text: &str, options: Vec<Choice>) -> Choices {
    let (header, footer, button) = (String::new(), String::new(), String::new());
    Choices { shape, header, text: text.into(), footer, button, options }
}

fn buttons() -> (Message, Content) {
    let text = ButtonText { display_text: some("Sim") };
    let button = Button { button_id: some("1"), button_text: MessageField::some(text), ..Button::default() };
    let sent = ButtonsMessage {
        content_text: some("Confirma?"),
        footer_text: some("até às 18h"),
        buttons: vec![button],
        ..ButtonsMessage::default()
    };
    let read = Choices {
        footer: "até às 18h".into(),
        ..choices(ChoicesKind::Buttons, "Confirma?", vec![choice("1", "Sim", ChoiceAction::Reply)])
    };
    (Message { buttons_message: MessageField::some(sent), ..Message::default() }, Content::Choices(read))
}

fn list() -> (Message, Content) {
    let row = Row { title: some("Francês"), description: some("quente"), row_id: some("1") };
    let sent = ListMessage {
        title: some("Padaria"),
        description: some("O que vai ser?"),
        button_text: some("Ver"),
        sections: vec![Section { title: some("Pães"), rows: vec![row] }],
        ..ListMessage::default()
    };
    let row =
        Choice { description: some("quente"), section: "Pães".into(), ..choice("1", "Francês", ChoiceAction::Reply) };
    let read = Choices {
        header: "Padaria".into(),
        button: "Ver".into(),
        ..choices(ChoicesKind::List, "O que vai ser?", vec![row])
    };
    (Message { list_message: MessageField::some(sent), ..Message::default() }, Content::Choices(read))
}

fn template() -> (Message, Content) {
    let reply = HydratedQuickReplyButton { display_text: some("Sim"), id: some("1") };
    let link = HydratedURLButton {
        display_text: some("Ver"),
        url: some("https://example.com/a"),
        ..HydratedURLButton::default()
    };
    let button = |button| HydratedTemplateButton { hydrated_button: Some(button), ..HydratedTemplateButton::default() };
    let filled = HydratedFourRowTemplate {
        hydrated_content_text: some("Seu pedido saiu"),
        hydrated_buttons: vec![button(reply.into()), button(link.into())],
        ..HydratedFourRowTemplate::default()
    };
    let sent = TemplateMessage { hydrated_template: MessageField::some(filled), ..TemplateMessage::default() };
    let options = vec![
        choice("1", "Sim", ChoiceAction::Reply),
        choice("", "Ver", ChoiceAction::OpenUrl("https://example.com/a".into())),
    ];
    let read = choices(ChoicesKind::Template, "Seu pedido saiu", options);
    (Message { template_message: MessageField::some(sent), ..Message::default() }, Content::Choices(read))
}

fn interactive() -> (Message, Content) {
    let button =
        NativeFlowButton { name: some("quick_reply"), button_params_json: some(r#"{"id":"1","display_text":"Sim"}"#) };
    let flow = NativeFlowMessage { buttons: vec![button], ..NativeFlowMessage::default() };
    let sent = InteractiveMessage {
        body: MessageField::some(Body { text: some("Confirma?") }),
        interactive_message: Some(flow.into()),
        ..InteractiveMessage::default()
    };
    let read = choices(ChoicesKind::Interactive, "Confirma?", vec![choice("1", "Sim", ChoiceAction::Reply)]);
    (Message { interactive_message: MessageField::some(sent), ..Message::default() }, Content::Choices(read))
}

fn product() -> (Message, Content) {
    let sold = ProductSnapshot {
        product_id: some("77"),
        title: some("Bolo"),
        currency_code: some("BRL"),
        price_amount1000: Some(25_000),
        ..ProductSnapshot::default()
    };
    let sent = ProductMessage { product: MessageField::some(sold), ..ProductMessage::default() };
    let read = Product {
        id: "77".into(),
        title: "Bolo".into(),
        description: None,
        price_thousandths: Some(25_000),
        currency: some("BRL"),
        url: None,
    };
    (Message { product_message: MessageField::some(sent), ..Message::default() }, Content::Product(read))
}

fn order() -> (Message, Content) {
    let sent = OrderMessage {
        order_id: some("123"),
        order_title: some("Padaria Sol"),
        message: some("para sábado"),
        item_count: Some(2),
        total_amount1000: Some(50_000),
        total_currency_code: some("BRL"),
        ..OrderMessage::default()
    };
    let read = Order {
        id: "123".into(),
        title: some("Padaria Sol"),
        text: some("para sábado"),
        items: 2,
        total_thousandths: Some(50_000),
        currency: some("BRL"),
    };
    (Message { order_message: MessageField::some(sent), ..Message::default() }, Content::Order(read))
}

fn payment() -> (Message, Content) {
    let sent = RequestPaymentMessage {
        note_message: MessageField::some(spoken("o bolo")),
        currency_code_iso4217: some("BRL"),
        amount1000: Some(25_000),
        ..RequestPaymentMessage::default()
    };
    let read = Payment {
        about: PaymentKind::Requested,
        amount_thousandths: Some(25_000),
        currency: some("BRL"),
        note: some("o bolo"),
    };
    (Message { request_payment_message: MessageField::some(sent), ..Message::default() }, Content::Payment(read))
}

fn invitation() -> (Message, Content) {
    let sent = GroupInviteMessage {
        group_jid: some("120363000000000001@g.us"),
        group_name: some("Turma"),
        invite_code: some("abc"),
        invite_expiration: Some(1_900_000_000),
        caption: some("entra aí"),
        ..GroupInviteMessage::default()
    };
    let read = GroupInvitation {
        group: "120363000000000001@g.us".into(),
        name: "Turma".into(),
        code: "abc".into(),
        expires_at_s: Some(1_900_000_000),
        caption: some("entra aí"),
    };
    (Message { group_invite_message: MessageField::some(sent), ..Message::default() }, Content::GroupInvitation(read))
}

fn unknown() -> (Message, Content) {
    let sent = Message { bcall_message: MessageField::some(BCallMessage::default()), ..Message::default() };
    (sent, Content::Unsupported { name: "bcallMessage".into() })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_businesses_send_is_read_field_by_field() {
    let world = World::new().await;
    let _session = world.linked().await;
    let shapes = [buttons(), list(), template(), interactive(), product(), order(), payment(), invitation(), unknown()];
    for (sent, read) in shapes {
        let id = world.ana.send_raw(PADARIA, sent, None).await.unwrap();
        assert_eq!(world.received(&id).await.content, read);
    }
}

/// Nobody's number.
const NOBODY: &str = "5511900000077@s.whatsapp.net"; // invented

fn entry(id: &str, at_s: u64, message: Option<Message>) -> WebMessageInfo {
    let key = MessageKey { remote_jid: some(NOBODY), from_me: Some(false), id: some(id), ..MessageKey::default() };
    WebMessageInfo {
        key: MessageField::some(key),
        message: message.map(MessageField::some).unwrap_or_default(),
        message_timestamp: Some(at_s),
        ..WebMessageInfo::default()
    }
}

/// Newest first: a missed call, other words for a text, the text with a sign on it, a picture.
fn past() -> HistorySync {
    let image = ImageMessage {
        caption: some("o bolo"),
        mimetype: some("image/png"),
        jpeg_thumbnail: Some(picture()),
        ..ImageMessage::default()
    };
    let image = Message { image_message: MessageField::some(image), ..Message::default() };
    let sign = Reaction {
        key: MessageField::some(MessageKey { from_me: Some(true), id: some("SIGN"), ..MessageKey::default() }),
        text: some("😋"),
        ..Reaction::default()
    };
    let change = ProtocolMessage {
        key: MessageField::some(MessageKey { from_me: Some(true), id: some("TEXT"), ..MessageKey::default() }),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: MessageField::some(spoken("são 12")),
        ..ProtocolMessage::default()
    };
    let change = Message { protocol_message: MessageField::some(change), ..Message::default() };
    let change = FutureProofMessage { message: MessageField::some(change) };
    let change = Message { edited_message: MessageField::some(change), ..Message::default() };
    let entries = [
        WebMessageInfo { message_stub_type: Some(StubType::CALL_MISSED_VOICE), ..entry("CALL", 1_700_000_004, None) },
        entry("EDIT", 1_700_000_003, Some(change)),
        WebMessageInfo { reactions: vec![sign], ..entry("TEXT", 1_700_000_002, Some(spoken("são 21"))) },
        entry("IMAGE", 1_700_000_001, Some(image)),
    ];
    let told = |web| HistorySyncMsg { message: MessageField::some(web), ..HistorySyncMsg::default() };
    let chat = Conversation { id: NOBODY.to_owned(), messages: entries.map(told).into(), ..Conversation::default() };
    HistorySync { conversations: vec![chat], ..HistorySync::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_past_is_read_like_what_arrives() {
    let world = World::new().await;
    world.padaria.script_history_raw(past());
    let _session = world.linked().await;
    let nobodys = |parts: &Vec<HistoryPart>| -> Option<HistoryChat> {
        let nobody = pn(NOBODY.split_once('@').unwrap().0);
        let mut chats = parts.iter().flat_map(|part| &part.chats);
        chats.find(|chat| chat.chat.pn.as_ref() == Some(&nobody) && !chat.messages.is_empty()).cloned()
    };
    let mut history = world.tenant.inbox.history.subscribe();
    let told = tokio::time::timeout(PATIENCE, history.wait_for(|parts| nobodys(parts).is_some())).await;
    let chat = nobodys(&told.expect("the past did not arrive").unwrap()).unwrap();
    let [image, text, call] = chat.messages.as_slice() else { panic!("{:#?}", chat.messages) };
    let Content::Media(media) = &image.message.content else { panic!("{image:?}") };
    assert_eq!((media.kind, media.caption.as_deref(), media.has_thumbnail), (MediaKind::Image, Some("o bolo"), true));
    assert_eq!(world.gateway.codec().thumbnail(image.message.raw.as_ref().unwrap()), Some(picture()));
    assert_eq!(text.message.content, Content::plain("são 21"));
    let missed = Call { is_video: false, outcome: CallOutcome::Missed, duration_s: None };
    assert_eq!(call.message.content, Content::Call(missed));
    let [sign, change] = chat.marks.as_slice() else { panic!("{:#?}", chat.marks) };
    assert_eq!((sign.kind.clone(), sign.from_me), (MarkKind::Reaction { emoji: "😋".into() }, true));
    let MarkKind::Edit { content, .. } = &change.kind else { panic!("{change:?}") };
    assert_eq!((content.as_ref(), change.from_me), (&Content::plain("são 12"), false));
    assert_eq!([&sign.target, &change.target], [&text.message.key; 2]);
}
