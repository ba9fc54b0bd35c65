//! PINs are kept as argon2 hashes. Hashing takes tens of milliseconds on purpose, so whoever calls
//! this does so on a thread that nobody waits for.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::StoreError;
use domain::Pin;

/// Argon2id with 19 MiB in two passes: the least that OWASP's Password Storage Cheat Sheet names.
/// A PIN has few digits, so the lock-out protects it at the till; the hash protects it in a copied
/// database.
const KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What is kept of a PIN: a PHC string with its own salt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PinHash(pub(super) String);

impl PinHash {
    /// Hashes a PIN with a new salt.
    ///
    /// # Errors
    /// [`StoreError::PinHash`] when the system gives no random numbers or no memory.
    pub fn of(pin: &Pin) -> Result<Self, StoreError> {
        let failed = |why: &dyn ToString| StoreError::PinHash(why.to_string());
        let params = Params::new(KIB, PASSES, 1, None).map_err(|why| failed(&why))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash = argon2.hash_password(pin.digits().as_bytes()).map_err(|why| failed(&why))?;
        Ok(Self(hash.to_string()))
    }

    /// Whether this is the hash of that PIN.
    ///
    /// # Errors
    /// [`StoreError::PinHash`] when the hash is damaged.
    pub fn matches(&self, pin: &Pin) -> Result<bool, StoreError> {
        let failed = |why: &dyn ToString| StoreError::PinHash(why.to_string());
        let hash = PasswordHash::new(&self.0).map_err(|why| failed(&why))?;
        // The numbers are those of the hash itself, so older hashes stay good when ours change.
        match Argon2::default().verify_password(pin.digits().as_bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(why) => Err(failed(&why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_pin_and_no_other() {
        let pin = Pin::new("4711").unwrap();
        let hash = PinHash::of(&pin).unwrap();
        assert!(hash.0.starts_with("$argon2id$") && !hash.0.contains("4711"));
        assert!(hash.matches(&pin).unwrap());
        assert!(!hash.matches(&Pin::new("4712").unwrap()).unwrap());
        assert_ne!(PinHash::of(&pin).unwrap(), hash, "each has its own salt");
    }

    #[test]
    fn a_damaged_hash_lets_nobody_in() {
        let pin = Pin::new("4711").unwrap();
        for text in ["", "4711", "$argon2id$v=19$m=1"] {
            assert!(!matches!(PinHash(text.to_owned()).matches(&pin), Ok(true)), "{text}");
        }
    }
}
