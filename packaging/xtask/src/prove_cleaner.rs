//! `cargo xtask prove cleaner`: a tenth of a shop's photos is put under wrong names, and the command
//! line has to find them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo_steps;
use crate::child::{output_of, run};
use crate::error::{FileContext, Result, SetupError};
use crate::seal::{self, Depth};

const READ_ABOVE: &str = "its own message stands above";
/// So many products of the data are drawn, where it has more.
const PRODUCTS: usize = 30;
/// So many photos of each, at most.
const PHOTOS: usize = 30;
const SEEDS: u64 = 5;
const RECALL: f64 = 0.8;
const PRECISION: f64 = 0.6;

/// A photo and the name of what it shows.
struct Photo {
    file: PathBuf,
    product: String,
}

/// Photos of folders with a folder a product: the innermost folder is the product.
pub fn cleaner(arguments: &[&str]) -> Result<()> {
    let ["--data", data] = arguments else {
        let text = "prove cleaner --data DIR (a folder with a folder a product)";
        return Err(SetupError::Usage(text.to_owned()));
    };
    let source = cargo_steps::set_up(Depth::Quick)?;
    run(cargo_steps::cargo(&source).args(["build", "--quiet"]), READ_ABOVE)?;
    let products = photos_by_product(Path::new(data))?;
    let (mut recalls, mut precisions) = (Vec::new(), Vec::new());
    for seed in 1..=SEEDS {
        let root =
            std::env::temp_dir().join(format!("tillsight-cleaner-{}-{seed}", std::process::id()));
        let wrong = lay_out(&products, &root.join("photos"), seed)?;
        let tillsight = |arguments: &[&str]| -> Command {
            let mut command = cargo_steps::cargo(&source);
            command.args(["run", "--quiet", "--"]).args(arguments);
            command.arg("--shop").arg(root.join("shop"));
            command
        };
        let photos = root.join("photos").display().to_string();
        run(&mut tillsight(&["photos", "import", &photos]), READ_ABOVE)?;
        let told = output_of(&mut tillsight(&["photos", "check", "--json"]))?;
        let suspects = suspects(&told, &root)?;
        let found = suspects.intersection(&wrong).count() as f64;
        let recall = found / wrong.len().max(1) as f64;
        let precision = found / suspects.len().max(1) as f64;
        println!(
            "prove: seed {seed}: {} wrong, {} suspects: recall {recall:.3}, precision {precision:.3}",
            wrong.len(),
            suspects.len()
        );
        recalls.push(recall);
        precisions.push(precision);
        seal::remove_folder(&root)?;
    }
    at_least("recall", &recalls, RECALL)?;
    at_least("precision", &precisions, PRECISION)
}

fn photos_by_product(data: &Path) -> Result<BTreeMap<String, Vec<Photo>>> {
    let mut products: BTreeMap<String, Vec<Photo>> = BTreeMap::new();
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(&folder).on("read", &folder)? {
            entries.push(entry.on("read", &folder)?.path());
        }
        entries.sort();
        for path in entries {
            let is_photo = path.extension().is_some_and(|kind| kind == "jpg" || kind == "png");
            if path.is_dir() {
                folders.push(path);
            } else if let (true, Some(product)) = (is_photo, folder.file_name()) {
                let product = product.to_string_lossy().into_owned();
                products.entry(product.clone()).or_default().push(Photo { file: path, product });
            }
        }
    }
    // What mixes products is none.
    products.remove("mixed");
    Ok(products)
}

/// Copies drawn photos into folders, a tenth of them into a wrong one; returns the content of those.
fn lay_out(
    products: &BTreeMap<String, Vec<Photo>>,
    to: &Path,
    seed: u64,
) -> Result<BTreeSet<Vec<u8>>> {
    let mut draw = Draw(seed);
    let mut names: Vec<&String> = products.keys().collect();
    draw.shuffle(&mut names);
    names.truncate(PRODUCTS);
    let mut photos: Vec<&Photo> = Vec::new();
    for name in &names {
        let mut own: Vec<&Photo> = products.get(*name).into_iter().flatten().collect();
        draw.shuffle(&mut own);
        own.truncate(PHOTOS);
        photos.extend(own);
    }
    draw.shuffle(&mut photos);
    let wrong_count = photos.len() / 10;
    let mut wrong = BTreeSet::new();
    for (index, photo) in photos.iter().enumerate() {
        let others: Vec<&&String> = names.iter().filter(|name| ***name != photo.product).collect();
        let is_wrong = index < wrong_count && !others.is_empty();
        let name = match others.get(draw.below(others.len())) {
            Some(other) if is_wrong => other.as_str(),
            _ => photo.product.as_str(),
        };
        let bytes = fs::read(&photo.file).on("read", &photo.file)?;
        let folder = to.join(name);
        fs::create_dir_all(&folder).on("make", &folder)?;
        let extension = photo.file.extension().unwrap_or_default();
        let file = folder.join(format!("{index}")).with_extension(extension);
        fs::write(&file, &bytes).on("write", &file)?;
        if is_wrong {
            wrong.insert(bytes);
        }
    }
    Ok(wrong)
}

/// The content of the photos that `photos check --json` names.
fn suspects(told: &str, root: &Path) -> Result<BTreeSet<Vec<u8>>> {
    let mut suspects = BTreeSet::new();
    for line in told.lines() {
        let file = line.split("\"file\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let name = file.and_then(|file| Path::new(file).file_name());
        let Some(name) = name else {
            return Err(SetupError::ProofFailed(format!("photos check --json said: {line}")));
        };
        let path = root.join("shop/photos").join(name);
        suspects.insert(fs::read(&path).on("read", &path)?);
    }
    Ok(suspects)
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same draw on every machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).unwrap_or(0)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

fn at_least(name: &str, figures: &[f64], wanted: f64) -> Result<()> {
    let mean = figures.iter().sum::<f64>() / figures.len().max(1) as f64;
    println!("prove: {name} {mean:.3} on average, {wanted} wanted");
    if mean < wanted {
        return Err(SetupError::ProofFailed(format!("{name} is {mean:.3}, below {wanted}")));
    }
    Ok(())
}
