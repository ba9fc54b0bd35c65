//! The page: safe whatever the names are, complete, in both languages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use super::*;
use domain::{Currency, Money, Product, ProductId, TaxRate, UnitPrice};
use recognition::DecisionKind;
use registry::Thresholds;
use texts::{LANGUAGES, Language, Texts};
use training::{
    CandidateFigures, Confusion, DecisionRates, Evaluation, Example, KindSoldUnasked, KnownAs,
    MixedUpPair, Outcomes, PhotoFigures, PriceDecisionRates, ProductFigures, REPORT_FORMAT,
    TimeFigures, UnknownRates, reliability_bins, risk_coverage, roc_curve, wilson_interval,
};

const HOSTILE: &str = "\"><script>alert('x')</script><img src=x onerror=y>&amp;";
const ARABIC: &str = "تفاح أحمر";

fn product(id: &str, name: &str) -> Product {
    Product {
        id: ProductId::new(id).unwrap(),
        name: name.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), format!("{name}（中）"))]),
        price: Some(UnitPrice::PerKg(Money::new(199, Currency::EUR))),
        plu: None,
        barcode: None,
        tax: TaxRate::ZERO,
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    }
}

fn photo(name: &str, shows: Option<&str>, taken_for: &str, decision: DecisionKind) -> PhotoFigures {
    let right = shows == Some(taken_for);
    PhotoFigures {
        photo: name.to_owned(),
        shows: shows.map(str::to_owned),
        decision,
        decision_by_price: None,
        right,
        among_four: right,
        seen: false,
        known: 0.9,
        candidates: vec![CandidateFigures { product: taken_for.to_owned(), score: 0.9 }],
    }
}

fn example(name: &str, shows: Option<&str>, thumbnail: Option<Vec<u8>>) -> Example {
    let shows = shows.map(str::to_owned);
    Example { photo: name.to_owned(), shows, taken_for: "pear".to_owned(), score: 0.97, thumbnail }
}

fn figures(product: &str, photos: usize, right: usize, known_as: KnownAs) -> ProductFigures {
    let share = right as f64 / photos as f64;
    ProductFigures {
        product: product.to_owned(),
        known_as,
        photos,
        right,
        among_four: right,
        right_kind: right,
        top1: share,
        top4: share,
        interval: wilson_interval(right, photos),
    }
}

fn evaluation() -> Evaluation {
    let by_price = PriceDecisionRates {
        accept_rate: 0.75,
        accept_accuracy: Some(1.0),
        ask_rate: 0.25,
        unknown_rate: 0.0,
    };
    Evaluation {
        photos: 4,
        seen: 0,
        loss: Some(0.3),
        top1: Some(0.75),
        top4: Some(0.75),
        coarse_top1: Some(0.75),
        ece: Some(0.04),
        decision: Some(DecisionRates {
            accept_rate: 0.5,
            accept_accuracy: Some(0.5),
            ask_rate: 0.25,
            unknown_rate: 0.25,
            by_price: Some(by_price),
        }),
        unknown: Some(UnknownRates {
            photos: 2,
            auroc: Some(0.875),
            fpr95: Some(0.5),
            accept_rate: Some(0.5),
        }),
        kinds: None,
        millis_per_photo: Some(12.5),
        teach_millis: None,
    }
}

/// A report in which each part of the page has something to show.
fn report() -> EvaluationReport {
    let answers = [(0.97, true), (0.97, false), (0.6, true), (0.1, true)];
    EvaluationReport {
        format: REPORT_FORMAT,
        model: "grocery".to_owned(),
        judged_at: "2026-01-31T12:00:00Z".to_owned(),
        data: format!("photos/{HOSTILE}").into(),
        unknown_data: Some("unknown".into()),
        thresholds: Thresholds { accept: 0.9, familiar: 0.3, unknown: 0.2 },
        evaluation: evaluation(),
        outcomes: Outcomes {
            accepted_right: 1,
            accepted_wrong: 1,
            asked_among_four: 1,
            asked_not_among_four: 0,
            taken_as_unknown: 1,
        },
        products: vec![
            figures("apple", 3, 2, KnownAs::Product),
            figures("pear", 1, 1, KnownAs::Product),
        ],
        confusion: vec![Confusion {
            shows: "apple".to_owned(),
            taken_for: "pear".to_owned(),
            photos: 1,
        }],
        worst_pairs: vec![MixedUpPair {
            first: "apple".to_owned(),
            second: "pear".to_owned(),
            first_taken_for_second: 1,
            second_taken_for_first: 0,
            first_photos: 3,
            second_photos: 1,
            examples: vec![
                example(HOSTILE, Some("apple"), Some(vec![0xFF, 0xD8, 0xFF])),
                example("gone.jpg", Some("apple"), None),
            ],
        }],
        wrong_without_asking: vec![example("wrong.jpg", Some("apple"), None)],
        sold_unasked: vec![KindSoldUnasked {
            kind: "apple".to_owned(),
            photos: 3,
            accepted: 2,
            wrong: 1,
            interval: wilson_interval(1, 2),
            sold_as: vec![("pear".to_owned(), 1)],
        }],
        unknown_accepted: vec![example("cat.jpg", None, None)],
        reliability: reliability_bins(&answers),
        risk_coverage: risk_coverage(&answers),
        unknown_roc: roc_curve(&[0.97, 0.97, 0.6, 0.1], &[0.3, 0.05]),
        time: TimeFigures {
            millis_per_photo: 12.5,
            read_millis_per_photo: 9.5,
            network_millis_per_photo: 3.0,
            threads: 2,
            device: "cpu",
        },
        photos: vec![
            photo("1.jpg", Some("apple"), "apple", DecisionKind::Accept),
            photo("2.jpg", Some("apple"), "pear", DecisionKind::Accept),
            photo("3.jpg", Some("apple"), "apple", DecisionKind::Ask),
            photo("4.jpg", Some("pear"), "pear", DecisionKind::Unknown),
        ],
        unknown_photos: vec![
            photo("cat.jpg", None, "pear", DecisionKind::Accept),
            photo("dog.jpg", None, "pear", DecisionKind::Unknown),
        ],
    }
}

