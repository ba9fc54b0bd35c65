#!/usr/bin/env python3
"""Cuts the window's fonts out of the full ones; README.md says where those come from.

    python3 subset_fonts.py INTER_FOLDER NOTO_SANS_CJK.ttc [TEXT_FILE...]
    python3 subset_fonts.py --scripts NOTO_FOLDER

The first writes Inter-Regular.ttf, Inter-SemiBold.ttf and NotoSansSC-subset.otf beside this script.
Every character of the text files (translations, the demo catalogue) is kept, whatever its block.
The second writes a font for each script of SCRIPTS, with the layout tables that shape it.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SIMPLIFIED_CHINESE_FACE = 2  # of NotoSansCJK-Regular.ttc: JP, KR, SC, TC, HK, then the mono faces

INTER_BLOCKS = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x0259, 0x0259),
    (0x02B0, 0x02FF),  # modifier letters
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x0490, 0x0491),
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Vietnamese)
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20C0),  # currency signs
    (0x2100, 0x214F),  # letter-like
    (0x2150, 0x215F),  # fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),  # keys
    (0x25A0, 0x25FF),  # shapes
    (0x2700, 0x27BF),  # ticks and crosses
]
CHINESE_BLOCKS = [
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),
    (0x2103, 0x2103),
    (0x2116, 0x2116),
    (0x2460, 0x2473),  # circled numbers
    (0x3000, 0x303F),  # CJK punctuation
    (0xFF00, 0xFFEF),  # fullwidth forms
]
# Scripts that are shaped: which blocks of which font. Latin, digits and blanks come from Inter.
SCRIPTS = {
    "Arabic": [(0x0600, 0x06FF), (0x0750, 0x077F), (0x200C, 0x200D), (0xFB50, 0xFBFF), (0xFE70, 0xFEFC)],
    "Hebrew": [(0x0590, 0x05FF), (0xFB1D, 0xFB4F)],
    "Devanagari": [(0x0900, 0x097F), (0x200C, 0x200D), (0x25CC, 0x25CC), (0xA8E0, 0xA8FF)],
    "Thai": [(0x0E00, 0x0E7F), (0x25CC, 0x25CC)],
}


def characters(blocks):
    return {code for first, last in blocks for code in range(first, last + 1)}


def gb2312_hanzi():
    """The 6,763 hanzi of GB 2312, both levels: rows 16 to 87 of its table."""
    found = set()
    for row in range(16, 88):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def text_of(paths):
    return {ord(letter) for path in paths for letter in Path(path).read_text("utf-8")} - set(
        range(32)
    )


def set_tabular_digits(font):
    """Makes the equally wide digits the default: egui sets no features, and prices must align."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    swap = {}
    for index in lookups:
        for subtable in table.LookupList.Lookup[index].SubTable:
            swap.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    for cmap in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            if digit in cmap.cmap:
                glyph = cmap.cmap[digit]  # tables may share one map: already swapped then
                cmap.cmap[digit] = swap.get(glyph, glyph)


def subset(font, codes, tables_to_drop=()):
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx", "VORG"]
    options.drop_tables += list(tables_to_drop)
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def write(font, name):
    target = HERE / name
    font.flavor = None
    font.save(target)
    widths = {font["hmtx"][font.getBestCmap()[code]][0] for code in range(ord("0"), ord("9") + 1)}
    print(
        name,
        target.stat().st_size,
        "bytes,",
        len(font.getBestCmap()),
        "characters,",
        "digit widths",
        sorted(widths),
    )


def write_scripts(folder):
    for script, blocks in SCRIPTS.items():
        for weight in ("Regular", "Bold"):
            source = Path(folder) / f"NotoSans{script}-{weight}.ttf"
            font = TTFont(source, recalcTimestamp=False)
            options = Options()
            options.layout_features = ["*"]
            options.hinting = False
            options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
            options.notdef_outline = True
            options.glyph_names = False
            cutter = Subsetter(options)
            cutter.populate(unicodes=characters(blocks))
            cutter.subset(font)
            for record in font["name"].names:
                if record.nameID in (1, 4, 6):
                    blank = "" if record.nameID == 6 else " "
                    parts = ["Noto", "Sans", script, "subset"]
                    record.string = blank.join(parts)
            target = HERE / f"NotoSans{script}-{weight}-subset.ttf"
            font.save(target)
            print(target.name, target.stat().st_size, "bytes,", len(font.getBestCmap()), "characters")


def main(inter_folder, noto_collection, *text_files):
    texts = text_of(text_files)
    for weight in ("Regular", "SemiBold"):
        font = TTFont(Path(inter_folder) / f"Inter-{weight}.woff2", recalcTimestamp=False)
        set_tabular_digits(font)
        subset(font, characters(INTER_BLOCKS) | texts)
        write(font, f"Inter-{weight}.ttf")
    font = TTFont(noto_collection, fontNumber=SIMPLIFIED_CHINESE_FACE, recalcTimestamp=False)
    codes = characters(CHINESE_BLOCKS) | gb2312_hanzi() | texts
    subset(font, codes)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = "NotoSansSC-subset" if record.nameID == 6 else "Noto Sans SC subset"
    write(font, "NotoSansSC-subset.otf")


if __name__ == "__main__":
    if sys.argv[1] == "--scripts":
        write_scripts(sys.argv[2])
    else:
        main(*sys.argv[1:])
