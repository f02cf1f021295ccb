//! An invented past's files are put where companions can fetch them.

use crate::media::put_again;
use crate::world::World;

/// Uploads the files of an account's past where they are not to be had any more.
pub(crate) fn upload(world: &mut World, number: &str) {
    let past = world.accounts.get(number).and_then(|account| account.handset.scripted.as_ref());
    let Some(mut files) = past.map(|past| past.files.clone()) else { return };
    for file in files.each() {
        put_again(world, &file.sealed, &mut file.reference);
    }
    let past = world.accounts.get_mut(number).and_then(|account| account.handset.scripted.as_mut());
    if let Some(past) = past {
        past.files = files;
    }
}
