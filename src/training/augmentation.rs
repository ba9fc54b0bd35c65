//! Random looks of one photo: crop, rotation, mirror, colour and blur, drawn from a seeded generator.

use rand::{Rng, RngExt};

use super::{Recipe, blur::blur};
use photo::{Picture, Preparation, Region, luma};

/// Greatest ratio of a crop's sides.
const GREATEST_ASPECT: f64 = 4.0 / 3.0;
/// Grey of a channel that contrast turns around.
const MIDDLE_GREY: f32 = 127.5;

/// One random look, drawn but not yet applied.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// Middle of the crop as a share of the picture's sides.
    middle: [f64; 2],
    /// Sides of the crop in pixels of the picture.
    sides: [f64; 2],
    radians: f64,
    mirrored: bool,
    brightness: f32,
    contrast: f32,
    saturation: f32,
    /// Standard deviation of the blur as a share of the painted side.
    blur: f32,
}

impl Look {
    /// Draws a look for a picture of `width` x `height` pixels.
    pub(super) fn draw(recipe: &Recipe, width: u32, height: u32, generator: &mut impl Rng) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let [least, greatest] = recipe.crop_area;
        let area = generator.random_range(least..=greatest) * width * height;
        let stretch = GREATEST_ASPECT.ln();
        let aspect = generator.random_range(-stretch..=stretch).exp();
        let sides = [(area * aspect).sqrt().min(width), (area / aspect).sqrt().min(height)];
        let mut place = |side: f64, whole: f64| {
            let room = (whole - side) / 2.0;
            0.5 + generator.random_range(-room..=room) / whole
        };
        let middle = [place(sides[0], width), place(sides[1], height)];
        let degrees = recipe.rotation_degrees;
        let colour = recipe.colour;
        let mut factor = || generator.random_range(1.0 - colour..=1.0 + colour) as f32;
        let (brightness, contrast, saturation) = (factor(), factor(), factor());
        let mut look = Self {
            middle,
            sides,
            radians: generator.random_range(-degrees..=degrees).to_radians(),
            mirrored: generator.random_bool(recipe.flip),
            brightness,
            contrast,
            saturation,
            blur: 0.0,
        };
        // Drawn last, and only where it is wanted: all else stays as it was without it.
        if recipe.blur > 0.0 {
            look.blur = generator.random_range(0.0..=recipe.blur) as f32;
        }
        look
    }

    /// The same look, the right way round: for goods with writing on them.
    #[must_use]
    pub(super) fn unmirrored(self) -> Self {
        Self { mirrored: false, ..self }
    }

    /// Where a rectangle of the picture (`width` x `height` pixels) comes to lie on the square, in shares
    /// of its side; of a look that is not turned.
    pub(super) fn shown(&self, rectangle: &Region, width: u32, height: u32) -> Region {
        let place = |at: f32, middle: f64, whole: u32, side: f64| {
            (f64::from(at) - middle * f64::from(whole)) / side + 0.5
        };
        let across = |x: f32| place(x, self.middle[0], width, self.sides[0]);
        let down = |y: f32| place(y, self.middle[1], height, self.sides[1]);
        let (left, right) = (across(rectangle.x), across(rectangle.x + rectangle.width));
        let (top, below) = (down(rectangle.y), down(rectangle.y + rectangle.height));
        let left = if self.mirrored { 1.0 - right } else { left };
        Region {
            x: left as f32,
            y: top as f32,
            width: ((right - across(rectangle.x)).abs()) as f32,
            height: (below - top) as f32,
        }
    }

    /// Samples the picture and writes `size` x `size` x 3 normalised values, pixel by pixel.
    pub(super) fn write(&self, picture: &Picture, preparation: &Preparation, target: &mut [f32]) {
        self.write_bytes(picture, preparation.size, target);
        preparation.normalise(target);
    }

    /// Samples the picture bilinearly and writes values of 0 to 255. What lies beyond the picture's
    /// border repeats the border.
    pub(super) fn write_bytes(&self, picture: &Picture, size: u32, target: &mut [f32]) {
        let size = size as usize;
        let sampler = Sampler::new(picture);
        let (sin, cos) = (self.radians.sin() as f32, self.radians.cos() as f32);
        let across = self.sides[0] as f32 / size as f32 * if self.mirrored { -1.0 } else { 1.0 };
        let down = self.sides[1] as f32 / size as f32;
        let middle_x = self.middle[0] as f32 * picture.width() as f32 - 0.5;
        let middle_y = self.middle[1] as f32 * picture.height() as f32 - 0.5;
        let half = (size as f32 - 1.0) / 2.0;
        for (row, line) in target.chunks_exact_mut(size * 3).enumerate() {
            let v = (row as f32 - half) * down;
            for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
                let u = (column as f32 - half) * across;
                let x = middle_x + u * cos - v * sin;
                let y = middle_y + u * sin + v * cos;
                self.write_pixel(sampler.at(x, y), pixel);
            }
        }
        blur(target, size, self.blur * size as f32);
    }

    fn write_pixel(&self, colour: [f32; 3], target: &mut [f32]) {
        let adjusted = colour
            .map(|value| ((value - MIDDLE_GREY) * self.contrast + MIDDLE_GREY) * self.brightness);
        // In this form a saturation of 1 leaves every bit as it is.
        let grey = luma(adjusted) * (1.0 - self.saturation);
        for (slot, value) in target.iter_mut().zip(adjusted) {
            *slot = (value * self.saturation + grey).clamp(0.0, 255.0);
        }
    }
}

