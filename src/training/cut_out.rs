//! Goods cut out of clean pictures: the white around them becomes transparent.

use super::{picture_cache::DecodedPhoto, silhouette::is_of_one_item};
use photo::{PerceptualHash, Picture, crop};

/// A channel at least this bright counts as white when it is joined to the picture's border.
const WHITE: u8 = 232;

/// Share of a studio picture's edge that its item may touch.
const EDGE_COVERED: f64 = 0.02;
/// A pixel at least this bright in all channels is the studio's ground, and so much of it within an
/// item's outline is ground that shows through.
const GROUND: u8 = 250;
const SHOWING_THROUGH: f64 = 0.03;

/// One item without its background.
#[derive(Clone, Debug)]
pub(super) struct CutOut {
    /// Index of its class.
    pub class: usize,
    /// Hash of the picture it was cut from.
    pub hash: PerceptualHash,
    picture: Picture,
    /// 0 where the background was, 255 on the item, one a pixel.
    opacity: Vec<u8>,
}

impl CutOut {
    /// Cuts an item out of a picture on white; `None` where nothing or everything is white.
    pub(super) fn from_clean_picture(class: usize, photo: DecodedPhoto) -> Option<Self> {
        let opacity = smoothed(&item_mask(&photo.picture), &photo.picture);
        let covered = opacity.iter().filter(|&&value| value > 0).count();
        let share = covered as f64 / opacity.len().max(1) as f64;
        let DecodedPhoto { hash, picture, .. } = photo;
        (0.02..0.98).contains(&share).then_some(Self { class, hash, picture, opacity })
    }

    /// Cuts the one item out of a photo whose ground is white all around; `None` for other photos, and
    /// where several things lie apart.
    pub(super) fn from_studio_picture(class: usize, photo: DecodedPhoto) -> Option<Self> {
        let (width, height) = (photo.picture.width() as usize, photo.picture.height() as usize);
        let mask = item_mask(&photo.picture);
        let is_edge = |index: usize| {
            let (x, y) = (index % width, index / width);
            x == 0 || y == 0 || x + 1 == width || y + 1 == height
        };
        let on_edge = mask.iter().enumerate().filter(|(index, item)| **item && is_edge(*index));
        let edge = 2 * (width + height);
        let is_one = is_of_one_item(&mask, width)
            && showing_through(&mask, &photo.picture) <= SHOWING_THROUGH;
        if on_edge.count() as f64 > EDGE_COVERED * edge as f64 || !is_one {
            return None;
        }
        Self::from_clean_picture(class, photo)?.trimmed()
    }

    /// The same without the empty border around the item; `None` where nothing is left.
    fn trimmed(self) -> Option<Self> {
        let width = self.picture.width() as usize;
        let seen = self.opacity.iter().enumerate().filter(|(_, opacity)| **opacity > 0);
        let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
        for (index, _) in seen {
            let (x, y) = ((index % width) as u32, (index / width) as u32);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
        }
        let (across, down) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
        let rows = self.opacity.chunks_exact(width).take(bottom as usize).skip(top as usize);
        let kept = rows.flat_map(|row| row.iter().take(right as usize).skip(left as usize));
        let opacity = kept.copied().collect();
        let picture = crop(&self.picture, left, top, across, down);
        Some(Self { picture, opacity, ..self })
    }

    /// The clean picture that it was cut from.
    pub(super) fn clean_picture(&self) -> &Picture {
        &self.picture
    }

    /// Width and height of the clean picture.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.picture.width(), self.picture.height())
    }

    /// Colour and opacity (0 to 1) of one pixel; transparent outside of the picture.
    pub(super) fn pixel(&self, x: i64, y: i64) -> ([u8; 3], f32) {
        let (width, height) = (i64::from(self.picture.width()), i64::from(self.picture.height()));
        if !((0..width).contains(&x) && (0..height).contains(&y)) {
            return ([0; 3], 0.0);
        }
        let index = (y * width + x) as usize;
        let colour = self.picture.rgb().get(index * 3..index * 3 + 3);
        let colour = colour.and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        (colour, f32::from(self.opacity.get(index).copied().unwrap_or(0)) / 255.0)
    }

    /// Longer side in pixels.
    pub(super) fn longer_side(&self) -> f32 {
        self.picture.width().max(self.picture.height()) as f32
    }

    /// Middle of the picture in pixels.
    pub(super) fn middle(&self) -> (f32, f32) {
        (self.picture.width() as f32 / 2.0, self.picture.height() as f32 / 2.0)
    }

    /// Colour (0 to 255) and opacity (0 to 1) at a place; transparent outside of the picture.
    pub(super) fn at(&self, x: f32, y: f32) -> ([f32; 3], f32) {
        let (width, height) = (self.picture.width() as usize, self.picture.height() as usize);
        let inside = x >= 0.0 && y >= 0.0 && x < (width - 1) as f32 && y < (height - 1) as f32;
        if !inside {
            return ([0.0; 3], 0.0);
        }
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let corners = [
            (top * width + left, (1.0 - fx) * (1.0 - fy)),
            (top * width + left + 1, fx * (1.0 - fy)),
            ((top + 1) * width + left, (1.0 - fx) * fy),
            ((top + 1) * width + left + 1, fx * fy),
        ];
        let (mut colour, mut opacity) = ([0.0; 3], 0.0);
        for (index, weight) in corners {
            let bytes = self.picture.rgb().get(index * 3..index * 3 + 3).unwrap_or(&[0; 3]);
            for (sum, &byte) in colour.iter_mut().zip(bytes) {
                *sum += f32::from(byte) * weight;
            }
            opacity += f32::from(self.opacity.get(index).copied().unwrap_or(0)) / 255.0 * weight;
        }
        (colour, opacity)
    }
}

