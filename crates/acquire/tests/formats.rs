//! Web pages, feeds, archives, tables and packed files: what each gives, and what is said where it is broken.

mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use acquire::{Cause, Fields, Limits, Reader, unpacked_body};
use jiff::civil::date;
use samples::*;
use serde_json::json;
use terms::PublishedSource;

#[test]
fn a_web_page_gives_its_main_text_and_what_it_says_of_itself() {
    let head = "<meta charset=\"iso-8859-1\"><meta property=\"og:title\" content=\"Envoys meet\">\
                <meta property=\"og:site_name\" content=\"The Wire\">\
                <meta property=\"article:published_time\" content=\"2017-03-04T10:00:00Z\">";
    let page = page(head, "José García of Peru thanked the hosts for their patience.");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    let (articles, problems) = read(bytes.into_owned());
    assert_eq!(problems, []);
    let article = &articles[0];
    assert_eq!((article.title.as_deref(), article.outlet.as_deref()), (Some("Envoys meet"), Some("The Wire")));
    let published = article.published.clone().unwrap();
    assert_eq!((published.value.as_str(), published.source), ("2017-03-04T10:00:00Z", PublishedSource::PageMetadata));
    let text = article.text.as_str();
    assert!(text.contains("José García of Peru thanked the hosts") && text.contains("On day 1 of the talks"), "{text}");
    assert!(!text.contains("All rights") && !text.contains("Home"), "{text}");
}

#[test]
fn schema_org_data_tell_headline_authors_publisher_and_the_moment_in_its_own_zone() {
    let (articles, problems) = read(page(JSON_LD, "Peru stayed."));
    assert_eq!(problems, []);
    let article = &articles[0];
    assert_eq!(article.title.as_deref(), Some("Envoys meet in Lima"));
    assert_eq!(article.author.as_deref(), Some("Ana Ruiz, Li Wei"));
    assert_eq!(article.outlet.as_deref(), Some("The Daily Wire"));
    assert_eq!(article.url.as_deref(), Some("https://wire.example/lima"));
    let published = article.published.clone().unwrap();
    assert_eq!(
        (published.value.as_str(), published.day, published.source),
        ("2017-03-04T23:30:00-05:00", date(2017, 3, 4), PublishedSource::JsonLd)
    );
}

#[test]
fn a_page_without_text_or_without_a_bottom_or_that_would_be_blown_up_is_named() {
    let fonts: String = (0..2_000).map(|number| format!("<font size={number}>")).collect();
    for (page, what) in [
        (
            "<!DOCTYPE html><html><head><script>var a = 1;</script></head><body></body></html>".to_string(),
            "no main text",
        ),
        (format!("<html><body>{}Envoys met.", "<div>".repeat(100_000)), "nested more than"),
        (format!("<html><body>{}{}", &fonts[..8_000], "<p>Envoys met.".repeat(50_000)), "elements tangled"),
        (format!("<html><body><table>{}Envoys met.", "<tr><td>".repeat(40_000)), "more than 60000 elements"),
        (format!("<html><body><p {}>Envoys met.", "a b c ".repeat(10_000)), "elements tangled"),
        (format!("<html><body>{}", "<p>Envoys met again.</p>".repeat(400_000)), "over the limit of 8000000 bytes"),
    ] {
        let (articles, problems) = read(page);
        assert!(articles.is_empty(), "{what}: {articles:?}");
        assert!(
            matches!(&problems[..], [problem] if problem.is_error() && problem.to_string().contains(what)),
            "{what}: {problems:?}"
        );
    }
}

#[test]
fn of_a_page_with_too_many_elements_the_text_before_them_is_kept_and_that_is_said() {
    let more = "<p>Again.</p>".repeat(70_000);
    let (articles, problems) = read(page("", &format!("Peru stayed.</p>{more}<p>Chile left.")));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(matches!(problems[0].cause, Cause::TooManyElements { limit: 60_000 }) && problems[0].is_error());
    let text = articles[0].text.as_str();
    assert!(text.contains("On day 6 of the talks") && text.contains("Again."), "{}", text.len());
    assert!(!text.contains("Chile left."), "{}", text.len());
}

