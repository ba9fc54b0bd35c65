## Paying, receipts, refunds

pay-start = 收款
pay-due = 应付
pay-change-for = 找零 { $amount }
pay-still-due = 还需支付
pay-in-cash = 现金 { $amount }
pay-given-cash = 现金 { $amount }
pay-given-card = 刷卡 { $amount }
pay-amount = 金额
pay-exact = 正好 { $amount }
pay-back = 返回
pay-take-back = 退回
pay-card = 刷卡
pay-cash = 现金
pad-backspace = 删除

done-change = 找零
done-paid = 已付
done-give-back = 退还现金
done-card-back = 退回卡内
done-card-back-too = 另有 { $amount } 退回卡内
done-number = 小票 { $number }
done-total = 合计 { $amount }
done-print = 打印小票
done-next = 下一位顾客

receipts-open = 小票
drawer-open = 钱箱
receipts-number = 小票号码
receipts-none = 还没有小票
receipts-sale = 小票 { $number }
receipts-refund = 退款 { $number }
receipts-copy = 打印副本
receipts-pdf = PDF
receipts-text = 文本
receipts-saved = 已保存为 { $file }
receipts-close = 关闭

refund = 退款
refund-amount = 退款 { $amount }
refund-title = 退哪些商品？
refund-all = 全部
refund-left = 还可退 { $quantity }，共 { $amount }
refund-gone = 已退，{ $amount }
refund-less = 少退{ $name }
refund-more = 多退{ $name }

print-again = 重新打印

problem-tender = 请输入金额，例如 20 或 12.50
problem-card-above = 刷卡金额不能超过应付金额
problem-print = 销售已保存，但小票没有打印：{ $reason }
problem-drawer = 钱箱没有打开：{ $reason }
problem-test-page = 测试页没有打印：{ $reason }
problem-print-report = 报表没有打印：{ $reason }
problem-no-receipt = 没有小票 { $number }
problem-receipt = 未能完成：{ $reason }

## What stands on receipts

receipt-number = 小票
receipt-till = 收银台
receipt-person = 收银员
receipt-tax-id = 税号
receipt-copy = 副本
receipt-refund = 退款
receipt-refund-of = 原小票
receipt-per-kg = /千克
receipt-tare = 皮重
receipt-typed = 手工输入的重量
receipt-discount = 折扣
receipt-cart-discount = 整单折扣
receipt-instead-of = 原价
receipt-total = 合计
receipt-tax = 税
receipt-net = 不含税
receipt-gross = 含税
receipt-rounding = 现金舍入
receipt-cash = 现金
receipt-card = 刷卡
receipt-given = 收
receipt-change = 找零
receipt-test = 测试页
receipt-test-hint = 下面的符号和文字应当清晰可读
