//! Where a message stands in its chat, whatever its time says.

use portaria_domain::UnixMs;

/// WhatsApp began in 2009; an earlier time is no time.
const EARLIEST: UnixMs = UnixMs(1_230_768_000_000);
/// Clocks differ; a time that lies farther ahead is a wrong one.
const AHEAD_MS: i64 = 5 * 60 * 1_000;

/// The time and the place of a message that arrives now.
pub(super) fn live(at: Option<UnixMs>, now: UnixMs) -> (Option<UnixMs>, UnixMs) {
    let at = at.filter(|at| *at >= EARLIEST).map(|at| at.min(now));
    (at, at.unwrap_or_else(|| whole_second(now)))
}

/// WhatsApp counts in seconds. So do we, so that within one second the order of arrival decides, and a quick answer
/// does not stand before its question.
pub(super) fn whole_second(now: UnixMs) -> UnixMs {
    now - now.0.rem_euclid(1_000)
}

/// Times and places of a part of a chat's history, given in the phone's order with the oldest first.
///
/// That order is the phone's and the server's; times tie, lack and lie. So the longest row of times that agrees with
/// the order is believed, and whatever does not fit into it stands beside its neighbour. A time in the future becomes
/// that of its place; one that is no time stays unknown. `fallback` is where a part without any time stands.
pub(super) fn history(times: &[Option<UnixMs>], now: UnixMs, fallback: UnixMs) -> Vec<(Option<UnixMs>, UnixMs)> {
    let times_ms = plausible(times, now);
    let believed = longest_ascent(&times_ms);
    let first_ms = believed.iter().position(|believed| *believed).and_then(|index| times_ms[index]);
    let mut place_ms = first_ms.unwrap_or(fallback.0);
    times
        .iter()
        .zip(times_ms.iter().zip(believed))
        .map(|(told, (time_ms, believed))| {
            if let (Some(time_ms), true) = (time_ms, believed) {
                place_ms = *time_ms;
            }
            let is_ahead = told.is_some_and(|told| told.since_ms(now) > AHEAD_MS);
            let at = if is_ahead { Some(UnixMs(place_ms)) } else { time_ms.map(UnixMs) };
            (at, UnixMs(place_ms))
        })
        .collect()
}

/// Whether a part begins with its newest message: more of its times agree with that than with the contrary.
pub(super) fn is_newest_first(times: &[Option<UnixMs>], now: UnixMs) -> bool {
    let agreeing = |times_ms: &[Option<i64>]| longest_ascent(times_ms).into_iter().filter(|believed| *believed).count();
    let mut times_ms = plausible(times, now);
    let oldest_first = agreeing(&times_ms);
    times_ms.reverse();
    agreeing(&times_ms) > oldest_first
}

/// The times that can be true.
fn plausible(times: &[Option<UnixMs>], now: UnixMs) -> Vec<Option<i64>> {
    let is_plausible = |at: &UnixMs| *at >= EARLIEST && at.since_ms(now) <= AHEAD_MS;
    times.iter().map(|at| at.filter(is_plausible).map(|at| at.0.min(now.0))).collect()
}

/// Which of the values belong to a longest row that never descends.
fn longest_ascent(values: &[Option<i64>]) -> Vec<bool> {
    // For each length of a row the index of its smallest possible end, and for each value the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    let value = |index: usize| values[index].expect("only indices of values are kept");
    for (index, found) in values.iter().enumerate() {
        let Some(found) = *found else { continue };
        let length = ends.partition_point(|end| value(*end) <= found);
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut belongs = vec![false; values.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        belongs[index] = true;
        next = before[index];
    }
    belongs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: UnixMs = UnixMs(1_790_000_000_000);

    fn placed(times_ms: &[i64]) -> Vec<(Option<i64>, i64)> {
        let times: Vec<_> = times_ms.iter().map(|ms| Some(UnixMs(*ms))).collect();
        history(&times, NOW, NOW).into_iter().map(|(at, place)| (at.map(|at| at.0), place.0)).collect()
    }

    #[test]
    fn a_time_that_lies_stands_beside_its_neighbour() {
        let (a, b, far) = (NOW.0 - 9_000, NOW.0 - 5_000, 4_070_908_800_000);
        assert_eq!(placed(&[a, 0, far, b]), [(Some(a), a), (None, a), (Some(a), a), (Some(b), b)]);
        assert_eq!(live(Some(UnixMs(far)), NOW), (Some(NOW), NOW), "the future is clamped");
        assert_eq!(live(Some(UnixMs(0)), NOW), (None, NOW), "1970 is no time");
    }

    #[test]
    fn one_wrong_time_does_not_move_the_others() {
        let times: Vec<i64> = (0..10).map(|n| NOW.0 - 100_000 + n * 1_000).collect();
        let mut wrong = times.clone();
        wrong[2] = NOW.0 - 1_000;
        let places: Vec<i64> = placed(&wrong).into_iter().map(|(_, place)| place).collect();
        assert_eq!(places[3..], times[3..], "those after it stand where they stood");
        assert_eq!(places[2], times[1]);
    }

    proptest! {
        #[test]
        fn the_phones_order_holds_whatever_the_times_say(times in prop::collection::vec(prop::option::of(any::<i64>()), 0..60)) {
            let times: Vec<_> = times.into_iter().map(|ms| ms.map(UnixMs)).collect();
            let placed = history(&times, NOW, NOW);
            prop_assert!(placed.is_sorted_by_key(|(_, place)| *place));
            prop_assert!(placed.iter().all(|(at, place)| *place <= NOW && at.is_none_or(|at| at <= NOW)));
        }
    }
}
