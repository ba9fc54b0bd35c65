//! Where the labels of a plot's points stand, so that they cover neither each other nor a point.

/// A rectangle on the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rectangle {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rectangle {
    fn overlap(&self, other: &Self) -> f64 {
        let across = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let down = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        across.max(0.0) * down.max(0.0)
    }

    fn area(&self) -> f64 {
        self.width * self.height
    }
}

/// Distances from the point that are tried, nearest first.
const DISTANCES: [f64; 4] = [9.0, 18.0, 30.0, 44.0];
/// Half the side of the square that a point takes up.
const POINT: f64 = 7.0;

/// Places a label of `size` (width, height) at each point of `points` (x, y), inside of `panel`.
///
/// Each is put where it covers the least of what was placed before and of all points; near its
/// point rather than far.
#[must_use]
pub fn place(points: &[(f64, f64)], sizes: &[(f64, f64)], panel: Rectangle) -> Vec<Rectangle> {
    let squares: Vec<Rectangle> = points
        .iter()
        .map(|&(x, y)| Rectangle {
            x: x - POINT,
            y: y - POINT,
            width: 2.0 * POINT,
            height: 2.0 * POINT,
        })
        .collect();
    let mut placed: Vec<Rectangle> = Vec::with_capacity(points.len());
    for (&point, &size) in points.iter().zip(sizes) {
        let cost = |label: &Rectangle| {
            let outside = label.area() - label.overlap(&panel);
            let covered: f64 =
                placed.iter().chain(&squares).map(|other| label.overlap(other)).sum();
            10.0 * outside + covered
        };
        let best = candidates(point, size)
            .map(|(distance, label)| (cost(&label) + distance, label))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        placed.extend(best.map(|(_, label)| label));
    }
    placed
}

/// Places around a point: right, left, above, below and the corners, at each distance.
fn candidates(
    (x, y): (f64, f64),
    (width, height): (f64, f64),
) -> impl Iterator<Item = (f64, Rectangle)> {
    const SIDES: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (1.0, -1.0),
        (-1.0, -1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
    ];
    DISTANCES.into_iter().flat_map(move |distance| {
        SIDES.into_iter().map(move |(across, down)| {
            let middle_x = x + across * (distance + width / 2.0);
            let middle_y = y + down * (distance + height / 2.0);
            let (left, top) = (middle_x - width / 2.0, middle_y - height / 2.0);
            (distance, Rectangle { x: left, y: top, width, height })
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    const PANEL: Rectangle = Rectangle { x: 0.0, y: 0.0, width: 400.0, height: 300.0 };

    #[test]
    fn labels_of_points_in_a_heap_do_not_cover_each_other() {
        let points: Vec<(f64, f64)> =
            (0..5).map(|index| (200.0 + f64::from(index) * 4.0, 150.0)).collect();
        let placed = place(&points, &[(50.0, 12.0); 5], PANEL);
        for (index, label) in placed.iter().enumerate() {
            assert_eq!(label.overlap(&PANEL), label.area());
            for other in &placed[index + 1..] {
                assert_eq!(label.overlap(other), 0.0, "{placed:?}");
            }
        }
    }

    #[test]
    fn a_label_at_the_edge_stays_inside() {
        let placed = place(&[(399.0, 1.0)], &[(80.0, 12.0)], PANEL);
        assert_eq!(placed[0].overlap(&PANEL), placed[0].area());
    }
}
