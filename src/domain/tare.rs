//! Containers that a shop weighs often: a name and its grams.

use serde::{Deserialize, Serialize};

use super::{DomainError, Grams, TextField};

/// A container whose weight is known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TarePreset {
    /// What the shop calls it.
    pub name: String,
    /// What it weighs.
    pub grams: u32,
}

impl TarePreset {
    /// The most of them: as many as fit beside each other on a screen.
    pub const MOST: usize = 6;

    /// Reads a shop's containers: a JSON list of names and grams.
    ///
    /// # Errors
    /// [`DomainError::NotTares`] with what is wrong with it.
    pub fn list_from_json(json: &str) -> Result<Vec<Self>, DomainError> {
        let wrong = |why: String| DomainError::NotTares(why);
        let list: Vec<Self> = serde_json::from_str(json).map_err(|e| wrong(e.to_string()))?;
        if list.len() > Self::MOST {
            return Err(wrong(format!("at most {} containers", Self::MOST)));
        }
        for preset in &list {
            if preset.name.trim().is_empty() {
                return Err(wrong("a container has no name".to_owned()));
            }
            if Grams::new(preset.grams).is_err() {
                return Err(wrong(format!("{} weighs 1 g to 1000 kg", preset.name)));
            }
        }
        Ok(list)
    }

    /// The same for a list that was typed: each name is one that [`TextField::take`] takes.
    ///
    /// # Errors
    /// [`DomainError::NotTares`] with what is wrong with it.
    pub fn list_from_typed(json: &str) -> Result<Vec<Self>, DomainError> {
        let take = |preset: Self| {
            let name = TextField::Container.take(&preset.name);
            let name = name.map_err(|why| DomainError::NotTares(why.to_string()))?;
            Ok(Self { name, ..preset })
        };
        Self::list_from_json(json)?.into_iter().map(take).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_a_senseless_one_refused() {
        let bag = TarePreset { name: "Bag".into(), grams: 4 };
        let read = TarePreset::list_from_json(r#"[{"name":"Bag","grams":4}]"#);
        assert_eq!(read, Ok(vec![bag.clone()]));
        assert_eq!(TarePreset::list_from_json("[]"), Ok(Vec::new()));
        let many = serde_json::to_string(&vec![bag; 7]).unwrap();
        for json in
            ["", "{}", r#"[{"name":" ","grams":4}]"#, r#"[{"name":"Bag","grams":0}]"#, &many]
        {
            assert!(matches!(TarePreset::list_from_json(json), Err(DomainError::NotTares(_))));
        }
    }

    #[test]
    fn a_typed_name_is_composed_and_drives_nothing() {
        let typed = |name: &str| {
            TarePreset::list_from_typed(
                &serde_json::json!([{"name": name, "grams": 4}]).to_string(),
            )
        };
        assert_eq!(typed("Tu\u{308}te").unwrap()[0].name, "Tüte");
        for name in ["Bag\u{1b}p0", "Bag\nPAID", &"x".repeat(10_000)] {
            assert!(matches!(typed(name), Err(DomainError::NotTares(_))));
        }
        let old = "[{\"name\":\"Bag\\u001bp0\",\"grams\":4}]";
        assert_eq!(TarePreset::list_from_json(old).unwrap().len(), 1, "one that is kept is read");
    }
}
