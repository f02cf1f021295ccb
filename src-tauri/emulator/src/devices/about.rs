//! What a companion tells of itself.

use serde::{Deserialize, Serialize};

/// What a companion told of itself when it was linked (`DeviceProps`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The system's or the program's name, e.g. `Windows`.
    pub os: String,
    /// The kind of program, e.g. `CHROME` or `DESKTOP`.
    pub platform: String,
    /// Its version, e.g. `0.1.0`.
    pub version: String,
}
