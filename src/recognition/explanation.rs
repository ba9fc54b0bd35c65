//! Why a picture was taken for a product: where on it the evidence lies.

use super::place_map::PlaceMap;
use super::{Recogniser, RecognitionError, Seen};
use cnn::{ClassRow, PlaceAxis};
use domain::ProductId;
use photo::{HeatMap, Picture, Prepared, Region, lay_heat, resize_within};

/// Places along each side of the square at which a network without places of its own is asked what
/// it makes of the picture without them.
const OCCLUSIONS: usize = 8;

/// Differences of logits below this share of the greatest one are rounding, which depends on the
/// batch.
const ROUNDING: f32 = 1e-5;

/// Warmth below which a place is as good as cold: it can hardly be told from it.
const SLIGHT: f32 = 1.0 / 6.0;

/// What is asked of a picture: why this product, or why this one rather than that one?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The product.
    pub product: ProductId,
    /// The product that it is held against, if one.
    pub instead_of: Option<ProductId>,
}

/// How the evidence was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// From the network's own sum over places: exact, for a network that ends in such a mean.
    ClassMap,
    /// By covering one place after the other and watching the logit fall (Zeiler and Fergus 2014,
    /// "Visualizing and understanding convolutional networks"): for any network, but coarse.
    Occlusion,
}

/// Where on a picture the evidence lies that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was asked.
    pub why: Why,
    /// Where the evidence lies, on the whole upright picture; 1 is the strongest on it, for or
    /// against. What speaks against is as cold as what says nothing, and so is what the network
    /// never saw.
    pub map: HeatMap,
    /// The part of the picture that the network saw, in its pixels.
    pub seen: Region,
    /// How it was found.
    pub basis: Basis,
}

impl Explanation {
    /// `picture`, which is the one that was explained, at most `longest` pixels on its longer side,
    /// in grey with the evidence in colours.
    pub fn on(&self, picture: &Picture, longest: u32) -> Picture {
        let small = resize_within(picture, longest);
        let factor = small.width() as f32 / picture.width() as f32;
        lay_heat(&small, &self.map, &self.seen.scaled(factor))
    }

    /// Whether hardly anything speaks for the product: nowhere on the picture more than a sixth of
    /// what speaks against it at the worst place.
    pub fn is_slight(&self) -> bool {
        self.map.values().iter().all(|warmth| *warmth < SLIGHT)
    }

    /// Whether the network saw all of `picture`, which is the one that was explained, and not only
    /// its middle.
    pub fn saw_all_of(&self, picture: &Picture) -> bool {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        self.seen.width >= width && self.seen.height >= height
    }
}

impl Recogniser {
    /// Says where the evidence lies for a product in a picture, or for it rather than for another.
    ///
    /// It is the evidence that decides: of the picture and its mirror image, at the preparation's
    /// size.
    ///
    /// # Errors
    /// [`RecognitionError::NotAClass`] for a product that the network does not know, and
    /// [`RecognitionError::Network`] when LibTorch refuses.
    pub fn explain(&self, picture: &Picture, why: &Why) -> Result<Explanation, RecognitionError> {
        self.explain_seen(picture, self.see_one(picture)?, why)
    }

    /// The same for one of the items on a picture, by its number in [`FoundItems::regions`]; with
    /// `None` for the picture as it is.
    ///
    /// [`FoundItems::regions`]: super::FoundItems::regions
    ///
    /// # Errors
    /// As [`Self::explain`].
    pub fn explain_item(
        &self,
        picture: &Picture,
        chosen: Option<usize>,
        why: &Why,
    ) -> Result<Explanation, RecognitionError> {
        self.explain_seen(picture, self.see_item(picture, chosen)?, why)
    }

