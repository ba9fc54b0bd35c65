## The catalogue

products-search = Find in the catalogue
products-new = New product
products-import = Import CSV…
products-export = Export CSV…
products-shelf = Show
products-on-sale = On sale
products-unpriced = Price missing
products-archived = Archived
products-all = All
products-all-groups = All categories
products-count = { $count ->
    [one] 1 product
   *[other] { $count } products
}
products-nothing = No product here
products-row = { $name }, { $price }
drop-products = Drop a CSV file to import it, or a picture for the open product

## A product

product-new-title = New product
product-name = Name
product-price = Price
product-price-in = Price in { $currency }
product-unit = Sold
product-per-piece = per piece
product-per-kg = per kg
product-plu = PLU
product-barcode = Barcode
product-tax = Tax
product-tax-percent = Tax in %
product-group = Category
product-group-complete = ↓ { $group }
product-other-names = Names in other languages
product-language = Language { $number }
product-other-name = Name { $number }
product-other-name-add = Add a language
product-other-name-remove = Remove name { $number }
product-picture-choose = Choose a picture…
product-picture-remove = Remove the picture
product-picture-reading = Reading the picture…
product-archived = Archived
product-archive = Archive
product-archive-hint = An archived product is sold no longer; what was sold of it stays in the books
product-restore = Sell again
product-restore-hint = This product is archived: it is not found at the till
product-delete = Delete…
product-delete-sure = Delete { $name } for good
product-was-sold = It was sold before, so it can be archived but not deleted
product-no-price = Price missing
product-save = Save
product-close = Cancel

product-name-missing = Type a name
product-name-unusable = Type a name with letters or digits
product-language-bad = Type a language tag before the name, such as zh or pt-br
product-language-twice = There is another name for { $tag } already
product-price-bad = Type a price such as { $example }, or leave it empty while it is not known
product-price-negative = A price is not below zero
product-price-decimals = { $currency } has { $decimals } decimals
product-plu-bad = Letters and digits only, at most 20
product-plu-taken = { $owner } has this PLU
product-barcode-bad = 6 to 14 digits
product-barcode-misspelt = The check digit is wrong: probably { $probable }. A number of your own is a PLU
product-barcode-zeros = Zeros are missing before it: probably { $probable }. A number of your own is a PLU
product-barcode-taken = { $owner } has this barcode
product-tax-bad = Type a rate from 0 to 100, such as 19
product-picture-not-kept = The picture could not be kept: { $reason }
product-picture-waits = The picture is still being read; save again in a moment
product-in-cart = It lies in the cart; take it out or complete the sale first
product-not-saved = The product was not saved: { $reason }

## A CSV file

catalogue-imported = { $file } was imported
catalogue-exported = { $count } products were written to { $file }
catalogue-not-exported = The catalogue was not written: { $reason }
import-title = Import { $file }
import-reading = Reading the file…
import-unreadable = The file cannot be read ({ $reason }); check that it is still there
import-not-utf8 = The file is not UTF-8 text; save it again as “CSV UTF-8”
import-empty = There is no product in the file
import-failed = Nothing was imported: { $reason }
import-bad-rows = { $count ->
    [one] 1 row is wrong, so nothing is imported; correct it in the file and import it again
   *[other] { $count } rows are wrong, so nothing is imported; correct them in the file and import it again
}
import-row = Row { $row }
import-added = { $count } added
import-changed = { $count } changed
import-unchanged = { $count } unchanged
import-left-out = { $count } archived
import-is-added = Added
import-is-changed = Changed
import-is-left-out = Archived
import-replace = Sell only what this file names
import-replace-hint = { $count ->
    [one] 1 product that the file does not name is archived
   *[other] { $count } products that the file does not name are archived
}
import-nothing = The file says what the catalogue says already; there is nothing to change
import-difference = { $field }: { $before } → { $after }
import-name-in = Name ({ $tag })
import-picture = Picture
import-sold-again = Sold again
import-sold-no-longer = Archived: sold no longer
import-take = Import
import-cancel = Cancel
import-other = Choose another file…