#[test]
fn revisions_of_a_page_are_versions_of_one_article() {
    let (first, _) = read(page(JSON_LD, "Peru stayed."));
    let (second, _) = read(page(JSON_LD, "Peru left after all."));
    assert_eq!(first[0].id, second[0].id);
    assert_ne!(first[0].content_hash, second[0].content_hash);
    let (other, _) = read(page(&JSON_LD.replace("/lima", "/oslo"), "Peru stayed."));
    assert_ne!(first[0].id, other[0].id);
}

#[test]
fn rows_and_records_of_one_address_are_versions_of_one_article_where_they_give_no_id() {
    let line = |text: &str, url: &str| format!("{}\n", json!({"text": text, "url": url}));
    let lima = "https://wire.example/lima";
    let lines = line("Peru stayed.", lima) + &line("Peru left after all.", "http://www.wire.example/lima#top");
    let table = format!("url,text\n{lima},Peru stayed.\n{lima}/,Peru left after all.\n");
    let columns =
        parquet(&["url", "text"], &[&[Some(lima), Some("Peru stayed.")], &[Some(lima), Some("Peru left after all.")]]);
    let (pages, _) = read(page(JSON_LD, "Peru stayed."));
    for bytes in [lines.into_bytes(), table.into_bytes(), columns] {
        let (articles, problems) = read(bytes);
        assert_eq!((texts(&articles), problems), (vec!["Peru stayed.", "Peru left after all."], vec![]));
        assert_eq!((&articles[0].id, &articles[1].id), (&pages[0].id, &pages[0].id));
        assert_ne!(articles[0].content_hash, articles[1].content_hash);
    }
    // What names no page of its own tells nothing.
    for url in ["https://wire.example/", "https://wire.example", "wire.example/lima", "a"] {
        let (articles, _) = read(line("Peru stayed.", url) + &line("Peru left.", url));
        assert_ne!(articles[0].id, articles[1].id, "{url}");
        assert!(articles[0].content_hash.starts_with(&articles[0].id));
    }
    let given = json!({"id": "7", "text": "Peru stayed.", "url": lima}).to_string();
    assert_eq!(read(given).0[0].id, "7");
}

#[test]
fn a_feed_gives_its_entries_and_names_the_broken_one() {
    let (articles, problems) = read(RSS);
    assert_eq!(
        texts(&articles),
        [
            "Envoys of Peru and Chile met in Lima.",
            "The talks ended & the envoys left.\nNobody signed.",
            "Guards of Chile stayed at the border."
        ]
    );
    let first = &articles[0];
    assert_eq!((first.title.as_deref(), first.outlet.as_deref()), (Some("Envoys meet"), Some("The Wire")));
    assert_eq!((first.url.as_deref(), first.author.as_deref()), (Some("https://wire.example/1"), Some("Ana Ruiz")));
    assert_eq!(first.source.line, Some(4));
    let published = first.published.clone().unwrap();
    assert_eq!((published.value.as_str(), published.day), ("2017-03-04T23:30:00-05:00", date(2017, 3, 4)));
    assert_eq!(problems.iter().map(|problem| problem.place.line).collect::<Vec<_>>(), [Some(8), Some(9)]);
    assert_eq!(problems[0].cause, Cause::TextMissing);
    assert!(matches!(problems[1].cause, Cause::BrokenFeed { .. }), "{}", problems[1]);
}

