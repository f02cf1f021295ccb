//! What belongs to a message beside what it says.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;

/// What belongs to a message beside what it says. Most messages have nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Context)]
pub(crate) struct ContextShape {
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteShape>,
    /// Whom it mentions.
    pub mentions: Vec<PartyShape>,
    /// How often it was forwarded before; from 4 on WhatsApp says "many times".
    pub forwarded: u32,
    /// The advertisement that it came by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralShape>,
    /// After how many seconds it disappears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_after_s: Option<u32>,
    /// Whether it may be opened once only.
    pub is_view_once: bool,
    /// The album that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
}

impl From<domain::Context> for ContextShape {
    fn from(it: domain::Context) -> Self {
        Self {
            quote: it.quote.map(|quote| (*quote).into()),
            mentions: it.mentions.into_iter().map(Into::into).collect(),
            forwarded: it.forwarded,
            referral: it.referral.map(|referral| (*referral).into()),
            expires_after_s: it.expires_after_s,
            is_view_once: it.is_view_once,
            album: it.album.map(|id| id.to_string()),
        }
    }
}

/// What a message answers, as its writer saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Quote)]
pub(crate) struct QuoteShape {
    /// The quoted message's id.
    pub id: String,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<PartyShape>,
    /// Whether this account wrote it.
    pub from_me: bool,
    /// Its kind; of a file what kind of file.
    pub kind: String,
    /// Its words, shortened; may be empty.
    pub text: String,
}

impl From<domain::Quote> for QuoteShape {
    fn from(it: domain::Quote) -> Self {
        Self {
            id: it.id.to_string(),
            sender: it.sender.map(Into::into),
            from_me: it.from_me,
            kind: it.kind,
            text: it.text,
        }
    }
}

/// The advertisement that somebody came by. Texts may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Referral)]
pub(crate) struct ReferralShape {
    /// The headline.
    pub title: String,
    /// The text under it.
    pub body: String,
    /// Where it stood.
    pub source_url: String,
    /// The network's id of it.
    pub source_id: String,
    /// What kind of source, such as `ad`.
    pub source_kind: String,
    /// The click's id.
    pub click_id: String,
}

impl From<domain::Referral> for ReferralShape {
    fn from(it: domain::Referral) -> Self {
        Self {
            title: it.title,
            body: it.body,
            source_url: it.source_url,
            source_id: it.source_id,
            source_kind: it.source_kind,
            click_id: it.click_id,
        }
    }
}
