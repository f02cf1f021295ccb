#![allow(clippy::unwrap_used)]
use std::panic::AssertUnwindSafe;
use std::sync::mpsc;

use futures_util::FutureExt as _;
use futures_util::future::{join_all, join3, join4};
use rusqlite_migration::M;

use super::*;

const FRAME_BYTES: u64 = 4_096 + 24;

/// A fresh file with one table, and its folder.
fn database() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let tables = "CREATE TABLE notes (row INTEGER PRIMARY KEY, says TEXT NOT NULL UNIQUE) STRICT;
                  CREATE TABLE answers (note INTEGER NOT NULL REFERENCES notes (row) DEFERRABLE INITIALLY DEFERRED) STRICT;";
    let migrations = move || Migrations::new(vec![M::up(tables)]);
    let path = folder.path().join("notes.db");
    let database = Database::open(&path, &Secret::new([7; 32]), migrations, 64, |_| Ok(())).unwrap();
    (folder, database)
}

fn note(transaction: &Transaction<'_>, says: &str) -> Result<i64, WriteError> {
    transaction.prepare_cached("INSERT INTO notes (says) VALUES (?1)")?.execute([says])?;
    Ok(transaction.last_insert_rowid())
}

async fn notes(database: &Database) -> Vec<String> {
    let find = "SELECT says FROM notes ORDER BY row";
    database.read(move |db| db.prepare(find)?.query_map([], |row| row.get(0))?.collect()).await.unwrap()
}

/// Holds the connection until the other end is dropped: what is called meanwhile waits together.
async fn held(database: &Database, until: mpsc::Receiver<()>) {
    let hold = move |_: &Connection| {
        let _ = until.recv();
        Ok(())
    };
    database.read(hold).await.unwrap();
}

#[tokio::test]
async fn one_that_fails_takes_nothing_of_the_others_along() {
    let (_folder, database) = database();
    let (release, until) = mpsc::channel();
    let written = async {
        let first = database.write(|transaction| note(transaction, "first"));
        let refused = database.write(|transaction| {
            note(transaction, "half of it")?;
            note(transaction, "first")
        });
        let ruled_out = database.write(|transaction| {
            note(transaction, "too early")?;
            Err::<(), _>(WriteError::Rule(StorageError::NoRecipient))
        });
        let panics = database.write(|transaction| {
            note(transaction, "in the midst of it")?;
            if transaction.is_autocommit() { Ok(()) } else { panic!("a defect") }
        });
        let last = database.write(|transaction| note(transaction, "last"));
        let four = join4(first, refused, ruled_out, AssertUnwindSafe(panics).catch_unwind());
        let (four, last) = tokio::join!(four, last.inspect(|_| ()));
        (four, last)
    };
    let let_go = async { drop(release) };
    let ((), ((first, refused, ruled_out, panicked), last), ()) = join3(held(&database, until), written, let_go).await;
    assert_eq!(first.unwrap(), 1);
    assert!(matches!(refused, Err(StorageError::Refused(_))), "{refused:?}");
    assert!(matches!(ruled_out, Err(StorageError::NoRecipient)), "{ruled_out:?}");
    assert_eq!(*panicked.unwrap_err().downcast::<&str>().unwrap(), "a defect", "it goes on in its caller");
    last.unwrap();
    assert_eq!(notes(&database).await, ["first", "last"]);
}

#[tokio::test]
async fn what_waits_together_is_one_transaction_in_the_order_of_the_calls() {
    let (folder, database) = database();
    let log = folder.path().join("notes.db-wal");
    let before = log.metadata().map_or(0, |file| file.len());
    let (release, until) = mpsc::channel();
    let texts: Vec<String> = (0..100).map(|index| format!("note {index}")).collect();
    let writes =
        join_all(texts.clone().into_iter().map(|says| database.write(move |transaction| note(transaction, &says))));
    let ((), written, ()) = join3(held(&database, until), writes, async { drop(release) }).await;
    assert!(written.into_iter().enumerate().all(|(index, row)| row.unwrap() == i64::try_from(index).unwrap() + 1));
    assert_eq!(notes(&database).await, texts);
    let frames = (log.metadata().unwrap().len() - before) / FRAME_BYTES;
    assert!(frames < 20, "a hundred transactions would have sealed {frames} pages and more");
}

