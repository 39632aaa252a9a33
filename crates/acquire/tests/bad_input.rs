//! Everything that can be wrong with an input: named with its place, the rest read.

mod samples;

use std::fs;
use std::path::Path;

use acquire::{Cause, Limits, Problem, Reader};
use samples::{read, split, texts};
use terms::Article;

/// Articles and problems of paths.
fn read_paths(paths: &[&Path], limits: Limits) -> (Vec<Article>, Vec<Problem>) {
    split(Reader::new(paths.iter().copied(), limits))
}

#[test]
fn a_missing_path_is_named_and_the_next_one_read() {
    let folder = tempfile::tempdir().unwrap();
    let (gone, there) = (folder.path().join("gone.txt"), folder.path().join("there.txt"));
    fs::write(&there, "Envoys met in Oslo.").unwrap();
    let (articles, problems) = read_paths(&[&gone, &there], Limits::default());
    assert_eq!(texts(&articles), ["Envoys met in Oslo."]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].cause, Cause::Missing);
    assert!(problems[0].is_error());
    assert!(problems[0].to_string().contains("gone.txt: there is no such file or folder; check the spelling"));
}

#[test]
fn an_empty_folder_and_an_empty_file_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".hidden"), "Not to be read.").unwrap();
    fs::write(folder.path().join("README.md"), "Of the folder.").unwrap();
    let (articles, problems) = read_paths(&[folder.path()], Limits::default());
    assert!(articles.is_empty());
    assert_eq!(problems.iter().map(|problem| &problem.cause).collect::<Vec<_>>(), [&Cause::EmptyFolder]);
    for nothing in ["", "\u{FEFF}", " \n\t\n"] {
        let (articles, problems) = read(nothing);
        assert!(articles.is_empty());
        assert_eq!(problems.iter().map(|problem| &problem.cause).collect::<Vec<_>>(), [&Cause::Empty]);
    }
}

#[test]
fn bytes_that_are_no_text_are_named_for_what_they_are() {
    let noise: Vec<u8> = (0..5000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (bytes, what) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "PNG image"),
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec(), "PDF"),
        (b"PK\x03\x04\x14\0\0\0".to_vec(), "zip archive"),
        (b"BZh91AY&SY".to_vec(), "bzip2"),
        (noise, "zero bytes"),
        (vec![0; 300], "zero bytes"),
        (vec![2; 300], "control characters"),
        (b"<?xml version=\"1.0\"?><nitf>".to_vec(), "XML"),
    ] {
        let (articles, problems) = read(bytes);
        assert!(articles.is_empty(), "{what}");
        assert_eq!(problems.len(), 1, "{what}: {problems:?}");
        assert!(problems[0].is_error() && problems[0].to_string().contains(what), "{what}: {}", problems[0]);
    }
}

#[test]
fn angle_brackets_alone_are_no_markup() {
    let (articles, problems) = read("<Firm Plc> said it would close its mine.");
    assert_eq!((articles.len(), problems.len()), (1, 0));
}

#[test]
fn broken_line_seven_is_named_and_the_others_read() {
    let mut lines: Vec<String> = (1..=9).map(|number| format!("{{\"text\": \"Envoy {number} left.\"}}")).collect();
    lines[6] = "{\"text\": \"Envoy 7 left.".into();
    let (articles, problems) = read(lines.join("\n"));
    assert_eq!(articles.len(), 8);
    assert_eq!(articles[6].source.line, Some(8));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].place.line, Some(7));
    assert!(problems[0].to_string().starts_with("-, line 7: broken JSON at byte "), "{}", problems[0]);
}

#[test]
fn a_broken_first_line_does_not_hide_the_kind() {
    let (articles, problems) = read("{\"text\": \"Envoys\n{\"text\": \"met.\"}\r\n\r\n{\"text\": \"left.\"}");
    assert_eq!(texts(&articles), ["met.", "left."]);
    assert_eq!(problems[0].place.line, Some(1));
}

