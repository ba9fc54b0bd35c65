//! Line icons, drawn rather than loaded: one weight, any size, any colour.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2};

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Icon {
    /// A picture in a frame.
    Photo,
    /// A camera.
    Camera,
    /// A magnifying glass.
    Search,
    /// A cross.
    Close,
    /// A tick.
    Check,
    /// An arrow that turns back.
    Undo,
    /// A plus sign.
    Plus,
    /// A minus sign.
    Minus,
    /// A sun.
    Sun,
    /// A moon.
    Moon,
    /// A disc, half of it filled.
    HalfDisc,
    /// A globe.
    Globe,
    /// An exclamation mark in a triangle.
    Alert,
    /// A question mark.
    Question,
    /// A shopping basket.
    Basket,
    /// An arrow pointing down.
    ChevronDown,
    /// An hourglass.
    Hourglass,
    /// A counter scale.
    Scale,
    /// A triangle that points on: try it.
    Play,
    /// An arrow into a tray.
    Download,
    /// An arrow out of a tray.
    Upload,
    /// A table with a heading.
    Table,
}

/// Draws `icon` into the middle of `rect`, `size` points wide and high.
pub(crate) fn draw(painter: &Painter, icon: Icon, rect: Rect, size: f32, colour: Color32) {
    let pen = Pen {
        painter,
        origin: rect.center() - Vec2::splat(size / 2.0),
        unit: size / 24.0,
        stroke: Stroke::new((size / 12.0).clamp(1.5, 3.0), colour),
    };
    pen.icon(icon);
}