    fn explain_seen(
        &self,
        picture: &Picture,
        seen: Seen,
        why: &Why,
    ) -> Result<Explanation, RecognitionError> {
        let Seen { region: seen, prepared, .. } = seen;
        let (basis, maps) = self.evidence(&prepared, why)?;
        let size = prepared.size() as f32;
        let map = HeatMap::of_evidence(picture.width(), picture.height(), |x, y| {
            if !seen.contains(x, y) {
                return 0.0;
            }
            let (x, y) = ((x - seen.x) / seen.width * size, (y - seen.y) / seen.height * size);
            maps.iter().map(|map| map.at(x, y)).sum::<f32>() / maps.len() as f32
        });
        Ok(Explanation { why: why.clone(), map, seen, basis })
    }

    /// The maps whose mean is the evidence, on the prepared square.
    fn evidence(
        &self,
        prepared: &Prepared,
        why: &Why,
    ) -> Result<(Basis, Vec<PlaceMap>), RecognitionError> {
        if let Some(maps) = self.class_maps(prepared, why)? {
            return Ok((Basis::ClassMap, maps.into()));
        }
        Ok((Basis::Occlusion, vec![self.occlusion_map(prepared, why)?]))
    }

    /// The class maps of the picture and, turned back, of its mirror image; none for a network
    /// without places. A companion's evidence is added to the network's own.
    fn class_maps(
        &self,
        prepared: &Prepared,
        why: &Why,
    ) -> Result<Option<[PlaceMap; 2]>, RecognitionError> {
        let mirrored = prepared.mirrored();
        let rows = self.rows(prepared, why)?;
        let mut sum: Option<[PlaceMap; 2]> = None;
        let mut read = 0;
        for network in self.encoder().networks() {
            // The companion sees the picture as it is, on both sides of a look.
            let is_first = read == 0;
            let other_side = if is_first { &mirrored } else { prepared };
            let features = network.place_features(&[prepared, other_side])?;
            let Some([straight, other]) = features.as_deref() else { return Ok(None) };
            let width = straight.places().next().map_or(0, <[f32]>::len);
            // The bias counts once: with the first network's part.
            let part = |row: &ClassRow| ClassRow {
                weights: row.weights.get(read..read + width).unwrap_or_default().to_vec(),
                bias: if is_first { row.bias } else { 0.0 },
            };
            let other = PlaceMap::of_class(other, &part(&rows[1]));
            let maps = [
                PlaceMap::of_class(straight, &part(&rows[0])),
                if is_first { other.mirrored(prepared.size() as f32) } else { other },
            ];
            read += width;
            let [own, other] = maps;
            sum = Some(match sum {
                None => [own, other],
                // Both lie at the places of the picture as it is.
                Some([straight, mirrored]) => [straight.plus(&own).plus(&other), mirrored],
            });
        }
        Ok(sum)
    }

    /// How the product is read off the embeddings of picture and mirror image, held against the other
    /// product, or against the mean of all: only differences between products decide.
    fn rows(&self, prepared: &Prepared, why: &Why) -> Result<[ClassRow; 2], RecognitionError> {
        let Some(look) = self.encoder().looks(&[prepared])?.pop() else {
            return Ok([(); 2].map(|()| ClassRow { weights: Vec::new(), bias: 0.0 }));
        };
        let class = self.class_of(&why.product)?;
        let other = why.instead_of.as_ref().map(|other| self.class_of(other)).transpose()?;
        // A taught class meets trained ones in the Gaussian classifier only, and other taught ones by
        // their angles.
        let is_contest = [Some(class), other].iter().flatten().any(|&of| of >= self.trained());
        let taught = |class: usize| class.checked_sub(self.trained());
        let is_among_taught = taught(class).is_some() && other.and_then(taught).is_some();
        let prototype_weight = self.scorer().prototype_weight(&look);
        let of = |class: usize| -> Result<[ClassRow; 2], RecognitionError> {
            if let (Some(index), true) = (taught(class), is_among_taught) {
                return Ok(self.scorer().angle_rows(&look, index));
            }
            if is_contest {
                return Ok(self.scorer().contest_rows(&look, class));
            }
            let mut networks = self.encoder().networks();
            let row = networks.next().map(|network| network.class_row(class)).transpose()?;
            let last_layer = row.unwrap_or(ClassRow { weights: Vec::new(), bias: 0.0 });
            Ok(self.scorer().rows(&look, class, &last_layer, prototype_weight))
        };
        let rows = of(class)?;
        let against = match other {
            Some(other) => of(other)?,
            None => self.mean_of_classes(of)?,
        };
        let ([a, b], [c, d]) = (rows, against);
        Ok([difference(&a, &c), difference(&b, &d)])
    }

