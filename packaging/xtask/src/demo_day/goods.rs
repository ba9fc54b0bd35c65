//! Reads what the demo shop sells, and the photos that a clerk shows, without the program's own code.

use std::fs;
use std::path::{Path, PathBuf};

use super::good::{Good, Shot};
use crate::error::{FileContext, Result, SetupError};

/// Reads a catalogue file without quotes: `id,name,...,price,unit,plu,barcode,tax,category,picture`.
///
/// # Errors
/// If it cannot be read or a row is not as expected.
pub fn goods(catalogue: &Path) -> Result<Vec<Good>> {
    let text = fs::read_to_string(catalogue).on("read", catalogue)?;
    let goods: Option<Vec<Good>> = text.lines().skip(1).map(good).collect();
    goods.ok_or_else(|| {
        SetupError::ProofFailed(format!("{} is not as expected", catalogue.display()))
    })
}

fn good(row: &str) -> Option<Good> {
    let fields: Vec<&str> = row.split(',').collect();
    let [id, _, _, price, unit, plu, _, tax, category, _] = fields[..] else { return None };
    Some(Good {
        id: id.to_owned(),
        price: hundredths(price)?,
        by_weight: unit == "kg",
        plu: plu.to_owned(),
        tax: hundredths(tax)?,
        category: category.to_owned(),
    })
}

/// `2.79` as 279, `7` as 700.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    if part.len() != 2 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + part.parse::<i64>().ok()?)
}

/// The photos of a folder with a `val.txt` (path, class, kind) and `classes.csv` beside it, as
/// GroceryStoreDataset has them, or with a `samples.csv` (file, product).
///
/// # Errors
/// If there is neither, or a list cannot be read.
pub fn shots(folder: &Path, goods: &[Good]) -> Result<Vec<Shot>> {
    let pairs = match folder.join("val.txt") {
        list if list.is_file() => dataset(folder, &list)?,
        _ => samples(folder)?,
    };
    let index = |id: &str| goods.iter().position(|good| good.id == id);
    let known = pairs.into_iter().filter_map(|(photo, id)| Some(Shot { photo, good: index(&id)? }));
    let shots: Vec<Shot> = known.collect();
    if shots.is_empty() {
        return Err(SetupError::Usage(format!(
            "{} names no photo of the shop's goods",
            folder.display()
        )));
    }
    Ok(shots)
}

fn dataset(folder: &Path, list: &Path) -> Result<Vec<(PathBuf, String)>> {
    let classes = folder.join("classes.csv");
    let classes = fs::read_to_string(&classes).on("read", &classes)?;
    let names: Vec<(&str, &str)> = classes
        .lines()
        .skip(1)
        .filter_map(|row| {
            let mut fields = row.split(',');
            let name = fields.next()?;
            Some((fields.next()?, name))
        })
        .collect();
    let text = fs::read_to_string(list).on("read", list)?;
    let photo = |line: &str| -> Option<(PathBuf, String)> {
        let mut fields = line.split(',').map(str::trim);
        let (path, class) = (fields.next()?, fields.next()?);
        let (_, name) = names.iter().find(|(index, _)| *index == class)?;
        Some((folder.join(path), slug(name)))
    };
    Ok(text.lines().filter_map(photo).collect())
}

/// As the shop writes ids: letters and digits in lower case, a hyphen for all else.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

fn samples(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let list = folder.join("samples.csv");
    let text = fs::read_to_string(&list).on("read", &list)?;
    let pair = |line: &str| {
        let (file, product) = line.split_once(',')?;
        Some((folder.join(file), product.to_owned()))
    };
    Ok(text.lines().skip(1).filter_map(pair).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_catalogue_is_read() {
        let read = good("kiwi,Kiwi,猕猴桃,0.39,piece,4030,,7,Fruit,kiwi.png").unwrap();
        let expected = Good {
            id: "kiwi".into(),
            price: 39,
            by_weight: false,
            plu: "4030".into(),
            tax: 700,
            category: "Fruit".into(),
        };
        assert_eq!(read, expected);
        assert_eq!(good("kiwi,Kiwi"), None);
        assert_eq!(hundredths("2.5"), Some(250));
        assert_eq!(hundredths("2.555"), None);
    }

    #[test]
    fn the_shop_s_own_samples_are_found() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let goods = goods(&checkout.join("assets/catalogue/demo.csv")).unwrap();
        let shots = shots(&checkout.join("assets/samples"), &goods).unwrap();
        assert!(shots.len() >= 9 && shots.iter().all(|shot| shot.photo.is_file()));
        assert_eq!(slug("Oatly-Oat-Milk"), "oatly-oat-milk");
    }
}
