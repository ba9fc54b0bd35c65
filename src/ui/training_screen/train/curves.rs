//! How loss and accuracy go while a training runs.

use egui::{Color32, Rangef, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use egui_plot::{AxisHints, Corner, Legend, Line, LineStyle, Plot, PlotPoint, PlotPoints, Points};

use crate::screen::Screen;
use crate::theme::{self, GRID, Tokens};
use crate::widgets::controls;
use crate::widgets::form;
use teach::{EpochPoint, RunProgress};
use texts::format::percent;

/// Draws both plots side by side into `rect`.
pub(super) fn curves_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, progress: &RunProgress) {
    let width = (rect.width() - GRID * 4.0) / 2.0;
    let left = rect.with_max_x(rect.left() + width);
    controls::inside(ui, left, |ui| loss_ui(ui, screen, progress));
    let right = rect.with_min_x(rect.right() - width);
    controls::inside(ui, right, |ui| accuracy_ui(ui, screen, progress));
}

/// A line of a plot: its name, its points, its look.
struct Curve {
    name: String,
    points: Vec<[f64; 2]>,
    colour: Color32,
    width: f32,
    dashed: bool,
}

/// Where a plot's names stand, and the room above its curves that they take.
#[derive(Clone, Copy)]
struct Names {
    corner: Corner,
    /// As a share of the highest value.
    room: f64,
}

impl Curve {
    fn new(name: String, points: Vec<[f64; 2]>, colour: Color32) -> Self {
        Self { name, points, colour, width: 2.5, dashed: false }
    }
}

fn of_epochs(progress: &RunProgress, value: impl Fn(&EpochPoint) -> Option<f64>) -> Vec<[f64; 2]> {
    let points = progress.points.iter();
    points.filter_map(|point| Some([point.epoch as f64, value(point)?])).collect()
}

fn loss_ui(ui: &mut Ui, screen: &Screen<'_>, progress: &RunProgress) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let batches = progress.batch_losses.to_vec();
    let learnt = of_epochs(progress, |point| Some(point.train_loss));
    let checked = of_epochs(progress, |point| point.val_loss);
    let last = checked.last().or(learnt.last()).map(|[_, loss]| format!("{loss:.3}"));
    let curves = [
        Curve { width: 1.0, ..Curve::new(t.text("run-loss-batches"), batches, tokens.edge) },
        Curve { dashed: true, ..Curve::new(t.text("run-loss-learnt"), learnt, tokens.muted) },
        Curve::new(t.text("run-loss-checked"), checked, tokens.accent),
    ];
    let chart = Chart {
        id: "loss",
        title: t.text("run-loss"),
        about: t.text("run-loss-about"),
        last,
        curves: &curves,
        epochs: progress.epochs,
        names: Names { corner: Corner::RightTop, room: 0.6 },
    };
    plot_ui(ui, screen, chart, |value| format!("{value:.2}"));
}

fn accuracy_ui(ui: &mut Ui, screen: &Screen<'_>, progress: &RunProgress) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let first = of_epochs(progress, |point| point.val_top1);
    let among = of_epochs(progress, |point| point.val_top4);
    let last = first.last().map(|[_, share]| percent(*share));
    let curves = [
        Curve { dashed: true, ..Curve::new(t.text("run-top-4"), among, tokens.muted) },
        Curve::new(t.text("run-top-1"), first, tokens.accent),
    ];
    let chart = Chart {
        id: "accuracy",
        title: t.text("run-accuracy"),
        about: t.text("run-accuracy-about"),
        last,
        curves: &curves,
        epochs: progress.epochs,
        names: Names { corner: Corner::RightBottom, room: 0.0 },
    };
    plot_ui(ui, screen, chart, |share| format!("{:.0} %", share * 100.0));
}

/// Curves in one plot.
struct Chart<'a> {
    id: &'static str,
    title: String,
    /// What the curves are good for.
    about: String,
    /// The newest value, which stands beside the title.
    last: Option<String>,
    curves: &'a [Curve],
    /// How long the training will be.
    epochs: usize,
    names: Names,
}

fn plot_ui(ui: &mut Ui, screen: &Screen<'_>, chart: Chart<'_>, format: impl Fn(f64) -> String) {
    let Chart { id, title, about, last, curves, epochs, names } = chart;
    let tokens = screen.tokens;
    let last = last.map_or_else(String::new, |last| format!(": {last}"));
    form::title_ui(ui, &format!("{title}{last}"), tokens);
    form::explanation_ui(ui, &about, tokens);
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{title}{last}")));
    ui.painter().rect_filled(rect, theme::RADIUS, tokens.surface);
    let values = curves.iter().flat_map(|curve| curve.points.iter().map(|[_, value]| *value));
    let highest = values.fold(0.0, f64::max);
    controls::inside(ui, rect.shrink2(vec2(GRID, GRID)), |ui| {
        Plot::new(id)
            .legend(Legend::default().position(names.corner))
            .show_background(false)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .include_x(0.0)
            .include_x(epochs as f64)
            .include_y(0.0)
            .include_y(1.0)
            .include_y(highest * (1.0 + names.room))
            .grid_color(tokens.line)
            .custom_x_axes(vec![AxisHints::new_x().label_spacing(Rangef::new(24.0, 32.0))])
            .custom_y_axes(vec![
                AxisHints::new_y()
                    .label_spacing(Rangef::new(18.0, 22.0))
                    .formatter(move |mark, _| format(mark.value)),
            ])
            .show(ui, |plot| {
                for curve in curves {
                    draw(plot, curve, tokens);
                }
            });
    });
}

/// A single epoch is no line yet: it is a point.
fn draw(plot: &mut egui_plot::PlotUi<'_>, curve: &Curve, tokens: &Tokens) {
    let points =
        || PlotPoints::Owned(curve.points.iter().map(|[x, y]| PlotPoint::new(*x, *y)).collect());
    if let [_] = curve.points.as_slice() {
        let colour = if curve.colour == tokens.edge { tokens.muted } else { curve.colour };
        plot.points(Points::new(curve.name.as_str(), points()).radius(3.0).color(colour));
        return;
    }
    let style = if curve.dashed { LineStyle::dashed_loose() } else { LineStyle::Solid };
    let line = Line::new(curve.name.as_str(), points());
    plot.line(line.color(curve.colour).width(curve.width).style(style));
}
