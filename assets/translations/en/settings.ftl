## Settings

settings-shop = Shop
settings-receipt = Receipt
settings-devices = Devices
settings-till = Till
settings-look = Look

settings-shop-name = Name of the shop
settings-shop-name-hint = It stands at the top of every receipt
settings-address = Address
settings-tax-id = Tax number
settings-money = Money and taxes
settings-currency = Currency
settings-currency-hint = Prices keep their digits. Currency and tax can change until something is sold
settings-money-fixed = Something was sold already, so currency and tax stay as they are
settings-tax-mode = Prices
settings-tax-included = with tax in them
settings-tax-added = tax comes on top
settings-tax-rates = Usual tax rates in %
settings-tax-rates-hint = Offered for a product, the first one for a new product; such as 7 / 19

settings-receipt-foot = Last lines of a receipt
settings-receipt-foot-hint = Opening hours, a thank you, how to return goods

settings-camera = Camera

settings-till-name = Name of this till
settings-till-name-hint = It stands on receipts and reports; each till has its own
settings-rounding = Round cash to
settings-rounding-none = not at all
settings-rounding-hint = Only what is paid in cash is rounded, and the rounding stands on the receipt
settings-naming = Naming goods
settings-prices-decide = Goods of one price need no question
settings-prices-decide-hint = Where the likely products cost the same and are taxed the same, the likeliest is taken without asking
settings-scale-hint = A larger window shows larger text; Ctrl and + or - changes it further

setting-not-a-switch = This can only be on or off
setting-till-bad = 1 to 20 letters or digits
setting-rounding-bad = Choose one of the steps
setting-tax-rates-bad = Rates from 0 to 100 with a stroke between them, such as 7 / 19
setting-text-long = At most { $characters } characters in { $lines } lines
setting-currency-bad = This is no currency
setting-cart-not-empty = The cart is not empty; complete the sale first
setting-refused = This was not changed: { $reason }
