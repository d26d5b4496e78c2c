//! Which part stands inside which when a picture is told as an indented text: each part once, what several ways lead to
//! behind what they have in common.

use super::picture::Picture;

/// For each part: the one that all ways to it pass, and its place among the others.
pub(super) struct Folded {
    above: Vec<Option<usize>>,
    /// By part: before all that it leads to, circles aside.
    order: Vec<usize>,
    /// By part: how many arrows lead to it.
    arrows: Vec<usize>,
}

impl Folded {
    pub(super) fn of(picture: &Picture) -> Self {
        let count = picture.parts.len();
        let (mut on, mut back) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for arrow in &picture.arrows {
            on.get_mut(arrow.from).into_iter().for_each(|list: &mut Vec<usize>| list.push(arrow.to));
            back.get_mut(arrow.to).into_iter().for_each(|list: &mut Vec<usize>| list.push(arrow.from));
        }
        // What nothing leads to, or what leads round in a circle by itself, stands by itself: below the root `count`.
        let mut finished: Vec<usize> = Vec::new();
        let mut group = vec![usize::MAX; count];
        let mut roots = vec![false; count];
        let bare = (0..count).filter(|part| back.get(*part).is_some_and(Vec::is_empty));
        for root in (0..count.min(1)).chain(bare).chain(0..count) {
            if at(&group, root) == usize::MAX {
                roots.get_mut(root).into_iter().for_each(|slot| *slot = true);
                let own = finish(root, &on, &mut group);
                finished.extend(own.into_iter().rev());
            }
        }
        // A walk never comes from there to what stands before it.
        for (part, from) in back.iter_mut().enumerate() {
            from.retain(|from| at(&group, *from) <= at(&group, part));
        }
        let mut order = vec![0; count + 1];
        for (place, part) in finished.iter().enumerate() {
            order.get_mut(*part).into_iter().for_each(|slot| *slot = place + 1);
        }
        let mut above: Vec<Option<usize>> = roots.iter().map(|root| root.then_some(count)).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for part in &finished {
                let root = roots.get(*part).copied().unwrap_or(false).then_some(count);
                let known = |from: &usize| above.get(*from).copied().flatten().is_some();
                let ways = back.get(*part).into_iter().flatten().copied().filter(known).chain(root);
                let common = ways.reduce(|one, other| meet(one, other, &above, &order));
                if let Some(slot) = above.get_mut(*part).filter(|slot| **slot != common) {
                    *slot = common;
                    changed = true;
                }
            }
        }
        let arrows = back.iter().map(Vec::len).collect();
        let above = above.into_iter().map(|part| part.filter(|part| *part != count)).collect();
        Self { above, order, arrows }
    }

    /// The part behind which one stands; none for what stands by itself.
    pub(super) fn above(&self, part: usize) -> Option<usize> {
        self.above.get(part).copied().flatten()
    }

    /// True if just one arrow leads to a part.
    pub(super) fn has_one_way(&self, part: usize) -> bool {
        self.arrows.get(part) == Some(&1)
    }

    /// How many layers all arrows together reach over when a picture is laid out in layers, at most.
    pub(super) fn layers(&self, picture: &Picture) -> usize {
        let mut order: Vec<usize> = (0..picture.parts.len()).collect();
        crate::text::sort_by_key(&mut order, |part| self.place(*part));
        let mut layer = vec![0_usize; order.len()];
        let of = |layer: &[usize], part: usize| layer.get(part).copied().unwrap_or(0);
        let mut sum = 0;
        for part in order {
            let own = of(&layer, part) + 1;
            // What leads back on a circle moves nothing.
            let on = picture.arrows_from(part).filter(|arrow| self.place(arrow.to) > self.place(part));
            for arrow in on {
                layer.get_mut(arrow.to).into_iter().for_each(|slot| *slot = own.max(*slot));
            }
        }
        for arrow in &picture.arrows {
            sum += of(&layer, arrow.to).abs_diff(of(&layer, arrow.from));
        }
        sum
    }

    /// Where a part stands among those on the same level.
    pub(super) fn place(&self, part: usize) -> usize {
        self.order.get(part).copied().unwrap_or(0)
    }
}

fn at(list: &[usize], part: usize) -> usize {
    list.get(part).copied().unwrap_or(usize::MAX)
}

/// A part and all that it leads to and that is in no group yet, each behind what it leads to itself. All of it becomes
/// a group, whose number is greater than those of the groups before it.
fn finish(root: usize, on: &[Vec<usize>], group: &mut [usize]) -> Vec<usize> {
    let number = group.iter().filter(|group| **group != usize::MAX).count();
    let mut finished = Vec::new();
    let mut work = vec![(root, 0)];
    group.get_mut(root).into_iter().for_each(|slot| *slot = number);
    while let Some((part, next)) = work.pop() {
        // The last way first, so that the first one ends up first.
        let ways = on.get(part).map_or(&[][..], Vec::as_slice);
        match ways.len().checked_sub(next + 1).and_then(|at| ways.get(at)) {
            None => finished.push(part),
            Some(to) => {
                work.push((part, next + 1));
                if let Some(slot) = group.get_mut(*to).filter(|slot| **slot == usize::MAX) {
                    *slot = number;
                    work.push((*to, 0));
                }
            }
        }
    }
    finished
}

/// The last part that the ways to two have in common.
fn meet(mut one: usize, mut other: usize, above: &[Option<usize>], order: &[usize]) -> usize {
    let place = |part: usize| order.get(part).copied().unwrap_or(0);
    let up = |part: usize| above.get(part).copied().flatten().unwrap_or(above.len());
    while one != other {
        if place(one) > place(other) { one = up(one) } else { other = up(other) }
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Marks, picture};
    use crate::text::SourceFile;

    #[test]
    fn what_nobody_comes_to_changes_nothing_before_it() -> Result<(), Box<dyn std::error::Error>> {
        let tree = "
title: T
questions:
  a: {ask: A?, answers: {x: b, y: c}}
  b: {ask: B?, answers: {x: d, y: a}}
  c: {ask: C?, answers: {x: d}}
  d: {ask: D?, answers: {x: o}}
  e: {ask: E?, answers: {x: b, y: f}}
  f: {ask: F?, answers: {x: e, y: g}}
  g: {ask: G?, answers: {x: h}}
  h: {ask: H?, answers: {x: g}}
outcomes: {o: {title: O}}
";
        let file = SourceFile::new("t.yaml", tree);
        let tree = crate::load(&file)?.tree;
        let picture = picture(&tree, &file, &Marks::default(), None, 100).map_err(|_| "too large")?;
        let folded = Folded::of(&picture);
        let ids: Vec<&str> = picture.parts.iter().map(|part| part.id.as_str()).collect();
        let told = |id: &str| {
            let part = ids.iter().position(|own| *own == id)?;
            Some((folded.above(part).and_then(|above| ids.get(above).copied()), folded.has_one_way(part)))
        };
        let wanted = [
            ("a", None, true),
            ("b", Some("a"), true),
            ("c", Some("a"), true),
            ("d", Some("a"), false),
            ("o", Some("d"), true),
            ("e", None, true),
            ("f", Some("e"), true),
            ("g", Some("f"), false),
            ("h", Some("g"), true),
        ];
        for (id, above, one) in wanted {
            assert_eq!(told(id), Some((above, one)), "{id}");
        }
        assert!(ids.iter().position(|id| *id == "a").is_some_and(|a| folded.place(a) == 1));
        Ok(())
    }
}
