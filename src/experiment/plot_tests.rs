//! Tests of the plot: sound XML, whatever the grid's words; every point and label on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::table::tests::experiment;

fn texts(drawing: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(drawing).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_network_with_figures_is_a_labelled_point_on_both_panels() {
    let drawing = svg(&experiment());
    let texts = texts(&drawing);
    let times = |words: &str| texts.iter().filter(|text| *text == words).count();
    assert_eq!(times("base"), 3, "two points and the legend: {texts:?}");
    assert_eq!(times("kernel \"5\" "), 2);
    assert_eq!(times("grey"), 0, "it has no figures yet");
    assert_eq!(times("a | b & <c>"), 1);
    assert!(texts.iter().any(|text| text.contains("4 of 6 runs done")));
}

#[test]
fn points_lie_in_their_panels_and_the_better_is_higher() {
    let drawing = svg(&experiment());
    let document = roxmltree::Document::parse(&drawing).unwrap();
    let middles: Vec<(f64, f64)> = document
        .descendants()
        .filter(|node| node.has_tag_name("polygon"))
        .map(|node| {
            let corners: Vec<(f64, f64)> = node
                .attribute("points")
                .unwrap()
                .split(' ')
                .map(|corner| corner.split_once(',').unwrap())
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect();
            let count = corners.len() as f64;
            let sum = corners.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
            (sum.0 / count, sum.1 / count)
        })
        .collect();
    // Two points a panel, then the legend's three.
    assert_eq!(middles.len(), 7);
    for (panel, points) in PANEL_LEFTS.iter().zip(middles.chunks(2)) {
        for (x, y) in points {
            assert!((*panel..=panel + PANEL_WIDTH).contains(x), "{x}");
            assert!((PANEL_TOP..=PANEL_TOP + PANEL_HEIGHT).contains(y), "{y}");
        }
        assert!(points[1].1 < points[0].1, "60 % stands above 52 %");
        assert!(points[1].0 > points[0].0, "the larger and slower one stands to the right");
    }
}

#[test]
fn a_plot_without_any_result_is_empty_but_sound() {
    let mut nothing = experiment();
    nothing.networks.iter_mut().for_each(|network| network.figures = None);
    assert!(texts(&svg(&nothing)).len() > 5);
}

proptest! {
    #[test]
    fn any_words_make_sound_xml(words in any::<String>()) {
        let mut other = experiment();
        for choice in &mut other.choices {
            choice.question.clone_from(&words);
            choice.choice.clone_from(&words);
        }
        let drawing = svg(&other);
        prop_assert!(roxmltree::Document::parse(&drawing).is_ok(), "{drawing}");
    }
}
