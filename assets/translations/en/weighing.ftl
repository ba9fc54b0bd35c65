## Scales, barcodes
