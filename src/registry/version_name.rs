//! Names of versions: safe as a folder's name on every system.

use std::fmt;

use super::RegistryError;

/// The name of a version: 1 to 64 letters or digits of any script, `-`, `_` and `.`, beginning
/// and ending with a letter or digit; no name that Windows keeps for devices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionName(String);

/// The longest name in characters.
const MAX_CHARS: usize = 64;
/// File systems count bytes: 255 for a name, less what staging folders put around it.
const MAX_BYTES: usize = 200;

impl VersionName {
    /// Checks a name.
    ///
    /// # Errors
    /// [`RegistryError::BadName`] if it breaks a rule above.
    pub fn new(name: &str) -> Result<Self, RegistryError> {
        if is_safe(name) {
            return Ok(Self(name.to_owned()));
        }
        Err(RegistryError::BadName { name: name.to_owned() })
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VersionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_safe(name: &str) -> bool {
    name.chars().count() <= MAX_CHARS
        && name.len() <= MAX_BYTES
        && name.starts_with(char::is_alphanumeric)
        && name.ends_with(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !is_windows_device(name)
        && name != super::promotion::PROMOTED_FILE
}

fn is_windows_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn names_of_any_script_are_fine() {
        for name in ["grocery-lite0", "2026.11_a", "水果店", "Äpfel", "v1"] {
            assert_eq!(VersionName::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_that_leave_the_folder_or_break_a_system_are_refused() {
        let long = "a".repeat(65);
        let names = [
            "",
            ".",
            "..",
            "../a",
            "a/b",
            "a\\b",
            "/a",
            ".hidden",
            "a ",
            " a",
            "a.",
            "-a",
            "con",
            "NUL.txt",
            "com1",
            "promoted.json",
            "a\0b",
            "a\nb",
            "a:b",
            &long,
        ];
        for name in names {
            let error = VersionName::new(name).unwrap_err();
            assert!(matches!(error, RegistryError::BadName { .. }), "{name:?}");
        }
    }
}
