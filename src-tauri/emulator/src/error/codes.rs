//! The word by which each refusal goes over HTTP. Whoever shows one says it in the reader's language by this word, so
//! that none may change or be given to another.

use super::EmulatorError;
use crate::groups::GroupRefusal;
use crate::newsletters::NewsletterRefusal;

impl EmulatorError {
    /// The refusal's word over HTTP: whoever shows it can say it in the reader's language.
    pub fn code(&self) -> String {
        self.word().to_owned()
    }

    fn word(&self) -> &'static str {
        match self {
            Self::NotLoopback(_) => "notLoopback",
            Self::Listen { .. } => "listen",
            Self::Keep { .. } => "keep",
            Self::Damaged { .. } => "damaged",
            Self::NotANumber(_) => "notANumber",
            Self::NumberTaken(_) => "numberTaken",
            Self::NoSuchNumber(_) => "noSuchNumber",
            Self::NotAQr(_) => "notAQr",
            Self::NoQrInPicture => "noQrInPicture",
            Self::NotAPicture => "notAPicture",
            Self::QrExpired => "qrExpired",
            Self::WrongKeys => "wrongKeys",
            Self::NoCodeAsked => "noCodeAsked",
            Self::AirplaneMode => "airplaneMode",
            Self::WrongCode => "wrongCode",
            Self::TooManyDevices(_) => "tooManyDevices",
            Self::PairingAbandoned => "pairingAbandoned",
            Self::PasskeyAsked => "passkeyAsked",
            Self::NoPasskey => "noPasskey",
            Self::NoPasskeyAsked => "noPasskeyAsked",
            Self::NotAPasskeyRequest => "notAPasskeyRequest",
            Self::NoSuchDevice(_) => "noSuchDevice",
            Self::MediaTooLarge { .. } => "mediaTooLarge",
            Self::NoSuchMedia => "noSuchMedia",
            Self::MediaExpired => "mediaExpired",
            Self::MediaDamaged(_) => "mediaDamaged",
            Self::OpensOnce => "opensOnce",
            Self::NoSuchMessage(_) => "noSuchMessage",
            Self::NotProtobuf(_) => "notProtobuf",
            Self::Unfit(_) => "unfit",
            Self::Group(GroupRefusal::NoSuchGroup) => "groupNoSuchGroup",
            Self::Group(GroupRefusal::NotAMember) => "groupNotAMember",
            Self::Group(GroupRefusal::AdminsOnly) => "groupAdminsOnly",
            Self::Group(GroupRefusal::Unfit) => "groupUnfit",
            Self::Group(GroupRefusal::DescriptionChanged) => "groupDescriptionChanged",
            Self::Group(GroupRefusal::NoSuchInvite) => "groupNoSuchInvite",
            Self::Group(GroupRefusal::InviteGone) => "groupInviteGone",
            Self::Group(GroupRefusal::Removed) => "groupRemoved",
            Self::Group(GroupRefusal::AlreadyIn) => "groupAlreadyIn",
            Self::Group(GroupRefusal::Full) => "groupFull",
            Self::Group(GroupRefusal::Malformed) => "groupMalformed",
            Self::NoSuchCall(_) => "noSuchCall",
            Self::CallOver(_) => "callOver",
            Self::UnfitHistory => "unfitHistory",
            Self::NoSuchContact(_) => "noSuchContact",
            Self::NotASetting { .. } => "notASetting",
            Self::NoSuchLabel(_) => "noSuchLabel",
            Self::NoSuchQuickReply(_) => "noSuchQuickReply",
            Self::NotAFault(_) => "notAFault",
            Self::NoSuchFault(_) => "noSuchFault",
            Self::Newsletter(NewsletterRefusal::NoSuchNewsletter) => "newsletterNoSuchNewsletter",
            Self::Newsletter(NewsletterRefusal::NoSuchPost) => "newsletterNoSuchPost",
            Self::Newsletter(NewsletterRefusal::OwnerOnly) => "newsletterOwnerOnly",
            Self::Newsletter(NewsletterRefusal::Unfit) => "newsletterUnfit",
            Self::TimedOut { .. } => "timedOut",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every refusal with its word.
    fn words() -> Vec<(EmulatorError, &'static str)> {
        use EmulatorError::*;
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], 80));
        let io = || std::io::Error::other("taken");
        vec![
            (NotLoopback(address), "notLoopback"),
            (Listen { address, source: io() }, "listen"),
            (Keep { path: "network.json".into(), source: io() }, "keep"),
            (Damaged { path: "network.json".into() }, "damaged"),
            (NotANumber("12".into()), "notANumber"),
            (NumberTaken("12".into()), "numberTaken"),
            (NoSuchNumber("12".into()), "noSuchNumber"),
            (NotAQr("12".into()), "notAQr"),
            (NoQrInPicture, "noQrInPicture"),
            (NotAPicture, "notAPicture"),
            (QrExpired, "qrExpired"),
            (WrongKeys, "wrongKeys"),
            (NoCodeAsked, "noCodeAsked"),
            (AirplaneMode, "airplaneMode"),
            (WrongCode, "wrongCode"),
            (TooManyDevices(4), "tooManyDevices"),
            (PairingAbandoned, "pairingAbandoned"),
            (PasskeyAsked, "passkeyAsked"),
            (NoPasskey, "noPasskey"),
            (NoPasskeyAsked, "noPasskeyAsked"),
            (NotAPasskeyRequest, "notAPasskeyRequest"),
            (NoSuchDevice(1), "noSuchDevice"),
            (MediaTooLarge { bytes: 2, limit_bytes: 1 }, "mediaTooLarge"),
            (NoSuchMedia, "noSuchMedia"),
            (MediaExpired, "mediaExpired"),
            (MediaDamaged("its hash"), "mediaDamaged"),
            (OpensOnce, "opensOnce"),
            (NoSuchMessage("12".into()), "noSuchMessage"),
            (NotProtobuf("a message"), "notProtobuf"),
            (Unfit("be edited"), "unfit"),
            (Group(GroupRefusal::NoSuchGroup), "groupNoSuchGroup"),
            (Group(GroupRefusal::NotAMember), "groupNotAMember"),
            (Group(GroupRefusal::AdminsOnly), "groupAdminsOnly"),
            (Group(GroupRefusal::Unfit), "groupUnfit"),
            (Group(GroupRefusal::DescriptionChanged), "groupDescriptionChanged"),
            (Group(GroupRefusal::NoSuchInvite), "groupNoSuchInvite"),
            (Group(GroupRefusal::InviteGone), "groupInviteGone"),
            (Group(GroupRefusal::Removed), "groupRemoved"),
            (Group(GroupRefusal::AlreadyIn), "groupAlreadyIn"),
            (Group(GroupRefusal::Full), "groupFull"),
            (Group(GroupRefusal::Malformed), "groupMalformed"),
            (NoSuchCall("12".into()), "noSuchCall"),
            (CallOver("12".into()), "callOver"),
            (UnfitHistory, "unfitHistory"),
            (NoSuchContact("12".into()), "noSuchContact"),
            (NotASetting { category: "last".into(), value: "no".into() }, "notASetting"),
            (NoSuchLabel("12".into()), "noSuchLabel"),
            (NoSuchQuickReply("12".into()), "noSuchQuickReply"),
            (NotAFault("12".into()), "notAFault"),
            (NoSuchFault(1), "noSuchFault"),
            (Newsletter(NewsletterRefusal::NoSuchNewsletter), "newsletterNoSuchNewsletter"),
            (Newsletter(NewsletterRefusal::NoSuchPost), "newsletterNoSuchPost"),
            (Newsletter(NewsletterRefusal::OwnerOnly), "newsletterOwnerOnly"),
            (Newsletter(NewsletterRefusal::Unfit), "newsletterUnfit"),
            (TimedOut { what: "an answer".into(), waited_ms: 1 }, "timedOut"),
        ]
    }

    #[test]
    fn a_refusal_keeps_its_word() {
        for (refusal, word) in words() {
            assert_eq!(refusal.code(), word, "{refusal:?}");
        }
    }

    #[test]
    fn no_word_is_given_twice() {
        let words = words();
        let distinct: BTreeSet<_> = words.iter().map(|(refusal, _)| refusal.code()).collect();
        assert_eq!(distinct.len(), words.len());
    }

    #[test]
    fn what_the_page_can_say_is_a_refusal() {
        let known: BTreeSet<_> = words().into_iter().map(|(refusal, _)| refusal.code()).collect();
        let said = include_str!("../../page/words.js").lines().filter_map(|line| line.trim().strip_prefix("refused_"));
        let said: Vec<_> = said.filter_map(|line| line.split_once(':')).map(|(word, _)| word).collect();
        assert!(!said.is_empty(), "the page has words for refusals");
        let unknown: Vec<_> = said.into_iter().filter(|word| !known.contains(*word)).collect();
        assert!(unknown.is_empty(), "no refusal goes by {unknown:?}");
    }
}
