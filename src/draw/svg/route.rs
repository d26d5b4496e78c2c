//! The ways between boxes: straight through every layer, where they pass between what stands there, and bent only in the
//! gaps between layers, where nothing stands. So none runs through a box or through what is told of another.

use super::super::picture::{Kind, Picture};

/// A rectangle by its middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The points of an arrow in its layers, and where its label stands.
pub(super) type Edge = (Vec<(f64, f64)>, Rect);

/// A way, and what stands at it.
#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    /// Where it starts, every point where it comes to a layer or leaves one, and where it ends.
    pub(super) points: Vec<(f64, f64)>,
    /// Where its label stands.
    pub(super) label: Rect,
    /// True if it runs from left to right, or back.
    pub(super) right: bool,
    /// True if it starts and ends at the same box, beside which it runs.
    pub(super) around: bool,
}

/// How far ways are from each other where they leave a box.
const APART: f64 = 14.0;
/// How long the tip of an arrow is.
pub(super) const TIP: f64 = 8.0;

/// A point by how far along the layers it is, and how far across.
type Point = (f64, f64);

/// What stands in a picture, turned so that the layers follow each other along the first coordinate.
struct Turned {
    /// By part: its layers' direction first, from the start of the box to its end, and the same across.
    boxes: Vec<[Point; 2]>,
    /// Each layer from its start to its end, in order.
    layers: Vec<Point>,
    right: bool,
}

/// The routes of all arrows, of which `edges` are the points in their layers and the labels.
pub(super) fn routes(picture: &Picture, boxes: &[Rect], edges: &[Edge], right: bool) -> Vec<Route> {
    let turn = |(x, y): Point| if right { (x, y) } else { (y, x) };
    let extent = |rect: &Rect| {
        let (along, across) = turn((rect.x, rect.y));
        let (length, width) = turn((rect.width, rect.height));
        [(along - length / 2.0, along + length / 2.0), (across - width / 2.0, across + width / 2.0)]
    };
    let turned_boxes: Vec<[Point; 2]> = boxes.iter().map(extent).collect();
    let labels = edges.iter().filter(|(_, label)| label.width > 0.0).map(|(_, label)| extent(label));
    let layers = layers(turned_boxes.iter().copied().chain(labels).map(|[along, _]| along));
    let turned = Turned { boxes: turned_boxes, layers, right };
    // By arrow: its points without the two at the boxes, and in the order of the layers.
    let inner: Vec<Vec<Point>> = picture
        .arrows
        .iter()
        .zip(edges)
        .map(|(_, (points, _))| {
            let count = points.len().saturating_sub(2);
            let mut inner: Vec<Point> = points.iter().skip(1).take(count).copied().map(turn).collect();
            crate::text::sort_by(&mut inner, |one, other| one.0.total_cmp(&other.0));
            inner
        })
        .collect();
    let ports = ports(picture, &turned, &inner);
    picture
        .arrows
        .iter()
        .zip(edges)
        .enumerate()
        .map(|(number, (arrow, (points, label)))| {
            if arrow.from == arrow.to {
                return Route { points: points.clone(), label: *label, right, around: true };
            }
            let own = inner.get(number).map_or(&[][..], Vec::as_slice);
            let Some([start, end]) = ports.get(number) else { return Route::default() };
            let mut way = vec![*start];
            let mut before = turned.layer(start.0).1;
            way.push((before, start.1));
            for point in own {
                let (first, last) = turned.layer(point.0);
                if last <= before {
                    continue;
                }
                way.push((first, point.1));
                way.push((last, point.1));
                before = last;
            }
            way.push((turned.layer(end.0).0, end.1));
            way.push(*end);
            if turned.is_back(arrow.from, arrow.to) {
                way.reverse();
            }
            Route { points: way.into_iter().map(turn).collect(), label: *label, right, around: false }
        })
        .collect()
}

/// Extents that overlap, together.
fn layers(extents: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut all: Vec<Point> = extents.collect();
    crate::text::sort_by(&mut all, |one, other| one.0.total_cmp(&other.0));
    let mut layers: Vec<Point> = Vec::new();
    for (start, end) in all {
        match layers.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => layers.push((start, end)),
        }
    }
    layers
}

