//! One-time keys, held in rows of consecutive ids: clients number theirs that way, so an idle device's 812 keys are one
//! block of 26 KB and no id at all.

use std::collections::{BTreeSet, VecDeque};

/// A public one-time key and its id.
pub(crate) type OneTimeKey = (u32, [u8; 32]);

/// The one-time keys of one device, in the order in which they are handed out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OneTimeKeys(VecDeque<Row>);

/// Keys whose ids follow each other; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    first: u32,
    keys: VecDeque<[u8; 32]>,
}

impl Row {
    /// The id that would go on with the row, if there is a larger one.
    fn next(&self) -> Option<u32> {
        self.first.checked_add(u32::try_from(self.keys.len()).ok()?)
    }
}

fn numbered<'a>(first: u32, keys: impl Iterator<Item = &'a [u8; 32]>) -> impl Iterator<Item = OneTimeKey> {
    (0..).zip(keys).map(move |(place, key)| (first.wrapping_add(place), *key))
}

impl OneTimeKeys {
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|row| row.keys.len()).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = OneTimeKey> {
        self.0.iter().flat_map(|row| numbered(row.first, row.keys.iter()))
    }

    /// The oldest key, which is gone from here then.
    pub(crate) fn take(&mut self) -> Option<OneTimeKey> {
        let row = self.0.front_mut()?;
        let key = (row.first, row.keys.pop_front()?);
        row.first = row.first.wrapping_add(1);
        if row.keys.is_empty() {
            self.0.pop_front();
        }
        Some(key)
    }

    /// Adds keys behind those that are there. One that comes again takes the place of the one that had its id.
    pub(crate) fn bring(&mut self, brought: &[OneTimeKey]) {
        let ids: BTreeSet<u32> = brought.iter().map(|(id, _)| *id).collect();
        if self.iter().any(|(id, _)| ids.contains(&id)) {
            let kept: Vec<_> = self.iter().filter(|(id, _)| !ids.contains(id)).collect();
            self.0.clear();
            self.append(&kept);
        }
        self.append(brought);
    }

    /// Takes exactly the room that is needed: a block that grew and was cut back leaves a hole behind it.
    fn append(&mut self, keys: &[OneTimeKey]) {
        for row in keys.chunk_by(|(id, _), (next, _)| id.checked_add(1) == Some(*next)) {
            let (first, keys) = (row[0].0, row.iter().map(|(_, key)| *key));
            match self.0.back_mut() {
                Some(last) if last.next() == Some(first) => {
                    last.keys.reserve_exact(row.len());
                    last.keys.extend(keys);
                }
                _ => {
                    self.0.reserve_exact(1);
                    self.0.push_back(Row { first, keys: keys.collect() });
                }
            }
        }
    }

    /// The rows as the file keeps them: the first id, and the keys one behind the other.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, Vec<u8>)> {
        self.0.iter().map(|row| (row.first, row.keys.iter().flatten().copied().collect()))
    }

    /// `None` where a row holds no whole number of keys.
    pub(crate) fn of_rows(rows: impl IntoIterator<Item = (u32, Vec<u8>)>) -> Option<Self> {
        let mut keys = Self::default();
        for (first, bytes) in rows {
            let (row, rest) = bytes.as_chunks::<32>();
            if !rest.is_empty() {
                return None;
            }
            keys.append(&numbered(first, row.iter()).collect::<Vec<_>>());
        }
        Some(keys)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn key(id: u32, byte: u8) -> OneTimeKey {
        (id, [byte; 32])
    }

    proptest! {
        /// The rows do what a plain list of keys does.
        #[test]
        fn keys_come_out_as_they_came_in(uploads in prop::collection::vec((any::<bool>(), 0_u32..9, 1_u32..9), 0..9)) {
            let (mut rows, mut list) = (OneTimeKeys::default(), VecDeque::<OneTimeKey>::new());
            for (turn, (takes, first, count)) in uploads.into_iter().enumerate() {
                if takes {
                    for _ in 0..count {
                        prop_assert_eq!(rows.take(), list.pop_front());
                    }
                } else {
                    let turn = u8::try_from(turn).unwrap();
                    let brought: Vec<_> = (first..first + count).map(|id| key(id, turn)).collect();
                    list.retain(|(id, _)| !(first..first + count).contains(id));
                    list.extend(brought.iter().copied());
                    rows.bring(&brought);
                }
                prop_assert_eq!(rows.iter().collect::<VecDeque<_>>(), list.clone());
                prop_assert_eq!((rows.len(), rows.is_empty()), (list.len(), list.is_empty()));
                prop_assert_eq!(OneTimeKeys::of_rows(rows.rows()).unwrap().iter().collect::<VecDeque<_>>(), list.clone());
            }
        }
    }

    #[test]
    fn consecutive_ids_are_one_row() {
        let mut keys = OneTimeKeys::default();
        keys.bring(&(1..=812).map(|id| key(id, 7)).collect::<Vec<_>>());
        assert_eq!((keys.len(), keys.0.len()), (812, 1));
        keys.bring(&[key(813, 8), key(900, 9)]);
        assert_eq!(keys.0.len(), 2, "a gap begins a new row");
    }

    #[test]
    fn the_largest_id_ends_a_row() {
        let mut keys = OneTimeKeys::default();
        keys.bring(&[key(u32::MAX, 1), key(0, 2)]);
        assert_eq!(keys.iter().collect::<Vec<_>>(), [key(u32::MAX, 1), key(0, 2)]);
        assert_eq!((keys.take(), keys.take(), keys.take()), (Some(key(u32::MAX, 1)), Some(key(0, 2)), None));
    }

    #[test]
    fn a_row_that_is_cut_short_makes_no_sense() {
        assert_eq!(OneTimeKeys::of_rows([(1, vec![0; 33])]), None);
    }
}
