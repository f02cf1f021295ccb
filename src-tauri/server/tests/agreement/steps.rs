//! What may happen.

use proptest::prelude::*;

/// Somebody who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Ana,
    Bia,
    /// The tenant, on the phone.
    Phone,
    /// The tenant, in the panel.
    Panel,
}

/// A chat of the tenant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chat {
    Ana,
    Bia,
    /// All three; Ana made it.
    Group,
}

impl Chat {
    pub const ALL: [Self; 3] = [Self::Ana, Self::Bia, Self::Group];
}

/// What somebody writes.
#[derive(Clone, Copy, Debug)]
pub enum What {
    Text,
    /// A text that answers one of the chat's messages.
    Answer(usize),
    Forward(usize),
    Picture,
    Document,
    Place,
    Card,
    Poll,
}

/// What somebody says about a message.
#[derive(Clone, Copy, Debug)]
pub enum Saying {
    Reaction(&'static str),
    Edit,
    Revoke,
    /// Which of a poll's three options, as bits.
    Vote(u8),
    Star(bool),
    Pin(bool),
}

/// One thing that happens. A number picks among what there is at that moment; where there is nothing, nothing happens.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Write(Who, Chat, What),
    Say(Who, Chat, usize, Saying),
    Read(Who, Chat),
    /// `kill -9`, and a start.
    Kill,
    /// The session stops and starts again.
    Rest,
    /// The session stops, and starts some steps later.
    Stop,
    Start,
    /// The network cuts the connection.
    Cut,
    /// The phone ends the link and makes another.
    LinkAgain,
    /// The network delivers the next stanzas twice.
    Double,
    /// It delivers the next offline queue twice.
    QueueTwice,
    /// It damages the next message.
    Damage,
    /// Everything comes to rest, and has to agree.
    Pause,
}

fn who_on_phones() -> impl Strategy<Value = Who> {
    prop_oneof![Just(Who::Ana), Just(Who::Bia), Just(Who::Phone)]
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![3 => who_on_phones(), 2 => Just(Who::Panel)]
}

fn chat() -> impl Strategy<Value = Chat> {
    prop_oneof![4 => Just(Chat::Ana), 1 => Just(Chat::Bia), 3 => Just(Chat::Group)]
}

fn pick() -> impl Strategy<Value = usize> {
    0..1_000_usize
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        6 => Just(What::Text),
        2 => pick().prop_map(What::Answer),
        1 => pick().prop_map(What::Forward),
        1 => Just(What::Picture),
        1 => Just(What::Document),
        1 => Just(What::Place),
        1 => Just(What::Card),
        2 => Just(What::Poll),
    ]
}

fn saying() -> impl Strategy<Value = Saying> {
    prop_oneof![
        4 => prop_oneof![Just("👍"), Just("❤️"), Just("")].prop_map(Saying::Reaction),
        3 => Just(Saying::Edit),
        1 => Just(Saying::Revoke),
        3 => (0..8_u8).prop_map(Saying::Vote),
        1 => any::<bool>().prop_map(Saying::Star),
        1 => any::<bool>().prop_map(Saying::Pin),
    ]
}

fn by(who: impl Strategy<Value = Who> + Clone) -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (who.clone(), chat(), what()).prop_map(|(who, chat, what)| Step::Write(who, chat, what)),
        5 => (who.clone(), chat(), pick(), saying()).prop_map(|(who, chat, pick, saying)| Step::Say(who, chat, pick, saying)),
        1 => (who, chat()).prop_map(|(who, chat)| Step::Read(who, chat)),
    ]
}

/// What happens while only phones are there.
pub fn on_phones() -> BoxedStrategy<Step> {
    by(who_on_phones().boxed()).boxed()
}

/// What happens once the panel is there too.
pub fn anywhere() -> BoxedStrategy<Step> {
    prop_oneof![
        40 => by(who().boxed()),
        2 => Just(Step::Kill),
        1 => Just(Step::Rest),
        1 => Just(Step::Stop),
        2 => Just(Step::Start),
        2 => Just(Step::Cut),
        1 => Just(Step::LinkAgain),
        2 => Just(Step::Double),
        1 => Just(Step::QueueTwice),
        2 => Just(Step::Damage),
        1 => Just(Step::Pause),
    ]
    .boxed()
}
