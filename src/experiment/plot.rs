//! The plot of an experiment as an SVG: accuracy against time and against size, side by side.

use maud::{Markup, PreEscaped, html};
use plot::{Anchor, Axis, Panel, Rectangle, marker, place, text};

use super::results::{Experiment, Figures};

const WIDTH: f64 = 1240.0;
const PANEL_TOP: f64 = 64.0;
const PANEL_WIDTH: f64 = 530.0;
const PANEL_HEIGHT: f64 = 400.0;
/// Left edges of the two panels.
const PANEL_LEFTS: [f64; 2] = [72.0, 692.0];
/// How far below a panel the numbers of its axis stand, and its name.
const BELOW: [f64; 2] = [18.0, 40.0];
const LEGEND_TOP: f64 = PANEL_TOP + PANEL_HEIGHT + 72.0;
const LEGEND_ROW: f64 = 24.0;
/// Questions in a row of the legend.
const LEGEND_COLUMNS: usize = 4;
const LABEL_SIZE: f64 = 12.0;
/// Width of a letter as a share of the font's size, on average; a full-width one takes the whole.
const LETTER: f64 = 0.56;

/// How the drawing looks, but for the colours of the questions.
const STYLE: &str = "\
text { font-family: Helvetica, Arial, sans-serif; font-size: 12px; fill: #222222; }
.ground { fill: #ffffff; }
text.title { font-size: 18px; }
text.axis { font-size: 13px; }
.grid { fill: none; stroke: #e4e4e4; }
.edge { fill: none; stroke: #555555; stroke-width: 1.2; }
.choices { fill: none; stroke-width: 1.4; stroke-opacity: 0.45; }
.deviation { fill: none; stroke-width: 1.2; }
.network { stroke: #ffffff; stroke-width: 0.8; }
";

/// Colours that people with any colour vision can tell apart (Okabe and Ito 2008), the base's black
/// first.
const COLOURS: [&str; 8] =
    ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5c00"];

/// One network on the plot.
struct Point<'a> {
    label: &'a str,
    question: usize,
    network: usize,
    figures: &'a Figures,
}

/// What lies to the right on a panel.
struct Against {
    title: &'static str,
    of: fn(&Figures) -> f64,
}

const AGAINST: [Against; 2] = [
    Against {
        title: "time for one photo, in milliseconds",
        of: |figures| figures.millis_per_photo.mean,
    },
    Against {
        title: "size of the weights on disk, in kilobytes",
        of: |figures| figures.weights_bytes as f64 / 1e3,
    },
];

/// The drawing. Every network is one point, named by the first choice that it stands for; a line
/// joins the choices of one question.
pub(super) fn svg(experiment: &Experiment) -> String {
    let questions = questions(experiment);
    let points = points(experiment, &questions);
    let rows = questions.len().div_ceil(LEGEND_COLUMNS).max(1);
    let height = LEGEND_TOP + rows as f64 * LEGEND_ROW + 8.0;
    let accuracy = accuracy_axis(&points);
    let heading =
        |down, class, words: &str| text(class, (PANEL_LEFTS[0], down), Anchor::Start, words);
    let drawing = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(height)
            viewBox=(format!("0 0 {WIDTH} {height}")) {
            style { (PreEscaped(STYLE)) (PreEscaped(colours())) }
            rect.ground width=(WIDTH) height=(height) {}
            (heading(26.0, "title", "Right answers against time and size"))
            (heading(46.0, "conditions", &conditions(experiment)))
            @for (left, against) in PANEL_LEFTS.iter().zip(&AGAINST) {
                (panel(*left, against, &accuracy, &points, experiment))
            }
            (legend(&questions))
        }
    };
    format!("{}\n", drawing.into_string())
}

fn colours() -> String {
    let rule = |(index, colour): (usize, &&str)| {
        format!("path.q{index} {{ stroke: {colour}; }} polygon.q{index} {{ fill: {colour}; }}\n")
    };
    COLOURS.iter().enumerate().map(rule).collect()
}

/// The class of what belongs to a question.
fn class(kind: &str, question: usize) -> String {
    format!("{kind} q{}", question % COLOURS.len())
}

fn conditions(experiment: &Experiment) -> String {
    let seeds = experiment.seeds.len();
    let bars = match seeds {
        1 => "one seed".to_owned(),
        _ => format!("means of {seeds} seeds, bars show a standard deviation"),
    };
    let Experiment { runs, runs_done, device, .. } = experiment;
    let open =
        if runs_done < runs { format!("; {runs_done} of {runs} runs done") } else { String::new() };
    format!("judged on photos kept aside; {bars}; times on this machine's {device}{open}")
}

fn questions(experiment: &Experiment) -> Vec<&str> {
    let mut questions: Vec<&str> = Vec::new();
    for choice in &experiment.choices {
        if !questions.contains(&choice.question.as_str()) {
            questions.push(&choice.question);
        }
    }
    questions
}

fn points<'a>(experiment: &'a Experiment, questions: &[&str]) -> Vec<Point<'a>> {
    let mut points: Vec<Point> = Vec::new();
    for (choice, network) in experiment.rows() {
        let is_new = points.iter().all(|point| point.network != choice.network);
        if let (Some(figures), true) = (&network.figures, is_new) {
            let question = questions.iter().position(|name| *name == choice.question);
            points.push(Point {
                label: &choice.choice,
                question: question.unwrap_or_default(),
                network: choice.network,
                figures,
            });
        }
    }
    points
}

