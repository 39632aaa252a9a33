//! The table of formats, and the tables of rows.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod sample;

use std::collections::BTreeSet;

use export::{FORMATS, Source, check, format};
use parquet::basic::Type as Physical;
use parquet::file::reader::{FileReader, SerializedFileReader};
use sample::{Files, ODD, PROGRAM, coded, mapping, record, written};
use terms::Record;

fn parquet_file(bytes: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
    SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap()
}

#[test]
fn formats_and_parts_have_names_of_their_own() {
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    for format in FORMATS {
        let parts: BTreeSet<&str> = format.parts.iter().map(|part| part.name).collect();
        assert_eq!(parts.len(), format.parts.len(), "{}", format.name);
    }
    assert!(format("xml").is_none());
}

#[test]
fn every_format_gives_the_same_bytes_each_time_and_takes_an_empty_record() {
    let (empty, full) = (Record::default(), record());
    for format in FORMATS {
        for part in format.parts {
            assert_eq!(written(&full, format.name, part.name), written(&full, format.name, part.name), "{}", part.file);
            let _ = written(&empty, format.name, part.name);
        }
    }
}

#[test]
fn csv_gives_odd_words_back_as_they_were() {
    let sheet = written(&record(), "csv", "articles");
    let mut sheet = csv::Reader::from_reader(sheet.as_slice());
    let at = sheet.headers().unwrap().iter().position(|name| name == "title").unwrap();
    let first = sheet.records().next().unwrap().unwrap();
    assert_eq!(&first[at], ODD);
}

#[test]
fn csv_and_parquet_tell_the_same_rows() {
    for part in format("csv").unwrap().parts {
        let sheet = written(&record(), "csv", part.name);
        let mut sheet = csv::Reader::from_reader(sheet.as_slice());
        let head: Vec<String> = sheet.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = sheet.records().count();
        let file = parquet_file(written(&record(), "parquet", part.name));
        let meta = file.metadata().file_metadata();
        let names: Vec<&str> = meta.schema_descr().columns().iter().map(|column| column.name()).collect();
        assert_eq!(names, head, "{}", part.name);
        assert_eq!(usize::try_from(meta.num_rows()).unwrap(), rows, "{}", part.name);
        assert!(rows > 0, "{}", part.name);
    }
}

#[test]
fn integers_of_parquet_are_signed() {
    for part in format("parquet").unwrap().parts {
        let file = parquet_file(written(&record(), "parquet", part.name));
        for column in file.metadata().file_metadata().schema_descr().columns() {
            let allowed = [Physical::INT64, Physical::DOUBLE, Physical::BOOLEAN, Physical::BYTE_ARRAY];
            assert!(allowed.contains(&column.physical_type()), "{}", column.name());
            let kind = format!("{:?}", column.logical_type_ref());
            assert!(kind == "None" || kind.contains("String"), "{}: {kind}", column.name());
        }
    }
}

#[test]
fn a_folder_of_parquet_is_parted_by_day_and_loses_no_row() {
    let (mapping, record) = (mapping(), record());
    let coded = coded(&record);
    let source = Source::new(&record, &coded, &mapping, PROGRAM);
    let mut files = Files::default();
    format("parquet").unwrap().write(&source, &mut files).unwrap();
    let paths: Vec<&String> = files.0.keys().collect();
    assert!(files.0.contains_key("events/day=2016-12-29/part-0.parquet"), "{paths:?}");
    assert!(files.0.contains_key("articles/day=__HIVE_DEFAULT_PARTITION__/part-0.parquet"), "{paths:?}");
    let events = files.0.into_iter().filter(|(path, _)| path.starts_with("events/"));
    let rows: i64 = events.map(|(_, bytes)| parquet_file(bytes).metadata().file_metadata().num_rows()).sum();
    assert_eq!(usize::try_from(rows).unwrap(), record.events.len());
}

#[test]
fn every_row_says_which_codes_it_is_in() {
    for part in format("csv").unwrap().parts {
        let sheet = written(&record(), "csv", part.name);
        for row in csv::Reader::from_reader(sheet.as_slice()).records() {
            let row = row.unwrap();
            assert_eq!((&row[row.len() - 3], &row[row.len() - 2]), ("PLOVER", "2.0"), "{}", part.name);
        }
    }
}

#[test]
fn many_rows_make_several_groups_and_one_file() {
    let mut record = record();
    let article = record.articles[0].clone();
    record.articles =
        (0..25_000).map(|number| terms::ArticleRow { id: format!("{number:05}"), ..article.clone() }).collect();
    let file = parquet_file(written(&record, "parquet", "articles"));
    assert_eq!(file.metadata().num_row_groups(), 3);
    assert_eq!(file.metadata().file_metadata().num_rows(), 25_000);
}

#[test]
fn techniques_hold_to_their_examples() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    assert_eq!(check(&terms::Folder(data)).unwrap(), []);
}