/// Bilinear look-up of a picture's bytes.
struct Sampler<'a> {
    rgb: &'a [u8],
    width: usize,
    last_x: f32,
    last_y: f32,
}

impl<'a> Sampler<'a> {
    fn new(picture: &'a Picture) -> Self {
        Self {
            rgb: picture.rgb(),
            width: picture.width() as usize,
            last_x: picture.width() as f32 - 1.0,
            last_y: picture.height() as f32 - 1.0,
        }
    }

    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x.clamp(0.0, self.last_x), y.clamp(0.0, self.last_y));
        let (left, top) = (x as usize, y as usize);
        let right = (left + 1).min(self.last_x as usize);
        let bottom = (top + 1).min(self.last_y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let [a, b] = [self.pixel(left, top), self.pixel(right, top)];
        let [c, d] = [self.pixel(left, bottom), self.pixel(right, bottom)];
        std::array::from_fn(|channel| {
            let upper = a[channel] + (b[channel] - a[channel]) * fx;
            let lower = c[channel] + (d[channel] - c[channel]) * fx;
            upper + (lower - upper) * fy
        })
    }

    fn pixel(&self, x: usize, y: usize) -> [f32; 3] {
        let start = (y * self.width + x) * 3;
        match self.rgb.get(start..start + 3) {
            Some(&[red, green, blue]) => [f32::from(red), f32::from(green), f32::from(blue)],
            _ => [0.0; 3],
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

    use super::*;
    use cnn::Architecture;
    use photo::{Colours, Fit, prepare};

    fn still() -> Recipe {
        Recipe {
            crop_area: [1.0, 1.0],
            rotation_degrees: 0.0,
            flip: 0.0,
            colour: 0.0,
            ..Recipe::for_architecture(&Architecture::EfficientNetLite0)
        }
    }

    fn gradient(side: u32) -> Picture {
        let bytes = (0..side * side).flat_map(|index| {
            let (x, y) = (index % side, index / side);
            [(x * 255 / side) as u8, (y * 255 / side) as u8, 128]
        });
        Picture::new(side, side, bytes.collect()).unwrap()
    }

    fn preparation(size: u32) -> Preparation {
        let colours = Colours::Colour;
        Preparation { size, fit: Fit::Crop, mean: [127.0; 3], scale: [128.0; 3], colours }
    }

    /// Pixel by pixel, as the network's `prepare` has it plane by plane.
    fn interleaved(prepared: &[f32]) -> Vec<f32> {
        let plane = prepared.len() / 3;
        (0..plane).flat_map(|at| [0, 1, 2].map(|channel| prepared[channel * plane + at])).collect()
    }

    #[test]
    fn nothing_random_is_the_tills_preparation() {
        let picture = gradient(32);
        // A square keeps its whole area only when the aspect drawn is 1; so the look is made here.
        let look = Look {
            middle: [0.5, 0.5],
            sides: [32.0, 32.0],
            radians: 0.0,
            mirrored: false,
            brightness: 1.0,
            contrast: 1.0,
            saturation: 1.0,
            blur: 0.0,
        };
        for colours in [Colours::Colour, Colours::Grey] {
            let preparation = Preparation { colours, ..preparation(32) };
            let mut values = vec![0.0; 32 * 32 * 3];
            look.write(&picture, &preparation, &mut values);
            let tills = interleaved(prepare(&picture, &preparation).data());
            for (a, b) in values.iter().zip(tills) {
                assert_eq!(a.to_bits(), b.to_bits(), "{a} is not {b} in {colours:?}");
            }
        }
    }

    #[test]
    fn a_mirror_turns_left_and_right() {
        let picture = gradient(16);
        let preparation = preparation(16);
        let mut generator = ChaCha8Rng::seed_from_u64(1);
        let straight = Look::draw(&still(), 16, 16, &mut generator);
        let mirrored = Look { mirrored: true, ..straight.clone() };
        let (mut a, mut b) = (vec![0.0; 16 * 16 * 3], vec![0.0; 16 * 16 * 3]);
        straight.write(&picture, &preparation, &mut a);
        mirrored.write(&picture, &preparation, &mut b);
        for row in 0..16 {
            for column in 0..16 {
                let (here, there) = ((row * 16 + column) * 3, (row * 16 + 15 - column) * 3);
                assert!((a[here] - b[there]).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn blur_changes_nothing_else_of_a_look() {
        let sharp = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let soft = Recipe { blur: 0.01, ..sharp.clone() };
        let draw = |recipe: &Recipe| Look::draw(recipe, 40, 30, &mut ChaCha8Rng::seed_from_u64(3));
        let (sharp, soft) = (draw(&sharp), draw(&soft));
        assert!(soft.blur > 0.0);
        assert_eq!(Look { blur: 0.0, ..soft }, sharp);
    }

    #[test]
    fn what_has_writing_stays_the_right_way_round() {
        let recipe = Recipe { flip: 1.0, ..still() };
        let look = Look::draw(&recipe, 16, 16, &mut ChaCha8Rng::seed_from_u64(1));
        assert!(look.mirrored);
        assert!(!look.unmirrored().mirrored);
    }

    #[test]
    fn a_seed_gives_the_same_look_again() {
        let recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let draw = |seed| Look::draw(&recipe, 40, 30, &mut ChaCha8Rng::seed_from_u64(seed));
        assert_eq!(draw(5), draw(5));
        assert_ne!(draw(5), draw(6));
    }
}
