//! Devices that write at the same moment.

use super::converged;
use crate::client::World;

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_write_at_once_end_in_one_state_and_lose_nothing() {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked().await;
    converged(&world.shop, &[&first, &second]).await;
    for round in 0..6 {
        let one = format!("a{round}");
        let two = format!("b{round}");
        let (one_labels, two_labels) = (first.inner.labels(), second.inner.labels());
        let both =
            async { tokio::join!(one_labels.create_label(&one, "um", 1), two_labels.create_label(&two, "dois", 2)) };
        let phone = async { world.shop.save_label(&format!("c{round}"), "três", 3) };
        let ((one, two), three) = tokio::join!(both, phone);
        one.unwrap();
        two.unwrap();
        three.unwrap();
    }
    converged(&world.shop, &[&first, &second]).await;
    assert_eq!(world.shop.labels().len(), 18, "every label of every device is there: {:#?}", world.shop.labels());
    first.stop().await;
    second.stop().await;
}
