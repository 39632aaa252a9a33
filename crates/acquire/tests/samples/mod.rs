//! Small files of every kind, written for the tests.

#![allow(dead_code, reason = "each test file uses some of them")]
#![allow(clippy::unwrap_used, reason = "these are tests")]

use std::io::{Cursor, Write};
use std::sync::Arc;

use acquire::{Fields, Input, Limits, Problem, Reader};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use terms::Article;

/// Articles and problems of bytes from a stream.
pub fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Article>, Vec<Problem>) {
    read_with(bytes, Limits::default(), Fields::default())
}

/// The same, within other limits and with other names of fields.
pub fn read_with(bytes: impl Into<Vec<u8>>, limits: Limits, fields: Fields) -> (Vec<Article>, Vec<Problem>) {
    split(Reader::new([Input::stream("-", Cursor::new(bytes.into()))], limits).with_fields(fields))
}

/// What a reader gives, sorted into articles and problems.
pub fn split(reader: Reader) -> (Vec<Article>, Vec<Problem>) {
    let (mut articles, mut problems) = (Vec::new(), Vec::new());
    for item in reader {
        match item {
            Ok(article) => articles.push(article),
            Err(problem) => problems.push(problem),
        }
    }
    (articles, problems)
}

/// The texts of articles.
pub fn texts(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.text.as_str()).collect()
}

/// Six paragraphs and a seventh that is the one given.
pub fn paragraphs(last: &str) -> String {
    let days = (1..=6).map(|day| {
        format!(
            "<p>On day {day} of the talks the envoys of Peru and Chile met in Lima, and the minister said that they \
             would meet again before the week was out.</p>\n"
        )
    });
    days.collect::<String>() + &format!("<p>{last}</p>\n")
}

/// A web page as outlets make them.
pub fn page(head: &str, last: &str) -> String {
    format!(
        "<!-- saved --> <!DOCTYPE html><html lang=en><head><title>Envoys meet | The Wire</title>{head}</head>\
         <body><nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>Envoys meet</h1>{}</article>\
         <footer>All rights reserved</footer></body></html>",
        paragraphs(last)
    )
}

/// schema.org data of an article.
pub const JSON_LD: &str = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Wire"},
{"@type":"NewsArticle","headline":"Envoys meet in Lima","datePublished":"2017-03-04T23:30:00-05:00","dateModified":"2017-03-09",
"author":[{"@type":"Person","name":"Ana Ruiz"},{"@type":"Person","name":"Li Wei"}],"publisher":{"@type":"Organization","name":"The Daily Wire"},
"mainEntityOfPage":{"@id":"https://wire.example/lima"}}]}</script>"#;

/// An RSS feed: one whole entry, one with markup, one without words, one broken, one whole.
pub const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Wire</title><link>https://wire.example/</link><description>News</description><language>en-gb</language>
<item><title>Envoys meet</title><link>https://wire.example/1</link><guid>w1</guid><dc:creator>Ana Ruiz</dc:creator>
<pubDate>Sat, 04 Mar 2017 23:30:00 -0500</pubDate><description>Envoys of Peru and Chile met in Lima.</description></item>
<item><title>Talks end</title><link>https://wire.example/2</link><pubDate>Sun, 05 Mar 2017 10:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The talks ended &amp; the envoys left.</p><script>x</item></script><p>Nobody signed.</p>]]></content:encoded></item>
<item><title>Nothing but a title</title><link>https://wire.example/3</link></item>
<item><title>Broken</title><description>Never <b closed</description></b></item>
<item><title>Guards stay</title><link>https://wire.example/5</link><description>Guards of Chile stayed at the border.</description></item>
</channel></rss>
"#;

/// An Atom feed of one entry.
pub const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Bureau</title><id>urn:b</id><updated>2017-03-06T00:00:00Z</updated>
<entry><title>Envoys meet</title><id>urn:b:1</id><link href="https://bureau.example/1"/><author><name>Li Wei</name></author>
<published>2017-03-05T08:00:00+09:00</published><updated>2017-03-06T00:00:00Z</updated>
<content type="html">&lt;p&gt;Envoys met in Oslo.&lt;/p&gt;</content></entry></feed>"#;

/// A JSON Feed of three entries: plain words, markup, a summary alone.
pub const JSON_FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Wire", "language": "en", "items": [
 {"id": "1", "url": "https://wire.example/1", "title": "Envoys meet", "content_text": "Envoys met in Oslo.", "date_published": "2017-03-04T10:00:00Z", "authors": [{"name": "Ana Ruiz"}]},
 {"id": "2", "url": "https://wire.example/2", "content_html": "<p>They left.</p><p>Nobody signed.</p>"},
 {"id": "3", "summary": "They came back."}]}"#;

