//! Timelines, graphs and maps.

mod sample;

use quick_xml::Reader;
use quick_xml::events::Event;
use sample::text;
use serde_json::Value;

#[test]
fn a_slide_says_first_how_an_event_stands() {
    let timeline: Value = serde_json::from_str(&text("timeline", "timeline")).unwrap();
    let slides = timeline["events"].as_array().unwrap();
    assert_eq!(slides.len(), 5);
    let refused = slides.iter().find(|slide| slide["unique_id"] == "refused").unwrap();
    assert!(refused["text"]["headline"].as_str().unwrap().starts_with("refused: "));
    assert!(refused["text"]["text"].as_str().unwrap().contains("PLOVER: REJECT"));
    let month = slides.iter().find(|slide| slide["unique_id"] == "attack").unwrap();
    assert_eq!((month["start_date"]["day"].as_i64(), month["end_date"]["day"].as_i64()), (Some(1), Some(30)));
}

#[test]
fn no_script_of_an_article_gets_into_a_timeline() {
    let told = text("timeline", "timeline");
    assert!(!told.contains("<script") && told.contains("&lt;script"), "{told}");
}

#[test]
fn a_graph_counts_what_plover_counts() {
    let told = text("graphml", "graph");
    let mut reader = Reader::from_str(&told);
    let mut edges = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) if element.name().as_ref() == "edge" => edges += 1,
            Event::Eof => break,
            _ => {}
        }
    }
    // Obama and the United States to Russia, Russia to the United States (a refusal), Russia to the party (an attack).
    assert_eq!(edges, 4, "{told}");
    assert!(told.contains("REJECT 1") && !told.contains("may"), "{told}");
}

#[test]
fn a_place_has_its_degrees_east_first() {
    let map: Value = serde_json::from_str(&text("geojson", "places")).unwrap();
    let places = map["features"].as_array().unwrap();
    assert_eq!(places.len(), 1);
    assert_eq!(places[0]["geometry"]["coordinates"], serde_json::json!([46.361, 40.683]));
    assert_eq!(places[0]["properties"]["mapping_version"].as_str().unwrap().len(), 12);
}