    /// The mean of all trained classes' rows.
    fn mean_of_classes(
        &self,
        of: impl Fn(usize) -> Result<[ClassRow; 2], RecognitionError>,
    ) -> Result<[ClassRow; 2], RecognitionError> {
        let mut sums = of(0)?;
        for class in 1..self.trained() {
            for (sum, row) in sums.iter_mut().zip(of(class)?) {
                sum.bias += row.bias;
                sum.weights.iter_mut().zip(row.weights).for_each(|(sum, own)| *sum += own);
            }
        }
        let share = 1.0 / self.trained().max(1) as f32;
        for sum in &mut sums {
            sum.bias *= share;
            sum.weights.iter_mut().for_each(|weight| *weight *= share);
        }
        Ok(sums)
    }

    /// The numbers that decide between the classes of each picture, before the temperature.
    fn raw_scores(&self, prepared: &[&Prepared]) -> Result<Vec<Vec<f32>>, RecognitionError> {
        let looks = self.encoder().looks(prepared)?;
        Ok(looks.iter().map(|look| self.scorer().raw(look, |_| true).0).collect())
    }

    /// How far the logit falls when the surroundings of a place are covered with the mean colour.
    fn occlusion_map(&self, prepared: &Prepared, why: &Why) -> Result<PlaceMap, RecognitionError> {
        let class = self.class_of(&why.product)?;
        let other = why.instead_of.as_ref().map(|other| self.class_of(other)).transpose()?;
        let size = prepared.size() as f32;
        let pitch = size / OCCLUSIONS as f32;
        let axis = PlaceAxis { count: OCCLUSIONS, first: pitch / 2.0, pitch };
        // Two places wide: what is covered must be large enough to be missed.
        let around = |place: usize| {
            let middle = axis.first + pitch * place as f32;
            (middle - pitch).max(0.0).round() as usize..(middle + pitch).min(size).round() as usize
        };
        let covered: Vec<Prepared> = (0..OCCLUSIONS * OCCLUSIONS)
            .map(|at| prepared.covered(around(at % OCCLUSIONS), around(at / OCCLUSIONS)))
            .collect();
        let pictures: Vec<&Prepared> = std::iter::once(prepared).chain(&covered).collect();
        let logits = self.raw_scores(&pictures)?;
        let score = |logits: &Vec<f32>| {
            let of = |class: usize| logits.get(class).copied().unwrap_or_default();
            of(class) - other.map_or(0.0, of)
        };
        let whole = logits.first().map_or(0.0, score);
        let noise = ROUNDING * logits.first().map_or(0.0, |all| greatest(all));
        let falls = logits.iter().skip(1).map(|logits| whole - score(logits));
        let falls = falls.map(|fall| if fall.abs() < noise { 0.0 } else { fall }).collect();
        Ok(PlaceMap::measured(axis, falls))
    }

    fn class_of(&self, product: &ProductId) -> Result<usize, RecognitionError> {
        self.class_named(product).ok_or_else(|| RecognitionError::NotAClass {
            version: self.version().name().to_owned(),
            product: product.clone(),
        })
    }
}

fn difference(a: &ClassRow, b: &ClassRow) -> ClassRow {
    let weights = a.weights.iter().zip(&b.weights).map(|(a, b)| a - b).collect();
    ClassRow { weights, bias: a.bias - b.bias }
}

fn greatest(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |greatest, value| value.abs().max(greatest))
}

#[cfg(test)]
#[path = "explanation_tests.rs"]
mod tests;
