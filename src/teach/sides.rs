//! Which photos a model learns from, and on which it is judged: drawn once, never changed.
//!
//! A split by single photos flatters: a photo's near-duplicate on the other side is known already. So
//! whole groups are drawn: photos that look nearly alike, photos of one product taken in one go (no
//! gap of half an hour between them), and bursts where no time is known. What a product has first is
//! for learning: two sessions, since one alone would teach its background as much as the product; or
//! ten groups of which no time is known, so that a handful of dropped photos is taught whole. The next
//! is for judging, the one after for choosing between what was learnt; from then on each side gets
//! what it lacks most of 60 : 20 : 20. A product with less cannot be measured.

use std::collections::HashMap;

use jiff::SignedDuration;

use domain::ProductId;
use store::{PhotoId, PhotoRow, Side, Store, StoreError};
use training::{BURST_DISTANCE, DisjointSets, TWIN_DISTANCE};

/// A longer pause ends a session.
const SESSION_GAP: SignedDuration = SignedDuration::from_mins(30);
/// So much of each product is to learn from before anything is for judging: what a group is worth
/// stands below.
const ENOUGH_TO_LEARN_FROM: usize = 10;
/// What a session is worth.
const SESSION_WORTH: usize = 5;
/// What a group is worth of which no time is known: it may be of the same session as the others.
const TIMELESS_WORTH: usize = 1;
/// Shares of the sides, in the order in which equals are served.
const SHARES: [(Side, f64); 3] = [(Side::Test, 0.2), (Side::Validation, 0.2), (Side::Train, 0.6)];

/// The library's photos that trainings and judgements may use, each with its side; those that came
/// since the last time are drawn now.
///
/// Left out are photos between two sides (they resemble photos of both), and photos for judging of
/// whose product and session others are learnt from, since someone moved them there.
///
/// # Errors
/// [`StoreError`] when the database cannot be used.
pub fn sided_photos(store: &mut Store) -> Result<Vec<PhotoRow>, StoreError> {
    let photos = photos_with_sides(store)?;
    let torn = torn_apart(&photos);
    let is_of_use = |(photo, torn): &(PhotoRow, bool)| {
        let learnt = photo.side == Some(Side::Train);
        photo.deleted_at.is_none() && photo.side.is_some() && (learnt || !torn)
    };
    let used = photos.into_iter().zip(torn).filter(is_of_use);
    Ok(used.map(|(photo, _)| photo).collect())
}

/// All photos there ever were, with what sides they have after those that lack one were drawn.
///
/// # Errors
/// [`StoreError`] when the database cannot be used.
pub fn photos_with_sides(store: &mut Store) -> Result<Vec<PhotoRow>, StoreError> {
    let draw = |store: &mut Store| {
        let mut photos = store.photos_ever()?;
        let drawn = draw_sides(&photos);
        store.set_sides(&drawn)?;
        let drawn: HashMap<PhotoId, Side> = drawn.into_iter().collect();
        for photo in &mut photos {
            photo.side = photo.side.or_else(|| drawn.get(&photo.id).copied());
        }
        Ok(photos)
    };
    // Another process may have drawn meanwhile; its draw stands.
    draw(store).or_else(|_: StoreError| draw(store))
}

