# running
