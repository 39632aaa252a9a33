//! Every entry of the layers' data files finds its own example and leaves its `not` alone.

use annotate::Annotator;
use terms::Folder;

#[test]
fn every_entry_finds_its_example_and_leaves_its_not_alone() {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    let annotator = Annotator::load(&data).unwrap();
    let failures: Vec<String> = annotator.check(&data).unwrap().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