/// Sides for the photos that have none. Photos that must stay with photos of two sides get none.
pub fn draw_sides(photos: &[PhotoRow]) -> Vec<(PhotoId, Side)> {
    let mut sets = DisjointSets::new(photos.len());
    let mut beside = vec![Beside::default(); photos.len()];
    together(photos, &mut |a, b| match (side_at(photos, a), side_at(photos, b)) {
        (Some(side), None) => beside_of(&mut beside, b, side),
        (None, Some(side)) => beside_of(&mut beside, a, side),
        _ => sets.join(a, b),
    });
    let (drawn, fresh): (Vec<_>, Vec<_>) = sets
        .groups()
        .into_iter()
        .partition(|group| group.first().is_some_and(|&index| side_at(photos, index).is_some()));
    let mut counts = Counts::default();
    for group in drawn {
        let side = group.first().and_then(|&index| side_at(photos, index));
        if let Some(side) = side {
            counts.add(&products_of(photos, &group), side, worth(photos, &group));
        }
    }
    let mut sides = Vec::new();
    for group in fresh {
        let mut bound = Beside::default();
        group.iter().filter_map(|&index| beside.get(index)).for_each(|near| bound.merge(*near));
        let products = products_of(photos, &group);
        let side = match bound.only_side() {
            Bound::Free => counts.most_lacking(&products),
            Bound::To(side) => side,
            Bound::Between => continue,
        };
        if matches!(bound.only_side(), Bound::Free) {
            counts.add(&products, side, worth(photos, &group));
        }
        let ids = group.iter().filter_map(|&index| photos.get(index));
        sides.extend(ids.map(|photo| (photo.id, side)));
    }
    sides
}

fn side_at(photos: &[PhotoRow], index: usize) -> Option<Side> {
    photos.get(index)?.side
}

fn worth(photos: &[PhotoRow], group: &[usize]) -> usize {
    let has_time = |&index: &usize| photos.get(index).is_some_and(|row| row.taken_at.is_some());
    if group.iter().any(has_time) { SESSION_WORTH } else { TIMELESS_WORTH }
}

fn products_of<'a>(photos: &'a [PhotoRow], group: &[usize]) -> Vec<&'a ProductId> {
    let mut products: Vec<&ProductId> =
        group.iter().filter_map(|&index| Some(&photos.get(index)?.product)).collect();
    products.sort();
    products.dedup();
    products
}

/// Tells of each two photos that look nearly alike: near-duplicates, and neighbours in a burst of
/// which no time is known.
pub(super) fn look_alike(photos: &[&PhotoRow], tell: &mut dyn FnMut(usize, usize)) {
    for (first, a) in photos.iter().enumerate() {
        for (second, b) in photos.iter().enumerate().skip(first + 1) {
            if a.looks.distance(b.looks) <= TWIN_DISTANCE {
                tell(first, second);
            }
        }
    }
    for (index, pair) in photos.windows(2).enumerate() {
        if let [a, b] = pair
            && a.taken_at.is_none()
            && b.taken_at.is_none()
            && (&a.product, a.session) == (&b.product, b.session)
            && a.looks.distance(b.looks) <= BURST_DISTANCE
        {
            tell(index, index + 1);
        }
    }
}

/// Tells of each two photos that must stay on one side; of longer chains the neighbours.
fn together(photos: &[PhotoRow], tell: &mut dyn FnMut(usize, usize)) {
    look_alike(&photos.iter().collect::<Vec<_>>(), tell);
    for session in sessions(photos) {
        // Each with each: between two of a chain others may come to stand, and none may be torn off.
        for (place, &first) in session.iter().enumerate() {
            for &second in session.iter().skip(place + 1) {
                if gap(photos, first, second).is_some_and(|gap| gap > SESSION_GAP) {
                    break;
                }
                tell(first, second);
            }
        }
    }
}

/// Photos of one product by the time they were taken, cut where there was a pause.
fn sessions(photos: &[PhotoRow]) -> Vec<Vec<usize>> {
    let mut timed: Vec<usize> = (0..photos.len())
        .filter(|&index| photos.get(index).is_some_and(|p| p.taken_at.is_some()))
        .collect();
    timed.sort_by_key(|&index| photos.get(index).map(|photo| (&photo.product, photo.taken_at)));
    let mut sessions: Vec<Vec<usize>> = Vec::new();
    for index in timed {
        let last = sessions
            .last_mut()
            .filter(|session| session.last().is_some_and(|&before| goes_on(photos, before, index)));
        match last {
            Some(session) => session.push(index),
            None => sessions.push(vec![index]),
        }
    }
    sessions
}

