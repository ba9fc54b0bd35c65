# comparing
