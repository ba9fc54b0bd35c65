# teaching
training-show = 教学
training-photos = 照片
training-train = 训练模型
training-compare = 比较
