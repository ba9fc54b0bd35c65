//! Whether an outline is that of one item, or of several that touch.

/// Share of the outline that must hang together.
const ONE_PART: f64 = 0.9;
/// Share of its convex hull that a compact item fills: two that touch leave a gap, a bunch leaves many.
const FILLED: f64 = 0.92;
/// A long item (a banana, a chilli) need not fill its hull: its area is at least so many times the square
/// of its greatest distance from the outside, which in a circle is 3.1 times and in a heap little more.
const LONG: f64 = 12.0;
/// It has no neck: what lies deeper than these shares of its greatest depth hangs together.
const DEPTHS: [f32; 2] = [0.4, 0.6];

/// Whether a mask, row by row, is that of one item. Several may pass where one covers another in part;
/// a leafy or branching item may be refused.
pub(super) fn is_of_one_item(mask: &[bool], width: usize) -> bool {
    if largest_part(mask, width) < ONE_PART {
        return false;
    }
    filled_share(mask, width) >= FILLED || is_long(mask, width)
}

fn is_long(mask: &[bool], width: usize) -> bool {
    let depths = depths(mask, width);
    let deepest = depths.iter().copied().fold(0.0_f32, f32::max);
    let covered = mask.iter().filter(|it| **it).count();
    let is_whole = |share: f32| {
        let deep: Vec<bool> = depths.iter().map(|depth| *depth > share * deepest).collect();
        largest_part(&deep, width) >= ONE_PART
    };
    covered as f64 >= LONG * f64::from(deepest * deepest) && DEPTHS.into_iter().all(is_whole)
}

/// How far each pixel of the mask is from the outside, in pixels (the chamfer distance of Borgefors 1986
/// with steps of 3 and 4, within a tenth of the true one).
fn depths(mask: &[bool], width: usize) -> Vec<f32> {
    let height = mask.len() / width.max(1);
    // A border of outside around the mask: what touches the picture's edge is no deeper for it.
    let stride = width + 2;
    let mut depths = vec![0_u32; stride * (height + 2)];
    let inside = |x: usize, y: usize| mask.get(y * width + x) == Some(&true);
    let steps = [(1, 3), (stride - 1, 4), (stride, 3), (stride + 1, 4)];
    let mut pass = |places: &mut dyn Iterator<Item = (usize, usize)>, is_forward: bool| {
        for (x, y) in places.filter(|(x, y)| inside(*x, *y)) {
            let at = (y + 1) * stride + x + 1;
            let own = if is_forward { u32::MAX } else { *depths.get(at).unwrap_or(&0) };
            let near = steps.iter().filter_map(|(offset, step)| {
                let place = if is_forward { at - offset } else { at + offset };
                depths.get(place).map(|depth| depth + step)
            });
            let least = near.min().unwrap_or(0).min(own);
            if let Some(slot) = depths.get_mut(at) {
                *slot = least;
            }
        }
    };
    let places = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    pass(&mut places(), true);
    pass(&mut (0..height).rev().flat_map(|y| (0..width).rev().map(move |x| (x, y))), false);
    let depth = |(x, y): (usize, usize)| depths.get((y + 1) * stride + x + 1).copied().unwrap_or(0);
    places().map(|place| depth(place) as f32 / 3.0).collect()
}

/// Share of the mask that its largest connected part has; 0 of nothing.
fn largest_part(mask: &[bool], width: usize) -> f64 {
    let mut left = mask.to_vec();
    let (mut all, mut largest) = (0_usize, 0_usize);
    for start in 0..left.len() {
        let mut open = vec![start];
        let mut size = 0;
        while let Some(index) = open.pop() {
            let Some(slot) = left.get_mut(index).filter(|slot| **slot) else { continue };
            *slot = false;
            size += 1;
            let x = index % width;
            open.extend((x > 0).then(|| index.wrapping_sub(1)));
            open.extend((x + 1 < width).then_some(index + 1));
            open.extend([index.wrapping_sub(width), index + width]);
        }
        all += size;
        largest = largest.max(size);
    }
    if all == 0 { 0.0 } else { largest as f64 / all as f64 }
}

