//! What was asked for, and how it was answered.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Up to how many seconds an answer took.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// `GET`, `POST` and so on; `other` for what nobody knows.
    pub method: &'static str,
    /// The route by its template; `none` where the request met no route.
    pub route: String,
    /// The status, of which the class is kept.
    pub status: u16,
    /// The code of a problem, where it was one.
    pub problem: Option<String>,
    /// How long it took.
    pub took: Duration,
}

type One = [(&'static str, String); 1];
type ByRoute = [(&'static str, String); 3];

/// Counts answers.
pub(crate) struct Requests {
    answered: Family<ByRoute, Counter>,
    took: Family<One, Histogram, fn() -> Histogram>,
    problems: Family<One, Counter>,
}

impl Requests {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let new = Self {
            answered: Family::default(),
            took: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            problems: Family::default(),
        };
        let of_http = registry.sub_registry_with_prefix("http");
        of_http.register("requests", "Requests answered, by route and class of status", new.answered.clone());
        let took = "Time from the header of a request to the header of its answer";
        of_http.register_with_unit("request_duration", took, Unit::Seconds, new.took.clone());
        of_http.register("problems", "Errors answered, by their code", new.problems.clone());
        new
    }

    pub(crate) fn count(&self, answered: Answered) {
        let Answered { method, route, status, problem, took } = answered;
        let class = format!("{}xx", status / 100);
        self.took.get_or_create(&[("route", route.clone())]).observe(took.as_secs_f64());
        self.answered.get_or_create(&[("method", method.to_owned()), ("route", route), ("class", class)]).inc();
        if let Some(code) = problem {
            self.problems.get_or_create(&[("code", code)]).inc();
        }
    }
}
