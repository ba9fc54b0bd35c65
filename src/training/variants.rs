//! A photo as a training would see it, several times: so that people see what augmentation does.

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use rayon::prelude::*;

use super::{
    Recipe,
    augmentation::Look,
    lesson::{learnt_side, smaller},
};
use photo::Picture;

/// The looks of `photo` that the seeds 0 to `count` - 1 give, painted by the training's own code at
/// the size of its crops. A seed draws the same chance whatever the recipe says, so that a look
/// follows a change of the recipe.
pub fn variants(photo: &Picture, recipe: &Recipe, may_mirror: bool, count: u64) -> Vec<Picture> {
    let photo = smaller(photo.clone(), learnt_side(recipe));
    let seeds: Vec<u64> = (0..count).collect();
    seeds.par_iter().filter_map(|seed| variant(&photo, recipe, may_mirror, *seed)).collect()
}

fn variant(photo: &Picture, recipe: &Recipe, may_mirror: bool, seed: u64) -> Option<Picture> {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let look = Look::draw(recipe, photo.width(), photo.height(), &mut generator);
    let look = if may_mirror { look } else { look.unmirrored() };
    let side = recipe.train_size;
    let mut values = vec![0.0_f32; side as usize * side as usize * 3];
    look.write_bytes(photo, side, &mut values);
    let bytes = values.into_iter().map(|value| value.round() as u8).collect();
    Picture::new(side, side, bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cnn::Architecture;

    fn photo() -> Picture {
        let bytes = (0..60_u32 * 40).flat_map(|index| {
            let (x, y) = (index % 60, index / 60);
            [(x * 4) as u8, (y * 6) as u8, 90]
        });
        Picture::new(60, 40, bytes.collect()).unwrap()
    }

    fn recipe() -> Recipe {
        Recipe { train_size: 24, ..Recipe::for_architecture(&Architecture::EfficientNetLite0) }
    }

    #[test]
    fn there_are_as_many_as_asked_for_and_they_differ() {
        let shown = variants(&photo(), &recipe(), true, 8);
        assert_eq!(shown.len(), 8);
        assert!(shown.iter().all(|picture| (picture.width(), picture.height()) == (24, 24)));
        assert!(shown.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_change_of_one_setting_leaves_the_rest_of_each_look() {
        let with = |blur| variants(&photo(), &Recipe { blur, ..recipe() }, true, 4);
        assert_eq!(with(0.0), with(0.0));
        let far = |a: &Picture, b: &Picture| {
            a.rgb().iter().zip(b.rgb()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default()
        };
        // A smooth photo looks nearly the same when it is blurred; another crop of it would not.
        let (sharp, soft) = (with(0.0), with(0.01));
        assert!(sharp.iter().zip(&soft).all(|(a, b)| far(a, b) < 40));
    }

    #[test]
    fn what_has_writing_is_never_mirrored() {
        let always = Recipe { flip: 1.0, rotation_degrees: 0.0, ..recipe() };
        let red = |picture: &Picture, x: u32| picture.rgb()[(x * 3) as usize];
        for picture in variants(&photo(), &always, false, 4) {
            assert!(red(&picture, 0) < red(&picture, 23), "dark on the left as in the photo");
        }
        for picture in variants(&photo(), &always, true, 4) {
            assert!(red(&picture, 0) > red(&picture, 23));
        }
    }
}
