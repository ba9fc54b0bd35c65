//! Grids, folders and options of `experiment` that cannot be: one sentence that names key and file.

use std::fs;

use super::sealed_shop::{Run, SealedShop};

fn run(shop: &SealedShop, grid: &str, more: &[&str]) -> Run {
    let data = shop.write_colours("data", 4);
    let (grid, out) = (shop.arg(grid), shop.arg("out"));
    let mut args =
        vec!["experiment", "--data", &data, "--grid", &grid, "--out", &out, "--device", "cpu"];
    args.extend(more);
    shop.run(&args)
}

fn run_grid(grid: &str) -> Run {
    let shop = SealedShop::new();
    shop.write("grid.toml", grid.as_bytes());
    let run = run(&shop, "grid.toml", &[]);
    assert!(!shop.path("out/table.md").exists());
    run
}

fn assert_misuse(run: &Run, part: &str) {
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.starts_with("error: ") && run.stderr.contains(part), "{run:?}");
}

#[test]
fn a_grid_that_is_not_there() {
    let shop = SealedShop::new();
    run(&shop, "gone.toml", &[]).assert_fails_saying(&["gone.toml"]);
}

#[test]
fn a_grid_that_is_no_toml() {
    run_grid("epochs = = 3\n").assert_fails_saying(&["grid.toml", "line 1"]);
}

#[test]
fn a_grid_that_is_no_text() {
    let shop = SealedShop::new();
    shop.write("grid.toml", &[0xff, 0xfe, 0x00]);
    run(&shop, "grid.toml", &[]).assert_fails_saying(&["grid.toml"]);
}

#[test]
fn a_grid_that_is_a_folder() {
    let shop = SealedShop::new();
    fs::create_dir(shop.path("grid.toml")).unwrap();
    run(&shop, "grid.toml", &[]).assert_fails_saying(&["grid.toml"]);
}

#[test]
fn an_unknown_key() {
    run_grid("[[vary]]\nname = \"size\"\nkernal = [3]\n").assert_fails_saying(&[
        "grid.toml",
        "\"kernal\"",
        "\"size\"",
        "kernel",
    ]);
    run_grid("[base]\nkernals = 3\n").assert_fails_saying(&["grid.toml", "\"kernals\"", "[base]"]);
    run_grid("speed = 3\n").assert_fails_saying(&["grid.toml", "speed"]);
}

#[test]
fn pictures_too_small_for_the_convolutions() {
    run_grid("[[vary]]\nname = \"kernel size\"\nkernel = [3, 7]\n").assert_fails_saying(&[
        "grid.toml",
        "kernel size",
        "kernel 7",
        "32 px",
    ]);
}

#[test]
fn a_value_that_cannot_be() {
    run_grid("[[vary]]\npooling = [\"mean\"]\n").assert_fails_saying(&[
        "grid.toml",
        "pooling",
        "mean",
    ]);
    run_grid("[[vary]]\nflip = [1.5]\n").assert_fails_saying(&["grid.toml", "flip"]);
}

#[test]
fn a_key_of_another_network() {
    run_grid("[base]\narch = \"resnet18\"\n[[vary]]\nkernel = [3]\n").assert_fails_saying(&[
        "grid.toml",
        "kernel",
        "resnet18",
    ]);
}

#[test]
fn a_limit_below_two_photos_a_product() {
    run_grid("data-limit = 4\n").assert_fails_saying(&["grid.toml", "data-limit"]);
}

#[test]
fn imagenet_weights_that_are_not_there() {
    run_grid("[base]\narch = \"resnet18\"\ninit = \"imagenet\"\n").assert_fails_saying(&[
        "grid.toml",
        "init",
        "resnet18",
    ]);
}

#[test]
fn data_to_learn_from_or_to_judge_on_that_is_not_there() {
    let shop = SealedShop::new();
    shop.write("grid.toml", b"epochs = 1\n");
    run(&shop, "grid.toml", &["--val", "nowhere"]).assert_fails_saying(&["nowhere"]);
    let (grid, out, data) = (shop.arg("grid.toml"), shop.arg("out"), shop.arg("missing"));
    shop.run(&["experiment", "--data", &data, "--grid", &grid, "--out", &out])
        .assert_fails_saying(&["missing"]);
}

#[test]
fn a_result_folder_that_is_a_file() {
    let shop = SealedShop::new();
    shop.write("grid.toml", b"epochs = 1\n");
    shop.write("out", b"not a folder");
    run(&shop, "grid.toml", &[]).assert_fails_saying(&["out"]);
    assert_eq!(fs::read(shop.path("out")).unwrap(), b"not a folder");
}

#[test]
fn a_result_that_is_cut_off() {
    let shop = SealedShop::new();
    shop.write("grid.toml", b"epochs = 1\n[base]\nchannels = [4]\ndense = 8\n");
    let first = run(&shop, "grid.toml", &["--val", "0.3"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let files = fs::read_dir(shop.path("out/runs")).unwrap().map(|entry| entry.unwrap().path());
    let file = files.filter(|path| path.extension().is_some_and(|kind| kind == "json")).last();
    let file = file.unwrap();
    fs::write(&file, b"{\"settings\": {").unwrap();
    let name = file.file_name().unwrap().to_str().unwrap();
    run(&shop, "grid.toml", &["--val", "0.3"]).assert_fails_saying(&[name, "delete it"]);
}

#[test]
fn options_that_cannot_be_are_a_misuse() {
    let shop = SealedShop::new();
    shop.write("grid.toml", b"epochs = 1\n");
    assert_misuse(&run(&shop, "grid.toml", &["--val", "none"]), "--val none");
    assert_misuse(&run(&shop, "grid.toml", &["--epochs", "0"]), "--epochs");
    assert_misuse(&run(&shop, "grid.toml", &["--seed", "1,two"]), "--seed");
    assert_misuse(&run(&shop, "grid.toml", &["--device", "tpu"]), "--device");
}
