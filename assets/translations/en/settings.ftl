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
settings-reasons = Ready-made reasons
settings-reasons-hint = Why a price is another, something is taken off or a cart is voided: a line each, at most nine. At the till a digit or a click takes one.

settings-tray-edit = Mark the tray on the picture…
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
setting-unreadable = This cannot be read
setting-printer-bad = Write none, or how it is connected, such as network 192.168.1.50:9100 or serial COM3 9600
setting-code-page-bad = Choose one of the code pages
setting-width-bad = Choose 32, 42 or 48 columns
setting-scale-bad = Write none, or protocol, port and speed, such as toledo /dev/ttyUSB0 9600
setting-prefix-bad = One sign that is no digit, or nothing

settings-sales-prior = What sells often is named sooner
settings-sales-prior-hint = Learnt from this shop's sales; a new product can still win
settings-captures = Keep photos that a clerk named
settings-captures-hint = They stay in the shop's folder, for the next training

settings-scale = Scale
settings-scale-how = How the scale is connected
settings-scale-how-hint = none, or protocol, port and speed: toledo /dev/ttyUSB0 9600 or cas COM3 9600
settings-scale-none = No scale is connected
settings-try-scale = Try the scale
settings-try-scale-end = End the try
settings-tares = Containers
settings-tares-hint = A line each: its name and its grams, such as Bag 4; at most six
settings-codes = Barcodes
settings-scanner-prefix = What the scanner sends first
settings-scanner-prefix-hint = One sign, or nothing; it tells scanned digits from typed ones
settings-rules = Codes with a price or a weight in them
settings-rules-hint = A line each: prefix, price or weight, digits of the item, digits of the value, divisor; such as 23 weight 5 5 1000
settings-rules-usual = Use the usual table
settings-sounds = Sounds
settings-sounds-on = Short sounds
settings-sounds-hint = For added, asked and failed
settings-try-sounds = Try the sound
setting-tares-bad = A line is a name and grams, such as Bag 4
setting-rules-bad = A line is prefix, price or weight, and three numbers, such as 23 weight 5 5 1000

settings-people = People
settings-print-always = Print each receipt by itself
settings-printer = Printer and drawer
settings-printer-where = Where the printer is
settings-printer-where-hint = none, network 192.168.0.20, file /dev/usb/lp0, or serial /dev/ttyUSB1 9600
settings-code-page = Code page
settings-code-page-hint = What the printer is set to; signs that it lacks are drawn as a picture
settings-printer-width = Width of the paper
settings-printer-width-hint = 32 for paper of 58 mm, 42 or 48 for 80 mm
settings-columns = { $count } columns
settings-drawer = A cash drawer is plugged into the printer
settings-drawer-hint = It opens when cash is taken or given
settings-try-printer = Print a test page
settings-try-drawer = Open the drawer
