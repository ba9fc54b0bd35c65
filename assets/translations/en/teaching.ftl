# teaching
training-show = Teach
training-photos = Photos
training-train = Train
training-compare = Compare