#[test]
fn a_text_that_is_missing_null_blank_or_no_string_is_named() {
    let lines = "{\"id\": \"a\"}\n{\"text\": null}\n{\"text\": 7}\n{\"text\": [\"x\"]}\n{\"text\": \" \\n\"}\n[1]\n\"x\"\n{\"text\": \"Read.\"}\n";
    let (articles, problems) = read(lines);
    assert_eq!(texts(&articles), ["Read."]);
    assert!(problems.iter().all(Problem::is_error));
    assert_eq!(problems.iter().map(|problem| problem.place.line.unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(problems[1].cause, Cause::TextMissing);
    assert_eq!(problems[3].cause, Cause::TextNotString { found: "a list" });
    assert_eq!(problems[4].cause, Cause::TextBlank);
}

#[test]
fn null_is_absent_in_every_field() {
    let line = r#"{"id":null,"text":"Read.","title":null,"url":null,"outlet":null,"published":null,"language":null,"more":{"x":[1]}}"#;
    let (articles, problems) = read(line);
    assert_eq!(problems, []);
    let article = &articles[0];
    assert_eq!(article.id, article.content_hash[..16]);
    assert_eq!(article.content_hash, blake3::hash(b"Read.").to_hex().as_str());
    assert_eq!((&article.title, &article.url, &article.outlet, &article.published), (&None, &None, &None, &None));
}

#[test]
fn a_date_that_is_none_leaves_the_article_undated_with_a_warning() {
    for value in ["\"last week\"", "\"2016-13-01\"", "1483056000", "[]", "\"\""] {
        let (articles, problems) = read(format!("{{\"text\": \"Envoys met.\", \"published\": {value}}}"));
        assert_eq!(articles[0].published, None, "{value}");
        assert!(matches!(problems[..], [Problem { cause: Cause::Undated { .. }, .. }]), "{value}: {problems:?}");
        assert!(!problems[0].is_error());
    }
}

#[test]
fn a_field_of_the_wrong_type_and_a_repeated_one_are_warned_of() {
    let (articles, problems) = read(r#"{"id": 41, "text": "A.", "title": ["x"], "url": "a", "url": "b", "id": 41}"#);
    assert_eq!(
        (articles[0].id.as_str(), articles[0].title.as_deref(), articles[0].url.as_deref()),
        ("41", None, Some("b"))
    );
    assert_eq!(
        problems.iter().map(|problem| &problem.cause).collect::<Vec<_>>(),
        [&Cause::Repeated { field: "url" }, &Cause::FieldIgnored { field: "title", found: "a list" }]
    );
    assert!(problems.iter().all(|problem| !problem.is_error()));
}

#[test]
fn a_file_of_one_endless_line_is_over_the_limit_whatever_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let long = "word ".repeat(100_000);
    fs::write(folder.path().join("1.txt"), &long).unwrap();
    fs::write(
        folder.path().join("2.jsonl"),
        format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Short.\"}}\n", long.repeat(4)),
    )
    .unwrap();
    fs::write(folder.path().join("3.jsonl"), format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"Short.\"}}\n")).unwrap();
    fs::write(
        folder.path().join("4.json"),
        format!("[{{\"text\": \"{}\"}},\n{{\"text\": \"Short.\"}}]", long.repeat(4)),
    )
    .unwrap();
    fs::write(folder.path().join("5.jsonl"), format!("{{\"text\": \"{}", long.repeat(4))).unwrap();
    let (articles, problems) = read_paths(&[folder.path()], Limits::with_text_bytes(100_000));
    assert_eq!(texts(&articles), ["Short."; 3]);
    assert_eq!(problems.len(), 5, "{problems:?}");
    for (problem, name) in
        problems.iter().zip(["1.txt", "2.jsonl, line 1", "3.jsonl, line 1", "4.json, line 1", "5.jsonl, line 1"])
    {
        assert!(matches!(problem.cause, Cause::TooLong { .. }), "{problem}");
        assert!(problem.to_string().contains(name) && problem.is_error(), "{problem}");
    }
}

#[test]
fn a_list_with_a_broken_element_gives_the_others() {
    let (articles, problems) = read("[{\"text\": \"One.\"},\n{\"text\": },\n{\"text\": \"}]\"}, 7]");
    assert_eq!(texts(&articles), ["One.", "}]"]);
    assert_eq!(problems.iter().map(|problem| problem.place.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    let (articles, problems) = read("[{\"text\": \"One.\"},\n{\"text\": \"Tw");
    assert_eq!(texts(&articles), ["One."]);
    assert_eq!(problems.len(), 1);
}

#[test]
fn one_object_over_many_lines_is_one_article() {
    let (articles, problems) = read("{\n  \"id\": \"a\",\n  \"text\": \"Envoys met.\"\n}\n");
    assert_eq!((texts(&articles), problems), (vec!["Envoys met."], vec![]));
    assert_eq!(articles[0].id, "a");
}

#[test]
fn a_brace_alone_makes_no_json() {
    let (articles, problems) = read("{Corrects name in line 2} Envoys met.");
    assert_eq!((articles.len(), problems.len()), (1, 0));
}

#[test]
fn another_language_is_kept_named_and_no_error() {
    let line = r#"{"text": "Правительство объявило в понедельник об отзыве посла из соседней страны."}"#;
    let (articles, problems) = read(line);
    assert_eq!(articles[0].language.as_deref(), Some("ru"));
    assert!(!articles[0].is_coded());
    assert!(
        matches!(&problems[..], [problem] if !problem.is_error() && problem.to_string().contains("not English but Russian")),
        "{problems:?}"
    );
    let (articles, problems) = read(line.replace("{", "{\"language\": \"en-GB\", "));
    assert!(articles[0].is_coded() && problems.is_empty());
}

#[cfg(unix)]
mod links_and_permissions {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_that_leads_nowhere_or_in_circles_is_named_and_the_rest_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/1.txt"), "One.").unwrap();
        symlink(folder.path(), folder.path().join("a/circle")).unwrap();
        symlink("nowhere.txt", folder.path().join("b")).unwrap();
        symlink("self", folder.path().join("self")).unwrap();
        fs::write(folder.path().join("z.txt"), "Two.").unwrap();
        let (articles, problems) = read_paths(&[folder.path()], Limits::default());
        assert_eq!(texts(&articles), ["One.", "Two."]);
        assert!(
            matches!(
                &problems.iter().map(|problem| &problem.cause).collect::<Vec<_>>()[..],
                [Cause::Loop { .. }, Cause::DanglingLink { .. }, Cause::Unreadable { .. }]
            ),
            "{problems:?}"
        );
    }

    #[test]
    fn a_name_that_is_not_unicode_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.txt")), "One.").unwrap();
        let (articles, problems) = read_paths(&[folder.path()], Limits::default());
        assert_eq!((texts(&articles), problems), (vec!["One."], vec![]));
        assert!(articles[0].source.path.ends_with("caf\u{FFFD}.txt"));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let closed = folder.path().join("closed.txt");
        fs::write(&closed, "One.").unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let (articles, problems) = read_paths(&[&closed], Limits::default());
        // The superuser may read everything.
        if articles.is_empty() {
            assert_eq!(problems[0].cause, Cause::Denied);
        }
    }
}
