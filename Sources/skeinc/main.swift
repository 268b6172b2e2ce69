print("skeinc")
