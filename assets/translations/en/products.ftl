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

## The columns of a file

catalogue-template-saved = A file to fill in was saved: { $file }
products-template = Template…
import-workbook = This is a workbook of Excel or the like; save the sheet as “CSV UTF-8” and import that
import-not-text = This is no table as text; save the list as “CSV UTF-8” and import that
import-not-in-encoding = The file is not in { $encoding }; choose another encoding
import-no-column = There is no column “{ $column }”
import-read-as = { $rows ->
    [one] 1 row, { $encoding }
   *[other] { $rows } rows, { $encoding }
}
import-review = Continue
import-back = Columns
import-ready = Everything is clear
import-to-answer = { $count ->
    [one] 1 question to answer
   *[other] { $count } questions to answer
}
import-questions = Questions
import-settled = Taken as follows
import-columns = Columns
import-rows = First products
import-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
}
import-column-of = Column { $column }
import-column-number = Column { $number }
import-no-rows = No product yet: choose the column with the names
import-field-nothing = Leave out
import-field-id = Id
import-field-currency = Currency
import-field-unit = Unit
import-field-by-weight = Sold by weight
import-field-tax-of = Tax { $rate } %
import-field-tax-included = Tax included
import-field-active = On sale
import-field-deleted = Deleted
import-field-kind = Kind of article
import-field-group = Group of variants
import-field-parent = Parent product
import-field-variant = Variant
import-ask-name = Which column has the names?
import-ask-price = Does this column have the prices?
import-ask-prices = Several columns have prices, and they differ. Which one is the price at this till?
import-ask-decimal = How is the price { $price } to be read?
import-ask-foreign = The prices are in { $found }, and your shop sells in { $own }. What becomes of them?
import-ask-net = The prices in “{ $column }” are without tax, and your shop’s prices have it in them. What becomes of them?
import-ask-gross = The prices in “{ $column }” have the tax in them, and your shop’s prices have not. What becomes of them?
import-ask-unit = What are the prices for?
import-ask-tax = How are the tax rates to be read?
import-ask-tax-word = Which tax rate is “{ $word }”?
import-ask-two-taxes = A product has two taxes ({ $rates }). Which rate has it here?
import-ask-default-tax = { $count ->
    [one] 1 row says no tax. If the product is new, its rate is
   *[other] { $count } rows say no tax. Products that are new have the rate
}
import-ask-codes = { $count ->
    [one] 1 barcode is wrong, but which was meant is known. What becomes of it?
   *[other] { $count } barcodes are wrong, but which were meant is known. What becomes of them?
}
import-ask-encoding = The text was read as
import-choice-column = { $column } ({ $sample })
import-choice-no-price = There are no prices
import-choice-reads = { $text } is { $read }
import-choice-take-number = The same number in { $own }
import-choice-leave-price = No price yet
import-choice-add-tax = Add the tax
import-choice-take-tax-out = Take the tax out
import-choice-as-they-are = Take them as they are
import-choice-rate = { $rate } %
import-choice-leave-codes = Leave it out
import-choice-repair-codes = Take the probable code
import-choice-plain = { $text }
import-told-above = { $count ->
    [one] 1 row above the table is left out
   *[other] { $count } rows above the table are left out
}
import-told-no-heading = No row names the columns
import-told-guessed = Column “{ $column }” looks like: { $reason }
import-told-no-price-column = No column has prices; the products come without
import-told-pieces = No column says the unit; prices are for a piece
import-told-total = A row of totals is left out
import-told-no-name = Left out: there is no name
import-told-more-rows = { $count ->
    [one] 1 row only says more of a product and is left out
   *[other] { $count } rows only say more of a product and are left out
}
import-told-deleted = { $count ->
    [one] 1 deleted row is left out
   *[other] { $count } deleted rows are left out
}
import-told-parents = { $count ->
    [one] 1 row only holds variants together and is left out
   *[other] { $count } rows only hold variants together and are left out
}
import-told-services = { $count ->
    [one] 1 service or download is left out
   *[other] { $count } services or downloads are left out
}
import-told-inactive = { $count ->
    [one] 1 product is not on sale there and comes archived
   *[other] { $count } products are not on sale there and come archived
}
import-told-zero-prices = { $count ->
    [one] 1 price is zero: the product comes without a price
   *[other] { $count } prices are zero: the products come without a price
}
import-told-no-price = “{ $price }” is no price; the product comes without one
import-told-unit = “{ $unit }” is taken for a piece
import-told-weight-unit = A price for “{ $unit }” is none for a kilogram; the product comes without one
import-told-repeated = Left out: the same as row { $first }
import-told-same-name = “{ $name }” is also the name of row { $first }
import-told-refused = Left out: { $reason }
import-told-barcode = Comes without its barcode: { $reason }
import-told-plu = “{ $plu }” is no PLU; the product comes without one
import-told-barcode-taken = Row { $first } has the barcode { $value }; this product comes without it
import-told-plu-taken = Row { $first } has the PLU { $value }; this product comes without it
import-told-in-shop = { $owner } has the code { $value }; this product comes without it
import-told-shortened = The name was too long and is now “{ $name }”
