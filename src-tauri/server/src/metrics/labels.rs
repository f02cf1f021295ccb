//! Figures that have one label of a few words.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

/// The label: its name, and its value.
pub(super) type Label = [(&'static str, &'static str); 1];
pub(super) type Counters = Family<Label, Counter>;
pub(super) type Gauges = Family<Label, Gauge>;
