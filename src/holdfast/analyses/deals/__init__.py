"""Question 2: is there a deal that all can accept? If not, what blocks it, and what would open one?"""
