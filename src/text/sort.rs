//! Sorting where it does not matter how long it takes: all such places share one way to do it, while each kind of list that
//! sorts itself brings a way of its own, of five kilobytes.

use std::cmp::Ordering;

/// Sorts a list by something of each part of it; what is alike stays in its order.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, other| key(one).cmp(&key(other)));
}

/// Sorts a list by what is said of two parts of it; what is alike stays in its order.
pub(crate) fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places = places(list.len(), &|one, other| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    for at in 0..places.len() {
        while let Some(&to) = places.get(at).filter(|to| **to != at) {
            list.swap(at, to);
            places.swap(at, to);
        }
    }
}

/// By position: the one that comes there.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut places = vec![0; count];
    for (place, at) in order.into_iter().enumerate() {
        places.get_mut(at).into_iter().for_each(|slot| *slot = place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_as_they_sort_themselves() {
        let mut seed = 7_u64;
        for length in 0..200_usize {
            let list: Vec<(u64, String)> = (0..length)
                .map(|at| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (seed >> 33 & 15, at.to_string())
                })
                .collect();
            let (mut own, mut wanted) = (list.clone(), list);
            sort_by_key(&mut own, |(key, _)| *key);
            wanted.sort_by_key(|(key, _)| *key);
            assert_eq!(own, wanted);
            sort_by(&mut own, |one, other| other.cmp(one));
            wanted.sort_by(|one, other| other.cmp(one));
            assert_eq!(own, wanted);
        }
    }
}