#[test]
fn atom_and_json_feeds_are_feeds_too() {
    let (articles, problems) = read(ATOM);
    assert_eq!((texts(&articles), problems), (vec!["Envoys met in Oslo."], vec![]));
    assert_eq!((articles[0].outlet.as_deref(), articles[0].author.as_deref()), (Some("Bureau"), Some("Li Wei")));
    assert_eq!(articles[0].published.clone().unwrap().value, "2017-03-05T08:00:00+09:00");
    for feed in [JSON_FEED.to_string(), JSON_FEED.replace('\n', "")] {
        let (articles, problems) = read(feed);
        let expected = vec!["Envoys met in Oslo.", "They left.\nNobody signed.", "They came back."];
        assert_eq!((texts(&articles), problems), (expected, vec![]));
        assert_eq!(
            (articles[0].outlet.as_deref(), articles[0].author.as_deref()),
            (Some("The Wire"), Some("Ana Ruiz"))
        );
        assert_eq!(articles[0].published.clone().unwrap().day, date(2017, 3, 4));
    }
}

#[test]
fn a_feed_that_is_cut_off_keeps_the_entries_before_the_cut() {
    let cut = RSS.find("<item><title>Talks end").unwrap() + 40;
    let (articles, problems) = read(&RSS[..cut]);
    assert_eq!(articles.len(), 1);
    assert!(problems[0].to_string().contains("line 6: broken entry (the file ends within this entry)"), "{problems:?}");
    let (articles, problems) = read("<rss version=\"2.0\"><channel><title>The Wire</title></channel></rss>");
    assert_eq!((articles.len(), &problems[0].cause), (0, &Cause::EmptyFeed));
}

#[test]
fn a_feed_with_a_long_header_is_read_in_time_and_its_entries_under_what_the_header_says() {
    let about = "<description>Of all that is said.</description>".repeat(20_000);
    let entry = "<item><x:title>Envoys meet</x:title><title>Envoys</title><link>1</link><description>Envoys met.</description></item>";
    let feed = format!(
        "<?xml version=\"1.0\"?><!-- <item> --><rss version=\"2.0\" xmlns:x=\"http://x.example/a>b\"><channel \
         xml:base=\"https://wire.example/\"><title>The Wire</title><language>EN</language>{about}{}</channel></rss>",
        entry.repeat(3_000)
    );
    let begun = Instant::now();
    let (articles, problems) = read(feed);
    assert_eq!((articles.len(), problems), (3_000, vec![]));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let last = &articles[2_999];
    assert_eq!((last.outlet.as_deref(), last.language.as_deref()), (Some("The Wire"), Some("en")));
    assert_eq!((last.title.as_deref(), last.text.as_str()), (Some("Envoys"), "Envoys met."));
    let wide = format!("<rss version=\"2.0\" a=\"{}\"><channel>{entry}</channel></rss>", "x".repeat(70_000));
    assert!(matches!(read(wide).1[0].cause, Cause::TooLong { limit: 65_536, .. }));
}

#[test]
fn ninjs_gives_the_main_body_and_headline() {
    let (articles, problems) = read(NINJS);
    assert_eq!((texts(&articles), problems), (vec!["Envoys met."], vec![]));
    let article = &articles[0];
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("https://agency.example/n/7", Some("Envoys meet")));
    assert_eq!((article.outlet.as_deref(), article.author.as_deref()), (Some("The Agency"), Some("Ana Ruiz")));
    assert_eq!(article.published.clone().unwrap().day, date(2017, 3, 4));
    let old = json!({"uri": "urn:7", "versioncreated": "2017-03-04T09:02:48+0000", "headline": "Envoys meet",
        "body_html": "<p>Envoys met.</p>", "pubstatus": "canceled"});
    let (articles, problems) = read(format!("{old}\n{old}\n"));
    assert_eq!(texts(&articles), ["Envoys met."; 2]);
    assert_eq!(articles[0].published.clone().unwrap().value, "2017-03-04T09:02:48+00:00");
    assert_eq!(problems[0].cause, Cause::Unpublished { status: "canceled" });
}

