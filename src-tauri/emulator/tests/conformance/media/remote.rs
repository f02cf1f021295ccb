//! A phone's files over HTTP, as curl and the phone page send and fetch them.

use serde_json::{Value, json};

use super::{photo, voice};
use crate::client::{ANA, SHOP, World};
use crate::remote::Remote;

impl Remote {
    /// Sends a file from Ana's phone; `about` is the address's query.
    async fn send(&self, about: &str, mimetype: Option<&str>, file: &[u8]) -> (u16, Value) {
        let request = self.http.post(format!("{}/phones/{ANA}/send?{about}", self.base)).body(file.to_vec());
        let request = match mimetype {
            Some(mimetype) => request.header("content-type", mimetype),
            None => request,
        };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// The file of a message as the shop's phone shows it.
    async fn file(&self, id: &str) -> reqwest::Response {
        self.http.get(format!("{}/phones/{SHOP}/chats/{ANA}/files/{id}", self.base)).send().await.unwrap()
    }

    async fn open(&self, id: &str) -> reqwest::Response {
        let asked = json!({"with": ANA, "id": id});
        self.http.post(format!("{}/phones/{SHOP}/open", self.base)).json(&asked).send().await.unwrap()
    }

    async fn last(&self) -> Value {
        let mut chat = self.get(&format!("/phones/{SHOP}/chats/{ANA}")).await;
        chat.as_array_mut().unwrap().pop().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_out_as_the_body_of_one_request() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let picture = photo(11);
    let as_curl = Some("application/x-www-form-urlencoded");
    let (status, sent) = remote.send(&format!("to={SHOP}&text=Olha%20o%20bolo"), as_curl, &picture).await;
    assert_eq!(status, 200, "{sent}");
    let line = remote.last().await;
    assert_eq!(
        (&line["id"], &line["text"], &line["content"]["kind"]),
        (&sent["id"], &json!("Olha o bolo"), &json!("image"))
    );
    let about = json!({"mimetype": "image/jpeg", "bytes": picture.len(), "width": 120, "height": 80});
    assert_eq!(line["content"]["file"], about);
    let shown = remote.file(sent["id"].as_str().unwrap()).await;
    assert_eq!(shown.headers()["content-type"], "image/jpeg");
    assert_eq!(shown.bytes().await.unwrap(), picture, "the shop's phone shows what Ana's sent");

    let about = format!("to={SHOP}&kind=voice&waveform=0,50,100&quoted={}&forwarded", sent["id"].as_str().unwrap());
    let (status, voice_sent) = remote.send(&about, Some("audio/ogg; codecs=opus"), &voice(2)).await;
    assert_eq!(status, 200, "{voice_sent}");
    let content = &remote.last().await["content"];
    assert_eq!(
        (&content["voice"], &content["seconds"], &content["forwarded"]),
        (&json!(true), &json!(2), &json!(true))
    );
    assert_eq!((&content["quoted"], &content["file"]["waveform"]), (&sent["id"], &json!([0, 50, 100])));
    let place = format!("{}/phones/{SHOP}/chats/{ANA}/files/{}", remote.base, voice_sent["id"].as_str().unwrap());
    let part = remote.http.get(place).header("range", "bytes=0-3").send().await.unwrap();
    assert_eq!((part.status().as_u16(), part.bytes().await.unwrap().as_ref()), (206, b"OggS".as_slice()));

    let (status, page) = remote.send(&format!("to={SHOP}&name=pagina.html"), Some("text/html"), b"<script>").await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(remote.last().await["content"]["name"], "pagina.html");
    let saved = remote.file(page["id"].as_str().unwrap()).await;
    assert_eq!(saved.headers()["content-disposition"], "attachment", "nobody's page is shown as ours");
    assert_eq!(saved.headers()["content-type"], "application/octet-stream");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_once_is_opened_by_asking_for_it() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let picture = photo(13);
    let (_, sent) = remote.send(&format!("to={SHOP}&viewOnce"), None, &picture).await;
    let id = sent["id"].as_str().unwrap();
    let peeped = remote.file(id).await;
    assert_eq!(peeped.status().as_u16(), 409, "it is not in the chat for all to see");
    assert_eq!(peeped.json::<Value>().await.unwrap()["code"], "opensOnce");
    assert_eq!(remote.open(id).await.bytes().await.unwrap(), picture);
    assert_eq!(remote.open(id).await.status().as_u16(), 409, "and not twice");
    assert_eq!(remote.last().await["content"]["opened"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_and_nothing_is_sent() {
    let world = World::new().await;
    let remote = Remote::of(&world);
    let file = photo(1);
    for (about, status, code) in [
        (format!("to={SHOP}&kind=dan%C3%A7a"), 422, None),
        (format!("to={SHOP}&viewOnce=talvez"), 422, None),
        (format!("to={SHOP}&waveform=alto&kind=voice"), 422, None),
        (format!("to={SHOP}&colour=red"), 422, None),
        (format!("to={SHOP}&kind=video&preview=*"), 422, None),
        (format!("to={SHOP}&kind=video&preview=bm8"), 422, Some("notAPicture")),
        (format!("to={SHOP}&kind=sticker&text=oi"), 409, Some("unfit")),
        (format!("to={SHOP}&waveform=101&kind=voice"), 409, Some("unfit")),
        (format!("to={SHOP}&quoted=NADA"), 404, Some("noSuchMessage")),
        ("to=5511900009999".to_owned(), 404, Some("noSuchNumber")),
    ] {
        let (got, answer) = remote.send(&about, Some("image/jpeg"), &file).await;
        assert_eq!((got, answer["code"].as_str()), (status, code), "{about}: {answer}");
    }
    let (got, answer) = remote.send(&format!("to={SHOP}&kind=image"), None, b"no picture").await;
    assert_eq!((got, answer["code"].as_str()), (422, Some("notAPicture")), "{answer}");
    assert!(world.shop.messages_with(ANA).is_empty(), "nothing came of any of them");
    assert_eq!(remote.file("NADA").await.status().as_u16(), 404);
    let (got, answer) = remote.send("", Some("application/json"), br#"{"to": "5511900000001"}"#).await;
    assert_eq!(got, 422, "without a reader in the address it is words: {answer}");
}
