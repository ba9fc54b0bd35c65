## The camera and the tray under it

watch-waiting = Waiting
watch-settling = Settling…
watch-looking = Looking…
watch-done = Done
watch-learning = Learning the empty tray; keep it still
watch-untaught = Empty the tray and press F7 to go hands-free
watch-title = Lay an item on the tray
watch-subtitle = The picture is taken by itself once your hand is gone

hint-dark = It is dark under the camera; give it more light
hint-blurred = The picture is blurred; wipe the lens or focus the camera
hint-moved = The camera was moved; empty the tray and press F7
hint-covered = Something covers the camera
hint-light = The light has changed; empty the tray and press F7

camera-sizes = Picture size
camera-size-usual = As the camera likes
camera-network = Network camera…
camera-folder = Folder of pictures…
camera-forget = Forget { $name }
camera-network-title = A camera on the network
camera-network-reason = The address of its picture stream (MJPEG), as its app or manual tells it
camera-network-hint = http://192.168.0.7:8080/video
camera-network-wrong = Begin with http:// and the camera's address
camera-folder-title = A folder of pictures as a camera
camera-folder-reason = Its pictures are shown one after the other, round and round
camera-folder-hint = Type or paste the folder's path
camera-use = Use

tray-edit = Tray and hands-free…
tray-title = Where is the tray?
tray-reason = Drag the frame or its corner; arrow keys move it, Shift and arrow keys size it
tray-alt = The tray: { $left } % from the left, { $top } % from the top, { $width } % wide, { $height } % high
tray-corner = Corner of the tray
tray-learn = Learn the empty tray
tray-usual = Usual place
tray-done = Done
tray-cancel = Cancel
tray-sensitivity = Sensitivity
tray-more = More sensitive
tray-less = Less sensitive
tray-level = { $level } of 9
hands-free = Hands-free
hands-free-on = Hands-free is on
hands-free-off = Hands-free is off