#[tokio::test]
async fn a_read_that_waits_behind_a_write_sees_it_and_one_before_it_does_not() {
    let (_folder, database) = database();
    let (release, until) = mpsc::channel();
    let calls = async {
        let early = notes(&database);
        let write = database.write(|transaction| note(transaction, "said"));
        tokio::join!(early, write, notes(&database))
    };
    let ((), (early, written, late), ()) = join3(held(&database, until), calls, async { drop(release) }).await;
    written.unwrap();
    assert_eq!((early.len(), late.len()), (0, 1));
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_all_who_were_in_it() {
    let (_folder, database) = database();
    let (release, until) = mpsc::channel();
    let calls = async {
        let fine = database.write(|transaction| note(transaction, "fine"));
        let dangling = database.write(|transaction| Ok(transaction.execute("INSERT INTO answers VALUES (99)", [])?));
        tokio::join!(fine, dangling)
    };
    let ((), (fine, dangling), ()) = join3(held(&database, until), calls, async { drop(release) }).await;
    assert!(matches!((&fine, &dangling), (Err(StorageError::Refused(_)), Err(StorageError::Refused(_)))), "{fine:?}");
    assert_eq!(notes(&database).await, [""; 0], "and nothing of it stays");
    database.write(|transaction| note(transaction, "again")).await.unwrap();
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_does_not_begin() {
    let (_folder, database) = database();
    let (release, until) = mpsc::channel();
    let calls = async {
        let mut given_up = Box::pin(database.write(|transaction| note(transaction, "given up")));
        assert!(futures_util::poll!(&mut given_up).is_pending());
        drop(given_up);
        drop(release);
        database.write(|transaction| note(transaction, "wanted")).await.unwrap();
    };
    tokio::join!(held(&database, until), calls);
    assert_eq!(notes(&database).await, ["wanted"]);
}

#[tokio::test]
async fn many_calls_and_a_large_one_among_them_all_come_to_their_turn() {
    let (_folder, database) = database();
    let write = |says: String| database.write(move |transaction| note(transaction, &says));
    let before = join_all((0..300).map(|index| write(format!("before {index}"))));
    let large = database.write_much(|transaction| {
        (0..1_000).try_for_each(|index| note(transaction, &format!("large {index}")).map(drop))
    });
    let behind = join_all((0..300).map(|index| write(format!("behind {index}"))));
    let (before, large, behind) = tokio::join!(before, large, behind);
    large.unwrap();
    assert!(before.into_iter().chain(behind).all(|written| written.is_ok()));
    let kept = notes(&database).await;
    assert_eq!(kept.len(), 1_600);
    let kind = |says: &String| says.split(' ').next().unwrap().to_owned();
    let order: Vec<_> = kept.iter().map(kind).fold(Vec::new(), |mut order, kind| {
        if order.last() != Some(&kind) {
            order.push(kind);
        }
        order
    });
    assert_eq!(order, ["before", "large", "behind"]);
}

/// Whether the file is open: SQLite takes its log away with the last connection.
fn is_open(folder: &tempfile::TempDir) -> bool {
    folder.path().join("notes.db-wal").exists()
}

#[tokio::test]
async fn a_file_that_nobody_uses_is_closed_once_and_opened_by_the_next_call() {
    let (folder, database) = database();
    for says in ["once", "twice"] {
        database.write(move |transaction| note(transaction, says)).await.unwrap();
        let mut seen = Vec::new();
        for _look in 0..4 {
            let was_closed = database.rest().await;
            seen.push((was_closed, is_open(&folder)));
        }
        assert_eq!(seen, [(false, true), (true, false), (false, false), (false, false)], "after {says}");
    }
    assert_eq!(notes(&database).await, ["once", "twice"], "who comes back finds everything");
}

#[tokio::test]
async fn who_asks_in_passing_keeps_no_file_open_and_opens_none() {
    let (folder, database) = database();
    database.write(|transaction| note(transaction, "once")).await.unwrap();
    let count = || database.read_in_passing(|db| db.query_row("SELECT count(*) FROM notes", [], |row| row.get(0)));
    let mut counted = Vec::new();
    for _look in 0..3 {
        counted.push(count().await.transpose().unwrap());
        database.rest().await;
    }
    assert_eq!(counted, [Some(1), Some(1), None::<i64>]);
    database.fold_log().await.unwrap();
    assert!(!is_open(&folder));
}

#[tokio::test]
async fn a_file_with_a_long_call_is_closed_by_a_later_look() {
    let (folder, database) = database();
    let (release, until) = mpsc::channel();
    let long = held(&database, until);
    let looks = async {
        database.rest().await;
        database.rest().await;
        assert!(is_open(&folder) && database.is_open(), "somebody is at it");
        drop(release);
    };
    tokio::join!(long, looks);
    // The connection lies there a moment after the call's answer.
    let closed = async {
        while database.is_open() {
            database.rest().await;
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), closed).await.unwrap();
    assert!(!is_open(&folder));
}

#[tokio::test]
async fn who_asks_in_passing_while_the_file_is_being_closed_does_not_open_it() {
    let (folder, database) = database();
    for round in 0..20 {
        database.write(move |transaction| note(transaction, &format!("{round}"))).await.unwrap();
        database.rest().await;
        let count = database.read_in_passing(|db| db.query_row("SELECT count(*) FROM notes", [], |row| row.get(0)));
        let (_, counted) = tokio::join!(database.rest(), count);
        assert!(counted.is_none_or(|counted| counted.is_ok_and(|count: i64| count == round + 1)));
        database.rest().await;
        assert!(!database.is_open() && !is_open(&folder), "round {round}");
    }
}

#[tokio::test]
async fn calls_that_come_while_the_file_is_being_closed_all_come_to_their_turn() {
    let (folder, database) = database();
    let mut wanted = Vec::new();
    for round in 0..20 {
        database.rest().await;
        let write = |index: usize| {
            let says = format!("{round} {index}");
            wanted.push(says.clone());
            database.write(move |transaction| note(transaction, &says))
        };
        let (_, written) = tokio::join!(database.rest(), join_all((0..9).map(write)));
        assert!(written.into_iter().all(|written| written.is_ok()));
    }
    assert_eq!(notes(&database).await, wanted);
    assert!(is_open(&folder));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_again_says_so_to_each_call_and_works_once_it_is_back() {
    let (folder, database) = database();
    database.write(|transaction| note(transaction, "kept")).await.unwrap();
    database.rest().await;
    database.rest().await;
    let (path, away) = (folder.path().join("notes.db"), folder.path().join("away"));
    std::fs::rename(&path, &away).unwrap();
    let calls = || join_all((0..3).map(|_| database.write(|transaction| note(transaction, "lost"))));
    let refused = calls().await;
    let all = refused.iter().all(|refused| matches!(refused, Err(StorageError::Unwritable { .. })));
    assert!(all, "{refused:?}");
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(notes(&database).await, ["kept"]);
}

#[test]
fn a_runtime_that_ends_answers_who_waits_and_leaves_the_file_usable() {
    let (_folder, database) = database();
    let ending = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let handle = ending.handle().clone();
    ending.shutdown_background();
    let refused = {
        let _inside = handle.enter();
        futures_util::future::FutureExt::now_or_never(database.write(|transaction| note(transaction, "late")))
    };
    assert!(matches!(refused, Some(Err(StorageError::Unwritable { .. }))), "{refused:?}");
    let next = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    next.block_on(database.write(|transaction| note(transaction, "again"))).unwrap();
}

/// The steps of a file's history: one more with each version of the program.
fn versions(up_to: usize) -> Migrations<'static> {
    let steps = [
        "CREATE TABLE notes (row INTEGER PRIMARY KEY, says TEXT NOT NULL UNIQUE) STRICT;",
        "ALTER TABLE notes ADD COLUMN at_ms INTEGER;",
        "ALTER TABLE notes ADD COLUMN written_by TEXT;",
    ];
    Migrations::new(steps.into_iter().take(up_to).map(M::up).collect())
}

/// Opens a file with the program of a version.
fn by_version(path: &Path, version: usize) -> Result<Database, StorageError> {
    Database::open(path, &Secret::new([7; 32]), move || versions(version), 64, |_| Ok(()))
}

/// The names of the files that are no log, in order.
fn names_in(folder: &Path) -> Vec<String> {
    let names = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.contains(".db-")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_a_file_was_is_kept_before_a_newer_version_changes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let first = by_version(&path, 1).unwrap();
    first.write(|transaction| note(transaction, "pedido 123")).await.unwrap();
    // The log isn't folded in: what the copy lacks was never asked of the file alone.
    let left_open = by_version(&path, 1).unwrap();
    drop(first);
    assert_eq!(names_in(folder.path()), ["notes.db"], "nothing changes, so nothing is kept");

    by_version(&path, 2).unwrap();
    assert_eq!(names_in(folder.path()), ["notes.before-1.db", "notes.db"]);
    let copy = folder.path().join("notes.before-1.db");
    let bytes = std::fs::read(&copy).unwrap();
    assert!(!bytes.starts_with(b"SQLite") && !bytes.windows(6).any(|part| part == b"pedido"), "it is encrypted");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&copy.metadata().unwrap().permissions()) & 0o777, 0o600);
    drop(left_open);

    let refused = by_version(&path, 1).err().unwrap();
    assert!(matches!(&refused, StorageError::Newer { copy: Some(kept), .. } if *kept == copy), "{refused:?}");
    assert!(refused.to_string().contains("notes.before-1.db"), "{refused}");
    let again = by_version(&copy, 1).unwrap();
    assert_eq!(notes(&again).await, ["pedido 123"], "the version before goes on with it");
}

