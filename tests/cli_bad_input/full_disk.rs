//! Root ignores permissions, so these shops lie on a small or read-only file system, in a
//! mount namespace that ends with the program.

use std::fs;
use std::process::Command;

use super::{Run, SHIPPED, SealedShop};

/// What the script ends with when the plain write succeeds, so that the test is void.
const WRITABLE: i32 = 91;
/// What it ends with when nothing can be mounted here.
const NO_MOUNT: i32 = 90;

/// Runs the program with a file system of its own at `mount`, after a plain write there was
/// seen to fail. Standard output ends with what lies there afterwards. None where the system
/// lets this user mount nothing.
fn run_on(shop: &SealedShop, options: &str, fill: &str, args: &[&str]) -> Option<Run> {
    fs::create_dir_all(shop.path("mount")).unwrap();
    let script = format!(
        "mount -t tmpfs -o {options} tillsight-test \"$0\" || exit {NO_MOUNT}
         {fill}
         if (echo a plain write >\"$0/plain\") 2>/dev/null; then exit {WRITABLE}; fi
         rm -f \"$0/plain\" 2>/dev/null
         \"$@\"; code=$?
         ls -A \"$0\"; exit $code"
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    command.arg(shop.path("mount")).arg(env!("CARGO_BIN_EXE_tillsight")).args(args);
    let output = shop.seal(&mut command).output().ok()?;
    let stderr = String::from_utf8(output.stderr).unwrap();
    let code = output.status.code();
    assert_ne!(code, Some(WRITABLE), "a plain write must fail first");
    if code == Some(NO_MOUNT) || stderr.starts_with("unshare:") {
        eprintln!("nothing can be mounted here: {stderr}");
        return None;
    }
    Some(Run { code, stdout: String::from_utf8(output.stdout).unwrap(), stderr })
}

const FILL: &str = "dd if=/dev/zero of=\"$0/filler\" bs=4k 2>/dev/null";

#[test]
fn a_read_only_shop_folder() {
    let shop = SealedShop::new();
    let folder = shop.arg("mount/shop");
    for command in [&["catalogue", "list"][..], &["models", "list"], &["cart", "x.jpg"]] {
        let mut args = command.to_vec();
        args.extend(["--shop", &folder]);
        match run_on(&shop, "ro", "", &args) {
            Some(run) => run.assert_fails_saying(&["mount/shop"]),
            None => unwritable_by_nature(&shop, command),
        }
    }
}

/// Where nothing can be mounted: `/proc` takes no folder, not even from root.
fn unwritable_by_nature(shop: &SealedShop, command: &[&str]) {
    const PLACE: &str = "/proc/tillsight-test";
    assert!(fs::create_dir(PLACE).is_err(), "a plain write must fail first");
    let mut args = command.to_vec();
    args.extend(["--shop", PLACE]);
    Run::of(&mut shop.bare_command(&args)).assert_fails_saying(&[PLACE]);
}

#[test]
fn a_full_disk_when_the_shop_is_made() {
    let shop = SealedShop::new();
    let args = ["catalogue", "list", "--shop", &shop.arg("mount/shop")];
    if let Some(run) = run_on(&shop, "size=256k", FILL, &args) {
        run.assert_fails_saying(&["mount/shop"]);
    }
    output_to_a_full_device(&shop);
}

#[test]
fn a_full_disk_when_a_version_or_a_catalogue_is_saved() {
    let shop = SealedShop::new();
    let (home, out) = (shop.arg("shop"), shop.arg("mount/out"));
    for command in [
        &["models", "export", SHIPPED, &out, "--shop", &home][..],
        &["catalogue", "export", &out, "--shop", &home],
    ] {
        if let Some(run) = run_on(&shop, "size=256k", FILL, command) {
            run.assert_fails_saying(&["mount/out"]);
            assert_eq!(run.stdout, "filler\n", "something was left behind");
        }
    }
    output_to_a_full_device(&shop);
}

/// A disk that is always full, and needs no mount.
fn output_to_a_full_device(shop: &SealedShop) {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = shop.command(&["catalogue", "list"]);
    let output = command.stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    Run { code: output.status.code(), stdout: String::new(), stderr }
        .assert_fails_saying(&["output could not be written"]);
}
