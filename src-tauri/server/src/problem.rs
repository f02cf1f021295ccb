//! Every error that leaves the house, as RFC 9457 `application/problem+json`.
//!
//! Constructors read as English; every conversion of another room's error stands in this file. A
//! `code` is stable and is what programs and translations go by; `detail` is for people.

use std::borrow::Cow;
use std::error::Error;
use std::net::IpAddr;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use portaria_domain::Refusal;
use portaria_sessions::HostError;
use portaria_storage::StorageError;
use portaria_whatsapp::PairCodeRefusal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::SessionShape;
use crate::update::NotNow;

/// Declares the codes once: the word, the HTTP status, the title.
macro_rules! codes {
    ($($name:ident = $status:ident, $title:literal;)+) => {
        /// What went wrong, for programs. Codes are never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "each has its title")]
        pub(crate) enum Code { $($name),+ }

        impl Code {
            const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    BadJson = BAD_REQUEST, "The body is not JSON";
    Unauthorized = UNAUTHORIZED, "No valid credential";
    KeyExpired = UNAUTHORIZED, "The key's time is over";
    KeyElsewhere = FORBIDDEN, "The key is for other addresses";
    TooManyKeys = CONFLICT, "There are as many keys as there may be";
    LinkInvalid = UNAUTHORIZED, "The link does not open";
    Forbidden = FORBIDDEN, "Not allowed";
    ForeignOrigin = FORBIDDEN, "The request comes from another site";
    NeedsPassword = CONFLICT, "The panel needs a password first";
    TotpRequired = UNAUTHORIZED, "A code is asked for after the password";
    TotpInvalid = UNAUTHORIZED, "The code is wrong, or was used before";
    TotpOn = CONFLICT, "Login in two steps is on already";
    TotpOff = CONFLICT, "Login in two steps is off";
    TotpNotBegun = CONFLICT, "Login in two steps was not begun";
    NotFound = NOT_FOUND, "Not found";
    MethodNotAllowed = METHOD_NOT_ALLOWED, "The address does not take this method";
    IdempotencyConflict = CONFLICT, "The idempotency key was used for another message";
    NotConnected = CONFLICT, "Not connected to WhatsApp";
    WhatsappUnanswered = GATEWAY_TIMEOUT, "WhatsApp has not answered";
    NotPaired = CONFLICT, "No phone is linked";
    NoQr = CONFLICT, "There is no QR code";
    AlreadyPaired = CONFLICT, "A phone is linked already";
    TenantPaused = CONFLICT, "The provider paused this session";
    HeldElsewhere = CONFLICT, "Another process runs this session";
    PayloadTooLarge = PAYLOAD_TOO_LARGE, "The body is too large";
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE, "The body must be application/json";
    MisdirectedHost = MISDIRECTED_REQUEST, "Not served under this name";
    ValidationFailed = UNPROCESSABLE_ENTITY, "Some fields are not valid";
    TooManyWebhooks = CONFLICT, "There are as many webhooks as there may be";
    WebhookDisabled = CONFLICT, "The webhook is disabled";
    WebhookNotAsking = CONFLICT, "The webhook does not ask for this event";
    MayHaveLeft = CONFLICT, "It may have left already";
    NotAGroup = UNPROCESSABLE_ENTITY, "The chat is no group";
    TooManyLabels = CONFLICT, "There are as many labels as there may be";
    TooManyNumbers = CONFLICT, "Too many numbers wait to be asked about";
    NotAnAdmin = CONFLICT, "Only admins of the group may do this";
    NotInGroup = CONFLICT, "This account is not in the group";
    GroupGone = CONFLICT, "There is no such group any more";
    GroupFull = CONFLICT, "The group is full";
    WhatsappRateLimited = TOO_MANY_REQUESTS, "WhatsApp was asked too often";
    AccountRestricted = CONFLICT, "WhatsApp restricts this account";
    WhatsappRefused = BAD_GATEWAY, "WhatsApp refused it";
    ContactBlocked = CONFLICT, "This account blocks that contact";
    NewChatsRestricted = CONFLICT, "WhatsApp lets this account begin no chats just now";
    AccountBanned = CONFLICT, "WhatsApp has blocked this account";
    OtherAccount = CONFLICT, "The chat belongs to a number that was linked before";
    ChatsContinued = CONFLICT, "The chats go on from the linked number already";
    UnfitMessage = UNPROCESSABLE_ENTITY, "This cannot be done with that message";
    UnfitOptions = UNPROCESSABLE_ENTITY, "The poll has no such options, or allows fewer";
    StorageNewer = INTERNAL_SERVER_ERROR, "A newer version of Portaria wrote this tenant's file";
    NotOnWhatsapp = UNPROCESSABLE_ENTITY, "The number has no WhatsApp";
    NumberNotOnWhatsapp = UNPROCESSABLE_ENTITY, "WhatsApp knows no such number";
    RateLimited = TOO_MANY_REQUESTS, "Too many requests";
    RequestTimeout = REQUEST_TIMEOUT, "The body took too long to arrive";
    PairingRateLimited = TOO_MANY_REQUESTS, "Too many pairing codes were asked for";
    PairingNeedsQr = CONFLICT, "This account is linked by QR code only";
    NoPasskey = CONFLICT, "No passkey is asked for";
    UnexpectedNumber = CONFLICT, "The phone that scanned does not have the expected number";
    NoNumber = CONFLICT, "No number waits for an answer";
    PasskeyRefused = CONFLICT, "WhatsApp did not take the passkey";
    PairingRefused = BAD_GATEWAY, "WhatsApp gave no pairing code";
    UpdateByHand = CONFLICT, "This installation does not replace itself";
    UpdateNotOffered = CONFLICT, "This version is not offered";
    UpdateUnderWay = CONFLICT, "A version is being installed";
    MediaNotHere = CONFLICT, "The file is not here yet";
    UnfitFile = UNPROCESSABLE_ENTITY, "The file cannot be sent as that";
    BadUpload = BAD_REQUEST, "The file did not arrive whole";
    UploadConflict = CONFLICT, "The piece does not fit what is here";
    MediaFull = INSUFFICIENT_STORAGE, "This client's files take as much room as they may";
    ExportNotReady = CONFLICT, "The export is not ready, or is kept no longer";
    StorageFull = INSUFFICIENT_STORAGE, "Nothing can be written";
    StorageDamaged = INTERNAL_SERVER_ERROR, "A file of this tenant is damaged";
    Internal = INTERNAL_SERVER_ERROR, "A defect of ours";
}

impl Code {
    fn word(self) -> String {
        let word = serde_json::to_value(self).expect("a unit variant becomes a word");
        word.as_str().unwrap_or_default().to_owned()
    }
}

/// The code of a problem as it was answered; stands among the extensions of its answer.
#[derive(Clone)]
pub(crate) struct Answered(pub String);

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field, by its path in the body, query or header.
    pub field: String,
    /// What is wrong: `missing`, `unknown`, `wrong_type`, `too_long`, `invalid`.
    pub code: &'static str,
    /// The same for people.
    pub detail: String,
}

impl FieldError {
    pub(crate) fn new(field: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code, detail: detail.into() }
    }
}