/// Share of the mask's convex hull that the mask fills; 1 of nothing.
fn filled_share(mask: &[bool], width: usize) -> f64 {
    // The corners of each row's first and last pixel: no other pixel can be at the hull.
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for (y, row) in mask.chunks_exact(width.max(1)).enumerate() {
        let ends = (row.iter().position(|it| *it), row.iter().rposition(|it| *it));
        if let (Some(first), Some(last)) = ends {
            for y in [y, y + 1] {
                corners.extend([(first as f64, y as f64), (last as f64 + 1.0, y as f64)]);
            }
        }
    }
    let hull = area(&convex_hull(corners));
    let covered = mask.iter().filter(|it| **it).count();
    if hull > 0.0 { covered as f64 / hull } else { 1.0 }
}

/// The corners of the convex hull in their order (Andrew's monotone chain, 1979).
fn convex_hull(mut corners: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    corners.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = |corners: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut chain: Vec<(f64, f64)> = Vec::new();
        for corner in corners {
            while let [.., a, b] = chain.as_slice()
                && (b.0 - a.0) * (corner.1 - a.1) - (b.1 - a.1) * (corner.0 - a.0) <= 0.0
            {
                chain.pop();
            }
            chain.push(corner);
        }
        // The last corner is the other half's first.
        chain.pop();
        chain
    };
    let mut hull = half(&mut corners.iter().copied());
    hull.extend(half(&mut corners.iter().rev().copied()));
    hull
}

/// A polygon's area (the shoelace formula).
fn area(corners: &[(f64, f64)]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// A mask of 60 x 60.
    fn mask(inside: impl Fn(f64, f64) -> bool) -> Vec<bool> {
        (0..3600).map(|at| inside((at % 60) as f64, (at / 60) as f64)).collect()
    }

    fn disc(x: f64, y: f64, radius: f64) -> impl Fn(f64, f64) -> bool {
        move |column, row| (column - x).hypot(row - y) < radius
    }

    #[test]
    fn the_hull_of_known_shapes() {
        let mask = |inside: fn(usize, usize) -> bool| -> Vec<bool> {
            (0..400).map(|at| inside(at % 20, at / 20)).collect()
        };
        assert!((filled_share(&mask(|x, y| x > 3 && y > 5), 20) - 1.0).abs() < 1e-9);
        // Two bars of 20 x 4 across each other: 144 pixels, and a hull without four corners of 8 x 8 / 2.
        let cross = mask(|x, y| (8..12).contains(&x) || (8..12).contains(&y));
        assert!((filled_share(&cross, 20) - 144.0 / 272.0).abs() < 1e-9);
        assert_eq!(filled_share(&[false; 9], 3), 1.0);
    }

    #[test]
    fn depths_of_a_square_and_a_disc() {
        let deep = depths(&mask(|x, y| (20.0..41.0).contains(&x) && (20.0..41.0).contains(&y)), 60);
        assert_eq!((deep[30 * 60 + 30], deep[20 * 60 + 30], deep[0]), (11.0, 1.0, 0.0));
        let deepest = depths(&mask(disc(30.0, 30.0, 20.0)), 60).into_iter().fold(0.0, f32::max);
        assert!((18.0..=22.0).contains(&deepest), "{deepest}");
        let touching = depths(&[true; 9], 3);
        assert_eq!(touching[4], 2.0, "the picture's edge is outside");
    }

    #[test]
    fn one_item_and_not_two_that_touch_nor_a_bunch() {
        let one = |inside: &dyn Fn(f64, f64) -> bool| is_of_one_item(&mask(inside), 60);
        assert!(one(&disc(30.0, 30.0, 20.0)));
        // A banana: a piece of a ring.
        assert!(one(&|x, y| {
            let from_middle = (x - 30.0).hypot(y - 10.0);
            (32.0..42.0).contains(&from_middle) && y > 14.0
        }));
        let (left, right) = (disc(17.0, 30.0, 13.0), disc(43.0, 30.0, 13.5));
        assert!(!one(&|x, y| left(x, y) || right(x, y)), "two that touch");
        let small: Vec<_> = (0..5)
            .map(|at| f64::from(at) * 1.257)
            .map(|turn| disc(30.0 + 14.0 * turn.cos(), 30.0 + 14.0 * turn.sin(), 9.0))
            .collect();
        assert!(!one(&|x, y| small.iter().any(|it| it(x, y))), "a bunch");
        let apart = disc(48.0, 48.0, 8.0);
        assert!(!one(&|x, y| left(x, y) || apart(x, y)));
    }
}
