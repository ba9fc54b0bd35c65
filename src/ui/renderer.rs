//! Starting the window: which renderer first, and the other one where it fails.

use std::sync::{Arc, Mutex, PoisonError};

use eframe::{CreationContext, NativeOptions, Renderer};
use egui::ViewportBuilder;

use crate::app::{Outcome, TillsightApp};
use crate::error::UiError;
use till::TillLock;

const CHOICE: &str = "TILLSIGHT_RENDERER";
/// Set in a process that was started because the other renderer panicked.
const SECOND_TRY: &str = "TILLSIGHT_SECOND_TRY";

/// How one attempt ended badly.
enum Failure {
    /// An orderly error: the other renderer may be tried in this process.
    Refused(eframe::Error),
    /// A panic before the first frame: the window system's state is not to be trusted.
    Panicked(String),
}

/// Runs the window; see [`super::run`].
pub(crate) fn run(lock: &Arc<TillLock>) -> Result<(), UiError> {
    let order = order_of_choice()?;
    let outcome = Arc::new(Mutex::new(Outcome::default()));
    let mut reasons = Vec::new();
    for renderer in order {
        let failure = match attempt(renderer, lock, &outcome) {
            Ok(()) => return ended(&outcome),
            Err(failure) => failure,
        };
        if has_started(&outcome) {
            return Err(UiError::Crashed(reason(&failure)));
        }
        if let Failure::Refused(error) = &failure
            && is_display_missing(error)
        {
            return Err(UiError::NoDisplay(last_words(&error.to_string())));
        }
        tracing::warn!(%renderer, reason = reason(&failure), "renderer failed to start");
        reasons.push(format!("{renderer}: {}", reason(&failure)));
        if let Failure::Panicked(_) = failure
            && std::env::var_os(SECOND_TRY).is_none()
        {
            lock.release(); // that process is this shop's till now
            return in_a_new_process(other(renderer), &reasons);
        }
    }
    Err(UiError::NoRenderer(reasons.join("; ")))
}

/// Shows a window of another kind than the till's, such as one that says why there is no till.
pub(crate) fn show(
    viewport: &ViewportBuilder,
    app: impl Fn(&egui::Context) -> Box<dyn eframe::App> + Clone + 'static,
) -> Result<(), UiError> {
    let mut reasons = Vec::new();
    for renderer in order_of_choice()? {
        let options = NativeOptions { renderer, viewport: viewport.clone(), ..quiet() };
        let app = app.clone();
        let start = move |creation: &CreationContext<'_>| Ok(app(&creation.egui_ctx));
        match eframe::run_native("tillsight", options, Box::new(start)) {
            Ok(()) => return Ok(()),
            Err(error) => reasons.push(format!("{renderer}: {error}")),
        }
    }
    Err(UiError::NoRenderer(reasons.join("; ")))
}

fn quiet() -> NativeOptions {
    NativeOptions { persist_window: false, ..NativeOptions::default() }
}

fn order_of_choice() -> Result<Vec<Renderer>, UiError> {
    order(std::env::var(CHOICE).ok().as_deref())
}

/// Which renderers to try, in order.
fn order(choice: Option<&str>) -> Result<Vec<Renderer>, UiError> {
    let first = match choice {
        Some("glow") => Renderer::Glow,
        Some("wgpu") => Renderer::Wgpu,
        Some("") | None if has_graphics_card() => Renderer::Wgpu,
        Some("") | None => Renderer::Glow,
        Some(unknown) => return Err(UiError::UnknownRenderer(unknown.to_owned())),
    };
    Ok(vec![first, other(first)])
}

fn other(renderer: Renderer) -> Renderer {
    match renderer {
        Renderer::Glow => Renderer::Wgpu,
        Renderer::Wgpu => Renderer::Glow,
    }
}

/// Without a graphics card wgpu starts slowly or not at all, while OpenGL in software is fine.
fn has_graphics_card() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let devices = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    devices.into_iter().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

fn attempt(
    renderer: Renderer,
    lock: &Arc<TillLock>,
    outcome: &Arc<Mutex<Outcome>>,
) -> Result<(), Failure> {
    let size = |viewport: ViewportBuilder| {
        viewport.with_inner_size([1280.0, 800.0]).with_min_inner_size([1024.0, 640.0])
    };
    let options = NativeOptions { renderer, viewport: size(viewport()), ..quiet() };
    let outcome = Arc::clone(outcome);
    let lock = Arc::clone(lock);
    let start = move || {
        eframe::run_native(
            "tillsight",
            options,
            Box::new(move |creation| {
                Ok(Box::new(TillsightApp::new(&creation.egui_ctx, lock, outcome)?))
            }),
        )
    };
    match base::threads::guarded(start) {
        Ok(result) => result.map_err(Failure::Refused),
        Err(panic) => Err(Failure::Panicked(panic.said)),
    }
}

/// A window of this program, of no size yet.
pub(crate) fn viewport() -> ViewportBuilder {
    let viewport = ViewportBuilder::default().with_title("Tillsight").with_app_id("tillsight");
    match eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    }
}

fn has_started(outcome: &Mutex<Outcome>) -> bool {
    outcome.lock().unwrap_or_else(PoisonError::into_inner).started
}

fn ended(outcome: &Mutex<Outcome>) -> Result<(), UiError> {
    match outcome.lock().unwrap_or_else(PoisonError::into_inner).shop_failure.take() {
        Some(reason) => Err(UiError::Shop(reason)),
        None => Ok(()),
    }
}

fn is_display_missing(error: &eframe::Error) -> bool {
    matches!(error, eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_))
}

/// winit puts its own source file before what it has to say.
fn last_words(error: &str) -> String {
    error.rsplit(": ").next().unwrap_or(error).trim_end_matches('.').to_owned()
}

fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Refused(error) => error.to_string(),
        Failure::Panicked(text) => text.clone(),
    }
}

/// After a panic the event loop cannot be used again: the same command, with the other renderer.
fn in_a_new_process(renderer: Renderer, reasons: &[String]) -> Result<(), UiError> {
    let failed =
        |error: std::io::Error| UiError::NoRenderer(format!("{}; {error}", reasons.join("; ")));
    let program = std::env::current_exe().map_err(failed)?;
    let status = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(CHOICE, renderer.to_string())
        .env(SECOND_TRY, "1")
        .status()
        .map_err(failed)?;
    if status.success() { Ok(()) } else { Err(UiError::NoRenderer(reasons.join("; "))) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_chosen_renderer_comes_first_and_the_other_second() {
        assert_eq!(order(Some("glow")).unwrap(), [Renderer::Glow, Renderer::Wgpu]);
        assert_eq!(order(Some("wgpu")).unwrap(), [Renderer::Wgpu, Renderer::Glow]);
        assert_eq!(order(None).unwrap().len(), 2);
        assert_eq!(order(Some("")).unwrap(), order(None).unwrap());
    }

    #[test]
    fn a_missing_display_is_said_without_source_files() {
        let error = "winit EventLoopError: os error at src/linux/mod.rs:765: DISPLAY is not set.";
        assert_eq!(last_words(error), "DISPLAY is not set");
        assert_eq!(last_words("no server"), "no server");
    }

    #[test]
    fn an_unknown_renderer_is_named() {
        let error = order(Some("vulkan")).unwrap_err();
        assert!(error.to_string().contains("vulkan"), "{error}");
    }
}
