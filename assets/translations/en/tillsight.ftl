# The window's texts. No title casing, no full stop after a single sentence,
# "…" on buttons that ask for more.

app-name = Tillsight

## Top bar

place-till = Till
place-training = Training
place-products = Products
place-day = Day
place-bench = Test pictures
place-settings = Settings

open-photo = Open photo…
take-picture = Take picture
camera-menu = Camera
camera-none = No camera found
camera-looking = Looking for cameras…
camera-off = Turn camera off
camera-refresh = Look again
camera-starting = Starting the camera…
camera-lost = The camera is silent; waiting for it to come back
camera-live = Live
camera-start = Use { $name }
language-menu = Language
theme-menu = Light or dark
theme-system = As the system
theme-light = Light
theme-dark = Dark

model-loading = Loading the model…
model-ready = Ready
model-ready-detail = Model { $name } on { $device }
model-failed = No model
model-retry = Try again

## Opening and empty

shop-opening = Opening the shop…
empty-title = Show me an item
empty-drop = Drop photos here, paste one, or open one
empty-no-drop = Open a photo or paste one; this desktop (Wayland) does not hand over dropped files
empty-camera = Hold it under the camera and take a picture
samples-title = Try a sample
sample-label = Sample { $name }
drop-now = { $count ->
    [one] Drop the photo to name it
   *[other] Drop { $count } photos to name them
}

## A photo

photo-alt = Photo
item-seen = The item that is looked at
item-number = { $number } of { $count }
item-all = All { $count } items
item-look = Look at item { $number } of { $count }
photo-camera = Picture from the camera
photo-clipboard = Pasted picture
looking-title = Looking…
looking-model = The model is still loading; this photo is next
which-title = { $kind ->
    [apple] An apple: which?
    [juice] A juice: which?
    [melon] A melon: which?
    [milk] Milk: which?
    [onion] An onion: which?
    [pear] A pear: which?
    [pepper] A pepper: which?
    [potato] A potato: which?
    [sour-cream] Sour cream: which?
    [soy-milk] Soy milk: which?
    [soyghurt] A soy yoghurt: which?
    [tomato] A tomato: which?
    [yoghurt] A yoghurt: which?
   *[other] { $name }: which?
}
ask-title = Which one is it?
ask-hint = Tap a tile or press its key
cautious-title = { $product }?
cautious-on-trial = I think so, but I am new in this shop and ask more ({ $confirmed } of { $wanted } confirmed)
cautious-often-undone = I think so, but I was wrong here too often when I was this sure
cautious-often-taken-for = I think so, but I have taken other goods for it here
unknown-title = I am not sure about this one
unknown-hint = These are guesses: tap one if it is right, or find the product by name
nothing-title = I cannot name this one
nothing-hint = Find the product by name, PLU or barcode in the cart
added-title = { $product } added
added-hint = Not right? Tap another tile
added-weight = Now type its weight
added-price = Now type its price
undo = Undo
dismiss = Dismiss
failed-title = This photo cannot be used
waiting = { $count ->
    [one] 1 more photo waiting
   *[other] { $count } more photos waiting
}
why = Why?
why-title = Why { $product }?
why-hint = The brighter a place, the more it speaks for { $product }
why-slight = Hardly anything on the photo speaks for { $product }
why-rather-title = Why { $product } rather than { $other }?
why-rather-hint = The brighter a place, the more it speaks for { $product } and not for { $other }
why-rather-slight = Hardly anything on the photo speaks for { $product } and not for { $other }
why-next = What speaks for { $product }?
why-close = Back
why-alt = Photo with the evidence on it
why-similar = The shop’s own photo that looks most like it
why-least = nothing
why-most = most
why-frame = Only the framed part was looked at
why-failed = This cannot be shown: { $reason }
tile-label = { $name }, { $price }, { $percent } sure

## Cart

cart-empty = The cart is empty
cart-empty-hint = Named goods appear here
search-hint = Name, PLU or barcode
search-label = Find a product
search-nothing = Nothing found
search-add = Add { $name }, { $price }
search-plu = PLU { $plu }
line-remove = Remove { $name }
line-more = One more { $name }
line-less = One fewer { $name }
line-pieces = Pieces of { $name }
line-weight = Weight of { $name } in grams
weight-hint = Weight
unit-gram = g
price-per-kg = { $price } / kg
price-per-piece = × { $price }
total = Total
net = Net
tax = Tax
completing-sale = Writing the sale…
complete-needs-weight = A weight is missing
complete-needs-price = A price is missing
sale-title = Sale { $number } is complete
sale-total = Sale total { $total }

## Typed path

path-title = Open a photo by its path
path-reason = The file dialog of this desktop could not be opened
path-hint = Type or paste a path
path-open = Open
path-cancel = Cancel

## Notices

notice-close = Close this notice

problem-shop = The shop's folder cannot be used: { $reason }
problem-model = Photos cannot be named, but everything can be sold by search: { $reason }
problem-sale = The sale was not saved and the cart is still here: { $reason }
problem-setting = This choice could not be saved: { $reason }
problem-weight-needed = A line still needs its weight
problem-price-needed = A line still needs its price
model-renewed = Tillsight brought a newer model; your own photos and versions are kept, and at first it asks more
model-kept = The new model could not be loaded; the one before goes on: { $reason }
problem-weight = Type grams, such as 350
problem-pieces = 1 to 9999 pieces
problem-cart = This could not be added: { $reason }
problem-no-camera = No camera found; open a photo instead
problem-camera-waits = The camera has no picture yet; try again in a moment
problem-too-many-photos = At most { $limit } photos wait at once; { $left } were left out
problem-recognition = These photos could not be named: { $reason }

photo-unreadable = It cannot be read ({ $reason }); check that the file is still there
photo-empty = The file is empty; copy the photo again or take a new one
photo-not-a-picture = It is not a picture; use JPEG, PNG, HEIC, WebP, BMP, TIFF or GIF
photo-truncated = It ends too early; copy the photo again or take a new one
photo-too-large = It is too large ({ $width } × { $height } pixels); make it smaller first
photo-not-a-file = It is not a file; choose a photo
photo-unknown-kind = It is a kind of picture that cannot be opened ({ $kind }); save it as JPEG
photo-too-heavy = It needs too much memory; save it as a smaller JPEG
photo-damaged = It is damaged; copy the photo again or take a new one

# Texts that are not taken
text-control-sign = This holds a control character ({ $sign }), which printers obey. Write it again without it
text-too-long = At most { $most } characters. Shorten it
text-refused = This text cannot be taken: { $reason }

# A second window on a shop
other-till-title = This shop is open already
other-till-what = The shop in { $shop } is open in another window of Tillsight. Go on there, or close it and start again.
other-till-close = Close
