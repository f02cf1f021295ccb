//! A stanza is late.

use super::passage::Passage;

pub(super) fn strike(passage: &mut Passage, now_ms: u64, at_least_ms: u64, up_to_ms: Option<u64>, share: f64) {
    let spread_ms = up_to_ms.unwrap_or(at_least_ms).saturating_sub(at_least_ms);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a delay is no exact science, and saturates"
    )]
    let extra_ms = (spread_ms as f64 * share) as u64;
    let due_ms = now_ms.saturating_add(at_least_ms).saturating_add(extra_ms);
    passage.not_before_ms = passage.not_before_ms.max(due_ms);
}