fn accuracy_axis(points: &[Point]) -> Axis {
    let ends = points.iter().flat_map(|point| {
        let top1 = point.figures.top1;
        let deviation = top1.deviation.unwrap_or_default();
        [top1.mean - deviation, top1.mean + deviation]
    });
    Axis::linear(ends, String::new(), |share| format!("{} %", short(share * 100.0)))
}

fn panel(
    left: f64,
    against: &Against,
    accuracy: &Axis,
    points: &[Point],
    experiment: &Experiment,
) -> Markup {
    let values = points.iter().map(|point| (against.of)(point.figures));
    let panel = Panel {
        left,
        top: PANEL_TOP,
        width: PANEL_WIDTH,
        height: PANEL_HEIGHT,
        below: BELOW,
        x: Axis::logarithmic(values, against.title.to_owned(), short),
        y: accuracy.clone(),
    };
    let edge = format!("M{left} {PANEL_TOP}V{}H{}", panel.ground(), left + PANEL_WIDTH);
    html! {
        (panel.grid())
        path.edge d=(edge) {}
        (choices(&panel, against, experiment))
        @for point in points { (deviation(&panel, against, point)) }
        @for point in points {
            (marker(&class("network", point.question), place_of(&panel, against, point.figures),
                point.question, &hint(point)))
        }
        (labels(&panel, against, points))
    }
}

fn place_of(panel: &Panel, against: &Against, figures: &Figures) -> (f64, f64) {
    (panel.across((against.of)(figures)), panel.down(figures.top1.mean))
}

/// Joins the choices of each question, in the grid's order.
fn choices(panel: &Panel, against: &Against, experiment: &Experiment) -> Markup {
    html! {
        @for (index, question) in questions(experiment).iter().enumerate() {
            @let figures: Vec<&Figures> = experiment.rows()
                .filter(|(choice, _)| choice.question == *question)
                .filter_map(|(_, network)| network.figures.as_ref())
                .collect();
            @if figures.len() > 1 {
                (panel.line(&class("choices", index),
                    figures.iter().map(|figures| ((against.of)(figures), figures.top1.mean))))
            }
        }
    }
}

/// How far the seeds lie apart.
fn deviation(panel: &Panel, against: &Against, point: &Point) -> Markup {
    let top1 = point.figures.top1;
    let Some(deviation) = top1.deviation else { return Markup::default() };
    let x = (against.of)(point.figures);
    let ends = [(x, top1.mean - deviation), (x, top1.mean + deviation)];
    panel.line(&class("deviation", point.question), ends.into_iter())
}

fn labels(panel: &Panel, against: &Against, points: &[Point]) -> Markup {
    let places: Vec<(f64, f64)> =
        points.iter().map(|point| place_of(panel, against, point.figures)).collect();
    let sizes: Vec<(f64, f64)> =
        points.iter().map(|point| (text_width(point.label), LABEL_SIZE * 1.15)).collect();
    let inside =
        Rectangle { x: panel.left, y: PANEL_TOP, width: PANEL_WIDTH, height: PANEL_HEIGHT };
    html! {
        @for (point, label) in points.iter().zip(place(&places, &sizes, inside)) {
            (text("label", (label.x, label.y + label.height * 0.8), Anchor::Start, point.label))
        }
    }
}

fn legend(questions: &[&str]) -> Markup {
    let step = (WIDTH - 2.0 * PANEL_LEFTS[0]) / LEGEND_COLUMNS as f64;
    let place = |index: usize| {
        let x = PANEL_LEFTS[0] + 8.0 + (index % LEGEND_COLUMNS) as f64 * step;
        (x, LEGEND_TOP + (index / LEGEND_COLUMNS) as f64 * LEGEND_ROW)
    };
    html! {
        @for (index, question) in questions.iter().enumerate() {
            @let (x, y) = place(index);
            (marker(&class("network", index), (x, y), index, question))
            (text("label", (x + 14.0, y + 4.0), Anchor::Start, question))
        }
    }
}

/// What a reader sees who rests on a point.
fn hint(point: &Point) -> String {
    let Figures { top1, millis_per_photo, weights_bytes, .. } = point.figures;
    format!(
        "{}: {:.1} % right, {:.3} ms a photo, {:.0} kB",
        point.label,
        top1.mean * 100.0,
        millis_per_photo.mean,
        *weights_bytes as f64 / 1e3
    )
}

fn text_width(words: &str) -> f64 {
    let letters = words.chars().map(|letter| if letter.is_ascii() { LETTER } else { 1.0 });
    letters.sum::<f64>() * LABEL_SIZE
}

/// A number without zeros that say nothing.
fn short(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
