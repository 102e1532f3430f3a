module sendto/article

go 1.19