#[tokio::test]
async fn only_the_newest_copy_is_kept_and_none_for_long() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    for version in 1..=3 {
        by_version(&path, version).unwrap();
    }
    // What a kill left of a copy, and files that only look like copies.
    for other in ["notes.before-2.new-0a0b0c0d", "notes-before-2.db", "other.before-1.db"] {
        std::fs::write(folder.path().join(other), "x").unwrap();
    }
    let copy = folder.path().join("notes.before-2.db");
    assert!(copy.exists() && !folder.path().join("notes.before-1.db").exists());
    by_version(&path, 3).unwrap();
    assert!(copy.exists(), "a copy of today is kept");
    for old in [&copy, &folder.path().join("notes.before-2.new-0a0b0c0d")] {
        let file = std::fs::File::options().write(true).open(old).unwrap();
        let changed = file.metadata().unwrap().modified().unwrap();
        file.set_modified(changed - Duration::from_hours(8 * 24)).unwrap();
    }
    by_version(&path, 3).unwrap();
    assert_eq!(names_in(folder.path()), ["notes-before-2.db", "notes.db", "other.before-1.db"]);
}

#[tokio::test]
async fn a_file_that_a_new_version_changed_goes_back_to_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let first = by_version(&path, 1).unwrap();
    first.write(|transaction| note(transaction, "pedido 123")).await.unwrap();
    drop(first);
    let begun = path.metadata().unwrap().modified().unwrap();
    assert!(!super::put_back(&path, begun).unwrap(), "nothing was changed");

    // The new version was killed: what it wrote stands in its log.
    let second = by_version(&path, 2).unwrap();
    second.write(|transaction| note(transaction, "of the new version")).await.unwrap();
    std::mem::forget(second);
    let later = begun + Duration::from_hours(1);
    assert!(!super::put_back(&path, later).unwrap(), "a copy of an earlier update is none of this one");
    assert!(by_version(&path, 1).is_err());
    assert!(super::put_back(&path, begun).unwrap());
    assert_eq!(notes(&by_version(&path, 1).unwrap()).await, ["pedido 123"]);
    let aside = folder.path().join("notes.before-put-back.db");
    assert_eq!(notes(&by_version(&aside, 2).unwrap()).await, ["pedido 123", "of the new version"], "nothing is lost");
    assert!(!super::put_back(&path, begun).unwrap(), "once");
}

#[tokio::test]
async fn without_a_copy_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    by_version(&path, 1).unwrap();
    let in_the_way = folder.path().join("notes.before-1.db");
    std::fs::create_dir(&in_the_way).unwrap();
    let refused = by_version(&path, 2).err().unwrap();
    assert!(matches!(refused, StorageError::Unwritable { .. }), "{refused:?}");
    by_version(&path, 1).unwrap();
    std::fs::remove_dir(&in_the_way).unwrap();
    by_version(&path, 2).unwrap();
}
