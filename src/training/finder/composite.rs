//! Pictures put together of cut-out goods on some ground, and where each item lies (Dwibedi et al. 2017,
//! "Cut, paste and learn"; Georgakis et al. 2017, "Synthesizing training data for object detection in
//! indoor scenes"): several goods, some covered in part; one alone, small or filling the picture.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{
    box_list::{BoxedPhoto, ItemBox, write_box_list},
    cut_outs::{CutOuts, cut_outs},
};
use crate::{
    DataLabel, DataSet, Depth, Recipe, RunEvent, TrainingError,
    blur::blur,
    cut_out::CutOut,
    data_set::TrainingData,
    ground::{Ground, noise},
    laid_item::Lay,
    picture_cache::{DecodedPhoto, read_photos},
};
use base::write_atomically;
use cnn::Architecture;
use photo::{Picture, Region, encode_jpeg, resize_within};

/// Longest side of a picture that becomes a ground, in pixels.
const GROUND_SIDE: u32 = 320;
/// Shares of composites: an empty ground, one item that fills the picture, one that is small in it.
const EMPTY: f64 = 0.03;
const ALONE: f64 = 0.1;
const SMALL: f64 = 0.3;
/// Most items of the other composites.
const MOST_ITEMS: usize = 9;
/// An item of which less than this share is seen is none.
const LEAST_SEEN: f32 = 0.35;
/// Share of pictures whose items lie beside each other, as on a counter, not upon each other: none covers
/// more than this of another's box. So often another place is tried for one that would.
const SPREAD_OUT: f64 = 0.75;
const GREATEST_COVERED: f32 = 0.15;
const TRIES: usize = 12;
/// Shares of grounds that are plain, and pieces of a picture so small that they show no thing; on
/// the others stands whatever the picture shows.
const PLAIN_GROUNDS: f64 = 0.35;
/// So many of the plain ones are white.
const WHITE_GROUNDS: f64 = 0.3;
const PIECES: f64 = 0.35;
const PIECE_AREA: [f64; 2] = [0.02, 0.12];
const CLUTTER_AREA: [f64; 2] = [0.4, 1.0];
/// Share of pictures that are blurred, and by how much at most, as a share of the side.
const BLURRED: f64 = 0.3;
const GREATEST_BLUR: f32 = 0.006;
/// Share of pictures that went through a JPEG of one of these qualities.
const PACKED: f64 = 0.4;
const QUALITIES: [u8; 4] = [35, 50, 70, 85];
/// Quality of composites as files.
const SAVED_QUALITY: u8 = 92;
/// Greatest noise of the sensor, of 255.
const NOISE: f32 = 8.0;

/// What composites are made of.
pub(super) struct Parts<'a> {
    pub items: &'a [CutOut],
    pub grounds: &'a [DecodedPhoto],
    pub recipe: &'a Recipe,
}

/// How many items lie on a picture, how far from the middle, and how large, in shares of its side.
#[derive(Clone, Copy)]
struct Laid {
    count: usize,
    spread: f32,
    sides: [f32; 2],
}

/// A composite, drawn but not yet painted.
pub(super) struct Composite<'a> {
    ground: Ground<'a>,
    /// Whether the ground may show things.
    pub has_clutter: bool,
    laid: Vec<(&'a CutOut, Lay)>,
    blur: f32,
    /// How strong, and its seed.
    grain: (f32, u32),
    quality: Option<u8>,
}

/// An item on a painted composite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SeenItem {
    pub class: usize,
    /// What is seen of it, in pixels.
    pub region: Region,
}

/// How the random looks of items and grounds are drawn.
pub(super) fn look_recipe() -> Recipe {
    Recipe { colour: 0.3, ..Recipe::for_architecture(&Architecture::EfficientNetLite0) }
}

