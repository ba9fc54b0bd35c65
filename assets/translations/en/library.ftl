# library

# The list at the left
library-inbox = From the till
library-suspects = Probably misnamed
library-all = All photos
library-unmeasured = Not measurable yet
library-too-few = Too few photos: take at least 10, from all sides.
library-too-alike = Too alike: only { $count } of the photos differ. Turn the item, change the place.
library-too-many = Far more than the others, which have about { $count }.

# Photos in the grid
library-move = Move
library-delete = Delete
library-undo = Undo
library-export = Save as…
library-check = Find wrong names
library-photo = { $name }, photo { $number }
library-empty = There are no photos yet. Show an item to the camera, and its photos are kept here.
library-selected = { $count ->
    [one] 1 photo selected
   *[other] { $count } photos selected
}
library-checking = Comparing all photos: { $done } of { $all } looked at
library-sides = { $train } to learn from, { $validation } to choose by, { $test } to judge by
library-not-measurable = How well { $name } is recognised cannot be measured yet: that takes photos from at least three occasions.
library-sum = { $photos } photos of { $products } products, { $measured } of them measurable

# Choosing a product
library-move-title = { $count ->
    [one] What does this photo show?
   *[other] What do these { $count } photos show?
}
library-relabel-title = What does this photo show?
library-product-search = Product
library-take = Move there
library-cancel = Cancel

# One by one
library-inbox-empty = Nothing waits to be looked at.
library-inbox-photo = Photo from the till, named { $name }
library-waiting = { $count ->
    [one] 1 photo waits
   *[other] { $count } photos wait
}
library-clerk-said = The clerk said
library-till-agreed = The till thought so, too.
library-till-thought = The till had thought: { $name }
library-till-unsure = The till had no idea.
library-confirm = It is { $name }
library-relabel = Something else
library-discard = Discard
library-suspect-photo = Photo under { $name }
library-suspects-left = { $count ->
    [one] 1 photo is probably misnamed
   *[other] { $count } photos are probably misnamed
}
library-is-under = It is under
library-may-be = It may be
library-move-suspect = Move to { $name }
library-keep-suspect = Keep as { $name }
library-unchecked = Photos under a wrong name spoil a training. The model compares all photos and shows those that look like another product.
library-no-suspects = { $count } photos were compared: none looks misnamed.

# Messages
library-close-message = Close message
library-moved = Photos moved to { $product }: { $count }
library-deleted = Photos deleted: { $count }
library-undone = Taken back.
library-already-there = This very photo is in the library already, as a photo of { $product }. It is kept once.
library-exporting = Saving photos: { $count }…
library-exported = Photos saved to { $path }: { $count }
library-failed = { $reason }
