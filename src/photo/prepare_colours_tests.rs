//! Tests of pictures shown in grey.

use super::*;

fn preparation(size: u32, fit: Fit, colours: Colours) -> Preparation {
    Preparation { size, fit, mean: [127.0; 3], scale: [128.0; 3], colours }
}

fn grey(size: u32, fit: Fit) -> Preparation {
    preparation(size, fit, Colours::Grey)
}

/// A picture with other colours at every place.
fn coloured(width: u32, height: u32) -> Picture {
    let bytes = (0..width * height * 3).map(|at| (at * 89 % 251) as u8);
    Picture::new(width, height, bytes.collect()).unwrap()
}

#[test]
fn grey_is_stored_and_read_back() {
    let preparation = grey(32, Fit::Crop);
    let text = serde_json::to_string(&preparation).unwrap();
    assert!(text.contains("\"colours\":\"grey\""), "{text}");
    assert_eq!(serde_json::from_str::<Preparation>(&text).unwrap(), preparation);
}

#[test]
fn a_preparation_that_does_not_say_is_for_colour() {
    let text = r#"{"size":32,"fit":"crop","mean":[1,2,3],"scale":[4,5,6]}"#;
    let preparation: Preparation = serde_json::from_str(text).unwrap();
    assert_eq!(preparation.colours, Colours::Colour);
    assert_eq!(serde_json::to_string(&preparation).unwrap().matches("colours").count(), 0);
}

#[test]
fn grey_is_one_plane_three_times() {
    let picture = coloured(30, 20);
    let prepared = prepare(&picture, &grey(16, Fit::Crop));
    let planes: Vec<&[f32]> = prepared.data().chunks_exact(16 * 16).collect();
    assert!(planes[0] == planes[1] && planes[1] == planes[2]);
    assert!(planes[0].iter().any(|value| *value != planes[0][0]));
    let red = prepare(&Picture::filled(3, 3, [255, 0, 0]), &grey(2, Fit::Crop));
    let expected = (0.299 * 255.0 - 127.0) / 128.0;
    assert!(red.data().iter().all(|value| (value - expected).abs() < 1e-6), "{red:?}");
}

#[test]
fn the_padding_of_a_grey_picture_is_the_mean_too() {
    let preparation = grey(4, Fit::Pad);
    let prepared = prepare(&Picture::filled(40, 20, [255; 3]), &preparation);
    assert!(prepared.data().iter().take(4).all(|value| *value == 0.0));
}

#[test]
fn pixels_that_lie_one_after_the_other_are_normalised_alike() {
    let picture = coloured(9, 9);
    for colours in [Colours::Colour, Colours::Grey] {
        let preparation = preparation(9, Fit::Crop, colours);
        let mut pixels: Vec<f32> = picture.rgb().iter().copied().map(f32::from).collect();
        preparation.normalise(&mut pixels);
        let prepared = prepare(&picture, &preparation);
        for (at, value) in prepared.data().iter().enumerate() {
            let (channel, place) = (at / 81, at % 81);
            assert_eq!(value.to_bits(), pixels[place * 3 + channel].to_bits());
        }
    }
}
