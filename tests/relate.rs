//! `demarche relate`: JSON lines in, JSON lines out.

use assert_cmd::Command;
use serde_json::Value;

fn relate(input: &str, flags: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("demarche").expect("the program is built");
    command.arg("relate").args(flags).write_stdin(input.to_owned()).assert()
}

fn lines(assert: &assert_cmd::assert::Assert) -> Vec<Value> {
    let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

const REFUSED: &str =
    r#"{"id": 7, "text": "Kenya refused to send aid to Sudan on Monday.", "actor": [0, 5], "recipient": [29, 34]}"#;

#[test]
fn a_refused_deed_is_a_rejection_and_tells_its_deed() {
    let assert = relate(REFUSED, &[]).success();
    let [line] = &lines(&assert)[..] else { panic!("one line") };
    assert_eq!(line["id"], 7);
    assert_eq!(line["event"], "REJECT");
    assert_eq!(line["quad_code"], 3);
    assert_eq!((&line["deed"], &line["status"]), (&Value::from("AID"), &Value::from("refused")));
    for chance in ["score", "none_score"] {
        let chance = line[chance].as_f64().expect("a chance");
        assert!((0.0..=1.0).contains(&chance));
    }
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_done() {
    let input = format!("{{\"text\": \"no spans\"}}\n{REFUSED}\n\n{}\n", REFUSED.replace("[0, 5]", "[40, 99]"));
    let assert = relate(&input, &[]).code(1);
    assert_eq!(lines(&assert).len(), 1);
    let errors = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(errors.contains("line 1") && errors.contains("line 4") && errors.contains("[40, 99]"), "{errors}");
}

#[test]
fn without_the_model_the_program_says_so_and_still_answers() {
    let assert = relate(REFUSED, &["--no-model"]).success();
    assert_eq!(lines(&assert).len(), 1);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("no relation model"));
}
