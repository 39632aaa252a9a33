//! The data folder: embedded in the binary, with a user's folder laid over it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use include_dir::{Dir, include_dir};
use terms::{Folder, Resources};

/// The folders that stages are built from, by name; `training` is only read when weights are made.
static ROOMS: [(&str, Dir<'static>); 11] = [
    ("actors", include_dir!("$CARGO_MANIFEST_DIR/data/actors")),
    ("cues", include_dir!("$CARGO_MANIFEST_DIR/data/cues")),
    ("exports", include_dir!("$CARGO_MANIFEST_DIR/data/exports")),
    ("layout", include_dir!("$CARGO_MANIFEST_DIR/data/layout")),
    ("lemmas", include_dir!("$CARGO_MANIFEST_DIR/data/lemmas")),
    ("lexicon", include_dir!("$CARGO_MANIFEST_DIR/data/lexicon")),
    ("models", include_dir!("$CARGO_MANIFEST_DIR/data/models")),
    ("ontology", include_dir!("$CARGO_MANIFEST_DIR/data/ontology")),
    ("places", include_dir!("$CARGO_MANIFEST_DIR/data/places")),
    ("standing", include_dir!("$CARGO_MANIFEST_DIR/data/standing")),
    ("times", include_dir!("$CARGO_MANIFEST_DIR/data/times")),
];

/// The embedded folder of a path, and the rest of the path.
fn room(path: &str) -> Option<(&'static Dir<'static>, &str)> {
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    ROOMS.iter().find(|(room, _)| *room == name).map(|(_, dir)| (dir, rest))
}

/// The data that ship with the program.
pub struct Embedded;

impl Resources for Embedded {
    fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let (dir, rest) = room(path)?;
        dir.get_file(rest).map(|file| Cow::Borrowed(file.contents()))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let dir = room(folder).and_then(|(dir, rest)| if rest.is_empty() { Some(dir) } else { dir.get_dir(rest) });
        let name = folder.split('/').next().unwrap_or(folder);
        let mut files: Vec<String> = dir
            .into_iter()
            .flat_map(Dir::files)
            .filter_map(|file| file.path().to_str().map(|path| format!("{name}/{path}")))
            .collect();
        files.sort();
        files
    }
}

/// A user's folder laid over the embedded data: a file there is read beside the one of another name, instead of the
/// one of the same name.
pub struct Layered {
    over: Folder,
}

impl Resources for Layered {
    fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        self.over.bytes(path).or_else(|| Embedded.bytes(path))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let files: BTreeSet<String> = self.over.list(folder).into_iter().chain(Embedded.list(folder)).collect();
        files.into_iter().collect()
    }
}

/// The data that ship with the program.
pub fn embedded() -> Embedded {
    Embedded
}

/// A folder laid over the data that ship with the program.
pub fn layered(folder: &Path) -> Layered {
    Layered { over: Folder(folder.to_owned()) }
}
