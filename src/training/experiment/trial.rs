//! One network and recipe to try, made of the keys that a grid file gives it.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::super::{Recipe, TrainingError};
use cnn::{Architecture, ArticlePadding, ArticleShape, Pooling};
use registry::base_weights;

/// Keys of a grid file with their values; `-` in a key's name has become `_`.
pub(super) type Keys = Map<String, Value>;

/// Keys that any network has.
const NETWORK_KEYS: [&str; 4] = ["arch", "init", "size", "colour"];
/// Keys that the article's network alone has.
const ARTICLE_KEYS: [&str; 7] =
    ["kernel", "channels", "width", "padding", "pooling", "pooled", "dense"];
/// Keys whose value is a list itself; their choices are a list of lists.
const LIST_KEYS: [&str; 2] = ["channels", "crop_area"];

const LARGEST_SIDE: u32 = 4096;
const LARGEST_KERNEL: u32 = 31;
const MOST_CHANNELS: u32 = 4096;
const MOST_LAYERS: usize = 32;
const WIDEST_DENSE: u32 = 65_536;

/// What the weights begin from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StartingWeights {
    /// ImageNet's.
    ImageNet,
    /// Random ones.
    None,
}

/// A network and the recipe to train it by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trial {
    pub architecture: Architecture,
    pub init: StartingWeights,
    pub recipe: Recipe,
}

impl Trial {
    /// Makes a trial of the keys; what they leave out keeps the architecture's default.
    ///
    /// `epochs` stands where the keys do not say otherwise. Says in one sentence, with the key's
    /// name, what is impossible.
    pub(super) fn new(keys: &Keys, epochs: Option<usize>) -> Result<Self, String> {
        let architecture = architecture(keys)?;
        let mut recipe = Recipe::for_architecture(&architecture);
        if let Some(size) = read_within(keys, "size", 1, LARGEST_SIDE)? {
            recipe.set_size(size);
        }
        recipe.epochs = epochs.unwrap_or(recipe.epochs);
        recipe.check()?;
        let known = NETWORK_KEYS.iter().chain(&ARTICLE_KEYS);
        let known: Vec<&str> = known.copied().filter(|key| *key != "colour").collect();
        for (key, value) in keys.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let field = recipe_field(key, value);
            let given = Map::from_iter([(field.to_owned(), value.clone())]);
            recipe = recipe.with(given).map_err(|reason| wrong(key, value, &reason))?;
        }
        if recipe.epochs == 0 {
            return Err("epochs is 0, it must be more than 0".to_owned());
        }
        if matches!(architecture, Architecture::Article(_)) && recipe.train_size != recipe.size {
            return Err(format!(
                "train_size is {}, but the article's network sees pictures of one size, here {}",
                recipe.train_size, recipe.size
            ));
        }
        Ok(Self { init: init(keys, &architecture)?, architecture, recipe })
    }
}

/// Whether `name` may stand in a grid.
pub(super) fn is_known(name: &str) -> bool {
    NETWORK_KEYS.contains(&name) || ARTICLE_KEYS.contains(&name) || is_recipe_field(name)
}

/// The known keys for a sentence.
pub(super) fn known_keys() -> String {
    let names: Vec<&str> = NETWORK_KEYS.iter().chain(&ARTICLE_KEYS).copied().collect();
    format!("{} or a recipe's field such as learning_rate or batch", names.join(", "))
}

/// The choices that a value stands for, or `None` for one fixed value.
pub(super) fn choices_of<'a>(key: &str, value: &'a Value) -> Option<&'a [Value]> {
    let list = value.as_array()?;
    let is_one_value = LIST_KEYS.contains(&key) && !list.first().is_some_and(Value::is_array);
    (!is_one_value).then_some(list.as_slice())
}

fn is_recipe_field(name: &str) -> bool {
    let recipe = Recipe::for_architecture(&Architecture::ResNet18);
    serde_json::to_value(recipe).is_ok_and(|fields| fields.get(name).is_some())
}

