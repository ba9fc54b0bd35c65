# library

# The list at the left
library-inbox = 来自收银台
library-suspects = 可能标错
library-all = 全部照片
library-unmeasured = 暂时无法评估
library-too-few = 照片太少：请从各个角度至少拍 10 张。
library-too-alike = 照片太相似：只有 { $count } 张不同。请转动商品或换个位置。
library-too-many = 远多于其他商品（其他约 { $count } 张）。

# Photos in the grid
library-move = 移动
library-delete = 删除
library-undo = 撤销
library-export = 另存为…
library-check = 查找标错的照片
library-photo = { $name }，照片 { $number }
library-empty = 还没有照片。把商品给摄像头看，照片就会保存在这里。
library-selected = 已选 { $count } 张照片
library-checking = 正在比较全部照片：已查看 { $done } / { $all }
library-sides = { $train } 张用于学习，{ $validation } 张用于选择，{ $test } 张用于评估
library-not-measurable = 暂时无法评估 { $name } 的识别效果：需要至少三个不同场合的照片。
library-sum = { $products } 种商品共 { $photos } 张照片，其中 { $measured } 种可评估

# Choosing a product
library-move-title = 这 { $count } 张照片是什么？
library-relabel-title = 这张照片是什么？
library-product-search = 商品
library-take = 移到这里
library-cancel = 取消

# One by one
library-inbox-empty = 没有待查看的照片。
library-inbox-photo = 来自收银台的照片，标为 { $name }
library-waiting = { $count } 张照片待查看
library-clerk-said = 店员选择的是
library-till-agreed = 收银台也这样认为。
library-till-thought = 收银台原以为是：{ $name }
library-till-unsure = 收银台没有认出来。
library-confirm = 就是 { $name }
library-relabel = 其他商品
library-discard = 丢弃
library-suspect-photo = { $name } 名下的照片
library-suspects-left = { $count } 张照片可能标错
library-is-under = 现在标为
library-may-be = 可能是
library-move-suspect = 移到 { $name }
library-keep-suspect = 保持 { $name }
library-unchecked = 标错的照片会影响训练。模型会比较全部照片，找出更像其他商品的照片。
library-no-suspects = 已比较 { $count } 张照片：没有发现标错的。

# Messages
library-close-message = 关闭消息
library-moved = 已将 { $count } 张照片移到 { $product }
library-deleted = 已删除 { $count } 张照片
library-undone = 已撤销。
library-already-there = 这张照片已在照片库中，属于 { $product }，只保留一份。
library-exporting = 正在保存 { $count } 张照片…
library-exported = 已保存 { $count } 张照片：{ $path }
library-failed = { $reason }