/// Pictures to become grounds.
pub(super) fn grounds(
    data: &Path,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<Vec<DecodedPhoto>, TrainingError> {
    let photos = DataSet::unlabelled(data)?;
    let read = read_photos(&photos, |picture| resize_within(&picture, GROUND_SIDE), |_| {});
    let photos = read.told(on_event);
    Ok(photos)
}

impl<'a> Composite<'a> {
    /// Draws one; `None` where there is nothing to lay.
    pub(super) fn draw(parts: &Parts<'a>, generator: &mut ChaCha8Rng) -> Option<Self> {
        let kind: f64 = generator.random();
        let (count, spread, sides) = if kind < EMPTY {
            (0, 0.0, [0.5, 0.5])
        } else if kind < EMPTY + ALONE {
            (1, 0.12, [0.7, 1.3])
        } else if kind < EMPTY + ALONE + SMALL {
            (1, 0.36, [0.2, 0.5])
        } else {
            let count = generator.random_range(2..=MOST_ITEMS);
            let sides = match count {
                ..=3 => [0.2, 0.6],
                4..=5 => [0.18, 0.45],
                _ => [0.14, 0.32],
            };
            (count, 0.42, sides)
        };
        Self::draw_items(parts, Laid { count, spread, sides }, generator)
    }

    /// Draws one item that is small in the picture: a twentieth to a seventh of its area, if it is square.
    fn draw_one_small(parts: &Parts<'a>, generator: &mut ChaCha8Rng) -> Option<Self> {
        let laid = Laid { count: 1, spread: 0.3, sides: [0.22, 0.39] };
        Self::draw_items(parts, laid, generator)
    }

    fn draw_items(parts: &Parts<'a>, laid: Laid, generator: &mut ChaCha8Rng) -> Option<Self> {
        let Parts { items, grounds, recipe } = *parts;
        let Laid { count, spread, sides } = laid;
        let clutter: f64 = generator.random();
        let (ground, has_clutter) = match grounds.choose(generator) {
            Some(photo) if clutter >= PLAIN_GROUNDS => {
                let has_clutter = clutter >= PLAIN_GROUNDS + PIECES;
                let area = if has_clutter { CLUTTER_AREA } else { PIECE_AREA };
                (Ground::piece_of(photo, area, recipe, generator), has_clutter)
            }
            _ if generator.random_bool(WHITE_GROUNDS) => (Ground::studio(generator), false),
            _ => (Ground::plain(generator), false),
        };
        let mut laid: Vec<(&CutOut, Lay)> = Vec::with_capacity(count);
        let most = if generator.random_bool(SPREAD_OUT) { GREATEST_COVERED } else { 1.0 };
        for _ in 0..count {
            // A heap of one product is as likely as a mixture.
            let again = laid.last().map(|(item, _)| *item).filter(|_| generator.random_bool(0.3));
            let item = again.or_else(|| items.choose(generator))?;
            let mut lays = (0..TRIES).map(|_| Lay::draw(spread, sides, recipe, generator));
            let is_free = |lay: &Lay| {
                let own = lay.region(item);
                laid.iter().all(|(other, at)| covered_share(&at.region(other), &own) <= most)
            };
            if let Some(lay) = lays.find(is_free) {
                laid.push((item, lay));
            }
        }
        let blur = if generator.random_bool(BLURRED) {
            generator.random_range(0.0..=GREATEST_BLUR)
        } else {
            0.0
        };
        let grain = (generator.random_range(0.0..NOISE), generator.random());
        let packed = generator.random_bool(PACKED);
        let quality = if packed { QUALITIES.choose(generator).copied() } else { None };
        Some(Self { ground, has_clutter, laid, blur, grain, quality })
    }

    /// Writes `size` x `size` x 3 values of 0 to 255; answers with the items that can be seen.
    pub(super) fn write(&self, size: u32, target: &mut [f32]) -> Vec<SeenItem> {
        let side = size as usize;
        self.ground.write(size, target);
        // Who covers each pixel, counted from 1, and how many pixels each item would have alone.
        let mut owners = vec![0_usize; side * side];
        let mut whole = vec![0_usize; self.laid.len()];
        for (index, (item, lay)) in self.laid.iter().enumerate() {
            let mut count = 0;
            lay.paint(item, side, target, |pixel| {
                count += 1;
                if let Some(owner) = owners.get_mut(pixel) {
                    *owner = index + 1;
                }
            });
            if let Some(slot) = whole.get_mut(index) {
                *slot = count;
            }
        }
        self.finish(size, target);
        let seen = |(index, (item, _)): (usize, &(&CutOut, Lay))| {
            let region = seen_region(&owners, side, index + 1, *whole.get(index)?)?;
            Some(SeenItem { class: item.class, region })
        };
        self.laid.iter().enumerate().filter_map(seen).collect()
    }

    /// What a camera does to a picture.
    fn finish(&self, size: u32, target: &mut [f32]) {
        let side = size as usize;
        blur(target, side, self.blur * size as f32);
        let (strength, seed) = self.grain;
        for (place, value) in target.iter_mut().enumerate() {
            *value = (*value + strength * noise(seed, place)).clamp(0.0, 255.0);
        }
        let Some(quality) = self.quality else { return };
        let bytes: Vec<u8> = target.iter().map(|value| value.round() as u8).collect();
        let packed = Picture::new(size, size, bytes).ok().and_then(|it| encode_jpeg(&it, quality));
        let unpacked = packed.and_then(|bytes| photo::decode(&bytes, "composite").ok());
        if let Some(packed) = unpacked {
            target.iter_mut().zip(packed.rgb()).for_each(|(slot, byte)| *slot = f32::from(*byte));
        }
    }
}

/// Share of the smaller of two regions that lies in the other.
fn covered_share(a: &Region, b: &Region) -> f32 {
    a.common_area(b) / (a.width * a.height).min(b.width * b.height).max(f32::MIN_POSITIVE)
}

/// Where the pixels of an owner lie; `None` where too few of the `whole` ones are seen.
fn seen_region(owners: &[usize], side: usize, owner: usize, whole: usize) -> Option<Region> {
    let mut seen = 0_usize;
    let (mut left, mut top, mut right, mut bottom) = (usize::MAX, usize::MAX, 0, 0);
    for pixel in owners.iter().enumerate().filter(|(_, it)| **it == owner).map(|(pixel, _)| pixel) {
        let (x, y) = (pixel % side, pixel / side);
        seen += 1;
        (left, right) = (left.min(x), right.max(x + 1));
        (top, bottom) = (top.min(y), bottom.max(y + 1));
    }
    if seen == 0 || (seen as f32) < LEAST_SEEN * whole as f32 {
        return None;
    }
    Some(Region {
        x: left as f32,
        y: top as f32,
        width: (right - left) as f32,
        height: (bottom - top) as f32,
    })
}

/// What lies on the pictures that are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// As a finder's training has it: none, one or several.
    AsLearnt,
    /// One item, small in the picture.
    OneSmall,
}

