//! Whether there is a newer version, and what becomes of it.

use portaria_domain::UnixMs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::status::words;
use crate::update::{Channel, Installation, Offer, Outcome, Release, Step, Trial, Trouble, UpdateState, Updates};

words!(
    /// How this program got onto its computer, which decides how a newer one does.
    InstallationWord of Installation { Server, Deb, Rpm, AppImage, Nsis, Msi, MacApp, Unpackaged }
);

words!(
    /// Why nothing came of a check or of an installation.
    UpdateTroubleWord of Trouble {
        Offline, NoFeed, UnreadableFeed, DownloadCut, BadSignature, OtherVersion, NoRoom, ReadOnly, Other,
    }
);

words!(
    /// What became of a version that was installed.
    UpdateOutcomeWord of Outcome { Trying, Kept, PutBack }
);

words!(
    /// Which versions are offered: those that are finished, or those that are tried out, too.
    ChannelWord of Channel { Stable, Beta }
);

impl From<ChannelWord> for Channel {
    fn from(word: ChannelWord) -> Self {
        match word {
            ChannelWord::Stable => Self::Stable,
            ChannelWord::Beta => Self::Beta,
        }
    }
}

/// What the provider chose of updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schema(as = UpdateChoice)]
pub(crate) struct UpdateChoiceShape {
    /// Which versions are offered.
    pub(crate) channel: ChannelWord,
    /// Whether it's looked once a day whether there is one.
    pub(crate) checks_daily: bool,
}

/// Whether there is a newer version, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Update)]
pub(crate) struct UpdateShape {
    /// The version that runs.
    version: String,
    /// How it got onto its computer.
    installation: InstallationWord,
    /// Whether this build knows where newer versions are told of.
    can_check: bool,
    /// Whether it puts them in its own place. Elsewhere somebody installs the package.
    can_install: bool,
    /// What the provider chose.
    choice: UpdateChoiceShape,
    /// Whether it's looked just now.
    is_checking: bool,
    /// When it was looked last, with success or without, in UTC milliseconds.
    checked_at_ms: Option<i64>,
    /// What was found last.
    offer: Option<OfferShape>,
    /// Why nothing came of the last check or installation.
    trouble: Option<UpdateTroubleShape>,
    /// How far an installation is.
    step: UpdateStepShape,
    /// What became of the last installation.
    tried: Option<TriedShape>,
}

/// What the newest version that is told of is to the one that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = UpdateOffer)]
enum OfferShape {
    /// It runs.
    Same,
    /// It's older, and never installed over the one that runs.
    Older {
        /// Its version.
        version: String,
    },
    /// It's newer.
    Newer {
        /// Its version.
        version: String,
        /// What is new in it, as text.
        notes: String,
        /// When it was published, in UTC milliseconds.
        #[serde(rename = "publishedAtMs")]
        published_at_ms: Option<i64>,
        /// What to install, where there is something for this computer.
        package: Option<PackageShape>,
        /// Until when nothing is to be said of it, in UTC milliseconds.
        #[serde(rename = "postponedUntilMs")]
        postponed_until_ms: Option<i64>,
    },
}

/// What to install.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = UpdatePackage)]
struct PackageShape {
    /// Where it's fetched.
    url: String,
    /// What somebody types who installs it by hand, where that is a command.
    command: Option<String>,
}

/// Why nothing came of a check or of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UpdateTroubleSeen)]
struct UpdateTroubleShape {
    /// Why.
    why: UpdateTroubleWord,
    /// When, in UTC milliseconds.
    at_ms: i64,
    /// The version that was not installed; none where it was only looked.
    version: Option<String>,
}

/// How far an installation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = UpdateStep)]
enum UpdateStepShape {
    /// Nothing is installed.
    Idle,
    /// The package comes.
    Downloading {
        /// So many bytes of it.
        received: u64,
        /// How many it has, where that is known.
        total: Option<u64>,
    },
    /// Sessions come to rest, and the new version starts.
    Installing,
}

/// What became of the last installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UpdateTried)]
struct TriedShape {
    /// The version before.
    from: String,
    /// The new one.
    to: String,
    /// When, in UTC milliseconds.
    at_ms: i64,
    /// What became of it.
    outcome: UpdateOutcomeWord,
}

impl UpdateShape {
    pub(crate) fn new(updates: &Updates, now: UnixMs) -> Self {
        let state = updates.state();
        let can_install = updates.can_install(&state);
        let step = match state.step {
            Step::Idle => UpdateStepShape::Idle,
            Step::Downloading { received, total } => UpdateStepShape::Downloading { received, total },
            Step::Installing => UpdateStepShape::Installing,
        };
        let trouble = state.trouble.as_ref().map(|trouble| UpdateTroubleShape {
            why: trouble.why.into(),
            at_ms: trouble.at.0,
            version: trouble.version.clone(),
        });
        Self {
            version: updates.running.to_string(),
            installation: state.installation.into(),
            can_check: updates.source.feed.is_some(),
            can_install,
            choice: UpdateChoiceShape { channel: state.choice.channel.into(), checks_daily: state.choice.checks_daily },
            is_checking: updates.is_checking(),
            checked_at_ms: state.checked_at.map(|at| at.0),
            offer: state.offer.as_ref().map(|offer| OfferShape::new(offer, &state, now)),
            trouble,
            step,
            tried: state.tried.as_ref().map(TriedShape::new),
        }
    }
}

impl OfferShape {
    fn new(offer: &Offer, state: &UpdateState, now: UnixMs) -> Self {
        match offer {
            Offer::Same => Self::Same,
            Offer::Older(version) => Self::Older { version: version.to_string() },
            Offer::Newer(release) => {
                let version = release.version.to_string();
                Self::Newer {
                    notes: release.notes.clone(),
                    published_at_ms: release.published_at.map(|at| at.0),
                    package: PackageShape::new(release, state.installation),
                    postponed_until_ms: state.choice.postponed_until(&version, now).map(|until| until.0),
                    version,
                }
            }
        }
    }
}

impl PackageShape {
    fn new(release: &Release, installation: Installation) -> Option<Self> {
        let (_, url) = release.package(installation)?;
        Some(Self { url: url.to_string(), command: installation.command(&url) })
    }
}

impl TriedShape {
    fn new(trial: &Trial) -> Self {
        let Trial { from, to, begun_at_ms, outcome, .. } = trial;
        Self { from: from.clone(), to: to.clone(), at_ms: *begun_at_ms, outcome: (*outcome).into() }
    }
}