fn page_of(report: &EvaluationReport, products: &[Product], language: &str) -> String {
    let texts = Texts::new(Language::for_tag(language));
    evaluation_page(report, &Words::new(&texts, products))
}

fn products() -> Vec<Product> {
    vec![product("apple", HOSTILE), product("pear", ARABIC)]
}

#[test]
fn names_of_products_and_files_are_never_read_as_html() {
    for language in LANGUAGES {
        let page = page_of(&report(), &products(), language.tag);
        assert!(!page.contains("<script") && !page.contains("<img src=x"), "{page}");
        // The name ends no attribute: its quotes and brackets are all written out.
        assert!(page.contains("&quot;&gt;&lt;script&gt;alert('x')&lt;/script&gt;"), "{page}");
        assert!(page.contains("&amp;amp;"), "what looks escaped is not taken for it");
        assert!(page.contains(ARABIC));
    }
}

#[test]
fn every_element_is_closed_in_order() {
    let page = page_of(&report(), &products(), "en");
    let void = ["!DOCTYPE", "meta", "img", "br"];
    let mut open: Vec<&str> = Vec::new();
    let body = page.split_once("</style>").unwrap();
    for tag in [body.0, body.1].concat().leak().split('<').skip(1) {
        let inside = tag.split('>').next().unwrap();
        let name = inside.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if name == "style" {
            continue;
        }
        if inside.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {tag}");
        } else if !void.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_page_loads_nothing() {
    let page = page_of(&report(), &products(), "en");
    assert!(page.contains("default-src 'none'"));
    for outside in ["http:", "https:", "url(", "@import", "<link", "<script", "src=\"//"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("src=\"data:image/jpeg;base64,/9j/\""), "the picture stands in it");
    assert!(page.contains("prefers-color-scheme: dark"));
}

#[test]
fn it_begins_with_plain_sentences() {
    let page = page_of(&report(), &products(), "en");
    for sentence in [
        "Of 4 photos, 3 were named right at the first guess (75.0\u{a0}%).",
        "For 3 of the photos (75.0\u{a0}%) the right product was among the four tiles",
        "put the goods of 2 photos (50.0\u{a0}%) into the cart, 1 of them wrongly.",
        "It would have taken one photo of your goods (25.0\u{a0}%) for nothing that you sell.",
        "Of 2 pictures without goods, it would have sold 1 as something",
        "Careful: 4 photos are very few.",
    ] {
        assert!(page.contains(sentence), "{sentence:?} is not in {page}");
    }
    let (first, plot) = (page.find("Of 4 photos"), page.find("<svg"));
    assert!(first.unwrap() < plot.unwrap());
}

#[test]
fn it_speaks_the_language_and_knows_the_names_in_it() {
    let page = page_of(&report(), &products(), "zh-CN");
    assert!(page.contains("<html lang=\"zh-CN\">"));
    assert!(page.contains("4 张照片中，3 张第一次就认对了"), "{page}");
    assert!(page.contains(&format!("{ARABIC}（中）")));
}

#[test]
fn no_text_is_missing() {
    for language in LANGUAGES {
        let page = page_of(&report(), &products(), language.tag);
        assert!(!page.contains("report-"), "an id stands where its text should");
        assert!(!page.contains("{ $") && !page.contains("{$"), "an argument is missing");
    }
}

#[test]
fn what_the_model_has_seen_or_not_learnt_is_said() {
    let mut report = report();
    report.evaluation.seen = 3;
    report.products.push(figures("durian", 2, 0, KnownAs::Nothing));
    let page = page_of(&report, &[], "en");
    assert!(page.contains("3 of these 4 photos were used to train"), "{page}");
    assert!(page.contains("2 photos show products that this model has not learnt"));
    assert!(page.contains("durian"), "a product that the shop does not have keeps its id");
}

#[test]
fn parts_without_content_are_left_out() {
    let mut report = report();
    report.unknown_roc = None;
    report.unknown_photos.clear();
    report.unknown_accepted.clear();
    report.evaluation.unknown = None;
    report.worst_pairs.clear();
    report.wrong_without_asking.clear();
    report.sold_unasked.clear();
    report.evaluation.decision.as_mut().unwrap().by_price = None;
    let page = page_of(&report, &products(), "en");
    assert!(!page.contains("Does it know what it does not know?"));
    assert!(!page.contains("If prices had a say"));
    assert!(!page.contains("Mistakes that nobody was asked about"));
    assert!(!page.contains("What was sold without a question, by kind"));
    assert!(page.contains("No photo was named wrongly."));
    assert!(!page.contains("NaN") && !page.contains("inf"), "no plot of nothing");
}

#[test]
fn labels_that_are_only_kinds_are_said_to_be_so() {
    let mut report = report();
    report.evaluation.top1 = None;
    let page = page_of(&report, &products(), "en");
    assert!(page.contains("3 were given the right kind of goods"), "{page}");
}
