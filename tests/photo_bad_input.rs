//! Promise: whatever bytes a clerk drops on the till, a photo opens whole or is refused in one clear sentence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageFormat, RgbImage};
use proptest::prelude::*;
use tillsight::photo::{
    MEGAPIXEL_LIMIT, PhotoError, Picture, decode, decode_motion_jpeg, is_picture_name,
    is_read_kind, load,
};

const PROGRESSIVE_JPEG: &[u8] = include_bytes!("photo_fixtures/progressive.jpg");
const RESTARTS_JPEG: &[u8] = include_bytes!("photo_fixtures/restarts.jpg");
const CMYK_JPEG: &[u8] = include_bytes!("photo_fixtures/cmyk.jpg");
const LOSSY_WEBP: &[u8] = include_bytes!("photo_fixtures/lossy.webp");
const ANIMATED_WEBP: &[u8] = include_bytes!("photo_fixtures/animated.webp");
const ANIMATED_GIF: &[u8] = include_bytes!("photo_fixtures/animated.gif");
const INTERLACED_GIF: &[u8] = include_bytes!("photo_fixtures/interlaced.gif");
const HEIC: &[u8] = include_bytes!("photo_fixtures/ramp.heic");
const LZW_TIFF: &[u8] = include_bytes!("photo_fixtures/lzw.tif");

/// The picture of `photo_fixtures/make.py`: red grows to the right, green downwards.
fn ramp() -> RgbImage {
    RgbImage::from_fn(40, 24, |x, y| image::Rgb([(255 * x / 39) as u8, (255 * y / 23) as u8, 96]))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn ramp_as(format: ImageFormat) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(ramp()), format)
}

/// Every format that is read, whole.
fn whole_files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("ramp.jpg", ramp_as(ImageFormat::Jpeg)),
        ("progressive.jpg", PROGRESSIVE_JPEG.to_vec()),
        ("restarts.jpg", RESTARTS_JPEG.to_vec()),
        ("cmyk.jpg", CMYK_JPEG.to_vec()),
        ("ramp.png", ramp_as(ImageFormat::Png)),
        ("ramp.webp", ramp_as(ImageFormat::WebP)),
        ("lossy.webp", LOSSY_WEBP.to_vec()),
        ("animated.webp", ANIMATED_WEBP.to_vec()),
        ("ramp.bmp", ramp_as(ImageFormat::Bmp)),
        ("ramp.tif", ramp_as(ImageFormat::Tiff)),
        ("lzw.tif", LZW_TIFF.to_vec()),
        ("animated.gif", ANIMATED_GIF.to_vec()),
        ("interlaced.gif", INTERLACED_GIF.to_vec()),
        ("ramp.heic", HEIC.to_vec()),
    ]
}

/// Returns the mean difference of the pictures' bytes.
fn mean_difference(left: &Picture, right: &RgbImage) -> f64 {
    assert_eq!((left.width(), left.height()), right.dimensions());
    let differences = left.rgb().iter().zip(right.as_raw()).map(|(a, b)| f64::from(a.abs_diff(*b)));
    differences.sum::<f64>() / left.rgb().len() as f64
}

