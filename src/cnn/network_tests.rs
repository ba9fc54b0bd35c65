//! The networks: their parameters and costs, frozen and folded, to disk and back.

use super::*;
use crate::{ArticlePadding, ArticleShape};

fn random_batch(size: i64) -> Tensor {
    Tensor::rand([2, 3, size, size], (Kind::Float, Device::Cpu))
}

#[test]
fn the_articles_network_has_its_number_of_parameters() {
    let shape = ArticleShape::default();
    let network = Network::new(&Architecture::Article(shape), 10, Device::Cpu).unwrap();
    assert_eq!(network.parameters().learnt_count(), 122_570);
}

#[test]
fn resnet18_has_torchvisions_number_of_parameters() {
    let network = Network::new(&Architecture::ResNet18, 1000, Device::Cpu).unwrap();
    assert_eq!(network.parameters().learnt_count(), 11_689_512);
}

#[test]
fn the_lite_networks_have_timms_number_of_parameters() {
    let lite0 = Network::new(&Architecture::EfficientNetLite0, 1000, Device::Cpu).unwrap();
    assert_eq!(lite0.parameters().learnt_count(), 4_652_008);
    let lite2 = Network::new(&Architecture::EfficientNetLite2, 1000, Device::Cpu).unwrap();
    assert_eq!(lite2.parameters().learnt_count(), 6_092_072);
}

#[test]
fn the_articles_multiply_adds_are_counted_by_hand() {
    let shape = ArticleShape::default();
    let network = Network::new(&Architecture::Article(shape.clone()), 10, Device::Cpu).unwrap();
    let convolutions = 30 * 30 * 32 * (3 * 9) + 13 * 13 * 64 * (32 * 9) + 4 * 4 * 64 * (64 * 9);
    let dense = (64 * 4 * 4) * 64 + 64 * 10;
    assert_eq!(network.multiply_adds(32), convolutions + dense);

    let padded = ArticleShape { padding: ArticlePadding::Same, ..shape };
    let network = Network::new(&Architecture::Article(padded), 10, Device::Cpu).unwrap();
    let convolutions = 32 * 32 * 32 * (3 * 9) + 16 * 16 * 64 * (32 * 9) + 8 * 8 * 64 * (64 * 9);
    assert_eq!(network.multiply_adds(32), convolutions + (64 * 8 * 8) * 64 + 64 * 10);
}

#[test]
fn the_multiply_adds_of_the_larger_networks() {
    let counted = |name: &str| {
        Network::new(&name.parse().unwrap(), 1000, Device::Cpu).unwrap().multiply_adds(224)
    };
    // Added up apart from this program over the published table of stages.
    assert_eq!(counted("efficientnet-lite0"), 385_187_552);
    // torchvision's own table: 1.81 G.
    assert_eq!(counted("resnet18") / 1_000_000, 1814);
}

#[test]
fn frozen_stages_answer_as_they_did_and_follow_what_is_assigned() {
    let lite0 = Architecture::EfficientNetLite0;
    let network = || Network::new(&lite0, 4, Device::Cpu).unwrap();
    let (mut frozen, other) = (network(), network());
    let batch = random_batch(64);
    let embedding = |network: &Network| network.embedding(&batch, Mode::Inference).unwrap();
    let before = embedding(&frozen);
    frozen.freeze_stages(2).unwrap();
    assert!(embedding(&frozen).allclose(&before, 1e-4, 1e-5, false));
    frozen.assign(&other.tensors(), Path::new("other")).unwrap();
    assert!(embedding(&frozen).allclose(&embedding(&other), 1e-4, 1e-5, false));
}

#[test]
fn frozen_stages_have_no_gradient_and_keep_their_statistics() {
    let lite0 = Architecture::EfficientNetLite0;
    let mut network = Network::new(&lite0, 4, Device::Cpu).unwrap();
    network.freeze_stages(2).unwrap();
    let mean = |network: &Network| {
        network.parameters().get("blocks.0.0.bn1.running_mean").unwrap().tensor.copy()
    };
    let before = mean(&network);
    let mode = Mode::Training { drop_connect: 0.0, dropout: 0.0 };
    let embedding = network.embedding(&random_batch(64), mode).unwrap();
    embedding.sum(Kind::Float).backward();
    let has_gradient = |name: &str| network.parameters().get(name).unwrap().tensor.grad().defined();
    assert!(!has_gradient("conv_stem.weight") && !has_gradient("blocks.1.1.conv_pwl.weight"));
    assert!(has_gradient("blocks.2.0.conv_pw.weight"));
    assert_eq!(mean(&network), before);
}

