//! A poll: one version of the protobuf where one option may be chosen, another where several may.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::PollCreationMessage;
use waproto::whatsapp::message::poll_creation_message::Option as WireOption;

pub(super) fn message(question: &str, options: &[String], choices: u32) -> Message {
    let option = |name: &String| WireOption { option_name: Some(name.clone()), ..WireOption::default() };
    let poll = PollCreationMessage {
        name: Some(question.to_owned()),
        options: options.iter().map(option).collect(),
        selectable_options_count: Some(choices),
        ..PollCreationMessage::default()
    };
    let poll = MessageField::some(poll);
    if choices == 1 {
        Message { poll_creation_message_v3: poll, ..Message::default() }
    } else {
        Message { poll_creation_message: poll, ..Message::default() }
    }
}
