//! The plot of an experiment as an SVG: accuracy against time and against size, side by side.

use std::fmt::Write;

use super::{
    axis::Axis,
    labels::{Rectangle, place},
    results::{Experiment, Figures},
};

const WIDTH: f64 = 1240.0;
const PANEL_TOP: f64 = 64.0;
const PANEL_WIDTH: f64 = 530.0;
const PANEL_HEIGHT: f64 = 400.0;
/// Left edges of the two panels.
const PANEL_LEFTS: [f64; 2] = [72.0, 692.0];
const LEGEND_TOP: f64 = PANEL_TOP + PANEL_HEIGHT + 72.0;
const LEGEND_ROW: f64 = 24.0;
/// Questions in a row of the legend.
const LEGEND_COLUMNS: usize = 4;
const LABEL_SIZE: f64 = 12.0;
/// Width of a letter as a share of the font's size, on average; a full-width one takes the whole.
const LETTER: f64 = 0.56;

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

/// One of the two panels.
struct Panel {
    left: f64,
    title: &'static str,
    /// What lies to the right.
    of: fn(&Figures) -> f64,
}

const PANELS: [Panel; 2] = [
    Panel {
        left: PANEL_LEFTS[0],
        title: "time for one photo, in milliseconds",
        of: |figures| figures.millis_per_photo.mean,
    },
    Panel {
        left: PANEL_LEFTS[1],
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
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"Helvetica, Arial, sans-serif\" \
         font-size=\"{LABEL_SIZE}\" fill=\"#222222\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    text(&mut out, (PANEL_LEFTS[0], 26.0), "start", 18.0, "Right answers against time and size");
    text(&mut out, (PANEL_LEFTS[0], 46.0), "start", LABEL_SIZE, &conditions(experiment));
    let accuracy = accuracy_axis(&points);
    for panel in &PANELS {
        draw_panel(&mut out, panel, accuracy, &points, experiment);
    }
    legend(&mut out, &questions);
    out.push_str("</svg>\n");
    out
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
    Axis::linear(points.iter().flat_map(|point| {
        let top1 = point.figures.top1;
        let deviation = top1.deviation.unwrap_or_default();
        [top1.mean - deviation, top1.mean + deviation]
    }))
}

fn draw_panel(
    out: &mut String,
    panel: &Panel,
    accuracy: Axis,
    points: &[Point],
    experiment: &Experiment,
) {
    let across = Axis::logarithmic(points.iter().map(|point| (panel.of)(point.figures)));
    let x_of = |value: f64| panel.left + across.share(value) * PANEL_WIDTH;
    let y_of = |value: f64| PANEL_TOP + (1.0 - accuracy.share(value)) * PANEL_HEIGHT;
    frame(out, panel, &across, &accuracy);
    let place_of = |figures: &Figures| (x_of((panel.of)(figures)), y_of(figures.top1.mean));
    question_lines(out, experiment, place_of);
    for point in points {
        let (x, _) = place_of(point.figures);
        if let Some(deviation) = point.figures.top1.deviation {
            let mean = point.figures.top1.mean;
            let ends = [(x, y_of(mean - deviation)), (x, y_of(mean + deviation))];
            line(out, ends, colour(point.question), 1.2);
        }
    }
    let places: Vec<(f64, f64)> = points.iter().map(|point| place_of(point.figures)).collect();
    for (point, &place) in points.iter().zip(&places) {
        marker(out, place, point.question, &hint(point));
    }
    let sizes: Vec<(f64, f64)> =
        points.iter().map(|point| (text_width(point.label), LABEL_SIZE * 1.15)).collect();
    let inside =
        Rectangle { x: panel.left, y: PANEL_TOP, width: PANEL_WIDTH, height: PANEL_HEIGHT };
    for (point, label) in points.iter().zip(place(&places, &sizes, inside)) {
        let baseline = label.y + label.height * 0.8;
        text(out, (label.x, baseline), "start", LABEL_SIZE, point.label);
    }
}

/// Grid, ticks and the names of the axes.
fn frame(out: &mut String, panel: &Panel, across: &Axis, accuracy: &Axis) {
    let bottom = PANEL_TOP + PANEL_HEIGHT;
    let right = panel.left + PANEL_WIDTH;
    for tick in across.ticks() {
        let x = panel.left + across.share(tick) * PANEL_WIDTH;
        line(out, [(x, PANEL_TOP), (x, bottom)], "#e4e4e4", 1.0);
        text(out, (x, bottom + 18.0), "middle", LABEL_SIZE, &short(tick));
    }
    for tick in accuracy.ticks() {
        let y = PANEL_TOP + (1.0 - accuracy.share(tick)) * PANEL_HEIGHT;
        line(out, [(panel.left, y), (right, y)], "#e4e4e4", 1.0);
        let percent = format!("{} %", short(tick * 100.0));
        text(out, (panel.left - 8.0, y + 4.0), "end", LABEL_SIZE, &percent);
    }
    line(out, [(panel.left, bottom), (right, bottom)], "#555555", 1.2);
    line(out, [(panel.left, PANEL_TOP), (panel.left, bottom)], "#555555", 1.2);
    let middle = panel.left + PANEL_WIDTH / 2.0;
    text(out, (middle, bottom + 40.0), "middle", 13.0, panel.title);
}

/// Joins the choices of each question, in the grid's order.
fn question_lines(
    out: &mut String,
    experiment: &Experiment,
    place_of: impl Fn(&Figures) -> (f64, f64),
) {
    for (index, question) in questions(experiment).iter().enumerate() {
        let places: Vec<String> = experiment
            .rows()
            .filter(|(choice, _)| choice.question == *question)
            .filter_map(|(_, network)| network.figures.as_ref())
            .map(|figures| {
                let (x, y) = place_of(figures);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        if places.len() > 1 {
            let _ = writeln!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\" \
                 stroke-opacity=\"0.45\"/>",
                places.join(" "),
                colour(index),
            );
        }
    }
}

fn legend(out: &mut String, questions: &[&str]) {
    let step = (WIDTH - 2.0 * PANEL_LEFTS[0]) / LEGEND_COLUMNS as f64;
    for (index, question) in questions.iter().enumerate() {
        let x = PANEL_LEFTS[0] + 8.0 + (index % LEGEND_COLUMNS) as f64 * step;
        let y = LEGEND_TOP + (index / LEGEND_COLUMNS) as f64 * LEGEND_ROW;
        marker(out, (x, y), index, question);
        text(out, (x + 14.0, y + 4.0), "start", LABEL_SIZE, question);
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

fn colour(question: usize) -> &'static str {
    COLOURS.get(question % COLOURS.len()).copied().unwrap_or("#000000")
}

/// A point; shape and colour tell the question.
fn marker(out: &mut String, (x, y): (f64, f64), question: usize, hint: &str) {
    const SHAPES: [&[(f64, f64)]; 5] = [
        &[
            (0.0, -7.0),
            (2.0, -2.0),
            (7.0, 0.0),
            (2.0, 2.0),
            (0.0, 7.0),
            (-2.0, 2.0),
            (-7.0, 0.0),
            (-2.0, -2.0),
        ],
        &[(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        &[(0.0, -6.0), (5.6, 4.5), (-5.6, 4.5)],
        &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
        &[(0.0, 6.0), (5.6, -4.5), (-5.6, -4.5)],
    ];
    let corners = SHAPES.get(question % SHAPES.len()).copied().unwrap_or_default();
    let corners: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy)).collect();
    let _ = writeln!(
        out,
        "<polygon points=\"{}\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"0.8\">\
         <title>{}</title></polygon>",
        corners.join(" "),
        colour(question),
        escaped(hint),
    );
}

fn line(out: &mut String, [(x1, y1), (x2, y2)]: [(f64, f64); 2], colour: &str, width: f64) {
    let _ = writeln!(
        out,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" \
         stroke-width=\"{width}\"/>"
    );
}

fn text(out: &mut String, (x, y): (f64, f64), anchor: &str, size: f64, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{}</text>",
        escaped(words)
    );
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

/// A text that XML takes as a text, whatever is in it.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // Control characters are not allowed in XML, however they are written.
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                text.push(' ');
            }
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
