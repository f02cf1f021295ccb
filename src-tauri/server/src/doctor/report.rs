//! What was found.

use serde::Serialize;

use super::words::Check;

/// How it stands with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It could not be looked at, or there is nothing to look at.
    Skipped,
    /// It is as it should be.
    Well,
    /// The server works, and something should be done.
    Warning,
    /// The server does not work, or is open to others.
    Failure,
}

/// What one check found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The check's code.
    pub code: Check,
    /// How it stands.
    pub verdict: Verdict,
    /// What the check is about.
    pub about: &'static str,
    /// What was found, in words; may be empty.
    pub found: String,
    /// What to do, where something should be done.
    pub remedy: Option<&'static str>,
}

/// Everything that was found: one finding a check, in the order of [`Check::ALL`].
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of Portaria that looked.
    pub version: &'static str,
    /// The worst of all findings; `well` where all were skipped.
    pub verdict: Verdict,
    /// The findings.
    pub checks: Vec<Finding>,
}

/// Findings as they come.
#[derive(Default)]
pub(super) struct Findings(Vec<(Check, Verdict, String)>);

impl Findings {
    pub(super) fn well(&mut self, check: Check, found: impl Into<String>) {
        self.0.push((check, Verdict::Well, found.into()));
    }

    pub(super) fn warned(&mut self, check: Check, found: impl Into<String>) {
        self.0.push((check, Verdict::Warning, found.into()));
    }

    pub(super) fn failed(&mut self, check: Check, found: impl Into<String>) {
        self.0.push((check, Verdict::Failure, found.into()));
    }

    pub(super) fn skipped(&mut self, check: Check, why: impl Into<String>) {
        self.0.push((check, Verdict::Skipped, why.into()));
    }

    /// With a verdict that was reached elsewhere.
    pub(super) fn judged(&mut self, check: Check, (verdict, found): (Verdict, String)) {
        self.0.push((check, verdict, found));
    }

    /// What nothing was found about was skipped, `because`.
    pub(super) fn into_report(self, because: &str) -> Report {
        let finding = |check: &Check| {
            let found = self.0.iter().find(|(about, ..)| about == check);
            let (verdict, words) = match found {
                Some((_, verdict, words)) => (*verdict, words.clone()),
                None => (Verdict::Skipped, because.to_owned()),
            };
            let remedy = (verdict >= Verdict::Warning).then_some(check.remedy());
            Finding { code: *check, verdict, about: check.about(), found: words, remedy }
        };
        let checks: Vec<_> = Check::ALL.iter().map(finding).collect();
        let worst = checks.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Well);
        Report { version: env!("CARGO_PKG_VERSION"), verdict: worst.max(Verdict::Well), checks }
    }
}
