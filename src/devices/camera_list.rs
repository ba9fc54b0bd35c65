//! Which cameras are plugged in, found without hanging, panicking, or naming things that take no pictures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::bounded;
use nokhwa::utils::CameraIndex;

/// A camera that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraInfo {
    /// Stays the same while the camera stays in its port: name and path, never the driver's number,
    /// which shifts with the order of plugging in.
    pub id: String,
    /// The name to show a person.
    pub name: String,
}

/// A camera and the driver's number for it at this moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) info: CameraInfo,
    pub(super) index: CameraIndex,
}

/// Stands between name and path in an id.
const SEPARATOR: char = '@';

/// A driver that does not answer within this time has no cameras.
const LONGEST_SEARCH: Duration = Duration::from_secs(3);

/// So many searches may hang at once before no new one is started.
const HANGING_AT_MOST: usize = 4;

/// Searches that are under way or hang in a driver.
static SEARCHES: AtomicUsize = AtomicUsize::new(0);

/// Returns the cameras that are plugged in; none if there are none, or if the driver does not answer.
///
/// May take up to three seconds: call it away from the window's thread. Tried on Linux without a
/// camera alone; with real ones, on Windows and on macOS it is untested.
pub fn list_cameras() -> Vec<CameraInfo> {
    search().into_iter().map(|found| found.info).collect()
}

/// Returns the cameras that are plugged in, searched for on a thread that is left alone if it hangs.
pub(super) fn search() -> Vec<Found> {
    if SEARCHES.fetch_add(1, Ordering::SeqCst) >= HANGING_AT_MOST {
        SEARCHES.fetch_sub(1, Ordering::SeqCst);
        tracing::warn!("the camera driver does not answer");
        return Vec::new();
    }
    let (sender, receiver) = bounded(1);
    let spawned = base::threads::start("camera-search", move || {
        // nokhwa and its bindings unwrap what the system says (names that are not UTF-8, files
        // called videoX): a camera with an odd name must not end the program.
        let found = base::threads::guarded(plugged_in).unwrap_or_default();
        SEARCHES.fetch_sub(1, Ordering::SeqCst);
        let _ = sender.send(with_unique_ids(found));
    });
    if spawned.is_err() {
        SEARCHES.fetch_sub(1, Ordering::SeqCst);
    }
    receiver.recv_timeout(LONGEST_SEARCH).unwrap_or_default()
}

/// Returns the camera with this id; else the only one with its name, which has moved to another port.
pub(super) fn find<'a>(cameras: &'a [Found], id: &str) -> Option<&'a Found> {
    let exact = cameras.iter().find(|camera| camera.info.id == id);
    exact.or_else(|| {
        let name = name_in(id);
        let mut same_name = cameras.iter().filter(|camera| camera.info.name == name);
        match (same_name.next(), same_name.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    })
}

/// Returns the camera's name in an id.
pub(super) fn name_in(id: &str) -> &str {
    id.rsplit_once(SEPARATOR).map_or(id, |(name, _)| name)
}

fn found(name: &str, path: &str, index: CameraIndex) -> Found {
    // A path with the separator in it would be taken for a part of the name.
    let path = path.replace(SEPARATOR, "_");
    let info = CameraInfo { id: format!("{name}{SEPARATOR}{path}"), name: name.to_owned() };
    Found { info, index }
}

/// Tells apart two devices of one name behind one path (colour and infrared of one laptop camera).
fn with_unique_ids(mut cameras: Vec<Found>) -> Vec<Found> {
    for place in 1..cameras.len() {
        let (before, rest) = cameras.split_at_mut(place);
        let Some(camera) = rest.first_mut() else {
            continue;
        };
        let plain = camera.info.id.clone();
        let mut twin = 2;
        while before.iter().any(|other| other.info.id == camera.info.id) {
            camera.info.id = format!("{plain}#{twin}");
            twin += 1;
        }
    }
    cameras
}

