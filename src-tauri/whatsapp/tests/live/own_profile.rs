//! What the account shows of itself, changed here and seen by its phone and its contacts.

use portaria_whatsapp::{ProfileChange, SendError};
use tokio::time::timeout;

use crate::world::{PADARIA, PATIENCE, World, pn};

async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("it never came to this: {what}"));
}

/// A square JPEG.
fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(64, 64).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_shows_the_name_the_words_and_the_picture_that_were_given_here() {
    let world = World::new().await;
    let session = world.linked().await;
    let set = async |change| session.connection.set_profile(&change).await;

    set(ProfileChange::Name("Padaria Lua".into())).await.unwrap();
    eventually("the new name", || world.padaria.name() == "Padaria Lua").await;
    set(ProfileChange::About("Pão às 6h".into())).await.unwrap();
    assert_eq!(world.padaria.about(), "Pão às 6h");
    set(ProfileChange::Picture(Some(jpeg()))).await.unwrap();
    let shown = session.connection.profile(&pn(PADARIA)).await.unwrap();
    assert_eq!(shown.about, "Pão às 6h");
    assert!(shown.picture.is_some() && world.padaria.picture(false).is_some());

    set(ProfileChange::Picture(None)).await.unwrap();
    set(ProfileChange::About(String::new())).await.unwrap();
    assert_eq!((world.padaria.picture(false), world.padaria.about().as_str()), (None, ""));
    let refused = set(ProfileChange::Picture(Some(b"no JPEG".to_vec()))).await;
    assert!(matches!(refused, Err(SendError::Rejected(_))), "{refused:?}");
}
