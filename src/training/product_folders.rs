//! Which folder names the product of a photo: the deepest that tells products apart. A camera's folder or one
//! called `images` does not, nor one that stands alone, under the same name, in several products' folders.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Names of folders that say what is in them and not of what, in lower case.
const CONTENTS: &[&str] = &[
    "camera",
    "camera roll",
    "dcim",
    "foto",
    "fotos",
    "heic",
    "image",
    "images",
    "img",
    "imgs",
    "jpeg",
    "jpg",
    "original",
    "originals",
    "photo",
    "photos",
    "pic",
    "pics",
    "picture",
    "pictures",
    "png",
    "raw",
    "图像",
    "图片",
    "照片",
    "相册",
    "相机",
    "影像",
    "写真",
    "画像",
];

/// Names of folders that say what photos are for, in lower case: products lie in them.
const SIDES: &[&str] =
    &["eval", "test", "testing", "train", "training", "val", "valid", "validation"];

/// The folders of a place that photos lie in, whether themselves or deeper.
pub(super) struct ProductFolders {
    /// The folders directly in each.
    inside: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// The folders by name, in lower case.
    by_name: BTreeMap<String, BTreeSet<PathBuf>>,
}

impl ProductFolders {
    /// Of the folders that photos lie in, each below the place that was searched.
    pub(super) fn of<'a>(folders: impl Iterator<Item = &'a Path>) -> Self {
        let mut all = Self { inside: BTreeMap::new(), by_name: BTreeMap::new() };
        for folder in folders {
            for folder in folder.ancestors() {
                let (Some(name), Some(around)) = (name_of(folder), folder.parent()) else { break };
                if !all.by_name.entry(name).or_default().insert(folder.to_owned()) {
                    break;
                }
                all.inside.entry(around.to_owned()).or_default().insert(folder.to_owned());
            }
        }
        all
    }

    /// The folder that names the product of what lies in `folder`; `None` where none does.
    pub(super) fn naming<'a>(&self, folder: &'a Path) -> Option<&'a Path> {
        folder.ancestors().find(|folder| name_of(folder).is_some_and(|name| self.tells(&name)))
    }

    /// Whether a folder of this name tells its product from others.
    fn tells(&self, name: &str) -> bool {
        if says_nothing(name) {
            return false;
        }
        let alike = self.by_name.get(name).map(BTreeSet::len).unwrap_or_default();
        let all_alone = || {
            self.by_name
                .get(name)
                .into_iter()
                .flatten()
                .all(|folder| self.is_alone_in_a_product(folder))
        };
        !(alike > 1 && all_alone())
    }

    fn is_alone_in_a_product(&self, folder: &Path) -> bool {
        let Some(around) = folder.parent() else { return false };
        let is_product = name_of(around)
            .is_some_and(|name| !says_nothing(&name) && !SIDES.contains(&name.as_str()));
        is_product && self.inside.get(around).is_some_and(|inside| inside.len() == 1)
    }
}

fn name_of(folder: &Path) -> Option<String> {
    folder.file_name().map(OsStr::to_string_lossy).map(|name| name.to_lowercase())
}

fn says_nothing(name: &str) -> bool {
    CONTENTS.contains(&name) || is_cameras(name) || is_date(name)
}

/// A camera's folder (DCF): three digits and five letters, digits or underlines, as in `100APPLE`; a newer
/// iPhone's has the year and month before two underlines.
fn is_cameras(name: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    name.chars().count() == 8
        && name.chars().all(sign)
        && (digits == 3 || digits == 6 && name.ends_with("__"))
}

/// A day, as programs that sort photos write it: `2026-11-28`, `20261128`.
fn is_date(name: &str) -> bool {
    let digits: String = name.chars().filter(|sign| !matches!(sign, '-' | '_' | '.')).collect();
    let within = |range: std::ops::Range<usize>, low: u32, high: u32| {
        digits
            .get(range)
            .and_then(|part| part.parse::<u32>().ok())
            .is_some_and(|it| (low..=high).contains(&it))
    };
    digits.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && within(0..4, 1990, 2099)
        && within(4..6, 1, 12)
        && within(6..8, 1, 31)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn named(folders: &[&str]) -> Vec<Option<String>> {
        let all = ProductFolders::of(folders.iter().map(Path::new));
        let naming =
            |folder: &&str| all.naming(Path::new(*folder)).map(|it| it.display().to_string());
        folders.iter().map(naming).collect()
    }

    fn each_by(folders: &[(&str, Option<&str>)]) {
        let found = named(&folders.iter().map(|(folder, _)| *folder).collect::<Vec<_>>());
        let wanted: Vec<_> = folders.iter().map(|(_, name)| name.map(str::to_owned)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn the_innermost_folder_names_the_product_where_it_tells_products_apart() {
        each_by(&[
            ("Fruit/Apple", Some("Fruit/Apple")),
            ("Fruit/Banana", Some("Fruit/Banana")),
            ("Lime", Some("Lime")),
            ("", None),
        ]);
    }

    #[test]
    fn a_camera_s_folder_and_one_called_images_name_none() {
        each_by(&[
            ("Apple/100APPLE", Some("Apple")),
            ("Banana/100APPLE", Some("Banana")),
            ("Banana/101CANON", Some("Banana")),
            ("Pear/202611__", Some("Pear")),
            ("Cherry/Images", Some("Cherry")),
            ("Leek/照片", Some("Leek")),
            ("Plum/DCIM/100_PANA", Some("Plum")),
            ("Kiwi/2026-11-28", Some("Kiwi")),
            ("100APPLE", None),
        ]);
    }

    #[test]
    fn what_stands_alone_in_several_products_names_none() {
        each_by(&[
            ("Apple/front", Some("Apple")),
            ("Banana/Front", Some("Banana")),
            ("Fruit/Cherry", Some("Fruit/Cherry")),
            ("Fruit/Lime", Some("Fruit/Lime")),
        ]);
    }

    #[test]
    fn products_that_are_on_both_sides_or_days_stay_products() {
        each_by(&[
            ("train/Apple", Some("train/Apple")),
            ("val/Apple", Some("val/Apple")),
            ("2026-11-27/Lime", Some("2026-11-27/Lime")),
            ("2026-11-28/Lime", Some("2026-11-28/Lime")),
            ("counter/Leek", Some("counter/Leek")),
            ("counter/Plum", Some("counter/Plum")),
            ("phone/Leek", Some("phone/Leek")),
            ("phone/Plum", Some("phone/Plum")),
        ]);
    }

    #[test]
    fn numbers_are_products() {
        each_by(&[("4011", Some("4011")), ("40112345", Some("40112345"))]);
    }
}