/// Asks Video4Linux for the nodes that give pictures.
///
/// A USB camera has two nodes, one of them for metadata; nokhwa lists both and cannot tell.
#[cfg(target_os = "linux")]
fn plugged_in() -> Vec<Found> {
    let nodes = v4l::context::enum_devices();
    let mut cameras: Vec<(usize, Found)> = nodes
        .iter()
        .filter_map(|node| {
            let node = std::panic::AssertUnwindSafe(node);
            // One node of many: a name that is not UTF-8 panics in v4l.
            base::threads::guarded(|| camera_at(&node)).ok().flatten()
        })
        .collect();
    cameras.sort_by_key(|(index, _)| *index);
    cameras.into_iter().map(|(_, camera)| camera).collect()
}

#[cfg(target_os = "linux")]
fn camera_at(node: &v4l::context::Node) -> Option<(usize, Found)> {
    use v4l::video::Capture;

    let index = node.index();
    let camera_index = CameraIndex::Index(u32::try_from(index).ok()?);
    let name = || node.name().unwrap_or_else(|| node.path().display().to_string());
    match v4l::Device::with_path(node.path()) {
        Ok(device) => {
            let formats = device.enum_formats().ok()?;
            let bus = device.query_caps().ok()?.bus;
            (!formats.is_empty()).then(|| (index, found(&name(), &bus, camera_index)))
        }
        // Shown, so that opening it can say why it may not be used.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => is_first_node(index)
            .then(|| (index, found(&name(), &node.path().display().to_string(), camera_index))),
        Err(_) => None,
    }
}

/// Returns whether the node is its device's first one; the metadata nodes come after it.
#[cfg(target_os = "linux")]
fn is_first_node(index: usize) -> bool {
    std::fs::read_to_string(format!("/sys/class/video4linux/video{index}/index"))
        .is_ok_and(|text| text.trim() == "0")
}

/// Asks nokhwa; its `misc` is the symbolic link on Windows and the unique id on macOS. Untested.
#[cfg(not(target_os = "linux"))]
fn plugged_in() -> Vec<Found> {
    let cameras = nokhwa::query(nokhwa::utils::ApiBackend::Auto).unwrap_or_default();
    cameras
        .iter()
        .map(|camera| found(&camera.human_name(), &camera.misc(), camera.index().clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(name: &str, path: &str, index: u32) -> Found {
        found(name, path, CameraIndex::Index(index))
    }

    #[test]
    fn listing_neither_panics_nor_hangs_and_names_each_camera_once() {
        // Where the tests run there is usually no camera at all: an empty list, not an error.
        let cameras = list_cameras();
        let mut ids: Vec<&str> = cameras.iter().map(|camera| camera.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), cameras.len());
    }

    #[test]
    fn a_camera_is_found_again_by_its_id_whatever_its_number() {
        let cameras = with_unique_ids(vec![
            camera("C270", "usb-1.2", 4),
            camera("C270", "usb-1.3", 0),
            camera("Brio", "usb-1.4", 2),
        ]);
        for found in &cameras {
            assert_eq!(find(&cameras, &found.info.id), Some(found));
        }
    }

    #[test]
    fn a_camera_in_another_port_is_found_by_its_name_if_it_is_the_only_one() {
        let cameras = [camera("C270", "usb-1", 0), camera("C270", "usb-2", 1), camera("B", "p", 2)];
        assert_eq!(find(&cameras, "B@old-port"), Some(&cameras[2]));
        assert_eq!(find(&cameras, "B"), Some(&cameras[2]));
        assert_eq!(find(&cameras, "C270@old-port"), None, "which of the two?");
        assert_eq!(find(&cameras, "Other@p"), None);
    }

    #[test]
    fn twins_behind_one_path_are_told_apart() {
        let twins = (0..3).map(|index| camera("Laptop", "usb-1", index)).collect();
        let ids: Vec<String> = with_unique_ids(twins).into_iter().map(|it| it.info.id).collect();
        assert_eq!(ids, ["Laptop@usb-1", "Laptop@usb-1#2", "Laptop@usb-1#3"]);
    }

    #[test]
    fn a_separator_in_name_or_path_does_no_harm() {
        let cameras = [camera("Phone @ desk", "net@10.0.0.1", 0)];
        assert_eq!(name_in(&cameras[0].info.id), "Phone @ desk");
        assert_eq!(find(&cameras, "Phone @ desk@elsewhere"), Some(&cameras[0]));
    }
}
