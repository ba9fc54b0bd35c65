# teaching
training-show = Teach
training-photos = Photos
training-train = Train
training-compare = Compare

# choosing a product
teach-which = Which product do you want to teach?
teach-search = Product to teach
teach-search-hint = Type its name or PLU
teach-choose = Teach { $name }, { $price }
teach-new = New product “{ $name }”
teach-new-hint = It has no price yet: the till asks for one at the first sale
teach-step-choose = Choose a product, or type the name of a new one
teach-step-show = Hold the space bar and turn the item in front of the camera
teach-step-known = With five photos the till knows it, without a training
teach-drop = Or drop photos, folders or zips here ({ $key }). Folders can name products.
teach-no-drop = Or open photos or zips with { $key }. Folders can name products.
drop-teach = { $count ->
    [one] Drop it to teach: nothing is added before you say so
   *[other] Drop { $count } files to teach: nothing is added before you say so
}

# showing
teach-other = Another product
teach-hold = Hold to take photos
teach-burst = Burst
teach-burst-stop = Stop
teach-files = Photos…
teach-folder = Folder…
teach-taken = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
teach-hint-dark = Too dark: it needs more light
teach-hint-blurred = Blurred: move it slower, or clean the lens
teach-hint-nothing = Nothing on the tray
teach-hint-cut-off = A part of it is outside of the frame
teach-hint-alike = Too alike: turn it a little
teach-hint-turn = Turn it
teach-hint-other-side = Show the other side
teach-hint-enough = That is enough for now
teach-hint-untaught = Empty the tray and press F7: then the item is cut out, as at the till
teach-known = Ready: the till knows it now
teach-missing = { $count ->
    [one] 1 more photo, and the till knows it
   *[other] { $count } more photos, and the till knows it
}
teach-learning = The till is learning it…
teach-kept-back = These photos are kept to judge the model by; show it once more
teach-no-model = Photos are kept, but no model can learn them now: { $reason }
teach-photos = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
teach-remove = Take photo { $number } out
teach-undo = Undo
teach-forget = Forget all
teach-trial = What the till sees now
teach-trial-none = Nothing yet
teach-trial-accept = It would add { $name }
teach-trial-ask = It would ask which one
teach-trial-unknown = It does not know this

# files
teach-files-looking = Looking what is in the files…
teach-files-found = { $count ->
    [0] No photos in these files
    [one] 1 photo found
   *[other] { $count } photos found
}
teach-files-folders = Their folders name these products:
teach-files-known = { $name }: { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
teach-files-new = { $name } (new): { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
teach-files-loose = { $count ->
    [one] 1 photo lies in no folder
   *[other] { $count } photos lie in no folder
}
teach-files-problems = { $count ->
    [one] 1 file cannot be used
   *[other] { $count } files cannot be used
}
teach-add-chosen = All are { $name }
teach-add-folders = { $count ->
    [one] As the folder says
   *[other] As the { $count } folders say
}
teach-adding = Adding photos: { $done } of { $total }
teach-adding-stop = Stop
teach-adding-done = Close
teach-added = { $added } added, { $already } were there already, { $unusable } cannot be used, { $left } left out

# problems
teach-shop = The shop’s folder could not be used: { $reason }
teach-not-kept = Photos could not be kept: { $reason }
teach-no-thread = The computer is too busy to begin; close other programs and try again
teach-choose-first = Choose a product first
teach-unknown-product = { $product } is in the catalogue no more; choose another product
teach-adding-runs = Photos are being added; wait until that is done, or stop it
teach-file-kind = It is no picture and no zip
teach-file-unreadable = It cannot be read: { $reason }
teach-file-no-photos = There are no photos in it
teach-file-other-product = This very photo is there already, as { $product }
