## The camera, hands-free
