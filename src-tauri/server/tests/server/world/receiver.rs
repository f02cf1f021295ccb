//! Somebody's web server on this machine that webhooks are sent to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Got {
    pub path: String,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The words of the message that it is about.
    pub fn words(&self) -> String {
        self.json()["data"]["message"]["content"]["text"].as_str().unwrap_or_default().to_owned()
    }
}

/// What it answers to a request.
type Answers = dyn Fn(&Got) -> Response<Body> + Send + Sync;

/// The web server.
#[derive(Clone)]
pub struct Receiver {
    pub address: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
    /// Whether it answers, or keeps everybody waiting.
    answering: Arc<watch::Sender<bool>>,
    answers: Arc<Mutex<Arc<Answers>>>,
}

impl Receiver {
    /// One that answers every request with a status.
    pub async fn start(status: u16) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answers: Arc<Answers> = Arc::new(move |_| with_status(status));
        let receiver = Self {
            address,
            got: Arc::default(),
            answering: Arc::new(watch::Sender::new(true)),
            answers: Arc::new(Mutex::new(answers)),
        };
        let routes = Router::new().fallback(take).with_state(receiver.clone());
        TaskTracker::new().spawn(async move { axum::serve(listener, routes).await });
        receiver
    }

    /// Answers otherwise from now on.
    pub fn answer(&self, answers: impl Fn(&Got) -> Response<Body> + Send + Sync + 'static) {
        *self.answers.lock().unwrap() = Arc::new(answers);
    }

    /// Keeps who asks waiting, or answers them after all.
    pub fn hold(&self, holds: bool) {
        self.answering.send_replace(!holds);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that came so far.
    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// The words of the messages that came so far.
    pub fn words(&self) -> Vec<String> {
        self.got().iter().map(Got::words).collect()
    }

    /// Waits until so many requests came.
    pub async fn until(&self, count: usize) -> Vec<Got> {
        let look = async {
            while self.got().len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let came = tokio::time::timeout(Duration::from_secs(10), look).await;
        came.unwrap_or_else(|_| panic!("{count} were to come, and what came is {:?}", self.words()));
        self.got()
    }
}

pub fn with_status(status: u16) -> Response<Body> {
    Response::builder().status(status).body(Body::from("anotado")).unwrap()
}

async fn take(State(receiver): State<Receiver>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let got = Got { path: uri.path().to_owned(), headers, bytes: body.to_vec() };
    let answers = receiver.answers.lock().unwrap().clone();
    let answer = answers(&got);
    receiver.got.lock().unwrap().push(got);
    receiver.answering.subscribe().wait_for(|answers| *answers).await.unwrap();
    // A status that nobody gives: no answer comes.
    if answer.status() == StatusCode::PROCESSING {
        std::future::pending::<()>().await;
    }
    answer
}