/// An error as it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    session: Option<SessionShape>,
    retry_after_s: Option<u64>,
}

/// The body of an error, RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// `urn:portaria:problem:` and the code.
    r#type: String,
    /// The code in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong, for programs.
    code: Code,
    /// What went wrong, for people.
    detail: Cow<'static, str>,
    /// The fields that are not valid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// Where the session stands, when that is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionShape>,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), session: None, retry_after_s: None }
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(Code::Unauthorized, "Log in, or send a valid key as Authorization: Bearer.")
    }

    pub(crate) fn no_tenant_key() -> Self {
        Self::new(Code::Unauthorized, "Send a tenant's API key as Authorization: Bearer, in no other place.")
    }

    pub(crate) fn key_expired() -> Self {
        Self::new(Code::KeyExpired, "Make another key in the panel, and put it in the program in place of this one.")
    }

    /// A key was sent from where it does not open. The address is told: who is asked to let it in has to know it.
    pub(crate) fn key_elsewhere(client: Option<IpAddr>) -> Self {
        let from = client.map_or_else(|| "an address that is not known".to_owned(), |address| address.to_string());
        let detail =
            format!("The request came from {from}. Send it from where the key may, or make another for there.");
        Self::new(Code::KeyElsewhere, detail)
    }

    pub(crate) fn metrics_token() -> Self {
        Self::new(Code::Unauthorized, "Send the setting metrics_token as Authorization: Bearer.")
    }

    pub(crate) fn link_invalid() -> Self {
        Self::new(Code::LinkInvalid, "Ask whoever sent the link for a new one.")
    }

    pub(crate) fn forbidden(detail: &'static str) -> Self {
        Self::new(Code::Forbidden, detail)
    }

    pub(crate) fn foreign_origin() -> Self {
        Self::new(Code::ForeignOrigin, "Requests of other sites' pages are not answered.")
    }

    pub(crate) fn misdirected_host(detail: &'static str) -> Self {
        Self::new(Code::MisdirectedHost, detail)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing here.")
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(Code::MethodNotAllowed, "The Allow header names the methods of this address.")
    }

    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map_or_else(String::new, |first| format!("{}: {}", first.field, first.detail));
        Self { errors, ..Self::new(Code::ValidationFailed, detail) }
    }

    pub(crate) fn no_qr(session: SessionShape, detail: &'static str) -> Self {
        Self { session: Some(session), ..Self::new(Code::NoQr, detail) }
    }

    pub(crate) fn rate_limited(retry_after_s: u64) -> Self {
        let detail = format!("Try again in {retry_after_s} s.");
        Self { retry_after_s: Some(retry_after_s), ..Self::new(Code::RateLimited, detail) }
    }

    /// The problem as its body says it, for who answers by something else than an HTTP status.
    pub(crate) fn into_body(self) -> ProblemBody {
        ProblemBody {
            r#type: format!("urn:portaria:problem:{}", self.code.word()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            code: self.code,
            detail: self.detail,
            errors: self.errors,
            session: self.session,
        }
    }

    /// A defect: the whole chain goes to the log, once, and nothing of it to the caller.
    pub(crate) fn internal(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "a request failed");
        Self::new(Code::Internal, "It has been logged. Try again; if it stays, tell the provider.")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, word, retry_after_s) = (self.code.status(), self.code.word(), self.retry_after_s);
        let mut response = (status, Json(self.into_body())).into_response();
        response.extensions_mut().insert(Answered(word));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<HostError> for Problem {
    fn from(error: HostError) -> Self {
        match error {
            HostError::UnknownTenant
            | HostError::UnknownContact
            | HostError::UnknownChat
            | HostError::UnknownMessage
            | HostError::UnknownMedia
            | HostError::UnknownLabel
            | HostError::UnknownNote
            | HostError::UnknownImport
            | HostError::UnknownAccount
            | HostError::UnknownAttendant
            | HostError::UnknownQuickReply => Self::not_found(),
            HostError::UnknownAlbum => Self::invalid(vec![FieldError::new(
                "message.album",
                "invalid",
                "No album that was sent from here into that chat.",
            )]),
            HostError::MediaNotHere => {
                Self::new(Code::MediaNotHere, "Ask for it to be fetched, and wait for its message.")
            }
            HostError::UnfitFile(why) => {
                Self::new(Code::UnfitFile, format!("Send it as a document, or choose another file: {why}."))
            }
            HostError::FileTooLarge => {
                Self::new(Code::PayloadTooLarge, "WhatsApp takes no file of its kind that is this large.")
            }
            HostError::OtherAccount => {
                Self::new(Code::OtherAccount, "Write to the same person from the number that is linked now.")
            }
            HostError::ChatsContinued => {
                Self::new(Code::ChatsContinued, "This is for good: delete chats that are not to be there.")
            }
            HostError::EarlierMessage => Self::new(
                Code::OtherAccount,
                "Quote the message, or write a new one: a number exchanged it that is not linked.",
            ),
            HostError::MayHaveLeft => {
                Self::new(Code::MayHaveLeft, "Delete it for everyone instead: that goes after it.")
            }
            HostError::NewChatsRestricted(status) => Self {
                session: Some(status.into()),
                ..Self::new(Code::NewChatsRestricted, "Wait until the limit ends, or answer who has written.")
            },
            HostError::Banned(status) => Self {
                session: Some(status.into()),
                ..Self::new(Code::AccountBanned, "WhatsApp says on the phone what can be done.")
            },
            HostError::UnfitMessage => Self::new(Code::UnfitMessage, "Choose another message."),
            HostError::UnfitOptions => Self::new(Code::UnfitOptions, "Choose among the poll's own options."),
            HostError::NotLinked => Self::new(Code::NotPaired, "Link a phone first."),
            HostError::AlreadyLinked => Self::new(Code::AlreadyPaired, "Unlink the phone before linking another."),
            HostError::UnexpectedNumber => {
                Self::new(Code::UnexpectedNumber, "Say first whether the phone that scanned is the right one.")
            }
            HostError::NoNumber => Self::new(Code::NoNumber, "It was answered before, or the phone was unlinked."),
            HostError::Paused => Self::new(Code::TenantPaused, "Ask the provider to start it again."),
            HostError::NotConnected => Self::new(Code::NotConnected, "Try again when the session is connected."),
            HostError::Unanswered => {
                Self::new(Code::WhatsappUnanswered, "It may be done already: look before asking again.")
            }
            HostError::HeldElsewhere => {
                Self::new(Code::HeldElsewhere, "Try again when the other process has let go of it.")
            }
            HostError::Unreadable => {
                Self::new(Code::StorageDamaged, "Tell the provider: starting or pausing the session there mends it.")
            }
            HostError::NoPasskey => Self::new(Code::NoPasskey, "It was answered before, or its time ran out."),
            HostError::PasskeyRefused => {
                Self::new(Code::PasskeyRefused, "Begin anew with a fresh code, and use the passkey of this account.")
            }
            HostError::PairingRefused(refusal) => refusal.into(),
            HostError::NotAGroup => Self::new(Code::NotAGroup, "Only groups have members, and a link to join by."),
            HostError::TooManyLabels => {
                Self::new(Code::TooManyLabels, "Take one away that nobody needs: 100 are the most.")
            }
            HostError::TooManyNumbers => {
                Self::new(Code::TooManyNumbers, "Wait until those are done that were asked about before.")
            }
            HostError::Refused(why) => why.into(),
            HostError::Blocked => {
                Self::new(Code::ContactBlocked, "Let the contact through again before writing to them.")
            }
            HostError::NotOnWhatsapp => Self::new(Code::NotOnWhatsapp, "WhatsApp does not know this number."),
            HostError::IdempotencyConflict => {
                Self::new(Code::IdempotencyConflict, "Use a new Idempotency-Key for another message.")
            }
            HostError::Storage(error) => error.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(why: Refusal) -> Self {
        match why {
            Refusal::NotAnAdmin => Self::new(Code::NotAnAdmin, "Ask an admin of the group to make this account one."),
            Refusal::NotInGroup => Self::new(Code::NotInGroup, "Ask somebody in it to add this account."),
            Refusal::GroupGone => Self::new(Code::GroupGone, "Its messages stay here."),
            Refusal::GroupFull => Self::new(Code::GroupFull, "Somebody has to leave before others can come in."),
            Refusal::NotOnWhatsapp => Self::new(Code::NotOnWhatsapp, "WhatsApp does not know this number."),
            Refusal::TooOften => Self::new(Code::WhatsappRateLimited, "Wait some minutes before asking again."),
            Refusal::Restricted => Self::new(Code::AccountRestricted, "Wait until WhatsApp lifts the restriction."),
            Refusal::Other(code) => {
                Self::new(Code::WhatsappRefused, format!("WhatsApp answered with the code {code}."))
            }
        }
    }
}

impl From<NotNow> for Problem {
    fn from(why: NotNow) -> Self {
        match why {
            NotNow::NotByItself => {
                Self::new(Code::UpdateByHand, "Install the package of the newer version on the computer itself.")
            }
            NotNow::NotOffered => Self::new(Code::UpdateNotOffered, "Look again which version is offered."),
            NotNow::UnderWay => Self::new(Code::UpdateUnderWay, "Wait for the one that is being installed."),
        }
    }
}

impl From<PairCodeRefusal> for Problem {
    fn from(refusal: PairCodeRefusal) -> Self {
        match refusal {
            PairCodeRefusal::UnknownNumber => Self::new(
                Code::NumberNotOnWhatsapp,
                "Check the number. If it is right, wait a few minutes or scan the QR code.",
            ),
            PairCodeRefusal::TooOften { wait } => Self {
                retry_after_s: wait.map(|wait| wait.as_secs().max(1)),
                ..Self::new(
                    Code::PairingRateLimited,
                    "Wait before asking WhatsApp for another code, or scan the QR code.",
                )
            },
            PairCodeRefusal::QrOnly => Self::new(Code::PairingNeedsQr, "Scan the QR code instead."),
            PairCodeRefusal::Failed => Self::new(Code::PairingRefused, "WhatsApp failed. Try again a little later."),
        }
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match &error {
            StorageError::Unwritable { .. } => {
                tracing::error!(error = &error as &dyn Error, "nothing can be written");
                Self::new(Code::StorageFull, "The disk is full, or the data folder cannot be written.")
            }
            StorageError::Damaged { .. } => {
                tracing::error!(error = &error as &dyn Error, "a file is damaged");
                Self::new(Code::StorageDamaged, "Tell the provider: a file must be restored from a backup.")
            }
            StorageError::Unreadable(_) => {
                tracing::error!(error = &error as &dyn Error, "a row does not read");
                Self::new(
                    Code::StorageDamaged,
                    "Tell the provider: a value in the store was written by another version.",
                )
            }
            StorageError::Newer { .. } => {
                tracing::error!(error = &error as &dyn Error, "a file of a newer version");
                Self::new(Code::StorageNewer, "Tell the provider: install the newest version of Portaria.")
            }
            StorageError::IdempotencyConflict => HostError::IdempotencyConflict.into(),
            StorageError::NeverSent => HostError::UnfitMessage.into(),
            StorageError::UnknownTenant => Self::not_found(),
            StorageError::NoRoom => {
                Self::new(Code::MediaFull, "Delete messages with files, or ask the provider for more room.")
            }
            StorageError::Exposed { .. } | StorageError::NoRecipient | StorageError::Refused(_) => {
                Self::internal(&error)
            }
        }
    }
}
