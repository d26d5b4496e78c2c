//! Where everything stands: the layers come from `dagre`, and what runs between them from `route`.

use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use super::super::picture::Picture;
use super::route::{Edge, Rect, Route, routes};

/// Width and height.
pub(super) type Size = (f64, f64);

/// A picture with everything in its place.
pub(super) struct Laid {
    pub(super) size: Size,
    /// By part.
    pub(super) boxes: Vec<Rect>,
    /// By arrow.
    pub(super) routes: Vec<Route>,
}

/// How far boxes stand from each other beside and behind each other, and ways from what they pass.
const BESIDE: f64 = 28.0;
const BEHIND: f64 = 60.0;
const PASSING: f64 = 14.0;
/// What is left free around the whole.
const MARGIN: f64 = 16.0;
/// A picture that is wider than this is drawn from left to right if that makes it narrower.
const WIDE: f64 = 1000.0;

/// Lays a picture out whose boxes and labels have these sizes, from top to bottom, or from left to right where it would
/// be too wide.
pub(super) fn layout(picture: &Picture, boxes: &[Size], labels: &[Size]) -> Laid {
    let down = laid(picture, boxes, labels, false);
    if down.size.0 <= WIDE {
        return down;
    }
    let right = laid(picture, boxes, labels, true);
    if right.size.0 < down.size.0 { right } else { down }
}

fn laid(picture: &Picture, boxes: &[Size], labels: &[Size], right: bool) -> Laid {
    let mut graph: Graph<NodeLabel, EdgeLabel> =
        Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (number, (width, height)) in boxes.iter().enumerate() {
        let node = NodeLabel { width: *width, height: *height, ..NodeLabel::default() };
        graph.set_node(number.to_string(), Some(node));
    }
    for (number, (arrow, (width, height))) in picture.arrows.iter().zip(labels).enumerate() {
        let mut edge = EdgeLabel { width: *width, height: *height, ..EdgeLabel::default() };
        edge.labelpos = dagre::layout::types::LabelPos::Center;
        // By their names, arrows that lead back and forth between two boxes stay apart.
        graph.set_edge(arrow.from.to_string(), arrow.to.to_string(), Some(edge), Some(&number.to_string()));
    }
    let rankdir = if right { RankDir::LR } else { RankDir::TB };
    let options = LayoutOptions {
        rankdir,
        nodesep: BESIDE,
        edgesep: PASSING,
        ranksep: BEHIND,
        marginx: MARGIN,
        marginy: MARGIN,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    let place = |x: Option<f64>, y: Option<f64>, (width, height): Size| Rect {
        x: x.unwrap_or(0.0),
        y: y.unwrap_or(0.0),
        width,
        height,
    };
    let mut boxes: Vec<Rect> = boxes
        .iter()
        .enumerate()
        .map(|(number, size)| {
            graph.node(&number.to_string()).map_or(Rect::default(), |node| place(node.x, node.y, *size))
        })
        .collect();
    let edge = |number: usize| {
        let arrow = picture.arrows.get(number)?;
        graph.edge(&arrow.from.to_string(), &arrow.to.to_string(), Some(&number.to_string()))
    };
    let edges = labels.iter().enumerate().map(|(number, size)| {
        let Some(edge) = edge(number) else { return (Vec::new(), Rect::default()) };
        let points: Vec<(f64, f64)> = edge.points.iter().map(|point| (point.x, point.y)).collect();
        // Where a label stands that takes no room nobody asks.
        (points, place(edge.x, edge.y, *size))
    });
    let mut edges: Vec<Edge> = edges.collect();
    if is_reversed(picture, &edges, right) {
        mirror(&mut boxes, &mut edges, right);
    }
    let routes = routes(picture, &boxes, &edges, right);
    let mut size: Size = (0.0, 0.0);
    let mut reach = |x: f64, y: f64| size = (size.0.max(x + MARGIN), size.1.max(y + MARGIN));
    for rect in boxes.iter().chain(routes.iter().map(|route| &route.label)) {
        reach(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    }
    for (x, y) in routes.iter().flat_map(|route| &route.points) {
        reach(*x, *y);
    }
    Laid { size, boxes, routes }
}

fn across((x, y): (f64, f64), right: bool) -> f64 {
    if right { y } else { x }
}

/// True if the arrows of most boxes leave in another order than that in which the author wrote them.
fn is_reversed(picture: &Picture, edges: &[Edge], right: bool) -> bool {
    let mut balance = 0_i64;
    let mut before: Option<(usize, f64)> = None;
    // The arrows of a box stand one behind the other.
    for (arrow, (points, _)) in picture.arrows.iter().zip(edges) {
        let Some(place) = points.get(1).map(|point| across(*point, right)) else { continue };
        if let Some((_, other)) = before.filter(|(from, _)| *from == arrow.from) {
            balance += if place < other { -1 } else { 1 };
        }
        before = Some((arrow.from, place));
    }
    balance < 0
}

/// Turns everything round.
fn mirror(boxes: &mut [Rect], edges: &mut [Edge], right: bool) {
    let labels = edges.iter().map(|(_, label)| label).filter(|label| label.width > 0.0);
    let ends = boxes.iter().chain(labels).map(|rect| {
        let (middle, half) = if right { (rect.y, rect.height / 2.0) } else { (rect.x, rect.width / 2.0) };
        (middle - half, middle + half)
    });
    let (least, most) =
        ends.fold((f64::MAX, f64::MIN), |(least, most), (start, end)| (least.min(start), most.max(end)));
    let turn = |place: &mut f64| *place = least + most - *place;
    let rects = boxes.iter_mut().chain(edges.iter_mut().map(|(_, label)| label));
    rects.for_each(|rect| turn(if right { &mut rect.y } else { &mut rect.x }));
    let points = edges.iter_mut().flat_map(|(points, _)| points);
    points.for_each(|(x, y)| turn(if right { y } else { x }));
}
