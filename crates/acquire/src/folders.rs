use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use terms::Place;
use walkdir::{DirEntry, IntoIter, WalkDir};

use crate::problem::on_one_line;
use crate::{Cause, Problem};

/// The files below a folder, by name, each folder's own before its neighbour's; links are followed, loops named.
///
/// Hidden files and folders are passed over, and README files, which speak of the folder and not of the world.
/// What a file holds is not looked at here.
pub(crate) struct Files {
    root: Place,
    walk: IntoIter,
    found: bool,
    ended: bool,
}

impl Files {
    /// Starts a walk.
    pub(crate) fn below(folder: &Path) -> Self {
        Self {
            root: place(folder),
            walk: WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter(),
            found: false,
            ended: false,
        }
    }
}

impl Iterator for Files {
    type Item = Result<PathBuf, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let entry = match self.walk.next() {
                None if self.found || self.ended => return None,
                None => {
                    self.ended = true;
                    return Some(Err(Problem::new(&self.root, Cause::EmptyFolder)));
                }
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    self.found = true;
                    return Some(Err(problem(&self.root, &error)));
                }
            };
            if entry.depth() > 0 && is_passed_over(&entry) {
                if entry.file_type().is_dir() {
                    self.walk.skip_current_dir();
                }
            } else if entry.file_type().is_file() {
                self.found = true;
                return Some(Ok(entry.into_path()));
            } else if !entry.file_type().is_dir() {
                self.found = true;
                return Some(Err(Problem::new(&place(entry.path()), Cause::NotAFile)));
            }
        }
    }
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let is_readme = Path::new(name).file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case(OsStr::new("readme")));
    name.as_encoded_bytes().starts_with(b".") || is_readme && entry.file_type().is_file()
}

/// A path as the user may read it; what is not Unicode in it is replaced.
pub(crate) fn place(path: &Path) -> Place {
    Place { path: path.to_string_lossy().into_owned(), ..Place::default() }
}

fn problem(root: &Place, error: &walkdir::Error) -> Problem {
    let place = error.path().map_or_else(|| root.clone(), place);
    if let Some(ancestor) = error.loop_ancestor() {
        return Problem::new(&place, Cause::Loop { ancestor: on_one_line(&ancestor.to_string_lossy()) });
    }
    match (error.path(), error.io_error()) {
        (Some(path), Some(error)) => refused(path, error),
        _ => Problem::new(&place, Cause::Unreadable { reason: error.to_string() }),
    }
}

/// Why the system did not open a path, in words that help.
pub(crate) fn refused(path: &Path, error: &io::Error) -> Problem {
    let cause = match error.kind() {
        io::ErrorKind::NotFound => match fs::read_link(path) {
            Ok(target) => Cause::DanglingLink { target: on_one_line(&target.to_string_lossy()) },
            Err(_) => Cause::Missing,
        },
        io::ErrorKind::PermissionDenied => Cause::Denied,
        _ => Cause::Unreadable { reason: error.to_string() },
    };
    Problem::new(&place(path), cause)
}
