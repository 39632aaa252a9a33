//! Tokens a second of the foundation and of the whole stage, on the texts that the agreement test uses.
//!
//! One thread; on a machine shared with others compare CPU time, not the clock.

use std::time::{Duration, Instant};

use annotate::Annotator;
use annotate::attributions::Attributions;
use annotate::foundation::Foundation;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use terms::{Annotate, Annotated, Article, Folder, Place, Resources, Text};

/// Rounds over all texts by which the share is measured.
const ROUNDS: usize = 3;

fn texts() -> Vec<String> {
    let fixtures = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures").into());
    let paths = fixtures.list("texts");
    paths.iter().map(|path| fixtures.text(path).expect("a listed text").into_owned()).collect()
}

fn data() -> Folder {
    Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())
}

fn article(text: &str) -> Article {
    Article {
        id: "bench".into(),
        text: Text::new(text),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: None,
        preamble: 0,
        language: Some("en".into()),
        content_hash: String::new(),
        source: Place::default(),
    }
}

fn parsing(criterion: &mut Criterion) {
    let texts = texts();
    let foundation = Foundation::load(&data()).expect("the model in the repository");
    let tokens: usize = texts.iter().map(|text| foundation.parse(text).tokens.len()).sum();
    let mut group = criterion.benchmark_group("annotate");
    group.throughput(Throughput::Elements(tokens as u64)).measurement_time(Duration::from_secs(10)).sample_size(20);
    group.bench_function("foundation", |bencher| {
        bencher.iter(|| texts.iter().map(|text| foundation.parse(text).tokens.len()).sum::<usize>());
    });
    let annotator = Annotator::load(&data()).expect("the data in the repository");
    let articles: Vec<Article> = texts.iter().map(|text| article(text)).collect();
    group.bench_function("all layers", |bencher| {
        bencher.iter(|| articles.iter().map(|article| annotator.annotate(article).tokens.len()).sum::<usize>());
    });
    group.finish();
}

/// The attribution layer beside all layers, on the same texts; prints its share, which must stay below 15 %.
fn attributions(criterion: &mut Criterion) {
    let annotator = Annotator::load(&data()).expect("the data in the repository");
    let layer = Attributions::load(&data()).expect("the data in the repository");
    let articles: Vec<Article> = texts().iter().map(|text| article(text)).collect();
    let annotated: Vec<Annotated> = articles.iter().map(|article| annotator.annotate(article)).collect();
    let tokens: usize = annotated.iter().map(|annotated| annotated.tokens.len()).sum();
    let all = || articles.iter().map(|article| annotator.annotate(article).tokens.len()).sum::<usize>();
    let own = || annotated.iter().map(|annotated| layer.find(annotated).len()).sum::<usize>();
    let clock = |work: &dyn Fn() -> usize| {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            std::hint::black_box(work());
        }
        start.elapsed().as_secs_f64()
    };
    println!("share of the attribution layer: {:.1} %", 100.0 * clock(&own) / clock(&all));
    let mut group = criterion.benchmark_group("annotate");
    group.throughput(Throughput::Elements(tokens as u64)).sample_size(20);
    group.bench_function("attributions", |bencher| bencher.iter(own));
    group.finish();
}

fn loading(criterion: &mut Criterion) {
    let data = data();
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.bench_function("foundation", |bencher| bencher.iter(|| Foundation::load(&data).is_ok()));
    group.finish();
}

criterion_group!(benches, parsing, attributions, loading);
criterion_main!(benches);
