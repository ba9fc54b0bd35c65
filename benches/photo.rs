//! Speed of the photo room: what a 12-megapixel phone photo costs on its way to the network.

use std::io::Cursor;
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use image::{DynamicImage, ImageFormat, RgbImage};
use tillsight::photo::{
    Colours, Fit, Picture, Preparation, decode, perceptual_hash, prepare, quality, resize_within,
};

fn main() {
    divan::main();
}

/// A 4032 x 3024 JPEG with detail everywhere, as a phone takes it.
fn phone_photo() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut noise = 1u32;
        let picture = RgbImage::from_fn(4032, 3024, |x, y| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (noise >> 28) as u8;
            let wave = ((x as f32 / 90.0).sin() * (y as f32 / 70.0).cos() * 90.0 + 128.0) as u8;
            image::Rgb([wave.saturating_add(grain), (x / 16) as u8, (y / 12) as u8 ^ grain])
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture)
            .write_to(&mut bytes, ImageFormat::Jpeg)
            .unwrap_or_default();
        bytes.into_inner()
    })
}

fn picture() -> &'static Picture {
    static PICTURE: OnceLock<Picture> = OnceLock::new();
    PICTURE.get_or_init(|| {
        decode(phone_photo(), "bench.jpg").unwrap_or_else(|_| Picture::filled(4032, 3024, [90; 3]))
    })
}

fn preparation(fit: Fit) -> Preparation {
    let colours = Colours::Colour;
    Preparation { size: 224, fit, mean: [127.0; 3], scale: [128.0; 3], colours }
}

#[divan::bench]
fn decode_12_megapixels(bencher: Bencher<'_, '_>) {
    let bytes = phone_photo();
    bencher.bench(|| decode(black_box(bytes), "bench.jpg").is_ok());
}

#[divan::bench]
fn prepare_12_megapixels_cropped(bencher: Bencher<'_, '_>) {
    let (picture, preparation) = (picture(), preparation(Fit::Crop));
    bencher.bench(|| prepare(black_box(picture), &preparation));
}

#[divan::bench]
fn prepare_12_megapixels_whole(bencher: Bencher<'_, '_>) {
    let (picture, preparation) = (picture(), preparation(Fit::Stretch));
    bencher.bench(|| prepare(black_box(picture), &preparation));
}

#[divan::bench]
fn prepare_a_training_photo(bencher: Bencher<'_, '_>) {
    let (picture, preparation) = (resize_within(picture(), 464), preparation(Fit::Crop));
    bencher.bench(|| prepare(black_box(&picture), &preparation));
}

#[divan::bench]
fn thumbnail_of_12_megapixels(bencher: Bencher<'_, '_>) {
    let picture = picture();
    bencher.bench(|| resize_within(black_box(picture), 640));
}

#[divan::bench]
fn hash_and_quality_of_12_megapixels(bencher: Bencher<'_, '_>) {
    let picture = picture();
    bencher.bench(|| (perceptual_hash(black_box(picture)), quality(black_box(picture))));
}
