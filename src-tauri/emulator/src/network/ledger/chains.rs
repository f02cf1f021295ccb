//! Counters of every Signal chain that passes the server, read from the unencrypted headers.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use wacore_libsignal::protocol::{PreKeySignalMessage, SenderKeyMessage, SignalMessage};

use super::findings::{Bounded, CounterUse, Gap, Reordering};
use crate::network::DeviceAddress;

/// Who seals for whom, under which key.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Name {
    from: DeviceAddress,
    to: DeviceAddress,
    chain: String,
}

/// One ciphertext: a digest of it, and the message it was part of.
struct Sealed {
    digest: u64,
    id: Box<str>,
}

/// The chains seen so far, at most `cap` counters in all.
pub(super) struct Chains {
    cap: usize,
    counters: usize,
    seen: HashMap<Arc<Name>, BTreeMap<u32, Sealed>>,
    oldest_first: VecDeque<Arc<Name>>,
    used_twice: Bounded<CounterUse>,
}

impl Chains {
    pub(super) fn new(cap: usize) -> Self {
        Self { cap, counters: 0, seen: HashMap::new(), oldest_first: VecDeque::new(), used_twice: Bounded::new(cap) }
    }

    /// Notes a ciphertext; tells when a later one of its chain came before it. The very same ciphertext again is a
    /// repetition, and no finding.
    pub(super) fn note(
        &mut self,
        from: &DeviceAddress,
        to: &DeviceAddress,
        id: &str,
        (kind, bytes): (&str, &[u8]),
        at_ms: u64,
    ) -> Option<Reordering> {
        let (chain, counter) = header(kind, bytes)?;
        let name = Arc::new(Name { from: from.clone(), to: to.clone(), chain });
        if !self.seen.contains_key(&name) {
            self.oldest_first.push_back(Arc::clone(&name));
        }
        let seen = self.seen.entry(Arc::clone(&name)).or_default();
        let sealed = Sealed { digest: digest(bytes), id: id.into() };
        if let Some(first) = seen.get(&counter) {
            if first.digest != sealed.digest {
                self.used_twice.push(CounterUse {
                    from: from.to_string(),
                    to: to.to_string(),
                    chain: name.chain.clone(),
                    counter,
                    ids: [first.id.to_string(), id.to_owned()],
                    at_ms,
                });
            }
            return None;
        }
        let overtaken = seen.last_key_value().filter(|(latest, _)| **latest > counter);
        let reordering = overtaken.map(|(_, later)| Reordering {
            from: from.to_string(),
            to: to.to_string(),
            id: id.to_owned(),
            after: later.id.to_string(),
            at_ms,
        });
        seen.insert(counter, sealed);
        self.counters += 1;
        self.forget();
        reordering
    }

    pub(super) fn used_twice(&self) -> Vec<CounterUse> {
        self.used_twice.all()
    }

    /// Counters that are missing between the first and the last that were seen.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for name in &self.oldest_first {
            let Some(seen) = self.seen.get(name) else { continue };
            for (before, after) in seen.keys().zip(seen.keys().skip(1)) {
                if after - before > 1 {
                    gaps.push(Gap {
                        from: name.from.to_string(),
                        to: name.to.to_string(),
                        chain: name.chain.clone(),
                        first: before + 1,
                        last: after - 1,
                    });
                }
            }
        }
        gaps
    }

    /// Lets go of the oldest chains, or of the oldest counters where there is but one.
    fn forget(&mut self) {
        while self.counters > self.cap {
            let Some(oldest) = self.oldest_first.front() else { return };
            if self.oldest_first.len() > 1 {
                self.counters -= self.seen.remove(oldest).map_or(0, |seen| seen.len());
                self.oldest_first.pop_front();
            } else if let Some(seen) = self.seen.get_mut(oldest) {
                seen.pop_first();
                self.counters -= 1;
            }
        }
    }
}

/// The chain's name and the counter of a ciphertext; `None` for what is no Signal message.
fn header(kind: &str, bytes: &[u8]) -> Option<(String, u32)> {
    let of_message =
        |message: &SignalMessage| (hex::encode(message.sender_ratchet_key().public_key_bytes()), message.counter());
    match kind {
        "msg" => SignalMessage::try_from(bytes).ok().map(|message| of_message(&message)),
        "pkmsg" => PreKeySignalMessage::try_from(bytes).ok().map(|first| of_message(first.message())),
        "skmsg" => SenderKeyMessage::try_from(bytes)
            .ok()
            .map(|message| (format!("{:08x}", message.chain_id()), message.iteration())),
        _ => None,
    }
}

fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc as Number;

    use rand::SeedableRng as _;
    use rand::rngs::StdRng;
    use wacore_libsignal::protocol::{IdentityKey, KeyPair};

    use super::*;

    struct Traffic {
        chains: Chains,
        identity: IdentityKey,
        ratchet: KeyPair,
        rng: StdRng,
    }

    impl Traffic {
        fn new(cap: usize) -> Self {
            let mut rng = StdRng::seed_from_u64(1);
            let identity = IdentityKey::new(KeyPair::generate(&mut rng).public_key);
            Self { chains: Chains::new(cap), identity, ratchet: KeyPair::generate(&mut rng), rng }
        }

        fn turn(&mut self) {
            self.ratchet = KeyPair::generate(&mut self.rng);
        }

        /// A message under a counter; its id is its text.
        fn pass(&mut self, counter: u32, text: &str) -> Option<Reordering> {
            let sealed = SignalMessage::new(
                3,
                &[1; 32],
                self.ratchet.public_key,
                counter,
                0,
                text.as_bytes(),
                &self.identity,
                &self.identity,
            );
            let device = |number: &str| DeviceAddress::new(&Number::from(number), 1);
            let bytes = sealed.unwrap().serialized().to_vec();
            self.chains.note(&device("5511900000001"), &device("5511900000002"), text, ("msg", &bytes), 7)
        }
    }

    #[test]
    fn each_detector_fires_on_its_own_finding_alone() {
        let mut traffic = Traffic::new(100);
        for counter in 0..4 {
            assert_eq!(traffic.pass(counter, &counter.to_string()), None);
        }
        traffic.pass(3, "3");
        traffic.turn();
        traffic.pass(0, "another chain");
        assert!(traffic.chains.used_twice().is_empty(), "the very same ciphertext again is a repetition");
        assert!(traffic.chains.gaps().is_empty());

        traffic.pass(3, "later");
        let gaps = traffic.chains.gaps();
        assert_eq!((gaps.len(), gaps[0].first, gaps[0].last), (1, 1, 2));
        let late = traffic.pass(2, "late").unwrap();
        assert_eq!((late.id.as_str(), late.after.as_str()), ("late", "later"));
        traffic.pass(3, "another text");
        let twice = traffic.chains.used_twice();
        assert_eq!((twice.len(), twice[0].counter), (1, 3));
        assert_eq!(twice[0].ids, ["later", "another text"]);
    }

    #[test]
    fn memory_is_bounded_by_forgetting_the_oldest() {
        let mut traffic = Traffic::new(10);
        for counter in 0..25 {
            traffic.pass(counter, "a");
        }
        assert_eq!(traffic.chains.counters, 10, "one long chain keeps its newest counters");
        for _ in 0..12 {
            traffic.turn();
            traffic.pass(0, "b");
        }
        assert_eq!((traffic.chains.counters, traffic.chains.seen.len()), (10, 10));
        assert_eq!(traffic.chains.oldest_first.len(), 10, "their names go with them");
    }
}