/// The field of the recipe that a key means: `colour` is two things, told apart by their values.
/// Words choose between colour and grey; a number is how much colours are changed at random.
fn recipe_field<'a>(key: &'a str, value: &Value) -> &'a str {
    match (key, value) {
        ("colour", Value::String(_)) => "colours",
        _ => key,
    }
}

fn architecture(keys: &Keys) -> Result<Architecture, String> {
    let name: String = read(keys, "arch")?.unwrap_or_else(|| "article".to_owned());
    match name.parse().map_err(|error| format!("arch: {error}"))? {
        Architecture::Article(shape) => article_shape(shape, keys).map(Architecture::Article),
        other => match ARTICLE_KEYS.iter().find(|key| keys.contains_key(**key)) {
            Some(key) => Err(format!("{key} can be chosen for the article's network, not {other}")),
            None => Ok(other),
        },
    }
}

fn article_shape(default: ArticleShape, keys: &Keys) -> Result<ArticleShape, String> {
    let channels = read::<Vec<u32>>(keys, "channels")?.unwrap_or(default.widths);
    if channels.is_empty() || channels.len() > MOST_LAYERS {
        return Err(format!("channels names {} layers, not 1 to {MOST_LAYERS}", channels.len()));
    }
    let width = read::<f64>(keys, "width")?.unwrap_or(1.0);
    if !(width.is_finite() && width > 0.0) {
        return Err(format!("width is {width}, it must be more than 0"));
    }
    let widths: Vec<u32> = channels
        .iter()
        .map(|&channels| {
            (f64::from(channels) * width).round().max(f64::from(channels.min(1))) as u32
        })
        .collect();
    if let Some(wrong) = widths.iter().find(|width| !(1..=MOST_CHANNELS).contains(*width)) {
        let key = if keys.contains_key("width") { "width" } else { "channels" };
        return Err(format!("{key} gives a layer of {wrong} channels, not 1 to {MOST_CHANNELS}"));
    }
    let shape = ArticleShape {
        size: read_within(keys, "size", 1, LARGEST_SIDE)?.unwrap_or(default.size),
        kernel: read_within(keys, "kernel", 1, LARGEST_KERNEL)?.unwrap_or(default.kernel),
        widths,
        padding: read::<ArticlePadding>(keys, "padding")?.unwrap_or(default.padding),
        pooled: read(keys, "pooled")?.unwrap_or(default.pooled),
        pooling: read::<Pooling>(keys, "pooling")?.unwrap_or(default.pooling),
        dense: read_within(keys, "dense", 1, WIDEST_DENSE)?.unwrap_or(default.dense),
    };
    shape.last_side().map_err(|error| error.to_string())?;
    Ok(shape)
}

fn init(keys: &Keys, architecture: &Architecture) -> Result<StartingWeights, String> {
    let name = architecture.to_string();
    let has_weights = base_weights(&name).is_some();
    match (read::<String>(keys, "init")?.as_deref(), has_weights) {
        (None | Some("imagenet"), true) => Ok(StartingWeights::ImageNet),
        (None, false) | (Some("none"), _) => Ok(StartingWeights::None),
        (Some("imagenet"), false) => {
            Err(format!("init: {}", TrainingError::NoBaseWeights { architecture: name }))
        }
        (Some(other), _) => Err(format!("init is \"{other}\", not \"imagenet\" or \"none\"")),
    }
}

fn wrong(key: &str, value: &Value, reason: &str) -> String {
    format!("{key} = {value} cannot be ({reason})")
}

fn read<T: DeserializeOwned>(keys: &Keys, key: &str) -> Result<Option<T>, String> {
    let Some(value) = keys.get(key) else { return Ok(None) };
    let read = serde_json::from_value(value.clone());
    read.map(Some).map_err(|error| wrong(key, value, &error.to_string()))
}

fn read_within(keys: &Keys, key: &str, least: u32, most: u32) -> Result<Option<u32>, String> {
    match read::<u32>(keys, key)? {
        Some(value) if !(least..=most).contains(&value) => {
            Err(format!("{key} is {value}, it must lie between {least} and {most}"))
        }
        value => Ok(value),
    }
}
