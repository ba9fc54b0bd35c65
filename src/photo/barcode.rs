//! Retail barcodes on a picture: EAN-13, EAN-8, UPC-A and UPC-E.

use std::collections::HashSet;
use std::panic::catch_unwind;

use rxing::common::HybridBinarizer;
use rxing::oned::MultiFormatUPCEANReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, Reader};

use super::perceptual_hash::luma;
use super::picture::Picture;
use super::resample::resize_within;

/// Finer bars than this many pixels over the longer side are no bars a webcam can tell apart.
const LONGEST_SIDE: u32 = 1600;

/// Returns the digits of a barcode on the picture, lying or standing, if there is one that can be read.
///
/// EAN-13, EAN-8 and UPC-A as printed, with their check digit, which is right; UPC-E expanded to the
/// UPC-A that it stands for, as catalogues keep it.
pub fn read_barcode(picture: &Picture) -> Option<String> {
    let picture = resize_within(picture, LONGEST_SIDE);
    let luma: Vec<u8> =
        picture.rgb().chunks_exact(3).map(|pixel| (luma(pixel) / 1000) as u8).collect();
    // Someone else's code, fed with whatever lies on a counter.
    let found = catch_unwind(|| decode(&luma, picture.width(), picture.height())).ok().flatten()?;
    has_right_check_digit(&found).then_some(found)
}

fn decode(luma: &[u8], width: u32, height: u32) -> Option<String> {
    let formats =
        [BarcodeFormat::EAN_13, BarcodeFormat::EAN_8, BarcodeFormat::UPC_A, BarcodeFormat::UPC_E];
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from(formats)),
        // More rows, and the picture turned by a quarter.
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let source = Luma8Source::new_with_slice(luma, width, height).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let result =
        MultiFormatUPCEANReader::new(&hints).decode_with_hints(&mut bitmap, &hints).ok()?;
    let text = result.getText();
    match result.getBarcodeFormat() {
        BarcodeFormat::UPC_E => expanded(text),
        _ => Some(text.to_owned()),
    }
}

/// Returns the UPC-A of a UPC-E of eight digits (number system, six digits, check digit).
///
/// Source: GS1 General Specifications, section 5.2.2.4 (zero suppression).
fn expanded(short: &str) -> Option<String> {
    let digits: Vec<char> = short.chars().collect();
    let [system, a, b, c, d, e, last, check] = digits[..] else { return None };
    let middle: String = match last {
        '0'..='2' => [a, b, last, '0', '0', '0', '0', c, d, e].iter().collect(),
        '3' => [a, b, c, '0', '0', '0', '0', '0', d, e].iter().collect(),
        '4' => [a, b, c, d, '0', '0', '0', '0', '0', e].iter().collect(),
        _ => [a, b, c, d, e, '0', '0', '0', '0', last].iter().collect(),
    };
    Some(format!("{system}{middle}{check}"))
}

/// Returns whether the last digit is the one that follows from the others.
///
/// Weights 3 and 1 by turns from the right, next to the check digit (GS1 General Specifications,
/// section 7.9.1).
pub fn has_right_check_digit(code: &str) -> bool {
    let digits: Option<Vec<u32>> = code.chars().map(|digit| digit.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| matches!(digits.len(), 8 | 12 | 13 | 14)) else {
        return false;
    };
    let weighted = digits.iter().rev().zip([1, 3].into_iter().cycle());
    weighted.map(|(digit, weight)| digit * weight).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
#[path = "barcode_tests.rs"]
mod tests;
