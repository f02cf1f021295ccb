//! Stanzas that nearly make sense: an arm of the dispatch, and inside it the words of the area that hears it.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Value, json};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;
use wacore_binary::{Node, NodeContent, NodeValue};

use super::vocabulary::{DIALECTS, DISPATCH, Dialect, ENTRIES, Entry, QUERIES};
use super::{OTHER, OWN, world};

/// Stands for the id of a message that waits; [`bind`] puts it in.
const WAITING: &str = "waiting:";

/// Attributes whose value is an address.
const ADDRESSES: [&str; 12] = [
    "to",
    "from",
    "jid",
    "participant",
    "recipient",
    "target",
    "pn_jid",
    "lid",
    "call-creator",
    "creator",
    "phone",
    "author",
];

/// Addresses of everybody in the world, and of nobody.
static PLACES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let (world, _) = world();
    let lids = [OWN, OTHER].map(|number| world.account(number).unwrap().lid.clone());
    let mut places = ["", "s.whatsapp.net", "g.us", "status@broadcast", "newsletter", "5511900000099@s.whatsapp.net"]
        .map(str::to_owned)
        .to_vec();
    for device in ["", ":1", ":7"] {
        places.extend([OWN, OTHER].map(|number| format!("{number}{device}@s.whatsapp.net")));
        places.extend(lids.iter().map(|lid| format!("{lid}{device}@lid")));
    }
    places.extend(
        ["120363000000000001@g.us", "120363000000000009@g.us", "120363100000000001@newsletter"].map(str::to_owned),
    );
    places.into_iter().map(|place| &*Box::leak(place.into_boxed_str())).collect()
});

const NUMBERS: [&str; 9] = ["0", "1", "2", "7", "-1", "604800", "1780000000", "99999999999999999999", ""];

/// What is said in one stanza: the words of one file and of its area's first, which led there, and a few of everybody's.
#[derive(Clone, Debug)]
struct Speech {
    tags: Vec<&'static str>,
    keys: Vec<&'static str>,
    words: Vec<&'static str>,
}

impl Speech {
    fn of(dialect: &'static Dialect) -> Self {
        let mut speech = Self {
            tags: vec!["enc", "participants", "to", "list", "item", "user", "retry"],
            keys: vec!["id", "type", "to", "jid", "participant", "from", "t", "edit", "name", "value"],
            words: vec!["get", "set", "true", "text", "msg", "pkmsg", "skmsg", "critical_block"],
        };
        let first = DIALECTS[dialect.area].iter().filter(|other| other.first);
        for dialect in DISPATCH.iter().copied().chain(first).chain([dialect; 6]) {
            speech.tags.extend(&dialect.tags);
            speech.keys.extend(&dialect.keys);
            speech.words.extend(&dialect.words);
        }
        speech
    }
}

/// The speech of any file: mostly of this area, as areas lead into each other.
fn speech(area: &'static str) -> impl Strategy<Value = Speech> {
    let all: Vec<&'static Dialect> = DIALECTS.values().flatten().collect();
    let own: Vec<&'static Dialect> = DIALECTS.get(area).map_or_else(|| all.clone(), |own| own.iter().collect());
    let places = (0..own.len()).prop_map(move |place| own[place]);
    let others = (0..all.len()).prop_map(move |place| all[place]);
    prop_oneof![5 => places, 1 => others].prop_map(Speech::of)
}

fn place() -> impl Strategy<Value = String> + Clone {
    select(PLACES.clone()).prop_map(str::to_owned)
}

/// Where stanzas that this area hears are sent, mostly.
fn place_of(area: &str) -> impl Strategy<Value = String> + Clone {
    let likely: &[&str] = match area {
        "groups" | "posts" => &["120363000000000001@g.us", "120363000000000001@g.us", "g.us"],
        "newsletters" => &["120363100000000001@newsletter"],
        _ => &["5511900000002@s.whatsapp.net", "5511900000001@s.whatsapp.net", "120363000000000001@g.us"],
    };
    prop_oneof![2 => select(likely.to_vec()).prop_map(str::to_owned), 1 => place()]
}

fn id() -> impl Strategy<Value = String> + Clone {
    prop_oneof![2 => (0_usize..6).prop_map(|which| format!("{WAITING}{which}")), 1 => "[A-Z0-9]{1,6}"]
}

/// A value that suits the attribute, mostly.
fn attribute(
    keys: Vec<&'static str>,
    words: Vec<&'static str>,
) -> impl Strategy<Value = (&'static str, String)> + Clone {
    let word = prop_oneof![6 => select(words).prop_map(str::to_owned), 1 => select(&NUMBERS).prop_map(str::to_owned), 1 => "[a-z0-9:.]{0,12}"];
    select(keys).prop_flat_map(move |key| {
        let any = word.clone();
        let suiting: BoxedStrategy<String> = if ADDRESSES.contains(&key) {
            place().boxed()
        } else if key == "id" || key.ends_with("_id") || key == "call-id" {
            prop_oneof![3 => id(), 1 => place(), 1 => any.clone()].boxed()
        } else {
            any.clone().boxed()
        };
        prop_oneof![7 => suiting, 1 => any, 1 => place()].prop_map(move |value| (key, value))
    })
}