/// Draws on a field of 24 by 24 units.
struct Pen<'a> {
    painter: &'a Painter,
    origin: Pos2,
    unit: f32,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.origin + Vec2::new(x, y) * self.unit
    }

    fn line(&self, points: &[(f32, f32)]) {
        let points: Vec<_> = points.iter().map(|&(x, y)| self.at(x, y)).collect();
        // Round ends, which a plain line does not have.
        for end in [points.first(), points.last()].into_iter().flatten() {
            self.painter.circle_filled(*end, self.stroke.width / 2.0, self.stroke.color);
        }
        self.painter.add(Shape::line(points, self.stroke));
    }

    fn circle(&self, x: f32, y: f32, radius: f32) {
        self.painter.circle_stroke(self.at(x, y), radius * self.unit, self.stroke);
    }

    fn dot(&self, x: f32, y: f32, radius: f32) {
        self.painter.circle_filled(self.at(x, y), radius * self.unit, self.stroke.color);
    }

    fn frame(&self, from: (f32, f32), to: (f32, f32), radius: f32) {
        let rect = Rect::from_min_max(self.at(from.0, from.1), self.at(to.0, to.1));
        self.painter.rect_stroke(rect, radius * self.unit, self.stroke, StrokeKind::Middle);
    }

    /// Part of a circle, in degrees clockwise from the right.
    fn arc(&self, x: f32, y: f32, radius: f32, from: f32, to: f32) {
        let points: Vec<_> = (0..=20_u8)
            .map(|step| {
                let angle = (from + (to - from) * f32::from(step) / 20.0).to_radians();
                (x + radius * angle.cos(), y + radius * angle.sin())
            })
            .collect();
        self.line(&points);
    }

    fn icon(&self, icon: Icon) {
        match icon {
            Icon::Photo => {
                self.frame((3.0, 4.0), (21.0, 20.0), 2.5);
                self.circle(8.5, 9.5, 1.6);
                self.line(&[(3.5, 17.5), (9.0, 13.5), (12.0, 16.0), (16.0, 11.5), (20.5, 15.5)]);
            }
            Icon::Camera => {
                self.frame((2.5, 7.0), (21.5, 20.0), 2.5);
                self.line(&[(8.0, 7.0), (9.5, 4.2), (14.5, 4.2), (16.0, 7.0)]);
                self.circle(12.0, 13.4, 3.8);
            }
            Icon::Search => {
                self.circle(10.5, 10.5, 6.5);
                self.line(&[(15.3, 15.3), (20.5, 20.5)]);
            }
            Icon::Close => {
                self.line(&[(6.0, 6.0), (18.0, 18.0)]);
                self.line(&[(18.0, 6.0), (6.0, 18.0)]);
            }
            Icon::Check => self.line(&[(4.5, 12.5), (10.0, 18.0), (20.0, 6.5)]),
            Icon::Undo => {
                self.line(&[(9.0, 5.0), (4.5, 9.5), (9.0, 14.0)]);
                self.line(&[(4.5, 9.5), (14.5, 9.5)]);
                self.arc(14.5, 14.5, 5.0, -90.0, 90.0);
                self.line(&[(14.5, 19.5), (10.0, 19.5)]);
            }
            Icon::Plus => {
                self.line(&[(12.0, 5.0), (12.0, 19.0)]);
                self.line(&[(5.0, 12.0), (19.0, 12.0)]);
            }
            Icon::Table => {
                self.frame((3.0, 4.5), (21.0, 19.5), 2.0);
                self.line(&[(3.0, 9.5), (21.0, 9.5)]);
                self.line(&[(3.0, 14.5), (21.0, 14.5)]);
                self.line(&[(9.5, 9.5), (9.5, 19.5)]);
            }
            Icon::Minus => self.line(&[(5.0, 12.0), (19.0, 12.0)]),
            Icon::ChevronDown => self.line(&[(6.0, 9.5), (12.0, 15.5), (18.0, 9.5)]),
            _ => self.rest(icon),
        }
    }

    fn rest(&self, icon: Icon) {
        match icon {
            Icon::Sun => {
                self.circle(12.0, 12.0, 4.2);
                for step in 0..8_u8 {
                    let (sin, cos) = (f32::from(step) * 45.0_f32).to_radians().sin_cos();
                    let ray = |r: f32| (12.0 + r * cos, 12.0 + r * sin);
                    self.line(&[ray(7.6), ray(9.8)]);
                }
            }
            Icon::Moon => {
                self.arc(12.0, 12.0, 8.5, 25.0, 268.0);
                self.arc(18.3, 6.2, 9.4, 83.0, 202.0);
            }
            Icon::HalfDisc => {
                self.circle(12.0, 12.0, 8.5);
                let half = (0..=24_u8).map(|step| {
                    let angle = (90.0 + 180.0 * f32::from(step) / 24.0).to_radians();
                    self.at(12.0 + 8.0 * angle.cos(), 12.0 + 8.0 * angle.sin())
                });
                let fill = self.stroke.color;
                self.painter.add(Shape::convex_polygon(half.collect(), fill, Stroke::NONE));
            }
            Icon::Globe => {
                self.circle(12.0, 12.0, 8.8);
                self.line(&[(3.4, 12.0), (20.6, 12.0)]);
                self.arc(4.6, 12.0, 11.4, -48.0, 48.0);
                self.arc(19.4, 12.0, 11.4, 132.0, 228.0);
            }
            Icon::Alert => {
                self.line(&[(12.0, 4.0), (21.5, 20.0), (2.5, 20.0), (12.0, 4.0)]);
                self.line(&[(12.0, 10.0), (12.0, 14.2)]);
                self.dot(12.0, 17.2, 1.2);
            }
            Icon::Question => {
                self.circle(12.0, 12.0, 9.0);
                self.arc(12.0, 9.8, 2.8, -165.0, 60.0);
                self.line(&[(13.4, 12.2), (12.0, 13.8)]);
                self.dot(12.0, 16.9, 1.2);
            }
            Icon::Basket => {
                self.line(&[(2.8, 10.0), (21.2, 10.0)]);
                self.line(&[(4.4, 10.2), (6.4, 19.8), (17.6, 19.8), (19.6, 10.2)]);
                self.line(&[(7.6, 9.8), (10.4, 4.2)]);
                self.line(&[(16.4, 9.8), (13.6, 4.2)]);
            }
            Icon::Scale => {
                self.line(&[(3.5, 5.5), (20.5, 5.5)]);
                self.line(&[(12.0, 5.8), (12.0, 9.0)]);
                self.line(&[(6.5, 9.2), (17.5, 9.2), (20.0, 19.8), (4.0, 19.8), (6.5, 9.2)]);
                self.line(&[(12.0, 16.6), (14.4, 13.0)]);
            }
            Icon::Hourglass => {
                self.line(&[(6.5, 3.5), (17.5, 3.5)]);
                self.line(&[(6.5, 20.5), (17.5, 20.5)]);
                self.line(&[(8.0, 3.8), (8.0, 7.5), (16.0, 16.5), (16.0, 20.2)]);
                self.line(&[(16.0, 3.8), (16.0, 7.5), (8.0, 16.5), (8.0, 20.2)]);
            }
            Icon::Play => self.line(&[(8.0, 5.0), (19.0, 12.0), (8.0, 19.0), (8.0, 5.0)]),
            Icon::Download | Icon::Upload => {
                self.line(&[(4.0, 15.0), (4.0, 20.0), (20.0, 20.0), (20.0, 15.0)]);
                self.line(&[(12.0, 4.0), (12.0, 15.0)]);
                let (tip, wing) = if icon == Icon::Download { (15.5, 11.0) } else { (3.8, 8.3) };
                self.line(&[(7.5, wing), (12.0, tip), (16.5, wing)]);
            }
            _ => {}
        }
    }
}

/// Returns the middle of a square of `side` points at the left of `rect`.
pub(crate) fn left_square(rect: Rect, side: f32) -> Rect {
    Rect::from_min_size(pos2(rect.left(), rect.center().y - side / 2.0), Vec2::splat(side))
}
