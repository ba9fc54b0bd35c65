//! Barcodes drawn bar by bar and read again, lying, standing, upside down, small, dark and noisy.

use super::*;
use domain::check_digit;
use proptest::prelude::*;

/// The bars of a left-hand digit with odd parity, seven modules (GS1 General Specifications, 5.2.1.2).
const ODD: [&str; 10] = [
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
    "0110111", "0001011",
];
/// Which of an EAN-13's left digits have even parity, by its first digit.
const PARITY: [&str; 10] = [
    "OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO",
    "OEEOEO",
];
/// Which of a UPC-E's digits have even parity, by its check digit, with number system 0.
const PARITY_E: [&str; 10] = [
    "EEEOOO", "EEOEOO", "EEOOEO", "EEOOOE", "EOEEOO", "EOOEEO", "EOOOEE", "EOEOEO", "EOEOOE",
    "EOOEOE",
];

fn turned(bars: &str) -> String {
    bars.chars().map(|bar| if bar == '0' { '1' } else { '0' }).collect()
}

fn even(digit: usize) -> String {
    turned(ODD[digit]).chars().rev().collect()
}

fn left(digits: &[usize], parity: &str) -> String {
    let of = |(digit, parity): (&usize, char)| {
        if parity == 'O' { ODD[*digit].to_owned() } else { even(*digit) }
    };
    digits.iter().zip(parity.chars()).map(of).collect()
}

/// The modules of a code of 13, 12 or 8 digits, or of UPC-E with its check digit.
fn modules(code: &str, upc_e: bool) -> String {
    let digits: Vec<usize> = code.bytes().map(|digit| usize::from(digit - b'0')).collect();
    if upc_e {
        let parity = PARITY_E[digits[7]];
        return format!("101{}010101", left(&digits[1..7], parity));
    }
    let (left_bars, right) = match digits.len() {
        13 => (left(&digits[1..7], PARITY[digits[0]]), &digits[7..]),
        12 => (left(&digits[..6], PARITY[0]), &digits[6..]),
        _ => (left(&digits[..4], "OOOO"), &digits[4..]),
    };
    let right: String = right.iter().map(|digit| turned(ODD[*digit])).collect();
    format!("101{left_bars}01010{right}101")
}

fn with_check_digit(digits: &str) -> String {
    let values: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
    format!("{digits}{}", check_digit(&values))
}

/// A label on a grey tray, each module `scale` pixels wide.
fn label(modules: &str, scale: usize, ink: u8, paper: u8) -> Picture {
    let (width, height) = ((modules.len() + 40) * scale, 60 * scale);
    let inside = |x: usize, y: usize| {
        (8 * scale..width - 8 * scale).contains(&x) && (5 * scale..height - 5 * scale).contains(&y)
    };
    let rgb = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let module = (x / scale).checked_sub(20).and_then(|at| modules.as_bytes().get(at));
            let is_bar = module == Some(&b'1') && (10 * scale..height - 10 * scale).contains(&y);
            [if is_bar {
                ink
            } else if inside(x, y) {
                paper
            } else {
                paper / 2 + 20
            }; 3]
        })
        .collect();
    Picture::new(width as u32, height as u32, rgb).unwrap()
}

fn standing(picture: &Picture) -> Picture {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| &picture.rgb()[(y * width + x) * 3..][..3];
    let rgb = (0..width)
        .flat_map(|x| (0..height).rev().flat_map(move |y| pixel(x, y).to_vec()))
        .collect();
    Picture::new(height as u32, width as u32, rgb).unwrap()
}

#[test]
fn every_kind_is_read() {
    for code in ["4006381333931", "036000291452", "96385074", "2112345012342"] {
        let code = with_check_digit(&code[..code.len() - 1]);
        assert_eq!(read_barcode(&label(&modules(&code, false), 3, 20, 230)), Some(code));
    }
}

#[test]
fn a_short_upc_is_read_as_the_long_one_it_stands_for() {
    for (short, long) in
        [("04252614", "042100005264"), ("01234133", "012300000413"), ("01234147", "012340000017")]
    {
        let long = with_check_digit(&long[..11]);
        let check = long.chars().last().unwrap();
        let short = format!("{}{check}", &short[..7]);
        assert_eq!(
            read_barcode(&label(&modules(&short, true), 3, 20, 230)),
            Some(format!("0{long}")),
            "{short}"
        );
    }
}

#[test]
fn standing_and_upside_down_dark_and_pale() {
    let code = "4006381333931";
    let lying = label(&modules(code, false), 3, 20, 230);
    let upright = standing(&lying);
    let over = standing(&upright);
    for picture in [&upright, &over, &standing(&over)] {
        assert_eq!(read_barcode(picture).as_deref(), Some(code));
    }
    for (ink, paper) in [(5, 60), (150, 250)] {
        assert_eq!(
            read_barcode(&label(&modules(code, false), 3, ink, paper)).as_deref(),
            Some(code)
        );
    }
}

#[test]
fn a_wrong_check_digit_is_not_read() {
    assert_eq!(read_barcode(&label(&modules("4006381333930", false), 3, 20, 230)), None);
}

#[test]
fn nothing_is_read_where_there_is_nothing() {
    for picture in [Picture::filled(1, 1, [0; 3]), Picture::filled(300, 200, [200; 3])] {
        assert_eq!(read_barcode(&picture), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any number is read as itself, through the noise of a cheap camera.
    #[test]
    fn drawn_and_read_again(digits in "[0-9]{12}", seed: u64) {
        let code = with_check_digit(&digits);
        let mut state = seed | 1;
        let picture = label(&modules(&code, false), 3, 40, 210);
        let noisy = picture.rgb().iter().map(|level| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            level.saturating_add(((state >> 33) % 24) as u8)
        });
        let noisy = Picture::new(picture.width(), picture.height(), noisy.collect()).unwrap();
        let read = read_barcode(&noisy);
        // A leading zero makes it a UPC-A, which is the same number with twelve digits.
        let expected = code.strip_prefix('0').map_or(code.clone(), str::to_owned);
        prop_assert!(read.as_deref() == Some(code.as_str()) || read == Some(expected), "{:?}", read);
    }
}
