//! Measures what the classes' clean pictures look like when they are laid on plain grounds: the
//! directions behind `recognition`'s prototypes.

use super::{TrainingError, cut_out::CutOut, looks::Looks};
use cnn::Prototypes;
use photo::{Picture, Preparation, Prepared, prepare};
use recognition::{Encoder, joined_direction};

/// Sides of an item's picture on the square, as shares: smaller than the square, as large, and so
/// near that its edges are cut off.
const SCALES: [f32; 3] = [0.8, 1.0, 1.3];
/// Colours that an item is laid on: white, grey, wood, a dark tray.
const GROUNDS: [[u8; 3]; 4] = [[255; 3], [128; 3], [150, 120, 90], [40, 40, 45]];

/// One prototype a class of `classes`; `None` where no class has a clean picture. A class without
/// one gets the mean direction of its photos in `looks`.
///
/// # Errors
/// [`TrainingError::Network`] when LibTorch refuses.
pub(super) fn measure(
    encoder: &Encoder,
    preparation: &Preparation,
    items: &[CutOut],
    looks: &[Looks],
    classes: usize,
) -> Result<Option<Prototypes>, TrainingError> {
    if items.is_empty() {
        return Ok(None);
    }
    let mut clean: Vec<(usize, [Vec<f32>; 2])> = Vec::new();
    for item in items {
        let laid = SCALES.iter().flat_map(|&scale| GROUNDS.map(|ground| laid(item, scale, ground)));
        let prepared: Vec<Prepared> = laid.map(|picture| prepare(&picture, preparation)).collect();
        let looks = encoder.looks(&prepared.iter().collect::<Vec<_>>())?;
        let sides = looks.into_iter().map(|look| look.sides.map(|side| own_part(encoder, side)));
        clean.extend(sides.map(|sides| (item.class, sides)));
    }
    let photos: Vec<(usize, [Vec<f32>; 2])> = looks
        .iter()
        .filter(|look| look.is_photo())
        .map(|look| (look.class, look.embeddings.clone().map(|side| own_part(encoder, side))))
        .collect();
    let (clean_centre, photo_centre) = (centre(&clean), centre(&photos));
    let mut directions = Vec::with_capacity(classes);
    let mut of_photos = Vec::with_capacity(classes);
    for class in 0..classes {
        let from_clean = direction(&clean, class, &clean_centre);
        of_photos.push(from_clean.is_none());
        let direction = from_clean.or_else(|| direction(&photos, class, &photo_centre));
        directions.push(direction.unwrap_or_else(|| vec![0.0; clean_centre.len()]));
    }
    Ok(Some(Prototypes { clean_centre, photo_centre, directions, of_photos }))
}

/// The companion's part of a look, which stands last; all of it without a companion.
fn own_part(encoder: &Encoder, mut side: Vec<f32>) -> Vec<f32> {
    if encoder.has_companion() { side.split_off(side.len() / 2) } else { side }
}

fn centre(looks: &[(usize, [Vec<f32>; 2])]) -> Vec<f32> {
    let width = looks.first().map_or(0, |(_, sides)| sides[0].len());
    let mut sum = vec![0.0_f64; width];
    for side in looks.iter().flat_map(|(_, sides)| sides) {
        sum.iter_mut().zip(side).for_each(|(slot, value)| *slot += f64::from(*value));
    }
    let count = (2 * looks.len()).max(1) as f64;
    sum.into_iter().map(|value| (value / count) as f32).collect()
}

/// The mean direction of a class's looks, of length 1; `None` without any.
fn direction(looks: &[(usize, [Vec<f32>; 2])], class: usize, centre: &[f32]) -> Option<Vec<f32>> {
    let own = looks.iter().filter(|(of, _)| *of == class);
    let sides: Vec<&[f32]> = own.flat_map(|(_, sides)| sides.iter().map(Vec::as_slice)).collect();
    (!sides.is_empty()).then(|| joined_direction(centre, 0.0, &sides))
}

/// The item on a ground of one colour: the middle of its picture, `scale` times as large as the
/// square's side. No pixel is resampled; the preparation does that.
fn laid(item: &CutOut, scale: f32, ground: [u8; 3]) -> Picture {
    let (width, height) = item.size();
    let side = (width.min(height) as f32 / scale).round().max(1.0) as i64;
    let (left, top) = ((width as i64 - side) / 2, (height as i64 - side) / 2);
    let mut rgb = Vec::with_capacity((side * side * 3) as usize);
    for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
        let (colour, opacity) = item.pixel(left + x, top + y);
        let mixed = colour.iter().zip(ground).map(|(&own, ground)| {
            (f32::from(own) * opacity + f32::from(ground) * (1.0 - opacity)).round() as u8
        });
        rgb.extend(mixed);
    }
    Picture::new(side as u32, side as u32, rgb).unwrap_or_else(|_| Picture::filled(1, 1, ground))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::picture_cache::DecodedPhoto;
    use photo::PerceptualHash;

    /// A red square of 20 pixels in the middle of 40.
    fn item() -> CutOut {
        let at = |index: usize| ((index % 40), (index / 40));
        let is_red = |index| {
            let (x, y) = at(index);
            (10..30).contains(&x) && (10..30).contains(&y)
        };
        let rgb = (0..1600).flat_map(|index| if is_red(index) { [200, 0, 0] } else { [255; 3] });
        let picture = Picture::new(40, 40, rgb.collect()).unwrap();
        let hash = PerceptualHash(0);
        let photo = DecodedPhoto { name: String::new(), label: 1, source: 0, hash, picture };
        CutOut::from_clean_picture(1, photo).unwrap()
    }

    fn pixel(picture: &Picture, x: usize, y: usize) -> [u8; 3] {
        let at = (y * picture.width() as usize + x) * 3;
        picture.rgb()[at..at + 3].try_into().unwrap()
    }

    #[test]
    fn an_item_is_laid_in_the_middle_at_its_scale() {
        let small = laid(&item(), 0.8, [128; 3]);
        assert_eq!((small.width(), small.height()), (50, 50));
        assert_eq!(pixel(&small, 25, 25), [200, 0, 0]);
        assert_eq!(pixel(&small, 2, 2), [128; 3]);
        let near = laid(&item(), 1.3, [40, 40, 45]);
        assert_eq!(near.width(), 31);
        assert_eq!(pixel(&near, 15, 15), [200, 0, 0]);
        assert_eq!(pixel(&near, 0, 0), [40, 40, 45]);
    }

    #[test]
    fn a_class_without_looks_has_no_direction() {
        let looks = [(0, [vec![1.0, 0.0], vec![3.0, 0.0]]), (1, [vec![0.0, 2.0], vec![0.0, 2.0]])];
        let middle = centre(&looks);
        assert_eq!(middle, [1.0, 1.0]);
        let own = direction(&looks, 1, &middle).unwrap();
        assert!((own[0] + 0.5_f32.sqrt()).abs() < 1e-6 && (own[1] - 0.5_f32.sqrt()).abs() < 1e-6);
        assert_eq!(direction(&looks, 2, &middle), None);
    }
}
