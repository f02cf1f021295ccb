//! Why the network refuses something about a newsletter, and the code that says so on the wire.

/// A refusal, named by what its reader can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NewsletterRefusal {
    /// 404: none has this address.
    #[error("there is no such newsletter")]
    NoSuchNewsletter,
    /// 404: nothing in it has this number.
    #[error("there is no such post in the newsletter")]
    NoSuchPost,
    /// 403: only who made it may.
    #[error("only the newsletter's owner may do that")]
    OwnerOnly,
    /// 406: a name has 1 to 100 letters.
    #[error("a newsletter's name has 1 to 100 letters")]
    Unfit,
}

impl NewsletterRefusal {
    /// The code on the wire.
    pub fn code(self) -> u16 {
        match self {
            Self::OwnerOnly => 403,
            Self::NoSuchNewsletter | Self::NoSuchPost => 404,
            Self::Unfit => 406,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::OwnerOnly => "forbidden",
            Self::NoSuchNewsletter | Self::NoSuchPost => "item-not-found",
            Self::Unfit => "not-acceptable",
        }
    }
}
