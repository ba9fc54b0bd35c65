## 摄像头和下方的托盘

watch-waiting = 等待
watch-settling = 等待静止…
watch-looking = 识别中…
watch-done = 完成
watch-learning = 正在记住空托盘，请保持不动
watch-untaught = 清空托盘后按 F7，即可免手动拍照
watch-title = 把商品放到托盘上
watch-subtitle = 手离开后会自动拍照

hint-dark = 摄像头下太暗，请增加光线
hint-blurred = 画面模糊，请擦拭镜头或重新对焦
hint-moved = 摄像头被碰动，请清空托盘并按 F7
hint-covered = 摄像头被挡住了
hint-light = 光线变了，请清空托盘并按 F7

camera-sizes = 图像尺寸
camera-size-usual = 由摄像头决定
camera-network = 网络摄像头…
camera-folder = 图片文件夹…
camera-forget = 移除 { $name }
camera-network-title = 网络摄像头
camera-network-reason = 其图像流（MJPEG）的地址，见其应用或说明书
camera-network-hint = http://192.168.0.7:8080/video
camera-network-wrong = 请以 http:// 加摄像头地址开头
camera-folder-title = 把图片文件夹当作摄像头
camera-folder-reason = 其中的图片依次循环显示
camera-folder-hint = 输入或粘贴文件夹路径
camera-use = 使用

tray-edit = 托盘与免手动拍照…
tray-title = 托盘在哪里？
tray-reason = 拖动边框或其角；方向键移动，Shift 加方向键调整大小
tray-alt = 托盘：距左 { $left } %，距上 { $top } %，宽 { $width } %，高 { $height } %
tray-corner = 托盘的角
tray-learn = 记住空托盘
tray-usual = 默认位置
tray-done = 完成
tray-cancel = 取消
tray-sensitivity = 灵敏度
tray-more = 更灵敏
tray-less = 更不灵敏
tray-level = { $level }/9
hands-free = 免手动拍照
hands-free-on = 免手动拍照已开启
hands-free-off = 免手动拍照已关闭
