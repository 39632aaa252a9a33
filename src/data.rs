//! The data folder: embedded in the binary, with a user's folder laid over it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use include_dir::{Dir, include_dir};
use terms::{Folder, Resources};

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// The data that ship with the program.
pub struct Embedded;

impl Resources for Embedded {
    fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        DATA.get_file(path).map(|file| Cow::Borrowed(file.contents()))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let mut files: Vec<String> = DATA
            .get_dir(folder)
            .into_iter()
            .flat_map(Dir::files)
            .filter_map(|file| file.path().to_str().map(str::to_owned))
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