/// True on the item: everything that white does not reach from the border.
fn item_mask(picture: &Picture) -> Vec<bool> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let is_white: Vec<bool> = picture
        .rgb()
        .chunks_exact(3)
        .map(|pixel| pixel.iter().all(|&channel| channel >= WHITE))
        .collect();
    let mut is_item = vec![true; is_white.len()];
    let mut open: Vec<usize> = (0..width)
        .flat_map(|x| [x, (height - 1) * width + x])
        .chain((0..height).flat_map(|y| [y * width, y * width + width - 1]))
        .collect();
    while let Some(index) = open.pop() {
        let reached = is_white.get(index) == Some(&true) && is_item.get(index) == Some(&true);
        if !reached {
            continue;
        }
        if let Some(slot) = is_item.get_mut(index) {
            *slot = false;
        }
        let (x, y) = (index % width, index / width);
        open.extend((x > 0).then(|| index - 1));
        open.extend((x + 1 < width).then(|| index + 1));
        open.extend((y > 0).then(|| index - width));
        open.extend((y + 1 < height).then(|| index + width));
    }
    is_item
}

/// Share of the mask where the picture is as white as the studio's ground.
fn showing_through(mask: &[bool], picture: &Picture) -> f64 {
    let covered = mask.iter().filter(|it| **it).count();
    let pixels = picture.rgb().chunks_exact(3).zip(mask).filter(|(_, item)| **item);
    let white = pixels.filter(|(pixel, _)| pixel.iter().all(|&channel| channel >= GROUND));
    white.count() as f64 / covered.max(1) as f64
}

/// The mask, a pixel smaller (JPEG leaves a pale rim) and with soft edges.
fn smoothed(mask: &[bool], picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let around = |values: &dyn Fn(usize) -> u32, x: usize, y: usize| -> (u32, u32) {
        let (mut sum, mut count) = (0, 0);
        for row in y.saturating_sub(1)..=(y + 1).min(height - 1) {
            for column in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                sum += values(row * width + column);
                count += 1;
            }
        }
        (sum, count)
    };
    let item = |index: usize| u32::from(mask.get(index) == Some(&true));
    let places = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let smaller: Vec<bool> = places()
        .map(|(x, y)| {
            let (sum, count) = around(&item, x, y);
            sum == count
        })
        .collect();
    let kept = |index: usize| u32::from(smaller.get(index) == Some(&true));
    places()
        .map(|(x, y)| {
            let (sum, count) = around(&kept, x, y);
            (sum * 255 / count) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean_picture(item: [u8; 3]) -> DecodedPhoto {
        let bytes = (0..40 * 40).flat_map(|index| {
            let (x, y) = (index % 40 - 20, index / 40 - 20);
            // A white spot in the middle of the item belongs to it.
            match x * x + y * y {
                0..9 => [240; 3],
                9..150 => item,
                _ => [255; 3],
            }
        });
        DecodedPhoto {
            name: String::new(),
            label: 3,
            source: 0,
            hash: PerceptualHash(0),
            picture: Picture::new(40, 40, bytes.collect()).unwrap(),
        }
    }

    #[test]
    fn white_around_is_cut_and_white_within_is_kept() {
        let cut_out = CutOut::from_clean_picture(3, clean_picture([200, 30, 30])).unwrap();
        assert_eq!(cut_out.class, 3);
        assert!(cut_out.at(2.0, 2.0).1 < 0.01);
        assert!(cut_out.at(20.0, 20.0).1 > 0.99);
        assert!(cut_out.at(12.0, 20.0).1 > 0.99);
        assert!(cut_out.at(-5.0, 20.0).1 < 0.01);
    }

    #[test]
    fn one_item_on_white_is_cut_out_of_a_studio_picture_and_nothing_else() {
        let cut = CutOut::from_studio_picture(3, clean_picture([200, 30, 30])).unwrap();
        // A disc of 12 pixels' radius, a pixel smaller and half a pixel softer all around.
        assert!((23..=26).contains(&cut.size().0), "{:?}", cut.size());
        let spots = |centres: &[(i32, i32)], ground: [u8; 3]| {
            let bytes = (0..40 * 40).flat_map(|index| {
                let near =
                    |(x, y): &(i32, i32)| (index % 40 - x).pow(2) + (index / 40 - y).pow(2) < 81;
                if centres.iter().any(near) { [200, 30, 30] } else { ground }
            });
            let picture = Picture::new(40, 40, bytes.collect()).unwrap();
            let photo = DecodedPhoto { picture, ..clean_picture([0; 3]) };
            CutOut::from_studio_picture(3, photo).is_some()
        };
        assert!(spots(&[(20, 20)], [255; 3]));
        assert!(!spots(&[(10, 10), (30, 30)], [255; 3]), "two items are none to cut out");
        assert!(!spots(&[(11, 20), (28, 20)], [255; 3]), "nor are two that touch");
        assert!(!spots(&[(20, 20)], [120; 3]), "the ground is grey");
        assert!(!spots(&[(0, 20)], [255; 3]), "the item is cut off");
    }

    #[test]
    fn a_white_picture_holds_no_item() {
        assert!(CutOut::from_clean_picture(3, clean_picture([255; 3])).is_none());
    }
}