#[test]
fn a_table_gives_an_article_a_row_whatever_stands_between_its_fields() {
    for table in [CSV.to_string(), CSV.replace(',', "\t").replace("Envoys\t", "Envoys,").replace("6\t", "6,")] {
        let (articles, problems) = read(table);
        assert_eq!(texts(&articles), ["Envoys said \"no\".\nThey left.", "The talks ended."]);
        let first = &articles[0];
        assert_eq!((first.id.as_str(), first.title.as_deref()), ("1", Some("Envoys, again")));
        assert_eq!((first.outlet.as_deref(), first.source.line), (Some("The Wire"), Some(2)));
        assert_eq!(articles[1].published.clone().unwrap().day, date(2017, 3, 6));
        assert_eq!(problems[0].cause, Cause::BrokenRow { found: 2, expected: 6 });
        assert_eq!((problems[0].place.line, &problems[1].cause), (Some(4), &Cause::TextMissing));
    }
}

#[test]
fn a_table_whose_quotation_mark_is_never_closed_ends_there() {
    let mut table = "id,text\n1,Envoys met.\n2,\"They left.\n".to_string();
    table.push_str(&"3,They came back.\n".repeat(20_000));
    let (articles, problems) = read_with(table, Limits::with_text_bytes(1_000), Fields::default());
    assert_eq!(texts(&articles), ["Envoys met."]);
    assert!(matches!(problems[..], [ref problem] if matches!(problem.cause, Cause::EndlessRow { .. })), "{problems:?}");
    assert_eq!(problems[0].place.line, Some(3));
}

#[test]
fn words_with_commas_are_no_table() {
    let (articles, problems) = read("Text, body, date and url: four words.\nEnvoys met, again.\n");
    assert_eq!((articles.len(), problems), (1, vec![]));
}

#[test]
fn fields_are_found_under_the_names_of_the_map_in_objects_tables_and_columns() {
    let map = BTreeMap::from([
        ("text".to_string(), vec!["story.words".to_string(), "Wording".to_string()]),
        ("published".to_string(), vec!["seen".to_string()]),
    ]);
    let fields = Fields::new(map).unwrap();
    let line =
        json!({"story": {"words": "Envoys met."}, "seen": "4 March 2017", "headline": "Envoys", "more": {"text": 1}});
    let table = "wording,seen\nEnvoys met.,4 March 2017\n".to_string();
    let columns = parquet(&["wording", "seen"], &[&[Some("Envoys met."), Some("4 March 2017")]]);
    for bytes in [line.to_string().into_bytes(), table.into_bytes(), columns] {
        let (articles, problems) = read_with(bytes, Limits::default(), fields.clone());
        assert_eq!((texts(&articles), problems), (vec!["Envoys met."], vec![]));
        assert_eq!(articles[0].published.clone().unwrap().value, "2017-03-04");
    }
}

#[test]
fn a_column_that_bears_a_path_of_the_map_as_its_name_gives_the_field() {
    let map = BTreeMap::from([
        ("text".to_string(), vec!["story.words".to_string()]),
        ("outlet".to_string(), vec!["From.Desk Name".to_string()]),
    ]);
    let table = "story.words,From.Desk name\nEnvoys met.,The Wire\n";
    let (articles, problems) = read_with(table, Limits::default(), Fields::new(map).unwrap());
    assert_eq!((texts(&articles), problems), (vec!["Envoys met."], vec![]));
    assert_eq!(articles[0].outlet.as_deref(), Some("The Wire"));
}

#[test]
fn records_none_of_whose_fields_is_known_say_which_they_have() {
    let columns = parquet(&["story", "seen"], &[&[Some("Envoys met."), None]]);
    for bytes in [b"{\"story\": \"Envoys met.\", \"seen\": 1}\n".to_vec(), columns] {
        let (articles, problems) = read(bytes);
        assert!(articles.is_empty());
        let message = problems[0].to_string();
        assert!(message.contains("\"story\", \"seen\"") && message.contains("[fields] text ="), "{message}");
    }
    let (_, problems) = read("title,url,date,story\nEnvoys,u,2017-03-04,Envoys met.\n");
    assert!(problems[0].to_string().contains("none of its fields gives the text"), "{problems:?}");
}