impl Turned {
    /// The layer in which a point stands; where nothing else stands it is no wider than the point.
    fn layer(&self, along: f64) -> Point {
        const NEAR: f64 = 0.5;
        let here = |layer: &&Point| layer.0 - NEAR <= along && along <= layer.1 + NEAR;
        self.layers.iter().find(here).copied().unwrap_or((along, along))
    }

    fn extent(&self, part: usize) -> [Point; 2] {
        self.boxes.get(part).copied().unwrap_or_default()
    }

    /// The part of a box's side that is straight.
    fn side(&self, kind: Kind, (start, end): Point) -> Point {
        let half = (end - start) / 2.0;
        let corner = match kind {
            Kind::Question => 14.0,
            Kind::Outcome => 24.0,
            // It ends in a point.
            Kind::Ranking if self.right => half,
            Kind::Ranking => 24.0,
        };
        (start + corner.min(half), end - corner.min(half))
    }

    /// True if an arrow runs against the direction of the layers.
    fn is_back(&self, from: usize, to: usize) -> bool {
        self.extent(from)[0].0 > self.extent(to)[0].0
    }
}

/// By arrow: where it leaves the box that stands first, and where it comes to the other.
fn ports(picture: &Picture, turned: &Turned, inner: &[Vec<Point>]) -> Vec<[Point; 2]> {
    let mut ports = vec![[Point::default(); 2]; picture.arrows.len()];
    for part in 0..picture.parts.len() {
        let kind = picture.parts.get(part).map_or(Kind::Question, |part| part.kind);
        for side in [0, 1] {
            // The arrows at this side, by where they stand in the layer beside it.
            let mut own: Vec<(f64, usize)> = Vec::new();
            for (number, arrow) in picture.arrows.iter().enumerate().filter(|(_, arrow)| arrow.from != arrow.to) {
                let back = turned.is_back(arrow.from, arrow.to);
                let ends = if back { [arrow.to, arrow.from] } else { [arrow.from, arrow.to] };
                if ends.get(side) == Some(&part) {
                    let points = inner.get(number).map_or(&[][..], Vec::as_slice);
                    let beside = if side == 0 { points.first() } else { points.last() };
                    let other = ends.get(1 - side).map_or(0.0, |other| middle(turned.extent(*other)[1]));
                    own.push((beside.map_or(other, |point| point.1), number));
                }
            }
            crate::text::sort_by(&mut own, |one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let [along, across] = turned.extent(part);
            let at = if side == 0 { along.1 } else { along.0 };
            let wanted: Vec<f64> = own.iter().map(|(across, _)| *across).collect();
            for ((_, number), across) in own.iter().zip(spread(&wanted, turned.side(kind, across))) {
                if let Some(slot) = ports.get_mut(*number).and_then(|ends| ends.get_mut(side)) {
                    *slot = (at, across);
                }
            }
        }
    }
    ports
}

fn middle((start, end): Point) -> f64 {
    (start + end) / 2.0
}

/// Places on the side of a box, as near as may be to those that are wanted, which ascend.
fn spread(wanted: &[f64], (first, last): Point) -> Vec<f64> {
    let apart = APART.min((last - first) / (wanted.len().saturating_sub(1).max(1)) as f64).max(0.0);
    let mut places: Vec<f64> = Vec::with_capacity(wanted.len());
    for place in wanted {
        let least = places.last().map_or(first, |before| before + apart);
        places.push(place.max(least));
    }
    let mut most = last;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_leave_a_box_apart_from_each_other_and_within_its_side() {
        assert_eq!(spread(&[50.0], (10.0, 90.0)), [50.0]);
        assert_eq!(spread(&[-50.0, 0.0, 500.0], (10.0, 90.0)), [10.0, 24.0, 90.0]);
        assert_eq!(spread(&[500.0, 500.0], (10.0, 90.0)), [76.0, 90.0]);
        assert_eq!(spread(&[0.0; 5], (14.0, 34.0)), [14.0, 19.0, 24.0, 29.0, 34.0]);
    }

    #[test]
    fn what_overlaps_is_one_layer() {
        let extents = [(0.0, 10.0), (40.0, 50.0), (2.0, 12.0), (20.0, 30.0)];
        assert_eq!(layers(extents.into_iter()), [(0.0, 12.0), (20.0, 30.0), (40.0, 50.0)]);
    }
}
