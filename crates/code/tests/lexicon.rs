//! Every entry of the lexicon and every governor codes its `example` and leaves its `not` alone.

use annotate::Annotator;
use code::Coder;
use terms::Folder;

#[test]
fn every_entry_codes_its_example_and_leaves_its_counter_example_alone() {
    let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
    let annotator = Annotator::load(&data).unwrap();
    let coder = Coder::load(&data).unwrap();
    let failures = coder.check(&annotator);
    for failure in &failures {
        eprintln!("{failure}");
    }
    assert!(failures.is_empty(), "{} entries do not hold", failures.len());
}