#[test]
fn parquet_gives_an_article_a_row_from_a_file_and_from_a_stream() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows");
    fs::write(&path, small_parquet()).unwrap();
    for (articles, problems) in
        [read(small_parquet()), split(Reader::new([&path], Limits::default())), read(gzip(&small_parquet()))]
    {
        assert_eq!(texts(&articles), ["Envoys met in Oslo.", "They left."]);
        assert_eq!((articles[0].id.as_str(), articles[1].source.line), ("1", Some(3)));
        assert_eq!(articles[0].published.clone().unwrap().day, date(2017, 3, 4));
        assert_eq!((problems.len(), problems[0].place.line), (1, Some(2)));
    }
    let mut cut = small_parquet();
    cut.truncate(cut.len() - 9);
    let (articles, problems) = read(cut);
    assert_eq!(articles.len(), 0);
    assert!(problems[0].to_string().contains("damaged Parquet"), "{problems:?}");
}

#[test]
fn an_archive_gives_its_pages_each_with_its_offset_and_length() {
    let crawl = crawl();
    let packed: Vec<Vec<u8>> = crawl.iter().map(|record| gzip(record)).collect();
    for (records, closing) in [(&crawl, 4), (&packed, 0)] {
        let (articles, problems) = read(records.concat());
        assert_eq!(problems, []);
        assert_eq!(articles.len(), 2);
        assert!(articles[0].text.as_str().ends_with("Peru stayed."), "{}", articles[0].text.as_str());
        assert!(articles[1].text.as_str().ends_with("Chile left."));
        assert_eq!(articles[1].url.as_deref(), Some("https://wire.example/2"));
        for (article, at) in articles.iter().zip([2, 5]) {
            let offset: usize = records[..at].iter().map(Vec::len).sum();
            assert_eq!(article.source.offset, Some(offset as u64));
            assert_eq!(article.source.length, Some((records[at].len() - closing) as u64));
        }
    }
}

#[test]
fn pages_packed_by_brotli_are_read_within_the_limits() {
    let header = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br";
    let unpacked_before = page("", "Peru stayed.").into_bytes();
    for (body, end) in [(PAGE_BY_BROTLI, "Chile left."), (&unpacked_before, "Peru stayed.")] {
        let (articles, problems) = read(response("https://wire.example/3", header, body));
        assert_eq!(problems, []);
        assert!(articles[0].text.as_str().ends_with(end), "{}", articles[0].text.as_str());
    }
    let (articles, problems) = read(response("https://wire.example/4", header, BLANKS_BY_BROTLI));
    assert!(articles.is_empty() && matches!(problems[0].cause, Cause::TooLong { .. }), "{problems:?}");
    for end in 0..PAGE_BY_BROTLI.len() {
        let (articles, problems) = read(response("https://wire.example/5", header, &PAGE_BY_BROTLI[..end]));
        assert_eq!(articles.len() + problems.len(), 1, "{end}: {articles:?} {problems:?}");
    }
    assert_eq!(unpacked_body(BLANKS_BY_BROTLI, "br", 1 << 20), None);
    assert_eq!(unpacked_body(BLANKS_BY_BROTLI, "BR", 20_000_000).map(|bytes| bytes.len()), Some(20_000_000));
    assert_eq!(unpacked_body(b"words", "zip", 100), None);
}

