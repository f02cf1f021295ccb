//! The other sides of invented chats: a number, a name, a privacy id.

/// Numbers of invented people stand in this block, so that none is anybody's.
const FIRST_NUMBER: u64 = 5_511_900_003_000;

/// Their privacy ids are this far apart, from this one on.
const FIRST_LID: u64 = 990_000_000_000_000;
const LID_STEP: u64 = 7_919;

const FIRST_NAMES: [&str; 20] = [
    "Ana", "Bruno", "Carla", "Diego", "Elisa", "Fábio", "Gabriela", "Heitor", "Isabela", "João", "Karina", "Lucas",
    "Mariana", "Nelson", "Olívia", "Paulo", "Raquel", "Sérgio", "Tatiane", "Vitor",
];
const LAST_NAMES: [&str; 13] = [
    "Almeida", "Barbosa", "Cardoso", "Dias", "Esteves", "Ferreira", "Gomes", "Lima", "Moreira", "Nunes", "Oliveira",
    "Pereira", "Souza",
];

/// Somebody who exists in the past only.
pub(in crate::history) struct Contact {
    pub(in crate::history) number: String,
    pub(in crate::history) name: String,
    /// The user part of the privacy id.
    pub(in crate::history) lid: String,
}

impl Contact {
    /// The contact of a chat by its place; the same in every account's past.
    pub(in crate::history) fn new(chat: u32) -> Self {
        let place = usize::try_from(chat).expect("a chat's place is small");
        let name = format!(
            "{} {}",
            FIRST_NAMES[place % FIRST_NAMES.len()],
            LAST_NAMES[(place + place / FIRST_NAMES.len()) % LAST_NAMES.len()]
        );
        let lid = FIRST_LID + u64::from(chat) * LID_STEP;
        Self { number: (FIRST_NUMBER + u64::from(chat)).to_string(), name, lid: lid.to_string() }
    }

    /// The address by number.
    pub(in crate::history) fn jid(&self) -> String {
        format!("{}@s.whatsapp.net", self.number)
    }

    /// The place of the chat with this privacy id.
    pub(in crate::history) fn place_by_lid(lid: &str) -> Option<u32> {
        let beyond = lid.parse::<u64>().ok()?.checked_sub(FIRST_LID)?;
        if beyond.is_multiple_of(LID_STEP) { u32::try_from(beyond / LID_STEP).ok() } else { None }
    }

    /// The place of the chat with this number in every past that is long enough.
    pub(in crate::history) fn place(number: &str) -> Option<u32> {
        u32::try_from(number.parse::<u64>().ok()?.checked_sub(FIRST_NUMBER)?).ok()
    }
}
