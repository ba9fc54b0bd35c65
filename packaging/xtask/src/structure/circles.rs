//! Import circles: files that all lean on one another, straight or by way of others.

use std::collections::BTreeSet;

/// The circles of two or more files, largest first; `arrows` lists for each file those it leans on.
///
/// A file can reach another and be reached by it if and only if both are in one circle, so that each
/// circle is what is reached forwards and backwards from any of its files. Rooms have some hundred
/// files: walking from each is quick enough.
pub fn circles(arrows: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut backwards = vec![BTreeSet::new(); arrows.len()];
    for (from, ends) in arrows.iter().enumerate() {
        for &to in ends {
            if let Some(sources) = backwards.get_mut(to) {
                sources.insert(from);
            }
        }
    }
    let mut settled = BTreeSet::new();
    let mut circles = Vec::new();
    for file in 0..arrows.len() {
        if settled.contains(&file) {
            continue;
        }
        let (ahead, behind) = (reached(arrows, file), reached(&backwards, file));
        let circle: Vec<usize> = ahead.intersection(&behind).copied().collect();
        settled.extend(circle.iter().copied());
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

/// All files on the way from `start`, itself among them.
fn reached(arrows: &[BTreeSet<usize>], start: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(file) = open.pop() {
        for &next in arrows.get(file).into_iter().flatten() {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(pairs: &[(usize, usize)], files: usize) -> Vec<BTreeSet<usize>> {
        let of = |file| pairs.iter().filter(|(from, _)| *from == file).map(|(_, to)| *to).collect();
        (0..files).map(of).collect()
    }

    #[test]
    fn the_largest_circle_comes_first() {
        let two_circles = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 2), (4, 5)];
        assert_eq!(circles(&arrows(&two_circles, 6)), [vec![2, 3, 4], vec![0, 1]]);
    }

    #[test]
    fn arrows_that_only_go_down_make_none() {
        assert!(circles(&arrows(&[(0, 1), (0, 2), (1, 2)], 3)).is_empty());
    }
}
