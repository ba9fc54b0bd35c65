//! What a camera's id says about where it is: on the network, in a folder, or plugged in.
//!
//! Ids stand in the shop's settings: `network http://192.168.0.7:8080/video`, `folder photos/`, and
//! for anything else the name and path that the driver gave.

use std::path::PathBuf;

use super::camera_list::CameraInfo;

const NETWORK: &str = "network ";
const FOLDER: &str = "folder ";

/// Where a camera is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraAddress {
    /// A stream of Motion JPEG at this address, which may hold a name and a password.
    Network(String),
    /// The pictures of this folder.
    Folder(PathBuf),
    /// Plugged in; the id is the driver's.
    Native(String),
}

impl CameraAddress {
    /// Reads an id.
    pub fn of_id(id: &str) -> Self {
        if let Some(url) = id.strip_prefix(NETWORK) {
            Self::Network(url.to_owned())
        } else if let Some(folder) = id.strip_prefix(FOLDER) {
            Self::Folder(PathBuf::from(folder))
        } else {
            Self::Native(id.to_owned())
        }
    }

    /// Returns the id that [`Self::of_id`] reads.
    pub fn id(&self) -> String {
        match self {
            Self::Network(url) => format!("{NETWORK}{url}"),
            Self::Folder(folder) => format!("{FOLDER}{}", folder.display()),
            Self::Native(id) => id.clone(),
        }
    }

    /// Returns the camera with a name to show a person: never a password.
    pub fn info(&self) -> CameraInfo {
        let name = match self {
            Self::Network(url) => host_in(url).to_owned(),
            Self::Folder(folder) => {
                folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
            }
            Self::Native(id) => super::camera_list::name_in(id).to_owned(),
        };
        CameraInfo { id: self.id(), name }
    }
}

/// Returns host and port of an address, without the name and password before them.
pub(super) fn host_in(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_back() {
        for address in [
            CameraAddress::Network("http://till:secret@phone.local:8080/video".to_owned()),
            CameraAddress::Folder(PathBuf::from("some photos/today")),
            CameraAddress::Native("C270@usb-1.2".to_owned()),
        ] {
            assert_eq!(CameraAddress::of_id(&address.id()), address);
        }
    }

    #[test]
    fn a_name_never_shows_a_password() {
        let name = |id: &str| CameraAddress::of_id(id).info().name;
        assert_eq!(
            name("network http://till:sec@ret@phone.local:8080/video?a=b"),
            "phone.local:8080"
        );
        assert_eq!(name("network phone.local"), "phone.local");
        assert_eq!(name("folder /var/some photos"), "some photos");
        assert_eq!(name("C270@usb-1.2"), "C270");
    }
}
