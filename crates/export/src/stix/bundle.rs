//! The bundle: objects one behind the other, each once.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};
use uuid::Uuid;

/// The namespace that STIX 2.1 gives for ids that are made of what an object holds.
const NAMESPACE: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);

/// A bundle that is being written.
pub(super) struct Bundle<'w> {
    out: &'w mut dyn Write,
    put: BTreeSet<String>,
}

impl<'w> Bundle<'w> {
    /// Begins a bundle; `key` is what it is of.
    pub(super) fn open(out: &'w mut dyn Write, key: &str) -> io::Result<Self> {
        write!(out, r#"{{"type":"bundle","id":"{}""#, id("bundle", key))?;
        Ok(Self { out, put: BTreeSet::new() })
    }

    /// Writes an object, unless one of its id was written.
    pub(super) fn put(&mut self, object: Value) -> io::Result<()> {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        if self.put.contains(&id) {
            return Ok(());
        }
        // A bundle of nothing has no list, since an empty one is not allowed.
        let before: &[u8] = if self.put.is_empty() { b",\"objects\":[\n" } else { b",\n" };
        self.out.write_all(before)?;
        serde_json::to_writer(&mut *self.out, &object)?;
        self.put.insert(id);
        Ok(())
    }

    pub(super) fn close(self) -> io::Result<()> {
        self.out.write_all(if self.put.is_empty() { b"}\n" } else { b"\n]}\n" })
    }
}

/// The id of an object of a type: the same for the same key.
pub(super) fn id(kind: &str, key: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&NAMESPACE, format!("demarche:{kind}:{key}").as_bytes()))
}

/// An object with what all objects have.
pub(super) fn object(kind: &str, id: &str, created: &str, modified: &str, fields: Value) -> Value {
    let mut whole = json!({
        "type": kind,
        "spec_version": "2.1",
        "id": id,
        "created": created,
        "modified": modified,
        "created_by_ref": super::identity::maker_id(),
    });
    if let (Some(whole), Value::Object(fields)) = (whole.as_object_mut(), fields) {
        whole.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
    }
    whole
}