fn goes_on(photos: &[PhotoRow], before: usize, after: usize) -> bool {
    let product = |index: usize| photos.get(index).map(|photo| &photo.product);
    product(before) == product(after)
        && gap(photos, before, after).is_some_and(|gap| gap <= SESSION_GAP)
}

fn gap(photos: &[PhotoRow], before: usize, after: usize) -> Option<SignedDuration> {
    Some(photos.get(after)?.taken_at?.duration_since(photos.get(before)?.taken_at?))
}

/// Which photos lie in a session of their product with photos of more than one side.
fn torn_apart(photos: &[PhotoRow]) -> Vec<bool> {
    let mut torn = vec![false; photos.len()];
    for session in sessions(photos) {
        let mut beside = Beside::default();
        session
            .iter()
            .filter_map(|&index| side_at(photos, index))
            .for_each(|side| beside.add(side));
        if matches!(beside.only_side(), Bound::Between) {
            for index in session {
                if let Some(slot) = torn.get_mut(index) {
                    *slot = true;
                }
            }
        }
    }
    torn
}

/// On which sides the photos are that a photo must stay with.
#[derive(Clone, Copy, Default)]
struct Beside([bool; 3]);

enum Bound {
    Free,
    To(Side),
    Between,
}

impl Beside {
    fn add(&mut self, side: Side) {
        for (slot, known) in self.0.iter_mut().zip(Side::ALL) {
            *slot |= known == side;
        }
    }

    fn merge(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(slot, there)| *slot |= there);
    }

    fn only_side(self) -> Bound {
        let mut there = Side::ALL.into_iter().zip(self.0).filter(|(_, there)| *there);
        match (there.next(), there.next()) {
            (None, _) => Bound::Free,
            (Some((side, _)), None) => Bound::To(side),
            (Some(_), Some(_)) => Bound::Between,
        }
    }
}

fn beside_of(beside: &mut [Beside], index: usize, side: Side) {
    if let Some(slot) = beside.get_mut(index) {
        slot.add(side);
    }
}

/// What each product has on each side.
#[derive(Default)]
struct Counts<'a>(HashMap<&'a ProductId, ProductCounts>);

#[derive(Default)]
struct ProductCounts {
    groups: HashMap<Side, usize>,
    /// What the groups to learn from are worth.
    learnt: usize,
}

impl<'a> Counts<'a> {
    fn add(&mut self, products: &[&'a ProductId], side: Side, worth: usize) {
        for product in products {
            let counts = self.0.entry(product).or_default();
            *counts.groups.entry(side).or_default() += 1;
            counts.learnt += if side == Side::Train { worth } else { 0 };
        }
    }

    fn of(&self, product: &ProductId, side: Side) -> usize {
        self.0.get(product).and_then(|counts| counts.groups.get(&side)).copied().unwrap_or(0)
    }

    /// The side that lacks most for these products; to learn from while any of them has too little.
    fn most_lacking(&self, products: &[&ProductId]) -> Side {
        let few = |product: &&ProductId| {
            let learnt = self.0.get(*product).map_or(0, |counts| counts.learnt);
            learnt < ENOUGH_TO_LEARN_FROM
        };
        if products.iter().any(few) {
            return Side::Train;
        }
        let groups = |product: &ProductId| {
            Side::ALL.map(|side| self.of(product, side)).iter().sum::<usize>()
        };
        let lack = |side: Side, share: f64| -> f64 {
            let of = |product: &&ProductId| {
                share * (groups(product) + 1) as f64 - self.of(product, side) as f64
            };
            products.iter().map(of).sum()
        };
        let mut most = (Side::Train, f64::NEG_INFINITY);
        for (side, share) in SHARES {
            let lack = lack(side, share);
            if lack > most.1 + 1e-9 {
                most = (side, lack);
            }
        }
        most.0
    }
}

#[cfg(test)]
#[path = "sides_tests.rs"]
mod sides_tests;