/// A ninjs 3.1 object.
pub const NINJS: &str = r#"{"uri": "https://agency.example/n/7", "type": "text", "standard": {"name": "ninjs", "version": "3.1"},
 "versionCreated": "2017-03-04T10:37:00Z", "language": "en", "pubStatus": "usable", "by": "Ana Ruiz", "infoSources": [{"name": "The Agency"}],
 "headlines": [{"role": "short", "value": "Envoys"}, {"role": "main", "value": "Envoys meet"}],
 "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": "<p>Envoys <b>met</b>.</p>"}, {"role": "main", "contentType": "text/plain", "value": "Envoys met."}]}"#;

/// A table with a comma, a line end and marks within a field, a row too short, and one without words.
pub const CSV: &str = "ID,Headline,Body,Published At,Source,colour\n1,\"Envoys, again\",\"Envoys said \"\"no\"\".\nThey left.\",2017-03-04,The Wire,red\n2,Short row\n3,Empty,,2017-03-05,The Wire,blue\n4,Talks end,The talks ended.,\"March 6, 2017\",The Wire,blue\n";

/// A WARC record.
pub fn record(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// A WARC record of a response with this header and body.
pub fn response(url: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {header}\r\n\r\n").as_bytes(), body].concat();
    record("response", url, "application/http; msgtype=response", &block)
}

/// Records of a crawl: what opens it, two pages (one in packed chunks), and what is no page.
pub fn crawl() -> Vec<Vec<u8>> {
    let packed = gzip(page("", "Chile left.").as_bytes());
    let mut chunked = format!("{:x}\r\n", packed.len()).into_bytes();
    chunked.extend_from_slice(&packed);
    chunked.extend_from_slice(b"\r\n0\r\n\r\n");
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: none\r\n"),
        record("request", "https://wire.example/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("https://wire.example/1", "200 OK\r\nContent-Type: text/html", page("", "Peru stayed.").as_bytes()),
        response("https://wire.example/x", "404 Not Found\r\nContent-Type: text/html", page("", "Lost.").as_bytes()),
        response("https://wire.example/y.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n"),
        response(
            "https://wire.example/2",
            "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
            &chunked,
        ),
    ]
}

/// Bytes as a gzip member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A web page of seven paragraphs, the last "Chile left.", packed by Brotli.
pub const PAGE_BY_BROTLI: &[u8] = include_bytes!("page.br");

/// Twenty million blanks, packed by Brotli.
pub const BLANKS_BY_BROTLI: &[u8] = b"\xcb\xff\xff\x3f\xf8\x25\x40\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\
    \x7f\xf0\x4b\x00\xc4\x61\x11\x80\xee\xfd\x5f\xfe\xb3\xc4\xe0\x97\x00\x88\xc3\x02\x00\x5d\x92\x18";

/// Bytes as a Zstandard frame.
pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

/// A Parquet file of strings.
pub fn parquet(columns: &[&str], rows: &[&[Option<&str>]]) -> Vec<u8> {
    let fields: String = columns.iter().map(|name| format!("optional binary {name} (UTF8);")).collect();
    let schema = Arc::new(parse_message_type(&format!("message rows {{ {fields} }}")).unwrap());
    let properties = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut file = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut file, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for at in 0..columns.len() {
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<ByteArray> = rows.iter().filter_map(|row| row[at]).map(ByteArray::from).collect();
        let levels: Vec<i16> = rows.iter().map(|row| i16::from(row[at].is_some())).collect();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    file
}

/// A small Parquet file.
pub fn small_parquet() -> Vec<u8> {
    parquet(
        &["id", "text", "date", "colour"],
        &[
            &[Some("1"), Some("Envoys met in Oslo."), Some("2017-03-04"), Some("red")],
            &[Some("2"), None, None, None],
            &[None, Some("They left."), None, Some("blue")],
        ],
    )
}

/// One file of every kind that is read.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let crawl = crawl();
    vec![
        ("plain", b"Saturday, March 4, 2017\n\nEnvoys met in Oslo.\n".to_vec()),
        ("markdown", b"---\ntitle: Envoys meet\ndate: 2017-03-04\n---\n# Envoys\n\nThey met.\n".to_vec()),
        ("lines", b"{\"text\": \"Envoys met.\", \"id\": 1}\n{\"text\": \"They left.\"}\n".to_vec()),
        ("list", b"[{\"text\": \"Envoys met.\"},\n{\"text\": \"They left.\", \"published\": \"2017-03-04\"}]".to_vec()),
        ("page", page(JSON_LD, "Peru stayed.").into_bytes()),
        ("rss", RSS.into()),
        ("atom", ATOM.into()),
        ("json feed", JSON_FEED.into()),
        ("ninjs", NINJS.into()),
        ("table", CSV.into()),
        ("parquet", small_parquet()),
        ("warc", crawl.concat()),
        ("packed warc", crawl.iter().flat_map(|record| gzip(record)).collect()),
        (
            "brotli",
            response(
                "https://wire.example/3",
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br",
                PAGE_BY_BROTLI,
            ),
        ),
        ("gzip", gzip(RSS.as_bytes())),
        ("zstandard", zstandard(b"{\"text\": \"Envoys met.\"}\n{\"text\": \"They left.\"}\n")),
    ]
}