/// Composites as files, to be looked at and to be judged on.
#[derive(Clone, Debug)]
pub struct ComposeOptions {
    /// Data with studio pictures.
    pub items: Vec<TrainingData>,
    /// A folder, list or table of pictures to lay them on.
    pub grounds: PathBuf,
    /// What lies on them.
    pub arrangement: Arrangement,
    /// How many.
    pub count: usize,
    /// Side of the pictures in pixels.
    pub size: u32,
    /// Other seeds draw other pictures.
    pub seed: u64,
    /// A folder; it is made where it is missing.
    pub out: PathBuf,
}

/// Writes composites, their `boxes.csv`, and `singles.csv`, a table of those with one item; the number of
/// boxes.
///
/// # Errors
/// [`TrainingError`] when data cannot be read or nothing be cut out, or the folder not written.
pub fn compose(
    options: &ComposeOptions,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<usize, TrainingError> {
    let CutOuts { items, labels } = cut_outs(&options.items, on_event)?;
    let grounds = grounds(&options.grounds, on_event)?;
    let recipe = look_recipe();
    let parts = Parts { items: &items, grounds: &grounds, recipe: &recipe };
    fs::create_dir_all(&options.out).map_err(TrainingError::file(&options.out))?;
    let mut generator = ChaCha8Rng::seed_from_u64(options.seed);
    let (mut photos, mut singles) = (Vec::with_capacity(options.count), Vec::new());
    for number in 0..options.count {
        let drawn = match options.arrangement {
            Arrangement::AsLearnt => Composite::draw(&parts, &mut generator),
            Arrangement::OneSmall => Composite::draw_one_small(&parts, &mut generator),
        };
        let Some(composite) = drawn else {
            return Err(TrainingError::BadOption {
                what: "no photo of the data lies on white, so nothing can be cut out".to_owned(),
            });
        };
        let mut values = vec![0.0; (options.size * options.size * 3) as usize];
        let seen = composite.write(options.size, &mut values);
        let path = options.out.join(format!("{number:05}.jpg"));
        save(&path, options.size, &values)?;
        let name = |class: usize| labels.get(class).map(|it| it.id.clone()).unwrap_or_default();
        if let [only] = seen.as_slice()
            && let Some(label) = labels.get(only.class)
        {
            singles.push((path.clone(), label.clone()));
        }
        let item = |it: SeenItem| ItemBox { what: name(it.class), region: it.region };
        photos.push(BoxedPhoto { path, items: seen.into_iter().map(item).collect() });
    }
    write_box_list(&options.out.join("boxes.csv"), &photos)?;
    write_table(&options.out.join("singles.csv"), &singles)?;
    Ok(photos.iter().map(|photo| photo.items.len()).sum())
}

/// Writes a table of photos in its own folder, as `train` and `evaluate` read it.
fn write_table(path: &Path, photos: &[(PathBuf, DataLabel)]) -> Result<(), TrainingError> {
    let written = write_atomically(path, |out| {
        writeln!(out, "path,product,kind")?;
        for (photo, label) in photos {
            let file = photo.file_name().unwrap_or_default().to_string_lossy();
            let product = if label.depth == Depth::Product { label.id.as_str() } else { "" };
            writeln!(out, "{file},{product},{}", label.coarse)?;
        }
        Ok(())
    });
    written.map_err(|error| TrainingError::File { path: error.path, source: error.source })
}

fn save(path: &Path, size: u32, values: &[f32]) -> Result<(), TrainingError> {
    let bytes = values.iter().map(|value| value.round() as u8).collect();
    let packed =
        Picture::new(size, size, bytes).ok().and_then(|it| encode_jpeg(&it, SAVED_QUALITY));
    let Some(packed) = packed else {
        let what = format!("no picture can be {size} pixels wide");
        return Err(TrainingError::BadOption { what });
    };
    let written = write_atomically(path, |out| out.write_all(&packed));
    written.map_err(|error| TrainingError::File { path: error.path, source: error.source })
}
