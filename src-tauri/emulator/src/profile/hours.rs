//! When a business is open.

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{attr, children};

/// A day of the week as stanzas name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BusinessDay {
    /// Sunday.
    Sun,
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
}

/// One day's hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpeningHours {
    /// The day.
    pub day: BusinessDay,
    /// Minutes after midnight; the whole day where either is missing.
    pub opens_at_min: Option<u32>,
    /// Minutes after midnight.
    pub closes_at_min: Option<u32>,
}

pub(super) fn node(timezone: &str, hours: &[OpeningHours]) -> Node {
    let days = hours.iter().map(|hours| {
        let day = serde_json::to_value(hours.day).expect("a name is JSON");
        let config = NodeBuilder::new("business_hours_config").attr("day_of_week", day.as_str().unwrap_or_default());
        match (hours.opens_at_min, hours.closes_at_min) {
            (Some(opens), Some(closes)) => {
                config.attr("mode", "specific_hours").attr("open_time", opens).attr("close_time", closes).build()
            }
            _ => config.attr("mode", "open_24h").build(),
        }
    });
    NodeBuilder::new("business_hours").attr("timezone", timezone).children(days.collect::<Vec<_>>()).build()
}

pub(super) fn read(node: &Node) -> Vec<OpeningHours> {
    let day = |config: &Node| {
        Some(OpeningHours {
            day: serde_json::from_value(serde_json::Value::from(attr(config, "day_of_week"))).ok()?,
            opens_at_min: attr(config, "open_time").parse().ok(),
            closes_at_min: attr(config, "close_time").parse().ok(),
        })
    };
    children(node).iter().filter(|child| child.tag == "business_hours_config").filter_map(day).collect()
}