#[test]
fn a_broken_record_of_an_archive_is_named_and_the_next_one_read() {
    let crawl = crawl();
    let mut plain = crawl[..3].concat();
    plain.extend_from_slice(b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length at all\r\n\r\n");
    plain.extend_from_slice(&crawl[5]);
    let mut member = gzip(&crawl[2]);
    let middle = member.len() / 2;
    member[middle..middle + 8].fill(0xFF);
    let packed = [gzip(&crawl[0]), member, gzip(&crawl[5])].concat();
    for (bytes, count) in [(plain, 2), (packed, 1)] {
        let (articles, problems) = read(bytes);
        assert_eq!(articles.len(), count, "{problems:?}");
        assert!(articles[count - 1].text.as_str().ends_with("Chile left."));
        assert!(
            matches!(problems[..], [ref problem] if matches!(problem.cause, Cause::BrokenRecord { .. })),
            "{problems:?}"
        );
        assert!(problems[0].place.offset.is_some());
    }
    let cut = crawl[..3].concat();
    let (articles, problems) = read(&cut[..cut.len() - 100]);
    assert_eq!(articles.len(), 0);
    assert!(problems[0].to_string().contains("the archive ends within it"), "{problems:?}");
}

#[test]
fn packed_files_are_told_by_what_they_hold() {
    let lines = "{\"text\": \"Envoys met.\"}\n{\"text\": \"They left.\"}\n";
    for bytes in [gzip(lines.as_bytes()), zstandard(lines.as_bytes()), gzip(&zstandard(lines.as_bytes()))] {
        let (articles, problems) = read(bytes);
        assert_eq!((texts(&articles), problems), (vec!["Envoys met.", "They left."], vec![]));
        assert_eq!(articles[1].source.line, Some(2));
    }
    let long: String = (0..20_000).map(|number| format!("{{\"text\": \"Envoy {number} left.\"}}\n")).collect();
    let packed = gzip(long.as_bytes());
    let (articles, problems) = read(&packed[..packed.len() - 1_000]);
    assert!(articles.len() > 1_000, "{}", articles.len());
    assert!(matches!(problems.last().unwrap().cause, Cause::Unreadable { .. }), "{problems:?}");
}

#[test]
fn what_unpacks_without_end_is_cut_off_and_what_came_before_kept() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(b"{\"text\": \"Envoys met.\"}\n{\"text\": \"They left.\"}\n").unwrap();
    let blank = vec![b' '; 1 << 20];
    for _ in 0..200 {
        encoder.write_all(&blank).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let (articles, problems) = read(bomb.clone());
    assert_eq!(texts(&articles), ["Envoys met.", "They left."]);
    assert!(problems.iter().any(|problem| matches!(problem.cause, Cause::Bomb { .. })), "{problems:?}");
    let mut limits = Limits::default();
    limits.unpacked_bytes = 1 << 20;
    let (articles, problems) = read_with(bomb, limits, Fields::default());
    assert_eq!(articles.len(), 2);
    assert!(problems.iter().any(|problem| matches!(problem.cause, Cause::UnpackedTooLong { .. })), "{problems:?}");
    let nested = (0..5).fold(b"{\"text\": \"Envoys met.\"}\n".to_vec(), |bytes, _| gzip(&bytes));
    let (articles, problems) = read(nested);
    assert_eq!((articles.len(), &problems[0].cause), (0, &Cause::PackedTooOften { limit: 3 }));
}

#[test]
fn a_list_within_an_answer_is_a_list() {
    let answer = json!({"status": "ok", "totalResults": 2, "articles": [
        {"source": {"id": null, "name": "The Wire"}, "title": "Envoys meet", "content": "Envoys met.", "publishedAt": "2017-03-04T10:00:00Z"},
        {"source": {"name": "The Wire"}, "content": "They left."}]});
    for answer in [answer.to_string(), serde_json::to_string_pretty(&answer).unwrap()] {
        let (articles, problems) = read(answer);
        assert_eq!((texts(&articles), problems), (vec!["Envoys met.", "They left."], vec![]));
        assert_eq!(articles[0].outlet.as_deref(), Some("The Wire"));
        assert_eq!(articles[0].published.clone().unwrap().day, date(2017, 3, 4));
    }
}
