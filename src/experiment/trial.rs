//! One network and recipe to try, made of the keys that a grid file gives it.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::trial_fault::TrialFault;
use cnn::{Architecture, ArticlePadding, ArticleShape, Pooling};
use registry::base_weights;
use training::{Recipe, TrainingError};

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
    /// `epochs` stands where the keys do not say otherwise.
    pub(super) fn new(keys: &Keys, epochs: Option<usize>) -> Result<Self, TrialFault> {
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
            recipe = recipe.with(given).map_err(|fault| TrialFault::Field {
                key: key.clone(),
                value: value.clone(),
                fault,
            })?;
        }
        if recipe.epochs == 0 {
            return Err(TrialFault::NoEpochs);
        }
        if matches!(architecture, Architecture::Article(_)) && recipe.train_size != recipe.size {
            let Recipe { train_size, size, .. } = recipe;
            return Err(TrialFault::OtherTrainSize { train_size, size });
        }
        Ok(Self { init: init(keys, &architecture)?, architecture, recipe })
    }
}

/// The shape of an architecture that has a choice.
pub(super) fn shape_of(architecture: &Architecture) -> Option<ArticleShape> {
    match architecture {
        Architecture::Article(shape) => Some(shape.clone()),
        _ => None,
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

fn architecture(keys: &Keys) -> Result<Architecture, TrialFault> {
    let name: String = read(keys, "arch")?.unwrap_or_else(|| "article".to_owned());
    match name.parse().map_err(TrialFault::Architecture)? {
        Architecture::Article(shape) => article_shape(shape, keys).map(Architecture::Article),
        other => match ARTICLE_KEYS.iter().find(|key| keys.contains_key(**key)) {
            Some(key) => Err(TrialFault::OnlyForArticle { key, architecture: other }),
            None => Ok(other),
        },
    }
}

fn article_shape(default: ArticleShape, keys: &Keys) -> Result<ArticleShape, TrialFault> {
    let channels = read::<Vec<u32>>(keys, "channels")?.unwrap_or(default.widths);
    if channels.is_empty() || channels.len() > MOST_LAYERS {
        return Err(TrialFault::Layers { count: channels.len(), most: MOST_LAYERS });
    }
    let width = read::<f64>(keys, "width")?.unwrap_or(1.0);
    if !(width.is_finite() && width > 0.0) {
        return Err(TrialFault::Width(width));
    }
    let widths: Vec<u32> = channels
        .iter()
        .map(|&channels| {
            (f64::from(channels) * width).round().max(f64::from(channels.min(1))) as u32
        })
        .collect();
    if let Some(&channels) = widths.iter().find(|width| !(1..=MOST_CHANNELS).contains(*width)) {
        let key = if keys.contains_key("width") { "width" } else { "channels" };
        return Err(TrialFault::Channels { key, channels, most: MOST_CHANNELS });
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
    shape.last_side().map_err(TrialFault::Shape)?;
    Ok(shape)
}

fn init(keys: &Keys, architecture: &Architecture) -> Result<StartingWeights, TrialFault> {
    let name = architecture.to_string();
    let has_weights = base_weights(&name).is_some();
    match (read::<String>(keys, "init")?.as_deref(), has_weights) {
        (None | Some("imagenet"), true) => Ok(StartingWeights::ImageNet),
        (None, false) | (Some("none"), _) => Ok(StartingWeights::None),
        (Some("imagenet"), false) => {
            Err(TrialFault::NoBaseWeights(TrainingError::NoBaseWeights { architecture: name }))
        }
        (Some(other), _) => Err(TrialFault::Init(other.to_owned())),
    }
}

fn read<T: DeserializeOwned>(keys: &Keys, key: &str) -> Result<Option<T>, TrialFault> {
    let Some(value) = keys.get(key) else { return Ok(None) };
    let read = serde_json::from_value(value.clone());
    read.map(Some).map_err(|source| TrialFault::Value {
        key: key.to_owned(),
        value: value.clone(),
        source,
    })
}

fn read_within(
    keys: &Keys,
    key: &'static str,
    least: u32,
    most: u32,
) -> Result<Option<u32>, TrialFault> {
    match read::<u32>(keys, key)? {
        Some(value) if !(least..=most).contains(&value) => {
            Err(TrialFault::Bounds { key, value, least, most })
        }
        value => Ok(value),
    }
}