fn content(words: Vec<&'static str>) -> impl Strategy<Value = Vec<u8>> + Clone {
    prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..80),
        2 => select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => place().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 32),
    ]
}

/// Anything that could stand inside a stanza of these areas.
fn inside(speech: Speech) -> impl Strategy<Value = Node> + Clone {
    let tag = select(speech.tags);
    let attrs = prop::collection::vec(attribute(speech.keys, speech.words.clone()), 0..5);
    let leaf = (tag.clone(), attrs.clone(), prop::option::of(content(speech.words))).prop_map(|(tag, attrs, bytes)| {
        let node = NodeBuilder::new(tag).attrs(attrs);
        if let Some(bytes) = bytes { node.bytes(bytes).build() } else { node.build() }
    });
    leaf.prop_recursive(3, 16, 4, move |inner| {
        (tag.clone(), attrs.clone(), prop::collection::vec(inner, 0..4))
            .prop_map(|(tag, attrs, nodes)| NodeBuilder::new(tag).attrs(attrs).children(nodes).build())
    })
}

/// The query of a mex request: JSON that knows the names that its handlers read.
fn query() -> impl Strategy<Value = Node> {
    let areas = ["mex", "newsletters", "groups"].iter().flat_map(|area| &DIALECTS[area]);
    let words: Vec<&str> = areas.flat_map(|dialect| &dialect.words).copied().collect();
    let value = prop_oneof![
        3 => place_of("newsletters").prop_map(Value::String),
        1 => select(words.clone()).prop_map(|word| json!(word)),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => Just(Value::Null),
    ];
    let object = value.prop_recursive(3, 20, 5, move |inner| {
        prop_oneof![
            4 => prop::collection::btree_map(select(words.clone()).prop_map(str::to_owned), inner.clone(), 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
            1 => prop::collection::vec(inner, 0..3).prop_map(Value::Array),
        ]
    });
    (select(&QUERIES), object).prop_map(|((_, id), variables)| {
        let body = json!({ "variables": variables }).to_string();
        NodeBuilder::new("query").attr("query_id", id).bytes(body.into_bytes()).build()
    })
}

/// A stanza that comes in by this entry.
fn through(entry: Entry) -> BoxedStrategy<Node> {
    let inner = speech(entry.area).prop_flat_map(move |speech| {
        let attrs = prop::collection::vec(attribute(speech.keys.clone(), speech.words.clone()), 0..6);
        (attrs, select(speech.words.clone()), prop::collection::vec(inside(speech), 0..3))
    });
    let query = if entry.xmlns == "w:mex" { prop::option::weighted(0.9, query()).boxed() } else { Just(None).boxed() };
    let outer = (place_of(entry.area), id(), any::<bool>(), prop::bool::weighted(0.9));
    (inner, query, outer)
        .prop_map(move |((attrs, word, mut nodes), query, (to, id, set, addressed))| {
            nodes.splice(0..0, query);
            let mut node = NodeBuilder::new(entry.tag).attrs(attrs);
            if entry.tag == "iq" {
                node = node.attr("xmlns", entry.xmlns).attr("type", if set { "set" } else { "get" });
            } else if set {
                node = node.attr("type", word);
            }
            if addressed {
                node = node.attr("to", to).attr("id", id);
            }
            node.children(nodes).build()
        })
        .boxed()
}

/// Any stanza: by a entry, or of words thrown together.
pub(in crate::running) fn stanza() -> impl Strategy<Value = Node> {
    // `<ib>` and what a stranger says have no arm of their own.
    let more = [("ib", "", "messages"), ("iq", "md", "pairing")].map(|(tag, xmlns, area)| Entry { tag, xmlns, area });
    let entries = ENTRIES.iter().copied().chain(more).map(through);
    prop_oneof![12 => Union::new(entries), 1 => speech("").prop_flat_map(inside)]
}

/// Puts ids of real messages where the stanza means them.
pub(in crate::running) fn bind(node: &mut Node, ids: &[String]) {
    for (_, value) in &mut node.attrs.0 {
        let text = value.as_str().into_owned();
        if let Some(which) = text.strip_prefix(WAITING) {
            let id = which.parse::<usize>().ok().and_then(|which| ids.get(which));
            *value = NodeValue::from(id.cloned().unwrap_or(text));
        }
    }
    if let Some(NodeContent::Nodes(children)) = &mut node.content {
        for child in children {
            bind(child, ids);
        }
    }
}

proptest! {
    #[test]
    fn every_stanza_could_have_come_over_the_wire(stanza in stanza()) {
        let plain = marshal(&stanza).unwrap();
        prop_assert!(unmarshal_ref(&unpack(&plain).unwrap()).is_ok(), "no client can send {stanza:?}");
    }
}