#[test]
fn fine_tuning_keeps_the_statistics_and_learns_by_them() {
    let lite0 = Architecture::EfficientNetLite0;
    let network = Network::new(&lite0, 4, Device::Cpu).unwrap();
    let tensor = |name: &str| network.parameters().get(name).unwrap().tensor.shallow_clone();
    let statistics = ["bn1.running_mean", "bn1.running_var"];
    let before = statistics.map(|name| tensor(name).copy());
    let batch = random_batch(64);
    let mode = Mode::FineTuning { drop_connect: 0.0, dropout: 0.0 };
    let embedding = network.embedding(&batch, mode).unwrap();
    embedding.sum(Kind::Float).backward();
    assert!(tensor("conv_stem.weight").grad().defined());
    assert_eq!(statistics.map(|name| tensor(name).copy()), before);
    let answered = network.embedding(&batch, Mode::Inference).unwrap();
    assert!(embedding.allclose(&answered, 1e-4, 1e-5, false));
}

#[test]
fn a_padded_article_network_answers() {
    let shape =
        ArticleShape { padding: ArticlePadding::Same, kernel: 7, ..ArticleShape::default() };
    let network = Network::new(&Architecture::Article(shape), 4, Device::Cpu).unwrap();
    let embedding = network.embedding(&random_batch(32), Mode::Inference).unwrap();
    assert_eq!(network.logits(&embedding, Mode::Inference).unwrap().size(), [2, 4]);
}

#[test]
fn folding_changes_no_answer() {
    tch::manual_seed(7);
    for (name, size) in [("efficientnet-lite0", 96), ("resnet18", 64), ("article", 32)] {
        let architecture = name.parse().unwrap();
        let network = Network::new(&architecture, 5, Device::Cpu).unwrap();
        let batch = random_batch(size);
        // Some training passes, so that the statistics are no longer zeros and ones.
        let training = Mode::Training { drop_connect: 0.0, dropout: 0.0 };
        for _ in 0..3 {
            let _ = network.embedding(&random_batch(size), training).unwrap();
        }
        let before = network.embedding(&batch, Mode::Inference).unwrap();
        let folded = network.fold().unwrap();
        let after = folded.embedding(&batch, Mode::Inference).unwrap();
        let scale = before.abs().max().double_value(&[]).max(1.0);
        let difference = (before - after).abs().max().double_value(&[]) / scale;
        assert!(difference < 1e-4, "{name} differs by {difference}");
    }
}

#[test]
fn weights_go_to_disk_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.safetensors");
    let architecture = Architecture::Article(ArticleShape::default());
    tch::manual_seed(1);
    let network = Network::new(&architecture, 3, Device::Cpu).unwrap();
    network.save(&path, Precision::Full).unwrap();
    let again = Network::load(&architecture, 3, &path, Device::Cpu).unwrap();
    for (name, tensor) in network.tensors() {
        assert_eq!(tensor, again.tensors()[&name], "{name}");
    }
}

#[test]
fn a_load_names_the_tensor_that_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.safetensors");
    let architecture = Architecture::Article(ArticleShape::default());
    let network = Network::new(&architecture, 3, Device::Cpu).unwrap();
    let good = network.tensors();

    let mut lacking = network.tensors();
    lacking.remove("conv2.bias");
    write_weights(&path, &lacking, Precision::Full).unwrap();
    let error = Network::load(&architecture, 3, &path, Device::Cpu).unwrap_err();
    assert!(matches!(&error, CnnError::MissingTensor { tensor, .. } if tensor == "conv2.bias"));

    let mut extra = network.tensors();
    extra.insert("conv9.bias".into(), good["conv2.bias"].shallow_clone());
    write_weights(&path, &extra, Precision::Full).unwrap();
    let error = Network::load(&architecture, 3, &path, Device::Cpu).unwrap_err();
    assert!(matches!(&error, CnnError::ExtraTensor { tensor, .. } if tensor == "conv9.bias"));

    network.save(&path, Precision::Full).unwrap();
    let error = Network::load(&architecture, 4, &path, Device::Cpu).unwrap_err();
    assert!(matches!(&error, CnnError::WrongShape { tensor, .. } if tensor == "classifier.bias"));

    std::fs::write(&path, b"no tensors here").unwrap();
    let error = Network::load(&architecture, 3, &path, Device::Cpu).unwrap_err();
    assert!(matches!(error, CnnError::Damaged { .. }));
}
