"""Mail: the news of a quiet time as one letter per person, sent until it is taken or refused."""
