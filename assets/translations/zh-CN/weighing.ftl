## Scales, barcodes

something-else = 其他商品…

scale-connecting = 正在连接…
scale-moving = 重量未稳定…
scale-over = 超出量程
scale-under = 低于零点：请清空秤盘并置零
scale-lost = 未连接；正在等待恢复
scale-says = 秤：{ $reading }
kilograms = { $number } 千克

line-weigh = 称量{ $name }…
weigh-title = 称量{ $name }
line-ask-price = 输入价格…
first-price-title = { $name }的价格是多少？
first-price-kept = 该商品还没有价格。输入的价格将保存到商品目录。
first-price-once = 该商品还没有价格。输入的价格仅用于本次销售。
first-price-take = 使用此价格
first-price-later = 稍后
weigh-gross = 毛重
weigh-tare = 皮重
weigh-net = 净重
weigh-by-scale = 这是秤上的重量
weigh-by-hand = 请输入重量；小票上会注明为手工输入
weigh-typed = 含容器的重量，如 350 或 0.350
weigh-no-tare = 无容器
weigh-preset = { $name } { $grams } 克
weigh-take-tare = 以此为皮重
weigh-accept = 采用重量
weigh-cancel = 取消

problem-no-weight = 秤上没有新的重量；请重新放上商品，或输入重量
problem-tare = 容器不比秤上的重量轻；请检查

code-unknown-title = 没有商品使用此条码
code-unknown-hint = { $code }：用它新建商品，或查找它所属的商品
code-assign = 查找它所属的商品
code-assign-to = 把条码给{ $name }，{ $price }
code-replaced = { $product } 现在使用此条码；原条码为 { $before }
code-make = 新建商品…
code-cancel = 取消

problem-code = 无法使用此条码：{ $reason }
problem-code-item = 条码中的商品编号为 { $item }，但没有商品以它为 PLU
problem-number = 没有商品的 PLU 或条码是 { $number }
problem-code-misread = 条码 { $code } 未能正确读取；请重新扫描
problem-capture = 无法保存用于训练的照片（{ $reason }）；销售不受影响
