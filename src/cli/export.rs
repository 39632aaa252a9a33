//! `demarche export`: the ledger in formats of others.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use export::{FORMATS, Folder, Format, Part, Source};
use miette::{Report, Result, miette};
use terms::{Coded, Record};

use crate::cli::context::Context;
use crate::cli::filter::FilterArguments;
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, fault};

/// What exports are said to be made by.
const PROGRAM: &str = concat!("demarche ", env!("CARGO_PKG_VERSION"));

/// Flags of `demarche export`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Format to write
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    to: String,
    /// File to write, or, for a format of several files, a new folder [default: standard output]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Only one file of a format of several ("events", "mentions", "claims", …)
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    #[command(flatten)]
    view: ViewArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

fn formats() -> PossibleValuesParser {
    FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)).collect::<Vec<_>>().into()
}

/// Where to write what.
enum Target<'a> {
    Output(&'static Part),
    File(&'static Part, &'a Path),
    Folder(&'a Path),
}

/// Writes the record.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let format = named(&arguments.to)?;
    let path = arguments.out.as_deref().filter(|path| *path != Path::new("-"));
    let target = target(format, arguments.part.as_deref(), path)?;
    if matches!(target, Target::Output(_)) && !format.is_text && io::stdout().is_terminal() {
        return Err(miette!(help = "give a file with --out, or send it on", "{} is nothing to read", format.name));
    }
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let record = arguments.filter.apply(record)?;
    let coded = ledger.coded(arguments.view.read_as_of).map_err(fault::ledger)?;
    let mapping = context.mapping()?;
    let source = Source::new(&record, &coded, &mapping, PROGRAM);
    match target {
        Target::Output(part) => part.write(&source, out).map_err(fault::output)?,
        Target::File(part, path) => file(part, &source, path)?,
        Target::Folder(path) => folder(format, &source, path)?,
    }
    Ok(Outcome::Fine)
}

/// Prints one part of a record that is at hand: the tables of `ledger` and `claims`.
pub(crate) fn table(
    context: &Context,
    record: &Record,
    format: &str,
    part: &str,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let format = named(format)?;
    let part = self::part(format, part)?;
    let mapping = context.mapping()?;
    let coded: [Coded; 0] = [];
    part.write(&Source::new(record, &coded, &mapping, PROGRAM), out).map_err(fault::output)?;
    Ok(Outcome::Fine)
}

fn named(name: &str) -> Result<&'static Format> {
    let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    export::format(name).ok_or_else(|| miette!(help = format!("formats: {}", known()), "there is no format {name:?}"))
}

fn part(format: &Format, name: &str) -> Result<&'static Part> {
    format
        .part(name)
        .ok_or_else(|| miette!(help = format!("its parts: {}", parts(format)), "{} has no part {name:?}", format.name))
}

fn parts(format: &Format) -> String {
    format.parts.iter().map(|part| part.name).collect::<Vec<_>>().join(", ")
}

fn target<'a>(format: &'static Format, only: Option<&str>, path: Option<&'a Path>) -> Result<Target<'a>> {
    let part = match (only, format.parts) {
        (Some(name), _) => Some(part(format, name)?),
        (None, [single]) => Some(single),
        (None, _) => None,
    };
    let (name, count) = (format.name, format.parts.len());
    match (part, path) {
        (Some(part), None) => Ok(Target::Output(part)),
        (Some(part), Some(path)) if path.is_dir() => {
            let file = path.join(part.file);
            Err(miette!(
                help = format!("give a file, such as {}", file.display()),
                "{} is a folder, and this is one file",
                path.display()
            ))
        }
        (Some(part), Some(path)) => Ok(Target::File(part, path)),
        (None, None) => Err(miette!(
            help = format!("give a new folder with --out, or one part with --part: {}", parts(format)),
            "{name} is {count} files"
        )),
        (None, Some(path)) if path.exists() && !path.is_dir() => Err(miette!(
            help = format!("give a new folder with --out, or one part with --part: {}", parts(format)),
            "{} is a file, and {name} is {count} files",
            path.display()
        )),
        (None, Some(path)) if fs::read_dir(path).is_ok_and(|mut held| held.next().is_some()) => Err(miette!(
            help = "give a new or an empty folder, so that nothing of an earlier export is taken for this one's",
            "{} holds files already",
            path.display()
        )),
        (None, Some(path)) => Ok(Target::Folder(path)),
    }
}

/// Writes a file; until it is whole it bears another name, so that half a file is never taken for one.
fn file(part: &Part, source: &Source<'_>, path: &Path) -> Result<()> {
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let written = File::create(&half).and_then(|file| {
        let mut out = BufWriter::new(file);
        part.write(source, &mut out)?;
        out.flush()?;
        fs::rename(&half, path)
    });
    written.map_err(|error| {
        // What is left of it is of no use, and there may be nothing.
        let _ = fs::remove_file(&half);
        unwritten(path, &error)
    })
}

fn folder(format: &Format, source: &Source<'_>, path: &Path) -> Result<()> {
    let mut disk = Disk { root: path, open: None };
    let written = fs::create_dir_all(path).and_then(|()| format.write(source, &mut disk)).and_then(|()| disk.finish());
    written.map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &io::Error) -> Report {
    miette!(help = "name a place that may be written and has room", "{}: {error}", path.display())
}

/// A folder on disk.
struct Disk<'a> {
    root: &'a Path,
    open: Option<BufWriter<File>>,
}

impl Disk<'_> {
    fn finish(&mut self) -> io::Result<()> {
        self.open.take().map_or(Ok(()), |mut file| file.flush())
    }
}

impl Folder for Disk<'_> {
    fn create(&mut self, path: &str) -> io::Result<&mut dyn Write> {
        self.finish()?;
        let path = self.root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(self.open.insert(BufWriter::new(File::create(path)?)))
    }
}
