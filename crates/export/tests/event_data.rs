//! PLOVER, POLECAT, GDELT: what is counted, and in which columns.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod sample;

use sample::{ODD, cells, text};
use serde_json::Value;

fn records() -> Vec<Value> {
    text("plover", "events").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_refused_expulsion_is_exported_as_a_refusal_and_never_as_an_expulsion() {
    let records = records();
    let refused = records.iter().find(|record| record["id"] == "refused").unwrap();
    assert_eq!((refused["event"][0].as_str(), refused["mode"].as_array().map(Vec::len)), (Some("REJECT"), Some(0)));
    assert_eq!(refused["deed"]["mode"][0], "expel");
    let table = text("polecat", "events");
    let refused = cells(&table).into_iter().find(|row| row[0] == "refused").unwrap();
    assert_eq!((refused[2], refused[3], refused[5]), ("REJECT", "None", "3"));
    let table = text("gdelt", "events");
    for row in cells(&table).iter().filter(|row| row[26] == "166") {
        assert_eq!((row[7], row[17]), ("USA", "RUS"), "{row:?}");
    }
    assert!(cells(&table).iter().any(|row| row[7] == "RUS" && row[26] == "120"), "{table}");
}

#[test]
fn what_plover_does_not_count_is_not_exported_as_event_data() {
    assert!(records().iter().all(|record| record["id"] != "may"));
    let table = text("polecat", "events");
    assert!(cells(&table).iter().all(|row| row[0] != "may"));
    assert_eq!(cells(&table).len(), 1 + 4);
}

#[test]
fn plover_records_have_the_manuals_names_and_say_which_codes_they_are_in() {
    for record in records() {
        for field in ["id", "date", "source", "event"] {
            assert!(record.get(field).is_some(), "{field}: {record}");
        }
        assert_eq!((record["ontology"].as_str(), record["ontology_version"].as_str()), (Some("PLOVER"), Some("2.0")));
        assert_eq!(record["mapping_version"].as_str().unwrap().len(), 12);
    }
    let done = &records()[0];
    assert_eq!(done["recipient"][0]["identifier_id"], "Q159");
    assert_eq!(done["date"], "2016-12-29");
    assert_eq!(done["cite_info"]["title"], ODD);
    let attack = records().into_iter().find(|record| record["id"] == "attack").unwrap();
    assert_eq!((attack["date"].as_str(), attack["enddate"].as_str()), (Some("2016-11-01"), Some("2016-11-30")));
    assert_eq!(
        (attack["event_loc"]["country code"].as_str(), attack["event_loc"]["cc3"].as_str()),
        (Some("AZ"), Some("AZE"))
    );
}

#[test]
fn a_refusal_is_dated_by_its_saying_and_not_by_the_day_of_what_was_refused() {
    let records = records();
    let refused = records.iter().find(|record| record["id"] == "refused").unwrap();
    assert_eq!(refused["date"], "2016-12-30");
}

#[test]
fn quotes_of_a_forgotten_article_are_left_out() {
    let records = records();
    let refused = records.iter().find(|record| record["id"] == "refused").unwrap();
    assert_eq!(refused["event_text"].as_array().unwrap().len(), 0);
}

#[test]
fn polecat_has_forty_columns_in_every_row_whatever_the_words() {
    let table = text("polecat", "events");
    assert!(cells(&table).iter().all(|row| row.len() == 40), "{table}");
    let rows = cells(&table);
    assert_eq!((rows[0][0], rows[0][39]), ("Event ID", "Version"));
    let done = rows.iter().find(|row| row[0] == "done").unwrap();
    assert_eq!((done[7], done[8], done[9]), ("Barack Obama; United States", "USA", "2"));
    assert_eq!((done[16], done[17], done[22]), ("RUS", "365", "Q159"));
    assert!(!table.contains('"'));
}

#[test]
fn gdelt_has_sixty_one_columns_and_sixteen_and_codes_are_whole() {
    let events = text("gdelt", "events");
    assert!(cells(&events).iter().all(|row| row.len() == 61), "{events}");
    let mentions = text("gdelt", "mentions");
    assert!(cells(&mentions).iter().all(|row| row.len() == 16), "{mentions}");
    let done = &cells(&events)[0];
    assert_eq!((done[1], done[2], done[3]), ("20161229", "201612", "2016"));
    assert_eq!((done[5], done[6], done[7], done[12]), ("USAGOV", "BARACK OBAMA", "USA", "GOV"));
    assert_eq!((done[26], done[27], done[28], done[29]), ("166", "166", "16", "4"));
    assert_eq!(done[59], "20161230043000"); // in UTC
    assert_eq!(done[60], "https://news.example/a?x=1&y=2");
}

#[test]
fn two_names_of_one_country_are_one_side_and_one_row() {
    let events = text("gdelt", "events");
    assert_eq!(cells(&events).iter().filter(|row| row[26] == "166").count(), 1);
}

#[test]
fn a_denial_of_ones_own_deed_is_016_by_who_denies_to_who_said_it() {
    let events = text("gdelt", "events");
    let denials: Vec<_> = cells(&events).into_iter().filter(|row| row[26] == "016").collect();
    let [denial] = denials.as_slice() else { panic!("{events}") };
    assert_eq!((denial[6], denial[7], denial[16], denial[17]), ("SERGEI LAVROV", "RUS", "THE FBI", "USA"));
    assert_eq!((denial[28], denial[29], denial[30]), ("01", "1", "-2"));
}

#[test]
fn mentions_tell_where_actors_and_action_stand() {
    let (events, mentions) = (text("gdelt", "events"), text("gdelt", "mentions"));
    let done = cells(&events)[0][0];
    let rows: Vec<_> = cells(&mentions).into_iter().filter(|row| row[0] == done).collect();
    let [row] = rows.as_slice() else { panic!("{mentions}") };
    assert_eq!((row[6], row[7], row[8], row[9], row[11]), ("2", "0", "10", "21", "80"));
    assert_eq!((row[3], row[4], row[5]), ("1", "news.example", "https://news.example/a?x=1&y=2"));
    let ids: std::collections::BTreeSet<&str> = cells(&events).iter().map(|row| row[0]).collect();
    assert_eq!(ids.len(), cells(&events).len());
    assert!(cells(&mentions).iter().all(|row| ids.contains(row[0])));
    assert!(ids.iter().all(|id| id.parse::<i64>().unwrap() < 1 << 53));
}