/// Every sentence names the photo, has no line break and says what to do after a semicolon.
fn assert_clear_sentence(error: &PhotoError, name: &str) {
    let sentence = error.to_string();
    assert!(sentence.contains(name), "{sentence}");
    assert!(sentence.contains("; "), "no advice: {sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
    assert!(sentence.len() < 250, "{sentence}");
}

#[test]
fn every_format_shows_the_same_picture() {
    for (name, bytes) in whole_files() {
        let picture = decode(&bytes, name).unwrap();
        let difference = mean_difference(&picture, &ramp());
        // A GIF has 256 colours, a lossy file lies a little beside.
        assert!(difference < 6.0, "{name}: {difference}");
    }
}

#[test]
fn an_empty_file_is_refused() {
    let error = decode(b"", "empty.jpg").unwrap_err();
    assert!(matches!(error, PhotoError::Empty { .. }));
    assert_clear_sentence(&error, "empty.jpg");
    assert!(matches!(decode_motion_jpeg(b"", "camera"), Err(PhotoError::Empty { .. })));
}

#[test]
fn a_text_file_named_jpg_is_refused() {
    let error = decode(b"Dear shop, the apples were good.", "letter.jpg").unwrap_err();
    assert!(matches!(error, PhotoError::NotAPicture { .. }));
    assert_clear_sentence(&error, "letter.jpg");
}

#[test]
fn kinds_that_are_not_read_are_named() {
    let tiff = ramp_as(ImageFormat::Tiff);
    let files: [(&str, &[u8]); 5] = [
        ("IMG_1.AVIF", b"\0\0\0\x24ftypavif\0\0\0\0mif1avif"),
        ("drawing.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("layers.PSD", b"8BPS\0\x01\0\0\0\0\0\0\0\x03"),
        ("IMG_2.CR3", b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom"),
        // A camera's raw file is a TIFF, whose first picture is a small preview.
        ("DSC_0003.NEF", &tiff),
    ];
    for (name, bytes) in files {
        let error = decode(bytes, name).unwrap_err();
        assert!(matches!(error, PhotoError::UnknownKind { .. }), "{error}");
        assert_clear_sentence(&error, name);
    }
}

#[test]
fn a_damaged_heic_file_is_refused() {
    let error = decode(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC").unwrap_err();
    assert_clear_sentence(&error, "IMG_1.HEIC");
}

/// A file cut at any byte opens as the whole picture (what is missing held no pixels) or not at all.
#[test]
fn a_cut_off_file_never_opens_as_a_part_of_its_picture() {
    for (name, bytes) in whole_files() {
        let whole = decode(&bytes, name).unwrap();
        let mut refused = 0;
        for cut in 0..bytes.len() {
            match decode(&bytes[..cut], name) {
                Ok(picture) => assert!(picture == whole, "{name} cut at {cut} of {}", bytes.len()),
                Err(error) => {
                    refused += 1;
                    assert_clear_sentence(&error, name);
                }
            }
        }
        assert!(refused * 10 >= bytes.len() * 9, "{name}: {refused} of {}", bytes.len());
    }
}

#[test]
fn a_cut_off_jpeg_says_that_it_is_cut_off() {
    for bytes in [ramp_as(ImageFormat::Jpeg), PROGRESSIVE_JPEG.to_vec()] {
        for cut in [bytes.len() - 20, bytes.len() * 3 / 4, bytes.len() / 2] {
            for end in [&[][..], END_OF_JPEG] {
                let cut_off = [&bytes[..cut], end].concat();
                let error = decode(&cut_off, "half.jpg").unwrap_err();
                assert!(matches!(error, PhotoError::Truncated { .. }), "{cut}: {error}");
                assert!(decode_motion_jpeg(&cut_off, "camera").is_err(), "{cut}");
            }
        }
    }
}

const END_OF_JPEG: &[u8] = &[0xFF, 0xD9];

/// Where the picture data of a JPEG begins: behind its first start of scan.
fn start_of_data(jpeg: &[u8]) -> usize {
    let scan = jpeg.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    scan + 2 + usize::from(u16::from_be_bytes([jpeg[scan + 2], jpeg[scan + 3]]))
}

/// What is missing is seen wherever it is missing, whatever follows.
#[test]
fn a_jpeg_with_an_end_but_without_all_its_pixels_is_cut_off() {
    for (name, bytes) in [("base", ramp_as(ImageFormat::Jpeg)), ("late", PROGRESSIVE_JPEG.to_vec())]
    {
        let whole = decode(&bytes, name).unwrap();
        for cut in start_of_data(&bytes)..bytes.len() - 2 {
            match decode(&[&bytes[..cut], END_OF_JPEG].concat(), name) {
                // The last byte may hold filling bits alone.
                Ok(picture) => assert!(picture == whole && cut + 3 >= bytes.len(), "{name} {cut}"),
                Err(PhotoError::Truncated { .. } | PhotoError::Damaged { .. }) => {}
                Err(other) => panic!("{name} {cut}: {other}"),
            }
        }
    }
}

#[test]
fn a_jpeg_without_any_picture_data_is_cut_off() {
    let bytes = ramp_as(ImageFormat::Jpeg);
    let scan = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    for headers in [scan, start_of_data(&bytes)] {
        let empty = [&bytes[..headers], END_OF_JPEG].concat();
        let error = decode(&empty, "empty.jpg").unwrap_err();
        assert!(matches!(error, PhotoError::Truncated { .. }), "{error}");
    }
}

#[test]
fn a_jpeg_with_all_its_pixels_is_read_without_its_end() {
    for bytes in [ramp_as(ImageFormat::Jpeg), PROGRESSIVE_JPEG.to_vec(), RESTARTS_JPEG.to_vec()] {
        let whole = decode(&bytes, "whole.jpg").unwrap();
        for cut in [1, 2] {
            let marked_off = &bytes[..bytes.len() - cut];
            assert_eq!(decode(marked_off, "photo.jpg").unwrap(), whole);
            assert_eq!(decode_motion_jpeg(marked_off, "camera").unwrap(), whole);
        }
    }
}

#[test]
fn a_restart_segment_that_is_missing_is_seen() {
    let bytes = RESTARTS_JPEG;
    let start = start_of_data(bytes);
    let restarts: Vec<usize> = (start..bytes.len() - 1)
        .filter(|&at| bytes[at] == 0xFF && matches!(bytes[at + 1], 0xD0..=0xD7))
        .collect();
    assert!(restarts.len() > 3, "{}", restarts.len());
    let without = |from: usize, to: usize| [&bytes[..from], &bytes[to..]].concat();
    let mut all: Vec<Vec<u8>> = restarts.windows(2).map(|pair| without(pair[0], pair[1])).collect();
    all.push(without(start, restarts[0]));
    for missing in all {
        let error = decode(&missing, "missing.jpg").unwrap_err();
        assert!(
            matches!(error, PhotoError::Truncated { .. } | PhotoError::Damaged { .. }),
            "{error}"
        );
        assert_clear_sentence(&error, "missing.jpg");
    }
}

#[test]
fn a_cut_off_jpeg_whose_thumbnail_is_whole_is_refused() {
    let thumbnail = ramp_as(ImageFormat::Jpeg);
    let bytes = with_segment(&ramp_as(ImageFormat::Jpeg), 0xE1, &thumbnail);
    assert!(decode(&bytes, "whole.jpg").is_ok());
    let error = decode(&bytes[..bytes.len() - 40], "half.jpg").unwrap_err();
    assert!(matches!(error, PhotoError::Truncated { .. }));
}

#[test]
fn bytes_after_a_jpeg_s_end_do_no_harm() {
    let bytes = ramp_as(ImageFormat::Jpeg);
    let whole = decode(&bytes, "photo.jpg").unwrap();
    let second = bytes.clone();
    for tail in [&b"motion photo"[..], &[0; 512], &second] {
        assert_eq!(decode(&[&bytes, tail].concat(), "photo.jpg").unwrap(), whole);
    }
}

#[test]
fn a_png_of_60000_by_60000_is_refused_from_its_header() {
    let error = decode(&png_header(60_000, 60_000), "huge.png").unwrap_err();
    match &error {
        PhotoError::TooLarge { width, height, limit_megapixels, .. } => {
            assert_eq!((*width, *height, *limit_megapixels), (60_000, 60_000, MEGAPIXEL_LIMIT));
        }
        other => panic!("{other}"),
    }
    assert_clear_sentence(&error, "huge.png");
}

#[test]
fn a_jpeg_of_65500_by_65500_is_refused_from_its_header() {
    let mut bytes = ramp_as(ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    let error = decode(&bytes, "huge.jpg").unwrap_err();
    assert!(matches!(error, PhotoError::TooLarge { width: 65_500, height: 65_500, .. }), "{error}");
}

#[test]
fn every_other_format_s_huge_header_is_refused() {
    let mut gif = ANIMATED_GIF.to_vec();
    gif[6..10].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    let mut bmp = ramp_as(ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&60_000u32.to_le_bytes());
    bmp[22..26].copy_from_slice(&60_000u32.to_le_bytes());
    for (name, bytes) in [("huge.gif", gif), ("huge.bmp", bmp)] {
        let error = decode(&bytes, name).unwrap_err();
        assert!(
            matches!(error, PhotoError::TooLarge { .. } | PhotoError::TooMuchMemory { .. }),
            "{name}: {error}"
        );
    }
}

/// A PNG of one compressed row that claims to be `width` x `height`.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = ramp_as(ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = png_checksum(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// The CRC-32 of PNG (ISO/IEC 15948, annex D), bit by bit.
fn png_checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

#[test]
fn transparent_pixels_lie_on_white() {
    let mut picture = image::RgbaImage::from_pixel(3, 1, image::Rgba([0, 0, 0, 255]));
    picture.put_pixel(1, 0, image::Rgba([10, 20, 30, 0]));
    picture.put_pixel(2, 0, image::Rgba([0, 100, 200, 128]));
    let decoded =
        decode(&encoded(&DynamicImage::ImageRgba8(picture), ImageFormat::Png), "a.png").unwrap();
    assert_eq!(decoded.rgb(), [0, 0, 0, 255, 255, 255, 127, 177, 227]);
}

#[test]
fn grey_and_sixteen_bit_pictures_become_rgb() {
    let grey = DynamicImage::ImageRgb8(ramp()).into_luma8();
    for picture in [
        DynamicImage::ImageLuma8(grey.clone()),
        DynamicImage::ImageLuma16(DynamicImage::ImageLuma8(grey.clone()).into_luma16()),
    ] {
        let decoded = decode(&encoded(&picture, ImageFormat::Png), "grey.png").unwrap();
        assert!(mean_difference(&decoded, &picture.to_rgb8()) < 1.0);
    }
    let jpeg = encoded(&DynamicImage::ImageLuma8(grey.clone()), ImageFormat::Jpeg);
    let decoded = decode(&jpeg, "grey.jpg").unwrap();
    assert!(mean_difference(&decoded, &DynamicImage::ImageLuma8(grey).to_rgb8()) < 3.0);
}

/// Windows leaves the fourth byte of a pixel at zero.
#[test]
fn a_bmp_that_is_transparent_everywhere_is_opaque() {
    let mut picture = image::RgbaImage::from_pixel(2, 1, image::Rgba([10, 20, 30, 0]));
    let bmp = |picture: &image::RgbaImage| {
        encoded(&DynamicImage::ImageRgba8(picture.clone()), ImageFormat::Bmp)
    };
    let opaque = decode(&bmp(&picture), "a.bmp").unwrap();
    assert_eq!(opaque.rgb(), [10, 20, 30, 10, 20, 30]);
    picture.put_pixel(1, 0, image::Rgba([1, 2, 3, 255]));
    let partly = decode(&bmp(&picture), "b.bmp").unwrap();
    assert_eq!(partly.rgb(), [255, 255, 255, 1, 2, 3]);
}

/// Returns the JPEG with a segment put behind its start.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, content, &jpeg[2..]].concat()
}

/// EXIF data that holds the orientation alone, little-endian.
fn exif_orientation(value: u8) -> Vec<u8> {
    let entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0];
    [b"Exif\0\0II*\0\x08\0\0\0\x01\0".as_slice(), &entry, &[0, 0, 0, 0]].concat()
}

#[test]
fn photos_are_turned_upright_by_their_exif_orientation() {
    type Turn = fn(&DynamicImage) -> DynamicImage;
    let turns: [(u8, Turn); 8] = [
        (1, DynamicImage::clone),
        (2, DynamicImage::fliph),
        (3, DynamicImage::rotate180),
        (4, DynamicImage::flipv),
        (5, |picture| picture.rotate90().fliph()),
        (6, DynamicImage::rotate90),
        (7, |picture| picture.rotate270().fliph()),
        (8, DynamicImage::rotate270),
    ];
    let jpeg = ramp_as(ImageFormat::Jpeg);
    for (value, turn) in turns {
        let bytes = with_segment(&jpeg, 0xE1, &exif_orientation(value));
        let upright = decode(&bytes, "turned.jpg").unwrap();
        let expected = turn(&DynamicImage::ImageRgb8(ramp())).into_rgb8();
        assert!(mean_difference(&upright, &expected) < 3.0, "orientation {value}");
    }
}

#[test]
fn an_orientation_that_does_not_exist_is_ignored() {
    let jpeg = ramp_as(ImageFormat::Jpeg);
    for exif in [exif_orientation(0), exif_orientation(99), b"Exif\0\0garbage".to_vec()] {
        let picture = decode(&with_segment(&jpeg, 0xE1, &exif), "odd.jpg").unwrap();
        assert_eq!((picture.width(), picture.height()), (40, 24));
    }
}

/// Removes the Huffman tables, as cameras that send Motion JPEG do.
fn without_huffman_tables(jpeg: &[u8]) -> Vec<u8> {
    let mut kept = jpeg[..2].to_vec();
    let mut at = 2;
    while jpeg[at + 1] != 0xDA {
        let length = 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if jpeg[at + 1] != 0xC4 {
            kept.extend_from_slice(&jpeg[at..at + length]);
        }
        at += length;
    }
    kept.extend_from_slice(&jpeg[at..]);
    kept
}

#[test]
fn a_camera_s_frame_without_huffman_tables_opens() {
    // `image` writes the standard tables, which are the ones that Motion JPEG leaves out.
    let whole = ramp_as(ImageFormat::Jpeg);
    let frame = without_huffman_tables(&whole);
    assert!(frame.len() < whole.len());
    let picture = decode_motion_jpeg(&frame, "camera").unwrap();
    assert_eq!(picture, decode(&whole, "photo").unwrap());
    assert!(decode_motion_jpeg(b"\xFF\xD8\xFF", "camera").is_err());
}

#[test]
fn a_missing_file_a_folder_and_a_named_file_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.jpg");
    let error = load(&missing).unwrap_err();
    assert!(matches!(error, PhotoError::Unreadable { .. }));
    assert_clear_sentence(&error, "missing.jpg");

    let error = load(folder.path()).unwrap_err();
    assert!(matches!(error, PhotoError::NotAFile { .. }));
    assert_clear_sentence(&error, &folder.path().display().to_string());

    // The content decides, not the name.
    let misnamed = folder.path().join("really-a-png.jpg");
    std::fs::write(&misnamed, ramp_as(ImageFormat::Png)).unwrap();
    assert_eq!(load(&misnamed).unwrap().width(), 40);
}

#[test]
fn a_file_larger_than_any_photo_is_refused_without_reading_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.jpg");
    // Sparse: takes no room on the disk.
    std::fs::File::create(&path).unwrap().set_len(8 << 30).unwrap();
    let error = load(&path).unwrap_err();
    assert!(matches!(error, PhotoError::FileTooLarge { .. }));
    assert_clear_sentence(&error, "film.jpg");
}

#[test]
fn pictures_are_known_by_their_extension() {
    for yes in ["a.jpg", "A.JPEG", "shelf/b.PnG", "c.webp", "d.tif", "e.gif", "f.bmp", "g.HEIC"] {
        assert!(is_picture_name(Path::new(yes)) && is_read_kind(Path::new(yes)), "{yes}");
    }
    for unread in ["a.avif", "b.CR2", "c.nef", "d.dng", "e.svg", "f.psd"] {
        assert!(is_picture_name(Path::new(unread)) && !is_read_kind(Path::new(unread)), "{unread}");
    }
    for no in ["jpg", ".jpg", "a.txt", "a.jpg.part", "a", "film.mov"] {
        assert!(!is_picture_name(Path::new(no)), "{no}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Err(error) = decode(&bytes, "random.bin") {
            assert_clear_sentence(&error, "random.bin");
        }
    }

    #[test]
    fn random_bytes_behind_a_known_start_never_panic(
        start in proptest::sample::select(vec![
            &b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR", b"RIFF\xFF\0\0\0WEBPVP8 ",
            b"BM", b"II*\0", b"MM\0*", b"GIF89a",
        ]),
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let _ = decode(&[start, &bytes].concat(), "random.bin");
        let _ = decode_motion_jpeg(&[start, &bytes].concat(), "random.bin");
    }

    #[test]
    fn damaged_files_never_panic_and_keep_to_their_size(
        which in 0usize..14,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        cut in proptest::bool::weighted(0.3),
    ) {
        let (name, mut bytes) = whole_files().swap_remove(which);
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        match decode(&bytes, name) {
            Ok(picture) => {
                let expected = picture.width() as usize * picture.height() as usize * 3;
                prop_assert_eq!(picture.rgb().len(), expected);
            }
            Err(error) => assert_clear_sentence(&error, name),
        }
    }
}
