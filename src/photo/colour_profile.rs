//! Colour profiles: the numbers of a picture as its profile means them, in sRGB, which everything else takes
//! pixels for.

use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, ParsingOptions, Transform8BitExecutor, TransformOptions,
};

/// The largest profile that is applied, unpacked: a telephone's has half a kibibyte, a scanner's with tables
/// some hundred. What is larger is ignored, as what is broken is.
pub(super) const PROFILE_LIMIT: usize = 1 << 20;

/// How far from itself a profile may move a colour and still be sRGB. The usual sRGB profiles differ by
/// the rounding of their curves.
const SAME: u8 = 2;

/// Steps a channel of the colours that tell whether a profile is sRGB.
const PROBES: [u8; 6] = [0, 40, 90, 140, 200, 255];

/// Converts interleaved RGB bytes by the picture's profile into sRGB. They stay as they are without a
/// profile, with sRGB's, and with one that is no RGB profile or cannot be applied.
pub(super) fn to_srgb(rgb: &mut [u8], profile: Option<&[u8]>) {
    let Some(transform) = profile.and_then(transform_of) else { return };
    // Some rows' worth at a time: the converted bytes stay in the processor's cache.
    let mut converted = [0; 3 * 4096];
    for part in rgb.chunks_mut(converted.len()) {
        let Some(converted) = converted.get_mut(..part.len()) else { return };
        if transform.transform(part, converted).is_ok() {
            part.copy_from_slice(converted);
        }
    }
}

/// The way from this profile to sRGB; `None` where there is nothing to do, or nothing that can be done.
fn transform_of(profile: &[u8]) -> Option<Arc<Transform8BitExecutor>> {
    let limits = ParsingOptions {
        max_profile_size: PROFILE_LIMIT,
        max_allowed_clut_size: PROFILE_LIMIT,
        ..ParsingOptions::default()
    };
    let profile = ColorProfile::new_from_slice_with_options(profile, limits).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options).ok()?;
    (!leaves_colours(transform.as_ref())).then_some(transform)
}

fn leaves_colours(transform: &Transform8BitExecutor) -> bool {
    let mut probes = Vec::new();
    for red in PROBES {
        for green in PROBES {
            probes.extend(PROBES.iter().flat_map(|&blue| [red, green, blue]));
        }
    }
    let mut converted = vec![0; probes.len()];
    // What cannot be converted stays as it is, too.
    transform.transform(&probes, &mut converted).is_err()
        || probes.iter().zip(&converted).all(|(before, after)| before.abs_diff(*after) <= SAME)
}

#[cfg(test)]
mod tests {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder};

    use super::*;
    use crate::Picture;

    const TOMATO: [u8; 3] = [200, 50, 40];

    fn display_p3() -> Vec<u8> {
        ColorProfile::new_display_p3().encode().unwrap()
    }

    /// A PNG of one colour with `profile`.
    fn png(profile: Vec<u8>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(profile).unwrap();
        encoder.write_image(&TOMATO.repeat(64), 8, 8, ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    /// A JPEG of one colour with `profile` in a segment APP2.
    fn jpeg(profile: &[u8]) -> Vec<u8> {
        let plain = crate::encode_jpeg(&Picture::filled(16, 16, TOMATO), 100).unwrap();
        let content = [b"ICC_PROFILE\0\x01\x01", profile].concat();
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], b"\xFF\xE2", &length, &content, &plain[2..]].concat()
    }

    fn first_pixel(bytes: &[u8]) -> [u8; 3] {
        crate::decode(bytes, "photo").unwrap().rgb()[..3].try_into().unwrap()
    }

    #[test]
    fn a_telephone_s_jpeg_and_a_png_are_shown_in_srgb() {
        let wanted = converted(&display_p3());
        assert_eq!(first_pixel(&png(display_p3())), wanted);
        let close = |(a, b): (&u8, &u8)| a.abs_diff(*b) < 4;
        assert!(first_pixel(&jpeg(&display_p3())).iter().zip(&wanted).all(close));
        for profile in [&b"broken"[..], &display_p3()[..200]] {
            assert_eq!(first_pixel(&png(profile.to_vec())), TOMATO);
            let kept = first_pixel(&jpeg(profile));
            assert!(kept.iter().zip(&TOMATO).all(close), "{kept:?}");
        }
    }

    #[test]
    fn a_png_s_profile_that_unpacks_to_more_than_the_header_may_is_ignored() {
        let swollen = png(vec![0; 100 << 20]);
        assert!(swollen.len() < 1 << 20);
        assert_eq!(first_pixel(&swollen), TOMATO);
    }

    fn converted(profile: &[u8]) -> [u8; 3] {
        let mut pixel = TOMATO;
        to_srgb(&mut pixel, Some(profile));
        pixel
    }

    #[test]
    fn display_p3_becomes_srgb() {
        let [red, green, blue] = converted(&display_p3());
        assert!(red > 210 && green < 40 && blue < 40, "{red} {green} {blue}");
    }

    #[test]
    fn srgb_s_own_profile_changes_nothing() {
        assert_eq!(converted(&ColorProfile::new_srgb().encode().unwrap()), TOMATO);
    }

    #[test]
    fn a_broken_or_swollen_profile_is_ignored() {
        let whole = display_p3();
        for cut in (0..whole.len()).step_by(7) {
            let mut pixel = TOMATO;
            to_srgb(&mut pixel, whole.get(..cut));
        }
        let mut swollen = whole;
        swollen.resize(PROFILE_LIMIT + 1, 0);
        assert_eq!(converted(&swollen), TOMATO);
        assert_eq!(converted(b"no profile at all"), TOMATO);
    }

    #[test]
    fn a_profile_of_other_colours_is_ignored() {
        assert_eq!(converted(&ColorProfile::new_gray_with_gamma(1.0).encode().unwrap()), TOMATO);
    }
}
